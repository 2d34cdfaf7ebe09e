/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Python passes may be of another type, or shorter, than the code takes
 * for granted. */
#include <Python.h>

static PyObject *short_bad(PyObject *self, PyObject *args)
{
	PyObject *pair, *item;

	if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &pair))
		return NULL;
	item = PyTuple_GetItem(pair, 1);
	Py_INCREF(item); // expect: null-dereference 'item'
	return item;
}
static PyObject *short_ok(PyObject *self, PyObject *args)
{
	PyObject *pair, *item;

	if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &pair))
		return NULL;
	if (PyTuple_GET_SIZE(pair) != 2) {
		PyErr_SetString(PyExc_ValueError, "a pair");
		return NULL;
	}
	item = PyTuple_GetItem(pair, 1);
	Py_INCREF(item);
	return item;
}
static PyObject *parsed_again_ok(PyObject *self, PyObject *args)
{
	PyObject *pair, *item;
	int n;

	if (!PyArg_ParseTuple(args, "O!", &PyTuple_Type, &pair)
	    || !PyArg_ParseTuple(pair, "iO", &n, &item))
		return NULL;
	item = PyTuple_GetItem(pair, 1);
	Py_INCREF(item);
	return item;
}
static PyObject *bytes_bad(PyObject *self, PyObject *arg)
{
	const char *s = PyBytes_AsString(arg);

	return PyLong_FromLong(s[0]); // expect: null-dereference 's'
}
static PyObject *bytes_ok(PyObject *self, PyObject *args)
{
	PyObject *arg;
	const char *s;

	if (!PyArg_ParseTuple(args, "S", &arg))
		return NULL;
	s = PyBytes_AsString(arg);
	return PyLong_FromLong(s[0]);
}
static PyObject *list_bad(PyObject *self, PyObject *arg)
{
	PyObject *item = PyList_GetItem(arg, 0);

	Py_INCREF(item); // expect: null-dereference 'item'
	return item;
}

static PyMethodDef methods[] = {
	{ "short", short_bad, METH_VARARGS },
	{ "short_ok", short_ok, METH_VARARGS },
	{ "parsed", parsed_again_ok, METH_VARARGS },
	{ "bytes", bytes_bad, METH_O }, { "bytes_ok", bytes_ok, METH_VARARGS },
	{ "list", list_bad, METH_O }, { NULL }
};
PyMethodDef *table = methods;
