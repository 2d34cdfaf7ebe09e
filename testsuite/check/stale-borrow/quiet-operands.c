// SPDX-License-Identifier: GPL-3.0-or-later
/* Calls that run no Python code for what their operands are. */
#include <Python.h>

extern int lib_is_number(PyObject *o);

static int is_integer(PyObject *o)
{
	return PyLong_Check(o);
}

static PyObject *first(PyObject *list)
{
	return PyList_GetItem(list, 0);
}

PyObject *number_bad(PyObject *self, PyObject *list)
{
	PyObject *o = first(list);
	long v;

	if (!o)
		return NULL;
	v = PyLong_AsLong(o);
	if (v == -1 && PyErr_Occurred())
		return NULL;
	return Py_NewRef(o);	// expect: stale-borrow 'PyLong_AsLong'
}

PyObject *type_compared_ok(PyObject *self, PyObject *list)
{
	PyObject *o = first(list);
	long v;

	if (!o)
		return NULL;
	if (Py_TYPE(o) != &PyLong_Type)
		Py_RETURN_NONE;
	v = PyLong_AsLong(o);
	if (v == -1 && PyErr_Occurred())
		return NULL;
	return Py_NewRef(o);
}

PyObject *type_compared_bad(PyObject *self, PyObject *list)
{
	PyObject *o = first(list);
	long v;

	if (!o)
		return NULL;
	if (Py_TYPE(o) == &PyLong_Type)
		Py_RETURN_NONE;
	v = PyLong_AsLong(o);
	if (v == -1 && PyErr_Occurred())
		return NULL;
	return Py_NewRef(o);	// expect: stale-borrow 'PyLong_AsLong'
}

PyObject *helper_checked_ok(PyObject *self, PyObject *list)
{
	PyObject *o = first(list);
	long v;

	if (!o)
		return NULL;
	if (!is_integer(o))
		Py_RETURN_NONE;
	v = PyLong_AsLong(o);
	if (v == -1 && PyErr_Occurred())
		return NULL;
	return Py_NewRef(o);
}

/* Nobody knows what another library finds out. */
PyObject *library_checked_ok(PyObject *self, PyObject *list)
{
	PyObject *o = first(list);
	long v;

	if (!o)
		return NULL;
	if (!lib_is_number(o))
		Py_RETURN_NONE;
	v = PyLong_AsLong(o);
	if (v == -1 && PyErr_Occurred())
		return NULL;
	return Py_NewRef(o);
}

PyObject *in_place_ok(PyObject *self, PyObject *list)
{
	PyObject *o = first(list), *a, *b;

	if (!o)
		return NULL;
	a = PyLong_FromLong(300);
	if (!a)
		return NULL;
	b = PyNumber_InPlaceAdd(a, a);
	Py_DECREF(a);
	if (!b)
		return NULL;
	Py_DECREF(b);
	return Py_NewRef(o);
}

PyObject *in_place_bad(PyObject *self, PyObject *list, PyObject *a)
{
	PyObject *o = first(list), *b;

	if (!o)
		return NULL;
	b = PyNumber_InPlaceAdd(a, a);
	if (!b)
		return NULL;
	Py_DECREF(b);
	return Py_NewRef(o);	// expect: stale-borrow 'PyNumber_InPlaceAdd'
}

/* A str has no buffer: there is an exception, and no code that runs. */
PyObject *concat_ok(PyObject *self, PyObject *list)
{
	PyObject *o = first(list), *a, *b;

	if (!o)
		return NULL;
	a = PyUnicode_FromString("a/");
	b = PyBytes_FromFormat("lib%d", 3);
	if (!a || !b) {
		Py_XDECREF(a);
		Py_XDECREF(b);
		return NULL;
	}
	PyBytes_Concat(&a, b);
	Py_DECREF(b);
	if (!a)
		return NULL;
	Py_DECREF(a);
	return Py_NewRef(o);
}

PyObject *concat_bad(PyObject *self, PyObject *list, PyObject *b)
{
	PyObject *o = first(list), *a;

	if (!o)
		return NULL;
	a = PyBytes_FromString("a/");
	if (!a)
		return NULL;
	PyBytes_Concat(&a, b);
	if (!a)
		return NULL;
	Py_DECREF(a);
	return Py_NewRef(o);	// expect: stale-borrow 'PyBytes_Concat'
}

PyObject *get_item_ok(PyObject *self, PyObject *list)
{
	PyObject *o = first(list), *d, *k, *v;

	if (!o)
		return NULL;
	d = PyDict_New();
	k = PyUnicode_FromString("k");
	v = d && k ? PyObject_GetItem(d, k) : NULL;
	Py_XDECREF(d);
	Py_XDECREF(k);
	if (!v)
		return NULL;
	Py_DECREF(v);
	return Py_NewRef(o);
}

PyObject *get_item_bad(PyObject *self, PyObject *list, PyObject *key)
{
	PyObject *o = first(list), *d, *v;

	if (!o)
		return NULL;
	d = PyDict_New();
	if (!d)
		return NULL;
	v = PyObject_GetItem(d, key);
	Py_DECREF(d);
	if (!v)
		return NULL;
	Py_DECREF(v);
	return Py_NewRef(o);	// expect: stale-borrow 'PyObject_GetItem'
}
