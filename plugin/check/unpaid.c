/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * p->a = Py_None; p->b = Py_None; with one Py_INCREF (Py_None) between: there
 * is a reference less than there are owners.  A state counts both; which store
 * goes without is told by the text: a reference is taken for the store right
 * before, or else for the one that follows.
 */
#include "check/unpaid.h"
#include "engine/tables.h"

#include <string.h>

static bool is_newref(const struct function *f, const struct instr *d)
{
	const struct function *t = d && d->op == OP_CALL && d->n_args == 1
		? call_target(f, d) : NULL;

	return t && strstr(t->name, "NewRef");
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

			if (t && strstr(t->name, "INCREF")
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
