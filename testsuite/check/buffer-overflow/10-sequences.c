/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of a sequence is as long as Python code made the sequence; a store
 * behind as many bytes as were asked for. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *levels_bad(PyObject *self, PyObject *arg)
{
	long level[8] = { 0 }, sum = 0;
	PyObject *t = PySequence_Tuple(arg);
	Py_ssize_t i, n;

	if (!t)
		return NULL;
	n = PyTuple_GET_SIZE(t);
	for (i = 0; i < n; i++) {
		long v = PyLong_AsLong(PyTuple_GET_ITEM(t, i));

		if (v == -1 && PyErr_Occurred()) {
			Py_DECREF(t);
			return NULL;
		}
		level[i] = v; // expect: buffer-overflow
		sum += v;
	}
	Py_DECREF(t);
	return PyLong_FromLong(sum + level[0]);
}

PyObject *levels_ok(PyObject *self, PyObject *arg)
{
	long level[8] = { 0 }, sum = 0;
	PyObject *t = PySequence_Tuple(arg);
	Py_ssize_t i, n;

	if (!t)
		return NULL;
	n = PyTuple_GET_SIZE(t);
	if (n > 8) {
		PyErr_SetString(PyExc_ValueError, "at most eight");
		Py_DECREF(t);
		return NULL;
	}
	for (i = 0; i < n; i++) {
		long v = PyLong_AsLong(PyTuple_GET_ITEM(t, i));

		if (v == -1 && PyErr_Occurred()) {
			Py_DECREF(t);
			return NULL;
		}
		level[i] = v;
		sum += v;
	}
	Py_DECREF(t);
	return PyLong_FromLong(sum + level[0]);
}

/* A list that this code made is as long as that. */
PyObject *own_ok(PyObject *self, PyObject *unused)
{
	long level[8] = { 0 };
	PyObject *t = PyTuple_New(8);
	Py_ssize_t i;

	if (!t)
		return NULL;
	for (i = 0; i < PyTuple_GET_SIZE(t); i++) {
		level[i] = i;
		PyTuple_SET_ITEM(t, i, Py_NewRef(Py_None));
	}
	Py_DECREF(t);
	return PyLong_FromLong(level[3]);
}

PyObject *quote_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = NULL;
	Py_buffer b;
	char *p;

	if (PyObject_GetBuffer(arg, &b, PyBUF_SIMPLE) < 0)
		return NULL;
	r = PyBytes_FromStringAndSize(NULL, b.len);
	if (r) {
		p = PyBytes_AS_STRING(r);
		p[0] = '"';
		p[b.len + 1] = '"'; // expect: buffer-overflow
	}
	PyBuffer_Release(&b);
	return r;
}

PyObject *quote_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = NULL;
	Py_buffer b;
	char *p;

	if (PyObject_GetBuffer(arg, &b, PyBUF_SIMPLE) < 0)
		return NULL;
	if (b.len > PY_SSIZE_T_MAX - 2) {
		PyBuffer_Release(&b);
		return PyErr_NoMemory();
	}
	r = PyBytes_FromStringAndSize(NULL, b.len + 2);
	if (r) {
		p = PyBytes_AS_STRING(r);
		p[0] = '"';
		p[b.len + 1] = '"';
		/* The byte behind is there, and 0. */
		p[b.len + 2] = 0;
	}
	PyBuffer_Release(&b);
	return r;
}
