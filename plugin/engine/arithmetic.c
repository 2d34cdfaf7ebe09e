/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values that operators, conversions and addresses give. */
#include "engine/arithmetic.h"

#include <limits.h>
#include <string.h>

/* A + K in the narrow unsigned type T, where K wraps: so GCC writes A - 3, and
 * 3 <= A && A <= 4 as A - 3 <= 1 (fold-const.cc, build_range_check). */
static sid eval_wrapped(struct state *s, sid a, int64_t k,
			const struct type *t)
{
	struct expr e = { .op = EXPR_BIN, .code = OP_ADD, .a = a, .k = k };
	int64_t less = ((int64_t) 1 << (t->size * 8)) - k;
	const struct sym *y = sym_get(s, a);
	int64_t lo = y->lo, hi = y->hi;
	sid x;

	/* A number that was a negative one wrapped itself. */
	if (lo < 0 || hi > less + k - 1)
		return run_fresh(s, t);
	x = state_expr(s, e);
	limit_to_type(s, x, t);
	if (lo >= less)
		state_assume_pred(s, x, (struct pred) { lo - less, hi - less,
						       false });
	else if (hi < less)
		state_assume_pred(s, x, (struct pred) { lo + k, hi + k,
						       false });
	return x;
}

static sid eval_add(struct state *s, sid a, int64_t k, const struct type *t)
{
	struct expr e = { .op = EXPR_ADD, .a = a, .k = k };
	const struct sym *y = sym_get(s, a);
	int64_t lo, hi;
	sid x;

	if (k == 0)
		return a;
	if (t && t->kind == TYPE_INT && t->is_unsigned && t->size < 8
	    && k >> (t->size * 8 - 1))
		return k > 0 && !(k >> (t->size * 8))
			? eval_wrapped(s, a, k, t) : run_fresh(s, t);
	if (y->expr.op == EXPR_ADD
	    && !__builtin_add_overflow(y->expr.k, k, &e.k))
		e.a = y->expr.a;
	else
		e.k = k;
	if (e.k == 0)
		return e.a;
	if (y->lo == INT64_MIN || __builtin_add_overflow(y->lo, k, &lo))
		lo = INT64_MIN;
	if (y->hi == INT64_MAX || __builtin_add_overflow(y->hi, k, &hi))
		hi = INT64_MAX;
	x = state_expr(s, e);
	state_assume_pred(s, x, (struct pred) { lo, hi, false });
	return x;
}

static int64_t fold(enum opcode op, int64_t a, int64_t b, bool *ok)
{
	int64_t r = 0;

	*ok = true;
	switch (op) {
	case OP_ADD: *ok = !__builtin_add_overflow(a, b, &r); break;
	case OP_SUB: *ok = !__builtin_sub_overflow(a, b, &r); break;
	case OP_MUL: *ok = !__builtin_mul_overflow(a, b, &r); break;
	case OP_DIV:
		*ok = b != 0 && b != -1;
		r = *ok ? a / b : 0;
		break;
	case OP_MOD:
		*ok = b != 0 && b != -1;
		r = *ok ? a % b : 0;
		break;
	case OP_AND: r = a & b; break;
	case OP_OR: r = a | b; break;
	case OP_XOR: r = a ^ b; break;
	case OP_SHL:
		*ok = a >= 0 && b >= 0 && b < 62 && a < INT64_C(1) << (62 - b);
		r = *ok ? a << b : 0;
		break;
	case OP_SHR:
		*ok = a >= 0 && b >= 0 && b < 63;
		r = *ok ? a >> b : 0;
		break;
	case OP_MIN: r = a < b ? a : b; break;
	case OP_MAX: r = a > b ? a : b; break;
	default: *ok = false;
	}
	return r;
}

/* X is the smaller or larger of A and B, of type T: GCC makes one of
 * `n >= 96 ? n - 96 : 0'. */
static void limit_to_operands(struct state *s, sid x, enum opcode op, sid a,
			      sid b, const struct type *t)
{
	const struct sym *y = sym_get(s, a), *z = sym_get(s, b);
	bool larger = op == OP_MAX;

	if (t && t->is_unsigned && (y->lo < 0 || z->lo < 0))
		return;
	state_assume_pred(s, x, (struct pred) {
		(y->lo > z->lo) == larger ? y->lo : z->lo,
		(y->hi > z->hi) == larger ? y->hi : z->hi, false, false });
}

/* An address, as a number, gets bits of something else: a pointer with a tag,
 * as what is stored in its place.  Nobody can follow it. */
static void is_tagged(struct state *s, sid x)
{
	struct thing *t = thing_of(s, x);

	if (t && (t->refs > 0 || t->birth == BIRTH_PARAM))
		t->escaped = true;
}

/* How far back what a pointer was moved from is looked for. */
enum { MOVED_VALUES = 400 };

/* Was V, a pointer of F, got from FROM by going up in steps, if at all?  By
 * everything that it can have been: SEEN, of N. */
static bool goes_up_from(const struct function *f, vid v, vid from, vid *seen,
			 unsigned *n)
{
	const struct instr *d;
	const struct block *b;
	uint32_t i, j;

	v = value_strip_copies(f, v);
	if (v == from)
		return true;
	for (i = 0; i < *n; i++)
		if (seen[i] == v)
			return true;
	if (*n == MOVED_VALUES)
		return false;
	seen[(*n)++] = v;
	d = value_def(f, v);
	if (d)
		return d->op == OP_ADDR && !d->place.index
			&& d->place.offset >= 0
			&& goes_up_from(f, d->place.base, from, seen, n);
	if (!fn_value(f, v)->is_phi)
		return false;
	b = &f->blocks[fn_value(f, v)->def_block];
	for (i = 0; i < b->n_phis; i++)
		for (j = 0; b->phis[i].dst == v && j < b->n_preds; j++)
			if (!goes_up_from(f, b->phis[i].args[j], from, seen,
					  n))
				return false;
	return true;
}

/* What was written, by the pointers to its end and its begin: `p - start'. */
static bool is_length(struct fn_run *r, const struct instr *i)
{
	const struct function *f = r->fn;
	vid a = value_strip_copies(f, i->a), b = value_strip_copies(f, i->b);
	const struct type *x = fn_value(f, a)->type, *y = fn_value(f, b)->type;
	uint64_t key = map_key_ptr(i);
	static char yes, no;
	vid seen[MOVED_VALUES];
	unsigned n = 0;

	if (i->op != OP_SUB || !x || !y || x->kind != TYPE_PTR
	    || y->kind != TYPE_PTR)
		return false;
	if (!map_has(&r->plain, key))
		map_set(&r->plain, key, goes_up_from(f, a, b, seen, &n)
			? &yes : &no);
	return map_get(&r->plain, key) == &yes;
}

static bool is_truth_value(const struct state *s, sid x)
{
	return x && sym_get(s, x)->lo >= 0 && sym_get(s, x)->hi <= 1;
}

/* What OP makes of X and the number K, where that is plain: `a == -1 | b == -1'
 * of a b that is -1.  0: it is not. */
static sid with_known(struct state *s, enum opcode op, sid x, int64_t k)
{
	if (op == OP_AND && !k)
		return state_number(s, 0, 0);
	if (op == OP_OR && !k)
		return x;
	if (k != 1 || !is_truth_value(s, x))
		return 0;
	return op == OP_OR ? state_number(s, 1, 1) : op == OP_AND ? x : 0;
}

sid eval_binary(struct fn_run *r, struct state *s,
		const struct instr *i, const struct type *t)
{
	sid a = run_eval(r, s, i->a), b = run_eval(r, s, i->b), x;
	struct expr e = { .op = EXPR_BIN, .code = i->op, .a = a, .b = b };
	int64_t ka, kb, k;
	bool a_const = sym_constant(s, a, &ka), ok;
	bool b_const = sym_constant(s, b, &kb);

	/* The lattice knows whole numbers only. */
	if (t && t->kind != TYPE_INT && t->kind != TYPE_PTR)
		return run_fresh(s, t);
	/* The sign stays where the type has one: GCC's shift is arithmetic. */
	if (a_const && b_const && i->op == OP_SHR && ka < 0 && kb >= 0
	    && kb < 63 && t && !t->is_unsigned)
		return state_number(s, ka >> kb, ka >> kb);
	if (a_const && b_const) {
		k = fold(i->op, ka, kb, &ok);
		if (ok && t && t->is_unsigned && t->size < 8)
			k &= ((int64_t) 1 << (t->size * 8)) - 1;
		if (ok)
			return state_number(s, k, k);
		return run_fresh(s, t);
	}
	x = b_const ? with_known(s, i->op, a, kb)
		: a_const ? with_known(s, i->op, b, ka) : 0;
	if (x)
		return x;
	if (i->op == OP_ADD && b_const)
		return eval_add(s, a, kb, t);
	if (i->op == OP_ADD && a_const)
		return eval_add(s, b, ka, t);
	if (i->op == OP_SUB && b_const && kb != INT64_MIN)
		return eval_add(s, a, -kb, t);
	if (i->op == OP_OR || (i->op == OP_AND && b_const && kb < 0)) {
		is_tagged(s, a);
		is_tagged(s, b);
	}
	if (b_const) {
		e.b = 0;
		e.k = kb;
	}
	x = state_expr(s, e);
	limit_to_type(s, x, t);
	if (i->op == OP_MIN || i->op == OP_MAX)
		limit_to_operands(s, x, i->op, a, b, t);
	if (i->op == OP_AND && b_const && kb >= 0)
		state_assume_pred(s, x, (struct pred) { 0, kb, false });
	if (i->op == OP_SUB && is_length(r, i))
		state_assume_pred(s, x, (struct pred) { 0, INT64_MAX, false });
	return x;
}

sid eval_compare(struct state *s, sid a, enum cmp c, sid b,
		 bool is_unsigned)
{
	struct expr e = { .op = EXPR_CMP, .code = c, .a = a, .b = b,
		.is_unsigned = is_unsigned };
	int known = state_compare(s, a, c, b, is_unsigned);
	int64_t k;

	if (known >= 0)
		return state_number(s, known, known);
	if (c == CMP_OTHER)
		return state_number(s, 0, 1);
	if (sym_constant(s, b, &k)) {
		e.b = 0;
		e.k = k;
	} else if (sym_constant(s, a, &k)) {
		e.a = b;
		e.b = 0;
		e.k = k;
		e.code = cmp_swap(c);
	}
	return state_expr(s, e);
}

/* The bits of the number X that stay in type T; it still tells what X told. */
static sid cast_constant(struct state *s, sid a, const struct type *t)
{
	unsigned gone = (unsigned) (8 - t->size) * 8;
	uint64_t bits = (uint64_t) sym_get(s, a)->lo << gone;
	int64_t k = t->is_unsigned ? (int64_t) (bits >> gone)
		: (int64_t) bits >> gone;
	sid x = state_number(s, k, k);

	sym_at(s, x)->status_of = sym_get(s, a)->status_of;
	sym_at(s, x)->may_raise = sym_get(s, a)->may_raise;
	return x;
}

sid eval_cast(struct state *s, sid a, const struct type *from,
	      const struct type *t)
{
	struct expr e = { .op = EXPR_CAST, .a = a };
	struct sym limits = { .lo = INT64_MIN, .hi = INT64_MAX };
	const struct sym *y;
	sid x;

	if (from && t && from->kind == TYPE_FLOAT && t->kind == TYPE_INT)
		return run_fresh(s, t);
	if (!t || t->kind != TYPE_INT || t->size >= 8 || !from)
		return a;
	if (t->is_bool) {
		sid z = state_number(s, 0, 0);

		return eval_compare(s, a, CMP_NE, z, false);
	}
	x = state_sym(s);
	limit_to_type(s, x, t);
	limits = *sym_get(s, x);
	s->syms.n--;
	y = sym_get(s, a);
	if (y->lo >= limits.lo && y->hi <= limits.hi)
		return a;
	if (y->lo == y->hi)
		return cast_constant(s, a, t);
	/* Narrowing what is a status keeps what it tells: a size that is
	 * too large is integer-overflow's, and becomes no error here. */
	if (y->status_of && y->lo >= 0 && !t->is_unsigned)
		limits.lo = 0;
	e.k = (int64_t) t->size * 2 + t->is_unsigned;
	x = state_expr(s, e);
	/* It may be known already, and better. */
	if (sym_get(s, x)->lo < limits.lo || sym_get(s, x)->hi > limits.hi) {
		limit_to_type(s, x, t);
		if (limits.lo > sym_get(s, x)->lo)
			sym_at(s, x)->lo = limits.lo;
	}
	sym_at(s, x)->status_of = sym_get(s, a)->status_of;
	sym_at(s, x)->may_raise = sym_get(s, a)->may_raise;
	return x;
}

/* The address of an element: of the same one, when base and index are. */
static sid eval_element(struct fn_run *r, struct state *s,
			const struct place *p, sid base)
{
	struct expr e = { .op = EXPR_BIN, .code = OP_ADDR, .a = base,
		.b = run_eval(r, s, p->index) };
	int64_t k;
	sid x;

	e.k = (int64_t) ((uint64_t) p->offset << 16 ^ p->stride);
	/* Two symbols may be one number. */
	if (sym_constant(s, e.b, &k) && k >= 0 && k < 1 << 24) {
		e.b = 0;
		e.k = (int64_t) ((uint64_t) (p->offset + k
			* (int64_t) p->stride) << 16 ^ UINT16_MAX);
	}
	x = state_expr(s, e);
	sym_at(s, x)->nonzero = true;
	sym_at(s, x)->lo = 1;
	return x;
}

bool eval_element_offset(const struct state *s, sid x, int64_t *offset)
{
	const struct expr *e = &sym_get(s, x)->expr;

	if (e->op != EXPR_BIN || e->code != OP_ADDR || e->b
	    || (e->k & UINT16_MAX) != UINT16_MAX)
		return false;
	*offset = e->k >> 16;
	return true;
}

sid eval_addr(struct fn_run *r, struct state *s, const struct place *p)
{
	sid base = run_eval(r, s, p->base), x;
	struct addr a;
	tid interior;

	if (!p->index && !p->offset)
		return base;
	interior = sym_get(s, base)->is_object ? 0 : sym_get(s, base)->thing;
	/* What stands behind NULL is as little there as NULL itself. */
	if (p->index && sym_is_null_based(s, base))
		return base;
	if (p->index) {
		x = eval_element(r, s, p, base);
		/* Keeps the thing it points into reachable. */
		a = state_deref(s, base);
		if (a.kind == REGION_SYM && interior) {
			sym_at(s, x)->thing = interior;
			sym_at(s, x)->interior = true;
		}
		return x;
	}
	a = state_deref(s, base);
	a.offset += p->offset;
	x = state_address(s, a);
	if (!sym_get(s, x)->thing && interior) {
		sym_at(s, x)->thing = interior;
		sym_at(s, x)->interior = true;
	}
	return x;
}
