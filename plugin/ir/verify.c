/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rules of the IR.  The first pass looks at numbers alone (vids, blocks,
 * edges); where it finds something wrong the others, which follow the
 * numbers, do not run.
 */
#include "ir/ir.h"

struct verifier {
	const struct function *f;
	struct buf *errors;
	bool ok;
	bool numbers_ok;
	uint32_t *idom;		/* block -> immediate dominator */
	uint32_t *defs;		/* vid -> number of definitions */
	struct arena arena;
};

#define NO_BLOCK UINT32_MAX

static void PRC_PRINTF(3, 4)
wrong(struct verifier *v, uint32_t block, const char *fmt, ...)
{
	va_list ap;

	v->ok = false;
	buf_addf(v->errors, "$%s", v->f->key);
	if (block != NO_BLOCK)
		buf_addf(v->errors, " @%lu", (unsigned long) block);
	buf_add(v->errors, ": ");
	va_start(ap, fmt);
	buf_vaddf(v->errors, fmt, ap);
	va_end(ap);
	buf_addc(v->errors, '\n');
}

/* ------------------------------------------------------------ numbers */

struct number_check { struct verifier *v; uint32_t block; };

static void check_number(vid value, void *data)
{
	struct number_check *c = data;

	if (value < c->v->f->n_values)
		return;
	wrong(c->v, c->block, "there is no value %lu",
	      (unsigned long) value);
	c->v->numbers_ok = false;
}

static void check_edge_number(struct verifier *v, uint32_t block,
			      uint32_t edge, bool is_succ)
{
	const struct edge *e = &v->f->edges[edge];

	if (edge < v->f->n_edges && e->from < v->f->n_blocks
	    && e->to < v->f->n_blocks
	    && (is_succ ? e->from : e->to) == block)
		return;
	wrong(v, block, "a broken edge");
	v->numbers_ok = false;
}

static void check_block_numbers(struct verifier *v, uint32_t block)
{
	const struct block *b = &v->f->blocks[block];
	struct number_check c = { v, block };
	uint32_t i, k;

	for (i = 0; i < b->n_succs; i++)
		check_edge_number(v, block, b->succs[i], true);
	for (i = 0; i < b->n_preds; i++)
		check_edge_number(v, block, b->preds[i], false);
	for (i = 0; i < b->n_phis; i++) {
		check_number(b->phis[i].dst, &c);
		for (k = 0; k < b->n_preds; k++)
			check_number(b->phis[i].args[k], &c);
	}
	for (i = 0; i < b->n_instrs; i++) {
		check_number(b->instrs[i].dst, &c);
		instr_uses(&b->instrs[i], check_number, &c);
	}
}

static void check_constant(struct verifier *v, const struct value *val)
{
	switch (val->kind) {
	case VAL_GLOBAL:
		if (!val->u.global)
			wrong(v, NO_BLOCK, "an address of no global");
		break;
	case VAL_FUNC:
		if (!val->u.func)
			wrong(v, NO_BLOCK, "an address of no function");
		break;
	case VAL_LOCAL:
		if (val->u.local >= v->f->n_locals)
			wrong(v, NO_BLOCK, "there is no local %lu",
			      (unsigned long) val->u.local);
		break;
	case VAL_PARAM:
		if (val->u.param >= v->f->n_params)
			wrong(v, NO_BLOCK, "there is no parameter %lu",
			      (unsigned long) val->u.param);
		break;
	case VAL_NONE:
	case VAL_SSA:
	case VAL_INT:
	case VAL_FLOAT:
	case VAL_STRING:
	case VAL_UNDEF:
		break;
	}
}

static void check_numbers(struct verifier *v)
{
	struct number_check c = { v, NO_BLOCK };
	uint32_t i;

	v->numbers_ok = true;
	for (i = 0; i < v->f->n_params; i++)
		check_number(v->f->params[i], &c);
	for (i = 0; i < v->f->n_blocks; i++)
		check_block_numbers(v, i);
	for (i = 1; i < v->f->n_values; i++) {
		check_constant(v, &v->f->values[i]);
		if (!v->f->values[i].type)
			wrong(v, NO_BLOCK, "value %lu has no type",
			      (unsigned long) i);
	}
	v->numbers_ok &= v->ok;
}

/* ------------------------------------------------------- instructions */

/* Which operands an opcode has: must, may or must not. */
enum { NO, YES, MAY };

static const struct shape { unsigned char dst, a, b, c, args; } shapes[] = {
	[OP_COPY] = { YES, YES }, [OP_CAST] = { YES, YES },
	[OP_ADD] = { YES, YES, YES }, [OP_SUB] = { YES, YES, YES },
	[OP_MUL] = { YES, YES, YES }, [OP_DIV] = { YES, YES, YES },
	[OP_MOD] = { YES, YES, YES }, [OP_AND] = { YES, YES, YES },
	[OP_OR] = { YES, YES, YES }, [OP_XOR] = { YES, YES, YES },
	[OP_SHL] = { YES, YES, YES }, [OP_SHR] = { YES, YES, YES },
	[OP_MIN] = { YES, YES, YES }, [OP_MAX] = { YES, YES, YES },
	[OP_NEG] = { YES, YES }, [OP_NOT] = { YES, YES },
	[OP_CMP] = { YES, YES, YES },
	[OP_SELECT] = { YES, YES, YES, YES },
	[OP_ADDR] = { YES }, [OP_LOAD] = { YES },
	[OP_STORE] = { NO, YES }, [OP_MOVE] = { NO, YES },
	[OP_ZERO] = { NO }, [OP_CLOBBER] = { NO },
	[OP_CALL] = { MAY, NO, NO, NO, MAY },
	[OP_ASM] = { NO, NO, NO, NO, MAY },
	[OP_UNKNOWN] = { YES, MAY, NO, NO, MAY },
	[OP_VA_ARG] = { YES, MAY, NO, NO, MAY },
	[OP_JUMP] = { NO }, [OP_BR] = { NO, YES, YES },
	[OP_SWITCH] = { NO, YES }, [OP_RET] = { NO, MAY },
	[OP_UNREACHABLE] = { NO },
};

static void check_operand(struct verifier *v, uint32_t block,
			  const struct instr *i, const char *what, bool is,
			  unsigned char rule)
{
	if (rule == YES && !is)
		wrong(v, block, "'%s' without %s", opcode_name(i->op), what);
	else if (rule == NO && is)
		wrong(v, block, "'%s' with %s", opcode_name(i->op), what);
}

static void check_arity(struct verifier *v, uint32_t block,
			const struct instr *i)
{
	const struct shape *s = &shapes[i->op];

	check_operand(v, block, i, "a result", i->dst, s->dst);
	check_operand(v, block, i, "a first operand", i->a, s->a);
	check_operand(v, block, i, "a second operand", i->b, s->b);
	check_operand(v, block, i, "a third operand", i->c, s->c);
	check_operand(v, block, i, "arguments", i->n_args, s->args);
	check_operand(v, block, i, "a callee", i->callee,
		      i->op == OP_CALL ? YES : NO);
}

static bool is_address(const struct value *val)
{
	switch (val->kind) {
	case VAL_STRING:
	case VAL_GLOBAL:
	case VAL_LOCAL:
	case VAL_FUNC:
		return true;
	case VAL_NONE:
	case VAL_SSA:
	case VAL_PARAM:
	case VAL_INT:
	case VAL_FLOAT:
	case VAL_UNDEF:
		break;
	}
	return val->type && val->type->kind == TYPE_PTR;
}

static void check_place(struct verifier *v, uint32_t block,
			const struct instr *i)
{
	const struct place *p = &i->place;
	const char *name = opcode_name(i->op);

	if (!p->base)
		wrong(v, block, "'%s' at no place", name);
	else if (!is_address(fn_value(v->f, p->base)))
		wrong(v, block, "'%s' at a place whose base is no address",
		      name);
	if (p->index && fn_value(v->f, p->index)->type->kind != TYPE_INT)
		wrong(v, block, "'%s' at a place whose index is no integer",
		      name);
	if (p->index && !p->stride)
		wrong(v, block, "'%s' at a place whose index has no stride",
		      name);
	if (p->stride && !p->index)
		wrong(v, block, "'%s' at a place with a stride, but no index",
		      name);
	if (p->field && !p->record)
		wrong(v, block, "'%s' at a member of no struct", name);
	if (i->op == OP_CLOBBER && p->base
	    && fn_value(v->f, p->base)->kind != VAL_LOCAL)
		wrong(v, block, "'clobber' of what is no local");
}

static void check_args(struct verifier *v, uint32_t block,
		       const struct instr *i)
{
	uint32_t k;

	for (k = 0; k < i->n_args; k++)
		if (!i->args[k])
			wrong(v, block, "'%s' without argument %lu",
			      opcode_name(i->op), (unsigned long) k + 1);
	if (i->op == OP_CALL
	    && (!i->fn_type || i->fn_type->kind != TYPE_FUNC))
		wrong(v, block, "'call' whose type is no function's");
}

static void check_result(struct verifier *v, uint32_t block, vid dst)
{
	if (!dst)
		return;
	if (fn_value(v->f, dst)->kind != VAL_SSA)
		wrong(v, block, "a definition of what is no SSA value");
	else if (++v->defs[dst] == 2)
		wrong(v, block, "a second definition of one value");
}

static void check_block(struct verifier *v, uint32_t block)
{
	const struct block *b = &v->f->blocks[block];
	uint32_t i;

	for (i = 0; i < b->n_instrs; i++) {
		const struct instr *in = &b->instrs[i];

		check_arity(v, block, in);
		check_args(v, block, in);
		check_result(v, block, in->dst);
		if (op_uses_place(in->op))
			check_place(v, block, in);
		if (op_is_terminator(in->op) && i + 1 < b->n_instrs)
			wrong(v, block, "an instruction behind the "
			      "terminator");
	}
	if (!b->n_instrs || !op_is_terminator(block_last(b)->op))
		wrong(v, block, "the block does not end in a terminator");
}

/* -------------------------------------------------------------- edges */

static void count_kinds(const struct function *f, const struct block *b,
			uint32_t n[EDGE_EH + 1])
{
	uint32_t i;

	for (i = 0; i < b->n_succs; i++)
		n[f->edges[b->succs[i]].kind]++;
}

static bool edges_fit(enum opcode op, const uint32_t *n)
{
	uint32_t branch = n[EDGE_TRUE] + n[EDGE_FALSE];
	uint32_t cases = n[EDGE_CASE] + n[EDGE_DEFAULT];

	if (op == OP_JUMP)
		return n[EDGE_JUMP] == 1 && !branch && !cases;
	if (op == OP_BR)
		return n[EDGE_TRUE] == 1 && n[EDGE_FALSE] == 1
			&& !n[EDGE_JUMP] && !cases;
	if (op == OP_SWITCH)
		return n[EDGE_DEFAULT] == 1 && !n[EDGE_JUMP] && !branch;
	return !n[EDGE_JUMP] && !branch && !cases;
}

static bool is_empty_range(const struct edge *e, const struct type *of)
{
	if (of && of->is_unsigned)
		return (uint64_t) e->low > (uint64_t) e->high;
	return e->low > e->high;
}

static void check_edges(struct verifier *v, uint32_t block)
{
	const struct function *f = v->f;
	const struct block *b = &f->blocks[block];
	uint32_t n[EDGE_EH + 1] = { 0 }, i;

	if (!b->n_instrs || !op_is_terminator(block_last(b)->op))
		return;
	count_kinds(f, b, n);
	if (!edges_fit(block_last(b)->op, n))
		wrong(v, block, "the edges do not fit '%s'",
		      opcode_name(block_last(b)->op));
	for (i = 0; i < b->n_succs; i++) {
		const struct edge *e = &f->edges[b->succs[i]];

		if (e->kind == EDGE_CASE
		    && is_empty_range(e, fn_value(f, block_last(b)->a)->type))
			wrong(v, block, "an empty range of cases");
	}
}

/* ---------------------------------------------------------------- SSA */

static uint32_t intersect(const struct verifier *v, uint32_t a, uint32_t b)
{
	const struct block *blocks = v->f->blocks;

	while (a != b) {
		while (blocks[a].rpo > blocks[b].rpo)
			a = v->idom[a];
		while (blocks[b].rpo > blocks[a].rpo)
			b = v->idom[b];
	}
	return a;
}

static uint32_t new_idom(const struct verifier *v, const struct block *b)
{
	uint32_t idom = NO_BLOCK, k;

	for (k = 0; k < b->n_preds; k++) {
		uint32_t pred = v->f->edges[b->preds[k]].from;

		if (v->idom[pred] == NO_BLOCK)
			continue;
		idom = idom == NO_BLOCK ? pred : intersect(v, idom, pred);
	}
	return idom;
}

/* Cooper, Harvey, Kennedy: a simple, fast dominance algorithm. */
static void find_dominators(struct verifier *v)
{
	const struct function *f = v->f;
	bool changed = true;
	uint32_t i;

	v->idom = ARENA_ARRAY(&v->arena, uint32_t, f->n_blocks);
	for (i = 0; i < f->n_blocks; i++)
		v->idom[i] = NO_BLOCK;
	v->idom[0] = 0;
	while (changed) {
		changed = false;
		for (i = 1; i < f->n_rpo; i++) {
			uint32_t at = f->rpo[i];
			uint32_t idom = new_idom(v, &f->blocks[at]);

			changed |= v->idom[at] != idom;
			v->idom[at] = idom;
		}
	}
}

static bool dominates(const struct verifier *v, uint32_t a, uint32_t b)
{
	while (b != a && v->f->blocks[b].rpo > v->f->blocks[a].rpo)
		b = v->idom[b];
	return a == b;
}

struct use_check { struct verifier *v; uint32_t block, instr; };

/* A use at instruction INSTR of BLOCK, or at its end for a PHI's sake. */
static void check_use(vid value, void *data)
{
	struct use_check *c = data;
	const struct value *val = fn_value(c->v->f, value);
	const char *name = val->name ? val->name : "a temporary";

	if (val->kind != VAL_SSA)
		return;
	if (!c->v->defs[value])
		wrong(c->v, c->block, "a use of %s, which nothing defines",
		      name);
	else if (val->def_block == c->block
		 ? !val->is_phi && val->def_instr >= c->instr
		 : !c->v->f->blocks[val->def_block].reachable
		   || !dominates(c->v, val->def_block, c->block))
		wrong(c->v, c->block, "a use of %s that its definition does "
		      "not dominate", name);
}

static void check_phi(struct verifier *v, uint32_t block,
		      const struct phi *phi)
{
	const struct block *b = &v->f->blocks[block];
	uint32_t k;

	for (k = 0; k < b->n_preds; k++) {
		struct use_check c = { v, v->f->edges[b->preds[k]].from,
			UINT32_MAX };

		if (!phi->args[k])
			wrong(v, block, "a phi without an argument from "
			      "@%lu", (unsigned long) c.block);
		else if (v->f->blocks[c.block].reachable)
			check_use(phi->args[k], &c);
	}
}

static void check_uses(struct verifier *v, uint32_t block)
{
	const struct block *b = &v->f->blocks[block];
	struct use_check c = { v, block, 0 };
	uint32_t i;

	for (i = 0; i < b->n_phis; i++)
		check_phi(v, block, &b->phis[i]);
	for (i = 0; i < b->n_instrs; i++) {
		c.instr = i;
		instr_uses(&b->instrs[i], check_use, &c);
	}
}

static void check_phi_results(struct verifier *v, uint32_t block)
{
	const struct block *b = &v->f->blocks[block];
	uint32_t i;

	if (!block && b->n_phis)
		wrong(v, block, "a phi in the entry block");
	for (i = 0; i < b->n_phis; i++) {
		if (!b->phis[i].dst)
			wrong(v, block, "a phi without a result");
		check_result(v, block, b->phis[i].dst);
	}
}

static void check_body(struct verifier *v)
{
	const struct function *f = v->f;
	uint32_t i;

	v->defs = ARENA_ARRAY(&v->arena, uint32_t, f->n_values);
	for (i = 0; i < f->n_blocks; i++) {
		check_phi_results(v, i);
		check_block(v, i);
		check_edges(v, i);
	}
	find_dominators(v);
	for (i = 0; i < f->n_rpo; i++)
		check_uses(v, f->rpo[i]);
}

static void check_head(struct verifier *v)
{
	const struct function *f = v->f;

	if (f->type && f->type->kind != TYPE_FUNC)
		wrong(v, NO_BLOCK, "its type is no function type");
	if (f->has_body && f->gave_up)
		wrong(v, NO_BLOCK, "a body that was given up");
	if (f->has_body && !f->type)
		wrong(v, NO_BLOCK, "a body without a type");
	if (f->has_body && !f->n_blocks)
		wrong(v, NO_BLOCK, "a body without a block");
}

bool function_verify(const struct unit *u, const struct function *f,
		     struct buf *errors)
{
	struct verifier v = { .f = f, .errors = errors, .ok = true };

	(void) u;
	check_head(&v);
	if (v.ok && f->has_body) {
		check_numbers(&v);
		if (v.numbers_ok)
			check_body(&v);
	}
	arena_release(&v.arena);
	return v.ok;
}
