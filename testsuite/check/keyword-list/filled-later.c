// SPDX-License-Identifier: GPL-3.0-or-later
// A list whose elements are stored one by one, or changed.
#include <Python.h>

PyObject *stored_bad(PyObject *self, PyObject *args, PyObject *kw)
{
	char *names[3];
	PyObject *a;

	names[0] = "a";
	names[1] = "b";
	names[2] = NULL;
	if (!PyArg_ParseTupleAndKeywords(args, kw, "O", names, &a)) // expect: keyword-list 'has 2 names'
		return NULL;
	Py_RETURN_NONE;
}

PyObject *changed_ok(PyObject *self, PyObject *args, PyObject *kw, int one)
{
	char *names[] = { "a", "b", NULL };
	PyObject *a;

	if (one)
		names[1] = NULL;
	if (!PyArg_ParseTupleAndKeywords(args, kw, "O", names, &a))
		return NULL;
	Py_RETURN_NONE;
}

PyObject *parameter_ok(PyObject *self, PyObject *args, PyObject *kw,
		       char **names)
{
	PyObject *a;

	if (!PyArg_ParseTupleAndKeywords(args, kw, "O", names, &a))
		return NULL;
	Py_RETURN_NONE;
}
