// SPDX-License-Identifier: GPL-3.0-or-later
// The targeted range ends before the removal.
// pyrefcheck: python=3.9-3.11 skip-if=python>=3.12
#include <Python.h>
PyObject *copy_ok(const wchar_t *s, Py_ssize_t n)
{
	return PyUnicode_FromUnicode(s, n);
}

PyObject *call_ok(PyObject *f, PyObject *args)
{
	return PyEval_CallObjectWithKeywords(f, args, NULL);
}
