// SPDX-License-Identifier: GPL-3.0-or-later
/* Two calls that can fail, and one test of the members that have the results. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *a, *b; } T;

static PyObject *
new_bad(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	T *self = (T *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->a = PyObject_Str(args);
	self->b = PyObject_Repr(args); // expect: exception-clobbered 'PyObject_Repr'
	if (!self->a || !self->b) {
		Py_DECREF(self);
		return NULL;
	}
	return (PyObject *) self;
}

static PyObject *
new_ok(PyTypeObject *type, PyObject *args, PyObject *kw)
{
	T *self = (T *) type->tp_alloc(type, 0);

	if (!self)
		return NULL;
	self->a = PyObject_Str(args);
	if (self->a)
		self->b = PyObject_Repr(args);
	if (!self->a || !self->b) {
		Py_DECREF(self);
		return NULL;
	}
	return (PyObject *) self;
}

PyTypeObject bad_type = {
	PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.Bad",
	.tp_basicsize = sizeof(T), .tp_new = new_bad,
};
PyTypeObject ok_type = {
	PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.Ok",
	.tp_basicsize = sizeof(T), .tp_new = new_ok,
};
