/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory references as struct place.
 *
 * A reference is walked from the outside in: constant parts add up in the
 * offset; the last subscript that is no constant becomes the index, others
 * are added to the base by OP_ADDR.  record and field name the innermost
 * member that a user wrote, whatever subscripts follow it.
 */
#include "gcc/adapter.h"

#define MAX_SUBSCRIPTS 8
/* How many copies of an address are looked through: what follows copies of
 * copies costs, and goes deep, no more than this. */
#define MAX_COPIES 8

struct walk {
	struct lowering *l;
	struct place *p;
	int64_t in_record;	/* the offset from the record named so far */
	struct { tree index; uint64_t stride; } sub[MAX_SUBSCRIPTS];
	unsigned n_subs;
};

/* Is T a reference to memory, rather than a part of a register? */
bool
place_is_memory (tree t)
{
	while (handled_component_p (t))
		t = TREE_OPERAND (t, 0);
	return TREE_CODE (t) == MEM_REF || TREE_CODE (t) == TARGET_MEM_REF
	       || DECL_P (t) || TREE_CODE (t) == STRING_CST;
}

/* The declared object or string that REF is a part of; NULL when it is
 * reached through a pointer. */
tree
place_object (tree t)
{
	for (;;) {
		if (handled_component_p (t))
			t = TREE_OPERAND (t, 0);
		else if (TREE_CODE (t) == MEM_REF
			 && TREE_CODE (TREE_OPERAND (t, 0)) == ADDR_EXPR)
			t = TREE_OPERAND (TREE_OPERAND (t, 0), 0);
		else
			break;
	}
	return DECL_P (t) || TREE_CODE (t) == STRING_CST ? t : NULL_TREE;
}

static bool
walk_subscript (struct walk *w, tree ref)
{
	tree size = array_ref_element_size (ref);
	tree low = array_ref_low_bound (ref);
	tree index = TREE_OPERAND (ref, 1);
	int64_t stride;

	if (!tree_fits_shwi_p (size) || !tree_fits_shwi_p (low))
		return false;
	stride = tree_to_shwi (size);
	w->p->offset -= tree_to_shwi (low) * stride;
	if (TREE_CODE (index) == INTEGER_CST) {
		if (!tree_fits_shwi_p (index))
			return false;
		w->p->offset += tree_to_shwi (index) * stride;
		return true;
	}
	if (w->n_subs == MAX_SUBSCRIPTS)
		return false;
	w->sub[w->n_subs].index = index;
	w->sub[w->n_subs++].stride = (uint64_t) stride;
	return true;
}

static bool
walk_member (struct walk *w, tree ref)
{
	struct place *p = w->p;
	tree field = TREE_OPERAND (ref, 1);
	tree record = TREE_TYPE (TREE_OPERAND (ref, 0));
	uint64_t offset;

	if (TREE_OPERAND (ref, 2) || !field_byte_offset (field, &offset))
		return false;
	p->offset += (int64_t) offset;
	if (DECL_BIT_FIELD (field) || DECL_BIT_FIELD_TYPE (field))
		p->is_bitfield |= !w->n_subs && !p->field;
	if (!p->field && DECL_NAME (field) && !DECL_ARTIFICIAL (field))
		p->field = unit_intern (w->l->u,
					IDENTIFIER_POINTER (DECL_NAME (field)));
	if (p->field && (!p->record || (!p->record->name && !p->record->tag))) {
		p->record = adapter_type (w->l->ad, record);
		w->in_record = p->offset;
	}
	return true;
}

/* The innermost part: a pointer, or an object with an address. */
static bool
walk_base (struct walk *w, tree t)
{
	struct lowering *l = w->l;

	if (DECL_P (t) || TREE_CODE (t) == STRING_CST) {
		const struct type *object = adapter_type (l->ad, TREE_TYPE (t));

		if (TREE_CODE (t) == LABEL_DECL)
			return false;
		w->p->base = lower_object (l, t, unit_ptr_to (l->u, object),
					   0);
		return w->p->base != 0;
	}
	return false;
}

static bool
walk_target_mem (struct walk *w, tree t)
{
	struct lowering *l = w->l;
	tree step = TMR_STEP (t), offset = TMR_OFFSET (t);

	if (!offset || !tree_fits_shwi_p (offset) || w->n_subs + 2 > MAX_SUBSCRIPTS)
		return false;
	w->p->offset += tree_to_shwi (offset);
	if (TMR_INDEX (t)) {
		if (step && !tree_fits_uhwi_p (step))
			return false;
		w->sub[w->n_subs].index = TMR_INDEX (t);
		w->sub[w->n_subs++].stride = step ? tree_to_uhwi (step) : 1;
	}
	if (TMR_INDEX2 (t)) {
		w->sub[w->n_subs].index = TMR_INDEX2 (t);
		w->sub[w->n_subs++].stride = 1;
	}
	w->p->base = lower_value (l, TMR_BASE (t));
	return true;
}

static bool
walk_part (struct walk *w, tree *at)
{
	tree t = *at;

	*at = TREE_OPERAND (t, 0);
	switch (TREE_CODE (t)) {
	case COMPONENT_REF:
		return walk_member (w, t);
	case ARRAY_REF:
		return walk_subscript (w, t);
	case VIEW_CONVERT_EXPR:
	case REALPART_EXPR:
		return true;
	case IMAGPART_EXPR:
		w->p->offset += (int64_t) type_byte_size (TREE_TYPE (t));
		return true;
	case BIT_FIELD_REF:
		if (!tree_fits_uhwi_p (TREE_OPERAND (t, 2)))
			return false;
		w->p->offset += (int64_t) tree_to_uhwi (TREE_OPERAND (t, 2))
				/ BITS_PER_UNIT;
		w->p->is_bitfield = true;
		return true;
	default:
		return false;
	}
}

static bool
walk (struct walk *w, tree t)
{
	for (;;) {
		if (handled_component_p (t)) {
			if (!walk_part (w, &t))
				return false;
		} else if (TREE_CODE (t) == MEM_REF) {
			tree base = TREE_OPERAND (t, 0);

			w->p->offset += (int64_t) TREE_INT_CST_LOW (
				TREE_OPERAND (t, 1));
			if (TREE_CODE (base) != ADDR_EXPR) {
				w->p->base = lower_value (w->l, base);
				return true;
			}
			t = TREE_OPERAND (base, 0);
		} else if (TREE_CODE (t) == TARGET_MEM_REF) {
			return walk_target_mem (w, t);
		} else {
			return walk_base (w, t);
		}
	}
}

/* Moves all subscripts but the last one into the base. */
static void
add_subscripts (struct walk *w)
{
	struct lowering *l = w->l;
	struct place *p = w->p;
	const struct type *t = unit_ptr_to (l->u,
					    adapter_type (l->ad, char_type_node));

	for (unsigned k = w->n_subs; k-- > 1;) {
		vid index = lower_value (l, w->sub[k].index);
		vid dst = lower_temp (l, t, NULL);
		struct instr *i = emit (l, OP_ADDR);

		i->dst = dst;
		i->place.base = p->base;
		i->place.index = index;
		i->place.stride = w->sub[k].stride;
		p->base = dst;
	}
	if (w->n_subs) {
		p->index = lower_value (l, w->sub[0].index);
		p->stride = w->sub[0].stride;
	}
}

/* What POINTER, an SSA name, is the address of, when its definition says so;
 * else NULL. */
static tree
pointed_object (tree pointer)
{
	for (unsigned n = 0; TREE_CODE (pointer) == SSA_NAME; n++) {
		gimple *def = SSA_NAME_DEF_STMT (pointer);

		if (n == MAX_COPIES || !gimple_assign_single_p (def))
			return NULL_TREE;
		pointer = gimple_assign_rhs1 (def);
	}
	return TREE_CODE (pointer) == ADDR_EXPR ? TREE_OPERAND (pointer, 0)
						: NULL_TREE;
}

/* `p = &o->field; ... *p' is o->field: so Py_CLEAR and Py_SETREF are written
 * since 3.12 (cpython/object.h).  GCC puts them together later only, and what
 * the unit does to fields is known by their names. */
static tree
through_pointer (tree ref)
{
	tree object;

	if (TREE_CODE (ref) != MEM_REF || !integer_zerop (TREE_OPERAND (ref, 1)))
		return ref;
	object = pointed_object (TREE_OPERAND (ref, 0));
	return object && place_is_memory (object)
		&& useless_type_conversion_p (TREE_TYPE (ref),
					      TREE_TYPE (object))
		? object : ref;
}

/* Does STMT use NAME as a pointer that is followed, and otherwise not? */
static bool
only_follows (gimple *stmt, tree name)
{
	tree refs[2] = { gimple_get_lhs (stmt),
			 gimple_assign_single_p (stmt)
			 ? gimple_assign_rhs1 (stmt) : NULL_TREE };
	ssa_op_iter iter;
	tree used;
	unsigned followed = 0, n = 0;

	for (unsigned k = 0; k < 2; k++)
		followed += refs[k] && TREE_CODE (refs[k]) == MEM_REF
			    && TREE_OPERAND (refs[k], 0) == name
			    && through_pointer (refs[k]) != refs[k];
	/* The arguments of a PHI are no operands. */
	if (!is_gimple_assign (stmt) && !is_gimple_call (stmt))
		return false;
	FOR_EACH_SSA_TREE_OPERAND (used, stmt, iter, SSA_OP_USE)
		n += used == name;
	return n == followed;
}

/* Is NAME the address of an object that each of its uses is taken to be?
 * Nobody needs the address then. */
bool
place_is_followed (tree name)
{
	imm_use_iterator iter;
	use_operand_p use;

	if (!pointed_object (name))
		return false;
	FOR_EACH_IMM_USE_FAST (use, iter, name) {
		gimple *stmt = USE_STMT (use);

		if (is_gimple_debug (stmt))
			continue;
		if (gimple_assign_ssa_name_copy_p (stmt)
		    ? !place_is_followed (gimple_assign_lhs (stmt))
		    : !only_follows (stmt, name))
			return false;
	}
	return true;
}

void
lower_place (struct lowering *l, tree ref, struct place *p)
{
	struct walk w;

	memset (&w, 0, sizeof w);
	memset (p, 0, sizeof *p);
	w.l = l;
	w.p = p;
	if (TREE_CODE (ref) == WITH_SIZE_EXPR)
		ref = TREE_OPERAND (ref, 0);
	ref = through_pointer (ref);
	if (!walk (&w, ref)) {
		/* An address nobody knows, so that the access stays. */
		memset (p, 0, sizeof *p);
		p->base = lower_unknown (
			l, unit_ptr_to (l->u, adapter_type (l->ad,
							    TREE_TYPE (ref))),
			NULL, 0);
		w.n_subs = 0;
	}
	if (p->record)
		p->record_at = p->offset - w.in_record;
	add_subscripts (&w);
	p->size = type_byte_size (TREE_TYPE (ref));
	if (TREE_CODE (ref) == BIT_FIELD_REF
	    && tree_fits_uhwi_p (TREE_OPERAND (ref, 1)))
		p->size = (tree_to_uhwi (TREE_OPERAND (ref, 1)) + 7) / 8;
	p->is_volatile = TREE_THIS_VOLATILE (ref);
	p->spelling = spell_ref (l->ad, ref);
}
