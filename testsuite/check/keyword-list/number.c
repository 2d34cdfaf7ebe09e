// SPDX-License-Identifier: GPL-3.0-or-later
// As many names as units.
#include <Python.h>

PyObject *more_names_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", "c", NULL };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO:f", names, &a, &b)) // expect: keyword-list 'has 3 names' 'takes 2 arguments'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *more_units_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", NULL };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO:f", names, &a, &b)) // expect: keyword-list 'has 1 name,' 'takes 2 arguments'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *none_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { NULL };
	PyObject *a = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "|O", names, &a)) // expect: keyword-list 'has 0 names' 'takes 1 argument'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *none_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { NULL };

	if (!PyArg_ParseTupleAndKeywords(args, kw, ":f", names))
		return NULL;
	Py_RETURN_NONE;
}
