/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outcomes and their effects from JSON specs. */
#include "contract/spec-reader.h"

#include <limits.h>
#include <string.h>

static const char *likelihood_vocabulary(unsigned i)
{
	return likelihood_word((enum likelihood) i);
}

static const char *effect_vocabulary(unsigned i)
{
	return effect_word((enum effect_op) (i + 1));
}

static const char *family_vocabulary(unsigned i)
{
	return family_id((enum family) (i + 1));
}

static const char *who_vocabulary(unsigned i)
{
	return who_word(-(int) i);
}

/* ------------------------------------------------------------- effects */

static int8_t read_operand(struct reader *r, const json_t *v, bool is_owner)
{
	const char *s;
	int who;

	if (json_is_integer(v))
		return (int8_t) read_integer(r, v, 0, SPEC_MAX_PARAMETERS);
	if (!json_is_string(v)) {
		reader_fail(r, "the number of an argument, from 1, or a word "
			    "like 'result' is expected here, not %s",
			    json_type_word(v));
		return 0;
	}
	s = json_string_value(v);
	who = who_from_word(s);
	if (who == INT_MIN)
		reader_fail(r, "'%s' is nothing that an effect is about: %s", s,
			    reader_advice(r, s, who_vocabulary));
	else if (!is_owner && who != WHO_RESULT)
		reader_fail(r, "'%s' cannot stand here: the number of an "
			    "argument or 'result' can", s);
	return (int8_t) (who == INT_MIN ? 0 : who);
}

static uint32_t read_kind(struct reader *r, const json_t *v)
{
	const char *s = read_string(r, v);
	uint32_t bit;

	if (!s || !strcmp(s, "any"))
		return RAISE_ANY;
	bit = raise_from_name(s);
	if (bit == RAISE_Other && strcmp(s, "Other")
	    && strcmp(s, "PyExc_Other"))
		reader_fail(r, "'%s' is no exception that is told apart: %s", s,
			    reader_advice(r, s, raise_name));
	return bit;
}

static void read_kinds(struct reader *r, const json_t *v, struct effect *e)
{
	size_t i;

	if (json_is_string(v)) {
		e->kinds = read_kind(r, v);
		return;
	}
	if (!json_is_array(v)) {
		reader_fail(r, "\"any\" or an array of exceptions is expected "
			    "here, not %s", json_type_word(v));
		return;
	}
	for (i = 0; i < json_array_size(v); i++) {
		reader_enter(r, NULL, i);
		e->kinds |= read_kind(r, json_array_get(v, i));
		reader_leave(r);
	}
}

static int8_t read_family(struct reader *r, const json_t *v)
{
	const char *s = read_string(r, v);
	int f = s ? family_from_id(s) : FAMILY_NONE;

	if (f < 0)
		reader_fail(r, "'%s' is no family of resources: %s", s,
			    reader_advice(r, s, family_vocabulary));
	return (int8_t) (f < 0 ? 0 : f);
}

static void read_pair(struct reader *r, const json_t *v, struct effect *e,
		      bool is_family)
{
	if (!json_is_array(v) || json_array_size(v) != 2) {
		reader_fail(r, "an array of two is expected here: what '%s' is "
			    "about, and %s",
			    effect_word((enum effect_op) e->op),
			    is_family ? "the family of the resource"
			    : "the other party");
		return;
	}
	reader_enter(r, NULL, 0);
	e->a = read_operand(r, json_array_get(v, 0), false);
	reader_leave(r);
	reader_enter(r, NULL, 1);
	if (is_family)
		e->b = read_family(r, json_array_get(v, 1));
	else
		e->b = read_operand(r, json_array_get(v, 1), true);
	reader_leave(r);
}

static void read_operands(struct reader *r, const json_t *v,
			  struct effect *e)
{
	const char *word = effect_word((enum effect_op) e->op);

	switch (effect_shape((enum effect_op) e->op)) {
	case SHAPE_NONE:
		reader_fail(r, "'%s' takes no operand: \"%s\" alone would be "
			    "right", word, word);
		break;
	case SHAPE_A:
		e->a = read_operand(r, v, false);
		break;
	case SHAPE_AB:
		read_pair(r, v, e, false);
		break;
	case SHAPE_FAMILY:
		read_pair(r, v, e, true);
		break;
	case SHAPE_KINDS:
		read_kinds(r, v, e);
		break;
	}
}

/* The number of the effect called WORD; 0 after an error. */
static uint8_t read_effect_word(struct reader *r, const char *word)
{
	int op = effect_from_word(word);

	if (op >= 0)
		return (uint8_t) op;
	reader_fail_key(r, "'%s' is no effect: %s", word,
			reader_advice(r, word, effect_vocabulary));
	return 0;
}

static void read_effect_object(struct reader *r, json_t *v, struct effect *e)
{
	const char *key;
	json_t *value;
	unsigned n = 0;

	json_object_foreach(v, key, value) {
		reader_enter(r, key, 0);
		if (!strcmp(key, "offset")) {
			e->offset = read_integer(r, value, INT64_MIN,
						 INT64_MAX);
		} else if (n++) {
			reader_fail_key(r, "a second effect in one object: "
					"each effect is an object of its own");
		} else {
			e->op = read_effect_word(r, key);
			if (e->op)
				read_operands(r, value, e);
		}
		reader_leave(r);
	}
	if (!n)
		reader_fail(r, "no effect in this object: {\"own\": "
			    "\"result\"} would be one");
}

static void read_effect(struct reader *r, json_t *v, struct effect *e)
{
	if (json_is_object(v)) {
		read_effect_object(r, v, e);
		return;
	}
	if (!json_is_string(v)) {
		reader_fail(r, "an effect is expected here, not %s",
			    json_type_word(v));
		return;
	}
	e->op = read_effect_word(r, json_string_value(v));
	if (e->op && effect_shape((enum effect_op) e->op) != SHAPE_NONE)
		reader_fail(r, "'%s' needs to know what it is about: {\"%s\": "
			    "...} would be right", json_string_value(v),
			    json_string_value(v));
}

static void key_effects(struct reader *r, json_t *v, void *out)
{
	struct outcome *o = out;
	struct effect *effects;
	size_t limit = r->origin == ORIGIN_INFERRED
		? SPEC_MAX_INFERRED_EFFECTS : SPEC_MAX_EFFECTS;
	size_t i, n;

	if (!reader_expect(r, v, JSON_ARRAY))
		return;
	n = json_array_size(v);
	if (n > limit) {
		reader_fail(r, "%zu effects; %zu are the limit", n, limit);
		return;
	}
	effects = ARENA_ARRAY(r->arena, struct effect, n + 1);
	for (i = 0; i < n; i++) {
		reader_enter(r, NULL, i);
		read_effect(r, json_array_get(v, i), &effects[i]);
		reader_leave(r);
	}
	o->effects = effects;
}

/* ------------------------------------------------------------ outcomes */

static void key_when(struct reader *r, json_t *v, void *out)
{
	struct outcome *o = out;
	const char *s = read_string(r, v);
	int l = s ? likelihood_from_word(s) : 0;

	if (l < 0)
		reader_fail(r, "'%s' does not say when: %s", s,
			    reader_advice(r, s, likelihood_vocabulary));
	else
		o->likelihood = (enum likelihood) l;
}

static void key_pred(struct reader *r, json_t *v, void *out)
{
	struct outcome *o = out;

	if (json_is_integer(v)) {
		o->pred.lo = o->pred.hi = json_integer_value(v);
		return;
	}
	if (!json_is_string(v) || !pred_parse(json_string_value(v), &o->pred))
		reader_fail(r, "this is no set of results: \"null\", "
			    "\"nonnull\", \"nonzero\", \"any\", -1, \">=0\", "
			    "\"<0\" or \"0..1\" would be one");
}

static void key_file(struct reader *r, json_t *v, void *out)
{
	struct loc *loc = out;

	loc->file = read_string(r, v);
}

static void key_line(struct reader *r, json_t *v, void *out)
{
	struct loc *loc = out;

	loc->line = (uint32_t) read_integer(r, v, 1, UINT32_MAX);
}

static void key_column(struct reader *r, json_t *v, void *out)
{
	struct loc *loc = out;

	loc->column = (uint32_t) read_integer(r, v, 0, UINT32_MAX);
}

static void key_at(struct reader *r, json_t *v, void *out)
{
	static const struct key keys[] = {
		{ "file", key_file, true },
		{ "line", key_line, true },
		{ "column", key_column, false },
		{ NULL, NULL, false }
	};
	struct outcome *o = out;

	read_object(r, v, keys, &o->loc);
}

static void key_in(struct reader *r, json_t *v, void *out)
{
	struct outcome *o = out;

	o->function = read_string(r, v);
}

void read_outcomes(struct reader *r, json_t *v, void *out)
{
	static const struct effect none = { .op = EFF_END };
	static const struct key keys[] = {
		{ "when", key_when, true },
		{ "result", key_pred, false },
		{ "effects", key_effects, false },
		{ "at", key_at, false },
		{ "function", key_in, false },
		{ NULL, NULL, false }
	};
	struct contract *c = out;
	struct outcome *outcomes;
	size_t limit = r->origin == ORIGIN_INFERRED
		? SPEC_MAX_INFERRED_OUTCOMES : SPEC_MAX_OUTCOMES;
	size_t i, n;

	if (!reader_expect(r, v, JSON_ARRAY))
		return;
	n = json_array_size(v);
	if (n > limit) {
		reader_fail(r, "%zu outcomes; %zu are the limit", n, limit);
		return;
	}
	outcomes = ARENA_ARRAY(r->arena, struct outcome, n);
	for (i = 0; i < n; i++) {
		outcomes[i].pred.lo = INT64_MIN;
		outcomes[i].pred.hi = INT64_MAX;
		outcomes[i].effects = &none;
		reader_enter(r, NULL, i);
		read_object(r, json_array_get(v, i), keys, &outcomes[i]);
		reader_leave(r);
	}
	c->outcomes = outcomes;
	c->n_outcomes = (uint8_t) n;
}
