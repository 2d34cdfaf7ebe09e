/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing arrays, maps in insertion order, interned strings; see base.h. */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

void vec_reserve_(void **v, uint32_t *cap, uint32_t n, size_t elem)
{
	if (n <= *cap)
		return;
	*cap = *cap < 8 ? 8 : *cap * 2;
	if (*cap < n)
		*cap = n;
	*v = prc_realloc(*v, elem * *cap);
}

/* FNV-1a over words, finished by a mix so that low bits are usable. */
uint64_t hash_bytes(const void *p, size_t len, uint64_t seed)
{
	const unsigned char *s = p;
	uint64_t h = seed ^ 0xcbf29ce484222325u;

	for (; len >= 8; s += 8, len -= 8) {
		uint64_t w;

		memcpy(&w, s, 8);
		h = (h ^ w) * 0x100000001b3u;
		h ^= h >> 29;
	}
	for (; len; s++, len--)
		h = (h ^ *s) * 0x100000001b3u;
	h ^= h >> 33;
	h *= 0xff51afd7ed558ccdu;
	return h ^ (h >> 33);
}

/* The position in the index where KEY is or would be: Fibonacci hashing, whose
 * upper half each bit of the key has a part in. */
static uint32_t map_probe(const struct map *m, uint64_t key)
{
	uint32_t mask = m->index_size - 1;
	uint32_t i = (uint32_t) (key * 0x9e3779b97f4a7c15u >> 32) & mask;

	while (m->index[i] && m->slots[m->index[i] - 1].key != key)
		i = (i + 1) & mask;
	return i;
}

static struct map_slot *map_find(const struct map *m, uint64_t key)
{
	uint32_t i;

	if (!m->n)
		return NULL;
	i = map_probe(m, key);
	return m->index[i] ? &m->slots[m->index[i] - 1] : NULL;
}

void *map_get(const struct map *m, uint64_t key)
{
	struct map_slot *slot = map_find(m, key);

	return slot ? slot->value : NULL;
}

bool map_has(const struct map *m, uint64_t key)
{
	return map_find(m, key) != NULL;
}

static void map_grow(struct map *m)
{
	uint32_t i;

	m->index_size = m->index_size ? m->index_size * 2 : 16;
	free(m->index);
	m->index = calloc(m->index_size, sizeof(*m->index));
	if (!m->index)
		abort();
	for (i = 0; i < m->n; i++)
		m->index[map_probe(m, m->slots[i].key)] = i + 1;
}

void map_set(struct map *m, uint64_t key, void *value)
{
	struct map_slot *slot = map_find(m, key);

	if (slot) {
		slot->value = value;
		return;
	}
	if ((m->n + 1) * 2 > m->index_size)
		map_grow(m);
	vec_reserve_((void **) &m->slots, &m->cap, m->n + 1, sizeof(*slot));
	m->slots[m->n] = (struct map_slot) { key, value };
	m->index[map_probe(m, key)] = ++m->n;
}

void map_release(struct map *m)
{
	free(m->slots);
	free(m->index);
	*m = (struct map) { 0 };
}

static uint32_t intern_probe(const struct interns *t, const char *s,
			     size_t len)
{
	uint32_t i = (uint32_t) hash_bytes(s, len, 0) & (t->size - 1);

	while (t->table[i] && (strncmp(t->table[i], s, len)
			       || t->table[i][len]))
		i = (i + 1) & (t->size - 1);
	return i;
}

static void interns_grow(struct interns *t)
{
	const char **old = t->table;
	uint32_t i, old_size = t->size;

	t->size = old_size ? old_size * 2 : 256;
	t->table = calloc(t->size, sizeof(*t->table));
	if (!t->table)
		abort();
	for (i = 0; i < old_size; i++)
		if (old[i])
			t->table[intern_probe(t, old[i], strlen(old[i]))]
				= old[i];
	free(old);
}

const char *intern_n(struct interns *t, const char *s, size_t len)
{
	uint32_t i;

	if ((t->n + 1) * 2 > t->size)
		interns_grow(t);
	i = intern_probe(t, s, len);
	if (!t->table[i]) {
		t->table[i] = arena_strndup(&t->arena, s, len);
		t->n++;
	}
	return t->table[i];
}

const char *intern(struct interns *t, const char *s)
{
	return intern_n(t, s, strlen(s));
}

void interns_release(struct interns *t)
{
	arena_release(&t->arena);
	free(t->table);
	*t = (struct interns) { 0 };
}
