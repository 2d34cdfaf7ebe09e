// SPDX-License-Identifier: GPL-3.0-or-later
/* What a member of a struct gets everywhere in the unit is memory of one
 * family; who releases it as another's is wrong. */
#include <Python.h>
#include <stdlib.h>
#include <string.h>

struct out_bad { char *start, *p, *end; int heap; };

int reserve_bad(struct out_bad *e, size_t cap)
{
	size_t used = (size_t) (e->p - e->start);
	char *n;

	if (e->heap) {
		n = PyObject_Realloc(e->start, cap); // expect: allocator-mismatch 'start'
		if (!n)
			return -1;
	} else {
		n = PyMem_Malloc(cap);
		if (!n)
			return -1;
		memcpy(n, e->start, used);
		e->heap = 1;
	}
	e->start = n;
	e->p = n + used;
	e->end = n + cap;
	return 0;
}

PyObject *dump_ok(PyObject *self, PyObject *o)
{
	char stack[64];
	struct out_bad e = { .heap = 0 };
	PyObject *r = NULL;

	e.start = e.p = stack;
	e.end = stack + sizeof(stack);
	if (reserve_bad(&e, 1000) == 0)
		r = PyBytes_FromStringAndSize(e.start, e.p - e.start);
	if (e.heap)
		PyMem_Free(e.start);
	return r;
}

struct out_ok { char *start; int heap; };

int reserve_ok(struct out_ok *e, size_t cap)
{
	char *n = e->heap ? PyMem_Realloc(e->start, cap) : PyMem_Malloc(cap);

	if (!n)
		return -1;
	e->start = n;
	e->heap = 1;
	return 0;
}

void drop_ok(struct out_ok *e)
{
	if (e->heap)
		PyMem_Free(e->start);
}

/* What may be memory of any kind is nobody's mistake. */
struct given_ok { char *text; char *name; };

void give_ok(struct given_ok *g, char *text)
{
	g->text = text;
	g->name = strdup(text);
}

void take_ok(struct given_ok *g)
{
	PyMem_Free(g->text);
	free(g->name);
}

/* Two kinds, and a flag that tells. */
struct either_ok { char *at; int raw; };

void fill_ok(struct either_ok *x, int raw)
{
	x->raw = raw;
	if (raw)
		x->at = PyMem_RawMalloc(10);
	else
		x->at = PyMem_Malloc(10);
}

void empty_ok(struct either_ok *x)
{
	if (x->raw)
		PyMem_RawFree(x->at);
	else
		PyMem_Free(x->at);
}

/* Lent by a buffer on one way, which does not release it. */
struct bits { Py_buffer *view; char *items; };

int bits_init(struct bits *b, PyObject *o, size_t n)
{
	if (o) {
		b->view = PyMem_Malloc(sizeof(Py_buffer));
		if (!b->view)
			return -1;
		if (PyObject_GetBuffer(o, b->view, PyBUF_SIMPLE) < 0) {
			PyMem_Free(b->view);
			b->view = NULL;
			return -1;
		}
		b->items = b->view->buf;
		return 0;
	}
	b->items = PyMem_Calloc(n, 1);
	return b->items ? 0 : -1;
}

void bits_end_bad(struct bits *b)
{
	if (b->view) {
		PyBuffer_Release(b->view);
		PyMem_Free(b->view);
	} else {
		PyMem_RawFree(b->items); // expect: allocator-mismatch 'items'
	}
}
