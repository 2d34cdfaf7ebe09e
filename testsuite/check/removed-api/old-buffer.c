// SPDX-License-Identifier: GPL-3.0-or-later
// The buffer protocol of Python 2.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
int read_bad(PyObject *o, const void **p, Py_ssize_t *n)
{
	return PyObject_AsReadBuffer(o, p, n); // expect: removed-api 'PyObject_AsReadBuffer' '3.13'
}

int check_bad(PyObject *o)
{
	return PyObject_CheckReadBuffer(o); // expect: removed-api 'PyObject_CheckReadBuffer'
}

int read_ok(PyObject *o, Py_buffer *view)
{
	return PyObject_GetBuffer(o, view, PyBUF_SIMPLE);
}
