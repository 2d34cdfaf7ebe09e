/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Python is used on a path where the GIL is released. */
#include "check/contracts.h"
#include "check/gil-told.h"
#include "engine/gil.h"
#include "engine/lender.h"

#include <string.h>

enum { MAX_BLOCKS_BACK = 16 };

/* Does calling K need it, in outcome O (NULL: in each)? */
static bool needs_gil(const struct contract *k, const struct outcome *o)
{
	if (!k || k->origin == ORIGIN_CONVENTION || k->flags & CF_NO_GIL)
		return false;
	if (gil_merely_reads(k))
		return false;
	if (contract_ever(k, EFF_NEEDS_GIL))
		return o && outcome_has(o, EFF_NEEDS_GIL);
	/* Entering or leaving the released state is no use of Python. */
	return k->n_outcomes > 0 && !contract_ever(k, EFF_ACQUIRE_GIL)
		&& !contract_ever(k, EFF_ENSURE_GIL)
		&& !contract_ever(k, EFF_UNENSURE_GIL)
		&& !contract_ever(k, EFF_RELEASE_GIL)
		&& !contract_ever(k, EFF_CYCLES_GIL);
}

/* Is I, a call by K, a macro that looks into an object that this function made
 * and nobody else has?  No other thread can change it meanwhile.  Who has it
 * alone now had so before. */
static bool looks_into_own(const struct state *st, const struct contract *k,
			   const struct instr *i)
{
	const struct thing *t = i->op == OP_CALL && i->n_args == 1
		? thing_get(st, env_get(st, i->args[0])) : NULL;

	return t && k->flags & CF_INLINE && k->flags & (CF_PURE | CF_LEAF)
		&& t->refs > 0 && lender_is_private(t);
}

/* Was Python used already since the GIL went?  That was told then.  Not
 * each call leaves a trace: the text's order tells what came later. */
static bool is_repeated(const struct state *st)
{
	const struct trace *t;

	for (t = st->trace; t; t = t->prev) {
		if (t->kind != TRACE_CALL)
			continue;
		if (st->gil.by && loc_compare(t->instr->loc,
					      st->gil.by->loc) < 0)
			return false;
		if (needs_gil(t->contract, t->outcome)
		    && !looks_into_own(st, t->contract, t->instr))
			return true;
	}
	return false;
}

/* Does a call before this one, on the only way to it since the GIL went, need
 * it always?  It was told of. */
static bool is_second(const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct block *b = s->run->block;
	uint32_t j = s->run->instr_id, depth;

	for (depth = 0; depth < MAX_BLOCKS_BACK; depth++) {
		while (j-- > 0) {
			const struct instr *i = &b->instrs[j];
			const struct contract *k = i->op == OP_CALL
				? knowledge_call(s->run->engine->knowledge, f,
						 i) : NULL;

			if (i == s->before->gil.by)
				return false;
			if (needs_gil(k, NULL)
			    && !looks_into_own(s->before, k, i))
				return true;
		}
		if (b->n_preds != 1)
			break;
		b = &f->blocks[f->edges[b->preds[0]].from];
		j = b->n_instrs;
	}
	return false;
}

/* These call argument N while they run, as their caller is. */
static const struct { const char *name; unsigned arg; } call_back[] = {
	{ "qsort", 4 }, { "qsort_r", 4 }, { "bsearch", 5 }, { "lfind", 5 },
	{ "lsearch", 5 }, { "tsearch", 3 }, { "tfind", 3 }, { "tdelete", 3 },
	{ "twalk", 2 }, { "pthread_once", 2 }, { "call_once", 2 },
	{ "ftw", 2 }, { "nftw", 2 }, { "dl_iterate_phdr", 1 },
};

static bool uses_python(const struct step *s, const struct function *g)
{
	const struct contract *k = g && g->has_body
		? knowledge_function(s->run->engine->knowledge, g, g->n_params)
		: NULL;

	return k && contract_ever(k, EFF_NEEDS_GIL);
}

/* The function that needs the GIL in the table of callbacks that V points
 * to. */
static const struct function *in_table(const struct step *s,
				       const struct value *v)
{
	const struct global *g = v->kind == VAL_GLOBAL && !v->offset
		? v->u.global : NULL;
	uint32_t n;

	for (n = 0; g && n < g->n_inits; n++)
		if (g->inits[n].func && uses_python(s, g->inits[n].func))
			return g->inits[n].func;
	return NULL;
}

/* Or in a struct of this function's that V points to, as it was filled. */
static const struct function *in_struct(const struct step *s,
					const struct value *v)
{
	const struct state *st = s->before;
	uint32_t i;

	for (i = 0; v->kind == VAL_LOCAL && i < st->cells.n; i++) {
		const struct cell *c = &st->cells.v[i];
		const struct addr *a = &sym_get(st, c->value)->addr;

		if (c->at.kind == REGION_LOCAL && c->at.id == v->u.local
		    && a->kind == REGION_FUNC && uses_python(s, a->ptr))
			return a->ptr;
	}
	return NULL;
}

/* A library that is called without the GIL and is handed a table of callbacks
 * with that call runs them as it was called itself. */
static const struct function *handed_over(const struct step *s)
{
	const struct function *f = s->run->fn, *g = NULL;
	unsigned n;

	if (s->contract->origin != ORIGIN_CONVENTION)
		return NULL;
	for (n = 0; n < s->instr->n_args && !g; n++) {
		const struct value *v = fn_value(f, value_strip_copies(f,
			s->instr->args[n]));

		g = v->kind == VAL_GLOBAL ? in_table(s, v) : in_struct(s, v);
	}
	return g;
}

/* The function that the call of S calls back and that needs the GIL. */
static const struct function *called_back(const struct step *s)
{
	const struct function *f = s->run->fn, *g;
	const struct function *t = call_target(f, s->instr);
	const struct value *v;
	unsigned n;

	for (n = 0; t && n < ARRAY_SIZE(call_back); n++)
		if (!strcmp(t->name, call_back[n].name)
		    && s->instr->n_args >= call_back[n].arg)
			break;
	if (!t || n == ARRAY_SIZE(call_back))
		return handed_over(s);
	v = fn_value(f, value_strip_copies(f,
		s->instr->args[call_back[n].arg - 1]));
	g = v->kind == VAL_FUNC ? v->u.func : NULL;
	return uses_python(s, g) ? g : NULL;
}

static void report(struct check_context *c, const struct step *s,
		   const char *name)
{
	const struct gil *g = &s->before->gil;
	struct finding *fi;

	if (gil_was_told(c, s, c->data))
		return;
	fi = step_finding(c, s, s->before, NULL, "‘%s’ is called while %s",
			  name, c->unit->free_threaded
			  ? "the thread is detached" : "the GIL is released");
	if (g->by && g->asked)
		check_event(c, fi, g->by->loc, s->run->fn,
			    "when the GIL is not held");
	else if (g->by)
		check_event(c, fi, g->by->loc, s->run->fn,
			    "the GIL is released here");
	else if (s->run->handed)
		check_event(c, fi, s->run->handed->loc, s->run->handed_by,
			    "‘%s’ is handed over here with the GIL released",
			    s->run->fn->name);
	else if (s->run->takes_gil)
		check_event(c, fi, s->run->fn->loc, s->run->fn,
			    "‘%s’ takes the GIL itself: it is called without",
			    s->run->fn->name);
	else
		check_event(c, fi, s->run->fn->loc, s->run->fn,
			    "‘%s’ is called without the GIL",
			    s->run->fn->name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ needs it", name);
	/* A template is one function of the source. */
	check_subject(c, fi, c->unit->is_cxx && strchr(name, '<')
		      ? arena_strndup(&c->findings->arena, name,
				      (size_t) (strchr(name, '<') - name))
		      : name);
	check_hint(c, fi, "take it around the call: ‘Py_BLOCK_THREADS’ or "
		   "‘PyGILState_Ensure ()’");
	check_add(c, fi);
}

/* Was a helper called that can fail to take the GIL, and nobody asked it? */
static bool was_tried(const struct state *st)
{
	const struct trace *t;

	for (t = st->trace; t; t = t->prev)
		if (t->kind == TRACE_CALL && !t->instr->dst
		    && contract_ever(t->contract, EFF_ACQUIRE_GIL))
			return true;
	return false;
}

/* A way that never takes the GIL may be for those who have it. */
static bool is_other_way(const struct step *s)
{
	struct position p = { s->run->block_id, s->run->instr_id };

	return s->run->takes_gil && !s->run->handed && !s->before->gil.by
		&& !was_tried(s->before)
		&& !gil_is_taken_later(s->run->engine->knowledge, s->run->fn,
				       p);
}

/* Did a helper release it that does so on some ways only, and is this one that
 * takes it back on others?  Which ways belong together they know: a guard that
 * holds another lock of the user's instead. */
static bool is_counterpart(const struct step *s)
{
	const struct instr *by = s->before->gil.by;
	const struct contract *k = by && by->op == OP_CALL
		? knowledge_call(s->run->engine->knowledge, s->run->fn, by)
		: NULL;
	unsigned n;

	if (!k || k->origin != ORIGIN_INFERRED
	    || !contract_ever(s->contract, EFF_ACQUIRE_GIL))
		return false;
	for (n = 0; n < k->n_outcomes; n++)
		if (!outcome_has(&k->outcomes[n], EFF_RELEASE_GIL))
			return true;
	return false;
}

/* Was it told before, or is nothing to be told on this path?  That looks far
 * back: last. */
static bool is_silent(struct check_context *c, const struct step *s)
{
	return is_repeated(s->before) || is_second(s) || is_other_way(s)
		|| !step_is_credible(c, s, s->before);
}

/* The handler of an exception that a call in a region throws uses Python,
 * and nothing has taken the GIL back. */
static void after_throw(struct check_context *c, const struct step *s)
{
	struct position p = { s->run->block_id, s->run->instr_id };
	const struct function *f = s->run->fn;
	const struct instr *use = NULL;
	struct finding *fi;

	/* That a region is left so is gil-unbalanced's. */
	if (s->run->balances_save
	    || gil_after_throw(s->run->engine->knowledge, f, p, &use)
	    != GIL_AFTER_USES || is_silent(c, s))
		return;
	fi = step_finding(c, s, s->before, NULL, "‘%s’ is called while the "
			  "GIL is released, after a C++ exception",
			  instr_callee(s->run, use));
	if (s->before->gil.by)
		check_event(c, fi, s->before->gil.by->loc, f,
			    "the GIL is released here");
	check_event(c, fi, s->loc, f, "‘%s’ can throw: the end of the region "
		    "is left out", step_callee(s));
	check_event(c, fi, use->loc, f, "‘%s’ needs the GIL",
		    instr_callee(s->run, use));
	fi->loc = use->loc;
	check_subject(c, fi, instr_callee(s->run, use));
	check_hint(c, fi, "have the destructor of a guard take the GIL back");
	check_add(c, fi);
}

static void step(struct check_context *c, const struct step *s)
{
	const struct function *g;

	if ((s->kind != STEP_CALL && s->kind != STEP_OUTCOME)
	    || s->before->gil.state != GIL_RELEASED)
		return;
	/* What needs it in each outcome is told once, at the call. */
	if (needs_gil(s->contract, s->kind == STEP_OUTCOME ? s->outcome : NULL)
	    && (s->kind == STEP_CALL) == !contract_ever(s->contract,
							EFF_NEEDS_GIL)) {
		if (!looks_into_own(s->before, s->contract, s->instr)
		    && !is_counterpart(s) && !is_silent(c, s))
			report(c, s, step_callee(s));
	} else if (s->kind == STEP_CALL && (g = called_back(s)) != NULL) {
		if (!is_silent(c, s))
			report(c, s, g->name);
	} else if (s->kind == STEP_CALL && c->unit->is_cxx
		   && s->before->gil.moved > 8) {
		after_throw(c, s);
	}
}

const struct check check_gil_not_held = {
	.step = step, .steps = ON(CALL) | ON(OUTCOME)
};
