// SPDX-License-Identifier: GPL-3.0-or-later
// '$' without '|' is against the documentation.
// pyrefcheck: args=strict args=disable=private-api
#include <Python.h>

PyObject *required_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", NULL };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O$O", names, &a, &b)) // expect: keyword-list 'before it'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *optional_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "a", "b", NULL };
	PyObject *a, *b = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O|$O", names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}
