// SPDX-License-Identifier: GPL-3.0-or-later
/* What a method puts into the array: anything, by whatever name its reference
 * is taken; what can be called or iterated can be anything still; a string, by
 * its type, can hold nothing. */
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

static PyObject *function_bad_push(struct ring *self, PyObject *item)
{
	if (self->used == 8)
		return PyErr_Format(PyExc_IndexError, "full");
	Py_IncRef(item);
	self->slots[self->used++] = item;
	Py_RETURN_NONE;
}

static PyMethodDef function_bad_methods[] = {
	{ "push", (PyCFunction)(void *)function_bad_push, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject function_bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.function_bad",
	.tp_basicsize = sizeof(struct ring),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) ring_dealloc,
	.tp_traverse = (traverseproc) ring_traverse, // expect: gc-protocol 'm.function_bad'
	.tp_methods = function_bad_methods,
	.tp_new = ring_new,
};

static PyObject *callable_bad_push(struct ring *self, PyObject *item)
{
	if (!PyCallable_Check(item))
		return PyErr_Format(PyExc_TypeError, "no");
	if (self->used == 8)
		return PyErr_Format(PyExc_IndexError, "full");
	self->slots[self->used++] = Py_NewRef(item);
	Py_RETURN_NONE;
}

static PyMethodDef callable_bad_methods[] = {
	{ "push", (PyCFunction)(void *)callable_bad_push, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject callable_bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.callable_bad",
	.tp_basicsize = sizeof(struct ring),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) ring_dealloc,
	.tp_traverse = (traverseproc) ring_traverse, // expect: gc-protocol 'm.callable_bad'
	.tp_methods = callable_bad_methods,
	.tp_new = ring_new,
};

static PyObject *list_bad_push(struct ring *self, PyObject *item)
{
	if (!PyList_Check(item))
		return PyErr_Format(PyExc_TypeError, "no");
	if (self->used == 8)
		return PyErr_Format(PyExc_IndexError, "full");
	self->slots[self->used++] = Py_NewRef(item);
	Py_RETURN_NONE;
}

static PyMethodDef list_bad_methods[] = {
	{ "push", (PyCFunction)(void *)list_bad_push, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject list_bad_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.list_bad",
	.tp_basicsize = sizeof(struct ring),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) ring_dealloc,
	.tp_traverse = (traverseproc) ring_traverse, // expect: gc-protocol 'm.list_bad'
	.tp_methods = list_bad_methods,
	.tp_new = ring_new,
};

static PyObject *str_ok_push(struct ring *self, PyObject *item)
{
	if (!PyUnicode_Check(item))
		return PyErr_Format(PyExc_TypeError, "no");
	if (self->used == 8)
		return PyErr_Format(PyExc_IndexError, "full");
	Py_IncRef(item);
	self->slots[self->used++] = item;
	Py_RETURN_NONE;
}

static PyMethodDef str_ok_methods[] = {
	{ "push", (PyCFunction)(void *)str_ok_push, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject str_ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.str_ok",
	.tp_basicsize = sizeof(struct ring),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) ring_dealloc,
	.tp_traverse = (traverseproc) ring_traverse,
	.tp_methods = str_ok_methods,
	.tp_new = ring_new,
};

static PyObject *bytes_ok_push(struct ring *self, PyObject *item)
{
	if (!(Py_TYPE(item) == &PyBytes_Type))
		return PyErr_Format(PyExc_TypeError, "no");
	if (self->used == 8)
		return PyErr_Format(PyExc_IndexError, "full");
	Py_IncRef(item);
	self->slots[self->used++] = item;
	Py_RETURN_NONE;
}

static PyMethodDef bytes_ok_methods[] = {
	{ "push", (PyCFunction)(void *)bytes_ok_push, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject bytes_ok_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.bytes_ok",
	.tp_basicsize = sizeof(struct ring),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) ring_dealloc,
	.tp_traverse = (traverseproc) ring_traverse,
	.tp_methods = bytes_ok_methods,
	.tp_new = ring_new,
};
