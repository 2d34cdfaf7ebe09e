/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PyErr_Clear for whatever exception happens to be set.
 *
 * Where the failing call can raise anything (it runs code), what is cleared
 * can be KeyboardInterrupt or MemoryError; to be silent, the code asks which
 * it is, or the call can fail for the one expected reason only.
 */
#include "check/clobbered.h"
#include "check/contracts.h"
#include "engine/tables.h"

#include <string.h>

/* Enough for a clean-up between the clearing and the raising. */
#define LOOK_AHEAD 60

/* Is V, which is returned where EDGE led (UINT32_MAX: nowhere), the error
 * value of the function's convention? */
static bool is_error(const struct fn_run *r, vid v, uint32_t edge)
{
	const struct function *f = r->fn;
	const struct value *x;
	uint32_t i, n;

	v = value_strip_copies(f, v);
	for (i = 0; edge != UINT32_MAX
	     && i < f->blocks[f->edges[edge].to].n_phis; i++) {
		const struct block *b = &f->blocks[f->edges[edge].to];

		for (n = 0; n < b->n_preds; n++)
			if (b->phis[i].dst == v && b->preds[n] == edge) {
				v = value_strip_copies(f, b->phis[i].args[n]);
				edge = UINT32_MAX;
				break;
			}
		if (edge == UINT32_MAX)
			break;
	}
	x = &f->values[v];
	switch (r->convention) {
	case CONV_NEW_REF: case CONV_MODULE_INIT: case CONV_CONVERTER:
		return x->kind == VAL_INT && x->u.i == 0;
	case CONV_STATUS: case CONV_TRISTATE: case CONV_LENGTH:
	case CONV_HASH:
		return x->kind == VAL_INT && x->u.i == -1;
	default:
		return false;
	}
}

/* What follows the clearing on a way that does not part: another exception is
 * raised, or the error value is returned, which is missing-exception's. */
static bool is_replaced(const struct step *s)
{
	const struct function *f = s->run->fn;
	uint32_t b = s->run->block_id, i = s->run->instr_id + 1, n = 0;
	uint32_t edge = UINT32_MAX;

	while (n < LOOK_AHEAD) {
		const struct block *blk = &f->blocks[b];

		for (; i < blk->n_instrs && n < LOOK_AHEAD; i++, n++) {
			const struct instr *in = &blk->instrs[i];

			if (in->op == OP_CALL
			    && contract_only_raises(knowledge_call(
				s->run->engine->knowledge, f, in)))
				return true;
			if (in->op == OP_RET)
				return in->a && is_error(s->run, in->a, edge);
		}
		if (blk->n_succs != 1)
			return false;
		if (f->blocks[f->edges[blk->succs[0]].to].n_phis)
			edge = blk->succs[0];
		b = f->edges[blk->succs[0]].to;
		i = 0;
		n++;
	}
	return false;
}

/* What the check keeps over a unit. */
struct kept {
	struct map conversions;	/* of what is of the right type */
	struct map clearers;	/* helper -> where it clears what was set when
				 * it was called, whatever that is */
};

static struct kept *kept_of(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct kept);
	return *c->data;
}

/* Keeps in mind the conversions of what has the right type: the argument is
 * out of sight when the exception is cleared. */
static void note_conversion(struct check_context *c, const struct step *s)
{
	static const char *const names[] = { "PyLong_As", "PyFloat_As",
		"PyUnicode_As", "PyBytes_As", "PyNumber_As",
		"PySequence_DelSlice", "PySequence_GetSlice",
		"PySequence_SetSlice", NULL };
	unsigned i;

	for (i = 0; names[i]; i++)
		if (callee_starts(s->run, s->instr, names[i]))
			break;
	if (!names[i] || !s->instr->n_args
	    || !step_type_was_asked(s, s->instr->args[0]))
		return;
	map_set(&kept_of(c)->conversions, map_key_ptr(s->instr),
		(void *) s->instr);
}

/* A call whose failure has the one reason that is being handled. */
static bool is_expected(struct check_context *c, const struct step *s,
			const struct instr *by)
{
	return call_fails_plainly(s, by)
		|| map_get(&kept_of(c)->conversions, map_key_ptr(by));
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
				      "PyErr_GivenExceptionMatches")
			|| body_calls(call_target(s->run->fn, t->instr),
				      "PyErr_Occurred")))
			return true;
	}
	return false;
}

/* Is it PyErr_GivenExceptionMatches, what that asks in turn (Python/errors.c),
 * or Cython's own way to ask (Cython/Utility/ModuleSetupCode.c)? */
static bool asks_type(const struct function *t)
{
	static const char *const names[] = { "PyErr_GivenExceptionMatches",
		"__Pyx_PyErr_GivenExceptionMatches", "PyType_IsSubtype",
		"PyObject_IsSubclass", NULL };

	return t && name_in(t->name, names);
}

/* Did the code take the exception's type before, to ask after the clearing
 * which it was?  What PyErr_Occurred gives is the type. */
static bool type_is_asked(const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct instr *d;
	uint32_t b, i;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			if (in->op != OP_CALL || !in->n_args
			    || !asks_type(call_target(f, in)))
				continue;
			d = value_def(f, strip_casts(f, in->args[0]));
			if (d && d->op == OP_CALL && d->n_args == 1
			    && call_target(f, d)
			    && function_takes_reference(call_target(f, d)))
				d = value_def(f, strip_casts(f, d->args[0]));
			if (d && d->op == OP_CALL
			    && callee_is(s->run, d, "PyErr_Occurred"))
				return true;
		}
	}
	return false;
}

static bool can_be_anything(uint32_t kinds)
{
	return kinds & (RAISE_Other | RAISE_KeyboardInterrupt);
}

struct use_count { vid v; unsigned n; };

static void count_use(vid v, void *data)
{
	struct use_count *u = data;

	u->n += v == u->v;
}

static bool is_local(const struct function *f, vid v, uint32_t local)
{
	const struct value *x = &f->values[value_strip_copies(f, v)];

	return x->kind == VAL_LOCAL && x->u.local == local;
}

struct local_use { const struct function *f; uint32_t local; bool found; };

static void see_local(vid v, void *data)
{
	struct local_use *u = data;

	u->found |= is_local(u->f, v, u->local);
}

/* Is V nothing but released, or compared with NULL?  Counts the releases. */
static bool is_only_released(const struct function *f, vid v, unsigned depth,
			     unsigned *releases)
{
	uint32_t b, i, n;

	if (depth > 4)
		return false;
	for (b = 0; b < f->n_blocks; b++) {
		const struct block *blk = &f->blocks[b];

		for (i = 0; i < blk->n_phis; i++)
			for (n = 0; n < blk->n_preds; n++)
				if (blk->phis[i].args[n] == v)
					return false;
		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];
			struct use_count u = { v, 0 };

			instr_uses(in, count_use, &u);
			if (!u.n || in->op == OP_BR || in->op == OP_CMP)
				continue;
			if ((in->op == OP_COPY || in->op == OP_CAST)
			    && is_only_released(f, in->dst, depth + 1,
					     releases))
				continue;
			if (in->op != OP_CALL
			    || !function_drops_reference(call_target(f, in)))
				return false;
			++*releases;
		}
	}
	return true;
}

/* Does what stands in LOCAL go nowhere but to CALL and to a release? */
static bool is_local_released(const struct function *f, uint32_t local,
			      const struct instr *call, unsigned *releases)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			struct local_use u = { f, local, false };

			if (in == call || in->op == OP_CLOBBER)
				continue;
			if ((in->op == OP_LOAD || in->op == OP_STORE)
			    && is_local(f, in->place.base, local)) {
				if (in->op == OP_LOAD
				    && !is_only_released(f, in->dst, 0,
							 releases))
					return false;
				continue;
			}
			instr_uses(in, see_local, &u);
			if (u.found)
				return false;
		}
	return true;
}

bool exception_is_thrown_away(const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct instr *i = s->instr;
	unsigned releases = 0;
	uint32_t n;

	if (i->dst)
		return is_only_released(f, i->dst, 0, &releases) && releases;
	for (n = 0; n < i->n_args; n++) {
		const struct value *v = &f->values[value_strip_copies(f,
			i->args[n])];

		if (v->kind != VAL_LOCAL
		    || !is_local_released(f, v->u.local, i, &releases))
			return false;
	}
	/* What nobody releases is a leak first. */
	return releases > 0;
}

/* Does the call leave the indicator clear, and the exception with nobody? */
static bool clears(const struct step *s)
{
	const struct function *t = s->instr->op == OP_CALL
		? call_target(s->run->fn, s->instr) : NULL;

	if (!t || s->contract->origin != ORIGIN_TABLE)
		return false;
	if (!strcmp(t->name, "PyErr_Clear"))
		return true;
	if (!strcmp(t->name, "PyErr_Restore")
	    || !strcmp(t->name, "PyErr_SetRaisedException"))
		return sym_is_null(s->before, env_get(s->before,
						      s->instr->args[0]));
	return (!strcmp(t->name, "PyErr_Fetch")
		|| !strcmp(t->name, "PyErr_GetRaisedException"))
		&& exception_is_thrown_away(s);
}

/* Can X be an object whose __hash__ and __eq__ are somebody's code?  An
 * argument is, until the code asks for its type. */
static bool is_any_object(const struct step *s, vid v)
{
	const struct state *st = s->before;
	sid x = env_get(st, v);
	const struct thing *t = thing_get(st, x);

	if (!t || t->type || step_type_was_asked(s, v))
		return false;
	return t->birth == BIRTH_PARAM || (t->birth == BIRTH_BORROW && t->born
		&& (callee_starts(s->run, t->born, "PyArg_")
		    || callee_starts(s->run, t->born, "_PyArg_")));
}

/* Does a helper clear, here, the exception that was set when it was called,
 * without a look at which it is? */
static void note_clearer(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;

	if (!x->matched && !x->by && !s->run->role && clears(s)
	    && (x->state == EXC_ENTRY
		|| (x->state == EXC_SET && x->assumed == 2))
	    && !type_is_asked(s) && !is_replaced(s))
		map_set(&kept_of(c)->clearers, map_key_ptr(s->run->fn),
			(void *) s->instr);
}

/* Does K, a helper's, return NULL or a negative number in any case?  Then it
 * clears one exception to set another. */
static bool only_fails(const struct contract *k)
{
	unsigned n;

	for (n = 0; n < k->n_outcomes; n++)
		if (k->ret == ARG_VOID || k->outcomes[n].pred.hi > 0
		    || (k->ret == ARG_INT && !k->outcomes[n].pred.hi))
			return false;
	return k->n_outcomes > 0;
}

/* The instruction with which S clears what is set: itself, or one of the helper
 * that it calls; NULL when it does not. */
static const struct instr *clears_for(struct check_context *c,
				      const struct step *s)
{
	const struct function *t = s->instr->op == OP_CALL
		? call_target(s->run->fn, s->instr) : NULL;

	if (clears(s))
		return s->instr;
	return t && t->has_body && s->contract->origin == ORIGIN_INFERRED
		&& !only_fails(s->contract)
		&& !body_calls(t, "PyErr_ExceptionMatches")
		&& !body_calls(t, "PyErr_GivenExceptionMatches")
		? map_get(&kept_of(c)->clearers, map_key_ptr(t)) : NULL;
}

/* Look-ups that clear every exception by themselves.
 * doc: c-api/dict, PyDict_GetItem; c-api/object, PyObject_HasAttr. */
static void suppressing(struct check_context *c, const struct step *s)
{
	struct finding *fi;

	if (s->contract->origin != ORIGIN_TABLE
	    || !step_is_credible(c, s, s->before))
		return;
	if (!callee_is(s->run, s->instr, "PyObject_HasAttr")
	    && !callee_is(s->run, s->instr, "PyObject_HasAttrString")
	    && !(callee_is(s->run, s->instr, "PyDict_GetItem")
		 && s->instr->n_args > 1
		 && is_any_object(s, s->instr->args[1])))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "‘%s’ swallows whatever exception is raised in it",
			  step_callee(s));
	check_subject(c, fi, step_callee(s));
	check_event(c, fi, s->loc, s->run->fn, "code that it runs can raise "
		    "KeyboardInterrupt or MemoryError, which is lost");
	check_hint(c, fi, "use what tells absence from failure: "
		   "‘PyDict_GetItemWithError’, ‘PyObject_GetOptionalAttr’");
	check_add(c, fi);
}

/* Is another exception put aside, which comes back?  What fails meanwhile gives
 * way to it; in a destructor there need not be one, and nobody is told. */
static bool gives_way(const struct step *s)
{
	return s->before->saved_by && s->run->convention != CONV_DESTROY
		&& (body_calls(s->run->fn, "PyErr_Restore")
		    || body_calls(s->run->fn, "PyErr_SetRaisedException"));
}

static void step(struct check_context *c, const struct step *s)
{
	const struct exc *x;
	const struct contract *by;
	const struct instr *at;
	struct finding *fi;
	const char *name;

	if (s->kind != STEP_CALL)
		return;
	note_conversion(c, s);
	if (c->options->strict)
		suppressing(c, s);
	x = &s->before->exc;
	note_clearer(c, s);
	if (x->state != EXC_SET || x->matched || x->survived
	    || !x->by || x->by->op != OP_CALL || !can_be_anything(x->kinds)
	    || s->before->misuse || !step_is_credible(c, s, s->before))
		return;
	at = clears_for(c, s);
	if (!at)
		return;
	by = knowledge_call(s->run->engine->knowledge, s->run->fn, x->by);
	if (contract_only_raises(by) || contract_ever(by, EFF_RESTORE)
	    || !contract_ever(by, EFF_RUNS_CODE) || is_expected(c, s, x->by)
	    || helper_matched(s) || type_is_asked(s) || is_replaced(s)
	    || gives_way(s))
		return;
	name = instr_callee(s->run, x->by);
	fi = step_finding(c, s, s->before, NULL,
			  "whatever exception ‘%s’ set is swallowed", name);
	fi->cause = x->by->loc;
	fi->loc = at->loc;
	if (at != s->instr)
		fi->function = call_target(s->run->fn, s->instr)->name;
	/* One clearing is one defect, whatever came there. */
	check_subject(c, fi, "PyErr_Clear");
	check_event(c, fi, at->loc, at == s->instr ? s->run->fn
		    : call_target(s->run->fn, s->instr), "it is cleared "
		    "without a look at which it is; it can be "
		    "KeyboardInterrupt or MemoryError");
	check_hint(c, fi, "ask first: ‘if (!PyErr_ExceptionMatches (…))’ "
		   "return the error");
	check_add(c, fi);
}

static void finish(struct check_context *c)
{
	struct kept *k = *c->data;

	if (!k)
		return;
	map_release(&k->conversions);
	map_release(&k->clearers);
}

const struct check check_exception_swallowed = {
	.step = step, .steps = ON(CALL), .finish = finish
};
