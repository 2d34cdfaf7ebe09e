// SPDX-License-Identifier: GPL-3.0-or-later
// Names that are arrays themselves: not NULL, and not known by their text.
#include <Python.h>

static char first[] = "first";
static char second[] = "second";

PyObject *arrays_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { first, second, NULL };
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", names, &a, &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *arrays_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { first, second, NULL };
	PyObject *a;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O", names, &a)) // expect: keyword-list 'has 2 names'
		return NULL;
	Py_RETURN_NONE;
}
