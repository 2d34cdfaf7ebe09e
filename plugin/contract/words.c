/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words of contracts, made from the .def files: one by one in both
 * directions, and whole contracts as text.
 */
#include "contract/contract.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const struct { const char *word, *sentence; enum effect_shape shape; }
effects[N_EFFECTS] = {
#define EFFECT(id, word, shape, sentence) \
	[EFF_##id] = { word, sentence, SHAPE_##shape },
#include "contract/effect.def"
#undef EFFECT
};

static const struct { const char *id, *what, *how; }
families[N_FAMILIES] = {
#define FAMILY(id, what, how) [FAMILY_##id] = { #id, what, how },
#include "contract/family.def"
#undef FAMILY
};

static const char *const raises[N_RAISE_BITS] = {
#define KIND(name) #name,
#include "contract/exception.def"
#undef KIND
};

static const struct {
	const char *word, *c;
	enum arg_kind kind;
	enum arg_null null;
} classes[N_ARG_CLASSES] = {
#define CLASS(id, word, kind, nulls, c) \
	{ word, c, ARG_IS_##kind, ARG_NULL_##nulls },
#include "contract/class.def"
#undef CLASS
};

static const char *const flags[N_CONTRACT_FLAGS] = {
#define FLAG(id, word, sentence) word,
#include "contract/flag.def"
#undef FLAG
};

static const char *const likelihoods[N_LIKELIHOODS] = {
#define LIKELY(id, word, sentence) word,
#include "contract/likelihood.def"
#undef LIKELY
};

static const struct { int who; const char *word, *sentence; } whos[] = {
#define WHO(id, number, word, sentence) { number, word, sentence },
#include "contract/who.def"
#undef WHO
};

static const char *const formats[] = {
	[FORMAT_NONE] = "none",
	[FORMAT_PARSE] = "parse",
	[FORMAT_PARSE_KEYWORDS] = "parse-keywords",
	[FORMAT_BUILD] = "build",
	[FORMAT_CALL] = "call",
	[FORMAT_UNICODE] = "unicode",
	[FORMAT_PARSE_ONE] = "parse-one",
	[FORMAT_BYTES] = "bytes",
	[FORMAT_PRINTF] = "printf",
};

static const char *const origins[] = {
	[ORIGIN_TABLE] = "table",
	[ORIGIN_ATTRIBUTE] = "attribute",
	[ORIGIN_SPEC] = "spec",
	[ORIGIN_INFERRED] = "inferred",
	[ORIGIN_CONVENTION] = "convention",
};

/* ------------------------------------------------- from number to word */

const char *effect_word(enum effect_op op)
{
	return op > EFF_END && op < N_EFFECTS ? effects[op].word : NULL;
}

enum effect_shape effect_shape(enum effect_op op)
{
	return op < N_EFFECTS ? effects[op].shape : SHAPE_NONE;
}

const char *effect_sentence(enum effect_op op)
{
	return op > EFF_END && op < N_EFFECTS ? effects[op].sentence : NULL;
}

const char *family_id(enum family f)
{
	return f < N_FAMILIES ? families[f].id : NULL;
}

const char *family_what(enum family f)
{
	return f < N_FAMILIES ? families[f].what : NULL;
}

const char *family_how(enum family f)
{
	return f < N_FAMILIES ? families[f].how : NULL;
}

const char *raise_name(unsigned bit)
{
	return bit < N_RAISE_BITS ? raises[bit] : NULL;
}

const char *arg_class_word(enum arg_class c)
{
	return c < N_ARG_CLASSES ? classes[c].word : NULL;
}

enum arg_kind arg_class_kind(enum arg_class c)
{
	return c < N_ARG_CLASSES ? classes[c].kind : ARG_IS_NONE;
}

bool arg_class_is_address(enum arg_class c)
{
	enum arg_kind k = arg_class_kind(c);

	return k == ARG_IS_OBJECT || k == ARG_IS_POINTER;
}

enum arg_null arg_class_null(enum arg_class c)
{
	return c < N_ARG_CLASSES ? classes[c].null : ARG_NULL_NEVER;
}

const char *arg_class_c(enum arg_class c)
{
	return c < N_ARG_CLASSES ? classes[c].c : NULL;
}

const char *flag_word(unsigned bit)
{
	return bit < N_CONTRACT_FLAGS ? flags[bit] : NULL;
}

const char *likelihood_word(enum likelihood l)
{
	return l < N_LIKELIHOODS ? likelihoods[l] : NULL;
}

const char *format_kind_word(enum format_kind k)
{
	return k < ARRAY_SIZE(formats) ? formats[k] : NULL;
}

const char *origin_word(enum origin o)
{
	return o < ARRAY_SIZE(origins) ? origins[o] : NULL;
}

const char *who_word(int who)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(whos); i++)
		if (whos[i].who == who)
			return whos[i].word;
	return NULL;
}

/* ------------------------------------------------- from word to number */

uint32_t raise_from_name(const char *name)
{
	unsigned i;

	if (!strncmp(name, "PyExc_", 6))
		name += 6;
	for (i = 0; i < N_RAISE_BITS; i++)
		if (!strcmp(raises[i], name))
			return 1u << i;
	return RAISE_Other;
}

int effect_from_word(const char *word)
{
	int i;

	for (i = EFF_END + 1; i < N_EFFECTS; i++)
		if (!strcmp(effects[i].word, word))
			return i;
	return -1;
}

int family_from_id(const char *id)
{
	int i;

	for (i = FAMILY_NONE + 1; i < N_FAMILIES; i++)
		if (!strcmp(families[i].id, id))
			return i;
	return -1;
}

int arg_class_from_word(const char *word)
{
	int i;

	for (i = 0; i < N_ARG_CLASSES; i++)
		if (!strcmp(classes[i].word, word))
			return i;
	return -1;
}

static int word_index(const char *const *words, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (words[i] && !strcmp(words[i], word))
			return (int) i;
	return -1;
}

int flag_from_word(const char *word)
{
	return word_index(flags, ARRAY_SIZE(flags), word);
}

int likelihood_from_word(const char *word)
{
	return word_index(likelihoods, ARRAY_SIZE(likelihoods), word);
}

int format_kind_from_word(const char *word)
{
	return word_index(formats, ARRAY_SIZE(formats), word);
}

int who_from_word(const char *word)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(whos); i++)
		if (!strcmp(whos[i].word, word))
			return whos[i].who;
	return INT_MIN;
}

/* ---------------------------------------------------------- predicates */

/* The same set of numbers without a hole or an end that does nothing. */
static struct pred pred_normal(struct pred p)
{
	if (p.nonzero && p.lo == 0 && p.hi > 0)
		p.lo = 1;
	if (p.nonzero && p.hi == 0 && p.lo < 0)
		p.hi = -1;
	if (p.lo > 0 || p.hi < 0)
		p.nonzero = false;
	return p;
}

bool pred_equal(struct pred a, struct pred b)
{
	a = pred_normal(a);
	b = pred_normal(b);
	return a.lo == b.lo && a.hi == b.hi && a.nonzero == b.nonzero;
}

static void range_print(struct pred p, struct buf *out)
{
	if (p.lo == INT64_MIN && p.hi == INT64_MAX)
		buf_add(out, "any");
	else if (p.lo == p.hi)
		buf_addf(out, "%lld", (long long) p.lo);
	else if (p.hi == INT64_MAX)
		buf_addf(out, ">=%lld", (long long) p.lo);
	else if (p.lo == INT64_MIN)
		buf_addf(out, "<=%lld", (long long) p.hi);
	else
		buf_addf(out, "%lld..%lld", (long long) p.lo,
			 (long long) p.hi);
}

void pred_print(struct pred p, enum arg_class ret, struct buf *out)
{
	p = pred_normal(p);
	if (arg_class_is_address(ret) && p.lo == 0 && p.hi == 0 && !p.nonzero) {
		buf_add(out, "null");
	} else if (arg_class_is_address(ret) && p.lo == 1 && p.hi == INT64_MAX) {
		buf_add(out, "nonnull");
	} else if (p.nonzero && p.lo == INT64_MIN && p.hi == INT64_MAX) {
		buf_add(out, "nonzero");
	} else {
		range_print(p, out);
		if (p.nonzero)
			buf_add(out, " nonzero");
	}
}

/* The number at *TEXT, which moves behind it. */
static bool parse_number(const char **text, int64_t *n)
{
	const char *s = *text;
	char *end;
	long long v;

	if (*s == '-')
		s++;
	if (*s < '0' || *s > '9')
		return false;
	errno = 0;
	v = strtoll(*text, &end, 10);
	if (errno)
		return false;
	*n = v;
	*text = end;
	return true;
}

static bool parse_comparison(const char **text, struct pred *p)
{
	bool greater = **text == '>';
	bool equal = (*text)[1] == '=';
	int64_t n;

	*text += equal ? 2 : 1;
	if (!parse_number(text, &n))
		return false;
	if (!equal && n == (greater ? INT64_MAX : INT64_MIN))
		return false;
	if (greater)
		p->lo = equal ? n : n + 1;
	else
		p->hi = equal ? n : n - 1;
	return true;
}

static bool parse_range(const char **text, struct pred *p)
{
	if (!strncmp(*text, "any", 3)) {
		*text += 3;
		return true;
	}
	if (**text == '<' || **text == '>')
		return parse_comparison(text, p);
	if (!parse_number(text, &p->lo))
		return false;
	p->hi = p->lo;
	if (strncmp(*text, "..", 2))
		return true;
	*text += 2;
	return parse_number(text, &p->hi) && p->lo <= p->hi;
}

bool pred_parse(const char *text, struct pred *p)
{
	struct pred q = { INT64_MIN, INT64_MAX, false };

	if (!strcmp(text, "null")) {
		q.lo = q.hi = 0;
	} else if (!strcmp(text, "nonnull")) {
		q.lo = 1;
	} else if (!strcmp(text, "nonzero")) {
		q.nonzero = true;
	} else {
		if (!parse_range(&text, &q))
			return false;
		if (!strcmp(text, " nonzero"))
			q.nonzero = true;
		else if (*text)
			return false;
		if (q.nonzero && q.lo == 0 && q.hi == 0)
			return false;
	}
	*p = pred_normal(q);
	return true;
}

/* ------------------------------------------------------------ printing */

void who_print(int who, struct buf *out)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(whos); i++)
		if (whos[i].who == who) {
			buf_add(out, whos[i].sentence);
			return;
		}
	buf_addf(out, "argument %d", who);
}

static void operand_print(int who, struct buf *out)
{
	const char *word = who ? who_word(who) : NULL;

	if (word)
		buf_add(out, word);
	else
		buf_addf(out, "%d", who);
}

static void kinds_print(uint32_t kinds, struct buf *out)
{
	unsigned i;
	bool first = true;

	if (kinds == RAISE_ANY) {
		buf_add(out, "any");
		return;
	}
	for (i = 0; i < N_RAISE_BITS; i++) {
		if (!(kinds & 1u << i))
			continue;
		buf_addf(out, "%s%s", first ? "" : " | ", raises[i]);
		first = false;
	}
}

void effect_print(const struct effect *e, struct buf *out)
{
	enum effect_shape shape = effect_shape(e->op);

	buf_add(out, effect_word(e->op) ? effect_word(e->op) : "?");
	if (shape != SHAPE_NONE) {
		buf_add(out, " (");
		if (shape == SHAPE_KINDS)
			kinds_print(e->kinds, out);
		else
			operand_print(e->a, out);
		if (shape == SHAPE_AB || shape == SHAPE_FAMILY)
			buf_add(out, ", ");
		if (shape == SHAPE_AB)
			operand_print(e->b, out);
		else if (shape == SHAPE_FAMILY)
			buf_add(out, family_id((enum family) e->b)
				? family_id((enum family) e->b) : "?");
		else if (effect_has_number((enum effect_op) e->op))
			buf_addf(out, ", %lld", (long long) e->offset);
		buf_addc(out, ')');
	}
	if (e->offset && !effect_has_number((enum effect_op) e->op))
		buf_addf(out, " + %lld", (long long) e->offset);
}

static void outcome_print(const struct contract *c, const struct outcome *o,
			  struct buf *out)
{
	const struct effect *e;

	buf_addf(out, "  %s ", likelihoods[o->likelihood]);
	pred_print(o->pred, (enum arg_class) c->ret, out);
	buf_addc(out, ':');
	for (e = o->effects; e->op != EFF_END; e++) {
		buf_addc(out, ' ');
		effect_print(e, out);
	}
	buf_addc(out, '\n');
}

static void version_print(pyversion v, struct buf *out)
{
	buf_addf(out, "%d.%d", v >> 8, v & 0xff);
}

static void flags_print(const struct contract *c, struct buf *out)
{
	unsigned i;

	for (i = 0; i < N_CONTRACT_FLAGS; i++)
		if (c->flags & 1u << i)
			buf_addf(out, " %s", flags[i]);
	if (c->format)
		buf_addf(out, " %s-format (%u, %u)", formats[c->format],
			 c->format_arg, c->va_first);
	if (c->type)
		buf_addf(out, " type (%s)", c->type);
}

void contract_print(const struct contract *c, struct buf *out)
{
	unsigned i;

	buf_addf(out, "%s (", c->name);
	for (i = 0; i < c->n_params; i++)
		buf_addf(out, "%s%s", i ? ", " : "",
			 classes[c->params[i]].word);
	if (c->flags & CF_VARIADIC)
		buf_add(out, c->n_params ? ", ..." : "...");
	buf_addf(out, ") -> %s [%s", classes[c->ret].word,
		 origins[c->origin]);
	if (c->since || c->until) {
		buf_addc(out, ' ');
		version_print(c->since, out);
		buf_addc(out, '-');
	}
	if (c->until)
		version_print(c->until, out);
	buf_addc(out, ']');
	flags_print(c, out);
	buf_addc(out, '\n');
	for (i = 0; i < c->n_outcomes; i++)
		outcome_print(c, &c->outcomes[i], out);
}

/* ---------------------------------------------------------- comparison */

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static bool effects_equal(const struct effect *a, const struct effect *b)
{
	for (; a->op == b->op && a->op != EFF_END; a++, b++)
		if (a->a != b->a || a->b != b->b || a->kinds != b->kinds
		    || a->offset != b->offset)
			return false;
	return a->op == b->op;
}

static bool outcome_equal(const struct outcome *a, const struct outcome *b)
{
	return pred_equal(a->pred, b->pred)
		&& a->likelihood == b->likelihood
		&& effects_equal(a->effects, b->effects)
		&& a->loc.line == b->loc.line
		&& a->loc.column == b->loc.column
		&& same_text(a->loc.file, b->loc.file)
		&& same_text(a->function, b->function);
}

bool contract_equal(const struct contract *a, const struct contract *b)
{
	unsigned i;

	if (strcmp(a->name, b->name) || a->since != b->since
	    || a->until != b->until || a->ret != b->ret
	    || a->n_params != b->n_params || a->flags != b->flags
	    || a->format != b->format || a->format_arg != b->format_arg
	    || a->va_first != b->va_first || !same_text(a->type, b->type)
	    || a->deprecated != b->deprecated
	    || a->limited_since != b->limited_since
	    || !same_text(a->replacement, b->replacement)
	    || a->n_outcomes != b->n_outcomes)
		return false;
	for (i = 0; i < a->n_params; i++)
		if (a->params[i] != b->params[i])
			return false;
	for (i = 0; i < a->n_outcomes; i++)
		if (!outcome_equal(&a->outcomes[i], &b->outcomes[i]))
			return false;
	return true;
}

static bool denies(const struct effect *a, const struct effect *b)
{
	if (a->op == EFF_IF_CLEAR)
		return b->op == EFF_IF_SET;
	if (a->a != b->a)
		return false;
	switch (a->op) {
	case EFF_IF_SAME:
		return b->op == EFF_IF_OTHER && a->b == b->b;
	case EFF_IF_NULL: case EFF_IF_ZERO:
		return b->op == EFF_IF_NONNULL || b->op == EFF_IF_NONZERO
			|| (b->op == EFF_IF_IS && b->offset);
	case EFF_IF_NONZERO:
		return b->op == EFF_IF_IS && !b->offset;
	case EFF_IF_HOLDS_NULL:
		return b->op == EFF_IF_HOLDS_NONNULL && a->offset == b->offset;
	case EFF_IF_NEGATIVE:
		return b->op == EFF_IF_NOT_NEGATIVE;
	case EFF_IF_IS:
		return (b->op == EFF_IF_IS && a->offset != b->offset)
			|| (b->op == EFF_IF_NOT && a->offset == b->offset);
	case EFF_IF_BITS:
		return b->op == EFF_IF_NO_BITS && a->offset == b->offset;
	case EFF_IF_BELOW_HELD:
		return b->op == EFF_IF_NOT_BELOW_HELD && a->b == b->b
			&& a->offset == b->offset;
	default:
		return false;
	}
}

bool conditions_exclude(const struct effect *a, const struct effect *b)
{
	return denies(a, b) || denies(b, a);
}

bool preds_meet(const struct pred *a, const struct pred *b)
{
	int64_t lo = a->lo > b->lo ? a->lo : b->lo;
	int64_t hi = a->hi < b->hi ? a->hi : b->hi;

	return lo <= hi && !(lo == 0 && hi == 0 && (a->nonzero || b->nonzero))
		&& !(lo == -1 && hi == -1
		     && (a->not_minus_one || b->not_minus_one));
}

bool outcome_has(const struct outcome *o, enum effect_op op)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == op)
			return true;
	return false;
}

bool contract_ever(const struct contract *k, enum effect_op op)
{
	unsigned i;

	for (i = 0; i < k->n_outcomes; i++)
		if (outcome_has(&k->outcomes[i], op))
			return true;
	return false;
}

bool contract_always(const struct contract *k, enum effect_op op)
{
	unsigned i;

	for (i = 0; i < k->n_outcomes; i++)
		if (!outcome_has(&k->outcomes[i], op)
		    && !outcome_has(&k->outcomes[i], EFF_NORETURN))
			return false;
	return k->n_outcomes > 0;
}
