// SPDX-License-Identifier: GPL-3.0-or-later
// '#' without PY_SSIZE_T_CLEAN, in every family.
// pyrefcheck: python=3.10-3.14 skip-if=python>=3.13
#include <Python.h>

PyObject *build_bad(const char *s, Py_ssize_t n)
{
	return Py_BuildValue("(s#)", s, n); // expect: format-arguments 'PY_SSIZE_T_CLEAN'
}

PyObject *call_bad(PyObject *f, const char *s, Py_ssize_t n)
{
	return PyObject_CallFunction(f, "y#", s, n); // expect: format-arguments 'PY_SSIZE_T_CLEAN'
}

PyObject *method_bad(PyObject *o, const char *s, int n)
{
	return PyObject_CallMethod(o, "write", "y#", s, n); // expect: format-arguments 'PY_SSIZE_T_CLEAN'
}

PyObject *parse_bad(PyObject *self, PyObject *args)
{
	const char *s;
	int n;

	if (!PyArg_ParseTuple(args, "s#", &s, &n)) // expect: format-arguments 'PY_SSIZE_T_CLEAN'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *encoded_bad(PyObject *self, PyObject *args)
{
	char *s = NULL;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "es#", "utf-8", &s, &n)) // expect: format-arguments 'PY_SSIZE_T_CLEAN'
		return NULL;
	PyMem_Free(s);
	Py_RETURN_NONE;
}

PyObject *star_ok(PyObject *self, PyObject *args)
{
	Py_buffer b;

	if (!PyArg_ParseTuple(args, "s*", &b))
		return NULL;
	PyBuffer_Release(&b);
	Py_RETURN_NONE;
}
