// SPDX-License-Identifier: GPL-3.0-or-later
/* A setter makes cycles that nobody can break. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;

static PyObject *get(Thing *self, void *closure) { return Py_NewRef(self->o ? self->o : Py_None); }
static int set(Thing *self, PyObject *value, void *closure)
{
	Py_XINCREF(value);
	Py_XSETREF(self->o, value);
	return 0;
}
static int thing_traverse(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->o);
	return 0;
}
static void thing_dealloc(Thing *self)
{
	PyObject_GC_UnTrack(self);
	Py_XDECREF(self->o);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyGetSetDef getset[] = { {"o", (getter) get, (setter) set}, {NULL} };
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) thing_dealloc,
	.tp_traverse = (traverseproc) thing_traverse,	// expect: gc-protocol 'tp_clear'
	.tp_getset = getset,
};
int ready(void) { return PyType_Ready(&type); }
