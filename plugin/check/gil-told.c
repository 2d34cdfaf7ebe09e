/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/gil-told.h"
#include "engine/gil.h"

/* A release that was told of. */
struct told { const struct instr *by; struct told *next; };

/* The place after instruction I of F. */
static struct position behind(const struct function *f, const struct instr *i)
{
	struct position p = { 0, 0 };

	for (; p.block < f->n_blocks; p.block++) {
		const struct block *b = &f->blocks[p.block];

		if (i >= b->instrs && i < b->instrs + b->n_instrs) {
			p.instr = (uint32_t) (i - b->instrs) + 1;
			break;
		}
	}
	return p;
}

bool gil_was_told(struct check_context *c, const struct step *s, void **told)
{
	const struct instr *by = s->before->gil.by;
	const struct function *f = s->run->fn, *guard;
	struct position p;
	struct told *t;

	/* A guard's constructor: its destructor does not what all rely on. */
	guard = by && by->op == OP_CALL ? call_target(f, by) : NULL;
	if (!guard || !guard->is_cxx || !guard->has_body)
		return false;
	p = behind(f, by);
	if (p.block == f->n_blocks
	    || gil_is_taken_later(s->run->engine->knowledge, f, p))
		return false;
	for (t = *told; t; t = t->next)
		if (t->by == by)
			return true;
	t = ARENA_NEW(&c->findings->arena, struct told);
	t->by = by;
	t->next = *told;
	*told = t;
	return false;
}
