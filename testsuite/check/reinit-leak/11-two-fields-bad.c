// SPDX-License-Identifier: GPL-3.0-or-later
/* Two fields are one defect: the second is an event. */
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
	PyObject *o, *p;

	if (!PyArg_ParseTuple(args, "OO", &o, &p))
		return -1;
	self->o = Py_NewRef(o);	// expect: reinit-leak 'self->o'
	self->p = Py_NewRef(p);
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
