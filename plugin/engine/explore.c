/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exploration of one function: blocks in reverse post-order, a bounded
 * set of states at each, states that agree on everything live being one.
 *
 * At each split inside a block and at each edge a state is brought to normal
 * form and known by its hash: a state seen before is not followed again.
 * That two different states share a hash loses a path and invents none.
 *
 * Which exception is set is part of what a state is as long as it may be asked
 * for.  From there on states that differ in no more are one that may have any
 * of the exceptions: who called is told of all.
 */
#include "engine/branch.h"
#include "engine/call.h"
#include "engine/dues.h"
#include "engine/throw.h"
#include "engine/evidence.h"
#include "engine/failure.h"
#include "engine/generated.h"
#include "engine/gil.h"
#include "engine/loss.h"
#include "engine/widen.h"

#include <stdlib.h>
#include <string.h>

struct block_states {
	VEC (uint64_t) seen;
	struct state_list pending;
	uint32_t limit;		/* of states */
};

void state_list_add(struct state_list *l, struct state *s)
{
	if (!l->first)
		l->last = &l->first;
	s->next = NULL;
	*l->last = s;
	l->last = &s->next;
	l->n++;
}

struct state *state_list_take(struct state_list *l)
{
	struct state *s = l->first;

	if (s) {
		l->first = s->next;
		l->n--;
		s->next = NULL;
	}
	return s;
}

/* ---------------------------------------------------------------- edges */

/* Where EDGE stands among B's predecessors, which are in edge order. */
static uint32_t pred_position(const struct block *b, uint32_t edge)
{
	uint32_t lo = 0, hi = b->n_preds;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (b->preds[mid] < edge)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* All PHIs read before any is written. */
static void take_phis(struct fn_run *r, struct state *s, const struct edge *e,
		      uint32_t edge)
{
	const struct block *to = &r->fn->blocks[e->to];
	uint32_t i, pos = pred_position(to, edge);
	sid *x = ARENA_ARRAY(&r->arena, sid, to->n_phis + 1);

	for (i = 0; i < to->n_phis; i++) {
		const struct phi *p = &to->phis[i];

		x[i] = run_eval(r, s, p->args[pos]);
		if (e->is_back)
			x[i] = widen_phi(r, s, to, p, pos, x[i]);
	}
	for (i = 0; e->is_back && i < to->n_phis; i++)
		widen_walk(r, s, &to->phis[i], pos);
	for (i = 0; i < to->n_phis; i++) {
		const struct phi *p = &to->phis[i];

		if (p->locs && loc_known(p->locs[pos])
		    && p->args[pos] != p->dst && run_value_name(r, p->dst))
			loss_replaced(r, s, p->dst, p->locs[pos]);
		env_set(s, p->dst, x[i]);
	}
}

static bool seen_before(struct block_states *b, uint64_t h)
{
	uint32_t i;

	for (i = 0; i < b->seen.n; i++)
		if (b->seen.v[i] == h)
			return true;
	return false;
}

static uint64_t kinds_of(const struct exc *x)
{
	return x->state == EXC_SET ? x->kinds : 0;
}

/* By what S, in normal form, is known at BLOCK. */
static uint64_t identity(const struct fn_run *r, const struct state *s,
			 uint32_t block)
{
	uint64_t kinds = kinds_of(&s->exc) << 32 | kinds_of(&s->saved);
	uint64_t h = state_hash(s);

	if (kinds && liveness_asks_kinds(r->liveness, block))
		h ^= kinds * 0x9e3779b97f4a7c15u;
	return h;
}

/* What S is known by was seen; if it still waits in L, it may have the
 * exceptions of both. */
static void unite_kinds(struct state_list *l, const struct state *s)
{
	struct state *t;

	if (s->exc.state != EXC_SET)
		return;
	for (t = l->n ? l->first : NULL; t; t = t->next)
		if (t->known_by == s->known_by) {
			t->exc.kinds = t->exc.kinds && s->exc.kinds
				? t->exc.kinds | s->exc.kinds : 0;
			return;
		}
}

/* As long as a function has taken few steps it can afford more states than
 * one that is large: a generated one fewer, of which a unit has hundreds that
 * are alike. */
enum { FEW_STEPS = 10000, FEW_GENERATED = 5000, MORE_STATES = 4 };

static uint32_t state_limit(const struct fn_run *r, uint32_t block)
{
	uint64_t few = r->is_generated ? FEW_GENERATED : FEW_STEPS;

	return r->blocks[block].limit * (r->steps < few ? MORE_STATES : 1);
}

/* Are there as many states at BLOCK as there may be?  What only short memory
 * brings yields to the rest. */
static bool is_full(const struct fn_run *r, uint32_t block,
		    const struct state *s)
{
	uint32_t limit = state_limit(r, block), n = r->blocks[block].seen.n;

	/* Each `return' is a way of its own into the last blocks. */
	if (loc_known(s->ret_loc))
		limit *= 8;
	return n >= limit || (s->memory_only && n * 4 >= limit * 3);
}

void run_arrive(struct fn_run *r, struct state *s, uint32_t edge)
{
	const struct edge *e = &r->fn->edges[edge];
	struct block_states *b = &r->blocks[e->to];
	bool full, seen;
	struct loc loc;

	if (r->fn->blocks[e->to].n_phis)
		take_phis(r, s, e, edge);
	loc = run_return_at(r, edge);
	if (loc_known(loc))
		s->ret_loc = loc;
	full = is_full(r, e->to, s);
	/* It is dropped, whether it was seen before or not. */
	if (full && r->cut_states) {
		loss_end(r, s, e->to, 0, edge);
		return;
	}
	loss_normalize(r, s, e->to, 0, edge);
	s->known_by = identity(r, s, e->to);
	seen = seen_before(b, s->known_by);
	if (seen || full) {
		r->cut_states |= !seen;
		if (seen)
			unite_kinds(&b->pending, s);
		loss_flush_limbo(r, s, e->to, 0, edge);
		state_free(&r->engine->pool, s);
		return;
	}
	vec_push(&b->seen, s->known_by);
	state_list_add(&b->pending, s);
}

/* ---------------------------------------------------------- terminators */

/* The location of `return': the statement's own, or that of the value that
 * reaches it. */
static struct loc return_loc(const struct fn_run *r, const struct state *s,
			     const struct instr *i)
{
	if (loc_known(s->ret_loc))
		return s->ret_loc;
	return loc_known(i->loc) ? i->loc : r->fn->end_loc;
}

/* A small helper that returns an open truth value returns two: what each
 * says of the memory that was compared is then known. */
static void do_return(struct fn_run *r, struct state *s, const struct instr *i);

static bool split_truth(struct fn_run *r, struct state *s,
			const struct instr *i)
{
	sid x = i->a ? run_eval(r, s, i->a) : 0;
	struct state *n;

	if (!x || !run_is_small_helper(r) || sym_get(s, x)->lo != 0
	    || sym_get(s, x)->hi != 1
	    || sym_get(s, x)->expr.op != EXPR_CMP)
		return false;
	n = state_copy(&r->engine->pool, s);
	if (state_assume_const(n, x, CMP_EQ, 1, false))
		do_return(r, n, i);
	else
		state_free(&r->engine->pool, n);
	if (state_assume_const(s, x, CMP_EQ, 0, false))
		do_return(r, s, i);
	else
		state_free(&r->engine->pool, s);
	return true;
}

static void do_return(struct fn_run *r, struct state *s, const struct instr *i)
{
	struct losing l = { r, r->block_id, 0, UINT32_MAX, { 0 }, true };
	struct live_query q = { .live = loss_is_live, .lost = loss_note_lost,
		.data = &l, .everything = true, .only_lost = true };
	struct step st = { .kind = STEP_RETURN, .instr = i, .before = s,
		.operand = i->a };
	struct thing *t;

	if (split_truth(r, s, i))
		return;
	l.loc = st.loc = return_loc(r, s, i);
	loss_flush_limbo_at(r, s, l.loc);
	st.value = i->a ? run_eval(r, s, i->a) : 0;
	if (s->exc.state == EXC_SET || (st.value && i->a
	    && (sym_get(s, st.value)->hi < 0
		|| (sym_is_null(s, st.value) && r->role))))
		loss_note_held(r, s, l.loc);
	run_step(r, &st);
	if (r->dues)
		dues_return(r, s, i, st.value, st.loc);
	summary_exit(r, s, i, st.value, st.loc);
	t = thing_of(s, st.value);
	/* What was found to be the object that is ours. */
	if (t && t->refs <= 0 && state_twin(s, st.value))
		t = thing_of(s, state_twin(s, st.value));
	if (t && t->refs > 0) {
		if (t->born)
			map_set(&r->handled, map_key_ptr(t->born),
				(void *) t->born);
		t->refs--;
	}
	/* The returned object keeps what was put into it. */
	st.kind = STEP_END;
	run_step(r, &st);
	state_normalize(&r->engine->pool, s, &q);
	state_free(&r->engine->pool, s);
}

/* S, in which an exception was thrown, goes on at the landing pads. */
static void to_pads(struct fn_run *r, const struct state *s)
{
	uint32_t j;

	for (j = 0; j < r->block->n_succs; j++)
		if (throw_takes(r, s, r->block->succs[j]))
			run_arrive(r, throw_taken(r, s, r->block->succs[j]),
			       r->block->succs[j]);
}

static void call_throws(struct fn_run *r, const struct state *s,
			const struct instr *i)
{
	struct state_list l = { 0 };
	struct state *n;

	throw_states(r, s, i, &l);
	while ((n = state_list_take(&l)) != NULL) {
		to_pads(r, n);
		state_free(&r->engine->pool, n);
	}
}

static void terminate(struct fn_run *r, struct state *s, const struct instr *i)
{
	uint32_t j;
	int way;

	switch (i->op) {
	case OP_BR:
		way = branch_only_way(r, s, i);
		if (way < 0)
			branch_to(r, state_copy(&r->engine->pool, s), i, true);
		branch_to(r, s, i, way > 0);
		return;
	case OP_SWITCH:
		for (j = 0; j < r->block->n_succs; j++)
			branch_switch(r, s, i, r->block->succs[j]);
		break;
	case OP_JUMP:
		for (j = 0; j < r->block->n_succs; j++)
			if (r->fn->edges[r->block->succs[j]].kind != EDGE_EH) {
				run_arrive(r, s, r->block->succs[j]);
				return;
			}
		break;
	case OP_RET:
		do_return(r, s, i);
		return;
	default:
		to_pads(r, s);
		break;
	}
	state_free(&r->engine->pool, s);
}

/* --------------------------------------------------------------- blocks */

/* Brings what a split made to normal form, one of each, few enough. */
static void settle_list(struct fn_run *r, struct state_list *l)
{
	struct state_list out = { 0 };
	VEC (uint64_t) seen = { 0 };
	struct state *s;
	uint32_t limit = state_limit(r, r->block_id) * 2;

	while ((s = state_list_take(l)) != NULL) {
		uint32_t k;

		/* It is dropped, whether there is another like it or not. */
		if (seen.n >= limit && r->cut_states) {
			loss_end(r, s, r->block_id, r->instr_id + 1,
				 UINT32_MAX);
			continue;
		}
		loss_normalize(r, s, r->block_id, r->instr_id + 1, UINT32_MAX);
		s->known_by = identity(r, s, r->block_id);
		for (k = 0; k < seen.n && seen.v[k] != s->known_by; k++)
			;
		if (k < seen.n || seen.n >= limit) {
			if (k >= seen.n)
				r->cut_states = true;
			else
				unite_kinds(&out, s);
			loss_flush_limbo(r, s, r->block_id, r->instr_id + 1,
				    UINT32_MAX);
			state_free(&r->engine->pool, s);
			continue;
		}
		vec_push(&seen, s->known_by);
		state_list_add(&out, s);
	}
	vec_release(&seen);
	*l = out;
}

/* Has the unit had its time? */
static bool is_late(struct fn_run *r)
{
	if (r->engine->late && *r->engine->late)
		r->cut_time = true;
	return r->cut_time;
}

static void drop_all(struct fn_run *r, struct state_list *l)
{
	struct state *s;

	while ((s = state_list_take(l)) != NULL)
		state_free(&r->engine->pool, s);
}

static void run_block(struct fn_run *r, uint32_t id)
{
	const struct block *b = &r->fn->blocks[id];
	struct state_list list = r->blocks[id].pending;
	struct state *s;
	uint32_t i;

	r->blocks[id].pending = (struct state_list) { 0 };
	r->block = b;
	r->block_id = id;
	for (i = 0; i + 1 < b->n_instrs && list.n; i++) {
		struct state_list out = { 0 };
		uint32_t before = list.n;
		bool throws = i + 2 == b->n_instrs && b->n_succs
			&& throw_is_caught(r, &b->instrs[i]);

		r->instr_id = i;
		while ((s = state_list_take(&list)) != NULL) {
			r->steps++;
			if (throws)
				call_throws(r, s, &b->instrs[i]);
			if (s->limbo.n)
				loss_flush_overwritten(r, s, &b->instrs[i]);
			if (r->dues)
				dues_step(r, s, &b->instrs[i]);
			transfer(r, s, &b->instrs[i], &out);
		}
		list = out;
		if (list.n > before)
			settle_list(r, &list);
		/* A block can be a program of its own. */
		if (is_late(r))
			drop_all(r, &list);
	}
	r->instr_id = i;
	while ((s = state_list_take(&list)) != NULL) {
		r->steps++;
		terminate(r, s, &b->instrs[i]);
	}
}

/* Has the function had its steps, or the unit its time? */
static bool is_over(struct fn_run *r)
{
	if (r->steps > (uint32_t) r->engine->options->max_steps)
		r->cut_steps = true;
	return is_late(r) || r->cut_steps;
}

static void explore(struct fn_run *r)
{
	uint32_t i;
	bool again = true;

	while (again) {
		again = false;
		for (i = 0; i < r->fn->n_rpo; i++) {
			uint32_t b = r->fn->rpo[i];

			if (!r->blocks[b].pending.n)
				continue;
			if (is_over(r))
				return;
			run_block(r, b);
			again = true;
			/* A loop is finished before what follows it. */
			while (i > 0 && r->fn->blocks[b].n_succs) {
				uint32_t j, back = UINT32_MAX;

				for (j = 0; j < r->fn->blocks[b].n_succs; j++) {
					const struct edge *e = &r->fn->edges[
						r->fn->blocks[b].succs[j]];

					if (e->is_back
					    && r->blocks[e->to].pending.n)
						back = e->to;
				}
				if (back == UINT32_MAX)
					break;
				i = r->fn->blocks[back].rpo;
				i = i ? i - 1 : 0;
				break;
			}
		}
	}
}

static void drop_pending(struct fn_run *r)
{
	struct state *s;
	uint32_t i;

	for (i = 0; i < r->fn->n_blocks; i++) {
		while ((s = state_list_take(&r->blocks[i].pending)) != NULL)
			state_free(&r->engine->pool, s);
		vec_release(&r->blocks[i].seen);
	}
}

/* ---------------------------------------------------------------- entry */

static void enter(struct fn_run *r)
{
	struct state_list l = { 0 };
	struct state *s;

	entry_states(r, &l);
	while ((s = state_list_take(&l)) != NULL) {
		s->known_by = identity(r, s, 0);
		vec_push(&r->blocks[0].seen, s->known_by);
		state_list_add(&r->blocks[0].pending, s);
	}
}

/* Marks the blocks from which a return can be reached. */
static void mark_returning(struct fn_run *r)
{
	const struct function *f = r->fn;
	bool changed = true;
	uint32_t i, j;

	r->can_return = ARENA_ARRAY(&r->arena, bool, f->n_blocks);
	while (changed) {
		changed = false;
		for (i = f->n_rpo; i-- > 0;) {
			const struct block *b = &f->blocks[f->rpo[i]];
			bool can = block_last(b)->op == OP_RET;

			for (j = 0; !can && j < b->n_succs; j++)
				can = r->can_return[f->edges[b->succs[j]].to];
			if (can && !r->can_return[f->rpo[i]])
				r->can_return[f->rpo[i]] = changed = true;
		}
	}
}

/* Blocks from which so few can be followed are a tail: a function's way out. */
#define TAIL 256

/* How many blocks can be followed from each, more than TAIL where a loop is
 * among them; shared ones count for each way. */
static uint32_t *count_followers(struct fn_run *r)
{
	const struct function *f = r->fn;
	uint32_t *n = ARENA_ARRAY(&r->arena, uint32_t, f->n_blocks);
	uint32_t i, j;

	for (i = f->n_rpo; i-- > 0;) {
		const struct block *b = &f->blocks[f->rpo[i]];
		uint32_t *count = &n[f->rpo[i]];

		*count = 1;
		for (j = 0; j < b->n_succs && *count <= TAIL; j++) {
			const struct edge *e = &f->edges[b->succs[j]];

			*count += e->is_back ? TAIL : n[e->to];
		}
	}
	return n;
}

/* Where all errors of a function end, each comes with a state of its own: the
 * label, and the way out behind it, takes as many as lead there. */
static void set_limits(struct fn_run *r)
{
	const struct function *f = r->fn;
	uint32_t *followers = count_followers(r);
	uint32_t i, j;

	for (i = 0; i < f->n_rpo; i++) {
		const struct block *b = &f->blocks[f->rpo[i]];
		uint32_t *limit = &r->blocks[f->rpo[i]].limit;

		*limit = (uint32_t) r->engine->options->max_states;
		if (followers[f->rpo[i]] > TAIL)
			continue;
		if (*limit < 2 * b->n_preds)
			*limit = 2 * b->n_preds;
		for (j = 0; j < b->n_preds; j++) {
			const struct edge *e = &f->edges[b->preds[j]];

			if (followers[e->from] <= TAIL
			    && *limit < r->blocks[e->from].limit)
				*limit = r->blocks[e->from].limit;
		}
	}
}

static bool calls_occurred(const struct function *f)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *t;

			if (in->op == OP_CALL && (t = call_target(f, in))
			    && !strcmp(t->name, "PyErr_Occurred"))
				return true;
		}
	return false;
}

static void run_once(struct engine *e, struct function *fn, bool quiet,
		     bool from_bottom)
{
	struct fn_run r = { .engine = e, .fn = fn,
		.from_bottom = from_bottom };

	r.role = declared_role(e->declared, fn);
	if (r.role && r.role->slot)
		r.convention = r.role->slot->convention;
	else
		r.role = NULL;
	/* PyArg_Parse calls a converter for its caller. */
	r.keep_params = !r.role || knowledge_caller(e->knowledge, fn, 0)
		|| r.convention == CONV_CONVERTER;
	r.quiet = quiet || fn->in_system_header
		|| generated_runtime(fn->name);
	r.asks_occurred = calls_occurred(fn);
	r.is_generated = generated_wrapper(fn->name);
	r.takes_gil = !r.role && gil_takes_itself(e->knowledge, fn);
	r.handed = gil_is_handed_without(e->knowledge, fn, &r.handed_by);
	r.balances_save = gil_balances_save(e->knowledge, fn);
	r.balances_ensure = gil_balances_ensure(e->knowledge, fn);
	run_find_stated(&r);
	r.liveness = liveness_new(&r);
	r.blocks = ARENA_ARRAY(&r.arena, struct block_states, fn->n_blocks);
	r.value_names = ARENA_ARRAY(&r.arena, const char *, fn->n_values);
	mark_returning(&r);
	r.dues = dues_find(&r);
	set_limits(&r);
	enter(&r);
	explore(&r);
	drop_pending(&r);
	loss_tell_losses(&r);
	dues_tell(&r);
	summary_finish(&r);
	e->steps += r.steps;
	e->cut_states += r.cut_states;
	e->cut_steps += r.cut_steps;
	fn->cut = r.cut_time ? "max-seconds" : r.cut_steps ? "max-steps"
		: r.cut_states ? "max-states" : NULL;
	vec_release(&r.losses);
	map_release(&r.first_losses);
	dues_release(&r);
	map_release(&r.handled);
	map_release(&r.told_apart);
	map_release(&r.given_back);
	map_release(&r.ignored);
	map_release(&r.plain);
	map_release(&r.checked);
	map_release(&r.fragile);
	map_release(&r.taken_out);
	map_release(&r.made);
	map_release(&r.written);
	map_release(&r.asked);
	vec_release(&r.thrown);
	arena_release(&r.arena);
}

/* Does F call itself, and return an object?  Whose that is the ways that end
 * without such a call tell. */
static bool returns_own_object(const struct function *f)
{
	uint32_t b, i;

	if (!f->type || !type_is_object_ptr(f->type->inner))
		return false;
	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++)
			if (f->blocks[b].instrs[i].op == OP_CALL
			    && call_target(f, &f->blocks[b].instrs[i]) == f)
				return true;
	return false;
}

/* What a recursive call does is found out first: from the ways that need none,
 * where that tells whose the result is, and from all with that. */
static void find_recursive(struct engine *e, struct function *fn)
{
	const struct contract *c;

	if (returns_own_object(fn)) {
		run_once(e, fn, true, true);
		c = map_get(&e->knowledge->inferred, map_key_ptr(fn));
		if (c && (c->flags & CF_OPAQUE
			  || contract_ever(c, EFF_NORETURN)))
			knowledge_infer(e->knowledge, fn, NULL);
	}
	run_once(e, fn, true, false);
	c = map_get(&e->knowledge->inferred, map_key_ptr(fn));
	if (c && c->flags & CF_OPAQUE)
		knowledge_infer(e->knowledge, fn, NULL);
}

void engine_run(struct engine *e, struct function *fn)
{
	if (!fn->has_body || !fn->n_rpo)
		return;
	if (map_has(&e->recursive, map_key_ptr(fn)))
		find_recursive(e, fn);
	run_once(e, fn, false, false);
}
