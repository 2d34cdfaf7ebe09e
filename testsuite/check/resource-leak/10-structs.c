// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* Resources in structs: local ones, allocated ones, objects' fields. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
	char *name;
	struct node *next;
};

static struct node *node_new(const char *name)
{
	struct node *n = PyMem_Malloc(sizeof(*n));

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

PyObject *node_bad(PyObject *self, PyObject *args)
{
	struct node *n;
	const char *s;

	if (!PyArg_ParseTuple(args, "s", &s))
		return NULL;
	n = node_new(s);
	if (!n)
		return PyErr_NoMemory();
	return PyUnicode_FromString(n->name); // expect: resource-leak 'n'
}

PyObject *node_ok(PyObject *self, PyObject *args)
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

/* A half-made struct: what it holds already goes too. */
static struct node *half_bad(const char *name)
{
	struct node *n = malloc(sizeof(*n));

	if (!n)
		return NULL;
	n->name = strdup(name);
	if (!n->name)
		return NULL; // expect: resource-leak 'n'
	n->next = NULL;
	return n;
}

static struct node *two_bad(const char *name)
{
	struct node *n = malloc(sizeof(*n));

	if (!n)
		return NULL;
	n->next = NULL;
	n->name = strdup(name);
	if (!n->name || !*n->name) {
		free(n);
		return NULL; // expect: resource-leak 'name'
	}
	return n;
}

static struct node *two_ok(const char *name)
{
	struct node *n = malloc(sizeof(*n));

	if (!n)
		return NULL;
	n->next = NULL;
	n->name = strdup(name);
	if (!n->name || !*n->name) {
		free(n->name);
		free(n);
		return NULL;
	}
	return n;
}

PyObject *users_ok(PyObject *self, PyObject *arg)
{
	struct node *a = half_bad("a"), *b = two_bad("b"), *c = two_ok("c");

	if (a) {
		free(a->name);
		free(a);
	}
	if (b) {
		free(b->name);
		free(b);
	}
	if (c) {
		free(c->name);
		free(c);
	}
	Py_RETURN_NONE;
}

/* A local struct. */
struct args {
	Py_buffer in;
	char *key;
	FILE *log;
};

static void args_clear(struct args *a)
{
	if (a->in.obj)
		PyBuffer_Release(&a->in);
	PyMem_Free(a->key);
	if (a->log)
		fclose(a->log);
}

PyObject *local_struct_bad(PyObject *self, PyObject *args)
{
	struct args a;

	memset(&a, 0, sizeof(a));
	if (!PyArg_ParseTuple(args, "y*", &a.in))
		return NULL;
	a.key = PyMem_Malloc(10);
	if (!a.key) {
		PyErr_NoMemory();
		args_clear(&a);
		return NULL;
	}
	if (a.in.len > 10)
		return PyErr_Format(PyExc_ValueError, "too long"); // expect: resource-leak 'a.in' // expect: resource-leak 'a.key'
	memcpy(a.key, a.in.buf, a.in.len);
	args_clear(&a);
	Py_RETURN_NONE;
}

PyObject *local_struct_ok(PyObject *self, PyObject *args)
{
	struct args a;

	memset(&a, 0, sizeof(a));
	if (!PyArg_ParseTuple(args, "y*", &a.in))
		return NULL;
	a.key = PyMem_Malloc(10);
	if (!a.key) {
		PyErr_NoMemory();
		args_clear(&a);
		return NULL;
	}
	if (a.in.len > 10) {
		args_clear(&a);
		return PyErr_Format(PyExc_ValueError, "too long");
	}
	memcpy(a.key, a.in.buf, a.in.len);
	args_clear(&a);
	Py_RETURN_NONE;
}

/* Fields of objects own. */
typedef struct {
	PyObject_HEAD
	char *path;
	FILE *f;
} Reader;

int reader_set_path_ok(Reader *self, const char *path)
{
	char *p = PyMem_Malloc(strlen(path) + 1);

	if (!p) {
		PyErr_NoMemory();
		return -1;
	}
	strcpy(p, path);
	PyMem_Free(self->path);
	self->path = p;
	return 0;
}

PyObject *reader_open_bad(Reader *self, PyObject *args)
{
	FILE *f;
	char *p;

	p = PyMem_Malloc(64);
	if (!p)
		return PyErr_NoMemory();
	f = fopen(self->path, "r");
	if (!f)
		return PyErr_SetFromErrno(PyExc_OSError); // expect: resource-leak 'p'
	self->f = f;
	if (fread(p, 1, 64, f) != 64) {
		PyMem_Free(p);
		return PyErr_Format(PyExc_EOFError, "short");
	}
	PyMem_Free(p);
	Py_RETURN_NONE;
}

PyObject *reader_open_ok(Reader *self, PyObject *args)
{
	FILE *f;
	char *p;

	p = PyMem_Malloc(64);
	if (!p)
		return PyErr_NoMemory();
	f = fopen(self->path, "r");
	if (!f) {
		PyMem_Free(p);
		return PyErr_SetFromErrno(PyExc_OSError);
	}
	self->f = f;
	if (fread(p, 1, 64, f) != 64) {
		PyMem_Free(p);
		return PyErr_Format(PyExc_EOFError, "short");
	}
	PyMem_Free(p);
	Py_RETURN_NONE;
}

/* An array of strings. */
static char **names_of(PyObject *list, Py_ssize_t *count)
{
	Py_ssize_t n = PyList_Size(list), i;
	char **v;

	if (n < 0)
		return NULL;
	v = PyMem_Calloc(n + 1, sizeof(char *));
	if (!v) {
		PyErr_NoMemory();
		return NULL;
	}
	for (i = 0; i < n; i++) {
		const char *s = PyUnicode_AsUTF8(PyList_GET_ITEM(list, i));

		if (!s)
			goto fail;
		v[i] = strdup(s);
		if (!v[i]) {
			PyErr_NoMemory();
			goto fail;
		}
	}
	*count = n;
	return v;
fail:
	while (i > 0)
		free(v[--i]);
	PyMem_Free(v);
	return NULL;
}

PyObject *array_bad(PyObject *self, PyObject *list)
{
	Py_ssize_t n, i;
	char **v;
	size_t sum = 0;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "a list is wanted");
	v = names_of(list, &n);
	if (!v)
		return NULL;
	for (i = 0; i < n; i++)
		sum += strlen(v[i]);
	return PyLong_FromSize_t(sum); // expect: resource-leak 'v'
}

PyObject *array_ok(PyObject *self, PyObject *list)
{
	Py_ssize_t n, i;
	char **v;
	size_t sum = 0;

	if (!PyList_Check(list))
		return PyErr_Format(PyExc_TypeError, "a list is wanted");
	v = names_of(list, &n);
	if (!v)
		return NULL;
	for (i = 0; i < n; i++) {
		sum += strlen(v[i]);
		free(v[i]);
	}
	PyMem_Free(v);
	return PyLong_FromSize_t(sum);
}

/* Handed on: to a capsule, a list, a callback's data. */
static void capsule_free(PyObject *c)
{
	node_free(PyCapsule_GetPointer(c, "node"));
}

PyObject *capsule_ok(PyObject *self, PyObject *args)
{
	struct node *n = node_new("x");
	PyObject *c;

	if (!n)
		return PyErr_NoMemory();
	c = PyCapsule_New(n, "node", capsule_free);
	if (!c)
		node_free(n);
	return c;
}

PyObject *capsule_bad(PyObject *self, PyObject *args)
{
	struct node *n = node_new("x");
	PyObject *c;

	if (!n)
		return PyErr_NoMemory();
	c = PyCapsule_New(n, "node", capsule_free);
	if (!c)
		return NULL; // expect: resource-leak 'n'
	return c;
}

static struct node *first;

PyObject *listed_ok(PyObject *self, PyObject *args)
{
	struct node *n = node_new("x");

	if (!n)
		return PyErr_NoMemory();
	n->next = first;
	first = n;
	Py_RETURN_NONE;
}

void external_keep(void *user);

PyObject *kept_by_other_ok(PyObject *self, PyObject *args)
{
	struct node *n = node_new("x");

	if (!n)
		return PyErr_NoMemory();
	external_keep(n);
	Py_RETURN_NONE;
}
