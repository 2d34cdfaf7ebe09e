// SPDX-License-Identifier: GPL-3.0-or-later
// A name alone is no API: the unit's own function.
// pyrefcheck: python=3.9-3.14 skip-if=python>=3.12
#include <Python.h>
static PyObject *_PyUnicode_FromParts(PyObject *a, PyObject *b)
{
	return PyUnicode_Concat(a, b);
}

PyObject *own_ok(PyObject *a, PyObject *b)
{
	return _PyUnicode_FromParts(a, b);
}

PyObject *not_own_bad(const wchar_t *s)
{
	return PyUnicode_FromUnicode(s, 1); // expect: removed-api 'PyUnicode_FromUnicode'
}
