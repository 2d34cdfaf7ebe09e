/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Losses: what no live pointer reaches any more waits in limbo until it is
 * known at which statement a user would say that it is lost; at the end the
 * losses of a function are told, those of one thing together.
 */
#include "engine/loss.h"

#include <stdlib.h>
#include <string.h>

/* --------------------------------------------------------------- losses */


/* A helper with no more statements tells which numbers lead where; a generator
 * writes more for the same, as the line that it is at. */
#define SMALL_HELPER 60
#define SMALL_GENERATED 120

bool run_is_small_helper(const struct fn_run *r)
{
	return r->keep_params && r->fn->n_statements
		< (r->is_generated ? SMALL_GENERATED : SMALL_HELPER);
}

/* How many arguments a vectorcall method has: what was tested of it says
 * which of them there are. */
static bool is_argument_count(const struct fn_run *r, const struct value *v)
{
	return r->role && r->role->slot && v->u.param == 2
		&& strstr(r->role->slot->name, "FASTCALL");
}

bool loss_is_live(vid v, void *data)
{
	struct losing *l = data;

	const struct value *val = &l->r->fn->values[v];

	/* A small helper's numbers are asked for at its exit. */
	if (val->kind == VAL_PARAM && val->type
	    && val->type->kind == TYPE_INT
	    && (run_is_small_helper(l->r) || is_argument_count(l->r, val)
		|| run_is_stated(l->r, val)))
		return true;
	return liveness_at(l->r->liveness, l->block, l->instr, v);
}

static bool is_computed(const struct expr *e, void *data)
{
	struct losing *l = data;

	return run_asks_bits(l->r, e)
		|| liveness_computes(l->r->liveness, l->block, e);
}

static bool is_compared(const void *g, void *data)
{
	struct losing *l = data;

	return liveness_compares(l->r->liveness, l->block, g);
}

static bool is_told_apart(int64_t k, void *data)
{
	struct losing *l = data;

	return liveness_tells(l->r->liveness, l->block, k);
}

static bool is_looked_at(const struct addr *a, void *data)
{
	struct losing *l = data;

	return liveness_looks(l->r->liveness, l->block, a);
}

/* Does a library call the function, which takes the GIL for itself?  It knows
 * of no references that it could be given. */
static bool is_callback(const struct fn_run *r)
{
	return r->takes_gil && r->fn->address_taken;
}

/* Things whose loss is nobody's fault here. */
static bool loss_counts(const struct losing *l, const struct thing *t)
{
	if (t->immortal || t->birth == BIRTH_STATIC)
		return false;
	/* A helper may take a reference for its caller. */
	if ((t->birth == BIRTH_PARAM || t->birth == BIRTH_UNKNOWN
	     || (t->birth == BIRTH_FIELD && !t->family
		 && !is_callback(l->r))) && !l->r->role)
		return false;
	return t->refs > 0;
}

/* Do both, of what was born at one place, tell of one loss?  Those whose last
 * pointer ended at one place do, wherever the paths went from there. */
static bool same_loss(const struct pending_loss *a,
		      const struct pending_loss *b)
{
	return (a->died && a->died == b->died)
		|| !loc_compare(a->loc, b->loc);
}

/* P tells it better than O. */
static void retell(struct pending_loss *o, const struct pending_loss *p)
{
	uint32_t next = o->next;

	*o = *p;
	o->next = next;
}

/* Adds P behind the loss numbered LAST, from 1, of what was born there; 0: it
 * is the first. */
static void add_loss(struct fn_run *r, const struct pending_loss *p,
		     uint32_t last)
{
	vec_push(&r->losses, *p);
	if (last)
		r->losses.v[last - 1].next = r->losses.n;
	else
		map_set(&r->first_losses, map_key_ptr(p->born),
			(void *) (uintptr_t) r->losses.n);
}

/* The process ends when main returns (C11 5.1.2.2.3), and what it had is the
 * system's again. */
static bool ends_process(const struct fn_run *r)
{
	static const char *const mains[] = { "main", "wmain" };
	size_t i;

	for (i = 0; !r->fn->is_static && i < ARRAY_SIZE(mains); i++)
		if (!strcmp(r->fn->name, mains[i]))
			return true;
	return false;
}

static void record_loss(struct fn_run *r, const struct state *s,
			const struct limbo *lost, struct loc loc,
			bool is_return)
{
	const struct thing *th = &lost->thing;
	struct pending_loss p = { .born = th->born, .thing = *th,
		.trace = s->trace, .loc = loc, .died = lost->died,
		.death = lost->trace ? lost->trace : s->trace,
		.memory_only = s->memory_only, .misuse = s->misuse,
		.is_return = is_return, .replaced = lost->replaced,
		.origin = s->origin > th->origin ? s->origin : th->origin };
	uint32_t i, last = 0;

	/* The way is one on which the caller had an exception set, while this
	 * function makes things without a look at that. */
	if (s->exc.assumed == 2)
		return;
	if (is_return && th->family && ends_process(r))
		return;
	for (i = (uint32_t) (uintptr_t) map_get(&r->first_losses,
						map_key_ptr(p.born));
	     i; i = r->losses.v[i - 1].next) {
		struct pending_loss *o = &r->losses.v[i - 1];

		last = i;
		if (!same_loss(o, &p))
			continue;
		/* What took its place tells it best. */
		if (o->memory_only == p.memory_only
		    && o->replaced != p.replaced) {
			if (p.replaced)
				retell(o, &p);
			return;
		}
		/* The easier path tells it, and of these the first place. */
		if (o->memory_only == p.memory_only
		    && loc_compare(o->loc, p.loc)) {
			if (loc_compare(p.loc, o->loc) < 0)
				retell(o, &p);
			return;
		}
		if ((o->memory_only && !p.memory_only)
		    || (o->memory_only == p.memory_only
			&& p.trace && o->trace
			&& p.trace->length < o->trace->length))
			retell(o, &p);
		return;
	}
	add_loss(r, &p, last);
}

/* The instruction that the loss follows; NULL on the way into a block. */
static const struct instr *last_instr(const struct losing *l)
{
	const struct block *b = &l->r->fn->blocks[l->block];

	return l->edge == UINT32_MAX && l->instr && l->instr <= b->n_instrs
		? &b->instrs[l->instr - 1] : NULL;
}

struct use_query { vid v; bool used; };

static void note_use(vid v, void *data)
{
	struct use_query *q = data;

	q->used |= v == q->v;
}

/* The last instruction of the block in which the path returns that uses what
 * BORN made; NULL when the block has none. */
static const struct instr *last_use(const struct losing *l,
				    const struct instr *born)
{
	const struct block *b = &l->r->fn->blocks[l->block];
	struct use_query q = { born ? born->dst : 0, false };
	uint32_t i;

	for (i = b->n_instrs; q.v && i > 0; i--) {
		instr_uses(&b->instrs[i - 1], note_use, &q);
		if (q.used)
			return &b->instrs[i - 1];
	}
	return NULL;
}

/* What no variable held is lost with the statement that used it. */
static struct loc temporary_loc(const struct losing *l, const struct thing *t)
{
	const struct instr *last = l->is_return ? last_use(l, t->born)
		: last_instr(l);

	if (l->is_return && (!last || !loc_known(last->loc)))
		return l->loc;
	if (last && loc_known(last->loc))
		return last->loc;
	return t->born && loc_known(t->born->loc) ? t->born->loc
		: run_loss_loc(l->r, l->block, l->instr, l->edge, t);
}

/* Which values named thing T until now. */
static void note_held(const struct losing *l, const struct state *s, tid t,
		      struct limbo *lost)
{
	uint32_t i, n = 0;

	for (i = 0; i < l->n_named && n < LIMBO_HELD; i++)
		if (sym_get(s, s->env.v[i].s)->thing == t)
			lost->held[n++] = s->env.v[i].v;
}

/* The user's variable that held it last; NULL: none did. */
static const char *held_by(struct fn_run *r, const struct limbo *lost)
{
	const char *name = NULL;
	unsigned k;

	for (k = 0; k < LIMBO_HELD && !name; k++)
		if (lost->held[k])
			name = run_value_name(r, lost->held[k]);
	return name;
}

/* Did a variable other than V's hold it as well? */
static bool has_other_variable(struct fn_run *r, const struct limbo *lost,
			       vid v)
{
	unsigned k;

	for (k = 0; k < LIMBO_HELD; k++)
		if (lost->held[k] && run_value_name(r, lost->held[k])
		    && r->value_vars[lost->held[k]] != r->value_vars[v])
			return true;
	return false;
}

/* PHI DST, a variable, gets another value at LOC: what was lost when it held
 * it is told there. */
void loss_replaced(struct fn_run *r, struct state *s, vid dst, struct loc loc)
{
	uint32_t i, k, out = 0;

	for (i = 0; i < s->limbo.n; i++) {
		struct limbo l = s->limbo.v[i];

		for (k = 0; k < LIMBO_HELD && l.held[k] != dst; k++)
			;
		if (k == LIMBO_HELD) {
			s->limbo.v[out++] = l;
			continue;
		}
		l.thing.name = run_value_name(r, dst);
		l.replaced = true;
		record_loss(r, s, &l, loc, false);
	}
	s->limbo.n = out;
}

void loss_note_lost(struct state *s, tid t, void *data)
{
	struct losing *l = data;
	struct limbo lost = { s->things.v[t],
		(uint64_t) (l->edge == UINT32_MAX ? l->block : l->edge) << 33
		| (uint64_t) (l->edge == UINT32_MAX ? l->instr + 1 : 0) };
	const struct instr *last = last_instr(l);

	/* Before abort nobody tidies up. */
	if (l->r->quiet || !l->r->can_return[l->block]
	    || !loss_counts(l, &lost.thing))
		return;
	lost.trace = s->trace;
	note_held(l, s, t, &lost);
	if (l->is_return)
		lost.died = 0;
	if (!run_thing_has_variable(l->r, &lost.thing))
		lost.thing.name = held_by(l->r, &lost);
	if (lost.thing.replaced_by && !held_by(l->r, &lost))
		record_loss(l->r, s, &lost, lost.thing.replaced_by->loc,
			    false);
	else if (!run_thing_has_variable(l->r, &lost.thing))
		record_loss(l->r, s, &lost, temporary_loc(l, &lost.thing),
			    l->is_return);
	else if (l->is_return)
		record_loss(l->r, s, &lost, l->loc, true);
	else if (last && run_redefines(l->r, last, &lost.thing)
		 && !has_other_variable(l->r, &lost, last->dst))
		record_loss(l->r, s, &lost, last->loc, false);
	else
		vec_push(&s->limbo, lost);
}

/* The path goes no further: what was lost on it is told where it would
 * have been. */
void loss_flush_limbo(struct fn_run *r, struct state *s, uint32_t block,
			uint32_t instr, uint32_t edge)
{
	uint32_t i;

	for (i = 0; i < s->limbo.n && r->can_return[block]; i++) {
		struct limbo l = s->limbo.v[i];
		vid dst = 0;
		struct loc loc = run_replaced_loc(r, block, edge, l.held,
						  &dst);

		l.replaced = loc_known(loc) && run_value_name(r, dst);
		if (l.replaced)
			l.thing.name = run_value_name(r, dst);
		else
			loc = run_loss_loc(r, block, instr, edge, &l.thing);
		/* In main it would wait for the return. */
		if (l.replaced || !ends_process(r))
			record_loss(r, s, &l, loc, false);
	}
	s->limbo.n = 0;
}

void loss_flush_limbo_at(struct fn_run *r, struct state *s, struct loc loc)
{
	uint32_t i;

	for (i = 0; i < s->limbo.n; i++)
		record_loss(r, s, &s->limbo.v[i], loc, true);
	s->limbo.n = 0;
}

/* Where the path left the scope that ends here. */
static struct loc scope_end(const struct fn_run *r, const struct state *s)
{
	const struct trace *t = s->trace;
	uint32_t i = r->instr_id;

	while (i-- > 0)
		if (loc_known(r->block->instrs[i].loc))
			return r->block->instrs[i].loc;
	while (t && t->kind != TRACE_BRANCH)
		t = t->prev;
	return t ? t->instr->loc : (struct loc) { 0 };
}

void loss_note_scope(struct fn_run *r, struct state *s, const struct addr *a)
{
	uint32_t i;

	if (r->quiet || a->kind != REGION_LOCAL || !r->can_return[r->block_id]
	    || block_last(r->block)->op == OP_RET)
		return;
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		struct thing *t = thing_of(s, c->value);
		struct loc loc = scope_end(r, s);

		if (c->at.kind != REGION_LOCAL || c->at.id != a->id
		    || !c->is_resource || !t || t->birth != BIRTH_NEW
		    || t->refs <= 0 || t->stored || t->escaped
		    || !loc_known(loc))
			continue;
		record_loss(r, s, &(struct limbo) { .thing = *t }, loc, false);
		t->refs = 0;
	}
}

/* Does a member of an object that was there before say so, `self->locked = 1'?
 * Another function releases the lock then. */
static bool is_noted_in_member(const struct state *s)
{
	uint32_t i;
	int64_t k;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		const struct thing *t = c->at.kind == REGION_SYM
			? thing_get(s, c->at.id) : NULL;

		if (t && t->birth == BIRTH_PARAM && !c->initial && !c->index
		    && sym_constant(s, c->value, &k) && k == 1)
			return true;
	}
	return false;
}

void loss_note_held(struct fn_run *r, struct state *s, struct loc loc)
{
	uint32_t i;

	if (r->quiet)
		return;
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		const struct thing *t = thing_get(s, c->value);

		if (c->is_resource && t
		    && family_is_state((enum family) t->family)
		    && t->birth == BIRTH_NEW && t->refs > 0 && t->stored
		    && !t->escaped && !(c->at.kind == REGION_SYM
					&& is_noted_in_member(s)))
			record_loss(r, s, &(struct limbo) { .thing = *t },
				    loc, true);
	}
}

/* Instruction I gives a lost thing's variable another value. */
void loss_flush_overwritten(struct fn_run *r, struct state *s,
			      const struct instr *i)
{
	uint32_t k, out = 0;

	for (k = 0; k < s->limbo.n; k++) {
		if (run_redefines(r, i, &s->limbo.v[k].thing))
			record_loss(r, s, &s->limbo.v[k], i->loc, false);
		else
			s->limbo.v[out++] = s->limbo.v[k];
	}
	s->limbo.n = out;
}

static void normalize(struct fn_run *r, struct state *s, uint32_t block,
		      uint32_t instr, uint32_t edge, bool only_lost)
{
	struct losing l = { r, block, instr, edge, { 0 }, false };
	struct live_query q = { .live = loss_is_live, .lost = loss_note_lost,
		.computed = is_computed, .compared = is_compared,
		.looked_at = is_looked_at, .told_apart = is_told_apart,
		.data = &l,
		.keep_params = r->keep_params,
		.keep_read = run_is_small_helper(r),
		.n_named = &l.n_named, .only_lost = only_lost };

	state_normalize(&r->engine->pool, s, &q);
}

void loss_normalize(struct fn_run *r, struct state *s, uint32_t block,
		    uint32_t instr, uint32_t edge)
{
	normalize(r, s, block, instr, edge, false);
}

void loss_end(struct fn_run *r, struct state *s, uint32_t block,
	      uint32_t instr, uint32_t edge)
{
	normalize(r, s, block, instr, edge, true);
	loss_flush_limbo(r, s, block, instr, edge);
	state_free(&r->engine->pool, s);
}


static bool loss_handled(const struct fn_run *r, const struct pending_loss *p)
{
	return p->born && map_has(&r->handled, map_key_ptr(p->born));
}

static bool is_given_back(const struct fn_run *r, const struct thing *t)
{
	return map_has(&r->given_back,
		       map_key_ptr(t->family ? t->born : t->lent_to));
}

static int loss_order(const void *a, const void *b)
{
	const struct pending_loss *x = a, *y = b;
	int c = (x->born > y->born) - (x->born < y->born);

	if (c)
		return c;
	if (x->memory_only != y->memory_only)
		return x->memory_only ? 1 : -1;
	return loc_compare(x->loc, y->loc);
}

/* As many places that lose one thing are one finding. */
#define MANY_PLACES 3

/* What is never released at all is one defect, wherever it is lost; what is
 * released on some ways is one for each place that forgot, unless these are
 * many. */
void loss_tell_losses(struct fn_run *r)
{
	uint32_t i, j;

	if (r->losses.n > 1)
		qsort(r->losses.v, r->losses.n, sizeof(r->losses.v[0]),
		      loss_order);
	for (i = 0; i < r->losses.n; i = j) {
		const struct pending_loss *p = &r->losses.v[i];
		struct step st = { .kind = STEP_LOST, .instr = p->born,
			.loc = p->loc, .thing = &p->thing, .trace = p->trace,
			.death = p->death,
			.memory_only = p->memory_only, .origin = p->origin,
			.misuse = p->misuse, .is_return = p->is_return };
		struct loc *places;

		j = i + 1;
		/* An unknown function may have taken it over. */
		if (p->thing.lent_to && !is_given_back(r, &p->thing))
			continue;
		/* A function that only takes a lock does so for others. */
		if (p->thing.stored
		    && family_is_state((enum family) p->thing.family)
		    && !loss_handled(r, p))
			continue;
		while (j < r->losses.n && r->losses.v[j].born == p->born)
			j++;
		if (loss_handled(r, p) && j - i <= MANY_PLACES)
			j = i + 1;
		places = ARENA_ARRAY(&r->arena, struct loc, j - i);
		for (st.n_places = 0; i + 1 + st.n_places < j; st.n_places++)
			places[st.n_places] =
				r->losses.v[i + 1 + st.n_places].loc;
		st.places = places;
		run_step(r, &st);
	}
}
