/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Laws of the domain on generated values: a model gives each symbol a number;
 * what is true of the numbers may never be refused, never leaves the ranges,
 * and every answer agrees with them.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/state.h"

enum { ROUNDS = 10000, N_BASE = 5, N_ALL = 14, SEED = 20240611 };

struct model {
	uint64_t random;
	struct state_pool pool;
	struct state *s;
	sid x[N_ALL];
	int64_t v[N_ALL];
	unsigned n;
};

static unsigned draw(struct model *m, unsigned below)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return (unsigned) (m->random >> 20) % below;
}

static bool holds(int64_t a, enum cmp c, int64_t b, bool is_unsigned)
{
	bool less = is_unsigned ? (uint64_t) a < (uint64_t) b : a < b;

	switch (c) {
	case CMP_EQ: return a == b;
	case CMP_NE: return a != b;
	case CMP_LT: return less;
	case CMP_LE: return less || a == b;
	case CMP_GT: return !less && a != b;
	case CMP_GE: return !less;
	case CMP_OTHER: break;
	}
	return false;
}

static void add(struct model *m, sid x, int64_t v)
{
	m->x[m->n] = x;
	m->v[m->n++] = v;
}

/* Unknown numbers, and others that were computed from them. */
static void build(struct model *m)
{
	m->s = state_new(&m->pool);
	m->n = 0;
	while (m->n < N_BASE)
		add(m, state_sym(m->s), (int64_t) draw(m, 9) - 3);
	while (m->n < N_ALL) {
		unsigned a = draw(m, m->n), b = draw(m, m->n);
		int64_t k = (int64_t) draw(m, 7) - 3;
		enum cmp c = (enum cmp) draw(m, 6);
		struct expr e = { .op = EXPR_ADD, .a = m->x[a], .k = k };
		int64_t v = m->v[a] + k;

		if (draw(m, 3)) {
			bool two = draw(m, 2);

			e.op = EXPR_CMP;
			e.code = (uint8_t) c;
			e.b = two ? m->x[b] : 0;
			if (two)
				e.k = 0;
			v = holds(m->v[a], c, two ? m->v[b] : k, false);
		}
		add(m, state_expr(m->s, e), v);
	}
}

static void drop(struct model *m)
{
	state_free(&m->pool, m->s);
}

/* Every number is where its symbol says. */
static void contains(const struct model *m, unsigned round)
{
	unsigned i;

	for (i = 0; i < m->n; i++) {
		const struct sym *y = sym_get(m->s, m->x[i]);

		ck_assert_msg(y->lo <= m->v[i] && m->v[i] <= y->hi
			      && (m->v[i] || !y->nonzero),
			      "round %u: %lld left [%lld, %lld]", round,
			      (long long) m->v[i], (long long) y->lo,
			      (long long) y->hi);
	}
}

/* One fact that is true in the model; whether it was taken. */
static bool tell_truth(struct model *m)
{
	unsigned a = draw(m, m->n), b = draw(m, m->n);
	int64_t k = (int64_t) draw(m, 9) - 3;
	bool two = draw(m, 2), is_unsigned = !draw(m, 3);
	enum cmp c = (enum cmp) draw(m, 6);

	if (!holds(m->v[a], c, two ? m->v[b] : k, is_unsigned))
		c = cmp_negate(c);
	return two ? state_assume(m->s, m->x[a], c, m->x[b], is_unsigned)
		: state_assume_const(m->s, m->x[a], c, k, is_unsigned);
}

START_TEST(the_truth_is_never_refused_and_narrows)
{
	struct model m = { .random = SEED };
	unsigned round, i, j;

	for (round = 0; round < ROUNDS; round++) {
		build(&m);
		for (i = 0; i < 8; i++) {
			struct state *old = state_copy(&m.pool, m.s);

			ck_assert_msg(tell_truth(&m), "round %u, seed %u: "
				      "a true fact is refused", round, SEED);
			contains(&m, round);
			for (j = 0; j < m.n; j++) {
				const struct sym *x = sym_get(old, m.x[j]);
				const struct sym *y = sym_get(m.s, m.x[j]);

				ck_assert(y->lo >= x->lo && y->hi <= x->hi);
				ck_assert(y->nonzero || !x->nonzero);
			}
			state_free(&m.pool, old);
		}
		drop(&m);
	}
	state_pool_release(&m.pool);
}
END_TEST

START_TEST(answers_agree_with_the_numbers)
{
	struct model m = { .random = SEED + 1 };
	unsigned round, i, decided = 0;

	for (round = 0; round < ROUNDS; round++) {
		build(&m);
		for (i = 0; i < 6; i++)
			ck_assert(tell_truth(&m));
		for (i = 0; i < 30; i++) {
			unsigned a = draw(&m, m.n), b = draw(&m, m.n);
			enum cmp c = (enum cmp) draw(&m, 6);
			bool is_unsigned = !draw(&m, 3);
			int known = state_compare(m.s, m.x[a], c, m.x[b],
						  is_unsigned);

			decided += known >= 0;
			ck_assert_msg(known < 0 || known
				      == holds(m.v[a], c, m.v[b], is_unsigned),
				      "round %u, seed %u: %lld %s %lld is "
				      "answered %d", round, SEED + 1,
				      (long long) m.v[a], cmp_name(c),
				      (long long) m.v[b], known);
		}
		drop(&m);
	}
	ck_assert_uint_gt(decided, ROUNDS);
	state_pool_release(&m.pool);
}
END_TEST

START_TEST(what_was_assumed_is_answered)
{
	struct model m = { .random = SEED + 2 };
	unsigned round;

	for (round = 0; round < ROUNDS; round++) {
		unsigned a, b;
		enum cmp c;

		build(&m);
		a = draw(&m, N_BASE);
		b = (a + 1 + draw(&m, N_BASE - 1)) % N_BASE;
		c = (enum cmp) draw(&m, 6);
		if (state_assume(m.s, m.x[a], c, m.x[b], false))
			ck_assert_int_eq(state_compare(m.s, m.x[a], c, m.x[b],
						       false), 1);
		drop(&m);
	}
	state_pool_release(&m.pool);
}
END_TEST

/* -------------------------------------------------------- normal form */

static bool is_even(vid v, void *data)
{
	(void) data;
	return !(v & 1);
}


START_TEST(normal_form_is_stable)
{
	struct live_query q = { .live = is_even };
	struct model m = { .random = SEED + 3 };
	unsigned round, i;

	for (round = 0; round < ROUNDS; round++) {
		struct state *again;
		uint64_t h;

		build(&m);
		for (i = 0; i < 4; i++)
			ck_assert(tell_truth(&m));
		for (i = 0; i < m.n; i++)
			env_set(m.s, i + 1, m.x[i]);
		state_normalize(&m.pool, m.s, &q);
		h = state_hash(m.s);
		again = state_copy(&m.pool, m.s);
		ck_assert_uint_eq(state_hash(again), h);
		state_normalize(&m.pool, again, &q);
		ck_assert_msg(state_hash(again) == h,
			      "round %u: not idempotent", round);
		ck_assert_uint_eq(again->syms.n, m.s->syms.n);
		/* What is live is where it was. */
		for (i = 1; i < m.n; i += 2) {
			const struct sym *y = sym_get(m.s, env_get(m.s,
								   i + 1));

			ck_assert_uint_ne(env_get(m.s, i + 1), 0);
			ck_assert(y->lo <= m.v[i] && m.v[i] <= y->hi);
		}
		state_free(&m.pool, again);
		drop(&m);
	}
	state_pool_release(&m.pool);
}
END_TEST

/* Symbols made in another order, and dead ones between them, leave the same
 * state. */
START_TEST(normal_form_forgets_the_order)
{
	struct live_query q = { .live = is_even };
	struct model m = { .random = SEED + 4 };
	unsigned round, i;

	for (round = 0; round < ROUNDS; round++) {
		struct state *s[2];
		int64_t lo[4], hi[4];
		unsigned k;

		for (i = 0; i < 4; i++) {
			lo[i] = draw(&m, 5);
			hi[i] = lo[i] + draw(&m, 3);
		}
		for (k = 0; k < 2; k++) {
			s[k] = state_new(&m.pool);
			for (i = 0; i < 4; i++) {
				unsigned j = k ? 3 - i : i;

				if (draw(&m, 2))
					env_set(s[k], 2 * j + 3,
						state_number(s[k], 7, 9));
				env_set(s[k], 2 * j + 2,
					state_number(s[k], lo[j], hi[j]));
			}
			state_normalize(&m.pool, s[k], &q);
		}
		ck_assert_msg(state_hash(s[0]) == state_hash(s[1]),
			      "round %u: order tells", round);
		state_free(&m.pool, s[0]);
		state_free(&m.pool, s[1]);
	}
	state_pool_release(&m.pool);
}
END_TEST

static Suite *domain_suite(void)
{
	Suite *s = suite_create("domain");
	TCase *t = tcase_create("laws");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, the_truth_is_never_refused_and_narrows);
	tcase_add_test(t, answers_agree_with_the_numbers);
	tcase_add_test(t, what_was_assumed_is_answered);
	tcase_add_test(t, normal_form_is_stable);
	tcase_add_test(t, normal_form_forgets_the_order);
	suite_add_tcase(s, t);
	return s;
}

int main(void)
{
	SRunner *sr = srunner_create(domain_suite());
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
