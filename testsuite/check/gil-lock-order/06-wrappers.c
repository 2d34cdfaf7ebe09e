// SPDX-License-Identifier: GPL-3.0-or-later
/* Locks and the GIL taken by small helpers of the unit. */
#include <Python.h>
#include <pthread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t hook_mu = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t free_mu = PTHREAD_MUTEX_INITIALIZER;
static PyObject *hook;

static void lock(void) { pthread_mutex_lock(&mu); }
static void unlock(void) { pthread_mutex_unlock(&mu); }

int lib_a(void), lib_b(void);

PyObject *wrapped_bad(PyObject *self, PyObject *u)
{
	int r;

	Py_BEGIN_ALLOW_THREADS
	lock();
	r = lib_a();
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'mu'
	unlock();
	return PyLong_FromLong(r);
}

PyObject *wrapped_ok(PyObject *self, PyObject *u)
{
	int r;

	Py_BEGIN_ALLOW_THREADS
	lock();
	r = lib_a();
	unlock();
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(r);
}

PyObject *with_the_gil(PyObject *self, PyObject *u)
{
	int r;

	lock();
	r = lib_b();
	unlock();
	return PyLong_FromLong(r);
}

static void call_hook(int v)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallFunction(hook, "i", v);

	if (r == NULL)
		PyErr_WriteUnraisable(hook);
	Py_XDECREF(r);
	PyGILState_Release(g);
}

static void notify_bad(int v)
{
	pthread_mutex_lock(&hook_mu);
	call_hook(v); // expect: gil-lock-order 'hook_mu'
	pthread_mutex_unlock(&hook_mu);
}

static void notify_ok(int v)
{
	pthread_mutex_lock(&hook_mu);
	lib_a();
	pthread_mutex_unlock(&hook_mu);
	call_hook(v);
}

void lib_set_notify(void (*)(int), void (*)(int));

PyObject *set_hook(PyObject *self, PyObject *f)
{
	PyObject *old;

	pthread_mutex_lock(&hook_mu);
	old = hook;
	hook = Py_NewRef(f);
	pthread_mutex_unlock(&hook_mu);
	Py_XDECREF(old);
	lib_set_notify(notify_bad, notify_ok);
	Py_RETURN_NONE;
}

/* Nobody waits for this one with the GIL held. */
PyObject *alone_ok(PyObject *self, PyObject *u)
{
	Py_BEGIN_ALLOW_THREADS
	pthread_mutex_lock(&free_mu);
	Py_END_ALLOW_THREADS
	pthread_mutex_unlock(&free_mu);
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "wrapped", wrapped_bad, METH_NOARGS, NULL },
	{ "wrapped2", wrapped_ok, METH_NOARGS, NULL },
	{ "with_the_gil", with_the_gil, METH_NOARGS, NULL },
	{ "set_hook", set_hook, METH_O, NULL },
	{ "alone", alone_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
