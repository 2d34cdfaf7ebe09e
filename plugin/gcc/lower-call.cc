/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls.  Built-ins that only speak to the optimiser vanish; aggregates go by
 * value; a result that lands in memory is a call into a temporary and a store.
 */
#include "gcc/adapter.h"

/* The result goes to V, or to nowhere when the call has no left side. */
static void
give_result (struct lowering *l, gcall *call, vid v)
{
	tree lhs = gimple_call_lhs (call);
	struct instr *i;

	if (!lhs)
		return;
	if (TREE_CODE (lhs) != SSA_NAME) {
		lower_store (l, lhs, v);
		return;
	}
	vid dst = lower_ssa (l, lhs);
	i = emit (l, OP_COPY);
	i->dst = dst;
	i->a = v;
}

static void
unknown_result (struct lowering *l, gcall *call)
{
	unsigned n = gimple_call_num_args (call), used = 0;
	tree lhs = gimple_call_lhs (call);
	tree *ops;

	if (!lhs)
		return;
	ops = XNEWVEC (tree, n + 1);
	for (unsigned k = 0; k < n; k++)
		if (is_gimple_val (gimple_call_arg (call, k)))
			ops[used++] = gimple_call_arg (call, k);
	give_result (l, call,
		     lower_unknown (l, adapter_type (l->ad, TREE_TYPE (lhs)),
				    ops, used));
	XDELETEVEC (ops);
}

static void
lower_internal (struct lowering *l, gcall *call)
{
	tree lhs = gimple_call_lhs (call);
	struct instr *i;

	switch (gimple_call_internal_fn (call)) {
	case IFN_VA_ARG: {
		vid list = lower_value (l, gimple_call_arg (call, 0)), dst;

		if (!lhs)
			return;
		dst = lower_temp (l, adapter_type (l->ad, TREE_TYPE (lhs)),
				  NULL);
		i = emit (l, OP_VA_ARG);
		i->dst = dst;
		i->a = list;
		give_result (l, call, dst);
		return;
	}
	case IFN_BUILTIN_EXPECT:
		give_result (l, call,
			     lower_value (l, gimple_call_arg (call, 0)));
		return;
	case IFN_DEFERRED_INIT:
		/* What the user left uninitialised stays so. */
		if (lhs && TREE_CODE (lhs) == SSA_NAME)
			give_result (l, call, fn_undef (l->b, NULL, adapter_type (
				l->ad, TREE_TYPE (lhs))));
		return;
	case IFN_ABNORMAL_DISPATCHER:
		lower_give_up (l, "setjmp or nonlocal goto");
		return;
	default:
		unknown_result (l, call);
	}
}

/* Built-ins that are no calls for us.  Returns whether CALL was one. */
static bool
lower_builtin (struct lowering *l, gcall *call)
{
	tree decl = gimple_call_fndecl (call);

	if (!decl || !fndecl_built_in_p (decl, BUILT_IN_NORMAL))
		return false;
	switch (DECL_FUNCTION_CODE (decl)) {
	case BUILT_IN_EXPECT:
	case BUILT_IN_EXPECT_WITH_PROBABILITY:
	case BUILT_IN_ASSUME_ALIGNED:
		give_result (l, call,
			     lower_value (l, gimple_call_arg (call, 0)));
		return true;
	case BUILT_IN_CONSTANT_P:
	case BUILT_IN_OBJECT_SIZE:
	case BUILT_IN_STACK_SAVE:
	case BUILT_IN_RETURN_ADDRESS:
	case BUILT_IN_FRAME_ADDRESS:
	case BUILT_IN_EH_POINTER:
	case BUILT_IN_EH_FILTER:
		unknown_result (l, call);
		return true;
	case BUILT_IN_STACK_RESTORE:
	case BUILT_IN_PREFETCH:
	case BUILT_IN_UNREACHABLE:
	case BUILT_IN_PROFILE_FUNC_ENTER:	/* of -finstrument-functions */
	case BUILT_IN_PROFILE_FUNC_EXIT:
	case BUILT_IN_EH_COPY_VALUES:
		return true;
	default:
		return false;
	}
}

/* A destructor, or a call that a cleanup attribute made. */
static bool
is_artificial_call (gcall *call)
{
	tree decl = gimple_call_fndecl (call), arg, attr;

	if (!decl)
		return false;
	if (DECL_CXX_DESTRUCTOR_P (decl))
		return true;
	if (gimple_call_num_args (call) != 1)
		return false;
	arg = gimple_call_arg (call, 0);
	if (TREE_CODE (arg) != ADDR_EXPR
	    || TREE_CODE (TREE_OPERAND (arg, 0)) != VAR_DECL)
		return false;
	attr = lookup_attribute ("cleanup",
				 DECL_ATTRIBUTES (TREE_OPERAND (arg, 0)));
	return attr && TREE_VALUE (attr)
	       && TREE_CODE (TREE_VALUE (TREE_VALUE (attr))) == IDENTIFIER_NODE
	       && TREE_VALUE (TREE_VALUE (attr)) == DECL_NAME (decl);
}

static vid
lower_callee (struct lowering *l, gcall *call)
{
	tree fn = gimple_call_fn (call);
	tree decl = gimple_call_fndecl (call);
	struct ir_function *f;

	if (!decl)
		return lower_value (l, fn);
	f = adapter_function (l->ad, decl);
	/* What a noexcept () that depends on a template came to, the calls
	 * alone say. */
	f->is_nothrow |= gimple_call_nothrow_p (call);
	return fn_func (l->b, unit_ptr_to (l->u, adapter_type (
				l->ad, TREE_TYPE (decl))), f);
}

void
lower_call (struct lowering *l, gcall *call)
{
	unsigned n = gimple_call_num_args (call);
	tree lhs = gimple_call_lhs (call), result;
	vid callee, dst = 0, *args;
	struct instr *i;
	bool by_reference;

	if (gimple_call_internal_p (call)) {
		lower_internal (l, call);
		return;
	}
	if (gimple_call_flags (call) & ECF_RETURNS_TWICE) {
		lower_give_up (l, "setjmp or vfork");
		return;
	}
	if (gimple_call_chain (call)) {
		lower_give_up (l, "call of a nested function");
		return;
	}
	if (lower_builtin (l, call))
		return;
	callee = lower_callee (l, call);
	args = (vid *) fn_alloc (l->b, sizeof (vid) * (n + 1));
	for (unsigned k = 0; k < n; k++)
		args[k] = lower_value (l, gimple_call_arg (call, k));
	result = TREE_TYPE (gimple_call_fntype (call));
	/* See lower_params. */
	by_reference = lhs && TREE_ADDRESSABLE (result)
		&& TREE_CODE (lhs) != SSA_NAME
		&& !stdarg_p (gimple_call_fntype (call));
	if (by_reference)
		args[n++] = lower_address (l, lhs, unit_ptr_to (l->u,
					adapter_type (l->ad, result)));
	else if (lhs && TREE_CODE (lhs) == SSA_NAME)
		dst = lower_ssa (l, lhs);
	else if (lhs)
		dst = lower_temp (l, adapter_type (l->ad, TREE_TYPE (lhs)),
				  DECL_P (lhs) ? adapter_decl_name (l->ad, lhs)
					       : NULL);
	i = emit (l, OP_CALL);
	i->dst = dst;
	i->callee = callee;
	i->args = args;
	i->n_args = n;
	i->fn_type = adapter_type (l->ad, gimple_call_fntype (call));
	i->is_artificial = is_artificial_call (call);
	if (!lhs && !VOID_TYPE_P (result))
		i->is_void_cast = is_cast_to_void (gimple_location (call));
	if (lhs && TREE_CODE (lhs) != SSA_NAME && !by_reference)
		lower_store (l, lhs, dst);
}
