// SPDX-License-Identifier: GPL-3.0-or-later
// Formats reach the call through variables, conditionals, macros, arrays.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define INDEX "n"
static const char shared[] = "On:shared";
static const char *const fixed = "O:fixed";
const char *changing = "i";

PyObject *variable_bad(PyObject *self, PyObject *args)
{
	const char *format = "n";
	int n;

	if (!PyArg_ParseTuple(args, format, &n)) // expect: format-arguments 'Py_ssize_t *' 'int *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *conditional_bad(PyObject *self, PyObject *args, int wide)
{
	int n;

	if (!PyArg_ParseTuple(args, wide ? "l:f" : "i:f", &n)) // expect: format-arguments 'long *' 'int *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *branches_bad(PyObject *self, PyObject *args, int wide)
{
	const char *format;
	int n;

	if (wide)
		format = "n:wide";
	else
		format = "i:narrow";
	if (!PyArg_ParseTuple(args, format, &n)) // expect: format-arguments 'Py_ssize_t *' 'int *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *macro_bad(PyObject *self, PyObject *args)
{
	PyObject *o;
	int n;

	if (!PyArg_ParseTuple(args, "O" INDEX ":" "name", &o, &n)) // expect: format-arguments 'argument 4' 'Py_ssize_t *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *array_bad(PyObject *self, PyObject *args)
{
	PyObject *o;
	int n;

	if (!PyArg_ParseTuple(args, shared, &o, &n)) // expect: format-arguments 'argument 4' 'Py_ssize_t *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *pointer_bad(PyObject *self, PyObject *args)
{
	if (!PyArg_ParseTuple(args, fixed)) // expect: format-arguments 'too few arguments'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unknown_ok(PyObject *self, PyObject *args, const char *format)
{
	double d;

	if (!PyArg_ParseTuple(args, changing, &d)
	    || !PyArg_ParseTuple(args, format, &d))
		return NULL;
	return PyFloat_FromDouble(d);
}

PyObject *both_ok(PyObject *self, PyObject *args, int named)
{
	int n;

	if (!PyArg_ParseTuple(args, named ? "i:name" : "i", &n))
		return NULL;
	return PyLong_FromLong(n);
}
