/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base layer: memory, arrays, maps, names, text, places. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

/* -------------------------------------------------------------- arena */

START_TEST(arena_memory_is_zeroed_and_aligned)
{
	struct arena a = { 0 };
	size_t size, i;

	for (size = 0; size < 200; size++) {
		unsigned char *p = arena_alloc(&a, size);

		ck_assert_uint_eq((uintptr_t) p % 16, 0);
		for (i = 0; i < size; i++)
			ck_assert_uint_eq(p[i], 0);
		memset(p, 0xff, size);
	}
	arena_release(&a);
	ck_assert_ptr_null(a.chunk);
}
END_TEST

START_TEST(arena_serves_sizes_beyond_a_chunk)
{
	struct arena a = { 0 };
	char *small = arena_strdup(&a, "small");
	char *big = arena_alloc(&a, 1000000);

	memset(big, 1, 1000000);
	ck_assert_str_eq(small, "small");
	ck_assert_uint_ge(a.allocated, 1000000);
	arena_release(&a);
}
END_TEST

START_TEST(arena_reset_makes_memory_zero_again)
{
	struct arena a = { 0 };
	char *p = arena_alloc(&a, 64);

	memset(p, 1, 64);
	arena_alloc(&a, 1000000);
	arena_reset(&a);
	ck_assert_uint_eq(a.allocated, 0);
	p = arena_alloc(&a, 64);
	ck_assert_int_eq(p[0], 0);
	ck_assert_int_eq(p[63], 0);
	arena_release(&a);
}
END_TEST

START_TEST(arena_copies)
{
	struct arena a = { 0 };
	int numbers[] = { 1, 2, 3 };
	int *copy = arena_memdup(&a, numbers, sizeof(numbers));

	ck_assert_int_eq(copy[2], 3);
	ck_assert_str_eq(arena_strndup(&a, "abcdef", 3), "abc");
	ck_assert_str_eq(arena_printf(&a, "%d-%s", 42, "x"), "42-x");
	arena_release(&a);
}
END_TEST

/* ------------------------------------------------------------ vec, map */

START_TEST(vec_grows_and_keeps)
{
	VEC (uint32_t) v = { 0 };
	uint32_t i;

	for (i = 0; i < 10000; i++)
		vec_push(&v, i * 3);
	ck_assert_uint_eq(v.n, 10000);
	for (i = 0; i < v.n; i++)
		ck_assert_uint_eq(v.v[i], i * 3);
	vec_release(&v);
	ck_assert_uint_eq(v.n, 0);
	ck_assert_ptr_null(v.v);
}
END_TEST

START_TEST(map_of_nothing_has_nothing)
{
	struct map m = { 0 };

	ck_assert_ptr_null(map_get(&m, 0));
	ck_assert(!map_has(&m, 0));
	map_release(&m);
}
END_TEST

START_TEST(map_keeps_insertion_order)
{
	struct map m = { 0 };
	uint64_t i;

	for (i = 0; i < 5000; i++)
		map_set(&m, (i * 0x9e3779b97f4a7c15u), (void *) (i + 1));
	ck_assert_uint_eq(m.n, 5000);
	for (i = 0; i < 5000; i++) {
		ck_assert_uint_eq(m.slots[i].key, i * 0x9e3779b97f4a7c15u);
		ck_assert_ptr_eq(map_get(&m, m.slots[i].key),
				 (void *) (i + 1));
	}
	ck_assert(!map_has(&m, 17));
	map_release(&m);
}
END_TEST

START_TEST(map_set_replaces)
{
	struct map m = { 0 };
	int a, b;

	map_set(&m, 7, &a);
	map_set(&m, 7, &b);
	ck_assert_uint_eq(m.n, 1);
	ck_assert_ptr_eq(map_get(&m, 7), &b);
	map_set(&m, 7, NULL);
	ck_assert(map_has(&m, 7));
	ck_assert_ptr_null(map_get(&m, 7));
	map_release(&m);
}
END_TEST

START_TEST(hash_tells_bytes_lengths_and_seeds_apart)
{
	const char *s = "0123456789abcdef";

	ck_assert_uint_eq(hash_bytes(s, 16, 1), hash_bytes(s, 16, 1));
	ck_assert_uint_ne(hash_bytes(s, 16, 1), hash_bytes(s, 16, 2));
	ck_assert_uint_ne(hash_bytes(s, 15, 1), hash_bytes(s, 16, 1));
	ck_assert_uint_ne(hash_bytes(s, 8, 1), hash_bytes(s + 8, 8, 1));
}
END_TEST

/* ------------------------------------------------------------- intern */

START_TEST(equal_strings_are_one_pointer)
{
	struct interns t = { 0 };
	char name[] = "name";
	const char *first = intern(&t, name);

	name[0] = 'g';
	ck_assert_str_eq(first, "name");
	ck_assert_ptr_eq(intern(&t, "name"), first);
	ck_assert_ptr_eq(intern_n(&t, "names", 4), first);
	ck_assert_ptr_ne(intern(&t, "names"), first);
	ck_assert_ptr_ne(intern(&t, ""), first);
	ck_assert_ptr_eq(intern(&t, ""), intern_n(&t, "x", 0));
	interns_release(&t);
}
END_TEST

START_TEST(interned_strings_survive_growth)
{
	struct interns t = { 0 };
	struct arena a = { 0 };
	const char *kept[2000];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kept); i++)
		kept[i] = intern(&t, arena_printf(&a, "name%zu", i));
	for (i = 0; i < ARRAY_SIZE(kept); i++)
		ck_assert_ptr_eq(intern(&t, arena_printf(&a, "name%zu", i)),
				 kept[i]);
	ck_assert_uint_eq(t.n, ARRAY_SIZE(kept));
	interns_release(&t);
	arena_release(&a);
}
END_TEST

/* ---------------------------------------------------------- buf, loc */

START_TEST(buf_collects)
{
	struct buf b = { 0 };
	int i;

	ck_assert_str_eq(buf_str(&b), "");
	buf_add(&b, "a");
	buf_addc(&b, 'b');
	buf_addn(&b, "cdef", 2);
	buf_addf(&b, "%d%s", 7, "!");
	ck_assert_str_eq(buf_str(&b), "abcd7!");
	buf_clear(&b);
	ck_assert_str_eq(buf_str(&b), "");
	for (i = 0; i < 3000; i++)
		buf_addf(&b, "%d,", i % 10);
	ck_assert_uint_eq(b.len, 6000);
	ck_assert_uint_eq(strlen(buf_str(&b)), 6000);
	buf_release(&b);
	ck_assert_str_eq(buf_str(&b), "");
}
END_TEST

START_TEST(buf_quotes_any_byte)
{
	struct buf b = { 0 };

	buf_add_quoted(&b, "a\"\\\n\0001\377", 7);
	ck_assert_str_eq(buf_str(&b), "\"a\\\"\\\\\\012\\0001\\377\"");
	buf_release(&b);
}
END_TEST

START_TEST(locations_are_ordered)
{
	struct loc a = { "a.c", 3, 4, 0 }, b = { "b.c", 1, 1, 0 };
	struct loc later = { "a.c", 3, 5, 0 }, below = { "a.c", 4, 1, 0 };
	struct loc unknown = { 0 };

	ck_assert_int_eq(loc_compare(a, a), 0);
	ck_assert_int_lt(loc_compare(a, b), 0);
	ck_assert_int_gt(loc_compare(b, a), 0);
	ck_assert_int_lt(loc_compare(a, later), 0);
	ck_assert_int_lt(loc_compare(later, below), 0);
	ck_assert_int_lt(loc_compare(unknown, a), 0);
	ck_assert(loc_known(a));
	ck_assert(!loc_known(unknown));
}
END_TEST

static Suite *base_suite(void)
{
	Suite *s = suite_create("base");
	TCase *t = tcase_create("base");

	tcase_add_test(t, arena_memory_is_zeroed_and_aligned);
	tcase_add_test(t, arena_serves_sizes_beyond_a_chunk);
	tcase_add_test(t, arena_reset_makes_memory_zero_again);
	tcase_add_test(t, arena_copies);
	tcase_add_test(t, vec_grows_and_keeps);
	tcase_add_test(t, map_of_nothing_has_nothing);
	tcase_add_test(t, map_keeps_insertion_order);
	tcase_add_test(t, map_set_replaces);
	tcase_add_test(t, hash_tells_bytes_lengths_and_seeds_apart);
	tcase_add_test(t, equal_strings_are_one_pointer);
	tcase_add_test(t, interned_strings_survive_growth);
	tcase_add_test(t, buf_collects);
	tcase_add_test(t, buf_quotes_any_byte);
	tcase_add_test(t, locations_are_ordered);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(base_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
