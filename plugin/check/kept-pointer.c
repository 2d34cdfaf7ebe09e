/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Interior pointers live as long as their object: PyUnicode_AsUTF8 (arg), the
 * "s" of a format.  An argument's object lives through the call, for its
 * caller holds it, and no longer.
 */
#include "check/contracts.h"
#include "check/kept-pointer.h"
#include "engine/tables.h"

#include <string.h>

/* Does the call that S returns from end well? */
static bool ends_well(const struct step *s)
{
	return s->run->role && s->before->exc.state != EXC_SET
		&& s->run->convention != CONV_DESTROY
		&& s->run->convention != CONV_CLEAR
		&& s->run->convention != CONV_CONVERTER
		&& s->run->convention != CONV_MODULE_INIT;
}

/* Does somebody hold what T, an argument or what it was taken from, is? */
static bool is_held(const struct thing *t)
{
	return t->refs > 0 || t->stored || t->shared || t->given || t->escaped
		|| t->immortal || t->family;
}

/* The object, an argument of a function that Python calls, into which X points
 * and which nobody here holds; 0: none. */
static sid object_of(const struct step *s, sid x)
{
	const struct state *st = s->before;
	const struct thing *t = thing_get(st, x), *l, *args;

	if (!t || t->birth != BIRTH_BORROW || t->family || t->escaped
	    || t->refs > 0 || sym_get(st, x)->is_object
	    || sym_is_null(st, x) || !t->lender)
		return 0;
	l = thing_get(st, t->lender);
	if (!l || is_held(l))
		return 0;
	/* What a method is called on may be kept by the one who calls. */
	if (l->birth == BIRTH_PARAM)
		return l->param > 1 ? t->lender : 0;
	args = l->birth == BIRTH_BORROW && l->lender
		? thing_get(st, l->lender) : NULL;
	return args && args->birth == BIRTH_PARAM && args->param > 1
		&& !is_held(args) ? t->lender : 0;
}

static bool same_place(const struct function *f, const struct place *p,
		       const struct function *g, const struct place *q)
{
	if (p->record || q->record)
		return same_record(p->record, q->record)
			&& p->offset == q->offset;
	return fn_value(f, p->base)->kind == VAL_GLOBAL
		&& fn_value(g, q->base)->kind == VAL_GLOBAL
		&& fn_value(f, p->base)->u.global
		   == fn_value(g, q->base)->u.global
		&& p->offset == q->offset;
}

/* Does G, which Python calls, read what stands at P of F, and never set it
 * itself? */
static bool reads_only(const struct function *f, const struct place *p,
		       const struct function *g)
{
	bool reads = false;
	uint32_t b, k;

	for (b = 0; b < g->n_blocks; b++)
		for (k = 0; k < g->blocks[b].n_instrs; k++) {
			const struct instr *i = &g->blocks[b].instrs[k];

			if ((i->op == OP_STORE || i->op == OP_ADDR
			     || i->op == OP_MOVE)
			    && same_place(f, p, g, &i->place))
				return false;
			reads |= i->op == OP_LOAD
				&& same_place(f, p, g, &i->place);
		}
	return reads;
}

static const struct function *reader(const struct step *s,
				     const struct place *p)
{
	const struct unit *u = s->run->engine->unit;
	const struct declared *d = s->run->engine->declared;
	uint32_t i;

	for (i = 0; i < u->functions.n; i++) {
		const struct function *g = u->functions.v[i];
		const struct role *r = g != s->run->fn && g->has_body
			? declared_role(d, g) : NULL;

		if (r && r->slot && r->slot->convention != CONV_DESTROY
		    && r->slot->convention != CONV_CLEAR
		    && reads_only(s->run->fn, p, g))
			return g;
	}
	return NULL;
}

/* Is C memory that outlives the call: of an object that was there before, or
 * a variable? */
static bool outlives(const struct state *st, const struct cell *c)
{
	const struct thing *t;

	if (c->initial || c->index || c->is_resource)
		return false;
	if (c->at.kind == REGION_GLOBAL)
		return true;
	t = c->at.kind == REGION_SYM ? thing_get(st, c->at.id) : NULL;
	return t && sym_get(st, c->at.id)->is_object
		&& (t->birth == BIRTH_PARAM || t->birth == BIRTH_NEW);
}

/* Does X point into a buffer that was released since? */
static bool is_of_released_view(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);

	return t && t->birth == BIRTH_BORROW && t->life != LIFE_ALIVE
		&& !t->escaped && !t->family && t->refs <= 0
		&& !sym_get(s->before, x)->is_object
		&& !sym_is_null(s->before, x) && t->ended_by
		&& callee_is(s->run, t->ended_by, "PyBuffer_Release");
}

/* Does F put an object in the struct that P is in, or in a variable as P is
 * one?  The exporter may be kept by that. */
static bool keeps_object(const struct function *f, const struct place *p)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_STORE
			    && type_is_object_ptr(fn_value(f, i->a)->type)
			    && !value_is_zero(f, strip_casts(f, i->a))
			    && (p->record
				? same_record(p->record, i->place.record)
				: fn_value(f, i->place.base)->kind
				  == VAL_GLOBAL))
				return true;
		}
	return false;
}

/* The member or variable that CELL, the memory at P, is keeps a pointer into a
 * view of this function's, which is over. */
static void judge_view(struct check_context *c, const struct step *s,
		       const struct cell *cell, const struct place *p)
{
	const struct thing *t = thing_get(s->before, cell->value);
	const struct function *by;
	struct finding *fi;
	const char *name;

	if (keeps_object(s->run->fn, p) || !(by = reader(s, p))
	    || !step_is_credible(c, s, s->before))
		return;
	name = p->field ? p->field
		: fn_value(s->run->fn, p->base)->u.global->name;
	fi = step_finding(c, s, s->before, t, "‘%s’ keeps a pointer into a "
			  "buffer that is released", name);
	fi->loc = t->stored_by->loc;
	check_subject(c, fi, name);
	check_event(c, fi, t->ended_by->loc, s->run->fn,
		    "the exporter may do with the memory what it likes from "
		    "here on");
	check_event(c, fi, by->loc, by, "‘%s’ reads it later", by->name);
	check_hint(c, fi, "copy the bytes, or keep the ‘Py_buffer’");
	check_add(c, fi);
}

/* Is P a member of an object, or a variable of the unit? */
static bool is_member_or_variable(const struct step *s, const struct place *p)
{
	return p && (p->record ? p->record->is_object && p->field
		     : fn_value(s->run->fn, p->base)->kind == VAL_GLOBAL);
}

void kept_pointer_judge(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;
	uint32_t i;

	if (!ends_well(s))
		return;
	for (i = 0; i < st->cells.n; i++) {
		const struct cell *cell = &st->cells.v[i];
		bool stays = outlives(st, cell);
		sid object = stays ? object_of(s, cell->value) : 0;
		const struct thing *t = thing_get(st, cell->value);
		const struct place *p = object ? t->stored_at : NULL;
		const struct function *by;
		struct finding *fi;
		const char *name, *of;

		if (stays && t && t->stored_by
		    && is_member_or_variable(s, t->stored_at)
		    && is_of_released_view(s, cell->value))
			judge_view(c, s, cell, t->stored_at);
		if (!is_member_or_variable(s, p)
		    || !(by = reader(s, p)) || !step_is_credible(c, s, st))
			continue;
		name = p->field ? p->field
			: fn_value(s->run->fn, p->base)->u.global->name;
		of = run_sym_name(s->run, st, object, 0);
		fi = step_finding(c, s, st, t, "‘%s’ keeps a pointer into "
				  "‘%s’, which nobody holds when the call is "
				  "over", name, of);
		if (t->stored_by)
			fi->loc = t->stored_by->loc;
		check_subject(c, fi, name);
		check_event(c, fi, fi->loc, s->run->fn,
			    "the pointer is put in ‘%s’ here", name);
		check_event(c, fi, by->loc, by, "‘%s’ reads it later", by->name);
		check_hint(c, fi, "copy the text, or keep a reference to the "
			   "object beside it");
		check_add(c, fi);
	}
}
