// SPDX-License-Identifier: GPL-3.0-or-later
/* A slot array without its end, and one with a slot twice. */
#include <Python.h>

static PyObject *repr(PyObject *self) { return PyUnicode_FromString("x"); }
static PyObject *str(PyObject *self) { return PyUnicode_FromString("y"); }

static PyType_Slot no_end[] = {		// expect: method-table 'has no end'
	{Py_tp_repr, repr},
};
static PyType_Slot twice[] = {
	{Py_tp_repr, repr},
	{Py_tp_str, str},
	{Py_tp_repr, str},	// expect: method-table 'Py_tp_repr' 'twice'
	{0, NULL}
};
static PyType_Spec spec1 = { "m.A", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, no_end };
static PyType_Spec spec2 = { "m.B", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, twice };

PyObject *make(int which)
{
	return which ? PyType_FromSpec(&spec1) : PyType_FromSpec(&spec2);
}
