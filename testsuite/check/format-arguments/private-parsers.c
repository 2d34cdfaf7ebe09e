// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// The parsers that Argument Clinic calls.
#define PY_SSIZE_T_CLEAN
#define Py_BUILD_CORE_MODULE
#include <Python.h>

PyObject *stack_bad(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
	long n;

	if (!_PyArg_ParseStack(args, nargs, "i:f", &n)) // expect: format-arguments 'int *' 'long int *'
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *stack_ok(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
	long n;

	if (!_PyArg_ParseStack(args, nargs, "l:f", &n))
		return NULL;
	return PyLong_FromLong(n);
}

static const char *const names[] = { "a", "b", NULL };
static _PyArg_Parser parser = { .format = "O|i:g", .keywords = names };
static _PyArg_Parser old_parser = { "On:g", names, 0 };

PyObject *keywords_bad(PyObject *self, PyObject *const *args, Py_ssize_t nargs,
		       PyObject *kwnames)
{
	PyObject *o;
	Py_ssize_t n = 0;

	if (!_PyArg_ParseStackAndKeywords(args, nargs, kwnames, &parser, &o, &n)) // expect: format-arguments 'int *' 'Py_ssize_t *'
		return NULL;
	return PyLong_FromSsize_t(n);
}

PyObject *keywords_ok(PyObject *self, PyObject *const *args, Py_ssize_t nargs,
		      PyObject *kwnames)
{
	PyObject *o;
	int n = 0;

	if (!_PyArg_ParseStackAndKeywords(args, nargs, kwnames, &parser, &o, &n))
		return NULL;
	return PyLong_FromLong(n);
}

PyObject *fast_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	PyObject *o;

	if (!_PyArg_ParseTupleAndKeywordsFast(args, kwargs, &old_parser, &o)) // expect: format-arguments 'too few arguments'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unpack_bad(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
	PyObject *a, *b;

	if (!_PyArg_UnpackStack(args, nargs, "f", 1, 3, &a, &b)) // expect: format-arguments
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unpack_ok(PyObject *self, PyObject *const *args, Py_ssize_t nargs)
{
	PyObject *a, *b = NULL;

	if (!_PyArg_UnpackStack(args, nargs, "f", 1, 2, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}
