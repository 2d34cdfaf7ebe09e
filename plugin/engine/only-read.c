/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of the unit that are not declared constant, but that nothing writes:
 * every use of their address is a load, or leads to loads alone, also in
 * functions of the unit that get it.
 */
#include "engine/knowledge.h"
#include "engine/tables.h"

#include <string.h>

enum { MOST_CALLS = 3 };

struct look { vid v; bool other; };

static bool only_reads(const struct function *f, vid v, bool *seen,
		       unsigned depth);

/* Does the function that I calls only read through what it gets as V? */
static bool callee_only_reads(const struct function *f, const struct instr *i,
			      vid v, unsigned depth)
{
	const struct function *t = call_target(f, i);
	uint32_t n;
	bool only = true, *seen;

	if (!t || !t->has_body || depth >= MOST_CALLS || i->callee == v)
		return false;
	for (n = 0; only && n < i->n_args; n++) {
		if (i->args[n] != v)
			continue;
		if (n >= t->n_params)
			return false;
		seen = prc_malloc(t->n_values * sizeof(*seen));
		memset(seen, 0, t->n_values * sizeof(*seen));
		only = !t->params[n]
			|| only_reads(t, t->params[n], seen, depth + 1);
		prc_free(seen);
	}
	return only;
}

static void see_operand(vid v, void *data)
{
	struct look *l = data;

	l->other |= v == l->v;
}

/* Does I, which uses V, only read? */
static bool use_only_reads(const struct function *f, const struct instr *i,
			   vid v, bool *seen, unsigned depth)
{
	switch (i->op) {
	case OP_LOAD:
		return i->place.base == v && i->place.index != v;
	case OP_BR: case OP_CMP: case OP_CLOBBER:
		return true;
	case OP_COPY: case OP_CAST: case OP_ADDR: case OP_ADD: case OP_SELECT:
		return only_reads(f, i->dst, seen, depth);
	case OP_CALL:
		return callee_only_reads(f, i, v, depth);
	default:
		return false;
	}
}

static bool only_reads(const struct function *f, vid v, bool *seen,
		       unsigned depth)
{
	uint32_t b, i, n;

	if (seen[v])
		return true;
	seen[v] = true;
	for (b = 0; b < f->n_blocks; b++) {
		const struct block *blk = &f->blocks[b];

		for (i = 0; i < blk->n_phis; i++)
			for (n = 0; n < blk->n_preds; n++)
				if (blk->phis[i].args[n] == v
				    && !only_reads(f, blk->phis[i].dst, seen,
						   depth))
					return false;
		for (i = 0; i < blk->n_instrs; i++) {
			struct look l = { .v = v };

			instr_uses(&blk->instrs[i], see_operand, &l);
			if (l.other && !use_only_reads(f, &blk->instrs[i], v,
						       seen, depth))
				return false;
		}
	}
	return true;
}

/* Does F only read from G? */
static bool function_only_reads(const struct function *f,
				const struct global *g)
{
	bool *seen = prc_malloc(f->n_values * sizeof(*seen)), only = true;
	vid v;

	memset(seen, 0, f->n_values * sizeof(*seen));
	for (v = 1; only && v < f->n_values; v++)
		if (fn_value(f, v)->kind == VAL_GLOBAL
		    && fn_value(f, v)->u.global == g)
			only = only_reads(f, v, seen, 0);
	prc_free(seen);
	return only;
}

static bool unit_only_reads(const struct unit *u, const struct global *g)
{
	uint32_t n, k;

	for (n = 0; n < u->functions.n; n++)
		if (u->functions.v[n]->has_body
		    && !function_only_reads(u->functions.v[n], g))
			return false;
	for (n = 0; n < u->globals.n; n++)
		for (k = 0; k < u->globals.v[n]->n_inits; k++)
			if (u->globals.v[n]->inits[k].global == g)
				return false;
	return true;
}

bool knowledge_only_reads(struct knowledge *k, const struct global *g)
{
	static const char yes, no;
	const char *is;

	if (!g->is_static || g->is_external || !g->has_init
	    || g->in_system_header || k->body_missing || !g->type
	    || g->type->kind != TYPE_ARRAY)
		return false;
	is = map_get(&k->only_read, map_key_ptr(g));
	if (!is) {
		is = unit_only_reads(k->unit, g) ? &yes : &no;
		map_set(&k->only_read, map_key_ptr(g), (void *) is);
	}
	return is == &yes;
}

const struct global *knowledge_table_passed(const struct knowledge *k,
					    const struct function *f,
					    uint32_t param)
{
	const struct value *a;
	const struct global *g = NULL;
	const struct site *at;
	uint32_t i, calls;

	if (!f->is_static || f->address_taken || k->body_missing)
		return NULL;
	at = sites_of_calls(&k->declared->sites, f, &calls);
	for (i = 0; i < calls; i++) {
		if (param >= at[i].i->n_args)
			return NULL;
		a = fn_value(at[i].f, strip_casts(at[i].f,
				at[i].i->args[param]));
		if (a->kind != VAL_GLOBAL || a->offset
		    || (g && a->u.global != g))
			return NULL;
		g = a->u.global;
	}
	return g;
}
