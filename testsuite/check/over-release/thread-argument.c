/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a thread is started with may be a reference of its own. */
#include <Python.h>
#include <pythread.h>

static void run_ok(void *argument)
{
	PyGILState_STATE state = PyGILState_Ensure();
	PyObject *callback = argument;
	PyObject *r = PyObject_CallNoArgs(callback);

	if (!r)
		PyErr_WriteUnraisable(callback);
	Py_XDECREF(r);
	Py_DECREF(callback);
	PyGILState_Release(state);
}

static void run_bad(void *argument)
{
	PyGILState_STATE state = PyGILState_Ensure();
	PyObject *callback = argument;
	PyObject *r = PyObject_CallNoArgs(callback);

	if (!r)
		PyErr_WriteUnraisable(callback);
	Py_XDECREF(r);
	Py_XDECREF(r); // expect: over-release 'r'
	Py_DECREF(callback);
	PyGILState_Release(state);
}

static PyObject *start(PyObject *self, PyObject *callback)
{
	Py_INCREF(callback);
	if (PyThread_start_new_thread(run_ok, callback)
	    == PYTHREAD_INVALID_THREAD_ID) {
		Py_DECREF(callback);
		return PyErr_NoMemory();
	}
	Py_INCREF(callback);
	if (PyThread_start_new_thread(run_bad, callback)
	    == PYTHREAD_INVALID_THREAD_ID) {
		Py_DECREF(callback);
		return PyErr_NoMemory();
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "start", start, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

PyMethodDef *find_methods(void)
{
	return methods;
}
