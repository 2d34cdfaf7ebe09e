// SPDX-License-Identifier: GPL-3.0-or-later
/* The arguments decide, not the object. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *o, *p;
	char *buf;
	int ready;
	PyObject *borrowed;
} Thing;

static int thing_init_bad(Thing *self, PyObject *args, PyObject *kw)
{
	if (PyTuple_GET_SIZE(args) == 0) {
		PyErr_SetString(PyExc_TypeError, "arguments expected");
		return -1;
	}
	switch (PyTuple_GET_SIZE(args)) {
	case 1:
		self->o = Py_NewRef(PyTuple_GET_ITEM(args, 0));	// expect: reinit-leak 'self->o'
		break;
	default:
		Py_XSETREF(self->p, Py_NewRef(args));
	}
	return 0;
}
static void thing_dealloc(Thing *self)
{
	Py_XDECREF(self->o);
	Py_XDECREF(self->p);
	PyMem_Free(self->buf);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_new = PyType_GenericNew, .tp_init = (initproc) thing_init_bad,
	.tp_dealloc = (destructor) thing_dealloc,
};
int ready(void) { return PyType_Ready(&type); }
