/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Callees before callers; within a cycle, source order. */
#include "engine/engine.h"

struct walk {
	struct engine *e;
	struct function **out;
	uint32_t n;
	uint8_t *mark;		/* by function id + 1 */
};

/* Depth is bounded so that no input overflows the compiler's stack; what is
 * deeper is taken in source order. */
#define MAX_DEPTH 400

static void visit(struct walk *w, struct function *f, unsigned depth)
{
	uint32_t b, i;

	if (!f->has_body || w->mark[f->id])
		return;
	w->mark[f->id] = 1;
	for (b = 0; b < f->n_rpo && depth < MAX_DEPTH; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			struct function *t;

			if (blk->instrs[i].op == OP_CALL
			    && (t = call_target(f, &blk->instrs[i])))
				visit(w, t, depth + 1);
		}
	}
	w->out[w->n++] = f;
}

struct function **engine_order(struct engine *e, uint32_t *n)
{
	struct unit *u = e->unit;
	struct walk w = { .e = e };
	uint32_t i;

	w.out = ARENA_ARRAY(&u->arena, struct function *, u->functions.n + 1);
	w.mark = ARENA_ARRAY(&u->arena, uint8_t, u->functions.n + 1);
	for (i = 0; i < u->functions.n; i++)
		visit(&w, u->functions.v[i], 0);
	*n = w.n;
	return w.out;
}
