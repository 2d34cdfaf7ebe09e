/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Assignments: computations into SSA names, loads, stores, aggregate copies.
 * What the IR has no word for becomes OP_UNKNOWN of its operands.
 */
#include "gcc/adapter.h"

static const struct type *
type_of (struct lowering *l, tree t)
{
	return adapter_type (l->ad, TREE_TYPE (t));
}

vid
lower_load (struct lowering *l, tree ref, const char *name)
{
	struct place p;
	struct instr *i;
	vid dst;

	lower_place (l, ref, &p);
	dst = lower_temp (l, type_of (l, ref), name);
	i = emit (l, OP_LOAD);
	i->dst = dst;
	i->place = p;
	return dst;
}

void
lower_store (struct lowering *l, tree ref, vid v)
{
	struct place p;
	struct instr *i;

	lower_place (l, ref, &p);
	i = emit (l, OP_STORE);
	i->place = p;
	i->a = v;
}

enum cmp
lower_cmp_code (enum tree_code code)
{
	switch (code) {
	case EQ_EXPR:
		return CMP_EQ;
	case NE_EXPR:
		return CMP_NE;
	case LT_EXPR:
		return CMP_LT;
	case LE_EXPR:
		return CMP_LE;
	case GT_EXPR:
		return CMP_GT;
	case GE_EXPR:
		return CMP_GE;
	default:
		return CMP_OTHER;
	}
}

static enum opcode
binary_opcode (enum tree_code code)
{
	switch (code) {
	case PLUS_EXPR:
		return OP_ADD;
	case MINUS_EXPR:
	case POINTER_DIFF_EXPR:
		return OP_SUB;
	case MULT_EXPR:
		return OP_MUL;
	case TRUNC_DIV_EXPR:
	case EXACT_DIV_EXPR:
	case RDIV_EXPR:
		return OP_DIV;
	case TRUNC_MOD_EXPR:
		return OP_MOD;
	case BIT_AND_EXPR:
	case TRUTH_AND_EXPR:
		return OP_AND;
	case BIT_IOR_EXPR:
	case TRUTH_OR_EXPR:
		return OP_OR;
	case BIT_XOR_EXPR:
	case TRUTH_XOR_EXPR:
		return OP_XOR;
	case LSHIFT_EXPR:
		return OP_SHL;
	case RSHIFT_EXPR:
		return OP_SHR;
	case MIN_EXPR:
		return OP_MIN;
	case MAX_EXPR:
		return OP_MAX;
	default:
		return OP_UNKNOWN;
	}
}

static bool
is_scalar (tree type)
{
	return INTEGRAL_TYPE_P (type) || POINTER_TYPE_P (type)
	       || SCALAR_FLOAT_TYPE_P (type) || TREE_CODE (type) == NULLPTR_TYPE
	       || TREE_CODE (type) == OFFSET_TYPE;
}

/* Gives what was computed so far to DST, which stands for an SSA name. */
static void
copy_to (struct lowering *l, vid dst, vid v)
{
	struct instr *i = emit (l, OP_COPY);

	i->dst = dst;
	i->a = v;
}

static void
unknown_to (struct lowering *l, vid dst, gassign *stmt)
{
	unsigned n = gimple_num_ops (stmt);
	vid *args = (vid *) fn_alloc (l->b, sizeof (vid) * (n + 1));
	uint32_t used = 0;
	struct instr *i;

	for (unsigned k = 1; k < n; k++) {
		tree op = gimple_op (stmt, k);

		if (op && (TREE_CODE (op) == REALPART_EXPR
			   || TREE_CODE (op) == IMAGPART_EXPR
			   || TREE_CODE (op) == VIEW_CONVERT_EXPR
			   || TREE_CODE (op) == BIT_FIELD_REF))
			op = TREE_OPERAND (op, 0);
		if (op && is_gimple_val (op))
			args[used++] = lower_value (l, op);
	}
	i = emit (l, OP_UNKNOWN);
	i->dst = dst;
	i->args = args;
	i->n_args = used;
}

static void
compare_to (struct lowering *l, vid dst, enum tree_code code, tree a, tree b)
{
	vid va = lower_value (l, a), vb = lower_value (l, b);
	struct instr *i = emit (l, OP_CMP);

	i->dst = dst;
	i->a = va;
	i->b = vb;
	i->cmp = lower_cmp_code (code);
	i->cmp_unsigned = !SCALAR_FLOAT_TYPE_P (TREE_TYPE (a))
			  && TYPE_UNSIGNED (TREE_TYPE (a));
}

static void
pointer_plus_to (struct lowering *l, vid dst, gassign *stmt)
{
	tree offset = gimple_assign_rhs2 (stmt);
	vid base = lower_value (l, gimple_assign_rhs1 (stmt)), index = 0;
	struct instr *i;

	if (!tree_fits_shwi_p (offset) && TREE_CODE (offset) != INTEGER_CST)
		index = lower_value (l, offset);
	i = emit (l, OP_ADDR);
	i->dst = dst;
	i->place.base = base;
	i->place.index = index;
	if (index)
		i->place.stride = 1;
	else
		i->place.offset = (int64_t) TREE_INT_CST_LOW (offset);
}

static void
binary_to (struct lowering *l, vid dst, gassign *stmt)
{
	enum tree_code code = gimple_assign_rhs_code (stmt);
	tree a = gimple_assign_rhs1 (stmt), b = gimple_assign_rhs2 (stmt);
	enum opcode op = binary_opcode (code);
	struct instr *i;
	vid va, vb;

	if (code == POINTER_PLUS_EXPR) {
		pointer_plus_to (l, dst, stmt);
		return;
	}
	if (!is_scalar (TREE_TYPE (a))
	    || !is_scalar (TREE_TYPE (gimple_assign_lhs (stmt)))) {
		unknown_to (l, dst, stmt);
		return;
	}
	if (TREE_CODE_CLASS (code) == tcc_comparison) {
		compare_to (l, dst, code, a, b);
		return;
	}
	if (op == OP_UNKNOWN) {
		unknown_to (l, dst, stmt);
		return;
	}
	va = lower_value (l, a);
	vb = lower_value (l, b);
	i = emit (l, op);
	i->dst = dst;
	i->a = va;
	i->b = vb;
}

static void
unary_to (struct lowering *l, vid dst, gassign *stmt)
{
	enum tree_code code = gimple_assign_rhs_code (stmt);
	tree a = gimple_assign_rhs1 (stmt);
	tree to = TREE_TYPE (gimple_assign_lhs (stmt));
	enum opcode op = OP_UNKNOWN;
	struct instr *i;
	vid va;

	if (is_scalar (TREE_TYPE (a)) && is_scalar (to)) {
		if (CONVERT_EXPR_CODE_P (code) || code == FIX_TRUNC_EXPR
		    || code == FLOAT_EXPR)
			op = POINTER_TYPE_P (to)
			     && POINTER_TYPE_P (TREE_TYPE (a))
			     ? OP_COPY : OP_CAST;
		else if (code == NEGATE_EXPR)
			op = OP_NEG;
		else if (code == BIT_NOT_EXPR)
			op = OP_NOT;
		else if (code == PAREN_EXPR)
			op = OP_COPY;
	}
	if (op == OP_UNKNOWN) {
		unknown_to (l, dst, stmt);
		return;
	}
	va = lower_value (l, a);
	i = emit (l, op);
	i->dst = dst;
	i->a = va;
}

static void
select_to (struct lowering *l, vid dst, gassign *stmt)
{
	tree cond = gimple_assign_rhs1 (stmt);
	vid vc, vt, ve;
	struct instr *i;

	if (!is_scalar (TREE_TYPE (cond))) {
		unknown_to (l, dst, stmt);
		return;
	}
	if (COMPARISON_CLASS_P (cond)) {
		vc = lower_temp (l, adapter_type (l->ad, boolean_type_node),
				 NULL);
		compare_to (l, vc, TREE_CODE (cond), TREE_OPERAND (cond, 0),
			    TREE_OPERAND (cond, 1));
	} else {
		vc = lower_value (l, cond);
	}
	vt = lower_value (l, gimple_assign_rhs2 (stmt));
	ve = lower_value (l, gimple_assign_rhs3 (stmt));
	i = emit (l, OP_SELECT);
	i->dst = dst;
	i->a = vc;
	i->b = vt;
	i->c = ve;
}

static void
load_to (struct lowering *l, vid dst, tree ref)
{
	struct place p;
	struct instr *i;

	lower_place (l, ref, &p);
	i = emit (l, OP_LOAD);
	i->dst = dst;
	i->place = p;
}

static void
single_to (struct lowering *l, vid dst, gassign *stmt)
{
	tree rhs = gimple_assign_rhs1 (stmt);
	tree to = TREE_TYPE (gimple_assign_lhs (stmt));

	if (TREE_CODE (rhs) == VIEW_CONVERT_EXPR && !place_is_memory (rhs)) {
		tree from = TREE_OPERAND (rhs, 0);

		if (is_scalar (to) && is_scalar (TREE_TYPE (from))
		    && SCALAR_FLOAT_TYPE_P (to)
		       == SCALAR_FLOAT_TYPE_P (TREE_TYPE (from))
		    && is_gimple_val (from))
			copy_to (l, dst, lower_value (l, from));
		else
			unknown_to (l, dst, stmt);
	} else if (is_gimple_val (rhs) || TREE_CODE (rhs) == OBJ_TYPE_REF) {
		copy_to (l, dst, lower_value (l, rhs));
	} else if (TREE_CODE (rhs) == ADDR_EXPR) {
		copy_to (l, dst, lower_value (l, rhs));
	} else if (COMPARISON_CLASS_P (rhs)
		   && is_scalar (TREE_TYPE (TREE_OPERAND (rhs, 0)))) {
		compare_to (l, dst, TREE_CODE (rhs), TREE_OPERAND (rhs, 0),
			    TREE_OPERAND (rhs, 1));
	} else if (place_is_memory (rhs)) {
		load_to (l, dst, rhs);
	} else {
		unknown_to (l, dst, stmt);
	}
}

static void
assign_register (struct lowering *l, gassign *stmt)
{
	vid dst = lower_ssa (l, gimple_assign_lhs (stmt));

	switch (gimple_assign_rhs_class (stmt)) {
	case GIMPLE_SINGLE_RHS:
		single_to (l, dst, stmt);
		break;
	case GIMPLE_UNARY_RHS:
		unary_to (l, dst, stmt);
		break;
	case GIMPLE_BINARY_RHS:
		binary_to (l, dst, stmt);
		break;
	case GIMPLE_TERNARY_RHS:
		if (gimple_assign_rhs_code (stmt) == COND_EXPR)
			select_to (l, dst, stmt);
		else
			unknown_to (l, dst, stmt);
		break;
	default:
		lower_give_up (l, "unknown kind of assignment");
	}
}

/* Elements of a constructor that is not empty. */
static void
assign_elements (struct lowering *l, tree lhs, tree ctor)
{
	unsigned HOST_WIDE_INT k;
	tree index, value;
	struct place whole;
	struct instr *i;

	lower_place (l, lhs, &whole);
	i = emit (l, OP_ZERO);
	i->place = whole;
	FOR_EACH_CONSTRUCTOR_ELT (CONSTRUCTOR_ELTS (ctor), k, index, value) {
		struct place p = whole;
		uint64_t at = 0, size = type_byte_size (TREE_TYPE (value));
		vid v;

		if (index && TREE_CODE (index) == FIELD_DECL)
			field_byte_offset (index, &at);
		else if (index && tree_fits_uhwi_p (index))
			at = tree_to_uhwi (index) * size;
		else
			at = k * size;
		v = lower_value (l, value);
		p.offset += (int64_t) at;
		p.size = size;
		p.spelling = NULL;
		i = emit (l, OP_STORE);
		i->place = p;
		i->a = v;
	}
}

static void
assign_memory (struct lowering *l, gassign *stmt)
{
	tree lhs = gimple_assign_lhs (stmt), rhs = gimple_assign_rhs1 (stmt);
	struct place p;
	struct instr *i;
	vid from;

	if (TREE_CODE (rhs) == CONSTRUCTOR
	    && !VECTOR_TYPE_P (TREE_TYPE (rhs))) {
		if (CONSTRUCTOR_NELTS (rhs)) {
			assign_elements (l, lhs, rhs);
			return;
		}
		lower_place (l, lhs, &p);
		i = emit (l, OP_ZERO);
		i->place = p;
		return;
	}
	if (is_gimple_reg_type (TREE_TYPE (lhs))) {
		vid v = lower_value (l, rhs);

		lower_store (l, lhs, v);
		return;
	}
	if (TREE_CODE (rhs) == SSA_NAME || !place_is_memory (rhs)) {
		lower_store (l, lhs, lower_value (l, rhs));
		return;
	}
	from = lower_address (l, rhs, unit_ptr_to (l->u, type_of (l, rhs)));
	lower_place (l, lhs, &p);
	i = emit (l, OP_MOVE);
	i->place = p;
	i->a = from;
}

void
lower_assign (struct lowering *l, gassign *stmt)
{
	tree lhs = gimple_assign_lhs (stmt);

	if (gimple_clobber_p (stmt)) {
		tree object = place_object (lhs);
		struct instr *i;
		struct place p;

		/* *this = {CLOBBER} in a destructor ends no local. */
		if (!object || TREE_CODE (object) == STRING_CST
		    || !is_local_memory (l, object))
			return;
		lower_place (l, lhs, &p);
		i = emit (l, OP_CLOBBER);
		i->place = p;
	} else if (TREE_CODE (lhs) == SSA_NAME) {
		if (!place_is_followed (lhs))
			assign_register (l, stmt);
	} else if (gimple_num_ops (stmt) == 2) {
		assign_memory (l, stmt);
	} else {
		lower_give_up (l, "computation stored to memory");
	}
}
