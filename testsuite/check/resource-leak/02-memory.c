// SPDX-License-Identifier: GPL-3.0-or-later
/* PyMem_* and malloc memory. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *error_path_bad(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);
	PyObject *r;
	long n;

	if (!p)
		return PyErr_NoMemory();
	n = PyLong_AsLong(arg);
	if (n == -1 && PyErr_Occurred())
		return NULL; // expect: resource-leak 'p' 'PyMem_Malloc'
	sprintf(p, "%ld", n);
	r = PyUnicode_FromString(p);
	PyMem_Free(p);
	return r;
}

static PyObject *error_path_ok(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(100);
	PyObject *r = NULL;
	long n;

	if (!p)
		return PyErr_NoMemory();
	n = PyLong_AsLong(arg);
	if (n == -1 && PyErr_Occurred())
		goto out;
	sprintf(p, "%ld", n);
	r = PyUnicode_FromString(p);
out:
	PyMem_Free(p);
	return r;
}

static PyObject *malloc_bad(PyObject *self, PyObject *arg)
{
	char *p = malloc(100);

	if (!p)
		return PyErr_NoMemory();
	memset(p, 'x', 100);
	return PyBytes_FromStringAndSize(p, 100); // expect: resource-leak 'p' 'malloc'
}

static PyObject *malloc_ok(PyObject *self, PyObject *arg)
{
	char *p = malloc(100);
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	memset(p, 'x', 100);
	r = PyBytes_FromStringAndSize(p, 100);
	free(p);
	return r;
}

/* When realloc fails the old block is still there. */
static PyObject *realloc_bad(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(10);
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	memset(p, 'x', 10);
	p = PyMem_Realloc(p, 20); // expect: resource-leak 'p'
	if (!p)
		return PyErr_NoMemory();
	memset(p + 10, 'y', 10);
	r = PyBytes_FromStringAndSize(p, 20);
	PyMem_Free(p);
	return r;
}

static PyObject *realloc_ok(PyObject *self, PyObject *arg)
{
	char *p = PyMem_Malloc(10), *q;
	PyObject *r;

	if (!p)
		return PyErr_NoMemory();
	memset(p, 'x', 10);
	q = PyMem_Realloc(p, 20);
	if (!q) {
		PyMem_Free(p);
		return PyErr_NoMemory();
	}
	memset(q + 10, 'y', 10);
	r = PyBytes_FromStringAndSize(q, 20);
	PyMem_Free(q);
	return r;
}

static PyObject *second_bad(PyObject *self, PyObject *arg)
{
	char *p, *q;

	p = malloc(100);
	if (!p)
		return PyErr_NoMemory();
	q = malloc(100);
	if (!q)
		return PyErr_NoMemory(); // expect: resource-leak 'p'
	free(q);
	free(p);
	Py_RETURN_NONE;
}

static PyObject *second_ok(PyObject *self, PyObject *arg)
{
	char *p = malloc(100), *q = malloc(100);

	if (!p || !q) {
		free(p);
		free(q);
		return PyErr_NoMemory();
	}
	free(q);
	free(p);
	Py_RETURN_NONE;
}

static PyObject *overwritten_bad(PyObject *self, PyObject *args)
{
	const char *s;
	char *p;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	p = strdup(s);
	if (!p)
		return PyErr_NoMemory();
	if (*p == '~')
		p = strdup("/root"); // expect: resource-leak 'p'
	free(p);
	Py_RETURN_NONE;
}

static PyObject *overwritten_ok(PyObject *self, PyObject *args)
{
	const char *s;
	char *p;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	p = strdup(s);
	if (!p)
		return PyErr_NoMemory();
	if (*p == '~') {
		free(p);
		p = strdup("/root");
	}
	free(p);
	Py_RETURN_NONE;
}

/* A struct and what it holds. */
struct node {
	char *name;
	struct node *next;
};

static struct node *node_new(const char *name)
{
	struct node *n = PyMem_Malloc(sizeof (*n));

	if (!n)
		return NULL;
	n->next = NULL;
	n->name = PyMem_Malloc(strlen(name) + 1);
	if (!n->name) {
		PyMem_Free(n);
		return NULL;
	}
	strcpy(n->name, name);
	return n;
}

static void node_free(struct node *n)
{
	if (!n)
		return;
	PyMem_Free(n->name);
	PyMem_Free(n);
}

static PyObject *node_bad(PyObject *self, PyObject *args)
{
	struct node *n;
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	n = node_new(s);
	if (!n)
		return PyErr_NoMemory();
	return PyUnicode_FromString(n->name); // expect: resource-leak 'n' 'PyMem_Malloc'
}

static PyObject *node_ok(PyObject *self, PyObject *args)
{
	struct node *n;
	PyObject *r;
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	n = node_new(s);
	if (!n)
		return PyErr_NoMemory();
	r = PyUnicode_FromString(n->name);
	node_free(n);
	return r;
}

static struct node *nodes;

/* Kept in a list: somebody else's. */
static PyObject *listed_ok(PyObject *self, PyObject *args)
{
	struct node *n;
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	n = node_new(s);
	if (!n)
		return PyErr_NoMemory();
	n->next = nodes;
	nodes = n;
	Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
	{ "error_path_bad", error_path_bad, METH_O, NULL },
	{ "error_path_ok", error_path_ok, METH_O, NULL },
	{ "malloc_bad", malloc_bad, METH_O, NULL },
	{ "malloc_ok", malloc_ok, METH_O, NULL },
	{ "realloc_bad", realloc_bad, METH_O, NULL },
	{ "realloc_ok", realloc_ok, METH_O, NULL },
	{ "second_bad", second_bad, METH_O, NULL },
	{ "second_ok", second_ok, METH_O, NULL },
	{ "overwritten_bad", overwritten_bad, METH_VARARGS, NULL },
	{ "overwritten_ok", overwritten_ok, METH_VARARGS, NULL },
	{ "node_bad", node_bad, METH_VARARGS, NULL },
	{ "node_ok", node_ok, METH_VARARGS, NULL },
	{ "listed_ok", listed_ok, METH_VARARGS, NULL },
	{ NULL, NULL, 0, NULL },
};

static struct PyModuleDef module = {
	PyModuleDef_HEAD_INIT, "memory", NULL, 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_memory(void)
{
	return PyModule_Create(&module);
}
