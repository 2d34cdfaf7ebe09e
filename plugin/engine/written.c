/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * May a body write to the memory that one of its arguments points to?  It
 * does not when the address, and what is computed from it, is only looked
 * through: what a caller knows of its struct then holds after the call.
 *
 * Where does a number go that it gets?  A descriptor that is stored, or
 * handed on to who keeps it, has another owner.
 */
#include "engine/engine.h"

#include <string.h>

struct scan {
	struct knowledge *k;
	const struct function *f;
	bool *is_address;	/* by vid: in that memory, or the number */
};

static bool note(struct scan *s, vid v)
{
	if (!v || s->is_address[v])
		return false;
	return s->is_address[v] = true;
}

/* Does call I return an address in the memory, given one of them? */
static bool returns_address(struct scan *s, const struct instr *i)
{
	const struct contract *c = NULL;
	const struct effect *e;
	unsigned n, o;

	for (n = 0; n < i->n_args; n++) {
		if (!s->is_address[i->args[n]])
			continue;
		if (!c)
			c = knowledge_call(s->k, s->f, i);
		for (o = 0; o < c->n_outcomes; o++)
			for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
				if ((e->op == EFF_SAME || e->op == EFF_INTERIOR)
				    && !e->a && e->b == (int) n + 1)
					return true;
	}
	return false;
}

static bool derive(struct scan *s, const struct instr *i)
{
	switch (i->op) {
	case OP_COPY: case OP_CAST:
		return s->is_address[i->a] && note(s, i->dst);
	case OP_ADD: case OP_SUB:
		return (s->is_address[i->a] || s->is_address[i->b])
			&& note(s, i->dst);
	case OP_SELECT:
		return (s->is_address[i->b] || s->is_address[i->c])
			&& note(s, i->dst);
	case OP_ADDR:
		return s->is_address[i->place.base] && note(s, i->dst);
	case OP_CALL:
		return i->dst && !s->is_address[i->dst]
			&& returns_address(s, i) && note(s, i->dst);
	default:
		return false;
	}
}

static void close_addresses(struct scan *s)
{
	bool changed = true;
	uint32_t b, n, k;

	while (changed) {
		changed = false;
		for (b = 0; b < s->f->n_blocks; b++) {
			const struct block *bl = &s->f->blocks[b];

			for (n = 0; n < bl->n_phis; n++)
				for (k = 0; k < bl->n_preds; k++)
					if (s->is_address[bl->phis[n].args[k]])
						changed |= note(s,
							bl->phis[n].dst);
			for (n = 0; n < bl->n_instrs; n++)
				changed |= derive(s, &bl->instrs[n]);
		}
	}
}

static bool effect_writes(const struct effect *e, int arg)
{
	switch ((enum effect_op) e->op) {
	case EFF_OUT_OWN: case EFF_OUT_BORROW: case EFF_OUT_NULL:
	case EFF_OUT_SAME: case EFF_OUT_HELD: case EFF_OUT_NONNULL:
	case EFF_OUT_DROP: case EFF_OUT_INTERIOR: case EFF_OUT_IS:
	case EFF_OUT_COUNT: case EFF_WRITES:
	case EFF_OUT_ACQUIRE: case EFF_OUT_RELEASE: case EFF_ACQUIRE:
	case EFF_RELEASE: case EFF_HANDOVER: case EFF_MUTATES:
	case EFF_ESCAPES: case EFF_GIVE: case EFF_DROP:
		return e->a == arg;
	/* The address is in memory where nobody follows it. */
	case EFF_SHARE:
		return e->a == arg;
	default:
		return false;
	}
}

/* Does C tell that it leaves the memory of argument ARG, from 1, alone? */
static bool contract_writes(const struct contract *c, unsigned arg)
{
	const struct effect *e;
	unsigned o;

	if (c->origin == ORIGIN_CONVENTION || arg > c->n_params
	    || (c->format && arg >= c->va_first)
	    || c->params[arg - 1] == ARG_OUT)
		return true;
	for (o = 0; o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if (effect_writes(e, (int) arg)
			    || (e->op == EFF_OUT_SAME && e->b == (int) arg))
				return true;
	return false;
}

static bool call_writes_there(struct scan *s, const struct instr *i)
{
	const struct contract *c = NULL;
	unsigned n;

	for (n = 0; n < i->n_args; n++) {
		if (!s->is_address[i->args[n]])
			continue;
		if (!c)
			c = knowledge_call(s->k, s->f, i);
		if (contract_writes(c, n + 1))
			return true;
	}
	return false;
}

static bool instr_writes_there(struct scan *s, const struct instr *i)
{
	unsigned n;

	switch (i->op) {
	case OP_STORE: case OP_MOVE: case OP_ZERO: case OP_CLOBBER:
		/* What is copied from there is read; an address that is
		 * stored can be written to by whoever finds it. */
		return s->is_address[i->place.base]
			|| (i->op == OP_STORE && s->is_address[i->a]);
	case OP_CALL:
		return call_writes_there(s, i);
	case OP_ASM: case OP_VA_ARG: case OP_UNKNOWN:
		for (n = 0; n < i->n_args; n++)
			if (s->is_address[i->args[n]])
				return true;
		return i->op == OP_ASM;
	default:
		return false;
	}
}

/* Does the value go where it outlives the call: to memory that is no variable
 * of the body, or to a callee that keeps it? */
static bool instr_keeps(struct scan *s, const struct instr *i)
{
	const struct contract *c;
	const struct effect *e;
	unsigned n, o;

	if (i->op == OP_STORE && s->is_address[i->a])
		return fn_value(s->f, i->place.base)->kind != VAL_LOCAL;
	if (i->op == OP_RET)
		return i->a && s->is_address[i->a];
	if (i->op != OP_CALL)
		return false;
	for (n = 0; n < i->n_args; n++) {
		if (!s->is_address[i->args[n]])
			continue;
		c = knowledge_call(s->k, s->f, i);
		if (c->origin == ORIGIN_CONVENTION)
			return true;
		for (o = 0; o < c->n_outcomes; o++)
			for (e = c->outcomes[o].effects; e->op != EFF_END;
			     e++)
				if ((e->op == EFF_ESCAPES
				     || e->op == EFF_HANDOVER
				     || e->op == EFF_RELEASE)
				    && e->a == (int) n + 1)
					return true;
	}
	return false;
}

typedef bool (*asks)(struct scan *s, const struct instr *i);

/* Is there an instruction of which ASK is true, for parameter N from 0? */
static bool some_instr(struct fn_run *r, unsigned n, asks ask)
{
	const struct function *f = r->fn;
	struct scan s = { .k = r->engine->knowledge, .f = f };
	bool found = false;
	uint32_t b, i;

	if (!f->has_body || n >= f->n_params || !f->params[n])
		return true;
	s.is_address = prc_malloc(f->n_values * sizeof(bool));
	memset(s.is_address, 0, f->n_values * sizeof(bool));
	note(&s, f->params[n]);
	close_addresses(&s);
	for (b = 0; b < f->n_blocks && !found; b++)
		for (i = 0; i < f->blocks[b].n_instrs && !found; i++)
			found = ask(&s, &f->blocks[b].instrs[i]);
	prc_free(s.is_address);
	return found;
}

/* Asked at each exit, found once. */
static bool remembered(struct fn_run *r, int p, bool keeps)
{
	static char yes, no;
	uint64_t key = (uint64_t) p * 2 + keeps;

	if (!map_has(&r->written, key))
		map_set(&r->written, key,
			some_instr(r, (unsigned) p - 1, keeps ? instr_keeps
				   : instr_writes_there) ? &yes : &no);
	return map_get(&r->written, key) == &yes;
}

bool run_writes_param(struct fn_run *r, int p)
{
	return remembered(r, p, false);
}

bool run_keeps_number(struct fn_run *r, int p)
{
	return remembered(r, p, true);
}
