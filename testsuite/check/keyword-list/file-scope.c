// SPDX-License-Identifier: GPL-3.0-or-later
// Lists at file scope, const in all ways, and out of sight.
#include <Python.h>

static const char *const shared[] = { "a", "b", NULL };
static char *open_end[2] = { "a", "b" };
extern char *elsewhere[];
char **chosen;

PyObject *shared_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", (char **) shared, &a,
					 &b))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *shared_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	PyObject *a;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O", (char **) shared, &a)) // expect: keyword-list 'has 2 names'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *open_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	PyObject *a, *b;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "OO", open_end, &a, &b)) // expect: keyword-list 'does not end with NULL'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *unknown_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	PyObject *a;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O", elsewhere, &a)
	    || !PyArg_ParseTupleAndKeywords(args, kw, "O", chosen, &a))
		return NULL;
	Py_RETURN_NONE;
}
