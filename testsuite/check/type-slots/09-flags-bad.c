// SPDX-License-Identifier: GPL-3.0-or-later
/* Flags that promise what the slots don't keep. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;

static PyTypeObject gc = {	// expect: type-slots 'Py_TPFLAGS_HAVE_GC' 'tp_traverse'
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Gc", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};
static PyTypeObject both = {	// expect: type-slots 'Py_TPFLAGS_SEQUENCE' 'Py_TPFLAGS_MAPPING'
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Both", .tp_basicsize = sizeof (PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_MAPPING,
};
static PyTypeObject vector = {	// expect: type-slots 'Py_TPFLAGS_HAVE_VECTORCALL'
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Vector", .tp_basicsize = sizeof (PyObject),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
	.tp_call = PyVectorcall_Call,
};
int ready(void)
{
	return PyType_Ready(&gc) + PyType_Ready(&both) + PyType_Ready(&vector);
}
