/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables of the unit that are not declared constant, but that nothing writes:
 * every use of their address is a load, or leads to loads alone, also in
 * functions of the unit that get it.
 */
#include "engine/knowledge.h"
#include "engine/tables.h"

#include <string.h>

enum { MOST_CALLS = 3, MOST_USES = 20000 };

/* One variable's walk: the values that are its address, by function. */
struct walk {
	struct arena arena;
	struct map seen;	/* function -> bool by value */
	uint32_t uses;		/* so far: with too many nobody knows */
};

/* Where the address of a variable stands in bodies. */
struct mention { const struct function *f; vid v; };

struct named {
	VEC (struct mention) at;
	bool elsewhere;		/* in an initialiser */
};

static bool only_reads(struct walk *w, const struct function *f, vid v,
		       unsigned depth);

/* Does the function that I calls only read through what it gets as V? */
static bool callee_only_reads(struct walk *w, const struct function *f,
			      const struct instr *i, vid v, unsigned depth)
{
	const struct function *t = call_target(f, i);
	uint32_t n;

	if (!t || !t->has_body || depth >= MOST_CALLS || i->callee == v)
		return false;
	for (n = 0; n < i->n_args; n++)
		if (i->args[n] == v
		    && (n >= t->n_params
			|| (t->params[n] && !only_reads(w, t, t->params[n],
							depth + 1))))
			return false;
	return true;
}

/* Does I, which uses V, only read? */
static bool use_only_reads(struct walk *w, const struct function *f,
			   const struct instr *i, vid v, unsigned depth)
{
	switch (i->op) {
	case OP_LOAD:
		return i->place.base == v && i->place.index != v;
	case OP_BR: case OP_CMP: case OP_CLOBBER:
		return true;
	case OP_COPY: case OP_CAST: case OP_ADDR: case OP_ADD: case OP_SELECT:
		return only_reads(w, f, i->dst, depth);
	case OP_CALL:
		return callee_only_reads(w, f, i, v, depth);
	default:
		return false;
	}
}

/* Notes that V of F is asked about; returns whether it was before. */
static bool is_seen(struct walk *w, const struct function *f, vid v)
{
	bool *seen = map_get(&w->seen, map_key_ptr(f)), was;

	if (!seen) {
		seen = ARENA_ARRAY(&w->arena, bool, f->n_values);
		map_set(&w->seen, map_key_ptr(f), seen);
	}
	was = seen[v];
	seen[v] = true;
	return was;
}

static bool only_reads(struct walk *w, const struct function *f, vid v,
		       unsigned depth)
{
	const struct value_use *use;
	uint32_t i, n;

	/* One "no" is the whole answer: what is asked already counts as yes. */
	if (is_seen(w, f, v))
		return true;
	use = value_uses(f, v, &n);
	for (i = 0; i < n; i++) {
		const struct block *b = &f->blocks[use[i].block];

		if (++w->uses > MOST_USES
		    || !(use[i].is_phi
			 ? only_reads(w, f, b->phis[use[i].instr].dst, depth)
			 : use_only_reads(w, f, &b->instrs[use[i].instr], v,
					  depth)))
			return false;
	}
	return true;
}

static struct named *named(struct knowledge *k, const struct global *g)
{
	struct named *n = map_get(&k->named, map_key_ptr(g));

	if (!n) {
		n = ARENA_NEW(&k->arena, struct named);
		map_set(&k->named, map_key_ptr(g), n);
	}
	return n;
}

static void gather_named(struct knowledge *k)
{
	const struct unit *u = k->unit;
	uint32_t i, n;
	vid v;

	for (i = 0; i < u->functions.n; i++) {
		const struct function *f = u->functions.v[i];

		for (v = 1; v < f->n_values; v++)
			if (fn_value(f, v)->kind == VAL_GLOBAL)
				vec_push(&named(k, fn_value(f, v)->u.global)
					 ->at, ((struct mention) { f, v }));
	}
	for (i = 0; i < u->globals.n; i++)
		for (n = 0; n < u->globals.v[i]->n_inits; n++)
			if (u->globals.v[i]->inits[n].global)
				named(k, u->globals.v[i]->inits[n].global)
					->elsewhere = true;
}

void only_read_release(struct knowledge *k)
{
	uint32_t i;

	for (i = 0; i < k->named.n; i++)
		vec_release(&((struct named *) k->named.slots[i].value)->at);
	map_release(&k->named);
	map_release(&k->only_read);
	map_release(&k->tables_passed);
}

static bool unit_only_reads(struct knowledge *k, const struct global *g)
{
	const struct named *n;
	struct walk w = { .uses = 0 };
	bool only;
	uint32_t i;

	if (!k->named.n)
		gather_named(k);
	n = named(k, g);
	only = !n->elsewhere;
	for (i = 0; only && i < n->at.n; i++)
		only = only_reads(&w, n->at.v[i].f, n->at.v[i].v, 0);
	map_release(&w.seen);
	arena_release(&w.arena);
	return only;
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
		is = unit_only_reads(k, g) ? &yes : &no;
		map_set(&k->only_read, map_key_ptr(g), (void *) is);
	}
	return is == &yes;
}

/* What all calls of F pass as argument PARAM, from 0. */
static const struct global *table_passed(const struct knowledge *k,
					 const struct function *f,
					 uint32_t param)
{
	const struct value *a;
	const struct global *g = NULL;
	const struct site *at;
	uint32_t i, calls;

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

const struct global *knowledge_table_passed(struct knowledge *k,
					    const struct function *f,
					    uint32_t param)
{
	const struct global **of;
	uint32_t n;

	if (!f->is_static || f->address_taken || k->body_missing
	    || param >= f->n_params)
		return NULL;
	of = map_get(&k->tables_passed, map_key_ptr(f));
	if (!of) {
		of = ARENA_ARRAY(&k->arena, const struct global *,
				 f->n_params);
		for (n = 0; n < f->n_params; n++)
			of[n] = table_passed(k, f, n);
		map_set(&k->tables_passed, map_key_ptr(f), of);
	}
	return of[param];
}
