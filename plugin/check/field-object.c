/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reference-leak: references that the unit puts in a member of an object, and
 * that go with the object: its dealloc leaves the member alone, and nothing
 * else in the unit gives up what it holds, or only where somebody asks for it.
 *
 * Every store is of a reference of its own: what a call made, or what got one
 * in the function that stores it.  The dealloc is seen as a whole.
 */
#include "check/dataflow.h"
#include "check/field-held.h"
#include "check/field-object.h"
#include "check/member-uses.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

/* So many PHIs one after the other. */
enum { PHI_DEPTH = 3 };

enum kept { KEPT_NOT, KEPT_STATIC, KEPT_OWNED };

/* Is X of F what V is, or the same local read again? */
static bool is_value(const struct function *f, vid x, vid v)
{
	const struct instr *a, *b;

	x = strip_casts(f, x);
	if (x == v)
		return true;
	a = value_def(f, x);
	b = value_def(f, v);
	return a && b && a->op == OP_LOAD && b->op == OP_LOAD
		&& fn_value(f, a->place.base)->kind == VAL_LOCAL
		&& fn_value(f, b->place.base)->kind == VAL_LOCAL
		&& fn_value(f, a->place.base)->u.local
		   == fn_value(f, b->place.base)->u.local
		&& !a->place.index && !b->place.index
		&& a->place.offset == b->place.offset;
}

/* Does every way on which call I of F answers an object give a reference to
 * it? */
static bool makes_reference(const struct member *m, const struct function *f,
			    const struct instr *i)
{
	const struct contract *k = knowledge_call(m->c->knowledge, f, i);
	bool some = false;
	unsigned o;

	if (!k || k->origin == ORIGIN_CONVENTION)
		return false;
	for (o = 0; o < k->n_outcomes; o++) {
		const struct outcome *x = &k->outcomes[o];
		const struct effect *e;

		if (x->pred.lo == 0 && x->pred.hi == 0 && !x->pred.nonzero)
			continue;
		for (e = x->effects; e->op != EFF_END; e++)
			if (e->op == EFF_OWN && e->a == WHO_RESULT)
				break;
		if (e->op == EFF_END)
			return false;
		some = true;
	}
	return some;
}

/* How often V of F is stored in the member, how many references are taken to
 * it, and whether it goes anywhere else. */
struct moves { unsigned stored, taken; bool away; };

static void count_moves(const struct member *m, const struct function *f,
			vid v, struct moves *out)
{
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_STORE && is_value(f, i->a, v)) {
				out->stored++;
				out->away |= !member_is(m, &i->place);
			}
			if (i->op == OP_RET && i->a
			    && is_value(f, i->a, v))
				out->away = true;
			for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
				if (!is_value(f, i->args[n], v))
					continue;
				if (takes_reference(f, i))
					out->taken++;
				else if (!drops_reference(f, i)
					 && member_may_take(m, f, i, n + 1))
					out->away = true;
			}
		}
}

struct drop { vid v; };

static enum path_verdict is_drop(const struct function *f, struct position p,
				 void *data)
{
	const struct drop *d = data;
	const struct instr *i = instr_at(f, p);

	if (i->op == OP_CALL && i->n_args && drops_reference(f, i)
	    && is_value(f, i->args[0], d->v))
		return PATH_FOUND;
	return PATH_ON;
}

/* Is V released behind instruction STORE of F? */
static bool is_dropped_after(const struct function *f,
			     const struct instr *store, vid v)
{
	struct drop d = { v };
	struct position from;

	for (from.block = 0; from.block < f->n_blocks; from.block++) {
		const struct block *b = &f->blocks[from.block];

		if (store < b->instrs || store >= b->instrs + b->n_instrs)
			continue;
		from.instr = (uint32_t) (store - b->instrs);
		return path_find(f, from, is_drop, NULL, &d, NULL);
	}
	return true;
}

/* Does STORE of F put a reference of its own in the member? */
static enum kept keeps(const struct member *m, const struct function *f,
		       const struct instr *store)
{
	vid v = strip_casts(f, store->a);
	const struct instr *d = value_def(f, v);
	struct moves moves = { 0 };

	if (fn_value(f, v)->kind == VAL_GLOBAL)
		return KEPT_STATIC;
	count_moves(m, f, v, &moves);
	if (moves.away || is_dropped_after(f, store, v))
		return KEPT_NOT;
	if (d && d->op == OP_CALL && makes_reference(m, f, d))
		return moves.stored == moves.taken + 1 ? KEPT_OWNED : KEPT_NOT;
	return moves.taken && moves.taken == moves.stored ? KEPT_OWNED
		: KEPT_NOT;
}

/* ------------------------------------------------- what is read from it */

/* Does F take a reference to what it reads from the member, as V say, or give
 * it another object? */
static bool takes_or_sets(const struct member *m, const struct function *f,
			  vid v)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k], *d;

			if (i->op == OP_STORE && member_is(m, &i->place)
			    && !value_is_zero(f, strip_casts(f, i->a)))
				return true;
			if (i->op != OP_CALL || !i->n_args
			    || !takes_reference(f, i))
				continue;
			d = value_def(f, strip_casts(f, i->args[0]));
			if (strip_casts(f, i->args[0]) == v
			    || (d && d->op == OP_LOAD
				&& member_is(m, &d->place)))
				return true;
		}
	return false;
}

enum going { STAYS, CHANGES, GIVEN_UP, GOES };

static enum going worse(enum going a, enum going b)
{
	return a > b ? a : b;
}

/* Where argument N (from 0) of call I of F goes, which was read from the
 * member.  COUNTED: the reference that is dropped is another one. */
static enum going argument_goes(struct member *m,
				const struct function *f,
				const struct instr *i, uint32_t n,
				bool counted)
{
	if (takes_reference(f, i))
		return STAYS;
	if (drops_reference(f, i))
		return !member_empties(m, f) ? counted ? STAYS : GOES
			: counted ? CHANGES : GIVEN_UP;
	return member_may_take(m, f, i, n + 1) ? GOES : STAYS;
}

/* Where what V of F holds, which was read from the member, goes in I. */
static enum going goes_in(struct member *m, const struct function *f,
			  const struct instr *i, vid v, bool counted)
{
	enum going g = STAYS;
	uint32_t n;

	for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
		if (strip_casts(f, i->args[n]) == v)
			g = worse(g, argument_goes(m, f, i, n, counted));
	if (i->op == OP_RET && i->a && strip_casts(f, i->a) == v && !counted)
		g = worse(g, member_empties(m, f) ? GIVEN_UP : GOES);
	if ((i->op == OP_STORE || i->op == OP_SELECT)
	    && ((i->a && strip_casts(f, i->a) == v)
		|| (i->b && strip_casts(f, i->b) == v)
		|| (i->c && strip_casts(f, i->c) == v)))
		g = GOES;
	return g;
}

/* Does what V of F holds, which was read from the member, go where it may be
 * given up?  GIVEN_UP: F empties the member by that; CHANGES: or fills it. */
static enum going goes_away(struct member *m, const struct function *f,
			    vid v, unsigned depth)
{
	bool counted = takes_or_sets(m, f, v);
	enum going g = STAYS;
	uint32_t b, j, n;

	for (b = 0; b < f->n_blocks && g != GOES; b++) {
		const struct block *blk = &f->blocks[b];

		for (j = 0; j < blk->n_phis; j++)
			for (n = 0; n < blk->n_preds; n++)
				if (strip_casts(f, blk->phis[j].args[n]) == v)
					g = worse(g, depth ? goes_away(m, f,
							blk->phis[j].dst,
							depth - 1) : GOES);
		for (j = 0; j < blk->n_instrs; j++)
			g = worse(g, goes_in(m, f, &blk->instrs[j], v,
					     counted));
	}
	return g;
}

/* Of the stores of references, the first after which the object can die with
 * it, or the first of all; NULL: there is none. */
static const struct member_use *first_left(struct member *m, enum going g,
		const struct member_use *const *owned, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		if (g == GIVEN_UP ? member_stays_held(m, owned[i])
		    : g != CHANGES || member_may_stay(m, owned[i]))
			return owned[i];
	return NULL;
}

/* The first store that puts a reference in the member, where all do, and
 * nobody gives up what it holds, or the object can die before; else NULL. */
static const struct member_use *owned_by(struct member *m)
{
	VEC (const struct member_use *) owned = { 0 };
	const struct member_use *use, *found = NULL;
	enum going g = STAYS;
	uint32_t at = 0;

	while ((use = member_next_use(m->c->members, m->type->instance,
				      m->field, &at)) != NULL) {
		enum kept kept;

		if (use->i->op == OP_LOAD)
			g = worse(g, goes_away(m, use->f, use->i->dst,
					       PHI_DEPTH));
		if (use->i->op == OP_ADDR || g == GOES)
			break;
		if (use->i->op != OP_STORE
		    || value_is_zero(use->f, strip_casts(use->f, use->i->a)))
			continue;
		kept = keeps(m, use->f, use->i);
		if (kept == KEPT_NOT)
			break;
		if (kept == KEPT_OWNED)
			vec_push(&owned, use);
	}
	if (!use)
		found = first_left(m, g, owned.v, owned.n);
	vec_release(&owned);
	return found;
}

/* ------------------------------------------------------------ the types */

static void check_field(struct check_context *c, const struct type_model *t,
			const struct field *fd, const struct function *dealloc,
			struct loc loc)
{
	struct member m = { .c = c, .type = t, .field = fd };
	const struct field_model *fm;
	const struct member_use *store;
	struct finding *fi;

	if (!fd->name || fd->type->kind != TYPE_PTR
	    || !type_is_object_ptr(fd->type))
		return;
	/* gc-protocol's. */
	fm = declared_field(c->declared, t->instance, (uint64_t) fd->offset);
	if (!fm || fm->dealloc || fm->traverse || fm->clear)
		return;
	store = owned_by(&m);
	member_release(&m);
	if (!store)
		return;
	fi = check_finding(c, dealloc, loc, "leak of a reference to ‘%s’ when "
			   "an instance of ‘%s’ is freed", fd->name, t->name);
	check_subject(c, fi, arena_printf(&c->findings->arena, "%s.%s",
					  t->name, fd->name));
	check_event(c, fi, store->i->loc, store->f,
		    "the object gets a reference of its own here");
	check_event(c, fi, loc, dealloc,
		    "it is lost with the object; nothing that frees one "
		    "releases it");
	check_hint(c, fi, "release it in ‘tp_dealloc’: ‘Py_XDECREF (self->%s);’",
		   fd->name);
	check_add(c, fi);
}

/* That there is no dealloc at all is type-slots's. */
static void check_type(struct check_context *c, const struct type_model *t)
{
	const struct slot_use *use = type_slot(t, "tp_dealloc");
	const struct function *f = use ? use->function : NULL;
	struct touches seen = { { 0 } };
	const struct touch *end;
	uint32_t k;

	if (!f || !f->has_body || !f->n_params)
		return;
	touches_of_param(c->declared, f, 0, &seen);
	end = touch_find(&seen, TOUCH_FREE, -1);
	for (k = 0; end && !seen.escapes_whole && !seen.calls_base
	     && k < t->instance->n_fields; k++) {
		const struct field *fd = &t->instance->fields[k];

		if (!touch_find(&seen, TOUCH_RELEASE, (int64_t) fd->offset)
		    && !touch_find(&seen, TOUCH_MAYBE, (int64_t) fd->offset))
			check_field(c, t, fd, f, end->function == f
				    && loc_known(end->loc) ? end->loc
				    : f->end_loc);
	}
	touches_release(&seen);
}

void field_object_finish(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];

		if (t->instance && !t->is_generated)
			check_type(c, t);
	}
}
