// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.13 args=free-threading skip-if=python>=3.13
/* Statics that methods share. */
#include <Python.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* As the headers of 3.13 have them. */
#undef PY_MINOR_VERSION
#define PY_MINOR_VERSION 13
typedef struct { unsigned char bits; } PyMutex;
void PyMutex_Lock(PyMutex *m);
void PyMutex_Unlock(PyMutex *m);

static PyObject *cache, *locked_cache, *lazy;
static PyMutex cache_mutex;
static pthread_mutex_t plain_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static char buffer[100];
static int level, debug;
static _Atomic long hits;
static long misses, seen;
static __thread int depth;
static struct { int size; char *data; } pool;
static struct node { struct node *next; } *free_list;

static PyObject *counter_bad(PyObject *self, PyObject *arg)
{
	level += 1; // expect: unlocked-state 'level'
	Py_RETURN_NONE;
}

static PyObject *set_bad(PyObject *self, PyObject *arg)
{
	long n = PyLong_AsLong(arg);

	if (n == -1 && PyErr_Occurred())
		return NULL;
	debug = (int) n; // expect: unlocked-state 'debug'
	Py_RETURN_NONE;
}

static PyObject *atomic_ok(PyObject *self, PyObject *arg)
{
	hits++;
	atomic_fetch_add(&hits, 2);
	__atomic_fetch_add(&misses, 1, __ATOMIC_RELAXED);
	__atomic_store_n(&seen, 1, __ATOMIC_RELEASE);
	Py_RETURN_NONE;
}

static PyObject *thread_local_ok(PyObject *self, PyObject *arg)
{
	depth++;
	Py_RETURN_NONE;
}

static PyObject *buffer_bad(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);

	if (!s)
		return NULL;
	strncpy(buffer, s, sizeof buffer - 1); // expect: unlocked-state 'buffer'
	return PyUnicode_FromString(buffer);
}

/* The test and the store are apart: two threads both make it. */
static PyObject *lazy_bad(PyObject *self, PyObject *arg)
{
	if (!lazy) {
		lazy = PyUnicode_InternFromString("lazy"); // expect: unlocked-state 'lazy'
		if (!lazy)
			return NULL;
	}
	return Py_NewRef(lazy);
}

static PyObject *replace_bad(PyObject *self, PyObject *arg)
{
	Py_XSETREF(cache, Py_NewRef(arg)); // expect: unlocked-state 'cache'
	Py_RETURN_NONE;
}

static PyObject *replace_ok(PyObject *self, PyObject *arg)
{
	PyObject *old;

	PyMutex_Lock(&cache_mutex);
	old = locked_cache;
	locked_cache = Py_NewRef(arg);
	PyMutex_Unlock(&cache_mutex);
	Py_XDECREF(old);
	Py_RETURN_NONE;
}

/* Helpers: one is called under the lock, one is not. */
static int grow_pool(int n)
{
	char *p = realloc(pool.data, n);

	if (!p)
		return -1;
	pool.data = p;
	pool.size = n;
	return 0;
}

static PyObject *pool_ok(PyObject *self, PyObject *arg)
{
	int r;

	pthread_mutex_lock(&plain_mutex);
	r = grow_pool(100);
	pthread_mutex_unlock(&plain_mutex);
	if (r < 0)
		return PyErr_NoMemory();
	Py_RETURN_NONE;
}

static void push(struct node *n)
{
	n->next = free_list;
	free_list = n; // expect: unlocked-state 'free_list'
}

static PyObject *push_caller(PyObject *self, PyObject *arg)
{
	struct node *n = malloc(sizeof *n);

	if (!n)
		return PyErr_NoMemory();
	push(n);
	Py_RETURN_NONE;
}

static int table[4];

static void fill(void)
{
	table[0] = 1;
}

static PyObject *once_ok(PyObject *self, PyObject *arg)
{
	pthread_once(&once, fill);
	return PyLong_FromLong(table[0]);
}

static PyObject *read_ok(PyObject *self, PyObject *arg)
{
	return PyLong_FromLong(table[1] + (long) sizeof buffer);
}

static PyMethodDef methods[] = {
	{ "counter_bad", counter_bad, METH_NOARGS, NULL },
	{ "set_bad", set_bad, METH_O, NULL },
	{ "atomic_ok", atomic_ok, METH_NOARGS, NULL },
	{ "thread_local_ok", thread_local_ok, METH_NOARGS, NULL },
	{ "buffer_bad", buffer_bad, METH_O, NULL },
	{ "lazy_bad", lazy_bad, METH_NOARGS, NULL },
	{ "replace_bad", replace_bad, METH_O, NULL },
	{ "replace_ok", replace_ok, METH_O, NULL },
	{ "pool_ok", pool_ok, METH_NOARGS, NULL },
	{ "push", push_caller, METH_NOARGS, NULL },
	{ "once_ok", once_ok, METH_NOARGS, NULL },
	{ "read_ok", read_ok, METH_NOARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

/* The import of a module is done by one thread. */
static int exec_ok(PyObject *m)
{
	level = 3;
	cache = Py_NewRef(Py_None);
	return 0;
}

static PyModuleDef_Slot slots[] = {
	{ Py_mod_exec, exec_ok },
	{ 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "statics", NULL, 0, methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_statics(void)
{
	return PyModuleDef_Init(&module);
}
