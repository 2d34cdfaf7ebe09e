// SPDX-License-Identifier: GPL-3.0-or-later
/* Visited: directly, by a helper, by the base's traverse. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *o; } Thing;

static int a_traverse_ok(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->o);
	Py_VISIT(Py_TYPE(self));
	return 0;
}
static int visit_type(PyObject *o, visitproc visit, void *arg)
{
	Py_VISIT(Py_TYPE(o));
	return 0;
}
static int b_traverse_ok(Thing *self, visitproc visit, void *arg)
{
	Py_VISIT(self->o);
	return visit_type((PyObject *) self, visit, arg);
}
static int c_traverse_ok(PyObject *self, visitproc visit, void *arg)
{
	return PyList_Type.tp_traverse(self, visit, arg);
}
static int thing_clear_ok(Thing *self)
{
	Py_CLEAR(self->o);
	return 0;
}
static void thing_dealloc_ok(Thing *self)
{
	PyTypeObject *type = Py_TYPE(self);

	PyObject_GC_UnTrack(self);
	Py_CLEAR(self->o);
	type->tp_free(self);
	Py_DECREF(type);
}
static PyType_Slot a[] = { {Py_tp_traverse, a_traverse_ok}, {Py_tp_clear, thing_clear_ok}, {Py_tp_dealloc, thing_dealloc_ok}, {0, NULL} };
static PyType_Slot b[] = { {Py_tp_traverse, b_traverse_ok}, {Py_tp_clear, thing_clear_ok}, {Py_tp_dealloc, thing_dealloc_ok}, {0, NULL} };
static PyType_Slot c[] = { {Py_tp_traverse, c_traverse_ok}, {Py_tp_base, &PyList_Type}, {0, NULL} };
#define GC (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)
static PyType_Spec specs[] = {
	{ "m.A", sizeof (Thing), 0, GC, a },
	{ "m.B", sizeof (Thing), 0, GC, b },
	{ "m.C", 0, 0, GC, c },
};
PyObject *make(int i) { return PyType_FromSpec(&specs[i]); }
