// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11 lang=c,c++
// A lock taken with the GIL held, and the GIL taken with the lock held.
#include <Python.h>
#include <pthread.h>

static pthread_mutex_t both = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t inner = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t tried = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static PyThread_type_lock idiom, waiting;
static int counter;

/* One function with both orders. */
static PyObject *held_over_threads_bad(PyObject *self, PyObject *o)
{
	pthread_mutex_lock(&one);
	Py_BEGIN_ALLOW_THREADS
	counter++;
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'one'
	pthread_mutex_unlock(&one);
	Py_RETURN_NONE;
}

/* Two functions, one of another thread. */
static PyObject *take_ok(PyObject *self, PyObject *o)
{
	pthread_mutex_lock(&both);
	counter++;
	pthread_mutex_unlock(&both);
	Py_RETURN_NONE;
}

static void *worker_bad(void *arg)
{
	PyGILState_STATE s;

	pthread_mutex_lock(&both);
	s = PyGILState_Ensure(); // expect: gil-lock-order 'both'
	PySys_WriteStdout("%p\n", arg);
	PyGILState_Release(s);
	pthread_mutex_unlock(&both);
	return NULL;
}

/* The lock is always inside. */
static PyObject *take_inner_ok(PyObject *self, PyObject *o)
{
	pthread_mutex_lock(&inner);
	counter++;
	pthread_mutex_unlock(&inner);
	Py_RETURN_NONE;
}

static void *inner_worker_ok(void *arg)
{
	PyGILState_STATE s;

	pthread_mutex_lock(&inner);
	counter++;
	pthread_mutex_unlock(&inner);
	s = PyGILState_Ensure();
	PySys_WriteStdout("%p\n", arg);
	PyGILState_Release(s);
	return NULL;
}

/* The lock is always outside. */
static PyObject *take_outer_ok(PyObject *self, PyObject *o)
{
	Py_BEGIN_ALLOW_THREADS
	pthread_mutex_lock(&outer);
	Py_END_ALLOW_THREADS
	counter++;
	pthread_mutex_unlock(&outer);
	Py_RETURN_NONE;
}

static void *outer_worker_ok(void *arg)
{
	PyGILState_STATE s;

	pthread_mutex_lock(&outer);
	s = PyGILState_Ensure();
	PySys_WriteStdout("%p\n", arg);
	PyGILState_Release(s);
	pthread_mutex_unlock(&outer);
	return NULL;
}

/* Trying does not wait. */
static PyObject *try_ok(PyObject *self, PyObject *o)
{
	if (pthread_mutex_trylock(&tried) == 0) {
		counter++;
		pthread_mutex_unlock(&tried);
	}
	Py_RETURN_NONE;
}

static void *try_worker_ok(void *arg)
{
	PyGILState_STATE s;

	pthread_mutex_lock(&tried);
	s = PyGILState_Ensure();
	PySys_WriteStdout("%p\n", arg);
	PyGILState_Release(s);
	pthread_mutex_unlock(&tried);
	return NULL;
}

/* CPython's own idiom. */
static PyObject *idiom_ok(PyObject *self, PyObject *o)
{
	if (!PyThread_acquire_lock(idiom, 0)) {
		Py_BEGIN_ALLOW_THREADS
		PyThread_acquire_lock(idiom, 1);
		Py_END_ALLOW_THREADS
	}
	counter++;
	PyThread_release_lock(idiom);
	Py_RETURN_NONE;
}

static PyObject *waiting_bad(PyObject *self, PyObject *o)
{
	PyThread_acquire_lock(waiting, 1);
	Py_BEGIN_ALLOW_THREADS
	counter++;
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'waiting'
	PyThread_release_lock(waiting);
	Py_RETURN_NONE;
}

/* Unlocked before. */
static PyObject *unlocked_first_ok(PyObject *self, PyObject *o)
{
	pthread_mutex_lock(&first);
	Py_BEGIN_ALLOW_THREADS
	counter++;
	pthread_mutex_unlock(&first);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

int start(PyObject *arg)
{
	pthread_t t;

	return pthread_create(&t, NULL, worker_bad, arg)
		|| pthread_create(&t, NULL, inner_worker_ok, arg)
		|| pthread_create(&t, NULL, outer_worker_ok, arg)
		|| pthread_create(&t, NULL, try_worker_ok, arg);
}

static PyMethodDef methods[] = {
	{ "a", held_over_threads_bad, METH_NOARGS, NULL },
	{ "b", take_ok, METH_NOARGS, NULL },
	{ "c", take_inner_ok, METH_NOARGS, NULL },
	{ "d", take_outer_ok, METH_NOARGS, NULL },
	{ "e", try_ok, METH_NOARGS, NULL },
	{ "f", idiom_ok, METH_NOARGS, NULL },
	{ "g", waiting_bad, METH_NOARGS, NULL },
	{ "h", unlocked_first_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};

PyMethodDef *exported_methods(void)
{
	return methods;
}
