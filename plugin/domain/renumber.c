/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * New numbers for what a state keeps: symbols in the order in which live
 * variables and then memory name them, things by their first symbol.
 */
#include "domain/normal.h"

#include <stdlib.h>
#include <string.h>

static inline void give_number(struct work *w, sid x)
{
	while (x && !w->number[x] && w->kept[x]) {
		w->number[x] = ++w->n;
		w->order[w->n] = x;
		x = w->s->syms.v[x].addr.kind == REGION_SYM
			? w->s->syms.v[x].addr.id : 0;
	}
}

/* Orders what addresses of one kind point to by facts that each run has: an
 * address in this process is none. */
static int pointee_order(const struct addr *a, const struct addr *b)
{
	const struct global *g = a->ptr, *h = b->ptr;
	const struct function *e = a->ptr, *f = b->ptr;

	if (a->ptr == b->ptr)
		return 0;
	switch (a->kind) {
	case REGION_GLOBAL:
		return g->number < h->number ? -1 : 1;
	case REGION_FUNC:
		return strcmp(e->name, f->name);
	case REGION_STRING:
		return strcmp(a->ptr, b->ptr);
	case REGION_NONE:
	case REGION_SYM:
	case REGION_LOCAL:
		break;
	}
	return 0;
}

/* The cell with what orders it first: where it is, a symbol by its new
 * number. */
static struct place_key place_of(const struct work *w, uint32_t i)
{
	const struct addr *a = &w->s->cells.v[i].at;
	struct place_key p = { (uint64_t) a->kind << 32, i };

	p.key |= a->kind == REGION_SYM ? w->number[a->id] : a->id;
	return p;
}

/* Does X stand before Y, where their keys are alike? */
static bool cell_before(const struct work *w, const struct cell *x,
			const struct cell *y)
{
	int order = pointee_order(&x->at, &y->at);

	if (order)
		return order < 0;
	if (x->at.offset != y->at.offset)
		return x->at.offset < y->at.offset;
	if (x->is_resource != y->is_resource)
		return y->is_resource;
	return w->number[x->index] < w->number[y->index];
}

/* Does B stand before A? */
static inline bool is_before(const struct work *w, const struct place_key *b,
			     const struct place_key *a)
{
	const struct cell *cells = w->s->cells.v;

	return b->key != a->key ? b->key < a->key
		: cell_before(w, &cells[b->cell], &cells[a->cell]);
}

static void insert_places(const struct work *w, struct place_key *p,
			  uint32_t n)
{
	uint32_t i, j;

	for (i = 1; i < n; i++) {
		struct place_key one = p[i];

		for (j = i; j > 0 && is_before(w, &one, &p[j - 1]); j--)
			p[j] = p[j - 1];
		p[j] = one;
	}
}

/* Merge sort: most were sorted the last time, and parts that follow each
 * other stay where they are.  Equal ones keep their order. */
static void sort_places(const struct work *w, struct place_key *p, uint32_t n)
{
	const uint32_t few = 12;
	uint32_t half = n / 2, i = 0, j = half, out = 0;

	if (n <= few) {
		insert_places(w, p, n);
		return;
	}
	sort_places(w, p, half);
	sort_places(w, p + half, n - half);
	if (!is_before(w, &p[half], &p[half - 1]))
		return;
	memcpy(w->spare, p, half * sizeof(*p));
	while (i < half && j < n)
		p[out++] = is_before(w, &p[j], &w->spare[i]) ? p[j++]
			: w->spare[i++];
	memcpy(&p[out], &w->spare[i], (half - i) * sizeof(*p));
}

/* The elements of A's memory are B's from now on, and the reverse. */
#define SWAP_VEC(a, b) do { \
	void *v_ = (a)->v; \
	uint32_t cap_ = (a)->cap; \
	(a)->v = (b)->v; \
	(a)->cap = (b)->cap; \
	(b)->v = v_; \
	(b)->cap = cap_; \
} while (0)

/* Brings the cells into the order of their numbers. */
static void sort_cells(struct work *w)
{
	struct state *s = w->s, *to = w->scratch;
	uint32_t i, first = 0, n = s->cells.n;

	for (i = 0; i < n; i++)
		w->places[i] = place_of(w, i);
	sort_places(w, w->places, n);
	while (first < n && w->places[first].cell == first)
		first++;
	if (first == n)
		return;
	vec_reserve(&to->cells, n);
	memcpy(to->cells.v, s->cells.v, first * sizeof(struct cell));
	for (i = first; i < n; i++)
		to->cells.v[i] = s->cells.v[w->places[i].cell];
	SWAP_VEC(&s->cells, &to->cells);
}

/* What the cells at P hold gets its numbers, in their order; those in memory
 * that has no number yet go to the front, for the next round.  Returns how
 * many they are. */
static uint32_t number_round(struct work *w, struct place_key *p, uint32_t n)
{
	const struct cell *cells = w->s->cells.v;
	uint32_t i, waiting = 0, ready = 0;

	for (i = 0; i < n; i++) {
		const struct addr *a = &cells[p[i].cell].at;

		if (a->kind == REGION_SYM && !w->number[a->id])
			p[waiting++] = p[i];
		else
			w->spare[ready++] = place_of(w, p[i].cell);
	}
	p += waiting;
	memcpy(p, w->spare, ready * sizeof(*p));
	sort_places(w, p, ready);
	for (i = 0; i < ready; i++) {
		give_number(w, cells[p[i].cell].value);
		give_number(w, cells[p[i].cell].index);
	}
	return waiting;
}

/* Numbers by env, then memory outward from there, then the other facts. */
static void number_all(struct work *w)
{
	struct state *s = w->s;
	uint32_t i, before, n = s->cells.n;
	sid x;

	for (i = 0; i < s->env.n; i++)
		give_number(w, s->env.v[i].s);
	for (i = 0; i < n; i++)
		w->places[i].cell = i;
	do {
		before = n;
		n = number_round(w, w->places, n);
	} while (n != before);
	sort_cells(w);
	do {
		before = w->n;
		for (i = 1; i <= w->n; i++) {
			const struct thing *t = thing_get(s, w->order[i]);

			if (t && t->lender)
				give_number(w, t->lender);
			if (t && t->key)
				give_number(w, t->key);
		}
	} while (w->n != before);
	/* Facts, in the order they were learnt. */
	for (x = 1; x < s->syms.n; x++)
		give_number(w, x);
}

/* Symbols from FIRST on get their new places; those before have them. */
static void move_syms(struct work *w, sid first)
{
	struct state *s = w->s, *to = w->scratch;
	sid x;

	vec_reserve(&to->syms, w->n + 1);
	memcpy(to->syms.v, s->syms.v, first * sizeof(struct sym));
	for (x = first; x <= w->n; x++)
		to->syms.v[x] = s->syms.v[w->order[x]];
	SWAP_VEC(&s->syms, &to->syms);
}

static void rebuild_syms(struct work *w)
{
	struct state *s = w->s;
	sid x = 1;

	while (x <= w->n && w->order[x] == x)
		x++;
	if (x <= w->n)
		move_syms(w, x);
	s->syms.n = w->n + 1;
	for (x = 1; x <= w->n; x++) {
		struct sym *y = &s->syms.v[x];
		struct expr *e = &y->expr;

		if (y->addr.kind == REGION_SYM)
			y->addr.id = w->number[y->addr.id];
		if (e->op == EXPR_NONE && !e->a && !e->b)
			continue;
		if (e->op != EXPR_NONE && (!w->number[e->a]
		    || (e->b && !w->number[e->b])
		    || (e->epoch && e->epoch != s->epoch)))
			*e = (struct expr) { 0 };
		e->a = w->number[e->a];
		e->b = w->number[e->b];
		if (e->epoch)
			e->epoch = 1;
	}
}

/* Things are numbered by the first symbol that has each. */
static uint32_t number_things(struct work *w)
{
	struct state *s = w->s;
	uint32_t n = 0;
	sid x;

	for (x = 1; x < s->syms.n; x++) {
		tid t = s->syms.v[x].thing;

		if (t && !w->thing_number[t]) {
			w->thing_number[t] = ++n;
			w->things[n] = (struct thing_place) { t, x };
		}
		s->syms.v[x].thing = w->thing_number[t];
	}
	return n;
}

/* Things from FIRST to N get their new places; those before have them. */
static void move_things(struct work *w, tid first, uint32_t n)
{
	struct state *s = w->s, *to = w->scratch;
	tid t;

	vec_reserve(&to->things, n + 1);
	memcpy(to->things.v, s->things.v, first * sizeof(struct thing));
	for (t = first; t <= n; t++)
		to->things.v[t] = s->things.v[w->things[t].old];
	SWAP_VEC(&s->things, &to->things);
}

static void rebuild_things(struct work *w)
{
	struct state *s = w->s;
	uint32_t n = number_things(w);
	tid t = 1;

	while (t <= n && w->things[t].old == t)
		t++;
	if (t <= n)
		move_things(w, t, n);
	s->things.n = n + 1;
	for (t = 1; t <= n; t++) {
		struct thing *th = &s->things.v[t];

		th->lender = w->number[th->lender];
		th->key = w->number[th->key];
		/* What was lost has been told of. */
		if (th->refs > 0 && th->birth != BIRTH_PARAM
		    && !w->reached[w->order[w->things[t].holder]])
			th->refs = 0;
	}
}

static int relation_order(const void *a, const void *b)
{
	const struct relation *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	if (x->cmp != y->cmp)
		return x->cmp < y->cmp ? -1 : 1;
	return x->is_unsigned - y->is_unsigned;
}

static int hole_order(const void *a, const void *b)
{
	const struct hole *x = a, *y = b;

	if (x->x != y->x)
		return x->x < y->x ? -1 : 1;
	return x->k < y->k ? -1 : x->k > y->k;
}

/* What a number is not is of use where that is asked again. */
static void rebuild_holes(struct work *w)
{
	const struct live_query *q = w->q;
	struct state *s = w->s;
	uint32_t i, out = 0;

	for (i = 0; i < s->holes.n && q->told_apart; i++) {
		struct hole h = s->holes.v[i];
		const struct sym *y;

		h.x = w->number[h.x];
		y = &s->syms.v[h.x];
		if (h.x && h.k > y->lo && h.k < y->hi
		    && q->told_apart(h.k, q->data))
			s->holes.v[out++] = h;
	}
	s->holes.n = out;
	if (out > 1)
		qsort(s->holes.v, out, sizeof(s->holes.v[0]), hole_order);
}

static void rebuild_rest(struct work *w)
{
	struct state *s = w->s;
	uint32_t i, out = 0;

	for (i = 0; i < s->env.n; i++)
		s->env.v[i].s = w->number[s->env.v[i].s];
	for (i = 0; i < s->cells.n; i++) {
		struct cell *c = &s->cells.v[i];

		c->value = w->number[c->value];
		c->index = w->number[c->index];
		if (c->at.kind == REGION_SYM)
			c->at.id = w->number[c->at.id];
	}
	for (i = 0; i < s->relations.n; i++) {
		struct relation r;

		memset(&r, 0, sizeof(r));
		r.a = w->number[s->relations.v[i].a];
		r.b = w->number[s->relations.v[i].b];
		r.cmp = s->relations.v[i].cmp;
		r.is_unsigned = s->relations.v[i].is_unsigned;
		if (r.a && r.b)
			s->relations.v[out++] = r;
	}
	s->relations.n = out;
	if (out > 1)
		qsort(s->relations.v, out, sizeof(s->relations.v[0]),
		      relation_order);
	s->epoch = 1;
	rebuild_holes(w);
}

void normal_renumber(struct work *w)
{
	number_all(w);
	rebuild_syms(w);
	rebuild_things(w);
	rebuild_rest(w);
}
