// SPDX-License-Identifier: GPL-3.0-or-later
/* An object is no plain memory. */
#include <Python.h>
#include <stdlib.h>

static void thing_dealloc_bad(PyObject *self)
{
	PyTypeObject *tp = Py_TYPE(self);

	free(self);	// expect: heap-type-dealloc 'with ‘free’'
	Py_DECREF(tp);
}
static PyType_Slot slots[] = { {Py_tp_dealloc, thing_dealloc_bad}, {0, NULL} };
static PyType_Spec spec = { "m.T", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
