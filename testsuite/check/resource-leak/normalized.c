// SPDX-License-Identifier: GPL-3.0-or-later
/* A fetched exception that was normalised is a fetched exception. */
#include <Python.h>

void traceback_bad(void)
{
	PyObject *t, *v, *tb;

	PyErr_Fetch(&t, &v, &tb);
	PyErr_NormalizeException(&t, &v, &tb);
	Py_XDECREF(t);
	Py_XDECREF(v);
} // expect: resource-leak 'tb'

void type_bad(PyObject *h, PyObject *where)
{
	PyObject *t, *v, *tb, *r;

	PyErr_Fetch(&t, &v, &tb);
	PyErr_NormalizeException(&t, &v, &tb);
	r = PyObject_CallFunctionObjArgs(h, where, v ? v : Py_None, NULL);
	if (r == NULL)
		PyErr_WriteUnraisable(where);
	Py_XDECREF(r);
	Py_XDECREF(v);
	Py_XDECREF(tb);
} // expect: resource-leak 't'

void all_ok(void)
{
	PyObject *t, *v, *tb;

	PyErr_Fetch(&t, &v, &tb);
	PyErr_NormalizeException(&t, &v, &tb);
	Py_XDECREF(t);
	Py_XDECREF(v);
	Py_XDECREF(tb);
}

void restored_ok(void)
{
	PyObject *t, *v, *tb;

	PyErr_Fetch(&t, &v, &tb);
	PyErr_NormalizeException(&t, &v, &tb);
	PyErr_Restore(t, v, tb);
}
