/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A helper of many statements that makes a reference only where its caller
 * asked for one. */
#include <Python.h>

struct walk {
	PyObject *flat;
	Py_ssize_t length, step, rest, at, width, depth;
};

static int start(struct walk *w, PyObject *a, int flatten, int backwards)
{
	w->flat = NULL;
	w->length = w->step = w->rest = w->at = 0;
	w->width = w->depth = 1;
	if (PyList_CheckExact(a)) {
		w->length = PyList_GET_SIZE(a);
		w->step = 1;
		w->rest = w->length % 4;
	} else if (PyTuple_CheckExact(a)) {
		w->length = PyTuple_GET_SIZE(a);
		w->step = 2;
		w->rest = w->length % 8;
	} else if (backwards || !flatten) {
		w->length = 1;
		w->width = 3;
		w->depth = backwards ? 2 : 1;
	} else {
		w->flat = PySequence_List(a);
		if (!w->flat)
			return -1;
		w->length = PyList_GET_SIZE(w->flat);
		w->step = 1;
		w->rest = w->length % 2;
	}
	if (w->rest > 2)
		w->at = w->length - w->rest;
	if (w->length > 100)
		w->depth++;
	if (w->width * w->depth > w->length)
		w->at++;
	return 0;
}

static PyObject *length_ok(PyObject *self, PyObject *a)
{
	struct walk w;

	if (start(&w, a, 0, 0) < 0)
		return NULL;
	return PyLong_FromSsize_t(w.length * w.step + w.at);
}

static PyObject *flat_length_ok(PyObject *self, PyObject *a)
{
	struct walk w;

	if (start(&w, a, 1, 0) < 0)
		return NULL;
	Py_XDECREF(w.flat);
	return PyLong_FromSsize_t(w.length * w.step + w.at);
}

static PyObject *flat_length_bad(PyObject *self, PyObject *a)
{
	struct walk w;

	if (start(&w, a, 1, 0) < 0)
		return NULL;
	return PyLong_FromSsize_t(w.length * w.step + w.at); // expect: reference-leak
}

static PyMethodDef methods[] = {
	{ "a", length_ok, METH_O, NULL },
	{ "b", flat_length_ok, METH_O, NULL },
	{ "c", flat_length_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
