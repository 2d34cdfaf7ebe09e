// SPDX-License-Identifier: GPL-3.0-or-later
#include <Python.h>

static PyObject *repr(PyObject *self) { return PyUnicode_FromString("x"); }

static PyType_Slot slots[] = {
	{Py_tp_repr, repr},
	{Py_tp_str, repr},
	{Py_tp_doc, NULL},
	{0, NULL}
};
static PyType_Slot designated[] = {
	{.slot = Py_tp_repr, .pfunc = repr},
	{0},
};
static PyType_Spec spec1 = { "m.A", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };
static PyType_Spec spec2 = { .name = "m.B", .basicsize = sizeof (PyObject), .slots = designated };

PyObject *make(int which)
{
	return which ? PyType_FromSpec(&spec1) : PyType_FromSpec(&spec2);
}
