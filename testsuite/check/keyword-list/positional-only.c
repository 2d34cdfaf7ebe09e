// SPDX-License-Identifier: GPL-3.0-or-later
// An empty name is a positional-only parameter: these come first.
#include <Python.h>

PyObject *first_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "", "", "key", NULL };
	PyObject *a, *b, *key = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO|O", names, &a, &b,
					 &key))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *later_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "", "key", "", NULL };
	PyObject *a, *b, *key = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO|O", names, &a, &b, // expect: keyword-list 'keyword 3 is empty'
					 &key))
		return NULL;
	Py_RETURN_NONE;
}
