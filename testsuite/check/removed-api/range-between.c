// SPDX-License-Identifier: GPL-3.0-or-later
// Gone in one targeted version is enough.
// pyrefcheck: python=3.11-3.12 skip-if=python>=3.12
#include <Python.h>
PyObject *copy_bad(const wchar_t *s, Py_ssize_t n)
{
	return PyUnicode_FromUnicode(s, n); // expect: removed-api 'PyUnicode_FromUnicode' '3.12'
}

PyObject *call_ok(PyObject *f, PyObject *args)
{
	return PyEval_CallObjectWithKeywords(f, args, NULL);
}
