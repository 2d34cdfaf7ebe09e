/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python is used on a path where the GIL is released. */
#include "check/dataflow.h"

static bool needs_gil(const struct contract *k)
{
	if (!k || k->origin == ORIGIN_CONVENTION || k->flags & CF_NO_GIL)
		return false;
	/* Reading what cannot change, of an object that is held. */
	if (k->flags & CF_PURE && k->flags & CF_INLINE)
		return false;
	return k->n_outcomes > 0;
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

/* Was Python used already since the GIL went?  That was told then.  Not
 * each call leaves a trace: the text's order tells what came later. */
static bool is_repeated(const struct state *st)
{
	const struct trace *t;

	for (t = st->trace; t; t = t->prev) {
		if (t->kind != TRACE_CALL)
			continue;
		if (st->gil.by && loc_compare(t->instr->loc,
					      st->gil.by->loc) < 0)
			return false;
		if (needs_gil(t->contract) && !moves_gil(t->contract))
			return true;
	}
	return false;
}

static void step(struct check_context *c, const struct step *s)
{
	struct finding *fi;
	const char *word = c->unit->free_threaded
		? "the thread is detached" : "the GIL is released";

	if (s->kind != STEP_CALL || s->before->gil.state != GIL_RELEASED
	    || !needs_gil(s->contract) || moves_gil(s->contract)
	    || is_repeated(s->before)
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
