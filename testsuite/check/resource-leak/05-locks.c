// SPDX-License-Identifier: GPL-3.0-or-later
/* Thread locks, and locks that are held. */
#include <Python.h>
#include <pythread.h>
#include <pthread.h>

static PyThread_type_lock table_lock;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static long table[10];

static PyObject *made_bad(PyObject *self, PyObject *arg)
{
	PyThread_type_lock lock = PyThread_allocate_lock();
	long n;

	if (!lock)
		return PyErr_NoMemory();
	n = PyLong_AsLong(arg);
	if (n == -1 && PyErr_Occurred())
		return NULL; // expect: resource-leak 'lock'
	PyThread_free_lock(lock);
	return PyLong_FromLong(n);
}

static PyObject *made_ok(PyObject *self, PyObject *arg)
{
	PyThread_type_lock lock = PyThread_allocate_lock();
	long n;

	if (!lock)
		return PyErr_NoMemory();
	n = PyLong_AsLong(arg);
	PyThread_free_lock(lock);
	if (n == -1 && PyErr_Occurred())
		return NULL;
	return PyLong_FromLong(n);
}

static PyObject *held_bad(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	if (!PyThread_acquire_lock(table_lock, NOWAIT_LOCK)) {
		PyErr_SetString(PyExc_RuntimeError, "busy");
		return NULL;
	}
	if (i < 0 || i >= 10) {
		PyErr_SetString(PyExc_IndexError, "table");
		return NULL; // expect: resource-leak 'table_lock'
	}
	table[i]++;
	PyThread_release_lock(table_lock);
	Py_RETURN_NONE;
}

static PyObject *held_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	if (!PyThread_acquire_lock(table_lock, NOWAIT_LOCK)) {
		PyErr_SetString(PyExc_RuntimeError, "busy");
		return NULL;
	}
	if (i < 0 || i >= 10) {
		PyThread_release_lock(table_lock);
		PyErr_SetString(PyExc_IndexError, "table");
		return NULL;
	}
	table[i]++;
	PyThread_release_lock(table_lock);
	Py_RETURN_NONE;
}

static PyObject *mutex_bad(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	pthread_mutex_lock(&mutex);
	Py_END_ALLOW_THREADS
	if (i < 0 || i >= 10) {
		PyErr_SetString(PyExc_IndexError, "table");
		return NULL; // expect: resource-leak 'mutex'
	}
	table[i]++;
	pthread_mutex_unlock(&mutex);
	Py_RETURN_NONE;
}

static PyObject *mutex_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	pthread_mutex_lock(&mutex);
	Py_END_ALLOW_THREADS
	if (i >= 0 && i < 10)
		table[i]++;
	else
		PyErr_SetString(PyExc_IndexError, "table");
	pthread_mutex_unlock(&mutex);
	if (i < 0 || i >= 10)
		return NULL;
	Py_RETURN_NONE;
}

/* Helpers that lock and unlock for their callers. */
static void table_enter(void)
{
	Py_BEGIN_ALLOW_THREADS
	PyThread_acquire_lock(table_lock, WAIT_LOCK);
	Py_END_ALLOW_THREADS
}

static void table_leave(void)
{
	PyThread_release_lock(table_lock);
}

static PyObject *helpers_ok(PyObject *self, PyObject *args)
{
	int i;

	if (!PyArg_ParseTuple(args, "i", &i))
		return NULL;
	table_enter();
	table[i % 10]++;
	table_leave();
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "made_bad", made_bad, METH_O, NULL },
	{ "made_ok", made_ok, METH_O, NULL },
	{ "held_bad", held_bad, METH_VARARGS, NULL },
	{ "held_ok", held_ok, METH_VARARGS, NULL },
	{ "mutex_bad", mutex_bad, METH_VARARGS, NULL },
	{ "mutex_ok", mutex_ok, METH_VARARGS, NULL },
	{ "helpers_ok", helpers_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "locks", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_locks(void)
{
	return PyModule_Create(&module);
}
