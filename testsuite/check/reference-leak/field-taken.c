// SPDX-License-Identifier: GPL-3.0-or-later
/* A reference that is taken to what a field holds: the field has its own. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *names;
} Pattern;

typedef struct {
	PyObject_HEAD
	PyObject *on_message;
	Pattern *pattern;
} Socket;

void lib_register(void (*call)(void *), PyObject *data);
void lib_watch(Socket *socket);
void lib_called(void *data);

static PyObject *deliver_bad(Socket *self, PyObject *message)
{
	PyObject *cb = Py_NewRef(self->on_message);

	return PyObject_CallOneArg(cb, message); // expect: reference-leak 'on_message'
}

static PyObject *deliver_ok(Socket *self, PyObject *message)
{
	PyObject *cb = Py_NewRef(self->on_message), *r;

	r = PyObject_CallOneArg(cb, message);
	Py_DECREF(cb);
	return r;
}

static PyObject *callback_ok(Socket *self, PyObject *unused)
{
	return Py_NewRef(self->on_message);
}

/* The library has it from now on. */
static PyObject *register_ok(Socket *self, PyObject *unused)
{
	Py_INCREF(self->on_message);
	lib_register(lib_called, self->on_message);
	Py_RETURN_NONE;
}

static PyObject *watch_ok(Socket *self, PyObject *unused)
{
	Py_INCREF(self->on_message);
	lib_watch(self);
	Py_RETURN_NONE;
}

static PyObject *copy_ok(Socket *self, Socket *other)
{
	PyObject *old = other->on_message;

	other->on_message = Py_NewRef(self->on_message);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *dict_bad(Socket *self, PyObject *value)
{
	PyObject *names = self->pattern->names, *d = PyDict_New();

	if (!d)
		return NULL;
	Py_INCREF(names);
	if (PyDict_SetItem(d, names, value) < 0) {
		Py_DECREF(d);
		return NULL; // expect: reference-leak 'names'
	}
	Py_DECREF(names);
	return d;
}

static void socket_dealloc(Socket *self)
{
	Py_XDECREF(self->on_message);
	Py_XDECREF(self->pattern);
	Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef methods[] = {
	{ "deliver_bad", (PyCFunction)deliver_bad, METH_O, NULL },
	{ "deliver_ok", (PyCFunction)deliver_ok, METH_O, NULL },
	{ "callback_ok", (PyCFunction)callback_ok, METH_NOARGS, NULL },
	{ "register_ok", (PyCFunction)register_ok, METH_NOARGS, NULL },
	{ "watch_ok", (PyCFunction)watch_ok, METH_NOARGS, NULL },
	{ "copy_ok", (PyCFunction)copy_ok, METH_O, NULL },
	{ "dict_bad", (PyCFunction)dict_bad, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

PyTypeObject Socket_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Socket",
	.tp_basicsize = sizeof(Socket),
	.tp_flags = Py_TPFLAGS_DEFAULT,
	.tp_dealloc = (destructor)socket_dealloc,
	.tp_methods = methods,
};
