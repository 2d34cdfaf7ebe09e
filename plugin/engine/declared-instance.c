/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which struct a type's instances have: what its functions take self for,
 * held against tp_basicsize.
 *
 * Each function votes once for each struct it converts self to.  A struct of
 * exactly tp_basicsize wins; without one, what all agree on.
 */
#include "engine/tables.h"

#include <string.h>

struct vote { const struct type *record; unsigned n; };
struct ballot { VEC (struct vote) votes; };

/* PyObject and its like tell nothing. */
static bool says_nothing(const struct type *t)
{
	static const char *const names[] = { "PyObject", "_object",
		"PyVarObject", "PyTypeObject", "_typeobject",
		"PyHeapTypeObject", "_heaptypeobject" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE (names); i++)
		if ((t->name && !strcmp(t->name, names[i]))
		    || (t->tag && !strcmp(t->tag, names[i])))
			return true;
	return false;
}

static const struct type *object_struct(const struct type *t)
{
	return type_is_object_ptr(t) && t->inner->size
		&& !says_nothing(t->inner) ? t->inner : NULL;
}

static void add_vote(struct ballot *b, const struct type *record, unsigned n)
{
	struct vote vote = { record, n };
	uint32_t i;

	for (i = 0; i < b->votes.n; i++)
		if (same_record(b->votes.v[i].record, record)) {
			b->votes.v[i].n += n;
			return;
		}
	vec_push (&b->votes, vote);
}

/* The structs that F takes what SELF points to for, one vote each. */
static void votes_of_value(const struct function *f, vid self,
			   struct ballot *out)
{
	struct ballot mine = { { 0 } };
	const struct type *t = object_struct(fn_value(f, self)->type);
	uint32_t b, k;

	if (t)
		add_vote(&mine, t, 1);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			t = NULL;
			if ((i->op == OP_COPY || i->op == OP_CAST)
			    && strip_casts(f, i->dst) == self)
				t = object_struct(fn_value(f, i->dst)->type);
			else if (op_uses_place(i->op) && i->place.record
				 && strip_casts(f, i->place.base) == self
				 && i->place.record->is_object
				 && !says_nothing(i->place.record))
				t = i->place.record;
			if (t)
				add_vote(&mine, t, 1);
		}
	for (k = 0; k < mine.votes.n; k++)
		add_vote(out, mine.votes.v[k].record, 1);
	vec_release (&mine.votes);
}

/* Functions of numbers get self as either operand; a callable slot's first
 * parameter is a type for tp_new, and nothing for a static method. */
static bool first_is_self(const struct role *r)
{
	const struct slot *s = r->slot;

	if (!strcmp(s->name, "tp_new") || !strcmp(s->name, "tp_alloc")
	    || !strcmp(s->name, "tp_free") || s->convention == CONV_CALLBACK)
		return false;
	return strcmp(s->member, "PyNumberMethods") || s->n_params == 1
		|| !strncmp(s->name, "nb_inplace", 10);
}

/* What the results of allocating calls in tp_new are converted to. */
static void votes_of_new(const struct function *f, struct ballot *out)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct instr *callee;

			if (i->op != OP_CALL || !i->dst)
				continue;
			callee = value_def(f, strip_casts(f, i->callee));
			if (callee && callee->op == OP_LOAD
			    && callee->place.field
			    && !strcmp(callee->place.field, "tp_alloc"))
				votes_of_value(f, i->dst, out);
		}
}

bool type_binds(const struct type_model *t, const struct function *f)
{
	enum { METH_CLASS = 0x10, METH_STATIC = 0x20 };
	uint32_t i;

	for (i = 0; i < t->methods.n; i++)
		if (t->methods.v[i]->function == f
		    && t->methods.v[i]->flags & (METH_CLASS | METH_STATIC))
			return false;
	return true;
}

static void collect(const struct declared *d, const struct type_model *t,
		    struct ballot *out)
{
	uint32_t i;

	for (i = 0; i < d->roles.n; i++) {
		const struct role *r = &d->roles.v[i];

		if (r->type != t || !r->function->has_body)
			continue;
		if (first_is_self(r) && r->function->n_params
		    && type_binds(t, r->function))
			votes_of_value(r->function, r->function->params[0],
				       out);
		else if (!strcmp(r->slot->name, "tp_new"))
			votes_of_new(r->function, out);
	}
}

/* Is A the first member of B, so that each B is an A? */
static bool begins_with(const struct type *b, const struct type *a)
{
	return b->n_fields && !b->fields[0].offset
		&& b->fields[0].type->kind == TYPE_STRUCT
		&& (same_record(b->fields[0].type, a)
		    || begins_with(b->fields[0].type, a));
}

static const struct type *elect(const struct type_model *t,
				const struct ballot *b)
{
	const struct vote *best = NULL;
	uint32_t i;

	for (i = 0; i < b->votes.n; i++) {
		const struct vote *v = &b->votes.v[i];

		if (t->basicsize > 0
		    && v->record->size == (uint64_t) t->basicsize
		    && (!best || v->n > best->n))
			best = v;
	}
	/* All who take it for that take it for what has that first. */
	for (i = 0; best && i < b->votes.n; i++)
		if (b->votes.v[i].n >= best->n
		    && begins_with(b->votes.v[i].record, best->record))
			best = &b->votes.v[i];
	if (!best && b->votes.n == 1)
		best = &b->votes.v[0];
	return best ? best->record : NULL;
}

void declared_instances(struct declared *d)
{
	uint32_t i, depth;

	for (i = 0; i < d->types.n; i++) {
		struct ballot b = { { 0 } };

		collect(d, d->types.v[i], &b);
		d->types.v[i]->instance = elect(d->types.v[i], &b);
		vec_release (&b.votes);
	}
	/* A subtype that adds nothing. */
	for (depth = 0; depth < 4; depth++)
		for (i = 0; i < d->types.n; i++) {
			struct type_model *t = d->types.v[i];

			if (!t->instance && t->base && t->basicsize >= 0
			    && (!t->basicsize
				|| t->basicsize == t->base->basicsize))
				t->instance = t->base->instance;
		}
}
