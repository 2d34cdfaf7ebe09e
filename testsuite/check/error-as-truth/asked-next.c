/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number is made of a result, and PyErr_Occurred asked at once. */
#include <Python.h>

static int fill(PyObject *o)
{
	if (!PyList_Check(o)) {
		PyErr_SetString(PyExc_TypeError, "a list is wanted");
		return -1;
	}
	return (int) PyList_GET_SIZE(o);
}

static PyObject *asked_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = PyLong_FromLong(fill(arg));

	if (PyErr_Occurred()) {
		Py_XDECREF(r);
		return NULL;
	}
	return r;
}

static PyObject *not_asked_bad(PyObject *self, PyObject *arg)
{
	return PyLong_FromLong(fill(arg)); // expect: unchecked-error 'fill'
}

static PyMethodDef methods[] = {
	{ "asked", asked_ok, METH_O, NULL },
	{ "not_asked", not_asked_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *find_methods(void)
{
	return methods;
}
