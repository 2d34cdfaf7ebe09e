/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Success is returned with an exception set. */
#include "check/contracts.h"

static bool returns_success(const struct step *s)
{
	const struct state *st = s->before;

	switch (s->run->convention) {
	case CONV_NEW_REF:
	case CONV_NEW_REF_OR_NULL:
	case CONV_MODULE_INIT:
		return s->value && sym_is_nonnull(st, s->value);
	case CONV_STATUS:
		return s->value && sym_is_null(st, s->value);
	case CONV_TRISTATE:
	case CONV_LENGTH:
		return s->value && sym_get(st, s->value)->lo >= 0;
	case CONV_HASH:
		return s->value && (sym_get(st, s->value)->not_minus_one
				    || sym_get(st, s->value)->lo > -1
				    || sym_get(st, s->value)->hi < -1);
	case CONV_CONVERTER:
		return s->value && sym_is_nonnull(st, s->value);
	default:
		return false;
	}
}

static bool is_compared(const struct function *f, vid v)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if ((i->op == OP_BR || i->op == OP_CMP)
			    && (value_strip_copies(f, i->a) == v
				|| value_strip_copies(f, i->b) == v))
				return true;
		}
	return false;
}

/* Is what is returned the answer of a function that nobody knows, called since
 * and not looked at?  `return raise_from_handle (h)' is no success. */
static bool is_unknown_answer(const struct step *s)
{
	const struct thing *t = thing_get(s->before, s->value);
	const struct instr *by = t ? t->born : NULL;

	return by && by->op == OP_CALL && by != s->before->exc.by
		&& knowledge_call(s->run->engine->knowledge, s->run->fn, by)
		   ->origin == ORIGIN_CONVENTION
		&& !is_compared(s->run->fn, by->dst);
}

/* Does the helper tell its callers by a member or variable of theirs that it
 * sets: `self->failed = 1'? */
static bool tells_by_flag(const struct outcome *helper)
{
	const struct effect *e;

	for (e = helper->effects; e->op != EFF_END; e++)
		if (e->op == EFF_OUT_IS && e->offset)
			return true;
	return false;
}

/* HELPER, or NULL, is the outcome in which a helper of the unit does so. */
static void report(struct check_context *c, const struct step *s,
		   const struct outcome *helper)
{
	const struct exc *x = &s->before->exc;
	struct finding *fi;

	fi = helper ? step_finding(c, s, s->before, NULL, "‘%s’ returns with "
				   "an exception set, and does not tell",
				   helper->function)
		: step_finding(c, s, s->before, NULL, "success is returned "
			       "although ‘%s’ set an exception",
			       instr_callee(s->run, x->by));
	fi->cause = x->by->loc;
	if (helper) {
		check_event(c, fi, helper->loc, NULL, "‘%s’ returns here, "
			    "with the exception set", helper->function);
		fi->loc = helper->loc;
		fi->function = helper->function;
	}
	/* One return is one defect, whatever failed before it. */
	check_subject(c, fi, "return");
	check_event(c, fi, x->by->loc, s->run->fn,
		    "the exception is set by ‘%s’",
		    instr_callee(s->run, x->by));
	check_event(c, fi, s->loc, s->run->fn,
		    "success is returned here, with the exception set");
	check_hint(c, fi, "return the error value, or clear the exception "
		   "after a look at which it is");
	check_add(c, fi);
}

/* Does a helper give its callers an object although it asked which exception is
 * set, and left it so?  They take it for success: it is what comes without an
 * exception, too. */
static bool helper_succeeds(const struct step *s)
{
	const struct exc *x = &s->before->exc;
	const struct type *t = s->run->fn->type->inner;

	return s->run->fn->is_static && !s->run->is_generated && x->matched
		&& x->by && x->by->op == OP_CALL && type_is_object_ptr(t)
		&& s->value
		&& sym_is_nonnull(s->before, s->value)
		&& knowledge_call(s->run->engine->knowledge, s->run->fn, x->by)
		   ->origin == ORIGIN_TABLE;
}

static void step(struct check_context *c, const struct step *s)
{
	const struct exc *x;
	const struct outcome *helper;

	if (s->kind != STEP_RETURN)
		return;
	x = &s->before->exc;
	if (x->state != EXC_SET || x->blamed || !x->by
	    || !(s->run->role ? returns_success(s) : helper_succeeds(s))
	    || !step_is_credible(c, s, s->before))
		return;
	/* Nobody looked whether it failed: unchecked-error's. */
	helper = step_guilty_helper(s);
	if (helper && tells_by_flag(helper))
		helper = NULL;
	if (!helper && !x->looked && !x->passed
	    && x->by->op == OP_CALL
	    && (!x->tested || call_is_ambiguous(s, x->by))
	    && call_returns_status(s, x->by))
		return;
	if ((s->before->misuse && !s->before->unwound)
	    || call_is_assumed(c, s, x->by)
	    || is_unknown_answer(s)
	    /* That a call was made with it set was told there. */
	    || x->survived)
		return;
	if (!helper)
		report(c, s, NULL);
	/* Where nobody looked in the helper is unchecked-error's, too. */
	for (; helper; helper = helper->joined)
		if (!helper->unseen)
			report(c, s, helper);
}

const struct check check_stale_exception = {
	.step = step, .steps = ON(RETURN)
};
