// SPDX-License-Identifier: GPL-3.0-or-later
// One name for two arguments.
#include <Python.h>

PyObject *twice_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "path", "mode", "path", NULL };
	PyObject *a, *b = NULL, *c = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O|OO", names, &a, &b, &c)) // expect: keyword-list 'path' 'twice' 'number 1 and 3'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *positional_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "", "", "path", NULL };
	PyObject *a, *b, *c = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO|O", names, &a, &b, &c))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *by_position_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "name", "dict", "dict", NULL };
	PyObject *a, *b;
	int dict = -1;

	/* The first is given by position, the second can only be named. */
	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO|$p", names, &a, &b,
					 &dict))
		return NULL;
	Py_RETURN_NONE;
}
