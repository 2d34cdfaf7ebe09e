// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Ways that differ in no more than in which exception is set are ways of their
 * own as long as somebody asks for it, in whatever order they come; a helper
 * that sets either is told apart by the question. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

extern int weigh(int n);

static void no_type(void)
{
	PyErr_SetString(PyExc_TypeError, "of the wrong type");
}

static void no_value(void)
{
	PyErr_SetString(PyExc_ValueError, "of the wrong value");
}

static PyObject *type_first_bad(PyObject *self, PyObject *arg)
{
	if (weigh(1))
		no_type();
	else
		no_value();
	if (PyErr_ExceptionMatches(PyExc_TypeError))
		PyErr_Clear();
	Py_RETURN_NONE; // expect: stale-exception
}

static PyObject *value_first_bad(PyObject *self, PyObject *arg)
{
	if (weigh(1))
		no_value();
	else
		no_type();
	if (PyErr_ExceptionMatches(PyExc_TypeError))
		PyErr_Clear();
	Py_RETURN_NONE; // expect: stale-exception
}

static PyObject *either_asked_ok(PyObject *self, PyObject *arg)
{
	if (weigh(1))
		no_type();
	else
		no_value();
	if (PyErr_ExceptionMatches(PyExc_TypeError)
	    || PyErr_ExceptionMatches(PyExc_ValueError))
		PyErr_Clear();
	else
		return NULL;
	Py_RETURN_NONE;
}

static int either(int n)
{
	if (weigh(n)) {
		no_type();
		goto fail;
	}
	if (weigh(n + 1)) {
		no_value();
		goto fail;
	}
	return 0;
fail:
	return -1;
}

static PyObject *first_of_helper_bad(PyObject *self, PyObject *arg)
{
	if (either(1) < 0 && PyErr_ExceptionMatches(PyExc_TypeError))
		PyErr_Clear();
	Py_RETURN_NONE; // expect: stale-exception
}

static PyObject *last_of_helper_bad(PyObject *self, PyObject *arg)
{
	if (either(1) < 0 && PyErr_ExceptionMatches(PyExc_ValueError))
		PyErr_Clear();
	Py_RETURN_NONE; // expect: stale-exception
}

/* What is none is the other, and what was asked for is it the next time. */
static PyObject *all_of_helper_ok(PyObject *self, PyObject *arg)
{
	if (either(1) < 0) {
		if (PyErr_ExceptionMatches(PyExc_TypeError)) {
			if (!PyErr_ExceptionMatches(PyExc_TypeError))
				Py_RETURN_NONE;
			PyErr_Clear();
		} else if (PyErr_ExceptionMatches(PyExc_ValueError)) {
			PyErr_Clear();
		}
	}
	Py_RETURN_NONE;
}

/* A UnicodeError is a ValueError; a ValueError can be one. */
static PyObject *class_below_bad(PyObject *self, PyObject *arg)
{
	no_value();
	if (PyErr_ExceptionMatches(PyExc_UnicodeError))
		PyErr_Clear();
	Py_RETURN_NONE; // expect: stale-exception
}

/* Nobody knows what a class of the unit's is above; asked twice, the answer is
 * the same. */
static PyObject *own_class_ok(PyObject *self, PyObject *arg)
{
	no_value();
	if (PyErr_ExceptionMatches(arg) && !PyErr_ExceptionMatches(arg))
		Py_RETURN_NONE;
	return NULL;
}

static PyMethodDef methods[] = {
	{ "a", type_first_bad, METH_O, NULL },
	{ "b", value_first_bad, METH_O, NULL },
	{ "c", either_asked_ok, METH_O, NULL },
	{ "d", first_of_helper_bad, METH_O, NULL },
	{ "e", last_of_helper_bad, METH_O, NULL },
	{ "f", all_of_helper_ok, METH_O, NULL },
	{ "g", class_below_bad, METH_O, NULL },
	{ "h", own_class_ok, METH_O, NULL },
	{ NULL }
};

PyMethodDef *table(void)
{
	return methods;
}
