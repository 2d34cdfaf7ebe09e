/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a function's code tells that a call failed: by a test of the result, by
 * PyErr_Occurred, by what it returns from there on.
 */
#include "check/clobbered.h"
#include "check/contracts.h"
#include "engine/failure.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

bool failure_is_clear(const struct step *s, const struct instr *by)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);
	const struct effect *e;
	unsigned i;

	if (k->origin != ORIGIN_INFERRED)
		return true;
	for (i = 0; i < k->n_outcomes; i++)
		for (e = k->outcomes[i].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RAISES && k->outcomes[i].pred.lo
			    != k->outcomes[i].pred.hi)
				return false;
	return true;
}

bool call_gives_pointer(const struct fn_run *r, const struct instr *by)
{
	return by->op == OP_CALL && by->dst
		&& fn_value(r->fn, by->dst)->type->kind == TYPE_PTR;
}

/* Is V, or what it is a copy of, the result of BY; among others, where ways
 * meet? */
static bool is_result(const struct fn_run *r, vid v, const struct instr *by)
{
	const struct function *f = r->fn;
	uint32_t b, i, n;

	if (!v)
		return false;
	v = value_strip_copies(f, v);
	for (b = 0; v != by->dst && b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_phis; i++)
			for (n = 0; f->blocks[b].phis[i].dst == v
			     && n < f->blocks[b].n_preds; n++)
				if (value_strip_copies(f,
				    f->blocks[b].phis[i].args[n]) == by->dst)
					return true;
	return v == by->dst;
}

/* Is the result of BY, or a copy of it, asked for after this call? */
static bool is_asked_for(const struct step *s, const struct instr *by)
{
	const struct fn_run *r = s->run;
	vid v;

	for (v = 1; v < r->fn->n_values; v++)
		if (value_strip_copies(r->fn, v) == by->dst
		    && liveness_at(r->liveness, r->block_id, r->instr_id + 1,
				   v))
			return true;
	return false;
}

/* Does IN tell by the result of BY whether BY failed: a test, or a return of
 * what did not only take memory? */
static bool tells_failure(const struct fn_run *r, const struct instr *in,
			  const struct instr *by)
{
	const struct value *k;

	if (in->op == OP_RET)
		return is_result(r, in->a, by) && contract_ever(knowledge_call(
			r->engine->knowledge, r->fn, by), EFF_RUNS_CODE);
	if ((in->op != OP_BR && in->op != OP_CMP) || !is_result(r, in->a, by))
		return false;
	k = fn_value(r->fn, value_strip_copies(r->fn, in->b));
	if (call_gives_pointer(r, by))
		return value_is_zero(r->fn, in->b);
	if (k->kind != VAL_INT)
		return false;
	if (in->cmp != CMP_EQ && in->cmp != CMP_NE)
		return cmp_parts_error(in->cmp, k->u.i);
	/* -1 is true as well, which is error-as-truth's; where success is 0
	 * alone, anything else is failure. */
	return k->u.i == -1 || (!k->u.i && !knowledge_can_succeed(
		r->engine->knowledge, r->fn, by, CMP_NE, 0));
}

bool failure_is_returned(const struct step *s, const struct instr *by)
{
	const struct function *f = s->run->fn;
	uint32_t b;

	for (b = 0; by->dst && b < f->n_blocks; b++) {
		const struct instr *in = block_last(&f->blocks[b]);

		if (in->op == OP_RET && in->a && is_result(s->run, in->a, by))
			return true;
	}
	return false;
}

bool failure_is_told(const struct step *s, const struct instr *by)
{
	const struct function *f = s->run->fn;
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++)
			if (tells_failure(s->run, &f->blocks[b].instrs[i], by))
				return true;
	return false;
}

/* Where a number lies that was put in memory: which member of which struct, or
 * which local variable. */
static bool same_place(const struct function *f, const struct place *a,
		       const struct place *b)
{
	const struct value *x = fn_value(f, a->base);
	const struct value *y = fn_value(f, b->base);

	if (x->kind == VAL_LOCAL || y->kind == VAL_LOCAL)
		return x->kind == y->kind && x->u.local == y->u.local;
	return a->record == b->record && a->offset == b->offset
		&& !a->index == !b->index;
}

/* The values of F that are made of one, itself among them, and of which of them
 * nobody asked yet for what uses them; where they were put in memory. */
struct made_of {
	const struct function *f;
	bool *has;
	VEC (vid) open;
	VEC (const struct place *) places;
};

static void add_made(struct made_of *m, vid v)
{
	if (m->has[v])
		return;
	m->has[v] = true;
	vec_push(&m->open, v);
}

/* A value that is put at PLACE is what loads from there give. */
static void add_place(struct made_of *m, const struct place *place)
{
	const struct function *f = m->f;
	uint32_t b, i;

	for (i = 0; i < m->places.n; i++)
		if (same_place(f, m->places.v[i], place))
			return;
	vec_push(&m->places, place);
	for (b = 0; b < f->n_rpo; b++)
		for (i = 0; i < f->blocks[f->rpo[b]].n_instrs; i++) {
			const struct instr *in =
				&f->blocks[f->rpo[b]].instrs[i];

			if (in->op == OP_LOAD
			    && same_place(f, place, &in->place))
				add_made(m, in->dst);
		}
}

/* I uses V, which is made of the number: is there more of it behind I? */
static void follow(struct made_of *m, const struct instr *i, vid v)
{
	switch (i->op) {
	case OP_COPY: case OP_CAST: case OP_NOT: case OP_NEG:
	case OP_ADD: case OP_SUB: case OP_MUL: case OP_DIV: case OP_MOD:
	case OP_AND: case OP_OR: case OP_XOR: case OP_SHL: case OP_SHR:
	case OP_MIN: case OP_MAX:
		add_made(m, i->dst);
		break;
	case OP_SELECT:
		if (i->b == v || i->c == v)
			add_made(m, i->dst);
		break;
	case OP_STORE:
		if (i->a == v)
			add_place(m, &i->place);
		break;
	default:
		break;
	}
}

/* Does C, with V on its right side, hold a number against a literal; of those
 * PARTING alone, one that can be meant to tell -1 from answers? */
static bool holds_against(const struct fn_run *r, enum cmp c, vid v,
			  bool parting)
{
	const struct value *k = v ? fn_value(r->fn,
		value_strip_copies(r->fn, v)) : NULL;

	if (!k || k->kind != VAL_INT)
		return false;
	return !parting || (c == CMP_EQ || c == CMP_NE ? k->u.i == -1
			    : cmp_parts_error(c, k->u.i));
}

/* Does IN judge V, which is made of the result of a call: hold it against a
 * literal, of those PARTING alone, return it, put it where the caller looks? */
static bool judges(const struct fn_run *r, const struct instr *in, vid v,
		   bool parting)
{
	switch (in->op) {
	case OP_RET: case OP_SWITCH:
		return in->a == v;
	case OP_BR: case OP_CMP:
		return (in->a == v && holds_against(r, in->cmp, in->b,
						    parting))
			|| (in->b == v
			    && holds_against(r, cmp_swap(in->cmp), in->a,
					     parting));
	case OP_STORE:
		return in->a == v && !in->place.record && !in->place.index
			&& fn_value(r->fn, value_strip_copies(r->fn,
					in->place.base))->kind == VAL_PARAM;
	default:
		return false;
	}
}

/* Is V, which is made of the number, judged?  Else what is made of it is. */
static bool is_judged(const struct fn_run *r, struct made_of *m, vid v,
		      bool parting)
{
	const struct function *f = r->fn;
	const struct value_use *u;
	uint32_t i, n;

	u = value_uses(f, v, &n);
	for (i = 0; i < n; i++) {
		const struct block *b = &f->blocks[u[i].block];

		if (u[i].is_phi) {
			add_made(m, b->phis[u[i].instr].dst);
			continue;
		}
		if (judges(r, &b->instrs[u[i].instr], v, parting))
			return true;
		follow(m, &b->instrs[u[i].instr], v);
	}
	return false;
}

bool failure_is_taken_for_number(const struct step *s, const struct instr *by,
				 bool parting)
{
	struct made_of m = { .f = s->run->fn };
	bool judged = false;

	if (!by->dst)
		return false;
	m.has = prc_malloc(m.f->n_values * sizeof(*m.has));
	memset(m.has, 0, m.f->n_values * sizeof(*m.has));
	add_made(&m, by->dst);
	while (m.open.n && !judged)
		judged = is_judged(s->run, &m, m.open.v[--m.open.n], parting);
	prc_free(m.has);
	vec_release(&m.open);
	vec_release(&m.places);
	return !judged;
}

bool step_gets_result(const struct step *s, const struct instr *by)
{
	uint32_t n;

	for (n = 0; n < s->instr->n_args; n++)
		if (is_result(s->run, strip_casts(s->run->fn,
						  s->instr->args[n]), by))
			return true;
	return false;
}

bool result_is_compared(const struct fn_run *r, const struct instr *by)
{
	const struct function *f = r->fn;
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			if ((in->op == OP_BR || in->op == OP_CMP)
			    && (is_result(r, in->a, by)
				|| is_result(r, in->b, by)))
				return true;
		}
	return false;
}

bool failure_is_tested_later(const struct step *s, const struct instr *by)
{
	uint32_t i;

	if (by->op != OP_CALL || !by->dst
	    || (!call_gives_pointer(s->run, by) && call_is_ambiguous(s, by))
	    || !is_asked_for(s, by))
		return false;
	/* NULL passed on is another's matter. */
	for (i = 0; i < s->instr->n_args; i++)
		if (is_result(s->run, s->instr->args[i], by))
			return false;
	return failure_is_told(s, by);
}

/* The cell that has what failed, from where the step is on. */
struct kept_result {
	const struct step *s;
	struct addr at;
};

/* Is PLACE, as the step has its base, that of K? */
static bool is_cell(const struct kept_result *k, const struct place *place)
{
	const struct state *st = k->s->before;
	const struct value *v = fn_value(k->s->run->fn, place->base);
	struct addr a = { .kind = REGION_LOCAL };
	sid x;

	if (place->index)
		return false;
	if (v->kind == VAL_LOCAL) {
		a.id = v->u.local;
		a.offset = v->offset;
	} else {
		x = env_get(st, place->base);
		if (!x)
			return false;
		a = state_deref(st, x);
	}
	return a.kind == k->at.kind && a.id == k->at.id && a.ptr == k->at.ptr
		&& a.offset + place->offset == k->at.offset;
}

/* Is V held against NULL? */
static bool is_held_against_null(const struct function *f, vid v)
{
	const struct value_use *u;
	uint32_t n, i;

	u = value_uses(f, v, &n);
	for (i = 0; i < n; i++) {
		const struct instr *in = u[i].is_phi ? NULL
			: &f->blocks[u[i].block].instrs[u[i].instr];

		if (in && (in->op == OP_BR || in->op == OP_CMP)
		    && in->a == v && value_is_zero(f, in->b))
			return true;
	}
	return false;
}

static enum path_verdict tests_kept(const struct function *f,
				    struct position p, void *data)
{
	const struct kept_result *k = data;
	const struct instr *in = instr_at(f, p);

	if (in->op == OP_STORE && is_cell(k, &in->place))
		return PATH_STOP;
	return in->op == OP_LOAD && is_cell(k, &in->place)
		&& is_held_against_null(f, in->dst) ? PATH_FOUND : PATH_ON;
}

bool failure_in_memory_is_tested_later(const struct step *s,
				       const struct instr *by)
{
	struct position from = { s->run->block_id, s->run->instr_id + 1 };
	const struct state *st = s->before;
	struct kept_result k = { s, { 0 } };
	uint32_t i;

	if (!call_gives_pointer(s->run, by) || step_gets_result(s, by))
		return false;
	for (i = 0; i < st->cells.n; i++) {
		const struct cell *c = &st->cells.v[i];

		k.at = c->at;
		if (sym_is_null(st, c->value)
		    && null_origin(st, c->value)->status_of == by
		    && path_find(s->run->fn, from, tests_kept, NULL, &k,
				 NULL))
			return true;
	}
	return false;
}

bool failure_was_an_answer(const struct step *s)
{
	const struct exc *x = &s->before->exc;

	return x->tested && !x->failed && !x->memory_only
		&& call_is_ambiguous(s, x->by)
		&& failure_is_clear(s, x->by);
}

static enum path_verdict asks_occurred(const struct function *f,
				       struct position p, void *data)
{
	return callee_is(data, instr_at(f, p), "PyErr_Occurred")
		? PATH_FOUND : PATH_ON;
}

bool occurred_is_asked_later(const struct step *s)
{
	struct position from = { s->run->block_id, s->run->instr_id + 1 };

	return path_find(s->run->fn, from, asks_occurred, NULL, s->run, NULL);
}

/* Is the value that RET returns, or PHI gets on EDGE, an error's? */
static bool is_error_value(const struct function *f, vid v)
{
	const struct value *k = fn_value(f, value_strip_copies(f, v));

	return k->kind == VAL_INT && (k->u.i < 0 || (!k->u.i && k->type
		&& k->type->kind == TYPE_PTR));
}

/* What V is where EDGE leads into its PHI's block. */
static vid through_phi(const struct function *f, vid v, uint32_t edge)
{
	const struct block *b = &f->blocks[f->edges[edge].to];
	uint32_t i, n;

	v = value_strip_copies(f, v);
	for (i = 0; i < b->n_phis; i++)
		for (n = 0; b->phis[i].dst == v && n < b->n_preds; n++)
			if (b->preds[n] == edge)
				return b->phis[i].args[n];
	return v;
}

static enum path_verdict ends_well(const struct function *f, struct position p,
				   void *data)
{
	const struct instr *i = instr_at(f, p);

	(void) data;
	return i->op == OP_RET && (!i->a || !is_error_value(f, i->a))
		? PATH_FOUND : PATH_ON;
}

/* Does E lead to anything but the return of an error? */
static bool leads_on(const struct function *f, const struct edge *e, void *data)
{
	const struct instr *ret = block_last(&f->blocks[e->to]);

	(void) data;
	return ret->op != OP_RET || !ret->a
		|| !is_error_value(f, through_phi(f, ret->a, (uint32_t)
						  (e - f->edges)));
}

bool only_fails_from(const struct step *s)
{
	struct position from = { s->run->block_id, s->run->instr_id };

	return !path_find(s->run->fn, from, ends_well, leads_on, NULL, NULL);
}
