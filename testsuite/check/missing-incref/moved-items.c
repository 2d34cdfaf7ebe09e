// SPDX-License-Identifier: GPL-3.0-or-later
/* Items that move within their list, and what a member gave before somebody
 * looked at it again. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *drop_first_ok(PyObject *self, PyObject *list)
{
	Py_ssize_t n, j;
	PyObject *first;

	if (!PyList_Check(list) || PyList_GET_SIZE(list) < 1) {
		PyErr_SetString(PyExc_TypeError, "no list, or empty");
		return NULL;
	}
	n = PyList_GET_SIZE(list);
	first = PyList_GET_ITEM(list, 0);
	PyList_SET_ITEM(list, 0, NULL);
	for (j = 1; j < n; j++)
		PyList_SET_ITEM(list, j - 1, PyList_GET_ITEM(list, j));
	PyList_SET_ITEM(list, n - 1, NULL);
	Py_SET_SIZE(list, n - 1);
	return first;
}

static PyObject *copy_first_bad(PyObject *self, PyObject *from)
{
	PyObject *list;

	if (!PyList_Check(from) || PyList_GET_SIZE(from) < 1) {
		PyErr_SetString(PyExc_TypeError, "no list, or empty");
		return NULL;
	}
	list = PyList_New(1);
	if (!list)
		return NULL;
	PyList_SET_ITEM(list, 0, PyList_GET_ITEM(from, 0)); // expect: missing-incref
	return list;
}

typedef struct {
	PyObject_HEAD
	PyObject *to;
	float *data;
} Source;

extern int convert(PyObject *array, float **data);
extern void fill(float **data, unsigned *n);

static PyObject *source_do_ok(Source *self, PyObject *args)
{
	PyObject *out;
	unsigned n = 0;

	Py_INCREF(self->to);
	if (!convert(self->to, &self->data)) {
		Py_DECREF(self->to);
		return NULL;
	}
	fill(&self->data, &n);
	out = PyTuple_New(1);
	if (!out) {
		Py_DECREF(self->to);
		return NULL;
	}
	PyTuple_SetItem(out, 0, self->to);
	return out;
}

static PyObject *source_again_bad(Source *self, PyObject *args)
{
	PyObject *out;
	unsigned n = 0;

	Py_INCREF(self->to);
	if (!convert(args, &self->data)) {
		Py_DECREF(self->to);
		return NULL;
	}
	fill(&self->data, &n);
	Py_DECREF(self->to);
	out = PyTuple_New(1);
	if (!out)
		return NULL;
	PyTuple_SetItem(out, 0, self->to); // expect: missing-incref
	return out;
}

static void source_dealloc(Source *self)
{
	Py_XDECREF(self->to);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef source_methods[] = {
	{"do", (PyCFunction)source_do_ok, METH_NOARGS, NULL},
	{"again", (PyCFunction)source_again_bad, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

PyTypeObject Source_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "moved.Source", .tp_basicsize = sizeof(Source),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)source_dealloc,
	.tp_methods = source_methods,
};

static PyMethodDef methods[] = {
	{"drop_first", drop_first_ok, METH_O, NULL},
	{"copy_first", copy_first_bad, METH_O, NULL},
	{NULL, NULL, 0, NULL}
};

struct PyModuleDef module_def = {
	PyModuleDef_HEAD_INIT, "moved", NULL, 0, methods
};
