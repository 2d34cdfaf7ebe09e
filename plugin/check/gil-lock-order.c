/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lock and the GIL, taken in both orders: one thread holds the lock and
 * waits for the GIL, another holds the GIL and waits for the lock.
 *
 * Both orders are gathered over the unit, by the lock's name (a global, or a
 * field of a struct), and compared when all bodies have been seen.
 */
#include "check/locks.h"

#include <string.h>

struct order {
	const char *lock;
	const struct function *fn;
	struct loc at;		/* where the second is waited for */
	struct loc taken;	/* where the lock was taken */
	struct finding *finding;	/* LOCK_FIRST */
};

struct orders {
	VEC (struct order) gil_first, lock_first;
};

static struct orders *gathered(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct orders);
	return *c->data;
}

/* A helper that releases the GIL now and then: whether it did is a matter of
 * facts that its contract does not tell. */
static bool has_moody_helper(const struct step *s)
{
	const struct function *f = s->run->fn;
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct contract *k;

			if (in->op != OP_CALL)
				continue;
			k = knowledge_call(s->run->engine->knowledge, f, in);
			if (k->origin == ORIGIN_INFERRED
			    && contract_ever(k, EFF_RELEASE_GIL))
				return true;
		}
	return false;
}

static void note_gil_first(struct check_context *c, const struct step *s)
{
	struct order o = { .fn = s->run->fn, .at = s->loc };
	struct orders *os = gathered(c);
	uint32_t i;

	o.lock = lock_of_call(&c->findings->arena, s->run->fn, s->instr,
			      s->contract);
	if (!o.lock || has_moody_helper(s))
		return;
	for (i = 0; i < os->gil_first.n; i++)
		if (!strcmp(os->gil_first.v[i].lock, o.lock))
			return;
	vec_push(&os->gil_first, o);
}

static void note_lock_first(struct check_context *c, const struct step *s,
			    const struct instr *taken)
{
	struct order o = { .fn = s->run->fn, .at = s->loc,
		.taken = taken->loc };
	struct orders *os = gathered(c);

	o.lock = lock_of_call(&c->findings->arena, s->run->fn, taken,
			      knowledge_call(c->knowledge, s->run->fn, taken));
	if (!o.lock)
		return;
	o.finding = step_finding(c, s, s->before, NULL,
				 "‘%s’ waits for the GIL while ‘%s’ is locked",
				 step_callee(s), o.lock);
	o.finding->cause = taken->loc;
	vec_push(&os->lock_first, o);
}

/* The interpreter's loop lets another thread run when one has waited long
 * enough (eval_breaker, Python/ceval.c), and then waits for the GIL itself. */
static bool runs_loop(const struct contract *k)
{
	static const char *const calls[] = { "PyObject_Call",
		"PyObject_Vectorcall", "PyObject_FastCall", "PyEval_EvalCode",
		"PyEval_CallObject", "PyRun_", "PyImport_Import" };
	unsigned i;

	for (i = 0; k->origin == ORIGIN_TABLE && i < ARRAY_SIZE(calls); i++)
		if (!strncmp(k->name, calls[i], strlen(calls[i])))
			return contract_ever(k, EFF_RUNS_CODE);
	return false;
}

/* A helper that takes the GIL for a while, where its caller does not hold it:
 * its contract tells of nothing. */
static bool ensures_inside(const struct step *s)
{
	const struct function *t = call_target(s->run->fn, s->instr);
	uint32_t b, i;

	if (!t || !t->has_body || s->contract->origin != ORIGIN_INFERRED)
		return false;
	for (b = 0; b < t->n_blocks; b++)
		for (i = 0; i < t->blocks[b].n_instrs; i++) {
			const struct instr *in = &t->blocks[b].instrs[i];

			if (in->op == OP_CALL
			    && contract_ever(knowledge_call(
				    s->run->engine->knowledge, t, in),
				    EFF_ENSURE_GIL))
				return true;
		}
	return false;
}

static bool waits_for_gil(const struct step *s)
{
	const struct contract *k = s->contract;

	/* Who holds it, on entry or since a moment ago, lets it go first. */
	if (contract_ever(k, EFF_CYCLES_GIL) || runs_loop(k))
		return true;
	return (contract_ever(k, EFF_ACQUIRE_GIL)
		|| contract_ever(k, EFF_ENSURE_GIL) || ensures_inside(s))
		&& (s->before->gil.state != GIL_HELD
		    || (!s->before->gil.by && !s->run->role));
}

/* Is this code that runs with the GIL, and not merely taken to? */
static bool holds_gil(const struct step *s)
{
	return s->before->gil.state == GIL_HELD
		&& (s->before->gil.by || s->run->role || s->run->needs_gil);
}

static void step(struct check_context *c, const struct step *s)
{
	tid t;

	if (s->kind != STEP_CALL || !s->contract || s->before->misuse
	    || s->contract->origin == ORIGIN_CONVENTION)
		return;
	if (lock_waits(s->run->fn, s->instr, s->contract) && holds_gil(s))
		note_gil_first(c, s);
	if (!waits_for_gil(s))
		return;
	for (t = 1; t < s->before->things.n; t++) {
		const struct thing *h = &s->before->things.v[t];

		if (h->family == FAMILY_LOCKED && h->refs > 0
		    && !h->escaped && h->born
		    && h->born->op == OP_CALL)
			note_lock_first(c, s, h->born);
	}
}

/* Is LOCK given back by a thread or callback that never took it?  It is an
 * event for which others wait, and no lock that anybody holds. */
static bool is_event(struct check_context *c, const char *lock)
{
	uint32_t n, b, i;

	for (n = 0; n < c->unit->functions.n; n++) {
		const struct function *f = c->unit->functions.v[n];
		bool gives = false, takes = false;

		for (b = 0; f->address_taken && b < f->n_blocks; b++)
			for (i = 0; i < f->blocks[b].n_instrs; i++) {
				const struct instr *in =
					&f->blocks[b].instrs[i];
				const struct contract *k = in->op == OP_CALL
					? knowledge_call(c->knowledge, f, in)
					: NULL;
				const char *name = k
					&& k->origin == ORIGIN_TABLE
					&& k->flags & (CF_LOCKS | CF_UNLOCKS)
					? lock_of_call(&c->findings->arena, f,
						       in, k) : NULL;

				if (!name || strcmp(name, lock))
					continue;
				gives |= (k->flags & CF_UNLOCKS) != 0;
				takes |= (k->flags & CF_LOCKS) != 0;
			}
		if (gives && !takes)
			return true;
	}
	return false;
}

static void compare(struct check_context *c, struct orders *os)
{
	uint32_t i, j;

	for (i = 0; i < os->lock_first.n; i++)
		for (j = 0; j < os->gil_first.n; j++) {
			const struct order *a = &os->lock_first.v[i];
			const struct order *b = &os->gil_first.v[j];

			if (strcmp(a->lock, b->lock) || is_event(c, a->lock))
				continue;
			check_event(c, a->finding, a->taken, a->fn,
				    "‘%s’ is locked here", a->lock);
			check_event(c, a->finding, a->at, a->fn,
				    "the GIL is waited for with it locked");
			check_event(c, a->finding, b->at, b->fn,
				    "‘%s’ is waited for with the GIL held: "
				    "two threads can wait for each other",
				    a->lock);
			check_subject(c, a->finding, a->lock);
			check_hint(c, a->finding, "unlock it before the GIL "
				   "is taken, or release the GIL where it is "
				   "locked");
			check_add(c, a->finding);
		}
}

static void finish(struct check_context *c)
{
	struct orders *os = *c->data;

	if (!os)
		return;
	compare(c, os);
	vec_release(&os->gil_first);
	vec_release(&os->lock_first);
}

const struct check check_gil_lock_order = {
	.step = step, .steps = ON(CALL), .finish = finish
};
