// SPDX-License-Identifier: GPL-3.0-or-later
/* The type is read after it was released. */
#include <Python.h>

static void thing_dealloc_bad(PyObject *self)
{
	PyTypeObject *tp = Py_TYPE(self);

	Py_DECREF(tp);
	tp->tp_free(self);	// expect: heap-type-dealloc 'after releasing it'
}
static PyType_Slot slots[] = { {Py_tp_dealloc, thing_dealloc_bad}, {0, NULL} };
static PyType_Spec spec = { "m.T", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
