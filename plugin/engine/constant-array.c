/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrays of strings, static or filled in by the function: see constants.h. */
#include "engine/constants.h"

#include <string.h>

struct array_list {
	struct string_array *v;
	unsigned n, pointer_size;
	struct arena *arena;
};

static uint32_t array_length(const struct type *t, unsigned pointer_size)
{
	if (!t || t->kind != TYPE_ARRAY || !t->inner
	    || t->inner->kind != TYPE_PTR)
		return 0;
	return (uint32_t) (t->size / pointer_size);
}

static struct string_array *new_array(struct array_list *l, uint32_t n)
{
	struct string_array *a;

	if (!n || l->n == CONSTANTS_MAX)
		return NULL;
	a = &l->v[l->n++];
	a->arena = l->arena;
	a->n = n;
	a->elements = ARENA_ARRAY(l->arena, struct array_element, n);
	return a;
}

static void set_from_init(struct array_element *e, const struct init *init)
{
	e->item = ITEM_ADDRESS;
	if (init->kind == INIT_INT) {
		e->item = init->i ? ITEM_ADDRESS : ITEM_NULL;
	} else if (init->kind == INIT_STRING && init->i >= 0
		   && (uint64_t) init->i <= init->len) {
		e->item = ITEM_STRING;
		e->string.s = init->s + init->i;
		e->string.len = strnlen(e->string.s,
					init->len - (size_t) init->i);
	}
}

/* From element FIRST on. */
static void fill_from_global(struct string_array *a, const struct global *g,
			     uint32_t first, unsigned pointer_size)
{
	for (uint32_t i = 0; i < a->n; i++)
		a->elements[i].item = ITEM_NULL;
	for (uint32_t i = 0; i < g->n_inits; i++) {
		uint64_t k = g->inits[i].offset / pointer_size;

		if (k >= first && k - first < a->n)
			set_from_init(&a->elements[k - first], &g->inits[i]);
	}
}

/* What one store puts into the local array: a second, different store to an
 * element makes it unknown. */
static void set_element(const struct function *f, struct array_element *e,
			vid v, bool *known)
{
	struct constant_string s[CONSTANTS_MAX];
	struct array_element now = { .item = ITEM_UNKNOWN };

	if (value_is_zero(f, v)) {
		now.item = ITEM_NULL;
	} else if (constant_strings(NULL, f, v, s) == 1) {
		now.item = ITEM_STRING;
		now.string = s[0];
	}
	if (e->item != ITEM_UNKNOWN && (e->item != now.item
					|| e->string.s != now.string.s))
		*known = false;
	*e = now;
}

/* One instruction's effect on the local array A; false: it cannot be known. */
static bool fill_from_instr(const struct function *f, struct string_array *a,
			    const struct instr *i, uint32_t local,
			    unsigned pointer_size)
{
	const struct value *base;
	bool known = true;
	int64_t offset;

	if (!op_uses_place(i->op) || i->op == OP_CLOBBER || i->op == OP_ADDR
	    || i->op == OP_LOAD)
		return true;
	base = fn_value(f, i->place.base);
	if (base->kind != VAL_LOCAL || base->u.local != local)
		return true;
	offset = base->offset + i->place.offset;
	if (i->place.index || offset < 0)
		return false;
	if (i->op == OP_ZERO) {
		for (uint32_t k = 0; k < a->n; k++)
			if (a->elements[k].item == ITEM_UNKNOWN)
				a->elements[k].item = ITEM_NULL;
	} else if (i->op == OP_MOVE) {
		const struct value *from = fn_value(f, i->a);

		if (from->kind != VAL_GLOBAL || from->offset || offset)
			return false;
		fill_from_global(a, from->u.global, 0, pointer_size);
	} else if ((uint64_t) offset / pointer_size < a->n) {
		struct array_element *e =
			&a->elements[(uint64_t) offset / pointer_size];

		/* The zeroing before the stores is no second value. */
		if (e->item == ITEM_NULL)
			e->item = ITEM_UNKNOWN;
		set_element(f, e, i->a, &known);
	}
	return known;
}

static bool fill_from_stores(const struct function *f,
			     struct string_array *a, uint32_t local,
			     unsigned pointer_size)
{
	for (uint32_t r = 0; r < f->n_rpo; r++) {
		const struct block *b = &f->blocks[f->rpo[r]];

		for (uint32_t i = 0; i < b->n_instrs; i++)
			if (!fill_from_instr(f, a, &b->instrs[i], local,
					     pointer_size))
				return false;
	}
	for (uint32_t i = 0; i < a->n; i++)
		if (a->elements[i].item == ITEM_UNKNOWN)
			return false;
	return true;
}

static void take_global(struct array_list *l, const struct global *g,
			int64_t offset)
{
	uint32_t n, first = (uint32_t) (offset / (int64_t) l->pointer_size);
	struct string_array *a;

	if (!g->has_init || g->is_external || offset < 0
	    || offset % (int64_t) l->pointer_size)
		return;
	n = array_length(g->type, l->pointer_size);
	a = first < n ? new_array(l, n - first) : NULL;
	if (a)
		fill_from_global(a, g, first, l->pointer_size);
}

/* The list of a _PyArg_Parser. */
static void take_parser(struct array_list *l, const struct global *g)
{
	const struct init *keywords = parser_member(g, "keywords");

	if (keywords && keywords->kind == INIT_GLOBAL)
		take_global(l, keywords->global, keywords->i);
}

static void take_array(const struct function *f, vid v, void *data)
{
	int64_t offset;
	const struct value *value = constant_address(f, v, &offset);
	struct array_list *l = data;
	struct string_array *a;

	if (value->kind == VAL_GLOBAL && is_parser(value->u.global->type)) {
		take_parser(l, value->u.global);
	} else if (value->kind == VAL_GLOBAL) {
		take_global(l, value->u.global, offset);
	} else if (value->kind == VAL_LOCAL && !offset) {
		uint32_t n = array_length(f->locals[value->u.local].type,
					  l->pointer_size);

		a = new_array(l, n);
		if (a && !fill_from_stores(f, a, value->u.local,
					   l->pointer_size))
			l->n--;
	}
}

unsigned constant_arrays(const struct unit *u, const struct function *f,
			 vid v, unsigned pointer_size, struct arena *a,
			 struct string_array *out)
{
	struct array_list l = { .v = out, .pointer_size = pointer_size,
		.arena = a };

	constant_roots(u, f, v, take_array, &l);
	return l.n;
}
