/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buffer-overflow: a byte at a constant place of a Py_buffer, whose len the
 * path knows: `if (v.len < 3) fail', and then the fourth byte.
 */
#include "check/bounds.h"
#include "engine/tables.h"

#include <string.h>

/* Is A the start of a local Py_buffer?  Its first member is buf.
 * source: Include/pybuffer.h. */
static bool is_view(const struct function *f, const struct addr *a)
{
	const struct type *t = a->kind == REGION_LOCAL
		? f->locals[a->id].type : NULL;

	return t && t->name && !strcmp(t->name, "Py_buffer") && !a->offset;
}

/* Where len is in LOCAL, a Py_buffer: how wide what stands before it is, the
 * target says.  -1: there is none. */
static int64_t len_at(const struct function *f, uint32_t local)
{
	const struct field *fd = type_field_named(f->locals[local].type,
						  "len");

	return fd ? (int64_t) fd->offset : -1;
}

bool bounds_view_of(const struct step *s, sid x, uint32_t *local)
{
	const struct state *st = s->before;
	uint32_t n;

	for (n = 0; n < st->cells.n; n++) {
		const struct cell *c = &st->cells.v[n];

		if (c->value == x && !c->is_resource && !c->index
		    && is_view(s->run->fn, &c->at)) {
			*local = c->at.id;
			return true;
		}
	}
	return false;
}

/* What the path holds in len of LOCAL, a Py_buffer; 0: not known. */
static sid length_of(const struct step *s, uint32_t local)
{
	const struct state *st = s->before;
	struct addr at = { .kind = REGION_LOCAL, .id = local,
		.offset = len_at(s->run->fn, local) };
	uint32_t n;

	for (n = 0; n < st->cells.n; n++)
		if (!st->cells.v[n].index && !st->cells.v[n].is_resource
		    && addr_equal(&st->cells.v[n].at, &at))
			return st->cells.v[n].value;
	return 0;
}

/* Is V len of LOCAL, or made of it? */
static bool is_length(const struct function *f, vid v, uint32_t local)
{
	const struct instr *d = value_def(f, number_strip(f, v));
	const struct value *base = d && d->op == OP_LOAD
		? fn_value(f, d->place.base) : NULL;

	return base && base->kind == VAL_LOCAL && base->u.local == local
		&& d->place.offset == len_at(f, local) && !d->place.index;
}

/* Does call I hand the address of LOCAL to one that may look at its len? */
static bool hands_on(const struct function *f, const struct instr *i,
		     uint32_t local)
{
	const struct function *t = call_target(f, i);
	uint32_t n;

	if (t && (!strncmp(t->name, "PyObject_GetBuffer", 18)
		  || !strncmp(t->name, "PyBuffer_Release", 16)
		  || !strncmp(t->name, "PyArg_", 6)
		  || !strncmp(t->name, "_PyArg_", 7)))
		return false;
	for (n = 0; n < i->n_args; n++) {
		const struct value *v = fn_value(f, strip_casts(f,
							i->args[n]));

		if (v->kind == VAL_LOCAL && v->u.local == local)
			return true;
	}
	return false;
}

/* Is len of LOCAL one of several values that meet? */
static bool is_merged(const struct function *f, const struct block *b,
		      uint32_t local)
{
	uint32_t i, n;

	for (i = 0; i < b->n_phis; i++)
		for (n = 0; n < b->n_preds; n++)
			if (is_length(f, b->phis[i].args[n], local))
				return true;
	return false;
}

/* Does the body do nothing with len of LOCAL but compare it with constants?
 * Then what the path knows of it is what these comparisons say. */
static bool read_comparisons(const struct function *f, uint32_t local)
{
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		if (is_merged(f, &f->blocks[b], local))
			return false;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_CALL && hands_on(f, i, local))
				return false;
			for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
				if (is_length(f, i->args[n], local))
					return false;
			if (i->op == OP_LOAD || i->op == OP_CAST
			    || i->op == OP_COPY || !i->a)
				continue;
			if (!is_length(f, i->a, local)
			    && !(i->b && is_length(f, i->b, local)))
				continue;
			if ((i->op != OP_BR && i->op != OP_CMP) || !i->b
			    || fn_value(f, value_strip_copies(f, i->b))->kind
			       != VAL_INT)
				return false;
		}
	return true;
}

static bool is_compared_only(struct check_context *c, const struct function *f,
			     uint32_t local)
{
	static char yes, no;
	struct map *known = &bounds_data(c)->views;
	uint64_t key = map_key_ptr(&f->locals[local]);
	const char *is = map_get(known, key);

	if (!is) {
		is = read_comparisons(f, local) ? &yes : &no;
		map_set(known, key, (void *) is);
	}
	return is == &yes;
}

/* A byte, up to END, of LOCAL where nothing asks how many there are.  The first
 * may be the NUL that bytes end with. */
static void unasked_byte(struct check_context *c, const struct step *s,
			 uint32_t local, int64_t end)
{
	const char *name = end < 2 ? NULL : bounds_unasked_view(c, s, local);

	if (name && bounds_is_first(c, s, ONCE_VIEW, local))
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"byte %lld of ‘%s’, and nothing asks how many there "
			"are", (long long) end - 1, name));
}

/* Where the access of S is: the symbol that it counts from, and its end from
 * there, at most, where its index has a range. */
static bool access_end(const struct step *s, sid *x, int64_t *end)
{
	struct element e = bounds_element(s->run->fn, s->place);
	sid base = e.base ? env_get(s->before, e.base) : 0;
	sid index = e.index ? env_get(s->before, e.index) : 0;
	const struct sym *y = sym_get(s->before, index);
	struct addr a = state_deref(s->before, base);
	int64_t k = 0;

	if (!base || a.kind != REGION_SYM || a.offset < 0
	    || (e.index
		&& (!index || y->lo < 0 || y->hi >= INT32_MAX
		    || __builtin_mul_overflow(y->hi, (int64_t) e.stride, &k))))
		return false;
	*x = a.id;
	return !__builtin_add_overflow(k, e.offset + (int64_t) s->place->size,
				       &k)
		&& !__builtin_add_overflow(a.offset, k, end);
}

/* Is the place of S a constant one? */
static bool is_constant_place(const struct step *s)
{
	return !bounds_element(s->run->fn, s->place).index;
}

void bounds_view(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;
	const struct sym *y;
	const char *name;
	uint32_t local;
	int64_t end;
	sid x;

	if (!s->place || !s->value || !s->place->size
	    || !access_end(s, &x, &end) || !bounds_view_of(s, x, &local))
		return;
	unasked_byte(c, s, local, end);
	x = length_of(s, local);
	y = x ? sym_get(st, x) : NULL;
	if (!is_constant_place(s) || !y || end <= y->lo
	    || (end <= y->hi && y->lo < 1)
	    || !is_compared_only(c, s->run->fn, local))
		return;
	name = s->run->fn->locals[local].name;
	if (!name)
		name = "the buffer";
	if (end > y->hi)
		bounds_report(c, s, name, step_finding(c, s, st, NULL,
			"byte %lld of ‘%s’, which has at most %lld here",
			(long long) end - 1, name, (long long) y->hi));
	else if (y->lo >= 1)
		bounds_report(c, s, name, step_finding(c, s, st, NULL,
			"byte %lld of ‘%s’, which can have %lld only by the "
			"test here", (long long) end - 1, name,
			(long long) y->lo));
}
