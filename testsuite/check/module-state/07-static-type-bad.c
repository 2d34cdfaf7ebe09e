// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
#include <Python.h>

static PyTypeObject type = {	// expect: module-state 'm.T' 'static'
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.T", .tp_basicsize = sizeof (PyObject),
};
int ready(void) { return PyType_Ready(&type); }
