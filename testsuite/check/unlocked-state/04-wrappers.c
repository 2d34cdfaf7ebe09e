// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: args=free-threading
/* Locks that small helpers take, or that are waited for without the GIL; items
 * of lists that others have. */
#include <Python.h>
#include <pthread.h>
#include <pythread.h>

static pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
static PyThread_type_lock lk;
static PyObject *last;
static long n, m;

static void lock(void) { pthread_mutex_lock(&mu); }
static void unlock(void) { pthread_mutex_unlock(&mu); }

static PyObject *count_ok(PyObject *self, PyObject *u)
{
	long v;

	lock();
	v = ++n;
	unlock();
	return PyLong_FromLong(v);
}

static PyObject *count_bad(PyObject *self, PyObject *u)
{
	long v;

	lock();
	v = n;
	unlock();
	m = v; // expect: unlocked-state 'm'
	return PyLong_FromLong(v);
}

static PyObject *remember_ok(PyObject *self, PyObject *o)
{
	PyObject *old;

	Py_BEGIN_ALLOW_THREADS
	PyThread_acquire_lock(lk, WAIT_LOCK);
	Py_END_ALLOW_THREADS
	old = last;
	last = Py_NewRef(o);
	PyThread_release_lock(lk);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

static PyObject *remember_bad(PyObject *self, PyObject *o)
{
	PyObject *old;

	if (!PyThread_acquire_lock(lk, NOWAIT_LOCK)) {
		old = last;
		last = Py_NewRef(o); // expect: unlocked-state 'last'
		Py_XDECREF(old);
		Py_RETURN_NONE;
	}
	PyThread_release_lock(lk);
	Py_RETURN_NONE;
}

static PyObject *first_bad(PyObject *self, PyObject *l)
{
	if (!PyList_CheckExact(l) || PyList_GET_SIZE(l) < 1) {
		PyErr_SetString(PyExc_TypeError, "list");
		return NULL;
	}
	PyList_SET_ITEM(l, 0, Py_NewRef(Py_None)); // expect: unlocked-state 'PyList_SET_ITEM' 'l'
	Py_RETURN_NONE;
}

static PyObject *fresh_ok(PyObject *self, PyObject *o)
{
	PyObject *l = PyList_New(1);

	if (!l)
		return NULL;
	PyList_SET_ITEM(l, 0, Py_NewRef(o));
	return l;
}

static PyObject *set_ok(PyObject *self, PyObject *l)
{
	if (PyList_SetItem(l, 0, Py_NewRef(Py_None)) < 0)
		return NULL;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "count", count_ok, METH_NOARGS, NULL },
	{ "count2", count_bad, METH_NOARGS, NULL },
	{ "remember", remember_ok, METH_O, NULL },
	{ "remember2", remember_bad, METH_O, NULL },
	{ "first", first_bad, METH_O, NULL },
	{ "fresh", fresh_ok, METH_O, NULL },
	{ "set", set_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL }
};

static struct PyModuleDef module = { PyModuleDef_HEAD_INIT, .m_name = "ext",
	.m_size = 0, .m_methods = methods };

PyMODINIT_FUNC PyInit_ext(void)
{
	return PyModuleDef_Init(&module);
}
