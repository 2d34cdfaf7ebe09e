/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers that callers state: `check (o, RAISE | OPEN)'.  What the body does
 * for one choice it need not do for another, so that a summary has to say
 * which; the states of the body are kept apart by such numbers up to its end.
 */
#include "engine/exits.h"

/* More tests of one number than this are a table, not a choice. */
enum { MOST_TESTS = 4 };

/* The stated parameter, from 1, that V is; 0 none. */
static unsigned stated_param(const struct fn_run *r, uint64_t stated, vid v)
{
	int p = summary_number_param(r->fn, v);

	return p > 0 && p <= 64 && stated >> (p - 1) & 1 ? (unsigned) p : 0;
}

static void note_bits(struct fn_run *r, int64_t bits)
{
	unsigned i;

	for (i = 0; i < r->n_bits; i++)
		if (r->bits[i] == bits)
			return;
	/* One too many: the states would be too many, too. */
	if (r->n_bits == ARRAY_SIZE (r->bits))
		r->n_bits++;
	if (r->n_bits < ARRAY_SIZE (r->bits))
		r->bits[r->n_bits++] = bits;
}

/* TESTS: how many there are, by parameter. */
static void note_instr(struct fn_run *r, unsigned *tests, uint64_t stated,
		       const struct instr *i)
{
	unsigned p;

	switch (i->op) {
	case OP_AND:
		if (fn_value(r->fn, i->b)->kind == VAL_INT
		    && stated_param(r, stated, i->a))
			note_bits(r, fn_value(r->fn, i->b)->u.i);
		break;
	case OP_SWITCH:
		p = stated_param(r, stated, i->a);
		if (p)
			tests[p - 1] += MOST_TESTS + 1;
		break;
	case OP_BR: case OP_CMP:
		p = stated_param(r, stated, i->a);
		if (p)
			tests[p - 1]++;
		break;
	default:
		break;
	}
}

void run_find_stated(struct fn_run *r)
{
	unsigned tests[64] = { 0 };
	uint64_t stated = knowledge_numbers(r->engine->knowledge, r->fn);
	uint32_t b, i;

	if (!stated || !r->keep_params)
		return;
	for (b = 0; b < r->fn->n_blocks; b++)
		for (i = 0; i < r->fn->blocks[b].n_instrs; i++)
			note_instr(r, tests, stated,
				   &r->fn->blocks[b].instrs[i]);
	for (i = 0; i < r->fn->n_params && i < 64; i++)
		if (stated >> i & 1 && tests[i] && tests[i] <= MOST_TESTS)
			r->stated |= (uint64_t) 1 << i;
	if (r->n_bits > ARRAY_SIZE (r->bits))
		r->n_bits = 0;
	if (r->n_bits)
		r->stated |= stated;
}

bool run_is_stated(const struct fn_run *r, const struct value *param)
{
	return param->u.param < 64 && r->stated >> param->u.param & 1;
}

bool run_asks_bits(const struct fn_run *r, const struct expr *e)
{
	unsigned i;

	for (i = 0; e->code == OP_AND && !e->b && i < r->n_bits; i++)
		if (r->bits[i] == e->k)
			return true;
	return false;
}
