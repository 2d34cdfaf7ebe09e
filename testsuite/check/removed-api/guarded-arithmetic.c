// SPDX-License-Identifier: GPL-3.0-or-later
// Guards that compute the version.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
PyObject *shift_ok(const wchar_t *s, Py_ssize_t n)
{
#if PY_VERSION_HEX < ((3 << 24) | (12 << 16))
	return PyUnicode_FromUnicode(s, n);
#else
	return PyUnicode_FromWideChar(s, n);
#endif
}

PyObject *both_ok(const wchar_t *s, Py_ssize_t n)
{
#if !(PY_VERSION_HEX >= 0x030c0000) || defined(PYPY_VERSION) /* old */
	return PyUnicode_FromUnicode(s, n);
#else
	return PyUnicode_FromWideChar(s, n);
#endif
}

PyObject *continued_ok(const wchar_t *s, Py_ssize_t n)
{
#if PY_VERSION_HEX >= 0x03000000 \
	&& PY_VERSION_HEX < 0x030c00a1
	return PyUnicode_FromUnicode(s, n);
#else
	return PyUnicode_FromWideChar(s, n);
#endif
}

PyObject *positive_bad(const wchar_t *s, Py_ssize_t n)
{
#if PY_VERSION_HEX >= 0x03090000
	return PyUnicode_FromUnicode(s, n); // expect: removed-api 'PyUnicode_FromUnicode'
#else
	return NULL;
#endif
}
