/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The GIL is left in another state than it was found, or released or
 * acquired twice. */
#include "check/contracts.h"
#include "check/gil-told.h"
#include "engine/dues.h"
#include "engine/gil.h"

#include <string.h>

enum { START_DEPTH = 3 };

/* A result that a way out of a function has, and the finding of one that leaves
 * with the GIL, or NULL. */
struct gil_answer {
	int64_t lo, hi;
	struct finding *finding;
	struct gil_answer *next;
};

struct data {
	void *told;	/* see gil_was_told */
	/* Of function OF, which takes the GIL itself: what it returns with it,
	 * and without. */
	const struct function *of;
	struct gil_answer *with, *without;
	/* The functions that start the interpreter, once they were read. */
	bool is_read;
	struct map starters;
};

static struct data *data(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct data);
	return *c->data;
}

static struct finding *unbalanced(struct check_context *c,
				  const struct step *s, const char *what,
				  const char *hint)
{
	struct finding *fi = step_finding(c, s, s->before, NULL, "%s", what);

	if (s->before->gil.by)
		check_event(c, fi, s->before->gil.by->loc, s->run->fn,
			    "the GIL was last moved here");
	check_event(c, fi, s->loc, s->run->fn, "%s", what);
	check_subject(c, fi, s->kind == STEP_CALL ? step_callee(s) : "return");
	check_hint(c, fi, "%s", hint);
	return fi;
}

static void report(struct check_context *c, const struct step *s,
		   const char *what, const char *hint)
{
	check_add(c, unbalanced(c, s, what, hint));
}

static bool has_effect(const struct contract *k, enum effect_op op)
{
	return k && k->n_outcomes == 1 && outcome_has(&k->outcomes[0], op);
}

/* Is it known how the GIL was when the function began, or does what S gives
 * back come from the function itself? */
static bool is_own(const struct step *s, enum effect_op taken)
{
	return s->run->role || s->run->takes_gil
		|| gil_value_from(s->run->engine->knowledge, s->run->fn,
				  s->instr, taken);
}

/* A throw leaves the region, and nothing on its way takes the GIL back.  Where
 * a handler returns, it is the return that is wrong. */
static bool is_thrown_out(struct check_context *c, const struct step *s)
{
	struct position p = { s->run->block_id, s->run->instr_id };
	const struct instr *use = NULL;
	enum gil_after after;
	struct finding *fi;

	if (!c->unit->is_cxx || s->before->gil.state != GIL_RELEASED
	    || s->before->gil.moved <= 8 || !s->run->balances_save)
		return false;
	after = gil_after_throw(s->run->engine->knowledge, s->run->fn, p, &use);
	if (after != GIL_AFTER_LEAVES || !use || !loc_known(use->loc)) {
		if (after != GIL_AFTER_WELL)
			report(c, s, "a C++ exception leaves the region with "
			       "the GIL released", "take the GIL back before "
			       "the throw, or have the destructor of a guard do it");
		return after != GIL_AFTER_WELL;
	}
	fi = step_finding(c, s, s->before, NULL, "the function returns with "
			  "the GIL released, after a C++ exception");
	if (s->before->gil.by)
		check_event(c, fi, s->before->gil.by->loc, s->run->fn,
			    "the GIL is released here");
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ can throw: the end of the "
		    "region is left out", step_callee(s));
	check_event(c, fi, use->loc, s->run->fn,
		    "its handler returns without the GIL");
	fi->loc = use->loc;
	check_subject(c, fi, "return");
	check_hint(c, fi, "have the destructor of a guard take the GIL back");
	check_add(c, fi);
	return true;
}

static void at_call(struct check_context *c, const struct step *s)
{
	const struct gil *g = &s->before->gil;

	if (is_thrown_out(c, s))
		return;
	if (has_effect(s->contract, EFF_RELEASE_GIL)
	    && g->state == GIL_RELEASED)
		report(c, s, "the GIL is released a second time",
		       "release it once, and restore it in between");
	else if (has_effect(s->contract, EFF_ACQUIRE_GIL)
		 && g->state == GIL_HELD && g->moved <= 8
		 && is_own(s, EFF_RELEASE_GIL))
		report(c, s, "the GIL is restored although it is held",
		       "restore only what was saved");
	else if (has_effect(s->contract, EFF_UNENSURE_GIL) && !g->ensured
		 && g->state != GIL_UNKNOWN && is_own(s, EFF_ENSURE_GIL))
		report(c, s, "‘PyGILState_Release’ without a matching "
		       "‘PyGILState_Ensure’", "release only what was ensured");
}

/* Does the local that argument number N points to hold, at OFFSET, what is
 * known not to be NULL? */
static bool holds_something(const struct step *s, int n, int64_t offset)
{
	const struct state *st = s->before;
	uint32_t local, i;
	int64_t at;

	if (n < 1 || (unsigned) n > s->instr->n_args
	    || !address_of_local(s->run->fn, s->instr->args[n - 1], &local,
				 &at))
		return false;
	for (i = 0; i < st->cells.n; i++) {
		const struct addr *a = &st->cells.v[i].at;

		if (a->kind == REGION_LOCAL && a->id == local
		    && a->offset == at + offset)
			return sym_is_nonnull(st, st->cells.v[i].value);
	}
	return false;
}

/* A guard's end that takes the GIL back where it holds a thread state, which
 * the guard holds for sure. */
static bool takes_back_surely(const struct step *s)
{
	const struct effect *e;
	bool holds = false;

	if (s->contract->origin != ORIGIN_INFERRED
	    || s->contract->n_outcomes < 2
	    || !outcome_has(s->outcome, EFF_ACQUIRE_GIL))
		return false;
	for (e = s->outcome->effects; e->op != EFF_END; e++)
		if (e->op == EFF_IF_HOLDS_NONNULL) {
			if (!holds_something(s, e->a, e->offset))
				return false;
			holds = true;
		}
	return holds;
}

/* A helper that releases the GIL for a while, without it; or one that takes
 * it back under a condition, with it. */
static void at_outcome(struct check_context *c, const struct step *s)
{
	if (s->before->gil.state == GIL_HELD && s->before->gil.moved <= 8
	    && takes_back_surely(s) && is_own(s, EFF_RELEASE_GIL))
		report(c, s, "the GIL is restored although it is held",
		       "restore only what was saved");
	if (s->before->gil.state == GIL_RELEASED
	    && outcome_has(s->outcome, EFF_CYCLES_GIL)
	    && !outcome_has(s->outcome, EFF_NEEDS_GIL)
	    && step_is_credible(c, s, s->before))
		report(c, s, "the GIL is released a second time",
		       "call it with the GIL held: it releases it itself");
}

/* Notes in STARTERS the callers of T that are not there yet, as their last. */
static void note_callers(struct check_context *c, struct map *starters,
			 const struct function *t)
{
	const struct site *x;
	uint32_t n, k;

	x = sites_of_calls(&c->declared->sites, t, &n);
	for (k = 0; k < n; k++)
		if (!map_has(starters, map_key_ptr(x[k].f)))
			map_set(starters, map_key_ptr(x[k].f),
				(void *) x[k].f);
}

static void read_starters(struct check_context *c, struct map *m)
{
	const struct unit *u = c->unit;
	uint32_t n, from = 0, depth;

	for (n = 0; n < u->functions.n; n++)
		if (!strncmp(u->functions.v[n]->name, "Py_Init",
			     strlen("Py_Init")))
			note_callers(c, m, u->functions.v[n]);
	/* Each round, what calls those of the one before. */
	for (depth = 0; depth < START_DEPTH; depth++)
		for (n = m->n; from < n; from++)
			note_callers(c, m, m->slots[from].value);
}

/* Does F start the interpreter, itself or by a helper?  That leaves the GIL
 * with who did it. */
static bool starts_python(struct check_context *c, const struct function *f)
{
	struct data *d = data(c);

	if (!d->is_read)
		read_starters(c, &d->starters);
	d->is_read = true;
	return map_has(&d->starters, map_key_ptr(f));
}

/* May a caller have the GIL now by what it is told, which is no error: `if
 * (enter ())'?  A library knows nothing of that. */
static bool hands_it_over(const struct step *s)
{
	const struct type *t = s->run->fn->type ? s->run->fn->type->inner
		: NULL;

	return !s->run->fn->address_taken && s->value && t
		&& !(t->kind == TYPE_PTR ? sym_is_null(s->before, s->value)
		     : sym_get(s->before, s->value)->hi < 0);
}

/* Told the same with the GIL and without, no caller knows. */
static void tell_same_answers(struct check_context *c)
{
	struct data *d = data(c);
	const struct gil_answer *x, *y;

	for (x = d->with; x; x = x->next)
		for (y = d->without; y; y = y->next)
			if (y->lo <= x->lo && x->hi <= y->hi) {
				check_add(c, x->finding);
				break;
			}
	d->with = d->without = NULL;
}

/* Keeps what S returns, with FINDING, until the function's other answers are
 * known. */
static void note_answer(struct check_context *c, const struct step *s,
			struct finding *finding)
{
	struct gil_answer *x = ARENA_NEW(&c->findings->arena,
					 struct gil_answer);
	const struct sym *y = sym_get(s->before, s->value);
	struct data *d = data(c);
	struct gil_answer **list = finding ? &d->with : &d->without;

	if (d->of != s->run->fn)
		tell_same_answers(c);
	d->of = s->run->fn;
	*x = (struct gil_answer) { y->lo, y->hi, finding, *list };
	*list = x;
}

static void finish(struct check_context *c)
{
	tell_same_answers(c);
	map_release(&data(c)->starters);
}

static void held_at_return(struct check_context *c, const struct step *s)
{
	struct finding *fi = unbalanced(c, s, "the function returns with the "
		"GIL held", "release it: no other thread can go on");

	if (!(s->run->role && s->run->role->slot) && hands_it_over(s))
		note_answer(c, s, fi);
	else
		check_add(c, fi);
}

/* Helpers that move the GIL for their callers have contracts of their own;
 * what CPython calls has to give back what it got, and so has whoever
 * otherwise does it itself. */
static void at_return(struct check_context *c, const struct step *s)
{
	const struct gil *g = &s->before->gil;
	const struct slot *slot = s->run->role ? s->run->role->slot : NULL;

	/* What was thrown out of the region was told there. */
	if (s->before->unwound)
		return;
	/* Released twice: that was told. */
	if (g->moved == 9 && g->state == GIL_RELEASED
	    && (slot || s->run->balances_save)
	    && !gil_was_told(c, s, &data(c)->told))
		report(c, s, "the function returns with the GIL released",
		       "restore it on every way out");
	else if (g->ensured && (slot || s->run->balances_ensure))
		report(c, s, "the function returns without "
		       "‘PyGILState_Release’",
		       "release on every way what ‘PyGILState_Ensure’ took");
	else if (g->moved < 8 && g->state == GIL_HELD
		 && (slot ? !slot->gil_on_entry : s->run->takes_gil
		     && !starts_python(c, s->run->fn)))
		held_at_return(c, s);
	else if (s->run->takes_gil && s->value && g->state == GIL_RELEASED)
		note_answer(c, s, NULL);
}

static void step(struct check_context *c, const struct step *s)
{
	if (s->kind == STEP_CALL)
		at_call(c, s);
	else if (s->kind == STEP_OUTCOME)
		at_outcome(c, s);
	else if (s->kind == STEP_RETURN)
		at_return(c, s);
}

const struct check check_gil_unbalanced = {
	.step = step, .steps = ON(CALL) | ON(OUTCOME) | ON(RETURN),
	.finish = finish
};
