/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a function's own attributes promise. */
#include "check/promise.h"

const struct contract *promise_of(const struct step *s)
{
	return s->run->role ? NULL
		: knowledge_stated(s->run->engine->knowledge, s->run->fn);
}

/* An attribute that says less than that an exception is set promises none. */
static bool names(const struct outcome *o, enum effect_op op, int a)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == op && e->a == a
		    && (op != EFF_RAISES || e->kinds))
			return true;
	return false;
}

/* Can what is returned be in the outcome? */
static bool admits(const struct step *s, const struct outcome *o)
{
	const struct state *st = s->before;
	bool is_zero = o->pred.lo == 0 && o->pred.hi == 0;

	if (!s->value)
		return true;
	if (sym_is_null(st, s->value))
		return o->pred.lo <= 0 && o->pred.hi >= 0 && !o->pred.nonzero;
	if (sym_is_nonnull(st, s->value) && is_zero)
		return false;
	return sym_get(st, s->value)->lo <= o->pred.hi
		&& sym_get(st, s->value)->hi >= o->pred.lo;
}

enum promised promise_says(const struct step *s, enum effect_op op, int a)
{
	const struct contract *k = promise_of(s);
	bool yes = false, no = false;
	unsigned i;

	for (i = 0; k && i < k->n_outcomes; i++) {
		if (!admits(s, &k->outcomes[i]))
			continue;
		if (names(&k->outcomes[i], op, a))
			yes = true;
		else
			no = true;
	}
	if (!yes)
		return PROMISED_NEVER;
	return no ? PROMISED_AT_TIMES : PROMISED_ALWAYS;
}

bool promise_ever(const struct step *s, enum effect_op op, int a)
{
	const struct contract *k = promise_of(s);
	unsigned i;

	for (i = 0; k && i < k->n_outcomes; i++)
		if (names(&k->outcomes[i], op, a))
			return true;
	return false;
}

bool promise_keeps(const struct step *s, const struct thing *t)
{
	return promise_of(s) && t->birth == BIRTH_PARAM && t->param
		&& !promise_ever(s, EFF_GIVE, t->param);
}

static void tell_promise(struct check_context *c, const struct step *s,
			 const struct thing *t, const char *name,
			 const char *said, const char *what)
{
	struct finding *fi;

	fi = step_finding(c, s, s->before, t, "leak of a reference to ‘%s’: "
			  "‘%s’ is declared to %s", name, s->run->fn->name,
			  said);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "%s", what);
	check_hint(c, fi, "release ‘%s’, or declare what the function does",
		   name);
	check_add(c, fi);
}

/* A reference of its own is returned as a borrowed one. */
static void judge_result(struct check_context *c, const struct step *s)
{
	const struct thing *t = s->value ? thing_get(s->before, s->value)
		: NULL;

	if (!t || t->family || t->refs <= t->stored || t->immortal
	    || t->escaped || t->shared || t->birth == BIRTH_STATIC
	    || promise_says(s, EFF_BORROW, WHO_RESULT) != PROMISED_ALWAYS)
		return;
	tell_promise(c, s, t, run_sym_name(s->run, s->before, s->value,
					   s->operand),
		     "return a borrowed reference",
		     "no caller releases what is returned here");
}

/* What was promised to be taken over is still the function's. */
static void judge_arguments(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct thing *t;
	sid x;

	for (x = 1; x < s->before->syms.n; x++) {
		t = thing_get(s->before, x);
		if (!t || t->birth != BIRTH_PARAM || !t->param || t->family
		    || t->refs || t->escaped || t->stored || t->given
		    || t->immortal || sym_get(s->before, x)->interior
		    || sym_is_null(s->before, x)
		    || (x == s->value
			&& promise_says(s, EFF_BORROW, WHO_RESULT)
			== PROMISED_NEVER)
		    || promise_says(s, EFF_GIVE, t->param)
			!= PROMISED_ALWAYS)
			continue;
		tell_promise(c, s, t,
			     run_value_name(s->run, f->params[t->param - 1]),
			     "take it over", "nobody releases it after this");
	}
}

void promise_judge_leaks(struct check_context *c, const struct step *s)
{
	if (!promise_of(s) || !step_is_credible(c, s, s->before))
		return;
	judge_result(c, s);
	judge_arguments(c, s);
}

/* The function fails, and its attribute leaves the argument to the caller
 * then. */
void promise_judge_failure(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct thing *t;
	struct finding *fi;
	const char *name;
	sid x;

	for (x = 1; promise_of(s) && x < s->before->syms.n; x++) {
		t = thing_get(s->before, x);
		if (!t || t->birth != BIRTH_PARAM || !t->param || t->family
		    || t->escaped || t->refs >= 0 || promise_keeps(s, t)
		    || sym_get(s->before, x)->interior
		    || promise_says(s, EFF_GIVE, t->param) != PROMISED_NEVER
		    || !step_is_credible(c, s, s->before))
			continue;
		name = run_value_name(s->run, f->params[t->param - 1]);
		fi = step_finding(c, s, s->before, t, "‘%s’ fails, and the "
				  "reference to ‘%s’ that its attribute "
				  "leaves to the caller is gone",
				  f->name, name);
		check_subject(c, fi, name);
		check_event(c, fi, s->loc, f, "‘%s’ fails here", f->name);
		check_hint(c, fi, "keep the reference when it fails, or "
			   "declare that it is always taken over");
		check_add(c, fi);
	}
}
