// SPDX-License-Identifier: GPL-3.0-or-later
// Deprecated in the last targeted version.
// pyrefcheck: python=3.9-3.12
#include <Python.h>
int alive_ok(PyObject *ref)
{
	return PyWeakref_GetObject(ref) != Py_None;
}

void save_bad(PyObject **t, PyObject **v, PyObject **b)
{
	PyErr_Fetch(t, v, b); // expect: deprecated-api 'PyErr_Fetch'
}
