// SPDX-License-Identifier: GPL-3.0-or-later
// A guard that cannot be read, but may be about the version: silence.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
#define OLD_PY (PY_VERSION_HEX < 0x030c0000)
#define WITH_TEXT 1

PyObject *unknown_ok(const wchar_t *s, Py_ssize_t n)
{
#if OLD_PY
	return PyUnicode_FromUnicode(s, n);
#else
	return PyUnicode_FromWideChar(s, n);
#endif
}

PyObject *other_bad(const wchar_t *s, Py_ssize_t n)
{
#if WITH_TEXT
	return PyUnicode_FromUnicode(s, n); // expect: removed-api 'PyUnicode_FromUnicode'
#else
	return NULL;
#endif
}
