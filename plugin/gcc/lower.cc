/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A function's body, from GIMPLE in SSA form into the IR.
 *
 * Block by block: PHIs first (all of them, so that their numbers are known),
 * then statements, then what PHIs of successors need from this block, then
 * the terminator.  A tail, that is blocks that merge returns and do nothing but
 * end locals, is copied for each way into it: so each return has the place in
 * the source where it was written, which GIMPLE keeps on the edges alone.
 *
 * What cannot be lowered faithfully gives the function up, with a reason.
 */
#include "gcc/adapter.h"

/* Blocks that a tail may have. */
#define MAX_TAIL 4

struct instr *
emit (struct lowering *l, enum opcode op)
{
	return fn_instr (l->b, l->cur, op, l->loc);
}

static bool
is_noise (gimple *stmt)
{
	switch (gimple_code (stmt)) {
	case GIMPLE_NOP:
	case GIMPLE_LABEL:
	case GIMPLE_PREDICT:
	case GIMPLE_DEBUG:
		return true;
	default:
		return false;
	}
}

/* --------------------------------------------------------- statements */

static void
lower_asm (struct lowering *l, gasm *stmt)
{
	unsigned n = gimple_asm_ninputs (stmt);
	tree *ops = XNEWVEC (tree, n + 1);

	if (gimple_asm_nlabels (stmt))
		lower_give_up (l, "asm goto");
	for (unsigned k = 0; k < n; k++)
		ops[k] = TREE_VALUE (gimple_asm_input_op (stmt, k));
	emit (l, OP_ASM);
	for (unsigned k = 0; k < gimple_asm_noutputs (stmt); k++) {
		tree out = TREE_VALUE (gimple_asm_output_op (stmt, k));
		const struct type *t = adapter_type (l->ad, TREE_TYPE (out));
		vid v = lower_unknown (l, t, ops, n);

		if (TREE_CODE (out) == SSA_NAME) {
			vid dst = lower_ssa (l, out);
			struct instr *i = emit (l, OP_COPY);

			i->dst = dst;
			i->a = v;
		} else {
			lower_store (l, out, v);
		}
	}
	XDELETEVEC (ops);
}

/* A statement that does not end its block. */
static void
lower_statement (struct lowering *l, gimple *stmt)
{
	switch (gimple_code (stmt)) {
	case GIMPLE_ASSIGN:
		lower_assign (l, as_a <gassign *> (stmt));
		break;
	case GIMPLE_CALL:
		lower_call (l, as_a <gcall *> (stmt));
		break;
	case GIMPLE_ASM:
		lower_asm (l, as_a <gasm *> (stmt));
		break;
	case GIMPLE_TRANSACTION:
		lower_give_up (l, "transaction");
		break;
	default:
		lower_give_up (l, "unknown kind of statement");
	}
}

/* -------------------------------------------------------------- edges */

/* The only way on from BB, if BB does nothing but end locals; NULL when it
 * does more.  *RETURNS is set when the way on is a return. */
static edge
tail_edge (basic_block bb, greturn **returns)
{
	*returns = NULL;
	for (gimple_stmt_iterator gsi = gsi_start_bb (bb); !gsi_end_p (gsi);
	     gsi_next (&gsi)) {
		gimple *stmt = gsi_stmt (gsi);

		if (gimple_code (stmt) == GIMPLE_RETURN)
			*returns = as_a <greturn *> (stmt);
		else if (!is_noise (stmt) && !gimple_clobber_p (stmt))
			return NULL;
	}
	return single_succ_p (bb)
	       && !(single_succ_edge (bb)->flags & (EDGE_EH | EDGE_ABNORMAL))
	       ? single_succ_edge (bb) : NULL;
}

/* Does BB lead to a return, and do nothing on the way but end locals? */
static bool
is_tail (basic_block bb)
{
	for (unsigned n = 0; n < MAX_TAIL; n++) {
		greturn *returns;
		edge e = tail_edge (bb, &returns);

		if (!e || returns)
			return e != NULL;
		bb = e->dest;
	}
	return false;
}

/* Is BB lowered as copies only, one for each way into it? */
static bool
is_copied (basic_block bb)
{
	while (is_tail (bb)) {
		if (!single_pred_p (bb))
			return true;
		bb = single_pred (bb);
		if (bb == ENTRY_BLOCK_PTR_FOR_FN (cfun))
			return false;
	}
	return false;
}

static location_t
last_location (basic_block bb)
{
	gimple_stmt_iterator gsi = gsi_last_nondebug_bb (bb);

	while (!gsi_end_p (gsi)) {
		location_t where
			= LOCATION_LOCUS (gimple_location (gsi_stmt (gsi)));

		if (where > BUILTINS_LOCATION)
			return where;
		gsi_prev (&gsi);
	}
	return UNKNOWN_LOCATION;
}

/* Is DECL a result that is made in the caller's object? */
static bool
is_by_reference (tree decl)
{
	return decl && TREE_CODE (decl) == RESULT_DECL
		&& DECL_BY_REFERENCE (decl);
}

static void
lower_return_value (struct lowering *l, tree value)
{
	vid v = 0;
	struct instr *i;

	if (value && TREE_CODE (value) == SSA_NAME
	    && is_by_reference (SSA_NAME_VAR (value)))
		value = NULL_TREE;
	if (value && !is_by_reference (value))
		v = lower_value (l, value);
	i = emit (l, OP_RET);
	i->a = v;
}

static void
lower_return (struct lowering *l, greturn *stmt)
{
	if (!l->loc.line)
		l->loc = l->f->end_loc;
	lower_return_value (l, gimple_return_retval (stmt));
}

/* The argument that PHI receives over E, with the best place known. */
static tree
phi_value (gphi *phi, edge e, location_t *where)
{
	*where = LOCATION_LOCUS (gimple_phi_arg_location_from_edge (phi, e));
	if (*where <= BUILTINS_LOCATION)
		*where = LOCATION_LOCUS (e->goto_locus);
	return PHI_ARG_DEF_FROM_EDGE (phi, e);
}

static void
copy_statements (struct lowering *l, basic_block bb)
{
	for (gimple_stmt_iterator gsi = gsi_start_bb (bb); !gsi_end_p (gsi);
	     gsi_next (&gsi)) {
		gimple *stmt = gsi_stmt (gsi);

		l->loc = adapter_loc (l->ad, gimple_location (stmt));
		if (!is_noise (stmt) && gimple_code (stmt) != GIMPLE_RETURN)
			lower_statement (l, stmt);
	}
}

/* What VALUE is where control came over E. */
static tree
value_over (edge e, tree value, location_t *where)
{
	location_t found = LOCATION_LOCUS (e->goto_locus);

	for (gphi_iterator gsi = gsi_start_phis (e->dest);
	     value && !gsi_end_p (gsi); gsi_next (&gsi)) {
		if (gimple_phi_result (gsi.phi ()) == value) {
			value = phi_value (gsi.phi (), e, &found);
			break;
		}
	}
	if (found > BUILTINS_LOCATION)
		*where = found;
	return value;
}

/* Copies the tail that E leads to; returns the copy. */
static uint32_t
copy_tail (struct lowering *l, edge e)
{
	uint32_t saved = l->cur, copy = fn_block (l->b);
	location_t where = UNKNOWN_LOCATION;
	edge way[MAX_TAIL + 1];
	unsigned n = 0;
	greturn *returns = NULL;
	tree value;

	l->cur = copy;
	for (way[0] = e; !returns; way[++n] = e) {
		basic_block bb = way[n]->dest;

		e = tail_edge (bb, &returns);
		copy_statements (l, bb);
		if (returns)
			break;
	}
	value = gimple_return_retval (returns);
	if (LOCATION_LOCUS (gimple_location (returns)) > BUILTINS_LOCATION)
		where = gimple_location (returns);
	for (unsigned k = n + 1; k-- > 0;)
		value = value_over (way[k], value, &where);
	if (where <= BUILTINS_LOCATION && value)
		where = last_location (way[0]->src);
	l->loc = adapter_loc (l->ad, where);
	if (!l->loc.line)
		l->loc = l->f->end_loc;
	lower_return_value (l, value);
	l->cur = saved;
	return copy;
}

static struct ir_edge *
lower_edge (struct lowering *l, edge e, enum edge_kind kind)
{
	struct loc loc = adapter_loc (l->ad, e->goto_locus);
	struct loc saved = l->loc;
	uint32_t to;

	if (e->dest == EXIT_BLOCK_PTR_FOR_FN (l->fun)) {
		lower_give_up (l, "falls out without a return");
		return fn_edge (l->b, l->cur, l->cur, kind, loc);
	}
	if (is_copied (e->dest))
		to = copy_tail (l, e);
	else
		to = l->block[e->dest->index] - 1;
	l->loc = saved;
	return fn_edge (l->b, l->cur, to, kind, loc);
}

/* PHI arguments for all successors; here, so that an argument that needs an
 * instruction gets it before the terminator. */
static void
lower_phi_args (struct lowering *l, basic_block bb)
{
	edge_iterator ei;
	edge e;

	FOR_EACH_EDGE (e, ei, bb->succs) {
		uint32_t n = 0;

		if (e->dest == EXIT_BLOCK_PTR_FOR_FN (l->fun)
		    || is_copied (e->dest))
			continue;
		for (gphi_iterator gsi = gsi_start_phis (e->dest);
		     !gsi_end_p (gsi); gsi_next (&gsi)) {
			location_t where;
			tree arg;

			if (virtual_operand_p (gimple_phi_result (gsi.phi ())))
				continue;
			arg = phi_value (gsi.phi (), e, &where);
			fn_phi_arg (l->b, l->block[e->dest->index] - 1, n++,
				    l->cur, lower_value (l, arg),
				    adapter_loc (l->ad, where));
		}
	}
}

/* -------------------------------------------------------- terminators */

static void
lower_cond (struct lowering *l, basic_block bb, gcond *cond)
{
	tree a = gimple_cond_lhs (cond), b = gimple_cond_rhs (cond);
	edge on_true, on_false;
	struct instr *i;
	vid va, vb;

	extract_true_false_edges_from_block (bb, &on_true, &on_false);
	va = lower_value (l, a);
	vb = lower_value (l, b);
	i = emit (l, OP_BR);
	i->a = va;
	i->b = vb;
	i->cmp = lower_cmp_code (gimple_cond_code (cond));
	i->cmp_unsigned = !SCALAR_FLOAT_TYPE_P (TREE_TYPE (a))
			  && TYPE_UNSIGNED (TREE_TYPE (a));
	lower_edge (l, on_true, EDGE_TRUE);
	lower_edge (l, on_false, EDGE_FALSE);
}

/* The enum that V, the operand of a switch, was promoted from, or NULL; also
 * where it was made of a number, which can be any. */
static tree
promoted_enum (tree v)
{
	tree type = NULL_TREE;

	for (int depth = 0; depth < 6; depth++) {
		gimple *def;

		if (TREE_CODE (TREE_TYPE (v)) == ENUMERAL_TYPE)
			type = TREE_TYPE (v);
		else if (type)
			return NULL_TREE;
		if (TREE_CODE (v) != SSA_NAME)
			break;
		def = SSA_NAME_DEF_STMT (v);
		if (!is_gimple_assign (def) || !gimple_assign_cast_p (def))
			break;
		v = gimple_assign_rhs1 (def);
	}
	return type;
}

static bool
has_case (gswitch *sw, tree value)
{
	unsigned n = gimple_switch_num_labels (sw);

	for (unsigned k = 1; k < n; k++) {
		tree label = gimple_switch_label (sw, k);
		tree low = CASE_LOW (label);
		tree high = CASE_HIGH (label) ? CASE_HIGH (label) : low;

		if (wi::to_widest (value) >= wi::to_widest (low)
		    && wi::to_widest (value) <= wi::to_widest (high))
			return true;
	}
	return false;
}

/* Has every enumerator of TYPE a case in SW?  Then the author left out the
 * default, or has it for what cannot be. */
static bool
covers_enum (gswitch *sw, tree type)
{
	for (tree e = TYPE_VALUES (type); e; e = TREE_CHAIN (e)) {
		tree value = TREE_VALUE (e);

		if (TREE_CODE (value) == CONST_DECL)
			value = DECL_INITIAL (value);
		if (!value || TREE_CODE (value) != INTEGER_CST
		    || !has_case (sw, value))
			return false;
	}
	return TYPE_VALUES (type) != NULL_TREE;
}

static void
lower_switch (struct lowering *l, basic_block bb, gswitch *sw)
{
	unsigned n = gimple_switch_num_labels (sw);
	vid v = lower_value (l, gimple_switch_index (sw));
	tree type = promoted_enum (gimple_switch_index (sw));
	struct instr *i = emit (l, OP_SWITCH);
	struct ir_edge *to;

	i->a = v;
	i->is_complete = type && covers_enum (sw, type);
	for (unsigned k = 1; k < n; k++) {
		tree label = gimple_switch_label (sw, k);
		tree high = CASE_HIGH (label);
		edge e = find_edge (bb, label_to_block (l->fun,
							CASE_LABEL (label)));

		to = lower_edge (l, e, EDGE_CASE);
		to->low = (int64_t) TREE_INT_CST_LOW (CASE_LOW (label));
		to->high = high ? (int64_t) TREE_INT_CST_LOW (high) : to->low;
	}
	lower_edge (l, find_edge (bb, label_to_block (
			l->fun, CASE_LABEL (gimple_switch_default_label (sw)))),
		    EDGE_DEFAULT);
}

/* The way on from a block that ends without a decision. */
static void
lower_fall (struct lowering *l, basic_block bb)
{
	edge_iterator ei;
	edge e, normal = NULL;

	FOR_EACH_EDGE (e, ei, bb->succs) {
		if (e->flags & EDGE_EH)
			continue;
		if (normal)
			lower_give_up (l, "unknown kind of branch");
		normal = e;
	}
	emit (l, normal ? OP_JUMP : OP_UNREACHABLE);
	if (normal)
		lower_edge (l, normal, EDGE_JUMP);
}

static void
lower_terminator (struct lowering *l, basic_block bb, gimple *stmt)
{
	edge_iterator ei;
	edge e;

	if (stmt)
		l->loc = adapter_loc (l->ad, gimple_location (stmt));
	switch (stmt ? gimple_code (stmt) : GIMPLE_NOP) {
	case GIMPLE_COND:
		if (EDGE_COUNT (bb->succs) == 2)
			lower_cond (l, bb, as_a <gcond *> (stmt));
		else
			lower_fall (l, bb);
		break;
	case GIMPLE_SWITCH:
		lower_switch (l, bb, as_a <gswitch *> (stmt));
		break;
	case GIMPLE_RETURN:
		lower_return (l, as_a <greturn *> (stmt));
		return;
	case GIMPLE_GOTO:
		if (TREE_CODE (gimple_goto_dest (stmt)) != LABEL_DECL)
			lower_give_up (l, "computed goto");
		lower_fall (l, bb);
		break;
	case GIMPLE_RESX:
	case GIMPLE_EH_DISPATCH:
		/* On to a handler, or to the next landing pad. */
		emit (l, OP_UNREACHABLE);
		FOR_EACH_EDGE (e, ei, bb->succs)
			lower_edge (l, e, IR_EDGE_EH);
		return;
	default:
		lower_fall (l, bb);
	}
	FOR_EACH_EDGE (e, ei, bb->succs)
		if (e->flags & EDGE_EH)
			lower_edge (l, e, IR_EDGE_EH);
}

static bool
ends_block (gimple *stmt)
{
	switch (gimple_code (stmt)) {
	case GIMPLE_COND:
	case GIMPLE_SWITCH:
	case GIMPLE_RETURN:
	case GIMPLE_GOTO:
	case GIMPLE_RESX:
	case GIMPLE_EH_DISPATCH:
		return true;
	default:
		return false;
	}
}

/* ------------------------------------------------------------- blocks */

static void
lower_block (struct lowering *l, basic_block bb)
{
	gimple *last = NULL;

	l->cur = l->block[bb->index] - 1;
	for (gimple_stmt_iterator gsi = gsi_start_bb (bb); !gsi_end_p (gsi);
	     gsi_next (&gsi)) {
		gimple *stmt = gsi_stmt (gsi);

		if (is_noise (stmt))
			continue;
		if (ends_block (stmt)) {
			last = stmt;
			break;
		}
		l->loc = adapter_loc (l->ad, gimple_location (stmt));
		lower_statement (l, stmt);
	}
	lower_phi_args (l, bb);
	lower_terminator (l, bb, last);
}

static void
lower_phis (struct lowering *l, basic_block bb)
{
	for (gphi_iterator gsi = gsi_start_phis (bb); !gsi_end_p (gsi);
	     gsi_next (&gsi)) {
		tree result = gimple_phi_result (gsi.phi ());

		if (!virtual_operand_p (result))
			fn_phi (l->b, l->block[bb->index] - 1,
				lower_ssa (l, result));
	}
}

/* Parameters that live in memory are stored there on entry. */
static void
lower_params (struct lowering *l)
{
	tree result = DECL_RESULT (l->fun->decl);

	l->cur = 0;
	l->loc = l->f->loc;
	for (tree p = DECL_ARGUMENTS (l->fun->decl); p; p = DECL_CHAIN (p)) {
		vid v = fn_param (l->b, adapter_decl_name (l->ad, p),
				  adapter_type (l->ad, TREE_TYPE (p)));

		map_set (&l->params, map_key_ptr (p),
			 (void *) (uintptr_t) v);
	}
	/* A class that cannot be copied by bytes is made in the caller's
	 * object (Itanium C++ ABI, 3.1.3.1): its address is passed, here as
	 * the last parameter, so that the others keep their numbers. */
	if (is_by_reference (result))
		map_set (&l->params, map_key_ptr (result),
			 (void *) (uintptr_t) fn_param (l->b, NULL,
				adapter_type (l->ad, TREE_TYPE (result))));
	for (tree p = DECL_ARGUMENTS (l->fun->decl); p; p = DECL_CHAIN (p))
		if (!is_gimple_reg (p))
			lower_store (l, p, (vid) (uintptr_t) map_get (
				&l->params, map_key_ptr (p)));
}

/* The first reason why this function must not be lowered, or NULL. */
static const char *
refuse (struct function *fun)
{
	basic_block bb;
	edge_iterator ei;
	edge e;

	if (fun->static_chain_decl)
		return "nested function";
	if (fun->calls_setjmp)
		return "setjmp or vfork";
	FOR_EACH_BB_FN (bb, fun)
		FOR_EACH_EDGE (e, ei, bb->succs)
			if (e->flags & EDGE_ABNORMAL)
				return "computed or nonlocal goto";
	return NULL;
}

static void
lower_blocks (struct lowering *l)
{
	basic_block first = single_succ (ENTRY_BLOCK_PTR_FOR_FN (l->fun)), bb;
	bool merged = single_pred_p (first) && !is_copied (first);

	fn_block (l->b);	/* the entry */
	FOR_EACH_BB_FN (bb, l->fun)
		if (!is_copied (bb))
			l->block[bb->index] = (bb == first && merged
					       ? 0 : fn_block (l->b)) + 1;
	lower_params (l);
	FOR_EACH_BB_FN (bb, l->fun)
		if (!is_copied (bb))
			lower_phis (l, bb);
	if (!merged) {
		lower_phi_args (l, ENTRY_BLOCK_PTR_FOR_FN (l->fun));
		lower_fall (l, ENTRY_BLOCK_PTR_FOR_FN (l->fun));
	}
	FOR_EACH_BB_FN (bb, l->fun) {
		if (l->why)
			return;
		if (!is_copied (bb))
			lower_block (l, bb);
	}
}

void
lower_body (struct adapter *ad, struct body *body)
{
	struct function *fun = DECL_STRUCT_FUNCTION (body->decl);
	struct lowering l;

	memset (&l, 0, sizeof l);
	l.ad = ad;
	l.u = ad->u;
	l.f = body->fn;
	l.fun = fun;
	l.why = refuse (fun);
	l.b = fn_begin (ad->u, body->fn);
	l.ssa = XCNEWVEC (vid, num_ssa_names);
	l.block = XCNEWVEC (uint32_t, last_basic_block_for_fn (fun));
	if (!l.why)
		lower_blocks (&l);
	if (l.why)
		fn_give_up (l.b, l.why);
	else
		fn_finish (l.b);
	XDELETEVEC (l.ssa);
	XDELETEVEC (l.block);
	map_release (&l.locals);
	map_release (&l.params);
	map_release (&l.vars);
}
