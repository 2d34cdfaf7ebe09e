// SPDX-License-Identifier: GPL-3.0-or-later
/* Functions that C calls back, in a thread or at a time of its own. */
#include <Python.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

static PyObject *callback;

static void *thread_bad(void *data)
{
	PyObject *r = PyObject_CallNoArgs(data); // expect: gil-not-held 'PyObject_CallNoArgs'

	Py_XDECREF(r);
	return NULL;
}

static void *thread_ok(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(data);

	if (!r)
		PyErr_WriteUnraisable(data);
	Py_XDECREF(r);
	PyGILState_Release(g);
	return NULL;
}

static void *after_bad(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();
	PyObject *r = PyObject_CallNoArgs(data);

	if (!r)
		PyErr_WriteUnraisable(data);
	PyGILState_Release(g);
	Py_XDECREF(r); // expect: gil-not-held
	return NULL;
}

static void python_thread_bad(void *data)
{
	PyErr_WriteUnraisable(data); // expect: gil-not-held 'PyErr_WriteUnraisable'
}

static void python_thread_ok(void *data)
{
	PyGILState_STATE g = PyGILState_Ensure();

	PyErr_WriteUnraisable(data);
	PyGILState_Release(g);
}

static void signal_bad(int number)
{
	PyErr_SetInterrupt();
	PyErr_SetString(PyExc_KeyboardInterrupt, "now"); // expect: gil-not-held 'PyErr_SetString'
}

static void signal_ok(int number)
{
	PyErr_SetInterrupt();
}

/* qsort calls it while its own caller holds the GIL. */
static int compare_ok(const void *a, const void *b)
{
	PyObject *const *x = a, *const *y = b;
	int r = PyObject_RichCompareBool(*x, *y, Py_LT);

	if (r < 0) {
		PyErr_WriteUnraisable(*x);
		return 0;
	}
	return r ? -1 : 1;
}

static PyObject *start(PyObject *self, PyObject *arg)
{
	pthread_t t;

	Py_XSETREF(callback, Py_NewRef(arg));
	if (pthread_create(&t, NULL, thread_bad, arg)
	    || pthread_create(&t, NULL, thread_ok, arg)
	    || pthread_create(&t, NULL, after_bad, arg)) {
		PyErr_SetString(PyExc_RuntimeError, "no thread");
		return NULL;
	}
	if (PyThread_start_new_thread(python_thread_bad, arg)
	    == PYTHREAD_INVALID_THREAD_ID
	    || PyThread_start_new_thread(python_thread_ok, arg)
	    == PYTHREAD_INVALID_THREAD_ID) {
		PyErr_SetString(PyExc_RuntimeError, "no thread");
		return NULL;
	}
	signal(SIGUSR1, signal_bad);
	signal(SIGUSR2, signal_ok);
	Py_RETURN_NONE;
}

static PyObject *sort_ok(PyObject *self, PyObject *args)
{
	PyObject *items[2];

	if (!PyArg_ParseTuple(args, "OO", &items[0], &items[1]))
		return NULL;
	qsort(items, 2, sizeof (items[0]), compare_ok);
	return Py_NewRef(items[0]);
}

static PyMethodDef methods[] = {
	{ "start", start, METH_O, NULL },
	{ "sort", sort_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "callbacks", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_callbacks(void)
{
	return PyModule_Create(&module);
}
