/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which type of the unit an allocator makes an object of. */
#include "check/made-type.h"
#include "engine/tables.h"

#include <string.h>

enum { TPFLAGS_HAVE_GC = 1 << 14 };

static const struct type_model *type_of_object(const struct declared *d,
					       const struct global *g)
{
	uint32_t i;

	for (i = 0; i < d->types.n; i++)
		if (d->types.v[i]->object == g)
			return d->types.v[i];
	return NULL;
}

static bool is_plain_object(const struct type *t)
{
	return t->kind == TYPE_PTR && t->inner
		&& ((t->inner->name && !strcmp(t->inner->name, "PyObject"))
		    || (t->inner->tag && !strcmp(t->inner->tag, "_object")));
}

/* The struct that the code takes what I makes for: not PyObject itself. */
static const struct type *made_struct(const struct function *f,
				      const struct instr *i)
{
	const struct type *t = i->dst ? fn_value(f, i->dst)->type : NULL;
	uint32_t b, k;

	for (b = 0; i->dst && b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs
		     && (!t || is_plain_object(t)); k++) {
			const struct instr *u = &f->blocks[b].instrs[k];

			if (u->op == OP_CAST && u->a == i->dst)
				t = fn_value(f, u->dst)->type;
		}
	return t && t->kind == TYPE_PTR && !is_plain_object(t)
		? t->inner : NULL;
}

/* A type whose instances are such structs, where all of them agree on the
 * collector: the type is a variable, a heap type's. */
static const struct type_model *type_of_struct(const struct declared *d,
					       const struct type *record)
{
	const struct type_model *first = NULL;
	uint32_t i;

	for (i = 0; record && i < d->types.n; i++) {
		const struct type_model *t = d->types.v[i];

		if (!same_record(t->instance, record))
			continue;
		if (!t->flags_known || t->is_generated || !t->is_heap
		    || (first && (first->flags ^ t->flags) & TPFLAGS_HAVE_GC))
			return NULL;
		first = first ? first : t;
	}
	return first;
}

const struct type_model *made_type(const struct declared *d,
				   const struct function *f,
				   const struct instr *i)
{
	struct global *g;
	int64_t offset;

	return global_address(f, i->args[0], &g, &offset)
		? type_of_object(d, g)
		: type_of_struct(d, made_struct(f, i));
}
