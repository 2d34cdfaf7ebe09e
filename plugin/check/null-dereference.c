/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pointer that is NULL on this path is dereferenced, also by an accessor
 * macro or inline function. */
#include "check/dataflow.h"
#include "check/wrong-variable.h"

/* Where the NULL came from: the call that failed, or a test. */
static const struct instr *null_source(const struct step *s)
{
	return null_origin(s->before, s->value)->status_of;
}

static bool is_inline_use(const struct step *s)
{
	unsigned class;

	if (s->kind != STEP_ARG || !s->contract
	    || !(s->contract->flags & CF_INLINE)
	    || s->arg > s->contract->n_params)
		return false;
	class = s->contract->params[s->arg - 1];
	return class == ARG_OBJ || class == ARG_TYPE || class == ARG_PTR;
}

static void step(struct check_context *c, const struct step *s)
{
	const struct instr *source;
	struct finding *fi;
	const char *name;

	if (s->kind != STEP_DEREF && !is_inline_use(s))
		return;
	if (!sym_is_null_based(s->before, s->value)
	    || !step_is_credible(c, s, s->before))
		return;
	source = null_source(s);
	if (null_is_doubtful(s, source)
	    || (call_is_assumed(c, s, source) && !step_null_was_tested(s)))
		return;
	/* A plain C pointer that no call returned is another tool's. */
	if (!source && s->kind == STEP_DEREF
	    && !type_is_object_ptr(s->run->fn->values[s->operand].type)
	    && !thing_get(s->before, s->value))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	if (s->kind == STEP_ARG)
		fi = step_finding(c, s, s->before, NULL, "‘%s’ is NULL here "
				  "and ‘%s’ dereferences it", name,
				  step_callee(s));
	else
		fi = step_finding(c, s, s->before, NULL,
				  "dereference of ‘%s’, which is NULL here",
				  name);
	if (source && source->op == OP_CALL) {
		fi->cause = source->loc;
		check_hint(c, fi, "test what ‘%s’ returned before it is used",
			   instr_callee(s->run, source));
	}
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is NULL here", name);
	check_add(c, fi);
}

const struct check check_null_dereference = {
	.call = wrong_variable_call,
	.step = step
};
