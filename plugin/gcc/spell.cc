/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a user writes a memory reference: "self->items[i]".
 *
 * Temporaries are spelled by what they were loaded or computed from.  What
 * has no spelling that a user would recognise gives NULL: no guess.
 */
#include "gcc/adapter.h"

#define MAX_DEPTH 8

static bool spell (struct adapter *ad, struct buf *out, tree t, unsigned depth);

static bool
spell_definition (struct adapter *ad, struct buf *out, gimple *def,
		  unsigned depth)
{
	tree rhs;

	if (!is_gimple_assign (def))
		return false;
	rhs = gimple_assign_rhs1 (def);
	switch (gimple_assign_rhs_class (def)) {
	case GIMPLE_SINGLE_RHS:
		return TREE_CODE (rhs) != CONSTRUCTOR
		       && spell (ad, out, rhs, depth + 1);
	case GIMPLE_UNARY_RHS:
		return CONVERT_EXPR_CODE_P (gimple_assign_rhs_code (def))
		       && spell (ad, out, rhs, depth + 1);
	default:
		return false;
	}
}

static bool
spell_ssa (struct adapter *ad, struct buf *out, tree name, unsigned depth)
{
	const char *text = SSA_NAME_VAR (name)
			   ? adapter_decl_name (ad, SSA_NAME_VAR (name)) : NULL;

	if (text) {
		buf_add (out, text);
		return true;
	}
	return !SSA_NAME_IS_DEFAULT_DEF (name)
	       && spell_definition (ad, out, SSA_NAME_DEF_STMT (name), depth);
}

/* PTR + OFFSET * 8 with the element's size: "ptr[index]". */
static bool
spell_element (struct adapter *ad, struct buf *out, tree ptr, unsigned depth)
{
	gimple *def, *mul;
	tree offset, type = TREE_TYPE (ptr);
	uint64_t size;

	if (TREE_CODE (ptr) != SSA_NAME || SSA_NAME_VAR (ptr)
	    || SSA_NAME_IS_DEFAULT_DEF (ptr) || !POINTER_TYPE_P (type))
		return false;
	def = SSA_NAME_DEF_STMT (ptr);
	size = type_byte_size (TREE_TYPE (type));
	if (!is_gimple_assign (def) || !size
	    || gimple_assign_rhs_code (def) != POINTER_PLUS_EXPR
	    || !spell (ad, out, gimple_assign_rhs1 (def), depth + 1))
		return false;
	offset = gimple_assign_rhs2 (def);
	buf_addc (out, '[');
	if (TREE_CODE (offset) == INTEGER_CST) {
		buf_addf (out, "%ld]", (long) (TREE_INT_CST_LOW (offset) / size));
		return true;
	}
	mul = TREE_CODE (offset) == SSA_NAME ? SSA_NAME_DEF_STMT (offset) : NULL;
	if (size > 1) {
		if (!mul || !is_gimple_assign (mul)
		    || gimple_assign_rhs_code (mul) != MULT_EXPR)
			return false;
		offset = gimple_assign_rhs1 (mul);
	}
	if (!spell (ad, out, offset, depth + 1))
		return false;
	buf_addc (out, ']');
	return true;
}

/* What MEM_REF's pointer points at, with "->" or "." still to come. */
static bool
spell_pointee (struct adapter *ad, struct buf *out, tree mem, unsigned depth,
	       const char **link)
{
	tree base = TREE_OPERAND (mem, 0);

	*link = ".";
	if (TREE_CODE (base) == ADDR_EXPR)
		return spell (ad, out, TREE_OPERAND (base, 0), depth + 1);
	if (!integer_zerop (TREE_OPERAND (mem, 1)))
		return false;
	if (spell_element (ad, out, base, depth))
		return true;
	if (out->len && out->s[out->len - 1] == '[')
		return false;
	*link = "->";
	return spell (ad, out, base, depth + 1);
}

static bool
spell_member (struct adapter *ad, struct buf *out, tree ref, unsigned depth)
{
	tree object = TREE_OPERAND (ref, 0), field = TREE_OPERAND (ref, 1);
	const char *link = ".";
	size_t before = out->len;

	if (TREE_CODE (object) == MEM_REF) {
		if (!spell_pointee (ad, out, object, depth, &link))
			return false;
	} else if (!spell (ad, out, object, depth + 1)) {
		return false;
	}
	if (!DECL_NAME (field))
		return true;
	if (DECL_ARTIFICIAL (field))
		return false;
	if (before == out->len)
		return false;
	/* An anonymous member printed nothing: keep its object's link. */
	if (TREE_CODE (object) == COMPONENT_REF
	    && !DECL_NAME (TREE_OPERAND (object, 1))
	    && TREE_CODE (TREE_OPERAND (object, 0)) == MEM_REF)
		link = "->";
	buf_add (out, link);
	buf_add (out, IDENTIFIER_POINTER (DECL_NAME (field)));
	return true;
}

static bool
spell_subscript (struct adapter *ad, struct buf *out, tree ref, unsigned depth)
{
	if (!spell (ad, out, TREE_OPERAND (ref, 0), depth + 1))
		return false;
	buf_addc (out, '[');
	if (!spell (ad, out, TREE_OPERAND (ref, 1), depth + 1))
		return false;
	buf_addc (out, ']');
	return true;
}

static bool
spell_mem (struct adapter *ad, struct buf *out, tree ref, unsigned depth)
{
	tree base = TREE_OPERAND (ref, 0);
	size_t before = out->len;

	if (TREE_CODE (base) == ADDR_EXPR)
		return integer_zerop (TREE_OPERAND (ref, 1))
		       && spell (ad, out, TREE_OPERAND (base, 0), depth + 1);
	if (!integer_zerop (TREE_OPERAND (ref, 1)))
		return false;
	if (spell_element (ad, out, base, depth))
		return true;
	if (out->len != before)
		return false;
	buf_addc (out, '*');
	return spell (ad, out, base, depth + 1);
}

static bool
spell (struct adapter *ad, struct buf *out, tree t, unsigned depth)
{
	if (depth > MAX_DEPTH || out->len > 80)
		return false;
	switch (TREE_CODE (t)) {
	case SSA_NAME:
		return spell_ssa (ad, out, t, depth);
	case VAR_DECL:
	case PARM_DECL:
	case FUNCTION_DECL: {
		const char *name = adapter_decl_name (ad, t);

		if (name)
			buf_add (out, name);
		return name != NULL;
	}
	case INTEGER_CST:
		if (!tree_fits_shwi_p (t))
			return false;
		buf_addf (out, "%ld", (long) tree_to_shwi (t));
		return true;
	case COMPONENT_REF:
		return spell_member (ad, out, t, depth);
	case ARRAY_REF:
		return spell_subscript (ad, out, t, depth);
	case MEM_REF:
		return spell_mem (ad, out, t, depth);
	case VIEW_CONVERT_EXPR:
	CASE_CONVERT:
		return spell (ad, out, TREE_OPERAND (t, 0), depth + 1);
	case ADDR_EXPR:
		if (TREE_CODE (TREE_TYPE (TREE_OPERAND (t, 0))) != ARRAY_TYPE
		    && TREE_CODE (TREE_OPERAND (t, 0)) != FUNCTION_DECL)
			buf_addc (out, '&');
		return spell (ad, out, TREE_OPERAND (t, 0), depth + 1);
	default:
		return false;
	}
}

const char *
spell_ref (struct adapter *ad, tree ref)
{
	struct buf out;
	const char *text = NULL;

	memset (&out, 0, sizeof out);
	if (spell (ad, &out, ref, 0) && out.len)
		text = unit_intern (ad->u, buf_str (&out));
	buf_release (&out);
	return text;
}
