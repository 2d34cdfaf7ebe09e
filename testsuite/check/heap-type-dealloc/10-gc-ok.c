// SPDX-License-Identifier: GPL-3.0-or-later
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;

static int thing_traverse_ok(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(self));
	Py_VISIT(self->o);
	return 0;
}
static int thing_clear_ok(Thing *self)
{
	Py_CLEAR(self->o);
	return 0;
}
static void thing_dealloc_ok(Thing *self)
{
	PyTypeObject *tp = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	thing_clear_ok(self);
	PyObject_GC_Del(self);
	Py_DECREF(tp);
}
static PyType_Slot slots[] = {
	{Py_tp_dealloc, thing_dealloc_ok}, {Py_tp_traverse, thing_traverse_ok},
	{Py_tp_clear, thing_clear_ok}, {0, NULL}
};
static PyType_Spec spec = { "m.T", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots };
PyObject *make(void) { return PyType_FromSpec(&spec); }
