// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* A dealloc for types of both kinds asks whether its object is of the
 * collector's before it untracks it: one that is not was never tracked. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *owner;
} Child;

static int traverse(Child *self, visitproc visit, void *arg)
{
	Py_VISIT(self->owner);
	return 0;
}

static int clear(Child *self)
{
	Py_CLEAR(self->owner);
	return 0;
}

static int init(Child *self, PyObject *args, PyObject *kwds)
{
	PyObject *owner, *old = self->owner;

	if (!PyArg_ParseTuple(args, "O", &owner))
		return -1;
	self->owner = Py_NewRef(owner);
	Py_XDECREF(old);
	return 0;
}

static void flags_ok(PyObject *self)
{
	if (self->ob_type->tp_flags & Py_TPFLAGS_HAVE_GC)
		PyObject_GC_UnTrack(self);
	Py_CLEAR(((Child *) self)->owner);
	Py_TYPE(self)->tp_free(self);
}

static void function_ok(PyObject *self)
{
	if (PyType_GetFlags(Py_TYPE(self)) & Py_TPFLAGS_HAVE_GC)
		PyObject_GC_UnTrack(self);
	Py_CLEAR(((Child *) self)->owner);
	Py_TYPE(self)->tp_free(self);
}

static void feature_ok(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);

	if (PyType_IS_GC(type))
		PyObject_GC_UnTrack(self);
	Py_CLEAR(((Child *) self)->owner);
	type->tp_free(self);
}

static void other_flag_bad(PyObject *self)
{
	if (self->ob_type->tp_flags & Py_TPFLAGS_HEAPTYPE)
		PyObject_GC_UnTrack(self);
	Py_CLEAR(((Child *) self)->owner); // expect: gc-protocol
	Py_TYPE(self)->tp_free(self);
}

static void late_bad(PyObject *self)
{
	Py_CLEAR(((Child *) self)->owner); // expect: gc-protocol
	if (self->ob_type->tp_flags & Py_TPFLAGS_HAVE_GC)
		PyObject_GC_UnTrack(self);
	Py_TYPE(self)->tp_free(self);
}

#define TYPE(name, dealloc) \
	PyTypeObject name = { \
		PyVarObject_HEAD_INIT(NULL, 0) \
		.tp_name = "m." #name, \
		.tp_basicsize = sizeof(Child), \
		.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, \
		.tp_dealloc = dealloc, \
		.tp_traverse = (traverseproc) traverse, \
		.tp_clear = (inquiry) clear, \
		.tp_init = (initproc) init, \
		.tp_new = PyType_GenericNew, \
	}

TYPE(Flags, flags_ok);
TYPE(Function, function_ok);
TYPE(Feature, feature_ok);
TYPE(OtherFlag, other_flag_bad);
TYPE(Late, late_bad);
