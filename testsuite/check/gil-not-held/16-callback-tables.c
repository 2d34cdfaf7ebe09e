/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of callbacks that a C library is handed when it is called without
 * the GIL. */
#include <Python.h>

struct operations {
	int (*read)(void *, char *, int);
	void (*log)(void *, const char *);
};

int library_run(const struct operations *o, void *arg);

static int read_plainly(void *arg, char *buffer, int n)
{
	PyObject *r = PyObject_CallMethod((PyObject *) arg, "read", "i", n);

	if (!r) {
		PyErr_WriteUnraisable((PyObject *) arg);
		return -1;
	}
	Py_DECREF(r);
	return 0;
}

static int read_taking(void *arg, char *buffer, int n)
{
	PyGILState_STATE state = PyGILState_Ensure();
	int r = read_plainly(arg, buffer, n);

	PyGILState_Release(state);
	return r;
}

static void log_taking(void *arg, const char *text)
{
	PyGILState_STATE state = PyGILState_Ensure();
	PyObject *r = PyObject_CallMethod((PyObject *) arg, "log", "s", text);

	if (!r)
		PyErr_WriteUnraisable((PyObject *) arg);
	Py_XDECREF(r);
	PyGILState_Release(state);
}

static const struct operations plain = { read_plainly, log_taking };
static const struct operations taking = { read_taking, log_taking };

static PyObject *run_bad(PyObject *self, PyObject *arg)
{
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = library_run(&plain, arg); // expect: gil-not-held 'read_plainly'
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

static PyObject *run_ok(PyObject *self, PyObject *arg)
{
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = library_run(&taking, arg);
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

/* With the GIL anything goes. */
static PyObject *run_held_ok(PyObject *self, PyObject *arg)
{
	return PyLong_FromLong(library_run(&plain, arg));
}

/* The same, in a struct that is filled here. */
static PyObject *run_filled_bad(PyObject *self, PyObject *arg)
{
	struct operations o;
	int r;

	o.read = read_plainly;
	o.log = log_taking;
	Py_BEGIN_ALLOW_THREADS
	r = library_run(&o, arg); // expect: gil-not-held 'read_plainly'
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

static PyObject *run_filled_ok(PyObject *self, PyObject *arg)
{
	struct operations o;
	int r;

	o.read = read_taking;
	o.log = log_taking;
	Py_BEGIN_ALLOW_THREADS
	r = library_run(&o, arg);
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

static PyMethodDef methods[] = {
	{ "run", run_bad, METH_O, NULL },
	{ "run_taking", run_ok, METH_O, NULL },
	{ "run_held", run_held_ok, METH_O, NULL },
	{ "run_filled", run_filled_bad, METH_O, NULL },
	{ "run_filled_taking", run_filled_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *find_methods(void)
{
	return methods;
}
