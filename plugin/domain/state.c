/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making, copying and looking things up in states; memory cells. */
#include "domain/state.h"

#include <limits.h>
#include <string.h>

static void state_clear(struct state *s)
{
	static const struct sym no_sym;
	static const struct thing no_thing;

	s->syms.n = s->things.n = s->env.n = s->cells.n = s->relations.n
		= s->holes.n = s->limbo.n = 0;
	vec_push(&s->syms, no_sym);
	vec_push(&s->things, no_thing);
	s->exc = s->saved = (struct exc) { 0 };
	s->saved_by = NULL;
	s->gil = (struct gil) { .moved = 8 };
	s->due = (struct due_bits) { 0 };
	s->epoch = 1;
	s->trace = NULL;
	s->memory_only = s->misuse = s->stirred = s->unwound = false;
	s->thrown = NULL;
	s->ran = NULL;
	s->origin = ORIGIN_TABLE;
	s->ret_loc = (struct loc) { 0 };
	s->next = NULL;
}

struct state *state_scratch(struct state_pool *p)
{
	struct state *s = p->free;

	if (s)
		p->free = s->next;
	else {
		s = prc_malloc(sizeof(*s));
		memset(s, 0, sizeof(*s));
	}
	return s;
}

struct state *state_new(struct state_pool *p)
{
	struct state *s = state_scratch(p);

	state_clear(s);
	return s;
}

#define COPY_VEC(to, from) do { \
	(to)->n = 0; \
	vec_reserve((to), (from)->n); \
	if ((from)->n) \
		memcpy((to)->v, (from)->v, sizeof(*(to)->v) * (from)->n); \
	(to)->n = (from)->n; \
} while (0)

bool exc_is_unseen(const struct exc *x)
{
	return x->state == EXC_SET && x->tells && !x->looked && !x->tested
		&& !x->passed;
}

struct state *state_copy(struct state_pool *p, const struct state *s)
{
	struct state *n = state_scratch(p);

	COPY_VEC(&n->syms, &s->syms);
	COPY_VEC(&n->things, &s->things);
	COPY_VEC(&n->env, &s->env);
	COPY_VEC(&n->cells, &s->cells);
	COPY_VEC(&n->relations, &s->relations);
	COPY_VEC(&n->holes, &s->holes);
	COPY_VEC(&n->limbo, &s->limbo);
	n->exc = s->exc;
	n->saved = s->saved;
	n->saved_by = s->saved_by;
	n->gil = s->gil;
	n->due = s->due;
	n->epoch = s->epoch;
	n->trace = s->trace;
	n->memory_only = s->memory_only;
	n->ran = s->ran;
	n->misuse = s->misuse;
	n->unwound = s->unwound;
	n->thrown = s->thrown;
	n->stirred = s->stirred;
	n->origin = s->origin;
	n->ret_loc = s->ret_loc;
	n->next = NULL;
	return n;
}

void state_free(struct state_pool *p, struct state *s)
{
	s->next = p->free;
	p->free = s;
}

void state_pool_release(struct state_pool *p)
{
	while (p->free) {
		struct state *s = p->free;

		p->free = s->next;
		vec_release(&s->syms);
		vec_release(&s->things);
		vec_release(&s->env);
		vec_release(&s->cells);
		vec_release(&s->relations);
		vec_release(&s->holes);
		vec_release(&s->limbo);
		prc_free(s);
	}
}

sid state_sym(struct state *s)
{
	struct sym y = { .lo = INT64_MIN, .hi = INT64_MAX };

	vec_push(&s->syms, y);
	return s->syms.n - 1;
}

sid state_number(struct state *s, int64_t lo, int64_t hi)
{
	sid x = state_sym(s);

	s->syms.v[x].lo = lo;
	s->syms.v[x].hi = hi;
	return x;
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
	return a->kind == b->kind && a->id == b->id && a->ptr == b->ptr
		&& a->offset == b->offset;
}

/* Equal addresses are one symbol, so that what is known of a static object
 * is known wherever its address is taken. */
sid state_address(struct state *s, struct addr a)
{
	sid x;

	for (x = 1; x < s->syms.n; x++)
		if (s->syms.v[x].addr.kind
		    && addr_equal(&s->syms.v[x].addr, &a))
			return x;
	x = state_number(s, 1, INT64_MAX);
	s->syms.v[x].nonzero = true;
	s->syms.v[x].addr = a;
	return x;
}

/* The position of V in env, or where it would be. */
static uint32_t env_position(const struct state *s, vid v)
{
	uint32_t lo = 0, hi = s->env.n;

	/* Values are mostly defined in rising order. */
	if (hi && s->env.v[hi - 1].v < v)
		return hi;
	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;

		if (s->env.v[mid].v < v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

sid env_get(const struct state *s, vid v)
{
	uint32_t i = env_position(s, v);

	return i < s->env.n && s->env.v[i].v == v ? s->env.v[i].s : 0;
}

void env_set(struct state *s, vid v, sid x)
{
	uint32_t i = env_position(s, v);
	struct env_entry e = { v, x };

	if (i < s->env.n && s->env.v[i].v == v) {
		s->env.v[i].s = x;
		return;
	}
	vec_push(&s->env, e);
	memmove(&s->env.v[i + 1], &s->env.v[i],
		(s->env.n - 1 - i) * sizeof(e));
	s->env.v[i] = e;
}

struct thing *state_thing(struct state *s, struct state_pool *p, sid x)
{
	struct thing t = { .uid = ++p->uid };

	vec_push(&s->things, t);
	s->syms.v[x].thing = s->things.n - 1;
	return &s->things.v[s->things.n - 1];
}

/* -------------------------------------------------------------- memory */

struct addr state_deref(const struct state *s, sid x)
{
	struct addr a = { .kind = REGION_SYM, .id = x };

	if (x && s->syms.v[x].addr.kind)
		return s->syms.v[x].addr;
	return a;
}

static bool cell_matches(const struct cell *c, const struct cell *key)
{
	return addr_equal(&c->at, &key->at) && c->index == key->index
		&& c->stride == key->stride
		&& c->is_resource == key->is_resource;
}

struct cell *state_cell(struct state *s, const struct cell *key)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++)
		if (cell_matches(&s->cells.v[i], key))
			return &s->cells.v[i];
	return NULL;
}

static bool same_region(const struct addr *a, const struct addr *b)
{
	return a->kind == b->kind && a->id == b->id && a->ptr == b->ptr;
}

/* May the two cells of one region overlap? */
static bool cells_overlap(const struct cell *a, const struct cell *b)
{
	int64_t a_end = a->at.offset + (a->size ? a->size : 1);
	int64_t b_end = b->at.offset + (b->size ? b->size : 1);

	if (a->is_resource != b->is_resource)
		return false;
	if (a->index || b->index)
		return true;
	return a->at.offset < b_end && b->at.offset < a_end;
}

static void cell_remove(struct state *s, uint32_t i)
{
	memmove(&s->cells.v[i], &s->cells.v[i + 1],
		(s->cells.n - i - 1) * sizeof(s->cells.v[0]));
	s->cells.n--;
}

/* What overlaps the written cell is no longer known. */
struct cell *state_set_cell(struct state *s, const struct cell *key, sid value)
{
	struct cell c = *key;
	uint32_t i = 0;

	c.value = value;
	while (i < s->cells.n) {
		if (same_region(&s->cells.v[i].at, &c.at)
		    && cells_overlap(&s->cells.v[i], &c))
			cell_remove(s, i);
		else
			i++;
	}
	vec_push(&s->cells, c);
	return &s->cells.v[s->cells.n - 1];
}

void state_forget(struct state *s, const struct addr *at, uint64_t size)
{
	uint32_t i = 0;

	while (i < s->cells.n) {
		const struct cell *c = &s->cells.v[i];
		bool hit = same_region(&c->at, at) && !c->is_resource;

		if (hit && size && !c->index)
			hit = c->at.offset < at->offset + (int64_t) size
				&& at->offset < c->at.offset
					+ (int64_t) (c->size ? c->size : 1);
		if (hit)
			cell_remove(s, i);
		else
			i++;
	}
}
