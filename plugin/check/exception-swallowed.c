/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PyErr_Clear for whatever exception happens to be set.
 *
 * Where the failing call can raise anything (it runs code), what is cleared
 * can be KeyboardInterrupt or MemoryError; to be silent, the code asks which
 * it is, or the call can fail for the one expected reason only.
 */
#include "check/contracts.h"

#include <string.h>

/* Enough for a clean-up between the clearing and the raising. */
#define LOOK_AHEAD 60

/* Does the code go on to raise another exception, or to report this one? */
static bool is_replaced(const struct step *s)
{
	const struct function *f = s->run->fn;
	uint32_t b = s->run->block_id, i = s->run->instr_id + 1, n = 0;

	while (n < LOOK_AHEAD) {
		const struct block *blk = &f->blocks[b];

		for (; i < blk->n_instrs && n < LOOK_AHEAD; i++, n++) {
			const struct instr *in = &blk->instrs[i];

			if (in->op == OP_CALL
			    && contract_only_raises(knowledge_call(
				s->run->engine->knowledge, f, in)))
				return true;
		}
		if (blk->n_succs != 1)
			return false;
		b = f->edges[blk->succs[0]].to;
		i = 0;
		n++;
	}
	return false;
}

/* Keeps in mind the conversions of what has the right type: the argument is
 * out of sight when the exception is cleared. */
static void note_conversion(struct check_context *c, const struct step *s)
{
	static const char *const names[] = { "PyLong_As", "PyFloat_As",
		"PyUnicode_As", "PyBytes_As", "PyNumber_As",
		"PySequence_DelSlice", "PySequence_GetSlice",
		"PySequence_SetSlice", NULL };
	struct map *m = *c->data;
	unsigned i;

	for (i = 0; names[i]; i++)
		if (callee_starts(s->run, s->instr, names[i]))
			break;
	if (!names[i] || !s->instr->n_args
	    || !step_type_was_asked(s, s->instr->args[0]))
		return;
	if (!m)
		*c->data = m = ARENA_NEW(&c->findings->arena, struct map);
	map_set(m, map_key_ptr(s->instr), (void *) s->instr);
}

/* A call whose failure has the one reason that is being handled. */
static bool is_expected(struct check_context *c, const struct step *s,
			const struct instr *by)
{
	const struct instr *from;

	if (callee_starts(s->run, by, "PyImport_")
	    || body_calls(call_target(s->run->fn, by), "PyImport_")
	    || (*c->data && map_get(*c->data, map_key_ptr(by))))
		return true;
	/* What a module has is known by its version. */
	from = by->n_args ? value_def(s->run->fn,
			value_strip_copies(s->run->fn, by->args[0])) : NULL;
	return from && (callee_starts(s->run, from, "PyImport_")
			|| callee_starts(s->run, from, "PyModule_"));
}

/* Did a helper of the unit, called since, ask which it is? */
static bool helper_matched(const struct step *s)
{
	const struct trace *t;

	for (t = s->before->trace; t; t = t->prev) {
		if (t->instr == s->before->exc.by)
			return false;
		if (t->kind == TRACE_CALL && t->instr
		    && t->instr->op == OP_CALL
		    && (body_calls(call_target(s->run->fn, t->instr),
				   "PyErr_ExceptionMatches")
			|| body_calls(call_target(s->run->fn, t->instr),
				      "PyErr_Occurred")))
			return true;
	}
	return false;
}

static bool can_be_anything(uint32_t kinds)
{
	return kinds & (RAISE_Other | RAISE_KeyboardInterrupt);
}

static void step(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;
	const struct contract *by;
	struct finding *fi;
	const char *name;

	if (s->kind != STEP_CALL)
		return;
	note_conversion(c, s);
	if (x->state != EXC_SET || x->matched
	    || !x->by || x->by->op != OP_CALL || !can_be_anything(x->kinds)
	    || !callee_is(s->run, s->instr, "PyErr_Clear")
	    || s->before->misuse || !step_is_credible(c, s, s->before))
		return;
	by = knowledge_call(s->run->engine->knowledge, s->run->fn, x->by);
	if (contract_only_raises(by) || contract_ever(by, EFF_RESTORE)
	    || !contract_ever(by, EFF_RUNS_CODE) || is_expected(c, s, x->by)
	    || helper_matched(s) || is_replaced(s))
		return;
	name = instr_callee(s->run, x->by);
	fi = step_finding(c, s, s->before, NULL,
			  "whatever exception ‘%s’ set is swallowed", name);
	fi->cause = x->by->loc;
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "it is cleared without a look "
		    "at which it is; it can be KeyboardInterrupt or "
		    "MemoryError");
	check_hint(c, fi, "ask first: ‘if (!PyErr_ExceptionMatches (…))’ "
		   "return the error");
	check_add(c, fi);
}

static void finish(struct check_context *c)
{
	if (*c->data)
		map_release(*c->data);
}

const struct check check_exception_swallowed = { .step = step,
	.finish = finish };
