// SPDX-License-Identifier: GPL-3.0-or-later
#include <Python.h>

static PyObject *getattr(PyObject *self, char *name) { Py_RETURN_NONE; }

static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (PyObject),
	.tp_getattr = getattr,
	.tp_setattro = PyObject_GenericSetAttr,
};
int ready(void) { return PyType_Ready(&type); }
