// SPDX-License-Identifier: GPL-3.0-or-later
/* The end of an object whose type frees it and does no more, and which nobody
 * can derive from, runs nothing. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	int n;
} Array;

typedef struct {
	PyObject_HEAD
	Array *array;
} Iter;

typedef struct {
	PyObject_HEAD
	int n;
	double d;
} Open;

typedef struct {
	PyObject_HEAD
	Open *open;
} OpenIter;

extern PyTypeObject Iter_Type, OpenIter_Type;

static PyObject *array_repr(Array *self)
{
	return PyUnicode_FromFormat("array(%d)", self->n);
}

static PyObject *array_iter(PyObject *self)
{
	Iter *it = PyObject_New(Iter, &Iter_Type);

	if (!it)
		return NULL;
	Py_INCREF(self);
	it->array = (Array *)self;
	return (PyObject *)it;
}

static PyObject *open_repr(Open *self)
{
	return PyUnicode_FromFormat("open(%d)", self->n);
}

static PyObject *open_iter(PyObject *self)
{
	OpenIter *it = PyObject_New(OpenIter, &OpenIter_Type);

	if (!it)
		return NULL;
	Py_INCREF(self);
	it->open = (Open *)self;
	return (PyObject *)it;
}

static PyObject *iter_next_ok(Iter *it)
{
	Array *a = it->array;

	if (!a)
		return NULL;
	Py_DECREF(a);
	it->array = NULL;
	return NULL;
}

static PyObject *open_next_bad(OpenIter *it)
{
	Open *a = it->open;

	if (!a)
		return NULL;
	Py_DECREF(a);		// expect: dangling-field
	it->open = NULL;
	return NULL;
}

static void iter_dealloc(Iter *it)
{
	Py_XDECREF(it->array);
	PyObject_Del(it);
}

static void open_iter_dealloc(OpenIter *it)
{
	Py_XDECREF(it->open);
	PyObject_Del(it);
}

PyTypeObject Array_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "quiet.Array", .tp_basicsize = sizeof(Array),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)PyObject_Del,
	.tp_repr = (reprfunc)array_repr, .tp_iter = array_iter,
};

PyTypeObject Open_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "quiet.Open", .tp_basicsize = sizeof(Open),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
	.tp_dealloc = (destructor)PyObject_Del,
	.tp_repr = (reprfunc)open_repr, .tp_iter = open_iter,
};

PyTypeObject Iter_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "quiet.Iter", .tp_basicsize = sizeof(Iter),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)iter_dealloc,
	.tp_iternext = (iternextfunc)iter_next_ok,
};

PyTypeObject OpenIter_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "quiet.OpenIter", .tp_basicsize = sizeof(OpenIter),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)open_iter_dealloc,
	.tp_iternext = (iternextfunc)open_next_bad,
};
