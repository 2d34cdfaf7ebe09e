/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PyTuple_SetItem and PyList_SetItem fail for an index out of range, and the
 * former where the tuple is shared (Objects/tupleobject.c, listobject.c): not
 * for what this function has just made with more items, and nobody else has.
 *
 * Whether the index is one of an item is told by numbers, or by the text: both
 * are sums of values, and a comparison that the call is behind says so.
 */
#include "engine/filled.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

enum { MAX_TERMS = 6 };

/* A sum of values, each so many times, and a number. */
struct sum {
	vid v[MAX_TERMS];
	int64_t times[MAX_TERMS];
	unsigned n;
	int64_t k;
	bool is_open;	/* too many terms, or too large a number */
};

/* Are A and B one value, or one variable or member read twice? */
static bool is_same(const struct function *f, vid a, vid b)
{
	const struct instr *x = value_def(f, a), *y = value_def(f, b);

	return a == b || (x && y && x->op == OP_LOAD && y->op == OP_LOAD
			  && strip_casts(f, x->place.base)
			     == strip_casts(f, y->place.base)
			  && x->place.offset == y->place.offset
			  && !x->place.index && !y->place.index);
}

static void sum_term(struct sum *s, const struct function *f, vid v,
		     int64_t times)
{
	unsigned i;

	for (i = 0; i < s->n; i++)
		if (is_same(f, s->v[i], v)) {
			s->times[i] += times;
			return;
		}
	if (s->n == MAX_TERMS) {
		s->is_open = true;
		return;
	}
	s->v[s->n] = v;
	s->times[s->n++] = times;
}

/* Adds V, TIMES times, and opens at most DEPTH operations. */
static void sum_add(struct sum *s, const struct function *f, vid v,
		    int64_t times, unsigned depth)
{
	const struct instr *d;

	v = strip_casts(f, v);
	if (fn_value(f, v)->kind == VAL_INT) {
		if (__builtin_mul_overflow(times, fn_value(f, v)->u.i, &times)
		    || __builtin_add_overflow(s->k, times, &s->k))
			s->is_open = true;
		return;
	}
	d = value_def(f, v);
	if (depth && d && (d->op == OP_ADD || d->op == OP_SUB)) {
		sum_add(s, f, d->a, times, depth - 1);
		sum_add(s, f, d->b, d->op == OP_ADD ? times : -times,
			depth - 1);
		return;
	}
	sum_term(s, f, v, times);
}

/* Is S a number that is not negative? */
static bool sum_is_natural(const struct sum *s)
{
	unsigned i;

	for (i = 0; i < s->n; i++)
		if (s->times[i])
			return false;
	return !s->is_open && s->k >= 0;
}

enum { SUM_DEPTH = 3 };

/* Does INDEX begin at 0 or more, and is it counted up? */
static bool is_counted_up(const struct function *f, vid index)
{
	struct sum whole = { .k = 0 };
	unsigned i;

	sum_add(&whole, f, index, 1, SUM_DEPTH);
	for (i = 0; i < whole.n; i++) {
		const struct phi *phi = value_phi(f, whole.v[i]);
		uint32_t n, p;

		if (!phi || whole.times[i] != 1)
			continue;
		n = f->blocks[fn_value(f, whole.v[i])->def_block].n_preds;
		for (p = 0; p < n; p++) {
			struct sum first = whole, next = { .k = 0 };

			/* The index, were this the value. */
			sum_term(&first, f, whole.v[i], -1);
			sum_add(&first, f, phi->args[p], 1, SUM_DEPTH);
			/* How much more than before it is. */
			sum_add(&next, f, phi->args[p], 1, SUM_DEPTH);
			sum_term(&next, f, whole.v[i], -1);
			if (!sum_is_natural(&first) && !sum_is_natural(&next))
				break;
		}
		if (p == n)
			return true;
	}
	return false;
}

/* On the way to block TO without EDGE. */
struct detour { uint32_t to; const struct edge *edge; };

static enum path_verdict is_there(const struct function *f, struct position p,
				  void *data)
{
	(void) f;
	return p.block == ((struct detour *) data)->to ? PATH_FOUND : PATH_ON;
}

static bool is_open(const struct function *f, const struct edge *e, void *data)
{
	(void) f;
	return e != ((struct detour *) data)->edge;
}

/* Can block TO be reached from the entry without EDGE? */
static bool is_around(const struct function *f, uint32_t to, uint32_t edge)
{
	struct detour d = { to, &f->edges[edge] };
	struct position entry = { 0, 0 };

	return path_find(f, entry, is_there, is_open, &d, NULL);
}

/* Is V how many items CONTAINER has, by an accessor? */
static bool is_size_of(const struct function *f, vid v, vid container)
{
	const struct instr *d = value_def(f, strip_casts(f, v));
	const struct function *t = d && d->op == OP_CALL && d->n_args == 1
		? call_target(f, d) : NULL;

	return t && (!strcmp(t->name, "PyList_GET_SIZE")
		     || !strcmp(t->name, "PyTuple_GET_SIZE")
		     || !strcmp(t->name, "PyList_Size")
		     || !strcmp(t->name, "PyTuple_Size")
		     || !strcmp(t->name, "Py_SIZE"))
		&& is_same(f, strip_casts(f, d->args[0]),
			   strip_casts(f, container));
}

/* Does (A below B, or at most B) say that the index of CALL is less than SIZE?
 * SIZE 0: than B, which is how many items there are. */
static bool says_below(const struct function *f, const struct instr *call,
		       vid size, vid a, vid b, bool or_equal)
{
	struct sum rest = { .k = or_equal ? -1 : 0 };

	if (!size && !is_size_of(f, b, call->args[0]))
		return false;
	sum_add(&rest, f, size ? size : b, 1, SUM_DEPTH);
	sum_add(&rest, f, call->args[1], -1, SUM_DEPTH);
	sum_add(&rest, f, b, -1, SUM_DEPTH);
	sum_add(&rest, f, a, 1, SUM_DEPTH);
	return sum_is_natural(&rest);
}

/* Is CALL, in block AT, reached only where a comparison says that its index is
 * less than SIZE? */
static bool is_below_size(const struct function *f, const struct instr *call,
			  uint32_t at, vid size)
{
	uint32_t b, n;

	for (b = 0; b < f->n_blocks; b++) {
		const struct instr *i = f->blocks[b].reachable
			? block_last(&f->blocks[b]) : NULL;

		for (n = 0; i && i->op == OP_BR && n < 2; n++) {
			enum cmp c = n ? cmp_negate(i->cmp) : i->cmp;
			bool swap = c == CMP_GT || c == CMP_GE;

			if (swap)
				c = cmp_swap(c);
			if ((c == CMP_LT || c == CMP_LE)
			    && says_below(f, call, size, swap ? i->b : i->a,
					  swap ? i->a : i->b, c == CMP_LE)
			    && !is_around(f, at, f->blocks[b].succs[n]))
				return true;
		}
	}
	return false;
}

/* The call that made the container, where it is still this function's alone. */
static const struct instr *made_here(const struct call *c,
				     const struct state *s, bool *is_list)
{
	const struct thing *t = thing_get(s, c->args[1]);
	const struct function *by;

	*is_list = call_name_is(c->c, "PyList_SetItem");
	if (!*is_list && !call_name_is(c->c, "PyTuple_SetItem"))
		return NULL;
	if (!t || t->birth != BIRTH_NEW || t->refs != 1 || t->escaped
	    || t->shared || t->given || t->stored || !t->born
	    || t->born->op != OP_CALL || !sym_is_nonnull(s, c->args[1]))
		return NULL;
	by = call_target(c->r->fn, t->born);
	return by && (*is_list || !strcmp(by->name, "PyTuple_New")) ? t->born
		: NULL;
}

bool call_fills_own_item(const struct call *c, const struct state *s)
{
	const struct function *f = c->r->fn;
	const struct instr *by;
	vid size = 0;
	int64_t k;
	bool is_list;

	/* Where the code asks, what it does then is looked at: to release the
	 * item is wrong, even where only a change of the code would show it. */
	if (c->i->dst || c->i->n_args != 3
	    || !(by = made_here(c, s, &is_list)))
		return false;
	if (!strcmp(call_target(f, by)->name,
		    is_list ? "PyList_New" : "PyTuple_New"))
		size = by->args[0];
	if (sym_constant(s, c->args[2], &k)) {
		const struct value *n = fn_value(f, size);

		if (size && n->kind == VAL_INT)
			return k >= 0 && k < n->u.i;
	}
	if (sym_get(s, c->args[2])->lo < 0
	    && !is_counted_up(f, c->i->args[1]))
		return false;
	return (size && is_below_size(f, c->i, c->r->block_id, size))
		|| is_below_size(f, c->i, c->r->block_id, 0);
}
