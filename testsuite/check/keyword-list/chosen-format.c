// SPDX-License-Identifier: GPL-3.0-or-later
// Several formats with one list, several lists with one format.
#include <Python.h>

PyObject *format_bad(PyObject *self, PyObject *args, PyObject *kw, int more)
{
	static char *names[] = { "a", "b", NULL };
	PyObject *a, *b = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, more ? "O|O" : "O", names, // expect: keyword-list 'has 2 names' 'takes 1 argument'
					 &a, &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *format_ok(PyObject *self, PyObject *args, PyObject *kw, int more)
{
	static char *names[] = { "a", "b", NULL };
	PyObject *a, *b = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, more ? "OO:f" : "O|O:f",
					 names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *list_bad(PyObject *self, PyObject *args, PyObject *kw, int old)
{
	static char *names[] = { "a", "b", NULL };
	static char *old_names[] = { "a", NULL };
	PyObject *a, *b = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O|O", // expect: keyword-list 'has 1 name,' 'takes 2 arguments'
					 old ? old_names : names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *list_ok(PyObject *self, PyObject *args, PyObject *kw, int old)
{
	static char *names[] = { "a", "b", NULL };
	static char *old_names[] = { "a", "second", NULL };
	PyObject *a, *b = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O|O",
					 old ? old_names : names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}
