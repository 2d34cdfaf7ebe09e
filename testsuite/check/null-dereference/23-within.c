// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper that refuses an index past the end, and callers that stay before
 * it. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	Py_ssize_t count;
	PyObject *v[8];
} vector;

static PyObject *item(vector *s, Py_ssize_t i)
{
	if (0 <= i && i < s->count)
		return s->v[i];
	PyErr_SetString(PyExc_IndexError, "out of range");
	return NULL;
}

static PyObject *unsigned_item(vector *s, size_t i)
{
	if (i >= (size_t) s->count) {
		PyErr_SetString(PyExc_IndexError, "out of range");
		return NULL;
	}
	return s->v[i];
}

PyObject *all_ok(vector *s)
{
	PyObject *l = PyList_New(s->count);
	Py_ssize_t n = s->count;

	if (l == NULL)
		return NULL;
	for (Py_ssize_t i = 0; i < n; i++) {
		PyObject *o = item(s, i);

		Py_INCREF(o);
		PyList_SET_ITEM(l, i, o);
	}
	return l;
}

Py_ssize_t unsigned_ok(vector *s)
{
	Py_ssize_t sum = 0;

	for (size_t i = 0; i < (size_t) s->count; i++)
		sum += Py_REFCNT(unsigned_item(s, i));
	return sum;
}

PyObject *asked_ok(vector *s, Py_ssize_t i)
{
	PyObject *o;

	if (i < 0 || i >= s->count)
		return NULL;
	o = item(s, i);
	Py_INCREF(o);
	return o;
}

PyObject *asked_bad(vector *s, Py_ssize_t i)
{
	PyObject *o;

	if (i < 0 || i > s->count)
		return NULL;
	o = item(s, i);
	Py_INCREF(o); // expect: null-dereference 'o'
	return o;
}

PyObject *unasked_bad(vector *s, Py_ssize_t i)
{
	PyObject *o = item(s, i);

	Py_INCREF(o); // expect: null-dereference 'o'
	return o;
}
