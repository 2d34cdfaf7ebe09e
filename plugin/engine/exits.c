/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which outcomes of a body are one, and which conditions can be spared. */
#include "engine/exits.h"

#include <stdlib.h>
#include <string.h>

/* A function that ignores more failures than that is told of often enough. */
enum { MOST_PLACES = 16 };

void exit_add(struct exit_outcome *x, enum effect_op op, int a, int b,
	      int64_t offset)
{
	struct effect e = { .op = (uint8_t) op, .a = (int8_t) a,
		.b = (int8_t) b, .offset = offset };

	vec_push(&x->effects, e);
}

/* Conditions first: they are looked at before anything happens. */
static int effect_order(const void *a, const void *b)
{
	const struct effect *x = a, *y = b;
	bool cx = effect_is_condition((enum effect_op) x->op);
	bool cy = effect_is_condition((enum effect_op) y->op);

	if (cx != cy)
		return cx ? -1 : 1;
	/* An out-parameter is released, then forgotten, then written. */
	if ((x->op == EFF_OUT_DROP) != (y->op == EFF_OUT_DROP))
		return x->op == EFF_OUT_DROP ? -1 : 1;
	if ((x->op == EFF_WRITES) != (y->op == EFF_WRITES))
		return x->op == EFF_WRITES ? -1 : 1;
	if (x->op != y->op)
		return x->op < y->op ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	if (x->b != y->b)
		return x->b < y->b ? -1 : 1;
	return x->kinds < y->kinds ? -1 : x->kinds > y->kinds;
}

static bool same_effects(const struct exit_outcome *a,
			 const struct exit_outcome *b)
{
	uint32_t i;

	if (a->effects.n != b->effects.n)
		return false;
	for (i = 0; i < a->effects.n; i++) {
		const struct effect *x = &a->effects.v[i];
		const struct effect *y = &b->effects.v[i];

		if (x->op != y->op || x->a != y->a || x->b != y->b
		    || x->kinds != y->kinds || x->offset != y->offset)
			return false;
	}
	return true;
}

static bool same_pred(const struct pred *a, const struct pred *b)
{
	return a->lo == b->lo && a->hi == b->hi && a->nonzero == b->nonzero
		&& a->not_minus_one == b->not_minus_one;
}

static bool is_aside(const struct exit_outcome *x, const struct effect *e)
{
	uint32_t i;

	for (i = 0; i < x->aside.n; i++) {
		const struct effect *f = &x->aside.v[i];

		if (f->op == e->op && f->a == e->a && f->b == e->b
		    && f->offset == e->offset)
			return true;
	}
	return false;
}

/* Of the conditions that were set aside O keeps those that X has, too. */
static void keep_common(struct exit_outcome *o, const struct exit_outcome *x)
{
	uint32_t i, n = 0;

	for (i = 0; i < o->aside.n; i++)
		if (is_aside(x, &o->aside.v[i]))
			o->aside.v[n++] = o->aside.v[i];
	o->aside.n = n;
}

static bool is_same_place(const struct outcome *a, const struct outcome *b)
{
	return !loc_compare(a->loc, b->loc)
		&& !loc_compare(a->unseen_loc, b->unseen_loc);
}

static void keep_place(struct exit_list *l, struct outcome *o,
		       const struct outcome *x)
{
	const struct outcome *p;
	struct outcome *place;
	unsigned n = 0;

	for (p = o; p; p = p->joined, n++)
		if (n == MOST_PLACES || is_same_place(p, x))
			return;
	place = ARENA_NEW(l->arena, struct outcome);
	*place = *x;
	place->joined = o->joined;
	o->joined = place;
}

/* Each place where success is told with an exception set is a defect of its
 * own: what X tells is joined with O, and where it ends is kept. */
static void keep_places(struct exit_list *l, struct outcome *o,
			const struct outcome *x)
{
	for (; x; x = x->joined)
		keep_place(l, o, x);
}

/* X, which is likelier, is told in the place of O. */
static void replace(struct exit_list *l, struct exit_outcome *o,
		    const struct exit_outcome *x)
{
	struct outcome old = o->o;

	o->o = x->o;
	if (o->hides && x->hides)
		keep_places(l, &o->o, &old);
	o->hides = x->hides;
}

/* Is A what happens for ordinary reasons, and B only when memory is short or
 * with arguments of another type? */
static bool is_likelier(const struct outcome *a, const struct outcome *b)
{
	return (a->likelihood != LIKELY_MEMORY
		&& b->likelihood == LIKELY_MEMORY)
		|| (a->likelihood == LIKELY_ORDINARY
		    && b->likelihood == LIKELY_NEVER_WITH_VALID);
}

static void keep(struct exit_list *l, struct exit_outcome *x)
{
	uint32_t i;

	for (i = 0; i < l->v.n; i++) {
		struct exit_outcome *o = &l->v.v[i];

		if (!same_effects(o, x) || !same_pred(&o->o.pred, &x->o.pred)
		    || o->o.global != x->o.global
		    || o->o.locks != x->o.locks
		    || o->o.unlocks != x->o.unlocks)
			continue;
		o->needs_gil |= x->needs_gil;
		o->cycles_gil |= x->cycles_gil;
		if (!x->o.code_by)
			x->o.code_by = o->o.code_by;
		if (is_likelier(&x->o, &o->o))
			replace(l, o, x);
		else if (o->hides && x->hides)
			keep_places(l, &o->o, &x->o);
		o->o.code_by = x->o.code_by;
		keep_common(o, x);
		vec_release(&x->effects);
		vec_release(&x->aside);
		return;
	}
	vec_push(&l->v, *x);
}

void exits_keep(struct exit_list *l, struct exit_outcome *x)
{
	if (x->effects.n > 1)
		qsort(x->effects.v, x->effects.n, sizeof(x->effects.v[0]),
		      effect_order);
	keep(l, x);
}

bool exit_has_op(const struct exit_outcome *x, enum effect_op op)
{
	uint32_t i;

	for (i = 0; i < x->effects.n; i++)
		if (x->effects.v[i].op == op)
			return true;
	return false;
}

_Static_assert(EFF_OUT_IS < 64, "a set of conditions and of that is a word");
#define COND(op) (1ull << EFF_##op)

static bool is_one_of(const struct effect *e, uint64_t which)
{
	return e->op <= EFF_OUT_IS && which >> e->op & 1;
}

/* What is given up, in this order, until the outcomes are few enough. */
static const uint64_t dispensable[] = {
	COND (IF_NOT),
	COND (IF_BELOW_HELD) | COND (IF_NOT_BELOW_HELD),
	COND (IF_BITS) | COND (IF_NO_BITS),
	COND (IF_NEGATIVE) | COND (IF_NOT_NEGATIVE) | COND (IF_NOT_LESS),
	COND (IF_SAME) | COND (IF_OTHER),
	COND (IF_HOLDS_NULL) | COND (IF_HOLDS_NONNULL),
	COND (IF_IS) | COND (OUT_IS),
	COND (IF_ZERO) | COND (IF_NONZERO),
	COND (IF_NULL) | COND (IF_NONNULL)
};

static bool has_effect(const struct exit_outcome *x, const struct effect *e)
{
	uint32_t i;

	for (i = 0; i < x->effects.n; i++)
		if (x->effects.v[i].op == e->op && x->effects.v[i].a == e->a
		    && x->effects.v[i].offset == e->offset
		    && (e->op != EFF_OUT_IS
			|| x->effects.v[i].kinds == e->kinds))
			return true;
	return false;
}

/* How many effects of X are conditions; they stand first. */
static uint32_t count_conditions(const struct exit_outcome *x)
{
	uint32_t n = 0;

	while (n < x->effects.n && effect_is_condition(
			(enum effect_op) x->effects.v[n].op))
		n++;
	return n;
}

/* Are X and Y never both possible, as long as conditions WHICH are told? */
static bool are_told_apart(const struct exit_outcome *x,
			   const struct exit_outcome *y, uint64_t which)
{
	uint32_t i, j, n = count_conditions(x), m = count_conditions(y);

	for (i = 0; i < n; i++)
		for (j = 0; j < m; j++)
			if ((is_one_of(&x->effects.v[i], which)
			     || is_one_of(&y->effects.v[j], which))
			    && conditions_exclude(&x->effects.v[i],
						  &y->effects.v[j]))
				return true;
	return false;
}

/* A reference that X tells of and Y does not is in doubt. */
static void doubt_beside(struct exit_outcome *x, const struct exit_outcome *y)
{
	uint32_t j;

	for (j = 0; j < x->effects.n; j++) {
		struct effect *e = &x->effects.v[j];

		if (e->op == EFF_OUT_OWN && !e->b && !has_effect(y, e))
			e->b = 1;
	}
}

static bool has_certain(const struct exit_outcome *x)
{
	uint32_t j;

	for (j = 0; j < x->effects.n; j++)
		if (x->effects.v[j].op == EFF_OUT_OWN && !x->effects.v[j].b)
			return true;
	return false;
}

static bool tells_any(const struct exit_list *l, uint64_t which)
{
	uint32_t i, j;

	for (i = 0; i < l->v.n; i++)
		for (j = 0; j < l->v.v[i].effects.n; j++)
			if (is_one_of(&l->v.v[i].effects.v[j], which))
				return true;
	return false;
}

/* Conditions WHICH are to be given up: a reference that only they tell of is in
 * doubt, and then not told of. */
static void doubt_conditional(struct exit_list *l, uint64_t which)
{
	uint32_t i, n;

	if (!tells_any(l, which))
		return;
	for (i = 0; i < l->v.n; i++) {
		struct exit_outcome *x = &l->v.v[i];

		for (n = 0; n < l->v.n && has_certain(x); n++)
			if (preds_meet(&l->v.v[n].o.pred, &x->o.pred)
			    && are_told_apart(x, &l->v.v[n], which))
				doubt_beside(x, &l->v.v[n]);
	}
}

/* Conditions of the kinds in WHICH are set aside: outcomes that differ in no
 * more are one.  With 0, numbers in members of structs are given up. */
static void drop_conditions(struct exit_list *l, uint64_t which)
{
	struct exit_list old = *l;
	uint32_t i, j, n;

	doubt_conditional(&old, which);
	memset(&l->v, 0, sizeof(l->v));
	for (i = 0; i < old.v.n; i++) {
		struct exit_outcome *x = &old.v.v[i];

		for (j = n = 0; j < x->effects.n; j++) {
			const struct effect *e = &x->effects.v[j];

			if (e->op == EFF_OUT_IS
			    && (which ? is_one_of(e, which) : e->kinds))
				x->effects.v[n++] = (struct effect) {
					.op = EFF_WRITES, .a = e->a,
					.offset = e->kinds };
			else if (e->op == EFF_OUT_OWN && e->b)
				x->effects.v[n++] = (struct effect) {
					.op = EFF_WRITES, .a = e->a,
					.offset = e->offset };
			else if (!is_one_of(e, which))
				x->effects.v[n++] = *e;
			else
				vec_push(&x->aside, *e);
		}
		x->effects.n = n;
		keep(l, x);
	}
	vec_release(&old.v);
}

/* Does X say of the memory where a cell lies more than that it was written, and
 * whether with zero? */
static bool tells_more(const struct effect *x)
{
	return (x->op >= EFF_OUT_HELD && x->op <= EFF_OUT_INTERIOR
		&& x->op != EFF_OUT_NULL && x->op != EFF_OUT_NONNULL)
		|| x->op == EFF_OUT_ACQUIRE || x->op == EFF_OUT_RELEASE;
}

/* A set of places behind parameters, by what effects say of them. */
struct cells { VEC (struct effect) v; };

static bool cells_have(const struct cells *c, const struct effect *e)
{
	uint32_t i;

	for (i = 0; i < c->v.n; i++)
		if (c->v.v[i].a == e->a && c->v.v[i].offset == e->offset)
			return true;
	return false;
}

/* The places of which an outcome of L tells more. */
static void gather_told(const struct exit_list *l, struct cells *told)
{
	uint32_t i, j;

	for (i = 0; i < l->v.n; i++)
		for (j = 0; j < l->v.v[i].effects.n; j++) {
			const struct effect *e = &l->v.v[i].effects.v[j];

			if (tells_more(e) && !cells_have(told, e))
				vec_push(&told->v, *e);
		}
}

/* Which members of which no outcome says more were set to zero, and which to
 * another number, tells callers less than what they passed does. */
static void blur_plain_members(struct exit_list *l)
{
	struct exit_list old = *l;
	struct cells told = { 0 };
	uint32_t i, j;

	gather_told(&old, &told);
	memset(&l->v, 0, sizeof(l->v));
	for (i = 0; i < old.v.n; i++)
		for (j = 0; j < old.v.v[i].effects.n; j++) {
			struct effect *e = &old.v.v[i].effects.v[j];

			if (e->offset && (e->op == EFF_OUT_NULL
					  || e->op == EFF_OUT_NONNULL)
			    && !cells_have(&told, e))
				*e = (struct effect) { .op = EFF_WRITES,
					.a = e->a, .offset = e->offset };
		}
	for (i = 0; i < old.v.n; i++)
		exits_keep(l, &old.v.v[i]);
	vec_release(&told.v);
	vec_release(&old.v);
}

/* Gives up what was asked of numbers in members of structs. */
static void drop_numbers(struct exit_list *l)
{
	struct exit_list old = *l;
	uint32_t i, j, n;

	memset(&l->v, 0, sizeof(l->v));
	for (i = 0; i < old.v.n; i++) {
		struct exit_outcome *x = &old.v.v[i];

		for (j = n = 0; j < x->effects.n; j++)
			if ((x->effects.v[j].op != EFF_IF_HOLDS_NULL
			     && x->effects.v[j].op != EFF_IF_HOLDS_NONNULL)
			    || !x->effects.v[j].kinds)
				x->effects.v[n++] = x->effects.v[j];
		x->effects.n = n;
		keep(l, x);
	}
	vec_release(&old.v);
}

void exits_forget_conditions(struct exit_list *l)
{
	uint64_t all = 0;
	unsigned op;

	for (op = 0; op < N_EFFECTS; op++)
		if (effect_is_condition((enum effect_op) op))
			all |= 1ull << op;
	drop_conditions(l, all);
	for (op = 0; op < l->v.n; op++)
		vec_release(&l->v.v[op].aside);
}

static bool is_number_asked(const struct exit_list *l, const struct effect *n)
{
	uint32_t i, j;

	for (i = 0; i < l->v.n; i++)
		for (j = 0; j < l->v.v[i].effects.n; j++) {
			const struct effect *e = &l->v.v[i].effects.v[j];

			if (e->op == EFF_IF_IS && e->a == n->a
			    && e->offset == n->offset)
				return true;
		}
	return false;
}

void exits_prune(struct exit_list *l)
{
	struct exit_list old = *l;
	uint32_t i, j, n;

	memset(&l->v, 0, sizeof(l->v));
	for (i = 0; i < old.v.n; i++) {
		struct exit_outcome *x = &old.v.v[i];

		for (j = n = 0; j < x->effects.n; j++)
			if (x->effects.v[j].op != EFF_IF_NOT
			    || is_number_asked(&old, &x->effects.v[j]))
				x->effects.v[n++] = x->effects.v[j];
		x->effects.n = n;
	}
	for (i = 0; i < old.v.n; i++)
		keep(l, &old.v.v[i]);
	vec_release(&old.v);
}

/* Does an outcome with such a result leave no reference where E says that X
 * does?  What told them apart is given up. */
static bool is_in_doubt(const struct exit_list *l, const struct exit_outcome *x,
			const struct effect *e)
{
	uint32_t i;

	for (i = 0; i < l->v.n; i++) {
		const struct pred *p = &l->v.v[i].o.pred;

		if (p->lo <= x->o.pred.hi && x->o.pred.lo <= p->hi
		    && !has_effect(&l->v.v[i], e))
			return true;
	}
	return false;
}

static void doubt_owned(struct exit_list *l)
{
	uint32_t i, j;

	for (i = 0; i < l->v.n; i++)
		for (j = 0; j < l->v.v[i].effects.n; j++) {
			struct effect *e = &l->v.v[i].effects.v[j];

			/* Is marked first, so that all see the same. */
			if (e->op == EFF_OUT_OWN
			    && is_in_doubt(l, &l->v.v[i], e))
				e->b = 1;
		}
}

/* What an outcome says of an argument in words that claim less: that it was
 * found to be None, what was written. */
static void blur(struct exit_outcome *x)
{
	uint32_t i;

	for (i = 0; i < x->effects.n; i++) {
		struct effect *e = &x->effects.v[i];

		if (e->op == EFF_IMMORTAL && e->a > 0)
			*e = (struct effect) { .op = EFF_ESCAPES, .a = e->a };
		else if (e->op == EFF_OUT_NULL || e->op == EFF_OUT_NONNULL
			 || (e->op == EFF_OUT_OWN && e->b))
			*e = (struct effect) { .op = EFF_WRITES, .a = e->a,
				.offset = e->offset };
	}
}

/* What became of an argument in one outcome may have in each: outcomes that
 * differ in nothing else are one. */
static void smear(struct exit_list *l)
{
	struct exit_list old = *l;
	struct exit_outcome all = { .effects = { 0 } };
	uint32_t i, j;

	doubt_owned(&old);
	memset(&l->v, 0, sizeof(l->v));
	for (i = 0; i < old.v.n; i++) {
		blur(&old.v.v[i]);
		for (j = 0; j < old.v.v[i].effects.n; j++) {
			struct effect e = old.v.v[i].effects.v[j];

			if ((e.op == EFF_ESCAPES || e.op == EFF_WRITES)
			    && !has_effect(&all, &e))
				vec_push(&all.effects, e);
		}
	}
	for (i = 0; i < old.v.n; i++) {
		struct exit_outcome *x = &old.v.v[i], y = *x;

		memset(&y.effects, 0, sizeof(y.effects));
		for (j = 0; j < all.effects.n; j++)
			vec_push(&y.effects, all.effects.v[j]);
		for (j = 0; j < x->effects.n; j++)
			if (!has_effect(&y, &x->effects.v[j]))
				vec_push(&y.effects, x->effects.v[j]);
		vec_release(&x->effects);
		exits_keep(l, &y);
	}
	vec_release(&all.effects);
	vec_release(&old.v);
}

/* What all that became one had in common is still so. */
static void bring_back(struct exit_outcome *x)
{
	uint32_t i;

	for (i = 0; i < x->aside.n; i++)
		vec_push(&x->effects, x->aside.v[i]);
	if (x->aside.n)
		qsort(x->effects.v, x->effects.n, sizeof(x->effects.v[0]),
		      effect_order);
	vec_release(&x->aside);
}

/* Do A and B differ in no more than in what is raised? */
static bool differ_in_kinds(const struct exit_outcome *a,
			    const struct exit_outcome *b)
{
	uint32_t i;

	if (a->effects.n != b->effects.n
	    || !same_pred(&a->o.pred, &b->o.pred))
		return false;
	for (i = 0; i < a->effects.n; i++) {
		const struct effect *x = &a->effects.v[i];
		const struct effect *y = &b->effects.v[i];

		if (x->op != y->op || x->a != y->a || x->b != y->b
		    || x->offset != y->offset
		    || (x->kinds != y->kinds
			&& (x->op != EFF_RAISES || !x->kinds || !y->kinds)))
			return false;
	}
	return true;
}

static bool is_ordinary(const struct exit_outcome *x)
{
	return x->o.likelihood == LIKELY_ORDINARY;
}

static void unite_kinds(struct exit_outcome *a, struct exit_outcome *b)
{
	uint32_t i;

	for (i = 0; i < a->effects.n; i++)
		if (a->effects.v[i].op == EFF_RAISES)
			a->effects.v[i].kinds = b->effects.v[i].kinds
				|= a->effects.v[i].kinds;
}

/* Failures that differ in no more than in what is raised are one, those for
 * ORDINARY reasons alone or all.  Who calls tells the one from the other by
 * no more than by asking which it is, and that is answered from all of them. */
static void unite_failures(struct exit_list *l, bool ordinary)
{
	struct exit_list old = *l;
	uint32_t i, j;

	memset(&l->v, 0, sizeof(l->v));
	for (i = 0; i < old.v.n; i++) {
		for (j = 0; j < l->v.n; j++)
			if (differ_in_kinds(&l->v.v[j], &old.v.v[i])
			    && (!ordinary || (is_ordinary(&l->v.v[j])
					      && is_ordinary(&old.v.v[i]))))
				unite_kinds(&l->v.v[j], &old.v.v[i]);
		keep(l, &old.v.v[i]);
	}
	vec_release(&old.v);
}

void exits_reduce(struct exit_list *l, uint32_t most, bool complete)
{
	uint32_t i;

	unite_failures(l, true);
	if (l->v.n > most)
		drop_numbers(l);
	if (l->v.n > most)
		drop_conditions(l, 0);
	for (i = 0; i < ARRAY_SIZE (dispensable) && l->v.n > most; i++) {
		if (dispensable[i] & COND (IF_IS))
			blur_plain_members(l);
		if (l->v.n > most)
			drop_conditions(l, dispensable[i]);
	}
	if (l->v.n > most)
		unite_failures(l, false);
	if (l->v.n > most)
		smear(l);
	for (i = 0; i < l->v.n; i++) {
		if (!complete)
			l->v.v[i].aside.n = 0;
		bring_back(&l->v.v[i]);
	}
}

void exits_release(struct exit_list *l)
{
	uint32_t i;

	for (i = 0; i < l->v.n; i++) {
		vec_release(&l->v.v[i].effects);
		vec_release(&l->v.v[i].aside);
	}
	vec_release(&l->v);
}
