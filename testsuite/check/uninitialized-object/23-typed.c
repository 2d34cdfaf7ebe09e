// SPDX-License-Identifier: GPL-3.0-or-later
/* A test of the type of an object is none of its state. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *key;
} Key;

extern PyTypeObject Key_Type;

static int key_init(Key *self, PyObject *args, PyObject *kwargs)
{
	PyObject *key;

	if (!PyArg_ParseTuple(args, "O:Key", &key))
		return -1;
	Py_XSETREF(self->key, Py_NewRef(key));
	return 0;
}

static PyObject *key_compare_bad(PyObject *a, PyObject *b, int op)
{
	PyObject *x, *y, *r;

	if (!PyObject_TypeCheck(b, &Key_Type)
	    || !PyObject_TypeCheck(a, &Key_Type))
		Py_RETURN_NOTIMPLEMENTED;
	x = ((Key *) a)->key;
	y = ((Key *) b)->key;
	Py_INCREF(x); // expect: uninitialized-object 'key'
	Py_INCREF(y);
	r = PyObject_RichCompare(x, y, op);
	Py_DECREF(x);
	Py_DECREF(y);
	return r;
}

static void key_dealloc(Key *self)
{
	Py_XDECREF(self->key);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

PyTypeObject Key_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "c.Key",
	.tp_basicsize = sizeof(Key),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew,
	.tp_hash = PyObject_HashNotImplemented,
	.tp_init = (initproc) key_init,
	.tp_richcompare = key_compare_bad,
	.tp_dealloc = (destructor) key_dealloc,
};

typedef struct {
	PyObject_HEAD
	PyObject *name;
} Name;

extern PyTypeObject Name_Type;

static int name_init(Name *self, PyObject *args, PyObject *kwargs)
{
	PyObject *name;

	if (!PyArg_ParseTuple(args, "U:Name", &name))
		return -1;
	Py_XSETREF(self->name, Py_NewRef(name));
	return 0;
}

static PyObject *name_compare_ok(PyObject *a, PyObject *b, int op)
{
	PyObject *x, *y;

	if (!PyObject_TypeCheck(a, &Name_Type)
	    || !PyObject_TypeCheck(b, &Name_Type))
		Py_RETURN_NOTIMPLEMENTED;
	x = ((Name *) a)->name;
	y = ((Name *) b)->name;
	if (!x || !y)
		Py_RETURN_NOTIMPLEMENTED;
	return PyObject_RichCompare(x, y, op);
}

static void name_dealloc(Name *self)
{
	Py_XDECREF(self->name);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

PyTypeObject Name_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "c.Name",
	.tp_basicsize = sizeof(Name),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_new = PyType_GenericNew,
	.tp_hash = PyObject_HashNotImplemented,
	.tp_init = (initproc) name_init,
	.tp_richcompare = name_compare_ok,
	.tp_dealloc = (destructor) name_dealloc,
};
