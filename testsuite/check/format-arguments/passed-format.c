// SPDX-License-Identifier: GPL-3.0-or-later
// A helper whose format is a parameter: each caller's string counts.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *parse_int_bad(PyObject *args, const char *format)
{
	int i;

	if (!PyArg_ParseTuple(args, format, &i)) // expect: format-arguments 'long *' 'int *'
		return NULL;
	return PyLong_FromLong(i);
}

PyObject *first_ok(PyObject *self, PyObject *args)
{
	return parse_int_bad(args, "i:first");
}

PyObject *second(PyObject *self, PyObject *args)
{
	return parse_int_bad(args, "l:second");
}

static PyObject *parse_long_ok(PyObject *args, const char *format)
{
	long l;

	if (!PyArg_ParseTuple(args, format, &l))
		return NULL;
	return PyLong_FromLong(l);
}

PyObject *third_ok(PyObject *self, PyObject *args)
{
	return parse_long_ok(args, "l:third");
}

/* Outside callers may pass what they like. */
PyObject *open_ok(PyObject *args, const char *format)
{
	long l;

	if (!PyArg_ParseTuple(args, format, &l))
		return NULL;
	return PyLong_FromLong(l);
}
