/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fresh tuple whose items are all leaves is one: nobody puts anything into
 * a tuple that is filled and others have.
 */
#include "engine/acyclic-leaf.h"

#include <string.h>

enum { MAX_PLACES = 64, MAX_ROUNDS = 8, MAX_ITEMS = 64 };

/* The tuple that is made in F, and what it is called there. */
struct tuple {
	struct question *q;
	const struct function *f;
	bool *is;		/* by value: may it be the tuple? */
	const struct place *places[MAX_PLACES];	/* where it is put */
	uint32_t n_places;
	uint64_t filled;	/* item N is, by bit */
	bool is_filled, fills_any;	/* fills_any: one of unknown number */
	bool news;
};

static bool same_place(const struct function *f, const struct place *a,
		       const struct place *b)
{
	return !a->index && !b->index && a->offset == b->offset
		&& strip_casts(f, a->base) == strip_casts(f, b->base);
}

static bool is_tuple(const struct tuple *t, vid v)
{
	return t->is[strip_casts(t->f, v)];
}

static void is_one(struct tuple *t, vid v)
{
	t->news |= !t->is[v];
	t->is[v] = true;
}

/* Is P where the tuple is put? */
static bool has_place(const struct tuple *t, const struct place *p)
{
	uint32_t n;

	for (n = 0; n < t->n_places; n++)
		if (same_place(t->f, t->places[n], p))
			return true;
	return false;
}

static void follow_instr(struct tuple *t, const struct instr *i)
{
	if (i->op == OP_SELECT && (is_tuple(t, i->b) || is_tuple(t, i->c)))
		is_one(t, i->dst);
	if (i->op == OP_LOAD && has_place(t, &i->place))
		is_one(t, i->dst);
	if (i->op == OP_STORE && is_tuple(t, i->a) && t->n_places < MAX_PLACES
	    && !has_place(t, &i->place)) {
		t->places[t->n_places++] = &i->place;
		t->news = true;
	}
}

/* Finds all that the tuple is called; false: there is no end of it. */
static bool follow(struct tuple *t)
{
	uint32_t b, k, n, rounds;

	for (rounds = 0; t->news; rounds++) {
		if (rounds == MAX_ROUNDS || t->n_places == MAX_PLACES)
			return false;
		t->news = false;
		for (b = 0; b < t->f->n_blocks; b++) {
			const struct block *blk = &t->f->blocks[b];

			for (k = 0; k < blk->n_phis; k++)
				for (n = 0; n < blk->n_preds; n++)
					if (is_tuple(t, blk->phis[k].args[n]))
						is_one(t, blk->phis[k].dst);
			for (k = 0; k < blk->n_instrs; k++)
				follow_instr(t, &blk->instrs[k]);
		}
	}
	return true;
}

static void fills(struct tuple *t, const struct instr *i)
{
	const struct value *at = fn_value(t->f, strip_casts(t->f, i->args[1]));

	t->is_filled = true;
	if (at->kind == VAL_INT && at->u.i >= 0 && at->u.i < MAX_ITEMS)
		t->filled |= (uint64_t) 1 << at->u.i;
	else
		t->fills_any = true;
}

/* Does call I leave the tuple with leaves only?  A function of the unit that
 * gets it may put anything in. */
static bool call_keeps_leaves(struct tuple *t, const struct instr *i,
			      uint32_t b, uint32_t k)
{
	const struct function *callee = call_target(t->f, i);
	bool is_arg = false;
	uint32_t n;

	for (n = 0; n < i->n_args; n++)
		is_arg |= is_tuple(t, i->args[n]);
	if (!is_arg)
		return true;
	if (callee && i->n_args == 3 && is_tuple(t, i->args[0])
	    && (!strcmp(callee->name, "PyTuple_SetItem")
		|| !strcmp(callee->name, "PyTuple_SET_ITEM"))) {
		fills(t, i);
		return value_is_leaf_at(t->q, t->f, i->args[2], b, k);
	}
	return callee && (!callee->has_body || callee->in_system_header);
}

/* Whether every use leaves it with leaves only; RETURNS: whether it is
 * returned. */
static bool stays_leaf(struct tuple *t, bool *returns)
{
	uint32_t b, k;

	for (b = 0; b < t->f->n_blocks; b++)
		for (k = 0; k < t->f->blocks[b].n_instrs; k++) {
			const struct instr *i = &t->f->blocks[b].instrs[k];

			if (i->op == OP_CALL && !call_keeps_leaves(t, i, b, k))
				return false;
			/* The items' addresses are handed round. */
			if ((i->op == OP_STORE || i->op == OP_ADDR)
			    && is_tuple(t, i->place.base))
				return false;
			*returns |= i->op == OP_RET && is_tuple(t, i->a);
		}
	return t->is_filled;
}

/* Has each item of the tuple that call I makes been put in here? */
static bool is_full(const struct tuple *t, const struct instr *i)
{
	const struct value *n = i->n_args
		? fn_value(t->f, strip_casts(t->f, i->args[0])) : NULL;
	int64_t k;

	if (t->fills_any || !n || n->kind != VAL_INT || n->u.i > MAX_ITEMS)
		return true;
	for (k = 0; k < n->u.i; k++)
		if (!(t->filled >> k & 1))
			return false;
	return true;
}

/* What F does with the tuple of call I; its callers put in what is not in. */
static bool new_tuple_is_leaf(struct question *q, const struct function *f,
			      const struct instr *i)
{
	struct tuple t = { .q = q, .f = f };
	bool returns = false, is;

	t.is = memset(prc_malloc(f->n_values), 0, f->n_values);
	is_one(&t, i->dst);
	is = follow(&t) && stays_leaf(&t, &returns)
		&& (!returns || is_full(&t, i));
	prc_free(t.is);
	return is;
}

/* Py_BuildValue with scalars and strings, in round brackets only. */
static bool builds_leaves(const struct function *f, const struct instr *i)
{
	const struct value *text = i->n_args
		? fn_value(f, strip_casts(f, i->args[0])) : NULL;

	return text && text->kind == VAL_STRING && !text->offset
		&& !text->u.str.s[strspn(text->u.str.s,
					 "() ,:\tszyuU#bBhHiIlkLKnpcCdfD")];
}

bool tuple_of_leaves(struct question *q, const struct function *f,
		     const struct instr *i)
{
	const struct function *callee = call_target(f, i);
	const struct value *made = i->dst ? fn_value(f, i->dst) : NULL;
	uint32_t n;

	if (!callee || !made)
		return false;
	if (!strcmp(callee->name, "PyTuple_New"))
		return new_tuple_is_leaf(q, f, i);
	if (!strcmp(callee->name, "Py_BuildValue")
	    || !strcmp(callee->name, "_Py_BuildValue_SizeT"))
		return builds_leaves(f, i);
	if (strcmp(callee->name, "PyTuple_Pack"))
		return false;
	for (n = 1; n < i->n_args; n++)
		if (!value_is_leaf_at(q, f, i->args[n], made->def_block,
				      made->def_instr))
			return false;
	return true;
}
