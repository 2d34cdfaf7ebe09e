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
