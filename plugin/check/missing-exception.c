/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An error value is returned to CPython with no exception set. */
#include "check/contracts.h"
#include "check/promise.h"
#include "engine/dues.h"
#include "engine/failure.h"

#include <string.h>

/* Is this the cleanup that a converter asked for?  Nobody looks at what it
 * returns.  source: Python/getargs.c, cleanup_convert. */
static bool is_cleanup(const struct step *s)
{
	const struct state *st = s->before;
	const struct thing *t;
	sid x;

	for (x = 1; x < st->syms.n; x++)
		if ((t = thing_get(st, x)) && t->birth == BIRTH_PARAM
		    && t->param == 1)
			return sym_is_null(st, x);
	return false;
}

/* Is VALUE the error value of the function's convention? */
static bool returns_error(const struct step *s)
{
	const struct state *st = s->before;
	int64_t k;

	switch (s->run->convention) {
	case CONV_NEW_REF:
	case CONV_MODULE_INIT:
		return s->value && sym_is_null(st, s->value);
	case CONV_STATUS:
	case CONV_TRISTATE:
	case CONV_LENGTH:
	case CONV_HASH:
		return s->value && sym_constant(st, s->value, &k) && k == -1;
	case CONV_CONVERTER:
		return s->value && sym_constant(st, s->value, &k) && k == 0
			&& !is_cleanup(s);
	default:
		return false;
	}
}

/* Can the body never have set an exception, whatever it returned? */
static bool never_raises(const struct contract *k)
{
	return k->origin == ORIGIN_INFERRED && !(k->flags & CF_OPAQUE)
		&& !contract_ever(k, EFF_RAISES);
}

/* A finding that waits for how others treat the helper: the place to mend is
 * in the helper, unless it sets none by design. */
struct waiting {
	struct finding *fi;
	const void *helper;		/* its outcome's function's name */
	const struct outcome *outcome;
	const char *message;		/* when the helper is to blame */
};

/* How many functions treat a helper's silent failure in one way, and which was
 * the last of them. */
struct treated {
	const struct function *last;
	uint32_t n;
};

struct kept {
	VEC (struct waiting) waiting;
	/* By the helper's name: who answers its silent failure with an
	 * exception of his own, or with success; who hands it on. */
	struct map answered, handed_on;
};

static struct kept *kept_of(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct kept);
	return *c->data;
}

/* Was the exception that ST has set before the call of T? */
static bool is_set_before(const struct state *st, const struct trace *t)
{
	const struct trace *n;

	if (st->exc.state != EXC_SET || !st->exc.by)
		return false;
	for (n = st->trace; n != t; n = n->prev)
		if (n->kind == TRACE_CALL && n->instr == st->exc.by)
			return false;
	for (n = t->prev; n; n = n->prev)
		if (n->kind == TRACE_CALL && n->instr == st->exc.by)
			return true;
	return false;
}

static void count_treated(struct check_context *c, struct map *m,
			  const void *helper, const struct function *f)
{
	struct treated *t = map_get(m, map_key_ptr(helper));

	if (!t) {
		t = ARENA_NEW(&c->findings->arena, struct treated);
		map_set(m, map_key_ptr(helper), t);
	}
	t->n += t->last != f;
	t->last = f;
}

/* Do no fewer answer the silence of HELPER than hand it on? */
static bool is_silent_by_design(const struct kept *k, const void *helper)
{
	const struct treated *a = map_get(&k->answered, map_key_ptr(helper));
	const struct treated *h = map_get(&k->handed_on, map_key_ptr(helper));

	return a && (!h || a->n >= h->n);
}

/* The path returns, and not silently with an error: the helpers that failed
 * silently on it were answered. */
static void note_answered(struct check_context *c, const struct step *s)
{
	const struct trace *t;

	for (t = s->before->trace; t; t = t->prev)
		if (failure_is_silent(t) && t->outcome->function
		    && !is_set_before(s->before, t))
			count_treated(c, &kept_of(c)->answered,
				      t->outcome->function, s->run->fn);
}

/* Is the address of local number LOCAL passed to a function of whose body, or
 * about which, only something is known? */
static bool is_helpers_output(const struct step *s, uint32_t local)
{
	const struct function *f = s->run->fn;
	uint32_t b, i, n;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			const struct contract *k = in->op == OP_CALL
				? knowledge_call(s->run->engine->knowledge,
						 f, in) : NULL;

			if (!k || k->origin <= ORIGIN_SPEC || never_raises(k))
				continue;
			for (n = 0; n < in->n_args; n++) {
				const struct value *v = &f->values[
					value_strip_copies(f, in->args[n])];

				if (v->kind == VAL_LOCAL
				    && v->u.local == local)
					return true;
			}
		}
	}
	return false;
}

/* The call that the branch taken last looked at, and memory that calls may
 * have written: NULL and false where neither decided. */
static const struct instr *decided_by(const struct step *s, bool *by_local)
{
	const struct function *f = s->run->fn;
	const struct trace *t = s->before->trace;
	const struct instr *d;
	unsigned n;

	*by_local = false;
	while (t && t->kind != TRACE_BRANCH)
		t = t->prev;
	d = t ? value_def(f, value_strip_copies(f, t->instr->a)) : NULL;
	for (n = 0; d && n < 8 && d->op != OP_CALL && d->op != OP_LOAD; n++)
		d = d->a ? value_def(f, value_strip_copies(f, d->a)) : NULL;
	if (d && d->op == OP_LOAD)
		*by_local = f->values[d->place.base].kind == VAL_LOCAL
			&& is_helpers_output(s,
				f->values[d->place.base].u.local);
	return d && d->op == OP_CALL ? d : NULL;
}

/* Does CALL look into a local variable that an object was put into out of
 * sight?  Whether that is NULL decides then. */
static bool looks_at_kept(const struct step *s, const struct instr *call)
{
	const struct function *f = s->run->fn;
	uint32_t local, b, i;
	int64_t at;

	if (call->op != OP_CALL || !call->n_args
	    || !address_of_local(f, call->args[0], &local, &at))
		return false;
	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++)
			if (instr_keeps_in(s->run, &blk->instrs[i], local, 0))
				return true;
	}
	return false;
}

/* Does the way here depend on what a helper said or wrote in terms that its
 * contract has no exact word for?  Then it may go with an exception. */
static bool rests_on_helper(const struct step *s)
{
	bool by_local;
	const struct instr *call = decided_by(s, &by_local);
	const struct trace *t;

	if (by_local)
		return true;
	for (t = s->before->trace; t; t = t->prev)
		if (t->kind == TRACE_CALL
		    && outcome_has(t->outcome, EFF_IF_HOLDS_NULL)
		    && looks_at_kept(s, t->instr))
			return true;
	for (t = s->before->trace; call && t; t = t->prev)
		if (t->kind == TRACE_CALL && t->instr == call)
			return t->contract->origin == ORIGIN_INFERRED
				&& t->outcome->pred.lo != t->outcome->pred.hi
				&& !never_raises(t->contract);
	return false;
}

/* Did what is returned come with an exception, which another call that failed
 * replaced before it was cleared?  That is told of there. */
static bool was_clobbered(const struct state *st, sid value)
{
	const struct instr *by = null_origin(st, value)->status_of;
	const struct trace *t;
	bool replaced = false;

	for (t = st->trace; by && t; t = t->prev) {
		if (t->kind != TRACE_CALL)
			continue;
		if (t->instr == by)
			return replaced && outcome_raises(t->outcome)
				&& contract_ever(t->contract, EFF_RUNS_CODE);
		replaced |= t->contract->origin == ORIGIN_TABLE
			&& outcome_raises(t->outcome)
			&& contract_ever(t->contract, EFF_RUNS_CODE);
	}
	return false;
}

static bool is_silent_error(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;

	if (!s->run->role || !returns_error(s) || st->exc.state != EXC_CLEAR
	    || st->exc.lost || !step_is_credible(c, s, st))
		return false;
	if ((st->misuse && !st->unwound && !st->exc.tested)
	    || rests_on_helper(s) || was_clobbered(st, s->value))
		return false;
	/* Whoever asks which exception a helper set knows that it sets one. */
	if (st->exc.matched && failure_silent_helper(st))
		return false;
	/* None can be set without the GIL: that is gil-unbalanced's. */
	if (st->gil.state == GIL_RELEASED)
		return false;
	/* Read from memory: who put NULL there may have set one. */
	if (thing_get(st, s->value))
		return false;
	/* tp_hash and its like may fold a legitimate -1 elsewhere. */
	return sym_get(st, s->value)->expr.op == EXPR_NONE
		|| s->run->convention != CONV_HASH;
}

/* The function's own attributes say that an exception is set with this
 * result, and none was, here or by whom it called. */
static bool breaks_promise(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;

	return promise_says(s, EFF_RAISES, 0) == PROMISED_ALWAYS
		&& (st->exc.state == EXC_CLEAR
		    || st->exc.state == EXC_ENTRY)
		&& !st->exc.lost && !st->misuse
		&& st->gil.state != GIL_RELEASED
		&& step_is_credible(c, s, st) && !rests_on_helper(s)
		&& !(s->value && thing_get(st, s->value));
}

static void judge_promise(struct check_context *c, const struct step *s)
{
	struct finding *fi;
	const char *word = "";
	int64_t k;

	if (!breaks_promise(c, s))
		return;
	if (s->value && sym_constant(s->before, s->value, &k))
		word = s->run->fn->type->inner->kind == TYPE_PTR ? " NULL"
			: arena_printf(&c->findings->arena, " %lld",
				       (long long) k);
	fi = step_finding(c, s, s->before, NULL, "‘%s’ returns%s without "
			  "setting an exception, which it is declared to do",
			  s->run->fn->name, word);
	check_event(c, fi, s->loc, s->run->fn,
		    "it returns here, with no exception set");
	check_subject(c, fi, "return");
	check_hint(c, fi, "set one before returning: ‘PyErr_SetString (…);’");
	check_add(c, fi);
}

static const char *error_word(const struct step *s)
{
	int64_t k;

	if (s->run->convention == CONV_NEW_REF
	    || s->run->convention == CONV_MODULE_INIT)
		return "NULL";
	return sym_constant(s->before, s->value, &k) && k ? "-1" : "0";
}

/* What the function of U that is called NAME returns for an error, which its
 * caller told WORD for. */
static const char *helper_word(const struct unit *u, const char *name,
			       const char *word)
{
	uint32_t i;

	for (i = 0; i < u->functions.n; i++) {
		const struct function *f = u->functions.v[i];

		if (f->name == name && f->has_body && f->type
		    && f->type->inner)
			return f->type->inner->kind == TYPE_PTR ? "NULL"
				: f->type->inner->size == 1 ? "false"
				: strcmp(word, "NULL") ? word : "-1";
	}
	return word;
}

/* Keeps FI until it is known whether HELPER is to blame instead. */
static void wait_for_helper(struct check_context *c, const struct step *s,
			    struct finding *fi, const struct trace *helper)
{
	const struct outcome *o = helper->outcome;
	struct waiting w = { fi, o->function, o };

	w.message = arena_printf(&c->findings->arena,
		"‘%s’ returns %s without setting an exception", o->function,
		helper_word(s->run->engine->unit, o->function,
			    o->pred.lo == o->pred.hi && !o->pred.lo
			    && helper->contract->ret == ARG_INT ? "0"
			    : error_word(s)));
	vec_push(&kept_of(c)->waiting, w);
	count_treated(c, &kept_of(c)->handed_on, o->function, s->run->fn);
}

/* A helper's error value without an exception is no answer: its callers see
 * the same. */
static bool passes_silence_on(const struct step *s)
{
	const struct type *t = s->run->fn->type;

	if (s->run->role || !s->value || s->before->exc.state == EXC_SET
	    || !t || !t->inner)
		return false;
	return t->inner->kind == TYPE_PTR ? sym_is_null(s->before, s->value)
		: sym_get(s->before, s->value)->hi < 0;
}

static void step(struct check_context *c, const struct step *s)
{
	const struct trace *helper;
	struct finding *fi;

	if (s->kind != STEP_RETURN)
		return;
	judge_promise(c, s);
	if (!is_silent_error(c, s)) {
		if (s->before->exc.state == EXC_SET
		    || (!returns_error(s) && !passes_silence_on(s)))
			note_answered(c, s);
		return;
	}
	helper = failure_silent_helper(s->before);
	/* A method that another calls is told of itself. */
	if (helper && helper->instr->op == OP_CALL
	    && declared_role(c->declared, call_target(s->run->fn,
						      helper->instr)))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "‘%s’ returns %s without setting an exception",
			  s->run->fn->name, error_word(s));
	check_event(c, fi, s->loc, s->run->fn,
		    "the error value is returned here, with no exception set");
	check_subject(c, fi, "return");
	check_hint(c, fi, "set one before returning: ‘PyErr_SetString (…);’");
	if (helper && loc_known(helper->outcome->loc)
	    && contract_ever(helper->contract, EFF_RAISES))
		wait_for_helper(c, s, fi, helper);
	else
		check_add(c, fi);
}

static void finish(struct check_context *c)
{
	struct kept *k = *c->data;
	uint32_t i;

	for (i = 0; k && i < k->waiting.n; i++) {
		struct waiting *w = &k->waiting.v[i];

		if (!is_silent_by_design(k, w->helper)) {
			w->fi->message = w->message;
			w->fi->loc = w->outcome->loc;
			w->fi->function = w->outcome->function;
		}
		check_add(c, w->fi);
	}
	if (!k)
		return;
	vec_release(&k->waiting);
	map_release(&k->answered);
	map_release(&k->handed_on);
}

const struct check check_missing_exception = {
	.step = step, .steps = ON(RETURN), .finish = finish
};
