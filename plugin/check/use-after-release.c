/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An object, or memory, is used after its only reference was given up. */
#include "check/dataflow.h"

#include <string.h>

struct search { vid v; bool found; };

static void is_it(vid v, void *data)
{
	struct search *s = data;

	s->found |= v == s->v;
}

static bool function_reads(const struct function *f, vid v)
{
	struct search s = { v, false };
	uint32_t b, i, k;

	for (b = 0; v && b < f->n_blocks && !s.found; b++) {
		const struct block *bl = &f->blocks[b];

		for (i = 0; i < bl->n_instrs; i++)
			instr_uses(&bl->instrs[i], is_it, &s);
		for (i = 0; i < bl->n_phis; i++)
			for (k = 0; k < bl->n_preds; k++)
				is_it(bl->phis[i].args[k], &s);
	}
	return s.found;
}

/* Does the callee leave the argument alone? */
static bool is_unread(const struct step *s)
{
	const struct function *t = call_target(s->run->fn, s->instr);

	return t && t->has_body && s->arg <= t->n_params
		&& !function_reads(t, t->params[s->arg - 1]);
}

static bool is_use(const struct step *s)
{
	switch (s->kind) {
	case STEP_DEREF:
	case STEP_STORE:
	case STEP_RETURN:
		return true;
	case STEP_ARG:
		/* Comparing addresses is no use. */
		return !is_unread(s) && !(s->contract
			&& !strcmp(s->contract->name, "Py_Is"));
	default:
		return false;
	}
}

static const char *verb(const struct step *s)
{
	switch (s->kind) {
	case STEP_DEREF: return "dereferenced";
	case STEP_STORE: return "stored";
	case STEP_RETURN: return "returned";
	default: return "passed on";
	}
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const char *name;

	if (!is_use(s) || !s->value)
		return;
	t = thing_get(s->before, s->value);
	if (!t || t->life != LIFE_DEAD || t->escaped
	    || !step_is_credible(c, s, s->before))
		return;
	/* A type that a destructor reads too late is heap-type-dealloc's. */
	if (t->birth == BIRTH_PARAM && s->contract
	    && !strcmp(s->contract->name, "Py_TYPE"))
		return;
	/* Releasing it again is over-release's. */
	if (step_releases(s))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	fi = step_finding(c, s, s->before, t,
			  "‘%s’ is %s after %s", name, verb(s), t->family
			  || t->birth == BIRTH_PARAM ? "it was freed"
			  : "its last reference was released");
	check_subject(c, fi, name);
	if (t->ended_by)
		check_event(c, fi, t->ended_by->loc, s->run->fn,
			    t->family || t->birth == BIRTH_PARAM
			    ? "it is freed here"
			    : "the last reference is released here");
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is %s here", name,
		    verb(s));
	check_hint(c, fi, "release it after its last use");
	check_add(c, fi);
}

const struct check check_use_after_release = { .step = step };
