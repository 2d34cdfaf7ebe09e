// SPDX-License-Identifier: GPL-3.0-or-later
// pyrefcheck: python=3.11
/* A helper that gives NULL for no bytes, and the product of two numbers that
 * nobody looked at: that it is zero is a guess. */
#include <Python.h>

static void *(*alloc)(void *, long);
static void *my_realloc(void *p, long size)
{
	p = alloc(p, size);
	if (!p && size)
		abort();
	return p;
}
extern int next_size(int elem, int cur, int cnt);
struct loop { int *idx; int max; };
static void *array_realloc(int elem, void *base, int *cur, int cnt)
{
	*cur = next_size(elem, *cur, cnt);
	return my_realloc(base, elem * *cur);
}
PyObject *feed_ok(struct loop *l, int fd)
{
	if (fd > l->max)
		l->idx = array_realloc(sizeof(int), l->idx, &l->max, fd);
	l->idx[fd] = 1;
	Py_RETURN_NONE;
}

/* Here the code itself says so. */
PyObject *feed_bad(PyObject *self, PyObject *args)
{
	int *p = my_realloc(NULL, 0);

	p[0] = 1; // expect: null-dereference 'p'
	free(p);
	Py_RETURN_NONE;
}
