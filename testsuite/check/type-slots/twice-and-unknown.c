// SPDX-License-Identifier: GPL-3.0-or-later
// Slots that stand twice, do not exist, or cannot be given in a spec.
#include <Python.h>

typedef struct { PyObject_HEAD int x; } Thing;
static PyObject *repr(Thing *self) { return PyUnicode_FromFormat("%ld", (long) self->x); }
static PyObject *str(Thing *self) { return PyUnicode_FromString("thing"); }

static PyType_Slot twice[] = {
	{Py_tp_repr, repr},
	{Py_tp_repr, str}, // expect: method-table 'tp_repr'
	{0, NULL}
};
static PyType_Slot unknown[] = {
	{Py_tp_repr, repr},
	{1234, str}, // expect: method-table '1234'
	{0, NULL}
};
static PyType_Slot null[] = {
	{Py_tp_repr, NULL},
	{Py_tp_str, str},
	{0, NULL}
};
static PyType_Spec a = {"twice.A", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, twice};
static PyType_Spec b = {"twice.B", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, unknown};
static PyType_Spec c = {"twice.C", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT, null};
PyObject *make(PyObject *m, int k) { return PyType_FromModuleAndSpec(m, k ? k == 1 ? &a : &b : &c, NULL); }
