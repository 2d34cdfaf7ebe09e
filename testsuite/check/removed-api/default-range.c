// SPDX-License-Identifier: GPL-3.0-or-later
// Without option python the range is the headers' version.
// pyrefcheck: skip-if=python>=3.12
#include <Python.h>
PyObject *copy_ok(const wchar_t *s, Py_ssize_t n)
{
	return PyUnicode_FromUnicode(s, n);
}
