// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// A clean-up that calls into Python before the error is returned.
#include <Python.h>

static PyObject *close_first_bad(PyObject *self, PyObject *file)
{
	PyObject *data = PyObject_CallMethod(file, "read", NULL), *r;

	if (!data) {
		r = PyObject_CallMethod(file, "close", NULL); // expect: exception-clobbered 'PyObject_CallMethod' 'while an exception is set'
		Py_XDECREF(r);
		return NULL;
	}
	return data;
}

static PyObject *saved_ok(PyObject *self, PyObject *file)
{
	PyObject *data = PyObject_CallMethod(file, "read", NULL), *r;
	PyObject *type, *value, *tb;

	if (!data) {
		PyErr_Fetch(&type, &value, &tb);
		r = PyObject_CallMethod(file, "close", NULL);
		if (!r)
			PyErr_WriteUnraisable(file);
		Py_XDECREF(r);
		PyErr_Restore(type, value, tb);
		return NULL;
	}
	return data;
}

static PyObject *no_code_ok(PyObject *self, PyObject *o)
{
	PyObject *list = PyList_New(0), *item;

	if (!list)
		return NULL;
	item = PyObject_GetAttrString(o, "item");
	if (!item) {
		/* Neither raises nor runs what could. */
		if (PyList_Check(o) && PyList_GET_SIZE(o) > 3)
			Py_CLEAR(list);
		Py_XDECREF(list);
		return NULL;
	}
	Py_DECREF(item);
	return list;
}

static PyObject *hasattr_bad(PyObject *self, PyObject *o)
{
	PyObject *item = PyObject_GetAttrString(o, "item");

	if (!item && PyObject_HasAttrString(o, "other")) // expect: exception-clobbered 'PyObject_HasAttrString'
		return NULL;
	return item;
}

static PyObject *asked_bad(PyObject *self, PyObject *o)
{
	long n = PyLong_AsLong(o);
	PyObject *r;

	if (n == -1 && PyErr_Occurred()) {
		r = PyObject_Repr(o); // expect: exception-clobbered 'PyObject_Repr'
		Py_XDECREF(r);
		return NULL;
	}
	return PyLong_FromLong(n);
}

static PyObject *matched_cleared_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "fast");

	if (!r) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return NULL;
		PyErr_Clear();
		r = PyObject_CallMethod(o, "slow", NULL);
	}
	return r;
}

static PyObject *matched_kept_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "fast");

	if (!r) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return NULL;
		r = PyObject_CallMethod(o, "slow", NULL); // expect: exception-clobbered 'PyObject_CallMethod'
	}
	return r; /* NULL: no call succeeds with an exception set */
}

static PyObject *next_bad(PyObject *self, PyObject *it)
{
	PyObject *first = PyIter_Next(it), *second;

	if (!first && PyErr_Occurred()) {
		second = PyIter_Next(it); // expect: exception-clobbered 'PyIter_Next'
		Py_XDECREF(second);
		return NULL;
	}
	if (!first)
		Py_RETURN_NONE;
	return first;
}

static PyObject *message_bad(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "name");

	/* It need not be the AttributeError that the message is about. */
	if (!r)
		return PyErr_Format(PyExc_TypeError, "no name in %R", o); // expect: exception-clobbered 'PyObject_GetAttrString'
	return r;
}

static PyObject *message_ok(PyObject *self, PyObject *o)
{
	PyObject *r = PyObject_GetAttrString(o, "name");

	if (!r && PyErr_ExceptionMatches(PyExc_AttributeError))
		return PyErr_Format(PyExc_TypeError, "no name in %R", o);
	return r;
}

static PyMethodDef methods[] = {
	{ "a", close_first_bad, METH_O, NULL },
	{ "b", saved_ok, METH_O, NULL },
	{ "c", no_code_ok, METH_O, NULL },
	{ "d", hasattr_bad, METH_O, NULL },
	{ "e", asked_bad, METH_O, NULL },
	{ "f", matched_cleared_ok, METH_O, NULL },
	{ "g", matched_kept_bad, METH_O, NULL },
	{ "h", next_bad, METH_O, NULL },
	{ "i", message_bad, METH_O, NULL },
	{ "j", message_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
