// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// A second exception over a first one that nobody saw.
#include <Python.h>

static PyObject *twice_bad(PyObject *self, PyObject *o)
{
	if (!PyLong_Check(o))
		PyErr_SetString(PyExc_TypeError, "an int is wanted");
	if (!PyCallable_Check(o)) {
		PyErr_SetString(PyExc_ValueError, "bad value"); // expect: exception-clobbered 'PyErr_SetString' 'overwritten'
		return NULL;
	}
	return NULL; // expect: missing-exception
}

static PyObject *once_ok(PyObject *self, PyObject *o)
{
	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is wanted");
		return NULL;
	}
	if (!PyCallable_Check(o)) {
		PyErr_SetString(PyExc_ValueError, "bad value");
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *unseen_is_unchecked_bad(PyObject *self, PyObject *args)
{
	PyObject *d, *v;
	int flag;

	if (!PyArg_ParseTuple(args, "O!Op", &PyDict_Type, &d, &v, &flag))
		return NULL;
	PyDict_SetItemString(d, "value", v); // expect: unchecked-error
	if (flag) {
		PyErr_SetString(PyExc_ValueError, "flag");
		return NULL;
	}
	Py_RETURN_NONE;
}

/* -1 is a number here: that it was no int at all gets lost. */
static PyObject *replaced_bad(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);

	if (n < 0) {
		PyErr_SetString(PyExc_ValueError, "not negative"); // expect: exception-clobbered 'PyLong_AsLong'
		return NULL;
	}
	return PyLong_FromLong(n);
}

static PyObject *replaced_ok(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);

	if (n < 0) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_ValueError, "not negative");
		return NULL;
	}
	return PyLong_FromLong(n);
}

static PyObject *chosen_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "value");

	if (!r && PyErr_ExceptionMatches(PyExc_AttributeError))
		PyErr_SetString(PyExc_TypeError, "no value");
	return r;
}

static int helper(PyObject *o)
{
	if (PyObject_Size(o) < 0)
		return -1;
	return 0;
}

static PyObject *helper_bad(PyObject *self, PyObject *o)
{
	if (helper(o) < 0) {
		PyErr_SetString(PyExc_RuntimeError, "helper failed"); // expect: exception-clobbered 'helper'
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *in_loop_bad(PyObject *self, PyObject *o)
{
	Py_ssize_t i, bad = 0;

	if (!PyTuple_Check(o))
		Py_RETURN_NONE;
	for (i = 0; i < PyTuple_GET_SIZE(o); i++)
		if (!PyLong_Check(PyTuple_GET_ITEM(o, i))) {
			PyErr_SetString(PyExc_TypeError, "an int is wanted"); // expect: exception-clobbered 'overwritten'
			bad++;
		}
	if (bad)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", twice_bad, METH_O, NULL },
	{ "b", once_ok, METH_O, NULL },
	{ "c", unseen_is_unchecked_bad, METH_VARARGS, NULL },
	{ "d", replaced_ok, METH_O, NULL },
	{ "h", replaced_bad, METH_O, NULL },
	{ "e", chosen_ok, METH_O, NULL },
	{ "f", helper_bad, METH_O, NULL },
	{ "g", in_loop_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
