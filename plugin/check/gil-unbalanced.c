/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The GIL is left in another state than it was found, or released or
 * acquired twice. */
#include "check/dataflow.h"

static void report(struct check_context *c, const struct step *s,
		   const char *what, const char *hint)
{
	struct finding *fi = step_finding(c, s, s->before, NULL, "%s", what);

	if (s->before->gil.by)
		check_event(c, fi, s->before->gil.by->loc, s->run->fn,
			    "the GIL was last moved here");
	check_event(c, fi, s->loc, s->run->fn, "%s", what);
	check_subject(c, fi, s->kind == STEP_CALL ? step_callee(s) : "return");
	check_hint(c, fi, "%s", hint);
	check_add(c, fi);
}

static bool has_effect(const struct contract *k, enum effect_op op)
{
	const struct effect *e;

	if (!k || k->n_outcomes != 1)
		return false;
	for (e = k->outcomes[0].effects; e->op != EFF_END; e++)
		if (e->op == op)
			return true;
	return false;
}

static void at_call(struct check_context *c, const struct step *s)
{
	const struct gil *g = &s->before->gil;

	if (has_effect(s->contract, EFF_RELEASE_GIL)
	    && g->state == GIL_RELEASED)
		report(c, s, "the GIL is released a second time",
		       "release it once, and restore it in between");
	else if (has_effect(s->contract, EFF_ACQUIRE_GIL)
		 && g->state == GIL_HELD && g->moved <= 8 && s->run->role)
		report(c, s, "the GIL is restored although it is held",
		       "restore only what was saved");
	else if (has_effect(s->contract, EFF_UNENSURE_GIL) && !g->ensured
		 && s->run->role)
		report(c, s, "‘PyGILState_Release’ without a matching "
		       "‘PyGILState_Ensure’", "release only what was ensured");
}

/* Helpers that move the GIL for their callers have contracts of their own;
 * what CPython calls has to give back what it got. */
static void step(struct check_context *c, const struct step *s)
{
	const struct gil *g = &s->before->gil;

	if (s->kind == STEP_CALL) {
		at_call(c, s);
		return;
	}
	if (s->kind != STEP_RETURN || !s->run->role)
		return;
	if (g->moved > 8 && g->state == GIL_RELEASED)
		report(c, s, "the function returns with the GIL released",
		       "restore it on every way out");
	else if (g->ensured)
		report(c, s, "the function returns without "
		       "‘PyGILState_Release’",
		       "release on every way what ‘PyGILState_Ensure’ took");
}

const struct check check_gil_unbalanced = { .step = step };
