// SPDX-License-Identifier: GPL-3.0-or-later
/* A fetched exception that the next fetch overwrites is lost there. */
#include <Python.h>

static PyObject *close_all_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *x, *t = NULL, *v = NULL,
		*tb = NULL;

	(void) self;
	if (!it)
		return NULL;
	while ((x = PyIter_Next(it)) != NULL) {
		PyObject *r = PyObject_CallMethod(x, "close", NULL);

		Py_DECREF(x);
		if (r) {
			Py_DECREF(r);
			continue;
		}
		PyErr_Fetch(&t, &v, &tb); // expect: resource-leak 't'
	}
	Py_DECREF(it);
	if (PyErr_Occurred()) {
		Py_XDECREF(t);
		Py_XDECREF(v);
		Py_XDECREF(tb);
		return NULL;
	}
	if (t) {
		PyErr_Restore(t, v, tb);
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *close_all_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *x, *t = NULL, *v = NULL,
		*tb = NULL;

	(void) self;
	if (!it)
		return NULL;
	while ((x = PyIter_Next(it)) != NULL) {
		PyObject *r = PyObject_CallMethod(x, "close", NULL);

		Py_DECREF(x);
		if (r) {
			Py_DECREF(r);
			continue;
		}
		Py_XDECREF(t);
		Py_XDECREF(v);
		Py_XDECREF(tb);
		PyErr_Fetch(&t, &v, &tb);
	}
	Py_DECREF(it);
	if (PyErr_Occurred()) {
		Py_XDECREF(t);
		Py_XDECREF(v);
		Py_XDECREF(tb);
		return NULL;
	}
	if (t) {
		PyErr_Restore(t, v, tb);
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "close_all_bad", close_all_bad, METH_O, NULL },
	{ "close_all", close_all_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *
all_methods(void)
{
	return methods;
}
