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
#include "domain/normal.h"

#include <stdalign.h>
#include <string.h>

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
 * or may come to have: at the return somebody asks whether it owns them.  A lock
 * of an object's that this function holds is asked for there, too. */
static bool is_unbalanced(const struct work *w, const struct cell *c)
{
	const struct thing *t = thing_get(w->s, c->value);

	if (t && c->is_resource && family_is_state((enum family) t->family))
		return t->birth == BIRTH_NEW && t->refs > 0 && !t->escaped
			&& t->field_record;
	if (!t || t->family || t->immortal || t->escaped || c->index)
		return false;
	if (c->initial)
		return t->birth == BIRTH_FIELD && t->refs < 0;
	return t->stored && t->stored_by
		&& (t->refs < t->stored || w->reached[c->value]);
}

/* Is X at hand, or what it is a cast of? */
static bool is_number_at_hand(const struct work *w, sid x)
{
	const struct expr *e = &w->s->syms.v[x].expr;

	return w->reached[x] || (e->op == EXPR_CAST && w->reached[e->a]);
}

/* Is X at hand, or what it is computed from, and will be again: i * 8, of an
 * i that may be of a narrower type? */
static bool is_index_at_hand(const struct work *w, sid x)
{
	const struct expr *e = &w->s->syms.v[x].expr;

	if (w->reached[x])
		return true;
	return (e->op == EXPR_BIN || e->op == EXPR_ADD) && !e->b
		&& is_number_at_hand(w, e->a)
		&& (e->op == EXPR_ADD || !w->q->computed
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

/* An element by a number that is known, which was read and will be again.  A
 * reference that was taken to what it holds is lost where the round ends. */
static bool is_read_element(const struct work *w, const struct cell *c)
{
	const struct sym *y = &w->s->syms.v[c->at.id];
	const struct thing *t = thing_get(w->s, c->value);

	return c->initial && !(t && t->refs)
		&& y->expr.op == EXPR_BIN && y->expr.code == OP_ADDR
		&& !y->expr.b && w->reached[y->expr.a]
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

/* Is what C lies in at hand? */
static bool is_memory_at_hand(const struct work *w, const struct cell *c)
{
	return w->reached[c->at.id] || is_element_at_hand(w, c->at.id)
		|| is_null_element(w, c) || is_read_element(w, c)
		|| (is_param(w, c->at.id)
		    && (!c->initial || w->q->keep_read));
}

static bool cell_is_root(const struct work *w, const struct cell *c)
{
	bool idle = w->idle[c - w->s->cells.v];

	switch (c->at.kind) {
	case REGION_LOCAL:
		return !idle && !w->q->everything;
	case REGION_GLOBAL:
		return !idle || is_unbalanced(w, c);
	case REGION_SYM:
		return (!idle && is_memory_at_hand(w, c))
			|| is_unbalanced(w, c);
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

/* Marks the things that something reached points to.  Nor is anything lost with
 * a pointer that turned out NULL. */
static void mark_held(struct work *w)
{
	sid x;

	for (x = 1; x < w->s->syms.n; x++)
		if (w->s->syms.v[x].thing
		    && (w->reached[x] || sym_is_null(w->s, x)))
			w->held[w->s->syms.v[x].thing] = true;
}

/* Does cell C lie in a Python object, by its pointer's type or by that of the
 * member that TH was read from? */
static bool is_in_object(const struct work *w, const struct cell *c,
			 const struct thing *th)
{
	return w->s->syms.v[c->at.id].is_object
		|| (th->born && th->born->op == OP_LOAD
		    && th->born->place.record
		    && th->born->place.record->is_object);
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
			&& is_in_object(w, c, th);
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
	bool marked = false;
	tid t;

	if (!w->q->lost)
		return;
	for (t = 1; t < w->s->things.n; t++) {
		const struct thing *th = &w->s->things.v[t];

		if (th->refs <= 0 || th->escaped || th->refs <= th->stored
		    || th->life == LIFE_DEAD)
			continue;
		if (!marked)
			mark_held(w);
		marked = true;
		if (!w->held[t] && !held_by_living(w, t))
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

/* Was the sum X held against what is at hand, and will it be made again: the
 * next of a loop's count? */
static bool is_sum_compared(const struct work *w, sid x)
{
	const struct expr *e = &w->s->syms.v[x].expr;
	uint32_t i;

	if (e->op != EXPR_ADD || e->b || !w->q->computed
	    || !w->q->computed(e, w->q->data))
		return false;
	for (i = 0; i < w->s->relations.n; i++) {
		const struct relation *r = &w->s->relations.v[i];

		if ((r->a == x && w->reached[r->b])
		    || (r->b == x && w->reached[r->a]))
			return true;
	}
	return false;
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
		|| (e->op == EXPR_CAST && cast_is_narrowed(y))
		|| is_sum_compared(w, x);
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

/* What X, which is kept, keeps: who lent it, of which item, and what an address
 * is relative to.  Did that change anything? */
static bool keep_with(struct work *w, sid x)
{
	const struct sym *y = &w->s->syms.v[x];
	bool changed = false;

	if (y->thing) {
		const struct thing *t = &w->s->things.v[y->thing];

		if (t->lender && !w->kept[t->lender])
			w->kept[t->lender] = changed = true;
		if (t->key && !w->kept[t->key])
			w->kept[t->key] = changed = true;
	}
	if (y->addr.kind == REGION_SYM && !w->kept[y->addr.id])
		w->kept[y->addr.id] = changed = true;
	return changed;
}

static void keep_all(struct work *w)
{
	struct state *s = w->s;
	bool changed = true;
	sid x;

	memcpy(w->kept, w->reached, s->syms.n * sizeof(bool));
	for (x = 1; w->q->keep_params && x < s->syms.n; x++)
		if (!w->kept[x] && is_param(w, x))
			w->kept[x] = true;
	for (x = 0; x < s->cells.n; x++)
		if (s->cells.v[x].at.kind == REGION_SYM
		    && is_unbalanced(w, &s->cells.v[x]))
			w->kept[s->cells.v[x].at.id] = true;
	keep_relations(w);
	while (changed) {
		changed = false;
		for (x = 1; x < s->syms.n; x++) {
			const struct expr *e = &s->syms.v[x].expr;

			if (!w->kept[x] && is_fact(w, x)) {
				w->kept[x] = changed = true;
				if (e->b)
					w->kept[e->b] = true;
			}
			/* An element is known by its index, and that by what
			 * it is computed from. */
			if (e->b && !w->kept[e->b] && is_element_at_hand(w, x)
			    && (w->kept[x] || has_cell(w, x))) {
				sid from = s->syms.v[e->b].expr.a;

				w->kept[x] = w->kept[e->b] = changed = true;
				if (from)
					w->kept[from] = true;
			}
			if (w->kept[x] && keep_with(w, x))
				changed = true;
		}
	}
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

/* As much as most states need for the lists. */
struct room { alignas(struct place_key) char bytes[4096]; };

/* One block for all lists of W, in ROOM when they fit; zeroed but for the
 * places, which are written before they are read. */
static char *make_lists(struct work *w, struct room *room)
{
	const struct state *s = w->s;
	uint32_t syms = s->syms.n, things = s->things.n, cells = s->cells.n;
	size_t places = 2 * cells * sizeof(struct place_key);
	size_t rest = (2 * (size_t) syms + 1) * sizeof(sid)
		+ things * (sizeof(tid) + sizeof(struct thing_place))
		+ (2 * (size_t) syms + cells + things) * sizeof(bool);
	char *mem = places + rest <= sizeof(room->bytes) ? room->bytes
		: prc_malloc(places + rest);

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
	w->held = w->idle + cells;
	return mem;
}

void state_normalize(struct state_pool *p, struct state *s,
		     const struct live_query *q)
{
	struct work w = { .s = s, .q = q, .scratch = state_scratch(p) };
	struct room room;
	char *lists = make_lists(&w, &room);
	uint32_t i;

	for (i = 0; i < s->cells.n; i++)
		w.idle[i] = is_idle(&w, &s->cells.v[i]);
	reach_all(&w);
	find_lost(&w);
	if (!q->only_lost) {
		keep_all(&w);
		drop_dead_cells(&w);
		normal_renumber(&w);
	}
	state_free(p, w.scratch);
	if (lists != room.bytes)
		prc_free(lists);
}
