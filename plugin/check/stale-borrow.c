/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A borrowed reference is used after code ran that can have ended it. */
#include "check/dataflow.h"

static bool is_use(const struct step *s)
{
	return s->kind == STEP_DEREF || s->kind == STEP_STORE
		|| s->kind == STEP_RETURN || s->kind == STEP_ARG;
}

static const char *lender_name(struct check_context *c, const struct step *s,
			       const struct thing *t)
{
	if (t->birth == BIRTH_FIELD && t->field)
		return arena_printf(&c->findings->arena, "the field ‘%s’",
				    t->field);
	if (t->lender)
		return arena_printf(&c->findings->arena, "‘%s’",
			run_sym_name(s->run, s->before, t->lender, 0));
	return "its owner";
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const char *name;

	if (!is_use(s) || !s->value)
		return;
	t = thing_get(s->before, s->value);
	if (!t || t->life != LIFE_MAYBE || t->escaped || !t->ended_by
	    || step_releases(s) || !step_is_credible(c, s, s->before))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	fi = step_finding(c, s, s->before, t,
			  "‘%s’, borrowed from %s, is used after ‘%s’, which "
			  "%s", name, lender_name(c, s, t),
			  instr_callee(s->run, t->ended_by),
			  t->ended_why ? t->ended_why : "can end the borrow");
	check_subject(c, fi, name);
	check_event(c, fi, t->ended_by->loc, s->run->fn,
		    "‘%s’ %s; ‘%s’ can be freed by it",
		    instr_callee(s->run, t->ended_by), t->ended_why
		    ? t->ended_why : "can end the borrow", name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is used here", name);
	check_hint(c, fi, "hold a reference of your own while it is needed: "
		   "‘Py_INCREF (%s);’ … ‘Py_DECREF (%s);’", name, name);
	check_add(c, fi);
}

const struct check check_stale_borrow = { .step = step };
