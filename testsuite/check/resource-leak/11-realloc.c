// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* p = realloc (p, n): what p pointed at is lost when it fails. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdlib.h>
#include <string.h>

PyObject *local_bad(PyObject *self, PyObject *it)
{
	size_t size = 16, used = 0;
	long *v = malloc(size * sizeof(*v));
	PyObject *o, *r;

	if (!v)
		return PyErr_NoMemory();
	while ((o = PyIter_Next(it))) {
		if (used == size) {
			size *= 2;
			v = realloc(v, size * sizeof(*v)); // expect: resource-leak 'v'
			if (!v) {
				Py_DECREF(o);
				return PyErr_NoMemory();
			}
		}
		v[used++] = PyLong_AsLong(o);
		Py_DECREF(o);
		if (PyErr_Occurred())
			break;
	}
	r = PyErr_Occurred() ? NULL : PyLong_FromSize_t(used);
	free(v);
	return r;
}

PyObject *local_ok(PyObject *self, PyObject *it)
{
	size_t size = 16, used = 0;
	long *v = malloc(size * sizeof(*v)), *w;
	PyObject *o, *r;

	if (!v)
		return PyErr_NoMemory();
	while ((o = PyIter_Next(it))) {
		if (used == size) {
			size *= 2;
			w = realloc(v, size * sizeof(*v));
			if (!w) {
				Py_DECREF(o);
				free(v);
				return PyErr_NoMemory();
			}
			v = w;
		}
		v[used++] = PyLong_AsLong(o);
		Py_DECREF(o);
		if (PyErr_Occurred())
			break;
	}
	r = PyErr_Occurred() ? NULL : PyLong_FromSize_t(used);
	free(v);
	return r;
}

/* The field was the only pointer. */
typedef struct {
	PyObject_HEAD
	char *data;
	Py_ssize_t used, size;
} Buf;

int field_bad(Buf *b, Py_ssize_t more)
{
	if (b->used + more > b->size) {
		b->size = b->used + more;
		b->data = PyMem_Realloc(b->data, b->size); // expect: resource-leak 'b->data'
		if (!b->data) {
			PyErr_NoMemory();
			return -1;
		}
	}
	return 0;
}

int field_ok(Buf *b, Py_ssize_t more)
{
	if (b->used + more > b->size) {
		char *p = PyMem_Realloc(b->data, b->used + more);

		if (!p) {
			PyErr_NoMemory();
			return -1;
		}
		b->data = p;
		b->size = b->used + more;
	}
	return 0;
}

struct vec {
	PyObject **items;
	size_t used, size;
};

int resize_macro_bad(struct vec *v)
{
	v->size = v->size * 2 + 4;
	PyMem_Resize(v->items, PyObject *, v->size); // expect: resource-leak 'v->items'
	if (v->items == NULL) {
		PyErr_NoMemory();
		return -1;
	}
	return 0;
}

int resize_macro_ok(struct vec *v)
{
	PyObject **p = v->items;

	PyMem_Resize(p, PyObject *, v->size * 2 + 4);
	if (p == NULL) {
		PyErr_NoMemory();
		return -1;
	}
	v->items = p;
	v->size = v->size * 2 + 4;
	return 0;
}

int pushed_bad(struct vec *v, PyObject *o)
{
	if (v->used == v->size) {
		v->size += 8;
		if (!(v->items = realloc(v->items, v->size * sizeof(*v->items)))) { // expect: resource-leak 'v->items'
			PyErr_NoMemory();
			return -1;
		}
	}
	v->items[v->used++] = Py_NewRef(o);
	return 0;
}

int pushed_ok(struct vec *v, PyObject *o)
{
	PyObject **p;

	if (v->used == v->size) {
		if (!(p = realloc(v->items, (v->size + 8) * sizeof(*v->items)))) {
			PyErr_NoMemory();
			return -1;
		}
		v->items = p;
		v->size += 8;
	}
	v->items[v->used++] = Py_NewRef(o);
	return 0;
}

/* The old pointer is saved elsewhere first. */
int saved_ok(struct vec *v)
{
	PyObject **old = v->items;

	v->items = realloc(v->items, (v->size + 8) * sizeof(*v->items));
	if (!v->items) {
		v->items = old;
		PyErr_NoMemory();
		return -1;
	}
	v->size += 8;
	return 0;
}

int freed_ok(struct vec *v)
{
	PyObject **old = v->items;

	v->items = realloc(v->items, (v->size + 8) * sizeof(*v->items));
	if (!v->items) {
		free(old);
		PyErr_NoMemory();
		return -1;
	}
	v->size += 8;
	return 0;
}

/* Without a failure there is nothing to lose: the process ends. */
int fatal_ok(struct vec *v)
{
	v->items = realloc(v->items, (v->size + 8) * sizeof(*v->items));
	if (!v->items)
		Py_FatalError("no memory");
	v->size += 8;
	return 0;
}

/* Nothing there yet. */
int first_ok(struct vec *v)
{
	v->items = NULL;
	v->items = realloc(v->items, 8 * sizeof(*v->items));
	if (!v->items) {
		PyErr_NoMemory();
		return -1;
	}
	v->size = 8;
	return 0;
}

static char *global;

int global_bad(size_t n)
{
	global = PyMem_Realloc(global, n); // expect: resource-leak 'global'
	if (!global) {
		PyErr_NoMemory();
		return -1;
	}
	return 0;
}

int through_pointer_bad(char **pp, size_t n)
{
	*pp = realloc(*pp, n); // expect: resource-leak '*pp'
	if (!*pp) {
		PyErr_NoMemory();
		return -1;
	}
	return 0;
}

/* A wrapper that keeps the meaning of realloc. */
static void *grow(void *p, size_t n)
{
	void *q = PyMem_Realloc(p, n);

	if (!q)
		PyErr_NoMemory();
	return q;
}

int wrapper_bad(Buf *b)
{
	b->data = grow(b->data, b->size + 10); // expect: resource-leak 'b->data'
	if (!b->data)
		return -1;
	b->size += 10;
	return 0;
}

int wrapper_ok(Buf *b)
{
	char *p = grow(b->data, b->size + 10);

	if (!p)
		return -1;
	b->data = p;
	b->size += 10;
	return 0;
}

/* This one frees on failure. */
static void *grow_or_free(void *p, size_t n)
{
	void *q = PyMem_Realloc(p, n);

	if (!q) {
		PyErr_NoMemory();
		PyMem_Free(p);
	}
	return q;
}

int freeing_wrapper_ok(Buf *b)
{
	b->data = grow_or_free(b->data, b->size + 10);
	if (!b->data)
		return -1;
	b->size += 10;
	return 0;
}
