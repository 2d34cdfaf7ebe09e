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

/* A cell, and where it stands among the others: see place_of. */
struct place_key { uint64_t key; uint32_t cell; };

/* A thing's old number, and the first symbol that has it. */
struct thing_place { tid old; sid holder; };

struct work {
	struct state *s;
	const struct live_query *q;
	struct place_key *places, *spare;
	sid *number;		/* by old sid; 0: none yet */
	sid *order;		/* new sid -> old sid */
	tid *thing_number;	/* by old tid */
	struct thing_place *things;	/* by new tid */
	bool *reached;		/* by sid */
	bool *kept;
	bool *idle;		/* by cell; see is_idle */
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
	bool is_global = c->at.kind == REGION_GLOBAL;
	const struct thing *t;

	if (!w->q->looked_at || c->is_resource)
		return false;
	if (!is_global && (!c->initial || c->index || w->q->keep_read))
		return false;
	t = thing_get(w->s, c->value);
	if (t && (t->life != LIFE_ALIVE
		  || t->refs != (is_global ? t->stored : 0)))
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

/* References taken to static objects stay counted. */
static void reach_static(struct work *w)
{
	const struct state *s = w->s;
	bool some = false;
	tid t;
	sid x;

	for (t = 1; t < s->things.n && !some; t++)
		some = s->things.v[t].birth == BIRTH_STATIC
			&& s->things.v[t].refs;
	for (x = 1; some && x < s->syms.n; x++) {
		const struct thing *th = thing_get(s, x);

		if (th && th->birth == BIRTH_STATIC && th->refs)
			reach(w, x);
	}
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
	reach_static(w);
	while (changed) {
		changed = false;
		for (i = 0; i < s->cells.n; i++)
			if (!w->reached[s->cells.v[i].value]
			    && cell_is_root(w, &s->cells.v[i])
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
	unsigned held = 0, in_fields = 0, unchanged = 0;
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
		unchanged += c->initial && !c->index
			&& w->s->syms.v[c->at.id].is_object;
	}
	/* A field that held it before has its own reference: one that was
	 * taken here is another. */
	if (th->birth == BIRTH_FIELD && !th->family && !th->stored
	    && !th->shared && !th->given && held == unchanged)
		return false;
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
	for (x = 1; w->q->keep_params && x < s->syms.n; x++)
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

/* The cell with what orders it first: where it is, a symbol by its new number. */
static struct place_key place_of(const struct work *w, uint32_t i)
{
	const struct addr *a = &w->s->cells.v[i].at;
	struct place_key p = { (uint64_t) a->kind << 32, i };

	p.key |= a->kind == REGION_SYM ? w->number[a->id] : a->id;
	return p;
}

/* Does B stand before A? */
static bool is_before(const struct work *w, const struct place_key *b,
		      const struct place_key *a)
{
	const struct cell *x = &w->s->cells.v[b->cell];
	const struct cell *y = &w->s->cells.v[a->cell];
	int order;

	if (b->key != a->key)
		return b->key < a->key;
	order = pointee_order(&x->at, &y->at);
	if (order)
		return order < 0;
	if (x->at.offset != y->at.offset)
		return x->at.offset < y->at.offset;
	if (x->is_resource != y->is_resource)
		return y->is_resource;
	return w->number[x->index] < w->number[y->index];
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

/* Brings the cells into the order of their numbers. */
static void sort_cells(struct work *w)
{
	struct state *s = w->s;
	struct cell *old;
	uint32_t i, first = 0;

	for (i = 0; i < s->cells.n; i++)
		w->places[i] = place_of(w, i);
	sort_places(w, w->places, s->cells.n);
	while (first < s->cells.n && w->places[first].cell == first)
		first++;
	if (first == s->cells.n)
		return;
	old = prc_malloc((s->cells.n - first) * sizeof(*old));
	memcpy(old, &s->cells.v[first], (s->cells.n - first) * sizeof(*old));
	for (i = first; i < s->cells.n; i++)
		s->cells.v[i] = old[w->places[i].cell - first];
	prc_free(old);
}

static void drop_dead_cells(struct work *w)
{
	struct state *s = w->s;
	uint32_t i, out = 0;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		if (w->kept[c->value] && (!c->index || w->kept[c->index])
		    && cell_is_root(w, c))
			s->cells.v[out++] = *c;
	}
	s->cells.n = out;
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
	struct state *s = w->s;
	size_t size = (s->syms.n - first) * sizeof(struct sym);
	struct sym *old = prc_malloc(size);
	sid x;

	memcpy(old, &s->syms.v[first], size);
	for (x = first; x <= w->n; x++)
		s->syms.v[x] = old[w->order[x] - first];
	prc_free(old);
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
	struct state *s = w->s;
	size_t size = (s->things.n - first) * sizeof(struct thing);
	struct thing *old = prc_malloc(size);
	tid t;

	memcpy(old, &s->things.v[first], size);
	for (t = first; t <= n; t++)
		s->things.v[t] = old[w->things[t].old - first];
	prc_free(old);
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

/* One block for all lists of W; zeroed but for the places, which are written
 * before they are read. */
static void *make_lists(struct work *w)
{
	const struct state *s = w->s;
	uint32_t syms = s->syms.n, things = s->things.n, cells = s->cells.n;
	size_t places = 2 * cells * sizeof(struct place_key);
	size_t rest = (2 * (size_t) syms + 1) * sizeof(sid)
		+ things * (sizeof(tid) + sizeof(struct thing_place))
		+ (2 * (size_t) syms + cells) * sizeof(bool);
	char *mem = prc_malloc(places + rest);

	memset(mem + places, 0, rest);
	w->places = (struct place_key *) mem;
	w->spare = w->places + cells;
	w->number = (sid *) (mem + places);
	w->order = w->number + syms;
	w->thing_number = w->order + syms + 1;
	w->things = (struct thing_place *) (w->thing_number + things);
	w->reached = (bool *) (w->things + things);
	w->kept = w->reached + syms;
	w->idle = w->kept + syms;
	return mem;
}

void state_normalize(struct state *s, const struct live_query *q)
{
	struct work w = { .s = s, .q = q };
	void *lists = make_lists(&w);
	uint32_t i;

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
	prc_free(lists);
}
