/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * resource-leak: memory that the unit puts in a member of an object, and that
 * nothing in the unit ever frees: it is lost when the object is.
 *
 * The dealloc is seen as a whole, and no function of the unit gives what the
 * member holds, or its address, to anybody who may free or keep it.
 */
#include "check/dataflow.h"
#include "check/field-memory.h"
#include "check/member-uses.h"
#include "engine/tables.h"
#include "engine/touch.h"

/* So many PHIs, or addresses, one after the other. */
enum { PHI_DEPTH = 3 };

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
			    && e->b >= FAMILY_MALLOC
			    && e->b <= FAMILY_PYOBJECT_MEM)
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

/* Can call I do more with an argument than look at it or fill it?  What the
 * table tells of is known. */
static bool may_take(const struct check_context *c, const struct function *f,
		     const struct instr *i)
{
	const struct contract *k = touch_contract(c->declared, f, i);
	const struct effect *e;
	unsigned o;

	for (o = 0; k && o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RELEASE || e->op == EFF_OUT_RELEASE
			    || e->op == EFF_HANDOVER || e->op == EFF_KEEPS
			    || e->op == EFF_ESCAPES)
				return true;
	return !k || k->flags & CF_VA_COUNTED || k->format
		|| !(k->flags & CF_LEAF);
}

/* Does what V of F holds, which was read from the member, go anywhere, or the
 * address of a part of it? */
static bool goes_away(const struct check_context *c, const struct function *f,
		      vid v, unsigned depth)
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
				    && may_take(c, f, i))
					return true;
			if ((i->op == OP_STORE || i->op == OP_RET
			     || i->op == OP_SELECT)
			    && ((i->a && strip_casts(f, i->a) == v)
				|| (i->b && strip_casts(f, i->b) == v)
				|| (i->c && strip_casts(f, i->c) == v)))
				return true;
			if (i->op == OP_ADDR
			    && strip_casts(f, i->place.base) == v
			    && (!depth || goes_away(c, f, i->dst, depth - 1)))
				return true;
		}
	}
	return false;
}

/* Does anybody free what the member holds, or may? */
static bool may_be_freed(const struct check_context *c,
			 const struct type_model *t, const struct field *fd)
{
	const struct member_use *use;
	uint32_t at = 0;

	while ((use = member_next_use(c->members, t->instance, fd, &at))
	       != NULL)
		if (use->i->op == OP_ADDR
		    || (use->i->op == OP_LOAD
			&& goes_away(c, use->f, use->i->dst, PHI_DEPTH)))
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

	if (!fd->name || fd->type->kind != TYPE_PTR
	    || type_is_object_ptr(fd->type)
	    || !(store = filled(c, t, fd, &family))
	    || may_be_freed(c, t, fd))
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
