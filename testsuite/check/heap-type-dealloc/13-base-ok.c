// SPDX-License-Identifier: GPL-3.0-or-later
/* The base's dealloc does all, or code out of sight. */
#include <Python.h>

void finish_elsewhere(PyObject *self);
static void a_dealloc_ok(PyObject *self) { PyDict_Type.tp_dealloc(self); }
static void b_dealloc_ok(PyObject *self) { finish_elsewhere(self); }
static PyType_Slot a[] = { {Py_tp_dealloc, a_dealloc_ok}, {Py_tp_base, &PyDict_Type}, {0, NULL} };
static PyType_Slot b[] = { {Py_tp_dealloc, b_dealloc_ok}, {0, NULL} };
static PyType_Spec specs[] = {
	{ "m.A", 0, 0, Py_TPFLAGS_DEFAULT, a },
	{ "m.B", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, b },
};
PyObject *make(int i) { return PyType_FromSpec(&specs[i]); }
