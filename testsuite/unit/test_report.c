/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings written as a file and read again are the same findings. */
#include "report/report.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct rule leak = {
	"reference-leak", true, 401, "an owned reference is lost"
};
static const struct rule style = { "module-state", false, 0, "style" };

/* The working folder of one test, below TMPDIR. */
static char folder[256];

static void make_folder(void)
{
	const char *tmp = getenv("TMPDIR");
	int n = snprintf(folder, sizeof(folder), "%s/test-report-XXXXXX",
			 tmp ? tmp : "/tmp");

	ck_assert(n > 0 && (size_t) n < sizeof(folder));
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

/* The number of files in DIR; the last one's path in LAST.  With REMOVE,
 * they and DIR go. */
static unsigned list_folder(const char *dir, struct buf *last, bool removes)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	unsigned n = 0;

	while (d && (e = readdir(d))) {
		if (e->d_name[0] == '.')
			continue;
		n++;
		buf_clear(last);
		buf_addf(last, "%s/%s", dir, e->d_name);
		if (removes)
			unlink(buf_str(last));
	}
	if (d)
		closedir(d);
	if (removes)
		rmdir(dir);
	return n;
}

static void remove_folder(void)
{
	struct buf path = { 0 };

	list_folder(folder, &path, true);
	buf_release(&path);
}

static struct loc at(uint32_t line, uint32_t column)
{
	return (struct loc) { "src/m.c", line, column, 7 };
}

static void fill(struct findings *fs)
{
	struct finding *f = finding_new(fs, &leak, at(14, 3));

	f->function = "f";
	f->message = "leak of \xe2\x80\x98x\xe2\x80\x99";
	f->subject = "x";
	f->cause = at(12, 9);
	f->origin = ORIGIN_INFERRED;
	f->memory_only = true;
	finding_event(fs, f, (struct event) { at(12, 9), "f", 0,
					      VERB_ACQUIRE, "made" });
	finding_event(fs, f, (struct event) { at(30, 1), "g", 1,
					      VERB_DANGER, "lost" });
	f->hint = "release it";
	f->hint_loc = at(13, 1);
	f->fixit = (struct fixit) { FIXIT_REPLACE, at(13, 1), 8, "y" };
	f->places = ARENA_ARRAY(&fs->arena, struct loc, 1);
	f->places[0] = at(20, 2);
	f->n_places = 1;
	findings_add(fs, f);
	f = finding_new(fs, &style, (struct loc) { "src/m.c", 1, 0, 0 });
	f->message = "latin-1: \xe9";
	findings_add(fs, f);
	fs->refuted = 5;
	findings_sort(fs);
}

static const struct unit_function functions[] = { { "f", 10 } };
static const struct unit_info unit = {
	"src/m.c", "m.o", "/src", "12.2.0", "3.11.2", 1, functions
};
static const struct report_counts counts = { .functions = 3, .steps = 1000 };

static void write_to(const char *dir, const struct unit_info *u)
{
	struct findings fs = { 0 };
	struct buf error = { 0 };

	fill(&fs);
	ck_assert_msg(report_write_json_file(dir, u, &counts, &fs, &error),
		      "%s", buf_str(&error));
	ck_assert_uint_eq(error.len, 0);
	findings_release(&fs);
}

static void read_from(struct report *r, const char *dir)
{
	struct buf errors = { 0 };

	ck_assert_msg(report_read(r, dir, &errors), "%s", buf_str(&errors));
	report_finish(r);
	buf_release(&errors);
}

START_TEST(round_trip)
{
	struct report r = { .root = NULL };
	const struct finding *f;

	write_to(folder, &unit);
	read_from(&r, folder);
	ck_assert_uint_eq(r.list.n, 2);
	ck_assert_uint_eq(r.rules.n, 2);
	ck_assert_uint_eq(r.counts.functions, 3);
	ck_assert_uint_eq(r.counts.steps, 1000);
	ck_assert_uint_eq(r.counts.refuted, 5);
	ck_assert_str_eq(r.list.v[0].f.message, "latin-1: \\xe9");
	ck_assert_ptr_null(r.list.v[0].f.function);
	f = &r.list.v[1].f;
	ck_assert_str_eq(r.list.v[1].key, "reference-leak|f|x|+4");
	ck_assert_str_eq(f->rule->name, "reference-leak");
	ck_assert_uint_eq(f->rule->cwe, 401);
	ck_assert_uint_eq(f->loc.line, 14);
	ck_assert_str_eq(f->subject, "x");
	ck_assert_int_eq(f->origin, ORIGIN_INFERRED);
	ck_assert(f->memory_only);
	ck_assert_uint_eq(f->cause.line, 12);
	ck_assert_uint_eq(f->n_events, 2);
	ck_assert_int_eq(f->events[1].verb, VERB_DANGER);
	ck_assert_uint_eq(f->events[1].depth, 1);
	ck_assert_str_eq(f->events[1].function, "g");
	ck_assert_str_eq(f->hint, "release it");
	ck_assert_int_eq(f->fixit.kind, FIXIT_REPLACE);
	ck_assert_uint_eq(f->fixit.end_column, 8);
	ck_assert_uint_eq(f->n_places, 1);
	ck_assert_uint_eq(f->places[0].column, 2);
	report_release(&r);
}
END_TEST

START_TEST(one_file_per_unit)
{
	struct unit_info other = unit;
	struct buf path = { 0 };

	write_to(folder, &unit);
	write_to(folder, &unit);
	ck_assert_uint_eq(list_folder(folder, &path, false), 1);
	other.object = "debug/m.o";
	write_to(folder, &other);
	other = unit;
	other.directory = "/elsewhere";
	write_to(folder, &other);
	ck_assert_uint_eq(list_folder(folder, &path, false), 3);
	buf_release(&path);
}
END_TEST

START_TEST(shared_findings_once)
{
	struct unit_info other = unit;
	struct report r = { .root = NULL };

	write_to(folder, &unit);
	other.object = "debug/m.o";
	write_to(folder, &other);
	read_from(&r, folder);
	ck_assert_uint_eq(r.units.n, 2);
	ck_assert_uint_eq(r.list.n, 2);
	report_release(&r);
}
END_TEST

START_TEST(folders_are_made)
{
	struct buf dir = { 0 }, path = { 0 };

	buf_addf(&dir, "%s/a", folder);
	write_to(buf_str(&dir), &unit);
	ck_assert_uint_eq(list_folder(buf_str(&dir), &path, true), 1);
	buf_release(&dir);
	buf_release(&path);
}
END_TEST

START_TEST(what_cannot_be_written)
{
	struct findings fs = { 0 };
	struct buf error = { 0 }, dir = { 0 }, path = { 0 };
	FILE *f;

	buf_addf(&dir, "%s/file", folder);
	f = fopen(buf_str(&dir), "w");
	ck_assert_ptr_nonnull(f);
	fclose(f);
	ck_assert(!report_write_json_file(buf_str(&dir), &unit, &counts, &fs,
					  &error));
	ck_assert_ptr_nonnull(strstr(buf_str(&error), "file"));
	ck_assert_uint_eq(list_folder(folder, &path, false), 1);
	buf_release(&error);
	buf_release(&dir);
	buf_release(&path);
}
END_TEST

START_TEST(names_below_the_root)
{
	struct report r = { .root = "/src" };
	struct unit_info other = unit;

	write_to(folder, &unit);
	other.directory = "/src/sub";
	write_to(folder, &other);
	read_from(&r, folder);
	ck_assert_str_eq(r.list.v[0].f.loc.file, "src/m.c");
	ck_assert_str_eq(r.list.v[2].f.loc.file, "sub/src/m.c");
	report_release(&r);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("report");
	TCase *tc = tcase_create("report");
	SRunner *sr;
	int failed;

	tcase_add_checked_fixture(tc, make_folder, remove_folder);
	tcase_add_test(tc, round_trip);
	tcase_add_test(tc, one_file_per_unit);
	tcase_add_test(tc, shared_findings_once);
	tcase_add_test(tc, folders_are_made);
	tcase_add_test(tc, what_cannot_be_written);
	tcase_add_test(tc, names_below_the_root);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? 1 : 0;
}
