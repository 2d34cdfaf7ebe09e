// SPDX-License-Identifier: GPL-3.0-or-later
// A list on the stack, filled in by its initialiser.
#include <Python.h>

PyObject *local_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	char *names[] = { "a", "b" };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", names, &a, &b)) // expect: keyword-list 'does not end with NULL'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *local_number_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	char *names[] = { "a", "b", NULL };
	PyObject *a;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O", names, &a)) // expect: keyword-list 'has 2 names' 'takes 1 argument'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *local_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	char *names[] = { "a", "b", NULL };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *padded_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	char *names[8] = { "a", "b" };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}
