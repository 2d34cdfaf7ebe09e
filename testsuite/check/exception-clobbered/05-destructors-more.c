// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Destructors run wherever the last reference goes, also with an exception
// set.
#include <Python.h>
#include <stddef.h>

PyAPI_FUNC(PyObject *) PyErr_GetRaisedException(void);
PyAPI_FUNC(void) PyErr_SetRaisedException(PyObject *);

typedef struct {
	PyObject_HEAD
	PyObject *cb;
	PyObject *file;
	PyObject *weak;
} Res;

static void dealloc_bad(Res *self)
{
	if (self->cb) {
		PyObject *r = PyObject_CallNoArgs(self->cb); // expect: exception-clobbered

		if (r)
			Py_DECREF(r);
		else
			PyErr_WriteUnraisable(self->cb);
	}
	Py_XDECREF(self->cb);
	Py_XDECREF(self->file);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static void dealloc_ok(Res *self)
{
	if (self->cb) {
		PyObject *t, *v, *tb, *r;

		PyErr_Fetch(&t, &v, &tb);
		r = PyObject_CallNoArgs(self->cb);
		if (r)
			Py_DECREF(r);
		else
			PyErr_WriteUnraisable(self->cb);
		PyErr_Restore(t, v, tb);
	}
	Py_XDECREF(self->cb);
	Py_XDECREF(self->file);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static void finalize_bad(PyObject *op)
{
	Res *self = (Res *)op;
	PyObject *r;

	if (!self->file)
		return;
	r = PyObject_CallMethod(self->file, "close", NULL); // expect: exception-clobbered
	if (!r)
		PyErr_WriteUnraisable(self->file);
	Py_XDECREF(r);
}

static void finalize_ok(PyObject *op)
{
	Res *self = (Res *)op;
	PyObject *r, *exc;

	if (!self->file)
		return;
	exc = PyErr_GetRaisedException();
	r = PyObject_CallMethod(self->file, "close", NULL);
	if (!r)
		PyErr_WriteUnraisable(self->file);
	Py_XDECREF(r);
	PyErr_SetRaisedException(exc);
}

/* A clear in a destructor kills the exception of its surroundings. */
static void clearing_bad(Res *self)
{
	PyObject *r;

	PyErr_Clear(); // expect: exception-clobbered
	Py_XDECREF(self->cb);
	Py_XDECREF(self->file);
	r = NULL;
	Py_XDECREF(r);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

/* PyObject_ClearWeakRefs saves the exception itself. */
static void weak_ok(Res *self)
{
	PyObject_GC_UnTrack(self);
	if (self->weak)
		PyObject_ClearWeakRefs((PyObject *)self);
	Py_CLEAR(self->cb);
	Py_CLEAR(self->file);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

/* Through helpers. */
static int do_close(Res *self)
{
	PyObject *r;

	r = PyObject_CallMethod(self->file, "close", NULL);
	if (!r)
		return -1;
	Py_DECREF(r);
	return 0;
}

static PyObject *close_method_ok(Res *self, PyObject *Py_UNUSED(ignored))
{
	if (do_close(self) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static void through_bad(Res *self)
{
	if (self->file && do_close(self) < 0) // expect: exception-clobbered
		PyErr_WriteUnraisable((PyObject *)self);
	Py_XDECREF(self->file);
	Py_XDECREF(self->cb);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static void through_ok(Res *self)
{
	PyObject *t, *v, *tb;

	PyErr_Fetch(&t, &v, &tb);
	if (self->file && do_close(self) < 0)
		PyErr_WriteUnraisable((PyObject *)self);
	PyErr_Restore(t, v, tb);
	Py_XDECREF(self->file);
	Py_XDECREF(self->cb);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

/* A capsule. */
static void capsule_free_bad(PyObject *capsule)
{
	PyObject *o = PyCapsule_GetContext(capsule);
	PyObject *r = PyObject_CallMethod(o, "release", NULL); // expect: exception-clobbered

	if (!r)
		PyErr_WriteUnraisable(o);
	Py_XDECREF(r);
	Py_DECREF(o);
}

static void capsule_free_ok(PyObject *capsule)
{
	void *p = PyCapsule_GetPointer(capsule, "m.p");

	PyMem_Free(p);
}

static PyObject *capsule_ok(PyObject *self, PyObject *o)
{
	static int token;
	PyObject *a = PyCapsule_New(&token, "m.q", capsule_free_bad);
	void *p;

	if (!a)
		return NULL;
	if (PyCapsule_SetContext(a, o) == 0)
		Py_INCREF(o);
	Py_DECREF(a);
	p = PyMem_Malloc(8);
	if (!p)
		return PyErr_NoMemory();
	a = PyCapsule_New(p, "m.p", capsule_free_ok);
	if (!a)
		PyMem_Free(p);
	return a;
}

static PyMethodDef methods[] = {
	{"close", (PyCFunction)close_method_ok, METH_NOARGS, NULL},
	{"capsule", capsule_ok, METH_O, NULL},
	{NULL}
};

#define TYPE(name, ...)						\
	PyTypeObject name = {					\
		PyVarObject_HEAD_INIT(NULL, 0)			\
		.tp_name = "m." #name,				\
		.tp_basicsize = sizeof(Res),			\
		.tp_flags = Py_TPFLAGS_DEFAULT,			\
		.tp_methods = methods,				\
		__VA_ARGS__					\
	}

TYPE(A, .tp_dealloc = (destructor)dealloc_bad);
TYPE(B, .tp_dealloc = (destructor)dealloc_ok);
TYPE(C, .tp_dealloc = (destructor)dealloc_ok, .tp_finalize = finalize_bad);
TYPE(D, .tp_dealloc = (destructor)dealloc_ok, .tp_finalize = finalize_ok);
TYPE(E, .tp_dealloc = (destructor)clearing_bad);
TYPE(G, .tp_dealloc = (destructor)through_bad);
TYPE(H, .tp_dealloc = (destructor)through_ok);

static int weak_traverse(Res *self, visitproc visit, void *arg)
{
	Py_VISIT(self->cb);
	Py_VISIT(self->file);
	return 0;
}

static int weak_clear(Res *self)
{
	Py_CLEAR(self->cb);
	Py_CLEAR(self->file);
	return 0;
}

PyTypeObject F = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.F",
	.tp_basicsize = sizeof(Res),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor)weak_ok,
	.tp_traverse = (traverseproc)weak_traverse,
	.tp_clear = (inquiry)weak_clear,
	.tp_weaklistoffset = offsetof(Res, weak),
};
