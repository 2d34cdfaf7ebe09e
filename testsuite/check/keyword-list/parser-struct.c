// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// The keywords of a _PyArg_Parser.
#define PY_SSIZE_T_CLEAN
#define Py_BUILD_CORE_MODULE
#include <Python.h>

PyObject *number_bad(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
	static const char * const _keywords[] = {"a", NULL};
	static _PyArg_Parser _parser = {.format = "ii:f", .keywords = _keywords};
	int a, b;

	if (!_PyArg_ParseStackAndKeywords(args, nargs, kwnames, &_parser, &a, &b)) // expect: keyword-list '1 name' '2 arguments'
		return NULL;
	return PyLong_FromLong(a + b);
}

PyObject *number_ok(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames)
{
	static const char * const _keywords[] = {"a", "b", NULL};
	static _PyArg_Parser _parser = {"ii:f", _keywords, 0};
	int a, b;

	if (!_PyArg_ParseStackAndKeywords(args, nargs, kwnames, &_parser, &a, &b))
		return NULL;
	return PyLong_FromLong(a + b);
}

PyObject *end_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	static const char * const _keywords[] = {"a", "b"};
	static _PyArg_Parser _parser = {"ii:f", _keywords, 0};
	int a, b;

	if (!_PyArg_ParseTupleAndKeywordsFast(args, kwargs, &_parser, &a, &b)) // expect: keyword-list 'does not end with NULL'
		return NULL;
	return PyLong_FromLong(a + b);
}
