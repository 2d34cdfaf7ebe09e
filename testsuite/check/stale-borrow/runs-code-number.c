// SPDX-License-Identifier: GPL-3.0-or-later
/* What can run Python code, whether it succeeds or fails, can empty the list
 * that lent the item. */
#include <Python.h>

long seen;

PyObject *compare_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_RichCompare(key, self, Py_LT);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_RichCompare'
	return r;
}

PyObject *compare_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_RichCompare(key, self, Py_LT);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_RichCompare'
	return r;
}

PyObject *add_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Add(key, self);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Add'
	return r;
}

PyObject *add_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Add(key, self);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Add'
	return r;
}

PyObject *number_long_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Long(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Long'
	return r;
}

PyObject *number_long_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Long(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Long'
	return r;
}

PyObject *number_float_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Float(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Float'
	return r;
}

PyObject *number_float_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Float(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Float'
	return r;
}

PyObject *number_index_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Index(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Index'
	return r;
}

PyObject *number_index_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyNumber_Index(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_Index'
	return r;
}

PyObject *repr_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Repr(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Repr'
	return r;
}

PyObject *repr_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Repr(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Repr'
	return r;
}

PyObject *str_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Str(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Str'
	return r;
}

PyObject *str_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Str(key);
	if (!r)
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_Str'
	return r;
}

PyObject *is_true_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_IsTrue(key) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_IsTrue'
	Py_RETURN_NONE;
}

PyObject *is_true_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_IsTrue(key) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_IsTrue'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *compare_bool_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_RichCompareBool(key, self, Py_EQ) < 0)
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_RichCompareBool'
	Py_RETURN_NONE;
}

PyObject *compare_bool_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	if (PyObject_RichCompareBool(key, self, Py_EQ) < 0) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyObject_RichCompareBool'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *as_long_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyLong_AsLong(key);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyLong_AsLong'
	Py_RETURN_NONE;
}

PyObject *as_long_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyLong_AsLong(key);
	if (n == -1 && PyErr_Occurred()) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyLong_AsLong'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *as_ssize_t_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyNumber_AsSsize_t(key, NULL);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_AsSsize_t'
	Py_RETURN_NONE;
}

PyObject *as_ssize_t_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	long n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyNumber_AsSsize_t(key, NULL);
	if (n == -1 && PyErr_Occurred()) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyNumber_AsSsize_t'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *as_double_works_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	double n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyFloat_AsDouble(key);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyFloat_AsDouble'
	Py_RETURN_NONE;
}

PyObject *as_double_fails_bad(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item;
	double n;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	n = PyFloat_AsDouble(key);
	if (n == -1 && PyErr_Occurred()) {
		seen = item->ob_refcnt; // expect: stale-borrow 'item' 'list' 'PyFloat_AsDouble'
		return NULL;
	}
	Py_RETURN_NONE;
}

PyObject *type_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyObject_Type(key);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *from_long_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyLong_FromLong(5);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *from_string_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyUnicode_FromString("x");
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *from_double_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyFloat_FromDouble(1.5);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *slice_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyTuple_GetSlice(args, 0, 1);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}

PyObject *bytes_ok(PyObject *self, PyObject *args)
{
	PyObject *list, *key, *item, *r;

	if (!PyArg_ParseTuple(args, "O!O", &PyList_Type, &list, &key))
		return NULL;
	item = PyList_GetItem(list, 0);
	if (!item)
		return NULL;
	r = PyBytes_FromStringAndSize("x", 1);
	if (!r)
		return NULL;
	seen = item->ob_refcnt;
	return r;
}
