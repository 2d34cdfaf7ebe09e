// SPDX-License-Identifier: GPL-3.0-or-later
// Guards by #else, #elif and by the minor version.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
PyObject *else_ok(const wchar_t *s, Py_ssize_t n)
{
#if PY_VERSION_HEX >= 0x030c0000
	return PyUnicode_FromWideChar(s, n);
#else
	return PyUnicode_FromUnicode(s, n);
#endif
}

PyObject *elif_ok(const wchar_t *s, Py_ssize_t n)
{
#if PY_MAJOR_VERSION == 3 && PY_MINOR_VERSION >= 13
	return PyUnicode_FromWideChar(s, n);
#elif PY_MAJOR_VERSION == 3 && PY_MINOR_VERSION == 12
	return PyUnicode_FromWideChar(s, n + 0);
#elif PY_MAJOR_VERSION == 3
	return PyUnicode_FromUnicode(s, n);
#endif
}

PyObject *elif_bad(const wchar_t *s, Py_ssize_t n)
{
#if PY_MINOR_VERSION >= 13
	return PyUnicode_FromWideChar(s, n);
#elif PY_MINOR_VERSION >= 9
	return PyUnicode_FromUnicode(s, n); // expect: removed-api 'PyUnicode_FromUnicode'
#endif
}
