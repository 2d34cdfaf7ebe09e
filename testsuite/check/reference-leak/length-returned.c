/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that were made have a length that is not negative. */
#include <Python.h>

static Py_ssize_t grow(PyObject **buf, Py_ssize_t n)
{
	*buf = PyBytes_FromStringAndSize(NULL, n);
	if (!*buf)
		return -1;
	return n;
}

PyObject *open_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = NULL;
	Py_ssize_t n = PyObject_Size(arg);

	if (n < 0)
		return NULL;
	if (grow(&r, n) < 0)
		Py_CLEAR(r);
	return r;
}
PyObject *fixed_ok(PyObject *self, PyObject *args)
{
	PyObject *r = NULL;

	if (grow(&r, 16384) < 0)
		return NULL;
	return r;
}
PyObject *fixed_bad(PyObject *self, PyObject *args)
{
	PyObject *r = NULL;

	if (grow(&r, 16384) < 0)
		return NULL;
	if (PyErr_CheckSignals() < 0)
		return NULL; // expect: reference-leak 'r'
	return r;
}
