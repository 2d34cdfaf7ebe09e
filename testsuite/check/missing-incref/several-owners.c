// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.8-3.11
/* One object, several owners: each is due a reference. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *text, *tail, *last;
} Node;

extern PyTypeObject Node_Type;

static Node *make_ok(void)
{
	Node *n = PyObject_New(Node, &Node_Type);

	if (!n)
		return NULL;
	n->text = Py_None;
	Py_INCREF(Py_None);
	n->tail = Py_None;
	Py_INCREF(Py_None);
	Py_INCREF(Py_None);
	n->last = Py_None;
	return n;
}

static Node *make_bad(void)
{
	Node *n = PyObject_New(Node, &Node_Type);

	if (!n)
		return NULL;
	n->text = Py_None;	// expect: missing-incref
	n->tail = Py_NewRef(Py_None);
	n->last = Py_NewRef(Py_None);
	return n;
}

static PyObject *node_new_bad(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	Node *n = (Node *)type->tp_alloc(type, 0);

	if (!n)
		return NULL;
	n->text = Py_None;
	Py_INCREF(Py_None);
	n->tail = Py_None;
	Py_INCREF(Py_None);
	n->last = Py_None;	// expect: missing-incref
	return (PyObject *)n;
}

/* A reference for the list, and none for the member. */
static PyObject *walk_bad(Node *self, PyObject *start)
{
	PyObject *old, *todo = PyList_New(1);

	if (!todo)
		return NULL;
	Py_INCREF(start);
	PyList_SET_ITEM(todo, 0, start);
	old = self->last;
	self->last = start;	// expect: missing-incref
	Py_XDECREF(old);
	return todo;
}

static PyObject *walk_from_ok(Node *self, PyObject *start)
{
	PyObject *old, *todo = PyList_New(1);

	if (!todo)
		return NULL;
	Py_INCREF(start);
	PyList_SET_ITEM(todo, 0, start);
	old = self->last;
	Py_INCREF(start);
	self->last = start;
	Py_XDECREF(old);
	return todo;
}

static PyObject *walk_from_bad(Node *self, PyObject *start)
{
	PyObject *old, *todo = PyList_New(1);

	if (!todo)
		return NULL;
	Py_INCREF(start);
	PyList_SET_ITEM(todo, 0, start);
	old = self->last;
	self->last = start;	// expect: missing-incref
	Py_XDECREF(old);
	return todo;
}

static PyObject *walk(Node *self, PyObject *const *args, Py_ssize_t n)
{
	if (n == 1)
		return walk_from_bad(self, args[0]);
	if (n == 2)
		return walk_from_ok(self, args[1]);
	return PyErr_Format(PyExc_TypeError, "1 or 2 arguments");
}

static PyObject *make(PyObject *self, PyObject *noargs)
{
	return (PyObject *)make_ok();
}

static PyObject *make_other(PyObject *self, PyObject *noargs)
{
	return (PyObject *)make_bad();
}

static void node_dealloc(Node *n)
{
	Py_XDECREF(n->text);
	Py_XDECREF(n->tail);
	Py_XDECREF(n->last);
	Py_TYPE(n)->tp_free((PyObject *)n);
}

static PyMethodDef methods[] = {
	{"walk", (PyCFunction)walk_bad, METH_O, NULL},
	{"walk_from", (PyCFunction)(void (*)(void))walk, METH_FASTCALL, NULL},
	{"make", make, METH_NOARGS, NULL},
	{"make_other", make_other, METH_NOARGS, NULL},
	{NULL, NULL, 0, NULL}
};

PyTypeObject Node_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "several.Node", .tp_basicsize = sizeof(Node),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)node_dealloc,
	.tp_new = node_new_bad, .tp_methods = methods,
};
