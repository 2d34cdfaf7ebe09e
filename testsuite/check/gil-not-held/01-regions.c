// SPDX-License-Identifier: GPL-3.0-or-later
/* Py_BEGIN_ALLOW_THREADS and what stands in it. */
#include <Python.h>
#include <stdio.h>
#include <unistd.h>

static PyObject *call_bad(PyObject *self, PyObject *arg)
{
	PyObject *r;

	Py_BEGIN_ALLOW_THREADS
	r = PyLong_FromLong(1); // expect: gil-not-held 'PyLong_FromLong' 'GIL is released'
	Py_END_ALLOW_THREADS
	return r;
}

static PyObject *call_ok(PyObject *self, PyObject *arg)
{
	int n;

	Py_BEGIN_ALLOW_THREADS
	n = getpagesize();
	Py_END_ALLOW_THREADS
	return PyLong_FromLong(n);
}

static PyObject *refcount_bad(PyObject *self, PyObject *arg)
{
	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_INCREF(arg); // expect: gil-not-held 'Py_INCREF'
	Py_END_ALLOW_THREADS
	return arg;
}

static PyObject *refcount_ok(PyObject *self, PyObject *arg)
{
	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS
	Py_INCREF(arg);
	return arg;
}

static PyObject *error_bad(PyObject *self, PyObject *arg)
{
	FILE *f;

	Py_BEGIN_ALLOW_THREADS
	f = fopen("/dev/null", "w");
	if (!f)
		PyErr_SetFromErrno(PyExc_OSError); // expect: gil-not-held 'PyErr_SetFromErrno'
	Py_END_ALLOW_THREADS
	if (!f)
		return NULL;
	fclose(f);
	Py_RETURN_NONE;
}

static PyObject *error_ok(PyObject *self, PyObject *arg)
{
	FILE *f;

	Py_BEGIN_ALLOW_THREADS
	f = fopen("/dev/null", "w");
	Py_END_ALLOW_THREADS
	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError);
	fclose(f);
	Py_RETURN_NONE;
}

static PyObject *blocked_ok(PyObject *self, PyObject *arg)
{
	FILE *f;

	Py_BEGIN_ALLOW_THREADS
	f = fopen("/dev/null", "w");
	if (!f) {
		Py_BLOCK_THREADS
		return PyErr_SetFromErrno(PyExc_OSError);
	}
	fclose(f);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *unblocked_bad(PyObject *self, PyObject *arg)
{
	int i;

	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_BLOCK_THREADS
	i = PyErr_CheckSignals();
	Py_UNBLOCK_THREADS
	if (i)
		PyErr_WriteUnraisable(arg); // expect: gil-not-held 'PyErr_WriteUnraisable'
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *unblocked_ok(PyObject *self, PyObject *arg)
{
	int i;

	Py_BEGIN_ALLOW_THREADS
	sleep(1);
	Py_BLOCK_THREADS
	i = PyErr_CheckSignals();
	Py_UNBLOCK_THREADS
	sleep(1);
	Py_END_ALLOW_THREADS
	if (i)
		return NULL;
	Py_RETURN_NONE;
}

/* The raw allocator and the C library do not need it. */
static PyObject *raw_ok(PyObject *self, PyObject *arg)
{
	char *p, *q;

	Py_BEGIN_ALLOW_THREADS
	p = PyMem_RawMalloc(100);
	q = malloc(100);
	if (p && q)
		memset(p, 0, 100);
	free(q);
	PyMem_RawFree(p);
	Py_END_ALLOW_THREADS
	Py_RETURN_NONE;
}

static PyObject *mem_bad(PyObject *self, PyObject *arg)
{
	char *p;

	Py_BEGIN_ALLOW_THREADS
	p = PyMem_Malloc(100); // expect: gil-not-held 'PyMem_Malloc'
	Py_END_ALLOW_THREADS
	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyObject *item_bad(PyObject *self, PyObject *args)
{
	PyObject *list;
	Py_ssize_t n;

	if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list))
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = PyObject_Size(list); // expect: gil-not-held 'PyObject_Size'
	Py_END_ALLOW_THREADS
	if (n < 0)
		return NULL;
	return PyLong_FromSsize_t(n);
}

/* Bytes that were found before, of an object that is held. */
static PyObject *inside_ok(PyObject *self, PyObject *arg)
{
	const char *s = PyUnicode_AsUTF8(arg);
	size_t n;

	if (!s)
		return NULL;
	Py_BEGIN_ALLOW_THREADS
	n = strlen(s);
	Py_END_ALLOW_THREADS
	return PyLong_FromSize_t(n);
}

static PyObject *loop_bad(PyObject *self, PyObject *arg)
{
	int i;

	Py_BEGIN_ALLOW_THREADS
	for (i = 0; i < 10; i++) {
		sleep(1);
		if (PyErr_CheckSignals() < 0) // expect: gil-not-held 'PyErr_CheckSignals'
			break;
	}
	Py_END_ALLOW_THREADS
	if (PyErr_Occurred())
		return NULL;
	Py_RETURN_NONE;
}

static PyObject *loop_ok(PyObject *self, PyObject *arg)
{
	int i;

	for (i = 0; i < 10; i++) {
		Py_BEGIN_ALLOW_THREADS
		sleep(1);
		Py_END_ALLOW_THREADS
		if (PyErr_CheckSignals() < 0)
			return NULL;
	}
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "call_bad", call_bad, METH_O, NULL },
	{ "call_ok", call_ok, METH_O, NULL },
	{ "refcount_bad", refcount_bad, METH_O, NULL },
	{ "refcount_ok", refcount_ok, METH_O, NULL },
	{ "error_bad", error_bad, METH_O, NULL },
	{ "error_ok", error_ok, METH_O, NULL },
	{ "blocked_ok", blocked_ok, METH_O, NULL },
	{ "unblocked_bad", unblocked_bad, METH_O, NULL },
	{ "unblocked_ok", unblocked_ok, METH_O, NULL },
	{ "raw_ok", raw_ok, METH_O, NULL },
	{ "mem_bad", mem_bad, METH_O, NULL },
	{ "item_bad", item_bad, METH_VARARGS, NULL },
	{ "inside_ok", inside_ok, METH_O, NULL },
	{ "loop_bad", loop_bad, METH_O, NULL },
	{ "loop_ok", loop_ok, METH_O, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "regions", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_regions(void)
{
	return PyModule_Create(&module);
}
