// SPDX-License-Identifier: GPL-3.0-or-later
/* Pairs of the project's own, and one half of them forgotten. */
#include <Python.h>
#include <errno.h>
#include <unistd.h>

typedef struct {
	PyObject_HEAD
	PyThreadState *saved;
	int fd;
} Dev;

static void dev_release(Dev *d)
{
	d->saved = PyEval_SaveThread();
}

static void dev_acquire(Dev *d)
{
	PyThreadState *ts = d->saved;

	d->saved = NULL;
	PyEval_RestoreThread(ts);
}

static PyObject *sync_ok(PyObject *op, PyObject *arg)
{
	Dev *d = (Dev *) op;
	int r;

	dev_release(d);
	r = fsync(d->fd);
	dev_acquire(d);
	return PyLong_FromLong(r);
}

static PyObject *sync_bad(PyObject *op, PyObject *arg)
{
	Dev *d = (Dev *) op;

	dev_release(d);
	if (fsync(d->fd) < 0)
		return NULL; // expect: gil-unbalanced
	dev_acquire(d);
	return PyLong_FromLong(0);
}

/* A helper that comes back with the GIL in two states. */
static int half(Dev *d)
{
	PyThreadState *save = PyEval_SaveThread();

	if (fsync(d->fd) < 0)
		return -1; // expect: gil-unbalanced
	PyEval_RestoreThread(save);
	return 0;
}

static PyObject *half_caller(PyObject *op, PyObject *arg)
{
	if (half((Dev *) op) < 0)
		return PyErr_SetFromErrno(PyExc_OSError);
	Py_RETURN_NONE;
}

/* A helper whose failure says that the GIL was not let go. */
static int try_release(Dev *d)
{
	if (d->fd < 0) {
		PyErr_SetString(PyExc_ValueError, "closed");
		return -1;
	}
	d->saved = PyEval_SaveThread();
	return 0;
}

static PyObject *try_ok(PyObject *op, PyObject *arg)
{
	Dev *d = (Dev *) op;
	int r;

	if (try_release(d) < 0)
		return NULL;
	r = fsync(d->fd);
	dev_acquire(d);
	return PyLong_FromLong(r);
}

static PyObject *try_bad(PyObject *op, PyObject *arg)
{
	Dev *d = (Dev *) op;
	int r;

	try_release(d); // expect: unchecked-error
	r = fsync(d->fd);
	if (r < 0)
		return NULL; // expect: gil-unbalanced
	dev_acquire(d); // expect: gil-unbalanced
	return PyLong_FromLong(r);
}

/* Macros of the project. */
#define LEAVE_PYTHON { PyThreadState *ts_ = PyEval_SaveThread();
#define ENTER_PYTHON PyEval_RestoreThread(ts_); }

static PyObject *macro_bad(PyObject *op, PyObject *arg)
{
	Dev *d = (Dev *) op;
	int r;

	LEAVE_PYTHON
	r = fsync(d->fd);
	if (r < 0)
		return PyLong_FromLong(errno); // expect: gil-not-held expect: gil-unbalanced
	ENTER_PYTHON
	return PyLong_FromLong(r);
}

static PyObject *macro_ok(PyObject *op, PyObject *arg)
{
	Dev *d = (Dev *) op;
	int r;

	LEAVE_PYTHON
	r = fsync(d->fd);
	ENTER_PYTHON
	if (r < 0)
		return PyLong_FromLong(errno);
	return PyLong_FromLong(r);
}

/* An assertion failure that ends the process needs nothing. */
static PyObject *fatal_ok(PyObject *op, PyObject *arg)
{
	Dev *d = (Dev *) op;
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = fsync(d->fd);
	if (r < 0)
		Py_FatalError("cannot go on");
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

static PyMethodDef methods[] = {
	{ "sync_ok", sync_ok, METH_NOARGS, NULL },
	{ "sync_bad", sync_bad, METH_NOARGS, NULL },
	{ "half", half_caller, METH_NOARGS, NULL },
	{ "try_ok", try_ok, METH_NOARGS, NULL },
	{ "try_bad", try_bad, METH_NOARGS, NULL },
	{ "macro_bad", macro_bad, METH_NOARGS, NULL },
	{ "macro_ok", macro_ok, METH_NOARGS, NULL },
	{ "fatal_ok", fatal_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *dev_methods(void)
{
	return methods;
}
