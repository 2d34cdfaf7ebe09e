/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract that the outcomes of a body make. */
#include "engine/exits.h"
#include "engine/forward.h"
#include "engine/generated.h"

#include <string.h>

static uint8_t result_class(const struct type *t)
{
	if (!t || t->kind == TYPE_VOID)
		return ARG_VOID;
	if (t->kind == TYPE_PTR)
		return type_is_object_ptr(t) ? ARG_OBJ : ARG_PTR;
	return t->kind == TYPE_INT ? ARG_INT : ARG_OTHER;
}

/* Whether an exception is set is open. */
static void forget_kinds(struct exit_outcome *x)
{
	uint32_t i;

	for (i = 0; i < x->effects.n; i++)
		if (x->effects.v[i].op == EFF_RAISES)
			x->effects.v[i].kinds = 0;
}

/* Failure that no result tells, but what was written through an argument or
 * the members of the struct returned: whether it happened is then open. */
static void doubt_indicator(struct fn_run *r)
{
	const struct type *t = r->fn->type ? r->fn->type->inner : NULL;
	bool silent = !t || t->kind == TYPE_VOID || t->kind == TYPE_STRUCT;
	struct exit_list *l = r->exits;
	bool raises = false;
	uint32_t i;

	for (i = 0; i < l->v.n; i++)
		raises |= exit_has_op(&l->v.v[i], EFF_RAISES);
	for (i = 0; raises && silent && i < l->v.n; i++) {
		struct exit_outcome *x = &l->v.v[i];

		if (t && t->kind == TYPE_STRUCT)
			forget_kinds(x);
		if (!exit_has_op(x, EFF_RAISES)
		    && ((t && t->kind == TYPE_STRUCT)
			|| exit_has_op(x, EFF_WRITES)))
			exit_add(x, EFF_RAISES, 0, 0, 0);
	}
}

static bool succeeds_as(const struct exit_list *l,
			const struct exit_outcome *x)
{
	uint32_t i;

	for (i = 0; i < l->v.n; i++)
		if (l->v.v[i].o.pred.lo == x->o.pred.lo
		    && l->v.v[i].o.pred.hi == x->o.pred.hi
		    && !exit_has_op(&l->v.v[i], EFF_RAISES))
			return true;
	return false;
}

/* A generator's run-time support that answers the same with an exception set
 * as without has ignored a failure.  That is the generator's fault, and not
 * told of where its user's code calls it: __Pyx_InitStrings of Cython 3.0
 * looks at no result, __Pyx_dict_iterator not at PyDict_Size's. */
static void trust_runtime(struct fn_run *r)
{
	enum arg_class ret = result_class(r->fn->type ? r->fn->type->inner
					  : NULL);
	struct exit_list *l = r->exits;
	uint32_t i, n = 0;

	if ((ret != ARG_INT && ret != ARG_OBJ)
	    || !generated_runtime(r->fn->name))
		return;
	for (i = 0; i < l->v.n; i++)
		l->v.v[i].ignored = l->v.v[i].o.pred.lo >= (ret == ARG_OBJ)
			&& exit_has_op(&l->v.v[i], EFF_RAISES)
			&& succeeds_as(l, &l->v.v[i]);
	for (i = 0; i < l->v.n; i++)
		if (l->v.v[i].ignored)
			vec_release(&l->v.v[i].effects);
		else
			l->v.v[n++] = l->v.v[i];
	l->v.n = n;
}

static bool is_null_result(const struct exit_outcome *x)
{
	return !x->o.pred.lo && !x->o.pred.hi;
}

static bool owns_result(const struct exit_outcome *x)
{
	uint32_t i;

	for (i = 0; i < x->effects.n; i++)
		if (x->effects.v[i].op == EFF_OWN && !x->effects.v[i].a)
			return true;
	return false;
}

/* Is what is returned a new reference wherever it is an object? */
static bool is_maker(const struct fn_run *r, const struct contract *c)
{
	const struct exit_list *l = r->exits;
	uint32_t i, n = 0;

	for (i = 0; l && i < l->v.n; i++) {
		if (is_null_result(&l->v.v[i]))
			continue;
		if (!owns_result(&l->v.v[i]))
			return false;
		n++;
	}
	return n && c->ret == ARG_OBJ;
}

enum raised { RAISED_NOT, RAISED_PERHAPS, RAISED };

static enum raised raised_by(const struct exit_outcome *x)
{
	uint32_t i;

	for (i = 0; i < x->effects.n; i++)
		if (x->effects.v[i].op == EFF_RAISES)
			return x->effects.v[i].kinds ? RAISED : RAISED_PERHAPS;
	return RAISED_NOT;
}

static bool may_be(const struct pred *p, int64_t n)
{
	return p->lo <= n && n <= p->hi && !(p->nonzero && n == 0)
		&& !(p->not_minus_one && n == -1);
}

/* Is there one result that goes with an exception, always, and no other that
 * does? */
static bool tells_failure(const struct fn_run *r, int64_t *failure)
{
	const struct exit_list *l = r->exits;
	bool seen = false, found = false;
	uint32_t i;

	if (!l || r->cut_states || r->cut_steps || r->cut_time)
		return false;
	for (i = 0; i < l->v.n; i++) {
		const struct pred *p = &l->v.v[i].o.pred;
		enum raised raised = raised_by(&l->v.v[i]);

		if (raised == RAISED_NOT)
			continue;
		if (p->lo != p->hi || (seen && p->lo != *failure))
			return false;
		seen = true;
		found |= raised == RAISED;
		*failure = p->lo;
	}
	for (i = 0; found && i < l->v.n; i++)
		if (raised_by(&l->v.v[i]) == RAISED_NOT
		    && may_be(&l->v.v[i].o.pred, *failure))
			return false;
	return found && (*failure == 0 || *failure == -1);
}

/* Does an exit give the result N, and how likely is that? */
static bool is_given(const struct exit_list *l, int64_t n,
		     enum likelihood *likely)
{
	bool found = false;
	uint32_t i;

	for (i = 0; i < l->v.n; i++) {
		if (l->v.v[i].o.pred.lo != n || l->v.v[i].o.pred.hi != n)
			continue;
		if (!found || l->v.v[i].o.likelihood != LIKELY_MEMORY)
			*likely = l->v.v[i].o.likelihood;
		found = true;
	}
	return found;
}

static struct outcome opaque_outcome(struct fn_run *r, struct pred p,
				     enum raised raised, bool owns)
{
	struct arena *a = &r->engine->knowledge->arena;
	struct outcome o = { .pred = p, .likelihood = LIKELY_SUCCESS,
		.function = r->fn->name, .code_by = r->ran_code };
	struct effect *e = ARENA_ARRAY(a, struct effect,
				       (size_t) r->fn->n_params + 5);
	uint32_t i, n = 0;

	for (i = 0; i < r->fn->n_params && i < 100; i++)
		e[n++] = (struct effect) { .op = EFF_ESCAPES,
			.a = (int8_t) (i + 1) };
	if (raised != RAISED_NOT)
		e[n++] = (struct effect) { .op = EFF_RAISES,
			.kinds = raised == RAISED ? RAISE_ANY : 0 };
	if (r->ran_code)
		e[n++] = (struct effect) { .op = EFF_RUNS_CODE };
	if (r->needs_gil)
		e[n++] = (struct effect) { .op = EFF_NEEDS_GIL };
	if (owns)
		e[n++] = (struct effect) { .op = EFF_OWN };
	o.effects = e;
	return o;
}

/* Too many to tell apart, or none seen: nothing is claimed but which result
 * tells of a failure, and that what is returned is a new reference, where that
 * is always so. */
static void make_opaque(struct fn_run *r, struct contract *c)
{
	struct pred any = { INT64_MIN, INT64_MAX, false, false };
	struct outcome *o = ARENA_ARRAY(&r->engine->knowledge->arena,
					struct outcome, 2);
	bool owns = is_maker(r, c);
	int64_t failure = 0;
	bool tells = tells_failure(r, &failure);
	struct pred fails = { failure, failure, false, false };

	c->flags |= CF_OPAQUE;
	c->outcomes = o;
	c->n_outcomes = 1;
	if (owns || (tells && !failure))
		any = (struct pred) { c->ret == ARG_OBJ ? 1 : INT64_MIN,
			INT64_MAX, true, false };
	else if (tells)
		any.not_minus_one = true;
	o[0] = opaque_outcome(r, any, tells ? RAISED_NOT : RAISED_PERHAPS,
			      owns);
	if (!tells && !owns)
		return;
	o[1] = opaque_outcome(r, fails, tells ? RAISED : RAISED_PERHAPS,
			      false);
	if (is_given(r->exits, failure, &o[1].likelihood))
		c->n_outcomes = 2;
}

static bool can_return(const struct function *f)
{
	uint32_t i;

	for (i = 0; i < f->n_rpo; i++)
		if (block_last(&f->blocks[f->rpo[i]])->op == OP_RET)
			return true;
	return false;
}

static void make_noreturn(struct fn_run *r, struct contract *c)
{
	static const struct effect never[] = { { .op = EFF_NORETURN },
		{ .op = EFF_END } };
	struct outcome *o = ARENA_NEW(&r->engine->knowledge->arena,
				      struct outcome);

	o->pred = (struct pred) { INT64_MIN, INT64_MAX, false };
	o->effects = never;
	o->likelihood = LIKELY_SUCCESS;
	c->outcomes = o;
	c->n_outcomes = 1;
}

static void make_outcomes(struct fn_run *r, struct contract *c)
{
	struct arena *a = &r->engine->knowledge->arena;
	struct exit_list *l = r->exits;
	struct outcome *o = ARENA_ARRAY(a, struct outcome, l->v.n);
	uint32_t i;

	for (i = 0; i < l->v.n; i++) {
		struct exit_outcome *x = &l->v.v[i];
		struct effect *e = ARENA_ARRAY(a, struct effect,
					       x->effects.n + 4);
		uint32_t n = x->effects.n;

		if (n)
			memcpy(e, x->effects.v, n * sizeof(*e));
		if (x->o.code_by)
			e[n++].op = EFF_RUNS_CODE;
		if (x->needs_gil)
			e[n++].op = EFF_NEEDS_GIL;
		if (x->cycles_gil)
			e[n++].op = EFF_CYCLES_GIL;
		o[i] = x->o;
		o[i].effects = e;
	}
	c->outcomes = o;
	c->n_outcomes = (uint8_t) l->v.n;
}

static uint8_t *param_classes(struct fn_run *r)
{
	const struct function *f = r->fn;
	uint8_t *p = ARENA_ARRAY(&r->engine->knowledge->arena, uint8_t,
				 f->n_params + 1);
	uint32_t i;

	for (i = 0; i < f->n_params; i++) {
		const struct type *t = f->values[f->params[i]].type;
		bool needs = r->exits && r->exits->v.n && !r->cut_states
			&& !r->cut_steps && !r->cut_time
			&& !r->exits_missed && i < 250
			&& !r->exits->null_ok[i + 1];

		if (!t || t->kind != TYPE_PTR || !f->params[i])
			p[i] = ARG_OTHER;
		else if (type_is_object_ptr(t))
			p[i] = needs ? ARG_OBJ : ARG_OBJ_NULL;
		else
			p[i] = needs ? ARG_PTR : ARG_PTR_NULL;
	}
	return p;
}

/* A format that is handed on is this function's, too. */
static void forward(struct fn_run *r, struct contract *c)
{
	struct forward to;

	if (!format_forward(r->fn, r->engine->version, &to))
		return;
	c->format = (uint8_t) to.kind;
	c->format_arg = to.format_arg;
	c->va_first = to.va_first;
}

void summary_finish(struct fn_run *r)
{
	uint32_t most = (uint32_t) r->engine->options->max_outcomes;
	struct contract *c;

	if (!r->keep_params)
		return;
	c = ARENA_NEW(&r->engine->knowledge->arena, struct contract);
	c->name = r->fn->name;
	c->origin = ORIGIN_INFERRED;
	c->ret = result_class(r->fn->type ? r->fn->type->inner : NULL);
	c->n_params = (uint8_t) (r->fn->n_params > 255 ? 255
				 : r->fn->n_params);
	c->params = param_classes(r);
	forward(r, c);
	if (!r->hands_out_shared && c->ret == ARG_OBJ)
		c->flags |= CF_FRESH;
	if (r->writes_globals)
		c->flags |= CF_WRITES_GLOBALS;
	if (r->lends_fragile)
		c->flags |= CF_UNSAFE_BORROW;
	if (r->exits) {
		exits_prune(r->exits);
		/* What calls itself calls itself with other arguments. */
		if (r->from_bottom)
			exits_forget_conditions(r->exits);
		trust_runtime(r);
		doubt_indicator(r);
		exits_reduce(r->exits, most, !r->cut_states && !r->cut_steps
			     && !r->cut_time && !r->exits_missed);
	}
	if (!r->exits || !r->exits->v.n) {
		if (can_return(r->fn))
			make_opaque(r, c);
		else
			make_noreturn(r, c);
	} else if (r->exits->v.n > most || r->fn->n_params > 100) {
		make_opaque(r, c);
	} else {
		make_outcomes(r, c);
	}
	if (!contract_ever(c, EFF_NEEDS_GIL))
		c->flags |= CF_NO_GIL;
	if (r->exits)
		exits_release(r->exits);
	knowledge_infer(r->engine->knowledge, r->fn, c);
}
