/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The inferred contract of a body: its exit states, grouped into outcomes.
 *
 * Every outcome was reached on some path, so a caller that explores them
 * explores real paths; what was cut is missing, never made up.
 */
#include "engine/exits.h"
#include "engine/failure.h"
#include "engine/lender.h"

/* Python takes what the function returns for a new reference, so that one which
 * is borrowed is told of here: who calls it directly gets what it should be. */
static bool is_owed_to_python(const struct fn_run *r, const struct state *s,
			      const struct thing *t)
{
	return r->role && (r->convention == CONV_NEW_REF
			   || r->convention == CONV_NEW_REF_OR_NULL)
		&& !t->refs && (t->birth == BIRTH_STATIC
		|| (t->birth == BIRTH_BORROW && t->born
		    && t->born->op == OP_CALL && s->origin <= ORIGIN_SPEC));
}

static void result_reference(struct fn_run *r, const struct state *s, sid x,
			     struct exit_outcome *out)
{
	const struct thing *t = thing_get(s, x);
	int p = summary_param_of(s, x);

	/* What was found to be the argument is the argument. */
	if (!p && state_twin(s, x) && t && t->birth == BIRTH_FIELD
	    && !t->refs)
		p = summary_param_of(s, state_twin(s, x));
	if (!t || t->escaped || t->lent_to)
		return;
	if (t->immortal) {
		exit_add(out, EFF_IMMORTAL, 0, 0, 0);
		return;
	}
	/* What is wrong with it is told of here. */
	if (run_returns_borrowed(r, s, x)) {
		exit_add(out, EFF_OWN, 0, 0, 0);
		return;
	}
	if (t->family) {
		if (t->refs > t->stored)
			exit_add(out, EFF_ACQUIRE, 0, t->family, 0);
		return;
	}
	if (p) {
		exit_add(out, EFF_SAME, 0, p, 0);
		if (t->refs > 0)
			exit_add(out, EFF_OWN, p, 0, 0);
		return;
	}
	if (t->refs > t->stored) {
		exit_add(out, EFF_OWN, 0, 0, 0);
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
	if (t->birth == BIRTH_BORROW && summary_param_of(s, t->lender))
		exit_add(out, EFF_BORROW, 0, summary_param_of(s, t->lender),
			 0);
	else if (is_owed_to_python(r, s, t))
		exit_add(out, EFF_OWN, 0, 0, 0);
	else if (t->birth == BIRTH_BORROW || t->birth == BIRTH_STATIC
		 || (t->birth == BIRTH_FIELD && t->field_record
		     && t->field_record->is_object))
		exit_add(out, EFF_BORROW, 0, WHO_UNKNOWN, 0);
}

/* The result points into what an argument points to, further on: the member
 * that an accessor hands out the address of; or what the argument points into,
 * for before it stands what it is a member of. */
static void result_inside(const struct state *s, sid x,
			  struct exit_outcome *out)
{
	const struct addr *at = &sym_get(s, x)->addr;
	int p = at->kind == REGION_SYM && at->offset
		&& !sym_get(s, x)->is_object
		? summary_param_of(s, at->id) : 0;

	if (p)
		exit_add(out, EFF_SAME, 0, p, at->offset);
}

/* Does an object come back with an exception that an unknown function set, by
 * convention?  It may have set none, as whoever goes on thought. */
static bool is_doubtful(const struct fn_run *r, const struct state *s,
			sid value)
{
	const struct type *t = r->fn->type ? r->fn->type->inner : NULL;

	return s->exc.state == EXC_SET && s->exc.by
		&& s->exc.by->op == OP_CALL && value && t
		&& t->kind == TYPE_PTR && !sym_is_null(s, value)
		&& knowledge_call(r->engine->knowledge, r->fn,
				  s->exc.by)->origin == ORIGIN_CONVENTION;
}

/* DOUBT: what is set need not be. */
static void indicator(const struct state *s, bool doubt,
		      struct exit_outcome *out)
{
	/* What was moved out says how it was, too. */
	uint8_t assumed = s->exc.assumed ? s->exc.assumed : s->saved.assumed;

	if (assumed)
		exit_add(out, assumed == 1 ? EFF_IF_CLEAR : EFF_IF_SET,
			 0, 0, 0);
	switch (s->exc.state) {
	case EXC_SET:
		if (s->exc.assumed == 2 && !s->exc.by)
			break;
		exit_add(out, EFF_RAISES, 0, 0, 0);
		out->effects.v[out->effects.n - 1].kinds = doubt ? 0
			: s->exc.kinds ? s->exc.kinds : RAISE_ANY;
		break;
	case EXC_UNKNOWN:
		exit_add(out, EFF_RAISES, 0, 0, 0);
		break;
	case EXC_CLEAR:
		if (assumed != 1 && !s->exc.as_entered)
			exit_add(out, EFF_CLEAR, 0, 0, 0);
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
		exit_add(out, EFF_ATTACH_GIL, 0, 0, 0);
	if (s->gil.moved > 8)
		exit_add(out, EFF_RELEASE_GIL, 0, 0, 0);
	else if (s->gil.moved < 8)
		exit_add(out, EFF_ACQUIRE_GIL, 0, 0, 0);
	if (s->gil.ensured)
		exit_add(out, EFF_ENSURE_GIL, 0, 0, 0);
	else if (s->gil.dropped)
		exit_add(out, EFF_UNENSURE_GIL, 0, 0, 0);
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
	exit_add(&y, EFF_RAISES, 0, 0, 0);
	exits_keep(l, &y);
}

/* A lock that is a variable of the unit was taken, or given back, for the
 * caller: the helpers with which a unit wraps its locks. */
static void wrapped_lock(const struct state *s, struct outcome *out)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		const struct thing *t = thing_get(s, c->value);

		if (c->at.kind != REGION_GLOBAL || !c->is_resource
		    || c->at.offset || !t || t->family != FAMILY_LOCKED
		    || t->escaped)
			continue;
		if (t->refs > 0)
			out->locks = c->at.ptr;
		else if (t->refs < 0)
			out->unlocks = c->at.ptr;
	}
}

/* Does the exit tell a failure, with its exception?  Then that an error value
 * was taken for true on the way is no harm: `if (r) return r;' and
 * `if (r) return r < 0 ? -1 : 0;' did so on purpose. */
static bool tells_error(const struct state *s, sid value, const struct type *t)
{
	if (!value || !t || s->exc.state != EXC_SET)
		return false;
	return t->kind == TYPE_PTR ? sym_is_null(s, value)
		: sym_get(s, value)->hi < 0;
}

void summary_exit(struct fn_run *r, const struct state *s,
		  const struct instr *ret, sid value, struct loc loc)
{
	struct exit_outcome x = { .o.loc = loc, .o.function = r->fn->name };
	const struct type *t = r->fn->type ? r->fn->type->inner : NULL;
	bool tells, failed;

	(void) ret;
	/* What was told of here is not told again at each caller. */
	if (!r->keep_params || (s->exc.blamed && !tells_error(s, value, t))) {
		r->exits_missed = true;
		return;
	}
	if (!r->exits) {
		r->exits = ARENA_NEW(&r->arena, struct exit_list);
		r->exits->arena = &r->engine->knowledge->arena;
	}
	x.o.pred = (struct pred) { INT64_MIN, INT64_MAX, false };
	if (value)
		x.o.pred = coarse(sym_get(s, value),
				  t && t->kind == TYPE_PTR);
	summary_params(r, s, value, &x);
	summary_numbers(r, s, &x);
	if (run_is_small_helper(r))
		summary_held_memory(r, s, value, &x);
	if (value && t && t->kind == TYPE_PTR && !sym_is_null(s, value))
		result_reference(r, s, value, &x),
		result_inside(s, value, &x);
	else if (value && t && t->kind == TYPE_INT && thing_get(s, value)
		 && thing_get(s, value)->family)
		result_reference(r, s, value, &x);
	if (value && sym_get(s, value)->addr.kind == REGION_GLOBAL
	    && !sym_get(s, value)->addr.offset)
		x.o.global = sym_get(s, value)->addr.ptr;
	wrapped_lock(s, &x.o);
	indicator(s, is_doubtful(r, s, value), &x);
	failure_note_unseen(r, s, value, &x.o);
	gil(r, s, &x);
	x.o.code_by = s->ran;
	tells = value && t && (x.o.pred.hi < 0 || (t->kind == TYPE_PTR
						   && sym_is_null(s, value)));
	failed = s->exc.state == EXC_SET || tells;
	x.o.likelihood = s->memory_only ? LIKELY_MEMORY
		: s->misuse && !s->unwound ? LIKELY_NEVER_WITH_VALID
		: failed ? LIKELY_ORDINARY : LIKELY_SUCCESS;
	x.hides = failed && !tells
		&& x.o.likelihood != LIKELY_NEVER_WITH_VALID;
	if (failed)
		failure_note_silent(s, &x.o);
	if (value && sym_get(s, value)->may_raise)
		keep_doubtful(r->exits, &x, sym_get(s, value)->may_raise == 1);
	exits_keep(r->exits, &x);
}
