/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Py_DECREF (self->f) while self->f still points at the object. */
#include "check/dataflow.h"
#include "check/inside-object.h"
#include "engine/acyclic.h"
#include "engine/generated.h"
#include "engine/tables.h"

#include <string.h>

/* A destructor runs when nobody can reach the object any more. */
static bool is_destructor(const struct step *s)
{
	const struct role *r = s->run->role;
	const char *slot = r && r->slot ? r->slot->name : NULL;

	return s->run->convention == CONV_DESTROY
		|| s->run->convention == CONV_CLEAR
		|| (slot && !strcmp(slot, "tp_new"));
}

static bool is_tp_clear(const struct step *s)
{
	const struct role *r = s->run->role;

	return r && r->slot && r->slot->name
		&& !strcmp(r->slot->name, "tp_clear");
}

/* Is the function called from where the object lives on: a close method that
 * uses tp_clear? */
static bool is_called_by_method(const struct step *s)
{
	const struct knowledge *k = s->run->engine->knowledge;
	const struct function *by;
	uint32_t i;

	for (i = 0; (by = knowledge_caller(k, s->run->fn, i)) != NULL; i++)
		if (knowledge_is_open(k, by))
			return true;
	return false;
}

/* Is this the way out of a module's init that failed?  Nobody gets the module,
 * whose functions would look at its variables. */
static bool is_failed_init(const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct role *r = s->run->role;
	const char *slot = r && r->slot ? r->slot->name : NULL;
	if (s->run->convention != CONV_MODULE_INIT
	    && !(slot && !strcmp(slot, "Py_mod_exec")))
		return false;
	return block_ends_in_failure(f, s->run->block_id);
}

static bool is_place_of(const struct place *p, const struct thing *t)
{
	return p->field && same_record(p->record, t->field_record)
		&& p->offset == t->field_offset;
}

/* Does a function that Python can call, a getter for one, read the field? */
static bool is_read_by_method(const struct step *s, const struct thing *t)
{
	const struct unit *u = s->run->engine->unit;
	uint32_t i, b, k;

	for (i = 0; i < u->functions.n; i++) {
		const struct function *f = u->functions.v[i];

		if (!f->has_body
		    || !knowledge_is_open(s->run->engine->knowledge, f))
			continue;
		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++)
				if (f->blocks[b].instrs[k].op == OP_LOAD
				    && is_place_of(&f->blocks[b].instrs[k]
						   .place, t))
					return true;
	}
	return false;
}

/* Does the function change the container in the field itself, so that it may
 * have emptied it before? */
static bool is_changed_here(const struct step *s, const struct thing *t)
{
	const struct function *f = s->run->fn;
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct instr *d = i->op == OP_CALL && i->n_args
				? value_def(f, strip_casts(f, i->args[0]))
				: NULL;

			if (d && d->op == OP_LOAD && is_place_of(&d->place, t)
			    && contract_ever(knowledge_call(
					s->run->engine->knowledge, f, i),
					EFF_MUTATES))
				return true;
		}
	return false;
}

/* tp_clear is to empty a field before it releases what stood there: what dies
 * then can run code that gets at the object by the rest of the cycle.
 * doc: c-api/typeobj, tp_clear; c-api/gcsupport. */
static bool is_seen_while_cleared(const struct step *s, const struct thing *t)
{
	return is_called_by_method(s)
		|| (is_read_by_method(s, t) && !is_changed_here(s, t));
}

/* Is what T points to seen by others than this call: an object that the
 * caller has, a module's state? */
static bool is_seen(const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);
	const struct thing *of;

	if (!t || sym_get(s, x)->interior)
		return false;
	if (t->birth == BIRTH_PARAM)
		return sym_get(s, x)->is_object;
	of = t->birth == BIRTH_BORROW && !sym_get(s, x)->is_object
		? thing_get(s, t->lender) : NULL;
	return of && of->birth == BIRTH_PARAM
		&& sym_get(s, t->lender)->is_object;
}

/* The memory that still holds X: of an object that the caller has too, or a
 * variable of the unit. */
static const struct cell *holder(const struct state *s, sid x)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		if (c->value != x || c->is_resource)
			continue;
		if (c->at.kind == REGION_GLOBAL && !c->index)
			return c;
		if (c->at.kind == REGION_SYM && is_seen(s, c->at.id))
			return c;
	}
	return NULL;
}

static bool member_can_run_code(struct check_context *c,
				const struct type *record, uint64_t offset)
{
	const struct field_model *fm = declared_field(c->declared, record,
						      offset);
	uint32_t i;

	for (i = 0; fm && i < c->declared->types.n; i++) {
		const struct type_model *type = c->declared->types.v[i];

		if (fm >= type->fields.v && fm < type->fields.v
		    + type->fields.n)
			return field_ends_loudly(c->declared, type, fm);
	}
	return true;
}

static bool place_can_run_code(struct check_context *c, const struct place *p)
{
	return member_can_run_code(c, p->record, (uint64_t) p->offset);
}

/* Can releasing what the field or variable holds run anything that looks at
 * it? */
static bool can_run_code(struct check_context *c, const struct step *s,
			 const struct thing *t)
{
	if (!t->field_record)
		return !value_is_plain(c->declared, s->run->fn, s->operand,
				       s->run->block_id, s->run->instr_id);
	return member_can_run_code(c, t->field_record,
				   (uint64_t) t->field_offset);
}

/* The end of an object of the unit's runs nothing; but nothing takes its place
 * in the field either, which later calls read.  What is plain data there is
 * over-release's. */
static bool is_left(struct check_context *c, const struct step *s,
		    const struct thing *t)
{
	return t->field_record && t->born && t->born->op == OP_LOAD
		&& !can_run_code(c, s, t) && field_can_run_code(c, t)
		&& !function_sets(s, &t->born->place);
}

static bool is_of_field(const struct thing *t)
{
	return t && !t->family && !t->escaped && !t->immortal
		&& t->birth == BIRTH_FIELD;
}

/* The argument in which BY hands helper F parameter N: the address of a
 * member of an object, or NULL. */
static const struct instr *member_passed(const struct function *by,
					 const struct instr *call, uint32_t n)
{
	const struct instr *d = n < call->n_args
		? value_def(by, strip_casts(by, call->args[n])) : NULL;

	return d && d->op == OP_ADDR && d->place.record
		&& d->place.record->is_object && d->place.field ? d : NULL;
}

/* Does a function that Python can call again hand helper F, as parameter N,
 * the address of a member whose release can run code? */
static const struct instr *gets_member(struct check_context *c,
				       const struct step *s, uint32_t n)
{
	const struct knowledge *k = s->run->engine->knowledge;
	const struct function *f = s->run->fn, *by;
	uint32_t i, b, j;

	for (i = 0; (by = knowledge_caller(k, f, i)) != NULL; i++) {
		if (!knowledge_is_open(k, by))
			continue;
		for (b = 0; b < by->n_blocks; b++)
			for (j = 0; j < by->blocks[b].n_instrs; j++) {
				const struct instr *in =
					&by->blocks[b].instrs[j], *d;

				if (in->op != OP_CALL
				    || call_target(by, in) != f
				    || !(d = member_passed(by, in, n)))
					continue;
				if (place_can_run_code(c, &d->place))
					return d;
			}
	}
	return NULL;
}

/* A helper that is handed the address of a member releases what stands there
 * before it empties it. */
static void judge_pointee(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct thing *t = thing_get(s->before, s->value), *of;
	const struct instr *member;
	struct finding *fi;
	const char *name;
	uint32_t i;

	if (!is_of_field(t) || t->refs || t->type || !t->born
	    || t->born->op != OP_LOAD || t->field_record || s->run->role)
		return;
	for (i = 0; i < s->before->cells.n; i++) {
		const struct cell *at = &s->before->cells.v[i];

		if (at->value != s->value || at->index || at->at.offset
		    || at->at.kind != REGION_SYM)
			continue;
		of = thing_get(s->before, at->at.id);
		if (!of || of->birth != BIRTH_PARAM
		    || sym_get(s->before, at->at.id)->is_object
		    || !(member = gets_member(c, s, of->param - 1u)))
			continue;
		name = run_sym_name(s->run, s->before, s->value, s->operand);
		fi = step_finding(c, s, s->before, t, "‘%s’ is released while "
				  "the field ‘%s’ still points at it", name,
				  member->place.field);
		check_subject(c, fi, member->place.field);
		check_event(c, fi, member->loc, f, "the address of the field "
			    "is taken here");
		check_event(c, fi, s->loc, f, "a finalizer that runs here can "
			    "see the dead object through the field");
		check_hint(c, fi, "empty the field first: ‘Py_CLEAR (%s);’ or "
			   "‘Py_SETREF (%s, …);’", name, name);
		check_add(c, fi);
		return;
	}
}

/* Is it a link of a chain that the code walks along, which nobody else need
 * see any more, or is the memory set anew by what releases? */
static bool is_taken_apart(const struct step *s)
{
	const struct function *f = s->run->fn;
	vid v = s->operand ? strip_casts(f, s->operand) : 0;
	const struct instr *d = v ? value_def(f, v) : NULL;
	const char *by = step_callee(s);

	return !v || value_phi(f, v)
		|| (d && d->op == OP_LOAD
		    && value_phi(f, strip_casts(f, d->place.base)))
		|| (!strstr(by, "DECREF") && !strstr(by, "DecRef"));
}

static bool is_judged(const struct step *s)
{
	/* Cython's own way to assign an attribute. */
	return !generated_wrapper(s->run->fn->name)
		&& (!is_destructor(s) || is_tp_clear(s))
		&& (s->run->role || knowledge_is_open(
			s->run->engine->knowledge, s->run->fn)
		    /* A destructor may call it, too. */
		    || (is_called_by_method(s) && !is_taken_apart(s)));
}

/* What can see dead object T, which RELEASE released: NULL for S itself. */
static void tell_danger(struct check_context *c, const struct step *s,
			const struct thing *t, struct finding *fi,
			const struct instr *release, const char *what)
{
	if (release) {
		fi->loc = release->loc;
		check_event(c, fi, release->loc, s->run->fn,
			    "it is released here");
		check_event(c, fi, s->loc, s->run->fn, "code that ‘%s’ runs "
			    "can see the dead object through the %s",
			    step_callee(s), what);
	} else if (is_left(c, s, t)) {
		check_event(c, fi, s->loc, s->run->fn, "it is released here, "
			    "and the %s still points at it when ‘%s’ returns",
			    what, s->run->fn->name);
	} else {
		check_event(c, fi, s->loc, s->run->fn, "a finalizer that runs "
			    "here can see the dead object through the %s",
			    what);
	}
}

static void report(struct check_context *c, const struct step *s, sid x,
		   const struct cell *at, const struct instr *release)
{
	const struct thing *t = thing_get(s->before, x);
	const char *name = run_sym_name(s->run, s->before, x, s->operand);
	const char *field = t->field ? t->field : name;
	const char *what = t->field_record ? "field" : "variable";
	struct finding *fi;

	if (at->at.kind == REGION_GLOBAL)
		field = ((const struct global *) at->at.ptr)->name;
	fi = step_finding(c, s, s->before, t,
			  "‘%s’ is released while the %s ‘%s’ still points "
			  "at it", name, what, field);
	check_subject(c, fi, field);
	tell_danger(c, s, t, fi, release, what);
	check_hint(c, fi, "empty the %s first: ‘Py_CLEAR (%s);’ or "
		   "‘Py_SETREF (%s, …);’", what,
		   t->field_record ? name : field,
		   t->field_record ? name : field);
	check_add(c, fi);
}

/* Is P what T was read from, or the same member of another struct of objects
 * that begin with the same members? */
static bool is_member_like(const struct place *p, const struct thing *t)
{
	return is_place_of(p, t)
		|| (p->field && p->record && p->record->is_object
		    && t->field_record && t->field_record->is_object
		    && t->field && !strcmp(p->field, t->field)
		    && p->offset == t->field_offset);
}

/* How many helpers deep a store is looked for: release, unlink. */
enum { SET_DEPTH = 2 };

static bool body_sets(const struct function *f, const struct thing *t,
		      unsigned depth)
{
	uint32_t b, k;

	for (b = 0; f && f->has_body && b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if ((i->op == OP_STORE
			     && is_member_like(&i->place, t))
			    || (i->op == OP_CALL && depth > 1
				&& body_sets(call_target(f, i), t,
					     depth - 1)))
				return true;
		}
	return false;
}

/* Does the helper that releases it give the field another value as well, or
 * take the object out of the list that the field is the link of?  It is judged
 * where it is written. */
static bool is_set_by_callee(const struct step *s, const struct thing *t)
{
	const struct function *f = s->instr && s->instr->op == OP_CALL
		? call_target(s->run->fn, s->instr) : NULL;

	return body_sets(f, t, SET_DEPTH);
}

/* It stands in memory that an object has. */
static void judge_inside(struct check_context *c, const struct step *s)
{
	const struct thing *t = thing_get(s->before, s->value);
	const char *what, *where, *name;
	struct finding *fi;
	bool is_set;
	uint32_t i;

	if (!is_of_field(t) || t->refs > 0 || t->type || is_tp_clear(s)
	    || !step_is_credible(c, s, s->before))
		return;
	for (i = 0; i < s->before->cells.n; i++)
		if (s->before->cells.v[i].value == s->value
		    && s->before->cells.v[i].at.kind == REGION_SYM
		    && s->before->cells.v[i].initial)
			break;
	where = i < s->before->cells.n
		? released_inside(c, s, t, &what, &is_set) : NULL;
	if (!where)
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	fi = step_finding(c, s, s->before, t, "‘%s’ is released while the %s "
			  "‘%s’ still points at it", name, what, where);
	check_subject(c, fi, where);
	check_event(c, fi, s->loc, s->run->fn, "a finalizer that runs here can "
		    "see the dead object through the %s", what);
	if (is_set)
		check_hint(c, fi, "put the new value there first: ‘Py_SETREF "
			   "(%s, …);’", name);
	else
		check_hint(c, fi, "take it out of the %s first", what);
	check_add(c, fi);
}

static void judge_release(struct check_context *c, const struct step *s)
{
	const struct thing *t = thing_get(s->before, s->value);
	const struct cell *at;

	if (!is_of_field(t) || t->refs > 0 || t->type
	    || !(at = holder(s->before, s->value))
	    || (at->at.kind == REGION_SYM) != (t->field_record != NULL)
	    || (is_tp_clear(s) && !(t->field_record
				    && is_seen_while_cleared(s, t)))
	    || !step_is_credible(c, s, s->before)
	    || is_set_by_callee(s, t)
	    || (t->born && t->born->op == OP_LOAD
		&& element_is_counted_out(c, s, &t->born->place))
	    || (at->at.kind == REGION_GLOBAL && is_failed_init(s))
	    || (!can_run_code(c, s, t) && !is_left(c, s, t)))
		return;
	report(c, s, s->value, at, NULL);
}

/* Releasing it ran nothing; this call does, and the field still holds it. */
static void judge_code(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;
	const struct cell *at;
	sid x;

	if (!outcome_has(s->outcome, EFF_RUNS_CODE)
	    || s->after->epoch == st->epoch)
		return;
	for (x = 1; x < st->syms.n; x++) {
		const struct thing *t = thing_get(st, x);

		if (is_of_field(t) && t->refs < 0 && t->released_by
		    && !is_tp_clear(s) && is_judged(s)
		    && t->field_record && (at = holder(st, x)) != NULL
		    && at->initial && step_is_credible(c, s, st)
		    && !can_run_code(c, s, t))
			report(c, s, x, at, t->released_by);
	}
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;

	if (s->kind == STEP_OUTCOME) {
		judge_code(c, s);
		return;
	}
	t = thing_get(s->before, s->value);
	if (!is_of_field(t) || t->type)
		return;
	if (!s->run->role)
		judge_pointee(c, s);
	if (t->refs <= 0 && is_judged(s)) {
		judge_release(c, s);
		judge_inside(c, s);
	}
}

const struct check check_dangling_field = {
	.step = step, .steps = ON(RELEASE) | ON(OUTCOME),
	.finish = inside_object_finish
};
