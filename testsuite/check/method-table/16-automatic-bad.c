// SPDX-License-Identifier: GPL-3.0-or-later
/* A spec and its slots in automatic variables. */
#include <Python.h>

static PyObject *repr(PyObject *self) { return PyUnicode_FromString("x"); }

PyObject *make_unended(void)
{
	PyType_Slot slots[] = {	// expect: method-table 'has no end'
		{Py_tp_repr, (void *) repr},
	};
	PyType_Spec spec = { "m.A", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };

	return PyType_FromSpec(&spec);
}

PyObject *make_ended(void)
{
	PyType_Slot slots[] = {
		{Py_tp_repr, (void *) repr},
		{0, NULL}
	};
	PyType_Spec spec = { "m.A", sizeof (PyObject), 0, Py_TPFLAGS_DEFAULT, slots };

	return PyType_FromSpec(&spec);
}
