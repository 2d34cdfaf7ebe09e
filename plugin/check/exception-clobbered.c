/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set exception is lost: code runs while it is set, a destructor runs code
 * without saving what its caller may have set, or a second exception is set
 * over one that the code set itself.
 *
 * What cannot raise, run code or clear is no danger.  Replacing what a failed
 * call set is deliberate once the code asked which it was; where the call ran
 * code, it can have been KeyboardInterrupt.
 */
#include "check/clobbered.h"
#include "check/contracts.h"
#include "engine/failure.h"
#include "engine/generated.h"
#include "engine/typed.h"

#include <string.h>

/* What the check keeps over a unit. */
struct kept {
	struct map first;	/* who set it -> the call that lost it first */
	struct map careless;	/* helper -> its call that loses what is set */
	struct map minding;	/* helper -> its call that moves out, clears or
				 * asks for what is set when it is called */
	struct map of_ints;	/* conversions of what is an int for sure */
};

static struct kept *kept_of(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct kept);
	return *c->data;
}

/* Do the arguments of this call leave outcome O possible? */
static bool is_possible(const struct step *s, const struct outcome *o)
{
	const struct instr *i = s->instr;
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++) {
		sid x = e->a > 0 && (unsigned) e->a <= i->n_args
			? env_get(s->before, i->args[e->a - 1]) : 0;

		if (!x)
			continue;
		if ((e->op == EFF_IF_NULL || e->op == EFF_IF_ZERO)
		    && sym_is_nonnull(s->before, x))
			return false;
		if ((e->op == EFF_IF_NONNULL || e->op == EFF_IF_NONZERO)
		    && sym_is_null(s->before, x))
			return false;
	}
	return true;
}

/* Can the call fail, by itself or by something that it clears, for ordinary
 * reasons? */
static bool can_fail_here(const struct step *s)
{
	const struct contract *k = s->contract;
	const struct effect *e;
	unsigned i;

	for (i = 0; i < k->n_outcomes; i++)
		for (e = k->outcomes[i].effects; e->op != EFF_END; e++)
			if (((e->op == EFF_RAISES && k->outcomes[i].likelihood
			      == LIKELY_ORDINARY)
			     || (e->op == EFF_CLEAR && k->outcomes[i].likelihood
				 != LIKELY_MEMORY))
			    && is_possible(s, &k->outcomes[i]))
				return true;
	return false;
}

/* Is the helper careless about an exception that is set on entry: does it
 * run what can lose one before it asked, saved or cleared it? */
static bool helper_is_careless(struct check_context *c, const struct step *s)
{
	const struct contract *k = s->contract;
	const struct function *t = call_target(s->run->fn, s->instr);
	const struct effect *e;
	unsigned i;

	/* Generators call their support with exceptions set on purpose. */
	if (!t || generated_runtime(t->name)
	    || !map_get(&kept_of(c)->careless, map_key_ptr(t))
	    || k->flags & CF_OPAQUE)
		return false;
	for (i = 0; i < k->n_outcomes; i++)
		for (e = k->outcomes[i].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RAISES && !e->kinds)
				return false;
	return can_fail_here(s) && contract_ever(k, EFF_RUNS_CODE)
		&& !contract_only_raises(k);
}

/* Is NULL among the arguments where the answer is failure at once?  That
 * leaves the exception that is set.  Source: Objects/abstract.c, null_error;
 * Python/modsupport.c, do_mkvalue. */
static bool is_handed_null(const struct step *s)
{
	sid *args = ARENA_ARRAY(&s->run->arena, sid, s->instr->n_args + 1);
	uint32_t n;

	for (n = 0; n < s->instr->n_args; n++)
		args[n + 1] = env_get(s->before, s->instr->args[n]);
	if (s->contract->format && format_answers_null(s->run, s->before,
			s->instr, s->contract, args))
		return true;
	for (n = 0; n < s->instr->n_args && n < s->contract->n_params; n++)
		if (s->contract->params[n] == ARG_OBJ_ERR
		    && sym_is_null(s->before, env_get(s->before,
						      s->instr->args[n])))
			return true;
	return false;
}

/* May the format of the call have a unit that is a function: "O&"? */
static bool format_converts(const struct step *s)
{
	const struct value *v = s->contract->format_arg <= s->instr->n_args
		? fn_value(s->run->fn, value_strip_copies(s->run->fn,
			s->instr->args[s->contract->format_arg - 1])) : NULL;

	return !v || v->kind != VAL_STRING || strchr(v->u.str.s, '&');
}

/* Can the call lose an exception that is set when it is made? */
static bool loses(struct check_context *c, const struct step *s)
{
	const struct contract *k = s->contract;

	if (!k || k->origin == ORIGIN_CONVENTION || k->flags & CF_NEEDS_SET)
		return false;
	if (k->origin == ORIGIN_INFERRED)
		return helper_is_careless(c, s);
	if (contract_ever(k, EFF_FETCH) || contract_ever(k, EFF_RESTORE)
	    || contract_ever(k, EFF_CLEAR) || contract_ever(k, EFF_NORETURN)
	    || contract_only_raises(k) || is_handed_null(s))
		return false;
	/* Objects and numbers are put together: memory apart, that succeeds.
	 * Source: Python/modsupport.c, do_mkvalue. */
	if (k->format == FORMAT_BUILD && !format_converts(s))
		return false;
	/* Trying another format replaces the first's TypeError. */
	if (k->format == FORMAT_PARSE || k->format == FORMAT_PARSE_KEYWORDS)
		return false;
	if (k->flags & CF_NEEDS_CLEAR || contract_ever(k, EFF_CLOBBERS))
		return true;
	return contract_ever(k, EFF_RUNS_CODE) && contract_raises(k);
}

/* One report for what was set at BY: the first call that can lose it. */
static bool is_first(struct check_context *c, const void *by,
		     const struct instr *at)
{
	struct map *m = &kept_of(c)->first;
	const struct instr *first = map_get(m, map_key_ptr(by));

	if (!first)
		map_set(m, map_key_ptr(by), (void *) at);
	return !first || first == at;
}

static void report_call(struct check_context *c, const struct step *s)
{
	const char *name = step_callee(s);
	struct finding *fi;

	fi = step_finding(c, s, s->before, NULL,
			  "‘%s’ is called while an exception is set, which "
			  "it can lose", name);
	fi->cause = s->before->exc.by->loc;
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn,
		    "the exception that ‘%s’ set is still set when ‘%s’ runs",
		    instr_callee(s->run, s->before->exc.by), name);
	check_hint(c, fi, "save it around the call: ‘PyErr_Fetch (…);’ … "
		   "‘PyErr_Restore (…);’, or do this before");
	check_add(c, fi);
}

/* Does the code ask of what type V is?  Which conversion can fail for that then
 * is not told here. */
static bool is_type_asked(const struct function *f, vid v)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				&& i->n_args ? call_target(f, i) : NULL;

			if (t && value_strip_copies(f, i->args[0]) == v
			    && (strstr(t->name, "Check")
				|| !strcmp(t->name, "Py_TYPE")
				|| !strcmp(t->name, "Py_IS_TYPE")))
				return true;
		}
	return false;
}

/* Did BY convert what the iterator gave that S asks for the next?  Of an int
 * that was found to be one AndOverflow tells all. */
static bool is_converted_in_round(const struct step *s, const struct instr *by)
{
	const struct function *f = s->run->fn;

	return by->n_args && callee_is(s->run, s->instr, "PyIter_Next")
		&& value_def(f, value_strip_copies(f, by->args[0])) == s->instr
		&& !is_type_asked(f, value_strip_copies(f, by->args[0]))
		&& (callee_is(s->run, by, "PyFloat_AsDouble")
		    || (callee_starts(s->run, by, "PyLong_As")
			&& !strstr(instr_callee(s->run, by), "AndOverflow")));
}

/* Did call BY run code, so that any exception may be set?  Statuses of the
 * containers, and conversions in a row, are customarily asked for together, at
 * the end. */
static bool ran_code(const struct step *s, const struct instr *by)
{
	static const char *const names[] = { "PyObject_", "PyNumber_",
		"PySequence_", "PyMapping_" };
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);
	size_t i;

	if (k->origin == ORIGIN_INFERRED)
		return by->op == OP_CALL && contract_ever(k, EFF_RUNS_CODE)
			&& knowledge_tells_failure(s->run->engine->knowledge,
						   s->run->fn, by);
	for (i = 0; i < ARRAY_SIZE (names); i++)
		if (callee_starts(s->run, by, names[i]))
			return contract_ever(k, EFF_RUNS_CODE);
	return is_converted_in_round(s, by);
}

/* Does the call of S run somebody's code for certain? */
static bool runs_code_now(const struct step *s)
{
	static const char *const names[] = { "PyObject_Call",
		"_PyObject_Call", "PyObject_Vectorcall", "PyIter_Next",
		"PyObject_GetIter" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE (names); i++)
		if (callee_starts(s->run, s->instr, names[i]))
			return true;
	return false;
}

/* Did a call that runs code fail unseen, and does another now run code for
 * certain, before the code asks at last? */
static bool is_asked_too_late(const struct step *s)
{
	const struct exc *x = &s->before->exc;

	return !x->tested && !x->memory_only && x->by->op == OP_CALL
		&& runs_code_now(s) && ran_code(s, x->by)
		&& occurred_is_asked_later(s);
}

static void while_set(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;

	/* What nobody saw fail is unchecked-error's, or error-as-truth's; that
	 * NULL of an unknown function is a failure the way on is to show. */
	if (!x->by || !loses(c, s) || step_guilty_helper(s)
	    || (call_is_assumed(c, s, x->by) && !only_fails_from(s))
	    || !(x->failed || x->looked || call_sets_exception(s, x->by)
		 || (!x->tested
		     && (failure_is_tested_later(s, x->by)
			 || failure_in_memory_is_tested_later(s, x->by)))
		 || is_asked_too_late(s)
		 || (call_gives_pointer(s->run, x->by)
		     && failure_was_an_answer(s)
		     && occurred_is_asked_later(s)))
	    || !failure_is_clear(s, x->by)
	    || !is_first(c, x->by, s->instr))
		return;
	report_call(c, s);
}

/* The code asked whether an exception is set when it begins, one is, and a call
 * runs somebody's code all the same. */
static void while_told(struct check_context *c, const struct step *s)
{
	const char *name = step_callee(s);
	struct finding *fi;

	if (s->before->exc.assumed != 2 || s->run->is_generated
	    || s->contract->origin != ORIGIN_TABLE || !runs_code_now(s)
	    || !loses(c, s) || !is_first(c, s->run->fn, s->instr))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "‘%s’ is called while an exception is set, which "
			  "it can lose", name);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "the exception that "
		    "‘PyErr_Occurred’ told of is still set when ‘%s’ runs",
		    name);
	check_hint(c, fi, "save it around the call: ‘PyErr_Fetch (…);’ … "
		   "‘PyErr_Restore (…);’");
	check_add(c, fi);
}

/* The slots that run while their caller's exception may be set. */
static bool is_destructor(const struct step *s)
{
	const char *slot = s->run->role && s->run->role->slot
		? s->run->role->slot->name : NULL;

	return s->run->convention == CONV_DESTROY && slot
		&& strcmp(slot, "tp_free") && strcmp(slot, "m_free");
}

/* Is the exception cleared, or moved out and released? */
static bool throws_away(const struct step *s)
{
	return s->contract->origin == ORIGIN_TABLE
		&& (callee_is(s->run, s->instr, "PyErr_Clear")
		    || ((callee_is(s->run, s->instr, "PyErr_Fetch")
			 || callee_is(s->run, s->instr,
				      "PyErr_GetRaisedException"))
			&& exception_is_thrown_away(s)));
}

static void in_destructor(struct check_context *c, const struct step *s)
{
	const char *name = step_callee(s);
	struct finding *fi;

	if (!throws_away(s) && !loses(c, s))
		return;
	if (!is_first(c, s->run->fn, s->instr))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "‘%s’ in a destructor can lose the exception that "
			  "is set when the object dies", name);
	check_subject(c, fi, name);
	check_event(c, fi, s->run->fn->loc, s->run->fn,
		    "‘%s’ runs wherever the last reference goes, also while "
		    "an exception is set", s->run->fn->name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is called with it set",
		    name);
	check_hint(c, fi, "save it first: ‘PyErr_Fetch (…);’ … "
		   "‘PyErr_Restore (…);’");
	check_add(c, fi);
}

/* Was an int that is too large refused like any other number that is out of
 * range, and as one?  Of an int nothing else is to be told. */
static bool refuses_overflow(struct check_context *c, const struct step *s)
{
	return map_get(&kept_of(c)->of_ints, map_key_ptr(s->before->exc.by))
		&& result_has_upper_bound(s->run->fn, s->before->exc.by)
		&& step_tells_range(s);
}

/* Keeps in mind the conversions of what was asked for its type: the argument
 * is out of sight later. */
static void note_conversion(struct check_context *c, const struct step *s)
{
	if (s->contract->origin == ORIGIN_TABLE && s->instr->n_args
	    && callee_starts(s->run, s->instr, "PyLong_As")
	    && value_has_type(s->before, env_get(s->before,
						 s->instr->args[0]),
			      "PyLong_Type", false))
		map_set(&kept_of(c)->of_ints, map_key_ptr(s->instr),
			(void *) s->instr);
}

/* Does the call S move the exception out that is set, clear it, or ask which
 * it is? */
static bool minds_pending(struct check_context *c, const struct step *s)
{
	const struct contract *k = s->contract;

	return contract_ever(k, EFF_FETCH) || contract_ever(k, EFF_CLEAR)
		|| step_chains(s)
		|| map_get(&kept_of(c)->minding,
			   map_key_ptr(call_target(s->run->fn, s->instr)));
}

/* Is it PyErr_SetString or its like, or a helper of the unit that sets one
 * whether or not there is one? */
static bool sets_unasked(struct check_context *c, const struct step *s)
{
	const struct contract *k = s->contract;

	if (k->origin == ORIGIN_TABLE)
		return true;
	return k->origin == ORIGIN_INFERRED && call_sets_exception(s, s->instr)
		&& !contract_ever(k, EFF_IF_SET)
		&& !contract_ever(k, EFF_IF_CLEAR)
		&& !minds_pending(c, s)
		&& !body_calls(call_target(s->run->fn, s->instr),
			       "PyErr_Occurred");
}

/* A second exception over one that the code set itself, or whose kind it did
 * not ask for. */
static void overwrite(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;
	const char *name = step_callee(s);
	struct finding *fi;

	if (x->looked || x->passed || x->doubted || !x->by
	    || x->by->op != OP_CALL || !sets_unasked(c, s)
	    || contract_ever(s->contract, EFF_FETCH)
	    || contract_ever(s->contract, EFF_NORETURN) || step_chains(s)
	    || (x->kinds == RAISE_MemoryError && step_sets_memory_error(s))
	    || (s->before->memory_only && step_sets_memory_error(s))
	    /* The helper told success: the fault is its. */
	    || step_guilty_helper(s) || call_is_of_runtime(s, x->by)
	    || !(step_replaces_other(s)
		 || (s->contract->origin == ORIGIN_TABLE
		     && (call_sets_exception(s, x->by)
			 || (failure_was_an_answer(s)
			     && !refuses_overflow(c, s)))))
	    || !is_first(c, x->by, s->instr))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "the exception that ‘%s’ set is overwritten by "
			  "‘%s’", instr_callee(s->run, x->by), name);
	fi->cause = x->by->loc;
	/* One call that replaces what several may have set is one defect. */
	check_subject(c, fi, call_sets_exception(s, x->by)
		      ? instr_callee(s->run, x->by) : name);
	check_event(c, fi, s->loc, s->run->fn,
		    "the first exception, which nobody saw, is lost here");
	check_hint(c, fi, "return after the first, or test the call that "
		   "set it");
	check_add(c, fi);
}

static void step(struct check_context *c, const struct step *s)
{
	if (s->kind != STEP_CALL || !s->contract)
		return;
	note_conversion(c, s);
	if (s->before->exc.state == EXC_ENTRY && minds_pending(c, s))
		map_set(&kept_of(c)->minding, map_key_ptr(s->run->fn),
			(void *) s->instr);
	if (s->before->misuse || !step_is_credible(c, s, s->before))
		return;
	/* What came with a call's result was lost in that call. */
	if (s->before->exc.state == EXC_SET && s->before->exc.survived)
		return;
	if (s->before->exc.state == EXC_SET) {
		if (contract_only_raises(s->contract))
			overwrite(c, s);
		else if (!s->before->exc.by)
			while_told(c, s);
		else
			while_set(c, s);
	} else if (s->before->exc.state == EXC_ENTRY && is_destructor(s)) {
		in_destructor(c, s);
	} else if (s->before->exc.state == EXC_ENTRY && loses(c, s)) {
		map_set(&kept_of(c)->careless, map_key_ptr(s->run->fn),
			(void *) s->instr);
	}
}

static void finish(struct check_context *c)
{
	struct kept *k = *c->data;

	if (!k)
		return;
	map_release(&k->first);
	map_release(&k->careless);
	map_release(&k->minding);
	map_release(&k->of_ints);
}
const struct check check_exception_clobbered = {
	.step = step, .steps = ON(CALL), .finish = finish
};
