// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Destructors run while an exception may be set: they leave it alone.
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *file;
	PyObject *weak;
} Box;

static void box_dealloc_bad(PyObject *op)
{
	Box *self = (Box *) op;
	PyObject *r;

	if (self->file) {
		r = PyObject_CallMethod(self->file, "close", NULL); // expect: exception-clobbered 'PyObject_CallMethod' 'destructor'
		if (!r)
			PyErr_Clear(); // expect: exception-swallowed 'PyObject_CallMethod'
		Py_XDECREF(r);
	}
	Py_CLEAR(self->file);
	PyObject_Free(self);
}

static void box_dealloc_saves_ok(PyObject *op)
{
	Box *self = (Box *) op;
	PyObject *type, *value, *tb, *r;

	PyErr_Fetch(&type, &value, &tb);
	if (self->file) {
		r = PyObject_CallMethod(self->file, "close", NULL);
		if (!r)
			PyErr_WriteUnraisable(op);
		Py_XDECREF(r);
	}
	PyErr_Restore(type, value, tb);
	Py_CLEAR(self->file);
	PyObject_Free(self);
}

static void box_dealloc_plain_ok(PyObject *op)
{
	Box *self = (Box *) op;

	if (self->weak)
		PyObject_ClearWeakRefs(op);
	Py_CLEAR(self->file);
	PyObject_Free(self);
}

static void box_clears_bad(PyObject *op)
{
	Box *self = (Box *) op;

	Py_CLEAR(self->file);
	PyErr_Clear(); // expect: exception-clobbered 'PyErr_Clear'
	PyObject_Free(self);
}

static void box_asks_ok(PyObject *op)
{
	Box *self = (Box *) op;

	if (!PyErr_Occurred() && self->file) {
		PyObject *r = PyObject_CallMethod(self->file, "close", NULL);

		if (!r)
			PyErr_WriteUnraisable(op);
		Py_XDECREF(r);
	}
	Py_CLEAR(self->file);
	PyObject_Free(self);
}

static void close_file(Box *self)
{
	PyObject *r = PyObject_CallMethod(self->file, "close", NULL);

	if (!r)
		return;
	Py_DECREF(r);
}

static void box_helper_bad(PyObject *op)
{
	Box *self = (Box *) op;

	if (self->file)
		close_file(self); // expect: exception-clobbered 'close_file'
	Py_CLEAR(self->file);
	PyObject_Free(self);
}

static void close_saved(Box *self)
{
	PyObject *type, *value, *tb, *r;

	PyErr_Fetch(&type, &value, &tb);
	r = PyObject_CallMethod(self->file, "close", NULL);
	if (!r)
		PyErr_WriteUnraisable((PyObject *) self);
	Py_XDECREF(r);
	PyErr_Restore(type, value, tb);
}

static void box_helper_ok(PyObject *op)
{
	Box *self = (Box *) op;

	if (self->file)
		close_saved(self);
	Py_CLEAR(self->file);
	PyObject_Free(self);
}

static void capsule_bad(PyObject *capsule)
{
	PyObject *hook = (PyObject *) PyCapsule_GetContext(capsule);
	PyObject *r;

	if (!hook)
		return;
	r = PyObject_CallNoArgs(hook); // expect: exception-clobbered 'PyObject_CallNoArgs'
	if (!r)
		PyErr_WriteUnraisable(hook);
	Py_XDECREF(r);
	Py_DECREF(hook);
}

PyObject *make_capsule(void *p)
{
	return PyCapsule_New(p, "x", capsule_bad);
}

#define TYPE(n, f) \
PyTypeObject n = { \
	PyVarObject_HEAD_INIT(NULL, 0) \
	.tp_name = "m." #n, .tp_basicsize = sizeof(Box), \
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = f, \
}

TYPE(Box1, box_dealloc_bad);
TYPE(Box2, box_dealloc_saves_ok);
TYPE(Box3, box_dealloc_plain_ok);
TYPE(Box4, box_clears_bad);
TYPE(Box5, box_asks_ok);
TYPE(Box6, box_helper_bad);
TYPE(Box7, box_helper_ok);
