// SPDX-License-Identifier: GPL-3.0-or-later
// The list ends with NULL.
#include <Python.h>

PyObject *end_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b" };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", names, &a, &b)) // expect: keyword-list 'does not end with NULL'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *end_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", NULL };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *zero_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[3] = { "a", "b" };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}
