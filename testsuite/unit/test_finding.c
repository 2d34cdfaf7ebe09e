/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings: events, merging, order, keys. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "finding/finding.h"

static const struct rule leak = { "reference-leak", true, 401, "a leak" };
static const struct rule null = { "null-dereference", true, 476, "a null" };

static struct finding *make(struct findings *fs, const struct rule *rule,
			    uint32_t line, const char *subject)
{
	struct loc loc = { "a.c", line, 1, 0 };
	struct finding *f = finding_new(fs, rule, loc);

	f->function = "f";
	f->subject = subject;
	f->message = "message";
	return f;
}

static void add_events(struct findings *fs, struct finding *f, unsigned n)
{
	struct event e = { .text = "event" };
	unsigned i;

	for (i = 0; i < n; i++) {
		e.depth = i;
		finding_event(fs, f, e);
	}
}

START_TEST(new_finding_is_not_in_the_list)
{
	struct findings fs = { 0 };
	struct finding *f = make(&fs, &leak, 3, "x");

	ck_assert_uint_eq(fs.list.n, 0);
	ck_assert_ptr_eq(f->rule, &leak);
	ck_assert_uint_eq(f->loc.line, 3);
	ck_assert(findings_add(&fs, f));
	ck_assert_uint_eq(fs.list.n, 1);
	findings_release(&fs);
	ck_assert_uint_eq(fs.list.n, 0);
}
END_TEST

START_TEST(events_keep_their_order)
{
	struct findings fs = { 0 };
	struct finding *f = make(&fs, &leak, 3, "x");
	unsigned i;

	add_events(&fs, f, 100);
	ck_assert_uint_eq(f->n_events, 100);
	for (i = 0; i < 100; i++)
		ck_assert_uint_eq(f->events[i].depth, i);
	findings_release(&fs);
}
END_TEST

START_TEST(shorter_path_is_kept)
{
	struct findings fs = { 0 };
	struct finding *a = make(&fs, &leak, 3, "x");
	struct finding *b = make(&fs, &leak, 3, "x");
	struct finding *c = make(&fs, &leak, 3, "x");

	add_events(&fs, a, 3);
	add_events(&fs, b, 2);
	add_events(&fs, c, 4);
	ck_assert(findings_add(&fs, a));
	ck_assert(!findings_add(&fs, b));
	ck_assert(!findings_add(&fs, c));
	ck_assert_uint_eq(fs.list.n, 1);
	ck_assert_ptr_eq(fs.list.v[0], b);
	ck_assert_uint_eq(fs.merged, 2);
	findings_release(&fs);
}
END_TEST

START_TEST(what_needs_less_is_kept)
{
	struct findings fs = { 0 };
	struct finding *rare = make(&fs, &leak, 3, "x");
	struct finding *weak = make(&fs, &leak, 3, "x");
	struct finding *best = make(&fs, &leak, 3, "x");

	rare->memory_only = true;
	weak->origin = ORIGIN_CONVENTION;
	add_events(&fs, weak, 1);
	add_events(&fs, best, 2);
	findings_add(&fs, rare);
	findings_add(&fs, weak);
	ck_assert_ptr_eq(fs.list.v[0], weak);
	findings_add(&fs, best);
	ck_assert_ptr_eq(fs.list.v[0], best);
	findings_add(&fs, rare);
	ck_assert_ptr_eq(fs.list.v[0], best);
	findings_release(&fs);
}
END_TEST

START_TEST(other_rule_place_or_subject_is_new)
{
	struct findings fs = { 0 };

	ck_assert(findings_add(&fs, make(&fs, &leak, 3, "x")));
	ck_assert(findings_add(&fs, make(&fs, &null, 3, "x")));
	ck_assert(findings_add(&fs, make(&fs, &leak, 4, "x")));
	ck_assert(findings_add(&fs, make(&fs, &leak, 3, "y")));
	ck_assert(findings_add(&fs, make(&fs, &leak, 3, NULL)));
	ck_assert(!findings_add(&fs, make(&fs, &leak, 3, NULL)));
	ck_assert_uint_eq(fs.list.n, 5);
	findings_release(&fs);
}
END_TEST

START_TEST(sorted_by_place_rule_subject)
{
	struct findings fs = { 0 };

	findings_sort(&fs);
	findings_add(&fs, make(&fs, &leak, 9, "x"));
	findings_add(&fs, make(&fs, &null, 3, "x"));
	findings_add(&fs, make(&fs, &leak, 3, "y"));
	findings_add(&fs, make(&fs, &leak, 3, "x"));
	findings_sort(&fs);
	ck_assert_ptr_eq(fs.list.v[0]->rule, &null);
	ck_assert_str_eq(fs.list.v[1]->subject, "x");
	ck_assert_uint_eq(fs.list.v[1]->loc.line, 3);
	ck_assert_str_eq(fs.list.v[2]->subject, "y");
	ck_assert_uint_eq(fs.list.v[3]->loc.line, 9);
	findings_release(&fs);
}
END_TEST

static bool is_template(const char *name)
{
	return !strncmp(name, "_wrap_", 6) || !strncmp(name, "__pyx_", 6);
}

/* A message from a function. */
static void say(struct findings *fs, uint32_t line, const char *function,
		const char *message)
{
	struct finding *f = make(fs, &leak, line, message);

	f->function = function;
	f->message = message;
	findings_add(fs, f);
}

START_TEST(what_a_template_made_is_one)
{
	struct findings fs = { 0 };

	say(&fs, 10, "_wrap_a", "leak of ‘arg1’");
	say(&fs, 20, "_wrap_b", "leak of ‘arg2’");
	say(&fs, 30, "_wrap_c", "leak of ‘result’");
	say(&fs, 40, "mine", "leak of ‘arg3’");
	say(&fs, 50, "__pyx_f", "‘__pyx_t_12’ is lost by ‘__pyx_pw_f’");
	say(&fs, 60, "__pyx_g", "‘__pyx_v_list’ is lost by ‘__pyx_pw_g’");
	say(&fs, 70, "__pyx_h", "‘PyList_New’ is lost by ‘__pyx_pw_h’");
	findings_sort(&fs);
	findings_group(&fs, 3, is_template);
	ck_assert_uint_eq(fs.list.n, 5);
	ck_assert_uint_eq(fs.list.v[0]->n_places, 1);
	ck_assert_uint_eq(fs.list.v[0]->places[0].line, 20);
	ck_assert_uint_eq(fs.list.v[1]->n_places, 0);
	ck_assert_uint_eq(fs.list.v[2]->n_places, 0);
	ck_assert_uint_eq(fs.list.v[3]->places[0].line, 60);
	ck_assert_uint_eq(fs.list.v[4]->loc.line, 70);
	findings_release(&fs);
}
END_TEST

START_TEST(many_alike_in_a_function_are_one)
{
	struct findings fs = { 0 };
	uint32_t line;

	for (line = 1; line <= 3; line++)
		findings_add(&fs, make(&fs, &leak, line, "x"));
	findings_group(&fs, 3, NULL);
	ck_assert_uint_eq(fs.list.n, 3);
	findings_add(&fs, make(&fs, &leak, 4, "x"));
	findings_group(&fs, 3, NULL);
	ck_assert_uint_eq(fs.list.n, 1);
	ck_assert_uint_eq(fs.list.v[0]->n_places, 3);
	findings_release(&fs);
}
END_TEST

START_TEST(key_is_relative_to_the_function)
{
	struct findings fs = { 0 };
	struct finding *f = make(&fs, &leak, 30, "x|y\\z\n");
	struct buf b = { 0 };

	finding_key(f, 28, &b);
	ck_assert_str_eq(buf_str(&b),
			 "reference-leak|f|x\\|y\\\\z\\n|+2");
	buf_clear(&b);
	f->function = f->subject = NULL;
	finding_key(f, 31, &b);
	ck_assert_str_eq(buf_str(&b), "reference-leak|||-1");
	buf_release(&b);
	findings_release(&fs);
}
END_TEST

static Suite *finding_suite(void)
{
	Suite *s = suite_create("finding");
	TCase *t = tcase_create("finding");

	tcase_add_test(t, new_finding_is_not_in_the_list);
	tcase_add_test(t, events_keep_their_order);
	tcase_add_test(t, shorter_path_is_kept);
	tcase_add_test(t, what_needs_less_is_kept);
	tcase_add_test(t, other_rule_place_or_subject_is_new);
	tcase_add_test(t, sorted_by_place_rule_subject);
	tcase_add_test(t, what_a_template_made_is_one);
	tcase_add_test(t, many_alike_in_a_function_are_one);
	tcase_add_test(t, key_is_relative_to_the_function);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(finding_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
