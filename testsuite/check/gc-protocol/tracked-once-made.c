// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* The objects that never-tracked.c makes, tracked. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *source;
} Iter;

static PyTypeObject IterType;

static PyObject *make(PyObject *m, PyObject *source)
{
	Iter *it = PyObject_GC_New(Iter, &IterType);

	if (!it)
		return NULL;
	it->source = Py_NewRef(source);
	PyObject_GC_Track(it);
	return (PyObject *) it;
}

static int traverse(Iter *self, visitproc visit, void *arg)
{
	Py_VISIT(self->source);
	return 0;
}

static int clear(Iter *self)
{
	Py_CLEAR(self->source);
	return 0;
}

static void dealloc_bad(Iter *self)
{
	Py_DECREF(self->source); // expect: gc-protocol
	PyObject_GC_UnTrack(self);
	PyObject_GC_Del(self);
}

static PyTypeObject IterType = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.iter",
	.tp_basicsize = sizeof(Iter),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_dealloc = (destructor) dealloc_bad,
	.tp_traverse = (traverseproc) traverse,
	.tp_clear = (inquiry) clear,
};

PyMethodDef methods[] = {
	{ "make", make, METH_O },
	{ NULL }
};
