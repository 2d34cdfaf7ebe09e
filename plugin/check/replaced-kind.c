/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An exception that is set over another one: which is it, and does it say the
 * same of the same thing?
 */
#include "check/clobbered.h"
#include "check/contracts.h"
#include "engine/failure.h"
#include "engine/generated.h"

#include <string.h>

/* Does the helper do nothing but set an exception, for whoever calls it as it
 * is meant to be called? */
static bool is_raiser(const struct contract *k)
{
	bool raises = false;
	unsigned i;

	for (i = 0; i < k->n_outcomes; i++) {
		const struct outcome *o = &k->outcomes[i];

		if (o->likelihood == LIKELY_NEVER_WITH_VALID)
			continue;
		if (!outcome_raises(o))
			return false;
		raises = true;
	}
	return raises;
}

bool call_sets_exception(const struct step *s, const struct instr *by)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, by);

	if (k->origin == ORIGIN_INFERRED)
		return !s->run->is_generated && is_raiser(k);
	return k->origin == ORIGIN_TABLE && contract_only_raises(k);
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

bool is_conversion(const char *name)
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
	/* What a helper sets it need not say at the call. */
	if (s->contract->origin == ORIGIN_INFERRED)
		return true;
	for (i = 0; types[i]; i++)
		if (sets_kind(s, types[i]))
			return true;
	return false;
}

bool call_is_of_runtime(const struct step *s, const struct instr *by)
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

bool step_sets_memory_error(const struct step *s)
{
	return callee_is(s->run, s->instr, "PyErr_NoMemory")
		|| sets_kind(s, "PyExc_MemoryError");
}

bool step_replaces_other(const struct step *s)
{
	const struct exc *x = &s->before->exc;
	const struct contract *by = knowledge_call(
		s->run->engine->knowledge, s->run->fn, x->by);

	if (x->memory_only || by->origin == ORIGIN_CONVENTION
	    || x->by->op != OP_CALL || !x->by->dst
	    || !failure_is_clear(s, x->by) || is_akin(s, x->by))
		return false;
	if (!x->failed && !x->tested && failure_is_tested_later(s, x->by))
		return true;
	if (!x->failed && (call_is_ambiguous(s, x->by)
			   || !failure_is_told(s, x->by)))
		return false;
	/* What was tested says that it did not fail. */
	if (x->tested && !x->failed && by->origin == ORIGIN_INFERRED)
		return false;
	if (step_sets_memory_error(s))
		return x->kinds & ~RAISE_MemoryError;
	return x->kinds & (RAISE_Other | RAISE_KeyboardInterrupt)
		&& contract_ever(by, EFF_RUNS_CODE);
}

bool step_chains(const struct step *s)
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

bool result_has_upper_bound(const struct function *f, const struct instr *by)
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

bool step_tells_range(const struct step *s)
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
