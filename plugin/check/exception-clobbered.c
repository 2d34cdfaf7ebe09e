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
#include "check/contracts.h"
#include "engine/failure.h"
#include "engine/generated.h"
#include "engine/typed.h"

#include <string.h>

/* What the check keeps over a unit. */
struct kept {
	struct map first;	/* who set it -> the call that lost it first */
	struct map careless;	/* helper -> its call that loses what is set */
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

/* Is V, or what it is a copy of, the result of BY; among others, where ways
 * meet? */
static bool is_result(const struct fn_run *r, vid v, const struct instr *by)
{
	const struct function *f = r->fn;
	uint32_t b, i, n;

	if (!v)
		return false;
	v = value_strip_copies(f, v);
	for (b = 0; v != by->dst && b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_phis; i++)
			for (n = 0; f->blocks[b].phis[i].dst == v
			     && n < f->blocks[b].n_preds; n++)
				if (value_strip_copies(f,
				    f->blocks[b].phis[i].args[n]) == by->dst)
					return true;
	return v == by->dst;
}

/* Is the result of BY, or a copy of it, asked for after this call? */
static bool is_asked_for(const struct step *s, const struct instr *by)
{
	const struct fn_run *r = s->run;
	vid v;

	for (v = 1; v < r->fn->n_values; v++)
		if (value_strip_copies(r->fn, v) == by->dst
		    && liveness_at(r->liveness, r->block_id, r->instr_id + 1,
				   v))
			return true;
	return false;
}

/* Numbers are converted in a row, and asked for at the end: the first error
 * stays, or gives way to its like. */
static bool gives_pointer(const struct fn_run *r, const struct instr *by)
{
	return by->op == OP_CALL && by->dst
		&& fn_value(r->fn, by->dst)->type->kind == TYPE_PTR;
}

/* Does IN tell by the result of BY whether BY failed: a test, or a return of
 * what did not only take memory? */
static bool tells_failure(const struct fn_run *r, const struct instr *in,
			  const struct instr *by)
{
	const struct value *k;

	if (in->op == OP_RET)
		return is_result(r, in->a, by) && contract_ever(knowledge_call(
			r->engine->knowledge, r->fn, by), EFF_RUNS_CODE);
	if ((in->op != OP_BR && in->op != OP_CMP) || !is_result(r, in->a, by))
		return false;
	k = fn_value(r->fn, value_strip_copies(r->fn, in->b));
	if (gives_pointer(r, by))
		return value_is_zero(r->fn, in->b);
	if (k->kind != VAL_INT)
		return false;
	if (in->cmp != CMP_EQ && in->cmp != CMP_NE)
		return cmp_parts_error(in->cmp, k->u.i);
	/* -1 is true as well, which is error-as-truth's; where success is 0
	 * alone, anything else is failure. */
	return k->u.i == -1 || (!k->u.i && !knowledge_can_succeed(
		r->engine->knowledge, r->fn, by, CMP_NE, 0));
}

/* Does any test or return tell by the result of BY whether BY failed? */
static bool is_told(const struct step *s, const struct instr *by)
{
	const struct function *f = s->run->fn;
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++)
			if (tells_failure(s->run, &f->blocks[b].instrs[i], by))
				return true;
	return false;
}

/* Is the result of BY, which tells a failure for certain, asked for only
 * after this call? */
static bool is_tested_later(const struct step *s, const struct instr *by)
{
	uint32_t i;

	if (by->op != OP_CALL || !by->dst
	    || (!gives_pointer(s->run, by) && call_is_ambiguous(s, by))
	    || !is_asked_for(s, by))
		return false;
	/* NULL passed on is another's matter. */
	for (i = 0; i < s->instr->n_args; i++)
		if (is_result(s->run, s->instr->args[i], by))
			return false;
	return is_told(s, by);
}

/* Was the failure tested by what success can be as well, so that the code
 * took it for an answer: "not in the dict", a negative number? */
static bool was_taken_for_answer(const struct step *s)
{
	const struct exc *x = &s->before->exc;

	return x->tested && !x->failed && !x->memory_only
		&& call_is_ambiguous(s, x->by)
		&& failure_is_clear(s, x->by);
}

/* Can PyErr_Occurred be reached from here? */
static bool is_asked_later(const struct step *s)
{
	const struct function *f = s->run->fn;
	bool *seen = ARENA_ARRAY(&s->run->arena, bool, f->n_blocks);
	uint32_t *todo = ARENA_ARRAY(&s->run->arena, uint32_t,
				     f->n_blocks + 1);
	uint32_t n = 0, i, from = s->run->instr_id + 1;

	for (todo[n++] = s->run->block_id; n; from = 0) {
		const struct block *b = &f->blocks[todo[--n]];

		for (i = from; i < b->n_instrs; i++)
			if (callee_is(s->run, &b->instrs[i], "PyErr_Occurred"))
				return true;
		for (i = 0; i < b->n_succs; i++) {
			uint32_t to = f->edges[b->succs[i]].to;

			if (!seen[to])
				todo[n++] = to;
			seen[to] = true;
		}
	}
	return false;
}

/* Is the value that RET returns, or PHI gets on EDGE, an error's? */
static bool is_error_value(const struct function *f, vid v)
{
	const struct value *k = fn_value(f, value_strip_copies(f, v));

	return k->kind == VAL_INT && (k->u.i < 0 || (!k->u.i && k->type
		&& k->type->kind == TYPE_PTR));
}

/* What V is where EDGE leads into its PHI's block. */
static vid through_phi(const struct function *f, vid v, uint32_t edge)
{
	const struct block *b = &f->blocks[f->edges[edge].to];
	uint32_t i, n;

	v = value_strip_copies(f, v);
	for (i = 0; i < b->n_phis; i++)
		for (n = 0; b->phis[i].dst == v && n < b->n_preds; n++)
			if (b->preds[n] == edge)
				return b->phis[i].args[n];
	return v;
}

/* Does every way on return an error value? */
static bool only_fails(const struct step *s)
{
	const struct function *f = s->run->fn;
	bool *seen = ARENA_ARRAY(&s->run->arena, bool, f->n_blocks);
	uint32_t *todo = ARENA_ARRAY(&s->run->arena, uint32_t,
				     f->n_blocks + 1);
	uint32_t n = 0, i;

	for (todo[n++] = s->run->block_id; n;) {
		const struct block *b = &f->blocks[todo[--n]];
		const struct instr *last = block_last(b);

		if (last->op == OP_RET && (!last->a
					   || !is_error_value(f, last->a)))
			return false;
		for (i = 0; i < b->n_succs; i++) {
			uint32_t to = f->edges[b->succs[i]].to;
			const struct instr *ret = block_last(&f->blocks[to]);

			if (ret->op == OP_RET && ret->a && is_error_value(f,
					through_phi(f, ret->a, b->succs[i])))
				continue;
			if (!seen[to])
				todo[n++] = to;
			seen[to] = true;
		}
	}
	return true;
}

static bool sets_explicitly(const struct step *s, const struct instr *by)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);

	return k->origin == ORIGIN_TABLE && contract_only_raises(k);
}

/* Did a call that runs code fail unseen, and does another now run code for
 * certain, before the code asks at last? */
static bool is_asked_too_late(const struct step *s)
{
	const struct exc *x = &s->before->exc;

	return !x->tested && !x->memory_only && x->by->op == OP_CALL
		&& callee_starts(s->run, x->by, "PyObject_")
		&& !call_is_ambiguous(s, x->by)
		&& (callee_starts(s->run, s->instr, "PyObject_Call")
		    || callee_starts(s->run, s->instr, "_PyObject_Call")
		    || callee_is(s->run, s->instr, "PyIter_Next"))
		&& is_asked_later(s);
}

static void while_set(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;

	/* What nobody saw fail is unchecked-error's, or error-as-truth's; that
	 * NULL of an unknown function is a failure the way on is to show. */
	if (!x->by || !loses(c, s) || step_guilty_helper(s)
	    || (call_is_assumed(c, s, x->by) && !only_fails(s))
	    || !(x->failed || x->looked || sets_explicitly(s, x->by)
		 || (!x->tested && is_tested_later(s, x->by))
		 || is_asked_too_late(s)
		 || (gives_pointer(s->run, x->by) && was_taken_for_answer(s)
		     && is_asked_later(s)))
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
	else if (!loses(c, s))
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

/* What PyErr_SetString and its like are about to set, by name. */
static bool sets_kind(const struct step *s, const char *name)
{
	const struct instr *d = s->instr->n_args ? value_def(s->run->fn,
		value_strip_copies(s->run->fn, s->instr->args[0])) : NULL;
	const struct value *v = d && d->op == OP_LOAD
		? fn_value(s->run->fn, d->place.base) : NULL;

	return v && v->kind == VAL_GLOBAL && !strcmp(v->u.global->name, name);
}

/* Does the function convert its argument, so that what it raises is about
 * that? */
static bool is_conversion(const char *name)
{
	static const char *const prefixes[] = { "PyNumber_", "PyLong_As",
		"_PyLong_As", "PyFloat_As", "PyComplex_As", "PySequence_List",
		"PySequence_Tuple", "PySequence_Fast", "PyBytes_FromObject",
		"PyByteArray_FromObject", "PyUnicode_From", "PyUnicode_FS",
		"PyObject_GetBuffer", "PyObject_AsFileDescriptor",
		"PyObject_GetIter", NULL };
	unsigned i;

	for (i = 0; prefixes[i]; i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

/* Does BY call a method of the protocol, as "__index__" is? */
static bool calls_special_method(const struct step *s, const struct instr *by)
{
	const struct value *v = by->n_args > 1 ? fn_value(s->run->fn,
		value_strip_copies(s->run->fn, by->args[1])) : NULL;

	return v && v->kind == VAL_STRING && !strncmp(v->u.str.s, "__", 2)
		&& (callee_starts(s->run, by, "PyObject_CallMethod")
		    || callee_starts(s->run, by, "_PyObject_CallMethod"));
}

/* Who ran code in the outcome of BY, a function of the unit, that happened?
 * NULL: nobody. */
static const char *code_in(const struct step *s, const struct instr *by)
{
	const struct trace *t;

	for (t = s->before->trace; t; t = t->prev)
		if (t->kind == TRACE_CALL && t->instr == by)
			return t->outcome->code_by;
	return NULL;
}

/* Is it said of an argument that it is not what is wanted, by one exception
 * in place of another?  A helper does not tell what it converts: only where it
 * calls somebody's code as such is it not about that. */
static bool is_about_argument(const struct step *s, const struct instr *by)
{
	static const char *const types[] = { "PyExc_TypeError",
		"PyExc_ValueError", "PyExc_OverflowError", NULL };
	const struct function *t = call_target(s->run->fn, by);
	const char *name = t && t->has_body ? code_in(s, by)
		: t ? t->name : NULL;
	bool about = t && t->has_body
		? !name || strncmp(name, "PyObject_", 9) || is_conversion(name)
		: name && is_conversion(name);
	unsigned i;

	if (!about && !calls_special_method(s, by))
		return false;
	for (i = 0; types[i]; i++)
		if (sets_kind(s, types[i]))
			return true;
	return false;
}

/* What a generator's support says, its user's code says better:
 * SWIG_AsCharPtrAndSize. */
static bool is_of_runtime(const struct step *s, const struct instr *by)
{
	const struct function *t = call_target(s->run->fn, by);

	return t && generated_runtime(t->name);
}

/* Is what is lost, an exception of the failed call BY, of the kind that S
 * sets, or the one that it is set in place of? */
static bool is_akin(const struct step *s, const struct instr *by)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);

	return k->format == FORMAT_PARSE || k->format == FORMAT_PARSE_KEYWORDS
		|| call_fails_plainly(s, by) || is_about_argument(s, by)
		|| callee_is(s->run, by, "PyType_Ready")
		|| (callee_is(s->run, by, "PyErr_CheckSignals")
		    && sets_kind(s, "PyExc_KeyboardInterrupt"))
		|| (callee_starts(s->run, by, "PyImport_")
		    && sets_kind(s, "PyExc_ImportError"));
}

/* Does S set MemoryError? */
static bool sets_memory_error(const struct step *s)
{
	return callee_is(s->run, s->instr, "PyErr_NoMemory")
		|| sets_kind(s, "PyExc_MemoryError");
}

/* Did a call fail with an exception that has nothing to do with the one which
 * is set now: with any, for it ran code, or with another than MemoryError? */
static bool is_anothers(const struct step *s)
{
	const struct exc *x = &s->before->exc;
	const struct contract *by = knowledge_call(
		s->run->engine->knowledge, s->run->fn, x->by);

	if (x->memory_only || by->origin == ORIGIN_CONVENTION
	    || x->by->op != OP_CALL || !x->by->dst
	    || !failure_is_clear(s, x->by) || is_akin(s, x->by))
		return false;
	if (!x->failed && !x->tested && is_tested_later(s, x->by))
		return true;
	if (!x->failed && (call_is_ambiguous(s, x->by)
			   || !is_told(s, x->by)))
		return false;
	/* What was tested says that it did not fail. */
	if (x->tested && !x->failed && by->origin == ORIGIN_INFERRED)
		return false;
	if (sets_memory_error(s))
		return x->kinds & ~RAISE_MemoryError;
	return x->kinds & (RAISE_Other | RAISE_KeyboardInterrupt)
		&& contract_ever(by, EFF_RUNS_CODE);
}

/* Does the call keep the exception that is set, as the new one's cause or
 * context?  Source: Python/errors.c, _PyErr_ChainExceptions. */
static bool chains(const struct step *s)
{
	return s->contract->flags & CF_NEEDS_SET
		|| callee_starts(s->run, s->instr, "_PyErr_ChainExceptions");
}

/* V through casts, and what is added to it. */
static vid tested_value(const struct function *f, vid v)
{
	const struct instr *d;
	int depth;

	for (depth = 0; depth < 6; depth++) {
		v = value_strip_copies(f, v);
		d = value_def(f, v);
		if (!d || (d->op != OP_CAST && ((d->op != OP_ADD
						 && d->op != OP_SUB)
			|| fn_value(f, d->b)->kind != VAL_INT)))
			break;
		v = d->a;
	}
	return v;
}

/* Is the result of BY held against a number that it may not exceed?  What is
 * said of `n < 0' is not true of what is too large. */
static bool has_upper_bound(const struct function *f, const struct instr *by)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct value *k;

			if ((in->op != OP_BR && in->op != OP_CMP)
			    || in->cmp == CMP_EQ || in->cmp == CMP_NE
			    || tested_value(f, in->a) != by->dst)
				continue;
			k = fn_value(f, in->b);
			if (k->kind != VAL_INT || k->u.i > 1)
				return true;
		}
	return false;
}

/* Does the call say that a number is out of range? */
static bool tells_range(const struct step *s)
{
	static const char *const types[] = { "PyExc_ValueError",
		"PyExc_OverflowError", "PyExc_IndexError", NULL };
	const struct function *f = s->run->fn;
	vid v = s->instr->n_args ? value_strip_copies(f, s->instr->args[0]) : 0;
	const struct instr *d = value_def(f, v);
	const struct value *from = d && d->op == OP_LOAD
		? fn_value(f, d->place.base) : NULL;

	return from && from->kind == VAL_GLOBAL && from->u.global->name
		&& name_in(from->u.global->name, types);
}

/* Was an int that is too large refused like any other number that is out of
 * range, and as one?  Of an int nothing else is to be told. */
static bool refuses_overflow(struct check_context *c, const struct step *s)
{
	return map_get(&kept_of(c)->of_ints, map_key_ptr(s->before->exc.by))
		&& has_upper_bound(s->run->fn, s->before->exc.by)
		&& tells_range(s);
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

/* A second exception over one that the code set itself, or whose kind it did
 * not ask for. */
static void overwrite(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;
	const char *name = step_callee(s);
	struct finding *fi;

	if (x->looked || x->passed || !x->by || x->by->op != OP_CALL
	    || s->contract->origin != ORIGIN_TABLE
	    || contract_ever(s->contract, EFF_FETCH)
	    || contract_ever(s->contract, EFF_NORETURN) || chains(s)
	    || (x->kinds == RAISE_MemoryError && sets_memory_error(s))
	    || (s->before->memory_only && sets_memory_error(s))
	    /* The helper told success: the fault is its. */
	    || step_guilty_helper(s) || is_of_runtime(s, x->by)
	    || !(sets_explicitly(s, x->by) || is_anothers(s)
		 || (was_taken_for_answer(s) && !refuses_overflow(c, s)))
	    || !is_first(c, x->by, s->instr))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "the exception that ‘%s’ set is overwritten by "
			  "‘%s’", instr_callee(s->run, x->by), name);
	fi->cause = x->by->loc;
	/* One call that replaces what several may have set is one defect. */
	check_subject(c, fi, sets_explicitly(s, x->by)
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
	if (s->before->misuse || !step_is_credible(c, s, s->before))
		return;
	if (s->before->exc.state == EXC_SET) {
		if (contract_only_raises(s->contract))
			overwrite(c, s);
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
	map_release(&k->of_ints);
}

const struct check check_exception_clobbered = { .step = step,
	.finish = finish };
