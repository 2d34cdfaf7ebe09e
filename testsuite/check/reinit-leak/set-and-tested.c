/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A member that this __init__ gave a value before tells nothing of what the
 * object was like; one that it may have had does. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *names, *stack, *start;
} Builder;

static int init_bad(PyObject *o, PyObject *args, PyObject *kwargs)
{
	Builder *self = (Builder *) o;
	PyObject *target;

	if (!PyArg_ParseTuple(args, "O", &target))
		return -1;
	Py_XSETREF(self->names, PyDict_New());
	Py_XSETREF(self->stack, PyList_New(0));
	if (!self->names || !self->stack)
		return -1;
	self->start = PyObject_GetAttrString(target, "start"); // expect: reinit-leak 'start'
	if (!self->start)
		return -1;
	return 0;
}
static int init_ok(PyObject *o, PyObject *args, PyObject *kwargs)
{
	Builder *self = (Builder *) o;
	PyObject *target;

	if (!PyArg_ParseTuple(args, "O", &target))
		return -1;
	if (self->names) {
		PyErr_SetString(PyExc_RuntimeError, "it is initialized");
		return -1;
	}
	self->names = PyDict_New();
	if (!self->names)
		return -1;
	self->start = PyObject_GetAttrString(target, "start");
	if (!self->start)
		return -1;
	return 0;
}
static void builder_dealloc(PyObject *o)
{
	Builder *self = (Builder *) o;

	Py_CLEAR(self->start);
	Py_CLEAR(self->names);
	Py_CLEAR(self->stack);
	Py_TYPE(self)->tp_free(o);
}
static PyTypeObject A = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.A", .tp_basicsize = sizeof(Builder),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = builder_dealloc,
	.tp_new = PyType_GenericNew, .tp_init = init_bad
};
static PyTypeObject B = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.B", .tp_basicsize = sizeof(Builder),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = builder_dealloc,
	.tp_new = PyType_GenericNew, .tp_init = init_ok
};
PyTypeObject *types[] = { &A, &B };
