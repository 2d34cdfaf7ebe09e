/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buffer-overflow: elements of arrays, and of memory that was asked for. */
#include "check/bounds.h"
#include "engine/tables.h"

#include <limits.h>
#include <string.h>

/* An array at the end of a struct may go on behind it. */
static bool is_flexible(const struct type *record, const struct field *f)
{
	return f == &record->fields[record->n_fields - 1]
		&& f->type->inner && f->type->size <= f->type->inner->size;
}

static int64_t room_of_field(const struct type *record, const struct field *f)
{
	return f && f->type && f->type->kind == TYPE_ARRAY && f->type->size
		&& !is_flexible(record, f) ? (int64_t) f->type->size : -1;
}

int64_t bounds_room(const struct step *s, vid v, sid x)
{
	const struct function *f = s->run->fn;
	const struct instr *def = value_def(f, value_strip_copies(f, v));
	const struct type *t = NULL;
	const struct field *fd;
	struct addr a;

	while (def && def->op == OP_CAST)
		def = value_def(f, value_strip_copies(f, def->a));
	if (def && def->op == OP_ADDR && def->place.record
	    && !def->place.index) {
		fd = type_field_named(def->place.record, def->place.field);
		if (fd && fd->type && fd->type->kind == TYPE_ARRAY)
			return room_of_field(def->place.record, fd);
	}
	a = state_deref(s->before, x);
	if (a.kind == REGION_LOCAL)
		t = f->locals[a.id].type;
	else if (a.kind == REGION_GLOBAL)
		t = ((const struct global *) a.ptr)->type;
	if (!t || !t->size || a.offset < 0)
		return -1;
	if (t->kind == TYPE_STRUCT && !t->is_union) {
		fd = type_field_at(t, (uint64_t) a.offset);
		return fd && fd->type && fd->type->kind == TYPE_ARRAY
			&& fd == type_field_named(t, fd->name)
			? room_of_field(t, fd) : -1;
	}
	return t->kind == TYPE_ARRAY ? (int64_t) t->size - a.offset : -1;
}

int64_t bounds_room_struct(const struct step *s, vid v, sid x)
{
	const struct function *f = s->run->fn;
	const struct instr *def = value_def(f, value_strip_copies(f, v));
	int64_t room = bounds_room(s, v, x);
	const struct type *t = NULL;
	const struct field *fd;
	struct addr a = state_deref(s->before, x);

	while (def && def->op == OP_CAST)
		def = value_def(f, value_strip_copies(f, def->a));
	if (a.kind == REGION_LOCAL)
		t = f->locals[a.id].type;
	else if (a.kind == REGION_GLOBAL)
		t = ((const struct global *) a.ptr)->type;
	if (t && t->kind == TYPE_STRUCT && a.offset >= 0)
		return (int64_t) t->size - a.offset;
	t = def && def->op == OP_ADDR ? def->place.record : NULL;
	fd = t ? type_field_named(t, def->place.field) : NULL;
	return room >= 0 && fd ? (int64_t) (t->size - fd->offset) : room;
}

/* ---------------------------------------------------------- made memory */

/* calloc (N, SIZE): one of the two is a constant. */
static bool made_cleared(const struct function *f, const struct instr *by,
			 struct made *m)
{
	const struct value *n, *size;

	if (by->n_args < 2)
		return false;
	n = fn_value(f, value_strip_copies(f, by->args[0]));
	size = fn_value(f, value_strip_copies(f, by->args[1]));
	if (n->kind == VAL_INT && size->kind == VAL_INT)
		m->bytes = n->u.i < INT32_MAX && size->u.i < INT32_MAX
			? n->u.i * size->u.i : -1;
	else if (size->kind == VAL_INT)
		m->size = by->args[0], m->unit = size->u.i;
	else if (n->kind == VAL_INT)
		m->size = by->args[1], m->unit = n->u.i;
	return m->bytes >= 0 || m->size;
}

/* Does a call that gets the bytearray which BY made do more than look at it?
 * Its room changes then: PyByteArray_Resize, b.append ().
 * source: Objects/bytearrayobject.c. */
static bool may_be_resized(const struct step *s, const struct instr *by)
{
	const struct function *f = s->run->fn;
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct contract *c;

			for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
				if (strip_casts(f, i->args[n]) != by->dst)
					continue;
				c = knowledge_call(s->run->engine->knowledge,
						   f, i);
				if (c->origin != ORIGIN_TABLE
				    || contract_ever(c, EFF_MUTATES)
				    || contract_ever(c, EFF_RUNS_CODE))
					return true;
			}
		}
	return false;
}

bool bounds_made(const struct step *s, sid x, struct made *m)
{
	const struct thing *t = thing_get(s->before, x);
	const struct function *f = s->run->fn;
	const struct value *v;
	const struct instr *by;
	unsigned arg = 1;

	*m = (struct made) { .bytes = -1, .unit = 1 };
	if (t && t->birth == BIRTH_BORROW && t->lender)
		t = thing_get(s->before, t->lender);
	by = t && t->birth == BIRTH_NEW ? t->born : NULL;
	if (!by || by->op != OP_CALL)
		return false;
	if (callee_is(s->run, by, "PyBytes_FromStringAndSize")
	    || callee_is(s->run, by, "PyByteArray_FromStringAndSize"))
		arg = 2, m->extra = 1;
	else if (callee_is(s->run, by, "PyMem_Calloc")
		 || callee_is(s->run, by, "calloc"))
		return made_cleared(f, by, m);
	else if (!callee_is(s->run, by, "PyMem_Malloc")
		 && !callee_is(s->run, by, "PyObject_Malloc")
		 && !callee_is(s->run, by, "PyMem_RawMalloc")
		 && !callee_is(s->run, by, "malloc"))
		return false;
	if (by->n_args < arg
	    || (callee_is(s->run, by, "PyByteArray_FromStringAndSize")
		&& may_be_resized(s, by)))
		return false;
	v = fn_value(f, value_strip_copies(f, by->args[arg - 1]));
	if (v->kind == VAL_INT)
		m->bytes = v->u.i;
	else
		m->size = by->args[arg - 1];
	return m->bytes >= 0 || m->size;
}

/* -------------------------------------------------------------- indices */

bool bounds_loop_is_open(struct number *n, vid index)
{
	const struct function *f = n->f;
	vid i = number_strip(f, index);
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *in = &f->blocks[b].instrs[k];

			if ((in->op != OP_BR && in->op != OP_CMP)
			    || number_strip(f, in->a) != i
			    || (in->cmp != CMP_LT && in->cmp != CMP_GE))
				continue;
			if (number_find(n, in->b) && n->kind != NUMBER_PARAM
			    && !number_is_bounded(n, i))
				return true;
		}
	return false;
}

bool bounds_is_tested(const struct function *f, vid index)
{
	vid i = number_strip(f, index);
	unsigned tests = 0;
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *in = &f->blocks[b].instrs[k];

			if (in->op == OP_BR || in->op == OP_CMP)
				tests += number_strip(f, in->a) == i
					|| number_strip(f, in->b) == i;
		}
	return tests > 1;
}

/* The bits of which test I says that the number AT has none, (x & mask) == 0,
 * cut to the number's own; 0: it says no such thing. */
static uint64_t bits_refused(const struct number *at, const struct instr *i)
{
	const struct instr *d = value_def(at->f, value_strip_copies(at->f,
								    i->a));
	const struct type *t;
	const struct value *v;

	if ((i->cmp != CMP_EQ && i->cmp != CMP_NE) || !d || d->op != OP_AND
	    || !value_is_zero(at->f, i->b) || !number_is_in(at, d->a))
		return 0;
	v = fn_value(at->f, d->b);
	t = fn_value(at->f, d->dst)->type;
	if (v->kind != VAL_INT || !t || !t->size || t->size > 8)
		return 0;
	return (uint64_t) v->u.i & UINT64_MAX >> (64 - 8 * t->size);
}

/* Does a test of the index itself let COUNT through, or what all masks leave of
 * it?  What a loop that goes in larger steps leaves of its range says
 * nothing. */
bool bounds_lets_through(const struct number *n, vid index, int64_t count)
{
	struct number at = *n;
	uint64_t refused = 0;
	uint32_t b, k;

	at.value = at.origin = number_strip(n->f, index);
	for (b = 0; b < n->f->n_blocks; b++)
		for (k = 0; k < n->f->blocks[b].n_instrs; k++) {
			const struct instr *i = &n->f->blocks[b].instrs[k];
			const struct value *v;

			if (i->op != OP_BR && i->op != OP_CMP)
				continue;
			refused |= bits_refused(&at, i);
			if (!number_is_in(&at, i->a))
				continue;
			v = fn_value(n->f, value_strip_copies(n->f, i->b));
			if (v->kind == VAL_INT
			    && (i->cmp == CMP_LE || i->cmp == CMP_GT
				? v->u.i == count
				: (i->cmp == CMP_LT || i->cmp == CMP_GE)
				  && v->u.i == count + 1))
				return true;
		}
	/* The bits above COUNT are refused, and none below. */
	return refused && count >= 0 && !(count & (count + 1))
		&& (refused & -refused) == (uint64_t) count + 1;
}

/* Is the number cast to an unsigned one and that tested, for both ends at
 * once? */
static bool is_taken_unsigned(const struct number *n)
{
	uint32_t b, k;

	for (b = 0; b < n->f->n_blocks; b++)
		for (k = 0; k < n->f->blocks[b].n_instrs; k++) {
			const struct instr *i = &n->f->blocks[b].instrs[k];
			const struct type *t = i->op == OP_CAST
				? fn_value(n->f, i->dst)->type : NULL;

			if (t && t->kind == TYPE_INT && t->is_unsigned
			    && number_is_in(n, i->a))
				return true;
		}
	return false;
}

/* Only its upper end was tested. */
static bool may_be_negative(struct number *n, const struct sym *y, vid index)
{
	const struct type *t = fn_value(n->f, index)->type;

	return t && t->kind == TYPE_INT && !t->is_unsigned && t->size >= 4
		&& y->lo <= INT32_MIN && y->hi < INT32_MAX
		&& number_find(n, index) && n->kind == NUMBER_ANY
		&& !is_taken_unsigned(n);
}

/* An array that is read as far as it was filled is reported once. */
static bool is_first_count(struct check_context *c, const struct step *s,
			   const char *name)
{
	struct map *m = &bounds_data(c)->counted;
	const struct instr *first = map_get(m, map_key_ptr(name));

	if (!first)
		map_set(m, map_key_ptr(name), (void *) s->instr);
	return !first || first == s->instr;
}

/* What a loop counts is known between its ends only: past the rounds that are
 * followed one by one its range goes on without end, and a test for one
 * number, `if (++i == 10) break', cuts that number off alone. */
static bool is_open_count(const struct function *f, const struct sym *y,
			  vid index)
{
	const struct type *t = fn_value(f, index)->type;
	int64_t most = t && t->kind == TYPE_INT && t->size < 8
		? ((int64_t) 1 << (t->size * 8 - !t->is_unsigned)) - 1
		: INT64_MAX;
	vid v = number_strip(f, index);
	const struct instr *d = value_def(f, v);

	if (d && (d->op == OP_ADD || d->op == OP_SUB))
		v = number_strip(f, d->a);
	return y->hi >= most - INT16_MAX && value_phi(f, v) != NULL;
}

/* V without the constants that are added to it, *MORE. */
vid bounds_without(const struct function *f, vid v, int64_t *more)
{
	const struct instr *d;
	unsigned n;

	*more = 0;
	for (n = 0; n < 8; n++) {
		v = number_strip(f, v);
		d = value_def(f, v);
		if (!d || d->op != OP_ADD
		    || fn_value(f, d->b)->kind != VAL_INT
		    || __builtin_add_overflow(*more, fn_value(f, d->b)->u.i,
					      more))
			break;
		v = d->a;
	}
	return v;
}

/* Is V a number that stands in memory others fill, in ways that only they
 * know, and that Python does not say? */
static bool is_kept_number(struct number *n, vid v)
{
	const struct instr *d = value_def(n->f, number_strip(n->f, v));

	return d && d->op == OP_LOAD
		&& fn_value(n->f, d->place.base)->kind != VAL_LOCAL
		&& !(number_find(n, v) && n->kind == NUMBER_ANY);
}

/* Does the loop that the access is in go on for as many rounds as a variable or
 * member says?  That the rounds can be followed far enough is no evidence
 * then. */
static bool rounds_are_kept(struct number *n, const struct block *at)
{
	const struct function *f = n->f;
	uint32_t b, k;

	for (b = 0; at->loop && b < f->n_blocks; b++) {
		const struct block *bl = &f->blocks[b];
		const struct instr *i = block_last(bl);

		if (bl->loop != at->loop || i->op != OP_BR
		    || i->cmp == CMP_EQ || i->cmp == CMP_NE)
			continue;
		for (k = 0; k < bl->n_succs; k++)
			if (f->blocks[f->edges[bl->succs[k]].to].loop_depth
			    < at->loop_depth
			    && (is_kept_number(n, i->a)
				|| is_kept_number(n, i->b)))
				return true;
	}
	return false;
}

static void array_index(struct check_context *c, const struct step *s,
			const char *name, int64_t count)
{
	const struct sym *y = sym_get(s->before, s->value);
	struct number n = { .c = c, .s = s, .f = s->run->fn,
		.notes = &bounds_data(c)->notes, .items = true, .wide = true };
	vid index = s->place->index, base;
	int64_t more;

	base = bounds_without(n.f, index, &more);
	if (y->lo >= count && y->lo <= INT32_MAX
	    && !is_open_count(n.f, y, index)
	    && !rounds_are_kept(&n, s->run->block))
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"the access is past the end of ‘%s’", name));
	/* A loop that goes in larger steps has no number of its own. */
	else if (y->hi >= count && y->hi < INT32_MAX
		 && y->hi - more < INT32_MAX
		 && ((!more && y->hi == count) || number_find(&n, base))
		 && bounds_lets_through(&n, base, y->hi - more)
		 && (y->hi == count || bounds_is_first(c, s, ONCE_ARRAY,
						       map_key_ptr(name))))
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			y->hi == count
			? "the index of ‘%s’ can be %lld, one past the last"
			: "the index of ‘%s’ can be %lld, past the last",
			name, (long long) y->hi));
	else if (y->hi >= INT32_MAX && number_find(&n, index)
		 && n.kind == NUMBER_ANY && !number_is_bounded(&n, 0))
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ comes from Python and is an index of ‘%s’, "
			"without a test", number_name(&n), name));
	else if (may_be_negative(&n, y, index) && is_first_count(c, s, name))
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ comes from Python and is an index of ‘%s’; it "
			"can be negative here", number_name(&n), name));
	else if (y->hi >= INT32_MAX - 1 && bounds_loop_is_open(&n, index)
		 && !bounds_is_tested(n.f, index)
		 && is_first_count(c, s, name))
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ comes from Python and says how many elements of "
			"‘%s’ are used, which has %lld", number_name(&n), name,
			(long long) count));
}

/* How many elements P chooses one of; of rows, that of an element. */
static int64_t elements(const struct type *t, const struct place *p)
{
	while (t && t->kind == TYPE_ARRAY && t->inner
	       && t->inner->kind == TYPE_ARRAY && t->inner->inner
	       && p->stride < t->inner->size)
		t = t->inner;
	return t && t->kind == TYPE_ARRAY && t->inner && t->inner->size
		&& t->size && p->stride == t->inner->size
		? (int64_t) (t->size / t->inner->size) : -1;
}

void bounds_index(struct check_context *c, const struct step *s)
{
	const struct place *p = s->place;
	const struct value *base = fn_value(s->run->fn, p->base);
	int64_t count = -1;
	const struct field *fd;
	const char *name = NULL;

	if (!s->value || base->offset)
		return;
	if (p->record) {
		fd = type_field_named(p->record, p->field);
		if (!fd || is_flexible(p->record, fd)
		    || p->offset - p->record_at != (int64_t) fd->offset)
			return;
		count = elements(fd->type, p);
		name = fd->name;
	} else if (p->offset) {
		return;
	} else if (base->kind == VAL_LOCAL) {
		count = elements(s->run->fn->locals[base->u.local].type, p);
		name = s->run->fn->locals[base->u.local].name;
	} else if (base->kind == VAL_GLOBAL && base->u.global) {
		count = elements(base->u.global->type, p);
		name = base->u.global->name;
	}
	if (count > 0 && name)
		array_index(c, s, name, count);
}

/* Does the byte AT of RECORD belong to a member of the name of FD in another
 * member, whose struct has no name?  The place names the struct around both. */
static bool is_namesake(const struct type *record, const struct field *fd,
			int64_t at)
{
	const struct field *in = type_field_at(record, (uint64_t) at);

	return in && in != fd && in->name && !strcmp(in->name, fd->name);
}

/* A constant place behind the array that is named. */
void bounds_constant(struct check_context *c, const struct step *s)
{
	const struct place *p = s->place;
	const struct field *fd = p->record && p->field
		? type_field_named(p->record, p->field) : NULL;
	int64_t at = p->offset - p->record_at;

	if (!fd || p->index || p->size == 0 || !fd->type
	    || fd->type->kind != TYPE_ARRAY || !fd->type->size
	    || is_flexible(p->record, fd) || at < (int64_t) fd->offset
	    || at + (int64_t) p->size
	       <= (int64_t) (fd->offset + fd->type->size)
	    || is_namesake(p->record, fd, at))
		return;
	bounds_report(c, s, fd->name, step_finding(c, s, s->before, NULL,
		"the access is past the end of ‘%s’", fd->name));
}

/* ------------------------------------------------------ the same number */

/* Is local LOCAL set by calls alone? */
static bool is_set_by_calls(const struct function *f, uint32_t local)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct value *base = i->op == OP_STORE
				? fn_value(f, i->place.base) : NULL;

			if (base && base->kind == VAL_LOCAL
			    && base->u.local == local
			    && fn_value(f, i->a)->kind != VAL_INT)
				return false;
		}
	return true;
}

static bool same_loads(const struct function *f, const struct instr *x,
		       const struct instr *y)
{
	const struct value *base = fn_value(f, x->place.base);

	return base->kind == VAL_LOCAL && x->place.base == y->place.base
		&& x->place.offset == y->place.offset && !x->place.index
		&& !y->place.index && is_set_by_calls(f, base->u.local);
}

static bool same_calls(const struct function *f, const struct instr *x,
		       const struct instr *y)
{
	static const char *const pure[] = { "strlen", "PyBytes_GET_SIZE",
		"PyTuple_GET_SIZE", "PyList_GET_SIZE", NULL };
	const struct function *t = call_target(f, x);

	return t && t == call_target(f, y) && name_in(t->name, pure)
		&& x->n_args == 1 && y->n_args == 1
		&& bounds_same(f, x->args[0], y->args[0]);
}

bool bounds_same(const struct function *f, vid a, vid b)
{
	const struct instr *x, *y;

	a = number_strip(f, a);
	b = number_strip(f, b);
	if (a == b)
		return true;
	x = value_def(f, a);
	y = value_def(f, b);
	if (!x || !y || x->op != y->op)
		return false;
	return x->op == OP_LOAD ? same_loads(f, x, y)
		: x->op == OP_CALL && same_calls(f, x, y);
}

bool bounds_compared_le(const struct function *f, vid index,
			bool (*size)(const struct function *f, vid v,
				     const void *data), const void *data)
{
	unsigned n = 0, others = 0;
	uint32_t b, k;

	index = number_strip(f, index);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			bool is_a, is_b;

			if (i->op != OP_BR && i->op != OP_CMP)
				continue;
			is_a = number_strip(f, i->a) == index;
			is_b = number_strip(f, i->b) == index;
			if ((is_a && i->cmp == CMP_LE && size(f, i->b, data))
			    || (is_b && i->cmp == CMP_GE
				&& size(f, i->a, data)))
				n++;
			else
				others += is_a || is_b;
		}
	return n && !others;
}

bool bounds_counts_past(const struct function *f, vid index, vid size,
			int64_t extra)
{
	unsigned n = 0, others = 0;
	int64_t asked, most;
	uint32_t b, k;

	index = number_strip(f, index);
	size = bounds_without(f, size, &asked);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			bool is_a, is_b;
			vid end;

			if (i->op != OP_BR && i->op != OP_CMP)
				continue;
			is_a = number_strip(f, i->a) == index;
			is_b = number_strip(f, i->b) == index;
			if (!is_a && !is_b)
				continue;
			end = bounds_without(f, is_a ? i->b : i->a, &most);
			if ((is_a ? i->cmp == CMP_LT : i->cmp == CMP_GT)
			    && bounds_same(f, end, size)
			    && most > asked + extra)
				n++;
			else
				others++;
		}
	return n && !others;
}

struct element bounds_element(const struct function *f, const struct place *p)
{
	const struct instr *def = value_def(f, value_strip_copies(f, p->base));
	struct element e = { p->base, p->index, p->offset, p->stride };

	if (!p->index && def && def->op == OP_ADDR && !def->place.record) {
		e.base = def->place.base;
		e.index = def->place.index;
		e.stride = def->place.stride;
		e.offset += def->place.offset;
	}
	def = e.index ? value_def(f, number_strip(f, e.index)) : NULL;
	if (e.stride == 1 && def && def->op == OP_MUL
	    && fn_value(f, def->b)->kind == VAL_INT) {
		e.stride = (uint64_t) fn_value(f, def->b)->u.i;
		e.index = def->a;
	}
	return e;
}

/* A store behind what was asked for: at the size itself, or at a constant. */

static bool is_this(const struct function *f, vid v, const void *data)
{
	return bounds_same(f, v, *(const vid *) data);
}

/* The byte at N + K where N + J bytes were asked for, and EXTRA more are
 * there. */
static void store_past_sum(struct check_context *c, const struct step *s,
			   const struct element *e, const struct made *m)
{
	const struct function *f = s->run->fn;
	int64_t at, asked;
	vid index = bounds_without(f, e->index, &at);
	vid size = bounds_without(f, m->size, &asked);
	__int128 past = (__int128) at + e->offset - asked - m->extra;

	if (m->unit == 1 && e->stride == 1 && !e->offset
	    && bounds_counts_past(f, e->index, m->size, m->extra))
		bounds_report(c, s, "made", step_finding(c, s, s->before, NULL,
			"the store is behind what was asked for: the index "
			"goes on past the size"));
	else if (m->unit == 1 && e->stride == 1 && bounds_same(f, index, size)
	    && past >= 0 && past < INT32_MAX)
		bounds_report(c, s, "made", step_finding(c, s, s->before, NULL,
			"the store is behind what was asked for, by %lld",
			(long long) past + 1));
}

static void store_at_size(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	struct element e = bounds_element(f, s->place);
	sid x = e.base ? env_get(s->before, e.base) : 0;
	const struct instr *def;
	struct made m;
	vid size;

	if (!x || !e.index || !bounds_made(s, x, &m) || !m.size
	    || s->place->record)
		return;
	if (e.offset || m.extra) {
		store_past_sum(c, s, &e, &m);
		return;
	}
	size = number_strip(f, m.size);
	def = value_def(f, size);
	if (m.unit != 1) {
		if (e.stride != (uint64_t) m.unit)
			return;
	} else if (e.stride > 1 && def && def->op == OP_MUL
	    && fn_value(f, def->b)->kind == VAL_INT
	    && fn_value(f, def->b)->u.i == (int64_t) e.stride)
		size = def->a;
	else if (e.stride != 1)
		return;
	if (bounds_same(f, e.index, size)
	    || bounds_compared_le(f, e.index, is_this, &size)
	    || bounds_counts_past(f, e.index, size, 0))
		bounds_report(c, s, "made", step_finding(c, s, s->before, NULL,
			"the store is behind what was asked for: the index can "
			"be as large as the size"));
}

void bounds_store(struct check_context *c, const struct step *s)
{
	const struct addr *a = &s->target->at;
	struct made m;

	store_at_size(c, s);
	if (a->kind != REGION_SYM || s->place->record || s->target->index
	    || a->offset < 0 || !bounds_made(s, a->id, &m) || m.bytes < 0
	    || a->offset + (int64_t) s->place->size <= m.bytes + m.extra)
		return;
	bounds_report(c, s, "made", step_finding(c, s, s->before, NULL,
		"the store at byte %lld is past the %lld bytes that were asked "
		"for", (long long) a->offset, (long long) m.bytes));
}
