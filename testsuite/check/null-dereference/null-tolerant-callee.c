// SPDX-License-Identifier: GPL-3.0-or-later
/* A callee that handles NULL in a way of its own (PyUnicode_FSConverter cleans
 * up, and leaves NULL behind) does not tell that it gets NULL. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *parameter_ok(PyObject *self, PyObject *arg)
{
	PyObject *b;
	const char *name;

	if (!PyUnicode_FSConverter(arg, &b))
		return NULL;
	name = PyBytes_AS_STRING(b);
	if (strlen(name) != (size_t)PyBytes_GET_SIZE(b)) {
		Py_DECREF(b);
		PyErr_SetString(PyExc_ValueError, "embedded null character");
		return NULL;
	}
	Py_DECREF(b);
	Py_RETURN_NONE;
}

static PyObject *length(PyObject *filename)
{
	Py_ssize_t n;
	PyObject *b;

	if (filename == Py_None)
		Py_RETURN_NONE;
	if (!PyUnicode_FSConverter(filename, &b))
		return NULL;
	n = PyBytes_GET_SIZE(b);
	Py_DECREF(b);
	return PyLong_FromSsize_t(n);
}

PyObject *item_ok(PyObject *self, PyObject *const *args, Py_ssize_t n)
{
	PyObject *f = NULL, *r;

	if (n > 1)
		return length(args[1]);
	if (n > 0 && !PyUnicode_FSConverter(args[0], &f))
		return NULL;
	if (n < 1)
		Py_RETURN_NONE;
	r = PyLong_FromSsize_t(PyBytes_GET_SIZE(f));
	Py_DECREF(f);
	return r;
}

PyObject *decoded_ok(PyObject *self, PyObject *arg)
{
	PyObject *u;
	Py_ssize_t n;

	if (!PyUnicode_FSDecoder(arg, &u))
		return NULL;
	n = PyUnicode_GET_LENGTH(u);
	Py_DECREF(u);
	return PyLong_FromSsize_t(n);
}

/* Here NULL is what was passed: the converter leaves NULL, and says 1. */
PyObject *cleaned_bad(PyObject *self, PyObject *arg)
{
	PyObject *b;
	Py_ssize_t n;

	if (!PyUnicode_FSConverter(arg, &b))
		return NULL;
	if (!PyUnicode_FSConverter(NULL, &b))
		return NULL;
	n = PyBytes_GET_SIZE(b); // expect: null-dereference 'b' 'PyBytes_GET_SIZE'
	return PyLong_FromSsize_t(n);
}

/* Somebody asked, and went on with NULL. */
PyObject *asked_bad(PyObject *self, PyObject *args)
{
	PyObject *path = NULL, *b = NULL;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "|O", &path))
		return NULL;
	if (path == NULL)
		PySys_WriteStderr("no path\n");
	if (!PyUnicode_FSConverter(path, &b))
		return NULL;
	n = PyBytes_GET_SIZE(b); // expect: null-dereference 'b' 'PyBytes_GET_SIZE'
	Py_DECREF(b);
	return PyLong_FromSsize_t(n);
}
