/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a variable of a loop is known to be on the way back to its head. */
#include "engine/tables.h"
#include "engine/widen.h"

/* A number that grows by iteration gets an open end, so that the states of
 * later iterations become equal. */
static sid widen(struct state *s, sid x, const struct type *t, bool moves)
{
	const struct sym *y = sym_get(s, x);
	int64_t lo = y->lo;
	sid n;

	if ((y->thing && !y->interior)
	    || (y->lo == y->hi && y->expr.op != EXPR_ADD && y->lo == 0))
		return x;
	/* What a call answers does not grow by iteration. */
	if (y->status_of)
		return x;
	if (!t || (t->kind != TYPE_INT && t->kind != TYPE_PTR
		   && t->kind != TYPE_FLOAT))
		return x;
	if (t->kind == TYPE_PTR && y->addr.kind == REGION_NONE
	    && y->expr.op == EXPR_NONE)
		return x;
	if (t->kind == TYPE_INT && y->expr.op == EXPR_NONE && y->lo != y->hi
	    && !moves)
		return x;
	n = state_sym(s);
	y = sym_get(s, x);
	if (t->kind == TYPE_PTR) {
		sym_at(s, n)->thing = y->thing;
		sym_at(s, n)->interior = y->interior;
		sym_at(s, n)->lo = 0;
		if (y->nonzero || y->lo > 0)
			sym_at(s, n)->nonzero = true,
			sym_at(s, n)->lo = 1;
	} else if (lo >= 1) {
		sym_at(s, n)->lo = 1;
		sym_at(s, n)->nonzero = true;
	} else if (lo >= 0) {
		sym_at(s, n)->lo = 0;
	} else if (y->hi < 0) {
		sym_at(s, n)->hi = -1;
		sym_at(s, n)->nonzero = true;
	}
	return n;
}

/* A loop that counts to so much is walked as often. */
#define COUNTED 8

/* Is P, which has a known value, held against a small number at the head of
 * its loop?  Also against a variable of which this path knows the value. */
static bool is_counter(struct fn_run *r, struct state *s,
		       const struct block *to, const struct phi *p, sid x)
{
	const struct instr *last = block_last(to);
	int64_t k, end;

	return last->op == OP_BR && last->a == p->dst
		&& sym_constant(s, x, &k) && k >= 0 && k <= COUNTED + 1
		&& sym_constant(s, run_eval(r, s, last->b), &end)
		&& end >= 0 && end <= COUNTED;
}

/* Is P what it was before and a constant more, each time round? */
static bool is_step(const struct function *f, const struct phi *p,
		    uint32_t pos)
{
	const struct instr *d = value_def(f, value_strip_copies(f,
							p->args[pos]));

	return d && d->op == OP_ADD && fn_value(f, d->b)->kind == VAL_INT
		&& value_strip_copies(f, d->a) == p->dst;
}

/* Is P computed of itself, each time round? */
static bool moves(const struct function *f, const struct phi *p, uint32_t pos)
{
	const struct instr *d = value_def(f, value_strip_copies(f,
							p->args[pos]));

	return d && (d->op == OP_ADD || d->op == OP_SUB || d->op == OP_MUL
		     || d->op == OP_SHL)
		&& (value_strip_copies(f, d->a) == p->dst
		    || value_strip_copies(f, d->b) == p->dst);
}

/* Does P begin with a constant, *FIRST, and go up by one each time? */
static bool goes_up(const struct function *f, const struct block *head,
		    const struct phi *p, int64_t *first)
{
	const struct value *v;
	uint32_t i;

	*first = INT64_MIN;
	for (i = 0; i < head->n_preds; i++) {
		v = fn_value(f, value_strip_copies(f, p->args[i]));
		if (!f->edges[head->preds[i]].is_back) {
			if (v->kind != VAL_INT)
				return false;
			*first = v->u.i > *first ? v->u.i : *first;
		} else if (!is_step(f, p, i) || fn_value(f, value_def(f,
				value_strip_copies(f, p->args[i]))->b)->u.i
			   != 1) {
			return false;
		}
	}
	return true;
}

bool widen_exit(struct fn_run *r, struct state *s, const struct instr *br,
		enum cmp c, sid a, sid b)
{
	const struct block *head = r->block;
	const struct value *end = fn_value(r->fn, br->b);
	int64_t first;
	uint32_t i;

	if (!head->is_loop_header || (c != CMP_GE && c != CMP_GT))
		return true;
	for (i = 0; i < head->n_phis; i++)
		if (head->phis[i].dst == br->a)
			break;
	/* What the head reads anew each time may have changed. */
	if (i == head->n_phis || !goes_up(r->fn, head, &head->phis[i], &first)
	    || (end->kind == VAL_SSA && end->def_block == r->block_id))
		return true;
	if (c == CMP_GE)
		return sym_get(s, b)->lo < first
			|| state_assume(s, a, CMP_EQ, b, false);
	return end->kind != VAL_INT || end->u.i == INT64_MAX
		|| end->u.i + 1 < first
		|| state_assume_const(s, a, CMP_EQ, end->u.i + 1, false);
}

/* Does a number that is counted to the end of the loop go along with P, which
 * moves by so much each time? */
static bool goes_along(struct fn_run *r, struct state *s,
		       const struct block *to, const struct phi *p,
		       uint32_t pos, sid x)
{
	int64_t k;
	uint32_t i;

	if (!sym_constant(s, x, &k) || !is_step(r->fn, p, pos))
		return false;
	for (i = 0; i < to->n_phis; i++)
		if (&to->phis[i] != p
		    && is_counter(r, s, to, &to->phis[i],
				  run_eval(r, s, to->phis[i].args[pos])))
			return true;
	return false;
}

/* What the loop with the head TO ends at, V, is on the way back: a variable
 * that the head reads anew, too, where it is the function's own. */
static sid end_of(struct fn_run *r, struct state *s, const struct block *to,
		  vid v)
{
	const struct value *end = fn_value(r->fn, v);
	const struct instr *d = value_def(r->fn, v);
	struct cell key, *cell;

	if (end->kind != VAL_SSA || &r->fn->blocks[end->def_block] != to)
		return end->kind == VAL_INT ? 0 : run_eval(r, s, v);
	if (!d || d->op != OP_LOAD || d->place.index
	    || fn_value(r->fn, d->place.base)->kind != VAL_LOCAL
	    || !run_cell(r, s, &d->place, &key))
		return 0;
	cell = state_cell(s, &key);
	return cell ? cell->value : 0;
}

/* X, which P was before and one more, was held against what the loop ends at:
 * so is N, which stands for it in the next round. */
static void keep_end(struct fn_run *r, struct state *s, const struct block *to,
		     const struct phi *p, sid x, sid n)
{
	static const enum cmp asked[] = { CMP_LT, CMP_GE, CMP_NE };
	const struct instr *last = block_last(to);
	uint32_t i;
	sid b = last->op == OP_BR && last->a == p->dst
		? end_of(r, s, to, last->b) : 0;

	for (i = 0; b && i < ARRAY_SIZE (asked); i++)
		if (state_compare(s, x, asked[i], b, false) == 1)
			state_assume(s, n, asked[i], b, false);
}

void widen_step(struct state *s, sid a, enum cmp c, sid b)
{
	const struct expr *e = &sym_get(s, b)->expr;
	sid end = e->a;
	int64_t k;

	if (!a || !b || c != CMP_NE || e->op != EXPR_ADD || e->b || e->k != -1)
		return;
	if (sym_constant(s, a, &k)) {
		state_assume_const(s, end, CMP_NE, k + 1, false);
		return;
	}
	a = state_expr(s, (struct expr) { .op = EXPR_ADD, .a = a, .k = 1 });
	state_assume(s, a, CMP_NE, end, false);
}

sid widen_phi(struct fn_run *r, struct state *s, const struct block *to,
	      const struct phi *p, uint32_t pos, sid x)
{
	sid n;

	if (is_counter(r, s, to, p, x) || goes_along(r, s, to, p, pos, x))
		return x;
	n = widen(s, x, r->fn->values[p->dst].type, moves(r->fn, p, pos));
	if (n != x && is_step(r->fn, p, pos))
		keep_end(r, s, to, p, x, n);
	return n;
}

/* What leads from a node of a list, which P is, to the next one: `node->next',
 * or of `where = &(*where)->next' what *where is read by. */
static const struct instr *step_of_walk(const struct function *f,
					const struct phi *p, uint32_t pos)
{
	const struct instr *d = value_def(f, strip_casts(f, p->args[pos]));

	if (d && d->op == OP_ADDR && !d->place.index)
		d = value_def(f, strip_casts(f, d->place.base));
	return d && d->op == OP_LOAD && !d->place.index
		&& strip_casts(f, d->place.base) == p->dst ? d : NULL;
}

void widen_walk(struct fn_run *r, struct state *s, const struct phi *p,
		uint32_t pos)
{
	const struct instr *d = step_of_walk(r->fn, p, pos);
	sid x = d ? env_get(s, d->dst) : 0;
	uint32_t i = 0;

	while (x && i < s->cells.n) {
		const struct cell *c = &s->cells.v[i];
		struct addr at = c->at;

		if (c->value == x && c->initial && !c->is_resource && !c->index
		    && at.kind == REGION_SYM)
			state_forget(s, &at, c->size);
		else
			i++;
	}
}
