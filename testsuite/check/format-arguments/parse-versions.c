// SPDX-License-Identifier: GPL-3.0-or-later
// u and Z are gone from 3.12.
// pyrefcheck: python=3.9-3.13 skip-if=python>=3.12
#include <Python.h>

PyObject *wide_bad(PyObject *self, PyObject *args)
{
	wchar_t *u;

	if (!PyArg_ParseTuple(args, "u", &u)) // expect: format-arguments 'gone from Python 3.12'
		return NULL;
	return PyUnicode_FromWideChar(u, -1);
}

PyObject *guarded_ok(PyObject *self, PyObject *args)
{
#if PY_VERSION_HEX < 0x030c0000
	wchar_t *u;

	if (!PyArg_ParseTuple(args, "u", &u))
		return NULL;
	return PyUnicode_FromWideChar(u, -1);
#else
	PyObject *u;

	if (!PyArg_ParseTuple(args, "U", &u))
		return NULL;
	return Py_NewRef(u);
#endif
}

PyObject *build_ok(const wchar_t *u)
{
	return Py_BuildValue("u", u);
}
