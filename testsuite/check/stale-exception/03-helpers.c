// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers set the exception. */
#include <Python.h>

static int check_size(Py_ssize_t n)
{
	if (n > 1000) {
		PyErr_SetString(PyExc_OverflowError, "too large");
		return -1;
	}
	return 0;
}

static PyObject *status_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);

	if (n < 0)
		return NULL;
	if (check_size(n) < 0)
		n = 1000;
	return PyLong_FromSsize_t(n); // expect: stale-exception 'check_size'
}

static PyObject *status_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);

	if (n < 0)
		return NULL;
	if (check_size(n) < 0) {
		if (!PyErr_ExceptionMatches(PyExc_OverflowError))
			return NULL;
		PyErr_Clear();
		n = 1000;
	}
	return PyLong_FromSsize_t(n);
}

/* Clears what it set: for its callers nothing happened. */
static long lenient(PyObject *o)
{
	long n = PyLong_AsLong(o);

	if (n == -1 && PyErr_Occurred()
	    && PyErr_ExceptionMatches(PyExc_TypeError))
		PyErr_Clear();
	return n;
}

static PyObject *lenient_ok(PyObject *self, PyObject *arg)
{
	long n = lenient(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n);
}

static void complain(const char *what)
{
	PyErr_SetString(PyExc_ValueError, what);
}

static PyObject *complaint_bad(PyObject *self, PyObject *arg)
{
	if (arg == Py_None)
		complain("not None");
	Py_RETURN_NONE; // expect: stale-exception 'complain'
}

static PyObject *complaint_ok(PyObject *self, PyObject *arg)
{
	if (arg == Py_None) {
		complain("not None");
		return NULL;
	}
	return PyList_New(0);
}

/* NULL with an exception, NULL without, or an object. */
static PyObject *get_optional(PyObject *o, const char *name)
{
	PyObject *r = PyObject_GetAttrString(o, name);

	if (!r && PyErr_ExceptionMatches(PyExc_AttributeError))
		PyErr_Clear();
	return r;
}

static PyObject *optional_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = get_optional(arg, "name"); // expect: unchecked-error 'get_optional'

	if (!r)
		Py_RETURN_NONE;
	return r;
}

static PyObject *optional_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = get_optional(arg, "name");

	if (!r) {
		if (PyErr_Occurred())
			return NULL;
		Py_RETURN_NONE;
	}
	return r;
}

static int fill(PyObject *list, long n)
{
	PyObject *item;
	long i;

	for (i = 0; i < n; i++) {
		item = PyLong_FromLong(i);
		if (!item || PyList_Append(list, item) < 0) {
			Py_XDECREF(item);
			return -1;
		}
		Py_DECREF(item);
	}
	return 0;
}

static PyObject *filled_bad(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	if (fill(list, 10) != 0)
		return list; // expect: stale-exception 'fill'
	return list;
}

static PyObject *filled_ok(PyObject *self, PyObject *arg)
{
	PyObject *list = PyList_New(0);

	if (list && fill(list, 10) != 0)
		Py_CLEAR(list);
	return list;
}

/* Two ways to one label. */
static PyObject *label_bad(PyObject *self, PyObject *arg)
{
	PyObject *r = NULL, *s = PyObject_Str(arg);

	if (!s)
		goto out;
	if (PyUnicode_GetLength(s) == 0)
		PyErr_SetString(PyExc_ValueError, "empty");
	r = Py_NewRef(s);
out:
	Py_XDECREF(s);
	return r; // expect: stale-exception 'PyErr_SetString'
}

/* NumPy's answers 0 or -1, nothing else. */
int _import_array(void);

static int load_numpy(void)
{
	if (_import_array() == -1)
		return -1;
	return 0;
}

static PyObject *numpy_ok(PyObject *self, PyObject *arg)
{
	if (load_numpy() == -1)
		return NULL;
	return Py_NewRef(arg);
}

static PyMethodDef methods[] = {
	{ "status_bad", status_bad, METH_O, NULL },
	{ "status_ok", status_ok, METH_O, NULL },
	{ "lenient_ok", lenient_ok, METH_O, NULL },
	{ "complaint_bad", complaint_bad, METH_O, NULL },
	{ "complaint_ok", complaint_ok, METH_O, NULL },
	{ "optional_bad", optional_bad, METH_O, NULL },
	{ "optional_ok", optional_ok, METH_O, NULL },
	{ "filled_bad", filled_bad, METH_O, NULL },
	{ "filled_ok", filled_ok, METH_O, NULL },
	{ "label_bad", label_bad, METH_O, NULL },
	{ "numpy_ok", numpy_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_helpers(void)
{
	return PyModule_Create(&module);
}
