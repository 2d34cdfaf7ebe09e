// SPDX-License-Identifier: GPL-3.0-or-later
// Deprecated, and still there in the whole range.
// pyrefcheck: python=3.9-3.11 skip-if=python>=3.12
#include <Python.h>
PyObject *copy_bad(const wchar_t *s, Py_ssize_t n)
{
	return PyUnicode_FromUnicode(s, n); // expect: deprecated-api 'PyUnicode_FromUnicode' '3.3'
}

PyObject *call_bad(PyObject *f, PyObject *args)
{
	return PyEval_CallObjectWithKeywords(f, args, NULL); // expect: deprecated-api 'PyEval_CallObjectWithKeywords' '3.9'
}

PyObject *call_ok(PyObject *f, PyObject *args)
{
	return PyObject_Call(f, args, NULL);
}
