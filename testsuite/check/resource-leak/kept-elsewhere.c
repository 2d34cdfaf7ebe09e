// SPDX-License-Identifier: GPL-3.0-or-later
/* Memory whose owner is found elsewhere: a variable gets a pointer into it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

typedef struct { int *items; int used, room; } array;

/* The array owns it; the caller gets two pointers into it. */
static int range_of(array *a, int **from, int **to)
{
	if (a->used == a->room) {
		int *p = PyMem_Realloc(a->items, 2 * a->room * sizeof(int));

		if (!p)
			return -1;
		a->items = p;
		a->room *= 2;
	}
	*from = a->items;
	*to = a->items + a->used;
	return 0;
}

int range_ok(array *a)
{
	int *p, *end, sum = 0;

	if (range_of(a, &p, &end) < 0)
		return -1;
	for (; p < end; p++)
		sum += *p;
	return sum;
}

/* This one only the caller has. */
static int copy_of(array *a, int **copy)
{
	int *p = PyMem_Malloc(sizeof(int) * (a->used + 1));

	if (!p)
		return -1;
	memcpy(p, a->items, sizeof(int) * a->used);
	*copy = p;
	return 0;
}

int copy_bad(array *a)
{
	int *p, sum = 0, i;

	if (copy_of(a, &p) < 0)
		return -1;
	for (i = 0; i < a->used; i++)
		sum += p[i];
	return sum; // expect: resource-leak 'p'
}

static int *table;
static int table_size;

static int grow(int **cursor)
{
	long at = *cursor - table;
	int *p;

	if (at == table_size) {
		p = PyMem_Realloc(table, 2 * table_size * sizeof(int));
		if (!p)
			return -1;
		table = p;
		table_size *= 2;
		*cursor = table + at;
	}
	return 0;
}

int cursor_ok(int n)
{
	int *p = table;

	while (n--) {
		if (grow(&p) < 0)
			return -1;
		*p = n;
		p = p + 1;
	}
	return 0;
}

/* An item is put in a list: at two places at once, and returned. */
typedef struct item { struct item *next; } item;
typedef struct { item *head, *last; } list;
typedef struct { PyObject_HEAD list stack; } Stack;

static item *push(list *l, item *i)
{
	if (l->head) {
		i->next = l->head;
		l->head = i;
	} else {
		l->head = l->last = i;
	}
	return i;
}

static item *look(list *l, item *i)
{
	return l->head ? l->head : i;
}

PyObject *push_ok(Stack *self, PyObject *arg)
{
	item *i = PyMem_Malloc(sizeof(item));

	if (!i)
		return PyErr_NoMemory();
	i->next = NULL;
	push(&self->stack, i);
	Py_RETURN_NONE;
}

PyObject *push_bad(Stack *self, PyObject *arg)
{
	item *i = PyMem_Malloc(sizeof(item));

	if (!i)
		return PyErr_NoMemory();
	i->next = NULL;
	look(&self->stack, i);
	Py_RETURN_NONE; // expect: resource-leak 'i'
}

/* A pointer with a tag is a pointer. */
struct tagged { unsigned long bits; };

int tag_ok(struct tagged *t, size_t n)
{
	char *p = PyMem_Malloc(n);

	if (!p)
		return -1;
	t->bits = (t->bits & 0xffff000000000000ul) | (unsigned long) p;
	return 0;
}

int tag_bad(struct tagged *t, size_t n)
{
	char *p = PyMem_Malloc(n);

	if (!p)
		return -1;
	t->bits = (unsigned long) p & 15;
	return 0; // expect: resource-leak 'p'
}

/* What a Py_buffer has to give back is its exporter. */
typedef struct { PyObject_HEAD PyObject *base; char *at; Py_ssize_t n; } Raw;

int exporter_ok(Raw *self, PyObject *o)
{
	Py_buffer b;

	if (PyObject_GetBuffer(o, &b, PyBUF_SIMPLE) < 0)
		return -1;
	self->base = b.obj;
	self->at = b.buf;
	self->n = b.len;
	return 0;
}

int exporter_bad(Raw *self, PyObject *o)
{
	Py_buffer b;

	if (PyObject_GetBuffer(o, &b, PyBUF_SIMPLE) < 0)
		return -1;
	self->at = b.buf;
	self->n = b.len;
	return 0; // expect: resource-leak 'b'
}

/* realloc (p, 0) may free p and return NULL. */
typedef struct { char *items; size_t n; } bytes;

int resize_ok(bytes *b, size_t n)
{
	char *p = realloc(b->items, n);

	if (n != 0 && p == NULL)
		return -1;
	b->items = p;
	b->n = n;
	return 0;
}

int resize_bad(bytes *b, size_t n)
{
	b->items = realloc(b->items, n + 1); // expect: resource-leak 'b->items'
	if (!b->items)
		return -1;
	b->n = n;
	return 0;
}
