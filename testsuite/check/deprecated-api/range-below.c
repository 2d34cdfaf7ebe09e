// SPDX-License-Identifier: GPL-3.0-or-later
// Deprecated only behind the targeted range.
// pyrefcheck: python=3.9-3.11
#include <Python.h>
int alive_ok(PyObject *ref)
{
	return PyWeakref_GetObject(ref) != Py_None;
}

void save_ok(PyObject **t, PyObject **v, PyObject **b)
{
	PyErr_Fetch(t, v, b);
}
