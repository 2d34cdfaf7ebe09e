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
		return !is_unread(s) && !step_prints_address(s)
			&& !(s->contract
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
	default: return step_releases(s) ? "released again" : "passed on";
	}
}

/* Does V of F come from a call that hands out a new reference? */
static bool is_new_reference(const struct step *s, const struct function *f,
			     vid v)
{
	const struct instr *d = value_def(f, value_strip_copies(f, v));
	const struct contract *k = d && d->op == OP_CALL
		? knowledge_call(s->run->engine->knowledge, f, d) : NULL;
	const struct effect *e;

	if (!k || k->origin != ORIGIN_TABLE || !k->n_outcomes)
		return false;
	for (e = k->outcomes[0].effects; e->op != EFF_END; e++)
		if (e->op == EFF_OWN && e->a == 0)
			return true;
	return false;
}

/* Does a caller hand the helper, as parameter N (from 0), the one reference
 * that it has? */
static bool gets_only_reference(const struct step *s, uint32_t n)
{
	const struct knowledge *k = s->run->engine->knowledge;
	const struct site *at;
	uint32_t i, calls;

	at = sites_of_calls(&k->declared->sites, s->run->fn, &calls);
	for (i = 0; i < calls; i++)
		if (n < at[i].i->n_args
		    && is_new_reference(s, at[i].f, at[i].i->args[n]))
			return true;
	return false;
}

/* A helper released, for its caller, an argument that it gets with the only
 * reference. */
static bool is_consumed(const struct step *s, const struct thing *t)
{
	return t->birth == BIRTH_PARAM && !s->run->role && !t->family
		&& t->refs < 0 && !t->given && !t->shared && !t->stored
		&& t->released_by && t->released_by != s->instr
		&& sym_get(s->before, s->value)->is_object
		&& gets_only_reference(s, t->param - 1u);
}

/* Memory or a stream, of which there is no count. */
static bool is_memory(const struct thing *t)
{
	return (t->family >= FAMILY_MALLOC
		&& t->family <= FAMILY_PYOBJECT_MEM)
		|| t->family == FAMILY_CXX_NEW
		|| t->family == FAMILY_CXX_NEW_ARRAY
		|| t->family == FAMILY_FILE;
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const char *name;

	t = thing_get(s->before, s->value);
	if (!t || t->escaped || !is_use(s)
	    || (t->life != LIFE_DEAD && !is_consumed(s, t))
	    || !step_is_credible(c, s, s->before))
		return;
	/* A type that a destructor reads too late is heap-type-dealloc's. */
	if (t->birth == BIRTH_PARAM && s->contract
	    && !strcmp(s->contract->name, "Py_TYPE"))
		return;
	/* Releasing an object again is over-release's.  What one call in a
	 * loop releases is another element each time. */
	if (step_releases(s) && (!is_memory(t) || t->ended_by == s->instr))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	fi = step_finding(c, s, s->before, t,
			  "‘%s’ is %s after %s", name, verb(s), t->life
			  == LIFE_DEAD && (t->family
			  || t->birth == BIRTH_PARAM) ? "it was freed"
			  : "its last reference was released");
	check_subject(c, fi, name);
	if (t->life != LIFE_DEAD)
		check_event(c, fi, t->released_by->loc, s->run->fn,
			    "the reference that a caller hands over is "
			    "released here");
	else if (t->ended_by)
		check_event(c, fi, t->ended_by->loc, s->run->fn,
			    t->family || t->birth == BIRTH_PARAM
			    ? "it is freed here"
			    : "the last reference is released here");
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is %s here", name,
		    verb(s));
	check_hint(c, fi, "release it after its last use");
	check_add(c, fi);
}

const struct check check_use_after_release = {
	.step = step, .steps = ON(DEREF) | ON(STORE) | ON(RETURN) | ON(ARG)
};
