/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A set exception is lost: code runs while it is set, a destructor runs code
 * without saving what its caller may have set, or a second exception is set
 * over one that the code set itself.
 *
 * What cannot raise, run code or clear is no danger.  Replacing an exception
 * in the branch of the call that failed is deliberate.
 */
#include "check/contracts.h"

#include <string.h>

/* What asks about the indicator, or moves it, takes care of it. */
static bool body_handles(const struct function *f)
{
	static const char *const words[] = { "PyErr_Occurred", "PyErr_Fetch",
		"PyErr_GetRaisedException", "PyErr_ExceptionMatches",
		"PyErr_Clear", "PyErr_Restore", "PyErr_SetRaisedException",
		"PyErr_Print", "PyErr_PrintEx", "PyErr_WriteUnraisable",
		"PyErr_NormalizeException", "PyErr_GetExcInfo", NULL };
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			if (t && (name_in(t->name, words)
				  || strstr(t->name, "ErrFetch")))
				return true;
		}
	return false;
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

static bool can_fail_here(const struct step *s)
{
	const struct contract *k = s->contract;
	const struct effect *e;
	unsigned i;

	for (i = 0; i < k->n_outcomes; i++)
		for (e = k->outcomes[i].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RAISES
			    && k->outcomes[i].likelihood == LIKELY_ORDINARY
			    && is_possible(s, &k->outcomes[i]))
				return true;
	return false;
}

/* Is the helper careless about an exception that is set on entry? */
static bool helper_is_careless(const struct step *s)
{
	const struct contract *k = s->contract;
	const struct function *t = call_target(s->run->fn, s->instr);
	const struct effect *e;
	unsigned i;

	if (!t || !t->has_body || body_handles(t)
	    || contract_ever(k, EFF_IF_SET) || contract_ever(k, EFF_IF_CLEAR)
	    || contract_ever(k, EFF_FETCH) || contract_ever(k, EFF_RESTORE)
	    || contract_ever(k, EFF_CLEAR) || k->flags & CF_OPAQUE)
		return false;
	for (i = 0; i < k->n_outcomes; i++)
		for (e = k->outcomes[i].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RAISES && !e->kinds)
				return false;
	return can_fail_here(s) && contract_ever(k, EFF_RUNS_CODE)
		&& !contract_only_raises(k);
}

/* Can the call lose an exception that is set when it is made? */
static bool loses(const struct step *s)
{
	const struct contract *k = s->contract;

	if (!k || k->origin == ORIGIN_CONVENTION || k->flags & CF_NEEDS_SET)
		return false;
	if (k->origin == ORIGIN_INFERRED)
		return helper_is_careless(s);
	if (contract_ever(k, EFF_FETCH) || contract_ever(k, EFF_RESTORE)
	    || contract_ever(k, EFF_CLEAR) || contract_ever(k, EFF_NORETURN)
	    || contract_only_raises(k))
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
	struct map *m = *c->data;
	const struct instr *first;

	if (!m)
		*c->data = m = ARENA_NEW(&c->findings->arena, struct map);
	first = map_get(m, map_key_ptr(by));
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
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn,
		    "the exception that ‘%s’ set is still set when ‘%s’ runs",
		    instr_callee(s->run, s->before->exc.by), name);
	check_hint(c, fi, "save it around the call: ‘PyErr_Fetch (…);’ … "
		   "‘PyErr_Restore (…);’, or do this before");
	check_add(c, fi);
}

/* Does the result tell for certain that BY failed?  What was inferred of a
 * body may be too coarse for that. */
static bool failure_is_clear(const struct step *s, const struct instr *by)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);
	const struct effect *e;
	unsigned i;

	if (k->origin != ORIGIN_INFERRED)
		return true;
	for (i = 0; i < k->n_outcomes; i++)
		for (e = k->outcomes[i].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RAISES && k->outcomes[i].pred.lo
			    != k->outcomes[i].pred.hi)
				return false;
	return true;
}

/* Is the result of BY, a pointer, tested only after this call? */
static bool is_tested_later(const struct step *s, const struct instr *by)
{
	const struct fn_run *r = s->run;
	const struct function *f = r->fn;
	uint32_t b, i;

	if (by->op != OP_CALL || !by->dst
	    || fn_value(f, by->dst)->type->kind != TYPE_PTR
	    || !liveness_at(r->liveness, r->block_id, r->instr_id + 1,
			    by->dst))
		return false;
	/* NULL passed on is another's matter. */
	for (i = 0; i < s->instr->n_args; i++)
		if (value_strip_copies(f, s->instr->args[i]) == by->dst)
			return false;
	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			if ((in->op == OP_BR || in->op == OP_CMP)
			    && value_is_zero(f, in->b)
			    && value_strip_copies(f, in->a) == by->dst)
				return true;
		}
	return false;
}

static void while_set(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;

	/* What nobody saw fail is unchecked-error's, or error-as-truth's. */
	if (!x->by || !loses(s)
	    || !(x->failed || x->looked || is_tested_later(s, x->by))
	    || !failure_is_clear(s, x->by)
	    || !is_first(c, x->by, s->instr))
		return;
	report_call(c, s);
}

/* The slots that run while their caller's exception may be set. */
static bool is_destructor(const struct step *s)
{
	const char *slot = s->run->role && s->run->role->slot
		? s->run->role->slot->name : NULL;

	return s->run->convention == CONV_DESTROY && slot
		&& strcmp(slot, "tp_free") && strcmp(slot, "m_free");
}

static void in_destructor(struct check_context *c, const struct step *s)
{
	const char *name = step_callee(s);
	struct finding *fi;

	if (s->contract->origin == ORIGIN_TABLE
	    && !strcmp(s->contract->name, "PyErr_Clear"))
		;
	else if (!loses(s))
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

static bool sets_explicitly(const struct step *s, const struct instr *by)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);

	return k->origin == ORIGIN_TABLE && contract_only_raises(k);
}

/* A second exception over one that the code set itself. */
static void overwrite(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;
	const char *name = step_callee(s);
	struct finding *fi;

	if (x->looked || !x->by || x->by->op != OP_CALL
	    || s->contract->origin != ORIGIN_TABLE
	    || contract_ever(s->contract, EFF_FETCH)
	    || !sets_explicitly(s, x->by)
	    || !is_first(c, x->by, s->instr))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "the exception that ‘%s’ set is overwritten by "
			  "‘%s’", instr_callee(s->run, x->by), name);
	fi->cause = x->by->loc;
	check_subject(c, fi, instr_callee(s->run, x->by));
	check_event(c, fi, s->loc, s->run->fn,
		    "the first exception, which nobody saw, is lost here");
	check_hint(c, fi, "return after the first, or test the call that "
		   "set it");
	check_add(c, fi);
}

static void step(struct check_context *c, const struct step *s)
{
	if (s->kind != STEP_CALL || !s->contract || s->before->misuse
	    || !step_is_credible(c, s, s->before))
		return;
	if (s->before->exc.state == EXC_SET) {
		if (contract_only_raises(s->contract))
			overwrite(c, s);
		else
			while_set(c, s);
	} else if (s->before->exc.state == EXC_ENTRY && is_destructor(s)) {
		in_destructor(c, s);
	}
}

static void finish(struct check_context *c)
{
	if (*c->data)
		map_release(*c->data);
}

const struct check check_exception_clobbered = { .step = step,
	.finish = finish };
