/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contracts of functions that no table knows: from the attributes of their
 * declaration, and from the conventions that CPython code follows.
 *
 * Attributes are first gathered as wishes, whatever their order and however
 * often they are repeated; the contract is made from the wishes.
 */
#include "base/attr.h"
#include "contract/contract.h"

#include <string.h>

/* Several rows may have one ID: all get the number of the first. */
enum wish {
	WISH_RETURNS_NEW, WISH_RETURNS_BORROWED, WISH_BORROWS_FROM,
	WISH_STEALS, WISH_STEALS_ON_SUCCESS, WISH_SETS_EXCEPTION,
	WISH_NULL_SETS_EXCEPTION, WISH_NEGATIVE_SETS_EXCEPTION,
	WISH_NULL_WITHOUT_EXCEPTION, WISH_NEEDS_GIL, WISH_RELEASES_GIL,
	WISH_ACQUIRES_GIL, WISH_NO_PYTHON_CODE, WISH_MAY_BE_NULL,
	WISH_NONNULL, WISH_NORETURN, WISH_RETURNS_NONNULL,
	N_WISHES
};

static const struct known {
	enum wish wish;
	const char *name;
	int min, max;
} known[] = {
#define ATTRIBUTE(id, name, min, max, sentence) { WISH_##id, name, min, max },
#include "contract/attribute.def"
#undef ATTRIBUTE
};

enum { MAX_PARAMETER = INT8_MAX };

/* A set of parameters, numbered from 1. */
struct parameters { bool has[MAX_PARAMETER + 1]; };

struct wishes {
	bool is[N_WISHES];
	bool any_own;	/* one that is not GCC's */
	int8_t lender;	/* of BORROWS_FROM */
	struct parameters steals, steals_on_success, may_be_null, nonnull;
};

/* ------------------------------------------------------------ gathering */

static const struct known *find_known(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(known); i++)
		if (!strcmp(known[i].name, name))
			return &known[i];
	return NULL;
}

static bool is_ours(const char *name)
{
	return !strncmp(name, "pyrefcheck_", 11)
		|| !strncmp(name, "cpychecker_", 11);
}

static bool is_object(unsigned class)
{
	return arg_class_kind((enum arg_class) class) == ARG_IS_OBJECT;
}

/* May argument N of the attribute stand there?  What is behind "..." has no
 * class that it could contradict. */
static bool is_parameter(const struct contract_decl *d, int64_t n,
			 bool object)
{
	if (n < 1 || n > MAX_PARAMETER)
		return false;
	if (n > d->n_params)
		return d->is_variadic;
	return object ? is_object(d->params[n - 1])
		: arg_class_is_address(d->params[n - 1]);
}

static struct parameters *parameters_of(struct wishes *w, enum wish wish)
{
	switch (wish) {
	case WISH_STEALS: return &w->steals;
	case WISH_STEALS_ON_SUCCESS: return &w->steals_on_success;
	case WISH_MAY_BE_NULL: return &w->may_be_null;
	case WISH_NONNULL: return &w->nonnull;
	default: return NULL;
	}
}

static bool wants_object(enum wish wish)
{
	return wish == WISH_STEALS || wish == WISH_STEALS_ON_SUCCESS;
}

static void add_parameters(struct wishes *w, enum wish wish,
			   const struct contract_decl *d,
			   const struct attr *a)
{
	struct parameters *p = parameters_of(w, wish);
	uint32_t i;

	for (i = 0; p && i < a->n_args; i++)
		if (!a->args[i].is_string
		    && is_parameter(d, a->args[i].i, wants_object(wish)))
			p->has[a->args[i].i] = true;
	if (p && !a->n_args)
		for (i = 1; i <= d->n_params; i++)
			p->has[i] |= arg_class_is_address(d->params[i - 1]);
}

static void gather(struct wishes *w, const struct contract_decl *d,
		   const struct attr *a)
{
	memset(w, 0, sizeof(*w));
	w->lender = WHO_UNKNOWN;
	for (; a; a = a->next) {
		const struct known *k = find_known(a->name);

		if (!k || (int) a->n_args < k->min)
			continue;
		w->is[k->wish] = true;
		w->any_own |= is_ours(a->name);
		add_parameters(w, k->wish, d, a);
		if (k->wish == WISH_BORROWS_FROM && !a->args[0].is_string
		    && is_parameter(d, a->args[0].i, false))
			w->lender = (int8_t) a->args[0].i;
	}
}

/* -------------------------------------------------------------- making */

static const struct pred anything = { INT64_MIN, INT64_MAX, false };
static const struct pred null = { 0, 0, false };
static const struct pred nonnull = { 1, INT64_MAX, true };
static const struct pred negative = { INT64_MIN, -1, false };
static const struct pred nonnegative = { 0, INT64_MAX, false };

enum { MAX_OUTCOMES = 4 };

struct draft {
	struct arena *arena;
	const struct contract_decl *decl;
	const struct wishes *wishes;
	struct outcome outcomes[MAX_OUTCOMES];
	uint8_t n;
};

/* How an outcome leaves the indicator. */
enum raising { RAISES_NOTHING, RAISES_MAYBE, RAISES_SURELY };

typedef VEC (struct effect) effect_list;

static void add_effect(effect_list *l, enum effect_op op, int a, int b)
{
	struct effect e = { .op = (uint8_t) op, .a = (int8_t) a,
		.b = (int8_t) b };

	vec_push(l, e);
}

static void add_raise(effect_list *l, enum raising raising)
{
	struct effect e = { .op = EFF_RAISES };

	if (raising == RAISES_NOTHING)
		return;
	e.kinds = raising == RAISES_SURELY ? RAISE_ANY : 0;
	vec_push(l, e);
}

static void add_steals(effect_list *l, const struct draft *d, bool success)
{
	const struct wishes *w = d->wishes;
	int i;

	for (i = 1; i <= MAX_PARAMETER; i++)
		if (w->steals.has[i] || (success
					 && w->steals_on_success.has[i]))
			add_effect(l, EFF_GIVE, i, WHO_UNKNOWN);
}

static void add_gil(effect_list *l, const struct wishes *w)
{
	if (w->is[WISH_RELEASES_GIL])
		add_effect(l, EFF_RELEASE_GIL, 0, 0);
	if (w->is[WISH_ACQUIRES_GIL])
		add_effect(l, EFF_ACQUIRE_GIL, 0, 0);
}

static void add_outcome(struct draft *d, struct pred pred,
			enum likelihood likelihood, enum raising raising)
{
	const struct wishes *w = d->wishes;
	bool success = likelihood == LIKELY_SUCCESS;
	struct outcome *o = &d->outcomes[d->n++];
	effect_list l = { 0 };

	if (success && is_object(d->decl->ret)) {
		if (w->is[WISH_RETURNS_BORROWED] || w->is[WISH_BORROWS_FROM])
			add_effect(&l, EFF_BORROW, WHO_RESULT, w->lender);
		else if (pred.hi > 0)
			add_effect(&l, EFF_OWN, WHO_RESULT, 0);
	} else if (success && arg_class_is_address(d->decl->ret)
		   && w->is[WISH_BORROWS_FROM] && pred.hi > 0) {
		add_effect(&l, EFF_INTERIOR, WHO_RESULT, w->lender);
	}
	add_steals(&l, d, success);
	add_raise(&l, raising);
	if (!w->is[WISH_NO_PYTHON_CODE])
		add_effect(&l, EFF_RUNS_CODE, 0, 0);
	add_gil(&l, w);
	add_effect(&l, EFF_END, 0, 0);
	o->pred = pred;
	o->likelihood = likelihood;
	o->effects = arena_memdup(d->arena, l.v, l.n * sizeof(*l.v));
	vec_release(&l);
}

/* An object, or a pointer of which NULL is said to be an error. */
static void address_outcomes(struct draft *d)
{
	const struct wishes *w = d->wishes;
	bool without = w->is[WISH_NULL_WITHOUT_EXCEPTION];

	add_outcome(d, nonnull, LIKELY_SUCCESS, RAISES_NOTHING);
	if (w->is[WISH_RETURNS_NONNULL])
		return;
	if (without) {
		/* No success in the sense of a result to own. */
		add_outcome(d, null, LIKELY_ORDINARY, RAISES_NOTHING);
		if (!w->is[WISH_NULL_SETS_EXCEPTION])
			return;
	}
	add_outcome(d, null, LIKELY_ORDINARY, RAISES_SURELY);
}

static void never_returns(struct draft *d)
{
	static const struct effect never[] = {
		{ .op = EFF_NORETURN }, { .op = EFF_END }
	};

	d->outcomes[0].pred = anything;
	d->outcomes[0].likelihood = LIKELY_SUCCESS;
	d->outcomes[0].effects = never;
	d->n = 1;
}

static void make_outcomes(struct draft *d)
{
	const struct wishes *w = d->wishes;
	unsigned ret = d->decl->ret;
	bool number = arg_class_kind((enum arg_class) ret) == ARG_IS_SIGNED;

	if (w->is[WISH_NORETURN]) {
		never_returns(d);
	} else if (w->is[WISH_SETS_EXCEPTION]) {
		/* An object with an exception set would be no convention. */
		add_outcome(d, is_object(ret) ? null : anything,
			    LIKELY_ORDINARY, RAISES_SURELY);
	} else if (is_object(ret)
		   || (arg_class_is_address(ret)
		       && (w->is[WISH_NULL_SETS_EXCEPTION]
			   || w->is[WISH_NULL_WITHOUT_EXCEPTION]))) {
		address_outcomes(d);
	} else if (number && w->is[WISH_NEGATIVE_SETS_EXCEPTION]) {
		add_outcome(d, nonnegative, LIKELY_SUCCESS, RAISES_NOTHING);
		add_outcome(d, negative, LIKELY_ORDINARY, RAISES_SURELY);
	} else if (number && w->is[WISH_STEALS_ON_SUCCESS]) {
		add_outcome(d, nonnegative, LIKELY_SUCCESS, RAISES_NOTHING);
		add_outcome(d, negative, LIKELY_ORDINARY, RAISES_MAYBE);
	} else {
		add_outcome(d, anything, LIKELY_SUCCESS,
			    w->is[WISH_NO_PYTHON_CODE] ? RAISES_NOTHING
			    : RAISES_MAYBE);
	}
}

/* CLASS as one whose NULL is as wanted. */
static uint8_t with_null(uint8_t class, enum arg_null wanted)
{
	static const uint8_t pairs[][2] = {
		{ ARG_OBJ, ARG_OBJ_NULL }, { ARG_TYPE, ARG_TYPE_NULL },
		{ ARG_STR, ARG_STR_NULL }, { ARG_WSTR, ARG_WSTR_NULL },
		{ ARG_PTR, ARG_PTR_NULL }, { ARG_OUT, ARG_OUT_NULL },
		{ ARG_FN, ARG_FN_NULL }
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(pairs); i++)
		if (class == pairs[i][0] || class == pairs[i][1])
			return pairs[i][wanted == ARG_NULL_MEANS];
	return class;
}

static const uint8_t *make_params(struct draft *d)
{
	uint8_t *p = ARENA_ARRAY(d->arena, uint8_t, d->decl->n_params + 1);
	unsigned i;

	for (i = 0; i < d->decl->n_params; i++) {
		p[i] = d->decl->params[i];
		if (i < MAX_PARAMETER && d->wishes->may_be_null.has[i + 1])
			p[i] = with_null(p[i], ARG_NULL_MEANS);
		if (i < MAX_PARAMETER && d->wishes->nonnull.has[i + 1])
			p[i] = with_null(p[i], ARG_NULL_NEVER);
	}
	return p;
}

/* Only what has to do with objects is taken to need the GIL unasked. */
static uint32_t make_flags(const struct draft *d)
{
	const struct wishes *w = d->wishes;
	bool object = is_object(d->decl->ret);
	uint32_t flags = d->decl->is_variadic ? CF_VARIADIC : 0;
	unsigned i;

	for (i = 0; i < d->decl->n_params; i++)
		object |= is_object(d->decl->params[i]);
	if (w->is[WISH_NEEDS_GIL] || w->is[WISH_RELEASES_GIL])
		return flags;
	if (!object || w->is[WISH_ACQUIRES_GIL])
		flags |= CF_NO_GIL;
	return flags;
}

static const struct contract *make(struct arena *a,
				   const struct contract_decl *decl,
				   const struct wishes *w,
				   enum origin origin)
{
	struct contract *c = ARENA_NEW(a, struct contract);
	struct draft d = { .arena = a, .decl = decl, .wishes = w };

	make_outcomes(&d);
	c->name = decl->name;
	c->origin = origin;
	c->ret = decl->ret;
	c->n_params = decl->n_params;
	c->params = make_params(&d);
	c->flags = make_flags(&d);
	c->outcomes = arena_memdup(a, d.outcomes,
				   d.n * sizeof(d.outcomes[0]));
	c->n_outcomes = d.n;
	return c;
}

const struct contract *contract_from_attributes(struct arena *a,
						const struct contract_decl *d,
						const struct attr *attrs)
{
	struct wishes w;

	gather(&w, d, attrs);
	return w.any_own ? make(a, d, &w, ORIGIN_ATTRIBUTE) : NULL;
}

const struct contract *contract_convention(struct arena *a,
					   const struct contract_decl *d)
{
	struct wishes w;

	gather(&w, d, NULL);
	return make(a, d, &w, ORIGIN_CONVENTION);
}

/* ------------------------------------------------------------- checking */

static void check_arguments(const struct contract_decl *d,
			    const struct attr *a, const struct known *k,
			    struct buf *out)
{
	bool object = wants_object(k->wish);
	uint32_t i;

	if ((int) a->n_args < k->min)
		buf_addf(out, "attribute '%s' needs the number of a "
			 "parameter\n", a->name);
	for (i = 0; i < a->n_args; i++) {
		if (k->max == 0)
			buf_addf(out, "attribute '%s' takes no argument\n",
				 a->name);
		else if (a->args[i].is_string)
			buf_addf(out, "attribute '%s': the number of a "
				 "parameter, from 1, is expected\n", a->name);
		else if (!is_parameter(d, a->args[i].i, object))
			buf_addf(out, "attribute '%s': parameter %lld of "
				 "'%s' is no %s\n", a->name,
				 (long long) a->args[i].i, d->name,
				 object ? "Python object" : "pointer");
		if (k->max == 0)
			return;
	}
}

/* What the attribute says of the result, against the result's type. */
static void check_result(const struct contract_decl *d, const struct attr *a,
			 enum wish wish, struct buf *out)
{
	enum arg_kind k = arg_class_kind((enum arg_class) d->ret);
	const char *wanted = NULL;

	if ((wish == WISH_RETURNS_NEW || wish == WISH_RETURNS_BORROWED)
	    && k != ARG_IS_OBJECT)
		wanted = "a Python object";
	else if ((wish == WISH_NULL_SETS_EXCEPTION
		  || wish == WISH_NULL_WITHOUT_EXCEPTION
		  || wish == WISH_BORROWS_FROM)
		 && !arg_class_is_address(d->ret))
		wanted = "a pointer";
	else if (wish == WISH_NEGATIVE_SETS_EXCEPTION && k != ARG_IS_SIGNED)
		wanted = "a signed number";
	if (wanted)
		buf_addf(out, "attribute '%s': '%s' does not return %s\n",
			 a->name, d->name, wanted);
}

static void check_together(const struct contract_decl *d,
			   const struct wishes *w, struct buf *out)
{
	static const enum wish pairs[][2] = {
		{ WISH_RETURNS_NEW, WISH_RETURNS_BORROWED },
		{ WISH_RETURNS_NEW, WISH_BORROWS_FROM },
		{ WISH_SETS_EXCEPTION, WISH_NULL_WITHOUT_EXCEPTION },
	};
	size_t i;
	int p;

	for (i = 0; i < ARRAY_SIZE(pairs); i++)
		if (w->is[pairs[i][0]] && w->is[pairs[i][1]])
			buf_addf(out, "the attributes '%s' and '%s' of '%s' "
				 "contradict each other\n",
				 known[pairs[i][0]].name,
				 known[pairs[i][1]].name, d->name);
	for (p = 1; p <= MAX_PARAMETER; p++)
		if (w->may_be_null.has[p] && w->nonnull.has[p])
			buf_addf(out, "parameter %d of '%s' is said both to "
				 "be NULL at times and never\n", p, d->name);
}

bool contract_check_attributes(const struct contract_decl *d,
			       const struct attr *attrs, struct buf *out)
{
	const struct attr *a;
	size_t before = out->len;
	struct wishes w;

	gather(&w, d, attrs);
	for (a = attrs; a; a = a->next) {
		const struct known *k = find_known(a->name);

		if (!k || !is_ours(a->name))
			continue;
		check_arguments(d, a, k, out);
		check_result(d, a, k->wish, out);
	}
	check_together(d, &w, out);
	return out->len == before;
}
