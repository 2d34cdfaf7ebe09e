// SPDX-License-Identifier: GPL-3.0-or-later
/* Released through a field that still points at it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *value;
	PyObject *other;
	PyObject *name;		/* always a str: no finalizer */
} Cell;

static int cell_traverse_ok(PyObject *op, visitproc visit, void *arg)
{
	Cell *self = (Cell *) op;

	Py_VISIT(self->value);
	Py_VISIT(self->other);
	Py_VISIT(self->name);
	return 0;
}

static int cell_clear_ok(PyObject *op)
{
	Cell *self = (Cell *) op;

	Py_CLEAR(self->value);
	Py_CLEAR(self->other);
	Py_CLEAR(self->name);
	return 0;
}

/* Nothing can reach the object any more. */
static void cell_dealloc_ok(PyObject *op)
{
	Cell *self = (Cell *) op;

	PyObject_GC_UnTrack(op);
	Py_XDECREF(self->value);
	Py_XDECREF(self->other);
	Py_XDECREF(self->name);
	Py_TYPE(op)->tp_free(op);
}

static PyObject *set_bad(PyObject *op, PyObject *arg)
{
	Cell *self = (Cell *) op;

	Py_XDECREF(self->value); // expect: dangling-field 'value'
	Py_INCREF(arg);
	self->value = arg;
	Py_RETURN_NONE;
}

static PyObject *set_ok(PyObject *op, PyObject *arg)
{
	Cell *self = (Cell *) op;

	Py_INCREF(arg);
	Py_XSETREF(self->value, arg);
	Py_RETURN_NONE;
}

static PyObject *set_by_hand_ok(PyObject *op, PyObject *arg)
{
	Cell *self = (Cell *) op;
	PyObject *old = self->value;

	Py_INCREF(arg);
	self->value = arg;
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *reset_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Cell *self = (Cell *) op;

	if (self->value) {
		Py_DECREF(self->value); // expect: dangling-field 'value'
		self->value = NULL;
	}
	Py_RETURN_NONE;
}

static PyObject *reset_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Cell *self = (Cell *) op;

	Py_CLEAR(self->value);
	Py_RETURN_NONE;
}

static PyObject *local_bad(PyObject *op, PyObject *arg)
{
	Cell *self = (Cell *) op;
	PyObject *old = self->other;

	Py_XDECREF(old); // expect: dangling-field 'other'
	self->other = Py_NewRef(arg);
	Py_RETURN_NONE;
}

static PyObject *forgotten_bad(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Cell *self = (Cell *) op;

	Py_XDECREF(self->value); // expect: dangling-field 'value'
	Py_RETURN_NONE;
}

static int set_value_bad(PyObject *op, PyObject *value, void *closure)
{
	Cell *self = (Cell *) op;

	Py_XDECREF(self->value); // expect: dangling-field 'value'
	self->value = Py_XNewRef(value);
	return 0;
}

static int set_value_ok(PyObject *op, PyObject *value, void *closure)
{
	Cell *self = (Cell *) op;

	Py_XSETREF(self->value, Py_XNewRef(value));
	return 0;
}

static int cell_init_bad(PyObject *op, PyObject *args, PyObject *kw)
{
	Cell *self = (Cell *) op;
	PyObject *value = Py_None, *name = NULL;

	if (!PyArg_ParseTuple(args, "|OU", &value, &name))
		return -1;
	Py_XDECREF(self->value); // expect: dangling-field 'value'
	self->value = Py_NewRef(value);
	if (name)
		Py_XSETREF(self->name, Py_NewRef(name));
	return 0;
}

/* A reference of one's own, not the field's. */
static PyObject *borrowed_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Cell *self = (Cell *) op;
	PyObject *r;

	if (!self->value)
		Py_RETURN_NONE;
	Py_INCREF(self->value);
	r = PyObject_Repr(self->value);
	Py_DECREF(self->value);
	return r;
}

/* Freeing a str runs no code. */
static PyObject *name_ok(PyObject *op, PyObject *arg)
{
	Cell *self = (Cell *) op;

	if (!PyUnicode_CheckExact(arg)) {
		PyErr_SetString(PyExc_TypeError, "str expected");
		return NULL;
	}
	Py_XDECREF(self->name);
	self->name = Py_NewRef(arg);
	Py_RETURN_NONE;
}

/* The new object is in nobody's hands yet. */
static PyObject *copy_ok(PyObject *op, PyObject *Py_UNUSED(unused))
{
	Cell *self = (Cell *) op, *copy;
	PyTypeObject *type = Py_TYPE(op);

	copy = (Cell *) type->tp_alloc(type, 0);
	if (!copy)
		return NULL;
	copy->value = PyList_New(0);
	if (!copy->value) {
		Py_DECREF(copy);
		return NULL;
	}
	if (self->value) {
		Py_DECREF(copy->value);
		copy->value = Py_NewRef(self->value);
	}
	return (PyObject *) copy;
}

static PyMethodDef cell_methods[] = {
	{ "set_bad", set_bad, METH_O, NULL },
	{ "set", set_ok, METH_O, NULL },
	{ "set_by_hand", set_by_hand_ok, METH_O, NULL },
	{ "reset_bad", reset_bad, METH_NOARGS, NULL },
	{ "reset", reset_ok, METH_NOARGS, NULL },
	{ "local_bad", local_bad, METH_O, NULL },
	{ "forgotten_bad", forgotten_bad, METH_NOARGS, NULL },
	{ "borrowed", borrowed_ok, METH_NOARGS, NULL },
	{ "name", name_ok, METH_O, NULL },
	{ "copy", copy_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
static PyGetSetDef cell_getset[] = {
	{ "value_bad", NULL, set_value_bad, NULL, NULL },
	{ "value", NULL, set_value_ok, NULL, NULL },
	{ NULL, NULL, NULL, NULL, NULL }
};
static PyTypeObject cell_type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "methods.Cell", .tp_basicsize = sizeof (Cell),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = PyType_GenericNew, .tp_init = cell_init_bad,
	.tp_traverse = cell_traverse_ok, .tp_clear = cell_clear_ok,
	.tp_dealloc = cell_dealloc_ok, .tp_methods = cell_methods,
	.tp_getset = cell_getset,
};
static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "methods", NULL, -1, NULL, NULL, NULL, NULL,
	NULL
};
PyMODINIT_FUNC PyInit_methods(void)
{
	if (PyType_Ready(&cell_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
