// SPDX-License-Identifier: GPL-3.0-or-later
// A macro of the same name is not the user's call of the function.
// pyrefcheck: python=3.9-3.14
#include <Python.h>
int indices_ok(PyObject *s, Py_ssize_t n, Py_ssize_t *a, Py_ssize_t *b,
	       Py_ssize_t *step)
{
	if (PySlice_Unpack(s, a, b, step) < 0)
		return -1;
	PySlice_AdjustIndices(n, a, b, *step);
	return 0;
}

int macro_ok(PyObject *s, Py_ssize_t n, Py_ssize_t *a, Py_ssize_t *b,
	     Py_ssize_t *step, Py_ssize_t *len)
{
	return PySlice_GetIndicesEx(s, n, a, b, step, len);
}
