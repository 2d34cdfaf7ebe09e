/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A contract read out as plain sentences: what `pyrefcheck explain' prints
 * for a function.
 */
#include "contract/contract.h"

#include <stdlib.h>
#include <string.h>

static const char *const flag_sentences[N_CONTRACT_FLAGS] = {
#define FLAG(id, word, sentence) sentence,
#include "contract/flag.def"
#undef FLAG
};

static const char *const likelihood_sentences[N_LIKELIHOODS] = {
#define LIKELY(id, word, sentence) sentence,
#include "contract/likelihood.def"
#undef LIKELY
};

/* Adds TEXT as a sentence: a capital first, a period last. */
static void add_sentence(struct buf *out, const char *text)
{
	buf_add(out, "  ");
	if (*text >= 'a' && *text <= 'z')
		buf_addc(out, (char) (*text++ - 'a' + 'A'));
	buf_add(out, text);
	buf_add(out, ".\n");
}

/* The arguments of C for which the predicate holds, as "argument 1", "2 and
 * 3"; returns how many. */
static unsigned list_arguments(const struct contract *c, struct buf *out,
			       bool (*holds)(enum arg_class))
{
	unsigned i, n = 0, done = 0;

	for (i = 0; i < c->n_params; i++)
		n += holds((enum arg_class) c->params[i]);
	for (i = 0; i < c->n_params; i++) {
		if (!holds((enum arg_class) c->params[i]))
			continue;
		if (!done)
			buf_add(out, n > 1 ? "arguments " : "argument ");
		else
			buf_add(out, done + 1 == n ? " and " : ", ");
		buf_addf(out, "%u", i + 1);
		done++;
	}
	return n;
}

static bool may_not_be_null(enum arg_class c)
{
	return arg_class_is_address(c) && arg_class_null(c) == ARG_NULL_NEVER;
}

static bool may_be_null(enum arg_class c)
{
	return arg_class_is_address(c) && arg_class_null(c) == ARG_NULL_MEANS;
}

static bool null_is_error(enum arg_class c)
{
	return arg_class_is_address(c) && arg_class_null(c) == ARG_NULL_ERROR;
}

static void explain_nulls(const struct contract *c, struct buf *out)
{
	static const struct {
		bool (*holds)(enum arg_class);
		const char *text;
	} sorts[] = {
		{ may_not_be_null, "must not be NULL" },
		{ may_be_null, "may be NULL" },
		{ null_is_error,
		  "may be NULL, which is answered with an exception" },
	};
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sorts); i++) {
		buf_clear(&b);
		if (!list_arguments(c, &b, sorts[i].holds))
			continue;
		buf_addf(&b, " %s", sorts[i].text);
		add_sentence(out, buf_str(&b));
	}
	buf_release(&b);
}

static void version_add(pyversion v, struct buf *out)
{
	buf_addf(out, "%d.%d", v >> 8, v & 0xff);
}

static void explain_versions(const struct contract *c, struct buf *out)
{
	struct buf b = { 0 };

	if (c->since > PYVERSION(3, 0)) {
		buf_add(&b, "it exists since Python ");
		version_add(c->since, &b);
		if (c->until)
			buf_add(&b, " and is gone in ");
	} else if (c->until) {
		buf_add(&b, "it is gone in Python ");
	} else {
		buf_add(&b, "every Python 3 has it");
	}
	if (c->until)
		version_add(c->until, &b);
	if (c->deprecated) {
		buf_add(&b, "; it is deprecated since ");
		version_add(c->deprecated, &b);
	}
	add_sentence(out, buf_str(&b));
	if (c->replacement) {
		buf_clear(&b);
		buf_addf(&b, "use %s instead", c->replacement);
		add_sentence(out, buf_str(&b));
	}
	buf_release(&b);
}

static void explain_limited(const struct contract *c, struct buf *out)
{
	struct buf b = { 0 };

	if (!(c->flags & CF_LIMITED)) {
		add_sentence(out, "it is not in the limited API");
		return;
	}
	buf_add(&b, flag_sentences[CF_BIT_LIMITED]);
	if (c->limited_since) {
		buf_add(&b, " since ");
		version_add(c->limited_since, &b);
	}
	add_sentence(out, buf_str(&b));
	buf_release(&b);
}

/* Versions and the limited API mean nothing for what is not Python's. */
static bool is_python_api(const struct contract *c)
{
	const char *name = c->name + (c->name[0] == '_');

	return c->origin == ORIGIN_TABLE && !strncmp(name, "Py", 2);
}

/* Limited API and the GIL are read out where they are not so, too. */
static void explain_flags(const struct contract *c, struct buf *out)
{
	unsigned bit;

	if (!(c->flags & CF_NO_GIL))
		add_sentence(out, "the GIL must be held when it is called");
	for (bit = 0; bit < N_CONTRACT_FLAGS; bit++)
		if (c->flags & 1u << bit && bit != CF_BIT_LIMITED)
			add_sentence(out, flag_sentences[bit]);
	if (is_python_api(c))
		explain_limited(c, out);
	if (c->type)
		buf_addf(out, "  What it makes is of type %s.\n", c->type);
}

static void kinds_add(uint32_t kinds, struct buf *out)
{
	unsigned bit;
	bool first = true;

	if (kinds == RAISE_ANY || !kinds)
		return;
	for (bit = 0; bit < N_RAISE_BITS; bit++) {
		if (!(kinds & 1u << bit))
			continue;
		buf_addf(out, "%s%s", first ? ": " : " or ",
			 1u << bit == RAISE_Other ? "another"
						   : raise_name(bit));
		first = false;
	}
}

static void explain_effect(const struct effect *e, struct buf *out)
{
	const char *s = effect_sentence(e->op);

	if (e->op == EFF_RAISES && !e->kinds)
		s = "an exception may be set";
	for (; s && *s; s++) {
		if (s[0] != '%' || s[1] < '0' || s[1] > '2') {
			buf_addc(out, *s);
			continue;
		}
		s++;
		who_print(*s == '0' ? WHO_RESULT : *s == '1' ? e->a : e->b,
			  out);
	}
	if (effect_has_number((enum effect_op) e->op))
		buf_addf(out, ", %lld", (long long) e->offset);
	if (e->op == EFF_SAME && e->offset)
		buf_addf(out, ", %lld bytes %s", llabs(e->offset),
			 e->offset < 0 ? "before" : "on");
	if (effect_shape(e->op) == SHAPE_KINDS)
		kinds_add(e->kinds, out);
	if (effect_shape(e->op) == SHAPE_FAMILY && family_what(e->b))
		buf_addf(out, " (%s; %s)", family_what(e->b),
			 family_how(e->b));
}

static bool is_condition(const struct effect *e)
{
	return effect_is_condition((enum effect_op) e->op);
}

static void explain_result(const struct contract *c, const struct outcome *o,
			   struct buf *out)
{
	struct buf p = { 0 };
	const char *text, *dots;

	pred_print(o->pred, (enum arg_class) c->ret, &p);
	text = buf_str(&p);
	dots = strstr(text, "..");
	if (!strcmp(text, "null"))
		buf_add(out, "NULL");
	else if (!strcmp(text, "nonnull"))
		buf_add(out, "a pointer that is not NULL");
	else if (!strcmp(text, "any"))
		buf_add(out, "any value");
	else if (!strcmp(text, "nonzero"))
		buf_add(out, "a value other than 0");
	else if (dots)
		buf_addf(out, "%.*s to %s", (int) (dots - text), text,
			 dots + 2);
	else if (*text == '>')
		buf_addf(out, "%s or more", text + 2);
	else if (*text == '<')
		buf_addf(out, "%s or less", text + 2);
	else
		buf_add(out, text);
	buf_release(&p);
}

static void explain_outcome(const struct contract *c, const struct outcome *o,
			    struct buf *out)
{
	const struct effect *e;

	/* An only outcome needs no "when it succeeds". */
	if (c->n_outcomes > 1)
		buf_addf(out, "  %s", likelihood_sentences[o->likelihood]);
	for (e = o->effects; e->op != EFF_END; e++) {
		if (!is_condition(e))
			continue;
		buf_add(out, ", ");
		explain_effect(e, out);
	}
	buf_add(out, c->n_outcomes == 1 ? "  It" : ", it");
	buf_add(out, " returns ");
	if (c->ret == ARG_VOID)
		buf_add(out, "nothing");
	else
		explain_result(c, o, out);
	for (e = o->effects; e->op != EFF_END; e++) {
		if (is_condition(e))
			continue;
		buf_add(out, "; ");
		explain_effect(e, out);
	}
	buf_add(out, ".\n");
}

static void explain_signature(const struct contract *c, struct buf *out)
{
	unsigned i;

	buf_addf(out, "%s %s (", arg_class_c((enum arg_class) c->ret),
		 c->name);
	for (i = 0; i < c->n_params; i++)
		buf_addf(out, "%s%s", i ? ", " : "",
			 arg_class_c((enum arg_class) c->params[i]));
	if (c->flags & CF_VARIADIC)
		buf_add(out, c->n_params ? ", ..." : "...");
	else if (!c->n_params)
		buf_add(out, "void");
	buf_add(out, ")\n");
}

/* Does no outcome run Python code?  Then a sentence says so: borrowed
 * references live across the call. */
static bool runs_nothing(const struct contract *c)
{
	const struct effect *e;
	unsigned i;

	for (i = 0; i < c->n_outcomes; i++)
		for (e = c->outcomes[i].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RUNS_CODE || e->op == EFF_RUNS_GC
			    || e->op == EFF_RUNS_FINALIZER)
				return false;
	return !(c->flags & CF_OPAQUE);
}

void contract_explain_one(const struct contract *c, struct buf *out)
{
	unsigned i;

	explain_signature(c, out);
	if (c->fact)
		add_sentence(out, c->fact);
	for (i = 0; i < c->n_outcomes; i++)
		explain_outcome(c, &c->outcomes[i], out);
	if (runs_nothing(c))
		add_sentence(out, "it runs no Python code");
	explain_nulls(c, out);
	explain_flags(c, out);
	if (is_python_api(c))
		explain_versions(c, out);
}

bool contract_explain(const char *name, struct buf *out)
{
	const struct contract *c = contract_find_any(name, 0);
	size_t base = strcspn(name, "/");
	unsigned nth;

	if (!c)
		return false;
	if (strncmp(c->name, name, base)
	    || (c->name[base] && c->name[base] != '/'))
		buf_addf(out, "%s is another name of %s.\n\n", name, c->name);
	for (nth = 0; (c = contract_find_any(name, nth)); nth++) {
		if (nth)
			buf_addc(out, '\n');
		contract_explain_one(c, out);
	}
	return true;
}
