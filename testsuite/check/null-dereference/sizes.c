// SPDX-License-Identifier: GPL-3.0-or-later
// That a helper answers zero bytes with NULL does not say that it is asked
// for zero bytes.
#include <Python.h>
#include <stdlib.h>

static void *resize(void *old, size_t n)
{
	void *p;

	if (n == 0) {
		free(old);
		return NULL;
	}
	p = realloc(old, n);
	if (p == NULL)
		abort();
	return p;
}

struct stack { int *start, *end; size_t n; };

void push_ok(struct stack *s, int x)
{
	size_t n = s->n ? 2 * s->n : 1;

	s->start = resize(s->start, n * sizeof(int));
	s->n = n;
	*s->start = x;
}

void push_bad(struct stack *s, int x)
{
	s->start = resize(s->start, 0);
	*s->start = x;				// expect: null-dereference 's->start'
}
