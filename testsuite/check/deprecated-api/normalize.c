// SPDX-License-Identifier: GPL-3.0-or-later
// PyErr_NormalizeException.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
void normalize_bad(PyObject **t, PyObject **v, PyObject **b)
{
	PyErr_NormalizeException(t, v, b); // expect: deprecated-api 'PyErr_NormalizeException' '3.12'
}

int look_ok(void)
{
	return PyErr_Occurred() != NULL;
}
