// SPDX-License-Identifier: GPL-3.0-or-later
/* A lock that another thread gives back is an event; one that is waited for
 * without the GIL, or not at all, orders nothing. */
#include <Python.h>
#include <pythread.h>

static PyThread_type_lock done, held, tried;

static void finish(void *p)
{
	PyGILState_STATE g = PyGILState_Ensure();

	PySys_WriteStdout("done\n");
	PyThread_release_lock(done);
	PyGILState_Release(g);
}

PyObject *wait_for_ok(PyObject *self, PyObject *arg)
{
	PyThread_acquire_lock(done, WAIT_LOCK);
	PyThread_start_new_thread(finish, NULL);
	Py_BEGIN_ALLOW_THREADS
	PyThread_acquire_lock(done, WAIT_LOCK);
	Py_END_ALLOW_THREADS
	PyThread_release_lock(done);
	Py_RETURN_NONE;
}

PyObject *held_bad(PyObject *self, PyObject *arg)
{
	Py_BEGIN_ALLOW_THREADS
	PyThread_acquire_lock(held, WAIT_LOCK);
	Py_END_ALLOW_THREADS // expect: gil-lock-order 'held'
	PyThread_release_lock(held);
	Py_RETURN_NONE;
}

PyObject *held_with_the_gil(PyObject *self, PyObject *arg)
{
	PyThread_acquire_lock(held, WAIT_LOCK);
	PyThread_release_lock(held);
	Py_RETURN_NONE;
}

/* Waits without the GIL, and tries first. */
static void take(void)
{
	if (PyThread_acquire_lock(tried, NOWAIT_LOCK))
		return;
	Py_BEGIN_ALLOW_THREADS
	PyThread_acquire_lock(tried, WAIT_LOCK);
	Py_END_ALLOW_THREADS
}

PyObject *tried_ok(PyObject *self, PyObject *arg)
{
	take();
	PyThread_release_lock(tried);
	Py_RETURN_NONE;
}

PyMethodDef methods[] = {
	{ "wait_for", wait_for_ok, METH_NOARGS, NULL },
	{ "held", held_bad, METH_NOARGS, NULL },
	{ "held2", held_with_the_gil, METH_NOARGS, NULL },
	{ "tried", tried_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL }
};
