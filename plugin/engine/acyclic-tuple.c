/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fresh tuple whose items are all leaves is one: nobody puts anything into
 * a tuple that is filled and others have.
 */
#include "engine/acyclic-leaf.h"

#include <string.h>

enum { MAX_NAMES = 256, MAX_ITEMS = 64 };

/* The tuple that is made in F, and what it is called there. */
struct tuple {
	struct question *q;
	const struct function *f;
	VEC (vid) names;	/* values that may be the tuple */
	VEC (const struct place *) places;	/* where it is put */
	uint64_t filled;	/* item N is, by bit */
	bool is_filled, fills_any;	/* fills_any: one of unknown number */
	bool leaves;	/* it is returned, or put where others find it */
};

static bool is_tuple(const struct tuple *t, vid v)
{
	uint32_t n;

	for (n = 0; n < t->names.n; n++)
		if (t->names.v[n] == v)
			return true;
	return false;
}

static void is_one(struct tuple *t, vid v)
{
	if (!is_tuple(t, v))
		vec_push(&t->names, v);
}

static bool same_place(const struct function *f, const struct place *a,
		       const struct place *b)
{
	return !a->index && !b->index && a->offset == b->offset
		&& strip_casts(f, a->base) == strip_casts(f, b->base);
}

/* What is loaded from the last of the places is the tuple. */
static bool is_loaded(const struct function *f, const struct value_use *at,
		      vid v, void *data)
{
	struct tuple *t = data;
	const struct instr *i = &f->blocks[at->block].instrs[at->instr];

	(void) v;
	if (i->op == OP_LOAD
	    && same_place(f, t->places.v[t->places.n - 1], &i->place))
		is_one(t, i->dst);
	return false;
}

/* The tuple is put at P. */
static void put(struct tuple *t, const struct place *p)
{
	vid base = strip_casts(t->f, p->base);
	uint32_t n;

	t->leaves |= fn_value(t->f, base)->kind != VAL_LOCAL;
	for (n = 0; n < t->places.n; n++)
		if (same_place(t->f, t->places.v[n], p))
			return;
	vec_push(&t->places, p);
	value_any_use(t->f, base, is_loaded, t);
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

/* Does call I, instruction K of block B, leave the tuple with leaves only?  A
 * function of the unit that gets it may put anything in. */
static bool call_keeps_leaves(struct tuple *t, const struct instr *i,
			      uint32_t b, uint32_t k)
{
	const struct function *callee = call_target(t->f, i);

	if (callee && i->n_args == 3 && is_tuple(t, i->args[0])
	    && (!strcmp(callee->name, "PyTuple_SetItem")
		|| !strcmp(callee->name, "PyTuple_SET_ITEM"))) {
		fills(t, i);
		return value_is_leaf_at(t->q, t->f, i->args[2], b, k);
	}
	return callee && (!callee->has_body || callee->in_system_header);
}

/* Does the use AT of V, one of its names, leave the tuple with leaves only?
 * Other names that it has by it are noted. */
static bool use_keeps_leaves(struct tuple *t, vid v,
			     const struct value_use *at)
{
	const struct block *b = &t->f->blocks[at->block];
	const struct instr *i;

	if (at->is_phi) {
		is_one(t, b->phis[at->instr].dst);
		return true;
	}
	i = &b->instrs[at->instr];
	switch (i->op) {
	case OP_COPY: case OP_CAST:
		is_one(t, i->dst);
		break;
	case OP_SELECT:
		if (i->b == v || i->c == v)
			is_one(t, i->dst);
		break;
	case OP_STORE:
		if (i->a == v)
			put(t, &i->place);
		/* The items' addresses are handed round. */
		return i->place.base != v;
	case OP_ADDR:
		return i->place.base != v;
	case OP_CALL:
		return call_keeps_leaves(t, i, at->block, at->instr);
	case OP_RET:
		t->leaves = true;
		break;
	default:
		break;
	}
	return true;
}

/* Does every use leave it with leaves only? */
static bool stays_leaf(struct tuple *t)
{
	const struct value_use *at;
	uint32_t n, k, uses;

	for (n = 0; n < t->names.n; n++) {
		at = value_uses(t->f, t->names.v[n], &uses);
		for (k = 0; k < uses; k++)
			if (!use_keeps_leaves(t, t->names.v[n], &at[k]))
				return false;
		/* There is no end of it. */
		if (t->names.n > MAX_NAMES)
			return false;
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

/* What F does with the tuple of call I.  Whoever gets it puts in what is not
 * in. */
static bool new_tuple_is_leaf(struct question *q, const struct function *f,
			      const struct instr *i)
{
	struct tuple t = { .q = q, .f = f };
	bool is;

	is_one(&t, i->dst);
	is = stays_leaf(&t) && (!t.leaves || is_full(&t, i));
	vec_release(&t.names);
	vec_release(&t.places);
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
