// SPDX-License-Identifier: GPL-3.0-or-later
/* NULL from and to helpers of the file, and in init functions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *get_name(PyObject *o)
{
	return PyObject_GetAttrString(o, "__name__");
}

static PyObject *name_bad(PyObject *self, PyObject *arg)
{
	PyObject *name = get_name(arg);
	PyObject *r = PyUnicode_AsUTF8String(name); // expect: null-argument 'PyUnicode_AsUTF8String' 'name'

	Py_XDECREF(name);
	return r;
}

static PyObject *name_ok(PyObject *self, PyObject *arg)
{
	PyObject *name = get_name(arg);
	PyObject *r;

	if (!name)
		return NULL;
	r = PyUnicode_AsUTF8String(name);
	Py_DECREF(name);
	return r;
}

/* Handles NULL itself. */
static PyObject *concat(PyObject *a, PyObject *b)
{
	PyObject *r = a && b ? PyNumber_Add(a, b) : NULL;

	Py_XDECREF(a);
	Py_XDECREF(b);
	return r;
}

static PyObject *tolerant_ok(PyObject *self, PyObject *arg)
{
	PyObject *a = PyObject_GetAttrString(arg, "a"), *b;

	if (!a)
		return NULL;
	b = PyObject_GetAttrString(arg, "b");
	return concat(a, b);
}

static PyObject *find(PyObject *dict, const char *key)
{
	PyObject *o = PyDict_GetItemString(dict, key);

	return o;
}

static PyObject *find_bad(PyObject *self, PyObject *dict)
{
	return PyObject_GetIter(find(dict, "x")); // expect: null-argument 'PyObject_GetIter'
}

static PyObject *find_ok(PyObject *self, PyObject *dict)
{
	PyObject *x = find(dict, "x");
	Py_ssize_t n;

	if (!x)
		Py_RETURN_NONE;
	n = PyObject_Length(x);
	if (n < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}

static PyObject *next_bad(PyObject *self, PyObject *it)
{
	PyObject *item, *r;

	if (!PyIter_Check(it)) {
		PyErr_SetString(PyExc_TypeError, "an iterator is expected");
		return NULL;
	}
	item = PyIter_Next(it);
	r = PyObject_GetIter(item); // expect: null-argument 'PyObject_GetIter' 'item'
	Py_XDECREF(item);
	return r;
}

static PyObject *next_ok(PyObject *self, PyObject *it)
{
	PyObject *item, *r;

	if (!PyIter_Check(it)) {
		PyErr_SetString(PyExc_TypeError, "an iterator is expected");
		return NULL;
	}
	item = PyIter_Next(it);
	if (!item) {
		if (PyErr_Occurred())
			return NULL;
		Py_RETURN_NONE;
	}
	r = PyNumber_Long(item);
	Py_DECREF(item);
	return r;
}

static PyObject *loop_bad(PyObject *self, PyObject *args)
{
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);
	PyObject *set = PySet_New(NULL);

	if (!set)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *o = PyNumber_Index(PyTuple_GET_ITEM(args, i));
		int status = PySet_Add(set, o); // expect: null-argument 'PySet_Add' 'o'

		Py_XDECREF(o);
		if (status < 0) {
			Py_DECREF(set);
			return NULL;
		}
	}
	return set;
}

static PyObject *loop_ok(PyObject *self, PyObject *args)
{
	Py_ssize_t i, n = PyTuple_GET_SIZE(args);
	PyObject *list = PyList_New(0);

	if (!list)
		return NULL;
	for (i = 0; i < n; i++) {
		PyObject *o = PyNumber_Index(PyTuple_GET_ITEM(args, i));
		int status = o ? PyList_Append(list, o) : -1;

		Py_XDECREF(o);
		if (status < 0) {
			Py_DECREF(list);
			return NULL;
		}
	}
	return list;
}

static PyMethodDef methods[] = {
	{ "name_bad", name_bad, METH_O, NULL },
	{ "name", name_ok, METH_O, NULL },
	{ "tolerant", tolerant_ok, METH_O, NULL },
	{ "find_bad", find_bad, METH_O, NULL },
	{ "find", find_ok, METH_O, NULL },
	{ "next_bad", next_bad, METH_O, NULL },
	{ "next", next_ok, METH_O, NULL },
	{ "loop_bad", loop_bad, METH_VARARGS, NULL },
	{ "loop", loop_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, -1, methods, NULL, NULL, NULL,
	NULL
};

static int add_bad(PyObject *m)
{
	PyObject *dict = PyModule_GetDict(m);
	PyObject *version = PyUnicode_FromString("1.0");
	int status;

	status = PyDict_SetItemString(dict, "version", version); // expect: null-argument 'PyDict_SetItemString' 'version'
	Py_XDECREF(version);
	return status;
}

static int add_ok(PyObject *m)
{
	PyObject *version = PyUnicode_FromString("1.0");
	/* PyModule_AddObjectRef takes NULL with an exception set. */
	int status = PyModule_AddObjectRef(m, "version", version);

	Py_XDECREF(version);
	return status;
}

PyMODINIT_FUNC PyInit_helpers(void)
{
	PyObject *m = PyModule_Create(&module);

	if (!m)
		return NULL;
	if (add_bad(m) < 0 || add_ok(m) < 0) {
		Py_DECREF(m);
		return NULL;
	}
	return m;
}
