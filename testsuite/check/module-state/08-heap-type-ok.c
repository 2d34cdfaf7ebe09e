// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=strict
#include <Python.h>

static PyObject *repr(PyObject *self) { return PyUnicode_FromString("x"); }
static PyType_Slot slots[] = { {Py_tp_repr, repr}, {0, NULL} };
static PyType_Spec spec = { "m.T", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
PyObject *make(PyObject *m) { return PyType_FromModuleAndSpec(m, &spec, NULL); }
