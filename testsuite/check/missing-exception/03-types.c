// SPDX-License-Identifier: GPL-3.0-or-later
/* Each slot with its own error value. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	long n, at;
	PyObject *name;
} Thing;

static int thing_init_bad(PyObject *self, PyObject *args, PyObject *kwargs)
{
	long n;

	if (!PyArg_ParseTuple(args, "l", &n))
		return -1;
	if (n < 0)
		return -1; // expect: missing-exception 'thing_init_bad' 'returns -1'
	((Thing *) self)->n = n;
	return 0;
}

static Py_hash_t thing_hash_bad(PyObject *self)
{
	if (!((Thing *) self)->name)
		return -1; // expect: missing-exception 'thing_hash_bad' 'returns -1'
	return PyObject_Hash(((Thing *) self)->name);
}

/* The documented idiom: -1 is no hash, -2 stands for it. */
static Py_hash_t other_hash_ok(PyObject *self)
{
	Py_hash_t h = ((Thing *) self)->n;

	if (h == -1)
		h = -2;
	return h;
}

static Py_ssize_t thing_length_bad(PyObject *self)
{
	if (((Thing *) self)->n < 0)
		return -1; // expect: missing-exception 'thing_length_bad' 'returns -1'
	return ((Thing *) self)->n;
}

static Py_ssize_t other_length_ok(PyObject *self)
{
	if (((Thing *) self)->n < 0) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return -1;
	}
	return ((Thing *) self)->n;
}

static PyObject *thing_item_bad(PyObject *self, Py_ssize_t i)
{
	if (i < 0 || i >= ((Thing *) self)->n)
		return NULL; // expect: missing-exception 'thing_item_bad' 'returns NULL'
	return PyLong_FromSsize_t(i);
}

static PyObject *other_item_ok(PyObject *self, Py_ssize_t i)
{
	if (i < 0 || i >= ((Thing *) self)->n) {
		PyErr_SetString(PyExc_IndexError, "out of range");
		return NULL;
	}
	return PyLong_FromSsize_t(i);
}

static int thing_contains_bad(PyObject *self, PyObject *o)
{
	if (!PyLong_Check(o))
		return -1; // expect: missing-exception 'thing_contains_bad' 'returns -1'
	return 1;
}

static int other_contains_ok(PyObject *self, PyObject *o)
{
	return PyObject_RichCompareBool(((Thing *) self)->name
					? ((Thing *) self)->name : Py_None,
					o, Py_EQ);
}

/* The end of an iteration needs no exception. */
static PyObject *thing_next_ok(PyObject *self)
{
	Thing *t = (Thing *) self;

	if (t->at >= t->n)
		return NULL;
	return PyLong_FromLong(t->at++);
}

static PyObject *thing_compare_bad(PyObject *self, PyObject *o, int op)
{
	if (op != Py_EQ && op != Py_NE)
		return NULL; // expect: missing-exception 'thing_compare_bad'
	return PyBool_FromLong((self == o) == (op == Py_EQ));
}

static PyObject *other_compare_ok(PyObject *self, PyObject *o, int op)
{
	if (op != Py_EQ && op != Py_NE)
		Py_RETURN_NOTIMPLEMENTED;
	return PyBool_FromLong((self == o) == (op == Py_EQ));
}

static int thing_set_n_bad(PyObject *self, PyObject *value, void *closure)
{
	if (!value)
		return -1; // expect: missing-exception 'thing_set_n_bad' 'returns -1'
	((Thing *) self)->n = PyLong_AsLong(value);
	return PyErr_Occurred() ? -1 : 0;
}

static int other_set_n_ok(PyObject *self, PyObject *value, void *closure)
{
	long n;

	if (!value) {
		PyErr_SetString(PyExc_AttributeError, "n cannot be deleted");
		return -1;
	}
	n = PyLong_AsLong(value);
	if (n == -1 && PyErr_Occurred())
		return -1;
	((Thing *) self)->n = n;
	return 0;
}

static PyObject *thing_get_name_bad(PyObject *self, void *closure)
{
	PyObject *name = ((Thing *) self)->name;

	if (!name)
		return NULL; // expect: missing-exception 'thing_get_name_bad'
	Py_INCREF(name);
	return name;
}

static PyObject *other_get_name_ok(PyObject *self, void *closure)
{
	PyObject *name = ((Thing *) self)->name;

	if (!name) {
		PyErr_SetString(PyExc_AttributeError, "name");
		return NULL;
	}
	Py_INCREF(name);
	return name;
}

static PyObject *thing_new_bad(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
	if (PyTuple_GET_SIZE(args) > 1)
		return NULL; // expect: missing-exception 'thing_new_bad'
	return type->tp_alloc(type, 0);
}

static PyObject *other_new_ok(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
	Thing *t = (Thing *) type->tp_alloc(type, 0);

	if (!t)
		return NULL;
	t->name = PyUnicode_FromString("?");
	if (!t->name) {
		Py_DECREF(t);
		return NULL;
	}
	return (PyObject *) t;
}

static void thing_dealloc(PyObject *self)
{
	Py_XDECREF(((Thing *) self)->name);
	Py_TYPE(self)->tp_free(self);
}

static PyGetSetDef thing_getset[] = {
	{ "n", NULL, thing_set_n_bad, NULL, NULL },
	{ "name", thing_get_name_bad, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PyGetSetDef other_getset[] = {
	{ "n", NULL, other_set_n_ok, NULL, NULL },
	{ "name", other_get_name_ok, NULL, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL },
};

static PySequenceMethods thing_sequence = {
	.sq_length = thing_length_bad, .sq_item = thing_item_bad,
	.sq_contains = thing_contains_bad,
};

static PySequenceMethods other_sequence = {
	.sq_length = other_length_ok, .sq_item = other_item_ok,
	.sq_contains = other_contains_ok,
};

static PyTypeObject thing_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "types.Thing", .tp_basicsize = sizeof (Thing),
	.tp_new = thing_new_bad, .tp_init = thing_init_bad,
	.tp_dealloc = thing_dealloc, .tp_hash = thing_hash_bad,
	.tp_iter = PyObject_SelfIter, .tp_iternext = thing_next_ok,
	.tp_richcompare = thing_compare_bad, .tp_getset = thing_getset,
	.tp_as_sequence = &thing_sequence,
};

static PyTypeObject other_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "types.Other", .tp_basicsize = sizeof (Thing),
	.tp_new = other_new_ok, .tp_dealloc = thing_dealloc,
	.tp_hash = other_hash_ok, .tp_richcompare = other_compare_ok,
	.tp_getset = other_getset, .tp_as_sequence = &other_sequence,
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "types", NULL, 0, NULL, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_types(void)
{
	if (PyType_Ready(&thing_type) < 0 || PyType_Ready(&other_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
