// SPDX-License-Identifier: GPL-3.0-or-later
/* Another unit may make these ready: an offset in a struct of this one is not
 * what it adds. */
#include <Python.h>
#include <stddef.h>

typedef struct { PyObject_HEAD vectorcallfunc vc; } Thing;

PyTypeObject Thing_Type = {	// expect: type-slots 'vectorcall offset'
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
	.tp_call = PyVectorcall_Call,
};
PyTypeObject Other_Type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Other", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
	.tp_call = PyVectorcall_Call,
	.tp_vectorcall_offset = offsetof (Thing, vc),
};
