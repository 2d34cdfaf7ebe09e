// SPDX-License-Identifier: GPL-3.0-or-later
/* O& converters: every value but 0 is success. */
#include <Python.h>

/* -1 is not the error value here. */
static int minus_bad(PyObject *o, void *p)
{
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return -1; // expect: stale-exception 'PyLong_AsLong'
	*(long *) p = n;
	return 1;
}

static int zero_ok(PyObject *o, void *p)
{
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred())
		return 0;
	*(long *) p = n;
	return 1;
}

/* Its cleanup is called with NULL. */
static int path_ok(PyObject *o, PyObject **p)
{
	if (!o) {
		Py_CLEAR(*p);
		return 1;
	}
	*p = PyOS_FSPath(o);
	return *p ? Py_CLEANUP_SUPPORTED : 0;
}

static PyObject *numbers_ok(PyObject *self, PyObject *args)
{
	long a, b;

	if (!PyArg_ParseTuple(args, "O&O&", minus_bad, &a, zero_ok, &b))
		return NULL;
	return PyLong_FromLong(a + b);
}

static PyObject *path_name_ok(PyObject *self, PyObject *args)
{
	PyObject *path = NULL;

	if (!PyArg_ParseTuple(args, "O&", path_ok, &path))
		return NULL;
	return path;
}

static PyMethodDef methods[] = {
	{ "numbers_ok", numbers_ok, METH_VARARGS, NULL },
	{ "path_name_ok", path_name_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "converters", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_converters(void)
{
	return PyModule_Create(&module);
}
