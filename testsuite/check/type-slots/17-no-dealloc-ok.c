// SPDX-License-Identifier: GPL-3.0-or-later
/* Inherited, or given in code. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *items; } Thing;

static int init(Thing *self, PyObject *args, PyObject *kw)
{
	Py_CLEAR(self->items);
	self->items = PyList_New(0);
	return self->items ? 0 : -1;
}
static void dealloc(Thing *self)
{
	Py_XDECREF(self->items);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyTypeObject a = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.A", .tp_basicsize = sizeof (Thing),
	.tp_init = (initproc) init, .tp_dealloc = (destructor) dealloc,
};
static PyTypeObject b = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.B", .tp_basicsize = sizeof (Thing),
	.tp_init = (initproc) init, .tp_base = &a,
};
static PyTypeObject c = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.C", .tp_basicsize = sizeof (Thing),
	.tp_init = (initproc) init,
};
int ready(void)
{
	c.tp_dealloc = (destructor) dealloc;
	return PyType_Ready(&a) + PyType_Ready(&b) + PyType_Ready(&c);
}
