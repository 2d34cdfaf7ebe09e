/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See constants.h.  A value is followed backwards through copies, casts,
 * SELECTs and PHIs; a bound on the values visited ends cycles.
 */
#include "check/constants.h"

#include <string.h>

#define VISITS_MAX 64

typedef void (*root_cb)(const struct function *f, vid v, void *data);

struct walk {
	const struct function *f;
	root_cb cb;
	void *data;
	vid seen[VISITS_MAX];
	unsigned n_seen;
};

static bool walk_seen(struct walk *w, vid v)
{
	for (unsigned i = 0; i < w->n_seen; i++)
		if (w->seen[i] == v)
			return true;
	if (w->n_seen == VISITS_MAX)
		return true;
	w->seen[w->n_seen++] = v;
	return false;
}

static void walk_value(struct walk *w, vid v);

static void walk_phi(struct walk *w, const struct value *v, vid dst)
{
	const struct block *b = &w->f->blocks[v->def_block];

	for (uint32_t i = 0; i < b->n_phis; i++) {
		if (b->phis[i].dst != dst)
			continue;
		for (uint32_t k = 0; k < b->n_preds; k++)
			walk_value(w, b->phis[i].args[k]);
	}
}

/* Calls the callback for each value that V is a copy or choice of and that
 * is neither. */
static void walk_value(struct walk *w, vid v)
{
	const struct value *value = fn_value(w->f, v);
	const struct instr *def;

	if (walk_seen(w, v))
		return;
	if (value->kind == VAL_SSA && value->is_phi) {
		walk_phi(w, value, v);
		return;
	}
	def = value_def(w->f, v);
	if (def && (def->op == OP_COPY || def->op == OP_CAST)) {
		walk_value(w, def->a);
	} else if (def && def->op == OP_SELECT) {
		walk_value(w, def->b);
		walk_value(w, def->c);
	} else {
		w->cb(w->f, v, w->data);
	}
}

static void walk_roots(const struct function *f, vid v, root_cb cb,
		       void *data)
{
	struct walk w = { .f = f, .cb = cb, .data = data };

	if (v)
		walk_value(&w, v);
}

/* ------------------------------------------------------------ strings */

struct string_list { struct constant_string *v; unsigned n; };

static void add_string(struct string_list *l, const char *s, size_t len,
		       int64_t offset)
{
	if (!s || offset < 0 || (uint64_t) offset > len
	    || l->n == CONSTANTS_MAX)
		return;
	s += offset;
	len = strnlen(s, len - (size_t) offset);
	for (unsigned i = 0; i < l->n; i++)
		if (l->v[i].len == len && !memcmp(l->v[i].s, s, len))
			return;
	l->v[l->n].s = s;
	l->v[l->n++].len = len;
}

/* A constant array of characters, or a constant pointer to a string. */
static void add_global_string(struct string_list *l, const struct global *g,
			      int64_t offset)
{
	const struct init *init;
	bool is_const = g->is_const || (g->type && g->type->is_const);

	if (!is_const || !g->has_init)
		return;
	init = global_init_at(g, 0);
	if (init && init->kind == INIT_STRING)
		add_string(l, init->s, init->len, init->i + offset);
}

static void take_string(const struct function *f, vid v, void *data)
{
	const struct value *value = fn_value(f, v);
	const struct instr *def = value_def(f, v);

	if (value->kind == VAL_STRING) {
		add_string(data, value->u.str.s, value->u.str.len,
			   value->offset);
	} else if (value->kind == VAL_GLOBAL && value->u.global->type
		   && value->u.global->type->kind == TYPE_ARRAY) {
		add_global_string(data, value->u.global, value->offset);
	} else if (def && def->op == OP_LOAD && !def->place.index
		   && !def->place.offset) {
		const struct value *base = fn_value(f, def->place.base);

		if (base->kind == VAL_GLOBAL && !base->offset)
			add_global_string(data, base->u.global, 0);
	}
}

unsigned constant_strings(const struct function *f, vid v,
			  struct constant_string *out)
{
	struct string_list l = { .v = out };

	walk_roots(f, v, take_string, &l);
	return l.n;
}

/* ------------------------------------------------------------- arrays */

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

static void fill_from_global(struct string_array *a, const struct global *g,
			     unsigned pointer_size)
{
	for (uint32_t i = 0; i < a->n; i++)
		a->elements[i].item = ITEM_NULL;
	for (uint32_t i = 0; i < g->n_inits; i++) {
		uint64_t k = g->inits[i].offset / pointer_size;

		if (k < a->n)
			set_from_init(&a->elements[k], &g->inits[i]);
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
	} else if (constant_strings(f, v, s) == 1) {
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
		fill_from_global(a, from->u.global, pointer_size);
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

static void take_array(const struct function *f, vid v, void *data)
{
	const struct value *value = fn_value(f, v);
	struct array_list *l = data;
	struct string_array *a;

	if (value->offset)
		return;
	if (value->kind == VAL_GLOBAL) {
		const struct global *g = value->u.global;

		if (!g->has_init || g->is_external)
			return;
		a = new_array(l, array_length(g->type, l->pointer_size));
		if (a)
			fill_from_global(a, g, l->pointer_size);
	} else if (value->kind == VAL_LOCAL) {
		uint32_t n = array_length(f->locals[value->u.local].type,
					  l->pointer_size);

		a = new_array(l, n);
		if (a && !fill_from_stores(f, a, value->u.local,
					   l->pointer_size))
			l->n--;
	}
}

unsigned constant_arrays(const struct function *f, vid v,
			 unsigned pointer_size, struct arena *a,
			 struct string_array *out)
{
	struct array_list l = { .v = out, .pointer_size = pointer_size,
		.arena = a };

	walk_roots(f, v, take_array, &l);
	return l.n;
}
