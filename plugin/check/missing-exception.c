/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An error value is returned to CPython with no exception set. */
#include "check/dataflow.h"

#include <string.h>

/* Is VALUE the error value of the function's convention? */
static bool returns_error(const struct step *s)
{
	const struct state *st = s->before;
	int64_t k;

	switch (s->run->convention) {
	case CONV_NEW_REF:
	case CONV_MODULE_INIT:
		return s->value && sym_is_null(st, s->value);
	case CONV_STATUS:
	case CONV_TRISTATE:
	case CONV_LENGTH:
	case CONV_HASH:
		return s->value && sym_constant(st, s->value, &k) && k == -1;
	case CONV_CONVERTER:
		return s->value && sym_constant(st, s->value, &k) && k == 0;
	default:
		return false;
	}
}

/* The helper that came back with an error and no exception, if that is why
 * this function fails: the place to mend. */
static const struct trace *silent_helper(const struct state *st)
{
	const struct trace *t;

	for (t = st->trace; t; t = t->prev) {
		const struct effect *e;

		if (t->kind != TRACE_CALL
		    || t->outcome->likelihood == LIKELY_SUCCESS)
			continue;
		for (e = t->outcome->effects; e->op != EFF_END; e++)
			if (e->op == EFF_RAISES)
				return NULL;
		return t->contract->origin == ORIGIN_INFERRED
			&& t->contract->ret != ARG_VOID ? t : NULL;
	}
	return NULL;
}

/* Is the address of local number LOCAL passed to a function of whose body, or
 * about which, only something is known? */
static bool is_helpers_output(const struct step *s, uint32_t local)
{
	const struct function *f = s->run->fn;
	uint32_t b, i, n;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			if (in->op != OP_CALL || knowledge_call(
				s->run->engine->knowledge, f, in)->origin
			    <= ORIGIN_SPEC)
				continue;
			for (n = 0; n < in->n_args; n++) {
				const struct value *v = &f->values[
					value_strip_copies(f, in->args[n])];

				if (v->kind == VAL_LOCAL
				    && v->u.local == local)
					return true;
			}
		}
	}
	return false;
}

/* The call that the branch taken last looked at, and memory that calls may
 * have written: NULL and false where neither decided. */
static const struct instr *decided_by(const struct step *s, bool *by_local)
{
	const struct function *f = s->run->fn;
	const struct trace *t = s->before->trace;
	const struct instr *d;
	unsigned n;

	*by_local = false;
	while (t && t->kind != TRACE_BRANCH)
		t = t->prev;
	d = t ? value_def(f, value_strip_copies(f, t->instr->a)) : NULL;
	for (n = 0; d && n < 8 && d->op != OP_CALL && d->op != OP_LOAD; n++)
		d = d->a ? value_def(f, value_strip_copies(f, d->a)) : NULL;
	if (d && d->op == OP_LOAD)
		*by_local = f->values[d->place.base].kind == VAL_LOCAL
			&& is_helpers_output(s,
				f->values[d->place.base].u.local);
	return d && d->op == OP_CALL ? d : NULL;
}

/* Does the way here depend on what a helper said or wrote in terms that its
 * contract has no exact word for?  Then it may go with an exception. */
static bool rests_on_helper(const struct step *s)
{
	bool by_local;
	const struct instr *call = decided_by(s, &by_local);
	const struct trace *t;

	if (by_local)
		return true;
	for (t = s->before->trace; call && t; t = t->prev)
		if (t->kind == TRACE_CALL && t->instr == call)
			return t->contract->origin == ORIGIN_INFERRED
				&& t->outcome->pred.lo != t->outcome->pred.hi;
	return false;
}

static void step(struct check_context *c, const struct step *s)
{
	const struct trace *helper;
	struct finding *fi;
	int64_t k;

	if (s->kind != STEP_RETURN || !s->run->role || !returns_error(s)
	    || s->before->exc.state != EXC_CLEAR
	    || !step_is_credible(c, s, s->before))
		return;
	if (s->before->misuse && !s->before->exc.tested)
		return;
	if (rests_on_helper(s))
		return;
	/* None can be set without the GIL: that is gil-unbalanced's. */
	if (s->before->gil.state == GIL_RELEASED)
		return;
	/* Read from memory: who put NULL there may have set one. */
	if (thing_get(s->before, s->value))
		return;
	/* tp_hash and its like may fold a legitimate -1 elsewhere. */
	if (sym_get(s->before, s->value)->expr.op != EXPR_NONE
	    && s->run->convention == CONV_HASH)
		return;
	helper = silent_helper(s->before);
	if (!sym_constant(s->before, s->value, &k))
		k = 0;
	fi = step_finding(c, s, s->before, NULL,
			  "‘%s’ returns %s without setting an exception",
			  helper ? helper->outcome->function
			  : s->run->fn->name,
			  s->run->convention == CONV_NEW_REF
			  || s->run->convention == CONV_MODULE_INIT ? "NULL"
			  : k ? "-1" : "0");
	check_event(c, fi, s->loc, s->run->fn,
		    "the error value is returned here, with no exception set");
	if (helper && loc_known(helper->outcome->loc)) {
		fi->loc = helper->outcome->loc;
		fi->function = helper->outcome->function;
	}
	check_subject(c, fi, "return");
	check_hint(c, fi, "set one before returning: ‘PyErr_SetString (…);’");
	check_add(c, fi);
}

const struct check check_missing_exception = { .step = step };
