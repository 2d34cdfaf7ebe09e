// SPDX-License-Identifier: GPL-3.0-or-later
/* Look-ups that return NULL or a negative answer without an exception. */
#include <Python.h>

static PyObject *item_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyDict_GetItem(dict, key);
	if (!r)
		return NULL; // expect: missing-exception 'item_bad'
	Py_INCREF(r);
	return r;
}

static PyObject *item_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyDict_GetItem(dict, key);
	if (!r) {
		PyErr_SetObject(PyExc_KeyError, key);
		return NULL;
	}
	Py_INCREF(r);
	return r;
}

static PyObject *with_error_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyDict_GetItemWithError(dict, key);
	Py_XINCREF(r);
	return r; // expect: missing-exception 'with_error_bad'
}

static PyObject *with_error_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyDict_GetItemWithError(dict, key);
	if (!r && !PyErr_Occurred())
		PyErr_SetObject(PyExc_KeyError, key);
	Py_XINCREF(r);
	return r;
}

static PyObject *with_error_default_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyDict_GetItemWithError(dict, key);
	if (!r) {
		if (PyErr_Occurred())
			return NULL;
		r = Py_None;
	}
	Py_INCREF(r);
	return r;
}

static PyObject *item_string_bad(PyObject *self, PyObject *arg)
{
	PyObject *r;

	if (!PyDict_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "a dict is needed");
		return NULL;
	}
	r = PyDict_GetItemString(arg, "name");
	Py_XINCREF(r);
	return r; // expect: missing-exception 'item_string_bad'
}

static PyObject *contains_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	if (PyDict_Contains(dict, key) <= 0)
		return NULL; // expect: missing-exception 'contains_bad'
	return PyObject_GetItem(dict, key);
}

static PyObject *contains_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key;
	int there;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	there = PyDict_Contains(dict, key);
	if (there < 0)
		return NULL;
	if (!there)
		Py_RETURN_NONE;
	return PyObject_GetItem(dict, key);
}

static PyObject *instance_bad(PyObject *self, PyObject *args)
{
	PyObject *o, *type;
	int r;

	if (!PyArg_ParseTuple(args, "OO", &o, &type))
		return NULL;
	r = PyObject_IsInstance(o, type);
	if (r != 1)
		return NULL; // expect: missing-exception 'instance_bad'
	return PyObject_Repr(o);
}

static PyObject *long_bad(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1)
		return NULL; // expect: missing-exception 'long_bad'
	return PyLong_FromLong(n + 1);
}

static PyObject *long_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n + 1);
}

static PyObject *long_range_bad(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n < 0)
		return NULL; // expect: missing-exception 'long_range_bad'
	return PyLong_FromLong(n + 1);
}

static PyObject *long_range_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n < 0) {
		if (!PyErr_Occurred())
			PyErr_SetString(PyExc_ValueError, "negative");
		return NULL;
	}
	return PyLong_FromLong(n + 1);
}

static PyObject *next_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *first;

	if (!it)
		return NULL;
	first = PyIter_Next(it);
	Py_DECREF(it);
	return first; // expect: missing-exception 'next_bad'
}

static PyObject *next_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *first;

	if (!it)
		return NULL;
	first = PyIter_Next(it);
	Py_DECREF(it);
	if (!first && !PyErr_Occurred())
		PyErr_SetString(PyExc_ValueError, "it is empty");
	return first;
}

static PyObject *loop_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	long n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) {
		n++;
		Py_DECREF(item);
	}
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n);
}

static PyMethodDef methods[] = {
	{ "item_bad", item_bad, METH_VARARGS, NULL },
	{ "item_ok", item_ok, METH_VARARGS, NULL },
	{ "with_error_bad", with_error_bad, METH_VARARGS, NULL },
	{ "with_error_ok", with_error_ok, METH_VARARGS, NULL },
	{ "with_error_default_ok", with_error_default_ok, METH_VARARGS, NULL },
	{ "item_string_bad", item_string_bad, METH_O, NULL },
	{ "contains_bad", contains_bad, METH_VARARGS, NULL },
	{ "contains_ok", contains_ok, METH_VARARGS, NULL },
	{ "instance_bad", instance_bad, METH_VARARGS, NULL },
	{ "long_bad", long_bad, METH_O, NULL },
	{ "long_ok", long_ok, METH_O, NULL },
	{ "long_range_bad", long_range_bad, METH_O, NULL },
	{ "long_range_ok", long_range_ok, METH_O, NULL },
	{ "next_bad", next_bad, METH_O, NULL },
	{ "next_ok", next_ok, METH_O, NULL },
	{ "loop_ok", loop_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "lookups", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_lookups(void)
{
	return PyModule_Create(&module);
}
