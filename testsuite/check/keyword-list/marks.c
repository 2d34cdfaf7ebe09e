// SPDX-License-Identifier: GPL-3.0-or-later
// '|' and '$' in the wrong order or number.
#include <Python.h>

PyObject *bars_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", "c", NULL };
	PyObject *a, *b = NULL, *c = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O|O|O", names, &a, &b, &c)) // expect: keyword-list 'twice'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *dollars_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", "c", NULL };
	PyObject *a = NULL, *b = NULL, *c = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "|O$O$O", names, &a, &b, &c)) // expect: keyword-list 'twice'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *order_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", "c", NULL };
	PyObject *a, *b = NULL, *c = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O$O|O", names, &a, &b, &c)) // expect: keyword-list 'before'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *nested_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", NULL };
	int a, b = 0;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "(i|i)", names, &a, &b)) // expect: keyword-list 'within parentheses'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *required_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", NULL };
	PyObject *a, *b;

	/* Against the documentation, yet it works: a matter of strict. */
	if (!PyArg_ParseTupleAndKeywords(args, kw, "O$O", names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}
