// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory of one family freed by another's function. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *mem_free_bad(PyObject *self, PyObject *unused)
{
	char *p = PyMem_Malloc(100);

	if (!p)
		return PyErr_NoMemory();
	free(p); // expect: allocator-mismatch 'p' 'PyMem_Malloc' 'free'
	Py_RETURN_NONE;
}

static PyObject *mem_free_ok(PyObject *self, PyObject *unused)
{
	char *p = PyMem_Malloc(100);

	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyObject *malloc_bad(PyObject *self, PyObject *unused)
{
	char *p = malloc(100);

	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p); // expect: allocator-mismatch 'p' 'PyMem_Free'
	Py_RETURN_NONE;
}

static PyObject *malloc_ok(PyObject *self, PyObject *unused)
{
	char *p = malloc(100);

	if (!p)
		return PyErr_NoMemory();
	free(p);
	Py_RETURN_NONE;
}

static PyObject *object_bad(PyObject *self, PyObject *unused)
{
	char *p = PyObject_Malloc(100);

	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p); // expect: allocator-mismatch 'p' 'PyMem_Free'
	Py_RETURN_NONE;
}

static PyObject *object_ok(PyObject *self, PyObject *unused)
{
	char *p = PyObject_Malloc(100);

	if (!p)
		return PyErr_NoMemory();
	PyObject_Free(p);
	Py_RETURN_NONE;
}

static PyObject *raw_bad(PyObject *self, PyObject *unused)
{
	char *p = PyMem_RawMalloc(100);

	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p); // expect: allocator-mismatch 'p' 'PyMem_RawMalloc'
	Py_RETURN_NONE;
}

static PyObject *raw_ok(PyObject *self, PyObject *unused)
{
	char *p = PyMem_RawCalloc(10, 10);

	if (!p)
		return PyErr_NoMemory();
	PyMem_RawFree(p);
	Py_RETURN_NONE;
}

static PyObject *strdup_bad(PyObject *self, PyObject *unused)
{
	char *p = strdup("text");

	if (!p)
		return PyErr_NoMemory();
	PyMem_Free(p); // expect: allocator-mismatch 'p'
	Py_RETURN_NONE;
}

static PyObject *realloc_bad(PyObject *self, PyObject *unused)
{
	char *p = PyMem_Malloc(10), *q;

	if (!p)
		return PyErr_NoMemory();
	q = realloc(p, 20); // expect: allocator-mismatch 'p' 'realloc'
	if (!q) {
		PyMem_Free(p);
		return PyErr_NoMemory();
	}
	free(q);
	Py_RETURN_NONE;
}

static PyObject *realloc_ok(PyObject *self, PyObject *unused)
{
	char *p = PyMem_Malloc(10), *q;

	if (!p)
		return PyErr_NoMemory();
	q = PyMem_Realloc(p, 20);
	if (!q) {
		PyMem_Free(p);
		return PyErr_NoMemory();
	}
	PyMem_Free(q);
	Py_RETURN_NONE;
}

static PyObject *resized_bad(PyObject *self, PyObject *unused)
{
	long *p = PyMem_New(long, 10);

	if (!p)
		return PyErr_NoMemory();
	PyMem_Resize(p, long, 20); // expect: resource-leak 'p'
	if (!p)
		return PyErr_NoMemory();
	free(p); // expect: allocator-mismatch 'p'
	Py_RETURN_NONE;
}

static PyObject *macros_ok(PyObject *self, PyObject *unused)
{
	long *p = PyMem_New(long, 10);

	if (!p)
		return PyErr_NoMemory();
	PyMem_Del(p);
	Py_RETURN_NONE;
}

static PyObject *encoded_bad(PyObject *self, PyObject *args)
{
	char *name = NULL;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "es", "utf-8", &name))
		return NULL;
	r = PyUnicode_FromString(name);
	free(name); // expect: allocator-mismatch 'name'
	return r;
}

static PyObject *encoded_ok(PyObject *self, PyObject *args)
{
	char *name = NULL;
	PyObject *r;

	if (!PyArg_ParseTuple(args, "es", "utf-8", &name))
		return NULL;
	r = PyUnicode_FromString(name);
	PyMem_Free(name);
	return r;
}

static PyObject *wide_bad(PyObject *self, PyObject *arg)
{
	wchar_t *w = PyUnicode_AsWideCharString(arg, NULL);
	PyObject *r;

	if (!w)
		return NULL;
	r = PyLong_FromSize_t(wcslen(w));
	free(w); // expect: allocator-mismatch 'w'
	return r;
}

static PyObject *wide_ok(PyObject *self, PyObject *arg)
{
	wchar_t *w = PyUnicode_AsWideCharString(arg, NULL);
	PyObject *r;

	if (!w)
		return NULL;
	r = PyLong_FromSize_t(wcslen(w));
	PyMem_Free(w);
	return r;
}

/* Only on one way. */
static PyObject *one_way_bad(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);
	long n;

	if (!p)
		return PyErr_NoMemory();
	n = PyLong_AsLong(arg);
	if (n == -1 && PyErr_Occurred()) {
		free(p); // expect: allocator-mismatch 'p'
		return NULL;
	}
	PyMem_Free(p);
	return PyLong_FromLong(n);
}

/* Either, by how it was made. */
static PyObject *either_ok(PyObject *self, PyObject *args)
{
	int large;
	char *p;

	if (!PyArg_ParseTuple(args, "p", &large))
		return NULL;
	p = large ? malloc(1000) : PyMem_Malloc(10);
	if (!p)
		return PyErr_NoMemory();
	if (large)
		free(p);
	else
		PyMem_Free(p);
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "mem_free_bad", mem_free_bad, METH_NOARGS, NULL },
	{ "mem_free_ok", mem_free_ok, METH_NOARGS, NULL },
	{ "malloc_bad", malloc_bad, METH_NOARGS, NULL },
	{ "malloc_ok", malloc_ok, METH_NOARGS, NULL },
	{ "object_bad", object_bad, METH_NOARGS, NULL },
	{ "object_ok", object_ok, METH_NOARGS, NULL },
	{ "raw_bad", raw_bad, METH_NOARGS, NULL },
	{ "raw_ok", raw_ok, METH_NOARGS, NULL },
	{ "strdup_bad", strdup_bad, METH_NOARGS, NULL },
	{ "realloc_bad", realloc_bad, METH_NOARGS, NULL },
	{ "realloc_ok", realloc_ok, METH_NOARGS, NULL },
	{ "resized_bad", resized_bad, METH_NOARGS, NULL },
	{ "macros_ok", macros_ok, METH_NOARGS, NULL },
	{ "encoded_bad", encoded_bad, METH_VARARGS, NULL },
	{ "encoded_ok", encoded_ok, METH_VARARGS, NULL },
	{ "wide_bad", wide_bad, METH_O, NULL },
	{ "wide_ok", wide_ok, METH_O, NULL },
	{ "one_way_bad", one_way_bad, METH_O, NULL },
	{ "either_ok", either_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "memory", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_memory(void)
{
	return PyModule_Create(&module);
}
