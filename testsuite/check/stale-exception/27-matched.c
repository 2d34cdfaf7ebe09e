// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper asks which exception is set, and gives its callers an object with it
 * still set. */
#include <Python.h>

struct counter {
	PyObject_HEAD
	PyObject *preset;
};

static PyObject *key_bad(struct counter *self, PyObject *row, PyObject *name)
{
	PyObject *key = PyObject_GetItem(row, name);

	if (!key && PyErr_ExceptionMatches(PyExc_KeyError))
		key = Py_NewRef(self->preset);
	return key; // expect: stale-exception 'PyObject_GetItem'
}

static PyObject *key_ok(struct counter *self, PyObject *row, PyObject *name)
{
	PyObject *key = PyObject_GetItem(row, name);

	if (!key && PyErr_ExceptionMatches(PyExc_KeyError)) {
		PyErr_Clear();
		key = Py_NewRef(self->preset);
	}
	return key;
}

static PyObject *all(struct counter *self, PyObject *args)
{
	PyObject *row, *name, *item, *list, *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &row, &name))
		return NULL;
	list = PyObject_GetIter(row);
	if (!list)
		return NULL;
	while ((item = PyIter_Next(list))) {
		a = key_bad(self, item, name);
		b = a ? key_ok(self, item, name) : NULL;
		Py_DECREF(item);
		Py_XDECREF(a);
		Py_XDECREF(b);
		if (!b)
			break;
	}
	Py_DECREF(list);
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "all", (PyCFunction)(void *)all, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
