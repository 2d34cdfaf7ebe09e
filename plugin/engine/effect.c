/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One effect of an outcome on a state, and whether its conditions hold. */
#include "engine/call.h"
#include "engine/evidence.h"
#include "engine/typed.h"

#include <limits.h>
#include <string.h>

/* The size of X, if an accessor told it last; 0: no. */
static sid known_size(const struct state *s, sid x)
{
	sid y;

	for (y = 1; x && y < s->syms.n; y++) {
		const struct expr *e = &sym_get(s, y)->expr;

		if (e->a == x && call_asks_size(e)
		    && (!e->epoch || e->epoch == s->epoch))
			return y;
	}
	return 0;
}

/* What the memory of argument N holds at OFFSET; 0 when it is not known. */
sid call_held(struct call *c, struct state *s, int n, int64_t offset)
{
	struct effect e = { .a = (int8_t) n, .offset = offset };
	struct cell key, *cell;

	if (!call_out_cell(c, s, &e, &key))
		return 0;
	cell = state_cell(s, &key);
	return cell ? cell->value : offset == OB_SIZE_AT
		? known_size(s, call_operand(c, n)) : 0;
}

/* Does a body answer NULL with an exception?  Then that is what its callers'
 * tests are for, and nobody says that what it hands out can be NULL. */
bool call_tells_failure(const struct contract *c)
{
	const struct effect *e;
	unsigned n;

	if (c->origin != ORIGIN_INFERRED || (c->ret != ARG_PTR
					     && c->ret != ARG_OBJ))
		return false;
	for (n = 0; n < c->n_outcomes; n++) {
		const struct pred *p = &c->outcomes[n].pred;

		if (p->nonzero || p->lo || p->hi)
			continue;
		for (e = c->outcomes[n].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RAISES && e->kinds)
				return true;
	}
	return false;
}

/* The result is what memory of the caller's holds, as E tells, of which nothing
 * was known: so that the next who asks gets the same. */
void call_hold_result(struct call *c, struct state *s, const struct effect *e)
{
	struct effect at = { .a = e->b, .offset = e->offset };
	struct cell key;

	if (call_out_cell(c, s, &at, &key) && key.at.kind == REGION_SYM
	    && key.size == sizeof(void *))
		state_set_cell(s, &key, c->args[0])->initial = true;
}

/* Does the memory of argument N hold a Py_buffer at OFFSET that was filled, of
 * which buf is the first member? */
static bool holds_buffer(struct call *c, struct state *s, int n,
			 int64_t offset)
{
	struct effect e = { .a = (int8_t) n, .offset = offset };
	struct cell key, *cell;
	const struct thing *t;

	if (!call_out_cell(c, s, &e, &key))
		return false;
	key.is_resource = true;
	cell = state_cell(s, &key);
	t = cell ? thing_get(s, cell->value) : NULL;
	return t && t->family == FAMILY_BUFFER && t->refs > 0;
}

/* Can X have one of the bits, or none?  Which bits an unknown number has is
 * a guess, unless somebody asked. */
static bool bits_hold(struct state *s, sid x, const struct effect *e)
{
	enum cmp cmp = e->op == EFF_IF_BITS ? CMP_NE : CMP_EQ;
	sid bits;
	int64_t k;

	if (sym_constant(s, x, &k))
		return ((k & e->offset) != 0) == (cmp == CMP_NE);
	bits = state_expr(s, (struct expr) { .op = EXPR_BIN, .code = OP_AND,
					     .a = x, .k = e->offset });
	if (!sym_is_null(s, bits) && !sym_is_nonnull(s, bits))
		state_guess(s);
	return state_assume_const(s, bits, cmp, 0, false);
}

/* Can the arguments that E names be one object, or two, as E wants?  That they
 * are one is a guess where nobody asked. */
static bool is_same_object(const struct call *c, struct state *s,
			   const struct effect *e)
{
	sid x = call_operand(c, e->a), y = call_operand(c, e->b);
	enum cmp cmp = e->op == EFF_IF_SAME ? CMP_EQ : CMP_NE;

	if (!x || !y)
		return true;
	if (cmp == CMP_EQ && state_compare(s, x, cmp, y, false) < 0)
		state_guess(s);
	return state_assume(s, x, cmp, y, false);
}

/* The number that a callee asks of the memory of argument N: what an argument
 * of the body's own was passed on for, its callers are asked for, too. */
static sid member_asked(struct call *c, struct state *s, int n,
			int64_t offset)
{
	struct effect e = { .a = (int8_t) n, .offset = offset };
	sid held = call_held(c, s, n, offset);
	struct cell key;

	if (held || !run_is_small_helper(c->r)
	    || !call_out_cell(c, s, &e, &key) || key.at.kind != REGION_SYM
	    || !thing_get(s, key.at.id)
	    || thing_get(s, key.at.id)->birth != BIRTH_PARAM)
		return held;
	held = state_number(s, INT64_MIN, INT64_MAX);
	state_set_cell(s, &key, held)->initial = true;
	return held;
}

/* Can the number X be less than what an argument's member holds, or not?  An
 * index without a sign was compared without one. */
static bool below_held(struct call *c, struct state *s, sid x,
		       const struct effect *e)
{
	sid held = member_asked(c, s, e->b, e->offset);
	int64_t was;
	const struct type *t = x ? fn_value(c->r->fn,
			c->i->args[e->a - 1])->type : NULL;

	if (!x || !held)
		return true;
	was = sym_get(s, held)->hi;
	if (!state_assume(s, x, e->op == EFF_IF_BELOW_HELD ? CMP_LT : CMP_GE,
			  held, t && t->is_unsigned))
		return false;
	/* That an index is above the length as the length is negative. */
	if (was >= 0 && sym_get(s, held)->hi < 0)
		state_guess(s);
	return true;
}

/* Can the number X be negative, or not?  That a member is of which nobody
 * asked is a guess: an object's own index. */
static bool is_negative(struct state *s, sid x, bool wanted)
{
	bool was_open = sym_get(s, x)->lo < 0 && sym_get(s, x)->hi >= 0;
	uint32_t i;

	if (!state_assume_const(s, x, wanted ? CMP_LT : CMP_GE, 0, false))
		return false;
	for (i = 0; wanted && was_open && i < s->cells.n; i++)
		if (s->cells.v[i].value == x && s->cells.v[i].initial
		    && s->cells.v[i].at.kind == REGION_SYM)
			state_guess(s);
	return true;
}

/* What a callee asks of the memory of its argument, into which it hands out a
 * pointer: as the caller asks there again, it is the same. */
static sid asked_inside(struct call *c, struct state *s,
			const struct effect *e)
{
	const struct effect *f = c->o ? c->o->effects : e;
	sid held = call_held(c, s, e->a, e->offset);
	struct cell key;

	while (f->op != EFF_END && (f->op != EFF_SAME || f->a || f->b != e->a
				    || !f->offset))
		f++;
	if (held || f->op == EFF_END || !call_out_cell(c, s, e, &key)
	    || key.at.kind != REGION_SYM)
		return held;
	if (e->kinds)
		key.size = e->kinds;
	held = state_number(s, e->kinds ? INT64_MIN : 0, INT64_MAX);
	state_set_cell(s, &key, held)->initial = true;
	return held;
}

sid call_inside(const struct call *c, struct state *s, const struct effect *e)
{
	sid base = call_operand(c, e->b), x;
	struct addr a;

	if (!e->offset || !base)
		return base;
	a = state_deref(s, base);
	if (a.kind == REGION_NONE || sym_is_null_based(s, base))
		return 0;
	a.offset += e->offset;
	x = state_address(s, a);
	if (!sym_get(s, x)->thing && !sym_get(s, base)->is_object
	    && sym_get(s, base)->thing) {
		sym_at(s, x)->thing = sym_get(s, base)->thing;
		sym_at(s, x)->interior = true;
	}
	return x;
}

bool call_condition_holds(struct call *c, struct state *s,
			  const struct effect *e)
{
	sid x = (unsigned) e->a <= c->i->n_args ? c->args[e->a] : 0;

	if (e->op == EFF_IF_HOLDS_NULL || e->op == EFF_IF_HOLDS_NONNULL) {
		x = asked_inside(c, s, e);
		if (e->op == EFF_IF_HOLDS_NULL)
			evidence_guess(s, x);
		if (!x && e->op == EFF_IF_HOLDS_NULL
		    && holds_buffer(c, s, e->a, e->offset))
			return false;
		return !x || state_assume_const(s, x,
			e->op == EFF_IF_HOLDS_NULL ? CMP_EQ : CMP_NE, 0,
			false);
	}
	if (e->op == EFF_IF_BELOW_HELD || e->op == EFF_IF_NOT_BELOW_HELD)
		return below_held(c, s, x, e);
	if (e->op == EFF_IF_NEGATIVE || e->op == EFF_IF_NOT_NEGATIVE)
		return !x || is_negative(s, x, e->op == EFF_IF_NEGATIVE);
	if (e->op == EFF_IF_NOT_LESS)
		return (unsigned) e->a > c->i->n_args
			|| (unsigned) e->b > c->i->n_args
			|| state_assume(s, c->args[e->a], CMP_GE,
					c->args[e->b], false);
	if (e->op == EFF_IF_SAME || e->op == EFF_IF_OTHER)
		return is_same_object(c, s, e);
	if (e->op == EFF_IF_CLEAR || e->op == EFF_IF_SET) {
		enum exc_state to = e->op == EFF_IF_SET ? EXC_SET : EXC_CLEAR;

		if (s->exc.state == to)
			return true;
		if (s->exc.state == EXC_SET || s->exc.state == EXC_CLEAR)
			return false;
		call_assume_exc(s, to);
		return true;
	}
	if (!x)
		return true;
	/* An accessor that takes NULL does not tell that there is one. */
	if (c->c->flags & CF_INLINE && !sym_is_null(s, x)
	    && !sym_is_nonnull(s, x))
		return e->op == EFF_IF_NONNULL || e->op == EFF_IF_NONZERO;
	if (e->op == EFF_IF_IS) {
		int64_t k;

		/* A number that nobody looked at, as large as its type can
		 * be: the way is a guess. */
		if (!sym_constant(s, x, &k)
		    && (sym_get(s, x)->hi == INT64_MAX
			|| sym_get(s, x)->hi == INT32_MAX
			|| sym_get(s, x)->hi == UINT32_MAX))
			state_guess(s);
		return state_assume_const(s, x, CMP_EQ, e->offset, false);
	}
	if (e->op == EFF_IF_BITS || e->op == EFF_IF_NO_BITS)
		return bits_hold(s, x, e);
	if (e->op == EFF_IF_NOT)
		return state_assume_const(s, x, CMP_NE, e->offset, false);
	/* That a callee, of the API's too, handles NULL does not say that it
	 * gets one, nor that a body handles zero: the way is a guess where
	 * nobody asked. */
	if ((e->op == EFF_IF_NULL || (e->op == EFF_IF_ZERO
				      && c->c->origin == ORIGIN_INFERRED))
	    && !sym_is_null(s, x) && !sym_is_nonnull(s, x)
	    && sym_get(s, x)->null_by != NULL_BY_CALLER) {
		evidence_guess(s, x);
		state_guess(s);
	}
	switch (e->op) {
	case EFF_IF_NULL:
	case EFF_IF_ZERO:
		return state_assume_const(s, x, CMP_EQ, 0, false);
	default:
		return state_assume_const(s, x, CMP_NE, 0, false);
	}
}

bool call_rules_out(const struct call *c, const struct state *s,
		    const struct outcome *o)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++) {
		sid x = (unsigned) e->a <= c->i->n_args ? c->args[e->a] : 0;

		if (e->a < 1 || !x)
			continue;
		if ((e->op == EFF_IF_NULL || e->op == EFF_IF_ZERO)
		    && sym_is_nonnull(s, x))
			return true;
		if ((e->op == EFF_IF_NONNULL || e->op == EFF_IF_NONZERO)
		    && sym_is_null(s, x))
			return true;
	}
	return false;
}

/* An operand's symbol; 0 for owners that are no argument. */
sid call_operand(const struct call *c, int n)
{
	return n >= 0 && (unsigned) n <= c->i->n_args ? c->args[n] : 0;
}

static void share(struct call *c, struct state *s, const struct effect *e)
{
	bool is_out = e->a > 0 && e->a <= c->c->n_params
		&& c->c->params[e->a - 1] == ARG_OUT;
	struct thing *t = thing_of(s, is_out ? call_held(c, s, e->a, 0)
				   : call_operand(c, e->a));

	if (!t)
		return;
	call_note_owner(c, t, e->b);
	t->shared = true;
	t->fresh = false;
}

/* One effect; false when the path ends. */
bool call_effect(struct call *c, struct state *s, const struct outcome *o,
		 const struct effect *e)
{
	struct thing *t;

	switch ((enum effect_op) e->op) {
	case EFF_IF_NULL: case EFF_IF_NONNULL:
	case EFF_IF_ZERO: case EFF_IF_NONZERO:
	case EFF_IF_NEGATIVE: case EFF_IF_NOT_NEGATIVE:
	case EFF_IF_CLEAR: case EFF_IF_SET: case EFF_IF_IS: case EFF_IF_NOT:
	case EFF_IF_BITS: case EFF_IF_NO_BITS: case EFF_IF_NOT_LESS:
	case EFF_IF_SAME: case EFF_IF_OTHER:
	case EFF_IF_HOLDS_NULL: case EFF_IF_HOLDS_NONNULL: case EFF_HELD:
	case EFF_IF_BELOW_HELD: case EFF_IF_NOT_BELOW_HELD:
		break;
	case EFF_OWN:
		call_own(c, s, (unsigned) e->a);
		break;
	case EFF_BORROW:
		call_borrow(c, s, call_operand(c, e->a), e->b, false);
		break;
	case EFF_IMMORTAL:
		if (call_operand(c, e->a)) {
			t = call_thing_or_new(c->r, s, call_operand(c, e->a));
			t->immortal = true;
		}
		break;
	case EFF_SHARE: share(c, s, e); break;
	case EFF_GIVE:
		t = thing_of(s, call_operand(c, e->a));
		if (t && call_puts_again(c, s, t, e->b))
			t->escaped = true;
		else if (t)
			call_note_owner(c, t, e->b);
		apply_release(c->r, s, c->i, (unsigned) e->a,
			      call_operand(c, e->a), true);
		break;
	case EFF_DROP:
		apply_release(c->r, s, c->i, (unsigned) e->a,
			      call_operand(c, e->a), false);
		break;
	case EFF_ESCAPES:
		if (!call_gives_to_capsule(c, s, e->a))
			run_escape(c->r, s, call_operand(c, e->a));
		break;
	case EFF_INTERIOR:
		call_borrow(c, s, call_operand(c, e->a), e->b, true);
		break;
	case EFF_OUT_OWN: call_out_own(c, s, e); break;
	case EFF_OUT_BORROW: call_out_borrow(c, s, e, false); break;
	case EFF_OUT_NULL: call_out_null(c, s, e); break;
	case EFF_OUT_HELD: call_out_held(c, s, e); break;
	case EFF_OUT_SAME: call_out_same(c, s, e); break;
	case EFF_OUT_NONNULL: call_out_nonnull(c, s, e); break;
	case EFF_OUT_DROP: call_out_drop(c, s, e); break;
	case EFF_OUT_INTERIOR: call_out_borrow(c, s, e, true); break;
	case EFF_WRITES: call_writes(c, s, e); break;
	case EFF_RAISES: call_raises(c, s, e); break;
	case EFF_CLEAR: call_clear(c, s); break;
	case EFF_FETCH: call_fetch(c, s); break;
	case EFF_RESTORE: call_restore(c, s); break;
	case EFF_CLOBBERS: break;
	case EFF_RUNS_CODE:
		call_runs_code(c, s, o);
		break;
	case EFF_RUNS_GC: case EFF_RUNS_FINALIZER: break;
	case EFF_MUTATES: call_mutates(c, s, (unsigned) e->a); break;
	case EFF_RELEASE_GIL:
		call_others_run(c, s);
		call_gil(c, s, e);
		break;
	case EFF_ACQUIRE_GIL:
	case EFF_ENSURE_GIL: case EFF_UNENSURE_GIL:
	case EFF_SWAP_GIL: case EFF_ATTACH_GIL: case EFF_END_GIL:
		call_gil(c, s, e);
		break;
	case EFF_ACQUIRE: call_acquire(c, s, e, false); break;
	case EFF_RELEASE: call_release(c, s, e, false); break;
	case EFF_HANDOVER: call_handover(c, s, e); break;
	case EFF_KEEPS: call_keeps(c, s, e); break;
	case EFF_OUT_IS: call_out_is(c, s, e); break;
	case EFF_OUT_COUNT: call_out_count(c, s, e); break;
	case EFF_OUT_ACQUIRE: call_acquire(c, s, e, true); break;
	case EFF_OUT_RELEASE: call_out_release(c, s, e); break;
	case EFF_NORETURN: return false;
	case EFF_NEEDS_GIL: case EFF_CYCLES_GIL:
	case EFF_SAME: case EFF_END: case N_EFFECTS: break;
	}
	return true;
}
