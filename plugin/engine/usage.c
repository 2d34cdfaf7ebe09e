/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The second fact that supports a convention: how the unit's own code treats
 * what unknown functions return and are passed.
 *
 * A result that is released somewhere is taken for owned by the author of
 * that call; an argument that is released in the function that passed it was
 * not taken over.  Flow is not looked at: it is evidence, no proof.  Functions
 * of the unit that call each other in a circle are unknown for a while, too.
 */
#include "engine/knowledge.h"
#include "engine/tables.h"

#include <string.h>

struct uses { bool *released, *retaken; };

/* What V is where it is not NULL: of `if (some) v = make ();' it is what was
 * made.  0 when that is not one value. */
static vid merged_one(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, v);
	const struct phi *p = value_phi(f, v);
	vid one = 0;
	uint32_t i;

	for (i = 0; p && i < f->blocks[val->def_block].n_preds; i++) {
		vid a = value_strip_copies(f, p->args[i]);

		if (value_is_zero(f, a) || a == v || a == one)
			continue;
		if (one)
			return 0;
		one = a;
	}
	return one;
}

/* V through copies and casts, and where it is NULL or one other value. */
static vid origin_of(const struct function *f, vid v)
{
	unsigned n;

	for (n = 0; n < 16; n++) {
		const struct instr *d;
		vid one;

		v = value_strip_copies(f, v);
		d = value_def(f, v);
		one = d ? 0 : merged_one(f, v);
		if (d ? d->op != OP_CAST : !one)
			break;
		v = d ? d->a : one;
	}
	return v;
}

static void mark_uses(const struct function *f, struct uses *u)
{
	uint32_t b, i;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			if (!t || in->n_args < 1)
				continue;
			if (function_drops_reference(t))
				u->released[origin_of(f, in->args[0])] = true;
			else if (function_takes_reference(t))
				u->retaken[origin_of(f, in->args[0])] = true;
		}
	}
}

static struct usage *usage_of(struct knowledge *k, const struct function *t)
{
	struct usage *u = map_get(&k->usage, map_key_ptr(t));

	if (!u) {
		u = ARENA_NEW(&k->arena, struct usage);
		map_set(&k->usage, map_key_ptr(t), u);
	}
	return u;
}

static void gather_calls(struct knowledge *k, const struct function *f,
			 const struct uses *u)
{
	uint32_t b, i, n;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;
			struct usage *us;

			if (!t)
				continue;
			us = usage_of(k, t);
			if (in->dst && u->released[in->dst])
				us->released++;
			if (in->dst && u->retaken[in->dst])
				us->retaken++;
			for (n = 0; n < in->n_args && n < 32; n++)
				if (u->released[origin_of(f, in->args[n])])
					us->kept |= 1u << n;
		}
	}
}

void knowledge_gather_usage(struct knowledge *k)
{
	struct arena arena = { 0 };
	uint32_t i;

	for (i = 0; i < k->unit->functions.n; i++) {
		const struct function *f = k->unit->functions.v[i];
		struct uses u;

		if (!f->has_body || f->in_system_header)
			continue;
		u.released = ARENA_ARRAY(&arena, bool, f->n_values);
		u.retaken = ARENA_ARRAY(&arena, bool, f->n_values);
		mark_uses(f, &u);
		gather_calls(k, f, &u);
		arena_reset(&arena);
	}
	arena_release(&arena);
}

const struct usage *knowledge_usage(const struct knowledge *k,
				    const struct function *f)
{
	return f ? map_get(&k->usage, map_key_ptr(f)) : NULL;
}
