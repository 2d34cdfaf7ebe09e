/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contracts: the table, words, lint, attributes and conventions. */
#include "base/attr.h"
#include "contract/row.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------ helpers */

#define ROW_LIST(...) __VA_ARGS__
#define CONTRACT(name_, ret_, params_, extra, ...) { \
	.name = name_, .origin = ORIGIN_TABLE, .ret = (ret_ +0), \
	.params = (const uint8_t[]) { ROW_LIST params_ }, \
	.n_params = sizeof((const uint8_t[]) { ROW_LIST params_ }), \
	extra .outcomes = (const struct outcome[]) { __VA_ARGS__ }, \
	.n_outcomes = sizeof((const struct outcome[]) { __VA_ARGS__ }) \
		/ sizeof(struct outcome) }

/* What lint says of C is exactly EXPECTED, one line a fault. */
static void expect_lint(struct contract c, const char *expected)
{
	struct buf errors = { 0 };
	bool good = contract_lint(&c, &errors);

	ck_assert_str_eq(buf_str(&errors), expected);
	ck_assert_int_eq(good, !*expected);
	buf_release(&errors);
}

static void expect_print(const struct contract *c, const char *expected)
{
	struct buf b = { 0 };

	contract_print(c, &b);
	ck_assert_str_eq(buf_str(&b), expected);
	buf_release(&b);
}

/* -------------------------------------------------------------- table */

START_TEST(table_is_clean)
{
	struct buf errors = { 0 };

	contract_lint_table(&errors);
	ck_assert_str_eq(buf_str(&errors), "");
	buf_release(&errors);
}
END_TEST

START_TEST(every_row_is_found_by_name_and_version)
{
	const struct contract *c;
	unsigned i;

	for (i = 0; (c = contract_at(i)); i++) {
		const struct contract *found = contract_find(c->name,
							     c->since);

		ck_assert_msg(found == c, "%s", c->name);
		if (c->until)
			ck_assert_msg(contract_find(c->name, c->until) != c,
				      "%s", c->name);
	}
	ck_assert_uint_gt(i, 500);
	ck_assert_ptr_null(contract_at(i + 1000));
}
END_TEST

START_TEST(unknown_names_are_not_found)
{
	ck_assert_ptr_null(contract_find("", 0));
	ck_assert_ptr_null(contract_find("PyList_NewX", 0));
	ck_assert_ptr_null(contract_find("PyList_Ne", 0));
	ck_assert_ptr_null(contract_find_any("PyList_New", 9));
	ck_assert_ptr_null(contract_find_arity("no_such", 2, 0));
	ck_assert_int_eq(datum_find("PyList_New"), DATUM_NONE);
	ck_assert_ptr_null(contract_find_indirect("PyNothing_API", 0, 0));
	ck_assert_ptr_null(contract_alias_target("PyList_New"));
}
END_TEST

START_TEST(versions_choose)
{
	/* 3.13 brought it. */
	ck_assert_ptr_null(contract_find("PyDict_GetItemRef",
					 PYVERSION(3, 12)));
	ck_assert_ptr_nonnull(contract_find("PyDict_GetItemRef",
					    PYVERSION(3, 13)));
	/* A library that brings it to an earlier one. */
	ck_assert_ptr_eq(contract_find_backport("PyDict_GetItemRef", 3,
						PYVERSION(3, 9)),
			 contract_find("PyDict_GetItemRef",
				       PYVERSION(3, 13)));
	ck_assert_ptr_null(contract_find_backport("no_such", 1,
						  PYVERSION(3, 9)));
	/* Nothing known of the version: any that has it. */
	ck_assert_ptr_nonnull(contract_find("PyDict_GetItemRef", 0));
	/* 3.13 took it. */
	ck_assert_ptr_nonnull(contract_find("PyEval_CallObjectWithKeywords",
					    PYVERSION(3, 12)));
	ck_assert_ptr_null(contract_find("PyEval_CallObjectWithKeywords",
					 PYVERSION(3, 13)));
}
END_TEST

START_TEST(aliases_lead_to_rows)
{
	const char *alias, *target;
	unsigned i;

	for (i = 0; contract_alias_at(i, &alias, &target); i++) {
		ck_assert_ptr_nonnull(contract_find(alias, 0));
		ck_assert_str_eq(contract_alias_target(alias), target);
	}
	ck_assert_uint_gt(i, 0);
}
END_TEST

START_TEST(data_have_kinds)
{
	enum datum_kind kind;
	const char *name;
	unsigned i;

	for (i = 0; (name = datum_at(i, &kind)); i++)
		ck_assert_int_eq(datum_find(name), kind);
	ck_assert_int_eq(datum_find("_Py_NoneStruct"), DATUM_SINGLETON);
	ck_assert_int_eq(datum_find("PyList_Type"), DATUM_STATIC_TYPE);
	ck_assert_int_eq(datum_find("PyExc_TypeError"), DATUM_EXCEPTION);
}
END_TEST

/* A few rows whose words cannot change without somebody meaning it. */
START_TEST(known_facts)
{
	const struct contract *c = contract_find("PyList_SetItem", 0);
	struct buf b = { 0 };

	contract_print(c, &b);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "succeeds 0: give (3, 1)"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "-1: drop (3) raises ("));
	buf_release(&b);
	c = contract_find("PyTuple_New", 0);
	ck_assert_str_eq(c->type, "PyTuple_Type");
	ck_assert(c->flags & CF_FRESH);
	ck_assert_str_eq(arg_class_word((enum arg_class) c->params[0]),
			 "ssize");
	c = contract_find("PyGILState_Ensure", 0);
	ck_assert_int_eq(c->n_params, 0);
	ck_assert(c->flags & CF_NO_GIL);
}
END_TEST

/* -------------------------------------------------------------- words */

START_TEST(words_and_numbers_are_inverse)
{
	int i;

	for (i = 1; i < N_EFFECTS; i++)
		ck_assert_int_eq(effect_from_word(
			effect_word((enum effect_op) i)), i);
	for (i = 1; i < N_FAMILIES; i++)
		ck_assert_int_eq(family_from_id(family_id((enum family) i)),
				 i);
	for (i = 0; i < N_ARG_CLASSES; i++)
		ck_assert_int_eq(arg_class_from_word(
			arg_class_word((enum arg_class) i)), i);
	for (i = 0; i < N_CONTRACT_FLAGS; i++)
		ck_assert_int_eq(flag_from_word(flag_word((unsigned) i)), i);
	for (i = 0; i < N_LIKELIHOODS; i++)
		ck_assert_int_eq(likelihood_from_word(
			likelihood_word((enum likelihood) i)), i);
	for (i = 0; format_kind_word((enum format_kind) i); i++)
		ck_assert_int_eq(format_kind_from_word(
			format_kind_word((enum format_kind) i)), i);
	for (i = 0; who_word(-i); i++)
		ck_assert_int_eq(who_from_word(who_word(-i)), -i);
	for (i = 0; i < N_RAISE_BITS; i++)
		ck_assert_uint_eq(raise_from_name(raise_name((unsigned) i)),
				  1u << i);
	ck_assert_uint_eq(raise_from_name("PyExc_KeyError"), RAISE_KeyError);
	ck_assert_uint_eq(raise_from_name("MyError"), RAISE_Other);
	ck_assert_int_eq(effect_from_word("steal"), -1);
	ck_assert_ptr_null(effect_word(EFF_END));
}
END_TEST

START_TEST(conditions_come_first)
{
	int i;

	for (i = 1; i < N_EFFECTS; i++)
		ck_assert_int_eq(effect_is_condition((enum effect_op) i),
				 !strncmp(effect_word((enum effect_op) i),
					  "if-", 3));
}
END_TEST

static const struct {
	const char *text, *printed;
	enum arg_class ret;
	struct pred pred;
} preds[] = {
	{ "null", "null", ARG_OBJ, { 0, 0, false } },
	{ "null", "0", ARG_INT, { 0, 0, false } },
	{ "nonnull", "nonnull", ARG_PTR, { 1, INT64_MAX, true } },
	{ "nonnull", ">=1", ARG_INT, { 1, INT64_MAX, false } },
	{ ">0", ">=1", ARG_INT, { 1, INT64_MAX, false } },
	{ "<0", "<=-1", ARG_INT, { INT64_MIN, -1, false } },
	{ "-1", "-1", ARG_INT, { -1, -1, false } },
	{ "any", "any", ARG_VOID, { INT64_MIN, INT64_MAX, false } },
	{ "nonzero", "nonzero", ARG_INT, { INT64_MIN, INT64_MAX, true } },
	{ "-1..1 nonzero", "-1..1 nonzero", ARG_INT, { -1, 1, true } },
	{ "0..9 nonzero", "1..9", ARG_INT, { 0, 9, true } },
	{ "-9223372036854775808", "-9223372036854775808", ARG_LONG,
	  { INT64_MIN, INT64_MIN, false } },
};

START_TEST(preds_parse_and_print)
{
	struct buf b = { 0 };
	struct pred p;

	ck_assert(pred_parse(preds[_i].text, &p));
	ck_assert(pred_equal(p, preds[_i].pred));
	pred_print(p, preds[_i].ret, &b);
	ck_assert_str_eq(buf_str(&b), preds[_i].printed);
	ck_assert(pred_parse(preds[_i].printed, &p));
	ck_assert(pred_equal(p, preds[_i].pred));
	buf_release(&b);
}
END_TEST

static const char *const wrong_preds[] = {
	"", " ", "x", "NULL", "1..", "..1", "5..1", ">", ">=", "=1", "--1",
	"1 ", "1 non", "0 nonzero", "any any", ">9223372036854775807",
	"<-9223372036854775808", "9223372036854775808", "1e3", "0x10",
	"nonnull nonzero", "1..2..3", "+1"
};

START_TEST(wrong_preds_are_refused)
{
	struct pred p = { 7, 7, false };

	ck_assert_msg(!pred_parse(wrong_preds[_i], &p), "'%s'",
		      wrong_preds[_i]);
	ck_assert_int_eq(p.lo, 7);
}
END_TEST

START_TEST(effects_print)
{
	static const struct { struct effect e; const char *text; } cases[] = {
		{ { .op = EFF_IF_IS, .a = 2, .offset = 5 }, "if-is (2, 5)" },
		{ { .op = EFF_IF_IS, .a = 2 }, "if-is (2, 0)" },
		{ { .op = EFF_IF_NOT, .a = 2, .offset = 5 }, "if-not (2, 5)" },
		{ { .op = EFF_GIVE, .a = 1, .b = WHO_GLOBAL, .offset = 8 },
		  "give (1, global) + 8" },
		{ { .op = EFF_RAISES, .kinds = RAISE_KeyError
			| RAISE_TypeError }, "raises (TypeError | KeyError)" },
		{ { .op = EFF_RELEASE, .a = 1, .b = FAMILY_FD },
		  "release (1, FD)" },
		{ { .op = EFF_CLEAR }, "clear" },
	};
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		buf_clear(&b);
		effect_print(&cases[i].e, &b);
		ck_assert_str_eq(buf_str(&b), cases[i].text);
	}
	buf_release(&b);
}
END_TEST

START_TEST(every_row_explains)
{
	const struct contract *c;
	unsigned i;

	for (i = 0; (c = contract_at(i)); i++) {
		struct buf b = { 0 };

		contract_explain_one(c, &b);
		ck_assert_ptr_nonnull(strstr(buf_str(&b), c->name));
		ck_assert_ptr_null(strchr(buf_str(&b), '%'));
		buf_release(&b);
	}
}
END_TEST

START_TEST(explanation_reads)
{
	struct contract c = CONTRACT("f", INT, (OBJ, OBJ_NULL),
		EXTRA (FLAGS (CF_NO_GIL)),
		OUTCOME (ZERO, GIVE (2, 1) MUTATES (1))
		FAILS (MINUS_ONE, IF_NULL (2)
		       RAISES (KeyError | TypeError) RUNS_CODE));
	struct buf b = { 0 };

	c.origin = ORIGIN_SPEC;
	contract_explain_one(&c, &b);
	ck_assert_str_eq(buf_str(&b),
		"int f (PyObject *, PyObject *)\n"
		"  When it succeeds, it returns 0; the caller's reference to"
		" argument 2 moves to argument 1; argument 1 changes:"
		" references borrowed from it may end.\n"
		"  When it fails, only when argument 2 is NULL, it returns"
		" -1; an exception is set: TypeError or KeyError; arbitrary"
		" Python code may run.\n"
		"  Argument 1 must not be NULL.\n"
		"  Argument 2 may be NULL.\n"
		"  It can be called without the GIL.\n");
	buf_release(&b);
}
END_TEST

/* --------------------------------------------------------------- lint */

#define GOOD_OBJECT OUTCOME (NONNULL, OWN (0)) FAILS (NULL_, RAISES (ANY))

START_TEST(lint_accepts)
{
	expect_lint((struct contract) CONTRACT("f", OBJ, (OBJ), EXTRA (),
		GOOD_OBJECT), "");
	expect_lint((struct contract) CONTRACT("f/2", OBJ, (OBJ, OBJ),
		EXTRA (), GOOD_OBJECT), "");
	expect_lint((struct contract) CONTRACT("f", VOID, (VOID), EXTRA (),
		OUTCOME (NOTHING)), "");
	/* Told apart by the exception. */
	expect_lint((struct contract) CONTRACT("f", OBJ, (OBJ), EXTRA (),
		OUTCOME (NONNULL, BORROW (0, 1)) OUTCOME (NULL_)
		FAILS (NULL_, RAISES (TypeError))
		FAILS_NO_MEMORY (NULL_, RAISES (MemoryError))), "");
	/* Told apart by conditions. */
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ_NULL),
		EXTRA (), OUTCOME (ZERO, IF_NULL (1))
		OUTCOME (ZERO, IF_NONNULL (1) DROP (1))), "");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ, INT),
		EXTRA (), OUTCOME (ZERO, IF_IS (2, 4))
		OUTCOME (ZERO, IF_IS (2, 5) MUTATES (1))
		FAILS (MINUS_ONE, RAISES (ANY))), "");
	expect_lint((struct contract) CONTRACT("f", LONG, (OBJ),
		EXTRA (FLAGS (CF_AMBIGUOUS)), OUTCOME (ANY)
		FAILS (MINUS_ONE, RAISES (ANY))), "");
	/* A reference to what is immortal is a reference, too. */
	expect_lint((struct contract) CONTRACT("f", OBJ, (LONG), EXTRA (),
		OUTCOME (NONNULL, OWN (0) IMMORTAL (0))), "");
}
END_TEST

START_TEST(lint_operands)
{
	expect_lint((struct contract) CONTRACT("f", OBJ, (OBJ), EXTRA (),
		OUTCOME (NONNULL, BORROW (0, 2))),
		"f: outcome 1: 'borrow' names argument 2, but there are 1\n");
	expect_lint((struct contract) CONTRACT("f", VOID, (OBJ), EXTRA (),
		OUTCOME (NOTHING, OWN (0))),
		"f: outcome 1: 'own' is about the result, but there is none\n"
		"f: outcome 1: 'own' is about an object\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ), EXTRA (),
		OUTCOME (ANY, DROP (2))),
		"f: outcome 1: 'drop' is about argument 2, but there are 1\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ), EXTRA (),
		OUTCOME (ANY, GIVE (1, -9))),
		"f: outcome 1: 'give' names owner -9, which is none\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ), EXTRA (),
		OUTCOME (ANY, GIVE (1, 1))),
		"f: outcome 1: 'give' names one thing twice\n");
	expect_lint((struct contract) CONTRACT("f", INT, (INT), EXTRA (),
		OUTCOME (ANY, DROP (1))),
		"f: outcome 1: 'drop' is about an object\n");
	expect_lint((struct contract) CONTRACT("f", INT, (PTR), EXTRA (),
		OUTCOME (ANY, EFF2_ (RELEASE, 1, 99))),
		"f: outcome 1: 'release' names resource family 99, which does"
		" not exist\n");
	expect_lint((struct contract) CONTRACT("f", INT, (PTR), EXTRA (),
		OUTCOME (ANY, { .op = 200 },)),
		"f: outcome 1: unknown effect 200\n");
}
END_TEST

START_TEST(lint_contradictions)
{
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ, OBJ),
		EXTRA (), OUTCOME (ANY, GIVE (2, 1) DROP (2))),
		"f: outcome 1: 'give' and 'drop' contradict each other\n");
	expect_lint((struct contract) CONTRACT("f", OBJ, (OBJ), EXTRA (),
		OUTCOME (NONNULL, OWN (0) BORROW (0, 1))),
		"f: outcome 1: 'own' and 'borrow' contradict each other\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ_NULL),
		EXTRA (), OUTCOME (ANY, IF_NULL (1) IF_NONNULL (1))
		OUTCOME (ANY, RAISES (ANY))),
		"f: outcome 1: 'if-null' and 'if-nonnull' contradict each"
		" other\n"
		"f: outcome 2: it sets an exception and is yet called a"
		" success: 'fails' would be right\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ), EXTRA (),
		OUTCOME (ANY, RUNS_CODE RUNS_CODE)),
		"f: outcome 1: 'runs-code' stands twice\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ), EXTRA (),
		OUTCOME (ANY, IF_CLEAR IF_SET) FAILS (ANY, RAISES (ANY))),
		"f: outcome 1: 'if-clear' and 'if-set' contradict each"
		" other\n");
}
END_TEST

START_TEST(lint_outcomes)
{
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ), EXTRA (),
		OUTCOME (NONNEGATIVE) FAILS (MINUS_TWO, RAISES (ANY))),
		"f: the outcomes leave out the result -1\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ), EXTRA (),
		OUTCOME (POSITIVE) FAILS (MINUS_ONE, RAISES (ANY))),
		"f: the outcomes leave out the result 0\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ), EXTRA (),
		OUTCOME (NONNEGATIVE, RUNS_CODE) OUTCOME (ZERO)),
		"f: outcome 2: nothing tells it from outcome 1: neither the"
		" result, nor an exception, nor a condition\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ_NULL),
		EXTRA (), OUTCOME (ZERO, IF_NULL (1))),
		"f: outcome 1: every outcome is 'if-null': none is left for"
		" the contrary\n");
	expect_lint((struct contract) CONTRACT("f", OBJ, (OBJ), EXTRA (),
		OUTCOME (NONNULL) FAILS (NULL_, RAISES (ANY))),
		"f: outcome 1: it does not say who owns the result: 'own',"
		" 'borrow', 'same' or 'immortal' would\n");
	expect_lint((struct contract) CONTRACT("f", OBJ, (OBJ), EXTRA (),
		OUTCOME (NONNULL, OWN (0)) OUTCOME (NULL_, RAISES (ANY))),
		"f: outcome 2: it sets an exception and is yet called a"
		" success: 'fails' would be right\n");
	expect_lint((struct contract) CONTRACT("f", OBJ, (OBJ), EXTRA (),
		OUTCOME (NONNULL, OWN (0)) FAILS (MINUS_ONE, RAISES (ANY))),
		"f: outcome 2: a pointer is never negative\n"
		"f: outcome 2: it does not say who owns the result: 'own',"
		" 'borrow', 'same' or 'immortal' would\n"
		"f: the outcomes leave out the result 0\n");
	expect_lint((struct contract) CONTRACT("f", VOID, (OBJ), EXTRA (),
		OUTCOME (ZERO)),
		"f: outcome 1: there is no result to distinguish: 'any' would"
		" be right\n");
}
END_TEST

START_TEST(lint_heads)
{
	struct contract none = CONTRACT("f", INT, (OBJ), EXTRA (),
					OUTCOME (ANY));

	expect_lint((struct contract) CONTRACT("2f", INT, (OBJ), EXTRA (),
		OUTCOME (ANY)), "2f: '2f' is not the name of a function\n");
	expect_lint((struct contract) CONTRACT("f/", INT, (OBJ), EXTRA (),
		OUTCOME (ANY)),
		"f/: the number of arguments must follow the '/'\n");
	none.n_outcomes = 0;
	expect_lint(none, "f: it has no outcome\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ),
		EXTRA (LIMITED (3, 2)), OUTCOME (ANY)),
		"f: it is in the limited API since a version, but lacks the"
		" flag 'limited'\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ),
		EXTRA (FLAGS (CF_TRISTATE)), OUTCOME (BOOLEAN)),
		"f: it is 'tristate' and yet its results are not -1, 0 and"
		" 1\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ),
		EXTRA (FLAGS (CF_PURE)), OUTCOME (ANY, RUNS_CODE)),
		"f: it is 'pure' and yet has effects\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ, STR),
		EXTRA (FORMAT (PARSE, 3, 4)), OUTCOME (ANY)),
		"f: argument 3 is to be the format, but there are 2\n");
	expect_lint((struct contract) CONTRACT("f", INT, (OBJ),
		EXTRA (DEPRECATED (3, 2) .since = PYVERSION (3, 4),),
		OUTCOME (ANY)),
		"f: it is deprecated before it comes\n");
}
END_TEST

/* Summaries overlap where the paths of a body do. */
START_TEST(lint_lets_summaries_overlap)
{
	struct contract c = CONTRACT("f", INT, (OBJ), EXTRA (),
		OUTCOME (ANY, RUNS_CODE) OUTCOME (ZERO));

	c.origin = ORIGIN_INFERRED;
	expect_lint(c, "");
}
END_TEST

/* --------------------------------------------------------- attributes */

static struct attr attr(const char *name, unsigned n, int64_t a, int64_t b)
{
	static struct attr_arg pool[64][2];
	static unsigned used;
	struct attr_arg *args = pool[used++ % 64];
	struct attr x = { .name = name, .n_args = n, .args = args };

	args[0] = (struct attr_arg) { .i = a };
	args[1] = (struct attr_arg) { .i = b };
	return x;
}

static const uint8_t two_objects[] = { ARG_OBJ_NULL, ARG_OBJ_NULL, ARG_INT };

static struct contract_decl decl(enum arg_class ret)
{
	return (struct contract_decl) { .name = "f", .ret = (uint8_t) ret,
		.n_params = 3, .params = two_objects };
}

/* What the attributes A and B make of a function with result RET. */
static void expect_attributes(enum arg_class ret, struct attr a,
			      struct attr b, const char *expected,
			      const char *faults)
{
	struct contract_decl d = decl(ret);
	struct arena arena = { 0 };
	struct buf errors = { 0 };
	const struct contract *c;

	if (b.name)
		a.next = &b;
	c = contract_from_attributes(&arena, &d, &a);
	ck_assert_ptr_nonnull(c);
	expect_print(c, expected);
	contract_lint(c, &errors);
	ck_assert_str_eq(buf_str(&errors), "");
	ck_assert_int_eq(contract_check_attributes(&d, &a, &errors),
			 !*faults);
	ck_assert_str_eq(buf_str(&errors), faults);
	buf_release(&errors);
	arena_release(&arena);
}

static const struct attr no_attr = { .name = NULL };

START_TEST(convention)
{
	struct arena arena = { 0 };
	struct contract_decl d = decl(ARG_OBJ);

	expect_print(contract_convention(&arena, &d),
		     "f (obj-null, obj-null, int) -> obj [convention]\n"
		     "  succeeds nonnull: own (0) runs-code\n"
		     "  fails null: raises (any) runs-code\n");
	d = decl(ARG_INT);
	expect_print(contract_convention(&arena, &d),
		     "f (obj-null, obj-null, int) -> int [convention]\n"
		     "  succeeds any: raises () runs-code\n");
	d = (struct contract_decl) { .name = "g", .ret = ARG_VOID };
	expect_print(contract_convention(&arena, &d),
		     "g () -> void [convention] no-gil\n"
		     "  succeeds any: raises () runs-code\n");
	arena_release(&arena);
}
END_TEST

START_TEST(attributes_of_results)
{
	expect_attributes(ARG_OBJ, attr("pyrefcheck_returns_borrowed", 0, 0, 0),
		no_attr, "f (obj-null, obj-null, int) -> obj [attribute]\n"
		"  succeeds nonnull: borrow (0, unknown) runs-code\n"
		"  fails null: raises (any) runs-code\n", "");
	expect_attributes(ARG_OBJ, attr("pyrefcheck_borrows_from", 1, 1, 0),
		attr("pyrefcheck_may_return_null_without_exception", 0, 0, 0),
		"f (obj-null, obj-null, int) -> obj [attribute]\n"
		"  succeeds nonnull: borrow (0, 1) runs-code\n"
		"  fails null: runs-code\n", "");
	expect_attributes(ARG_PTR, attr("pyrefcheck_null_sets_exception", 0, 0,
					0),
		attr("pyrefcheck_borrows_from", 1, 2, 0),
		"f (obj-null, obj-null, int) -> ptr [attribute]\n"
		"  succeeds nonnull: interior (0, 2) runs-code\n"
		"  fails null: raises (any) runs-code\n", "");
	expect_attributes(ARG_INT,
		attr("cpychecker_negative_result_sets_exception", 0, 0, 0),
		attr("pyrefcheck_no_python_code", 0, 0, 0),
		"f (obj-null, obj-null, int) -> int [attribute]\n"
		"  succeeds >=0:\n"
		"  fails <=-1: raises (any)\n", "");
	expect_attributes(ARG_OBJ, attr("cpychecker_sets_exception", 0, 0, 0),
		no_attr, "f (obj-null, obj-null, int) -> obj [attribute]\n"
		"  fails null: raises (any) runs-code\n", "");
	expect_attributes(ARG_OBJ, attr("pyrefcheck_returns_new", 0, 0, 0),
		attr("returns_nonnull", 0, 0, 0),
		"f (obj-null, obj-null, int) -> obj [attribute]\n"
		"  succeeds nonnull: own (0) runs-code\n", "");
	expect_attributes(ARG_VOID, attr("pyrefcheck_needs_gil", 0, 0, 0),
		attr("noreturn", 0, 0, 0),
		"f (obj-null, obj-null, int) -> void [attribute]\n"
		"  succeeds any: noreturn\n", "");
}
END_TEST

START_TEST(attributes_of_arguments)
{
	expect_attributes(ARG_INT, attr("pyrefcheck_steals_on_success", 1, 2,
					0),
		attr("pyrefcheck_nonnull", 0, 0, 0),
		"f (obj, obj, int) -> int [attribute]\n"
		"  succeeds >=0: give (2, unknown) runs-code\n"
		"  fails <=-1: raises () runs-code\n", "");
	/* Repeated, as cpychecker's users do. */
	expect_attributes(ARG_OBJ,
		attr("cpychecker_steals_reference_to_arg", 1, 1, 0),
		attr("cpychecker_steals_reference_to_arg", 1, 2, 0),
		"f (obj-null, obj-null, int) -> obj [attribute]\n"
		"  succeeds nonnull: own (0) give (1, unknown)"
		" give (2, unknown) runs-code\n"
		"  fails null: give (1, unknown) give (2, unknown)"
		" raises (any) runs-code\n", "");
	expect_attributes(ARG_VOID, attr("pyrefcheck_releases_gil", 0, 0, 0),
		attr("pyrefcheck_acquires_gil", 0, 0, 0),
		"f (obj-null, obj-null, int) -> void [attribute]\n"
		"  succeeds any: raises () runs-code release-gil"
		" acquire-gil\n", "");
}
END_TEST

START_TEST(wrong_attributes_are_told_and_ignored)
{
	static const char plain[] =
		"f (obj-null, obj-null, int) -> int [attribute]\n"
		"  succeeds any: raises () runs-code\n";

	expect_attributes(ARG_INT, attr("pyrefcheck_steals", 2, 3, 4),
		no_attr, plain,
		"attribute 'pyrefcheck_steals': parameter 3 of 'f' is no"
		" Python object\n"
		"attribute 'pyrefcheck_steals': parameter 4 of 'f' is no"
		" Python object\n");
	expect_attributes(ARG_INT, attr("pyrefcheck_steals", 2, -1, 1000000),
		no_attr, plain,
		"attribute 'pyrefcheck_steals': parameter -1 of 'f' is no"
		" Python object\n"
		"attribute 'pyrefcheck_steals': parameter 1000000 of 'f' is"
		" no Python object\n");
	expect_attributes(ARG_INT, attr("pyrefcheck_returns_borrowed", 0, 0,
					0),
		no_attr, plain,
		"attribute 'pyrefcheck_returns_borrowed': 'f' does not return"
		" a Python object\n");
	expect_attributes(ARG_INT, attr("pyrefcheck_needs_gil", 1, 1, 0),
		no_attr, plain,
		"attribute 'pyrefcheck_needs_gil' takes no argument\n");
	expect_attributes(ARG_OBJ, attr("pyrefcheck_returns_new", 0, 0, 0),
		attr("pyrefcheck_returns_borrowed", 0, 0, 0),
		"f (obj-null, obj-null, int) -> obj [attribute]\n"
		"  succeeds nonnull: borrow (0, unknown) runs-code\n"
		"  fails null: raises (any) runs-code\n",
		"the attributes 'pyrefcheck_returns_new' and"
		" 'pyrefcheck_returns_borrowed' of 'f' contradict each"
		" other\n");
}
END_TEST

START_TEST(gcc_attributes_make_no_contract)
{
	struct arena arena = { 0 };
	struct contract_decl d = decl(ARG_OBJ);
	struct attr a = attr("nonnull", 0, 0, 0);
	struct attr b = attr("returns_nonnull", 0, 0, 0);

	a.next = &b;
	ck_assert_ptr_null(contract_from_attributes(&arena, &d, &a));
	ck_assert_ptr_null(contract_from_attributes(&arena, &d, NULL));
	arena_release(&arena);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("contract");
	TCase *t = tcase_create("table");
	SRunner *sr;
	int failed;

	tcase_add_test(t, table_is_clean);
	tcase_add_test(t, every_row_is_found_by_name_and_version);
	tcase_add_test(t, unknown_names_are_not_found);
	tcase_add_test(t, versions_choose);
	tcase_add_test(t, aliases_lead_to_rows);
	tcase_add_test(t, data_have_kinds);
	tcase_add_test(t, known_facts);
	suite_add_tcase(s, t);
	t = tcase_create("words");
	tcase_add_test(t, words_and_numbers_are_inverse);
	tcase_add_test(t, conditions_come_first);
	tcase_add_loop_test(t, preds_parse_and_print, 0,
			    (int) ARRAY_SIZE(preds));
	tcase_add_loop_test(t, wrong_preds_are_refused, 0,
			    (int) ARRAY_SIZE(wrong_preds));
	tcase_add_test(t, effects_print);
	tcase_add_test(t, every_row_explains);
	tcase_add_test(t, explanation_reads);
	suite_add_tcase(s, t);
	t = tcase_create("lint");
	tcase_add_test(t, lint_accepts);
	tcase_add_test(t, lint_operands);
	tcase_add_test(t, lint_contradictions);
	tcase_add_test(t, lint_outcomes);
	tcase_add_test(t, lint_heads);
	tcase_add_test(t, lint_lets_summaries_overlap);
	suite_add_tcase(s, t);
	t = tcase_create("attributes");
	tcase_add_test(t, convention);
	tcase_add_test(t, attributes_of_results);
	tcase_add_test(t, attributes_of_arguments);
	tcase_add_test(t, wrong_attributes_are_told_and_ignored);
	tcase_add_test(t, gcc_attributes_make_no_contract);
	suite_add_tcase(s, t);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
