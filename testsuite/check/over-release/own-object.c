/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects that hold a reference to this one: which function gives them up. */
#include <Python.h>
typedef struct member { struct member *next; PyObject *owner; } member;
typedef struct { PyObject_HEAD PyObject *data; member *first; int open; } Group;

/* type_call owns what tp_init works on. */
static int group_init_bad(PyObject *op, PyObject *args, PyObject *kwds)
{
	Group *self = (Group *) op;
	PyObject *old = self->data;

	self->data = PyDict_New();
	Py_XDECREF(old);
	if (!self->data) {
		Py_DECREF(op); // expect: over-release
		return -1;
	}
	return 0;
}

/* Each member has a reference to the group. */
static PyObject *group_add_ok(PyObject *op, PyObject *unused)
{
	Group *self = (Group *) op;
	member *m = PyMem_Malloc(sizeof(*m));

	if (!m)
		return PyErr_NoMemory();
	m->next = self->first;
	self->first = m;
	Py_INCREF(op);
	m->owner = op;
	Py_RETURN_NONE;
}

static int group_clear_ok(PyObject *op)
{
	Group *self = (Group *) op;

	while (self->first) {
		member *m = self->first;

		self->first = m->next;
		m->owner = NULL;
		Py_DECREF(op);
		PyMem_Free(m);
	}
	Py_CLEAR(self->data);
	return 0;
}

/* A failure of its own is no reason to release what the caller has. */
static PyObject *group_count_bad(PyObject *op, PyObject *unused)
{
	PyObject *n = PyLong_FromLong(1000);

	if (!n) {
		Py_DECREF(op); // expect: over-release
		return NULL;
	}
	return n;
}

static PyObject *group_close_ok(PyObject *op, PyObject *unused)
{
	Group *self = (Group *) op;

	if (!self->open)
		Py_RETURN_NONE;
	self->open = 0;
	Py_DECREF(op);
	Py_RETURN_NONE;
}

static int group_traverse(PyObject *op, visitproc visit, void *arg)
{
	Py_VISIT(((Group *) op)->data);
	return 0;
}

static void group_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	Py_CLEAR(((Group *) op)->data);
	Py_TYPE(op)->tp_free(op);
}

static PyMethodDef methods[] = {
	{ "add", group_add_ok, METH_NOARGS, NULL },
	{ "count", group_count_bad, METH_NOARGS, NULL },
	{ "close", group_close_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
PyTypeObject Group_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "own.Group", .tp_basicsize = sizeof(Group),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_new = PyType_GenericNew, .tp_init = group_init_bad,
	.tp_dealloc = group_dealloc, .tp_traverse = group_traverse,
	.tp_clear = group_clear_ok, .tp_methods = methods,
};
