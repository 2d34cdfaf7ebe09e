/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last pointer to a reference that this function owns is gone. */
#include "check/dataflow.h"
#include "check/field-held.h"
#include "check/field-object.h"
#include "check/lost-member.h"
#include "check/old-value.h"
#include "check/promise.h"
#include "engine/failure.h"
#include "engine/tables.h"

#include <string.h>

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

/* The empty tuple is one, and lives as long as the interpreter
 * (Objects/tupleobject.c, tuple_get_empty). */
static bool is_empty_tuple(const struct step *s, const struct thing *t)
{
	const struct instr *i = t->born;
	const struct function *f = i && i->op == OP_CALL && i->n_args
		? call_target(s->run->fn, i) : NULL;

	return f && (!strcmp(f->name, "PyTuple_New")
		     || !strcmp(f->name, "PyTuple_Pack"))
		&& value_is_zero(s->run->fn, i->args[0]);
}

/* Is it an item of what this function makes itself, to which no variable of its
 * own was given?  The items were put in without references, then. */
static bool is_taken_in_loop(const struct step *s, const struct thing *t)
{
	const struct function *f = s->run->fn, *maker;
	const struct instr *d = t->birth == BIRTH_BORROW ? t->born : NULL;

	if (!d || run_thing_has_variable(s->run, t)
	    || (d->op == OP_CALL ? d->n_args != 2 : d->op != OP_LOAD))
		return false;
	d = value_def(f, strip_casts(f, d->op == OP_CALL ? d->args[0]
				     : d->place.base));
	maker = d && d->op == OP_CALL ? call_target(f, d) : NULL;
	return maker && (!strcmp(maker->name, "PyTuple_New")
			 || !strcmp(maker->name, "PyList_New"));
}

/* Does a closure's body F release what it captured at OFFSET? */
static bool releases_captured(const struct function *f, int64_t offset)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct instr *d = i->op == OP_CALL && i->n_args
				&& drops_reference(f, i)
				? value_def(f, strip_casts(f, i->args[0]))
				: NULL;

			if (d && d->op == OP_LOAD && !d->place.index
			    && d->place.offset == offset
			    && value_strip_copies(f, d->place.base)
			    == f->params[0])
				return true;
		}
	return false;
}

/* Is G the body of a closure that F makes?  Source: Itanium C++ ABI, 5.1.6. */
static bool is_closure_in(const struct function *g, const struct function *f)
{
	size_t n = strlen(f->key);

	return n > 2 && !strncmp(f->key, "_Z", 2)
		&& !strncmp(g->key, "_ZZ", 3)
		&& !strncmp(g->key + 3, f->key + 2, n - 2)
		&& !strncmp(g->key + 3 + n - 2, "ENKUl", 5);
}

/* Was T copied into a closure whose body releases it?  The closure has the
 * reference, and so has whoever runs it: std::function, std::thread. */
static bool is_closures(const struct step *s, const struct thing *t)
{
	const struct function *f = s->run->fn;
	const struct unit *u = s->run->engine->unit;
	vid v = t->birth == BIRTH_PARAM ? f->params[t->param - 1]
		: t->born ? t->born->dst : 0;
	const struct value_use *use;
	uint32_t n, i, j;

	if (!u->is_cxx || !v)
		return false;
	use = value_uses(f, v, &n);
	for (i = 0; i < n; i++) {
		const struct instr *in = use[i].is_phi ? NULL
			: &f->blocks[use[i].block].instrs[use[i].instr];
		const struct value *base = in && in->op == OP_STORE
			&& in->a == v ? fn_value(f, in->place.base) : NULL;

		if (!base || base->kind != VAL_LOCAL)
			continue;
		for (j = 0; j < u->functions.n; j++) {
			const struct function *g = u->functions.v[j];
			const struct type *self = g->has_body && g->n_params
				&& g->params[0]
				&& !strcmp(g->name, "operator()")
				? fn_value(g, g->params[0])->type : NULL;

			if (self && self->kind == TYPE_PTR && self->inner
			    && self->inner->size
			       == f->locals[base->u.local].type->size
			    && is_closure_in(g, f)
			    && releases_captured(g, base->offset
						 + in->place.offset))
				return true;
		}
	}
	return false;
}

/* Does F release its own object, to which it took no reference? */
static bool lets_self_go(const struct function *f)
{
	uint32_t b, k;
	int held = 0;

	for (b = 0; f->n_params && b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op != OP_CALL || !i->n_args
			    || strip_casts(f, i->args[0]) != f->params[0])
				continue;
			if (takes_reference(f, i))
				return false;
			held -= drops_reference(f, i);
		}
	return held < 0;
}

/* An object that keeps itself alive: one method takes a reference to it, and
 * another one of its type releases it: start () and stop (). */
static bool keeps_itself(struct check_context *c, const struct step *s,
			 const struct thing *t)
{
	const struct role *own = s->run->role;
	uint32_t n;

	if (t->birth != BIRTH_PARAM || t->param != 1 || !own || !own->type
	    || !type_binds(own->type, s->run->fn))
		return false;
	for (n = 0; n < c->declared->roles.n; n++) {
		const struct role *r = &c->declared->roles.v[n];

		if (r->type == own->type && r->function != s->run->fn
		    && r->function->has_body && lets_self_go(r->function))
			return true;
	}
	return false;
}

/* A helper of the unit that took the reference to what it was passed, and then
 * failed, without another: the call, or NULL. */
static const struct trace *losing_helper(const struct step *s,
					 const struct thing *t)
{
	const struct instr *taken = NULL;
	const struct trace *tr;

	for (tr = s->death; tr; tr = tr->prev)
		if (tr->kind == TRACE_CALL && tr->instr == taken)
			return tr->contract->origin == ORIGIN_INFERRED
				&& t->birth != BIRTH_NEW
				&& outcome_fails(tr->outcome)
				&& loc_known(tr->outcome->loc) ? tr : NULL;
		else if (!taken && tr->kind == TRACE_REF && tr->uid == t->uid)
			taken = tr->instr;
	return NULL;
}

/* What the helper called by TR calls the argument that it took a reference
 * to. */
static const char *taken_parameter(const struct step *s,
				   const struct trace *tr)
{
	const struct function *f = call_target(s->run->fn, tr->instr);
	const struct effect *e;
	const char *name = NULL;

	for (e = tr->outcome->effects; !name && e->op != EFF_END; e++)
		if (e->op == EFF_OWN && e->a > 0 && f
		    && (uint32_t) e->a <= f->n_params)
			name = f->values[f->params[e->a - 1]].name;
	return name ? name : "an argument";
}

/* The helper is to blame. */
static void blame_helper(struct check_context *c, const struct step *s,
			 const struct trace *tr)
{
	const struct outcome *o = tr->outcome;
	const char *name = taken_parameter(s, tr);
	struct finding *fi = step_finding(c, s, NULL, s->thing,
					  "leak of a reference to ‘%s’", name);

	fi->loc = o->loc;
	fi->function = o->function;
	fi->memory_only = o->likelihood == LIKELY_MEMORY;
	check_subject(c, fi, name);
	check_event(c, fi, o->loc, NULL, "‘%s’ fails here, and nobody has the "
		    "reference that it took to ‘%s’", o->function, name);
	check_hint(c, fi, "release it before it is lost: ‘Py_DECREF (%s);’",
		   name);
	check_add(c, fi);
}

static void step(struct check_context *c, const struct step *s)
{
	const struct trace *helper;
	const struct thing *t = s->thing;
	const struct instr *failed;
	struct finding *fi;
	const char *name;
	uint32_t i;

	if (s->kind == STEP_STORE)
		old_value_judge(c, s);
	if (s->kind == STEP_RETURN)
		promise_judge_leaks(c, s);
	if (s->kind != STEP_LOST || !is_owned_object(t)
	    || thing_is_fetched(s, t) || may_be_borrowed_field(c, s, t)
	    || is_empty_tuple(s, t) || is_taken_in_loop(s, t)
	    || keeps_itself(c, s, t) || is_closures(s, t))
		return;
	if (s->origin == ORIGIN_CONVENTION && !c->options->convention)
		return;
	helper = losing_helper(s, t);
	if (helper) {
		blame_helper(c, s, helper);
		return;
	}
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

static void finish(struct check_context *c)
{
	field_object_finish(c);
	lost_members(c);
}

const struct check check_reference_leak = {
	.step = step, .steps = ON(STORE) | ON(RETURN) | ON(LOST),
	.finish = finish
};
