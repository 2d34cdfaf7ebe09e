/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * resource-leak: memory that the unit puts in a member of an object, a stream,
 * a lock or a buffer, and that nothing in the unit ever releases: it is lost
 * when the object is.
 *
 * The dealloc is seen as a whole, and no function of the unit gives what the
 * member holds, or its address, to anybody who may free or keep it.
 */
#include "check/dataflow.h"
#include "check/field-memory.h"
#include "check/member-uses.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

/* So many PHIs, or addresses, one after the other. */
enum { PHI_DEPTH = 3 };

/* A library stays loaded as long as what was found in it is in use: few close
 * one, and need not. */
static bool is_judged(enum family fam)
{
	switch (fam) {
	case FAMILY_FILE: case FAMILY_PIPE_STREAM: case FAMILY_DIR:
	case FAMILY_THREAD_LOCK:
		return true;
	default:
		return fam >= FAMILY_MALLOC && fam <= FAMILY_PYOBJECT_MEM;
	}
}

/* The family of the fresh memory that V is; NONE: something else.  PyMem_New
 * is NULL where its size is too large. */
static enum family fresh_family(const struct check_context *c,
				const struct function *f, vid v,
				unsigned depth)
{
	const struct instr *def = value_def(f, v = strip_casts(f, v));
	const struct phi *p = value_phi(f, v);
	const struct contract *k = def && def->op == OP_CALL
		? touch_contract(c->declared, f, def) : NULL;
	enum family all = FAMILY_NONE, one;
	const struct effect *e;
	unsigned o;
	uint32_t n;

	for (o = 0; k && o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_ACQUIRE && e->a == 0
			    && is_judged((enum family) e->b))
				return (enum family) e->b;
	for (n = 0; p && depth
	     && n < f->blocks[fn_value(f, v)->def_block].n_preds; n++) {
		if (value_is_zero(f, strip_casts(f, p->args[n])))
			continue;
		one = fresh_family(c, f, p->args[n], depth - 1);
		if (!one || (all && one != all))
			return FAMILY_NONE;
		all = one;
	}
	return all;
}

/* Can call I do more with an argument of family FAM than look at it or fill
 * it?  What the table tells of is known. */
static bool may_take(const struct check_context *c, const struct function *f,
		     const struct instr *i, enum family fam)
{
	const struct contract *k = touch_contract(c->declared, f, i);
	const struct effect *e;
	unsigned o;

	for (o = 0; k && o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			/* That a lock is let go does not free it. */
			if (((e->op == EFF_RELEASE || e->op == EFF_OUT_RELEASE)
			     && e->b != FAMILY_LOCKED)
			    || e->op == EFF_HANDOVER || e->op == EFF_KEEPS
			    || e->op == EFF_ESCAPES)
				return true;
	if (!k || k->flags & CF_VA_COUNTED)
		return true;
	/* Whoever gets memory may keep it; a stream or lock is for use. */
	return fam <= FAMILY_PYOBJECT_MEM
		&& (k->format || !(k->flags & CF_LEAF));
}

/* Does what V of F holds, which was read from the member, go anywhere, or the
 * address of a part of it? */
static bool goes_away(const struct check_context *c, const struct function *f,
		      vid v, enum family fam, unsigned depth)
{
	uint32_t b, j, n;

	for (b = 0; b < f->n_blocks; b++) {
		const struct block *blk = &f->blocks[b];

		for (j = 0; j < blk->n_phis; j++)
			for (n = 0; n < blk->n_preds; n++)
				if (strip_casts(f, blk->phis[j].args[n]) == v)
					return true;
		for (j = 0; j < blk->n_instrs; j++) {
			const struct instr *i = &blk->instrs[j];

			for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
				if (strip_casts(f, i->args[n]) == v
				    && may_take(c, f, i, fam))
					return true;
			if ((i->op == OP_STORE || i->op == OP_RET
			     || i->op == OP_SELECT)
			    && ((i->a && strip_casts(f, i->a) == v)
				|| (i->b && strip_casts(f, i->b) == v)
				|| (i->c && strip_casts(f, i->c) == v)))
				return true;
			if (i->op == OP_ADDR
			    && strip_casts(f, i->place.base) == v
			    && (!depth || goes_away(c, f, i->dst, fam,
						    depth - 1)))
				return true;
		}
	}
	return false;
}

/* Does anybody free what the member holds, or may? */
static bool may_be_freed(const struct check_context *c,
			 const struct type_model *t, const struct field *fd,
			 enum family fam)
{
	const struct member_use *use;
	uint32_t at = 0;

	while ((use = member_next_use(c->members, t->instance, fd, &at))
	       != NULL)
		if (use->i->op == OP_ADDR
		    || (use->i->op == OP_LOAD
			&& goes_away(c, use->f, use->i->dst, fam,
					PHI_DEPTH)))
			return true;
	return false;
}

/* The first store that puts fresh memory in the member; NULL where there is
 * none, or one of something else. */
static const struct member_use *filled(const struct check_context *c,
				       const struct type_model *t,
				       const struct field *fd,
				       enum family *family)
{
	const struct member_use *use, *found = NULL;
	uint32_t at = 0;

	while ((use = member_next_use(c->members, t->instance, fd, &at))
	       != NULL) {
		enum family fam;

		if (use->i->op != OP_STORE
		    || value_is_zero(use->f, strip_casts(use->f, use->i->a)))
			continue;
		fam = fresh_family(c, use->f, use->i->a, PHI_DEPTH);
		if (!fam)
			return NULL;
		if (!found) {
			found = use;
			*family = fam;
		}
	}
	return found;
}

/* ------------------------------------------------------------- buffers */

static bool is_buffer(const struct type *t)
{
	return t->name && !strcmp(t->name, "Py_buffer");
}

enum buffer_use { BUFFER_LOOK, BUFFER_FILL, BUFFER_AWAY };

/* What call I of F does with the Py_buffer at V. */
static enum buffer_use call_uses(const struct check_context *c,
				 const struct function *f,
				 const struct instr *i, vid v)
{
	const struct contract *k = touch_contract(c->declared, f, i);
	const struct effect *e;
	unsigned o;

	if (!k)
		return BUFFER_AWAY;
	if (format_parses(k))
		return BUFFER_FILL;
	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++) {
			if (e->a < 1 || (uint32_t) e->a > i->n_args
			    || strip_casts(f, i->args[e->a - 1]) != v)
				continue;
			if (e->op == EFF_OUT_ACQUIRE && e->b == FAMILY_BUFFER)
				return BUFFER_FILL;
			if (e->op == EFF_OUT_RELEASE || e->op == EFF_RELEASE
			    || e->op == EFF_ESCAPES || e->op == EFF_HANDOVER)
				return BUFFER_AWAY;
		}
	return BUFFER_LOOK;
}

/* What F does with the Py_buffer at V, the address of it. */
static enum buffer_use address_uses(const struct check_context *c,
				    const struct function *f, vid v)
{
	enum buffer_use all = BUFFER_LOOK, one;
	uint32_t b, j, n;

	for (b = 0; b < f->n_blocks; b++) {
		const struct block *blk = &f->blocks[b];

		for (j = 0; j < blk->n_phis; j++)
			for (n = 0; n < blk->n_preds; n++)
				if (strip_casts(f, blk->phis[j].args[n]) == v)
					return BUFFER_AWAY;
		for (j = 0; j < blk->n_instrs; j++) {
			const struct instr *i = &blk->instrs[j];

			if ((i->op == OP_STORE || i->op == OP_MOVE
			     || i->op == OP_RET || i->op == OP_SELECT)
			    && i->a && strip_casts(f, i->a) == v)
				return BUFFER_AWAY;
			for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
				if (strip_casts(f, i->args[n]) != v)
					continue;
				one = call_uses(c, f, i, v);
				if (one == BUFFER_AWAY)
					return one;
				all = one == BUFFER_FILL ? one : all;
			}
		}
	}
	return all;
}

/* Does F fill the Py_buffer at V, a variable of its own? */
static bool is_filled_local(const struct check_context *c,
			    const struct function *f, vid v)
{
	uint32_t b, j, n;

	for (b = 0; fn_value(f, v)->kind == VAL_LOCAL && b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];

			for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
				if (strip_casts(f, i->args[n]) == v
				    && call_uses(c, f, i, v) == BUFFER_FILL)
					return true;
		}
	return false;
}

/* Where the member gets a buffer, which nobody releases; NULL: else. */
static const struct member_use *filled_buffer(const struct check_context *c,
					      const struct type_model *t,
					      const struct field *fd)
{
	const struct member_use *use, *found = NULL;
	uint32_t at = 0;

	while ((use = member_next_use(c->members, t->instance, fd, &at))
	       != NULL) {
		enum buffer_use what = BUFFER_LOOK;

		if (use->i->op == OP_ADDR)
			what = address_uses(c, use->f, use->i->dst);
		else if (use->i->op == OP_MOVE)
			what = is_filled_local(c, use->f, strip_casts(use->f,
							use->i->a))
				? BUFFER_FILL : BUFFER_AWAY;
		else if (use->i->op != OP_ZERO)
			what = BUFFER_AWAY;
		if (what == BUFFER_AWAY)
			return NULL;
		if (what == BUFFER_FILL && !found)
			found = use;
	}
	return found;
}

/* --------------------------------------------------------------- types */

/* The last call of the dealloc: the object's memory goes. */
static struct loc end_of(const struct touches *seen, const struct function *f)
{
	const struct touch *x = touch_find(seen, TOUCH_FREE, -1);

	return x && x->function == f && loc_known(x->loc) ? x->loc
		: f->end_loc;
}

static void check_field(struct check_context *c, const struct type_model *t,
			const struct field *fd, const struct function *dealloc,
			struct loc loc)
{
	const struct member_use *store;
	enum family family = FAMILY_NONE;
	struct finding *fi;

	if (!fd->name)
		return;
	if (is_buffer(fd->type)) {
		family = FAMILY_BUFFER;
		store = filled_buffer(c, t, fd);
	} else if (fd->type->kind == TYPE_PTR
		   && !type_is_object_ptr(fd->type)) {
		store = filled(c, t, fd, &family);
		if (store && may_be_freed(c, t, fd, family))
			return;
	} else {
		return;
	}
	if (!store)
		return;
	fi = check_finding(c, dealloc, loc,
			   "leak of %s, ‘%s’, when the object is freed",
			   family_what(family), fd->name);
	check_subject(c, fi, fd->name);
	check_event(c, fi, store->i->loc, store->f,
		    "the object gets it here");
	check_event(c, fi, loc, dealloc,
		    "it is lost here; nothing in this file releases it");
	check_hint(c, fi, "release it before: %s", family_how(family));
	check_add(c, fi);
}

void field_memory_unit(struct check_context *c)
{
	uint32_t i, k;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];
		const struct slot_use *use = type_slot(t, "tp_dealloc");
		struct touches seen = { { 0 } };

		if (!t->instance || !use || !use->function
		    || !use->function->has_body)
			continue;
		touches_of_param(c->declared, use->function, 0, &seen);
		for (k = 0; !seen.escapes_whole && !seen.calls_base
		     && k < t->instance->n_fields; k++)
			check_field(c, t, &t->instance->fields[k],
				    use->function,
				    end_of(&seen, use->function));
		touches_release(&seen);
	}
}
