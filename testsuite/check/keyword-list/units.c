// SPDX-License-Identifier: GPL-3.0-or-later
// A unit is one Python argument, however many C arguments it consumes.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *units_ok(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "text", "data", "list", "code", NULL };
	const char *text, *data;
	Py_ssize_t n;
	PyObject *list;
	char *code = NULL;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "sy#O!|es:f", names,
					 &text, &data, &n, &PyList_Type,
					 &list, "utf-8", &code))
		return NULL;
	PyMem_Free(code);
	Py_RETURN_NONE;
}

PyObject *units_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	static char *names[] = { "data", "length", NULL };
	const char *data;
	Py_ssize_t n;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "y#", names, &data, &n)) // expect: keyword-list 'has 2 names' 'takes 1 argument'
		return NULL;
	Py_RETURN_NONE;
}
