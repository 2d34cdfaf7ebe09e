// SPDX-License-Identifier: GPL-3.0-or-later
// The Py_UNICODE functions went in 3.12.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
PyObject *copy_bad(const wchar_t *s, Py_ssize_t n)
{
	return PyUnicode_FromUnicode(s, n); // expect: removed-api 'PyUnicode_FromUnicode' 'removed in Python 3.12'
}

PyObject *copy_ok(const wchar_t *s, Py_ssize_t n)
{
	return PyUnicode_FromWideChar(s, n);
}
