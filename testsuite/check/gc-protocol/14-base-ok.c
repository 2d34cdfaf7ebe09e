// SPDX-License-Identifier: GPL-3.0-or-later
/* A subtype visits its own field and leaves the rest to its base. */
#include <Python.h>

typedef struct { PyListObject list; PyObject *extra; } Sub;

static int sub_init(Sub *self, PyObject *args, PyObject *kw)
{
	PyObject *e;

	if (!PyArg_ParseTuple(args, "O", &e))
		return -1;
	Py_XSETREF(self->extra, Py_NewRef(e));
	return 0;
}
static int sub_traverse_ok(Sub *self, visitproc visit, void *arg)
{
	Py_VISIT(self->extra);
	return PyList_Type.tp_traverse((PyObject *) self, visit, arg);
}
static int sub_clear_ok(Sub *self)
{
	Py_CLEAR(self->extra);
	return PyList_Type.tp_clear((PyObject *) self);
}
static void sub_dealloc_ok(Sub *self)
{
	PyObject_GC_UnTrack(self);
	Py_CLEAR(self->extra);
	PyList_Type.tp_dealloc((PyObject *) self);
}
static PyTypeObject type = {
	PyVarObject_HEAD_INIT (NULL, 0)
	.tp_name = "m.Sub", .tp_basicsize = sizeof (Sub),
	.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
	.tp_init = (initproc) sub_init, .tp_base = &PyList_Type,
	.tp_dealloc = (destructor) sub_dealloc_ok,
	.tp_traverse = (traverseproc) sub_traverse_ok,
	.tp_clear = (inquiry) sub_clear_ok,
};
int ready(void) { return PyType_Ready(&type); }
