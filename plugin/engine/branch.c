/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a state goes from a condition or a switch, and what it knows then. */
#include "engine/branch.h"
#include "engine/call.h"
#include "engine/dues.h"
#include "engine/evidence.h"
#include "engine/widen.h"

static void branch_step(struct fn_run *r, const struct state *s,
			const struct instr *i, sid a, sid b, bool taken)
{
	struct step st = { .kind = STEP_BRANCH, .instr = i, .before = s,
		.value = a, .operand = i->a, .cmp = i->cmp, .taken = taken };

	if (!b)
		return;
	sym_constant(s, b, &st.number);
	run_step(r, &st);
}

static bool is_truth(const struct state *s, sid x)
{
	return x && sym_get(s, x)->lo >= 0 && sym_get(s, x)->hi <= 1;
}

/* Is X, as a truth value that is TRUTH, an "or" of two others? */
static bool is_disjunction(const struct state *s, sid x, bool truth)
{
	const struct expr *e = &sym_get(s, x)->expr;

	return e->op == EXPR_BIN && e->code == (truth ? OP_OR : OP_AND)
		&& is_truth(s, e->a) && is_truth(s, e->b);
}

/* N, which is used up, as one state for each way in which X can be TRUTH:
 * with optimisation GCC makes `a && b' one condition. */
static void split_disjunction(struct fn_run *r, struct state *n, sid x,
			      bool truth, struct state_list *out)
{
	struct expr e = sym_get(n, x)->expr;
	struct state *m;

	if (!is_disjunction(n, x, truth)) {
		if (state_assume_const(n, x, truth ? CMP_NE : CMP_EQ, 0,
				       false))
			state_list_add(out, n);
		else
			state_free(&r->engine->pool, n);
		return;
	}
	m = state_copy(&r->engine->pool, n);
	split_disjunction(r, m, e.a, truth, out);
	if (state_assume_const(n, e.a, truth ? CMP_EQ : CMP_NE, 0, false))
		split_disjunction(r, n, e.b, truth, out);
	else
		state_free(&r->engine->pool, n);
}

/* x != x: what is no number equals nothing (IEEE 754; C11, F.9.3). */
static bool may_be_nan(const struct fn_run *r, const struct instr *i)
{
	const struct type *t = r->fn->values[i->a].type;

	return t && t->kind == TYPE_FLOAT;
}

/* Was V there before value AT was made? */
static bool is_older(const struct fn_run *r, vid v, vid at)
{
	const struct value *x = fn_value(r->fn, value_strip_copies(r->fn, v));
	const struct value *y = fn_value(r->fn, at);
	uint32_t xb, yb;

	if (x->kind != VAL_SSA)
		return true;
	if (x->is_phi || y->kind != VAL_SSA)
		return false;
	xb = r->fn->blocks[x->def_block].rpo;
	yb = r->fn->blocks[y->def_block].rpo;
	return xb < yb || (xb == yb && x->def_instr < y->def_instr);
}

/* Does the call get a pointer?  realloc can give it back. */
static bool gets_pointer(const struct function *f, const struct instr *call)
{
	const struct type *t;
	uint32_t n;

	for (n = 0; n < call->n_args; n++) {
		t = fn_value(f, call->args[n])->type;
		if (!t || t->kind == TYPE_PTR)
			return true;
	}
	return false;
}

/* Is X memory that was allocated here, and nowhere else yet, and V a pointer
 * that was there before?  They differ (C11 7.22.3). */
static bool is_new_memory(const struct fn_run *r, const struct state *s, sid x,
			  vid v)
{
	const struct thing *t = thing_get(s, x);

	return t && t->birth == BIRTH_NEW && t->family >= FAMILY_MALLOC
		&& t->family <= FAMILY_PYOBJECT_MEM && t->refs > 0
		&& !t->stored && !sym_get(s, x)->interior && t->born
		&& t->born->op == OP_CALL && t->born->dst
		&& !gets_pointer(r->fn, t->born)
		&& is_older(r, v, t->born->dst);
}

static void branch_way(struct fn_run *r, struct state *n,
		       const struct instr *i, bool taken)
{
	sid a = run_eval(r, n, i->a), b = run_eval(r, n, i->b);
	enum cmp c = a == b && may_be_nan(r, i) ? CMP_OTHER
		: taken ? i->cmp : cmp_negate(i->cmp);
	int before = state_compare(n, a, c, b, i->cmp_unsigned);
	bool odd = run_equals_failure(r, n, i, c);

	if (before == 0
	    || (c == CMP_EQ && a != b && (is_new_memory(r, n, a, i->b)
					  || is_new_memory(r, n, b, i->a)))
	    || !state_assume(n, a, c, b, i->cmp_unsigned)
	    || !widen_exit(r, n, i, c, a, b)
	    || !evidence_not_minus_one(r, n, i, a, c, b)) {
		state_free(&r->engine->pool, n);
		return;
	}
	widen_step(n, a, c, b);
	evidence_compared(r, n, i, a, b);
	evidence_failed(r, n, a, c, i->b);
	evidence_null(r, n, a, c, b, taken, before < 0);
	call_fetched(r, n);
	lend_refused(r, n, a, r->block->succs[taken ? 0 : 1]);
	branch_step(r, n, i, a, b, taken);
	run_mistaken(r, n, i);
	if (r->dues)
		dues_branch(r, n, i, taken);
	if (odd)
		state_guess(n);
	if (before < 0)
		run_trace(r, n, (struct trace) { .kind = TRACE_BRANCH,
			  .instr = i, .taken = taken });
	run_arrive(r, n, r->block->succs[taken ? 0 : 1]);
}

static void branch_with(struct fn_run *r, struct state *n,
			const struct instr *i, bool taken)
{
	sid a = run_eval(r, n, i->a), b = run_eval(r, n, i->b);
	enum cmp c = taken ? i->cmp : cmp_negate(i->cmp);
	struct state_list ways = { 0 };
	int64_t k;

	if ((c != CMP_EQ && c != CMP_NE) || !sym_constant(n, b, &k) || k
	    || !is_disjunction(n, a, c == CMP_NE)) {
		branch_way(r, n, i, taken);
		return;
	}
	split_disjunction(r, n, a, c == CMP_NE, &ways);
	while ((n = state_list_take(&ways)) != NULL)
		branch_way(r, n, i, taken);
}

/* Is I's condition (x && y) that is to be false, or (x || y) that is to be
 * true? */
static bool has_two_ways(const struct fn_run *r, const struct state *s,
			 const struct instr *i, bool taken)
{
	bool truth = taken == (i->cmp == CMP_NE);
	sid a = i->a ? env_get(s, i->a) : 0;
	const struct expr *e = &sym_get(s, a)->expr;
	const struct value *by = fn_value(r->fn, i->b);

	return a && (i->cmp == CMP_EQ || i->cmp == CMP_NE)
		&& (env_get(s, i->b) ? sym_is_null(s, env_get(s, i->b))
		    : by->kind == VAL_INT && !by->u.i)
		&& e->op == EXPR_BIN && e->b
		&& e->code == (truth ? OP_OR : OP_AND)
		&& sym_get(s, e->a)->expr.op == EXPR_CMP
		&& sym_get(s, e->b)->expr.op == EXPR_CMP;
}

int branch_only_way(const struct fn_run *r, const struct state *s,
		    const struct instr *i)
{
	sid a = i->a ? env_get(s, i->a) : 0;

	if (!a || (i->cmp != CMP_EQ && i->cmp != CMP_NE)
	    || !value_is_zero(r->fn, i->b))
		return -1;
	if (sym_is_null(s, a))
		return i->cmp == CMP_EQ;
	return sym_is_nonnull(s, a) ? i->cmp == CMP_NE : -1;
}

/* Two ways that are to be told apart are followed each by itself, for each
 * narrows. */
void branch_to(struct fn_run *r, struct state *n, const struct instr *i,
		      bool taken)
{
	struct state *m;
	struct expr e;
	enum cmp c;

	if (!has_two_ways(r, n, i, taken)) {
		branch_with(r, n, i, taken);
		return;
	}
	e = sym_get(n, run_eval(r, n, i->a))->expr;
	c = taken == (i->cmp == CMP_NE) ? CMP_NE : CMP_EQ;
	m = state_copy(&r->engine->pool, n);
	if (state_assume_const(n, e.a, c, 0, false))
		branch_with(r, n, i, taken);
	else
		state_free(&r->engine->pool, n);
	if (state_assume_const(m, e.a, cmp_negate(c), 0, false)
	    && state_assume_const(m, e.b, c, 0, false))
		branch_with(r, m, i, taken);
	else
		state_free(&r->engine->pool, m);
}

void branch_switch(struct fn_run *r, struct state *s, const struct instr *i,
		      uint32_t edge)
{
	const struct edge *e = &r->fn->edges[edge];
	struct state *n = state_copy(&r->engine->pool, s);
	sid x = run_eval(r, n, i->a);
	bool possible = !(i->is_complete && e->kind == EDGE_DEFAULT);
	uint32_t j;
	int64_t k;

	if (e->kind == EDGE_DEFAULT) {
		for (j = 0; j < r->block->n_succs && possible; j++) {
			const struct edge *o =
				&r->fn->edges[r->block->succs[j]];

			if (o->kind != EDGE_CASE || !edge_is_short(o))
				continue;
			for (k = o->low; k <= o->high && possible; k++)
				possible = state_assume_const(n, x, CMP_NE, k,
							      false);
		}
	} else {
		possible = state_assume_const(n, x, CMP_GE, e->low, false)
			&& state_assume_const(n, x, CMP_LE, e->high, false);
	}
	evidence_tested(n, x);
	if (!possible) {
		state_free(&r->engine->pool, n);
		return;
	}
	if (r->dues)
		dues_branch(r, n, i, true);
	run_trace(r, n, (struct trace) { .kind = TRACE_BRANCH, .instr = i,
		  .taken = e->kind != EDGE_DEFAULT, .case_value = e->low });
	run_arrive(r, n, edge);
}
