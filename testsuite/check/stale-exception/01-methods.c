// SPDX-License-Identifier: GPL-3.0-or-later
/* Methods that go on after a failure that they looked at. */
#include <Python.h>

static PyObject *forgotten_return_bad(PyObject *self, PyObject *arg)
{
	if (!PyList_Check(arg))
		PyErr_SetString(PyExc_TypeError, "a list is needed");
	Py_RETURN_NONE; // expect: stale-exception 'PyErr_SetString' 'set an exception'
}

static PyObject *forgotten_return_ok(PyObject *self, PyObject *arg)
{
	if (!PyList_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "a list is needed");
		return NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *attribute_bad(PyObject *self, PyObject *arg)
{
	PyObject *name = PyObject_GetAttrString(arg, "name");

	if (!name)
		Py_RETURN_NONE; // expect: stale-exception 'PyObject_GetAttrString'
	return name;
}

static PyObject *attribute_ok(PyObject *self, PyObject *arg)
{
	PyObject *name = PyObject_GetAttrString(arg, "name");

	if (!name) {
		if (!PyErr_ExceptionMatches(PyExc_AttributeError))
			return NULL;
		PyErr_Clear();
		Py_RETURN_NONE;
	}
	return name;
}

static PyObject *loop_end_bad(PyObject *self, PyObject *arg)
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
		n = -1;
	Py_RETURN_NONE; // expect: stale-exception 'PyIter_Next'
}

static PyObject *loop_end_ok(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL)
		Py_DECREF(item);
	Py_DECREF(it);
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *item_default_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyObject_GetItem(dict, key);
	if (!r) {
		r = Py_None;
		Py_INCREF(r);
	}
	return r; // expect: stale-exception 'PyObject_GetItem'
}

static PyObject *item_default_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyObject_GetItem(dict, key);
	if (!r && PyErr_ExceptionMatches(PyExc_KeyError)) {
		PyErr_Clear();
		r = Py_None;
		Py_INCREF(r);
	}
	return r;
}

static PyObject *number_bad(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		n = 0;
	return PyLong_FromLong(n); // expect: stale-exception 'PyLong_AsLong'
}

static PyObject *number_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred()) {
		if (!PyErr_ExceptionMatches(PyExc_OverflowError))
			return NULL;
		PyErr_Clear();
		n = 0;
	}
	return PyLong_FromLong(n);
}

/* An exception of an earlier try is restored, and then success returned. */
static PyObject *restored_bad(PyObject *self, PyObject *arg)
{
	PyObject *type, *value, *tb, *r;

	r = PyObject_Repr(arg);
	if (r)
		return r;
	PyErr_Fetch(&type, &value, &tb);
	r = PyUnicode_FromString("?");
	if (!r) {
		Py_XDECREF(type);
		Py_XDECREF(value);
		Py_XDECREF(tb);
		return NULL;
	}
	PyErr_Restore(type, value, tb);
	return r; // expect: stale-exception
}

static PyObject *restored_ok(PyObject *self, PyObject *arg)
{
	PyObject *type, *value, *tb, *r;

	r = PyObject_Repr(arg);
	if (r)
		return r;
	PyErr_Fetch(&type, &value, &tb);
	r = PyObject_CallMethod(arg, "log", NULL);
	if (!r)
		PyErr_WriteUnraisable(arg);
	Py_XDECREF(r);
	PyErr_Restore(type, value, tb);
	return NULL;
}

/* Reported and thereby gone. */
static PyObject *unraisable_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_CallNoArgs(arg);

	if (!r)
		PyErr_WriteUnraisable(arg);
	Py_XDECREF(r);
	Py_RETURN_NONE;
}

static PyObject *printed_ok(PyObject *self, PyObject *arg)
{
	PyObject *r = PyObject_CallNoArgs(arg);

	if (!r)
		PyErr_Print();
	Py_XDECREF(r);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "forgotten_return_bad", forgotten_return_bad, METH_O, NULL },
	{ "forgotten_return_ok", forgotten_return_ok, METH_O, NULL },
	{ "attribute_bad", attribute_bad, METH_O, NULL },
	{ "attribute_ok", attribute_ok, METH_O, NULL },
	{ "loop_end_bad", loop_end_bad, METH_O, NULL },
	{ "loop_end_ok", loop_end_ok, METH_O, NULL },
	{ "item_default_bad", item_default_bad, METH_VARARGS, NULL },
	{ "item_default_ok", item_default_ok, METH_VARARGS, NULL },
	{ "number_bad", number_bad, METH_O, NULL },
	{ "number_ok", number_ok, METH_O, NULL },
	{ "restored_bad", restored_bad, METH_O, NULL },
	{ "restored_ok", restored_ok, METH_O, NULL },
	{ "unraisable_ok", unraisable_ok, METH_O, NULL },
	{ "printed_ok", printed_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "methods", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_methods(void)
{
	return PyModule_Create(&module);
}
