// SPDX-License-Identifier: GPL-3.0-or-later
/* A static type is owned by nobody. */
#include <Python.h>

typedef struct { PyObject_HEAD int n; } Thing;

static void thing_dealloc_ok(PyObject *self) { Py_TYPE(self)->tp_free(self); }
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.T", .tp_basicsize = sizeof (Thing),
	.tp_dealloc = thing_dealloc_ok,
};
int ready(void) { return PyType_Ready(&type); }
