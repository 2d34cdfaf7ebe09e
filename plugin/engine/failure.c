/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How calls tell that they failed, by their contracts, and which failure
 * nobody looked at.
 */
#include "engine/failure.h"

/* Can a value within P compare so with K? */
static bool can_compare(struct pred p, enum cmp c, int64_t k)
{
	switch (c) {
	case CMP_EQ: return k >= p.lo && k <= p.hi && (k || !p.nonzero);
	case CMP_NE: return p.lo != k || p.hi != k;
	case CMP_LT: return p.lo < k;
	case CMP_LE: return p.lo <= k;
	case CMP_GT: return p.hi > k;
	case CMP_GE: return p.hi >= k;
	case CMP_OTHER: break;
	}
	return true;
}

bool knowledge_can_succeed(struct knowledge *k, const struct function *f,
			   const struct instr *call, enum cmp c, int64_t with)
{
	const struct contract *by = knowledge_call(k, f, call);
	unsigned i;

	for (i = 0; i < by->n_outcomes; i++) {
		const struct effect *e = by->outcomes[i].effects;

		while (e->op != EFF_END && e->op != EFF_RAISES)
			e++;
		if (e->op == EFF_END
		    && can_compare(by->outcomes[i].pred, c, with))
			return true;
	}
	return false;
}

bool outcome_fails(const struct outcome *o)
{
	return o->likelihood == LIKELY_ORDINARY
		|| o->likelihood == LIKELY_MEMORY
		|| o->likelihood == LIKELY_NEVER_WITH_VALID;
}

bool outcome_raises(const struct outcome *o)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_RAISES && e->kinds)
			return true;
	return false;
}

/* Can outcome O be an answer: neither a failure that leaves the exception which
 * is set already, nor a negative status of which nobody knows whether the
 * unknown function that it came from set one? */
static bool can_be_answer(const struct outcome *o)
{
	if (outcome_raises(o))
		return false;
	if (o->likelihood == LIKELY_SUCCESS)
		return true;
	return !outcome_has(o, EFF_IF_SET)
		&& !(o->pred.hi < 0 && outcome_has(o, EFF_RAISES));
}

bool knowledge_is_ambiguous(struct knowledge *k, const struct function *f,
			    const struct instr *i)
{
	const struct contract *c = knowledge_call(k, f, i);
	unsigned n, m;

	for (n = 0; c->ret != ARG_VOID && n < c->n_outcomes; n++) {
		const struct pred *p = &c->outcomes[n].pred;

		/* Success with an exception set is another's fault. */
		if (!outcome_raises(&c->outcomes[n]) || p->hi > 0)
			continue;
		for (m = 0; m < c->n_outcomes; m++) {
			const struct pred *q = &c->outcomes[m].pred;

			if (can_be_answer(&c->outcomes[m])
			    && q->lo <= p->hi && p->lo <= q->hi
			    && !(q->nonzero && !p->lo && !p->hi)
			    && !(q->not_minus_one && p->hi == -1))
				return true;
		}
	}
	return false;
}

bool knowledge_tells_failure(struct knowledge *k, const struct function *f,
			     const struct instr *i)
{
	const struct contract *c = knowledge_call(k, f, i);
	unsigned n;

	if (c->ret == ARG_VOID)
		return false;
	/* PyErr_Format and its like always fail: that is their work. */
	for (n = 0; n < c->n_outcomes; n++)
		if (c->outcomes[n].likelihood == LIKELY_SUCCESS)
			return !outcome_raises(&c->outcomes[n]);
	return false;
}

/* Which outcome of the call that set the exception happened? */
static const struct outcome *raising_outcome(const struct state *s)
{
	const struct trace *t;

	for (t = s->trace; t; t = t->prev)
		if (t->kind == TRACE_CALL && t->instr == s->exc.by)
			return t->outcome;
	return NULL;
}

bool failure_is_silent(const struct trace *t)
{
	return t->kind == TRACE_CALL
		&& t->outcome->likelihood != LIKELY_SUCCESS
		&& t->contract->origin == ORIGIN_INFERRED
		&& t->contract->ret != ARG_VOID
		&& !outcome_has(t->outcome, EFF_RAISES);
}

const struct trace *failure_silent_helper(const struct state *s)
{
	const struct trace *t;

	for (t = s->trace; t; t = t->prev)
		if (t->kind == TRACE_CALL
		    && t->outcome->likelihood != LIKELY_SUCCESS)
			return failure_is_silent(t) ? t : NULL;
	return NULL;
}

/* A helper's failure without an exception that becomes this function's: the
 * place to mend is where it began. */
void failure_note_silent(const struct state *s, struct outcome *out)
{
	const struct trace *t = s->exc.state != EXC_SET
		? failure_silent_helper(s) : NULL;

	if (t && loc_known(t->outcome->loc)) {
		out->loc = t->outcome->loc;
		out->function = t->outcome->function;
	}
}

bool failure_is_handed_on(const struct state *s, sid value)
{
	const struct sym *y = sym_get(s, value);

	/* (unsigned char) of -1 tells nobody. */
	return value && y->status_of == s->exc.by && y->lo <= 0;
}

/* What is returned as it came is looked at by the caller. */
void failure_note_unseen(const struct fn_run *r, const struct state *s,
			 sid value, struct outcome *out)
{
	const struct exc *x = &s->exc;
	const struct outcome *o;
	const struct contract *k;

	if (x->state != EXC_SET || !x->by || x->by->op != OP_CALL)
		return;
	o = raising_outcome(s);
	if (o && loc_known(o->loc) && failure_is_handed_on(s, value)) {
		out->loc = o->loc;
		out->function = o->function;
	}
	if (o && o->unseen) {
		out->unseen = o->unseen;
		out->unseen_loc = o->unseen_loc;
		out->unseen_customary = o->unseen_customary;
		out->joined = o->joined;
		return;
	}
	k = knowledge_call(r->engine->knowledge, r->fn, x->by);
	if (k->origin == ORIGIN_CONVENTION || x->looked || x->passed
	    || x->by->is_void_cast
	    || failure_is_handed_on(s, value)
	    || !knowledge_tells_failure(r->engine->knowledge, r->fn, x->by)
	    || (x->tested && !knowledge_is_ambiguous(r->engine->knowledge,
						     r->fn, x->by)))
		return;
	out->unseen = call_target(r->fn, x->by)
		? call_target(r->fn, x->by)->name : k->name;
	out->unseen_loc = x->by->loc;
	out->unseen_customary = k->flags & CF_IGNORABLE;
}
