/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elements of an array that a member points to, and that the object's end
 * releases. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject **values;
	Py_ssize_t n;
} Row;

static PyObject *repr_bad(PyObject *o)
{
	Row *self = (Row *) o;
	PyObject *t = PyTuple_New(self->n), *result;
	Py_ssize_t i;

	if (!t)
		return NULL;
	for (i = 0; i < self->n; i++)
		PyTuple_SET_ITEM(t, i, self->values[i]); // expect: missing-incref
	result = PyObject_Repr(t);
	Py_DECREF(t);
	return result;
}
static PyObject *first_bad(PyObject *o, PyObject *ignored)
{
	Row *self = (Row *) o;

	return self->values[0]; // expect: missing-incref
}
static PyObject *tuple_ok(PyObject *o, PyObject *ignored)
{
	Row *self = (Row *) o;
	PyObject *t = PyTuple_New(self->n);
	Py_ssize_t i;

	if (!t)
		return NULL;
	for (i = 0; i < self->n; i++) {
		Py_INCREF(self->values[i]);
		PyTuple_SET_ITEM(t, i, self->values[i]);
	}
	return t;
}
/* The row is empty afterwards. */
static PyObject *moved_ok(PyObject *o, PyObject *ignored)
{
	Row *self = (Row *) o;
	PyObject *t = PyTuple_New(self->n);
	Py_ssize_t i;

	if (!t)
		return NULL;
	for (i = 0; i < self->n; i++)
		PyTuple_SET_ITEM(t, i, self->values[i]);
	PyMem_Free(self->values);
	self->values = NULL;
	self->n = 0;
	return t;
}
static PyObject *taken_ok(PyObject *o, PyObject *ignored)
{
	Row *self = (Row *) o;
	PyObject *first = self->values[0];

	self->values[0] = NULL;
	return first;
}
static void row_dealloc(PyObject *o)
{
	Row *self = (Row *) o;
	Py_ssize_t i;

	for (i = 0; i < self->n; i++)
		Py_XDECREF(self->values[i]);
	PyMem_Free(self->values);
	Py_TYPE(self)->tp_free(o);
}

static PyMethodDef methods[] = {
	{ "first", first_bad, METH_NOARGS }, { "tuple", tuple_ok, METH_NOARGS },
	{ "moved", moved_ok, METH_NOARGS }, { "taken", taken_ok, METH_NOARGS },
	{ NULL }
};
static PyTypeObject Row_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Row", .tp_basicsize = sizeof(Row),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = row_dealloc,
	.tp_repr = repr_bad, .tp_methods = methods
};
PyTypeObject *type = &Row_Type;
