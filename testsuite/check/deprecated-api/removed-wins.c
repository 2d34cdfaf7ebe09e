// SPDX-License-Identifier: GPL-3.0-or-later
// What is gone from a targeted version is removed-api's alone.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
PyObject *copy_bad(const wchar_t *s, Py_ssize_t n)
{
	return PyUnicode_FromUnicode(s, n); // expect: removed-api 'PyUnicode_FromUnicode'
}

PyObject *copy_ok(const wchar_t *s, Py_ssize_t n)
{
	return PyUnicode_FromWideChar(s, n);
}
