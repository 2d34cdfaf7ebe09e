/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pointer into an argument's object that is kept beyond the call. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	const char *name, *path, *text;
	char *copy;
	PyObject *owner;
} Device;

static const char *title, *unread;

static PyObject *set_name_bad(PyObject *o, PyObject *arg)
{
	Device *self = (Device *) o;
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	self->name = s; // expect: stale-borrow 'name' 'arg'
	Py_RETURN_NONE;
}
static PyObject *set_path_bad(PyObject *o, PyObject *args)
{
	Device *self = (Device *) o;

	if (!PyArg_ParseTuple(args, "s", &self->path)) // expect: stale-borrow 'path'
		return NULL;
	Py_RETURN_NONE;
}
static PyObject *set_title_bad(PyObject *o, PyObject *args)
{
	PyObject *text;

	if (!PyArg_ParseTuple(args, "U", &text))
		return NULL;
	title = PyUnicode_AsUTF8(text); // expect: stale-borrow 'title'
	if (!title)
		return NULL;
	Py_RETURN_NONE;
}
static PyObject *copied_ok(PyObject *o, PyObject *arg)
{
	Device *self = (Device *) o;
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	PyMem_Free(self->copy);
	self->copy = PyMem_Malloc(strlen(s) + 1);
	if (!self->copy)
		return PyErr_NoMemory();
	strcpy(self->copy, s);
	Py_RETURN_NONE;
}
static PyObject *held_ok(PyObject *o, PyObject *arg)
{
	Device *self = (Device *) o;
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	Py_INCREF(arg);
	Py_XSETREF(self->owner, arg);
	self->name = s;
	Py_RETURN_NONE;
}
static PyObject *for_the_call_ok(PyObject *o, PyObject *arg)
{
	Device *self = (Device *) o;
	const char *s = PyUnicode_AsUTF8(arg);
	long n;

	if (!s)
		return NULL;
	self->name = s;
	n = strlen(self->name);
	self->name = "";
	return PyLong_FromLong(n);
}
/* Nobody reads these later. */
static PyObject *unread_ok(PyObject *o, PyObject *arg)
{
	Device *self = (Device *) o;

	self->text = unread = PyUnicode_AsUTF8(arg);
	if (!unread)
		return NULL;
	Py_RETURN_NONE;
}
static PyObject *get(PyObject *o, PyObject *ignored)
{
	Device *self = (Device *) o;

	return Py_BuildValue("(zzzz)", self->name, self->path, self->copy,
			     title);
}
static void device_dealloc(PyObject *o)
{
	PyMem_Free(((Device *) o)->copy);
	Py_XDECREF(((Device *) o)->owner);
	Py_TYPE(o)->tp_free(o);
}

static PyMethodDef methods[] = {
	{ "set_name", set_name_bad, METH_O },
	{ "set_path", set_path_bad, METH_VARARGS },
	{ "set_title", set_title_bad, METH_VARARGS },
	{ "copied", copied_ok, METH_O }, { "held", held_ok, METH_O },
	{ "for_the_call", for_the_call_ok, METH_O },
	{ "unread", unread_ok, METH_O },
	{ "get", get, METH_NOARGS }, { NULL }
};
static PyTypeObject Device_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Device", .tp_basicsize = sizeof(Device),
	.tp_flags = Py_TPFLAGS_DEFAULT, .tp_dealloc = device_dealloc,
	.tp_methods = methods, .tp_new = PyType_GenericNew
};
PyTypeObject *type = &Device_Type;
