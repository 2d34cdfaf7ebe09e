// SPDX-License-Identifier: GPL-3.0-or-later
/* Locks of several kinds, in both orders. */
#include <Python.h>
#include <pthread.h>
#include <pythread.h>
#include <unistd.h>

static pthread_mutex_t m1 = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m2 = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m3 = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m4 = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m5 = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t m6 = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
static PyThread_type_lock handle;
static long n;

/* Taken with the GIL held, and kept over a region. */
static PyObject *over_region_bad(PyObject *self, PyObject *arg)
{
	pthread_mutex_lock(&m1);
	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'm1'
	n++;
	pthread_mutex_unlock(&m1);
	Py_RETURN_NONE;
}

/* Taken in the region, let go after it; another takes it with the GIL. */
static PyObject *past_end_bad(PyObject *self, PyObject *arg)
{
	Py_BEGIN_ALLOW_THREADS
	pthread_mutex_lock(&m2);
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'm2'
	n++;
	pthread_mutex_unlock(&m2);
	Py_RETURN_NONE;
}

static PyObject *with_gil(PyObject *self, PyObject *arg)
{
	pthread_mutex_lock(&m2);
	n--;
	pthread_mutex_unlock(&m2);
	Py_RETURN_NONE;
}

/* Always taken without the GIL: whoever waits for it holds nothing. */
static PyObject *same_order_ok(PyObject *self, PyObject *arg)
{
	Py_BEGIN_ALLOW_THREADS
	pthread_mutex_lock(&m3);
	Py_END_ALLOW_THREADS
	n++;
	pthread_mutex_unlock(&m3);
	Py_RETURN_NONE;
}

static PyObject *before_end_ok(PyObject *self, PyObject *arg)
{
	Py_BEGIN_ALLOW_THREADS
	pthread_mutex_lock(&m4);
	n++;
	pthread_mutex_unlock(&m4);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *m4_held_ok(PyObject *self, PyObject *arg)
{
	pthread_mutex_lock(&m4);
	n--;
	pthread_mutex_unlock(&m4);
	Py_RETURN_NONE;
}

/* A thread takes the lock and then asks for the GIL. */
static void *thread_bad(void *data)
{
	PyGILState_STATE g;

	pthread_mutex_lock(&m5);
	g = PyGILState_Ensure(); // expect: gil-lock-order 'm5'
	PySys_WriteStdout("%ld\n", n);
	PyGILState_Release(g);
	pthread_mutex_unlock(&m5);
	return NULL;
}

static void *thread_ok(void *data)
{
	PyGILState_STATE g;
	long copy;

	pthread_mutex_lock(&m5);
	copy = n;
	pthread_mutex_unlock(&m5);
	g = PyGILState_Ensure();
	PySys_WriteStdout("%ld\n", copy);
	PyGILState_Release(g);
	return NULL;
}

static PyObject *m5_held(PyObject *self, PyObject *arg)
{
	pthread_mutex_lock(&m5);
	n--;
	pthread_mutex_unlock(&m5);
	Py_RETURN_NONE;
}

/* Whoever only tries does not wait. */
static void *tried_ok(void *data)
{
	PyGILState_STATE g;

	pthread_mutex_lock(&m6);
	g = PyGILState_Ensure();
	PySys_WriteStdout("%ld\n", n);
	PyGILState_Release(g);
	pthread_mutex_unlock(&m6);
	return NULL;
}

static PyObject *m6_tries_ok(PyObject *self, PyObject *arg)
{
	if (pthread_mutex_trylock(&m6))
		return PyErr_Format(PyExc_RuntimeError, "busy");
	n--;
	pthread_mutex_unlock(&m6);
	Py_RETURN_NONE;
}

static PyObject *rw_bad(PyObject *self, PyObject *arg)
{
	pthread_rwlock_wrlock(&rw);
	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'rw'
	pthread_rwlock_unlock(&rw);
	Py_RETURN_NONE;
}

static PyObject *handle_bad(PyObject *self, PyObject *arg)
{
	PyThread_acquire_lock(handle, WAIT_LOCK);
	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'handle'
	PyThread_release_lock(handle);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "over_region_bad", over_region_bad, METH_NOARGS, NULL },
	{ "past_end_bad", past_end_bad, METH_NOARGS, NULL },
	{ "with_gil", with_gil, METH_NOARGS, NULL },
	{ "same_order_ok", same_order_ok, METH_NOARGS, NULL },
	{ "before_end_ok", before_end_ok, METH_NOARGS, NULL },
	{ "m4_held_ok", m4_held_ok, METH_NOARGS, NULL },
	{ "m5_held", m5_held, METH_NOARGS, NULL },
	{ "m6", m6_tries_ok, METH_NOARGS, NULL },
	{ "rw", rw_bad, METH_NOARGS, NULL },
	{ "handle", handle_bad, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *lock_methods(void)
{
	pthread_t t;

	handle = PyThread_allocate_lock();
	if (!handle || pthread_create(&t, NULL, thread_bad, NULL)
	    || pthread_create(&t, NULL, thread_ok, NULL)
	    || pthread_create(&t, NULL, tried_ok, NULL))
		return NULL;
	return methods;
}
