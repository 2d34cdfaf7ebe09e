/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last pointer to a reference that this function owns is gone. */
#include "check/dataflow.h"
#include "check/promise.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

static bool is_owned_object(const struct thing *t)
{
	return t->family == 0 && t->refs > 0;
}

/* What failed last before it was lost for good, for the reader's first look:
 * a cleanup that fails on the way out is not what led there. */
static const struct instr *last_failure(const struct trace *t,
					const struct instr *born)
{
	for (; t && !(t->kind == TRACE_CALL && t->instr == born); t = t->prev)
		if (t->kind == TRACE_CALL
		    && (t->outcome->likelihood == LIKELY_ORDINARY
			|| t->outcome->likelihood == LIKELY_MEMORY))
			return t->instr;
	return NULL;
}

/* ------------------------------------------- old values of owning memory */

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
	found = t.escapes;
	for (n = 0; n < t.list.n; n++)
		found |= t.list.v[n].function != f
			&& t.list.v[n].offset == store->place.offset;
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

/* Is P a static variable of the unit, and the value an object that it is to
 * own?  What a function that Python calls puts there, the next call finds. */
static bool is_kept_in_variable(const struct step *s, const struct place *p)
{
	const struct value *v = fn_value(s->run->fn, p->base);
	const struct thing *t = thing_get(s->before, s->value);

	return !p->record && !p->offset && v->kind == VAL_GLOBAL && !v->offset
		&& v->u.global->is_static && t && !t->family && !t->immortal
		&& !t->escaped && t->refs > t->stored
		&& (t->birth == BIRTH_NEW || t->birth == BIRTH_PARAM
		    || t->birth == BIRTH_BORROW)
		&& t->origin <= ORIGIN_SPEC;
}

/* Does F look at another variable of the unit that it sets as well?  Then it
 * may be the one that says that this is done. */
static bool asks_variable(const struct function *f)
{
	uint32_t b, k, n, j;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op != OP_LOAD || i->place.record
			    || fn_value(f, i->place.base)->kind != VAL_GLOBAL)
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

/* A method or setter that puts something in a field or variable that owns,
 * and never asks what is there: the second call loses what the first one put
 * there. */
static void judge_store(struct check_context *c, const struct step *s)
{
	const struct place *p = s->place;
	struct finding *fi;
	const char *name;

	if (!p || s->old || p->index
	    || !declared_owns(c->declared, s->run->fn, p)
	    || !knowledge_is_open(s->run->engine->knowledge, s->run->fn)
	    || (p->record ? !is_old_object(s, p)
		: !is_kept_in_variable(s, p) || asks_variable(s->run->fn))
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

/* Did it go to a field of an object of which nobody says that it owns what it
 * holds?  Which reference is whose cannot be told then. */
static bool may_be_borrowed_field(struct check_context *c,
				  const struct step *s, const struct thing *t)
{
	return t->stored && t->stored_at && t->stored_at->record
		&& t->stored_at->record->is_object
		&& !(s->run->role && declared_owns(c->declared, s->run->fn,
						   t->stored_at));
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t = s->thing;
	const struct instr *failed;
	struct finding *fi;
	const char *name;
	uint32_t i;

	if (s->kind == STEP_STORE)
		judge_store(c, s);
	if (s->kind == STEP_RETURN)
		promise_judge_leaks(c, s);
	if (s->kind != STEP_LOST || !is_owned_object(t)
	    || thing_is_fetched(s, t) || may_be_borrowed_field(c, s, t))
		return;
	if (s->origin == ORIGIN_CONVENTION && !c->options->convention)
		return;
	name = run_thing_name(s->run, t);
	failed = last_failure(s->death, t->born);
	if (failed && instr_callee(s->run, failed))
		fi = step_finding(c, s, NULL, t,
				  "leak of a reference to ‘%s’ when ‘%s’ fails",
				  name, instr_callee(s->run, failed));
	else
		fi = step_finding(c, s, NULL, t,
				  "leak of a reference to ‘%s’", name);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is lost here; its "
		    "reference was not released", name);
	if (s->n_places) {
		fi->places = ARENA_ARRAY(&c->findings->arena, struct loc,
					 s->n_places);
		for (i = 0; i < s->n_places; i++)
			fi->places[i] = s->places[i];
		fi->n_places = s->n_places;
	}
	check_hint(c, fi, "release it before it is lost: ‘Py_DECREF (%s);’",
		   name);
	check_add(c, fi);
}

const struct check check_reference_leak = { .step = step };
