// SPDX-License-Identifier: GPL-3.0-or-later
/* The helper forgets. */
#include <Python.h>

static void finish(PyObject *self)
{
	Py_TYPE(self)->tp_free(self);	// expect: heap-type-dealloc 'thing_dealloc_bad'
}
static void thing_dealloc_bad(PyObject *self)
{
	finish(self);
}
static PyType_Slot slots[] = { {Py_tp_dealloc, thing_dealloc_bad}, {0, NULL} };
static PyType_Spec spec = { "m.A", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
