/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reference is released, or given away, that this code does not own. */
#include "check/dataflow.h"

#include <string.h>

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

/* A helper may release what its caller passes: its contract says so, and
 * the caller is held to that. */
static bool is_ours_to_judge(const struct step *s, const struct thing *t)
{
	if (t->family || t->immortal || t->escaped || t->refs > 0)
		return false;
	switch (t->birth) {
	case BIRTH_NEW:
		return !t->stored;
	case BIRTH_PARAM:
		return s->run->role && t->refs <= 0;
	case BIRTH_BORROW:
		/* An instance owns its type; a slot that is about to get
		 * another item gives up its own. */
		return s->kind == STEP_RELEASE
			&& t->lender_who != WHO_TYPE && t->born
			&& (t->born->op == OP_CALL || is_tuple_item(s, t));
	case BIRTH_STATIC:
		return t->refs == 0 && s->kind == STEP_RELEASE;
	case BIRTH_UNKNOWN:
	case BIRTH_FIELD:
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
		return "it belongs to the caller";
	case BIRTH_BORROW:
		return "it is borrowed";
	default:
		return "no reference to it was taken here";
	}
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const char *name;

	if ((s->kind != STEP_RELEASE && s->kind != STEP_GIVE) || s->number)
		return;
	t = thing_get(s->before, s->value);
	if (!t || !is_ours_to_judge(s, t)
	    || !step_is_credible(c, s, s->before))
		return;
	/* A callee that steals takes what missing-incref tells of, also when
	 * it fails. */
	if (t->birth != BIRTH_NEW && callee_steals(s))
		return;
	/* A body that releases an argument may release what a container that
	 * it belongs to owned. */
	if (callee_is_inferred(s) && t->birth != BIRTH_NEW)
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

const struct check check_over_release = { .step = step };
