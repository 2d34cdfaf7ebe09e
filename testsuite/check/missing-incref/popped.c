/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An array whose count goes down hands its last element over. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *extra[4];
	int n_extra, n_asked;
} Elem;

static PyObject *pop_ok(PyObject *o, PyObject *ignored)
{
	Elem *self = (Elem *) o;

	if (self->n_extra == 0) {
		PyErr_SetString(PyExc_IndexError, "it is empty");
		return NULL;
	}
	return self->extra[--self->n_extra];
}
static PyObject *pop_last_ok(PyObject *o, PyObject *ignored)
{
	Elem *self = (Elem *) o;
	int last = self->n_extra - 1;
	PyObject *item;

	if (last < 0)
		Py_RETURN_NONE;
	item = self->extra[last];
	self->n_extra = last;
	return item;
}
static PyObject *peek_bad(PyObject *o, PyObject *ignored)
{
	Elem *self = (Elem *) o;

	if (self->n_extra == 0)
		Py_RETURN_NONE;
	return self->extra[self->n_extra - 1]; // expect: missing-incref
}
static PyObject *other_count_bad(PyObject *o, PyObject *ignored)
{
	Elem *self = (Elem *) o;

	if (self->n_extra == 0)
		Py_RETURN_NONE;
	self->n_asked--;
	return self->extra[self->n_extra - 1]; // expect: missing-incref
}
static void elem_dealloc(PyObject *o)
{
	Elem *self = (Elem *) o;
	int i;

	for (i = 0; i < self->n_extra; i++)
		Py_XDECREF(self->extra[i]);
	Py_TYPE(self)->tp_free(o);
}

static PyMethodDef methods[] = {
	{ "pop", pop_ok, METH_NOARGS }, { "pop_last", pop_last_ok, METH_NOARGS },
	{ "peek", peek_bad, METH_NOARGS },
	{ "other", other_count_bad, METH_NOARGS }, { NULL }
};
static PyTypeObject Elem_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Elem", .tp_basicsize = sizeof(Elem),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = elem_dealloc,
	.tp_methods = methods, .tp_new = PyType_GenericNew
};
PyTypeObject *type = &Elem_Type;
