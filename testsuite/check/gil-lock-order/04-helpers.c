// SPDX-License-Identifier: GPL-3.0-or-later
/* The lock, or the GIL, is taken by a helper; Python code runs under it. */
#include <Python.h>
#include <pthread.h>
#include <unistd.h>

typedef struct {
	PyObject_HEAD
	pthread_mutex_t mutex, other, third;
	PyObject *callback;
	long n;
} Db;

static void db_lock(Db *self)
{
	pthread_mutex_lock(&self->mutex);
}

static void db_unlock(Db *self)
{
	pthread_mutex_unlock(&self->mutex);
}

static int db_sync(int fd)
{
	int r;

	Py_BEGIN_ALLOW_THREADS
	r = fsync(fd);
	Py_END_ALLOW_THREADS
	return r;
}

static PyObject *flush_bad(PyObject *op, PyObject *arg)
{
	Db *self = (Db *) op;
	int r;

	db_lock(self);
	r = db_sync((int) self->n); // expect: gil-lock-order 'mutex'
	db_unlock(self);
	return PyLong_FromLong(r);
}

static PyObject *flush_ok(PyObject *op, PyObject *arg)
{
	Db *self = (Db *) op;
	int fd;

	db_lock(self);
	fd = (int) self->n;
	db_unlock(self);
	return PyLong_FromLong(db_sync(fd));
}

/* Python code lets the GIL go from time to time. */
static PyObject *call_bad(PyObject *op, PyObject *arg)
{
	Db *self = (Db *) op;
	PyObject *r;

	pthread_mutex_lock(&self->other);
	r = PyObject_CallOneArg(self->callback, arg); // expect: gil-lock-order 'other'
	pthread_mutex_unlock(&self->other);
	return r;
}

static PyObject *call_ok(PyObject *op, PyObject *arg)
{
	Db *self = (Db *) op;

	pthread_mutex_lock(&self->other);
	self->n++;
	pthread_mutex_unlock(&self->other);
	return PyObject_CallOneArg(self->callback, arg);
}

/* Numbers and errors run no code. */
static PyObject *quiet_ok(PyObject *op, PyObject *arg)
{
	Db *self = (Db *) op;
	PyObject *r;

	pthread_mutex_lock(&self->third);
	r = PyLong_FromLong(self->n);
	pthread_mutex_unlock(&self->third);
	return r;
}

static PyMethodDef methods[] = {
	{ "flush_bad", flush_bad, METH_NOARGS, NULL },
	{ "flush_ok", flush_ok, METH_NOARGS, NULL },
	{ "call_bad", call_bad, METH_O, NULL },
	{ "call_ok", call_ok, METH_O, NULL },
	{ "quiet_ok", quiet_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *db_methods(void)
{
	return methods;
}
