/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Normal form: drops what is dead, finds what was lost, renumbers symbols
 * and things in an order that depends on facts alone, so that states which
 * agree on everything live become equal.
 *
 * A symbol is reached when a live SSA value, a local or global, or memory of
 * something reached holds it.  Lenders and facts about reached symbols are
 * kept as well, but keep nothing alive.
 */
#include "domain/state.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct work {
	struct state *s;
	const struct live_query *q;
	bool *reached;		/* by sid */
	bool *kept;
	bool *idle;		/* by cell; see is_idle */
	sid *number;		/* by old sid; 0: none yet */
	sid *order;		/* new sid -> old sid */
	uint32_t n;		/* numbered so far */
};

static bool reach(struct work *w, sid x)
{
	bool changed = false;

	while (x && !w->reached[x]) {
		const struct addr *a = &w->s->syms.v[x].addr;

		w->reached[x] = changed = true;
		x = a->kind == REGION_SYM ? a->id : 0;
	}
	return changed;
}

/* An argument's object: its caller asks later what became of it. */
static bool is_param(const struct work *w, sid x)
{
	const struct thing *t = thing_get(w->s, x);

	return w->q->keep_params && t && t->birth == BIRTH_PARAM
		&& !w->s->syms.v[x].interior;
}

/* Does C hold what nobody has to account for, and nothing that is to come
 * asks for it?  What was written to an argument's memory is asked for by the
 * caller; of variables of the unit contracts do not speak. */
static bool is_idle(const struct work *w, const struct cell *c)
{
	const struct thing *t = thing_get(w->s, c->value);
	bool is_global = c->at.kind == REGION_GLOBAL;

	if (!w->q->looked_at || c->is_resource)
		return false;
	if (t && (t->life != LIFE_ALIVE
		  || t->refs != (is_global ? t->stored : 0)))
		return false;
	if (!is_global && (!c->initial || c->index || w->q->keep_read))
		return false;
	return !w->q->looked_at(&c->at, w->q->data);
}

/* Memory that has more references to an object than this function put there,
 * or may come to have: at the return somebody asks whether it owns them. */
static bool is_unbalanced(const struct work *w, const struct cell *c)
{
	const struct thing *t = thing_get(w->s, c->value);

	if (!t || t->family || t->immortal || t->escaped || c->index)
		return false;
	if (c->initial)
		return t->birth == BIRTH_FIELD && t->refs < 0;
	return t->stored && t->stored_by
		&& (t->refs < t->stored || w->reached[c->value]);
}

/* Is X at hand, or what it is computed from, and will be again: i * 8? */
static bool is_index_at_hand(const struct work *w, sid x)
{
	const struct expr *e = &w->s->syms.v[x].expr;

	if (w->reached[x])
		return true;
	return (e->op == EXPR_BIN || e->op == EXPR_ADD) && !e->b
		&& w->reached[e->a] && (e->op == EXPR_ADD || !w->q->computed
			|| w->q->computed(e, w->q->data));
}

/* An element whose base and index are at hand can be asked for again. */
static bool is_element_at_hand(const struct work *w, sid x)
{
	const struct sym *y = &w->s->syms.v[x];

	return y->expr.op == EXPR_BIN && y->expr.code == OP_ADDR
		&& w->reached[y->expr.a]
		&& is_index_at_hand(w, y->expr.b)
		&& (!w->q->computed || w->q->computed(&y->expr, w->q->data));
}

/* An element by a number that is known, when the NULL of a call that failed
 * stands there.  What was made is lost where the round ends, as in the rounds
 * that follow; a NULL to begin with goes along with what nobody filled in. */
static bool is_null_element(const struct work *w, const struct cell *c)
{
	const struct sym *y = &w->s->syms.v[c->at.id];

	return y->expr.op == EXPR_BIN && y->expr.code == OP_ADDR
		&& !y->expr.b && w->reached[y->expr.a]
		&& sym_is_null(w->s, c->value)
		&& w->s->syms.v[c->value].status_of
		&& (!w->q->computed || w->q->computed(&y->expr, w->q->data));
}

static bool cell_is_root(const struct work *w, const struct cell *c)
{
	if (is_unbalanced(w, c) && (c->at.kind == REGION_SYM
				    || c->at.kind == REGION_GLOBAL))
		return true;
	if (w->idle[c - w->s->cells.v])
		return false;
	switch (c->at.kind) {
	case REGION_LOCAL:
		return !w->q->everything;
	case REGION_GLOBAL:
		return true;
	case REGION_SYM:
		return w->reached[c->at.id] || is_element_at_hand(w, c->at.id)
			|| is_null_element(w, c)
			|| (is_param(w, c->at.id)
			    && (!c->initial || w->q->keep_read));
	case REGION_NONE:
	case REGION_STRING:
	case REGION_FUNC:
		break;
	}
	return false;
}

static void reach_all(struct work *w)
{
	struct state *s = w->s;
	bool changed = true;
	uint32_t i, out = 0;

	if (w->q->n_named)
		*w->q->n_named = s->env.n;
	for (i = 0; i < s->env.n; i++) {
		struct env_entry e = s->env.v[i];

		if (w->q->everything || !w->q->live(e.v, w->q->data))
			continue;
		s->env.v[i] = s->env.v[out];
		s->env.v[out++] = e;
		reach(w, e.s);
	}
	s->env.n = out;
	/* References taken to static objects stay counted. */
	for (i = 1; i < s->syms.n; i++) {
		const struct thing *t = thing_get(s, i);

		if (t && t->birth == BIRTH_STATIC && t->refs)
			reach(w, i);
	}
	while (changed) {
		changed = false;
		for (i = 0; i < s->cells.n; i++)
			if (cell_is_root(w, &s->cells.v[i])
			    && reach(w, s->cells.v[i].value))
				changed = true;
	}
}

static bool thing_reached(const struct work *w, tid t)
{
	sid x;

	/* Nor is anything lost with a pointer that turned out NULL. */
	for (x = 1; x < w->s->syms.n; x++)
		if (w->s->syms.v[x].thing == t
		    && (w->reached[x] || sym_is_null(w->s, x)))
			return true;
	return false;
}

/* Is it in memory that nobody freed?  Who has that has the thing, too, and
 * where that memory is lost, it is what was lost.  Fields of the caller's
 * objects have the references that went there, and no more. */
static bool held_by_living(const struct work *w, tid t)
{
	const struct thing *th = &w->s->things.v[t];
	unsigned held = 0, in_fields = 0;
	uint32_t i;

	for (i = 0; i < w->s->cells.n; i++) {
		const struct cell *c = &w->s->cells.v[i];
		const struct thing *holder = c->at.kind == REGION_SYM
			? thing_get(w->s, c->at.id) : NULL;

		if (w->s->syms.v[c->value].thing != t || !holder
		    || holder->life == LIFE_DEAD)
			continue;
		held++;
		in_fields += holder->birth == BIRTH_PARAM && !c->index
			&& w->s->syms.v[c->at.id].is_object;
	}
	return held && !(th->birth == BIRTH_NEW && !th->family && !th->shared
			 && !th->given && th->stored == in_fields
			 && held == in_fields);
}

/* References owned, reached by nothing, and in nobody else's hands. */
static void find_lost(struct work *w)
{
	tid t;

	if (!w->q->lost)
		return;
	for (t = 1; t < w->s->things.n; t++) {
		const struct thing *th = &w->s->things.v[t];

		if (th->refs > 0 && !th->escaped && th->refs > th->stored
		    && th->life != LIFE_DEAD && !thing_reached(w, t)
		    && !held_by_living(w, t))
			w->q->lost(w->s, t, w->q->data);
	}
}

/* Is the cast known to be in less than its type allows? */
static bool cast_is_narrowed(const struct sym *y)
{
	int64_t all = y->expr.k >= 2 && y->expr.k < 16
		? ((int64_t) 1 << (y->expr.k / 2 * 8)) - 1 : 0;
	int64_t hi = y->expr.k & 1 ? all : all / 2;

	return all && (y->lo > (y->expr.k & 1 ? 0 : -hi - 1) || y->hi < hi);
}

/* The address of something global, a literal too, is there without being
 * held. */
static bool is_global_address(const struct work *w, sid x)
{
	return w->s->syms.v[x].addr.kind == REGION_GLOBAL
		|| w->s->syms.v[x].addr.kind == REGION_STRING;
}

/* A fact worth keeping although nothing live holds it. */
static bool is_fact(const struct work *w, sid x)
{
	const struct sym *y = &w->s->syms.v[x];
	const struct expr *e = &y->expr;

	if (e->op == EXPR_NONE || !w->kept[e->a]
	    || (e->b && !w->kept[e->b] && !is_global_address(w, e->b)))
		return false;
	if (e->epoch && e->epoch != w->s->epoch)
		return false;
	/* What a comparison says is known of its operands. */
	if (e->op == EXPR_CMP)
		return false;
	if (e->op == EXPR_BIN && w->q->computed
	    && !w->q->computed(e, w->q->data))
		return false;
	return e->op == EXPR_CALL || y->nonzero || y->lo == y->hi
		|| (e->op == EXPR_CAST && cast_is_narrowed(y));
}

/* What was compared with a variable's address, None's for one, and will be
 * again: the address, X, is at hand then. */
static bool keep_compared(struct work *w, sid a, sid x)
{
	const struct addr *at = &w->s->syms.v[x].addr;

	if (w->kept[x] || !w->reached[a] || at->kind != REGION_GLOBAL
	    || !w->q->compared || !w->q->compared(at->ptr, w->q->data))
		return false;
	return w->kept[x] = true;
}

/* Py_TYPE (a) == &X_Type told the type of what is at hand: the address, X,
 * is. */
static bool keep_type(struct work *w, sid a, sid x)
{
	const struct expr *e = &w->s->syms.v[a].expr;

	return e->op == EXPR_CALL && w->reached[e->a]
		&& w->s->syms.v[x].addr.kind == REGION_GLOBAL
		&& !strcmp(e->fn, "Py_TYPE")
		&& (w->kept[a] = w->kept[x] = true);
}

static void keep_relations(struct work *w)
{
	uint32_t i;

	for (i = 0; i < w->s->relations.n; i++) {
		const struct relation *r = &w->s->relations.v[i];

		if (r->cmp == CMP_EQ && (keep_type(w, r->a, r->b)
					 || keep_type(w, r->b, r->a)))
			continue;
		if (!keep_compared(w, r->a, r->b))
			keep_compared(w, r->b, r->a);
	}
}

/* Is anything known of the memory that X points to? */
static bool has_cell(const struct work *w, sid x)
{
	uint32_t i;

	for (i = 0; i < w->s->cells.n; i++)
		if (w->s->cells.v[i].at.kind == REGION_SYM
		    && w->s->cells.v[i].at.id == x)
			return true;
	return false;
}

static void keep_all(struct work *w)
{
	struct state *s = w->s;
	bool changed = true;
	sid x;

	memcpy(w->kept, w->reached, s->syms.n * sizeof(bool));
	for (x = 1; x < s->syms.n; x++)
		if (is_param(w, x))
			w->kept[x] = true;
	for (x = 0; x < s->cells.n; x++)
		if (s->cells.v[x].at.kind == REGION_SYM
		    && is_unbalanced(w, &s->cells.v[x]))
			w->kept[s->cells.v[x].at.id] = true;
	keep_relations(w);
	while (changed) {
		changed = false;
		for (x = 1; x < s->syms.n; x++) {
			const struct thing *t = thing_get(s, x);

			if (w->kept[x] && t && t->lender
			    && !w->kept[t->lender])
				w->kept[t->lender] = changed = true;
			if (w->kept[x] && t && t->key && !w->kept[t->key])
				w->kept[t->key] = changed = true;
			if (!w->kept[x] && is_fact(w, x)) {
				w->kept[x] = changed = true;
				if (s->syms.v[x].expr.b)
					w->kept[s->syms.v[x].expr.b] = true;
			}
			/* An element is known by its index. */
			if (w->s->syms.v[x].expr.b
			    && !w->kept[s->syms.v[x].expr.b]
			    && is_element_at_hand(w, x)
			    && (w->kept[x] || has_cell(w, x)))
				w->kept[x] = w->kept[s->syms.v[x].expr.b]
					= changed = true;
			/* An address keeps what it is relative to. */
			if (w->kept[x]
			    && s->syms.v[x].addr.kind == REGION_SYM
			    && !w->kept[s->syms.v[x].addr.id])
				w->kept[s->syms.v[x].addr.id] = changed = true;
		}
	}
}

static void give_number(struct work *w, sid x)
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

/* Orders cells by where they are; those of symbols by their new number. */
static int cell_order(const struct work *w, const struct cell *a,
		      const struct cell *b)
{
	uint64_t ka, kb;
	int order;

	if (a->at.kind != b->at.kind)
		return a->at.kind < b->at.kind ? -1 : 1;
	ka = a->at.kind == REGION_SYM ? w->number[a->at.id] : a->at.id;
	kb = b->at.kind == REGION_SYM ? w->number[b->at.id] : b->at.id;
	if (ka != kb)
		return ka < kb ? -1 : 1;
	order = pointee_order(&a->at, &b->at);
	if (order)
		return order;
	if (a->at.offset != b->at.offset)
		return a->at.offset < b->at.offset ? -1 : 1;
	if (a->is_resource != b->is_resource)
		return a->is_resource ? 1 : -1;
	ka = w->number[a->index];
	kb = w->number[b->index];
	return ka < kb ? -1 : ka > kb;
}

static void sort_cells(struct work *w)
{
	struct state *s = w->s;
	uint32_t i, j;

	/* Insertion sort: nearly sorted from the last time. */
	for (i = 1; i < s->cells.n; i++) {
		struct cell c = s->cells.v[i];

		for (j = i; j > 0
		     && cell_order(w, &c, &s->cells.v[j - 1]) < 0; j--)
			s->cells.v[j] = s->cells.v[j - 1];
		s->cells.v[j] = c;
	}
}

static void drop_dead_cells(struct work *w)
{
	struct state *s = w->s;
	uint32_t i, out = 0;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		if (cell_is_root(w, c) && w->kept[c->value]
		    && (!c->index || w->kept[c->index]))
			s->cells.v[out++] = *c;
	}
	s->cells.n = out;
}

/* Numbers by env, then memory outward from there, then the other facts. */
static void number_all(struct work *w)
{
	struct state *s = w->s;
	uint32_t i, before;
	sid x;

	for (i = 0; i < s->env.n; i++)
		give_number(w, s->env.v[i].s);
	do {
		before = w->n;
		sort_cells(w);
		for (i = 0; i < s->cells.n; i++) {
			const struct cell *c = &s->cells.v[i];

			if (c->at.kind == REGION_SYM && !w->number[c->at.id])
				continue;
			give_number(w, c->value);
			give_number(w, c->index);
		}
	} while (w->n != before);
	/* The last round numbered nothing: the cells stand in order. */
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

static sid renumbered(const struct work *w, sid x)
{
	return w->number[x];
}

static void rebuild_syms(struct work *w)
{
	struct state *s = w->s;
	struct sym *old = prc_malloc(s->syms.n * sizeof(*old));
	uint32_t i;

	memcpy(old, s->syms.v, s->syms.n * sizeof(*old));
	for (i = 1; i <= w->n; i++) {
		struct sym y = old[w->order[i]];
		struct expr *e = &y.expr;

		if (e->op != EXPR_NONE && (!renumbered(w, e->a)
		    || (e->b && !renumbered(w, e->b))
		    || (e->epoch && e->epoch != s->epoch)))
			*e = (struct expr) { 0 };
		e->a = renumbered(w, e->a);
		e->b = renumbered(w, e->b);
		if (e->epoch)
			e->epoch = 1;
		if (y.addr.kind == REGION_SYM)
			y.addr.id = renumbered(w, y.addr.id);
		s->syms.v[i] = y;
	}
	s->syms.n = w->n + 1;
	prc_free(old);
}

static void rebuild_things(struct work *w)
{
	struct state *s = w->s;
	struct thing *old = prc_malloc(s->things.n * sizeof(*old));
	tid *number = prc_malloc(s->things.n * sizeof(*number));
	uint32_t i, n = 0;

	memcpy(old, s->things.v, s->things.n * sizeof(*old));
	memset(number, 0, s->things.n * sizeof(*number));
	for (i = 1; i < s->syms.n; i++) {
		tid t = s->syms.v[i].thing;

		if (!t)
			continue;
		if (!number[t]) {
			number[t] = ++n;
			s->things.v[n] = old[t];
			s->things.v[n].lender =
				renumbered(w, old[t].lender);
			s->things.v[n].key = renumbered(w, old[t].key);
			/* What was lost has been told of. */
			if (!w->reached[w->order[i]]
			    && old[t].birth != BIRTH_PARAM
			    && s->things.v[n].refs > 0)
				s->things.v[n].refs = 0;
		}
		s->syms.v[i].thing = number[t];
	}
	s->things.n = n + 1;
	prc_free(old);
	prc_free(number);
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

		h.x = renumbered(w, h.x);
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
		s->env.v[i].s = renumbered(w, s->env.v[i].s);
	for (i = 0; i < s->cells.n; i++) {
		struct cell *c = &s->cells.v[i];

		c->value = renumbered(w, c->value);
		c->index = renumbered(w, c->index);
		if (c->at.kind == REGION_SYM)
			c->at.id = renumbered(w, c->at.id);
	}
	for (i = 0; i < s->relations.n; i++) {
		struct relation r;

		memset(&r, 0, sizeof(r));
		r.a = renumbered(w, s->relations.v[i].a);
		r.b = renumbered(w, s->relations.v[i].b);
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

void state_normalize(struct state *s, const struct live_query *q)
{
	uint32_t n = s->syms.n;
	size_t size = n * (2 * sizeof(bool) + 2 * sizeof(sid))
		+ 2 * sizeof(sid) + s->cells.n * sizeof(bool);
	char *mem = prc_malloc(size);
	struct work w = { .s = s, .q = q };
	uint32_t i;

	memset(mem, 0, size);
	w.number = (sid *) mem;
	w.order = w.number + n;
	w.reached = (bool *) (w.order + n + 1);
	w.kept = w.reached + n;
	w.idle = w.kept + n;
	for (i = 0; i < s->cells.n; i++)
		w.idle[i] = is_idle(&w, &s->cells.v[i]);
	reach_all(&w);
	find_lost(&w);
	keep_all(&w);
	drop_dead_cells(&w);
	number_all(&w);
	rebuild_syms(&w);
	rebuild_things(&w);
	rebuild_rest(&w);
	prc_free(mem);
}

/* ---------------------------------------------------------------- hash */

struct digest { uint64_t h; };

static void mix(struct digest *d, uint64_t v)
{
	d->h ^= v + 0x9e3779b97f4a7c15u + (d->h << 6) + (d->h >> 2);
	d->h *= 0xff51afd7ed558ccdu;
	d->h ^= d->h >> 32;
}

static void mix_ptr(struct digest *d, const void *p)
{
	mix(d, (uint64_t) (uintptr_t) p);
}

static void mix_addr(struct digest *d, const struct addr *a)
{
	mix(d, a->kind);
	mix(d, a->id);
	mix_ptr(d, a->ptr);
	mix(d, (uint64_t) a->offset);
}

static void mix_sym(struct digest *d, const struct sym *y)
{
	mix(d, (uint64_t) y->lo);
	mix(d, (uint64_t) y->hi);
	mix(d, y->nonzero | y->is_object << 1 | y->not_minus_one << 2
	    | y->may_raise << 3 | y->interior << 5 | y->null_by << 6
	    | y->addr.kind << 8
	    | (uint64_t) y->expr.op << 16 | (uint64_t) y->thing << 32);
	mix_ptr(d, y->status_of);
	if (y->addr.kind != REGION_NONE)
		mix_addr(d, &y->addr);
	if (y->expr.op == EXPR_NONE)
		return;
	mix(d, y->expr.code | y->expr.is_unsigned << 8);
	mix(d, (uint64_t) y->expr.a << 32 | y->expr.b);
	mix(d, (uint64_t) y->expr.k);
	mix_ptr(d, y->expr.fn);
}

static void mix_thing(struct digest *d, const struct thing *t)
{
	mix(d, t->birth | t->life << 4 | t->family << 8
	    | (uint64_t) (uint8_t) t->refs << 16 | (uint64_t) t->stored << 24
	    | (uint64_t) t->param << 32);
	mix(d, t->escaped | t->given << 1 | t->shared << 2 | t->immortal << 3
	    | t->fresh << 4 | t->taken << 5 | t->doubtful << 6
	    | t->made << 7
	    | (uint64_t) (uint8_t) t->lender_who << 8
	    | (uint64_t) t->lender << 32);
	mix(d, (uint64_t) t->field_offset ^ (uint64_t) t->key << 40);
	mix_ptr(d, t->field_record);
	mix_ptr(d, t->type);
	mix_ptr(d, t->born);
	mix_ptr(d, t->ended_by);
}

uint64_t state_hash(const struct state *s)
{
	struct digest d = { 0x70797265u };
	uint32_t i;

	mix(&d, s->syms.n);
	for (i = 1; i < s->syms.n; i++)
		mix_sym(&d, &s->syms.v[i]);
	for (i = 1; i < s->things.n; i++)
		mix_thing(&d, &s->things.v[i]);
	for (i = 0; i < s->env.n; i++)
		mix(&d, (uint64_t) s->env.v[i].v << 32 | s->env.v[i].s);
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		mix_addr(&d, &c->at);
		mix(&d, (uint64_t) c->size << 32 | c->value);
		mix(&d, (uint64_t) c->index << 32 | c->stride << 2
		    | c->is_resource << 1 | c->initial);
	}
	for (i = 0; i < s->relations.n; i++)
		mix(&d, (uint64_t) s->relations.v[i].a << 32
		    | s->relations.v[i].b << 4 | s->relations.v[i].cmp);
	for (i = 0; i < s->holes.n; i++) {
		mix(&d, s->holes.v[i].x);
		mix(&d, (uint64_t) s->holes.v[i].k);
	}
	mix(&d, (uint64_t) s->ret_loc.line << 20 | s->ret_loc.column << 2
	    | s->exc.assumed);
	mix(&d, s->saved.state | s->saved.assumed << 4);
	mix_ptr(&d, s->saved_by);
	mix(&d, s->exc.state | s->exc.looked << 4 | s->exc.tested << 5
	    | s->memory_only << 6 | s->misuse << 7 | s->exc.matched << 12
	    | s->exc.failed << 13 | s->exc.blamed << 14 | s->exc.lost << 15
	    | (uint64_t) s->exc.passed << 52
	    | (uint64_t) (s->ran != NULL) << 60
	    | (uint64_t) s->exc.doubted << 61
	    | (uint64_t) (s->exc.as_entered && s->exc.state == EXC_CLEAR) << 62
	    | (uint64_t) s->gil.state << 8
	    | (uint64_t) s->gil.ensured << 16 | (uint64_t) s->gil.before << 24
	    | (uint64_t) s->gil.moved << 32
	    | (uint64_t) s->gil.attached << 40
	    | (uint64_t) s->gil.used << 41 | (uint64_t) s->gil.cycled << 42
	    | (uint64_t) s->gil.asked << 43
	    | (uint64_t) s->gil.dropped << 44);
	mix(&d, (uint64_t) s->due.open << 32 | s->due.owed);
	mix(&d, (uint64_t) s->due.settled << 32 ^ s->due.takers);
	return d.h;
}
