/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pointer into a buffer that is kept when the buffer is released. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	const char *data, *text;
	Py_ssize_t size;
	PyObject *owner;
} Device;

static PyObject *set_bad(PyObject *o, PyObject *args)
{
	Device *self = (Device *) o;
	Py_buffer view;

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	self->data = view.buf; // expect: stale-borrow 'data'
	self->size = view.len;
	PyBuffer_Release(&view);
	Py_RETURN_NONE;
}
/* What exported it is kept beside. */
static PyObject *held_ok(PyObject *o, PyObject *arg)
{
	Device *self = (Device *) o;
	Py_buffer view;

	if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) < 0)
		return NULL;
	self->data = view.buf;
	Py_XSETREF(self->owner, Py_NewRef(arg));
	PyBuffer_Release(&view);
	Py_RETURN_NONE;
}
/* For as long as the buffer lives. */
static PyObject *for_the_call_ok(PyObject *o, PyObject *args)
{
	Device *self = (Device *) o;
	Py_buffer view;

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	self->data = view.buf;
	self->size++;
	self->data = NULL;
	PyBuffer_Release(&view);
	Py_RETURN_NONE;
}
/* Nothing that Python calls reads it without setting it. */
static PyObject *unread_ok(PyObject *o, PyObject *args)
{
	Device *self = (Device *) o;
	Py_buffer view;

	if (!PyArg_ParseTuple(args, "y*", &view))
		return NULL;
	self->text = view.buf;
	self->size = view.len;
	PyBuffer_Release(&view);
	Py_RETURN_NONE;
}
static PyObject *first_ok(PyObject *o, PyObject *unused)
{
	Device *self = (Device *) o;

	if (!self->data || !self->size)
		Py_RETURN_NONE;
	return PyLong_FromLong(self->data[0]);
}

PyMethodDef methods[] = {
	{ "set", set_bad, METH_VARARGS }, { "held", held_ok, METH_O },
	{ "call", for_the_call_ok, METH_VARARGS },
	{ "unread", unread_ok, METH_VARARGS },
	{ "first", first_ok, METH_NOARGS }, { NULL }
};
