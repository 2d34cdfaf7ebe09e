/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammars of formats, and the guards of the preprocessor. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "check/guard.h"
#include "contract/format.h"

/* ------------------------------------------------------------ helpers */

static void describe_unit(const struct format_unit *u, struct buf *out)
{
	if (out->len)
		buf_addc(out, ' ');
	for (unsigned i = 0; i < u->depth; i++)
		buf_addc(out, '.');
	buf_addf(out, "%s@%u", u->code, u->pos);
	if (u->parameter)
		buf_addf(out, "#%u", u->parameter);
	if (u->optional)
		buf_addc(out, '?');
	if (u->keyword_only)
		buf_addc(out, '$');
	for (unsigned i = 0; i < u->n_args; i++)
		buf_addf(out, "%s%u%s%s", i ? "," : "=", u->args[i].index,
			 u->args[i].ctype ? ":" : "",
			 format_ctype_name(u->args[i].ctype));
}

/* Each unit as code@position#parameter, '?' optional, '$' keyword-only, its
 * arguments; dots for depth; then the faults as !position. */
static void expect(enum format_kind kind, const char *format,
		   const char *expected)
{
	struct arena a = { 0 };
	struct buf b = { 0 };
	struct format *f = format_split(&a, kind, format, strlen(format),
					CTYPE_SSIZE);

	for (uint32_t i = 0; i < f->n_units; i++)
		describe_unit(&f->units[i], &b);
	for (uint32_t i = 0; i < f->n_faults; i++)
		buf_addf(&b, " !%u %s", f->faults[i].pos,
			 format_fault_text(f->faults[i].kind));
	ck_assert_str_eq(buf_str(&b), expected);
	buf_release(&b);
	arena_release(&a);
}

/* -------------------------------------------------------------- parse */

START_TEST(parse_units_take_the_longest_code)
{
	expect(FORMAT_PARSE, "", "");
	expect(FORMAT_PARSE, "ii", "i@0#1=0:int i@1#2=1:int");
	expect(FORMAT_PARSE, "s#es#", "s#@0#1=0,1:Py_ssize_t "
	       "es#@2#2=2,3,4:Py_ssize_t");
	expect(FORMAT_PARSE, "O!O&O", "O!@0#1=0,1 O&@2#2=2,3 O@4#3=4");
}
END_TEST

START_TEST(parse_marks)
{
	expect(FORMAT_PARSE_KEYWORDS, "O|O$O:f", "O@0#1=0 O@2#2?=1 O@4#3?$=2");
	expect(FORMAT_PARSE, "O|i|i", "O@0#1=0 i@2#2?=1:int i@4#3?=2:int "
	       "!3 ‘|’ twice");
	expect(FORMAT_PARSE_KEYWORDS, "O$O", "O@0#1=0 O@2#2$=1 "
	       "!1 ‘$’ without ‘|’ before it");
	expect(FORMAT_PARSE, "|$O", "O@2#1?$=0 "
	       "!1 ‘$’ in a format that takes no keywords");
	expect(FORMAT_PARSE_KEYWORDS, "O$O|O", "O@0#1=0 O@2#2$=1 O@4#3?$=2 "
	       "!1 ‘$’ without ‘|’ before it !3 ‘$’ before ‘|’");
}
END_TEST

START_TEST(parse_groups_are_one_parameter)
{
	expect(FORMAT_PARSE, "(i(ii))O", "(@0#1 .i@1#1=0:int .(@2#1 "
	       "..i@3#1=1:int ..i@4#1=2:int O@7#2=3");
	expect(FORMAT_PARSE, "(i", "(@0#1 .i@1#1=0:int "
	       "!2 an opening bracket without the closing one");
	expect(FORMAT_PARSE, "i)", "i@0#1=0:int "
	       "!1 a closing bracket without the opening one");
	expect(FORMAT_PARSE, "(i:f)", "(@0#1 .i@1#1=0:int "
	       "!2 an opening bracket without the closing one");
}
END_TEST

START_TEST(parse_ends_at_name_message_or_unknown)
{
	struct arena a = { 0 };
	struct format *f = format_split(&a, FORMAT_PARSE, "O|i:f", 5,
					CTYPE_SSIZE);

	ck_assert_str_eq(f->name, "f");
	ck_assert_ptr_null(f->message);
	ck_assert_uint_eq(f->n_parameters, 2);
	ck_assert_uint_eq(f->n_required, 1);
	f = format_split(&a, FORMAT_PARSE, "O;no | here", 11, CTYPE_SSIZE);
	ck_assert_str_eq(f->message, "no | here");
	f = format_split(&a, FORMAT_PARSE, "OvO", 3, CTYPE_SSIZE);
	ck_assert(f->incomplete);
	ck_assert_uint_eq(f->n_args, 1);
	ck_assert_str_eq(f->faults[0].text, "v");
	arena_release(&a);
}
END_TEST

START_TEST(parse_one_takes_one)
{
	expect(FORMAT_PARSE_ONE, "(ii)", "(@0#1 .i@1#1=0:int .i@2#1=1:int");
	expect(FORMAT_PARSE_ONE, "ii", "i@0#1=0:int i@1#2=1:int "
	       "!2 not exactly one unit");
}
END_TEST

/* -------------------------------------------------------------- build */

START_TEST(build_separators_mean_nothing)
{
	expect(FORMAT_BUILD, "i, i\t:i", "i@0=0:int i@3=1:int i@6=2:int");
	expect(FORMAT_CALL, "(O)", "(@0 .O@1=0");
}
END_TEST

START_TEST(build_brackets)
{
	expect(FORMAT_BUILD, "{s:[i]}", "{@0 .s@1=0 .[@3 ..i@4=1:int");
	expect(FORMAT_BUILD, "{s}", "{@0 .s@1=0 "
	       "!0 a dictionary with a key that has no value");
	expect(FORMAT_BUILD, "(i]", "(@0 .i@1=0:int "
	       "!2 a bracket closed by one of another kind");
	expect(FORMAT_BUILD, "i]", "i@0=0:int "
	       "!1 a closing bracket without the opening one");
	expect(FORMAT_BUILD, "(i", "(@0 .i@1=0:int "
	       "!0 an opening bracket without the closing one");
}
END_TEST

/* ------------------------------------------------------------ unicode */

START_TEST(unicode_conversions)
{
	expect(FORMAT_UNICODE, "a %d%% %s", "d@2=0:int %@4 s@7=1");
	expect(FORMAT_UNICODE, "%V", "V@0=0,1");
	expect(FORMAT_UNICODE, "%.200s %5zd", "s@0=0 zd@7=1:Py_ssize_t");
	expect(FORMAT_UNICODE, "%-*.*s", "s@0=0:int,1:int,2");
	expect(FORMAT_UNICODE, "%#T", "#T@0=0");
	expect(FORMAT_UNICODE, "%f %d", " !0 unknown code");
	expect(FORMAT_UNICODE, "100%", " !3 unknown code");
	expect(FORMAT_UNICODE, "\303\244 %d", "d@3=0:int "
	       "!0 a byte outside ASCII");
}
END_TEST

START_TEST(bytes_conversions)
{
	expect(FORMAT_BYTES, "\303%+5ld", "ld@1=0:long");
	expect(FORMAT_BYTES, "%lld", " !0 unknown code");
	expect(FORMAT_BYTES, "%*d", " !0 unknown code");
}
END_TEST

START_TEST(versions_follow_flags_and_widths)
{
	struct arena a = { 0 };
	struct format *f = format_split(&a, FORMAT_UNICODE, "%d %-d %4c %#d",
					14, CTYPE_SSIZE);

	ck_assert_uint_eq(f->n_units, 4);
	ck_assert_uint_eq(f->units[0].since, PYVERSION(3, 0));
	ck_assert_uint_eq(f->units[1].since, PYVERSION(3, 12));
	ck_assert_uint_eq(f->units[2].until, PYVERSION(3, 12));
	ck_assert_uint_eq(f->units[3].since, PYVERSION(3, 13));
	arena_release(&a);
}
END_TEST

START_TEST(unit_of_an_argument)
{
	struct arena a = { 0 };
	struct format *f = format_split(&a, FORMAT_PARSE, "O!i", 3,
					CTYPE_SSIZE);
	const struct format_arg *arg;

	ck_assert_str_eq(format_unit_of(f, 1, &arg)->code, "O!");
	ck_assert_int_eq(arg->use, FORMAT_OUT_CHECKED);
	ck_assert_str_eq(format_unit_of(f, 2, NULL)->code, "i");
	ck_assert_ptr_null(format_unit_of(f, 3, NULL));
	arena_release(&a);
}
END_TEST

/* ------------------------------------------------------------- guards */

/* For which of 3.8 to 3.14 EXPRESSION is true: one letter a version, 1, 0 or
 * ? for neither. */
static void expect_guard(const char *expression, const char *expected)
{
	struct guard_value v = guard_evaluate(expression, strlen(expression));
	char got[8] = "";

	for (unsigned m = 8; m <= 14; m++)
		got[m - 8] = v.yes >> m & 1 ? '1' : v.no >> m & 1 ? '0' : '?';
	ck_assert_str_eq(got, expected);
}

START_TEST(guards_compare_versions)
{
	expect_guard("PY_VERSION_HEX >= 0x030c0000", "0000111");
	expect_guard("PY_VERSION_HEX < 0x030C00b1", "1111000");
	expect_guard("PY_VERSION_HEX > 0x030b02f0", "000?111");
	expect_guard("(PY_MINOR_VERSION) == 10", "0010000");
	expect_guard("PY_MAJOR_VERSION < 3", "0000000");
	expect_guard("0x030a0000 <= PY_VERSION_HEX", "0011111");
	expect_guard("PY_VERSION_HEX >> 16 >= 0x30b", "0001111");
	expect_guard("PY_VERSION_HEX >= ((3 << 24) | (9 << 16))", "0111111");
}
END_TEST

START_TEST(guards_know_three_truths)
{
	expect_guard("1", "1111111");
	expect_guard("FOO", "???????");
	expect_guard("FOO && PY_MINOR_VERSION >= 10", "00?????");
	expect_guard("FOO(1, 2) || PY_MINOR_VERSION >= 10", "??11111");
	expect_guard("!FOO", "???????");
	expect_guard("!(PY_MINOR_VERSION >= 10)", "1100000");
	expect_guard("!defined(PYPY_VERSION) && PY_MINOR_VERSION != 12",
		     "1111011");
	expect_guard("", "???????");
	expect_guard("((((", "???????");
	expect_guard("PY_MINOR_VERSION /* minor */ >= 10 // since", "0011111");
}
END_TEST

START_TEST(guards_tell_what_may_be_about_versions)
{
	static const char *const may[] = { "PY3K", "defined(HAVE_PY310)",
		"MY_PYTHON_VERSION", "IS_PY3(1)" };
	static const char *const may_not[] = { "FOO", "defined(Py_DEBUG)",
		"defined NUMBER", "MY_PYMODULE_H", "PY_MAJOR_VERSION > 2" };

	for (unsigned i = 0; i < ARRAY_SIZE(may); i++)
		ck_assert(guard_evaluate(may[i], strlen(may[i])).unknown);
	for (unsigned i = 0; i < ARRAY_SIZE(may_not); i++)
		ck_assert(!guard_evaluate(may_not[i],
					  strlen(may_not[i])).unknown);
}
END_TEST

static version_set guarded(const char *text, uint32_t line, bool *unknown)
{
	struct source_text s = { (char *) (uintptr_t) text, strlen(text) };
	struct guards g = source_guards(&s, line);

	*unknown = g.unknown;
	return g.possible & version_range(PYVERSION(3, 8), PYVERSION(3, 14));
}

START_TEST(guards_nest)
{
	static const char text[] =
		"#ifndef FOO_H\n"
		"# if PY_VERSION_HEX >= 0x030a0000 \\\n"
		"     && PY_VERSION_HEX < 0x030c0000\n"
		"middle\n"
		"#elif PY_MINOR_VERSION == 12\n"
		"twelve\n"
		"#else\n"
		"rest\n"
		"#endif\n"
		"#ifdef PY3\n"
		"unknown\n"
		"#endif\n"
		"after\n";
	bool unknown;

	ck_assert_uint_eq(guarded(text, 4, &unknown), 3u << 10);
	ck_assert_uint_eq(guarded(text, 6, &unknown), 1u << 12);
	ck_assert_uint_eq(guarded(text, 8, &unknown),
			  3u << 8 | 3u << 13);
	ck_assert(!unknown);
	guarded(text, 11, &unknown);
	ck_assert(unknown);
	ck_assert_uint_eq(guarded(text, 13, &unknown), 0x7fu << 8);
	ck_assert(!unknown);
}
END_TEST

static Suite *format_suite(void)
{
	Suite *s = suite_create("format");
	TCase *t = tcase_create("format");

	tcase_add_test(t, parse_units_take_the_longest_code);
	tcase_add_test(t, parse_marks);
	tcase_add_test(t, parse_groups_are_one_parameter);
	tcase_add_test(t, parse_ends_at_name_message_or_unknown);
	tcase_add_test(t, parse_one_takes_one);
	tcase_add_test(t, build_separators_mean_nothing);
	tcase_add_test(t, build_brackets);
	tcase_add_test(t, unicode_conversions);
	tcase_add_test(t, bytes_conversions);
	tcase_add_test(t, versions_follow_flags_and_widths);
	tcase_add_test(t, unit_of_an_argument);
	tcase_add_test(t, guards_compare_versions);
	tcase_add_test(t, guards_know_three_truths);
	tcase_add_test(t, guards_tell_what_may_be_about_versions);
	tcase_add_test(t, guards_nest);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(format_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
