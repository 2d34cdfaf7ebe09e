/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON specs: testsuite/spec/bad/NAME.json must give the errors of NAME.error
 * (a line that ends in "..." is the beginning of one); what is written must
 * be read as the same contracts; files that are none must be refused.
 */
#include "contract/contract.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ------------------------------------------------------------ helpers */

static const char *source_dir(void)
{
	const char *dir = getenv("srcdir");

	return dir ? dir : ".";
}

static char *path_of(struct arena *a, const char *rest)
{
	return arena_printf(a, "%s/%s", source_dir(), rest);
}

static bool read_text(const char *file, struct buf *out)
{
	FILE *f = fopen(file, "rb");
	char chunk[4096];
	size_t n;

	if (!f)
		return false;
	while ((n = fread(chunk, 1, sizeof(chunk), f)))
		buf_addn(out, chunk, n);
	fclose(f);
	return true;
}

/* A folder of this process's own, which is empty. */
static const char *scratch(struct arena *a)
{
	const char *tmp = getenv("TMPDIR");
	char *dir = arena_printf(a, "%s/test-spec.XXXXXX", tmp ? tmp : "/tmp");

	ck_assert_ptr_nonnull(mkdtemp(dir));
	return dir;
}

static unsigned count_files(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	unsigned n = 0;

	while ((e = readdir(d)))
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static struct specs read_spec(const char *text, enum origin origin,
			      const char *expected_errors)
{
	struct specs s = { .arena = { NULL, 0 } };
	struct buf errors = { 0 };
	bool good = specs_read_text(&s, "t.json", text, strlen(text), origin,
				    &errors);

	ck_assert_str_eq(buf_str(&errors), expected_errors);
	ck_assert_int_eq(good, !*expected_errors);
	buf_release(&errors);
	return s;
}

static void expect_print(const struct contract *c, const char *expected)
{
	struct buf b = { 0 };

	ck_assert_ptr_nonnull(c);
	contract_print(c, &b);
	ck_assert_str_eq(buf_str(&b), expected);
	buf_release(&b);
}

/* --------------------------------------------------------------- bad files */

static bool line_matches(const char *line, size_t n, const char *pattern,
			 size_t m)
{
	if (m >= 3 && !memcmp(pattern + m - 3, "...", 3))
		return n >= m - 3 && !memcmp(line, pattern, m - 3);
	return n == m && !memcmp(line, pattern, n);
}

/* Compares line by line; PREFIX of each line of FOUND is left out. */
static bool errors_match(const char *found, const char *prefix,
			 const char *expected)
{
	size_t skip = strlen(prefix);

	while (*found && *expected) {
		size_t n, m = strcspn(expected, "\n");

		if (strncmp(found, prefix, skip))
			return false;
		found += skip;
		n = strcspn(found, "\n");
		if (!line_matches(found, n, expected, m))
			return false;
		found += n + (found[n] == '\n');
		expected += m + (expected[m] == '\n');
	}
	return !*found && !*expected;
}

static void check_bad_file(const char *dir, const char *name)
{
	struct arena a = { 0 };
	struct specs s = { .arena = { NULL, 0 } };
	struct buf errors = { 0 }, expected = { 0 };
	size_t stem = strlen(name) - strlen(".json");
	char *file = arena_printf(&a, "%s/%s", dir, name);
	char *error = arena_printf(&a, "%s/%.*s.error", dir, (int) stem, name);

	ck_assert_msg(!specs_read(&s, file, ORIGIN_SPEC, &errors), "%s: no "
		      "error", name);
	ck_assert_msg(read_text(error, &expected), "%s: cannot read", error);
	ck_assert_msg(errors_match(buf_str(&errors),
				   arena_printf(&a, "%s/", dir),
				   buf_str(&expected)),
		      "%s:\n%s--- expected:\n%s", name, buf_str(&errors),
		      buf_str(&expected));
	specs_release(&s);
	buf_release(&errors);
	buf_release(&expected);
	arena_release(&a);
}

START_TEST(bad_files_give_their_errors)
{
	struct arena a = { 0 };
	char *dir = path_of(&a, "testsuite/spec/bad");
	DIR *d = opendir(dir);
	struct dirent *e;
	unsigned n = 0;

	ck_assert_msg(d != NULL, "%s: %s", dir, strerror(errno));
	while ((e = readdir(d))) {
		size_t len = strlen(e->d_name);

		if (len < 5 || strcmp(e->d_name + len - 5, ".json"))
			continue;
		check_bad_file(dir, e->d_name);
		n++;
	}
	closedir(d);
	ck_assert_uint_gt(n, 90);
	arena_release(&a);
}
END_TEST

START_TEST(the_good_functions_of_a_bad_file_are_used)
{
	struct arena a = { 0 };
	struct specs s = { .arena = { NULL, 0 } };
	struct buf errors = { 0 };

	specs_read(&s, path_of(&a, "testsuite/spec/bad/one-of-three.json"),
		   ORIGIN_SPEC, &errors);
	ck_assert_ptr_nonnull(specs_find(&s, "good"));
	ck_assert_ptr_null(specs_find(&s, "bad"));
	ck_assert_ptr_nonnull(specs_find(&s, "better"));
	ck_assert_ptr_nonnull(specs_at(&s, 1));
	ck_assert_ptr_null(specs_at(&s, 2));
	specs_release(&s);
	buf_release(&errors);
	arena_release(&a);
}
END_TEST

static void expect_refused(const char *file, const char *message)
{
	struct specs s = { .arena = { NULL, 0 } };
	struct buf errors = { 0 };

	ck_assert(!specs_read(&s, file, ORIGIN_SPEC, &errors));
	ck_assert_msg(strstr(buf_str(&errors), message), "%s",
		      buf_str(&errors));
	ck_assert_int_eq(strncmp(buf_str(&errors), file, strlen(file)), 0);
	specs_release(&s);
	buf_release(&errors);
}

START_TEST(no_regular_file_is_refused)
{
	struct arena a = { 0 };
	const char *dir = scratch(&a);
	char *fifo = arena_printf(&a, "%s/fifo", dir);
	char *large = arena_printf(&a, "%s/large", dir);
	int fd;

	expect_refused("/nonexistent/x.json", ":1:1: No such file");
	expect_refused(dir, ":1:1: not a regular file");
	expect_refused("/dev/zero", ":1:1: not a regular file");
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	expect_refused(fifo, ":1:1: not a regular file");
	fd = open(large, O_WRONLY | O_CREAT, 0600);
	ck_assert_int_eq(ftruncate(fd, (16 << 20) + 1), 0);
	close(fd);
	expect_refused(large, ":1:1: the file is larger than 16 MiB");
	unlink(large);
	unlink(fifo);
	rmdir(dir);
	arena_release(&a);
}
END_TEST

/* No cut of a good file crashes or is taken for the whole. */
START_TEST(every_cut_is_refused)
{
	struct arena a = { 0 };
	struct buf text = { 0 };
	size_t n;

	ck_assert(read_text(path_of(&a, "testsuite/spec/good/documented.json"),
			    &text));
	while (text.len && strchr(" \n", text.s[text.len - 1]))
		text.len--;
	for (n = 0; n < text.len; n++) {
		struct specs s = { .arena = { NULL, 0 } };
		struct buf errors = { 0 };

		ck_assert(!specs_read_text(&s, "t", text.s, n, ORIGIN_SPEC,
					   &errors));
		specs_release(&s);
		buf_release(&errors);
	}
	buf_release(&text);
	arena_release(&a);
}
END_TEST

/* -------------------------------------------------------------- good files */

#define HEAD "{\"pyrefcheck\": 1, \"functions\": {"
#define INT_FUNCTION(effects) \
	"\"f\": {\"parameters\": [\"obj\"], \"result\": \"int\", \"outcomes\": " \
	"[{\"when\": \"succeeds\", \"result\": \">=0\", \"effects\": [" \
	effects "]}, {\"when\": \"fails\", \"result\": -1, \"effects\": " \
	"[{\"raises\": \"any\"}]}]}"

START_TEST(the_documented_example_is_read)
{
	struct arena a = { 0 };
	struct specs s = { .arena = { NULL, 0 } };
	struct buf errors = { 0 };

	specs_read(&s, path_of(&a, "testsuite/spec/good/documented.json"),
		   ORIGIN_SPEC, &errors);
	ck_assert_str_eq(buf_str(&errors), "");
	expect_print(specs_find(&s, "cache_get"),
		     "cache_get (obj, obj) -> obj [spec]\n"
		     "  succeeds nonnull: borrow (0, 1)\n"
		     "  succeeds null:\n");
	expect_print(specs_find(&s, "cache_add"),
		     "cache_add (obj, obj) -> int [spec]\n"
		     "  succeeds 0: give (2, 1) mutates (1)\n"
		     "  fails -1: drop (2) raises (TypeError)\n");
	specs_release(&s);
	buf_release(&errors);
	arena_release(&a);
}
END_TEST

START_TEST(a_second_description_is_an_error)
{
	struct specs s = read_spec(HEAD INT_FUNCTION("") "}}", ORIGIN_SPEC,
				   "");
	static const char again[] = HEAD "\n" INT_FUNCTION("\"runs-code\"")
		"}}";
	struct buf errors = { 0 };

	ck_assert(!specs_read_text(&s, "u.json", again, strlen(again),
				   ORIGIN_SPEC, &errors));
	ck_assert_str_eq(buf_str(&errors), "u.json:2:1: 'f' is described in"
			 " 't.json' already\n");
	expect_print(specs_find(&s, "f"), "f (obj) -> int [spec]\n"
		     "  succeeds >=0:\n  fails -1: raises (any)\n");
	specs_release(&s);
	buf_release(&errors);
}
END_TEST

static void add_text(struct specs *s, const char *text, enum origin origin)
{
	struct buf errors = { 0 };

	ck_assert(specs_read_text(s, "v.json", text, strlen(text), origin,
				  &errors));
	buf_release(&errors);
}

START_TEST(summaries_that_differ_are_not_believed)
{
	static const char one[] = HEAD INT_FUNCTION("\"runs-code\"") "}}";
	static const char two[] = HEAD INT_FUNCTION("") "}}";
	struct specs s = read_spec(one, ORIGIN_INFERRED, "");

	add_text(&s, one, ORIGIN_INFERRED);
	ck_assert_ptr_nonnull(specs_find(&s, "f"));
	add_text(&s, two, ORIGIN_INFERRED);
	ck_assert_ptr_null(specs_find(&s, "f"));
	add_text(&s, one, ORIGIN_INFERRED);
	ck_assert_ptr_null(specs_find(&s, "f"));
	/* The user knows better. */
	add_text(&s, one, ORIGIN_SPEC);
	ck_assert_int_eq(specs_find(&s, "f")->origin, ORIGIN_SPEC);
	add_text(&s, two, ORIGIN_INFERRED);
	ck_assert_int_eq(specs_find(&s, "f")->origin, ORIGIN_SPEC);
	specs_release(&s);
}
END_TEST

START_TEST(numbers_of_errors_are_limited)
{
	struct arena a = { 0 };
	struct specs s = { .arena = { NULL, 0 } };
	struct buf errors = { 0 };

	specs_read(&s, path_of(&a, "testsuite/spec/bad/many-errors.json"),
		   ORIGIN_SPEC, &errors);
	ck_assert_ptr_nonnull(strstr(buf_str(&errors),
				     "json:1:1: and 50 more errors\n"));
	specs_release(&s);
	buf_release(&errors);
	arena_release(&a);
}
END_TEST

/* ----------------------------------------------------------------- writing */

/* What is read from the print of C is C. */
static void expect_round_trip(const struct contract *c)
{
	struct specs s = { .arena = { NULL, 0 } };
	struct buf text = { 0 }, errors = { 0 };

	specs_print(&c, 1, &text);
	specs_read_text(&s, "t.json", buf_str(&text), text.len, c->origin,
			&errors);
	ck_assert_msg(!errors.len, "%s%s", buf_str(&errors), buf_str(&text));
	ck_assert_ptr_nonnull(specs_find(&s, c->name));
	ck_assert_msg(contract_equal(specs_find(&s, c->name), c), "%s",
		      buf_str(&text));
	specs_release(&s);
	buf_release(&text);
	buf_release(&errors);
}

START_TEST(every_row_makes_the_round_trip)
{
	const struct contract *c;
	unsigned i;

	for (i = 0; (c = contract_at(i)); i++)
		if (!strchr(c->name, '/'))
			expect_round_trip(c);
}
END_TEST

START_TEST(summaries_make_the_round_trip)
{
	static const struct effect effects[] = {
		{ .op = EFF_GIVE, .a = 2, .b = 1, .offset = 16 },
		{ .op = EFF_SHARE, .a = 2, .b = WHO_GLOBAL, .offset = -8 },
		{ .op = EFF_WRITES, .a = 1, .offset = INT64_MAX },
		{ .op = EFF_OUT_BORROW, .a = 1, .b = WHO_MODULES },
		{ .op = EFF_RAISES },
		{ .op = EFF_ACQUIRE, .a = 0, .b = FAMILY_PYMEM },
		{ .op = EFF_END }
	};
	static const struct outcome outcomes[] = {
		{ .pred = { -3, 12, true }, .effects = effects,
		  .loc = { .file = "dir/\"a\\b\n\x01.c", .line = 4294967295u,
			   .column = 7 }, .function = "s\xc3\xa4tze" },
		{ .pred = { INT64_MIN, INT64_MIN, false },
		  .likelihood = LIKELY_NEVER_WITH_VALID,
		  .effects = effects + 6 },
	};
	static const uint8_t params[] = { ARG_OBJ_ERR, ARG_OBJ };
	static const struct contract c = { .name = "ns::f.part.0",
		.origin = ORIGIN_INFERRED, .ret = ARG_LONG, .n_params = 2,
		.params = params, .outcomes = outcomes, .n_outcomes = 2,
		.flags = CF_OPAQUE | CF_BLOCKS };

	expect_round_trip(&c);
}
END_TEST

START_TEST(files_are_written_whole_and_sorted)
{
	struct arena a = { 0 };
	const char *dir = scratch(&a);
	char *file = arena_printf(&a, "%s/x.json", dir);
	const struct contract *c[3] = { contract_find("PyList_New", 0),
		contract_find("PyDict_New", 0),
		contract_find("PyList_New", 0) };
	struct specs s = { .arena = { NULL, 0 } };
	struct buf errors = { 0 };

	ck_assert(specs_write(file, c, 3, &errors));
	ck_assert(specs_write(file, c, 3, &errors));
	ck_assert_uint_eq(count_files(dir), 1);
	ck_assert(specs_read(&s, file, ORIGIN_INFERRED, &errors));
	ck_assert_str_eq(specs_at(&s, 0)->name, "PyDict_New");
	ck_assert_str_eq(specs_at(&s, 1)->name, "PyList_New");
	ck_assert_ptr_null(specs_at(&s, 2));
	specs_release(&s);
	/* Nothing is left behind by what cannot be done. */
	ck_assert(!specs_write(arena_printf(&a, "%s/no/x.json", dir), c, 3,
			       &errors));
	ck_assert_ptr_nonnull(strstr(buf_str(&errors), "cannot write: "));
	ck_assert(!specs_write(dir, c, 3, &errors));
	ck_assert_uint_eq(count_files(dir), 1);
	unlink(file);
	rmdir(dir);
	buf_release(&errors);
	arena_release(&a);
}
END_TEST

START_TEST(no_contracts_are_a_spec_too)
{
	struct buf text = { 0 };
	struct specs s;

	specs_print(NULL, 0, &text);
	s = read_spec(buf_str(&text), ORIGIN_INFERRED, "");
	ck_assert_ptr_null(specs_at(&s, 0));
	specs_release(&s);
	buf_release(&text);
}
END_TEST

/* -------------------------------------------------------------- the manual */

static void expect_words(const char *file, const char *text,
			 const char *before, const char *after)
{
	struct buf w = { 0 };
	int i;

#define EXPECT(word) do { \
		buf_clear(&w); \
		buf_addf(&w, "%s%s%s", before, (word), after); \
		ck_assert_msg(strstr(text, buf_str(&w)), "%s lacks %s", \
			      file, buf_str(&w)); \
	} while (0)
	for (i = 1; i < N_EFFECTS; i++)
		EXPECT(effect_word((enum effect_op) i));
	for (i = 0; i < N_CONTRACT_FLAGS; i++)
		EXPECT(flag_word((unsigned) i));
	for (i = 0; i < N_LIKELIHOODS; i++)
		EXPECT(likelihood_word((enum likelihood) i));
	for (i = 1; format_kind_word((enum format_kind) i); i++)
		EXPECT(format_kind_word((enum format_kind) i));
#undef EXPECT
	buf_release(&w);
}

START_TEST(manual_and_schema_have_every_word)
{
	struct arena a = { 0 };
	struct buf manual = { 0 }, schema = { 0 };
	unsigned i;

	ck_assert(read_text(path_of(&a, "doc/spec.md"), &manual));
	ck_assert(read_text(path_of(&a, "doc/schema/spec.schema.json"),
			    &schema));
	expect_words("doc/spec.md", buf_str(&manual), "`", "`");
	expect_words("doc/schema/spec.schema.json", buf_str(&schema), "\"",
		     "\"");
	for (i = 0; i < N_ARG_CLASSES; i++)
		ck_assert_ptr_nonnull(strstr(buf_str(&schema), arena_printf(
			&a, "\"%s\"", arg_class_word((enum arg_class) i))));
	for (i = 1; i < N_FAMILIES; i++) {
		const char *id = family_id((enum family) i);

		ck_assert_msg(strstr(buf_str(&manual), id), "%s", id);
		ck_assert_msg(strstr(buf_str(&schema), arena_printf(
			&a, "\"%s\"", id)), "%s", id);
	}
	for (i = 0; i < N_RAISE_BITS; i++) {
		ck_assert_msg(strstr(buf_str(&manual), raise_name(i)), "%s",
			      raise_name(i));
		ck_assert_msg(strstr(buf_str(&schema), arena_printf(
			&a, "\"%s\"", raise_name(i))), "%s", raise_name(i));
	}
	buf_release(&manual);
	buf_release(&schema);
	arena_release(&a);
}
END_TEST

/* The user's header has a macro for each attribute that is ours. */
START_TEST(header_has_every_attribute)
{
	static const char *const names[] = {
#define ATTRIBUTE(id, name, min, max, sentence) name,
#include "contract/attribute.def"
#undef ATTRIBUTE
	};
	struct arena a = { 0 };
	struct buf header = { 0 };
	size_t i;

	ck_assert(read_text(path_of(&a, "plugin/pyrefcheck.h"), &header));
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (!strncmp(names[i], "pyrefcheck_", 11))
			ck_assert_msg(strstr(buf_str(&header), arena_printf(
				&a, "_ATTRIBUTE_ (%s", names[i])), "%s",
				names[i]);
	buf_release(&header);
	arena_release(&a);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("spec");
	TCase *t = tcase_create("spec");
	SRunner *sr;
	int failed;

	tcase_set_timeout(t, 120);
	tcase_add_test(t, bad_files_give_their_errors);
	tcase_add_test(t, the_good_functions_of_a_bad_file_are_used);
	tcase_add_test(t, no_regular_file_is_refused);
	tcase_add_test(t, every_cut_is_refused);
	tcase_add_test(t, the_documented_example_is_read);
	tcase_add_test(t, a_second_description_is_an_error);
	tcase_add_test(t, summaries_that_differ_are_not_believed);
	tcase_add_test(t, numbers_of_errors_are_limited);
	tcase_add_test(t, every_row_makes_the_round_trip);
	tcase_add_test(t, summaries_make_the_round_trip);
	tcase_add_test(t, files_are_written_whole_and_sorted);
	tcase_add_test(t, no_contracts_are_a_spec_too);
	tcase_add_test(t, manual_and_schema_have_every_word);
	tcase_add_test(t, header_has_every_attribute);
	suite_add_tcase(s, t);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
