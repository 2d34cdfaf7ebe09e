// SPDX-License-Identifier: GPL-3.0-or-later
/* What is declared to return a new reference returns a borrowed one. */
#include <Python.h>


#define NEW __attribute__((pyrefcheck_returns_new))
#define BORROWED __attribute__((pyrefcheck_returns_borrowed))
#define CPY_BORROWED __attribute__((cpychecker_returns_borrowed_ref))
#define STEALS(...) __attribute__((pyrefcheck_steals(__VA_ARGS__)))
#define SETS __attribute__((pyrefcheck_negative_sets_exception))

static PyObject *last;

PyObject *item_bad(PyObject *list) NEW;
PyObject *item_bad(PyObject *list)
{
	PyObject *item = PyList_GetItem(list, 0);

	return item; // expect: missing-incref 'item' 'returned as a new reference'
}

PyObject *item_ok(PyObject *list) NEW;
PyObject *item_ok(PyObject *list)
{
	PyObject *item = PyList_GetItem(list, 0);

	Py_XINCREF(item);
	return item;
}

PyObject *item_lent_ok(PyObject *list) BORROWED;
PyObject *item_lent_ok(PyObject *list)
{
	return PyList_GetItem(list, 0);
}

PyObject *item_lent_as_for_cpychecker_ok(PyObject *list) CPY_BORROWED;
PyObject *item_lent_as_for_cpychecker_ok(PyObject *list)
{
	return PyList_GetItem(list, 0);
}

/* A new reference on one way, a borrowed one on another. */
PyObject *either_bad(PyObject *dict, PyObject *key) NEW;
PyObject *either_bad(PyObject *dict, PyObject *key)
{
	PyObject *value = PyDict_GetItemWithError(dict, key);

	if (value)
		return value; // expect: missing-incref 'value' 'returned as a new reference'
	if (PyErr_Occurred())
		return NULL;
	return PyObject_Repr(key);
}

PyObject *either_ok(PyObject *dict, PyObject *key) NEW;
PyObject *either_ok(PyObject *dict, PyObject *key)
{
	PyObject *value = PyDict_GetItemWithError(dict, key);

	if (value) {
		Py_INCREF(value);
		return value;
	}
	if (PyErr_Occurred())
		return NULL;
	return PyObject_Repr(key);
}

/* The caller's own argument, returned. */
PyObject *same_bad(PyObject *o) NEW;
PyObject *same_bad(PyObject *o)
{
	return o; // expect: missing-incref 'o' 'returned as a new reference'
}

PyObject *same_taken_over_ok(PyObject *o) NEW STEALS(1);
PyObject *same_taken_over_ok(PyObject *o)
{
	return o;
}

PyObject *same_lent_ok(PyObject *o) BORROWED;
PyObject *same_lent_ok(PyObject *o)
{
	return o;
}

/* What a helper without attributes hands on is for its callers. */
static PyObject *unsaid_ok(PyObject *o)
{
	return o;
}

PyObject *through_unsaid_bad(PyObject *o) NEW;
PyObject *through_unsaid_bad(PyObject *o)
{
	return unsaid_ok(o); // expect: missing-incref 'returned as a new reference'
}

/* Stolen, and not declared to be. */
int put_bad(PyObject *list, PyObject *item) SETS;
int put_bad(PyObject *list, PyObject *item)
{
	return PyList_SetItem(list, 0, item); // expect: missing-incref 'item' 'takes over a reference'
}

int put_ok(PyObject *list, PyObject *item) SETS;
int put_ok(PyObject *list, PyObject *item)
{
	Py_INCREF(item);
	return PyList_SetItem(list, 0, item);
}

int put_declared_ok(PyObject *list, PyObject *item) SETS STEALS(2);
int put_declared_ok(PyObject *list, PyObject *item)
{
	return PyList_SetItem(list, 0, item);
}

/* A cache that keeps its own. */
PyObject *cached_ok(PyObject *o) BORROWED;
PyObject *cached_ok(PyObject *o)
{
	if (!last)
		last = PyObject_Repr(o);
	return last;
}
