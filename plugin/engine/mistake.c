/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An error value that goes for something else: -1 for true, or for a number.
 * What follows from that is told where it is mistaken.
 */
#include "engine/engine.h"
#include "engine/failure.h"
#include "engine/tables.h"

#include <string.h>

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
 * to ask for success, and a length is held against another one. */
static bool is_truth(const struct fn_run *r, const struct state *s, sid x,
		     vid v)
{
	const struct sym *y = sym_get(s, x);
	const struct value *k = fn_value(r->fn,
					 value_strip_copies(r->fn, v));

	return x && y->lo >= 0 && y->hi <= 1
		&& (k->kind == VAL_INT ? k->u.i == 0
		    : !knowledge_can_succeed(r->engine->knowledge, r->fn,
					     s->exc.by, CMP_GT, 1));
}

bool run_is_mistaken(const struct fn_run *r, const struct state *s,
		     const struct instr *i)
{
	sid a = env_get(s, i->a), b = env_get(s, i->b);

	if (i->cmp != CMP_EQ && i->cmp != CMP_NE)
		return false;
	/* Where success is 0 alone, anything else is failure. */
	return ((is_error(s, a) && is_truth(r, s, b, i->b))
		|| (is_error(s, b) && is_truth(r, s, a, i->a)))
		&& knowledge_can_succeed(r->engine->knowledge, r->fn,
					 s->exc.by, CMP_NE, 0);
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
		if (e->op == EFF_END && k->outcomes[n].pred.lo <= -1
		    && k->outcomes[n].pred.hi >= -1
		    && !k->outcomes[n].pred.not_minus_one)
			return false;
	}
	return true;
}

/* Does V count the rounds of a loop from zero: is it what is moved by a
 * literal from round to round? */
static bool counts_rounds(const struct fn_run *r, vid v)
{
	const struct function *f = r->fn;
	uint32_t b, i, n;

	v = strip_casts(f, v);
	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; f->blocks[b].is_loop_header
		     && i < f->blocks[b].n_phis; i++) {
			const struct phi *p = &f->blocks[b].phis[i];

			for (n = 0; p->dst == v && n < f->blocks[b].n_preds;
			     n++) {
				const struct instr *d = value_def(f,
					strip_casts(f, p->args[n]));

				if (d && d->op == OP_ADD
				    && strip_casts(f, d->a) == v
				    && fn_value(f, d->b)->kind == VAL_INT)
					return true;
			}
		}
	return false;
}

bool run_is_error_bound(const struct fn_run *r, const struct state *s,
			const struct instr *i)
{
	sid a = env_get(s, i->a), b = env_get(s, i->b);

	if ((i->cmp != CMP_EQ && i->cmp != CMP_NE) || s->exc.looked)
		return false;
	return ((is_error(s, a) && b && sym_get(s, b)->lo >= 0
		 && counts_rounds(r, i->b))
		|| (is_error(s, b) && a && sym_get(s, a)->lo >= 0
		    && counts_rounds(r, i->a)))
		&& is_unambiguous(r, s->exc.by);
}

/* Does I part the -1 of the failed call from its answers? */
static bool parts_error(const struct fn_run *r, const struct state *s,
			const struct instr *i)
{
	const struct value *k = fn_value(r->fn,
					 value_strip_copies(r->fn, i->b));

	if (!is_error(s, env_get(s, i->a)) || k->kind != VAL_INT)
		return false;
	return i->cmp == CMP_EQ || i->cmp == CMP_NE ? k->u.i == -1
		: cmp_parts_error(i->cmp, k->u.i);
}

void run_mistaken(const struct fn_run *r, struct state *s,
		  const struct instr *i)
{
	/* `if (n) return n > 0;' did not take it for true, after all. */
	if (s->exc.blamed && parts_error(r, s, i))
		s->exc.blamed = false;
	if (run_is_mistaken(r, s, i) || run_is_error_bound(r, s, i))
		mistake(s, i);
}

bool run_equals_failure(const struct fn_run *r, const struct state *s,
			const struct instr *i, enum cmp c)
{
	const struct instr *d = value_def(r->fn,
					  value_strip_copies(r->fn, i->a));
	sid a, b;
	int64_t k;

	/* (n == m) != 0 */
	if (d && d->op == OP_CMP && value_is_zero(r->fn, i->b)
	    && (c == CMP_EQ || c == CMP_NE)) {
		c = c == CMP_NE ? d->cmp : cmp_negate(d->cmp);
		i = d;
	}
	a = env_get(s, i->a);
	b = env_get(s, i->b);
	if (c != CMP_EQ || s->exc.state != EXC_SET || !s->exc.by
	    || s->exc.by->op != OP_CALL
	    || !(is_error(s, a) ? !sym_constant(s, b, &k)
		 : is_error(s, b) && !sym_constant(s, a, &k)))
		return false;
	return is_unambiguous(r, s->exc.by);
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

/* Does block B branch to where the program is ended? */
static bool is_assertion(const struct function *f, const struct block *b)
{
	uint32_t i, j;

	for (i = 0; i < b->n_succs; i++) {
		const struct block *to =
			&f->blocks[f->edges[b->succs[i]].to];

		for (j = 0; j < to->n_instrs; j++) {
			const struct function *t = to->instrs[j].op == OP_CALL
				? call_target(f, &to->instrs[j]) : NULL;

			if (t && !strcmp(t->name, "__assert_fail"))
				return true;
		}
	}
	return false;
}

/* How far on the number is followed into what gets it from there. */
enum { HANDED_ON = 3 };

static bool looks_at(const struct function *f, unsigned n, unsigned depth);

/* Does call I in F hand V, or what it makes of it, to one that looks at it? */
static bool hands_on(const struct function *f, const struct instr *i, vid v,
		     unsigned depth)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i)
		: NULL;
	uint32_t n;

	if (!t || !t->has_body || !depth)
		return false;
	for (n = 0; n < i->n_args && n < t->n_params; n++)
		if (t->params[n] && number_root(f, i->args[n]) == v
		    && looks_at(t, n, depth - 1))
			return true;
	return false;
}

/* Does the body of F look at what its parameter N is, otherwise than to
 * assert something, itself or by a function that it calls? */
static bool looks_at(const struct function *f, unsigned n, unsigned depth)
{
	uint32_t b, j;
	vid v = f->params[n];

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (j = 0; j < blk->n_instrs; j++) {
			const struct instr *i = &blk->instrs[j];

			if ((i->op == OP_BR || i->op == OP_CMP
			     || i->op == OP_SWITCH)
			    && (number_root(f, i->a) == v
				|| (i->b && number_root(f, i->b) == v))
			    && !is_assertion(f, blk))
				return true;
			if (hands_on(f, i, v, depth))
				return true;
		}
	}
	return false;
}

/* Is argument ARG of the call a number that the callee uses as it is? */
static bool takes_number(const struct fn_run *r, const struct contract *c,
			 const struct instr *i, unsigned arg)
{
	const struct function *f = call_target(r->fn, i);

	if (c->origin <= ORIGIN_SPEC)
		return arg <= c->n_params && is_number(c->params[arg - 1]);
	return c->origin == ORIGIN_INFERRED && f && f->has_body
		&& arg <= f->n_params && f->params[arg - 1]
		&& fn_value(f, f->params[arg - 1])->type->kind == TYPE_INT
		&& !looks_at(f, arg - 1, HANDED_ON);
}

bool run_is_error_number(const struct fn_run *r, const struct state *s,
			 const struct contract *c, const struct instr *i,
			 unsigned arg)
{
	vid root;

	if (s->exc.state != EXC_SET || s->exc.tested || s->exc.looked
	    || s->exc.blamed
	    || !s->exc.by || s->exc.by->op != OP_CALL
	    || !takes_number(r, c, i, arg))
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
