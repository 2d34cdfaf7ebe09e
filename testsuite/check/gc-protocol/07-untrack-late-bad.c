// SPDX-License-Identifier: GPL-3.0-or-later
/* Untracked too late, on one path. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o, *p; int early; } Thing;

PyObject *thing_set(Thing *self, PyObject *o)
{
	Py_XSETREF(self->o, Py_NewRef(o));
	Py_XSETREF(self->p, Py_NewRef(o));
	Py_RETURN_NONE;
}
static int thing_traverse(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->o);
	Py_VISIT(self->p);
	return 0;
}
static int thing_clear(Thing *self)
{
	Py_CLEAR(self->o);
	Py_CLEAR(self->p);
	return 0;
}
static void thing_dealloc_bad(Thing *self)
{
	if (self->early)
		Py_CLEAR(self->o);	// expect: gc-protocol 'before it untracks'
	PyObject_GC_UnTrack(self);
	thing_clear(self);
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
