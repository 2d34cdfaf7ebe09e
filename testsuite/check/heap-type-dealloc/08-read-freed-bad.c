// SPDX-License-Identifier: GPL-3.0-or-later
/* The type is asked of an object that is gone. */
#include <Python.h>

static void thing_dealloc_bad(PyObject *self)
{
	Py_TYPE(self)->tp_free(self);
	Py_DECREF(Py_TYPE(self));	// expect: heap-type-dealloc 'after freeing it'
}
static PyType_Slot slots[] = { {Py_tp_dealloc, thing_dealloc_bad}, {0, NULL} };
static PyType_Spec spec = { "m.T", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
