/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the tests of the code under analysis say, besides which way is taken:
 * that a failure was looked at, and how much a test of a pointer against NULL
 * says of whether it can be NULL where the test leads.
 *
 * That a callee, or a macro expanded in it, handles NULL says nothing of what
 * its callers pass.  `if (p && p->x)' and `if (p) {...}' are guards: on the
 * way on, which both ways of the test come to, the author need not have had
 * NULL in mind; nor at the end of `for (p = first; p; p = p->next)'.
 */
#include "engine/evidence.h"
#include "engine/failure.h"
#include "engine/tables.h"

#include <string.h>

static void note_tested(struct state *s, sid x, unsigned depth)
{
	const struct sym *y = sym_get(s, x);

	if (!x || depth > 6)
		return;
	if (y->status_of && y->status_of == s->exc.by)
		s->exc.tested = true;
	if (y->expr.op == EXPR_CMP || y->expr.op == EXPR_BIN
	    || y->expr.op == EXPR_ADD || y->expr.op == EXPR_CAST) {
		note_tested(s, y->expr.a, depth + 1);
		note_tested(s, y->expr.b, depth + 1);
	}
}

void evidence_tested(struct state *s, sid x)
{
	note_tested(s, x, 0);
}

/* Does I hold its operand against a literal, at OTHER, that can be meant to
 * tell -1 from the rest?  (n < 2) is not. */
static bool is_test(const struct fn_run *r, const struct instr *i, vid other,
		    bool is_misused)
{
	const struct value *k = fn_value(r->fn,
					 value_strip_copies(r->fn, other));

	/* (p != Py_None) leaves a NULL that only a mistake explains as it
	 * was. */
	if (is_misused && k->type && k->type->kind == TYPE_PTR)
		return value_is_zero(r->fn, other);
	if (i->cmp == CMP_EQ || i->cmp == CMP_NE || k->kind == VAL_FLOAT)
		return true;
	return k->kind == VAL_INT && cmp_parts_error(i->cmp, k->u.i);
}

/* Both ends of a range in one test, as GCC folds (n > 0 && n < 64): the
 * number, moved and taken as unsigned, of which -1 is beyond the literal.  What
 * is computed of a known -1 is a constant, so that the operations are asked. */
static bool is_range_test(const struct fn_run *r, const struct instr *i,
			  const struct instr *call)
{
	const struct function *f = r->fn;
	const struct value *k = fn_value(f, value_strip_copies(f, i->b));
	const struct type *t = fn_value(f, i->a)->type;
	const struct instr *d;
	uint64_t e = UINT64_MAX;
	vid v = value_strip_copies(f, i->a);
	unsigned depth;

	if (!i->cmp_unsigned || k->kind != VAL_INT || !call
	    || call->op != OP_CALL)
		return false;
	for (depth = 0; depth < 4 && v != call->dst; depth++) {
		d = value_def(f, v);
		if (d && d->op == OP_ADD
		    && fn_value(f, d->b)->kind == VAL_INT)
			e += (uint64_t) fn_value(f, d->b)->u.i;
		else if (!d || d->op != OP_CAST || cast_narrows(f, d))
			return false;
		v = value_strip_copies(f, d->a);
	}
	if (t && t->size && t->size < 8)
		e &= (UINT64_C(1) << 8 * t->size) - 1;
	return v == call->dst && e > (uint64_t) k->u.i;
}

/* What branch I goes by: the comparison behind __builtin_expect, whose result
 * it casts, or itself. */
static const struct instr *comparison_of(const struct function *f,
					 const struct instr *i)
{
	unsigned depth;

	for (depth = 0; depth < 4; depth++) {
		const struct instr *d = value_def(f, value_strip_copies(f,
									i->a));

		if (!d || (d->op != OP_CAST && d->op != OP_CMP))
			break;
		i = d;
	}
	return i;
}

/* Does V have one of the interpreter's exception types? */
static bool is_exception_type(const struct fn_run *r, vid v)
{
	const struct instr *d = value_def(r->fn,
					  value_strip_copies(r->fn, v));
	const struct value *g = d && d->op == OP_LOAD
		? fn_value(r->fn, d->place.base) : NULL;

	return g && g->kind == VAL_GLOBAL
		&& !strncmp(g->u.global->name, "PyExc_", 6);
}

/* Is V the class of the exception that is set, as PyErr_Occurred gives it? */
static bool is_pending_class(const struct fn_run *r, vid v)
{
	const struct instr *d = value_def(r->fn, strip_casts(r->fn, v));
	const struct function *t = d && d->op == OP_CALL
		? call_target(r->fn, d) : NULL;

	return t && !strcmp(t->name, "PyErr_Occurred");
}

/* Does I ask which exception is set, by its class?  That there is any, a
 * comparison with NULL tells.  GCC folds two questions into one branch. */
static bool asks_class(const struct fn_run *r, const struct instr *i,
		       unsigned depth)
{
	const struct function *f = r->fn;
	const struct instr *d;

	if (i->op == OP_OR || i->op == OP_AND) {
		d = value_def(f, strip_casts(f, i->b));
		if (d && depth < 4 && asks_class(r, d, depth + 1))
			return true;
	} else if (i->op != OP_CMP && i->op != OP_BR) {
		return false;
	} else if (is_exception_type(r, i->a) || is_exception_type(r, i->b)) {
		return true;
	} else if (fn_value(f, i->b)->kind != VAL_INT) {
		return is_pending_class(r, i->a)
			|| (is_pending_class(r, i->b)
			    && fn_value(f, i->a)->kind != VAL_INT);
	}
	d = value_def(f, strip_casts(f, i->a));
	return d && depth < 4 && asks_class(r, d, depth + 1);
}

/* A result that is held against a variable for order is used, not tested: the
 * bound of a loop. */
void evidence_compared(const struct fn_run *r, struct state *s,
		       const struct instr *i, sid a, sid b)
{
	if (is_test(r, i, i->b, s->misuse))
		evidence_tested(s, a);
	if (is_test(r, i, i->a, s->misuse))
		evidence_tested(s, b);
	if (is_range_test(r, i, s->exc.by))
		s->exc.tested = true;
	if (asks_class(r, i, 0))
		s->exc.looked = s->exc.tested = s->exc.matched = true;
}

void evidence_failed(struct fn_run *r, struct state *s, sid a, enum cmp c,
		     vid b)
{
	const struct value *with = fn_value(r->fn, b);

	if (s->exc.state != EXC_SET || !s->exc.by || s->exc.by->op != OP_CALL
	    || sym_get(s, a)->status_of != s->exc.by
	    || with->kind != VAL_INT
	    || knowledge_can_succeed(r->engine->knowledge, r->fn,
				     s->exc.by, c, with->u.i))
		return;
	s->exc.failed = true;
}

bool evidence_not_minus_one(struct fn_run *r, struct state *s,
			    const struct instr *i, sid a, enum cmp c, sid b)
{
	const struct instr *d = value_def(r->fn,
					  value_strip_copies(r->fn, i->a));
	const struct type *t = fn_value(r->fn, i->a)->type;
	int64_t k;

	if (c != CMP_NE || !sym_constant(s, b, &k) || k != -1
	    || !d || d->op != OP_CALL || !t || t->kind != TYPE_INT
	    || t->is_unsigned || sym_get(s, a)->lo >= 0
	    || knowledge_call(r->engine->knowledge, r->fn, d)->origin
		!= ORIGIN_CONVENTION)
		return true;
	return state_assume_const(s, a, CMP_GE, 0, false);
}

/* ------------------------------------------------------------- guards */

/* Is what copy I, in block B, gives an arm of a conditional expression?  It has
 * no name; from GCC 15 on (its dumps, and 16's), where the expression's value
 * goes to a variable, each arm is an assignment to it that stands where the
 * other one does. */
static bool is_arm(const struct function *f, const struct block *b,
		   const struct instr *i)
{
	const struct block *to;
	uint32_t n, k;

	if (!fn_value(f, i->dst)->var)
		return true;
	to = &f->blocks[f->edges[b->succs[0]].to];
	for (n = 0; n < to->n_phis; n++) {
		const vid *args = to->phis[n].args;

		for (k = 0; k < to->n_preds && args[k] != i->dst; k++)
			;
		if (k == to->n_preds)
			continue;
		for (k = 0; k < to->n_preds; k++) {
			const struct instr *d = value_def(f, args[k]);

			if (d && d != i && !loc_compare(d->loc, i->loc))
				return true;
		}
	}
	return false;
}

/* Does block B do nothing but give a value, as `p ? p->n : 0' has? */
static bool is_empty(const struct function *f, const struct block *b)
{
	uint32_t i;

	if (block_last(b)->op != OP_JUMP || b->n_succs != 1 || b->n_phis)
		return false;
	for (i = 0; i + 1 < b->n_instrs; i++)
		if (b->instrs[i].op != OP_COPY || !is_arm(f, b, &b->instrs[i]))
			return false;
	return true;
}

/* Past blocks that do nothing. */
static uint32_t skip_empty(const struct function *f, uint32_t b)
{
	unsigned n;

	for (n = 0; n < 8 && is_empty(f, &f->blocks[b]); n++)
		b = f->edges[f->blocks[b].succs[0]].to;
	return b;
}

/* Does every way from block FROM that returns come to block TO? */
static bool always_comes_to(struct fn_run *r, uint32_t from, uint32_t to)
{
	const struct function *f = r->fn;
	bool *seen = ARENA_ARRAY(&r->arena, bool, f->n_blocks);
	VEC (uint32_t) todo = { 0 };
	bool always = true;

	vec_push(&todo, from);
	while (todo.n && always) {
		uint32_t b = todo.v[--todo.n], j;
		const struct block *blk = &f->blocks[b];

		if (b == to || seen[b])
			continue;
		seen[b] = true;
		always = block_last(blk)->op != OP_RET;
		for (j = 0; j < blk->n_succs; j++)
			if (f->edges[blk->succs[j]].kind != EDGE_EH)
				vec_push(&todo, f->edges[blk->succs[j]].to);
	}
	vec_release(&todo);
	return always;
}

/* Does block B end with a branch of which one way leads to block TO? */
static bool branches_to(const struct function *f, uint32_t b, uint32_t to)
{
	const struct block *blk = &f->blocks[b];
	uint32_t j;

	if (block_last(blk)->op != OP_BR)
		return false;
	for (j = 0; j < blk->n_succs; j++)
		if (skip_empty(f, f->edges[blk->succs[j]].to) == to)
			return true;
	return false;
}

/* Does the branch that ends block B merely guard what its other way does? */
static bool is_guard(struct fn_run *r, uint32_t b, uint32_t edge)
{
	const struct block *blk = &r->fn->blocks[b];
	const struct edge *edges = r->fn->edges;
	uint32_t to, other;

	if (blk->is_loop_header || blk->n_succs != 2)
		return blk->is_loop_header;
	to = skip_empty(r->fn, edges[edge].to);
	other = skip_empty(r->fn, edges[blk->succs[blk->succs[0] == edge
						    ? 1 : 0]].to);
	return r->fn->blocks[to].n_preds > 1
		&& (always_comes_to(r, other, to)
		    || branches_to(r->fn, other, to));
}

static bool is_guarding_edge(struct fn_run *r, uint32_t edge)
{
	enum { UNKNOWN, NO, YES };

	if (!r->guards)
		r->guards = ARENA_ARRAY(&r->arena, uint8_t, r->fn->n_edges);
	if (r->guards[edge] == UNKNOWN)
		r->guards[edge] = is_guard(r, r->block_id, edge) ? YES : NO;
	return r->guards[edge] == YES;
}

void evidence_null(struct fn_run *r, struct state *s, sid a, enum cmp c, sid b,
		   bool taken, bool is_news)
{
	struct sym *y = sym_at(s, a);
	bool guards;

	if (y->expr.op == EXPR_CMP && sym_is_null(s, b) && !y->expr.b
	    && !y->expr.k && (y->expr.code == CMP_EQ || y->expr.code == CMP_NE)) {
		/* (p == 0) != 0 */
		c = (c == CMP_EQ) == (y->expr.code == CMP_NE) ? CMP_EQ : CMP_NE;
		y = sym_at(s, y->expr.a);
	}
	if (c != CMP_EQ || !sym_is_null(s, b)
	    || y->null_by == NULL_BY_CALLER)
		return;
	/* A generator's tests of objects are its templates'. */
	guards = (r->is_generated && y->is_object)
		|| is_guarding_edge(r, r->block->succs[taken ? 0 : 1]);
	/* The guess turns out to be the function's own, too. */
	if (!guards && y->null_by == NULL_BY_CALLEE)
		s->misuse = false;
	if (!guards)
		y->null_by = NULL_BY_FACT;
	else if (is_news)
		y->null_by = NULL_BY_GUARD;
}

/* (p == NULL && PyErr_Occurred ()) was false for the second: what tells errors
 * apart from other NULLs does not say that there are such. */
void evidence_not_raised(struct fn_run *r, struct state *s)
{
	const struct function *f = r->fn;
	const struct edge *e;
	const struct instr *d;
	sid x;

	if (r->block->n_preds != 1)
		return;
	e = &f->edges[r->block->preds[0]];
	d = block_last(&f->blocks[e->from]);
	if (d->op != OP_BR)
		return;
	x = run_eval(r, s, comparison_of(f, d)->a);
	if (x && sym_is_null(s, x) && sym_get(s, x)->null_by == NULL_BY_FACT)
		sym_at(s, x)->null_by = NULL_BY_GUARD;
}

void evidence_guess(struct state *s, sid x)
{
	if (x && !sym_is_null(s, x) && !sym_is_nonnull(s, x)
	    && sym_get(s, x)->null_by != NULL_BY_CALLER)
		sym_at(s, x)->null_by = NULL_BY_CALLEE;
}
