// SPDX-License-Identifier: GPL-3.0-or-later
/* A tp_finalize in place of a tp_clear: it breaks the cycles where it releases
 * what makes them, and not where it closes or tells something. */
#include <Python.h>
#include <structmember.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
	PyObject_HEAD
	PyObject *source;
	PyObject *on_end;
	PyObject **slots;
	Py_ssize_t used;
	int fd;
} Job;

static int job_traverse(PyObject *op, visitproc visit, void *arg)
{
	Py_VISIT(((Job *) op)->source);
	Py_VISIT(((Job *) op)->on_end);
	return 0;
}

static void job_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	if (PyObject_CallFinalizerFromDealloc(op))
		return;
	Py_CLEAR(((Job *) op)->source);
	Py_CLEAR(((Job *) op)->on_end);
	PyObject_GC_Del(op);
}

static PyMemberDef members[] = {
	{ "source", T_OBJECT, offsetof(Job, source), 0, NULL },
	{ NULL }
};

static void closes(PyObject *op)
{
	if (((Job *) op)->fd >= 0)
		close(((Job *) op)->fd);
	((Job *) op)->fd = -1;
}

PyTypeObject closes_bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.closes_bad", .tp_basicsize = sizeof(Job),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = job_traverse, // expect: gc-protocol 'm.closes_bad'
	.tp_finalize = closes, .tp_dealloc = job_dealloc,
	.tp_members = members,
};

static void warns(PyObject *op)
{
	PyObject *type, *value, *tb;

	PyErr_Fetch(&type, &value, &tb);
	if (PyErr_ResourceWarning(op, 1, "unclosed %R", op) < 0)
		PyErr_WriteUnraisable(op);
	PyErr_Restore(type, value, tb);
}

PyTypeObject warns_bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.warns_bad", .tp_basicsize = sizeof(Job),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = job_traverse, // expect: gc-protocol 'm.warns_bad'
	.tp_finalize = warns, .tp_dealloc = job_dealloc,
	.tp_members = members,
};

static void other(PyObject *op)
{
	Py_CLEAR(((Job *) op)->on_end);
}

PyTypeObject other_bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.other_bad", .tp_basicsize = sizeof(Job),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = job_traverse, // expect: gc-protocol 'm.other_bad'
	.tp_finalize = other, .tp_dealloc = job_dealloc,
	.tp_members = members,
};

static void drop_source(Job *self)
{
	Py_CLEAR(self->source);
}

static void helper_ok(PyObject *op)
{
	drop_source((Job *) op);
}

PyTypeObject helper_ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.helper_ok", .tp_basicsize = sizeof(Job),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = job_traverse,
	.tp_finalize = helper_ok, .tp_dealloc = job_dealloc,
	.tp_members = members,
};

static void replaces_ok(PyObject *op)
{
	Py_XSETREF(((Job *) op)->source, Py_NewRef(Py_None));
}

PyTypeObject replaces_ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.replaces_ok", .tp_basicsize = sizeof(Job),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = job_traverse,
	.tp_finalize = replaces_ok, .tp_dealloc = job_dealloc,
	.tp_members = members,
};

/* Who knows what the method releases. */
static void method_ok(PyObject *op)
{
	PyObject *type, *value, *tb, *r;

	PyErr_Fetch(&type, &value, &tb);
	r = PyObject_CallMethod(op, "close", NULL);
	if (!r)
		PyErr_WriteUnraisable(op);
	Py_XDECREF(r);
	PyErr_Restore(type, value, tb);
}

PyTypeObject method_ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.method_ok", .tp_basicsize = sizeof(Job),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = job_traverse,
	.tp_finalize = method_ok, .tp_dealloc = job_dealloc,
	.tp_members = members,
};

extern void lib_close(Job *);

static void unseen_ok(PyObject *op)
{
	lib_close((Job *) op);
}

PyTypeObject unseen_ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.unseen_ok", .tp_basicsize = sizeof(Job),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = job_traverse,
	.tp_finalize = unseen_ok, .tp_dealloc = job_dealloc,
	.tp_members = members,
};

/* The same of elements. */
static int ring_traverse(PyObject *op, visitproc visit, void *arg)
{
	Job *self = (Job *) op;
	Py_ssize_t i;

	for (i = 0; i < self->used; i++)
		Py_VISIT(self->slots[i]);
	return 0;
}

static void ring_empty(Job *self)
{
	while (self->used > 0) {
		PyObject *o = self->slots[--self->used];

		self->slots[self->used] = NULL;
		Py_XDECREF(o);
	}
}

static void ring_dealloc(PyObject *op)
{
	PyObject_GC_UnTrack(op);
	ring_empty((Job *) op);
	free(((Job *) op)->slots);
	Py_TYPE(op)->tp_free(op);
}

static PyObject *ring_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
	Job *self = (Job *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->slots = calloc(8, sizeof(*self->slots));
	if (!self->slots) {
		Py_DECREF(self);
		return PyErr_NoMemory();
	}
	return (PyObject *) self;
}

static PyObject *ring_push(PyObject *op, PyObject *item)
{
	Job *self = (Job *) op;

	if (self->used == 8)
		return PyErr_Format(PyExc_IndexError, "full");
	self->slots[self->used++] = Py_NewRef(item);
	Py_RETURN_NONE;
}

static PyMethodDef ring_methods[] = {
	{ "push", ring_push, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static void empties_ok(PyObject *op)
{
	ring_empty((Job *) op);
}

PyTypeObject empties_ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.empties_ok", .tp_basicsize = sizeof(Job),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = ring_traverse,
	.tp_finalize = empties_ok, .tp_dealloc = ring_dealloc,
	.tp_methods = ring_methods, .tp_new = ring_new,
};

static void ring_closes(PyObject *op)
{
	close(((Job *) op)->fd);
}

PyTypeObject ring_closes_bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.ring_closes_bad", .tp_basicsize = sizeof(Job),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_traverse = ring_traverse, // expect: gc-protocol 'm.ring_closes_bad'
	.tp_finalize = ring_closes, .tp_dealloc = ring_dealloc,
	.tp_methods = ring_methods, .tp_new = ring_new,
};
