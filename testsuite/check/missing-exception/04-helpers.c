// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers: who sets the exception, and who relies on it. */
#include <Python.h>

/* Sets one: its callers only pass the failure on. */
static int check_size(Py_ssize_t n)
{
	if (n > 1000) {
		PyErr_SetString(PyExc_OverflowError, "too large");
		return -1;
	}
	return 0;
}

static PyObject *status_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);

	if (n < 0 || check_size(n) < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}

/* Sets none: a mere predicate. */
static int is_small(Py_ssize_t n)
{
	return n <= 1000;
}

static PyObject *predicate_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);

	if (n < 0)
		return NULL;
	if (!is_small(n))
		return NULL; // expect: missing-exception 'predicate_bad'
	return PyLong_FromSsize_t(n);
}

static PyObject *predicate_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);

	if (n < 0)
		return NULL;
	if (!is_small(n))
		return PyErr_Format(PyExc_OverflowError, "%zd", n);
	return PyLong_FromSsize_t(n);
}

/* Forgets it on one of its ways: that is the place to mend. */
static PyObject *convert_bad(PyObject *o)
{
	if (PyLong_Check(o))
		return PyNumber_Absolute(o);
	if (PyFloat_Check(o))
		return PyNumber_Long(o);
	return NULL; // expect: missing-exception 'convert_bad'
}

static PyObject *relying(PyObject *self, PyObject *arg)
{
	PyObject *n = convert_bad(arg), *r;

	if (!n)
		return NULL;
	r = PyNumber_Add(n, n);
	Py_DECREF(n);
	return r;
}

/* One whose callers ask: NULL without an exception is its word for "no". */
static PyObject *find(PyObject *dict, PyObject *key)
{
	PyObject *r = PyDict_GetItemWithError(dict, key);

	Py_XINCREF(r);
	return r;
}

static PyObject *asking_ok(PyObject *self, PyObject *arg)
{
	PyObject *dict = PyDict_New(), *r;

	if (!dict)
		return NULL;
	r = find(dict, arg);
	Py_DECREF(dict);
	if (!r && !PyErr_Occurred())
		PyErr_SetObject(PyExc_KeyError, arg);
	return r;
}

static PyObject *asking_default_ok(PyObject *self, PyObject *arg)
{
	PyObject *dict = PyDict_New(), *r;

	if (!dict)
		return NULL;
	r = find(dict, arg);
	Py_DECREF(dict);
	if (r || PyErr_Occurred())
		return r;
	Py_RETURN_NONE;
}

/* Sets one and gives back nothing. */
static void complain(const char *what, long n)
{
	PyErr_Format(PyExc_ValueError, "%s: %ld", what, n);
}

static PyObject *complaint_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	if (n % 2) {
		complain("odd", n);
		return NULL;
	}
	return PyLong_FromLong(n / 2);
}

/* The error goes to a label that several share. */
static PyObject *errors[2];

static PyObject *fail(int which)
{
	PyErr_SetString(errors[which], "failed");
	return NULL;
}

static PyObject *passed_on_ok(PyObject *self, PyObject *args)
{
	int n;

	if (!PyArg_ParseTuple(args, "i", &n))
		return NULL;
	if (n < 0)
		return fail(0);
	if (n > 10)
		return fail(1);
	return PyLong_FromLong(n);
}

/* Two levels down. */
static int level_two(PyObject *o, long *n)
{
	*n = PyLong_AsLong(o);
	if (*n == -1 && PyErr_Occurred())
		return 0;
	if (*n < 0) {
		PyErr_SetString(PyExc_ValueError, "negative");
		return 0;
	}
	return 1;
}

static int level_one(PyObject *o, long *n)
{
	if (!level_two(o, n))
		return -1;
	*n *= 2;
	return 0;
}

static PyObject *levels_ok(PyObject *self, PyObject *arg)
{
	long n;

	if (level_one(arg, &n) == -1)
		return NULL;
	return PyLong_FromLong(n);
}

/* Of another file: nobody knows what it does. */
int elsewhere(PyObject *o);
PyObject *make_elsewhere(PyObject *o);

static PyObject *elsewhere_ok(PyObject *self, PyObject *arg)
{
	if (elsewhere(arg) < 0)
		return NULL;
	return make_elsewhere(arg);
}

static PyMethodDef methods[] = {
	{ "status_ok", status_ok, METH_O, NULL },
	{ "predicate_bad", predicate_bad, METH_O, NULL },
	{ "predicate_ok", predicate_ok, METH_O, NULL },
	{ "asking_ok", asking_ok, METH_O, NULL },
	{ "asking_default_ok", asking_default_ok, METH_O, NULL },
	{ "complaint_ok", complaint_ok, METH_O, NULL },
	{ "passed_on_ok", passed_on_ok, METH_VARARGS, NULL },
	{ "levels_ok", levels_ok, METH_O, NULL },
	{ "elsewhere_ok", elsewhere_ok, METH_O, NULL },
	{ "relying", relying, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_helpers(void)
{
	return PyModule_Create(&module);
}
