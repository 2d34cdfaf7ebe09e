/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/paths.h"

#include <string.h>

struct search {
	const struct function *f;
	path_cb cb;
	edge_cb may_take;
	void *data;
	bool *seen;
	uint32_t *stack;
	uint32_t n;
	struct position *where;
};

static void push_successors(struct search *s, uint32_t b)
{
	const struct block *bl = &s->f->blocks[b];
	uint32_t i;

	for (i = 0; i < bl->n_succs; i++) {
		const struct edge *e = &s->f->edges[bl->succs[i]];

		if (s->seen[e->to]
		    || (s->may_take ? !s->may_take(s->f, e, s->data)
			: e->kind == EDGE_EH))
			continue;
		s->seen[e->to] = true;
		s->stack[s->n++] = e->to;
	}
}

/* Whether FOUND in block B from instruction K on. */
static bool walk_block(struct search *s, uint32_t b, uint32_t k)
{
	const struct block *bl = &s->f->blocks[b];

	for (; k < bl->n_instrs; k++) {
		struct position p = { b, k };

		switch (s->cb(s->f, p, s->data)) {
		case PATH_FOUND:
			if (s->where)
				*s->where = p;
			return true;
		case PATH_STOP:
			return false;
		case PATH_ON:
			break;
		}
	}
	push_successors(s, b);
	return false;
}

bool path_find(const struct function *f, struct position from, path_cb cb,
	       edge_cb may_take, void *data, struct position *where)
{
	struct search s = { .f = f, .cb = cb, .may_take = may_take,
		.data = data, .where = where };
	bool found;

	if (!f->has_body || from.block >= f->n_blocks)
		return false;
	s.seen = prc_malloc(f->n_blocks * sizeof(*s.seen));
	s.stack = prc_malloc(f->n_blocks * sizeof(*s.stack));
	memset(s.seen, 0, f->n_blocks * sizeof(*s.seen));
	/* The first block is walked from its middle; a loop may lead back to
	 * its beginning. */
	found = walk_block(&s, from.block, from.instr);
	while (!found && s.n)
		found = walk_block(&s, s.stack[--s.n], 0);
	prc_free(s.seen);
	prc_free(s.stack);
	return found;
}
