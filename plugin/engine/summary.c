/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inferred contract of a body: its exit states, grouped into outcomes.
 *
 * Every outcome was reached on some path, so a caller that explores them
 * explores real paths; what was cut is missing, never made up.
 */
#include "engine/engine.h"
#include "engine/forward.h"
#include "engine/lender.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct exit_outcome {
	struct outcome o;
	VEC (struct effect) effects;
	/* On some path; not what tells outcomes apart. */
	bool needs_gil, cycles_gil;
};

struct exit_list { VEC (struct exit_outcome) v; bool null_ok[256]; };

static void add(struct exit_outcome *x, enum effect_op op, int a, int b,
		int64_t offset)
{
	struct effect e = { .op = (uint8_t) op, .a = (int8_t) a,
		.b = (int8_t) b, .offset = offset };

	vec_push(&x->effects, e);
}

/* The argument whose symbol X is, from 1; 0 none. */
static int param_of(const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);

	return t && t->birth == BIRTH_PARAM && !sym_get(s, x)->interior
		? t->param : 0;
}

static void result_reference(struct fn_run *r, const struct state *s, sid x,
			     struct exit_outcome *out)
{
	const struct thing *t = thing_get(s, x);
	int p = param_of(s, x);

	if (!t || t->escaped)
		return;
	if (t->immortal) {
		add(out, EFF_IMMORTAL, 0, 0, 0);
		return;
	}
	if (t->family) {
		if (t->refs > t->stored)
			add(out, EFF_ACQUIRE, 0, t->family, 0);
		return;
	}
	if (p) {
		add(out, EFF_SAME, 0, p, 0);
		if (t->refs > 0)
			add(out, EFF_OWN, p, 0, 0);
		return;
	}
	if (t->refs > t->stored) {
		add(out, EFF_OWN, 0, 0, 0);
		if (t->birth != BIRTH_NEW || t->shared || t->given
		    || t->stored || (t->origin > ORIGIN_SPEC && !t->fresh))
			r->hands_out_shared = true;
		return;
	}
	/* Stored and counted once: whose the reference is cannot be told. */
	if (t->refs > 0)
		return;
	if (sym_get(s, x)->is_object)
		r->lends_fragile |= borrow_is_fragile(r, s, t);
	if (t->birth == BIRTH_BORROW && param_of(s, t->lender))
		add(out, EFF_BORROW, 0, param_of(s, t->lender), 0);
	else if (t->birth == BIRTH_BORROW || t->birth == BIRTH_STATIC
		 || (t->birth == BIRTH_FIELD && t->field_record
		     && t->field_record->is_object))
		add(out, EFF_BORROW, 0, WHO_UNKNOWN, 0);
}

/* What became of the references to argument P. */
static void param_reference(const struct thing *t, int p, bool is_result,
			    bool in_arguments, struct exit_outcome *out)
{
	if (t->escaped) {
		add(out, EFF_ESCAPES, p, 0, 0);
		return;
	}
	if (t->refs < 0 && t->family) {
		add(out, EFF_RELEASE, p, t->family, 0);
		return;
	}
	if (!t->refs && t->family && !t->stored)
		add(out, EFF_KEEPS, p, t->family, 0);
	if (t->refs < 0) {
		bool lives = t->given || t->shared || t->stored;

		add(out, lives ? EFF_GIVE : EFF_DROP, p,
		    lives ? WHO_UNKNOWN : 0, 0);
	}
	else if (t->refs > t->stored && !is_result)
		add(out, EFF_OWN, p, 0, 0);
	else if (t->stored && t->refs == 0 && !in_arguments)
		add(out, EFF_ESCAPES, p, 0, 0);
	else if (t->stored && in_arguments) {
		/* The one that was stored is counted. */
		if (t->refs > 0)
			add(out, EFF_OWN, p, 0, 0);
	}
	else if (t->stored || t->shared)
		add(out, EFF_SHARE, p, WHO_UNKNOWN, 0);
}

static void param_condition(const struct state *s, sid x, int p,
			    struct exit_outcome *out)
{
	if (sym_is_null(s, x))
		add(out, EFF_IF_NULL, p, 0, 0);
	else if (sym_is_nonnull(s, x))
		add(out, EFF_IF_NONNULL, p, 0, 0);
}

/* Does C, in plain memory of an argument, hold what T is borrowed from? */
static bool is_lent(const struct state *s, const struct thing *t,
		    const struct cell *c)
{
	return t && (t->birth == BIRTH_BORROW || t->birth == BIRTH_STATIC
		     || (t->birth == BIRTH_FIELD && t->field_record
			 && t->field_record->is_object && !c->at.offset))
		&& !t->family && !t->escaped
		&& t->refs <= 0 && t->life == LIFE_ALIVE
		&& sym_get(s, c->value)->is_object
		&& sym_is_nonnull(s, c->value)
		&& !sym_get(s, c->at.id)->is_object;
}

/* A number below 100 in the int that argument P points to: a flag or a
 * count by which the caller learns what happened. */
static bool is_small_number(const struct fn_run *r, const struct state *s,
			    const struct cell *c, int p)
{
	const struct type *t = r->fn->values[r->fn->params[p - 1]].type;
	int64_t k;

	return t && t->kind == TYPE_PTR && t->inner
		&& t->inner->kind == TYPE_INT && t->inner->size > 1
		&& c->size == t->inner->size && !c->at.offset
		&& sym_constant(s, c->value, &k) && k >= -1 && k < 100;
}

/* What was written to the memory of argument P. */
static void param_memory(struct fn_run *r, const struct state *s, sid x,
			 int p, struct exit_outcome *out)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		const struct thing *t = thing_get(s, c->value);

		if (c->at.kind != REGION_SYM || c->at.id != x || c->initial
		    || c->index)
			continue;
		if (c->is_resource) {
			if (t && t->refs > 0)
				add(out, EFF_OUT_ACQUIRE, p, t->family,
				    c->at.offset);
			else if (t && t->refs < 0)
				add(out, EFF_OUT_RELEASE, p, t->family,
				    c->at.offset);
		} else if (t && t->birth == BIRTH_NEW && t->refs > 0
			   && t->family && !t->escaped) {
			add(out, EFF_OUT_ACQUIRE, p, t->family, c->at.offset);
		} else if (t && t->birth == BIRTH_NEW && t->refs > 0
			   && !t->family && !t->escaped
			   && sym_is_nonnull(s, c->value)) {
			add(out, EFF_OUT_OWN, p, 0, c->at.offset);
		} else if (t && t->birth == BIRTH_FIELD && t->refs < 0) {
			add(out, EFF_OUT_DROP, p, 0, c->at.offset);
		} else if (is_lent(s, t, c)) {
			r->lends_fragile |= borrow_is_fragile(r, s, t);
			add(out, EFF_OUT_BORROW, p, param_of(s, t->lender)
			    ? param_of(s, t->lender) : WHO_UNKNOWN,
			    c->at.offset);
		} else if (param_of(s, c->value)
			   && !thing_get(s, c->value)->escaped) {
			add(out, EFF_OUT_SAME, p, param_of(s, c->value),
			    c->at.offset);
		} else if (is_small_number(r, s, c, p)) {
			add(out, EFF_OUT_IS, p, 0, sym_get(s, c->value)->lo);
		} else if (sym_is_null(s, c->value)) {
			add(out, EFF_OUT_NULL, p, 0, c->at.offset);
		} else if (c->size == sizeof(void *)
			   && sym_is_nonnull(s, c->value)) {
			add(out, EFF_OUT_NONNULL, p, 0, c->at.offset);
		} else {
			add(out, EFF_WRITES, p, 0, c->at.offset);
		}
	}
}

/* Which member of an argument's memory X was read from: what the result is,
 * and what it depended on. */
static void held_memory(const struct state *s, sid result,
			struct exit_outcome *out)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		int p = c->at.kind == REGION_SYM ? param_of(s, c->at.id) : 0;

		if (!p || !c->initial || c->index || c->is_resource
		    || c->size != sizeof(void *))
			continue;
		if (sym_is_null(s, c->value))
			add(out, EFF_IF_HOLDS_NULL, p, 0, c->at.offset);
		else if (sym_is_nonnull(s, c->value))
			add(out, EFF_IF_HOLDS_NONNULL, p, 0, c->at.offset);
		if (c->value == result)
			add(out, EFF_HELD, 0, p, c->at.offset);
	}
}

static bool pointee_is_plain(const struct type *t)
{
	return t && t->kind == TYPE_PTR && t->inner && !t->inner->is_const
		&& !type_is_object_ptr(t);
}

/* Does all that was stored of X stand in memory of other arguments, so that
 * OUT_SAME tells it? */
static bool is_in_arguments(const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);
	unsigned n = 0;
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		n += c->value == x && c->at.kind == REGION_SYM && !c->index
			&& !c->initial && param_of(s, c->at.id)
			&& !sym_get(s, c->at.id)->is_object;
	}
	return n && n == t->stored;
}

static void params(struct fn_run *r, const struct state *s, sid result,
		   struct exit_outcome *out)
{
	const struct function *f = r->fn;
	sid x;
	int p;

	for (x = 1; x < s->syms.n; x++) {
		p = param_of(s, x);
		if (!p)
			continue;
		if (!r->role)
			param_condition(s, x, p, out);
		param_reference(thing_get(s, x), p, x == result,
				is_in_arguments(s, x), out);
		if (pointee_is_plain(f->values[f->params[p - 1]].type))
			add(out, EFF_WRITES, p, 0, 0);
		param_memory(r, s, x, p, out);
		if (!sym_is_nonnull(s, x) || r->role)
			r->exits->null_ok[p & 255] = true;
	}
}

/* Numbers that the body told apart from others. */
static void number_conditions(struct fn_run *r, const struct state *s,
			      struct exit_outcome *out)
{
	uint32_t i;
	int64_t k;

	for (i = 0; i < r->fn->n_params && i < 100; i++) {
		vid v = r->fn->params[i];
		sid x = v && r->fn->values[v].type
			&& r->fn->values[v].type->kind == TYPE_INT
			? env_get(s, v) : 0;

		if (x && sym_constant(s, x, &k))
			add(out, EFF_IF_IS, (int) i + 1, 0, k);
		else if (x && sym_get(s, x)->nonzero)
			add(out, EFF_IF_NONZERO, (int) i + 1, 0, 0);
		if (!x || r->fn->values[v].type->is_unsigned
		    || sym_constant(s, x, &k))
			continue;
		if (sym_get(s, x)->hi < 0)
			add(out, EFF_IF_NEGATIVE, (int) i + 1, 0, 0);
		else if (sym_get(s, x)->lo >= 0)
			add(out, EFF_IF_NOT_NEGATIVE, (int) i + 1, 0, 0);
	}
}

/* The parameter, from 1, whose number V is; 0 none. */
static int number_param(const struct function *f, vid v)
{
	const struct instr *d;
	uint32_t i;

	v = value_strip_copies(f, v);
	d = value_def(f, v);
	if (d && d->op == OP_CAST)
		v = value_strip_copies(f, d->a);
	for (i = 0; i < f->n_params && i < 100; i++)
		if (f->params[i] == v)
			return f->values[v].type
				&& f->values[v].type->kind == TYPE_INT
				? (int) i + 1 : 0;
	return 0;
}

static void exclude(struct exit_outcome *out, int p, int64_t k)
{
	uint32_t i;

	for (i = 0; i < out->effects.n; i++) {
		const struct effect *e = &out->effects.v[i];

		if (e->a == p && (e->op == EFF_IF_IS
				  || (e->op == EFF_IF_NOT && e->offset == k)))
			return;
	}
	add(out, EFF_IF_NOT, p, 0, k);
}

/* Numbers that the path asked for in vain: ranges have no word for them. */
static void excluded_numbers(struct fn_run *r, const struct state *s,
			     struct exit_outcome *out)
{
	const struct function *f = r->fn;
	const struct trace *t;
	uint32_t i;
	int p;

	for (t = s->trace; t; t = t->prev) {
		const struct instr *in = t->instr;

		if (t->kind != TRACE_BRANCH || !(p = number_param(f, in->a)))
			continue;
		if (in->op == OP_BR && f->values[in->b].kind == VAL_INT
		    && in->cmp == (t->taken ? CMP_NE : CMP_EQ))
			exclude(out, p, f->values[in->b].u.i);
		if (in->op != OP_SWITCH || t->taken)
			continue;
		for (i = 0; i < f->n_edges; i++) {
			const struct edge *e = &f->edges[i];

			if (e->kind == EDGE_CASE && e->low == e->high
			    && block_last(&f->blocks[e->from]) == in)
				exclude(out, p, e->low);
		}
	}
}

static void indicator(const struct state *s, struct exit_outcome *out)
{
	if (s->exc.assumed)
		add(out, s->exc.assumed == 1 ? EFF_IF_CLEAR : EFF_IF_SET, 0, 0,
		    0);
	switch (s->exc.state) {
	case EXC_SET:
		if (s->exc.assumed == 2 && !s->exc.by)
			break;
		add(out, EFF_RAISES, 0, 0, 0);
		out->effects.v[out->effects.n - 1].kinds =
			s->exc.kinds ? s->exc.kinds : RAISE_ANY;
		break;
	case EXC_UNKNOWN:
		add(out, EFF_RAISES, 0, 0, 0);
		break;
	case EXC_CLEAR:
		if (s->exc.assumed != 1)
			add(out, EFF_CLEAR, 0, 0, 0);
		break;
	case EXC_ENTRY:
		break;
	}
}

static void gil(const struct fn_run *r, const struct state *s,
		struct exit_outcome *out)
{
	out->needs_gil = s->gil.used;
	out->cycles_gil = s->gil.cycled && s->gil.moved <= 8;
	/* What it fails to balance is told of there. */
	if (r->balances_save && s->gil.moved > 8)
		return;
	if (r->balances_ensure && s->gil.ensured)
		return;
	if (s->gil.attached && s->gil.moved == 8)
		add(out, EFF_ATTACH_GIL, 0, 0, 0);
	if (s->gil.moved > 8)
		add(out, EFF_RELEASE_GIL, 0, 0, 0);
	else if (s->gil.moved < 8)
		add(out, EFF_ACQUIRE_GIL, 0, 0, 0);
	if (s->gil.ensured)
		add(out, EFF_ENSURE_GIL, 0, 0, 0);
	else if (s->gil.dropped)
		add(out, EFF_UNENSURE_GIL, 0, 0, 0);
}

/* Ranges in a few sizes, so that outcomes group. */
static struct pred coarse(const struct sym *y, bool is_pointer)
{
	struct pred p = { y->lo, y->hi, y->nonzero, y->not_minus_one };

	if (p.lo == p.hi || (p.lo == 0 && p.hi == 1))
		return p;
	if (p.lo >= 1 || (p.nonzero && (p.lo >= 0 || is_pointer)))
		return (struct pred) { 1, INT64_MAX, true };
	if (p.lo >= 0)
		return (struct pred) { 0, INT64_MAX, false };
	if (p.hi < 0)
		return (struct pred) { INT64_MIN, -1, true, false };
	return (struct pred) { INT64_MIN, INT64_MAX, p.nonzero,
		p.not_minus_one };
}

static bool is_condition(const struct effect *e)
{
	return e->op >= EFF_IF_NULL && e->op <= EFF_IF_SET;
}

/* Conditions first: they are looked at before anything happens. */
static int effect_order(const void *a, const void *b)
{
	const struct effect *x = a, *y = b;
	bool cx = is_condition(x), cy = is_condition(y);

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

/* Adds X, or joins it with an equal outcome: the likelier tells. */
static void keep(struct exit_list *l, struct exit_outcome *x)
{
	uint32_t i;

	for (i = 0; i < l->v.n; i++) {
		struct exit_outcome *o = &l->v.v[i];

		if (!same_effects(o, x) || !same_pred(&o->o.pred, &x->o.pred)
		    || o->o.global != x->o.global)
			continue;
		o->needs_gil |= x->needs_gil;
		o->cycles_gil |= x->cycles_gil;
		if (!x->o.code_by)
			x->o.code_by = o->o.code_by;
		if (x->o.likelihood != LIKELY_MEMORY
		    && o->o.likelihood == LIKELY_MEMORY)
			o->o = x->o;
		o->o.code_by = x->o.code_by;
		vec_release(&x->effects);
		return;
	}
	vec_push(&l->v, *x);
}

static void keep_sorted(struct exit_list *l, struct exit_outcome *x)
{
	if (x->effects.n > 1)
		qsort(x->effects.v, x->effects.n, sizeof(x->effects.v[0]),
		      effect_order);
	keep(l, x);
}

/* X gives what another body answered, of which only a range is known: the
 * part of it with which an exception may go is an outcome of its own. */
static void keep_doubtful(struct exit_list *l, struct exit_outcome *x,
			  bool is_pointer)
{
	struct exit_outcome y = { .o = x->o };
	uint32_t i;

	if (x->o.pred.lo == x->o.pred.hi || x->o.pred.lo > 0
	    || (is_pointer ? x->o.pred.nonzero : x->o.pred.lo >= 0))
		return;
	y.o.pred = is_pointer ? (struct pred) { 0, 0, false, false }
		: (struct pred) { INT64_MIN, -1, true, false };
	x->o.pred = is_pointer ? (struct pred) { 1, INT64_MAX, true, false }
		: (struct pred) { 0, INT64_MAX, false, false };
	y.o.likelihood = LIKELY_ORDINARY;
	for (i = 0; i < x->effects.n; i++)
		if (x->effects.v[i].op != EFF_RAISES
		    && x->effects.v[i].op != EFF_CLEAR
		    && !(x->effects.v[i].op == EFF_OWN && !x->effects.v[i].a))
			vec_push(&y.effects, x->effects.v[i]);
	add(&y, EFF_RAISES, 0, 0, 0);
	keep_sorted(l, &y);
}

void summary_exit(struct fn_run *r, const struct state *s,
		  const struct instr *ret, sid value, struct loc loc)
{
	struct exit_outcome x = { .o.loc = loc, .o.function = r->fn->name };
	const struct type *t = r->fn->type ? r->fn->type->inner : NULL;
	bool failed;

	(void) ret;
	/* What was told of here is not told again at each caller. */
	if (!r->keep_params || s->exc.blamed)
		return;
	if (!r->exits)
		r->exits = ARENA_NEW(&r->arena, struct exit_list);
	x.o.pred = (struct pred) { INT64_MIN, INT64_MAX, false };
	if (value)
		x.o.pred = coarse(sym_get(s, value),
				  t && t->kind == TYPE_PTR);
	params(r, s, value, &x);
	number_conditions(r, s, &x);
	excluded_numbers(r, s, &x);
	if (run_is_small_helper(r))
		held_memory(s, value, &x);
	if (value && t && t->kind == TYPE_PTR && !sym_is_null(s, value))
		result_reference(r, s, value, &x);
	else if (value && t && t->kind == TYPE_INT && thing_get(s, value)
		 && thing_get(s, value)->family)
		result_reference(r, s, value, &x);
	if (value && sym_get(s, value)->addr.kind == REGION_GLOBAL
	    && !sym_get(s, value)->addr.offset)
		x.o.global = sym_get(s, value)->addr.ptr;
	indicator(s, &x);
	gil(r, s, &x);
	x.o.code_by = s->ran;
	failed = s->exc.state == EXC_SET || (value && t
		&& (x.o.pred.hi < 0 || (t->kind == TYPE_PTR
					&& sym_is_null(s, value))));
	x.o.likelihood = s->memory_only ? LIKELY_MEMORY
		: s->misuse ? LIKELY_NEVER_WITH_VALID
		: failed ? LIKELY_ORDINARY : LIKELY_SUCCESS;
	if (value && sym_get(s, value)->may_raise)
		keep_doubtful(r->exits, &x, sym_get(s, value)->may_raise == 1);
	keep_sorted(r->exits, &x);
}

/* --------------------------------------------------------------- finish */

_Static_assert(N_EFFECTS <= 64, "a set of effects is a word");
#define COND(op) (1ull << EFF_##op)

/* What is given up, in this order, until the outcomes are few enough. */
static const uint64_t dispensable[] = {
	COND (IF_NOT),
	COND (IF_NEGATIVE) | COND (IF_NOT_NEGATIVE) | COND (IF_NOT_LESS),
	COND (IF_HOLDS_NULL) | COND (IF_HOLDS_NONNULL),
	COND (IF_IS) | COND (OUT_IS),
	COND (IF_ZERO) | COND (IF_NONZERO),
	COND (IF_NULL) | COND (IF_NONNULL)
};

static void drop_conditions(struct exit_list *l, uint64_t which)
{
	struct exit_list old = *l;
	uint32_t i, j, n;

	memset(&l->v, 0, sizeof(l->v));
	for (i = 0; i < old.v.n; i++) {
		struct exit_outcome *x = &old.v.v[i];

		for (j = n = 0; j < x->effects.n; j++)
			if (!(which >> x->effects.v[j].op & 1))
				x->effects.v[n++] = x->effects.v[j];
			else if (x->effects.v[j].op == EFF_OUT_IS)
				x->effects.v[n++] = (struct effect) {
					.op = EFF_WRITES,
					.a = x->effects.v[j].a };
		x->effects.n = n;
		keep(l, x);
	}
	vec_release(&old.v);
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

/* That a number was asked for in vain matters where another outcome is for
 * that number. */
static void prune_exclusions(struct exit_list *l)
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

static bool has_op(const struct exit_outcome *x, enum effect_op op)
{
	uint32_t i;

	for (i = 0; i < x->effects.n; i++)
		if (x->effects.v[i].op == op)
			return true;
	return false;
}

/* Whether an exception is set is open. */
static void forget_kinds(struct exit_outcome *x)
{
	uint32_t i;

	for (i = 0; i < x->effects.n; i++)
		if (x->effects.v[i].op == EFF_RAISES)
			x->effects.v[i].kinds = 0;
}

/* Failure that no result tells, but what was written through an argument or
 * the members of the struct returned: whether it happened is then open. */
static void doubt_indicator(struct fn_run *r)
{
	const struct type *t = r->fn->type ? r->fn->type->inner : NULL;
	bool silent = !t || t->kind == TYPE_VOID || t->kind == TYPE_STRUCT;
	struct exit_list *l = r->exits;
	bool raises = false;
	uint32_t i;

	for (i = 0; i < l->v.n; i++)
		raises |= has_op(&l->v.v[i], EFF_RAISES);
	for (i = 0; raises && silent && i < l->v.n; i++) {
		struct exit_outcome *x = &l->v.v[i];

		if (t && t->kind == TYPE_STRUCT)
			forget_kinds(x);
		if (!has_op(x, EFF_RAISES)
		    && (t->kind == TYPE_STRUCT || has_op(x, EFF_WRITES)))
			add(x, EFF_RAISES, 0, 0, 0);
	}
}

/* Too many to tell apart, or none seen: nothing is claimed. */
static void make_opaque(struct fn_run *r, struct contract *c)
{
	struct arena *a = &r->engine->knowledge->arena;
	struct outcome *o = ARENA_NEW(a, struct outcome);
	struct effect *e = ARENA_ARRAY(a, struct effect,
				       (size_t) r->fn->n_params + 4);
	uint32_t i, n = 0;

	for (i = 0; i < r->fn->n_params && i < 100; i++)
		e[n++] = (struct effect) { .op = EFF_ESCAPES,
			.a = (int8_t) (i + 1) };
	e[n++] = (struct effect) { .op = EFF_RAISES };
	if (r->ran_code)
		e[n++] = (struct effect) { .op = EFF_RUNS_CODE };
	o->code_by = r->ran_code;
	if (r->needs_gil)
		e[n++] = (struct effect) { .op = EFF_NEEDS_GIL };
	o->pred = (struct pred) { INT64_MIN, INT64_MAX, false };
	o->likelihood = LIKELY_SUCCESS;
	o->effects = e;
	o->function = r->fn->name;
	c->flags |= CF_OPAQUE;
	c->outcomes = o;
	c->n_outcomes = 1;
}

static bool can_return(const struct function *f)
{
	uint32_t i;

	for (i = 0; i < f->n_rpo; i++)
		if (block_last(&f->blocks[f->rpo[i]])->op == OP_RET)
			return true;
	return false;
}

static void make_noreturn(struct fn_run *r, struct contract *c)
{
	static const struct effect never[] = { { .op = EFF_NORETURN },
		{ .op = EFF_END } };
	struct outcome *o = ARENA_NEW(&r->engine->knowledge->arena,
				      struct outcome);

	o->pred = (struct pred) { INT64_MIN, INT64_MAX, false };
	o->effects = never;
	o->likelihood = LIKELY_SUCCESS;
	c->outcomes = o;
	c->n_outcomes = 1;
}

static void make_outcomes(struct fn_run *r, struct contract *c)
{
	struct arena *a = &r->engine->knowledge->arena;
	struct exit_list *l = r->exits;
	struct outcome *o = ARENA_ARRAY(a, struct outcome, l->v.n);
	uint32_t i;

	for (i = 0; i < l->v.n; i++) {
		struct exit_outcome *x = &l->v.v[i];
		struct effect *e = ARENA_ARRAY(a, struct effect,
					       x->effects.n + 4);
		uint32_t n = x->effects.n;

		if (n)
			memcpy(e, x->effects.v, n * sizeof(*e));
		if (x->o.code_by)
			e[n++].op = EFF_RUNS_CODE;
		if (x->needs_gil)
			e[n++].op = EFF_NEEDS_GIL;
		if (x->cycles_gil)
			e[n++].op = EFF_CYCLES_GIL;
		o[i] = x->o;
		o[i].effects = e;
	}
	c->outcomes = o;
	c->n_outcomes = (uint8_t) l->v.n;
}

static uint8_t *param_classes(struct fn_run *r)
{
	const struct function *f = r->fn;
	uint8_t *p = ARENA_ARRAY(&r->engine->knowledge->arena, uint8_t,
				 f->n_params + 1);
	uint32_t i;

	for (i = 0; i < f->n_params; i++) {
		const struct type *t = f->values[f->params[i]].type;
		bool needs = r->exits && r->exits->v.n && !r->cut_states
			&& !r->cut_steps && !r->cut_time && i < 250
			&& !r->exits->null_ok[i + 1];

		if (!t || t->kind != TYPE_PTR || !f->params[i])
			p[i] = ARG_OTHER;
		else if (type_is_object_ptr(t))
			p[i] = needs ? ARG_OBJ : ARG_OBJ_NULL;
		else
			p[i] = needs ? ARG_PTR : ARG_PTR_NULL;
	}
	return p;
}

static uint8_t result_class(const struct type *t)
{
	if (!t || t->kind == TYPE_VOID)
		return ARG_VOID;
	if (t->kind == TYPE_PTR)
		return type_is_object_ptr(t) ? ARG_OBJ : ARG_PTR;
	return t->kind == TYPE_INT ? ARG_INT : ARG_OTHER;
}

/* A format that is handed on is this function's, too. */
static void forward(struct fn_run *r, struct contract *c)
{
	struct forward to;

	if (!format_forward(r->fn, r->engine->version, &to))
		return;
	c->format = (uint8_t) to.kind;
	c->format_arg = to.format_arg;
	c->va_first = to.va_first;
}

void summary_finish(struct fn_run *r)
{
	struct contract *c;
	uint32_t i;

	if (!r->keep_params)
		return;
	c = ARENA_NEW(&r->engine->knowledge->arena, struct contract);
	c->name = r->fn->name;
	c->origin = ORIGIN_INFERRED;
	c->ret = result_class(r->fn->type ? r->fn->type->inner : NULL);
	c->n_params = (uint8_t) (r->fn->n_params > 255 ? 255
				 : r->fn->n_params);
	c->params = param_classes(r);
	forward(r, c);
	if (!r->hands_out_shared && c->ret == ARG_OBJ)
		c->flags |= CF_FRESH;
	if (r->writes_globals)
		c->flags |= CF_WRITES_GLOBALS;
	if (r->lends_fragile)
		c->flags |= CF_UNSAFE_BORROW;
	if (r->exits)
		prune_exclusions(r->exits);
	if (r->exits)
		doubt_indicator(r);
	for (i = 0; r->exits && i < ARRAY_SIZE (dispensable)
	     && r->exits->v.n
	     > (uint32_t) r->engine->options->max_outcomes; i++)
		drop_conditions(r->exits, dispensable[i]);
	if (!r->exits || !r->exits->v.n) {
		if (can_return(r->fn))
			make_opaque(r, c);
		else
			make_noreturn(r, c);
	} else if (r->exits->v.n
		   > (uint32_t) r->engine->options->max_outcomes
		   || r->fn->n_params > 100) {
		make_opaque(r, c);
	} else {
		make_outcomes(r, c);
	}
	if (!contract_ever(c, EFF_NEEDS_GIL))
		c->flags |= CF_NO_GIL;
	for (i = 0; r->exits && i < r->exits->v.n; i++)
		vec_release(&r->exits->v.v[i].effects);
	if (r->exits)
		vec_release(&r->exits->v);
	knowledge_infer(r->engine->knowledge, r->fn, c);
}
