/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The path of a finding in words: from the trace of the state that shows it,
 * what matters for the thing in question.
 */
#include "engine/engine.h"

#include <string.h>

/* Ways taken before the thing existed matter little; of the rest, the last
 * ones. */
#define MAX_EVENTS 24

static const char *callee_name(const struct fn_run *r, const struct instr *i)
{
	const char *name = run_callee_name(r, i);
	const struct instr *d;

	if (name)
		return name;
	d = value_def(r->fn, value_strip_copies(r->fn, i->callee));
	if (d && d->op == OP_LOAD && d->place.spelling)
		return d->place.spelling;
	return "the function pointer";
}

static bool effects_have(const struct outcome *o, enum effect_op op)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == op)
			return true;
	return false;
}

static bool is_null_outcome(const struct outcome *o)
{
	return o->pred.lo == 0 && o->pred.hi == 0;
}

/* Does the call fail so?  A body's way that hardly anybody takes is a failure
 * only when the result or the indicator says so. */
static bool is_failure(const struct trace *t)
{
	const struct outcome *o = t->outcome;

	if (o->likelihood == LIKELY_SUCCESS)
		return false;
	return o->likelihood != LIKELY_NEVER_WITH_VALID
		|| t->contract->origin != ORIGIN_INFERRED
		|| effects_have(o, EFF_RAISES) || is_null_outcome(o)
		|| o->pred.hi < 0;
}

static void call_words(struct fn_run *r, const struct trace *t, bool is_birth,
		       struct buf *b)
{
	const char *name = callee_name(r, t->instr);
	const struct outcome *o = t->outcome;

	if (is_birth) {
		if (effects_have(o, EFF_BORROW))
			buf_addf(b, "‘%s’ returns a borrowed reference", name);
		else if (effects_have(o, EFF_OWN)
			 || effects_have(o, EFF_OUT_OWN))
			buf_addf(b, "‘%s’ makes a new reference, owned by ‘%s’",
				 name, r->fn->name);
		else
			buf_addf(b, "‘%s’ acquires it", name);
		return;
	}
	buf_addf(b, "when ‘%s’ ", name);
	if (o->likelihood == LIKELY_MEMORY)
		buf_add(b, "fails because memory is short");
	else if (!is_failure(t))
		buf_add(b, is_null_outcome(o) ? "returns zero or NULL"
			: "succeeds");
	else
		buf_add(b, "fails");
	if (effects_have(o, EFF_RAISES))
		buf_add(b, ", with an exception set");
	else if (o->likelihood == LIKELY_ORDINARY)
		buf_add(b, ", without setting an exception");
}

static enum event_verb words(struct fn_run *r, const struct trace *t,
			     bool is_birth, struct buf *b)
{
	switch (t->kind) {
	case TRACE_CALL:
		call_words(r, t, is_birth, b);
		return is_birth ? VERB_ACQUIRE : VERB_CALL;
	case TRACE_BRANCH:
		if (t->instr->op == OP_SWITCH)
			buf_add(b, t->taken ? "following a ‘case’"
				: "following ‘default’");
		else
			buf_addf(b, "following the ‘%s’ branch",
				 t->taken ? "true" : "false");
		return VERB_BRANCH;
	case TRACE_REF:
		if (t->instr->op == OP_CALL)
			buf_addf(b, "the reference is %s by ‘%s’", t->what,
				 callee_name(r, t->instr));
		else
			buf_addf(b, "the reference is %s", t->what);
		return !strcmp(t->what, "released") ? VERB_RELEASE
			: VERB_ACQUIRE;
	case TRACE_NOTE:
		buf_add(b, t->what);
		return VERB_NONE;
	case TRACE_MADE:
		buf_addf(b, "‘%s’ makes it", callee_name(r, t->instr));
		return VERB_ACQUIRE;
	case TRACE_ENTRY:
		break;
	}
	return VERB_NONE;
}

static bool matters(const struct trace *t, uint32_t uid,
		    const struct instr *born, bool *past_birth)
{
	switch (t->kind) {
	case TRACE_CALL:
		if (born && t->instr == born) {
			*past_birth = true;
			return true;
		}
		return is_failure(t);
	case TRACE_BRANCH:
		return !born || *past_birth;
	case TRACE_REF:
		return uid && t->uid == uid && t->instr != born;
	case TRACE_NOTE:
		return true;
	case TRACE_MADE:
		*past_birth |= t->instr == born;
		return t->instr == born;
	case TRACE_ENTRY:
		break;
	}
	return false;
}

void path_events(struct fn_run *r, const struct trace *trace,
		 const struct thing *thing, struct findings *fs,
		 struct finding *f)
{
	const struct trace *t, **order;
	const struct instr *born = thing ? thing->born : NULL;
	uint32_t uid = thing ? thing->uid : 0;
	uint32_t n = 0, i, total = trace ? trace->length : 0;
	uint32_t kept = 0, skip;
	bool *keep, past = false;

	order = ARENA_ARRAY(&r->arena, const struct trace *, total + 1);
	keep = ARENA_ARRAY(&r->arena, bool, total + 1);
	for (t = trace; t; t = t->prev)
		order[total - ++n] = t;
	for (i = 0; i < n; i++) {
		keep[i] = matters(order[i], uid, born, &past);
		kept += keep[i];
	}
	skip = kept > MAX_EVENTS ? kept - MAX_EVENTS : 0;
	for (i = 0; i < n; i++) {
		struct event e = { .function = r->fn->name,
			.loc = order[i]->instr ? order[i]->instr->loc
				: r->fn->loc };
		bool is_birth = order[i]->kind == TRACE_CALL
			&& order[i]->instr == born;
		struct buf b = { 0 };

		if (!keep[i])
			continue;
		if (skip && !is_birth) {
			skip--;
			continue;
		}
		e.verb = words(r, order[i], is_birth, &b);
		e.text = arena_strdup(&fs->arena, buf_str(&b));
		buf_release(&b);
		if (loc_known(e.loc))
			finding_event(fs, f, e);
	}
}
