// SPDX-License-Identifier: GPL-3.0-or-later
/* A heap type's instances own their type: it must be visited, too. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;

static int thing_traverse_bad(Thing *self, visitproc visit, void *arg)	// expect: gc-protocol 'does not visit the type'
{
	Py_VISIT(self->o);
	return 0;
}
static int thing_clear(Thing *self)
{
	Py_CLEAR(self->o);
	return 0;
}
static void thing_dealloc(Thing *self)
{
	PyTypeObject *tp = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	thing_clear(self);
	tp->tp_free((PyObject *) self);
	Py_DECREF(tp);
}
static PyType_Slot slots[] = {
	{Py_tp_traverse, thing_traverse_bad}, {Py_tp_clear, thing_clear},
	{Py_tp_dealloc, thing_dealloc}, {0, NULL}
};
static PyType_Spec spec = {
	"m.Thing", sizeof (Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots
};
PyObject *make(void) { return PyType_FromSpec(&spec); }
