// SPDX-License-Identifier: GPL-3.0-or-later
// Behind '$' an argument has only its name.
#include <Python.h>

PyObject *marks_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "", "a", "b", NULL };
	PyObject *o, *a = NULL, *b = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O|O$O:f", names, &o, &a,
					 &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *nameless_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "", "", NULL };
	PyObject *o, *a = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O|$O:f", names, &o, &a)) // expect: keyword-list 'argument 2' 'keyword-only, but its name is empty'
		return NULL;
	Py_RETURN_NONE;
}
