/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Operands: SSA names, constants, addresses of objects.
 *
 * An SSA name gets its value on first sight, whether that is its definition
 * or a use.  Variables that live in memory are locals of the IR, made on
 * first sight too.
 */
#include "gcc/adapter.h"

#include <stdlib.h>

vid
lower_temp (struct lowering *l, const struct type *t, const char *name)
{
	return fn_ssa (l->b, unit_intern (l->u, name), 0, t);
}

/* Dense, from 1, in order of first sight. */
uint32_t
lower_var (struct lowering *l, tree decl)
{
	uintptr_t n = (uintptr_t) map_get (&l->vars, DECL_UID (decl));

	if (!n) {
		n = l->vars.n + 1;
		map_set (&l->vars, DECL_UID (decl), (void *) n);
	}
	return (uint32_t) n;
}

bool
is_local_memory (struct lowering *l, tree decl)
{
	switch (TREE_CODE (decl)) {
	case VAR_DECL:
		return !TREE_STATIC (decl) && !DECL_EXTERNAL (decl);
	case PARM_DECL:
	case RESULT_DECL:
		return DECL_CONTEXT (decl) == l->fun->decl;
	default:
		return false;
	}
}

uint32_t
lower_local (struct lowering *l, tree decl)
{
	uintptr_t n = (uintptr_t) map_get (&l->locals, map_key_ptr (decl));

	if (!n) {
		n = fn_local (l->b, adapter_decl_name (l->ad, decl),
			      adapter_type (l->ad, TREE_TYPE (decl)),
			      adapter_loc (l->ad, DECL_SOURCE_LOCATION (decl)))
		    + 1;
		map_set (&l->locals, map_key_ptr (decl), (void *) n);
	}
	return (uint32_t) (n - 1);
}

/* The one place that NAME is copied to, where that is a named variable:
 * C++ and memory variables receive results through temporaries. */
static const char *
name_through_copies (struct lowering *l, tree name)
{
	for (int hops = 0; hops < 4; hops++) {
		use_operand_p use;
		gimple *stmt;
		tree lhs;

		if (!single_imm_use (name, &use, &stmt)
		    || !gimple_assign_single_p (stmt)
		    || gimple_assign_rhs1 (stmt) != name)
			return NULL;
		lhs = gimple_assign_lhs (stmt);
		if (TREE_CODE (lhs) != SSA_NAME)
			return DECL_P (lhs) ? adapter_decl_name (l->ad, lhs)
					    : NULL;
		if (SSA_NAME_VAR (lhs)
		    && adapter_decl_name (l->ad, SSA_NAME_VAR (lhs)))
			return adapter_decl_name (l->ad, SSA_NAME_VAR (lhs));
		name = lhs;
	}
	return NULL;
}

/* The value of NAME before anything is assigned to its variable. */
static vid
lower_default_def (struct lowering *l, tree name)
{
	tree var = SSA_NAME_VAR (name);
	const struct type *t = adapter_type (l->ad, TREE_TYPE (name));

	if (var && (TREE_CODE (var) == PARM_DECL
		    || (TREE_CODE (var) == RESULT_DECL
			&& DECL_BY_REFERENCE (var)))) {
		vid v = (vid) (uintptr_t) map_get (&l->params,
						   map_key_ptr (var));

		if (!v)
			lower_give_up (l, "nested function");
		return v;
	}
	return fn_undef (l->b, var ? adapter_decl_name (l->ad, var) : NULL, t);
}

vid
lower_ssa (struct lowering *l, tree name)
{
	unsigned version = SSA_NAME_VERSION (name);
	tree var = SSA_NAME_VAR (name);
	const char *text;

	if (l->ssa[version])
		return l->ssa[version];
	if (SSA_NAME_IS_DEFAULT_DEF (name)) {
		l->ssa[version] = lower_default_def (l, name);
		return l->ssa[version];
	}
	text = var ? adapter_decl_name (l->ad, var)
		   : name_through_copies (l, name);
	l->ssa[version] = fn_ssa (l->b, text, var ? lower_var (l, var) : 0,
				  adapter_type (l->ad, TREE_TYPE (name)));
	return l->ssa[version];
}

vid
lower_unknown (struct lowering *l, const struct type *t, tree *ops, unsigned n)
{
	vid *args = (vid *) fn_alloc (l->b, sizeof (vid) * (n + 1));
	vid dst = lower_temp (l, t, NULL);
	uint32_t used = 0;
	struct instr *i;

	for (unsigned k = 0; k < n; k++)
		if (ops[k] && is_gimple_val (ops[k]))
			args[used++] = lower_value (l, ops[k]);
	i = emit (l, OP_UNKNOWN);
	i->dst = dst;
	i->args = args;
	i->n_args = used;
	return dst;
}

static double
real_to_double (tree cst)
{
	char text[100];

	real_to_decimal (text, TREE_REAL_CST_PTR (cst), sizeof text, 0, 1);
	return strtod (text, NULL);
}

vid
lower_object (struct lowering *l, tree base, const struct type *t,
	      int64_t offset)
{
	switch (TREE_CODE (base)) {
	case FUNCTION_DECL:
		return fn_func (l->b, t, adapter_function (l->ad, base));
	case STRING_CST:
		return fn_string (l->b, t, TREE_STRING_POINTER (base),
				  TREE_STRING_LENGTH (base) > 0
				  ? TREE_STRING_LENGTH (base) - 1 : 0, offset);
	case CONST_DECL:
		return fn_global (l->b, t, adapter_global (l->ad, base), offset);
	case VAR_DECL:
		if (!is_local_memory (l, base))
			return fn_global (l->b, t, adapter_global (l->ad, base),
					  offset);
		/* FALLTHRU */
	case PARM_DECL:
	case RESULT_DECL:
		if (!is_local_memory (l, base))
			return 0;
		return fn_local_addr (l->b, t, lower_local (l, base), offset);
	default:
		return 0;
	}
}

vid
lower_address (struct lowering *l, tree ref, const struct type *t)
{
	tree object = place_object (ref);
	struct place p;
	struct instr *i;
	vid dst;

	lower_place (l, ref, &p);
	if (object && !p.index) {
		vid v = lower_object (l, object, t, p.offset);

		if (v)
			return v;
	}
	dst = lower_temp (l, t, NULL);
	i = emit (l, OP_ADDR);
	i->dst = dst;
	i->place = p;
	i->place.size = 0;
	return dst;
}

static vid
lower_integer (struct lowering *l, tree cst)
{
	const struct type *t = adapter_type (l->ad, TREE_TYPE (cst));

	if (!tree_fits_shwi_p (cst) && !tree_fits_uhwi_p (cst))
		return lower_unknown (l, t, NULL, 0);
	return fn_int (l->b, t, (int64_t) TREE_INT_CST_LOW (cst));
}

vid
lower_value (struct lowering *l, tree t)
{
	switch (TREE_CODE (t)) {
	case SSA_NAME:
		return lower_ssa (l, t);
	case INTEGER_CST:
		return lower_integer (l, t);
	case REAL_CST:
		return fn_float (l->b, adapter_type (l->ad, TREE_TYPE (t)),
				 real_to_double (t));
	case ADDR_EXPR:
		return lower_address (l, TREE_OPERAND (t, 0),
				      adapter_type (l->ad, TREE_TYPE (t)));
	case OBJ_TYPE_REF:
		return lower_value (l, OBJ_TYPE_REF_EXPR (t));
	case WITH_SIZE_EXPR:
		return lower_value (l, TREE_OPERAND (t, 0));
	default:
		if (place_is_memory (t))
			return lower_load (l, t, NULL);
		return lower_unknown (l, adapter_type (l->ad, TREE_TYPE (t)),
				      NULL, 0);
	}
}
