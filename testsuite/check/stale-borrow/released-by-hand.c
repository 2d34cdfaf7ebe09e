/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The member's own reference is released and it gets another value: what was
 * read from it before may be gone. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *tail; } Comp;

static PyObject *length_bad(Comp *self, PyObject *arg)
{
	PyObject *t = self->tail;

	if (!t)
		Py_RETURN_NONE;
	Py_DECREF(self->tail); // expect: dangling-field 'tail'
	self->tail = Py_NewRef(arg);
	return PyLong_FromSsize_t(PyObject_Size(t)); // expect: stale-borrow 't' // expect: error-as-truth
}
static PyObject *tail_ok(Comp *self, PyObject *arg)
{
	PyObject *t = self->tail;

	self->tail = Py_NewRef(arg);
	if (!t)
		Py_RETURN_NONE;
	return t;
}
/* A reference of this function's own keeps it. */
static PyObject *counted_ok(Comp *self, PyObject *arg)
{
	PyObject *t = self->tail;

	if (!t)
		Py_RETURN_NONE;
	Py_INCREF(t);
	Py_SETREF(self->tail, Py_NewRef(arg));
	return t;
}
static void comp_dealloc(Comp *self)
{
	Py_XDECREF(self->tail);
	Py_TYPE(self)->tp_free((PyObject *) self);
}
static PyMethodDef comp_methods[] = {
	{ "length", (PyCFunction) length_bad, METH_O },
	{ "tail", (PyCFunction) tail_ok, METH_O },
	{ "counted", (PyCFunction) counted_ok, METH_O }, { NULL }
};
PyTypeObject Comp_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "z.Comp", .tp_basicsize = sizeof(Comp),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_new = PyType_GenericNew,
	.tp_dealloc = (destructor) comp_dealloc, .tp_methods = comp_methods,
};
