/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * With which answers of its maker a due is there: those after which some way
 * releases it; see dues.h.
 */
#include "engine/dues.h"
#include "engine/paths.h"
#include "engine/releaser.h"
#include "engine/tables.h"

#include <string.h>

static void note_number(struct due *due, int64_t number)
{
	unsigned n;

	for (n = 0; n < due->n_answers; n++)
		if (due->answers[n].number == number)
			return;
	if (due->n_answers < MAX_ANSWERS)
		due->answers[due->n_answers++].number = number;
	else
		due->given_up = true;
}

/* The numbers that the answer is held against, and their neighbours, stand for
 * all. */
static void gather_answers(const struct function *f, const struct dues *d,
			   struct due *due, uint32_t bit)
{
	uint32_t b, j;
	int k;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (j = 0; j < blk->n_instrs; j++) {
			const struct instr *i = &blk->instrs[j];
			const struct value *v = fn_value(f, i->b);

			if ((i->op == OP_BR || i->op == OP_CMP)
			    && d->answers[i->a] & bit && v->kind == VAL_INT)
				for (k = -1; k <= 1; k++)
					note_number(due, v->u.i + k);
		}
		for (j = 0; block_last(blk)->op == OP_SWITCH
		     && d->answers[block_last(blk)->a] & bit
		     && j < blk->n_succs; j++) {
			const struct edge *e = &f->edges[blk->succs[j]];

			if (e->kind != EDGE_CASE)
				continue;
			note_number(due, e->low - 1);
			note_number(due, e->low);
			note_number(due, e->high);
			note_number(due, e->high + 1);
		}
	}
}

static bool compares(enum cmp c, int64_t a, int64_t b)
{
	switch (c) {
	case CMP_EQ: return a == b;
	case CMP_NE: return a != b;
	case CMP_LT: return a < b;
	case CMP_LE: return a <= b;
	case CMP_GT: return a > b;
	case CMP_GE: return a >= b;
	case CMP_OTHER: break;
	}
	return true;
}

/* What a block does to a due that is there when it begins. */
enum passage { PASSES, RELEASES, ENDS };

/* One walk: with the maker's answer NUMBER. */
struct walk {
	const struct fn_run *r;
	const struct dues *d;
	const struct due *due;
	uint32_t bit;
	bool directly;		/* nobody else gets the local before */
	int64_t number;
	uint8_t *passages;	/* by block, enum passage */
	uint8_t *visits;	/* by block */
};

enum { MAX_NAMES = 4, MAX_VISITS = 3 };
/* The values that are the answer. */
struct names { vid v[MAX_NAMES]; unsigned n; };
struct stop { uint32_t block; struct names at; };
struct stops { VEC (struct stop) v; };

static bool is_named(const struct function *f, const struct names *at, vid v)
{
	unsigned n;

	v = strip_casts(f, v);
	for (n = 0; n < at->n; n++)
		if (at->v[n] == v)
			return true;
	return false;
}

/* Can the branch I go to its first successor when TAKEN, else to the other? */
static bool can_go(const struct walk *w, const struct names *at,
		   const struct instr *i, bool taken)
{
	const struct function *f = w->r->fn;
	const struct value *b = fn_value(f, i->b);
	const struct instr *d = value_def(f, strip_casts(f, i->a));
	const struct value *k;

	if (b->kind != VAL_INT)
		return true;
	if (is_named(f, at, i->a))
		return compares(i->cmp, w->number, b->u.i) == taken;
	if (!d || d->op != OP_CMP || !is_named(f, at, d->a))
		return true;
	k = fn_value(f, d->b);
	return k->kind != VAL_INT
		|| compares(i->cmp, compares(d->cmp, w->number, k->u.i),
			    b->u.i) == taken;
}

static bool edge_possible(const struct walk *w, const struct names *at,
			  const struct block *blk, uint32_t n)
{
	const struct function *f = w->r->fn;
	const struct instr *last = block_last(blk);
	const struct edge *e = &f->edges[blk->succs[n]];
	uint32_t j;

	if (e->kind == EDGE_EH)
		return false;
	if (last->op == OP_BR)
		return can_go(w, at, last, n == 0);
	if (last->op != OP_SWITCH || !is_named(f, at, last->a))
		return true;
	if (e->kind == EDGE_CASE)
		return w->number >= e->low && w->number <= e->high;
	for (j = 0; j < blk->n_succs; j++)
		if (f->edges[blk->succs[j]].kind == EDGE_CASE
		    && w->number >= f->edges[blk->succs[j]].low
		    && w->number <= f->edges[blk->succs[j]].high)
			return false;
	return true;
}

/* What the instructions of the block do, from number INSTR on. */
static enum passage passage(const struct walk *w, uint32_t block,
			    uint32_t instr)
{
	const struct function *f = w->r->fn;
	const struct block *blk = &f->blocks[block];
	uint32_t j, n;

	for (j = instr; j < blk->n_instrs; j++) {
		const struct instr *i = &blk->instrs[j];

		if (i->op != OP_CALL)
			continue;
		n = releases_argument_of(w->r->engine->knowledge, f, i);
		if (n && w->d->holds[i->args[n - 1]] & w->bit)
			return RELEASES;
		if (i == w->due->made
		    || (w->directly && gets_local(f, i, w->due)))
			return ENDS;
	}
	return PASSES;
}

static void take_edge(struct walk *w, const struct names *at, uint32_t edge,
		      struct stops *stops)
{
	const struct function *f = w->r->fn;
	const struct edge *e = &f->edges[edge];
	const struct block *to = &f->blocks[e->to];
	struct stop next = { e->to, *at };
	uint32_t pos, j;

	if (w->visits[e->to] >= MAX_VISITS)
		return;
	w->visits[e->to]++;
	for (pos = 0; pos < to->n_preds && to->preds[pos] != edge; pos++)
		;
	for (j = 0; j < to->n_phis && pos < to->n_preds; j++)
		if (is_named(f, at, to->phis[j].args[pos])
		    && next.at.n < MAX_NAMES)
			next.at.v[next.at.n++] = to->phis[j].dst;
	vec_push(&stops->v, next);
}

static void take_edges(struct walk *w, const struct stop *from,
		       struct stops *stops)
{
	const struct block *blk = &w->r->fn->blocks[from->block];
	uint32_t j;

	for (j = blk->n_succs; j-- > 0; )
		if (edge_possible(w, &from->at, blk, j))
			take_edge(w, &from->at, blk->succs[j], stops);
}

static void position_of(const struct function *f, const struct instr *i,
			uint32_t *block, uint32_t *instr)
{
	for (*block = 0; *block < f->n_blocks; ++*block) {
		const struct block *b = &f->blocks[*block];

		if (i >= b->instrs && i < b->instrs + b->n_instrs) {
			*instr = (uint32_t) (i - b->instrs);
			return;
		}
	}
}

/* Is the due released on some way on from its maker, which answered NUMBER? */
static bool releases_after(struct walk *w, int64_t number)
{
	const struct function *f = w->r->fn;
	const struct instr *made = w->due->made;
	struct stop from = { .at = { { made->dst }, made->dst != 0 } };
	struct stops stops = { { 0 } };
	enum passage p;
	uint32_t instr = 0;

	w->number = number;
	memset(w->visits, 0, f->n_blocks);
	position_of(f, made, &from.block, &instr);
	p = passage(w, from.block, instr + 1);
	for (;;) {
		if (p == PASSES)
			take_edges(w, &from, &stops);
		if (p == RELEASES || !stops.v.n)
			break;
		from = stops.v.v[--stops.v.n];
		p = (enum passage) w->passages[from.block];
	}
	vec_release(&stops.v);
	return p == RELEASES;
}

static bool is_null_tested(const struct function *f, const struct dues *d,
			   uint32_t bit)
{
	uint32_t b, j;

	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *i =
				&f->blocks[f->rpo[b]].instrs[j];
			const struct value *v = fn_value(f, i->b);

			if ((i->op == OP_BR || i->op == OP_CMP)
			    && d->holds[i->a] & bit && v->kind == VAL_INT
			    && !v->u.i)
				return true;
		}
	return false;
}

/* How many unknown functions get the local? */
static unsigned count_makers(const struct dues *d, const struct due *due)
{
	unsigned n, makers = 0;

	for (n = 0; n < d->n; n++)
		makers += d->v[n].in_local && d->v[n].local == due->local
			&& d->v[n].offset == due->offset;
	return makers;
}

/* Is it released by the maker's counterpart, by its name? */
static bool has_counterpart(struct fn_run *r, const struct dues *d,
			    const struct due *due, uint32_t bit)
{
	const struct function *f = r->fn;
	const char *maker = call_target(f, due->made)->name;
	uint32_t b, j;
	unsigned n;

	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *i =
				&f->blocks[f->rpo[b]].instrs[j];

			n = i->op == OP_CALL ? releases_argument_of(
				r->engine->knowledge, f, i) : 0;
			if (n && d->holds[i->args[n - 1]] & bit
			    && are_counterparts(maker,
						call_target(f, i)->name))
				return true;
		}
	return false;
}

struct reading {
	const struct dues *d;
	const struct due *due;
	uint32_t bit;
};

static enum path_verdict reads_it(const struct function *f, struct position p,
				  void *data)
{
	const struct reading *q = data;
	const struct instr *i = instr_at(f, p);
	uint32_t local;
	int64_t offset;

	if (i == q->due->made)
		return PATH_STOP;
	return (i->op == OP_LOAD || i->op == OP_STORE)
		&& q->d->holds[i->place.base] & q->bit
		&& !address_of_local(f, i->place.base, &local, &offset)
		? PATH_FOUND : PATH_ON;
}

/* Is what a pointer points to read after the call that is to release it?
 * Nobody reads what is gone: it was closed, and not freed. */
static bool is_read_after(struct fn_run *r, const struct dues *d,
			  const struct due *due, uint32_t bit)
{
	const struct function *f = r->fn;
	struct reading q = { d, due, bit };
	uint32_t b, j, n;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (j = 0; j < blk->n_instrs; j++) {
			const struct instr *i = &blk->instrs[j];
			struct position next = { f->rpo[b], j + 1 };

			n = i->op == OP_CALL ? releases_argument_of(
				r->engine->knowledge, f, i) : 0;
			if (n && d->holds[i->args[n - 1]] & bit
			    && path_find(f, next, reads_it, NULL, &q, NULL))
				return true;
		}
	}
	return false;
}

/* With how many answers is it released on some way? */
static unsigned weigh_answers(struct walk *w, struct due *due)
{
	uint32_t b, n_blocks = w->r->fn->n_blocks;
	unsigned k, some = 0;

	w->passages = prc_malloc(2 * (size_t) n_blocks);
	w->visits = w->passages + n_blocks;
	for (b = 0; b < n_blocks; b++)
		w->passages[b] = (uint8_t) passage(w, b, 0);
	for (k = 0; k < due->n_answers; k++)
		some += due->answers[k].releases
			= releases_after(w, due->answers[k].number);
	if (!due->n_answers)
		some = w->directly && releases_after(w, 0);
	prc_free(w->passages);
	return some;
}

/* With which answers is there one?  Those that leave it open tell nothing. */
void dues_weigh(struct fn_run *r, struct dues *d, unsigned n)
{
	struct due *due = &d->v[n];
	uint32_t bit = 1u << n;
	const struct type *t = due->made->dst
		? fn_value(r->fn, due->made->dst)->type : NULL;
	bool directly = due->in_local && !has_counterpart(r, d, due, bit)
		&& (!due->is_pointer || count_makers(d, due) > 1);
	unsigned some;

	if (due->is_pointer && is_read_after(r, d, due, bit)) {
		due->given_up = true;
		return;
	}
	if (!due->in_local && t && t->kind == TYPE_PTR) {
		due->is_weak = !is_null_tested(r->fn, d, bit);
		return;
	}
	gather_answers(r->fn, d, due, bit);
	some = weigh_answers(&(struct walk) { .r = r, .d = d, .due = due,
			     .bit = bit, .directly = directly }, due);
	if (due->in_local && due->is_pointer) {
		due->given_up |= !some && (due->n_answers || directly);
		due->is_weak = (!due->n_answers || some == due->n_answers)
			&& !is_null_tested(r->fn, d, bit);
		if (some == due->n_answers)
			due->n_answers = 0;
		return;
	}
	/* What is initialised and gets no answer is there once it is used. */
	if (due->in_local && !due->n_answers && !directly) {
		due->is_weak = true;
		return;
	}
	/* Only an answer tells that a struct was filled, a number a handle. */
	due->given_up |= !due->n_answers || !some
		|| (!due->in_local && some == due->n_answers);
}
