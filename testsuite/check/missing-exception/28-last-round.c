/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last round of a loop is told by its count: `i == n - 1', `i + 1 < n'. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *last_ok(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *r = NULL;
	Py_ssize_t i;

	if (n < 1) {
		PyErr_SetString(PyExc_TypeError, "candidates");
		return NULL;
	}
	for (i = 0; i < n; i++) {
		r = PyObject_CallNoArgs(args[i]);
		if (r != NULL)
			break;
		if (!PyErr_ExceptionMatches(PyExc_OSError))
			return NULL;
		if (i == n - 1)
			return NULL;
		PyErr_Clear();
	}
	return r;
}

static PyObject *last_bad(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *r = NULL;
	Py_ssize_t i;

	for (i = 0; i < n; i++) {
		r = PyObject_CallNoArgs(args[i]);
		if (r != NULL)
			break;
		if (!PyErr_ExceptionMatches(PyExc_OSError))
			return NULL;
		PyErr_Clear();
	}
	return r; // expect: missing-exception 'last_bad'
}

static PyObject *retry_ok(PyObject *self, PyObject *args)
{
	PyObject *fn, *r = NULL;
	int n, i;

	if (!PyArg_ParseTuple(args, "Oi", &fn, &n))
		return NULL;
	if (n < 1) {
		PyErr_SetString(PyExc_ValueError, "n");
		return NULL;
	}
	for (i = 0; i < n; i++) {
		r = PyObject_CallNoArgs(fn);
		if (r != NULL)
			break;
		if (!PyErr_ExceptionMatches(PyExc_OSError))
			return NULL;
		if (i + 1 < n)
			PyErr_Clear();
	}
	return r;
}

static PyMethodDef methods[] = {
	{ "last_ok", (PyCFunction)(void (*)(void)) last_ok, METH_FASTCALL, NULL },
	{ "last_bad", (PyCFunction)(void (*)(void)) last_bad, METH_FASTCALL, NULL },
	{ "retry_ok", retry_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
