/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An error value is used as a truth value, -1 being true, or as a number.
 *
 * The first is told at the branch, unless that leads straight to the function's
 * own failure.  Where the function asks PyErr_Occurred somewhere it is told once
 * the path shows that it was not asked in time: at a success, or at a call that
 * can fail as well, or where NULL is dereferenced.
 */
#include "check/contracts.h"
#include "engine/paths.h"
#include "engine/tables.h"

/* Does a PHI get the result of AT, a comparison whose result is kept, on one
 * of its ways?  There it has nothing of what AT compared. */
static bool is_replaced_by(const struct function *f, const struct block *b,
			   const struct phi *p, const struct instr *at)
{
	uint32_t j;

	for (j = 0; at && at->dst && j < b->n_preds; j++)
		if (strip_casts(f, p->args[j]) == at->dst)
			return true;
	return false;
}

/* A local variable whose address is known elsewhere, and what is marked as
 * having what was stored there. */
struct kept_in { uint32_t local; bool *has, changed; };

static bool is_at_local(const struct function *f, const struct instr *i,
			uint32_t local)
{
	const struct value *base = fn_value(f, i->place.base);

	return base->kind == VAL_LOCAL && base->u.local == local
		&& !base->offset && !i->place.offset && !i->place.index;
}

static enum path_verdict mark_load(const struct function *f,
				   struct position p, void *data)
{
	struct kept_in *k = data;
	const struct instr *i = instr_at(f, p);
	uint32_t n;

	if (i->op == OP_STORE && is_at_local(f, i, k->local))
		return PATH_STOP;
	/* The address goes to who may set it. */
	for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
		if (fn_value(f, i->args[n])->kind == VAL_LOCAL
		    && fn_value(f, i->args[n])->u.local == k->local)
			return PATH_STOP;
	if (i->op == OP_LOAD && is_at_local(f, i, k->local)
	    && !k->has[i->dst])
		k->has[i->dst] = k->changed = true;
	return PATH_ON;
}

/* Marks what reads the variable that the store AT puts a marked value in;
 * returns whether there is any more. */
static bool mark_stored(const struct function *f, struct position at,
			bool *has)
{
	const struct instr *i = instr_at(f, at);
	const struct value *base = fn_value(f, i->place.base);
	struct kept_in k = { base->u.local, has, false };

	if (i->op != OP_STORE || !has[i->a] || base->kind != VAL_LOCAL
	    || !is_at_local(f, i, k.local))
		return false;
	at.instr++;
	path_find(f, at, mark_load, NULL, &k, NULL);
	return k.changed;
}

/* Marks what has the result of CALL, which AT takes for something else, through
 * copies, casts, PHIs and local variables. */
static bool *followers(const struct step *s, const struct instr *call,
		       const struct instr *at)
{
	const struct function *f = s->run->fn;
	bool *has = ARENA_ARRAY(&s->run->arena, bool, f->n_values);
	bool changed = true;
	uint32_t b, i, j;

	has[call->dst] = call->dst != 0;
	while (changed) {
		changed = false;
		for (b = 0; b < f->n_rpo; b++) {
			const struct block *blk = &f->blocks[f->rpo[b]];

			for (i = 0; i < blk->n_phis; i++)
				for (j = 0; j < blk->n_preds; j++)
					if (has[blk->phis[i].args[j]]
					    && !has[blk->phis[i].dst]
					    && !is_replaced_by(f, blk,
						&blk->phis[i], at))
						has[blk->phis[i].dst] =
							changed = true;
			for (i = 0; i < blk->n_instrs; i++) {
				const struct instr *in = &blk->instrs[i];

				if ((in->op == OP_COPY || in->op == OP_CAST)
				    && has[in->a] && !has[in->dst])
					has[in->dst] = changed = true;
				changed |= mark_stored(f, (struct position) {
					f->rpo[b], i }, has);
			}
		}
	}
	return has;
}

/* Is the value compared with a negative number or for order anywhere? */
static bool is_tested_elsewhere(const struct step *s, const struct instr *call,
				const struct instr *at)
{
	const struct function *f = s->run->fn;
	const bool *has = followers(s, call, at);
	uint32_t b, i;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];
			const struct value *k;

			/* Or is handed on, for the caller to test. */
			if (in->op == OP_RET && in->a && has[in->a])
				return true;
			if ((in->op != OP_BR && in->op != OP_CMP
			     && in->op != OP_SWITCH) || !has[in->a])
				continue;
			if (in->op == OP_SWITCH)
				return true;
			k = fn_value(f, value_strip_copies(f, in->b));
			if (k->kind == VAL_INT
			    && (in->cmp == CMP_EQ || in->cmp == CMP_NE
				? k->u.i != 0
				: cmp_parts_error(in->cmp, k->u.i)))
				return true;
		}
	}
	return false;
}

/* Is there a success that is true, so that the two are confused? */
static bool success_can_be_true(const struct step *s, const struct instr *call)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, call);
	bool found = false;
	unsigned n;

	for (n = 0; n < k->n_outcomes; n++) {
		const struct outcome *o = &k->outcomes[n];
		const struct effect *e = o->effects;

		while (e->op != EFF_END && e->op != EFF_RAISES)
			e++;
		/* Of a helper: only where it says yes, no or error. */
		if (e->op == EFF_END && o->pred.hi > 1
		    && k->origin > ORIGIN_SPEC)
			return false;
		if (e->op == EFF_END && o->pred.hi > 0)
			found = true;
	}
	return found;
}

/* What was found of one call, which nobody tested: its uses are one defect,
 * told at the first of them. */
struct mistaken {
	const struct instr *by;
	struct finding *fi;
};

struct kept { VEC (struct mistaken) calls; };

static void add_first(struct check_context *c, const struct instr *by,
		      struct finding *fi)
{
	struct kept *k = *c->data;
	uint32_t i;

	if (!k)
		*c->data = k = ARENA_NEW(&c->findings->arena, struct kept);
	for (i = 0; i < k->calls.n; i++)
		if (k->calls.v[i].by == by)
			break;
	if (i == k->calls.n)
		vec_push(&k->calls, ((struct mistaken) { by, fi }));
	else if (loc_compare(fi->loc, k->calls.v[i].fi->loc) < 0)
		k->calls.v[i].fi = fi;
}

static void finish(struct check_context *c)
{
	struct kept *k = *c->data;
	uint32_t i;

	for (i = 0; k && i < k->calls.n; i++)
		check_add(c, k->calls.v[i].fi);
	if (k)
		vec_release(&k->calls);
}

/* The value with which a function tells its failure. */
static bool returns_error(const struct step *s)
{
	const struct type *t = s->run->fn->type ? s->run->fn->type->inner
		: NULL;

	if (!s->value)
		return false;
	return t && t->kind == TYPE_PTR ? sym_is_null(s->before, s->value)
		: sym_get(s->before, s->value)->hi < 0;
}

/* Does the path go on to where the exception is lost or left behind? */
static bool goes_wrong(const struct step *s)
{
	const struct contract *k = s->contract;

	if (s->kind == STEP_RETURN)
		return !returns_error(s);
	/* The output that the failure left NULL is used as one that is
	 * there. */
	if (s->kind == STEP_DEREF)
		return sym_is_null_based(s->before, s->value);
	return s->kind == STEP_CALL && k && k->origin <= ORIGIN_SPEC
		&& !(k->flags & CF_NEEDS_SET)
		&& (contract_raises(k) || contract_only_raises(k))
		&& !contract_ever(k, EFF_FETCH)
		&& !contract_ever(k, EFF_RESTORE)
		&& !contract_ever(k, EFF_CLEAR);
}

static bool is_credible(struct check_context *c, const struct step *s,
			const struct instr *at)
{
	const struct instr *by = s->before->exc.by;

	return by && by->op == OP_CALL && s->before->exc.state == EXC_SET
		&& !s->before->misuse && step_is_credible(c, s, s->before)
		&& !is_tested_elsewhere(s, by, at);
}

/* The outcome in which a helper of the unit says -1, when its other failures
 * are 0: its callers rightly take what is true for success. */
static const struct outcome *mixed_up(const struct step *s)
{
	const struct trace *t = s->before->trace;
	unsigned n;

	while (t && (t->kind != TRACE_CALL || t->instr != s->before->exc.by))
		t = t->prev;
	if (!t || t->contract->origin != ORIGIN_INFERRED
	    || !loc_known(t->outcome->loc))
		return NULL;
	for (n = 0; n < t->contract->n_outcomes; n++) {
		const struct outcome *o = &t->contract->outcomes[n];

		if (outcome_has(o, EFF_RAISES) && !o->pred.lo && !o->pred.hi)
			return t->outcome;
	}
	return NULL;
}

static void report_mixed(struct check_context *c, const struct step *s,
			 const struct outcome *helper, const struct instr *at)
{
	struct finding *fi;

	fi = step_finding(c, s, s->before, NULL,
			  "‘%s’ returns -1 for a failure, which is true, and "
			  "0 for others", helper->function);
	fi->memory_only = s->before->exc.memory_only;
	check_subject(c, fi, helper->function);
	check_event(c, fi, at->loc, s->run->fn,
		    "-1 is taken for ‘true’ here, with an exception set");
	check_event(c, fi, helper->loc, NULL, "‘%s’ returns it here",
		    helper->function);
	fi->loc = helper->loc;
	fi->function = helper->function;
	check_hint(c, fi, "return the same for every failure");
	check_add(c, fi);
}

static void report_truth(struct check_context *c, const struct step *s,
			 const struct instr *at)
{
	const struct exc *x = &s->before->exc;
	const struct outcome *helper;
	struct finding *fi;

	if (!is_credible(c, s, at) || !success_can_be_true(s, x->by))
		return;
	helper = mixed_up(s);
	if (helper) {
		report_mixed(c, s, helper, at);
		return;
	}
	fi = step_finding(c, s, s->before, NULL,
			  "the result of ‘%s’ is used as a truth value, and "
			  "its error value -1 is true",
			  instr_callee(s->run, x->by));
	fi->loc = at->loc;
	fi->memory_only = x->memory_only;
	check_subject(c, fi, instr_callee(s->run, x->by));
	check_event(c, fi, at->loc, s->run->fn,
		    "-1 is taken for ‘true’ here, with an exception set");
	check_hint(c, fi, "test for the error first: ‘if (result < 0)’");
	add_first(c, x->by, fi);
}

/* A way through blocks that branch no more. */
struct way { uint32_t edges[16], n; };

/* What V is where the way has led. */
static vid on_way(const struct function *f, const struct way *w, vid v)
{
	uint32_t i = w->n, j, k;

	v = value_strip_copies(f, v);
	while (i-- > 0) {
		const struct block *b = &f->blocks[f->edges[w->edges[i]].to];

		for (j = 0; j < b->n_phis; j++) {
			if (b->phis[j].dst != v)
				continue;
			for (k = 0; k < b->n_preds; k++)
				if (b->preds[k] == w->edges[i])
					v = b->phis[j].args[k];
			v = value_strip_copies(f, v);
		}
	}
	return v;
}

/* Does EDGE lead to a return of the function's error value, with nothing on
 * the way but the release of what there is? */
static bool leads_to_failure(const struct step *s, uint32_t edge)
{
	const struct function *f = s->run->fn;
	struct way w = { .n = 0 };
	uint32_t j;

	while (w.n < ARRAY_SIZE (w.edges)) {
		const struct block *b = &f->blocks[f->edges[edge].to];
		const struct instr *last = block_last(b);
		const struct value *v;

		w.edges[w.n++] = edge;
		for (j = 0; j < b->n_instrs; j++) {
			const struct contract *k;

			if (b->instrs[j].op != OP_CALL)
				continue;
			k = knowledge_call(s->run->engine->knowledge, f,
					   &b->instrs[j]);
			if (k->origin > ORIGIN_SPEC || contract_raises(k)
			    || contract_only_raises(k))
				return false;
		}
		if (last->op == OP_RET && last->a) {
			v = fn_value(f, on_way(f, &w, last->a));
			return v->kind == VAL_INT && (v->u.i < 0 || (!v->u.i
				&& v->type && v->type->kind == TYPE_PTR));
		}
		if (last->op != OP_JUMP || b->n_succs != 1)
			return false;
		edge = b->succs[0];
	}
	return false;
}

/* Is the failure told by NULL in an out-parameter as well, which the code may
 * go by?  _PyObject_LookupAttr and its like. */
static bool tells_by_output(const struct step *s)
{
	const struct contract *k = knowledge_call(s->run->engine->knowledge,
		s->run->fn, s->before->exc.by);
	const struct effect *e;
	unsigned n;

	for (n = 0; n < k->n_outcomes; n++)
		for (e = k->outcomes[n].effects; e->op != EFF_END; e++)
			if (e->op == EFF_OUT_NULL
			    && outcome_has(&k->outcomes[n], EFF_RAISES))
				return true;
	return false;
}

/* Is it to be seen later whether the failure is known? */
static bool can_wait(const struct step *s)
{
	return s->run->asks_occurred || tells_by_output(s);
}

/* A loop that is to end at the error value. */
static void bound(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;
	struct finding *fi;

	if (!s->instr->b || !run_is_error_bound(s->run, s->before, s->instr)
	    || !is_credible(c, s, NULL))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "the result of ‘%s’ is used as the bound of a loop, "
			  "and -1 is its error value",
			  instr_callee(s->run, x->by));
	fi->memory_only = x->memory_only;
	check_subject(c, fi, instr_callee(s->run, x->by));
	check_event(c, fi, s->loc, s->run->fn, "the count of rounds is held "
		    "against -1 here, with an exception set");
	check_hint(c, fi, "test for the error first: ‘if (result < 0)’");
	add_first(c, x->by, fi);
}

static void branch(struct check_context *c, const struct step *s)
{
	if (s->instr->op != OP_SWITCH)
		bound(c, s);
	if (!s->before->exc.by || s->before->exc.by->op != OP_CALL
	    || can_wait(s)
	    || !run_is_mistaken(s->run, s->before, s->instr)
	    || (s->instr->op == OP_BR
		&& leads_to_failure(s, s->run->block->succs[!s->taken])))
		return;
	report_truth(c, s, s->instr);
}

static void later(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;

	if (x->blamed && x->blamed_at && !x->looked && x->by
	    && x->by->op == OP_CALL && x->blamed_at->op != OP_CALL
	    && can_wait(s) && goes_wrong(s))
		report_truth(c, s, x->blamed_at);
}

/* Is PyErr_Occurred the next that is called?  Then it is asked in time: what
 * the number became of is dropped. */
static bool is_asked_next(const struct step *s)
{
	const struct function *f = s->run->fn;
	uint32_t b = s->run->block_id, i = s->run->instr_id + 1, n;

	for (n = 0; n < 4; n++) {
		const struct block *blk = &f->blocks[b];

		for (; i < blk->n_instrs; i++)
			if (blk->instrs[i].op == OP_CALL)
				return callee_is(s->run, &blk->instrs[i],
						 "PyErr_Occurred");
		if (block_last(blk)->op != OP_JUMP || blk->n_succs != 1)
			break;
		b = f->edges[blk->succs[0]].to;
		i = 0;
	}
	return false;
}

static void number(struct check_context *c, const struct step *s)
{
	const struct exc *x = &s->before->exc;
	struct finding *fi;

	if (!s->contract || !s->instr
	    || !run_is_error_number(s->run, s->before, s->contract, s->instr,
				    s->arg)
	    || is_asked_next(s) || !is_credible(c, s, NULL))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "the result of ‘%s’ is used as a number by ‘%s’, "
			  "and -1 is its error value",
			  instr_callee(s->run, x->by), step_callee(s));
	fi->memory_only = x->memory_only;
	check_subject(c, fi, instr_callee(s->run, x->by));
	check_event(c, fi, s->loc, s->run->fn,
		    "-1 is passed on here, with an exception set");
	check_hint(c, fi, "test for the error first: ‘if (result < 0)’");
	add_first(c, x->by, fi);
}

static void step(struct check_context *c, const struct step *s)
{
	if (s->kind == STEP_ARG)
		number(c, s);
	else if (s->kind == STEP_CALL || s->kind == STEP_RETURN
		 || s->kind == STEP_DEREF)
		later(c, s);
	else if (s->kind == STEP_BRANCH)
		branch(c, s);
}

const struct check check_error_as_truth = {
	.step = step, .steps = ON(ARG) | ON(CALL) | ON(RETURN) | ON(BRANCH)
		| ON(DEREF),
	.finish = finish
};
