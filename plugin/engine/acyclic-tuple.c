/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fresh tuple whose items are all leaves is one: nothing else can ever be
 * put into it.
 */
#include "engine/acyclic-leaf.h"

#include <string.h>

/* The tuple that call MADE gives, where it stands in F. */
struct tuple {
	struct question *q;
	const struct function *f;
	vid made;
	bool is_filled;
};

static bool same_place(const struct function *f, const struct place *a,
		       const struct place *b)
{
	return !a->index && !b->index && a->offset == b->offset
		&& strip_casts(f, a->base) == strip_casts(f, b->base);
}

/* Is V the tuple, or read from where the function has put it? */
static bool is_tuple(const struct tuple *t, vid v)
{
	const struct instr *def;
	uint32_t b, k;

	v = strip_casts(t->f, v);
	if (v == t->made)
		return true;
	def = value_def(t->f, v);
	if (!def || def->op != OP_LOAD)
		return false;
	for (b = 0; b < t->f->n_blocks; b++)
		for (k = 0; k < t->f->blocks[b].n_instrs; k++) {
			const struct instr *i = &t->f->blocks[b].instrs[k];

			if (i->op == OP_STORE
			    && strip_casts(t->f, i->a) == t->made
			    && same_place(t->f, &i->place, &def->place))
				return true;
		}
	return false;
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
		t->is_filled = true;
		return value_is_leaf_at(t->q, t->f, i->args[2], b, k);
	}
	return callee && (!callee->has_body || callee->in_system_header);
}

static bool stays_leaf(struct tuple *t)
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
		}
	return t->is_filled;
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
	struct tuple t = { q, f, i->dst, false };
	uint32_t n;

	if (!callee || !made)
		return false;
	if (!strcmp(callee->name, "PyTuple_New"))
		return stays_leaf(&t);
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
