// SPDX-License-Identifier: GPL-3.0-or-later
/* The old and the new slot of one thing. */
#include <Python.h>

static PyObject *getattr(PyObject *self, char *name) { Py_RETURN_NONE; }
static PyObject *getattro(PyObject *self, PyObject *name) { Py_RETURN_NONE; }
static int setattr(PyObject *self, char *name, PyObject *v) { return 0; }

static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (PyObject),
	.tp_getattr = getattr,	// expect: type-slots 'tp_getattr' 'never called'
	.tp_getattro = getattro,
	.tp_setattr = setattr,	// expect: type-slots 'tp_setattr' 'never called'
	.tp_setattro = PyObject_GenericSetAttr,
};
int ready(void) { return PyType_Ready(&type); }
