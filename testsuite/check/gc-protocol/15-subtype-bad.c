// SPDX-License-Identifier: GPL-3.0-or-later
/* A subtype that releases its field while it is tracked (atom's dict did). */
#include <Python.h>

typedef struct { PyDictObject dict; PyObject *extra; } Sub;

static int sub_init(Sub *self, PyObject *args, PyObject *kw)
{
	PyObject *e;

	if (!PyArg_ParseTuple(args, "O", &e))
		return -1;
	Py_XSETREF(self->extra, Py_NewRef(e));
	return 0;
}
static int sub_traverse_bad(Sub *self, visitproc visit, void *arg)	// expect: gc-protocol 'extra'
{
	return PyDict_Type.tp_traverse((PyObject *) self, visit, arg);
}
static int sub_clear(Sub *self)
{
	Py_CLEAR(self->extra);
	return PyDict_Type.tp_clear((PyObject *) self);
}
static void sub_dealloc_bad(Sub *self)
{
	Py_CLEAR(self->extra);	// expect: gc-protocol 'untrack'
	PyDict_Type.tp_dealloc((PyObject *) self);
}
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Sub", .tp_basicsize = sizeof (Sub),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_init = (initproc) sub_init, .tp_base = &PyDict_Type,
	.tp_dealloc = (destructor) sub_dealloc_bad,
	.tp_traverse = (traverseproc) sub_traverse_bad,
	.tp_clear = (inquiry) sub_clear,
};
int ready(void) { return PyType_Ready(&type); }
