// SPDX-License-Identifier: GPL-3.0-or-later
/* Helpers with three answers. */
#include <Python.h>

/* 1, 0 or -1. */
static int has(PyObject *dict, const char *name)
{
	PyObject *key = PyUnicode_FromString(name);
	int r;

	if (!key)
		return -1;
	r = PyDict_Contains(dict, key);
	Py_DECREF(key);
	return r;
}

static PyObject *three_bad(PyObject *self, PyObject *arg)
{
	if (!PyDict_Check(arg))
		Py_RETURN_NONE;
	if (has(arg, "name")) // expect: error-as-truth 'has'
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

static PyObject *three_ok(PyObject *self, PyObject *arg)
{
	int r;

	if (!PyDict_Check(arg))
		Py_RETURN_NONE;
	r = has(arg, "name");
	if (r < 0)
		return NULL;
	if (r)
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

/* Takes the error as "no" on purpose, and clears it. */
static int truth(PyObject *o)
{
	int r = PyObject_IsTrue(o);

	if (r < 0) {
		PyErr_WriteUnraisable(o);
		return 0;
	}
	return r;
}

static PyObject *two_ok(PyObject *self, PyObject *arg)
{
	if (truth(arg))
		Py_RETURN_TRUE;
	Py_RETURN_FALSE;
}

/* 0 or -1: true is the error. */
static int check(PyObject *o)
{
	if (PyUnicode_Check(o))
		return 0;
	PyErr_SetString(PyExc_TypeError, "a str is needed");
	return -1;
}

static PyObject *status_ok(PyObject *self, PyObject *arg)
{
	if (check(arg))
		return NULL;
	return PyObject_Str(arg);
}

/* Passes the answer on as it is. */
static int forwarded(PyObject *a, PyObject *b)
{
	return PyObject_RichCompareBool(a, b, Py_LT);
}

static PyObject *forwarded_bad(PyObject *self, PyObject *args)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	if (forwarded(a, b)) // expect: error-as-truth 'forwarded'
		return Py_NewRef(a);
	return Py_NewRef(b);
}

static PyObject *forwarded_ok(PyObject *self, PyObject *args)
{
	PyObject *a, *b;
	int r;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return NULL;
	r = forwarded(a, b);
	if (r && PyErr_Occurred())
		return NULL;
	return Py_NewRef(r ? a : b);
}

/* A slot that hands the three answers over. */
typedef struct {
	PyObject_HEAD
	PyObject *items;
} Bag;

static int bag_contains_ok(PyObject *self, PyObject *o)
{
	return PySequence_Contains(((Bag *) self)->items, o);
}

static int bag_bool_ok(PyObject *self)
{
	int r = PyObject_IsTrue(((Bag *) self)->items);

	return r < 0 ? -1 : !r;
}

static int bag_bool_bad(PyObject *self)
{
	return !PyObject_IsTrue(((Bag *) self)->items); // expect: error-as-truth 'PyObject_IsTrue'
}

static PyObject *bag_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
	Bag *b = (Bag *) type->tp_alloc(type, 0);

	if (!b)
		return NULL;
	b->items = PySet_New(NULL);
	if (!b->items) {
		Py_DECREF(b);
		return NULL;
	}
	return (PyObject *) b;
}

static void bag_dealloc(PyObject *self)
{
	Py_XDECREF(((Bag *) self)->items);
	Py_TYPE(self)->tp_free(self);
}

static PySequenceMethods bag_sequence = { .sq_contains = bag_contains_ok };
static PyNumberMethods bag_number = { .nb_bool = bag_bool_ok };
static PyNumberMethods empty_number = { .nb_bool = bag_bool_bad };

static PyTypeObject bag_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "helpers.Bag", .tp_basicsize = sizeof (Bag),
	.tp_new = bag_new, .tp_dealloc = bag_dealloc,
	.tp_as_sequence = &bag_sequence, .tp_as_number = &bag_number,
};

static PyTypeObject empty_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "helpers.Empty", .tp_basicsize = sizeof (Bag),
	.tp_new = bag_new, .tp_dealloc = bag_dealloc,
	.tp_as_number = &empty_number,
};

int ready(void)
{
	if (PyType_Ready(&bag_type) < 0)
		return -1;
	return PyType_Ready(&empty_type);
}

static PyMethodDef methods[] = {
	{ "three_bad", three_bad, METH_O, NULL },
	{ "three_ok", three_ok, METH_O, NULL },
	{ "two_ok", two_ok, METH_O, NULL },
	{ "status_ok", status_ok, METH_O, NULL },
	{ "forwarded_bad", forwarded_bad, METH_VARARGS, NULL },
	{ "forwarded_ok", forwarded_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "helpers", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_helpers(void)
{
	return PyModule_Create(&module);
}
