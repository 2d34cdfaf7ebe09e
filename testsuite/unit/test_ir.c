/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The IR: building, order and loops, questions, the text form, the rules.
 *
 * The files of testsuite/ir are found through the environment's srcdir.
 * Those in good parse, verify, and print what parses to the same print.
 * Those in bad name each message that they earn in a comment at their head.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ir/ir.h"

/* ------------------------------------------------------------ helpers */

static struct unit *parse(const char *text)
{
	struct buf errors = { 0 };
	struct unit *u = unit_parse("t.ir", text, &errors);

	if (!u)
		ck_abort_msg("%s", buf_str(&errors));
	ck_assert_uint_eq(errors.len, 0);
	buf_release(&errors);
	return u;
}

static struct function *function(struct unit *u, const char *key)
{
	return unit_function(u, key);
}

/* The print of TEXT, which a second round does not change. */
static char *printed(const char *text)
{
	struct buf first = { 0 }, second = { 0 };
	struct unit *u = parse(text);

	unit_print(u, &first);
	unit_free(u);
	u = parse(buf_str(&first));
	unit_print(u, &second);
	unit_free(u);
	ck_assert_str_eq(buf_str(&first), buf_str(&second));
	buf_release(&second);
	return first.s;
}

static void prints(const char *text, const char *want)
{
	char *got = printed(text);

	ck_assert_str_eq(got, want);
	prc_free(got);
}

static struct loc nowhere(void)
{
	return (struct loc) { 0 };
}

/* ----------------------------------------------------------- building */

START_TEST(unit_shares_types_and_symbols)
{
	struct unit *u = unit_new("a.c");
	const struct type *i = unit_int(u, 4, false);

	ck_assert_str_eq(u->name, "a.c");
	ck_assert_ptr_eq(unit_int(u, 4, false), i);
	ck_assert_ptr_ne(unit_int(u, 4, true), i);
	ck_assert_str_eq(i->name, "int");
	ck_assert_ptr_eq(unit_ptr_to(u, i), unit_ptr_to(u, i));
	ck_assert_ptr_eq(unit_ptr_to(u, i)->inner, i);
	ck_assert_ptr_eq(unit_function(u, "f"), unit_function(u, "f"));
	ck_assert_uint_eq(unit_function(u, "g")->id, 1);
	ck_assert_ptr_eq(unit_global(u, "f"), unit_global(u, "f"));
	ck_assert_str_eq(unit_global(u, "x")->name, "x");
	unit_free(u);
	unit_free(NULL);
}
END_TEST

START_TEST(constants_are_shared)
{
	struct unit *u = unit_new("a.c");
	struct fn_builder *b = fn_begin(u, unit_function(u, "f"));
	const struct type *i = unit_int(u, 4, false);
	const struct type *l = unit_int(u, 8, false);
	struct global *g = unit_global(u, "g");
	char text[] = "ab";
	vid s = fn_string(b, l, text, 2, 0);

	text[0] = 'x';
	ck_assert_uint_eq(fn_string(b, l, "ab", 2, 0), s);
	ck_assert_uint_ne(fn_string(b, l, "ab", 1, 0), s);
	ck_assert_uint_ne(fn_string(b, l, "ab", 2, 1), s);
	ck_assert_uint_eq(fn_int(b, i, 3), fn_int(b, i, 3));
	ck_assert_uint_ne(fn_int(b, i, 3), fn_int(b, i, 4));
	ck_assert_uint_ne(fn_int(b, i, 3), fn_int(b, l, 3));
	ck_assert_uint_eq(fn_float(b, i, 0.5), fn_float(b, i, 0.5));
	ck_assert_uint_ne(fn_float(b, i, 0.0), fn_float(b, i, -0.0));
	ck_assert_uint_eq(fn_global(b, l, g, 8), fn_global(b, l, g, 8));
	ck_assert_uint_ne(fn_global(b, l, g, 8), fn_global(b, l, g, 0));
	ck_assert_uint_eq(fn_func(b, l, unit_function(u, "f")),
			  fn_func(b, l, unit_function(u, "f")));
	ck_assert_uint_eq(fn_undef(b, "x", i), fn_undef(b, "x", i));
	ck_assert_uint_ne(fn_undef(b, "x", i), fn_undef(b, "y", i));
	ck_assert_uint_ne(fn_ssa(b, "x", 1, i), fn_ssa(b, "x", 1, i));
	ck_assert_uint_eq(fn_param(b, NULL, NULL), 0);
	fn_give_up(b, "test");
	unit_free(u);
}
END_TEST

/* @0 -> @1 (true), @2 (false); @1 -> @2; edges given in any order. */
static struct function *build_diamond(struct unit *u)
{
	struct function *f = unit_function(u, "f");
	struct fn_builder *b = fn_begin(u, f);
	const struct type *i = unit_int(u, 4, false);
	vid p = fn_param(b, "p", i), x = fn_ssa(b, "x", 7, i);
	struct instr *in;
	uint32_t k, phi;

	for (k = 0; k < 3; k++)
		fn_block(b);
	fn_edge(b, 1, 2, EDGE_JUMP, nowhere());
	fn_edge(b, 0, 2, EDGE_FALSE, nowhere());
	fn_edge(b, 0, 1, EDGE_TRUE, nowhere());
	phi = fn_phi(b, 2, x);
	fn_phi_arg(b, 2, phi, 0, p, nowhere());
	fn_phi_arg(b, 2, phi, 1, fn_int(b, i, 1), nowhere());
	in = fn_instr(b, 0, OP_BR, nowhere());
	in->a = p;
	in->b = fn_int(b, i, 0);
	in->cmp = CMP_EQ;
	in->cmp_unsigned = true;
	fn_instr(b, 1, OP_JUMP, nowhere());
	fn_instr(b, 2, OP_RET, nowhere())->a = x;
	fn_finish(b);
	return f;
}

START_TEST(finish_packs_and_orders)
{
	struct unit *u = unit_new("a.c");
	struct function *f = build_diamond(u);
	const struct block *b = f->blocks;

	ck_assert(f->has_body);
	ck_assert_uint_eq(f->n_blocks, 3);
	ck_assert_uint_eq(f->n_edges, 3);
	ck_assert_uint_eq(f->n_statements, 3);
	ck_assert_uint_eq(b[0].n_succs, 2);
	ck_assert_int_eq(f->edges[b[0].succs[0]].kind, EDGE_TRUE);
	ck_assert_int_eq(f->edges[b[0].succs[1]].kind, EDGE_FALSE);
	ck_assert(!b[0].instrs[0].cmp_unsigned);
	ck_assert_uint_eq(b[2].n_preds, 2);
	ck_assert_uint_eq(f->edges[b[2].preds[0]].from, 0);
	ck_assert_uint_eq(f->edges[b[2].preds[1]].from, 1);
	ck_assert_uint_eq(b[2].phis[0].args[0], f->params[0]);
	ck_assert_int_eq(f->values[b[2].phis[0].args[1]].u.i, 1);
	ck_assert_ptr_null(b[2].phis[0].locs);
	ck_assert(f->values[b[2].phis[0].dst].is_phi);
	ck_assert_uint_eq(f->values[b[2].phis[0].dst].def_block, 2);
	ck_assert_uint_eq(f->n_rpo, 3);
	ck_assert_uint_eq(f->rpo[0], 0);
	ck_assert_uint_eq(f->rpo[1], 1);
	ck_assert_uint_eq(f->rpo[2], 2);
	unit_free(u);
}
END_TEST

START_TEST(give_up_keeps_the_declaration)
{
	struct unit *u = unit_new("a.c");
	struct function *f = build_diamond(u);
	struct fn_builder *b = fn_begin(u, f);

	f->is_static = true;
	fn_block(b);
	fn_give_up(b, "asm goto");
	ck_assert(!f->has_body);
	ck_assert(f->is_static);
	ck_assert_uint_eq(f->n_blocks, 0);
	ck_assert_uint_eq(f->n_values, 0);
	ck_assert_str_eq(f->gave_up, "asm goto");
	unit_free(u);
}
END_TEST

START_TEST(phi_fills_every_edge_of_a_block)
{
	struct unit *u = parse(
		"fn $f (%a:int) -> int\n"
		"@0: switch %a case 1 @1 case 3..4 @1 default @2\n"
		"@1: %x:int = phi @0 7, @2 8 !5:6\n"
		"    ret %x\n"
		"@2: jump @1\n");
	const struct block *b = &function(u, "f")->blocks[1];

	ck_assert_uint_eq(b->n_preds, 3);
	ck_assert_uint_eq(b->phis[0].args[0], b->phis[0].args[1]);
	ck_assert_uint_ne(b->phis[0].args[0], b->phis[0].args[2]);
	ck_assert_uint_eq(b->phis[0].locs[0].line, 0);
	ck_assert_uint_eq(b->phis[0].locs[2].line, 5);
	unit_free(u);
}
END_TEST

/* -------------------------------------------------------------- loops */

/* Of each block: loop depth and header, as "depth:header" or "-". */
static void loops_are(const char *text, const char *want)
{
	struct unit *u = parse(text);
	const struct function *f = function(u, "f");
	struct buf got = { 0 };
	uint32_t i;

	for (i = 0; i < f->n_blocks; i++) {
		const struct block *b = &f->blocks[i];

		ck_assert_int_eq(b->rpo == NO_RPO, !b->reachable);
		if (!b->reachable)
			buf_add(&got, " unreachable");
		else if (!b->loop)
			buf_add(&got, " -");
		else
			buf_addf(&got, " %u:%u%s", b->loop_depth,
				 b->loop - 1, b->is_loop_header ? "*" : "");
	}
	ck_assert_str_eq(buf_str(&got), want);
	buf_release(&got);
	unit_free(u);
}

START_TEST(straight_code_has_no_loop)
{
	loops_are("fn $f (%a:int) -> void\n"
		  "@0: br eq %a 0 @1 @2\n"
		  "@1: jump @3\n"
		  "@2: jump @3\n"
		  "@3: ret\n", " - - - -");
}
END_TEST

START_TEST(loops_nest)
{
	loops_are("fn $f (%a:int) -> void\n"
		  "@0: jump @1\n"
		  "@1: br eq %a 0 @2 @5\n"
		  "@2: br eq %a 1 @3 @4\n"
		  "@3: jump @2\n"
		  "@4: jump @1\n"
		  "@5: ret\n", " - 1:1* 2:2* 2:2 1:1 -");
}
END_TEST

START_TEST(one_block_loops_on_itself)
{
	loops_are("fn $f (%a:int) -> void\n"
		  "@0: jump @1\n"
		  "@1: br eq %a 0 @1 @2\n"
		  "@2: ret\n", " - 1:1* -");
}
END_TEST

START_TEST(two_latches_are_one_loop)
{
	loops_are("fn $f (%a:int) -> void\n"
		  "@0: jump @1\n"
		  "@1: br eq %a 0 @2 @3\n"
		  "@2: jump @1\n"
		  "@3: br eq %a 1 @1 @4\n"
		  "@4: ret\n", " - 1:1* 1:1 1:1 -");
}
END_TEST

START_TEST(two_entries_still_cut_the_cycle)
{
	struct unit *u = parse("fn $f (%a:int) -> void\n"
			       "@0: br eq %a 0 @1 @2\n"
			       "@1: br eq %a 1 @2 @3\n"
			       "@2: br eq %a 2 @1 @3\n"
			       "@3: ret\n");
	const struct function *f = function(u, "f");
	uint32_t i, back = 0;

	for (i = 0; i < f->n_edges; i++)
		if (f->edges[i].is_back) {
			back++;
			ck_assert(f->blocks[f->edges[i].to].is_loop_header);
		}
	ck_assert_uint_eq(back, 1);
	unit_free(u);
}
END_TEST

START_TEST(unreachable_blocks_stay_outside)
{
	loops_are("fn $f (%a:int) -> void\n"
		  "@0: jump @1\n"
		  "@1: %x:int = phi @0 1, @2 2\n"
		  "    ret\n"
		  "@2: jump @1\n"
		  "@3: jump @3\n", " - - unreachable unreachable");
}
END_TEST

/* ---------------------------------------------------------- questions */

START_TEST(opcodes_answer)
{
	ck_assert_str_eq(opcode_name(OP_COPY), "copy");
	ck_assert_str_eq(opcode_name(OP_UNREACHABLE), "unreachable");
	ck_assert(op_is_terminator(OP_RET));
	ck_assert(!op_is_terminator(OP_CALL));
	ck_assert(op_uses_place(OP_ADDR));
	ck_assert(!op_uses_place(OP_CALL));
	ck_assert(op_has_result(OP_CALL));
	ck_assert(!op_has_result(OP_STORE));
}
END_TEST

START_TEST(comparisons_turn)
{
	int c;

	ck_assert_int_eq(cmp_negate(CMP_LT), CMP_GE);
	ck_assert_int_eq(cmp_swap(CMP_LT), CMP_GT);
	ck_assert_int_eq(cmp_swap(CMP_EQ), CMP_EQ);
	for (c = CMP_EQ; c <= CMP_OTHER; c++) {
		ck_assert_int_eq(cmp_negate(cmp_negate((enum cmp) c)), c);
		ck_assert_int_eq(cmp_swap(cmp_swap((enum cmp) c)), c);
	}
}
END_TEST

START_TEST(members_are_found_by_offset)
{
	struct unit *u = parse(
		"type In = struct { a: int, b: int }\n"
		"type Out = struct { x: Py_ssize_t, in: In, v: char[4], "
		"rest: char[] }\n"
		"global $g:Out\n");
	const struct type *t = unit_global(u, "g")->type;

	ck_assert_str_eq(type_field_at(t, 0)->name, "x");
	ck_assert_str_eq(type_field_at(t, 7)->name, "x");
	ck_assert_str_eq(type_field_at(t, 8)->name, "a");
	ck_assert_str_eq(type_field_at(t, 12)->name, "b");
	ck_assert_str_eq(type_field_at(t, 17)->name, "v");
	ck_assert_str_eq(type_field_at(t, 1000)->name, "rest");
	ck_assert_ptr_null(type_field_at(NULL, 0));
	ck_assert_ptr_null(type_field_at(t->fields[0].type, 0));
	unit_free(u);
}
END_TEST

START_TEST(attributes_are_found_by_name)
{
	struct unit *u = parse("fn $f () -> void attr(a 1) attr(b \"x\" -2)\n");
	const struct attr *list = function(u, "f")->attrs;

	ck_assert_int_eq(attr_find(list, "a")->args[0].i, 1);
	ck_assert_str_eq(attr_find(list, "b")->args[0].s, "x");
	ck_assert(attr_find(list, "b")->args[0].is_string);
	ck_assert_int_eq(attr_find(list, "b")->args[1].i, -2);
	ck_assert_ptr_null(attr_find(list, "c"));
	ck_assert_ptr_null(attr_find(NULL, "a"));
	unit_free(u);
}
END_TEST

START_TEST(initialisers_are_found_by_offset)
{
	struct unit *u = parse("global $g:int[4] = "
			       "{ @0:4 1, @8:4 2, @12:4 3 }\n"
			       "global $e:int[4]\n");
	const struct global *g = unit_global(u, "g");

	ck_assert_int_eq(global_init_at(g, 0)->i, 1);
	ck_assert_int_eq(global_init_at(g, 8)->i, 2);
	ck_assert_int_eq(global_init_at(g, 12)->i, 3);
	ck_assert_ptr_null(global_init_at(g, 4));
	ck_assert_ptr_null(global_init_at(g, 16));
	ck_assert_ptr_null(global_init_at(unit_global(u, "e"), 0));
	unit_free(u);
}
END_TEST

static vid result(const struct function *f, uint32_t block, uint32_t instr)
{
	return f->blocks[block].instrs[instr].dst;
}

START_TEST(values_tell_where_they_are_from)
{
	struct unit *u = parse(
		"fn $f (%p:obj) -> obj\n"
		"@0: %1 = copy %p\n"
		"    %2 = copy %1\n"
		"    %3:obj = load [%p + 16] \"p->x\"\n"
		"    %4 = copy %3\n"
		"    %5 = call $g (%2, null)\n"
		"    ret %5\n");
	const struct function *f = function(u, "f");
	const struct instr *call = &f->blocks[0].instrs[4];

	ck_assert_ptr_null(value_def(f, f->params[0]));
	ck_assert_int_eq(value_def(f, result(f, 0, 1))->op, OP_COPY);
	ck_assert_uint_eq(value_strip_copies(f, result(f, 0, 1)),
			  f->params[0]);
	ck_assert_str_eq(value_spelling(f, result(f, 0, 1)), "p");
	ck_assert_str_eq(value_spelling(f, result(f, 0, 3)), "p->x");
	ck_assert_ptr_null(value_spelling(f, result(f, 0, 4)));
	ck_assert(value_is_zero(f, call->args[1]));
	ck_assert(!value_is_zero(f, call->args[0]));
	ck_assert_str_eq(call_target(f, call)->name, "g");
	ck_assert_str_eq(value_spelling(f, call->callee), "g");
	unit_free(u);
}
END_TEST

START_TEST(copies_in_a_circle_end)
{
	struct unit *u = parse("fn $f () -> obj\n"
			       "@0: ret null\n"
			       "@1: %a:obj = copy %b\n"
			       "    %b:obj = copy %a\n"
			       "    ret %a\n");
	const struct function *f = function(u, "f");

	value_strip_copies(f, result(f, 1, 0));
	ck_assert_str_eq(value_spelling(f, result(f, 1, 0)), "a");
	unit_free(u);
}
END_TEST

static void count_use(vid v, void *data)
{
	ck_assert_uint_ne(v, 0);
	++*(unsigned *) data;
}

START_TEST(uses_are_visited)
{
	struct unit *u = parse("fn $f (%p:obj, %i:int) -> void\n"
			       "@0: store %p [%p + %i * 8]\n"
			       "    call $g (%p, %i)\n"
			       "    ret\n");
	const struct instr *in = function(u, "f")->blocks[0].instrs;
	unsigned n = 0;

	instr_uses(&in[0], count_use, &n);
	ck_assert_uint_eq(n, 3);
	n = 0;
	instr_uses(&in[1], count_use, &n);
	ck_assert_uint_eq(n, 3);
	n = 0;
	instr_uses(&in[2], count_use, &n);
	ck_assert_uint_eq(n, 0);
	unit_free(u);
}
END_TEST

START_TEST(uses_are_found_by_value)
{
	struct unit *u = parse("fn $f (%p:obj, %q:obj) -> obj\n"
			       "@0: br null %p @1 @2\n"
			       "@1: call $g (%p, %p)\n"
			       "    jump @2\n"
			       "@2: %x = phi @0 %p, @1 %q\n"
			       "    ret %x\n");
	const struct function *f = function(u, "f");
	const struct value_use *use;
	uint32_t n;

	use = value_uses(f, f->params[0], &n);
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(use[0].block, 0);
	ck_assert(!use[0].is_phi && !use[1].is_phi && use[2].is_phi);
	ck_assert_uint_eq(use[1].block, 1);
	ck_assert_uint_eq(use[1].instr, 0);
	ck_assert_uint_eq(use[2].block, 2);
	value_uses(f, f->params[1], &n);
	ck_assert_uint_eq(n, 1);
	use = value_uses(f, f->blocks[2].phis[0].dst, &n);
	ck_assert_uint_eq(n, 1);
	ck_assert(!use[0].is_phi);
	value_uses(f, 0, &n);
	ck_assert_uint_eq(n, 0);
	unit_free(u);
}
END_TEST

/* --------------------------------------------------------------- text */

START_TEST(types_follow_from_use)
{
	prints("fn $f (%a, %n:int) -> obj\n"
	       "@0: %r = call $PyList_Append (%a, null) # a comment\n"
	       "    br lt %r 0 @bad @good\n"
	       "@good: ret %a\n"
	       "@bad: ret null\n",
	       "unit \"t.ir\"\n"
	       "type PyObject = struct object size 16 tag \"_object\"\n"
	       "\n"
	       "fn $f (%a:obj, %n:int) -> obj\n"
	       "@0: %r = call $PyList_Append (%a, null)\n"
	       "    br lt %r 0 @2 @1\n"
	       "@1: ret %a\n"
	       "@2: ret null\n"
	       "\n"
	       "fn $PyList_Append (obj, obj) -> int\n");
}
END_TEST

START_TEST(versions_share_a_variable)
{
	struct unit *u = parse("fn $f (%x:obj) -> obj\n"
			       "@0: %x.2 = copy %x\n"
			       "    %x~2 = copy %x\n"
			       "    %x~0 = copy %x\n"
			       "    %1 = copy %x\n"
			       "    ret %1\n");
	const struct function *f = function(u, "f");
	uint32_t var = f->values[f->params[0]].var;

	ck_assert_uint_ne(var, 0);
	ck_assert_uint_eq(f->values[result(f, 0, 0)].var, var);
	ck_assert_uint_ne(f->values[result(f, 0, 1)].var, var);
	ck_assert_uint_ne(f->values[result(f, 0, 1)].var, 0);
	ck_assert_uint_eq(f->values[result(f, 0, 2)].var, 0);
	ck_assert_str_eq(f->values[result(f, 0, 2)].name, "x");
	ck_assert_ptr_null(f->values[result(f, 0, 3)].name);
	unit_free(u);
}
END_TEST

START_TEST(names_do_not_depend_on_the_order_of_building)
{
	prints("fn $f (%a:int) -> int\n"
	       "@5: jump @9\n"
	       "@9: %7:int = phi @5 %a, @3 %2\n"
	       "    br eq %7 0 @3 @1\n"
	       "@3: %2 = add %7 1\n"
	       "    jump @9\n"
	       "@1: ret %7\n",
	       "unit \"t.ir\"\n"
	       "\n"
	       "fn $f (%a:int) -> int\n"
	       "@0: jump @1\n"
	       "@1: %1 = phi @0 %a, @2 %2\n"
	       "    br eq %1 0 @2 @3\n"
	       "@2: %2 = add %1 1\n"
	       "    jump @1\n"
	       "@3: ret %1\n");
}
END_TEST

START_TEST(built_function_prints)
{
	struct unit *u = unit_new("a.c");
	struct function *f = build_diamond(u);
	struct buf b = { 0 };

	function_print(u, f, &b);
	ck_assert_str_eq(buf_str(&b),
			 "fn $f (%p:int) type none\n"
			 "@0: br eq %p 0 @1 @2\n"
			 "@1: jump @2\n"
			 "@2: %x = phi @0 %p, @1 1\n"
			 "    ret %x\n");
	buf_release(&b);
	unit_free(u);
}
END_TEST

START_TEST(members_stand_for_offsets)
{
	struct unit *u = parse(
		"type Foo = struct { head: PyObject, n: Py_ssize_t }\n"
		"fn $f (%self:Foo*) -> void\n"
		"@0: %n = load %self->n\n"
		"    store 1 %self->n\n"
		"    ret\n");
	const struct function *f = function(u, "f");
	const struct place *p = &f->blocks[0].instrs[0].place;

	ck_assert_int_eq(p->offset, 16);
	ck_assert_uint_eq(p->size, 8);
	ck_assert_str_eq(p->field, "n");
	ck_assert_str_eq(p->record->name, "Foo");
	ck_assert(p->record->is_object);
	ck_assert_str_eq(p->spelling, "self->n");
	ck_assert_str_eq(f->values[result(f, 0, 0)].type->name, "Py_ssize_t");
	ck_assert_str_eq(f->values[f->blocks[0].instrs[1].a].type->name,
			 "Py_ssize_t");
	unit_free(u);
}
END_TEST

START_TEST(layouts_are_natural)
{
	struct unit *u = parse(
		"type S = struct { c: char, i: int, p: obj, t: T, s: short }\n"
		"type T = struct union { a: char[3], b: int }\n"
		"global $g:S[2]\n");
	const struct type *t = unit_global(u, "g")->type;

	ck_assert_uint_eq(t->size, 2 * t->inner->size);
	t = t->inner;
	ck_assert_uint_eq(t->fields[1].offset, 4);
	ck_assert_uint_eq(t->fields[2].offset, 8);
	ck_assert_uint_eq(t->fields[3].offset, 16);
	ck_assert_uint_eq(t->fields[4].offset, 20);
	ck_assert_uint_eq(t->size, 24);
	unit_free(u);
}
END_TEST

START_TEST(const_types_follow_their_type)
{
	struct unit *u = parse("global $a:const S*\n"
			       "global $b:char*const\n"
			       "type S = struct { x: int, next: const S* }\n");
	const struct type *t = unit_global(u, "a")->type->inner;

	ck_assert(t->is_const);
	ck_assert_str_eq(t->name, "S");
	ck_assert_uint_eq(t->n_fields, 2);
	ck_assert_ptr_eq(t->fields[1].type->inner, t);
	ck_assert(unit_global(u, "b")->type->is_const);
	ck_assert(!unit_global(u, "b")->type->inner->is_const);
	unit_free(u);
}
END_TEST

START_TEST(floats_are_exact)
{
	static const struct { const char *text; double f; } cases[] = {
		{ "1.5", 1.5 }, { "-0.25", -0.25 }, { "0.0", 0 },
		{ "1e3", 1000 }, { "0x3p-1", 1.5 },
		{ "0x1p-1074", 4.9406564584124654e-324 },
		{ "0x1fffffffffffffp971", 1.7976931348623157e308 },
	};
	struct buf text = { 0 };
	struct unit *u;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		buf_clear(&text);
		buf_addf(&text, "global $g:double = { @0 %s }\n",
			 cases[i].text);
		u = parse(buf_str(&text));
		ck_assert_double_eq(unit_global(u, "g")->inits[0].f,
				    cases[i].f);
		unit_free(u);
		prc_free(printed(buf_str(&text)));
	}
	buf_release(&text);
}
END_TEST

START_TEST(locations_are_relative_to_the_function)
{
	struct unit *u = parse("unit \"a.c\"\n"
			       "fn $f () -> void !\"b.h\":3:1\n"
			       "@0: call $g () !4:2\n"
			       "    ret !\"a.c\":9\n"
			       "fn $h () -> void !5:6\n");
	const struct function *f = function(u, "f");
	const struct instr *in = f->blocks[0].instrs;

	ck_assert_str_eq(f->loc.file, "b.h");
	ck_assert_str_eq(in[0].loc.file, "b.h");
	ck_assert_uint_eq(in[0].loc.line, 4);
	ck_assert_str_eq(in[1].loc.file, "a.c");
	ck_assert_uint_eq(in[1].loc.column, 0);
	ck_assert_str_eq(function(u, "h")->loc.file, "a.c");
	unit_free(u);
}
END_TEST

START_TEST(nothing_is_a_unit)
{
	prints("", "unit \"t.ir\"\n");
	prints("\n\n# only a comment", "unit \"t.ir\"\n");
	prints("unit \"x.c\" cxx no_python_h python 0x030b0000",
	       "unit \"x.c\" cxx no_python_h python 0x030b0000\n");
}
END_TEST

/* -------------------------------------------------------------- rules */

START_TEST(verify_takes_what_was_built)
{
	struct unit *u = unit_new("a.c");
	struct function *f = build_diamond(u);
	struct type *t = unit_type(u, TYPE_FUNC);
	struct buf errors = { 0 };

	f->type = t;
	ck_assert_msg(function_verify(u, f, &errors), "%s", buf_str(&errors));
	ck_assert_uint_eq(errors.len, 0);
	unit_free(u);
}
END_TEST

/* The one error of a diamond that SPOIL changed. */
static void spoiled(void (*spoil)(struct function *), const char *want)
{
	struct unit *u = unit_new("a.c");
	struct function *f = build_diamond(u);
	struct buf errors = { 0 };

	f->type = unit_type(u, TYPE_FUNC);
	spoil(f);
	ck_assert(!function_verify(u, f, &errors));
	ck_assert_str_eq(buf_str(&errors), want);
	buf_release(&errors);
	unit_free(u);
}

static void spoil_vid(struct function *f)
{
	f->blocks[0].instrs[0].a = 999;
}

static void spoil_edge(struct function *f)
{
	f->edges[0].to = 77;
}

static void spoil_definition(struct function *f)
{
	f->blocks[2].phis[0].dst = f->params[0];
	f->blocks[2].instrs[0].a = 0;
}

static void spoil_type(struct function *f)
{
	f->values[f->params[0]].type = NULL;
}

START_TEST(verify_refuses_broken_numbers)
{
	spoiled(spoil_vid, "$f @0: there is no value 999\n");
	spoiled(spoil_edge, "$f @0: a broken edge\n$f @1: a broken edge\n");
	spoiled(spoil_definition,
		"$f @2: a definition of what is no SSA value\n");
	spoiled(spoil_type, "$f: value 1 has no type\n");
}
END_TEST

static void build_two_definitions(struct fn_builder *b, const struct type *i)
{
	vid x = fn_ssa(b, "x", 1, i), k;

	for (k = 0; k < 2; k++) {
		struct instr *in = fn_instr(b, 0, OP_COPY, nowhere());

		in->dst = x;
		in->a = fn_int(b, i, k);
	}
	fn_instr(b, 0, OP_RET, nowhere());
}

static void build_inner_terminator(struct fn_builder *b,
				   const struct type *i)
{
	fn_instr(b, 0, OP_RET, nowhere())->a = fn_int(b, i, 0);
	fn_instr(b, 0, OP_RET, nowhere());
}

static void build_undefined(struct fn_builder *b, const struct type *i)
{
	fn_instr(b, 0, OP_RET, nowhere())->a = fn_ssa(b, NULL, 0, i);
}

static void built_badly(void (*build)(struct fn_builder *,
				      const struct type *), const char *want)
{
	struct unit *u = unit_new("a.c");
	struct function *f = unit_function(u, "f");
	struct fn_builder *b = fn_begin(u, f);
	struct buf errors = { 0 };

	f->type = unit_type(u, TYPE_FUNC);
	fn_block(b);
	build(b, unit_int(u, 4, false));
	fn_finish(b);
	ck_assert(!function_verify(u, f, &errors));
	ck_assert_str_eq(buf_str(&errors), want);
	buf_release(&errors);
	unit_free(u);
}

START_TEST(verify_refuses_what_the_parser_does)
{
	built_badly(build_two_definitions,
		    "$f @0: a second definition of one value\n");
	built_badly(build_inner_terminator,
		    "$f @0: an instruction behind the terminator\n");
	built_badly(build_undefined, "$f @0: a use of a temporary, which "
		    "nothing defines\n");
}
END_TEST

/* -------------------------------------------------------------- files */

static char *read_file(const char *name)
{
	struct buf b = { 0 };
	FILE *in = fopen(name, "rb");
	int c;

	ck_assert_msg(in != NULL, "cannot read %s", name);
	buf_add(&b, "");
	while ((c = getc(in)) != EOF)
		buf_addc(&b, (char) c);
	fclose(in);
	return b.s;
}

/* Calls TEST with the base name and text of each file of FOLDER. */
static void each_file(const char *folder, void (*test)(const char *name,
						       const char *text))
{
	const char *srcdir = getenv("srcdir");
	struct buf path = { 0 };
	struct dirent *entry;
	unsigned n = 0;
	char *text;
	DIR *dir;

	buf_addf(&path, "%s/testsuite/ir/%s", srcdir ? srcdir : ".", folder);
	dir = opendir(buf_str(&path));
	ck_assert_msg(dir != NULL, "no folder %s", buf_str(&path));
	while ((entry = readdir(dir))) {
		size_t folder_len = path.len;

		if (!strstr(entry->d_name, ".ir"))
			continue;
		buf_addf(&path, "/%s", entry->d_name);
		text = read_file(buf_str(&path));
		test(entry->d_name, text);
		prc_free(text);
		path.len = folder_len;
		path.s[folder_len] = '\0';
		n++;
	}
	closedir(dir);
	buf_release(&path);
	ck_assert_uint_gt(n, 0);
}

/* All messages on TEXT, by the parser or else by the verifier. */
static void messages(const char *text, struct buf *out)
{
	struct unit *u = unit_parse("", text, out);
	uint32_t i;

	for (i = 0; u && i < u->functions.n; i++)
		function_verify(u, u->functions.v[i], out);
	unit_free(u);
}

static void check_good(const char *name, const char *text)
{
	struct buf got = { 0 };

	messages(text, &got);
	ck_assert_msg(!got.len, "%s: %s", name, buf_str(&got));
	prc_free(printed(text));
	buf_release(&got);
}

/* The head's comments are the messages; the parser's begin with ":". */
static void check_bad(const char *name, const char *text)
{
	struct buf got = { 0 }, want = { 0 };
	const char *p = text;

	for (; p[0] == '#' && p[1] == ' '; p += strcspn(p, "\n") + 1) {
		if (p[2] >= '0' && p[2] <= '9')
			buf_addc(&want, ':');
		buf_addn(&want, p + 2, strcspn(p + 2, "\n"));
		buf_addc(&want, '\n');
	}
	messages(text, &got);
	ck_assert_msg(want.len && !strcmp(buf_str(&got), buf_str(&want)),
		      "%s: got\n%s", name, buf_str(&got));
	buf_release(&got);
	buf_release(&want);
}

START_TEST(good_files_are_taken)
{
	each_file("good", check_good);
}
END_TEST

START_TEST(bad_files_are_refused)
{
	each_file("bad", check_bad);
}
END_TEST

START_TEST(manual_has_every_word)
{
	static const char *const words[] = {
#define OPCODE(id, text, flags) "`" text "`",
#include "ir/opcode.def"
#undef OPCODE
	};
	const char *srcdir = getenv("srcdir");
	struct buf path = { 0 };
	char *text;
	size_t i;

	buf_addf(&path, "%s/doc/ir.md", srcdir ? srcdir : ".");
	text = read_file(buf_str(&path));
	for (i = 0; i < ARRAY_SIZE(words); i++)
		ck_assert_msg(strstr(text, words[i]) != NULL,
			      "doc/ir.md says nothing of %s", words[i]);
	prc_free(text);
	buf_release(&path);
}
END_TEST

static void add_build(Suite *s)
{
	TCase *t = tcase_create("build");

	tcase_add_test(t, unit_shares_types_and_symbols);
	tcase_add_test(t, constants_are_shared);
	tcase_add_test(t, finish_packs_and_orders);
	tcase_add_test(t, give_up_keeps_the_declaration);
	tcase_add_test(t, phi_fills_every_edge_of_a_block);
	tcase_add_test(t, straight_code_has_no_loop);
	tcase_add_test(t, loops_nest);
	tcase_add_test(t, one_block_loops_on_itself);
	tcase_add_test(t, two_latches_are_one_loop);
	tcase_add_test(t, two_entries_still_cut_the_cycle);
	tcase_add_test(t, unreachable_blocks_stay_outside);
	suite_add_tcase(s, t);
}

static void add_query(Suite *s)
{
	TCase *t = tcase_create("query");

	tcase_add_test(t, opcodes_answer);
	tcase_add_test(t, comparisons_turn);
	tcase_add_test(t, members_are_found_by_offset);
	tcase_add_test(t, attributes_are_found_by_name);
	tcase_add_test(t, initialisers_are_found_by_offset);
	tcase_add_test(t, values_tell_where_they_are_from);
	tcase_add_test(t, copies_in_a_circle_end);
	tcase_add_test(t, uses_are_visited);
	tcase_add_test(t, uses_are_found_by_value);
	suite_add_tcase(s, t);
}

static void add_text(Suite *s)
{
	TCase *t = tcase_create("text");

	tcase_add_test(t, types_follow_from_use);
	tcase_add_test(t, versions_share_a_variable);
	tcase_add_test(t, names_do_not_depend_on_the_order_of_building);
	tcase_add_test(t, built_function_prints);
	tcase_add_test(t, members_stand_for_offsets);
	tcase_add_test(t, layouts_are_natural);
	tcase_add_test(t, const_types_follow_their_type);
	tcase_add_test(t, floats_are_exact);
	tcase_add_test(t, locations_are_relative_to_the_function);
	tcase_add_test(t, nothing_is_a_unit);
	suite_add_tcase(s, t);
}

static void add_verify(Suite *s)
{
	TCase *t = tcase_create("verify");

	tcase_add_test(t, verify_takes_what_was_built);
	tcase_add_test(t, verify_refuses_broken_numbers);
	tcase_add_test(t, verify_refuses_what_the_parser_does);
	tcase_add_test(t, good_files_are_taken);
	tcase_add_test(t, bad_files_are_refused);
	tcase_add_test(t, manual_has_every_word);
	suite_add_tcase(s, t);
}

int main(void)
{
	Suite *s = suite_create("ir");
	SRunner *sr;
	int failed;

	add_build(s);
	add_query(s);
	add_text(s);
	add_verify(s);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
