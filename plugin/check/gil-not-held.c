/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python is used on a path where the GIL is released. */
#include "check/dataflow.h"

static bool needs_gil(const struct step *s)
{
	if (!s->contract || s->contract->origin == ORIGIN_CONVENTION
	    || s->contract->flags & CF_NO_GIL)
		return false;
	/* Reading what cannot change, of an object that is held. */
	if (s->contract->flags & CF_PURE && s->contract->flags & CF_INLINE)
		return false;
	return s->contract->n_outcomes > 0;
}

/* Entering or leaving the released state is no use of Python. */
static bool moves_gil(const struct contract *k)
{
	const struct effect *e;
	unsigned i;

	for (i = 0; i < k->n_outcomes; i++)
		for (e = k->outcomes[i].effects; e->op != EFF_END; e++)
			if (e->op == EFF_ACQUIRE_GIL || e->op == EFF_ENSURE_GIL
			    || e->op == EFF_UNENSURE_GIL
			    || e->op == EFF_RELEASE_GIL)
				return true;
	return false;
}

static void step(struct check_context *c, const struct step *s)
{
	struct finding *fi;
	const char *word = c->unit->free_threaded
		? "the thread is detached" : "the GIL is released";

	if (s->kind != STEP_CALL || s->before->gil.state != GIL_RELEASED
	    || !needs_gil(s) || moves_gil(s->contract)
	    || !step_is_credible(c, s, s->before))
		return;
	fi = step_finding(c, s, s->before, NULL, "‘%s’ is called while %s",
			  step_callee(s), word);
	if (s->before->gil.by)
		check_event(c, fi, s->before->gil.by->loc, s->run->fn,
			    "the GIL is released here");
	else
		check_event(c, fi, s->run->fn->loc, s->run->fn,
			    "‘%s’ is called without the GIL",
			    s->run->fn->name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ needs it",
		    step_callee(s));
	check_subject(c, fi, step_callee(s));
	check_hint(c, fi, "take it around the call: ‘Py_BLOCK_THREADS’ or "
		   "‘PyGILState_Ensure ()’");
	check_add(c, fi);
}

const struct check check_gil_not_held = { .step = step };
