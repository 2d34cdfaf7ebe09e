/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Callbacks of a C library that take the GIL by a helper, which can fail. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
	PyObject_HEAD
	PyThreadState *state;
	PyObject *callback;
} Handle;

static int take(Handle *self, PyThreadState **state)
{
	if (!self->state)
		return 0;
	*state = self->state;
	PyEval_AcquireThread(*state);
	return 1;
}

static void give(PyThreadState *state)
{
	PyEval_ReleaseThread(state);
}

int write_ok(char *p, size_t n, void *stream)
{
	Handle *self = stream;
	PyThreadState *state;
	PyObject *r;

	if (!take(self, &state))
		return -1;
	r = PyObject_CallFunction(self->callback, "y#", p, (Py_ssize_t) n);
	if (!r)
		PyErr_Print();
	Py_XDECREF(r);
	give(state);
	return 0;
}

int write_bad(char *p, size_t n, void *stream)
{
	Handle *self = stream;
	PyThreadState *state;
	PyObject *r;

	take(self, &state);
	r = PyObject_CallFunction(self->callback, "y#", p, (Py_ssize_t) n); // expect: gil-not-held 'PyObject_CallFunction'
	if (!r)
		PyErr_Print();
	Py_XDECREF(r);
	give(state); // expect: gil-unbalanced
	return 0;
}

/* Always takes it. */
int seek_ok(long at, void *stream)
{
	Handle *self = stream;
	PyObject *r;

	PyEval_RestoreThread(self->state);
	r = PyObject_CallFunction(self->callback, "l", at);
	if (!r)
		PyErr_Print();
	Py_XDECREF(r);
	self->state = PyEval_SaveThread();
	return 0;
}

int seek_bad(long at, void *stream)
{
	Handle *self = stream;
	PyObject *r, *number = PyLong_FromLong(at); // expect: gil-not-held 'PyLong_FromLong'

	PyEval_RestoreThread(self->state);
	r = number ? PyObject_CallOneArg(self->callback, number) : NULL;
	if (!r)
		PyErr_Print();
	Py_XDECREF(number);
	Py_XDECREF(r);
	self->state = PyEval_SaveThread();
	return 0;
}
