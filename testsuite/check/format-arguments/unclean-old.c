// SPDX-License-Identifier: GPL-3.0-or-later
// Without PY_SSIZE_T_CLEAN: an int until 3.9, an error until 3.12.
// pyrefcheck: python=3.8-3.9 skip-if=python>=3.12
#include <Python.h>

PyObject *int_ok(PyObject *self, PyObject *args)
{
	const char *s;
	int n;

	if (!PyArg_ParseTuple(args, "s#", &s, &n))
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *size_bad(PyObject *self, PyObject *args)
{
	const char *s;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "s#", &s, &n)) // expect: format-arguments 'int *' 'Py_ssize_t *'
		return NULL;
	return PyLong_FromSsize_t(n);
}

PyObject *build_bad(const char *s, Py_ssize_t n)
{
	return Py_BuildValue("y#", s, n); // expect: format-arguments 'int' 'Py_ssize_t'
}
