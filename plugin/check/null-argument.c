/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NULL is passed to a parameter that must not be NULL. */
#include "check/dataflow.h"
#include "check/format-call.h"
#include "engine/typed.h"

#include <string.h>

static bool must_not_be_null(const struct contract *k, unsigned arg)
{
	if (!k || k->flags & CF_INLINE)
		return false;
	if (arg > k->n_params)
		return k->flags & CF_VA_COUNTED;
	switch (k->params[arg - 1]) {
	case ARG_OBJ: case ARG_TYPE: case ARG_STR: case ARG_WSTR:
	case ARG_PTR: case ARG_OUT:
		return true;
	default:
		return false;
	}
}

/* The number that says how much there is at argument ARG of K; 0 none. */
static unsigned count_of(const struct contract *k, unsigned arg)
{
	unsigned n;

	if (k->origin != ORIGIN_TABLE || arg > k->n_params
	    || k->params[arg - 1] == ARG_OBJ || k->params[arg - 1] == ARG_TYPE)
		return 0;
	for (n = arg + 1; n <= k->n_params; n++)
		if (k->params[n - 1] == ARG_SIZE || k->params[n - 1] == ARG_SSIZE)
			return n;
	return 0;
}

/* Nothing is read at NULL where nothing is asked for: memcpy (NULL, p, 0),
 * PyUnicode_FromKindAndData (kind, NULL, 0).  That a pointer is NULL which
 * no call's failure made so goes with a length of zero. */
static bool may_be_none(const struct step *s, const struct instr *source)
{
	unsigned n = count_of(s->contract, s->arg);
	sid x = n && n <= s->instr->n_args
		? env_get(s->before, s->instr->args[n - 1]) : 0;

	return x && (source ? sym_is_null(s->before, x)
		     : !sym_is_nonnull(s->before, x));
}

/* Is it a value to be built, while an exception may be set that it passes
 * on? */
static bool passes_exception_on(const struct step *s)
{
	return s->contract->format == FORMAT_BUILD
		&& s->arg > s->contract->n_params
		&& s->before->exc.state != EXC_CLEAR
		&& s->before->exc.state != EXC_ENTRY;
}

/* The message of PySequence_Fast is for what is neither list nor tuple
 * (Objects/abstract.c). */
static bool is_unused_message(const struct step *s)
{
	sid x = s->instr->n_args ? env_get(s->before, s->instr->args[0]) : 0;

	return s->arg == 2 && !strcmp(s->contract->name, "PySequence_Fast")
		&& (value_has_type(s->before, x, "PyList_Type", false)
		    || value_has_type(s->before, x, "PyTuple_Type", false));
}

static void step(struct check_context *c, const struct step *s)
{
	const struct instr *source;
	struct finding *fi;
	const char *name;

	if (s->kind != STEP_ARG || s->contract->origin == ORIGIN_CONVENTION
	    || !sym_is_null_based(s->before, s->value))
		return;
	/* In C++ a body may answer NULL by a throw. */
	if (s->contract->origin == ORIGIN_INFERRED && c->unit->is_cxx)
		return;
	if ((!must_not_be_null(s->contract, s->arg)
	     && !format_call_reads(c, s->run->fn, s->instr, s->contract,
				   s->arg))
	    || !step_is_credible(c, s, s->before))
		return;
	source = null_origin(s->before, s->value)->status_of;
	if (null_is_doubtful(s, source) || may_be_none(s, source)
	    || is_unused_message(s) || passes_exception_on(s)
	    || (call_is_assumed(c, s, source) && !step_null_was_tested(s)))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	fi = step_finding(c, s, s->before, NULL,
			  "argument %u of ‘%s’ must not be NULL, and ‘%s’ is",
			  s->arg, step_callee(s), name);
	if (source && source->op == OP_CALL) {
		fi->cause = source->loc;
		check_hint(c, fi, "test what ‘%s’ returned before it is "
			   "passed on", instr_callee(s->run, source));
	}
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is NULL here", name);
	check_add(c, fi);
}

const struct check check_null_argument = { .step = step, .steps = ON(ARG) };
