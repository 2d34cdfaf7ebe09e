/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SSA liveness: for each block the values needed at its start, as sorted
 * lists, and for each value the last use within a block.
 *
 * Each use walks back to the definition; a value is entered once per block,
 * so the cost is the size of the result.
 */
#include "engine/call.h"

#include <stdlib.h>
#include <string.h>

struct use_at { vid v; uint32_t last; };

struct live_block {
	VEC (vid) in;			/* live at the start, past the PHIs */
	VEC (vid) out;			/* live at the end */
	VEC (struct use_at) uses;	/* sorted by value */
};

/* An operation that the function computes, and where it last does so. */
struct shape {
	uint8_t op;
	bool has_k;		/* with the number k, else with a value */
	int64_t k;
	uint32_t last;		/* block, in reverse post-order */
};

struct shapes { struct shape *v; uint32_t n, cap; };

struct liveness {
	const struct function *f;
	struct live_block *blocks;
	struct shape *shapes;	/* sorted */
	uint32_t n_shapes;
	/* Where memory is looked at last of which nobody knows where it is. */
	const struct shape *anywhere;
	uint32_t *stamp;	/* by value: last block entered for it */
	uint32_t *stack;
	uint32_t n_stack;
};

static bool is_tracked(const struct function *f, vid v)
{
	enum value_kind k = f->values[v].kind;

	return v && (k == VAL_SSA || k == VAL_PARAM);
}

/* V is live at the end of BLOCK: so it is in all before it, up to its
 * definition. */
static void live_out(struct liveness *l, vid v, uint32_t block,
		     uint32_t *out_stamp);

static void live_in(struct liveness *l, vid v, uint32_t block,
		    uint32_t *out_stamp)
{
	const struct block *b = &l->f->blocks[block];
	uint32_t i;

	if (l->stamp[block] == v)
		return;
	l->stamp[block] = v;
	vec_push(&l->blocks[block].in, v);
	for (i = 0; i < b->n_preds; i++)
		live_out(l, v, l->f->edges[b->preds[i]].from, out_stamp);
}

static void live_out(struct liveness *l, vid v, uint32_t block,
		     uint32_t *out_stamp)
{
	if (out_stamp[block] == v)
		return;
	out_stamp[block] = v;
	vec_push(&l->blocks[block].out, v);
	l->stack[l->n_stack++] = block;
}

static bool defined_in(const struct function *f, vid v, uint32_t block)
{
	const struct value *val = &f->values[v];

	return val->kind == VAL_SSA && val->def_block == block;
}

static void drain(struct liveness *l, vid v, uint32_t *out_stamp)
{
	while (l->n_stack) {
		uint32_t b = l->stack[--l->n_stack];

		if (!defined_in(l->f, v, b))
			live_in(l, v, b, out_stamp);
	}
}

struct gather { struct live_block *b; const struct function *f; uint32_t at; };

static void gather_use(vid v, void *data)
{
	struct gather *g = data;
	struct use_at u = { v, g->at };

	if (is_tracked(g->f, v))
		vec_push(&g->b->uses, u);
}

static int use_order(const void *a, const void *b)
{
	const struct use_at *x = a, *y = b;

	if (x->v != y->v)
		return x->v < y->v ? -1 : 1;
	return x->last < y->last ? -1 : x->last > y->last;
}

static int vid_order(const void *a, const void *b)
{
	vid x = *(const vid *) a, y = *(const vid *) b;

	return x < y ? -1 : x > y;
}

/* Sorted by value, the last use of each kept. */
static void settle_uses(struct live_block *b)
{
	uint32_t i, out = 0;

	if (b->uses.n > 1)
		qsort(b->uses.v, b->uses.n, sizeof(b->uses.v[0]), use_order);
	for (i = 0; i < b->uses.n; i++) {
		if (out && b->uses.v[out - 1].v == b->uses.v[i].v)
			b->uses.v[out - 1] = b->uses.v[i];
		else
			b->uses.v[out++] = b->uses.v[i];
	}
	b->uses.n = out;
}

struct pair { vid v; uint32_t block; bool at_end; };

static int pair_order(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->v != y->v)
		return x->v < y->v ? -1 : 1;
	if (x->block != y->block)
		return x->block < y->block ? -1 : 1;
	return x->at_end - y->at_end;
}

/* Values used in a block they are not defined in, or by a PHI behind it. */
static struct pair *gather_pairs(struct liveness *l, uint32_t *n)
{
	const struct function *f = l->f;
	VEC (struct pair) ps = { 0 };
	uint32_t b, i, j;

	for (b = 0; b < f->n_blocks; b++) {
		struct gather g = { &l->blocks[b], f, 0 };
		const struct block *blk = &f->blocks[b];

		for (i = 0; i < blk->n_instrs; i++) {
			g.at = i;
			instr_uses(&blk->instrs[i], gather_use, &g);
		}
		settle_uses(&l->blocks[b]);
		for (i = 0; i < l->blocks[b].uses.n; i++) {
			struct pair p = { l->blocks[b].uses.v[i].v, b, false };

			if (!defined_in(f, p.v, b))
				vec_push(&ps, p);
		}
		for (i = 0; i < blk->n_phis; i++)
			for (j = 0; j < blk->n_preds; j++) {
				struct pair p = { blk->phis[i].args[j],
					f->edges[blk->preds[j]].from, true };

				if (is_tracked(f, p.v))
					vec_push(&ps, p);
			}
	}
	if (ps.n > 1)
		qsort(ps.v, ps.n, sizeof(ps.v[0]), pair_order);
	*n = ps.n;
	return ps.v;
}

/* Moves the lists into the function's arena. */
static void settle_block(struct arena *a, struct live_block *b)
{
	vid *in = arena_memdup(a, b->in.v, b->in.n * sizeof(vid));
	vid *out = arena_memdup(a, b->out.v, b->out.n * sizeof(vid));
	struct use_at *uses = arena_memdup(a, b->uses.v,
					   b->uses.n * sizeof(*uses));

	prc_free(b->in.v);
	prc_free(b->out.v);
	prc_free(b->uses.v);
	b->in.v = in;
	b->out.v = out;
	b->uses.v = uses;
	if (b->in.n > 1)
		qsort(in, b->in.n, sizeof(vid), vid_order);
	if (b->out.n > 1)
		qsort(out, b->out.n, sizeof(vid), vid_order);
}

static int shape_order(const void *a, const void *b)
{
	const struct shape *x = a, *y = b;

	if (x->op != y->op)
		return x->op < y->op ? -1 : 1;
	if (x->has_k != y->has_k)
		return x->has_k ? 1 : -1;
	return x->k < y->k ? -1 : x->k > y->k;
}

/* By block: the last one, in reverse post-order, from which a back edge leads
 * to it or to what stands before it. */
static uint32_t *loop_ends(struct arena *a, const struct function *f)
{
	uint32_t *end = ARENA_ARRAY(a, uint32_t, f->n_blocks + 1);
	uint32_t *by_rpo = ARENA_ARRAY(a, uint32_t, f->n_rpo + 1);
	uint32_t i, reach = 0;

	for (i = 0; i < f->n_edges; i++) {
		const struct edge *e = &f->edges[i];
		uint32_t from = f->blocks[e->from].rpo;

		if (e->is_back && by_rpo[f->blocks[e->to].rpo] < from)
			by_rpo[f->blocks[e->to].rpo] = from;
	}
	for (i = 0; i < f->n_rpo; i++) {
		if (by_rpo[i] > reach)
			reach = by_rpo[i];
		end[f->rpo[i]] = reach > i ? reach : i;
	}
	return end;
}

/* Memory at a byte offset is looked at, or (not KNOWN) who knows where. */
static void add_access(struct shapes *out, bool known, int64_t offset,
		       uint32_t last)
{
	struct shape s = { .op = OP_LOAD, .has_k = known,
		.k = known ? offset : 0, .last = last };

	vec_push(out, s);
}

/* Something is compared with the number K: OP_BR and it. */
static void add_number(int64_t k, uint32_t last, struct shapes *out)
{
	struct shape s = { .op = OP_BR, .has_k = true, .k = k, .last = last };

	vec_push(out, s);
}

static bool is_variable(const struct function *f, vid v)
{
	enum value_kind k = fn_value(f, v)->kind;

	return k == VAL_LOCAL || k == VAL_GLOBAL;
}

/* What the callee's contract asks of the memory of its arguments; OP_CALL: and
 * of which exception is set. */
static void add_call(struct fn_run *r, const struct instr *i, uint32_t last,
		     struct shapes *out)
{
	const struct contract *c =
		knowledge_call(r->engine->knowledge, r->fn, i);
	struct shape s = { .op = OP_CALL, .last = last };
	const struct effect *e;
	unsigned n;

	if (call_asks_kinds(c))
		vec_push(out, s);
	for (n = 0; n < c->n_outcomes; n++)
		for (e = c->outcomes[n].effects; e->op != EFF_END; e++)
			if (e->op == EFF_IF_HOLDS_NULL
			    || e->op == EFF_IF_HOLDS_NONNULL
			    || e->op == EFF_IF_BELOW_HELD
			    || e->op == EFF_IF_NOT_BELOW_HELD
			    || e->op == EFF_HELD || e->op == EFF_OUT_DROP
			    || e->op == EFF_OUT_RELEASE)
				add_access(out, true, e->offset, last);
			else if (e->op == EFF_IF_IS)
				add_number(e->offset, last, out);
}

static void add_shape(struct fn_run *r, const struct instr *i, uint32_t last,
		      struct shapes *out)
{
	const struct value *by = fn_value(r->fn, i->b);
	struct shape s = { .op = (uint8_t) i->op, .last = last,
		.has_k = by->kind == VAL_INT };

	switch (i->op) {
	case OP_LOAD: case OP_STORE: case OP_ZERO: case OP_CLOBBER:
		add_access(out, !i->place.index, i->place.offset, last);
		break;
	case OP_MOVE:
		add_access(out, false, 0, last);
		break;
	case OP_ADDR:
		if (!is_variable(r->fn, i->place.base))
			add_access(out, false, 0, last);
		s.has_k = false;
		if (i->place.index)
			vec_push(out, s);
		break;
	case OP_CALL:
		add_call(r, i, last, out);
		break;
	default:
		if (i->op < OP_ADD || i->op > OP_MAX)
			break;
		s.k = s.has_k ? by->u.i : 0;
		vec_push(out, s);
	}
}

struct variables {
	const struct function *f;
	struct shapes *out;
	uint32_t last;
};

/* A switch compares with each number for which it has a way. */
static void add_cases(const struct function *f, const struct block *b,
		      uint32_t last, struct shapes *out)
{
	uint32_t i;
	int64_t k;

	for (i = 0; i < b->n_succs; i++) {
		const struct edge *e = &f->edges[b->succs[i]];

		if (e->kind == EDGE_CASE && edge_is_short(e))
			for (k = e->low; k <= e->high; k++)
				add_number(k, last, out);
	}
}

/* Something is compared with the address of a variable: OP_CMP and it. */
static void add_compared(const struct function *f, vid v, uint32_t last,
			 struct shapes *out)
{
	const struct value *val = fn_value(f, v);
	struct shape s = { .op = OP_CMP, .has_k = true, .last = last };

	if (val->kind == VAL_INT)
		add_number(val->u.i, last, out);
	if (val->kind != VAL_GLOBAL)
		return;
	s.k = (int64_t) (intptr_t) val->u.global;
	vec_push(out, s);
}

/* A variable of the unit is named: OP_ADDR and its address. */
static void add_variable(vid v, void *data)
{
	struct variables *vs = data;
	const struct value *val = fn_value(vs->f, v);
	struct shape s = { .op = OP_ADDR, .has_k = true, .last = vs->last };

	if (val->kind != VAL_GLOBAL)
		return;
	s.k = (int64_t) (intptr_t) val->u.global;
	vec_push(vs->out, s);
}

static void add_shapes(struct fn_run *r, const struct block *b, uint32_t last,
		       struct shapes *out)
{
	struct variables vs = { r->fn, out, last };
	uint32_t i, k;

	for (i = 0; i < b->n_instrs; i++) {
		add_shape(r, &b->instrs[i], last, out);
		if (b->instrs[i].op == OP_BR || b->instrs[i].op == OP_CMP) {
			add_compared(r->fn, b->instrs[i].a, last, out);
			add_compared(r->fn, b->instrs[i].b, last, out);
		}
		if (b->instrs[i].op == OP_SWITCH)
			add_cases(r->fn, b, last, out);
		instr_uses(&b->instrs[i], add_variable, &vs);
	}
	for (i = 0; i < b->n_phis; i++)
		for (k = 0; k < b->n_preds; k++)
			add_variable(b->phis[i].args[k], &vs);
}

static const struct shape *find_shape(const struct liveness *l,
				      struct shape key)
{
	uint32_t lo = 0, hi = l->n_shapes;

	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		int order = shape_order(&l->shapes[mid], &key);

		if (!order)
			return &l->shapes[mid];
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static void gather_shapes(struct arena *a, struct liveness *l,
			  struct fn_run *r)
{
	const struct function *f = l->f;
	uint32_t *end = loop_ends(a, f);
	struct shapes all = { 0 };
	uint32_t i, out = 0;

	for (i = 0; i < f->n_rpo; i++)
		add_shapes(r, &f->blocks[f->rpo[i]], end[f->rpo[i]], &all);
	if (all.n > 1)
		qsort(all.v, all.n, sizeof(all.v[0]), shape_order);
	for (i = 0; i < all.n; i++) {
		if (!out || shape_order(&all.v[out - 1], &all.v[i]))
			all.v[out++] = all.v[i];
		else if (all.v[out - 1].last < all.v[i].last)
			all.v[out - 1].last = all.v[i].last;
	}
	l->shapes = arena_memdup(a, all.v, out * sizeof(all.v[0]));
	l->n_shapes = out;
	l->anywhere = find_shape(l, (struct shape) { .op = OP_LOAD });
	vec_release(&all);
}

static bool is_to_come(const struct liveness *l, uint32_t block,
		       const struct shape *s)
{
	return s && s->last >= l->f->blocks[block].rpo;
}

static bool computed_from(const struct liveness *l, uint32_t block,
			  struct shape key)
{
	return is_to_come(l, block, find_shape(l, key));
}

bool liveness_computes(const struct liveness *l, uint32_t block,
		       const struct expr *e)
{
	uint8_t op = e->op == EXPR_ADD ? OP_ADD : e->code;
	struct shape by_number = { .op = op, .has_k = true, .k = e->k };
	struct shape by_value = { .op = op };

	/* An operand may turn out to be a number. */
	return computed_from(l, block, by_value)
		|| (!e->b && computed_from(l, block, by_number));
}

bool liveness_compares(const struct liveness *l, uint32_t block,
		       const void *g)
{
	struct shape key = { .op = OP_CMP, .has_k = true,
		.k = (int64_t) (intptr_t) g };

	return computed_from(l, block, key);
}

bool liveness_tells(const struct liveness *l, uint32_t block, int64_t k)
{
	struct shape key = { .op = OP_BR, .has_k = true, .k = k };

	return computed_from(l, block, key);
}

bool liveness_asks_kinds(const struct liveness *l, uint32_t block)
{
	return computed_from(l, block, (struct shape) { .op = OP_CALL });
}

bool liveness_looks(const struct liveness *l, uint32_t block,
		    const struct addr *a)
{
	struct shape here = { .op = OP_LOAD, .has_k = true, .k = a->offset };

	if (a->kind == REGION_GLOBAL) {
		here.op = OP_ADDR;
		here.k = (int64_t) (intptr_t) a->ptr;
		return computed_from(l, block, here);
	}

	return is_to_come(l, block, l->anywhere)
		|| computed_from(l, block, here);
}

struct liveness *liveness_new(struct fn_run *r)
{
	const struct function *f = r->fn;
	struct arena *a = &r->arena;
	struct liveness *l = ARENA_NEW(a, struct liveness);
	uint32_t *out_stamp = ARENA_ARRAY(a, uint32_t, f->n_blocks);
	uint32_t i, n;
	struct pair *ps;

	l->f = f;
	l->blocks = ARENA_ARRAY(a, struct live_block, f->n_blocks);
	l->stamp = ARENA_ARRAY(a, uint32_t, f->n_blocks);
	l->stack = ARENA_ARRAY(a, uint32_t, f->n_blocks + 1);
	ps = gather_pairs(l, &n);
	for (i = 0; i < n; i++) {
		if (ps[i].at_end)
			live_out(l, ps[i].v, ps[i].block, out_stamp);
		else
			live_in(l, ps[i].v, ps[i].block, out_stamp);
		drain(l, ps[i].v, out_stamp);
	}
	prc_free(ps);
	for (i = 0; i < f->n_blocks; i++)
		settle_block(a, &l->blocks[i]);
	gather_shapes(a, l, r);
	return l;
}

static bool list_has(const vid *v, uint32_t n, vid x)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;

		if (v[mid] < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && v[lo] == x;
}

bool liveness_at(const struct liveness *l, uint32_t block, uint32_t instr,
		 vid v)
{
	const struct live_block *b = &l->blocks[block];
	uint32_t lo = 0, hi = b->uses.n;

	if (!is_tracked(l->f, v))
		return false;
	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;

		if (b->uses.v[mid].v < v)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < b->uses.n && b->uses.v[lo].v == v
	    && b->uses.v[lo].last >= instr)
		return true;
	return list_has(b->out.v, b->out.n, v);
}
