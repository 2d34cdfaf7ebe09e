// SPDX-License-Identifier: GPL-3.0-or-later
/* Containers that the function made, and what it put there. */
#include <Python.h>

/* The numbers in DONE are this function's. */
PyObject *count_ok(PyObject *self, PyObject *list, PyObject *n)
{
	PyObject *o = PyList_GetItem(list, 0), *done, *k, *v;
	long sum = 0;

	if (!o)
		return NULL;
	done = PyDict_New();
	k = PyLong_FromLong(300);
	if (!done || !k || PyDict_SetItem(done, k, k) < 0) {
		Py_XDECREF(done);
		Py_XDECREF(k);
		return NULL;
	}
	v = PyDict_GetItem(done, k);
	if (v)
		sum = PyLong_AsLong(v);
	Py_DECREF(k);
	Py_DECREF(done);
	if (sum == 5)
		Py_RETURN_NONE;
	return Py_NewRef(o);
}

PyObject *count_bad(PyObject *self, PyObject *list, PyObject *n)
{
	PyObject *o = PyList_GetItem(list, 0), *done, *k, *v;
	long sum = 0;

	if (!o)
		return NULL;
	done = PyDict_New();
	k = PyLong_FromLong(300);
	if (!done || !k || PyDict_SetItem(done, k, n) < 0) {
		Py_XDECREF(done);
		Py_XDECREF(k);
		return NULL;
	}
	v = PyDict_GetItem(done, k);
	if (v)
		sum = PyLong_AsLong(v);
	Py_DECREF(k);
	Py_DECREF(done);
	if (sum == 5)
		Py_RETURN_NONE;
	return Py_NewRef(o);	// expect: stale-borrow 'PyLong_AsLong'
}

/* PySequence_Fast of a list is the list: nobody else has it. */
PyObject *keys_ok(PyObject *self, PyObject *dict, PyObject *call)
{
	PyObject *keys = PyDict_Keys(dict), *fast, *item, *r, *all;

	if (!keys)
		return NULL;
	fast = PySequence_Fast(keys, "keys");
	Py_DECREF(keys);
	if (!fast)
		return NULL;
	all = PySet_New(NULL);
	if (!all || !PySequence_Fast_GET_SIZE(fast)) {
		Py_DECREF(fast);
		return all;
	}
	item = PySequence_Fast_GET_ITEM(fast, 0);
	r = PyObject_CallOneArg(call, item);
	if (!r || PySet_Add(all, item) < 0)
		Py_CLEAR(all);
	Py_XDECREF(r);
	Py_DECREF(fast);
	return all;
}

PyObject *keys_bad(PyObject *self, PyObject *list, PyObject *call)
{
	PyObject *fast, *item, *r, *all;

	fast = PySequence_Fast(list, "keys");
	if (!fast)
		return NULL;
	all = PySet_New(NULL);
	if (!all || !PySequence_Fast_GET_SIZE(fast)) {
		Py_DECREF(fast);
		return all;
	}
	item = PySequence_Fast_GET_ITEM(fast, 0);
	r = PyObject_CallOneArg(call, item);
	if (!r || PySet_Add(all, item) < 0)	// expect: stale-borrow 'item'
		Py_CLEAR(all);
	Py_XDECREF(r);
	Py_DECREF(fast);
	return all;
}

/* What is cut off the end of a list was its own, and is ours. */
PyObject *cut_off_ok(PyObject *self, PyObject *arg, PyObject *call)
{
	PyObject *list = PySequence_List(arg), *last, *r;
	Py_ssize_t n;

	if (!list)
		return NULL;
	n = PyList_GET_SIZE(list);
	if (n < 1) {
		Py_DECREF(list);
		Py_RETURN_NONE;
	}
	last = PyList_GET_ITEM(list, n - 1);
	((PyVarObject *)list)->ob_size--;
	r = PyObject_CallOneArg(call, list);
	Py_DECREF(list);
	if (!r) {
		Py_DECREF(last);
		return NULL;
	}
	Py_DECREF(r);
	return last;
}

/* A record inside a list that was made for this call. */
PyObject *record_ok(PyObject *self, PyObject *call)
{
	PyObject *rows = PyObject_CallNoArgs(call), *row, *name, *n, *r;

	if (!rows)
		return NULL;
	row = PyList_GetItem(rows, 0);
	name = row ? PyTuple_GetItem(row, 0) : NULL;
	n = row ? PyTuple_GetItem(row, 1) : NULL;
	if (!name || !n) {
		Py_DECREF(rows);
		return NULL;
	}
	if (PyLong_AsLong(n) == -1 && PyErr_Occurred()) {
		Py_DECREF(rows);
		return NULL;
	}
	r = Py_NewRef(name);
	Py_DECREF(rows);
	return r;
}
