/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What branches and outcomes teach: ranges, relations, and how they spread
 * through the expressions that computed a value.
 *
 * Everything here narrows.  A contradiction makes the state infeasible; a
 * fact that has no word here is simply not kept.
 */
#include "domain/state.h"

#include <limits.h>

/* How deep a fact spreads through expressions. */
#define SPREAD_DEPTH 8

bool sym_is_null(const struct state *s, sid x)
{
	return x && s->syms.v[x].lo == 0 && s->syms.v[x].hi == 0;
}

bool sym_is_null_based(const struct state *s, sid x)
{
	const struct addr *a = &s->syms.v[x].addr;

	return sym_is_null(s, x) || (x && a->kind == REGION_SYM
				     && sym_is_null(s, a->id));
}

bool sym_is_nonnull(const struct state *s, sid x)
{
	const struct sym *y = &s->syms.v[x];

	return x && (y->nonzero || y->lo > 0 || y->hi < 0);
}

bool sym_constant(const struct state *s, sid x, int64_t *value)
{
	const struct sym *y = &s->syms.v[x];

	if (!x || y->lo != y->hi)
		return false;
	*value = y->lo;
	return true;
}

/* Tightens the ends onto the hole at zero; false when nothing is left. */
static bool sym_settle(struct sym *y)
{
	if (y->not_minus_one && y->lo == -1)
		y->lo = 0;
	if (y->nonzero && y->lo == 0)
		y->lo = 1;
	if (y->nonzero && y->hi == 0)
		y->hi = -1;
	if (y->not_minus_one && y->hi == -1)
		y->hi = -2;
	return y->lo <= y->hi;
}

static bool narrow(struct state *s, sid x, int64_t lo, int64_t hi,
		   unsigned depth);
static bool relate(struct state *s, sid a, enum cmp c, sid b,
		   bool is_unsigned, unsigned depth);
static bool exclude(struct state *s, sid x, int64_t k, unsigned depth);
static bool relate_const(struct state *s, sid a, enum cmp c, int64_t k,
			 bool is_unsigned, unsigned depth);
/* The comparison that X was computed from is now decided. */
static bool spread_cmp(struct state *s, const struct expr *e, bool truth,
		       unsigned depth)
{
	enum cmp c = truth ? e->code : cmp_negate(e->code);

	if (e->b)
		return relate(s, e->a, c, e->b, e->is_unsigned, depth);
	return relate_const(s, e->a, c, e->k, e->is_unsigned, depth);
}

/* The greatest number up to HI that has no bit of MASK: where the highest bit
 * that they share is missing, the lower ones can be all that are left. */
static int64_t most_without(int64_t hi, int64_t mask)
{
	uint64_t shared = (uint64_t) hi & (uint64_t) mask, bit = 1;

	if (hi < 0 || !shared)
		return hi;
	while (shared >>= 1)
		bit <<= 1;
	return (int64_t) (((uint64_t) hi & ~(2 * bit - 1))
			  | (~(uint64_t) mask & (bit - 1)));
}

/* X = a & b, a | b of truth values, !a. */
static bool spread_logic(struct state *s, const struct expr *e, bool truth,
			 unsigned depth)
{
	bool both = (e->code == OP_AND && truth)
		|| (e->code == OP_OR && !truth);

	if (e->code == OP_AND && !truth && !e->b)
		return narrow(s, e->a, e->k < 0 ? 0 : INT64_MIN,
			      most_without(s->syms.v[e->a].hi, e->k), depth);
	/* (a >> k) == 0: no bit from k on. */
	if (e->code == OP_SHR && !truth && !e->b && e->k >= 0 && e->k < 62)
		return narrow(s, e->a, 0, ((int64_t) 1 << e->k) - 1, depth);
	if (!both)
		return true;
	/* a & b is nonzero only when both are; a | b is zero likewise. */
	if (!relate_const(s, e->a, truth ? CMP_NE : CMP_EQ, 0, false, depth))
		return false;
	return !e->b || relate_const(s, e->b, truth ? CMP_NE : CMP_EQ, 0,
				     false, depth);
}

static int64_t saturating_sub(int64_t a, int64_t b)
{
	int64_t r;

	if (__builtin_sub_overflow(a, b, &r))
		return b > 0 ? INT64_MIN : INT64_MAX;
	return r;
}

/* An end of a range less K; one that is open stays so. */
static int64_t end_less(int64_t end, int64_t k)
{
	return end == INT64_MIN || end == INT64_MAX ? end
		: saturating_sub(end, k);
}

/* An unsigned number that its signed type can hold was that number. */
static bool spread_cast(struct state *s, const struct expr *e,
			const struct sym *y, unsigned depth)
{
	const struct sym *from = &s->syms.v[e->a];
	int64_t max;

	if (!(e->k & 1) || e->k < 2 || e->k >= 16 || y->lo < 0)
		return true;
	max = ((int64_t) 1 << (e->k / 2 * 8 - 1)) - 1;
	if (y->hi > max || from->lo < -max - 1 || from->hi > max)
		return true;
	return narrow(s, e->a, y->lo, y->hi, depth);
}

/* X = a + k, where k wraps: a - less, within a's unsigned type. */
static bool spread_wrapped(struct state *s, sid x, unsigned depth)
{
	struct expr e = s->syms.v[x].expr;
	struct sym y = s->syms.v[x];
	int64_t past = e.k < 0x100 ? 0x100 : e.k < 0x10000 ? 0x10000
		: INT64_C(0x100000000);
	int64_t less = past - e.k, k;
	const struct sym *from = &s->syms.v[e.a];

	if (y.lo < 0 || y.hi >= past)
		return true;
	if (y.hi + less < past)
		return narrow(s, e.a, y.lo + less, y.hi + less, depth);
	if (y.hi != past - 1 || from->lo < 0 || from->hi >= past)
		return true;
	/* Anything but LESS and the next ones. */
	if (from->lo >= less)
		return narrow(s, e.a, less + y.lo, from->hi, depth);
	if (from->hi < less + y.lo)
		return narrow(s, e.a, from->lo, less - 1, depth);
	for (k = less; y.lo <= 16 && k < less + y.lo; k++)
		if (!exclude(s, e.a, k, depth))
			return false;
	return true;
}

static bool spread(struct state *s, sid x, unsigned depth)
{
	struct expr e = s->syms.v[x].expr;
	const struct sym *y = &s->syms.v[x];

	if (e.op == EXPR_NONE || depth >= SPREAD_DEPTH)
		return true;
	if (e.op == EXPR_ADD)
		return narrow(s, e.a, end_less(y->lo, e.k),
			      end_less(y->hi, e.k), depth + 1);
	if (e.op == EXPR_CAST && !spread_cast(s, &e, y, depth + 1))
		return false;
	if (e.op == EXPR_BIN && e.code == OP_ADD && !e.b)
		return spread_wrapped(s, x, depth + 1);
	y = &s->syms.v[x];
	if (e.op == EXPR_CAST && y->nonzero)
		return relate_const(s, e.a, CMP_NE, 0, false, depth + 1);
	if (!sym_is_null(s, x) && !sym_is_nonnull(s, x))
		return true;
	if (e.op == EXPR_CMP)
		return spread_cmp(s, &e, sym_is_nonnull(s, x), depth + 1);
	if (e.op == EXPR_BIN)
		return spread_logic(s, &e, sym_is_nonnull(s, x), depth + 1);
	return true;
}

/* (x C y) holds, and X's range has become narrower. */
static bool spread_order(struct state *s, sid x, enum cmp c, sid y,
			 unsigned depth)
{
	int64_t lo = s->syms.v[x].lo, hi = s->syms.v[x].hi;

	switch (c) {
	case CMP_EQ:
		return narrow(s, y, lo, hi, depth);
	case CMP_NE:
		return lo != hi || exclude(s, y, lo, depth);
	case CMP_LT: case CMP_LE:
		return narrow(s, y, c == CMP_LT && lo != INT64_MAX ? lo + 1
			      : lo, INT64_MAX, depth);
	case CMP_GT: case CMP_GE:
		return narrow(s, y, INT64_MIN, c == CMP_GT && hi != INT64_MIN
			      ? hi - 1 : hi, depth);
	case CMP_OTHER:
		break;
	}
	return true;
}

/* What X was compared with before gets to know of its new range. */
static bool spread_relations(struct state *s, sid x, unsigned depth)
{
	uint32_t i;

	if (depth >= SPREAD_DEPTH)
		return true;
	for (i = 0; i < s->relations.n; i++) {
		struct relation r = s->relations.v[i];
		sid y = r.a == x ? r.b : r.a;
		bool is_order = r.cmp != CMP_EQ && r.cmp != CMP_NE;

		if ((r.a != x && r.b != x)
		    || (is_order && r.is_unsigned
			&& (s->syms.v[x].lo < 0 || s->syms.v[y].lo < 0)))
			continue;
		if (!spread_order(s, x, r.a == x ? r.cmp : cmp_swap(r.cmp), y,
				  depth + 1))
			return false;
	}
	return true;
}

static void note_doubt(struct state *s, const struct sym *y)
{
	if (!y->may_raise || (y->may_raise == 1 ? y->hi > 0 : y->hi >= 0))
		return;
	if (s->exc.state == EXC_CLEAR || s->exc.state == EXC_ENTRY)
		s->exc.state = EXC_UNKNOWN;
}

static bool has_hole(const struct state *s, sid x, int64_t k)
{
	uint32_t i;

	for (i = 0; i < s->holes.n; i++)
		if (s->holes.v[i].x == x && s->holes.v[i].k == k)
			return true;
	return false;
}

/* Ends that came to stand on a hole move on; false when nothing is left. */
static bool leave_holes(struct state *s, sid x)
{
	struct sym *y = &s->syms.v[x];

	while (s->holes.n && y->lo <= y->hi && has_hole(s, x, y->lo))
		y->lo++;
	while (s->holes.n && y->lo <= y->hi && has_hole(s, x, y->hi))
		y->hi--;
	return sym_settle(y);
}

static bool narrow(struct state *s, sid x, int64_t lo, int64_t hi,
		   unsigned depth)
{
	struct sym *y = &s->syms.v[x];
	bool changed = lo > y->lo || hi < y->hi;

	if (!changed)
		return y->lo <= y->hi;
	if (lo > y->lo)
		y->lo = lo;
	if (hi < y->hi)
		y->hi = hi;
	if (!sym_settle(y) || !leave_holes(s, x))
		return false;
	note_doubt(s, y);
	return spread_relations(s, x, depth) && spread(s, x, depth);
}

/* What X is not, that of which it was computed is not. */
static bool spread_hole(struct state *s, sid x, int64_t k, unsigned depth)
{
	struct expr e = s->syms.v[x].expr;
	const struct sym *from = &s->syms.v[e.a];
	int64_t max, was;

	if (depth >= SPREAD_DEPTH)
		return true;
	if (e.op == EXPR_ADD)
		return __builtin_sub_overflow(k, e.k, &was)
			|| exclude(s, e.a, was, depth + 1);
	if (e.op != EXPR_CAST || e.k < 2 || e.k >= 16)
		return true;
	max = ((int64_t) 1 << (e.k / 2 * 8 - 1)) - 1;
	if (k < 0 || k > max || from->lo < -max - 1 || from->hi > max)
		return true;
	return exclude(s, e.a, k, depth + 1);
}

static bool exclude(struct state *s, sid x, int64_t k, unsigned depth)
{
	struct sym *y = &s->syms.v[x];
	bool was_nonzero = y->nonzero;
	int64_t lo = y->lo, hi = y->hi;
	struct hole h = { .x = x, .k = k };

	if (k == 0)
		y->nonzero = true;
	if (k == -1)
		y->not_minus_one = true;
	if (y->lo == k && y->lo != INT64_MAX)
		y->lo++;
	else if (y->lo == k)
		return false;
	if (y->hi == k && y->hi != INT64_MIN)
		y->hi--;
	else if (y->hi == k)
		return false;
	if (!sym_settle(y) || !leave_holes(s, x))
		return false;
	if ((y->lo != lo || y->hi != hi) && !spread_relations(s, x, depth))
		return false;
	y = &s->syms.v[x];
	if (k > y->lo && k < y->hi && k != 0 && k != -1
	    && !has_hole(s, x, k)) {
		vec_push(&s->holes, h);
		return spread_hole(s, x, k, depth);
	}
	return (k == 0 && !was_nonzero) ? spread(s, x, depth)
		: y->lo == y->hi ? spread(s, x, depth) : true;
}

static bool relate_const(struct state *s, sid a, enum cmp c, int64_t k,
			 bool is_unsigned, unsigned depth)
{
	const struct sym *y = &s->syms.v[a];

	/* An unsigned order is the signed one where both sides are known to
	 * be non-negative, and tells a little for small bounds. */
	if (is_unsigned && c != CMP_EQ && c != CMP_NE) {
		if (k == 0 && c == CMP_GT)
			return exclude(s, a, 0, depth);
		if (k == 0 && c == CMP_LE)
			return narrow(s, a, 0, 0, depth);
		if (k >= 0 && (c == CMP_LT || c == CMP_LE))
			return narrow(s, a, 0, c == CMP_LT ? k - 1 : k, depth);
		if (y->lo < 0 || k < 0)
			return true;
	}
	switch (c) {
	case CMP_EQ:
		if ((k == 0 && y->nonzero) || (k == -1 && y->not_minus_one)
		    || has_hole(s, a, k))
			return false;
		return narrow(s, a, k, k, depth);
	case CMP_NE:
		return exclude(s, a, k, depth);
	case CMP_LT:
		return k != INT64_MIN && narrow(s, a, INT64_MIN, k - 1, depth);
	case CMP_LE:
		return narrow(s, a, INT64_MIN, k, depth);
	case CMP_GT:
		return k != INT64_MAX && narrow(s, a, k + 1, INT64_MAX, depth);
	case CMP_GE:
		return narrow(s, a, k, INT64_MAX, depth);
	case CMP_OTHER:
		break;
	}
	return true;
}

/* Thing T is the static one: its references count there. */
static void is_static(struct state *s, tid fixed, tid t)
{
	struct thing *x = &s->things.v[t];

	if (fixed == t)
		return;
	if (fixed && x->refs > 0)
		s->things.v[fixed].refs += x->refs;
	x->refs = 0;
	x->immortal = true;
}

/* Is X a new reference, and Y another object that it may turn out to be? */
static bool new_and_other(const struct state *s, const struct sym *x,
			  const struct sym *y)
{
	const struct thing *t = &s->things.v[x->thing];
	const struct thing *o = &s->things.v[y->thing];

	return x->thing && y->thing && x->thing != y->thing
		&& t->birth == BIRTH_NEW && t->refs > 0
		&& o->birth != BIRTH_STATIC && !o->immortal && !t->immortal;
}

/* What was just made is no object that was there before.  That it is one is
 * the way in which there is nothing to tell. */
static bool made_and_other(const struct state *s, const struct sym *x,
			   const struct sym *y)
{
	const struct thing *t = &s->things.v[x->thing];

	return new_and_other(s, x, y) && (t->fresh || t->made || t->family);
}

/* Two symbols turned out equal: each gets the other's range. */
static bool unite(struct state *s, sid a, sid b, unsigned depth)
{
	struct sym x = s->syms.v[a], y = s->syms.v[b];
	uint32_t i, n = s->holes.n;

	/* What turned out to be None or its like need not be counted. */
	if (x.addr.kind == REGION_GLOBAL && y.thing)
		is_static(s, x.thing, y.thing);
	if (y.addr.kind == REGION_GLOBAL && x.thing)
		is_static(s, y.thing, x.thing);
	/* Two owners of one object: whose the reference is only the code
	 * knows. */
	if (new_and_other(s, &x, &y) || new_and_other(s, &y, &x)) {
		s->things.v[x.thing].escaped = true;
		s->things.v[y.thing].escaped = true;
	}
	if ((x.not_minus_one && !exclude(s, b, -1, depth))
	    || (y.not_minus_one && !exclude(s, a, -1, depth)))
		return false;
	if ((x.nonzero && !exclude(s, b, 0, depth))
	    || (y.nonzero && !exclude(s, a, 0, depth)))
		return false;
	for (i = 0; i < n; i++) {
		struct hole h = s->holes.v[i];

		if ((h.x == a || h.x == b)
		    && !exclude(s, h.x == a ? b : a, h.k, depth))
			return false;
	}
	if (x.addr.kind && y.addr.kind && x.addr.kind != REGION_SYM
	    && y.addr.kind != REGION_SYM && !addr_equal(&x.addr, &y.addr))
		return false;
	return narrow(s, b, x.lo, x.hi, depth)
		&& narrow(s, a, y.lo, y.hi, depth);
}

/* An order of unsigned numbers says nothing of the signed ones. */
static bool relation_known(const struct state *s, sid a, enum cmp c, sid b,
			   bool is_unsigned)
{
	bool any_sign = c == CMP_EQ || c == CMP_NE;
	uint32_t i;

	for (i = 0; i < s->relations.n; i++) {
		const struct relation *r = &s->relations.v[i];

		if (r->is_unsigned != is_unsigned && !any_sign)
			continue;
		if (r->a == a && r->b == b && r->cmp == c)
			return true;
		if (r->a == b && r->b == a && cmp_swap(r->cmp) == c)
			return true;
	}
	return false;
}

/* What relation R says of A and another symbol, *M: CMP_LT, CMP_LE or CMP_EQ,
 * with A on its left; CMP_OTHER: nothing. */
static enum cmp order_from(const struct relation *r, sid a, bool is_unsigned,
			   sid *m)
{
	enum cmp c = r->a == a ? r->cmp : r->b == a ? cmp_swap(r->cmp)
		: CMP_OTHER;

	*m = r->a == a ? r->b : r->a;
	return c == CMP_EQ || ((c == CMP_LT || c == CMP_LE)
			       && r->is_unsigned == is_unsigned) ? c
		: CMP_OTHER;
}

/* Is (a < b), or (a <= b), known by way of a third one? */
static bool order_known(const struct state *s, sid a, sid b, bool strictly,
			bool is_unsigned)
{
	uint32_t i;
	sid m;

	for (i = 0; i < s->relations.n; i++) {
		enum cmp c = order_from(&s->relations.v[i], a, is_unsigned,
					&m);

		if (c == CMP_OTHER || m == b)
			continue;
		if (relation_known(s, m, CMP_LT, b, is_unsigned)
		    || ((!strictly || c == CMP_LT)
			&& (relation_known(s, m, CMP_LE, b, is_unsigned)
			    || relation_known(s, m, CMP_EQ, b, false))))
			return true;
	}
	return false;
}

/* What relations with a third one tell of (a C b): 1 true, 0 false, -1
 * nothing. */
static int compare_through(const struct state *s, sid a, enum cmp c, sid b,
			   bool is_unsigned)
{
	if (s->relations.n < 2)
		return -1;
	switch (c) {
	case CMP_LT: case CMP_LE:
		return order_known(s, a, b, c == CMP_LT, is_unsigned) ? 1
			: order_known(s, b, a, c == CMP_LE, is_unsigned) ? 0
			: -1;
	case CMP_GT: case CMP_GE:
		return compare_through(s, b, cmp_swap(c), a, is_unsigned);
	default:
		return -1;
	}
}

/* Which truths of (a c b) are open: bit 0 may be false, bit 1 may be true. */
static unsigned order_open(const struct sym *x, const struct sym *y,
			   enum cmp c)
{
	bool less = x->lo < y->hi, more = x->hi > y->lo;
	bool equal = x->lo <= y->hi && y->lo <= x->hi;

	if ((x->nonzero && y->lo == 0 && y->hi == 0)
	    || (y->nonzero && x->lo == 0 && x->hi == 0)
	    || (x->not_minus_one && y->lo == -1 && y->hi == -1)
	    || (y->not_minus_one && x->lo == -1 && x->hi == -1))
		equal = false;
	switch (c) {
	case CMP_EQ: return (equal ? 2 : 0) | (less || more ? 1 : 0);
	case CMP_NE: return (less || more ? 2 : 0) | (equal ? 1 : 0);
	case CMP_LT: return (less ? 2 : 0) | (more || equal ? 1 : 0);
	case CMP_LE: return (less || equal ? 2 : 0) | (more ? 1 : 0);
	case CMP_GT: return (more ? 2 : 0) | (less || equal ? 1 : 0);
	case CMP_GE: return (more || equal ? 2 : 0) | (less ? 1 : 0);
	case CMP_OTHER: break;
	}
	return 3;
}

/* Fresh memory is no variable of the program or the function, no literal. */
static bool fresh_and_static(const struct state *s, const struct sym *x,
			     const struct sym *y)
{
	const struct thing *t = &s->things.v[x->thing];

	return x->thing && t->birth == BIRTH_NEW && t->family
		&& y->addr.kind != REGION_NONE && y->addr.kind != REGION_SYM;
}

int state_compare(const struct state *s, sid a, enum cmp c, sid b,
		  bool is_unsigned)
{
	const struct sym *x = &s->syms.v[a], *y = &s->syms.v[b];
	unsigned open;
	int known;

	if (c == CMP_OTHER)
		return -1;
	if (a == b)
		return c == CMP_EQ || c == CMP_LE || c == CMP_GE;
	if (relation_known(s, a, c, b, is_unsigned))
		return 1;
	if (relation_known(s, a, cmp_negate(c), b, is_unsigned))
		return 0;
	known = compare_through(s, a, c, b, is_unsigned);
	if (known >= 0)
		return known;
	/* Different objects of the program have different addresses. */
	if ((c == CMP_EQ || c == CMP_NE) && x->addr.kind && y->addr.kind
	    && x->addr.kind != REGION_SYM && y->addr.kind != REGION_SYM)
		return addr_equal(&x->addr, &y->addr) == (c == CMP_EQ);
	if (is_unsigned && c != CMP_EQ && c != CMP_NE
	    && (x->lo < 0 || y->lo < 0))
		return -1;
	if ((c == CMP_EQ || c == CMP_NE)
	    && (fresh_and_static(s, x, y) || fresh_and_static(s, y, x)
		|| made_and_other(s, x, y) || made_and_other(s, y, x)))
		return c == CMP_NE;
	if ((c == CMP_EQ || c == CMP_NE)
	    && ((y->lo == y->hi && has_hole(s, a, y->lo))
		|| (x->lo == x->hi && has_hole(s, b, x->lo))))
		return c == CMP_NE;
	open = order_open(x, y, c);
	return open == 2 ? 1 : open == 1 ? 0 : -1;
}

static bool relate(struct state *s, sid a, enum cmp c, sid b,
		   bool is_unsigned, unsigned depth)
{
	struct relation r = { a, b, c, is_unsigned };
	struct sym x = s->syms.v[a], y = s->syms.v[b];
	int known = state_compare(s, a, c, b, is_unsigned);

	if (known >= 0)
		return known;
	if (y.lo == y.hi)
		return relate_const(s, a, c, y.lo, is_unsigned, depth);
	if (x.lo == x.hi)
		return relate_const(s, b, cmp_swap(c), x.lo, is_unsigned,
				    depth);
	vec_push(&s->relations, r);
	if (c == CMP_EQ)
		return unite(s, a, b, depth);
	if (is_unsigned && (x.lo < 0 || y.lo < 0))
		/* No unsigned number is less than 0. */
		return (c != CMP_LT && c != CMP_GT)
			|| relate_const(s, c == CMP_LT ? b : a, CMP_NE, 0,
					true, depth);
	switch (c) {
	case CMP_LT:
		return narrow(s, a, INT64_MIN, saturating_sub(y.hi, 1), depth)
			&& narrow(s, b, x.lo == INT64_MAX ? x.lo : x.lo + 1,
				  INT64_MAX, depth);
	case CMP_LE:
		return narrow(s, a, INT64_MIN, y.hi, depth)
			&& narrow(s, b, x.lo, INT64_MAX, depth);
	case CMP_GT:
		return narrow(s, a, y.lo == INT64_MAX ? y.lo : y.lo + 1,
			      INT64_MAX, depth)
			&& narrow(s, b, INT64_MIN, saturating_sub(x.hi, 1),
				  depth);
	case CMP_GE:
		return narrow(s, a, y.lo, INT64_MAX, depth)
			&& narrow(s, b, INT64_MIN, x.hi, depth);
	default:
		return true;
	}
}

bool state_assume(struct state *s, sid a, enum cmp c, sid b, bool is_unsigned)
{
	return c == CMP_OTHER || relate(s, a, c, b, is_unsigned, 0);
}

bool state_assume_const(struct state *s, sid a, enum cmp c, int64_t k,
			bool is_unsigned)
{
	return c == CMP_OTHER || relate_const(s, a, c, k, is_unsigned, 0);
}

bool state_assume_pred(struct state *s, sid x, struct pred p)
{
	if ((p.nonzero && !exclude(s, x, 0, 0))
	    || (p.not_minus_one && !exclude(s, x, -1, 0)))
		return false;
	return narrow(s, x, p.lo, p.hi, 0);
}

/* Numbers equal computations alike; folds what is already decided. */
sid state_expr(struct state *s, struct expr e)
{
	sid x;
	int known = -1;

	for (x = 1; x < s->syms.n; x++) {
		const struct expr *o = &s->syms.v[x].expr;

		if (o->op == e.op && o->code == e.code && o->a == e.a
		    && o->b == e.b && o->k == e.k && o->fn == e.fn
		    && o->is_unsigned == e.is_unsigned && o->epoch == e.epoch)
			return x;
	}
	if (e.op == EXPR_CMP && e.b)
		known = state_compare(s, e.a, e.code, e.b, e.is_unsigned);
	else if (e.op == EXPR_CMP) {
		sid k = state_number(s, e.k, e.k);

		known = state_compare(s, e.a, e.code, k, e.is_unsigned);
		s->syms.n--;
	}
	if (known >= 0)
		return state_number(s, known, known);
	x = e.op == EXPR_CMP ? state_number(s, 0, 1) : state_sym(s);
	s->syms.v[x].expr = e;
	return x;
}

sid state_twin(const struct state *s, sid x)
{
	uint32_t i;

	for (i = 0; i < s->relations.n; i++) {
		const struct relation *r = &s->relations.v[i];

		if (r->cmp == CMP_EQ && (r->a == x || r->b == x))
			return r->a == x ? r->b : r->a;
	}
	return 0;
}
