/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Reachability, reverse post-order and loops of a packed function.
 *
 * A back edge is one that does not go forward in reverse post-order.  Where
 * the graph is reducible these are the edges to a dominator; where it is
 * not, they still cut every cycle, which is what widening needs.
 */
#include "ir/order.h"

struct frame { uint32_t block, next; };

/* Depth first from the entry, last successor first, so that the first
 * successor comes right behind its block; numbers from the end. */
static void number_blocks(struct arena *a, struct function *f)
{
	VEC (struct frame) stack = { 0 };
	uint32_t *order = ARENA_ARRAY(a, uint32_t, f->n_blocks);
	uint32_t at = f->n_blocks;

	f->blocks[0].reachable = true;
	vec_push(&stack, ((struct frame) { 0, f->blocks[0].n_succs }));
	while (stack.n) {
		struct frame *top = &stack.v[stack.n - 1];
		struct block *b = &f->blocks[top->block];
		uint32_t to;

		if (!top->next) {
			order[--at] = top->block;
			stack.n--;
			continue;
		}
		to = f->edges[b->succs[--top->next]].to;
		if (f->blocks[to].reachable)
			continue;
		f->blocks[to].reachable = true;
		vec_push(&stack, ((struct frame) {
			to, f->blocks[to].n_succs }));
	}
	vec_release(&stack);
	f->rpo = order + at;
	f->n_rpo = f->n_blocks - at;
}

static void mark_back_edges(struct function *f)
{
	uint32_t i;

	for (i = 0; i < f->n_edges; i++) {
		struct edge *e = &f->edges[i];
		struct block *to = &f->blocks[e->to];

		if (!f->blocks[e->from].reachable
		    || to->rpo > f->blocks[e->from].rpo)
			continue;
		e->is_back = true;
		to->is_loop_header = true;
	}
}

/* Adds what reaches the back edges of HEADER without leaving the blocks
 * behind it.  SEEN holds the last header that visited a block, plus one. */
static void mark_loop(struct function *f, uint32_t header, uint32_t *seen)
{
	VEC (uint32_t) work = { 0 };
	uint32_t k;

	seen[header] = header + 1;
	vec_push(&work, header);
	while (work.n) {
		uint32_t at = work.v[--work.n];
		struct block *b = &f->blocks[at];

		b->loop = header + 1;
		b->loop_depth++;
		for (k = 0; k < b->n_preds; k++) {
			const struct edge *e = &f->edges[b->preds[k]];
			const struct block *from = &f->blocks[e->from];

			if (!from->reachable || seen[e->from] == header + 1
			    || from->rpo < f->blocks[header].rpo
			    || (at == header && !e->is_back))
				continue;
			seen[e->from] = header + 1;
			vec_push(&work, e->from);
		}
	}
	vec_release(&work);
}

void function_order(struct arena *a, struct function *f)
{
	uint32_t *seen;
	uint32_t i;

	if (!f->n_blocks)
		return;
	number_blocks(a, f);
	for (i = 0; i < f->n_blocks; i++)
		f->blocks[i].rpo = NO_RPO;
	for (i = 0; i < f->n_rpo; i++)
		f->blocks[f->rpo[i]].rpo = i;
	mark_back_edges(f);
	/* Outer headers come first, so the innermost writes last. */
	seen = ARENA_ARRAY(a, uint32_t, f->n_blocks);
	for (i = 0; i < f->n_rpo; i++)
		if (f->blocks[f->rpo[i]].is_loop_header)
			mark_loop(f, f->rpo[i], seen);
}
