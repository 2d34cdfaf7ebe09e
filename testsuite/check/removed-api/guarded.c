// SPDX-License-Identifier: GPL-3.0-or-later
// A guard for the versions that have it.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
PyObject *old_ok(const wchar_t *s, Py_ssize_t n)
{
#if PY_VERSION_HEX < 0x030c0000
	return PyUnicode_FromUnicode(s, n);
#else
	return PyUnicode_FromWideChar(s, n);
#endif
}

PyObject *late_bad(const wchar_t *s, Py_ssize_t n)
{
#if PY_VERSION_HEX < 0x030d0000
	return PyUnicode_FromUnicode(s, n); // expect: removed-api 'PyUnicode_FromUnicode' '3.12'
#else
	return PyUnicode_FromWideChar(s, n);
#endif
}
