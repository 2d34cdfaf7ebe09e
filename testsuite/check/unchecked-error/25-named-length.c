// SPDX-License-Identifier: GPL-3.0-or-later
/* What is said of a wrong length is true of what has none, until the message
 * names the -1. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *named_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o); // expect: unchecked-error 'PyObject_Size'

	if (n != 3)
		return PyErr_Format(PyExc_ValueError, "3 wanted, %zd given", n);
	Py_RETURN_NONE;
}

static PyObject *too_short_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o); // expect: unchecked-error 'PyObject_Size'

	if (n < 3)
		return PyErr_Format(PyExc_ValueError, "only %zd given", n);
	Py_RETURN_NONE;
}

static PyObject *not_named_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o);

	if (n != 3)
		return PyErr_Format(PyExc_ValueError, "3 wanted");
	Py_RETURN_NONE;
}

static PyObject *seen_ok(PyObject *self, PyObject *o)
{
	Py_ssize_t n = PyObject_Size(o);

	if (n == -1)
		return NULL;
	if (n != 3)
		return PyErr_Format(PyExc_ValueError, "3 wanted, %zd given", n);
	Py_RETURN_NONE;
}

/* A tuple has a length. */
static PyObject *tuple_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t n = PyTuple_Size(args);

	if (n != 3)
		return PyErr_Format(PyExc_TypeError, "3 wanted, %zd given", n);
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "named_bad", named_bad, METH_O, NULL },
	{ "too_short_bad", too_short_bad, METH_O, NULL },
	{ "not_named_ok", not_named_ok, METH_O, NULL },
	{ "seen_ok", seen_ok, METH_O, NULL },
	{ "tuple_ok", tuple_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
