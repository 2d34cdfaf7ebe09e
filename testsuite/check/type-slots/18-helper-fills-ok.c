// SPDX-License-Identifier: GPL-3.0-or-later
/* A helper fills types in through a pointer: what it sets can't be told. */
#include <Python.h>

static PyObject *next(PyObject *self) { return NULL; }

static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Iter", .tp_basicsize = sizeof (PyObject),
	.tp_iternext = next, .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
};
static int traverse(PyObject *self, visitproc visit, void *arg) { return 0; }
static void fill(PyTypeObject *t)
{
	t->tp_iter = PyObject_SelfIter;
	t->tp_traverse = traverse;
}
int ready(void)
{
	fill(&type);
	return PyType_Ready(&type);
}
