// SPDX-License-Identifier: GPL-3.0-or-later
/* A tuple that is put where others find it before all its items are in is
 * filled by them, with whatever they like. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *later, *inside, *whole, *scratch;
	PyObject *any;
} Thing;

static int begin_later(Thing *self)
{
	self->later = PyTuple_New(2);
	if (!self->later)
		return -1;
	PyTuple_SET_ITEM(self->later, 0, PyLong_FromLong(1));
	return 0;
}

static void end_later(Thing *self, PyObject *o)
{
	PyTuple_SET_ITEM(self->later, 1, Py_NewRef(o));
}

/* By the field itself, from the first item to the last. */
static int set_inside(Thing *self, PyObject *o)
{
	self->inside = PyTuple_New(2);
	if (!self->inside)
		return -1;
	PyTuple_SET_ITEM(self->inside, 0, PyLong_FromLong(1));
	PyTuple_SET_ITEM(self->inside, 1, Py_NewRef(o));
	return 0;
}

static int set_whole(Thing *self)
{
	self->whole = PyTuple_New(2);
	if (!self->whole)
		return -1;
	PyTuple_SET_ITEM(self->whole, 0, PyLong_FromLong(1));
	PyTuple_SET_ITEM(self->whole, 1, PyLong_FromLong(2));
	return 0;
}

/* What is in sight is all. */
static int set_scratch(Thing *self)
{
	PyObject *items[2] = { PyTuple_New(2), NULL };

	if (!items[0])
		return -1;
	PyTuple_SET_ITEM(items[0], 0, PyLong_FromLong(1));
	PyTuple_SET_ITEM(items[0], 1, PyLong_FromLong(2));
	self->scratch = items[0];
	return 0;
}

int thing_set(Thing *self, PyObject *o)
{
	self->any = Py_NewRef(o);
	if (begin_later(self) < 0)
		return -1;
	end_later(self, o);
	return set_inside(self, o) < 0 || set_whole(self) < 0
		|| set_scratch(self) < 0 ? -1 : 0;
}

static int thing_traverse(Thing *self, visitproc visit, void *arg) // expect: gc-protocol 'later' // expect: gc-protocol 'inside'
{
	Py_VISIT(self->any);
	return 0;
}

static int thing_clear(Thing *self)
{
	Py_CLEAR(self->any);
	Py_CLEAR(self->later);
	Py_CLEAR(self->inside);
	Py_CLEAR(self->whole);
	Py_CLEAR(self->scratch);
	return 0;
}

static void thing_dealloc(Thing *self)
{
	PyObject_GC_UnTrack(self);
	thing_clear(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

PyTypeObject type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof(Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) thing_dealloc,
	.tp_traverse = (traverseproc) thing_traverse,
	.tp_clear = (inquiry) thing_clear,
};
