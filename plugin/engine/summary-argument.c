/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an exit state says of the arguments: what was asked of them, what
 * became of references to them, what stands in their memory. */
#include "engine/call.h"
#include "engine/exits.h"
#include "engine/lender.h"
#include "engine/tables.h"

#include <string.h>

int summary_param_of(const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);

	return t && t->birth == BIRTH_PARAM && !sym_get(s, x)->interior
		? t->param : 0;
}

/* What became of the references to argument P. */
static void param_reference(struct fn_run *r, const struct thing *t,
			    int p, bool is_result, bool in_arguments,
			    struct exit_outcome *out)
{
	/* It was found to be None or the like. */
	if (t->immortal) {
		exit_add(out, EFF_IMMORTAL, p, 0, 0);
		return;
	}
	if (t->escaped) {
		exit_add(out, EFF_ESCAPES, p, 0, 0);
		return;
	}
	if (t->refs < 0 && t->family) {
		exit_add(out, EFF_RELEASE, p, t->family, 0);
		return;
	}
	if (!t->refs && t->family && !t->stored)
		exit_add(out, EFF_KEEPS, p, t->family, 0);
	if (t->refs < 0) {
		bool lives = t->given || t->shared || t->stored;

		exit_add(out, lives ? EFF_GIVE : EFF_DROP, p,
			 lives ? WHO_UNKNOWN : 0, 0);
	}
	else if (t->refs > t->stored && !is_result)
		exit_add(out, EFF_OWN, p, 0, 0);
	else if (argument_is_taken_over(r, t))
		exit_add(out, EFF_GIVE, p, WHO_UNKNOWN, 0);
	else if (t->stored && t->refs == 0 && !in_arguments)
		exit_add(out, EFF_ESCAPES, p, 0, 0);
	else if (t->stored && in_arguments) {
		/* The one that was stored is counted; an owner that got the
		 * argument's own before has it still. */
		if (t->refs > 0)
			exit_add(out, EFF_OWN, p, 0, 0);
		if (t->given || t->shared)
			exit_add(out, EFF_SHARE, p, WHO_UNKNOWN, 0);
	}
	else if (t->stored || t->shared)
		exit_add(out, EFF_SHARE, p, WHO_UNKNOWN, 0);
}

static void param_condition(const struct state *s, sid x, int p,
			    struct exit_outcome *out)
{
	if (sym_is_null(s, x))
		exit_add(out, EFF_IF_NULL, p, 0, 0);
	else if (sym_is_nonnull(s, x))
		exit_add(out, EFF_IF_NONNULL, p, 0, 0);
}

/* Does C, in plain memory of an argument, hold what T is borrowed from? */
static bool is_lent(const struct state *s, const struct thing *t,
		    const struct cell *c)
{
	return t && (t->birth == BIRTH_BORROW || t->birth == BIRTH_STATIC
		     || (t->birth == BIRTH_FIELD && t->field_record
			 && t->field_record->is_object && !c->at.offset))
		&& !t->family && !t->escaped
		&& t->refs <= 0 && t->life == LIFE_ALIVE
		&& sym_get(s, c->value)->is_object
		&& sym_is_nonnull(s, c->value)
		&& !sym_get(s, c->at.id)->is_object;
}

/* The struct as which F takes what comes as `void *V'; NULL: none is in
 * sight. */
static const struct type *taken_as(const struct function *f, vid v)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct type *t;

			if ((in->op != OP_COPY && in->op != OP_CAST)
			    || value_strip_copies(f, in->a) != v)
				continue;
			t = fn_value(f, in->dst)->type;
			if (t && t->kind == TYPE_PTR && t->inner
			    && t->inner->kind == TYPE_STRUCT)
				return t->inner;
		}
	return NULL;
}

/* What argument P points to. */
static const struct type *pointee(const struct fn_run *r, int p)
{
	vid v = r->fn->params[p - 1];
	const struct type *t = r->fn->values[v].type, *as;

	t = t && t->kind == TYPE_PTR ? t->inner : NULL;
	as = t && t->kind == TYPE_VOID ? taken_as(r->fn, v) : NULL;
	return as ? as : t;
}

/* Is C a number in a member, of that size, of the struct that argument P
 * points to? */
static bool is_number_member(const struct fn_run *r, const struct cell *c,
			     int p)
{
	const struct type *t = pointee(r, p);
	const struct field *fd = t && t->kind == TYPE_STRUCT && !t->is_union
		&& c->at.offset >= 0
		? type_field_at(t, (uint64_t) c->at.offset) : NULL;

	return fd && fd->type && fd->type->kind == TYPE_INT
		&& fd->offset == (uint64_t) c->at.offset
		&& c->size == fd->type->size;
}

/* A number below 100 in the int that argument P points to, or in a member of
 * the plain struct there: a flag or a count by which the caller learns what
 * happened. */
static bool is_small_number(const struct fn_run *r, const struct state *s,
			    const struct cell *c, int p)
{
	const struct type *t = pointee(r, p);
	const struct field *fd;
	int64_t k;

	/* A helper that returns nothing tells by a member of the object. */
	if (t && t->kind == TYPE_STRUCT && !t->is_union && c->at.offset >= 0
	    && (!t->is_object || (r->fn->type->inner->kind == TYPE_VOID
				  && c->at.offset >= OB_SIZE_AT))) {
		fd = type_field_at(t, (uint64_t) c->at.offset);
		t = fd && fd->offset + fd->type->size <= t->size ? fd->type
			: NULL;
	} else if (c->at.offset) {
		return false;
	}
	/* A char is text. */
	return t && t->kind == TYPE_INT && (t->size > 1 || t->is_bool)
		&& c->size == t->size
		&& sym_constant(s, c->value, &k) && k >= -1 && k < 100;
}

/* Is what C holds, of which there are not as many references as places, in
 * memory of an object too?  That is what owns it then; where none of the
 * places is, nobody can tell. */
static bool is_owned_elsewhere(const struct state *s, const struct cell *c)
{
	const struct thing *t = thing_get(s, c->value);
	int n = 0;
	uint32_t i;

	if (!t || !sym_get(s, c->value)->is_object
	    || sym_get(s, c->at.id)->is_object)
		return false;
	for (i = 0; i < s->cells.n; i++)
		n += s->cells.v[i].value == c->value
			&& !s->cells.v[i].initial
			&& s->cells.v[i].at.kind != REGION_LOCAL;
	return n > 1 && t->refs < n;
}

/* Does C, a variable of the caller's, hold the one reference that was taken
 * here to what T stands for? */
static bool is_taken_for(const struct state *s, const struct thing *t,
			 const struct cell *c)
{
	return t && (t->birth == BIRTH_BORROW || t->birth == BIRTH_FIELD)
		&& !t->family && !t->escaped && !t->immortal && !t->given
		&& !t->shared && t->refs == 1 && t->stored == 1
		&& !c->at.offset && !sym_get(s, c->at.id)->is_object
		&& sym_is_nonnull(s, c->value);
}

/* Does D hold what stood where C is, of which T was in D's place: were the two
 * swapped? */
static bool are_swapped(const struct fn_run *r, const struct state *s,
			const struct cell *c, int p, const struct cell *d)
{
	const struct thing *t = thing_get(s, d->value);

	return t && t->birth == BIRTH_FIELD && !t->refs && !t->family
		&& t->field_offset == c->at.offset
		&& same_record(t->field_record, pointee(r, p));
}

/* The other argument, from 1, from whose memory at the same offset what C holds
 * was moved: there is NULL now, or what C held.  0 none. */
static int moved_member(const struct fn_run *r, const struct state *s,
			const struct cell *c, int p)
{
	const struct thing *t = thing_get(s, c->value);
	uint32_t i;
	int q, found = 0;

	if (!t || t->birth != BIRTH_FIELD || t->refs || t->family
	    || !r->fn->is_cxx || t->field_offset != c->at.offset)
		return 0;
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *d = &s->cells.v[i];

		q = d->at.kind == REGION_SYM ? summary_param_of(s, d->at.id)
			: 0;
		if (!q || q == p || d->initial || d->index
		    || d->at.offset != c->at.offset
		    || (!sym_is_null(s, d->value)
			&& !are_swapped(r, s, c, p, d))
		    || !same_record(t->field_record, pointee(r, q)))
			continue;
		if (found)
			return 0;
		found = q;
	}
	return found;
}

/* Is C a plain variable of the caller's, which got a copy of what a member of a
 * struct, or a variable of the unit, holds, or a pointer into that?  Whatever
 * was made for that, its owner is there. */
static bool is_copy(const struct fn_run *r, const struct state *s,
		    const struct cell *c, int p)
{
	const struct type *t = pointee(r, p);
	tid made = sym_get(s, c->value)->thing;
	uint32_t i;
	int q;

	if (sym_get(s, c->value)->interior)
		return true;
	if (!t || t->kind != TYPE_PTR)
		return false;
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *d = &s->cells.v[i];

		if (d == c || d->at.kind == REGION_LOCAL || d->initial
		    || sym_get(s, d->value)->thing != made)
			continue;
		q = d->at.kind == REGION_SYM
			? summary_param_of(s, d->at.id) : 0;
		t = q ? pointee(r, q) : NULL;
		if (!t || t->kind != TYPE_PTR)
			return true;
	}
	return false;
}

/* What cell C, in the memory of argument P, was written with. */
static void param_cell(struct fn_run *r, const struct state *s,
		       const struct cell *c, int p, struct exit_outcome *out)
{
	const struct thing *t = thing_get(s, c->value);
	int64_t at = c->at.offset;
	int from = summary_param_of(s, c->value);

	int held = moved_member(r, s, c, p);

	if (held) {
		exit_add(out, EFF_OUT_HELD, p, held, at);
	} else if (c->is_resource) {
		if (t && t->refs > 0)
			exit_add(out, EFF_OUT_ACQUIRE, p, t->family, at);
		else if (t && t->refs < 0)
			exit_add(out, EFF_OUT_RELEASE, p, t->family, at);
	} else if (is_owned_elsewhere(s, c)) {
		exit_add(out, EFF_OUT_NONNULL, p, 0, at);
	} else if (t && t->birth == BIRTH_NEW && t->refs > 0
		   && t->family && !t->escaped && !t->lent_to
		   && !is_copy(r, s, c, p)) {
		exit_add(out, EFF_OUT_ACQUIRE, p, t->family, at);
	} else if (t && t->birth == BIRTH_NEW && t->refs > 0
		   && !t->family && !t->escaped
		   && sym_is_nonnull(s, c->value)) {
		exit_add(out, EFF_OUT_OWN, p, 0, at);
	} else if (is_taken_for(s, t, c)) {
		exit_add(out, EFF_OUT_OWN, p, 0, at);
	} else if (t && t->birth == BIRTH_FIELD && t->refs < 0) {
		exit_add(out, EFF_OUT_DROP, p, 0, at);
	} else if (is_lent(s, t, c)) {
		int lender = summary_param_of(s, t->lender);

		r->lends_fragile |= borrow_is_fragile(r, s, t);
		exit_add(out, EFF_OUT_BORROW, p,
			 lender ? lender : WHO_UNKNOWN, at);
	} else if (from && !thing_get(s, c->value)->escaped) {
		exit_add(out, EFF_OUT_SAME, p, from, at);
	} else if (is_small_number(r, s, c, p)) {
		exit_add(out, EFF_OUT_IS, p, 0, sym_get(s, c->value)->lo);
		out->effects.v[out->effects.n - 1].kinds = (uint32_t) at;
	} else if (sym_is_null(s, c->value)) {
		exit_add(out, EFF_OUT_NULL, p, 0, at);
	} else if (c->size == sizeof(void *) && sym_is_nonnull(s, c->value)) {
		exit_add(out, EFF_OUT_NONNULL, p, 0, at);
	} else {
		exit_add(out, EFF_WRITES, p, 0, at);
	}
}

/* What was written to the memory of argument P. */
static void param_memory(struct fn_run *r, const struct state *s, sid x,
			 int p, struct exit_outcome *out)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		if (c->at.kind == REGION_SYM && c->at.id == x && !c->initial
		    && !c->index)
			param_cell(r, s, c, p, out);
	}
}

/* The argument, from 1, out of whose memory RESULT was moved, so that NULL is
 * there now, and from where in *AT; 0 none: a holder that is asked to give up
 * what it has. */
static int moved_from(const struct fn_run *r, const struct state *s,
		      sid result, int64_t *at)
{
	const struct thing *t = thing_get(s, result);
	const struct value *base;
	uint32_t i;

	if (!t || t->birth != BIRTH_FIELD || t->family || t->refs || !t->born
	    || t->born->op != OP_LOAD || t->born->place.index
	    || sym_get(s, result)->interior)
		return 0;
	base = fn_value(r->fn, value_strip_copies(r->fn, t->born->place.base));
	*at = t->born->place.offset;
	for (i = 0; base->kind == VAL_PARAM && i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		if (c->at.kind == REGION_SYM && !c->index && !c->initial
		    && c->at.offset == *at && sym_is_null(s, c->value)
		    && summary_param_of(s, c->at.id)
		       == (int) base->u.param + 1)
			return (int) base->u.param + 1;
	}
	return 0;
}

/* Argument P, from 1, is the number X; 0 none. */
static int number_of_param(const struct fn_run *r, const struct state *s,
			   sid x)
{
	const struct function *f = r->fn;
	uint32_t i;

	for (i = 0; i < f->n_params && i < 100; i++)
		if (f->params[i] && f->values[f->params[i]].type
		    && f->values[f->params[i]].type->kind == TYPE_INT
		    && env_get(s, f->params[i]) == x)
			return (int) i + 1;
	return 0;
}

/* A number was held against a member of another argument: an index against
 * its object's length. */
static void compared_member(const struct fn_run *r, const struct state *s,
			    const struct cell *c, int p,
			    struct exit_outcome *out)
{
	uint32_t i;

	for (i = 0; i < s->relations.n; i++) {
		const struct relation *e = &s->relations.v[i];
		bool first = e->b == c->value;
		enum cmp cmp = first ? e->cmp : cmp_swap(e->cmp);
		int n = first || e->a == c->value
			? number_of_param(r, s, first ? e->a : e->b) : 0;

		if (!n || (e->is_unsigned
			   && sym_get(s, first ? e->a : e->b)->lo < 0))
			continue;
		if (cmp == CMP_LT)
			exit_add(out, EFF_IF_BELOW_HELD, n, p, c->at.offset);
		else if (cmp == CMP_GE)
			exit_add(out, EFF_IF_NOT_BELOW_HELD, n, p,
				 c->at.offset);
	}
}

bool call_asks_size(const struct expr *e)
{
	static const char *const names[] = { "Py_SIZE", "PyTuple_GET_SIZE",
		"PyList_GET_SIZE", "PyBytes_GET_SIZE",
		"PyByteArray_GET_SIZE" };
	size_t i;

	if (e->op != EXPR_CALL)
		return false;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(e->fn, names[i]))
			return true;
	return false;
}

/* The size of an argument, as an accessor told it before anything changed. */
static void asked_sizes(const struct fn_run *r, const struct state *s,
			struct exit_outcome *out)
{
	sid x;

	for (x = 1; x < s->syms.n; x++) {
		const struct expr *e = &sym_get(s, x)->expr;
		int p = call_asks_size(e) ? summary_param_of(s, e->a) : 0;
		const struct cell size = { .at.offset = OB_SIZE_AT,
			.value = x };

		if (!p || (e->epoch && (s->stirred || e->epoch != s->epoch)))
			continue;
		compared_member(r, s, &size, p, out);
		if (sym_is_null(s, x))
			exit_add(out, EFF_IF_HOLDS_NULL, p, 0, OB_SIZE_AT);
		else if (sym_is_nonnull(s, x))
			exit_add(out, EFF_IF_HOLDS_NONNULL, p, 0, OB_SIZE_AT);
	}
}

void summary_held_memory(const struct fn_run *r, const struct state *s,
			 sid result, struct exit_outcome *out)
{
	int64_t at;
	int from = moved_from(r, s, result, &at);
	uint32_t i;

	if (from)
		exit_add(out, EFF_HELD, 0, from, at);
	asked_sizes(r, s, out);
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		int p = c->at.kind == REGION_SYM
			? summary_param_of(s, c->at.id) : 0;

		if (!p || !c->initial || c->index || c->is_resource)
			continue;
		compared_member(r, s, c, p, out);
		if (c->size != sizeof(void *) && !is_number_member(r, c, p))
			continue;
		if (sym_is_null(s, c->value))
			exit_add(out, EFF_IF_HOLDS_NULL, p, 0, c->at.offset);
		else if (sym_is_nonnull(s, c->value))
			exit_add(out, EFF_IF_HOLDS_NONNULL, p, 0, c->at.offset);
		/* Is given up first: exits_reduce. */
		if (c->size != sizeof(void *)
		    && (sym_is_null(s, c->value)
			|| sym_is_nonnull(s, c->value)))
			out->effects.v[out->effects.n - 1].kinds = c->size;
		if (c->value == result)
			exit_add(out, EFF_HELD, 0, p, c->at.offset);
	}
}

static bool pointee_is_plain(const struct type *t)
{
	return t && t->kind == TYPE_PTR && t->inner && !t->inner->is_const
		&& !type_is_object_ptr(t);
}

/* Does all that was stored of X stand in memory of other arguments, so that
 * OUT_SAME tells it? */
static bool is_in_arguments(const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);
	unsigned n = 0;
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		n += c->value == x && c->at.kind == REGION_SYM && !c->index
			&& !c->initial && summary_param_of(s, c->at.id)
			&& !sym_get(s, c->at.id)->is_object;
	}
	return n && n == t->stored;
}

/* Is the memory that X points to released? */
static bool is_given_up(const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);

	return t && t->family && t->refs < 0;
}

/* Was argument P, X, found to be another argument, an object too, or not?
 * Objects of C++ ask whether they are assigned to themselves; a list is freed
 * up to a node that stays. */
static void same_conditions(const struct fn_run *r, const struct state *s,
			    sid x, int p, struct exit_outcome *out)
{
	uint32_t i;

	for (i = 0; i < s->relations.n; i++) {
		const struct relation *l = &s->relations.v[i];
		int q = l->a == x ? summary_param_of(s, l->b) : l->b == x
			? summary_param_of(s, l->a) : 0;

		/* Of a pair the first tells. */
		if (q > p && (sym_get(s, x)->is_object || r->fn->is_cxx
			      || is_given_up(s, x))
		    && (l->cmp == CMP_EQ || l->cmp == CMP_NE))
			exit_add(out, l->cmp == CMP_EQ ? EFF_IF_SAME
				 : EFF_IF_OTHER, p, q, 0);
	}
}

/* Does the contract of call I in F take over the reference that is its argument
 * N, from 0? */
static bool takes_over(const struct fn_run *r, const struct instr *i,
		       uint32_t n)
{
	const struct contract *k = knowledge_call(r->engine->knowledge, r->fn,
						  i);
	const struct effect *e;
	unsigned o;

	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if ((e->op == EFF_GIVE || e->op == EFF_DROP)
			    && e->a == (int) n + 1)
				return true;
	return false;
}

/* Is P an element of an array whose number is no constant? */
static bool is_by_number(const struct function *f, const struct place *p)
{
	return p->index || fn_value(f, strip_casts(f, p->base))->kind
		!= VAL_PARAM;
}

/* Does the body give away, by their numbers, the references in the array that
 * is parameter P?  The caller has them no more. */
static bool moves_elements(const struct fn_run *r, int p)
{
	const struct function *f = r->fn;
	const struct instr *d;
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
				d = value_def(f, strip_casts(f, i->args[n]));
				if (d && d->op == OP_LOAD && !d->place.record
				    && is_by_number(f, &d->place)
				    && param_of_array(f, d->place.base)
				       == (unsigned) p
				    && takes_over(r, i, n))
					return true;
			}
		}
	return false;
}

void summary_params(struct fn_run *r, const struct state *s, sid result,
		    struct exit_outcome *out)
{
	const struct function *f = r->fn;
	sid x;
	int p;

	for (x = 1; x < s->syms.n; x++) {
		p = summary_param_of(s, x);
		if (!p)
			continue;
		if (!entry_assumes_nonnull(r, (uint32_t) p - 1))
			param_condition(s, x, p, out);
		same_conditions(r, s, x, p, out);
		param_reference(r, thing_get(s, x), p, x == result,
				is_in_arguments(s, x), out);
		if (pointee_is_plain(f->values[f->params[p - 1]].type)
		    && run_writes_param(r, p))
			exit_add(out, EFF_WRITES, p, 0, 0);
		param_memory(r, s, x, p, out);
		if (type_is_object_ptr(pointee(r, p)) && moves_elements(r, p))
			exit_add(out, EFF_ESCAPES, p, 0, 0);
		if (!sym_is_nonnull(s, x) || r->role)
			r->exits->null_ok[p & 255] = true;
	}
}

/* Numbers that the body told apart from others. */
static void number_conditions(struct fn_run *r, const struct state *s,
			      struct exit_outcome *out)
{
	uint32_t i;
	int64_t k;

	for (i = 0; i < r->fn->n_params && i < 100; i++) {
		vid v = r->fn->params[i];
		sid x = v && r->fn->values[v].type
			&& r->fn->values[v].type->kind == TYPE_INT
			? env_get(s, v) : 0;

		if (v && r->fn->values[v].type
		    && r->fn->values[v].type->kind == TYPE_INT
		    && r->fn->values[v].type->size >= sizeof(int)
		    && run_keeps_number(r, (int) i + 1))
			exit_add(out, EFF_ESCAPES, (int) i + 1, 0, 0);
		if (x && sym_constant(s, x, &k))
			exit_add(out, EFF_IF_IS, (int) i + 1, 0, k);
		else if (x && sym_get(s, x)->nonzero)
			exit_add(out, EFF_IF_NONZERO, (int) i + 1, 0, 0);
		if (!x || r->fn->values[v].type->is_unsigned
		    || sym_constant(s, x, &k))
			continue;
		if (sym_get(s, x)->hi < 0)
			exit_add(out, EFF_IF_NEGATIVE, (int) i + 1, 0, 0);
		else if (sym_get(s, x)->lo >= 0)
			exit_add(out, EFF_IF_NOT_NEGATIVE, (int) i + 1, 0, 0);
	}
}

/* Which bits of its stated numbers the path found. */
static void bit_conditions(struct fn_run *r, const struct state *s,
			   struct exit_outcome *out)
{
	const struct function *f = r->fn;
	uint32_t i;
	sid x;

	for (x = 1; r->n_bits && x < s->syms.n; x++) {
		const struct sym *y = &s->syms.v[x];

		if (y->expr.op != EXPR_BIN || !run_asks_bits(r, &y->expr)
		    || (!sym_is_null(s, x) && !sym_is_nonnull(s, x)))
			continue;
		for (i = 0; i < f->n_params && i < 64; i++)
			if (r->stated >> i & 1
			    && env_get(s, f->params[i]) == y->expr.a)
				exit_add(out, sym_is_null(s, x)
					 ? EFF_IF_NO_BITS : EFF_IF_BITS,
					 (int) i + 1, 0, y->expr.k);
	}
}

int summary_number_param(const struct function *f, vid v)
{
	const struct instr *d;
	uint32_t i;

	v = value_strip_copies(f, v);
	d = value_def(f, v);
	if (d && d->op == OP_CAST)
		v = value_strip_copies(f, d->a);
	for (i = 0; i < f->n_params && i < 100; i++)
		if (f->params[i] == v)
			return f->values[v].type
				&& f->values[v].type->kind == TYPE_INT
				? (int) i + 1 : 0;
	return 0;
}

static void exclude(struct exit_outcome *out, int p, int64_t k)
{
	uint32_t i;

	for (i = 0; i < out->effects.n; i++) {
		const struct effect *e = &out->effects.v[i];

		if (e->a == p && (e->op == EFF_IF_IS
				  || (e->op == EFF_IF_NOT && e->offset == k)))
			return;
	}
	exit_add(out, EFF_IF_NOT, p, 0, k);
}

/* Numbers that the path asked for in vain: ranges have no word for them. */
static void excluded_numbers(struct fn_run *r, const struct state *s,
			     struct exit_outcome *out)
{
	const struct function *f = r->fn;
	const struct trace *t;
	uint32_t i;
	int p;

	for (t = s->trace; t; t = t->prev) {
		const struct instr *in = t->instr;

		if (t->kind != TRACE_BRANCH
		    || !(p = summary_number_param(f, in->a)))
			continue;
		if (in->op == OP_BR && f->values[in->b].kind == VAL_INT
		    && in->cmp == (t->taken ? CMP_NE : CMP_EQ))
			exclude(out, p, f->values[in->b].u.i);
		if (in->op != OP_SWITCH || t->taken)
			continue;
		for (i = 0; i < f->n_edges; i++) {
			const struct edge *e = &f->edges[i];

			if (e->kind == EDGE_CASE && e->low == e->high
			    && block_last(&f->blocks[e->from]) == in)
				exclude(out, p, e->low);
		}
	}
}

/* The same of what was compared without a branch: `return c == 2;'. */
static void excluded_by_value(const struct fn_run *r, const struct state *s,
			      struct exit_outcome *out)
{
	sid x;
	int p;

	for (x = 1; x < s->syms.n; x++) {
		const struct expr *e = &s->syms.v[x].expr;

		if (e->op != EXPR_CMP || e->b
		    || !(e->code == CMP_EQ ? sym_is_null(s, x)
			 : e->code == CMP_NE && sym_is_nonnull(s, x)))
			continue;
		p = number_of_param(r, s, e->a);
		if (p)
			exclude(out, p, e->k);
	}
}

void summary_numbers(struct fn_run *r, const struct state *s,
		     struct exit_outcome *out)
{
	number_conditions(r, s, out);
	bit_conditions(r, s, out);
	excluded_numbers(r, s, out);
	excluded_by_value(r, s, out);
}
