/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/const-table.h"
#include "engine/arithmetic.h"

enum { MOST_ROWS = 256 };

/* A value of an initialiser, as far as symbols tell it: a number, or an
 * address that is not NULL. */
struct content { bool is_number; int64_t k; };

/* What G holds, SIZE bytes at OFFSET; false: nobody knows. */
static bool content_at(const struct global *g, uint64_t offset, uint64_t size,
		       struct content *c)
{
	uint32_t i;

	*c = (struct content) { true, 0 };
	for (i = 0; i < g->n_inits; i++) {
		const struct init *in = &g->inits[i];

		if (in->offset + in->size <= offset
		    || offset + size <= in->offset)
			continue;
		if (in->offset != offset || in->size != size)
			return false;
		switch (in->kind) {
		case INIT_INT:
			c->k = in->i;
			return true;
		case INIT_STRING: case INIT_GLOBAL: case INIT_FUNC:
			c->is_number = false;
			return true;
		default:
			return false;
		}
	}
	/* What is not named is zero. */
	return true;
}

/* Can symbol X be C? */
static bool can_be(const struct state *s, sid x, const struct content *c)
{
	const struct sym *y = sym_get(s, x);

	if (!c->is_number)
		return !sym_is_null(s, x);
	return c->k >= y->lo && c->k <= y->hi && !(y->nonzero && !c->k)
		&& !(y->not_minus_one && c->k == -1);
}

/* Does row ROW agree with what was read of other members of the element? */
static bool row_agrees(const struct state *s, const struct cell *key,
		       int64_t row)
{
	const struct global *g = key->at.ptr;
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *o = &s->cells.v[i];
		struct content c;

		if (o->at.kind != REGION_GLOBAL || o->at.ptr != g
		    || o->index != key->index || o->stride != key->stride
		    || o->is_resource)
			continue;
		if (content_at(g, (uint64_t) (o->at.offset
				+ row * (int64_t) key->stride), o->size, &c)
		    && !can_be(s, o->value, &c))
			return false;
	}
	return true;
}

/* All that X can be, so far. */
struct limits { int64_t lo, hi; bool any, zero; };

static void widen(struct limits *l, const struct content *c)
{
	int64_t lo = c->is_number ? c->k : 1;
	int64_t hi = c->is_number ? c->k : INT64_MAX;

	if (!l->any || lo < l->lo)
		l->lo = lo;
	if (!l->any || hi > l->hi)
		l->hi = hi;
	l->zero |= c->is_number && !c->k;
	l->any = true;
}

/* The rows of G that the element can be; false: nobody knows. */
static bool rows_limit(const struct state *s, const struct cell *key,
		       struct limits *l)
{
	const struct global *g = key->at.ptr;
	const struct sym *index = sym_get(s, key->index);
	int64_t n, row;

	if (!key->stride || !g->type || g->type->kind != TYPE_ARRAY
	    || g->type->size % key->stride || key->at.offset < 0
	    || key->at.offset >= key->stride)
		return false;
	n = (int64_t) (g->type->size / key->stride);
	for (row = 0; n <= MOST_ROWS && row < n; row++) {
		struct content c;

		if (row < index->lo || row > index->hi
		    || !row_agrees(s, key, row))
			continue;
		if (!content_at(g, (uint64_t) (key->at.offset
				+ row * (int64_t) key->stride), key->size, &c))
			return false;
		widen(l, &c);
	}
	return l->any;
}

/* The variable whose address the caller passes, where KEY is at what a
 * parameter points to, or at an element of that; KEY is then told from its
 * beginning. */
static const struct global *passed(struct fn_run *r, const struct state *s,
				   struct cell *key)
{
	const struct function *f = r->fn;
	int64_t offset;
	sid x = key->at.id;
	uint32_t n;

	if (key->at.kind != REGION_SYM || !f->is_static)
		return NULL;
	if (eval_element_offset(s, x, &offset)) {
		x = sym_get(s, x)->expr.a;
		key->at.offset += offset;
	}
	for (n = 0; n < f->n_params; n++)
		if (f->params[n] && env_get(s, f->params[n]) == x)
			return knowledge_table_passed(r->engine->knowledge, f,
						      n);
	return NULL;
}

/* The table of the unit that KEY is in, where nothing changes it. */
static const struct global *table_of(struct fn_run *r, const struct state *s,
				     struct cell *key)
{
	const struct global *g = key->at.kind == REGION_GLOBAL ? key->at.ptr
		: passed(r, s, key);

	return g && g->is_static && g->has_init && !g->is_external
		&& (g->is_const
		    || knowledge_only_reads(r->engine->knowledge, g))
		? g : NULL;
}

void const_table_limit(struct fn_run *r, struct state *s,
		       const struct cell *key, const struct type *t, sid x)
{
	struct cell at = *key;
	struct limits l = { 0 };
	struct content c;

	if (key->is_resource || !t
	    || (t->kind != TYPE_INT && t->kind != TYPE_PTR))
		return;
	at.at.ptr = table_of(r, s, &at);
	if (!at.at.ptr || at.at.offset < 0)
		return;
	at.at.kind = REGION_GLOBAL;
	if (key->index) {
		if (!rows_limit(s, &at, &l))
			return;
	} else if (content_at(at.at.ptr, (uint64_t) at.at.offset, at.size,
			      &c)) {
		widen(&l, &c);
	} else {
		return;
	}
	/* An unsigned number as large as that has another sign here. */
	if (l.lo < 0 && t->is_unsigned)
		return;
	state_assume_pred(s, x, (struct pred) { l.lo, l.hi, !l.zero, false });
}
