/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Members of a module's state, or elements of their arrays, that the code of
 * its import alone fills, and without which the import fails: they are not
 * NULL when Python code gets to the module's functions.
 *
 * The function that stores there must get past the store and a test of what
 * it stored to return anything but an error value, and its callers must look
 * at that.
 */
#include "engine/knowledge.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

/* How many helpers deep the import may be when it stores. */
enum { IMPORT_DEPTH = 4 };

/* Is P the element or member ASKED, or with an index the array it is in? */
static bool is_same(const struct place *p, const struct place *asked)
{
	return p->field == asked->field
		&& same_record(p->record, asked->record)
		&& (p->index || p->offset == asked->offset);
}

static bool is_error_value(const struct function *f, vid v)
{
	const struct value *x = fn_value(f, value_strip_copies(f, v));

	return x->kind == VAL_INT && (x->type && x->type->kind == TYPE_PTR
				      ? !x->u.i : x->u.i < 0);
}

/* Can V, which F returns after it came along the blocks REACHED, be anything
 * but an error value? */
static bool may_be_success(const struct function *f, vid v,
			   const bool *reached)
{
	const struct phi *phi = value_phi(f, value_strip_copies(f, v));
	const struct block *b;
	uint32_t n;

	if (!phi)
		return !is_error_value(f, v);
	b = &f->blocks[fn_value(f, phi->dst)->def_block];
	for (n = 0; n < b->n_preds; n++)
		if (reached[f->edges[b->preds[n]].from]
		    && !is_error_value(f, phi->args[n]))
			return true;
	return false;
}

struct way { bool *reached; uint32_t around; };

static enum path_verdict note_reached(const struct function *f,
				      struct position p, void *data)
{
	const struct way *w = data;

	(void) f;
	if (p.block == w->around)
		return PATH_STOP;
	w->reached[p.block] = true;
	return PATH_ON;
}

/* Is there a way in F from block FROM to a return that is no error, which
 * block AROUND, if there is such a one, is not on? */
static bool succeeds(const struct function *f, uint32_t from, uint32_t around)
{
	struct way w = { prc_malloc(f->n_blocks), around };
	bool found = false;
	uint32_t b;

	memset(w.reached, 0, f->n_blocks);
	path_find(f, (struct position) { from, 0 }, note_reached, NULL, &w,
		  NULL);
	for (b = 0; b < f->n_blocks && !found; b++) {
		const struct instr *ret = block_last(&f->blocks[b]);

		found = w.reached[b] && ret->op == OP_RET
			&& (!ret->a || may_be_success(f, ret->a, w.reached));
	}
	prc_free(w.reached);
	return found;
}

/* Does F return success only by way of BLOCK? */
static bool must_pass(const struct function *f, uint32_t block)
{
	return !block || !succeeds(f, 0, block);
}

/* The operand of I that is held against NULL or zero; 0: none is. */
static vid held_against_zero(const struct function *f, const struct instr *i)
{
	if (i->cmp != CMP_EQ && i->cmp != CMP_NE)
		return 0;
	return value_is_zero(f, i->b) ? i->a : value_is_zero(f, i->a) ? i->b
		: 0;
}

/* Which way on branch I takes for V that is NULL, 0 or 1; -1: it does not ask.
 * Behind __builtin_expect it asks for the result of a comparison. */
static int way_if_null(const struct function *f, const struct instr *i, vid v)
{
	vid x = i->op == OP_BR ? held_against_zero(f, i) : 0;
	int way = i->cmp == CMP_NE;

	while (x && (x = strip_casts(f, x)) != v) {
		const struct instr *d = value_def(f, x);

		x = d && d->op == OP_CMP ? held_against_zero(f, d) : 0;
		/* Where a comparison for equality holds, X is not zero. */
		if (x && d->cmp == CMP_EQ)
			way = !way;
	}
	return x ? way : -1;
}

/* Does F fail wherever V turns out to be NULL, as it finds out always? */
static bool fails_without(const struct function *f, vid v)
{
	uint32_t b;

	for (b = 0; b < f->n_blocks; b++) {
		const struct block *bl = &f->blocks[b];
		int way = way_if_null(f, block_last(bl), v);

		if (way >= 0 && must_pass(f, b)
		    && !succeeds(f, f->edges[bl->succs[way]].to, UINT32_MAX))
			return true;
	}
	return false;
}

/* Does the import call F, and nobody else; and does it look at what F
 * returns? */
static bool is_of_import(const struct knowledge *k, const struct function *f,
			 unsigned depth)
{
	const struct role *role = declared_role(k->declared, f);
	const struct site *calls;
	uint32_t n, i, uses;

	if (role)
		return role->slot && role->slot->name
			&& (role->slot->convention == CONV_MODULE_INIT
			    || !strcmp(role->slot->name, "Py_mod_exec"));
	if (!f->is_static || f->address_taken || depth >= IMPORT_DEPTH)
		return false;
	calls = sites_of_calls(&k->declared->sites, f, &n);
	for (i = 0; i < n; i++)
		if (!calls[i].i->dst
		    || (value_uses(calls[i].f, calls[i].i->dst, &uses), !uses)
		    || !is_of_import(k, calls[i].f, depth + 1))
			return false;
	return n > 0;
}

/* Is it certain that the store AT of an object ends the import or puts one
 * there?  SITES are the N places where the member is used. */
static bool fills(const struct knowledge *k, const struct site *at,
		  const struct site *sites, uint32_t n)
{
	const struct instr *i = at->i;
	uint32_t s;

	if (!is_of_import(k, at->f, 0) || i->place.index
	    || !must_pass(at->f, at->block))
		return false;
	if (fails_without(at->f, strip_casts(at->f, i->a)))
		return true;
	for (s = 0; s < n; s++)
		if (sites[s].f == at->f && sites[s].i->op == OP_LOAD
		    && is_same(&sites[s].i->place, &i->place)
		    && fails_without(at->f, sites[s].i->dst))
			return true;
	return false;
}

static bool is_filled(const struct knowledge *k, const struct place *p)
{
	uint32_t n, s;
	const struct site *sites = sites_of_member(&k->declared->sites,
						   p->field, &n);
	bool any = false;

	for (s = 0; s < n; s++) {
		const struct site *at = &sites[s];
		const struct instr *i = at->i;

		if ((i->op != OP_STORE && i->op != OP_ADDR)
		    || !is_same(&i->place, p))
			continue;
		/* What ends the module, or sets it up, may do as it likes;
		 * others could take away what is there. */
		if (i->op == OP_ADDR || value_is_zero(at->f, i->a)) {
			if (k->reached[at->f->id])
				return false;
			continue;
		}
		if (!fills(k, at, sites, n))
			return false;
		any = true;
	}
	return any;
}

bool knowledge_member_is_filled(struct knowledge *k, const struct function *f,
				const struct place *p)
{
	static char yes, no;
	uint64_t key;

	if (!p->record || !p->field || p->record->is_object || p->index
	    || k->body_missing || !knowledge_is_open(k, f))
		return false;
	key = map_key_ptr(p->record->tag ? p->record->tag : p->record->name)
		^ map_key_ptr(p->field) * 3
		^ ((uint64_t) p->offset + 1) * 0x9e3779b97f4a7c15u;
	if (!map_has(&k->filled, key))
		map_set(&k->filled, key, is_filled(k, p) ? &yes : &no);
	return map_get(&k->filled, key) == &yes;
}
