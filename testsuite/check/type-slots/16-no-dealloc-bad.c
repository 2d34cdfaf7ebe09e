// SPDX-License-Identifier: GPL-3.0-or-later
/* __init__ stores a new reference that nobody will ever release. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *items; } Thing;

static int init(Thing *self, PyObject *args, PyObject *kw)
{
	Py_CLEAR(self->items);
	self->items = PyList_New(0);
	return self->items ? 0 : -1;
}
static PyTypeObject type = {	// expect: type-slots 'tp_dealloc' 'items'
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_init = (initproc) init, .tp_new = PyType_GenericNew,
};
int ready(void) { return PyType_Ready(&type); }
