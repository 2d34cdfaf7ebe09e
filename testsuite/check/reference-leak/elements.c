// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
/* An element that is named twice is one place, also where the number of the
 * first round is known. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	Py_ssize_t n;
	PyObject **v;
} Row;

static PyObject *as_tuple_ok(PyObject *o, PyObject *arg)
{
	Row *self = (Row *) o;
	PyObject *t = PyTuple_New(self->n);
	Py_ssize_t i;

	if (!t)
		return NULL;
	for (i = 0; i < self->n; i++) {
		Py_INCREF(self->v[i]);
		PyTuple_SET_ITEM(t, i, self->v[i]);
	}
	return t;
}

static PyObject *as_tuple_bad(PyObject *o, PyObject *arg)
{
	Row *self = (Row *) o;
	PyObject *t = PyTuple_New(self->n);
	Py_ssize_t i;

	if (!t)
		return NULL;
	for (i = 0; i < self->n; i++) {
		Py_INCREF(self->v[i]); // expect: reference-leak
		PyTuple_SET_ITEM(t, i, Py_NewRef(self->v[i]));
	}
	return t;
}

static PyObject *first_ok(PyObject *o, PyObject *arg)
{
	Row *self = (Row *) o;
	Py_ssize_t i = 0;

	Py_INCREF(self->v[i]);
	return self->v[i];
}

static PyObject *held_a_while_ok(PyObject *o, PyObject *arg)
{
	Row *self = (Row *) o;
	Py_ssize_t i;

	for (i = 0; i < self->n; i++) {
		Py_INCREF(self->v[i]);
		Py_DECREF(self->v[i]);
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{"as_tuple_ok", as_tuple_ok, METH_NOARGS, NULL},
	{"as_tuple_bad", as_tuple_bad, METH_NOARGS, NULL},
	{"first_ok", first_ok, METH_NOARGS, NULL},
	{"held_a_while_ok", held_a_while_ok, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

PyMethodDef *exported_methods = methods;
