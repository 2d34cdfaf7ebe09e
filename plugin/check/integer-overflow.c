/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A size or index from Python that wraps on its way to an allocation, an
 * item or a bound: multiplied or added where the result need not fit, or
 * narrowed to fewer bits, with no upper bound on the path.
 *
 * The length of a string that exists is no larger than the address space,
 * so that it can be multiplied by a few; a number that Python code chose, and
 * what __len__ returns, can be anything.
 */
#include "check/number.h"

#include <limits.h>
#include <string.h>

/* What a helper does with its parameter: a number above LIMIT wraps, or
 * where OTHER is another parameter, a product above it. */
struct demand {
	unsigned param, other;
	__int128 limit;
	const struct instr *at;
	const char *where;	/* what is then called */
};

struct data {
	struct number_notes notes;
	struct map first;	/* source -> where it was reported */
	struct map demands;	/* function -> struct demand */
	struct map sumless;	/* functions that compare no sum */
	struct map sizes;	/* function -> parameters (bits) that say how
				 * much it allocates */
	struct map allocator;	/* function -> what it calls for that */
	struct map others;	/* functions that are none of allocators[] */
};

struct wrap {
	struct number n;
	struct data *d;
	const struct instr *at;	/* found: what wraps it */
	vid other;		/* found: the parameter that it is multiplied
				 * with; 0 none */
	__int128 limit;		/* found: as much as fits */
};

static struct data *data_of(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct data);
	return *c->data;
}

/* ---------------------------------------------------------- arithmetic */

/* What the operand that is not the number can be at least, at its largest:
 * its value, or 2 where it is unknown and not tested to be less. */
static __int128 factor(const struct wrap *w, vid v)
{
	const struct value *val = fn_value(w->n.f, v);
	sid x = env_get(w->n.s->before, v);

	if (val->kind == VAL_INT)
		return val->u.i;
	return x && sym_get(w->n.s->before, x)->hi < 2 ? 1 : 2;
}

static bool combine(struct wrap *w, const struct instr *i, __int128 x,
		    __int128 y)
{
	__int128 max = number_type_max(fn_value(w->n.f, i->dst)->type), r;

	if (x <= 0 || y <= 0)
		return false;
	if (i->op == OP_SHL) {
		r = y < 62 ? x << y : 0;
		w->limit = y < 62 ? max >> y : max;
	} else if (i->op == OP_MUL) {
		/* Both below 2^64: the product of 128 bits can wrap too. */
		r = x > max / y ? max + 1 : x * y;
		w->limit = max / y;
	} else {
		r = x + y;
		w->limit = max - y;
	}
	w->at = i;
	return r > max;
}

/* How many numbers of Python's own the sum V adds up, and in *REST what the
 * constants in it come to; 0: one is bounded. */
static unsigned count_terms(const struct wrap *w, vid v, int64_t *rest,
			    struct wrap *one, unsigned depth)
{
	const struct value *val = fn_value(w->n.f, value_strip_copies(w->n.f,
								      v));
	const struct instr *def = value_def(w->n.f, number_strip(w->n.f, v));
	struct wrap at = *w;
	unsigned a, b;

	if (val->kind == VAL_INT && val->u.i >= 0 && val->u.i < INT32_MAX) {
		*rest += val->u.i;
		return 100;
	}
	if (number_find(&at.n, v)) {
		*one = at;
		return at.n.kind == NUMBER_ANY && !number_is_bounded(&at.n, 0);
	}
	if (!def || def->op != OP_ADD || depth > 4)
		return 0;
	a = count_terms(w, def->a, rest, one, depth + 1);
	b = count_terms(w, def->b, rest, one, depth + 1);
	return a && b ? a + b : 0;
}

/* The sum of two numbers that can be anything from 0 is -2 at most when it
 * wraps, and 2 more, or a third, make that positive again. */
static bool sum_wraps(struct wrap *w, const struct instr *i)
{
	const struct type *t = fn_value(w->n.f, i->dst)->type;
	struct wrap one = *w;
	int64_t rest = 0;
	unsigned n;

	if (i->op != OP_ADD || !t || t->size < 8 || t->is_unsigned)
		return false;
	n = count_terms(w, i->dst, &rest, &one, 0) % 100;
	if (n < 2 || (n == 2 && rest < 2))
		return false;
	*w = one;
	w->at = i;
	w->limit = number_type_max(t);
	return true;
}

/* Signed numbers of the size of a pointer go below zero when they wrap by a
 * little, and no allocator takes that. */
static bool is_refused(const struct wrap *w, const struct instr *i)
{
	const struct type *t = fn_value(w->n.f, w->n.value)->type;

	return i->op == OP_ADD && (!t || t->kind != TYPE_INT || (t->size >= 8
					&& !t->is_unsigned));
}

/* n - 1 is as large as n for this purpose. */
static bool find_shifted(struct number *n, vid v)
{
	const struct instr *def;

	if (number_find(n, v))
		return true;
	def = value_def(n->f, number_strip(n->f, v));
	return def && def->op == OP_ADD
		&& fn_value(n->f, def->b)->kind == VAL_INT
		&& number_find(n, def->a);
}

/* Two parameters: how large the product is the caller knows. */
static bool parameters_wrap(struct wrap *w, const struct instr *i,
			    const struct number *a, const struct number *b)
{
	if (number_is_bounded(a, 0) || number_is_bounded(b, 0))
		return false;
	w->n = *a;
	w->other = b->origin;
	w->at = i;
	w->limit = number_type_max(fn_value(w->n.f, i->dst)->type);
	return true;
}

static bool wraps(struct wrap *w, const struct instr *i)
{
	const struct type *t = fn_value(w->n.f, i->dst)->type;
	struct number a = w->n, b = w->n;
	bool is_a, is_b;
	__int128 x, y;

	if (!t || t->kind != TYPE_INT || !t->size)
		return false;
	if (sum_wraps(w, i))
		return true;
	is_a = find_shifted(&a, i->a);
	is_b = i->op != OP_SHL && find_shifted(&b, i->b);
	if (!is_a && !is_b)
		return false;
	x = is_a ? number_largest(&a, a.value, a.kind) : factor(w, i->a);
	y = is_b ? number_largest(&b, b.value, b.kind) : factor(w, i->b);
	if (is_a && is_b && (a.kind == NUMBER_PARAM || b.kind == NUMBER_PARAM))
		return a.kind == b.kind && i->op == OP_MUL
			&& parameters_wrap(w, i, &a, &b);
	if (is_a && is_b && i->op == OP_ADD && t->size >= 8)
		return false;
	w->n = is_a ? a : b;
	if (is_refused(w, i) || !combine(w, i, x, y)
	    || number_is_bounded(&w->n, 0))
		return false;
	/* One that is bounded may bound the other's product. */
	return !(is_a && is_b) || !number_is_bounded(&b, 0);
}

/* The product of two numbers of which the path knows how large each can be:
 * 1 <= width <= 4, and any count. */
static bool product_wraps(struct wrap *w, const struct instr *i)
{
	const struct state *s = w->n.s->before;
	struct number a = w->n, b = w->n;
	__int128 x, y;

	if (i->op != OP_MUL || !find_shifted(&a, i->a)
	    || !find_shifted(&b, i->b) || a.kind != NUMBER_ANY
	    || b.kind != NUMBER_ANY || !env_get(s, a.value)
	    || !env_get(s, b.value))
		return false;
	a.ranged = b.ranged = true;
	x = number_largest(&a, a.value, a.kind);
	y = number_largest(&b, b.value, b.kind);
	w->n = x >= y ? a : b;
	return combine(w, i, x, y) && !number_is_bounded(&a, 0)
		&& !number_is_bounded(&b, 0);
}

/* Where more ways meet, it is not followed. */
enum { MOST_WAYS = 8 };

/* Is V such a number, a sum with one, or one of several? */
static bool find_summand(struct number *n, vid v)
{
	const struct instr *def;
	const struct phi *p;
	uint32_t k, ways;

	if (number_find(n, v))
		return true;
	v = number_strip(n->f, v);
	def = value_def(n->f, v);
	p = value_phi(n->f, v);
	ways = p ? n->f->blocks[fn_value(n->f, v)->def_block].n_preds : 0;
	for (k = 0; ways <= MOST_WAYS && k < ways; k++)
		if (number_find(n, p->args[k]))
			return true;
	return def && def->op == OP_ADD && (number_find(n, def->a)
					    || number_find(n, def->b));
}

static bool is_narrowed(struct wrap *w, const struct instr *i)
{
	const struct type *to = fn_value(w->n.f, i->dst)->type;
	vid v = number_strip(w->n.f, i->a);
	const struct type *from = fn_value(w->n.f, v)->type;
	struct number n = w->n;

	if (!to || !from || to->kind != TYPE_INT || from->kind != TYPE_INT
	    || to->size >= from->size || to->is_bool || !find_summand(&n, v))
		return false;
	/* As many items as an int can count are rare enough. */
	if (n.kind == NUMBER_ITEMS && to->size > 2)
		return false;
	if (number_largest(&n, n.value, n.kind) <= number_type_max(to)
	    || number_is_bounded(&n, 0))
		return false;
	w->n = n;
	w->at = i;
	w->limit = number_type_max(to);
	return true;
}

static bool find(struct wrap *w, vid v, unsigned depth);

/* What a loop sums up: one of what it comes from. */
static bool find_phi(struct wrap *w, vid v, unsigned depth)
{
	const struct function *f = w->n.f;
	const struct phi *p = value_phi(f, value_strip_copies(f, v));
	uint32_t k, n = p ? f->blocks[fn_value(f, p->dst)->def_block].n_preds
		: 0;

	for (k = 0; n <= MOST_WAYS && k < n; k++)
		if (find(w, p->args[k], depth + 2))
			return true;
	return false;
}

/* Follows the size V back to where it wraps. */
static bool find(struct wrap *w, vid v, unsigned depth)
{
	const struct function *f = w->n.f;
	const struct instr *def = value_def(f, value_strip_copies(f, v));

	if (depth > 7)
		return false;
	if (!def)
		return find_phi(w, v, depth);
	switch (def->op) {
	case OP_LOAD:
		v = fn_value(f, def->place.base)->kind != VAL_LOCAL
			? number_stored(&w->n, def) : 0;
		return v && find(w, v, depth + 1);
	case OP_CAST:
		return is_narrowed(w, def) || find(w, def->a, depth + 1);
	case OP_MUL: case OP_SHL: case OP_ADD:
		return wraps(w, def) || product_wraps(w, def)
			|| find(w, def->a, depth + 1)
			|| find(w, def->b, depth + 1);
	default:
		return false;
	}
}

/* Only where it is narrowed: an index that is not tested at all is
 * buffer-overflow's. */
static bool find_narrowed(struct wrap *w, vid v, unsigned depth)
{
	const struct function *f = w->n.f;
	const struct instr *def = value_def(f, value_strip_copies(f, v));

	if (!def || depth > 4 || (def->op != OP_CAST && def->op != OP_ADD))
		return false;
	return (def->op == OP_CAST && is_narrowed(w, def))
		|| find_narrowed(w, def->a, depth + 1);
}

/* -------------------------------------------------------------- report */

static const struct { const char *name; unsigned arg; } allocators[] = {
	{ "malloc", 1 }, { "PyMem_Malloc", 1 }, { "PyMem_RawMalloc", 1 },
	{ "PyObject_Malloc", 1 }, { "realloc", 2 }, { "PyMem_Realloc", 2 },
	{ "PyMem_RawRealloc", 2 }, { "PyObject_Realloc", 2 },
	{ "PyBytes_FromStringAndSize", 2 },
	{ "PyByteArray_FromStringAndSize", 2 }, { "_PyBytes_Resize", 2 },
	{ "PyTuple_New", 1 }, { "PyList_New", 1 }, { "PyUnicode_New", 1 },
	{ "calloc", 1 }, { "PyMem_Calloc", 1 },
	{ "calloc", 2 }, { "PyMem_Calloc", 2 },
	{ "__builtin_alloca_with_align", 1 }, { "__builtin_alloca", 1 },
	{ "__builtin_malloc", 1 }, { "alloca", 1 }, { "operator new []", 1 },
};


/* One report for one number, however often it is used. */
static bool is_first(struct wrap *w)
{
	const void *key = w->n.from ? (const void *) w->n.from
		: (const void *) w->n.f;
	const struct instr *first = map_get(&w->d->first, map_key_ptr(key));

	if (!first)
		map_set(&w->d->first, map_key_ptr(key),
			(void *) w->n.s->instr);
	return !first || first == w->n.s->instr;
}

static const char *what_happens(const struct instr *at)
{
	return at->op == OP_CAST ? "narrowed"
		: at->op == OP_ADD ? "added to" : "multiplied";
}

static void report(struct check_context *c, struct wrap *w, const char *sink)
{
	const struct step *s = w->n.s;
	const char *name = number_name(&w->n);
	struct finding *fi;

	if (!is_first(w))
		return;
	if (!name)
		name = "a number";
	fi = step_finding(c, s, s->before, NULL, "‘%s’ comes from Python and "
			  "is %s without a check before %s", name,
			  what_happens(w->at), sink);
	check_subject(c, fi, name);
	if (w->n.from)
		check_event(c, fi, w->n.from->loc, s->run->fn,
			    "‘%s’ is what Python code says it is", name);
	check_event(c, fi, loc_known(w->at->loc) ? w->at->loc : s->loc,
		    s->run->fn, "the result need not fit");
	check_hint(c, fi, "compare ‘%s’ with the most that fits first", name);
	check_add(c, fi);
}

/* A helper that trusts its callers: what it cannot take is noted. */
static void demand(struct wrap *w)
{
	struct demand *d = ARENA_NEW(&w->n.c->findings->arena, struct demand);

	d->param = fn_value(w->n.f, w->n.origin)->u.param;
	d->other = w->other ? fn_value(w->n.f, w->other)->u.param : d->param;
	d->limit = w->limit;
	d->at = w->at;
	d->where = step_callee(w->n.s);
	if (!map_has(&w->d->demands, map_key_ptr(w->n.f)))
		map_set(&w->d->demands, map_key_ptr(w->n.f), d);
}

/* Which parameters, that the helper does not refuse when they are large, the
 * size V is made of. */
static uint64_t made_of(const struct wrap *w, vid v, unsigned depth)
{
	struct number n = w->n;
	const struct instr *def;
	unsigned param;

	if (number_find(&n, v) && n.kind == NUMBER_PARAM) {
		param = fn_value(n.f, n.origin)->u.param;
		return param < 64 && !number_is_bounded(&n, 0)
			? (uint64_t) 1 << param : 0;
	}
	if (depth > 6)
		return 0;
	/* (bytes ? bytes : 1) */
	if (n.origin != n.value)
		return made_of(w, n.origin, depth + 1);
	def = value_def(n.f, n.value);
	if (!def)
		return 0;
	switch (def->op) {
	case OP_CAST:
		return made_of(w, def->a, depth + 1);
	case OP_ADD: case OP_MUL: case OP_SHL: case OP_DIV: case OP_SHR:
		return made_of(w, def->a, depth + 1)
			| made_of(w, def->b, depth + 1);
	default:
		return 0;
	}
}

/* A helper that allocates as much as it is told. */
static void note_sizes(const struct wrap *w, vid size)
{
	const struct function *f = w->n.f;
	uint64_t all = (uintptr_t) map_get(&w->d->sizes, map_key_ptr(f));
	uint64_t more = w->n.s->run->role ? 0 : made_of(w, size, 0);

	if (!more)
		return;
	map_set(&w->d->sizes, map_key_ptr(f), (void *) (uintptr_t)
		(all | more));
	map_set(&w->d->allocator, map_key_ptr(f),
		(void *) (uintptr_t) step_callee(w->n.s));
}

static void check_allocation(struct check_context *c, const struct wrap *w)
{
	const struct step *s = w->n.s;
	const struct function *t = call_target(s->run->fn, s->instr);
	struct arena *a = &c->findings->arena;
	const char *name = step_callee(s);
	bool any = false;
	unsigned n;

	if (map_has(&w->d->others, map_key_ptr(t)))
		return;
	for (n = 0; n < ARRAY_SIZE(allocators); n++) {
		struct wrap at;

		if (strcmp(name, allocators[n].name))
			continue;
		any = true;
		if (allocators[n].arg > s->instr->n_args)
			continue;
		at = *w;
		note_sizes(w, s->instr->args[allocators[n].arg - 1]);
		if (!find(&at, s->instr->args[allocators[n].arg - 1], 0))
			continue;
		if (at.n.kind == NUMBER_PARAM)
			demand(&at);
		else
			report(c, &at, arena_printf(a,
					"‘%s’ allocates that much", name));
	}
	if (!any)
		map_set(&w->d->others, map_key_ptr(t), (void *) t);
}

/* Can what is passed, or the product of both that are, be above the limit? */
static bool asks_too_much(struct wrap *w, const struct demand *d,
			  const vid *args)
{
	struct number other = w->n;
	__int128 x;
	int64_t k;
	sid y;

	if (!number_find(&w->n, args[d->param]) || w->n.kind == NUMBER_PARAM
	    || number_is_bounded(&w->n, 0))
		return false;
	x = number_largest(&w->n, w->n.value, w->n.kind);
	if (d->other == d->param)
		return x > d->limit;
	if (d->other < w->n.s->instr->n_args
	    && (y = env_get(w->n.s->before, args[d->other])) != 0
	    && sym_constant(w->n.s->before, y, &k))
		return k > 1 && x > d->limit / k;
	return d->other < w->n.s->instr->n_args
		&& number_find(&other, args[d->other])
		&& other.kind != NUMBER_PARAM && !number_is_bounded(&other, 0)
		&& x > d->limit / number_largest(&other, other.value,
						 other.kind);
}

/* A helper of the unit is asked for more than it can take. */
static void check_demand(struct check_context *c, struct wrap *w)
{
	const struct step *s = w->n.s;
	const struct function *t = call_target(s->run->fn, s->instr);
	const struct demand *d = t ? map_get(&w->d->demands, map_key_ptr(t))
		: NULL;

	if (!d || d->param >= s->instr->n_args
	    || !asks_too_much(w, d, s->instr->args))
		return;
	w->at = d->at;
	report(c, w, arena_printf(&c->findings->arena,
		"‘%s’ allocates that much in ‘%s’", d->where, t->name));
}

/* What wrapped on its way to a helper that allocates so much. */
static void check_passed(struct check_context *c, const struct wrap *w)
{
	const struct step *s = w->n.s;
	const struct function *t = call_target(s->run->fn, s->instr);
	uint64_t sizes = t ? (uintptr_t) map_get(&w->d->sizes, map_key_ptr(t))
		: 0;
	unsigned n;

	for (n = 0; n < s->instr->n_args && n < 64; n++) {
		struct wrap at;

		if (!(sizes >> n & 1))
			continue;
		at = *w;
		if (!find(&at, s->instr->args[n], 0)
		    || at.n.kind == NUMBER_PARAM || at.at->op == OP_CAST)
			continue;
		report(c, &at, arena_printf(&c->findings->arena,
			"‘%s’ allocates that much in ‘%s’",
			(const char *) map_get(&w->d->allocator,
					       map_key_ptr(t)), t->name));
	}
}

static void check_index(struct check_context *c, struct wrap *w, vid index)
{
	if (find_narrowed(w, index, 0) && w->n.kind != NUMBER_PARAM)
		report(c, w, "it is used as an index");
}

/* Does the number say where in memory, or how much of it? */
static bool says_where(const struct number *n)
{
	static const char *const users[] = { "memcpy", "memmove", "memset",
		"__builtin_memcpy", "__builtin_memset",
		"PyBytes_FromStringAndSize", "PyByteArray_FromStringAndSize",
		"PyUnicode_FromStringAndSize", NULL };
	uint32_t b, k;
	unsigned m;

	for (b = 0; b < n->f->n_blocks; b++)
		for (k = 0; k < n->f->blocks[b].n_instrs; k++) {
			const struct instr *i = &n->f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(n->f, i) : NULL;

			if ((i->op == OP_LOAD || i->op == OP_STORE
			     || i->op == OP_ADDR) && i->place.index
			    && number_is_in(n, i->place.index))
				return true;
			for (m = 0; t && name_in(t->name, users)
			     && m < i->n_args; m++)
				if (number_is_in(n, i->args[m]))
					return true;
		}
	return false;
}

/* The sum that comparison I holds against a bound, offset + length > size;
 * NULL: none. */
static const struct instr *compared_sum(const struct function *f,
					const struct instr *i)
{
	const struct instr *sum;

	if ((i->op != OP_BR && i->op != OP_CMP)
	    || (i->cmp != CMP_GT && i->cmp != CMP_LT && i->cmp != CMP_LE
		&& i->cmp != CMP_GE))
		return NULL;
	sum = value_def(f, number_strip(f, i->cmp == CMP_GT
					|| i->cmp == CMP_GE ? i->a : i->b));
	return sum && sum->op == OP_ADD && fn_value(f, sum->dst)->type
		&& fn_value(f, sum->dst)->type->kind == TYPE_INT ? sum : NULL;
}

/* The sum of two numbers wraps before it is compared. */
static void check_bound(struct check_context *c, struct wrap *w,
			const struct instr *i, const struct instr *sum)
{
	struct number a = w->n, b = w->n;

	if (!number_find(&a, sum->a) || a.kind != NUMBER_ANY
	    || !number_find(&b, sum->b) || b.kind != NUMBER_ANY
	    || !combine(w, sum, number_largest(&a, a.value, a.kind),
			number_largest(&b, b.value, b.kind)))
		return;
	a.apart = b.apart = i;
	w->n = a;
	if (!number_is_bounded(&a, 0) && !number_is_bounded(&b, 0)
	    && (says_where(&a) || says_where(&b)))
		report(c, w, "the sum is compared");
}

/* Comparisons of two values are no step: all are looked at where the function
 * returns.  Most functions have none, which is found out once. */
static void check_bounds(struct check_context *c, const struct wrap *w)
{
	const struct function *f = w->n.f;
	const struct instr *sum;
	bool any = false;
	uint32_t b, k;

	if (map_has(&w->d->sumless, map_key_ptr(f)))
		return;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			struct step at;
			struct wrap here;

			sum = compared_sum(f, i);
			if (!sum)
				continue;
			any = true;
			at = *w->n.s;
			at.instr = i;
			at.loc = i->loc;
			here = *w;
			here.n.s = &at;
			here.n.upto = &f->blocks[b];
			check_bound(c, &here, i, sum);
		}
	if (!any)
		map_set(&w->d->sumless, map_key_ptr(f), (void *) f);
}

static void judge(struct check_context *c, const struct step *s, struct data *d)
{
	struct wrap w = { .n = { .c = c, .s = s, .f = s->run->fn,
		.notes = &d->notes }, .d = d };

	if (s->kind == STEP_CALL) {
		check_allocation(c, &w);
		check_passed(c, &w);
		check_demand(c, &w);
	} else if (s->kind == STEP_INDEX) {
		check_index(c, &w, s->operand);
	} else {
		check_bounds(c, &w);
	}
}

static void step(struct check_context *c, const struct step *s)
{
	struct data *d = data_of(c);

	if (s->before->misuse)
		return;
	number_note(c, s, &d->notes);
	if (s->kind != STEP_STORE
	    && (s->kind != STEP_CALL || call_target(s->run->fn, s->instr)))
		judge(c, s, d);
}

static void finish(struct check_context *c)
{
	struct data *d = *c->data;

	if (!d)
		return;
	number_notes_release(&d->notes);
	map_release(&d->first);
	map_release(&d->demands);
	map_release(&d->sumless);
	map_release(&d->sizes);
	map_release(&d->allocator);
	map_release(&d->others);
}

const struct check check_integer_overflow = {
	.step = step, .steps = ON(CALL) | ON(INDEX) | ON(STORE) | ON(RETURN),
	.finish = finish
};
