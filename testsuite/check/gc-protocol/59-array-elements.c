// SPDX-License-Identifier: GPL-3.0-or-later
/* A tp_traverse that shows the elements of an array, and no tp_clear: who fills
 * it, and with what? */
#include <Python.h>
#include <stdlib.h>

struct ring {
	PyObject_HEAD
	PyObject **slots;
	Py_ssize_t used;
};

static int ring_traverse(struct ring *self, visitproc visit, void *arg)
{
	Py_ssize_t i;

	for (i = 0; i < self->used; i++)
		Py_VISIT(self->slots[i]);
	return 0;
}

static int ring_clear(struct ring *self)
{
	while (self->used > 0) {
		PyObject *o = self->slots[--self->used];

		self->slots[self->used] = NULL;
		Py_XDECREF(o);
	}
	return 0;
}

static void ring_dealloc(struct ring *self)
{
	PyObject_GC_UnTrack(self);
	ring_clear(self);
	free(self->slots);
	Py_TYPE(self)->tp_free((PyObject *) self);
}

static PyObject *ring_new(PyTypeObject *type, PyObject *args, PyObject *kwds)
{
	struct ring *self = (struct ring *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->slots = calloc(8, sizeof(*self->slots));
	if (!self->slots) {
		Py_DECREF(self);
		return PyErr_NoMemory();
	}
	return (PyObject *) self;
}

static PyObject *ring_push(struct ring *self, PyObject *item)
{
	if (self->used == 8)
		return PyErr_Format(PyExc_IndexError, "full");
	self->slots[self->used++] = Py_NewRef(item);
	Py_RETURN_NONE;
}

static PyObject *ring_name(struct ring *self, PyObject *item)
{
	if (!PyUnicode_CheckExact(item))
		return PyErr_Format(PyExc_TypeError, "no str");
	if (self->used == 8)
		return PyErr_Format(PyExc_IndexError, "full");
	self->slots[self->used++] = Py_NewRef(item);
	Py_RETURN_NONE;
}

/* That it can be called says nothing of what it holds. */
static PyObject *ring_watch(struct ring *self, PyObject *item)
{
	if (!PyCallable_Check(item))
		return PyErr_Format(PyExc_TypeError, "no callable");
	if (self->used == 8)
		return PyErr_Format(PyExc_IndexError, "full");
	self->slots[self->used++] = Py_NewRef(item);
	Py_RETURN_NONE;
}

static PyMethodDef push_methods[] = {
	{ "push", (PyCFunction)(void *)ring_push, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static PyMethodDef watch_methods[] = {
	{ "watch", (PyCFunction)(void *)ring_watch, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

/* What is put there can hold nothing. */
static PyMethodDef name_methods[] = {
	{ "name", (PyCFunction)(void *)ring_name, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Half_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Half",
	.tp_basicsize = sizeof(struct ring),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) ring_dealloc,
	.tp_traverse = (traverseproc) ring_traverse, // expect: gc-protocol 'm.Half' 'ring_push'
	.tp_methods = push_methods,
	.tp_new = ring_new,
};

PyTypeObject Whole_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Whole",
	.tp_basicsize = sizeof(struct ring),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) ring_dealloc,
	.tp_traverse = (traverseproc) ring_traverse,
	.tp_clear = (inquiry) ring_clear,
	.tp_methods = push_methods,
	.tp_new = ring_new,
};

PyTypeObject Names_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Names",
	.tp_basicsize = sizeof(struct ring),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) ring_dealloc,
	.tp_traverse = (traverseproc) ring_traverse,
	.tp_methods = name_methods,
	.tp_new = ring_new,
};

PyTypeObject Watched_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Watched",
	.tp_basicsize = sizeof(struct ring),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) ring_dealloc,
	.tp_traverse = (traverseproc) ring_traverse, // expect: gc-protocol 'm.Watched' 'ring_watch'
	.tp_methods = watch_methods,
	.tp_new = ring_new,
};
