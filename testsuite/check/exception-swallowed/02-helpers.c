// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// Helpers that fail, and destructors that report.
#include <Python.h>

static PyObject *look_up(PyObject *o)
{
	return PyObject_GetAttrString(o, "value");
}

static PyObject *through_helper_bad(PyObject *self, PyObject *o)
{
	PyObject *r = look_up(o);

	if (!r) {
		PyErr_Clear(); // expect: exception-swallowed 'look_up'
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *through_helper_ok(PyObject *self, PyObject *o)
{
	PyObject *r = look_up(o);

	if (!r && PyErr_ExceptionMatches(PyExc_AttributeError)) {
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return r;
}

static int narrow_helper(PyObject *o)
{
	if (!PyLong_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "an int is wanted");
		return -1;
	}
	return 0;
}

static PyObject *narrow_helper_ok(PyObject *self, PyObject *o)
{
	if (narrow_helper(o) < 0)
		PyErr_Clear();
	Py_RETURN_NONE;
}

static int has_value(PyObject *o)
{
	PyObject *r = look_up(o);

	if (!r) {
		PyErr_Clear(); // expect: exception-swallowed 'look_up'
		return 0;
	}
	Py_DECREF(r);
	return 1;
}

static PyObject *ask_ok(PyObject *self, PyObject *o)
{
	return PyBool_FromLong(has_value(o));
}

static PyObject *fetched_ok(PyObject *self, PyObject *o)
{
	PyObject *type, *value, *tb, *r = look_up(o);

	if (!r) {
		PyErr_Fetch(&type, &value, &tb);
		if (type && !PyErr_GivenExceptionMatches(type,
							 PyExc_KeyError)) {
			PyErr_Restore(type, value, tb);
			return NULL;
		}
		Py_XDECREF(type);
		Py_XDECREF(value);
		Py_XDECREF(tb);
		Py_RETURN_NONE;
	}
	return r;
}

static PyObject *reported_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_CallNoArgs(o);

	if (!r)
		PyErr_WriteUnraisable(o);
	Py_XDECREF(r);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "a", through_helper_bad, METH_O, NULL },
	{ "b", through_helper_ok, METH_O, NULL },
	{ "c", narrow_helper_ok, METH_O, NULL },
	{ "d", ask_ok, METH_O, NULL },
	{ "e", fetched_ok, METH_O, NULL },
	{ "f", reported_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
