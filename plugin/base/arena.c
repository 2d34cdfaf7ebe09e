/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bump allocation with a lifetime; see base.h. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES (64 * 1024)
#define ALIGNMENT 16

struct arena_chunk {
	struct arena_chunk *next;
	size_t size, used;
	_Alignas(ALIGNMENT) char data[];
};

void *prc_malloc(size_t size)
{
	return prc_realloc(NULL, size);
}

void *prc_realloc(void *p, size_t size)
{
	void *q = realloc(p, size ? size : 1);

	if (!q) {
		fputs("pyrefcheck: out of memory\n", stderr);
		abort();
	}
	return q;
}

void prc_free(void *p)
{
	free(p);
}

static struct arena_chunk *chunk_new(size_t size)
{
	struct arena_chunk *c = prc_malloc(sizeof(*c) + size);

	c->next = NULL;
	c->size = size;
	c->used = 0;
	return c;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct arena_chunk *c = a->chunk;
	void *p;

	size = (size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
	if (!c || c->size - c->used < size) {
		c = chunk_new(size > CHUNK_BYTES ? size : CHUNK_BYTES);
		c->next = a->chunk;
		a->chunk = c;
	}
	p = c->data + c->used;
	c->used += size;
	a->allocated += size;
	return memset(p, 0, size);
}

void *arena_memdup(struct arena *a, const void *p, size_t size)
{
	void *q = arena_alloc(a, size);

	return size ? memcpy(q, p, size) : q;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *p = arena_alloc(a, len + 1);

	memcpy(p, s, len);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, ap2;
	char *p;
	int len;

	va_start(ap, fmt);
	va_copy(ap2, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = arena_alloc(a, (size_t) len + 1);
	vsnprintf(p, (size_t) len + 1, fmt, ap2);
	va_end(ap2);
	return p;
}

/* Keeps the newest chunk of the ordinary size. */
void arena_reset(struct arena *a)
{
	struct arena_chunk *kept = NULL;

	while (a->chunk) {
		struct arena_chunk *next = a->chunk->next;

		if (!kept && a->chunk->size == CHUNK_BYTES)
			kept = a->chunk;
		else
			free(a->chunk);
		a->chunk = next;
	}
	if (kept) {
		kept->next = NULL;
		kept->used = 0;
	}
	a->chunk = kept;
	a->allocated = 0;
}

void arena_release(struct arena *a)
{
	arena_reset(a);
	free(a->chunk);
	a->chunk = NULL;
}
