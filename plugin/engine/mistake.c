/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An error value that goes for something else: -1 for true, or for a number.
 * What follows from that is told where it is mistaken.
 */
#include "engine/engine.h"

/* Is X the -1 with which the call that set the exception told so? */
static bool is_error(const struct state *s, sid x)
{
	int64_t v;

	return x && s->exc.state == EXC_SET && s->exc.by
		&& sym_get(s, x)->status_of == s->exc.by
		&& sym_constant(s, x, &v) && v == -1;
}

static void mistake(struct state *s, const struct instr *at)
{
	if (!s->exc.blamed)
		s->exc.blamed_at = at;
	s->exc.blamed = true;
}

/* Is X, the operand V, zero or a truth value?  To compare with a literal 1 is
 * to ask for success. */
static bool is_truth(const struct fn_run *r, const struct state *s, sid x,
		     vid v)
{
	const struct sym *y = sym_get(s, x);
	const struct value *k = fn_value(r->fn,
					 value_strip_copies(r->fn, v));

	return x && y->lo >= 0 && y->hi <= 1
		&& (k->kind != VAL_INT || k->u.i == 0);
}

void run_mistaken(const struct fn_run *r, struct state *s,
		  const struct instr *i, sid a, sid b)
{
	if ((i->cmp == CMP_EQ || i->cmp == CMP_NE)
	    && ((is_error(s, a) && is_truth(r, s, b, i->b))
		|| (is_error(s, b) && is_truth(r, s, a, i->a))))
		mistake(s, i);
}

/* Does -1 tell nothing but the failure of call I? */
static bool is_unambiguous(const struct fn_run *r, const struct instr *i)
{
	const struct contract *k = knowledge_call(r->engine->knowledge, r->fn,
						  i);
	const struct effect *e;
	unsigned n;

	if (k->flags & CF_AMBIGUOUS || k->origin == ORIGIN_CONVENTION)
		return false;
	for (n = 0; n < k->n_outcomes; n++) {
		for (e = k->outcomes[n].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RAISES)
				break;
		if (e->op == EFF_END && k->outcomes[n].pred.lo < 0
		    && !k->outcomes[n].pred.not_minus_one)
			return false;
	}
	return true;
}

/* What V was computed from, by arithmetic with constants. */
static vid number_root(const struct function *f, vid v)
{
	int depth;

	for (depth = 0; depth < 8; depth++) {
		const struct instr *d;

		v = value_strip_copies(f, v);
		d = value_def(f, v);
		if (d && d->op == OP_CAST)
			v = d->a;
		else if (d && (d->op == OP_ADD || d->op == OP_SUB
			       || d->op == OP_MUL || d->op == OP_SHL)
			 && fn_value(f, d->b)->kind == VAL_INT)
			v = d->a;
		else if (d && (d->op == OP_ADD || d->op == OP_MUL)
			 && fn_value(f, d->a)->kind == VAL_INT)
			v = d->b;
		else
			break;
	}
	return v;
}

static bool is_number(unsigned class)
{
	switch (class) {
	case ARG_INT: case ARG_LONG: case ARG_SSIZE: case ARG_SIZE:
	case ARG_DOUBLE:
		return true;
	default:
		return false;
	}
}

bool run_is_error_number(const struct fn_run *r, const struct state *s,
			 const struct contract *c, const struct instr *i,
			 unsigned arg)
{
	vid root;

	if (s->exc.state != EXC_SET || s->exc.tested || s->exc.looked
	    || s->exc.blamed
	    || c->origin > ORIGIN_SPEC || arg > c->n_params
	    || !is_number(c->params[arg - 1]) || !s->exc.by
	    || s->exc.by->op != OP_CALL)
		return false;
	root = number_root(r->fn, i->args[arg - 1]);
	return is_error(s, env_get(s, root)) && is_unambiguous(r, s->exc.by);
}

void run_note_number(const struct fn_run *r, struct state *s,
		     const struct contract *c, const struct instr *i,
		     unsigned arg)
{
	if (run_is_error_number(r, s, c, i, arg))
		mistake(s, i);
}
