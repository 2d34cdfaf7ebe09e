/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Old values of owning memory: a function that Python calls any number of times
 * puts something in a field or variable without a look at what is there.
 */
#include "check/old-value.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

/* Stops at the store in question. */
struct reach { const struct instr *store; };

static enum path_verdict at_store(const struct function *f,
				  struct position p, void *data)
{
	const struct reach *r = data;

	return instr_at(f, p) == r->store ? PATH_FOUND : PATH_ON;
}

static bool reaches(const struct function *f, uint32_t block, uint32_t instr,
		    const struct instr *store)
{
	struct position from = { block, instr };
	struct reach r = { store };

	return path_find(f, from, at_store, NULL, &r, NULL);
}

static bool same_member(const struct function *f, const struct place *a,
			const struct place *b)
{
	if (!a->record && !b->record)
		return f->values[a->base].kind == VAL_GLOBAL
			&& f->values[b->base].kind == VAL_GLOBAL
			&& f->values[a->base].u.global
			   == f->values[b->base].u.global;
	return same_record(a->record, b->record) && a->offset == b->offset;
}

/* Does F look, before STORE, at what stands there, or keep a note in another
 * member of the same struct that it was here?  Then it knows what it does. */
static bool looks_before(const struct function *f, const struct instr *store)
{
	uint32_t b, k, n, j;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct place *p = &i->place;
			bool same;

			if (i->op != OP_LOAD)
				continue;
			same = same_member(f, p, &store->place);
			for (n = 0; !same && p->record && n < f->n_blocks; n++)
				for (j = 0; j < f->blocks[n].n_instrs; j++) {
					const struct instr *w =
						&f->blocks[n].instrs[j];

					same |= w->op == OP_STORE && w != store
						&& same_record(p->record,
							store->place.record)
						&& same_member(f, p,
							       &w->place);
				}
			if (same && reaches(f, b, k, store))
				return true;
		}
	return false;
}

/* Does a function that a library may call, as its address goes elsewhere than
 * to a table, put anything in the member? */
static bool callback_stores(const struct step *s, const struct place *at)
{
	const struct unit *u = s->run->engine->unit;
	uint32_t n, b, k;

	for (n = 0; n < u->functions.n; n++) {
		const struct function *f = u->functions.v[n];

		if (!f->address_taken
		    || declared_role(s->run->engine->declared, f))
			continue;
		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i =
					&f->blocks[b].instrs[k];

				if ((i->op == OP_STORE || i->op == OP_ZERO)
				    && same_member(f, &i->place, at))
					return true;
			}
	}
	return false;
}

/* Can another function that SELF is passed to on the way to STORE empty the
 * member? */
static bool is_emptied_elsewhere(const struct step *s,
				 const struct instr *store)
{
	const struct function *f = s->run->fn;
	struct touches t = { { 0 } };
	bool found;
	uint32_t n;

	touches_of(s->run->engine->declared, f,
		   strip_casts(f, store->place.base), 0, &t);
	found = false;
	for (n = 0; n < t.list.n; n++) {
		const struct touch *x = &t.list.v[n];

		if (x->kind == TOUCH_ESCAPE)
			found |= !x->as_data
				|| callback_stores(s, &store->place);
		else
			found |= x->function != f
				&& x->offset == store->place.offset;
	}
	touches_release(&t);
	return found;
}

/* Does every caller of helper F hand it, as parameter N, what it was itself
 * called with, and leave the member to it? */
static bool gets_callers_self(const struct step *s, const struct function *f,
			      uint32_t n, const struct place *at)
{
	const struct knowledge *k = s->run->engine->knowledge;
	const struct function *by;
	uint32_t c, b, j;

	for (c = 0; (by = knowledge_caller(k, f, c)) != NULL; c++)
		for (b = 0; b < by->n_blocks; b++)
			for (j = 0; j < by->blocks[b].n_instrs; j++) {
				const struct instr *i =
					&by->blocks[b].instrs[j];

				if (i->op == OP_LOAD && same_member(by,
						&i->place, at))
					return false;
				if (i->op == OP_CALL && call_target(by, i) == f
				    && (n >= i->n_args
					|| by->values[strip_casts(by,
						i->args[n])].kind
					   != VAL_PARAM))
					return false;
			}
	return true;
}

/* Is the struct one that was there before this call? */
static bool is_old_object(const struct step *s, const struct place *p)
{
	const struct function *f = s->run->fn;
	const struct value *v = &f->values[strip_casts(f, p->base)];

	/* A module's state outlives each call of its functions. */
	if (is_module_state(f, p->base))
		return s->run->role != NULL;
	return p->record->is_object && v->kind == VAL_PARAM
		&& (s->run->role
		    || gets_callers_self(s, f, v->u.param, p));
}

/* Is P an element of an array of objects that is a variable of the unit? */
static bool is_array_element(const struct function *f, const struct place *p)
{
	const struct value *v = fn_value(f, p->base);
	const struct type *t = v->kind == VAL_GLOBAL ? v->u.global->type
		: NULL;

	return !p->record && t && t->kind == TYPE_ARRAY
		&& type_is_object_ptr(t->inner);
}

/* Is P a static variable of the unit, or an element of one, and the value an
 * object that it is to own?  What a function that Python calls puts there, the
 * next call finds. */
static bool is_kept_in_variable(const struct step *s, const struct place *p)
{
	const struct value *v = fn_value(s->run->fn, p->base);
	const struct thing *t = thing_get(s->before, s->value);

	return !p->record && v->kind == VAL_GLOBAL
		&& ((!p->offset && !v->offset)
		    || is_array_element(s->run->fn, p))
		&& v->u.global->is_static && t && !t->family && !t->immortal
		&& !t->escaped && t->refs > t->stored
		&& (t->birth == BIRTH_NEW || t->birth == BIRTH_PARAM
		    || t->birth == BIRTH_BORROW)
		&& t->origin <= ORIGIN_SPEC;
}

/* Does F look at another variable of the unit than the one that STORE sets, and
 * set it as well?  Then it may be the one that says that this is done. */
static bool asks_variable(const struct function *f, const struct instr *store)
{
	uint32_t b, k, n, j;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op != OP_LOAD || i->place.record
			    || fn_value(f, i->place.base)->kind != VAL_GLOBAL
			    || same_member(f, &i->place, &store->place))
				continue;
			for (n = 0; n < f->n_blocks; n++)
				for (j = 0; j < f->blocks[n].n_instrs; j++)
					if (f->blocks[n].instrs[j].op
					    == OP_STORE && same_member(f,
						&i->place, &f->blocks[n]
						.instrs[j].place))
						return true;
		}
	return false;
}

void old_value_judge(struct check_context *c, const struct step *s)
{
	const struct place *p = s->place;
	struct finding *fi;
	const char *name;

	if (!p || s->old || p->index
	    || !(declared_owns(c->declared, s->run->fn, p)
		 || is_array_element(s->run->fn, p))
	    || !knowledge_is_open(s->run->engine->knowledge, s->run->fn)
	    || (p->record ? !is_old_object(s, p)
		: !is_kept_in_variable(s, p)
		  || asks_variable(s->run->fn, s->instr))
	    || !step_is_credible(c, s, s->before)
	    || looks_before(s->run->fn, s->instr)
	    || (p->record && is_emptied_elsewhere(s, s->instr)))
		return;
	name = p->field ? p->field : p->record ? "the field"
		: fn_value(s->run->fn, p->base)->u.global->name;
	fi = step_finding(c, s, s->before, NULL,
			  "leak of a reference to the old value of ‘%s’",
			  name);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, p->record
		    ? "what ‘%s’ held before, which its type releases in the "
		    "end, is overwritten here"
		    : "what an earlier call put in ‘%s’ is overwritten here",
		    name);
	check_hint(c, fi, "release the old value: ‘Py_XSETREF (%s, …);’",
		   name);
	check_add(c, fi);
}

/* Does F read any member of the object that P lies in before STORE?  It may
 * tell whether there is an old value. */
static bool asks_object(const struct function *f, const struct instr *store)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_LOAD
			    && same_record(i->place.record,
					   store->place.record)
			    && reaches(f, b, k, store))
				return true;
		}
	return false;
}

/* The member at P, when it has memory for itself that the object's end gives
 * back, of the family of what is stored. */
static const struct field_model *memory_field(struct check_context *c,
					      const struct step *s,
					      const struct place *p)
{
	const struct thing *t = thing_get(s->before, s->value);
	const struct field_model *fm = p->offset > 0
		? declared_field(c->declared, p->record, (uint64_t) p->offset)
		: NULL;

	return fm && !fm->is_object && fm->dealloc && fm->family
		&& t && t->birth == BIRTH_NEW && t->family == fm->family
		&& t->refs > 0 && !t->escaped && t->origin <= ORIGIN_SPEC
		? fm : NULL;
}

void old_value_judge_memory(struct check_context *c, const struct step *s)
{
	const struct slot *slot = s->run->role ? s->run->role->slot : NULL;
	const struct place *p = s->place;
	const struct field_model *fm;
	struct finding *fi;

	/* What a second __init__ loses is told of there. */
	if (!slot || !strcmp(slot->name, "tp_init") || !p || s->old || p->index
	    || !p->record || !p->record->is_object || !p->field
	    || !(fm = memory_field(c, s, p))
	    || !knowledge_is_open(s->run->engine->knowledge, s->run->fn)
	    || !is_old_object(s, p) || !step_is_credible(c, s, s->before)
	    || asks_object(s->run->fn, s->instr)
	    || is_emptied_elsewhere(s, s->instr))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "leak of the memory that ‘%s’ held before", p->field);
	check_subject(c, fi, p->field);
	check_event(c, fi, fm->dealloc_loc, fm->dealloc,
		    "the object owns what ‘%s’ holds: it is released here",
		    p->field);
	check_event(c, fi, s->loc, s->run->fn, "a second call of ‘%s’ "
		    "overwrites what the first one put there",
		    s->run->fn->name);
	check_hint(c, fi, "release ‘%s’ before", p->field);
	check_add(c, fi);
}
