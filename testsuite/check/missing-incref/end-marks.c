// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: skip-if=python>=3.12
/* None that ends a chain, and what every caller asks of a helper. */
#include <Python.h>
#include <stdbool.h>

typedef struct {
	PyObject_HEAD
	PyObject *next;
} Node;

static void node_dealloc(Node *self)
{
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyTypeObject node_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Node",
	.tp_basicsize = sizeof(Node),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)node_dealloc,
};

typedef struct {
	PyObject_HEAD
	PyObject *first;
} List;

static void list_dealloc(List *self)
{
	PyObject *n = self->first, *next;

	while (n != Py_None) {
		next = ((Node *)n)->next;
		Py_DECREF(n);
		n = next;
	}
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *list_clear_ok(List *self, PyObject *ignored)
{
	PyObject *n = self->first, *next;

	self->first = Py_None;
	while (n != Py_None) {
		next = ((Node *)n)->next;
		Py_DECREF(n);
		n = next;
	}
	Py_RETURN_NONE;
}

static PyObject *unlink_node(List *self, PyObject *n)
{
	if (self->first == n)
		self->first = ((Node *)n)->next;
	Py_DECREF(n);
	Py_RETURN_NONE;
}

/* The helper moves the field off the node before it releases that. */
static int set_item_ok(List *self, Py_ssize_t i, PyObject *v)
{
	PyObject *n = self->first, *r;

	if (v)
		return 0;
	r = unlink_node(self, n);
	Py_XDECREF(r);
	return r ? 0 : -1;
}

static PyMethodDef list_methods[] = {
	{ "clear", (PyCFunction)list_clear_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PySequenceMethods list_sequence = {
	.sq_ass_item = (ssizeobjargproc)set_item_ok,
};

static PyTypeObject list_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.List",
	.tp_basicsize = sizeof(List),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)list_dealloc,
	.tp_methods = list_methods,
	.tp_as_sequence = &list_sequence,
};

typedef struct {
	PyObject_HEAD
	PyObject *value;
} Box;

/* None is released here like any other. */
static void box_dealloc(Box *self)
{
	Py_XDECREF(self->value);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyObject *box_clear_bad(Box *self, PyObject *ignored)
{
	PyObject *old = self->value;

	self->value = Py_None;	// expect: missing-incref
	if (old != Py_None)
		Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyMethodDef box_methods[] = {
	{ "clear", (PyCFunction)box_clear_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static PyTypeObject box_type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Box",
	.tp_basicsize = sizeof(Box),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)box_dealloc,
	.tp_methods = box_methods,
};

static void restore(PyObject *info, bool take)
{
	if (take) {
		Py_INCREF(PyTuple_GET_ITEM(info, 0));
		Py_INCREF(PyTuple_GET_ITEM(info, 1));
		Py_INCREF(PyTuple_GET_ITEM(info, 2));
	}
	PyErr_Restore(PyTuple_GET_ITEM(info, 0), PyTuple_GET_ITEM(info, 1),
		      PyTuple_GET_ITEM(info, 2));
}

static PyObject *raise_again_ok(PyObject *self, PyObject *info)
{
	if (!PyTuple_Check(info) || PyTuple_GET_SIZE(info) != 3)
		Py_RETURN_NONE;
	restore(info, true);
	return NULL;
}

static void restore_either(PyObject *info, bool take)
{
	if (take) {
		Py_INCREF(PyTuple_GET_ITEM(info, 0));
		Py_INCREF(PyTuple_GET_ITEM(info, 1));
		Py_INCREF(PyTuple_GET_ITEM(info, 2));
	}
	PyErr_Restore(PyTuple_GET_ITEM(info, 0), // expect: missing-incref '[0]' // expect: missing-incref '[1]' // expect: missing-incref '[2]'
		      PyTuple_GET_ITEM(info, 1), PyTuple_GET_ITEM(info, 2));
}

static PyObject *raise_either(PyObject *self, PyObject *info)
{
	if (!PyTuple_Check(info) || PyTuple_GET_SIZE(info) != 3)
		Py_RETURN_NONE;
	restore_either(info, PyList_Check(self));
	return NULL;
}

static PyMethodDef methods[] = {
	{ "raise_again", raise_again_ok, METH_O, NULL },
	{ "raise_either", raise_either, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "m", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_m(void)
{
	if (PyType_Ready(&node_type) < 0 || PyType_Ready(&list_type) < 0
	    || PyType_Ready(&box_type) < 0)
		return NULL;
	return PyModule_Create(&module);
}
