/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is wrong with a contract taken alone: operands that do not exist,
 * effects that contradict each other, outcomes that overlap or leave
 * something out, flags that do not go together.
 *
 * Outcomes of one result are told apart by the exception (one sets it, the
 * other does not, or they set different ones) or by conditions (if-null 1
 * and if-nonnull 1).  Two outcomes that nothing tells apart are a fault, but
 * for summaries: there the paths through a body decide.
 */
#include "contract/contract.h"

#include <ctype.h>
#include <string.h>

struct lint {
	const struct contract *c;
	lint_report report;
	void *data;
	int outcome, effect;	/* where we are, or -1 */
	bool good;
};

static void fault(struct lint *l, const char *fmt, ...) PRC_PRINTF(2, 3);
static void fault(struct lint *l, const char *fmt, ...)
{
	struct lint_fault f = { l->c, l->outcome, l->effect, NULL };
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vaddf(&text, fmt, ap);
	va_end(ap);
	f.text = buf_str(&text);
	l->good = false;
	if (l->report)
		l->report(&f, l->data);
	buf_release(&text);
}

static const struct effect *find_effect(const struct outcome *o,
					enum effect_op op)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == op)
			return e;
	return NULL;
}

/* --------------------------------------------------------- one effect */

/* Is WHO an argument of the contract, or one behind "..."? */
static bool is_argument(const struct lint *l, int who)
{
	return who >= 1
		&& (who <= l->c->n_params || l->c->flags & CF_VARIADIC);
}

/* The class of argument or result WHO; N_ARG_CLASSES where it has none. */
static unsigned class_of(const struct lint *l, int who)
{
	if (who == WHO_RESULT)
		return l->c->ret;
	if (who >= 1 && who <= l->c->n_params)
		return l->c->params[who - 1];
	return N_ARG_CLASSES;
}

static bool has_kind(const struct lint *l, int who, enum arg_kind k1,
		     enum arg_kind k2)
{
	unsigned c = class_of(l, who);
	enum arg_kind k = arg_class_kind((enum arg_class) c);

	return c == N_ARG_CLASSES || k == k1 || k == k2
		|| k == ARG_IS_OPAQUE;
}

/* The first operand is what the effect is about: the result or an argument. */
static void lint_subject(struct lint *l, const struct effect *e)
{
	const char *word = effect_word((enum effect_op) e->op);

	if (e->a == WHO_RESULT && l->c->ret == ARG_VOID)
		fault(l, "'%s' is about the result, but there is none", word);
	else if (e->a != WHO_RESULT && !is_argument(l, e->a))
		fault(l, "'%s' is about argument %d, but there are %d", word,
		      e->a, l->c->n_params);
}

/* The second operand is an owner or lender. */
static void lint_owner(struct lint *l, const struct effect *e)
{
	const char *word = effect_word((enum effect_op) e->op);

	if (e->b < 0 && !who_word(e->b))
		fault(l, "'%s' names owner %d, which is none", word, e->b);
	else if (e->b > 0 && !is_argument(l, e->b))
		fault(l, "'%s' names argument %d, but there are %d", word,
		      e->b, l->c->n_params);
	else if (e->b == WHO_RESULT && l->c->ret == ARG_VOID)
		fault(l, "'%s' names the result, but there is none", word);
	else if (e->b == e->a && e->op != EFF_OUT_BORROW
		 && e->op != EFF_OUT_INTERIOR && !e->offset)
		fault(l, "'%s' names one thing twice", word);
}

static void lint_operands(struct lint *l, const struct effect *e)
{
	const char *word = effect_word((enum effect_op) e->op);

	switch (effect_shape((enum effect_op) e->op)) {
	case SHAPE_NONE:
		break;
	case SHAPE_A:
		lint_subject(l, e);
		break;
	case SHAPE_AB:
		lint_subject(l, e);
		lint_owner(l, e);
		break;
	case SHAPE_FAMILY:
		lint_subject(l, e);
		if (e->b <= FAMILY_NONE || e->b >= N_FAMILIES)
			fault(l, "'%s' names resource family %d, which does "
			      "not exist", word, e->b);
		break;
	case SHAPE_KINDS:
		if (e->kinds & ~(uint32_t) RAISE_ANY)
			fault(l, "'%s' names an unknown exception", word);
		break;
	}
}

/* Must the subject be an argument, of which kind? */
static void lint_subject_kind(struct lint *l, const struct effect *e)
{
	const char *word = effect_word((enum effect_op) e->op);
	bool argument = true, object = false, pointer = false;

	switch (e->op) {
	case EFF_IF_NULL: case EFF_IF_NONNULL:
		object = pointer = true;
		break;
	case EFF_IF_ZERO: case EFF_IF_NONZERO: case EFF_IF_IS: case EFF_IF_NOT:
	case EFF_IF_BITS: case EFF_IF_NO_BITS:
	case EFF_IF_NEGATIVE: case EFF_IF_NOT_NEGATIVE:
		break;
	case EFF_DROP: case EFF_GIVE:
		object = true;
		break;
	case EFF_OUT_OWN: case EFF_OUT_BORROW: case EFF_OUT_NULL:
	case EFF_OUT_NONNULL:
	case EFF_OUT_DROP: case EFF_OUT_INTERIOR:
		/* Of an object: one of its fields, in summaries. */
		pointer = true;
		object = l->c->origin == ORIGIN_INFERRED;
		break;
	case EFF_OWN: case EFF_BORROW: case EFF_IMMORTAL: case EFF_SHARE:
		object = true;
		argument = false;
		break;
	default:
		return;
	}
	if (argument && e->a == WHO_RESULT)
		fault(l, "'%s' is about an argument, not the result", word);
	if (object && pointer && !has_kind(l, e->a, ARG_IS_OBJECT,
					   ARG_IS_POINTER))
		fault(l, "'%s' is about a pointer", word);
	else if (object && !pointer && !has_kind(l, e->a, ARG_IS_OBJECT,
						 ARG_IS_POINTER))
		fault(l, "'%s' is about an object", word);
	else if (pointer && !object && !has_kind(l, e->a, ARG_IS_POINTER,
						 ARG_IS_POINTER))
		fault(l, "'%s' is about a pointer to what is written", word);
}

/* A condition that the class of the argument excludes. */
static void lint_condition(struct lint *l, const struct effect *e)
{
	unsigned c = class_of(l, e->a);

	if (e->op != EFF_IF_NULL || c == N_ARG_CLASSES
	    || !arg_class_is_address(c))
		return;
	if (arg_class_null((enum arg_class) c) == ARG_NULL_NEVER)
		fault(l, "'if-null' for argument %d, which is '%s' and so "
		      "never NULL: '%s-null' would be right", e->a,
		      arg_class_word((enum arg_class) c),
		      arg_class_word((enum arg_class) c));
}

static bool same_effect(const struct effect *a, const struct effect *b)
{
	return a->op == b->op && a->a == b->a && a->b == b->b
		&& a->offset == b->offset;
}

static bool is_condition(const struct effect *e)
{
	return effect_is_condition((enum effect_op) e->op);
}

static bool is_release(const struct effect *e)
{
	return e->op == EFF_DROP || e->op == EFF_GIVE;
}

static bool is_provenance(const struct effect *e)
{
	return e->op == EFF_OWN || e->op == EFF_BORROW
		|| e->op == EFF_IMMORTAL;
}

static bool contradict(const struct effect *a, const struct effect *b)
{
	if (conditions_exclude(a, b))
		return true;
	if (is_release(a))
		return is_release(b) && a->a == b->a;
	/* A reference to what is immortal can be owned or borrowed. */
	if (a->op == EFF_OWN && a->a == WHO_RESULT)
		return b->op == EFF_BORROW && b->a == WHO_RESULT;
	if (a->op == EFF_RAISES)
		return b->op == EFF_RAISES;
	return false;
}

/* E against the effects behind it. */
static void lint_pairs(struct lint *l, const struct effect *e)
{
	const struct effect *f;

	/* A body can write twice, and its conditions are what it asked. */
	if (l->c->origin == ORIGIN_INFERRED)
		return;
	for (f = e + 1; f->op != EFF_END; f++) {
		const char *w1 = effect_word((enum effect_op) e->op);
		const char *w2 = effect_word((enum effect_op) f->op);

		if (f->op >= N_EFFECTS)
			continue;
		if (same_effect(e, f) && e->op != EFF_DROP) {
			fault(l, "'%s' stands twice", w1);
			return;
		}
		if (contradict(e, f) || contradict(f, e)) {
			fault(l, "'%s' and '%s' contradict each other", w1,
			      w2);
			return;
		}
	}
}

static void lint_effects(struct lint *l, const struct outcome *o)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++) {
		l->effect = (int) (e - o->effects);
		if (e->op >= N_EFFECTS) {
			fault(l, "unknown effect %d", e->op);
			continue;
		}
		lint_operands(l, e);
		lint_subject_kind(l, e);
		lint_condition(l, e);
		lint_pairs(l, e);
	}
	l->effect = -1;
}

/* -------------------------------------------------------- one outcome */

static bool admits_nonzero(struct pred p)
{
	return p.lo != 0 || p.hi != 0;
}

static void lint_pred(struct lint *l, const struct outcome *o)
{
	struct pred p = o->pred;
	enum arg_kind k = arg_class_kind((enum arg_class) l->c->ret);
	bool any = p.lo == INT64_MIN && p.hi == INT64_MAX;

	if (p.lo > p.hi || (p.nonzero && p.lo == 0 && p.hi == 0))
		fault(l, "no result is possible in it");
	else if (k == ARG_IS_NONE && !any)
		fault(l, "there is no result to distinguish: 'any' would be "
		      "right");
	else if (arg_class_is_address(l->c->ret) && !any && p.lo < 0)
		fault(l, "a pointer is never negative");
	else if (k == ARG_IS_UNSIGNED && p.hi < 0 && p.lo != p.hi)
		fault(l, "an unsigned result is never negative");
}

/* What must be said of an object result that is not NULL. */
static void lint_result(struct lint *l, const struct outcome *o)
{
	const struct effect *e;

	if (arg_class_kind((enum arg_class) l->c->ret) != ARG_IS_OBJECT
	    || l->c->origin == ORIGIN_INFERRED
	    || find_effect(o, EFF_NORETURN))
		return;
	for (e = o->effects; e->op != EFF_END; e++) {
		bool about = e->a == WHO_RESULT
			&& (is_provenance(e) || e->op == EFF_SAME
			    || e->op == EFF_INTERIOR || e->op == EFF_ACQUIRE);

		if (!about)
			continue;
		if (!admits_nonzero(o->pred))
			fault(l, "'%s' of a result that is NULL",
			      effect_word((enum effect_op) e->op));
		return;
	}
	if (admits_nonzero(o->pred))
		fault(l, "it does not say who owns the result: 'own', "
		      "'borrow', 'same' or 'immortal' would");
}

static bool is_failure(const struct outcome *o)
{
	return o->likelihood != LIKELY_SUCCESS;
}

static void lint_likelihood(struct lint *l, const struct outcome *o)
{
	const struct effect *raises = find_effect(o, EFF_RAISES);
	unsigned i;

	if (o->likelihood >= N_LIKELIHOODS) {
		fault(l, "unknown likelihood");
		return;
	}
	/* That memory was short in a body may not be what it tells. */
	if (o->likelihood == LIKELY_MEMORY && raises
	    && l->c->origin != ORIGIN_INFERRED
	    && !(raises->kinds & RAISE_MemoryError))
		fault(l, "it is for short memory only, and yet does not "
		      "raise MemoryError");
	/* A function that always raises succeeds in doing so. */
	if (is_failure(o) || !raises || !raises->kinds
	    || l->c->origin == ORIGIN_INFERRED)
		return;
	for (i = 0; i < l->c->n_outcomes; i++)
		if (!find_effect(&l->c->outcomes[i], EFF_RAISES)) {
			fault(l, "it sets an exception and is yet called a "
			      "success: 'fails' would be right");
			return;
		}
}

static void lint_outcome(struct lint *l, const struct outcome *o)
{
	lint_pred(l, o);
	lint_effects(l, o);
	lint_result(l, o);
	lint_likelihood(l, o);
	if (find_effect(o, EFF_NORETURN) && admits_nonzero(o->pred)
	    && find_effect(o, EFF_OWN))
		fault(l, "it does not return, and so gives no reference");
}

/* ---------------------------------------------------- outcome by outcome */

static bool intersect(struct pred a, struct pred b)
{
	int64_t lo = a.lo > b.lo ? a.lo : b.lo;
	int64_t hi = a.hi < b.hi ? a.hi : b.hi;

	return lo < hi || (lo == hi && !(lo == 0 && (a.nonzero || b.nonzero)));
}

/* Do conditions of A and B exclude each other? */
static bool exclusive_conditions(const struct outcome *a,
				 const struct outcome *b)
{
	const struct effect *e, *f;

	for (e = a->effects; e->op != EFF_END; e++)
		for (f = b->effects; f->op != EFF_END; f++)
			if (is_condition(e) && is_condition(f)
			    && (contradict(e, f) || contradict(f, e)))
				return true;
	return false;
}

static bool distinct_exceptions(const struct outcome *a,
				const struct outcome *b)
{
	const struct effect *e = find_effect(a, EFF_RAISES);
	const struct effect *f = find_effect(b, EFF_RAISES);

	if (!e || !f)
		return e || f;
	/* Likelier and less likely ones of the same kinds are two ways. */
	return !(e->kinds & f->kinds) || a->likelihood != b->likelihood;
}

static void lint_disjoint(struct lint *l)
{
	unsigned i, k;

	if (l->c->origin == ORIGIN_INFERRED)
		return;
	for (i = 0; i < l->c->n_outcomes; i++)
		for (k = 0; k < i; k++) {
			const struct outcome *a = &l->c->outcomes[k];
			const struct outcome *b = &l->c->outcomes[i];

			l->outcome = (int) i;
			if (!intersect(a->pred, b->pred)
			    || distinct_exceptions(a, b)
			    || exclusive_conditions(a, b))
				continue;
			fault(l, "nothing tells it from outcome %u: neither "
			      "the result, nor an exception, nor a "
			      "condition", k + 1);
			break;
		}
	l->outcome = -1;
}

/* Is V the result of some outcome? */
static bool covered(const struct contract *c, int64_t v)
{
	unsigned i;

	for (i = 0; i < c->n_outcomes; i++) {
		struct pred p = c->outcomes[i].pred;

		if (p.lo <= v && v <= p.hi && !(v == 0 && p.nonzero))
			return true;
	}
	return false;
}

/* The outcomes leave no hole between the least and the greatest result: the
 * number behind each outcome's end must be in some outcome.  What lies
 * outside is never returned. */
static void lint_complete(struct lint *l)
{
	const struct contract *c = l->c;
	int64_t lo = INT64_MAX, hi = INT64_MIN;
	unsigned i;

	for (i = 0; i < c->n_outcomes; i++) {
		if (c->outcomes[i].pred.lo < lo)
			lo = c->outcomes[i].pred.lo;
		if (c->outcomes[i].pred.hi > hi)
			hi = c->outcomes[i].pred.hi;
	}
	for (i = 0; i < c->n_outcomes; i++) {
		int64_t end = c->outcomes[i].pred.hi;

		if (end < hi && !covered(c, end + 1)) {
			fault(l, "the outcomes leave out the result %lld",
			      (long long) end + 1);
			return;
		}
	}
	if (lo < 0 && hi > 0 && !covered(c, 0))
		for (i = 0; i < c->n_outcomes; i++)
			if (c->outcomes[i].pred.nonzero && lo != INT64_MIN) {
				fault(l, "the outcomes leave out the result 0");
				return;
			}
}

/* Is some outcome possible when E's condition does not hold? */
static bool has_alternative(const struct contract *c, const struct effect *e)
{
	unsigned i;

	for (i = 0; i < c->n_outcomes; i++) {
		const struct effect *f = c->outcomes[i].effects;
		bool same = false;

		for (; f->op != EFF_END; f++)
			same |= same_effect(e, f);
		if (!same)
			return true;
	}
	return false;
}

static void lint_conditions(struct lint *l)
{
	unsigned i;

	for (i = 0; i < l->c->n_outcomes; i++) {
		const struct effect *e = l->c->outcomes[i].effects;

		for (; e->op != EFF_END; e++) {
			if (!is_condition(e)
			    || has_alternative(l->c, e))
				continue;
			l->outcome = (int) i;
			fault(l, "every outcome is '%s': none is left for "
			      "the contrary",
			      effect_word((enum effect_op) e->op));
			l->outcome = -1;
			return;
		}
	}
}

/* -------------------------------------------------- the contract's head */

static bool is_identifier(const char *s, size_t n)
{
	size_t i;

	if (!n || isdigit((unsigned char) s[0]))
		return false;
	for (i = 0; i < n; i++)
		if (!isalnum((unsigned char) s[i]) && s[i] != '_'
		    && s[i] != '$' && s[i] != '.' && s[i] != ':')
			return false;
	return true;
}

static void lint_name(struct lint *l)
{
	size_t n = strcspn(l->c->name, "/");
	const char *arity = l->c->name + n;

	if (!is_identifier(l->c->name, n))
		fault(l, "'%s' is not the name of a function", l->c->name);
	if (*arity && (!arity[1]
		       || strspn(arity + 1, "0123456789")
			  != strlen(arity + 1)))
		fault(l, "the number of arguments must follow the '/'");
}

static void lint_versions(struct lint *l)
{
	const struct contract *c = l->c;

	if (c->until && c->until <= c->since)
		fault(l, "no version has it: it is gone before it comes");
	if (c->deprecated && c->until && c->deprecated >= c->until)
		fault(l, "it is deprecated after it is gone");
	if (c->deprecated && c->deprecated < c->since)
		fault(l, "it is deprecated before it comes");
	if (c->limited_since && !(c->flags & CF_LIMITED))
		fault(l, "it is in the limited API since a version, but "
		      "lacks the flag 'limited'");
}

static void lint_exclusive_flags(struct lint *l)
{
	static const struct { uint32_t a, b; } pairs[] = {
		{ CF_NEEDS_CLEAR, CF_NEEDS_SET },
		{ CF_VA_NULL_ENDED, CF_VA_COUNTED },
		{ CF_LOCKS, CF_UNLOCKS },
		{ CF_PURE, CF_BLOCKS },
	};
	size_t i;
	unsigned bit;

	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		struct buf b = { 0 };

		if (~l->c->flags & (pairs[i].a | pairs[i].b))
			continue;
		for (bit = 0; bit < N_CONTRACT_FLAGS; bit++)
			if ((pairs[i].a | pairs[i].b) & 1u << bit)
				buf_addf(&b, "%s'%s'", b.len ? " and " : "",
					 flag_word(bit));
		fault(l, "the flags %s contradict each other", buf_str(&b));
		buf_release(&b);
	}
}

static void lint_flags(struct lint *l)
{
	const struct contract *c = l->c;
	bool runs = contract_ever(c, EFF_RUNS_CODE);

	lint_exclusive_flags(l);
	if (c->flags & CF_PURE && (runs || contract_ever(c, EFF_RAISES)
				   || contract_ever(c, EFF_MUTATES)
				   || contract_ever(c, EFF_DROP)
				   || contract_ever(c, EFF_GIVE)))
		fault(l, "it is 'pure' and yet has effects");
	if (c->flags & CF_LEAF && runs)
		fault(l, "it is a 'leaf' and yet runs code");
	if (c->flags & CF_FRESH && !contract_ever(c, EFF_OWN)
	    && !contract_ever(c, EFF_ACQUIRE)
	    && !contract_ever(c, EFF_OUT_OWN))
		fault(l, "it is 'fresh' and yet gives no reference");
	if (c->flags & CF_TRISTATE && (!covered(c, -1) || !covered(c, 0)
				       || !covered(c, 1)))
		fault(l, "it is 'tristate' and yet its results are not "
		      "-1, 0 and 1");
	if (c->flags & CF_AMBIGUOUS && !contract_ever(c, EFF_RAISES))
		fault(l, "its error is 'ambiguous' and yet no outcome "
		      "raises");
	if (c->flags & (CF_VA_NULL_ENDED | CF_VA_COUNTED)
	    && !(c->flags & CF_VARIADIC))
		fault(l, "it says what its further arguments are and yet is "
		      "not 'variadic'");
}

static void lint_format(struct lint *l)
{
	const struct contract *c = l->c;

	if (!format_kind_word((enum format_kind) c->format))
		fault(l, "unknown format");
	else if (c->format && (c->format_arg < 1
			       || c->format_arg > c->n_params))
		fault(l, "argument %d is to be the format, but there are %d",
		      c->format_arg, c->n_params);
	else if (c->format && c->va_first
		 && c->va_first <= c->format_arg)
		fault(l, "the further arguments start before the format");
}

static bool lint_head(struct lint *l)
{
	const struct contract *c = l->c;
	unsigned i;

	lint_name(l);
	lint_versions(l);
	if (c->ret >= N_ARG_CLASSES)
		fault(l, "unknown class of the result");
	for (i = 0; i < c->n_params; i++)
		if (c->params[i] == ARG_VOID
		    || c->params[i] >= N_ARG_CLASSES)
			fault(l, "argument %u is of no known class", i + 1);
	if (c->n_params > INT8_MAX)
		fault(l, "more than %d arguments", INT8_MAX);
	if (c->flags & ~(uint32_t) CF_ALL)
		fault(l, "unknown flags");
	if (!c->n_outcomes)
		fault(l, "it has no outcome");
	return l->good;
}

static void lint_fact(struct lint *l)
{
	const char *s = l->c->fact;
	size_t n = s ? strlen(s) : 0;

	if (n && !isupper((unsigned char) s[0]))
		fault(l, "its sentence does not start with a capital");
	if (n && s[n - 1] == '.')
		fault(l, "its sentence has a final period, which is added "
		      "where it is printed");
}

bool contract_lint_each(const struct contract *c, lint_report report,
			void *data)
{
	struct lint l = { c, report, data, -1, -1, true };
	unsigned i;

	if (!lint_head(&l))
		return false;
	for (i = 0; i < c->n_outcomes; i++) {
		l.outcome = (int) i;
		lint_outcome(&l, &c->outcomes[i]);
		l.outcome = -1;
	}
	/* Repeated conditions would make this slow, too. */
	if (l.good)
		lint_disjoint(&l);
	/* What a budget or a crash cut is missing in a body's contract. */
	if (!(c->flags & CF_OPAQUE) && c->origin != ORIGIN_INFERRED) {
		lint_complete(&l);
		lint_conditions(&l);
	}
	lint_flags(&l);
	lint_format(&l);
	lint_fact(&l);
	return l.good;
}

static void append_fault(const struct lint_fault *f, void *data)
{
	struct buf *errors = data;

	buf_addf(errors, "%s: ", f->contract->name);
	if (f->outcome >= 0)
		buf_addf(errors, "outcome %d: ", f->outcome + 1);
	buf_addf(errors, "%s\n", f->text);
}

bool contract_lint(const struct contract *c, struct buf *errors)
{
	return contract_lint_each(c, append_fault, errors);
}
