// SPDX-License-Identifier: GPL-3.0-or-later
/* Callbacks of a library that take the GIL for themselves: who calls them knows
 * of no reference that it could be given. */
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyObject *callback, *args;
} Watcher;

void watch(void (*)(void *), void *);

static void fire_bad(void *arg)
{
	Watcher *self = arg;
	PyGILState_STATE gil = PyGILState_Ensure();
	PyObject *args = Py_NewRef(self->args);
	PyObject *r = PyObject_Call(self->callback, args, NULL);

	if (!r)
		PyErr_WriteUnraisable((PyObject *) self);
	else
		Py_DECREF(r);
	PyGILState_Release(gil);
} // expect: reference-leak 'self->args'

static void fire_ok(void *arg)
{
	Watcher *self = arg;
	PyGILState_STATE gil = PyGILState_Ensure();
	PyObject *args = Py_NewRef(self->args);
	PyObject *r = PyObject_Call(self->callback, args, NULL);

	Py_DECREF(args);
	if (!r)
		PyErr_WriteUnraisable((PyObject *) self);
	else
		Py_DECREF(r);
	PyGILState_Release(gil);
}

/* Keeps itself until it is stopped. */
static void started_ok(void *arg)
{
	PyGILState_STATE gil = PyGILState_Ensure();

	Py_INCREF((PyObject *) arg);
	PyGILState_Release(gil);
}

static PyObject *start(PyObject *self, PyObject *unused)
{
	watch(started_ok, self);
	watch(fire_bad, self);
	watch(fire_ok, self);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "start", start, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyTypeObject Watcher_Type = {
	PyVarObject_HEAD_INIT(NULL, 0)
	.tp_name = "m.Watcher", .tp_basicsize = sizeof(Watcher),
	.tp_methods = methods,
};
