// SPDX-License-Identifier: GPL-3.0-or-later
/* An iterator that is no iterable: iter (it) fails. */
#include <Python.h>

static PyObject *next(PyObject *self) { return NULL; }

static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Iter", .tp_basicsize = sizeof (PyObject),
	.tp_iternext = next,	// expect: type-slots 'tp_iternext' 'tp_iter'
};
int ready(void) { return PyType_Ready(&type); }
