/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reference-leak: what a member of a plain struct holds is lost with the
 * struct's memory.  field-object.c knows of objects.
 *
 * Either everything that the unit puts in the member comes with a reference,
 * and nothing in the unit can release it; or what tears such structs down
 * releases it, and a function that frees one and releases another member of it
 * does not.
 */
#include "check/dataflow.h"
#include "check/lost-member.h"
#include "check/member-uses.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

enum { PHI_DEPTH = 3 };

static const char *const frees[] = { "PyMem_Free", "PyMem_RawFree", "free",
	"PyObject_Free", "PyMem_Del", NULL };
static const char *const makers[] = { "PyMem_Malloc", "PyMem_RawMalloc",
	"PyMem_Calloc", "PyMem_RawCalloc", "malloc", "calloc",
	"PyObject_Malloc", "PyObject_Calloc", NULL };
static bool has_effect(const struct contract *k, enum effect_op op, int a)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == op && e->a == a)
				return true;
	return false;
}

/* Do V and W of F hold the same: one value, or one variable read twice? */
static bool is_same(const struct function *f, vid v, vid w)
{
	const struct instr *x, *y;

	v = strip_casts(f, v);
	w = strip_casts(f, w);
	x = value_def(f, v);
	y = value_def(f, w);
	return v == w || (x && y && x->op == OP_LOAD && y->op == OP_LOAD
			  && x->place.base == y->place.base
			  && x->place.offset == y->place.offset
			  && !x->place.index && !y->place.index);
}

/* Does F take a reference to what V holds? */
static bool is_counted(const struct function *f, vid v)
{
	uint32_t b, j;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			const struct function *t = i->op == OP_CALL
				&& i->n_args == 1 ? call_target(f, i) : NULL;

			if (t && !i->dst && function_takes_reference(t)
			    && is_same(f, i->args[0], v))
				return true;
		}
	return false;
}

/* Does V of F come with a reference, or is it NULL? */
static bool is_owned(struct check_context *c, const struct function *f, vid v,
		     unsigned depth)
{
	const struct phi *p;
	const struct instr *d;
	uint32_t n;

	v = strip_casts(f, v);
	if (value_is_zero(f, v) || is_counted(f, v))
		return true;
	d = value_def(f, v);
	if (d && d->op == OP_CALL) {
		const struct contract *k = knowledge_call(c->knowledge, f, d);

		if (call_target(f, d)
		    && function_takes_reference(call_target(f, d)))
			return true;
		return k->origin <= ORIGIN_INFERRED && !(k->flags & CF_OPAQUE)
			&& has_effect(k, EFF_OWN, 0)
			&& !has_effect(k, EFF_BORROW, 0)
			&& !has_effect(k, EFF_IMMORTAL, 0);
	}
	p = depth ? value_phi(f, v) : NULL;
	for (n = 0; p && n < f->blocks[fn_value(f, v)->def_block].n_preds; n++)
		if (!is_owned(c, f, p->args[n], depth - 1))
			return false;
	return p != NULL;
}

/* The collector's visit function, which F got. */
static bool is_visit(const struct function *f, const struct instr *i)
{
	return fn_value(f, strip_casts(f, i->callee))->kind == VAL_PARAM;
}

/* Can call I of F take its argument N, from 0, over, or release it? */
static bool may_take(struct check_context *c, const struct function *f,
		     const struct instr *i, uint32_t n)
{
	const struct contract *k;

	if (!call_target(f, i))
		return !is_visit(f, i);
	k = touch_contract(c->declared, f, i);
	return !k || k->format || has_effect(k, EFF_GIVE, (int) n + 1)
		|| has_effect(k, EFF_DROP, (int) n + 1)
		|| has_effect(k, EFF_ESCAPES, (int) n + 1);
}

/* Does V of F, read from the member, go where it can be released, or anywhere
 * out of sight? */
static bool goes_away(struct check_context *c, const struct function *f,
		      vid v)
{
	uint32_t b, j, n;

	for (b = 0; b < f->n_blocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (j = 0; j < bl->n_phis; j++)
			for (n = 0; n < bl->n_preds; n++)
				if (strip_casts(f, bl->phis[j].args[n]) == v)
					return true;
		for (j = 0; j < bl->n_instrs; j++) {
			const struct instr *i = &bl->instrs[j];

			for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
				if (strip_casts(f, i->args[n]) == v
				    && may_take(c, f, i, n))
					return true;
			if (i->op == OP_RET && i->a
			    && strip_casts(f, i->a) == v && !is_counted(f, v))
				return true;
			if ((i->op == OP_STORE || i->op == OP_SELECT)
			    && ((i->a && strip_casts(f, i->a) == v)
				|| (i->b && strip_casts(f, i->b) == v)
				|| (i->c && strip_casts(f, i->c) == v)))
				return true;
		}
	}
	return false;
}

/* May something release what the member holds: the unit, or F alone? */
static bool may_be_released(struct check_context *c, const struct type *record,
			    const struct field *fd, const struct function *f)
{
	const struct member_use *use;
	uint32_t at = 0;

	while ((use = member_next_use(c->members, record, fd, &at)) != NULL)
		if (!f || use->f == f) {
			if (use->i->op != OP_LOAD && use->i->op != OP_STORE)
				return true;
			if (use->i->op == OP_LOAD
			    && goes_away(c, use->f, use->i->dst))
				return true;
		}
	return false;
}

/* None or a type: a flag may say that a reference to it goes with it. */
static bool is_static(const struct function *f, vid v)
{
	const struct instr *d;

	v = strip_casts(f, v);
	d = value_def(f, v);
	if (d && d->op == OP_CALL && d->n_args == 1 && call_target(f, d)
	    && function_takes_reference(call_target(f, d)))
		v = strip_casts(f, d->args[0]);
	return fn_value(f, v)->kind == VAL_GLOBAL;
}

/* The first store of something that comes with a reference; NULL where there
 * is none, or one of something else. */
static const struct member_use *filled(struct check_context *c,
				       const struct type *record,
				       const struct field *fd)
{
	const struct member_use *use, *found = NULL;
	uint32_t at = 0;

	while ((use = member_next_use(c->members, record, fd, &at)) != NULL) {
		if (use->i->op != OP_STORE
		    || value_is_zero(use->f, strip_casts(use->f, use->i->a))
		    || is_static(use->f, use->i->a))
			continue;
		if (!is_owned(c, use->f, use->i->a, PHI_DEPTH))
			return NULL;
		if (!found)
			found = use;
	}
	return found;
}

/* Does F copy a whole RECORD, its members' references with it? */
static bool copies(const struct function *f, const struct type *record)
{
	uint32_t b, j, n;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if (i->op == OP_MOVE
			    && (!i->place.size
				|| i->place.size >= record->size))
				return true;
			for (n = 0; t && strstr(t->name, "mem")
				    && !function_is_one_of(t, frees)
				    && n < i->n_args; n++) {
				const struct type *to = fn_value(f,
					strip_casts(f, i->args[n]))->type;

				if (to && to->kind == TYPE_PTR
				    && same_record(to->inner, record))
					return true;
			}
		}
	return false;
}

static void report(struct check_context *c, const struct function *f,
		   struct loc loc, const struct field *fd,
		   const struct member_use *by)
{
	struct finding *fi = check_finding(c, f, loc, "leak of a reference to "
					   "‘%s’ when the struct is freed",
					   fd->name);

	check_subject(c, fi, fd->name);
	if (by)
		check_event(c, fi, by->i->loc, by->f, "it gets a reference "
			    "here");
	check_event(c, fi, loc, f, by ? "it is lost here; nothing in this file "
		    "releases it" : "it is lost here; elsewhere it is released "
		    "with the struct");
	check_hint(c, fi, "release it before: ‘Py_DECREF (%s);’", fd->name);
	check_add(c, fi);
}

/* Was V made in F, or does it come from a variable of the unit: a list of what
 * waits to be used again? */
static bool is_made_or_spare(const struct function *f, vid v, unsigned depth)
{
	const struct phi *p;
	const struct instr *d;
	uint32_t n;

	v = strip_casts(f, v);
	d = value_def(f, v);
	if (d && d->op == OP_CALL)
		return function_is_one_of(call_target(f, d), makers);
	if (d && d->op == OP_LOAD)
		return fn_value(f, d->place.base)->kind == VAL_GLOBAL;
	p = depth ? value_phi(f, v) : NULL;
	for (n = 0; p && n < f->blocks[fn_value(f, v)->def_block].n_preds; n++)
		if (is_made_or_spare(f, p->args[n], depth - 1))
			return true;
	return false;
}

/* Does a helper get the struct V, before or after? */
static bool is_passed_on(struct check_context *c, const struct function *f,
			 vid v, const struct instr *freed)
{
	uint32_t b, j, n;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];

			for (n = 0; i->op == OP_CALL && i != freed
				    && n < i->n_args; n++)
				if (is_same(f, i->args[n], v)
				    && !touch_contract(c->declared, f, i))
					return true;
		}
	return false;
}

/* Does F release another member of the struct V? */
static bool releases_other(const struct function *f, vid v)
{
	uint32_t b, j;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j], *d;

			if (i->op != OP_CALL || i->n_args != 1
			    || !function_drops_reference(call_target(f, i)))
				continue;
			d = value_def(f, strip_casts(f, i->args[0]));
			if (d && d->op == OP_LOAD && d->place.record
			    && !d->place.index && is_same(f, d->place.base, v))
				return true;
		}
	return false;
}

/* Is the member set in F? */
static bool is_set_in(struct check_context *c, const struct type *record,
		      const struct field *fd, const struct function *f)
{
	const struct member_use *use;
	uint32_t at = 0;

	while ((use = member_next_use(c->members, record, fd, &at)) != NULL)
		if (use->f == f && use->i->op == OP_STORE)
			return true;
	return false;
}

static void judge_free(struct check_context *c, const struct function *f,
		       const struct instr *i, const struct type *record)
{
	uint32_t k;

	for (k = 0; k < record->n_fields; k++) {
		const struct field *fd = &record->fields[k];
		struct place at = { .record = record, .field = fd->name,
			.offset = (int64_t) fd->offset };
		const struct member_use *by = NULL;

		if (!fd->name || !type_is_object_ptr(fd->type)
		    || is_set_in(c, record, fd, f)
		    || may_be_released(c, record, fd, f))
			continue;
		if (!declared_owns(c->declared, f, &at)
		    && (may_be_released(c, record, fd, NULL)
			|| !(by = filled(c, record, fd))))
			continue;
		report(c, f, i->loc, fd, by);
	}
}

static void judge_function(struct check_context *c, const struct function *f)
{
	uint32_t b, j;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			const struct type *t;
			vid v;

			if (i->op != OP_CALL || i->n_args != 1
			    || !function_is_one_of(call_target(f, i), frees))
				continue;
			v = strip_casts(f, i->args[0]);
			t = fn_value(f, v)->type;
			t = t && t->kind == TYPE_PTR ? t->inner : NULL;
			if (t && t->kind == TYPE_STRUCT && !t->is_object
			    && !t->is_union && t->n_fields
			    && !is_made_or_spare(f, v, PHI_DEPTH)
			    && releases_other(f, v)
			    && !is_passed_on(c, f, v, i) && !copies(f, t))
				judge_free(c, f, i, t);
		}
}

void lost_members(struct check_context *c)
{
	uint32_t n;

	for (n = 0; n < c->unit->functions.n; n++)
		if (c->unit->functions.v[n]->has_body
		    && !c->unit->functions.v[n]->in_system_header)
			judge_function(c, c->unit->functions.v[n]);
}
