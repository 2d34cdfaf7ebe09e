/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference that a library's function was to keep as its user's data: where
 * that failed it did not. */
#include <Python.h>

typedef void event(void *user, int what);

extern void *device_open(const char *name, event *on_event, void *user);
extern int device_watch(void *user);
extern int device_add(event *on_event, void *user, event *ended);
extern int own_watch(PyObject *user);

typedef struct {
	PyObject_HEAD
	void *device;
	PyObject *callback;
} Device;

static void on_event(void *user, int what)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction((PyObject *) user, "i", what);

	if (!r)
		PyErr_WriteUnraisable((PyObject *) user);
	Py_XDECREF(r);
	PyGILState_Release(g);
}
static void on_end(void *user, int what)
{
	PyGILState_STATE g = PyGILState_Ensure();

	Py_DECREF((PyObject *) user);
	PyGILState_Release(g);
}
static PyObject *open_bad(PyObject *o, PyObject *args)
{
	Device *self = (Device *) o;
	const char *name;
	PyObject *f;

	if (!PyArg_ParseTuple(args, "sO", &name, &f))
		return NULL;
	Py_INCREF(f);
	self->device = device_open(name, on_event, f);
	if (!self->device) {
		PyErr_SetString(PyExc_OSError, name);
		return NULL; // expect: reference-leak 'f'
	}
	Py_XSETREF(self->callback, f);
	Py_RETURN_NONE;
}
static PyObject *watch_bad(PyObject *o, PyObject *f)
{
	Py_INCREF(f);
	if (device_watch(f) < 0)
		return PyErr_NoMemory(); // expect: reference-leak 'f'
	Py_RETURN_NONE;
}
/* The library has it when all is well: that it is released where it is not says
 * no more. */
static PyObject *watch_ok(PyObject *o, PyObject *f)
{
	Py_INCREF(f);
	if (device_watch(f) < 0) {
		Py_DECREF(f);
		return PyErr_NoMemory();
	}
	Py_RETURN_NONE;
}
/* It may end what it was given when it fails. */
static PyObject *add_ok(PyObject *o, PyObject *f)
{
	Py_INCREF(f);
	if (device_add(on_event, f, on_end) < 0)
		return PyErr_NoMemory();
	Py_RETURN_NONE;
}
/* Who knows objects may take a reference over. */
static PyObject *own_ok(PyObject *o, PyObject *f)
{
	Py_INCREF(f);
	if (own_watch(f) < 0)
		return PyErr_NoMemory();
	Py_RETURN_NONE;
}
/* Which number is a failure nobody says. */
static PyObject *number_ok(PyObject *o, PyObject *f)
{
	int n;

	Py_INCREF(f);
	n = device_watch(f);
	if (n > 3)
		return PyErr_NoMemory();
	return PyLong_FromLong(n);
}

PyMethodDef methods[] = {
	{ "open", open_bad, METH_VARARGS }, { "watch", watch_bad, METH_O },
	{ "watch2", watch_ok, METH_O }, { "add", add_ok, METH_O },
	{ "own", own_ok, METH_O }, { "number", number_ok, METH_O }, { NULL }
};
