// SPDX-License-Identifier: GPL-3.0-or-later
// PyUnicode_GetSize counted Py_UNICODE units.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
Py_ssize_t size_bad(PyObject *s)
{
	return PyUnicode_GetSize(s); // expect: removed-api 'PyUnicode_GetSize' '3.12'
}

Py_ssize_t size_ok(PyObject *s)
{
	return PyUnicode_GetLength(s);
}
