// SPDX-License-Identifier: GPL-3.0-or-later
// '#' without PY_SSIZE_T_CLEAN: SystemError in 3.10, 3.11 and 3.12.
// pyrefcheck: skip-if=python>=3.13
#include <Python.h>

PyObject *parse_bad(PyObject *self, PyObject *args)
{
	const char *s;
	int len;

	if (!PyArg_ParseTuple(args, "s#", &s, &len)) // expect: format-arguments 's#' 'PY_SSIZE_T_CLEAN'
		return NULL;
	return PyUnicode_FromStringAndSize(s, len);
}

PyObject *build_bad(const char *s, Py_ssize_t n)
{
	return Py_BuildValue("y#", s, n); // expect: format-arguments 'y#' 'PY_SSIZE_T_CLEAN'
}

PyObject *no_length_ok(PyObject *self, PyObject *args)
{
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	return PyUnicode_FromString(s);
}

int audit_ok(const char *s, Py_ssize_t n)
{
	return PySys_Audit("text", "y#", s, n);
}
