// SPDX-License-Identifier: GPL-3.0-or-later
/* No PyObject_GC_UnTrack at all, as in BTrees. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;

PyObject *thing_set(Thing *self, PyObject *o)
{
	Py_XSETREF(self->o, Py_NewRef(o));
	Py_RETURN_NONE;
}
static int thing_traverse(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->o);
	return 0;
}
static int thing_clear(Thing *self)
{
	Py_CLEAR(self->o);
	return 0;
}
static void thing_dealloc_bad(Thing *self)
{
	thing_clear(self);	// expect: gc-protocol 'thing_dealloc_bad' 'does not untrack'
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) thing_dealloc_bad,
	.tp_traverse = (traverseproc) thing_traverse,
	.tp_clear = (inquiry) thing_clear,
};
int ready(void) { return PyType_Ready(&type); }
