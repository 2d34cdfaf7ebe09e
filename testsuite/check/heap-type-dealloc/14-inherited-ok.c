// SPDX-License-Identifier: GPL-3.0-or-later
/* Without a dealloc of its own the type has CPython's. */
#include <Python.h>

static PyObject *repr(PyObject *self) { return PyUnicode_FromString("x"); }
static PyType_Slot slots[] = { {Py_tp_repr, repr}, {0, NULL} };
static PyType_Spec spec = { "m.A", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
