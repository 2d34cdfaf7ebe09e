// SPDX-License-Identifier: GPL-3.0-or-later
/* What is declared to be borrowed is new; what is declared to be taken over is not. */
#include <Python.h>


#define BORROWED __attribute__((pyrefcheck_returns_borrowed))
#define FROM(n) __attribute__((pyrefcheck_borrows_from(n)))
#define CPY_BORROWED __attribute__((cpychecker_returns_borrowed_ref))
#define STEALS(n) __attribute__((pyrefcheck_steals(n)))
#define CPY_STEALS(n) __attribute__((cpychecker_steals_reference_to_arg(n)))
#define ON_SUCCESS(n) __attribute__((pyrefcheck_steals_on_success(n)))

PyObject *repr_bad(PyObject *o) BORROWED;
PyObject *repr_bad(PyObject *o)
{
	return PyObject_Repr(o); // expect: reference-leak 'repr_bad' 'declared to return a borrowed reference'
}

PyObject *repr_from_bad(PyObject *o) FROM(1);
PyObject *repr_from_bad(PyObject *o)
{
	PyObject *s = PyObject_Str(o);

	return s; // expect: reference-leak 's' 'declared to return a borrowed reference'
}

PyObject *repr_as_for_cpychecker_bad(PyObject *o) CPY_BORROWED;
PyObject *repr_as_for_cpychecker_bad(PyObject *o)
{
	return PyObject_Repr(o); // expect: reference-leak 'declared to return a borrowed reference'
}

PyObject *repr_ok(PyObject *o) __attribute__((pyrefcheck_returns_new));
PyObject *repr_ok(PyObject *o)
{
	return PyObject_Repr(o);
}

PyObject *kept_ok(PyObject *list, PyObject *o) BORROWED;
PyObject *kept_ok(PyObject *list, PyObject *o)
{
	PyObject *s = PyObject_Repr(o);
	int rc;

	if (!s)
		return NULL;
	rc = PyList_Append(list, s);
	Py_DECREF(s);
	return rc < 0 ? NULL : s;
}

/* A reference too many. */
PyObject *first_bad(PyObject *list) FROM(1);
PyObject *first_bad(PyObject *list)
{
	PyObject *item = PyList_GetItem(list, 0);

	Py_XINCREF(item);
	return item; // expect: reference-leak 'item' 'declared to return a borrowed reference'
}

int append_bad(PyObject *list, PyObject *item) STEALS(2);
int append_bad(PyObject *list, PyObject *item)
{
	return PyList_Append(list, item); // expect: reference-leak 'item' 'declared to take it over'
}

int append_as_for_cpychecker_bad(PyObject *list, PyObject *item) CPY_STEALS(2);
int append_as_for_cpychecker_bad(PyObject *list, PyObject *item)
{
	return PyList_Append(list, item); // expect: reference-leak 'item' 'declared to take it over'
}

int append_ok(PyObject *list, PyObject *item) STEALS(2);
int append_ok(PyObject *list, PyObject *item)
{
	int rc = PyList_Append(list, item);

	Py_DECREF(item);
	return rc;
}

int append_unsaid_ok(PyObject *list, PyObject *item)
{
	return PyList_Append(list, item);
}

/* Not on the way on which it fails early. */
int set_bad(PyObject *list, PyObject *item) STEALS(2);
int set_bad(PyObject *list, PyObject *item)
{
	if (!PyList_Check(list)) {
		PyErr_BadInternalCall();
		return -1; // expect: reference-leak 'item' 'declared to take it over'
	}
	return PyList_SetItem(list, 0, item);
}

int set_ok(PyObject *list, PyObject *item) STEALS(2);
int set_ok(PyObject *list, PyObject *item)
{
	if (!PyList_Check(list)) {
		Py_XDECREF(item);
		PyErr_BadInternalCall();
		return -1;
	}
	return PyList_SetItem(list, 0, item);
}

/* Only when it succeeds. */
int store_bad(PyObject *dict, PyObject *item) ON_SUCCESS(2);
int store_bad(PyObject *dict, PyObject *item)
{
	if (PyDict_SetItemString(dict, "item", item) < 0)
		return -1;
	return 0; // expect: reference-leak 'item' 'declared to take it over'
}

int store_ok(PyObject *dict, PyObject *item) ON_SUCCESS(2);
int store_ok(PyObject *dict, PyObject *item)
{
	if (PyDict_SetItemString(dict, "item", item) < 0)
		return -1;
	Py_DECREF(item);
	return 0;
}

struct node { PyObject *value; };

void keep_ok(struct node *n, PyObject *item) STEALS(2);
void keep_ok(struct node *n, PyObject *item)
{
	n->value = item;
}
