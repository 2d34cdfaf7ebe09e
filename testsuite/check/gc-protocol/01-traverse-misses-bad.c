// SPDX-License-Identifier: GPL-3.0-or-later
/* The plain case: one of two owned fields is not visited. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *a, *b; } Thing;

static int thing_init(Thing *self, PyObject *args, PyObject *kw)
{
	PyObject *a, *b;

	if (!PyArg_ParseTuple(args, "OO", &a, &b))
		return -1;
	Py_XSETREF(self->a, Py_NewRef(a));
	Py_XSETREF(self->b, Py_NewRef(b));
	return 0;
}
static int thing_traverse_bad(Thing *self, visitproc visit, void *arg)	// expect: gc-protocol 'does not visit' 'b'
{
	Py_VISIT(self->a);
	return 0;
}
static int thing_clear(Thing *self)
{
	Py_CLEAR(self->a);
	Py_CLEAR(self->b);
	return 0;
}
static void thing_dealloc(Thing *self)
{
	PyObject_GC_UnTrack(self);
	thing_clear(self);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Thing", .tp_basicsize = sizeof (Thing),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_init = (initproc) thing_init, .tp_new = PyType_GenericNew,
	.tp_dealloc = (destructor) thing_dealloc,
	.tp_traverse = (traverseproc) thing_traverse_bad,
	.tp_clear = (inquiry) thing_clear,
};
int ready(void) { return PyType_Ready(&type); }
