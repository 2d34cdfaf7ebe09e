/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * p->a = Py_None; p->b = Py_None; with one Py_INCREF (Py_None) between: there
 * is a reference less than there are owners.  A state counts both; which store
 * goes without is told by the text: a reference is taken for the store right
 * before, or else for the one that follows.
 */
#include "check/unpaid.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

static bool is_newref(const struct function *f, const struct instr *d)
{
	const struct function *t = d && d->op == OP_CALL && d->n_args == 1
		? call_target(f, d) : NULL;

	return t && function_takes_reference(t);
}

/* Does V stand for X in the state?  What of it is no longer named there may. */
static bool stands_for(const struct step *s, vid v, sid x)
{
	const struct function *f = s->run->fn;
	const struct addr *a = &sym_get(s->before, x)->addr;
	const struct instr *d;
	sid now;

	v = strip_casts(f, v);
	d = value_def(f, v);
	if (is_newref(f, d))
		v = strip_casts(f, d->args[0]);
	if (fn_value(f, v)->kind == VAL_GLOBAL)
		return a->kind == REGION_GLOBAL
			&& a->ptr == fn_value(f, v)->u.global;
	now = env_get(s->before, v);
	return now ? now == x : a->kind != REGION_GLOBAL
		&& fn_value(f, v)->kind == VAL_SSA;
}

/* Is I what put X in CELL, which owns it? */
static bool puts_in(const struct step *s, const struct instr *i, sid x,
		    const struct cell *cell)
{
	const struct function *f = s->run->fn;
	const struct value *base;

	if (i->op != OP_STORE || i->place.index
	    || !declared_owns(s->run->engine->declared, f, &i->place)
	    || !stands_for(s, i->a, x))
		return false;
	base = fn_value(f, strip_casts(f, i->place.base));
	if (cell->at.kind == REGION_GLOBAL)
		return base->kind == VAL_GLOBAL
			&& base->u.global == cell->at.ptr;
	return base->kind != VAL_GLOBAL && base->kind != VAL_LOCAL
		&& i->place.offset == cell->at.offset;
}

static bool is_holder(const struct cell *c, sid x)
{
	return c->value == x && !c->initial && !c->index && !c->is_resource
		&& (c->at.kind == REGION_SYM || c->at.kind == REGION_GLOBAL);
}

static bool puts_in_some(const struct step *s, const struct instr *i, sid x)
{
	const struct state *st = s->before;
	uint32_t n;

	for (n = 0; n < st->cells.n; n++)
		if (is_holder(&st->cells.v[n], x)
		    && puts_in(s, i, x, &st->cells.v[n]))
			return true;
	return false;
}

unsigned unpaid_holders(const struct step *s, sid x)
{
	const struct function *f = s->run->fn;
	const struct state *st = s->before;
	unsigned holders = 0;
	uint32_t n, b, k;

	for (n = 0; n < st->cells.n; n++) {
		bool found = false;

		if (!is_holder(&st->cells.v[n], x))
			continue;
		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; !found && k < f->blocks[b].n_instrs; k++)
				found = puts_in(s, &f->blocks[b].instrs[k], x,
						&st->cells.v[n]);
		holders += found;
	}
	return holders;
}

const struct instr *unpaid_store(const struct step *s, sid x)
{
	const struct function *f = s->run->fn;
	const struct instr *unpaid = NULL, *last = NULL;
	unsigned ahead = 0;
	uint32_t b, k;

	for (b = 0; b < f->n_rpo; b++)
		for (k = 0; k < f->blocks[f->rpo[b]].n_instrs; k++) {
			const struct instr *i = &f->blocks[f->rpo[b]].instrs[k];
			const struct function *t = i->op == OP_CALL
				&& i->n_args == 1 ? call_target(f, i) : NULL;

			if (t && !i->dst && function_takes_reference(t)
			    && stands_for(s, i->args[0], x)) {
				ahead += !last;
				last = NULL;
				continue;
			}
			if (!puts_in_some(s, i, x)
			    || is_newref(f, value_def(f, strip_casts(f,
								     i->a))))
				continue;
			unpaid = last ? last : unpaid;
			last = ahead ? NULL : i;
			ahead -= ahead != 0;
		}
	return last ? last : unpaid;
}

/* Do A and B of F stand for one value, or for what one variable holds? */
static bool is_same_variable(const struct function *f, vid a, vid b)
{
	const struct instr *x, *y;

	a = strip_casts(f, a);
	b = strip_casts(f, b);
	x = value_def(f, a);
	y = value_def(f, b);
	return a == b || (x && y && x->op == OP_LOAD && y->op == OP_LOAD
			  && !x->place.index && !y->place.index
			  && x->place.base == y->place.base
			  && x->place.offset == y->place.offset
			  && fn_value(f, x->place.base)->kind == VAL_LOCAL);
}

struct loan {
	const struct step *s;
	vid container;
};

/* Is argument N, a container, released by a call of K, or given away, or may
 * what is in it be released? */
static bool lets_go(const struct contract *k, unsigned n)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++) {
			if (e->a != (int) n)
				continue;
			if (e->op == EFF_DROP || e->op == EFF_GIVE
			    || e->op == EFF_ESCAPES || e->op == EFF_SHARE)
				return true;
			/* PyTuple_SET_ITEM has no finalizer run, for it
			 * releases nothing. */
			if (e->op == EFF_MUTATES
			    && (outcome_has(&k->outcomes[o],
					    EFF_RUNS_FINALIZER)
				|| outcome_has(&k->outcomes[o],
					       EFF_RUNS_CODE)))
				return true;
		}
	return false;
}

/* Which argument, from 1, is the container that a call of K gives argument N
 * to; 0: none is. */
static unsigned container_for(const struct contract *k, unsigned n)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_GIVE && e->a == (int) n && e->b > 0)
				return (unsigned) e->b;
	return 0;
}

/* Is each argument of I but the container OF and what it gets, N, a literal:
 * the slot is the same each time? */
static bool names_slot(const struct function *f, const struct instr *i,
		       unsigned of, unsigned n)
{
	unsigned k;

	for (k = 1; k <= i->n_args; k++)
		if (k != of && k != n
		    && fn_value(f, i->args[k - 1])->kind != VAL_INT)
			return false;
	return true;
}

static enum path_verdict pays(const struct function *f, struct position p,
			      void *data)
{
	const struct loan *l = data;
	const struct instr *i = instr_at(f, p);
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;
	const struct contract *k;
	unsigned n;

	if (i->op == OP_RET)
		return PATH_FOUND;
	if (i->op == OP_STORE)
		return strip_casts(f, i->a) == l->container ? PATH_FOUND
			: PATH_ON;
	if (i->op != OP_CALL)
		return PATH_ON;
	if (t && i->n_args == 1 && function_takes_reference(t)
	    && is_same_variable(f, i->args[0], l->s->operand))
		return PATH_STOP;
	k = knowledge_call(l->s->run->engine->knowledge, f, i);
	for (n = 0; n < i->n_args; n++)
		if (strip_casts(f, i->args[n]) == l->container
		    && lets_go(k, n + 1))
			return PATH_FOUND;
	return PATH_ON;
}

/* Of a slot that is set again and again, by what releases nothing, only what is
 * in it in the end costs a reference. */
bool unpaid_until_later(const struct step *s)
{
	const struct function *f = s->run->fn;
	struct position next = { s->run->block_id, s->run->instr_id + 1 };
	const struct instr *i = s->instr, *made;
	struct loan l = { .s = s };
	unsigned of;

	if (!i || i->op != OP_CALL)
		return false;
	of = container_for(knowledge_call(s->run->engine->knowledge, f, i),
			   s->arg);
	if (!of || of > i->n_args || !names_slot(f, i, of, s->arg))
		return false;
	l.container = strip_casts(f, i->args[of - 1]);
	made = value_def(f, l.container);
	return made && made->op == OP_CALL
		&& !path_find(f, next, pays, NULL, &l, NULL);
}
