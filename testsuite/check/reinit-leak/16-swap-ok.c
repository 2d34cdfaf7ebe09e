// SPDX-License-Identifier: GPL-3.0-or-later
/* The old value is kept in another field of the same object. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *o, *p;
	char *buf;
	int ready;
	PyObject *borrowed;
} Thing;

static int thing_init_ok(Thing *self, PyObject *args, PyObject *kw)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return -1;
	Py_XSETREF(self->p, self->o);
	self->o = list;
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
	.tp_new = PyType_GenericNew, .tp_init = (initproc) thing_init_ok,
	.tp_dealloc = (destructor) thing_dealloc,
};
int ready(void) { return PyType_Ready(&type); }
