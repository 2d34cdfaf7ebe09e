/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The failure of a call is ignored: nobody looks at its result or at the
 * indicator, and the function goes on to succeed; or it is a library's
 * callback, which gives the GIL back and knows nobody to tell. */
#include "check/clobbered.h"
#include "check/contracts.h"
#include "engine/dues.h"
#include "engine/failure.h"
#include "engine/tables.h"

#include <string.h>

/* What the check keeps over a unit. */
struct kept {
	/* Call -> is its result taken for a number, by what holds it against
	 * any literal, or one that parts -1?  Each is asked for in many
	 * states. */
	struct map numbers[2];
	struct map replaced;	/* call -> the finding that something took the
				 * place of its exception */
};

static struct kept *kept_of(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct kept);
	return *c->data;
}

static bool is_taken_for_number(struct check_context *c, const struct step *s,
				const struct instr *by, bool parting)
{
	static bool no, yes;
	struct map *m = &kept_of(c)->numbers[parting];
	bool *known = map_get(m, map_key_ptr(by));

	if (!known) {
		known = failure_is_taken_for_number(s, by, parting)
			? &yes : &no;
		map_set(m, map_key_ptr(by), known);
	}
	return known == &yes;
}

/* A hash that is not -1, or was computed from other numbers: whoever mixes a
 * failed one in does not mean failure. */
static bool is_hash(const struct step *s)
{
	const struct sym *y = sym_get(s->before, s->value);
	int64_t k;

	if (sym_constant(s->before, s->value, &k))
		return k != -1;
	return y->not_minus_one || y->lo > -1 || y->hi < -1
		|| y->expr.op == EXPR_BIN || y->expr.op == EXPR_ADD;
}

/* A result that says nothing to a reader who ignores it on purpose. */
static bool is_deliberate(const struct step *s, const struct instr *by)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);

	if (by->is_void_cast && s->run->convention == CONV_DESTROY)
		return true;
	return k->flags & CF_IGNORABLE;
}

static bool function_succeeds(const struct step *s)
{
	switch (s->run->convention) {
	case CONV_NEW_REF:
	case CONV_NEW_REF_OR_NULL:
	case CONV_MODULE_INIT:
	case CONV_CONVERTER:
		return s->value && sym_is_nonnull(s->before, s->value);
	case CONV_STATUS:
		return s->value && sym_is_null(s->before, s->value);
	case CONV_TRISTATE:
	case CONV_LENGTH:
		return s->value && sym_get(s->before, s->value)->lo >= 0;
	case CONV_HASH:
		return s->value && is_hash(s);
	default:
		return false;
	}
}

/* HELPER, or NULL, is the outcome in which a helper of the unit ignored it. */
static struct finding *report(struct check_context *c, const struct step *s,
			      const struct instr *by,
			      const struct outcome *helper)
{
	struct finding *fi;
	const char *name = helper ? helper->unseen
		: instr_callee(s->run, by);

	fi = step_finding(c, s, s->before, NULL,
			  "the failure of ‘%s’ is ignored", name);
	fi->loc = by->loc;
	if (helper) {
		check_event(c, fi, helper->unseen_loc, NULL,
			    "‘%s’ succeeds although ‘%s’ failed here",
			    helper->function, name);
		fi->loc = helper->unseen_loc;
		fi->function = helper->function;
	}
	fi->memory_only = helper ? helper->likelihood == LIKELY_MEMORY
		: s->before->exc.memory_only;
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, s->kind == STEP_OUTCOME
		    ? "nobody looked at it when this exception takes its place"
		    : "nobody looked at it when this is reached");
	check_hint(c, fi, "test its result%s",
		   by->dst ? ", or PyErr_Occurred () where it is ambiguous"
		   : "");
	check_add(c, fi);
	return fi;
}

/* Does this end what the function itself ensured, so that it is left what its
 * caller had: no Python code, for it has to take the GIL? */
static bool leaves_python(const struct step *s)
{
	return s->kind == STEP_CALL && s->run->takes_gil
		&& !s->run->is_generated
		&& s->before->gil.ensured == 1 && s->contract
		&& contract_ever(s->contract, EFF_UNENSURE_GIL);
}

/* Is the exception what a function without a result tells by?  Its code sets
 * one, or does nothing where one is left of the last time, for whoever asks
 * PyErr_Occurred once the library that called back is done.  Then so does what
 * fails in it. */
static bool tells_by_indicator(const struct step *s)
{
	const struct function *f = s->run->fn;
	uint32_t b, i;

	if (f->type->inner->kind != TYPE_VOID
	    || !unit_names(s->run->engine->unit, "PyErr_Occurred")
	    || body_calls(f, "PyErr_Print") || body_calls(f, "PyErr_Clear")
	    || body_calls(f, "PyErr_WriteUnraisable"))
		return false;
	if (s->run->asks_occurred)
		return true;
	for (b = 0; b < f->n_rpo; b++)
		for (i = 0; i < f->blocks[f->rpo[b]].n_instrs; i++) {
			const struct instr *in =
				&f->blocks[f->rpo[b]].instrs[i];
			const struct contract *k = in->op == OP_CALL
				? knowledge_call(s->run->engine->knowledge, f,
						 in) : NULL;

			if (k && k->origin == ORIGIN_TABLE
			    && contract_only_raises(k))
				return true;
		}
	return false;
}

/* Was its failure seen, and can somebody have been told? */
static bool is_told(const struct step *s, const struct instr *by)
{
	if (!s->before->exc.tested
	    || (call_is_ambiguous(s, by)
		&& (s->kind == STEP_RETURN || !call_gives_pointer(s->run, by))))
		return false;
	return s->kind == STEP_RETURN
		|| s->run->fn->type->inner->kind != TYPE_VOID
		|| unit_names(s->run->engine->unit, "PyErr_Occurred");
}

/* Can somebody have looked at the exception that is set, or is its call one of
 * which nothing is known?  Then nothing is said. */
/* Was the result of BY put into a local variable out of sight: by the
 * constructor of a std::unique_ptr with a function as its deleter? */
static bool is_kept(const struct fn_run *r, const struct instr *by)
{
	const struct function *f = r->fn;
	uint32_t b, i, local;
	int64_t at;

	for (b = 0; by->dst && b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			if (in->op == OP_CALL && in->n_args
			    && address_of_local(f, in->args[0], &local, &at)
			    && instr_keeps_in(r, in, local, by->dst))
				return true;
		}
	}
	return false;
}

static bool is_out_of_sight(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;

	return x->state != EXC_SET || x->blamed || !x->by
		|| x->by->op != OP_CALL || x->looked || x->passed
		|| s->before->misuse || !step_is_credible(c, s, s->before)
		|| call_is_assumed(c, s, x->by)
		|| !call_returns_status(s, x->by) || is_deliberate(s, x->by)
		|| is_kept(s->run, x->by);
}

/* Was the result of the failed call used unseen: the NULL that may be an answer
 * as that, a number as one?  What is said where a length is another than it
 * should be is true of -1 as well, unless the number is in the message; a
 * helper that refuses what could not be converted says of that what it has to;
 * and two helpers of the unit know each other's numbers. */
static bool is_used_unseen(struct check_context *c, const struct step *s,
			   const struct instr *by)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);

	if (call_gives_pointer(s->run, by))
		return failure_was_an_answer(s) && k->origin == ORIGIN_TABLE
			&& !contract_only_raises(s->contract);
	/* What was judged as the answer that it can be is
	 * exception-clobbered's. */
	if (contract_only_raises(s->contract))
		return step_gets_result(s, by) && !failure_was_an_answer(s)
			&& result_is_compared(s->run, by)
			&& is_taken_for_number(c, s, by, true);
	if (!is_taken_for_number(c, s, by, false))
		return false;
	return !(s->contract->origin == ORIGIN_INFERRED
		 && step_gets_result(s, by)
		 && (k->origin == ORIGIN_INFERRED
		     || is_conversion(instr_callee(s->run, by))));
}

/* Was it told on as good grounds?  Much can fail behind one call. */
static bool is_told_as_well(struct check_context *c, const struct step *s,
			    const struct instr *by)
{
	const struct finding *fi = map_get(&kept_of(c)->replaced,
					   map_key_ptr(by));

	return fi && fi->origin <= s->before->origin;
}

/* A call fails as well, or sets an exception over the one that nobody looked
 * at: however the function goes on, it does so by a wrong number. */
static void replaced(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;
	const struct instr *by = x->by;

	if (s->after->exc.state != EXC_SET || s->after->exc.by != s->instr
	    || by == s->instr || s->after->memory_only
	    || !outcome_raises(s->outcome)
	    || s->contract->origin == ORIGIN_CONVENTION || x->failed
	    || x->doubted || x->memory_only || is_out_of_sight(c, s)
	    || is_told_as_well(c, s, by) || !is_used_unseen(c, s, by)
	    || occurred_is_asked_later(s) || step_guilty_helper(s))
		return;
	map_set(&kept_of(c)->replaced, map_key_ptr(by),
		report(c, s, by, NULL));
}

static void step(struct check_context *c, const struct step *s)
{
	const struct outcome *helper;
	const struct exc *x;

	if (s->kind == STEP_OUTCOME)
		replaced(c, s);
	if (!leaves_python(s) && (s->kind != STEP_RETURN || !s->run->role
				  || !function_succeeds(s)))
		return;
	if (is_out_of_sight(c, s))
		return;
	x = &s->before->exc;
	/* The helper told success: the fault is its. */
	helper = step_guilty_helper(s);
	if (helper) {
		for (; helper; helper = helper->joined)
			if (helper->unseen && !helper->unseen_customary)
				report(c, s, x->by, helper);
		return;
	}
	if (s->kind == STEP_CALL && (failure_is_tested_later(s, x->by)
				     || failure_is_returned(s, x->by)
				     || tells_by_indicator(s)))
		return;
	/* What it returned is handed on as it is. */
	if (s->kind == STEP_RETURN && failure_is_handed_on(s->before, s->value))
		return;
	/* Its result was tested, which is not enough where it tells success
	 * as well; else it is stale-exception's. */
	if (is_told(s, x->by))
		return;
	report(c, s, x->by, NULL);
}

static void finish(struct check_context *c)
{
	struct kept *k = *c->data;

	if (!k)
		return;
	map_release(&k->numbers[false]);
	map_release(&k->numbers[true]);
	map_release(&k->replaced);
}

const struct check check_unchecked_error = {
	.step = step, .steps = ON(CALL) | ON(RETURN) | ON(OUTCOME),
	.finish = finish
};
