/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A borrowed reference is used after code ran that can have ended it. */
#include "check/dataflow.h"
#include "check/kept-pointer.h"

#include <string.h>

static bool is_use(const struct step *s)
{
	return s->kind == STEP_DEREF || s->kind == STEP_STORE
		|| s->kind == STEP_RETURN
		|| (s->kind == STEP_ARG && !step_prints_address(s));
}

/* A field's value is released that was read before code ran: the code may
 * have replaced and released it.  The SETREF macros do all in one place, with
 * whatever makes the new value. */
static bool is_late_release(const struct step *s, const struct thing *t)
{
	return s->kind == STEP_RELEASE && t->birth == BIRTH_FIELD && t->born
		&& t->field_record && t->born->loc.line != s->loc.line
		&& s->run->convention != CONV_DESTROY
		&& s->run->convention != CONV_CLEAR;
}

/* Returning what is borrowed, where a new reference is due, is
 * missing-incref's. */
static bool is_anothers(const struct step *s, const struct thing *t)
{
	return s->kind == STEP_RETURN && t->birth == BIRTH_BORROW
		&& s->run->role
		&& (s->run->convention == CONV_NEW_REF
		    || s->run->convention == CONV_NEW_REF_OR_NULL)
		&& sym_is_nonnull(s->before, s->value);
}

/* Is it put back in the field that it was read from, as a setting that was
 * changed for a while? */
static bool is_put_back(const struct step *s, const struct thing *t)
{
	return s->kind == STEP_STORE && s->place && t->birth == BIRTH_FIELD
		&& t->field_record && t->field_record == s->place->record
		&& t->field_offset == s->place->offset && !s->place->index;
}

static const char *lender_name(struct check_context *c, const struct step *s,
			       const struct thing *t)
{
	const struct value *from = t->birth == BIRTH_FIELD && t->born
		&& t->born->op == OP_LOAD
		? fn_value(s->run->fn, t->born->place.base) : NULL;

	if (from && from->kind == VAL_GLOBAL)
		return arena_printf(&c->findings->arena, "the variable ‘%s’",
				    from->u.global->name);
	if (t->birth == BIRTH_FIELD && t->field)
		return arena_printf(&c->findings->arena, "the field ‘%s’",
				    t->field);
	if (t->lender)
		return arena_printf(&c->findings->arena, "‘%s’",
			run_sym_name(s->run, s->before, t->lender, 0));
	return "its owner";
}

/* The function through which the helper that call I is to runs code. */
static const char *code_by(const struct step *s, const struct instr *i)
{
	const struct contract *k = knowledge_call(s->run->engine->knowledge,
						  s->run->fn, i);
	unsigned n;

	for (n = 0; k->origin == ORIGIN_INFERRED && n < k->n_outcomes; n++)
		if (k->outcomes[n].code_by)
			return k->outcomes[n].code_by;
	return NULL;
}

static void tell_end(struct check_context *c, const struct step *s,
		     struct finding *fi, const struct thing *t,
		     const char *name)
{
	const char *who = instr_callee(s->run, t->ended_by);
	const char *why = t->ended_why ? t->ended_why : "can end the borrow";
	const char *by = code_by(s, t->ended_by);

	if (by && strcmp(by, who))
		check_event(c, fi, t->ended_by->loc, s->run->fn,
			    "‘%s’ %s by ‘%s’; ‘%s’ can be freed by it", who,
			    why, by, name);
	else
		check_event(c, fi, t->ended_by->loc, s->run->fn,
			    "‘%s’ %s; ‘%s’ can be freed by it", who, why,
			    name);
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const char *name;

	if (s->kind == STEP_RETURN)
		kept_pointer_judge(c, s);
	t = thing_get(s->before, s->value);
	if (!t || t->life != LIFE_MAYBE || t->escaped || !t->ended_by
	    || (!is_use(s) && s->kind != STEP_RELEASE))
		return;
	/* That its reference was given up before is over-release's. */
	if (s->kind == STEP_RELEASE && t->taken)
		return;
	if ((is_use(s) ? step_releases(s) : !is_late_release(s, t))
	    || is_anothers(s, t) || is_put_back(s, t)
	    || !step_is_credible(c, s, s->before))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	fi = step_finding(c, s, s->before, t,
			  "‘%s’, borrowed from %s, is %s after ‘%s’, which "
			  "%s", name, lender_name(c, s, t),
			  is_use(s) ? "used" : "released",
			  instr_callee(s->run, t->ended_by),
			  t->ended_why ? t->ended_why : "can end the borrow");
	check_subject(c, fi, name);
	tell_end(c, s, fi, t, name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is %s here", name,
		    is_use(s) ? "used" : "released");
	check_hint(c, fi, "hold a reference of your own while it is needed: "
		   "‘Py_INCREF (%s);’ … ‘Py_DECREF (%s);’", name, name);
	check_add(c, fi);
}

const struct check check_stale_borrow = {
	.step = step,
	.steps = ON(DEREF) | ON(STORE) | ON(RETURN) | ON(ARG) | ON(RELEASE)
};
