// SPDX-License-Identifier: GPL-3.0-or-later
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *o, *p;
	char *buf;
	int ready;
	PyObject *borrowed;
} Thing;

static void reset(Thing *self)
{
	Py_CLEAR(self->o);
	Py_CLEAR(self->p);
}
static int thing_init_ok(Thing *self, PyObject *args, PyObject *kw)
{
	reset(self);
	self->o = PyList_New(0);
	if (!self->o)
		return -1;
	self->p = PyDict_New();
	return self->p ? 0 : -1;
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
