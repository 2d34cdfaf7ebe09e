/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the user calls values and things, and which `return' or overwriting
 * statement a path leads to.
 */
#include "engine/engine.h"

#include <string.h>

/* How far ahead of a loss its place is looked for. */
#define LOOK_AHEAD 64

static void give_name(struct fn_run *r, vid v, const char *name, uint32_t var)
{
	if (name && !r->value_names[v]) {
		r->value_names[v] = name;
		r->value_vars[v] = var;
	}
}

/* A temporary is known by the variable that it is stored in first. */
static void name_by_instr(struct fn_run *r, const struct instr *i)
{
	const struct value *dst = &r->fn->values[i->dst];
	const struct value *base;

	switch (i->op) {
	case OP_COPY:
	case OP_CAST:
		give_name(r, i->a, r->value_names[i->dst]
			  ? r->value_names[i->dst] : dst->name, dst->var);
		break;
	case OP_STORE:
		base = &r->fn->values[i->place.base];
		if (base->kind == VAL_LOCAL && !i->place.offset
		    && !i->place.index)
			give_name(r, i->a,
				  r->fn->locals[base->u.local].name, 0);
		else
			give_name(r, i->a, i->place.spelling, 0);
		break;
	default:
		break;
	}
}

static void name_values(struct fn_run *r)
{
	const struct function *f = r->fn;
	uint32_t b, i, j;
	vid v;

	r->value_vars = ARENA_ARRAY(&r->arena, uint32_t, f->n_values);
	for (v = 1; v < f->n_values; v++)
		give_name(r, v, f->values[v].name, f->values[v].var);
	/* Backwards, so that chains of copies resolve in one go. */
	for (b = f->n_rpo; b-- > 0;) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = blk->n_instrs; i-- > 0;)
			name_by_instr(r, &blk->instrs[i]);
		for (i = 0; i < blk->n_phis; i++)
			for (j = 0; j < blk->n_preds; j++)
				give_name(r, blk->phis[i].args[j],
					  f->values[blk->phis[i].dst].name,
					  f->values[blk->phis[i].dst].var);
	}
}

static void name_all(struct fn_run *r)
{
	if (!r->value_vars)
		name_values(r);
}

const char *run_value_name(struct fn_run *r, vid v)
{
	const char *s;

	name_all(r);
	if (v && r->value_names[v])
		return r->value_names[v];
	s = v ? value_spelling(r->fn, v) : NULL;
	return s;
}

/* Structs that are used as one: a buffer, not its first member. */
static bool type_size_is_whole(const struct type *t)
{
	return t->name && (!strcmp(t->name, "Py_buffer")
			   || !strcmp(t->name, "PyThreadState"));
}

static const char *call_name(const struct fn_run *r, const struct instr *i)
{
	const struct function *t = call_target(r->fn, i);

	return t ? t->name : "a function pointer";
}

/* The member that OFFSET is in, down to a struct that is used as one. */
static const struct field *named_member(const struct type *t, int64_t offset)
{
	const struct field *f = type_field_at(t, (uint64_t) offset);
	uint32_t i;

	for (i = 0; i < t->n_fields; i++) {
		const struct field *g = &t->fields[i];

		if (g->type && type_size_is_whole(g->type)
		    && offset >= (int64_t) g->offset
		    && offset < (int64_t) (g->offset + g->type->size))
			return g;
	}
	return f;
}

const char *run_addr_name(struct fn_run *r, const struct addr *a)
{
	const struct local *l;
	const struct field *f;

	if (a->kind == REGION_GLOBAL && !a->offset)
		return ((const struct global *) a->ptr)->name;
	if (a->kind != REGION_LOCAL || a->id >= r->fn->n_locals)
		return NULL;
	l = &r->fn->locals[a->id];
	if (!l->name || !l->type || a->offset < 0)
		return l->name;
	if (l->type->kind == TYPE_ARRAY && l->type->inner
	    && l->type->inner->size)
		return arena_printf(&r->arena, "%s[%lld]", l->name,
				    (long long) (a->offset
				    / (int64_t) l->type->inner->size));
	if (l->type->kind != TYPE_STRUCT)
		return l->name;
	f = named_member(l->type, a->offset);
	/* A whole aggregate goes by its own name. */
	if (!f || !f->name || type_size_is_whole(l->type))
		return l->name;
	return arena_printf(&r->arena, "%s.%s", l->name, f->name);
}

const char *run_thing_name(struct fn_run *r, const struct thing *t)
{
	const char *s = NULL;

	if (t->name)
		return t->name;
	if (t->birth == BIRTH_PARAM && t->param
	    && t->param <= r->fn->n_params)
		s = run_value_name(r, r->fn->params[t->param - 1]);
	else if (t->born && t->born->dst)
		s = run_value_name(r, t->born->dst);
	if (s)
		return s;
	if (t->born && t->born->op == OP_CALL)
		return arena_printf(&r->arena, "the result of %s",
				    call_name(r, t->born));
	return "a temporary";
}

const char *run_sym_name(struct fn_run *r, const struct state *s, sid x,
			 vid operand)
{
	const char *n = run_value_name(r, operand);
	uint32_t i;

	if (n)
		return n;
	for (i = 0; i < s->env.n; i++)
		if (s->env.v[i].s == x
		    && (n = run_value_name(r, s->env.v[i].v)) != NULL)
			return n;
	if (thing_get(s, x))
		return run_thing_name(r, thing_get(s, x));
	/* A part is called as the whole. */
	if (sym_get(s, x)->addr.kind == REGION_SYM)
		return run_sym_name(r, s, sym_get(s, x)->addr.id, 0);
	return "a value";
}

/* --------------------------------------------------------------- places */

/* Marks the temporaries that carry a return value. */
static void mark_returned(struct fn_run *r)
{
	const struct function *f = r->fn;
	bool changed = true;
	uint32_t b, i, j;

	r->returned = ARENA_ARRAY(&r->arena, bool, f->n_values);
	for (b = 0; b < f->n_rpo; b++) {
		const struct instr *last =
			block_last(&f->blocks[f->rpo[b]]);

		if (last->op == OP_RET && last->a)
			r->returned[last->a] = true;
	}
	while (changed) {
		changed = false;
		for (b = 0; b < f->n_rpo; b++) {
			const struct block *blk = &f->blocks[f->rpo[b]];

			for (i = 0; i < blk->n_phis; i++) {
				const struct phi *p = &blk->phis[i];

				if (!r->returned[p->dst]
				    || f->values[p->dst].name)
					continue;
				for (j = 0; j < blk->n_preds; j++)
					if (!r->returned[p->args[j]]) {
						r->returned[p->args[j]] = true;
						changed = true;
					}
			}
		}
	}
}

static struct loc phi_loc(const struct function *f, const struct phi *p,
			  const struct block *b, uint32_t edge)
{
	uint32_t j;

	(void) f;
	for (j = 0; p->locs && j < b->n_preds; j++)
		if (b->preds[j] == edge)
			return p->locs[j];
	return (struct loc) { 0 };
}

struct loc run_return_at(struct fn_run *r, uint32_t edge)
{
	const struct function *f = r->fn;
	const struct edge *e = &f->edges[edge];
	const struct block *to = &f->blocks[e->to];
	uint32_t i;

	if (!r->returned)
		mark_returned(r);
	for (i = 0; i < to->n_phis; i++) {
		const struct phi *p = &to->phis[i];
		struct loc l;

		if (!r->returned[p->dst] || f->values[p->dst].name)
			continue;
		l = phi_loc(f, p, to, edge);
		if (loc_known(l))
			return l;
	}
	if (block_last(to)->op == OP_RET && !block_last(to)->a
	    && to->n_preds > 1
	    && loc_known(e->loc))
		return e->loc;
	return (struct loc) { 0 };
}

static uint32_t thing_var(struct fn_run *r, const struct thing *t)
{
	name_all(r);
	return t->born && t->born->dst ? r->value_vars[t->born->dst] : 0;
}

bool run_thing_has_variable(struct fn_run *r, const struct thing *t)
{
	name_all(r);
	return t->name || (t->born && (!t->born->dst
				       || r->value_names[t->born->dst]));
}

/* Does I give variable VAR, if any, another value? */
static bool sets_var(const struct fn_run *r, const struct instr *i,
		     uint32_t var)
{
	/* A copy is the same object, but for `x = NULL'. */
	return i->dst && var && r->value_vars[i->dst] == var
		&& (i->op != OP_COPY || value_is_zero(r->fn, i->a))
		&& i->op != OP_CAST && loc_known(i->loc);
}

bool run_redefines(struct fn_run *r, const struct instr *i,
		   const struct thing *t)
{
	return sets_var(r, i, thing_var(r, t));
}

/* The way from BLOCK on that a reader would take: towards a return. */
static uint32_t next_edge(const struct function *f, uint32_t block)
{
	const struct block *b = &f->blocks[block];
	uint32_t i;

	for (i = 0; i < b->n_succs; i++)
		if (f->edges[b->succs[i]].kind != EDGE_EH)
			return b->succs[i];
	return UINT32_MAX;
}

struct loc run_loss_loc(struct fn_run *r, uint32_t block, uint32_t instr,
			uint32_t edge, const struct thing *t)
{
	const struct function *f = r->fn;
	struct loc first = { 0 };
	uint32_t n, i = instr, var = thing_var(r, t);
	bool named = run_thing_has_variable(r, t);

	if (edge == UINT32_MAX && instr
	    && instr <= f->blocks[block].n_instrs) {
		const struct instr *at = &f->blocks[block].instrs[instr - 1];

		first = at->loc;
		/* No variable: lost with the statement that used it. */
		if (!named && loc_known(first))
			return first;
	}
	for (n = 0; n < LOOK_AHEAD; n++) {
		const struct block *b = &f->blocks[block];
		struct loc l = { 0 };

		if (edge != UINT32_MAX) {
			l = run_return_at(r, edge);
			if (loc_known(l))
				return l;
		}
		for (; i < b->n_instrs; i++) {
			const struct instr *in = &b->instrs[i];

			if (sets_var(r, in, var))
				return in->loc;
			if (!loc_known(first))
				first = in->loc;
			/* Nothing more to find before the end. */
			if (!var && loc_known(first) && i + 2 < b->n_instrs)
				i = b->n_instrs - 2;
			if (in->op == OP_RET)
				return loc_known(in->loc) ? in->loc
					: loc_known(first) ? first
					: f->end_loc;
		}
		edge = next_edge(f, block);
		if (edge == UINT32_MAX)
			break;
		block = f->edges[edge].to;
		i = 0;
	}
	return loc_known(first) ? first : f->end_loc;
}

/* Where EDGE gives one of the variables in HELD another value. */
static struct loc replaced_on(const struct fn_run *r, uint32_t edge,
			      const vid *held, vid *dst)
{
	const struct edge *e = &r->fn->edges[edge];
	const struct block *to = &r->fn->blocks[e->to];
	uint32_t i, k;

	for (i = 0; i < to->n_phis; i++)
		for (k = 0; k < LIMBO_HELD; k++)
			if (held[k] && held[k] == to->phis[i].dst) {
				*dst = held[k];
				return phi_loc(r->fn, &to->phis[i], to, edge);
			}
	return (struct loc) { 0 };
}

struct loc run_replaced_loc(const struct fn_run *r, uint32_t block,
			    uint32_t edge, const vid *held, vid *dst)
{
	struct loc l = { 0 };
	uint32_t n;

	for (n = 0; n < LOOK_AHEAD && !loc_known(l); n++) {
		if (edge == UINT32_MAX)
			edge = next_edge(r->fn, block);
		if (edge == UINT32_MAX)
			break;
		l = replaced_on(r, edge, held, dst);
		block = r->fn->edges[edge].to;
		edge = UINT32_MAX;
	}
	return l;
}

const char *run_callee_name(const struct fn_run *r, const struct instr *call)
{
	const struct function *t = call_target(r->fn, call);
	const struct contract *c;

	if (t)
		return t->name;
	/* An entry of an API table; slots are told by the place they are
	 * read from. */
	c = knowledge_call(r->engine->knowledge, r->fn, call);
	return c->origin == ORIGIN_TABLE && c->header ? c->name : NULL;
}
