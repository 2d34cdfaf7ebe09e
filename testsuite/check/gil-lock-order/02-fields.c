// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
// Locks that are fields of an object.
#include <Python.h>
#include <pthread.h>

typedef struct {
	PyObject_HEAD
	pthread_mutex_t lock, quiet;
	PyThread_type_lock handle;
	long n;
} Counter;

static PyObject *add_bad(PyObject *op, PyObject *arg)
{
	Counter *self = (Counter *) op;

	pthread_mutex_lock(&self->lock);
	Py_BEGIN_ALLOW_THREADS
	self->n++;
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'Counter.lock'
	pthread_mutex_unlock(&self->lock);
	Py_RETURN_NONE;
}

static PyObject *add_ok(PyObject *op, PyObject *arg)
{
	Counter *self = (Counter *) op;

	Py_BEGIN_ALLOW_THREADS
	pthread_mutex_lock(&self->quiet);
	self->n++;
	pthread_mutex_unlock(&self->quiet);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *get_ok(PyObject *op, PyObject *arg)
{
	Counter *self = (Counter *) op;
	long n;

	pthread_mutex_lock(&self->quiet);
	n = self->n;
	pthread_mutex_unlock(&self->quiet);
	return PyLong_FromLong(n);
}

static PyObject *handle_bad(PyObject *op, PyObject *arg)
{
	Counter *self = (Counter *) op;

	PyThread_acquire_lock(self->handle, 1);
	Py_BEGIN_ALLOW_THREADS
	self->n++;
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'Counter.handle'
	PyThread_release_lock(self->handle);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "add_bad", add_bad, METH_NOARGS, NULL },
	{ "add_ok", add_ok, METH_NOARGS, NULL },
	{ "get", get_ok, METH_NOARGS, NULL },
	{ "handle", handle_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
