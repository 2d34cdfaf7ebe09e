// SPDX-License-Identifier: GPL-3.0-or-later
/* -1 and NULL that may be an error or an answer. */
#include <Python.h>

static PyObject *long_bad(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg); // expect: unchecked-error 'PyLong_AsLong'

	return PyLong_FromLong(n + 1);
}

static PyObject *long_ok(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n + 1);
}

static PyObject *later_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	long m, n;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	m = PyLong_AsLong(a);
	if (m == -1 && PyErr_Occurred())
		return NULL;
	n = PyLong_AsLong(b);
	if (PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(m + n);
}

static PyObject *double_bad(PyObject *self, PyObject *arg)
{
	double d = PyFloat_AsDouble(arg); // expect: unchecked-error 'PyFloat_AsDouble'

	return PyFloat_FromDouble(d / 2);
}

static PyObject *double_ok(PyObject *self, PyObject *arg)
{
	double d = PyFloat_AsDouble(arg);

	if (d == -1.0 && PyErr_Occurred())
		return NULL;
	return PyFloat_FromDouble(d / 2);
}

/* The type was looked at: no error is left that it could have. */
static PyObject *float_known_ok(PyObject *self, PyObject *arg)
{
	if (!PyFloat_Check(arg)) {
		PyErr_SetString(PyExc_TypeError, "a float is needed");
		return NULL;
	}
	return PyFloat_FromDouble(PyFloat_AsDouble(arg) / 2);
}

/* Made a float: nothing is left to fail. */
static PyObject *float_made_ok(PyObject *self, PyObject *arg)
{
	PyObject *f = PyNumber_Float(arg);
	double d;

	if (!f)
		return NULL;
	d = PyFloat_AsDouble(f);
	Py_DECREF(f);
	return PyFloat_FromDouble(d / 2);
}

static PyObject *stored_bad(PyObject *self, PyObject *args)
{
	PyObject *o;
	double point[2];

	if (!PyArg_ParseTuple(args, "O", &o))
		return NULL;
	point[0] = PyFloat_AsDouble(o); // expect: unchecked-error 'PyFloat_AsDouble'
	point[1] = 0;
	return Py_BuildValue("(dd)", point[0], point[1]);
}

static PyObject *size_bad(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);

	return PyFloat_FromDouble((double) n); // expect: error-as-truth 'PyObject_Size'
}

static PyObject *size_ok(PyObject *self, PyObject *arg)
{
	Py_ssize_t n = PyObject_Size(arg);

	if (n < 0)
		return NULL;
	return PyFloat_FromDouble((double) n);
}

static PyObject *next_bad(PyObject *self, PyObject *arg)
{
	PyObject *it = PyObject_GetIter(arg), *item;
	long n = 0;

	if (!it)
		return NULL;
	while ((item = PyIter_Next(it)) != NULL) { // expect: unchecked-error 'PyIter_Next'
		n++;
		Py_DECREF(item);
	}
	Py_DECREF(it);
	return PyLong_FromLong(n);
}

static PyObject *next_ok(PyObject *self, PyObject *arg)
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

static PyObject *item_bad(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyDict_GetItemWithError(dict, key); // expect: unchecked-error 'PyDict_GetItemWithError'
	if (!r)
		Py_RETURN_NONE;
	return Py_NewRef(r);
}

static PyObject *item_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyDict_GetItemWithError(dict, key);
	if (!r) {
		if (PyErr_Occurred())
			return NULL;
		Py_RETURN_NONE;
	}
	return Py_NewRef(r);
}

/* PyDict_GetItem tells no errors: there is nothing to look at. */
static PyObject *old_item_ok(PyObject *self, PyObject *args)
{
	PyObject *dict, *key, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyDict_Type, &dict, &key))
		return NULL;
	r = PyDict_GetItem(dict, key);
	if (!r)
		Py_RETURN_NONE;
	return Py_NewRef(r);
}

static PyObject *mask_bad(PyObject *self, PyObject *arg)
{
	unsigned long n = PyLong_AsUnsignedLongMask(arg); // expect: unchecked-error 'PyLong_AsUnsignedLongMask'

	return PyLong_FromUnsignedLong(n & 0xff);
}

static PyMethodDef methods[] = {
	{ "long_bad", long_bad, METH_O, NULL },
	{ "long_ok", long_ok, METH_O, NULL },
	{ "later_ok", later_ok, METH_VARARGS, NULL },
	{ "double_bad", double_bad, METH_O, NULL },
	{ "double_ok", double_ok, METH_O, NULL },
	{ "float_known_ok", float_known_ok, METH_O, NULL },
	{ "stored_bad", stored_bad, METH_VARARGS, NULL },
	{ "size_bad", size_bad, METH_O, NULL },
	{ "size_ok", size_ok, METH_O, NULL },
	{ "next_bad", next_bad, METH_O, NULL },
	{ "next_ok", next_ok, METH_O, NULL },
	{ "item_bad", item_bad, METH_VARARGS, NULL },
	{ "item_ok", item_ok, METH_VARARGS, NULL },
	{ "old_item_ok", old_item_ok, METH_VARARGS, NULL },
	{ "mask_bad", mask_bad, METH_O, NULL },
	{ "float_made_ok", float_made_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "ambiguous", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_ambiguous(void)
{
	return PyModule_Create(&module);
}
