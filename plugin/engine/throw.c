/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways that a C++ exception takes; see throw.h. */
#include "engine/throw.h"
#include "engine/gil.h"
#include "engine/throws.h"

/* May call I throw, and not for want of memory alone?  A function of C++ that
 * is not in sight and not noexcept may, says the code that catches it; where
 * one of the library does, memory is short. */
static bool may_throw(struct knowledge *k, const struct function *f,
		      const struct instr *i)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;

	if (!t || t->is_nothrow)
		return false;
	if (t->has_body || !t->is_cxx)
		return gil_throws_in_sight(k, f, i);
	return t->key && !throws_support(t);
}

/* Has the path taken something that it can still lose? */
static bool has_something(const struct state *s)
{
	sid x;

	for (x = 1; x < s->syms.n; x++) {
		const struct thing *t = thing_get(s, x);

		if (t && t->birth == BIRTH_NEW && t->refs > 0 && !t->escaped)
			return true;
	}
	return false;
}

/* Is it known which handlers catch T? */
static bool is_certain(const struct thrown *t)
{
	return t->is_std || t->is_scalar || t->info;
}

bool throw_is_caught(const struct fn_run *r, const struct instr *i)
{
	uint32_t j;

	for (j = 0; i->op == OP_CALL && j < r->block->n_succs; j++) {
		const struct edge *e = &r->fn->edges[r->block->succs[j]];

		if (e->kind == EDGE_EH && r->can_return[e->to])
			return may_throw(r->engine->knowledge, r->fn, i)
				|| throws_at(r->engine->knowledge, r->fn, i).n;
	}
	return false;
}

/* S after I threw, with what I was given out of sight. */
static struct state *after_throw(struct fn_run *r, const struct state *s,
				 const struct instr *i)
{
	struct state *n = state_copy(&r->engine->pool, s);
	unsigned a;

	/* What the callee did with what it was given is not known. */
	for (a = 0; a < i->n_args; a++)
		run_escape(r, n, run_eval(r, n, i->args[a]));
	/* What is lost on the way is told of, and what is wrong with the
	 * indicator where that is known; nothing else. */
	state_guess(n);
	/* What went before may have been thrown, and caught. */
	n->thrown = NULL;
	run_trace(r, n, (struct trace) { .kind = TRACE_NOTE, .instr = i,
		  .what = "an exception that is thrown here is caught below" });
	return n;
}

/* Can what V is made of tell of a failure that came with an exception?  Not a
 * number that no call with one gave. */
static bool tells_nothing(struct fn_run *r, vid v, unsigned depth)
{
	const struct function *f = r->fn;
	const struct value *val;
	const struct instr *d;

	v = value_strip_copies(f, v);
	val = fn_value(f, v);
	if (val->kind == VAL_INT || val->kind == VAL_STRING)
		return true;
	if (val->is_phi || depth > 8)
		return false;
	d = value_def(f, v);
	if (!d)
		return val->kind == VAL_PARAM && val->type
			&& (val->type->kind == TYPE_INT
			    || val->type->kind == TYPE_FLOAT);
	switch (d->op) {
	case OP_CAST: case OP_NEG: case OP_NOT:
		return tells_nothing(r, d->a, depth + 1);
	case OP_ADD: case OP_SUB: case OP_MUL:
		return tells_nothing(r, d->a, depth + 1)
			&& tells_nothing(r, d->b, depth + 1);
	case OP_CALL: {
		const struct contract *c = knowledge_call(
			r->engine->knowledge, f, d);

		return c->origin == ORIGIN_TABLE
			&& !contract_ever(c, EFF_RAISES);
	}
	default:
		return false;
	}
}

/* Does T, which knows no Python, look at no more than its arguments and its own
 * variables, and tell all that it calls the same? */
static bool looks_at_arguments(const struct function *t)
{
	uint32_t b, j;

	for (b = 0; b < t->n_rpo; b++)
		for (j = 0; j < t->blocks[t->rpo[b]].n_instrs; j++) {
			const struct instr *in =
				&t->blocks[t->rpo[b]].instrs[j];

			if (in->op == OP_LOAD && fn_value(t, in->place.base)
			    ->kind != VAL_LOCAL)
				return false;
		}
	return true;
}

/* Is what makes I, a call of the unit's function T, throw in sight, and no
 * failure of Python's? */
static bool is_apart(struct fn_run *r, const struct instr *i,
		     const struct function *t)
{
	unsigned a;

	for (a = 0; a < i->n_args; a++)
		if (!tells_nothing(r, i->args[a], 0))
			return false;
	return looks_at_arguments(t);
}

/* Is the indicator when I throws, for reason R, as it was before?  What a
 * function of the unit throws by itself can be how it passes on a failure that
 * its arguments tell, with an exception. */
static bool leaves_indicator(struct fn_run *r, const struct instr *i,
			     const struct reason *why)
{
	const struct function *t = call_target(r->fn, i);

	return (!t->has_body || thrown_is_library(t)
		|| why->how == THROWS_MEMORY || is_apart(r, i, t))
		&& !throws_meet_python(r->engine->knowledge, r->fn, i);
}

/* T as states have it: two that are equal but for what was thrown are equal
 * where that is the same. */
static const struct thrown *the_one(struct fn_run *r, const struct thrown *t)
{
	uint32_t n;

	for (n = 0; n < r->thrown.n; n++)
		if (thrown_equal(r->thrown.v[n], t)
		    && r->thrown.v[n]->info == t->info)
			return r->thrown.v[n];
	t = arena_memdup(&r->arena, t, sizeof(*t));
	vec_push(&r->thrown, t);
	return t;
}

/* Adds to OUT the states in which what I is known to throw is caught; false:
 * it is not known what that is, or not all. */
static bool known_states(struct fn_run *r, const struct state *s,
			 const struct instr *i, struct state_list *out)
{
	struct reasons rs = throws_at(r->engine->knowledge, r->fn, i);
	unsigned n;

	for (n = 0; n < rs.n; n++)
		if (!is_certain(&rs.v[n].type))
			return false;
	for (n = 0; n < rs.n; n++) {
		struct state *st;

		if (!throws_are_caught(r->fn, r->block, &rs.v[n].type))
			continue;
		st = after_throw(r, s, i);
		st->thrown = the_one(r, &rs.v[n].type);
		st->memory_only |= rs.v[n].how == THROWS_MEMORY;
		st->unwound = !s->misuse || s->unwound;
		if (!leaves_indicator(r, i, &rs.v[n])) {
			st->exc.state = EXC_UNKNOWN;
			st->exc.by = NULL;
		}
		state_list_add(out, st);
	}
	return rs.n && !rs.more;
}

void throw_states(struct fn_run *r, const struct state *s,
		  const struct instr *i, struct state_list *out)
{
	struct state *n;

	if (known_states(r, s, i, out)
	    || !may_throw(r->engine->knowledge, r->fn, i)
	    || !has_something(s))
		return;
	n = after_throw(r, s, i);
	n->exc.state = EXC_UNKNOWN;
	n->exc.by = NULL;
	state_list_add(out, n);
}

bool throw_takes(const struct fn_run *r, const struct state *s, uint32_t edge)
{
	const struct edge *e = &r->fn->edges[edge];

	return e->kind == EDGE_EH && r->can_return[e->to]
		&& (!s->thrown
		    || throws_edge(r->fn, r->block, s->thrown) == edge);
}

struct state *throw_taken(struct fn_run *r, const struct state *s,
			  uint32_t edge)
{
	struct state *n = state_copy(&r->engine->pool, s);

	if (throws_handled(r->fn, &r->fn->blocks[r->fn->edges[edge].to]))
		n->thrown = NULL;
	return n;
}
