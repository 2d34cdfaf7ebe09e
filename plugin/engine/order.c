/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Callees before callers; within a cycle, source order. */
#include "engine/engine.h"

/* Depth is bounded so that no input overflows the compiler's stack; what is
 * deeper is taken in source order. */
#define MAX_DEPTH 400

enum { MARK_NONE, MARK_OPEN, MARK_DONE };

struct walk {
	struct engine *e;
	struct function **out;
	uint32_t n;
	uint8_t *mark;		/* by function id + 1 */
	struct function *path[MAX_DEPTH + 1];	/* being visited */
};

static void visit(struct walk *w, struct function *f, unsigned depth);

/* T is called, or passed on to be called, by the function at DEPTH. */
static void visit_callee(struct walk *w, struct function *t, unsigned depth)
{
	unsigned n;

	if (!t || !t->has_body)
		return;
	for (n = depth + 1; w->mark[t->id] == MARK_OPEN && n > 0; n--) {
		struct function *g = w->path[n - 1];

		map_set(&w->e->recursive, map_key_ptr(g), g);
		if (g == t)
			break;
	}
	visit(w, t, depth + 1);
}

static void visit(struct walk *w, struct function *f, unsigned depth)
{
	uint32_t b, i;
	unsigned n;

	if (!f->has_body || w->mark[f->id])
		return;
	w->mark[f->id] = MARK_OPEN;
	if (depth < MAX_DEPTH)
		w->path[depth] = f;
	for (b = 0; b < f->n_rpo && depth < MAX_DEPTH; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			if (in->op != OP_CALL)
				continue;
			/* A converter of PyArg_Parse is called by it, others
			 * by the callee, of which this one comes first. */
			for (n = 0; n < in->n_args; n++) {
				const struct value *v = &f->values[
					value_strip_copies(f, in->args[n])];

				if (v->kind == VAL_FUNC)
					visit_callee(w, v->u.func, depth);
			}
			visit_callee(w, call_target(f, in), depth);
		}
	}
	w->mark[f->id] = MARK_DONE;
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
