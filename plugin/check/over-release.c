/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference is released, or given away, that this code does not own. */
#include "check/dataflow.h"
#include "check/inside-object.h"
#include "check/kept.h"
#include "check/promise.h"
#include "check/release-buffer.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

enum { TPFLAGS_HAVE_GC = 1 << 14 };

/* Read out of the caller's own tuple of arguments, or another tuple that it
 * passed: nothing else may be put there. */
static bool is_tuple_item(const struct step *s, const struct thing *t)
{
	const struct thing *lender = thing_get(s->before, t->lender);
	const struct type *record;

	if (!t->born || t->born->op != OP_LOAD || !lender
	    || lender->birth != BIRTH_PARAM)
		return false;
	record = t->born->place.record;
	return record && ((record->name
			   && !strcmp(record->name, "PyTupleObject"))
			  || (record->tag
			      && !strcmp(record->tag, "PyTupleObject")));
}

static bool is_items_record(const struct type *t)
{
	const char *name = t ? (t->tag ? t->tag : t->name) : NULL;

	return name && (!strcmp(name, "PyTupleObject")
			|| !strcmp(name, "PyListObject"));
}

/* Does the function put anything into slots of lists, tuples or arrays of
 * objects, or take a list's array away?  What stood there is then its to
 * release. */
static bool fills_slots(const struct function *f)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if (t && (!strcmp(t->name, "PyList_SET_ITEM")
				  || !strcmp(t->name, "PyTuple_SET_ITEM")))
				return true;
			if (i->op == OP_STORE && i->place.field
			    && !strcmp(i->place.field, "ob_item")
			    && is_items_record(i->place.record))
				return true;
			if (i->op == OP_STORE && i->a
			    && type_is_object_ptr(f->values[i->a].type)
			    && (i->place.index || !i->place.record)
			    && f->values[i->place.base].kind != VAL_LOCAL)
				return true;
		}
	return false;
}

/* Read out of a list or tuple, and left there.  A destructor of lists or
 * tuples, or of their like, gives up what is in them. */
static bool is_left_in_place(const struct step *s, const struct thing *t)
{
	const struct thing *lender = thing_get(s->before, t->lender);

	return t->born->op == OP_LOAD && lender
		&& (lender->birth == BIRTH_PARAM || lender->refs > 0)
		&& s->run->convention != CONV_DESTROY
		&& s->run->convention != CONV_CLEAR
		&& !fills_slots(s->run->fn);
}

/* Is V the address of object G, and W read from memory that others see? */
static bool is_read_as(const struct function *f, const struct global *g,
		       vid v, vid w)
{
	const struct value *x = fn_value(f, value_strip_copies(f, v));
	const struct instr *d = value_def(f, value_strip_copies(f, w));

	return x->kind == VAL_GLOBAL && x->u.global == g && d
		&& d->op == OP_LOAD
		&& fn_value(f, d->place.base)->kind != VAL_LOCAL;
}

/* Was what memory holds found to be this very object, None or its like?  Its
 * reference is then what is released. */
static bool is_found_in_memory(const struct step *s)
{
	const struct addr *a = &sym_get(s->before, s->value)->addr;
	const struct trace *t;

	if (a->kind != REGION_GLOBAL || a->offset)
		return false;
	for (t = s->before->trace; t; t = t->prev) {
		const struct instr *i = t->instr;

		if (t->kind == TRACE_BRANCH && i->op == OP_BR
		    && i->cmp == (t->taken ? CMP_EQ : CMP_NE)
		    && (is_read_as(s->run->fn, a->ptr, i->a, i->b)
			|| is_read_as(s->run->fn, a->ptr, i->b, i->a)))
			return true;
	}
	return false;
}

/* Does the function give an object another type?  It has the reference to
 * the one before in its hands. */
static bool sets_a_type(const struct function *f)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if ((t && !strcmp(t->name, "Py_SET_TYPE"))
			    || (i->op == OP_STORE && i->place.field
				&& !strcmp(i->place.field, "ob_type")))
				return true;
		}
	return false;
}

/* Asks for a place number that gets another item by an inline accessor. */
struct refill { const struct step *s; const struct thing *t; };

static enum path_verdict refills(const struct function *f, struct position p,
				 void *data)
{
	const struct refill *r = data;
	const struct instr *i = instr_at(f, p);
	const struct function *by = i->op == OP_CALL ? call_target(f, i)
		: NULL;
	int64_t k;

	return by && i != r->t->released_by && i->n_args == 3
		&& (!strcmp(by->name, "PyTuple_SET_ITEM")
		    || !strcmp(by->name, "PyList_SET_ITEM"))
		&& env_get(r->s->before, i->args[0]) == r->t->lender
		&& sym_constant(r->s->before, r->t->key, &k)
		&& fn_value(f, i->args[1])->kind == VAL_INT
		&& fn_value(f, i->args[1])->u.i == k
		? PATH_FOUND : PATH_ON;
}

/* Does the place in a tuple that T was given to get another item? */
static bool is_replaced(const struct step *s, const struct thing *t)
{
	struct position from = { s->run->block_id, s->run->instr_id };
	struct refill r = { s, t };

	return t->given && t->lender && t->key && s->kind == STEP_RELEASE
		&& path_find(s->run->fn, from, refills, NULL, &r, NULL);
}

/* A heap type's instance gives up its type with itself, and only then. */
static bool may_release_type(const struct step *s)
{
	return !s->run->role || sets_a_type(s->run->fn)
		|| !knowledge_is_open(s->run->engine->knowledge, s->run->fn);
}

/* A helper may release what its caller passes: its contract says so, and
 * the caller is held to that. */
/* Is T what came as plain memory to a function that a library calls?  Whoever
 * registered it said what that is, and may have given a reference. */
static bool is_handed_on(const struct step *s, const struct thing *t)
{
	const struct function *f = s->run->fn;
	vid v = t->param && t->param <= f->n_params ? f->params[t->param - 1]
		: 0;

	return v && !type_is_object_ptr(f->values[v].type);
}

/* Is what is released read from a field for that?  The field has a reference of
 * its own to what a helper gave one to; so has the memory of an argument that a
 * callee releases it from. */
static bool is_read_anew(const struct step *s)
{
	const struct instr *d = value_def(s->run->fn,
					  strip_casts(s->run->fn, s->operand));

	return d && d->op == OP_LOAD && d->place.record
		&& d->place.record->is_object;
}

static bool is_ours_to_judge(const struct step *s, const struct thing *t)
{
	if (t->immortal || t->escaped || t->refs > 0)
		return false;
	/* A fetched exception that was put back is the thread's again. */
	if (t->family)
		return t->family == FAMILY_EXCEPTION && t->given
			&& s->kind == STEP_RELEASE;
	switch (t->birth) {
	case BIRTH_NEW:
		return !t->stored && !is_replaced(s, t)
			&& !(t->shared && (is_read_anew(s) || !s->arg));
	case BIRTH_PARAM:
		if (promise_of(s))
			return promise_keeps(s, t) || t->refs < 0;
		/* Or what a field owned that was found to be the same. */
		return s->run->role && t->refs <= 0
			&& (t->refs < 0 || !is_handed_on(s, t))
			&& !state_twin(s->before, s->value)
			&& !kept_elsewhere(s, t);
	case BIRTH_BORROW:
		/* An instance owns its type; a slot that is about to get
		 * another item gives up its own. */
		return s->kind == STEP_RELEASE
			&& !state_twin(s->before, s->value)
			&& (t->lender_who != WHO_TYPE || !may_release_type(s))
			&& t->born
			&& (t->born->op == OP_CALL || is_tuple_item(s, t)
			    || is_left_in_place(s, t));
	case BIRTH_STATIC:
		/* Or what a field owned that was found to be it. */
		return t->refs == 0 && s->kind == STEP_RELEASE
			&& !is_found_in_memory(s)
			&& !((s->run->convention == CONV_DESTROY
			      || s->run->convention == CONV_CLEAR
			      || !s->run->role) && kept_by_flag(s));
	case BIRTH_FIELD:
		return t->taken
			|| (s->kind == STEP_RELEASE && t->refs <= 0
			    && thing_is_argument(s, t)
			    && !state_twin(s->before, s->value));
	case BIRTH_UNKNOWN:
		break;
	}
	return false;
}

static bool callee_is_inferred(const struct step *s)
{
	return s->instr->op == OP_CALL
		&& knowledge_call(s->run->engine->knowledge, s->run->fn,
				  s->instr)->origin == ORIGIN_INFERRED;
}

/* Is it released out of memory of this function's own, which it put it in: an
 * object of C++ whose destructor releases what it was given?  Nothing else can
 * have given that a reference. */
static bool is_of_own_memory(const struct step *s)
{
	uint32_t i;

	for (i = 0; !s->arg && i < s->before->cells.n; i++) {
		const struct cell *c = &s->before->cells.v[i];

		if (c->value == s->value && c->at.kind == REGION_LOCAL
		    && !c->initial && !c->index && !c->is_resource)
			return true;
	}
	return false;
}

/* Does the callee see no memory in which a reference to its argument could stand
 * that it gives up?  It stores nothing, reads no object, and what it calls the
 * table knows. */
static bool callee_sees_no_owner(const struct step *s)
{
	const struct function *f = call_target(s->run->fn, s->instr);
	uint32_t b, k;

	for (b = 0; f && b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if ((i->op == OP_STORE || i->op == OP_MOVE
			     || i->op == OP_ZERO)
			    && fn_value(f, i->place.base)->kind != VAL_LOCAL)
				return false;
			if (i->op == OP_LOAD && type_is_object_ptr(
					fn_value(f, i->dst)->type)
			    && fn_value(f, i->place.base)->kind != VAL_LOCAL)
				return false;
			if (i->op == OP_CALL
			    && knowledge_call(s->run->engine->knowledge, f, i)
			       ->origin != ORIGIN_TABLE)
				return false;
		}
	return f && f->has_body && f->n_params == 1;
}

static bool callee_steals(const struct step *s)
{
	const struct contract *k;
	const struct effect *e;
	unsigned n;

	if (s->instr->op != OP_CALL)
		return false;
	k = knowledge_call(s->run->engine->knowledge, s->run->fn, s->instr);
	for (n = 0; n < k->n_outcomes; n++)
		for (e = k->outcomes[n].effects; e->op != EFF_END; e++)
			if (e->op == EFF_GIVE && (unsigned) e->a == s->arg)
				return true;
	return false;
}

static const char *why(const struct thing *t)
{
	switch (t->birth) {
	case BIRTH_NEW:
		return t->given ? "its reference was given away before"
			: "it was released before";
	case BIRTH_PARAM:
		if (t->refs < 0)
			return t->given ? "its reference was given away before"
				: "it was released before";
		return "it belongs to the caller";
	case BIRTH_BORROW:
		return "it is borrowed";
	case BIRTH_FIELD:
		return t->taken ? "it was released before"
			: !t->field_record ? "it belongs to the caller"
			: "it is the field's own, which keeps its value";
	default:
		return "no reference to it was taken here";
	}
}

/* A field's own reference is released and the field never gets another
 * value.  Where it still holds the object and code runs that can see it,
 * dangling-field tells. */
static bool is_taken_from_field(struct check_context *c, const struct step *s,
				const struct thing *t)
{
	uint32_t i;

	if (s->kind != STEP_RELEASE || t->birth != BIRTH_FIELD || t->refs
	    || t->family || t->immortal || t->escaped || t->shared
	    || !t->born || t->born->op != OP_LOAD || !s->run->role
	    || !t->field_record || !t->field_record->is_object
	    || !knowledge_is_open(s->run->engine->knowledge, s->run->fn)
	    || !declared_owns(c->declared, s->run->fn, &t->born->place))
		return false;
	for (i = 0; i < s->before->cells.n; i++)
		if (s->before->cells.v[i].value == s->value
		    && s->before->cells.v[i].at.kind != REGION_LOCAL)
			return false;
	return !function_sets(s, &t->born->place);
}

/* Is what CELL belongs to gone, and not by way of its own dealloc? */
static bool holder_is_freed(const struct step *s, const struct cell *cell)
{
	const struct thing *h = cell->at.kind == REGION_SYM
		? thing_get(s->before, cell->at.id) : NULL;
	const char *by;

	if (!h)
		return false;
	if (h->family || h->escaped || h->given)
		return true;
	if (h->life != LIFE_DEAD)
		return false;
	by = h->ended_by ? instr_callee(s->run, h->ended_by) : NULL;
	return !by || !strstr(by, "DECREF");
}

/* Does the collector never look at instances of the struct that PLACE is in?
 * A type that sets no flag inherits its base's. */
static bool is_uncollected(const struct check_context *c,
			   const struct place *place)
{
	const struct type_model *t = place && place->record
		? declared_type_of(c->declared, place->record) : NULL;

	return t && t->flags_known && !(t->flags & TPFLAGS_HAVE_GC)
		&& !t->base && !t->base_name && !t->base_unknown;
}

/* Is what CELL belongs to lost before the return S, and was never released?
 * Its dealloc does not run then; reference-leak tells. */
static bool holder_is_lost(const struct check_context *c,
			   const struct step *s, const struct cell *cell,
			   const struct place *at)
{
	const struct thing *h = cell->at.kind == REGION_SYM
		? thing_get(s->before, cell->at.id) : NULL;

	return h && h->birth == BIRTH_NEW && !h->family
		&& h->life == LIFE_ALIVE && !h->released_by && !h->stored
		&& !h->shared && !h->given && !h->escaped
		&& h != thing_get(s->before, s->value)
		&& is_uncollected(c, at);
}

/* Does the function set the module up?  Nobody calls into a module whose
 * initialisation failed, and the next one sets its variables again. */
static bool is_module_setup(const struct step *s)
{
	const char *slot = s->run->role && s->run->role->slot
		? s->run->role->slot->name : NULL;

	return s->run->convention == CONV_MODULE_INIT
		|| (slot && !strcmp(slot, "Py_mod_exec"));
}

/* At the return: does memory that owns it still hold what was released? */
static void judge_memory(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;
	uint32_t i;

	if (!s->run->role || s->run->convention == CONV_DESTROY
	    || s->run->convention == CONV_CLEAR)
		return;
	for (i = 0; i < st->cells.n; i++) {
		const struct cell *cell = &st->cells.v[i];
		const struct thing *t = thing_get(st, cell->value);
		const struct place *at;
		struct finding *fi;
		const char *name;

		if (!t || cell->index || cell->at.kind == REGION_LOCAL
		    || (cell->at.kind == REGION_GLOBAL && is_module_setup(s))
		    || !t->released_by || t->family || t->immortal
		    || t->escaped || t->shared || t->given
		    || sym_is_null(st, cell->value)
		    || t->refs >= (cell->initial ? 0 : t->stored)
		    || (!cell->initial && t->stored != 1)
		    || holder_is_freed(s, cell))
			continue;
		at = cell->initial ? &t->born->place : t->stored_at;
		if (holder_is_lost(c, s, cell, at))
			continue;
		/* The others may have been moved up, or counted out. */
		if (at && (elements_are_set(s->run->fn, at)
			   || elements_are_taken_out(s->run->fn, at)))
			continue;
		/* What was there on entry is dangling-field's where code
		 * runs that can see it. */
		if (cell->initial && (cell->at.kind == REGION_GLOBAL
				      || (t->field_record
					  && t->field_record->is_object
					  && field_can_run_code(c, t))))
			continue;
		if (!declared_owns(c->declared, s->run->fn, at)
		    || !step_is_credible(c, s, st))
			continue;
		name = run_sym_name(s->run, st, cell->value, 0);
		fi = step_finding(c, s, st, t, "a reference to ‘%s’ is "
				  "released that still stands in memory that "
				  "owns it", name);
		fi->loc = t->released_by->loc;
		check_subject(c, fi, name);
		check_event(c, fi, fi->loc, s->run->fn, "‘%s’ is released "
			    "here, and nothing takes its place", name);
		check_hint(c, fi, "use ‘Py_CLEAR’, or take a reference "
			   "before");
		check_add(c, fi);
	}
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const char *name;

	if (s->kind == STEP_RETURN) {
		judge_memory(c, s);
		promise_judge_failure(c, s);
	}
	if ((s->kind != STEP_RELEASE && s->kind != STEP_GIVE) || s->number)
		return;
	t = thing_get(s->before, s->value);
	if (!t || (!is_ours_to_judge(s, t) && !is_taken_from_field(c, s, t))
	    || !step_is_credible(c, s, s->before))
		return;
	/* A callee that steals takes what missing-incref tells of, also when
	 * it fails. */
	if (t->birth != BIRTH_NEW && callee_steals(s))
		return;
	/* A body that releases an argument may release what a container that
	 * it belongs to owned. */
	if (callee_is_inferred(s) && t->birth != BIRTH_NEW
	    && !is_of_own_memory(s) && !callee_sees_no_owner(s))
		return;
	/* Giving what is borrowed is missing-incref's. */
	if (s->kind == STEP_GIVE && !(t->birth == BIRTH_NEW))
		return;
	/* That it was given away is known however it was made. */
	if (t->origin == ORIGIN_CONVENTION && !t->given
	    && t->life != LIFE_DEAD && !c->options->convention)
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	fi = step_finding(c, s, s->before, t,
			  "‘%s’ %s a reference to ‘%s’ that this function "
			  "does not own: %s", step_callee(s),
			  s->kind == STEP_GIVE ? "takes" : "releases", name,
			  why(t));
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is released here", name);
	if (t->birth == BIRTH_NEW)
		check_hint(c, fi, "do not release it a second time");
	else
		check_hint(c, fi, "take a reference first, or do not release "
			   "it: ‘Py_INCREF (%s);’", name);
	check_add(c, fi);
}

const struct check check_over_release = {
	.step = step, .steps = ON(RETURN) | ON(RELEASE) | ON(GIVE),
	.unit = release_buffer_unit
};
