/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options: defaults, right and wrong settings, the list. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/option.h"

/* The error of KEY=VALUE, or "" when it is taken. */
static const char *set(struct options *o, const char *key, const char *value,
		       struct buf *error)
{
	bool ok;

	buf_clear(error);
	ok = options_set(o, key, value, error);
	ck_assert_int_eq(ok, error->len == 0);
	return buf_str(error);
}

START_TEST(every_option_has_its_default)
{
	struct options o;

	options_init(&o);
#define OPTION_FLAG(id, key, def, help) ck_assert_int_eq(o.id, def);
#define OPTION_INT(id, key, def, min, max, help) \
	ck_assert_int_eq(o.id, def); \
	ck_assert_int_le(min, def); \
	ck_assert_int_le(def, max);
#define OPTION_TEXT(id, key, value, help) ck_assert_ptr_null(o.id);
#define OPTION_LIST(id, key, value, help) ck_assert_uint_eq(o.id.items.n, 0);
#include "base/option.def"
#undef OPTION_FLAG
#undef OPTION_INT
#undef OPTION_TEXT
#undef OPTION_LIST
	options_release(&o);
}
END_TEST

START_TEST(keys_are_unique)
{
	static const char *const keys[] = {
#define OPTION_FLAG(id, key, def, help) key,
#define OPTION_INT(id, key, def, min, max, help) key,
#define OPTION_TEXT(id, key, value, help) key,
#define OPTION_LIST(id, key, value, help) key,
#include "base/option.def"
#undef OPTION_FLAG
#undef OPTION_INT
#undef OPTION_TEXT
#undef OPTION_LIST
	};
	size_t i, k;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		for (k = 0; k < i; k++)
			ck_assert_str_ne(keys[i], keys[k]);
}
END_TEST

START_TEST(flags)
{
	struct options o;
	struct buf e = { 0 };

	options_init(&o);
	ck_assert_str_eq(set(&o, "strict", NULL, &e), "");
	ck_assert(o.strict);
	ck_assert_str_eq(set(&o, "strict", "off", &e), "");
	ck_assert(!o.strict);
	ck_assert_str_eq(set(&o, "memory", "off", &e), "");
	ck_assert(!o.memory);
	ck_assert_str_eq(set(&o, "strict", "on", &e), "");
	ck_assert(o.strict);
	ck_assert_str_eq(set(&o, "strict", "yes", &e),
			 "'strict' is 'on' or 'off', not 'yes'");
	ck_assert_str_eq(set(&o, "strict", "", &e),
			 "'strict' is 'on' or 'off', not ''");
	ck_assert(o.strict);
	options_release(&o);
	buf_release(&e);
}
END_TEST

START_TEST(choices)
{
	struct options o;
	struct buf e = { 0 };

	options_init(&o);
	ck_assert_str_eq(set(&o, "dump", "ir", &e), "");
	ck_assert_str_eq(o.dump, "ir");
	ck_assert_str_eq(set(&o, "dump", "bodies", &e), "");
	ck_assert_str_eq(o.dump, "bodies");
	ck_assert_str_eq(set(&o, "dump", "sum", &e),
			 "'dump' is one of 'ir|contracts|summaries|bodies', "
			 "not 'sum'");
	ck_assert_str_eq(o.dump, "bodies");
	options_release(&o);
	buf_release(&e);
}
END_TEST

START_TEST(numbers)
{
	struct options o;
	struct buf e = { 0 };
	static const char *const wrong[] = { "0", "4097", "-1", "x", "",
		" 1", "1 ", "+1", "0x10", "99999999999999999999" };
	size_t i;

	options_init(&o);
	ck_assert_str_eq(set(&o, "max-states", "1", &e), "");
	ck_assert_int_eq(o.max_states, 1);
	ck_assert_str_eq(set(&o, "max-states", "4096", &e), "");
	ck_assert_int_eq(o.max_states, 4096);
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		set(&o, "max-states", wrong[i], &e);
		ck_assert_ptr_nonnull(strstr(buf_str(&e),
			"'max-states' is a number from 1 to 4096, not '"));
	}
	ck_assert_str_eq(set(&o, "max-states", NULL, &e),
			 "'max-states' is a number from 1 to 4096");
	ck_assert_int_eq(o.max_states, 4096);
	options_release(&o);
	buf_release(&e);
}
END_TEST

START_TEST(texts_and_the_last_counts)
{
	struct options o;
	struct buf e = { 0 };
	char value[] = "3.11";

	options_init(&o);
	ck_assert_str_eq(set(&o, "python", "3.9", &e), "");
	ck_assert_str_eq(set(&o, "python", value, &e), "");
	value[0] = 'x';
	ck_assert_str_eq(o.python, "3.11");
	ck_assert_str_eq(set(&o, "python", NULL, &e),
			 "'python' needs a value: 'python=X.Y[-X.Y]'");
	ck_assert_str_eq(set(&o, "python", "", &e),
			 "'python' needs a value: 'python=X.Y[-X.Y]'");
	options_release(&o);
	buf_release(&e);
}
END_TEST

START_TEST(lists_add_up)
{
	struct options o;
	struct buf e = { 0 };

	options_init(&o);
	ck_assert_str_eq(set(&o, "enable", "a,bc", &e), "");
	ck_assert_str_eq(set(&o, "enable", "d", &e), "");
	ck_assert_uint_eq(o.enable.items.n, 3);
	ck_assert_str_eq(o.enable.items.v[0], "a");
	ck_assert_str_eq(o.enable.items.v[1], "bc");
	ck_assert_str_eq(o.enable.items.v[2], "d");
	ck_assert_str_eq(set(&o, "enable", "a,,b", &e),
			 "'enable=a,,b' has an empty part");
	ck_assert_str_eq(set(&o, "enable", ",a", &e),
			 "'enable=,a' has an empty part");
	ck_assert_str_eq(set(&o, "enable", "a,", &e),
			 "'enable=a,' has an empty part");
	ck_assert_str_eq(set(&o, "enable", NULL, &e),
			 "'enable' needs a value: 'enable=NAME,...'");
	ck_assert_uint_eq(o.enable.items.n, 3);
	options_release(&o);
	buf_release(&e);
}
END_TEST

START_TEST(werror_alone_means_all)
{
	struct options o;
	struct buf e = { 0 };

	options_init(&o);
	ck_assert_str_eq(set(&o, "Werror", NULL, &e), "");
	ck_assert_uint_eq(o.werror.items.n, 1);
	ck_assert_str_eq(o.werror.items.v[0], "all");
	options_release(&o);
	buf_release(&e);
}
END_TEST

START_TEST(unknown_keys_are_guessed)
{
	struct options o;
	struct buf e = { 0 };

	options_init(&o);
	ck_assert_str_eq(set(&o, "strct", NULL, &e),
			 "unknown option 'strct'; did you mean 'strict'?");
	ck_assert_str_eq(set(&o, "max-state", "3", &e), "unknown option "
			 "'max-state'; did you mean 'max-states'?");
	ck_assert_str_eq(set(&o, "nonsense-beyond-help", NULL, &e),
			 "unknown option 'nonsense-beyond-help'; "
			 "'help' lists all");
	ck_assert_str_eq(set(&o, "", NULL, &e),
			 "unknown option ''; 'help' lists all");
	options_release(&o);
	buf_release(&e);
}
END_TEST

START_TEST(help_lists_every_key)
{
	struct buf b = { 0 };

	options_help("-fplugin-arg-pyrefcheck-", &b);
#define HAS(key, rest) ck_assert_ptr_nonnull(strstr(buf_str(&b), \
	"  -fplugin-arg-pyrefcheck-" key rest));
#define OPTION_FLAG(id, key, def, help) HAS(key, "[=on|off]\n        " help)
#define OPTION_INT(id, key, def, min, max, help) HAS(key, "=N\n        " help)
#define OPTION_TEXT(id, key, value, help) HAS(key, "=" value "\n        " help)
#define OPTION_LIST(id, key, value, help) HAS(key, "=" value "\n        " help)
#include "base/option.def"
#undef OPTION_FLAG
#undef OPTION_INT
#undef OPTION_TEXT
#undef OPTION_LIST
#undef HAS
	buf_release(&b);
}
END_TEST

static Suite *option_suite(void)
{
	Suite *s = suite_create("option");
	TCase *t = tcase_create("option");

	tcase_add_test(t, every_option_has_its_default);
	tcase_add_test(t, keys_are_unique);
	tcase_add_test(t, flags);
	tcase_add_test(t, choices);
	tcase_add_test(t, numbers);
	tcase_add_test(t, texts_and_the_last_counts);
	tcase_add_test(t, lists_add_up);
	tcase_add_test(t, werror_alone_means_all);
	tcase_add_test(t, unknown_keys_are_guessed);
	tcase_add_test(t, help_lists_every_key);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(option_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
