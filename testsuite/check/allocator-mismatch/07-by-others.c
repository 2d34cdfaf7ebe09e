// SPDX-License-Identifier: GPL-3.0-or-later
/* What a capsule's destructor releases; the memory of objects. */
#include <Python.h>
#include <stdlib.h>

struct ctx { int a; };

static void free_bad(PyObject *cap)
{
	struct ctx *c = PyCapsule_GetPointer(cap, "m.ctx");

	free(c); // expect: allocator-mismatch 'capsule'
}

static void free_ok(PyObject *cap)
{
	PyMem_Free(PyCapsule_GetPointer(cap, "m.ok"));
}

PyObject *make(PyObject *self, PyObject *arg)
{
	struct ctx *c = PyMem_Malloc(sizeof(*c));
	PyObject *cap;

	if (!c)
		return PyErr_NoMemory();
	c->a = 1;
	cap = PyCapsule_New(c, "m.ctx", free_bad);
	if (!cap)
		PyMem_Free(c);
	return cap;
}

PyObject *make_ok(PyObject *self, PyObject *arg)
{
	struct ctx *c = PyMem_Malloc(sizeof(*c));
	PyObject *cap;

	if (!c)
		return PyErr_NoMemory();
	c->a = 1;
	cap = PyCapsule_New(c, "m.ok", free_ok);
	if (!cap)
		PyMem_Free(c);
	return cap;
}

typedef struct { PyObject_HEAD int x; } A;

static void A_dealloc_bad(PyObject *self)
{
	PyMem_Free(self); // expect: allocator-mismatch 'm.A'
}

static void B_dealloc_ok(PyObject *self)
{
	PyObject_Free(self);
}

static PyTypeObject A_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.A", .tp_basicsize = sizeof(A),
	.tp_dealloc = A_dealloc_bad, .tp_flags = Py_TPFLAGS_DEFAULT,
};

static PyTypeObject B_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.B", .tp_basicsize = sizeof(A),
	.tp_dealloc = B_dealloc_ok, .tp_flags = Py_TPFLAGS_DEFAULT,
};

PyObject *new_a(PyObject *self, PyObject *arg)
{
	return (PyObject *) PyObject_New(A, &A_Type);
}

PyObject *new_b(PyObject *self, PyObject *arg)
{
	return (PyObject *) PyObject_New(A, &B_Type);
}
