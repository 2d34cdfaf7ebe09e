// SPDX-License-Identifier: GPL-3.0-or-later
/* The plain case: the instance's reference to its type is lost. */
#include <Python.h>

typedef struct { PyObject_HEAD int n; } Thing;

static void thing_dealloc_bad(PyObject *self)
{
	Py_TYPE(self)->tp_free(self);	// expect: heap-type-dealloc 'does not release the type'
}
static PyType_Slot slots[] = { {Py_tp_dealloc, thing_dealloc_bad}, {0, NULL} };
static PyType_Spec spec = { "m.T", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
