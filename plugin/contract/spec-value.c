/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors with their place, and the simple values of specs. */
#include "contract/spec-reader.h"

#include <string.h>

/* -------------------------------------------------------------- errors */

static void vfail(struct reader *r, bool at_key, const char *fmt, va_list ap)
{
	struct spec_place p;

	if (r->n_errors++ >= SPEC_MAX_ERRORS)
		return;
	p = spec_locate(r->text, r->len, r->path, r->depth, at_key);
	buf_addf(r->errors, "%s:%u:%u: ", r->file, p.line, p.column);
	buf_vaddf(r->errors, fmt, ap);
	buf_addc(r->errors, '\n');
}

void reader_fail(struct reader *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfail(r, false, fmt, ap);
	va_end(ap);
}

void reader_fail_key(struct reader *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfail(r, true, fmt, ap);
	va_end(ap);
}

void reader_enter(struct reader *r, const char *key, size_t index)
{
	if (r->depth < SPEC_MAX_DEPTH) {
		r->path[r->depth].key = key;
		r->path[r->depth].index = index;
	}
	r->depth++;
}

void reader_leave(struct reader *r)
{
	r->depth--;
}

const char *json_type_word(const json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_OBJECT: return "an object";
	case JSON_ARRAY: return "an array";
	case JSON_STRING: return "a string";
	case JSON_INTEGER: return "an integer";
	case JSON_REAL: return "a number with a fraction";
	case JSON_TRUE: case JSON_FALSE: return "a truth value";
	case JSON_NULL: return "null";
	}
	return "?";
}

enum { MAX_WORD = 40 };	/* no longer word is compared */

/* How many letters must be added, removed or replaced to make B of A. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t row[MAX_WORD + 1], nb = strlen(b), i, k;

	if (strlen(a) > MAX_WORD || nb > MAX_WORD)
		return SIZE_MAX;
	for (k = 0; k <= nb; k++)
		row[k] = k;
	for (i = 1; *a; a++, i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (k = 1; k <= nb; k++) {
			size_t best = diagonal + (*a != b[k - 1]);

			diagonal = row[k];
			if (row[k] + 1 < best)
				best = row[k] + 1;
			if (row[k - 1] + 1 < best)
				best = row[k - 1] + 1;
			row[k] = best;
		}
	}
	return row[nb];
}

const char *reader_advice(struct reader *r, const char *wrong,
			  vocabulary words)
{
	const char *word, *best = NULL;
	size_t least = strlen(wrong) / 2 + 1;
	struct buf b = { 0 };
	char *text;
	unsigned i;

	if (r->n_errors >= SPEC_MAX_ERRORS)
		return "";
	for (i = 0; (word = words(i)); i++) {
		size_t d = edit_distance(wrong, word);

		if (d < least) {
			least = d;
			best = word;
		}
		buf_addf(&b, "%s'%s'", i ? ", " : "", word);
	}
	text = best ? arena_printf(r->arena, "did you mean '%s'?", best)
		: arena_printf(r->arena, "known are %s", buf_str(&b));
	buf_release(&b);
	return text;
}

static const char *class_vocabulary(unsigned i)
{
	return arg_class_word((enum arg_class) i);
}

static const char *param_vocabulary(unsigned i)
{
	return arg_class_word((enum arg_class) (i + 1));
}

/* -------------------------------------------------------------- values */

static const char *keep(struct reader *r, const char *s)
{
	return intern(&r->specs->strings, s);
}

/* The string V; NULL after an error. */
const char *read_string(struct reader *r, const json_t *v)
{
	if (json_is_string(v))
		return keep(r, json_string_value(v));
	reader_fail(r, "a string is expected here, not %s", json_type_word(v));
	return NULL;
}

int64_t read_integer(struct reader *r, const json_t *v, int64_t lo,
		     int64_t hi)
{
	json_int_t i;

	if (!json_is_integer(v)) {
		reader_fail(r, "an integer is expected here, not %s",
			    json_type_word(v));
		return lo;
	}
	i = json_integer_value(v);
	if (i < lo || i > hi) {
		reader_fail(r, "the number must be from %lld to %lld",
			    (long long) lo, (long long) hi);
		return lo;
	}
	return i;
}

bool reader_expect(struct reader *r, const json_t *v, json_type type)
{
	if (json_typeof(v) == type)
		return true;
	reader_fail(r, "an %s is expected here, not %s",
		    type == JSON_OBJECT ? "object" : "array",
		    json_type_word(v));
	return false;
}

/* "3.12" */
pyversion read_version(struct reader *r, const json_t *v)
{
	const char *s = read_string(r, v), *t = s;
	unsigned part[2] = { 0, 0 };
	int i;

	for (i = 0; s && i < 2; i++) {
		size_t digits = strspn(t, "0123456789");

		if (!digits || digits > 3)
			break;
		for (; digits; digits--)
			part[i] = part[i] * 10 + (unsigned) (*t++ - '0');
		if (*t == (i ? '\0' : '.'))
			t++;
		else
			break;
	}
	if (!s)
		return 0;
	if (i < 2 || part[0] > UINT8_MAX || part[1] > UINT8_MAX) {
		reader_fail(r, "'%s' is no Python version: \"3.12\" would be "
			    "one", s);
		return 0;
	}
	return PYVERSION(part[0], part[1]);
}

enum arg_class read_class(struct reader *r, const json_t *v, bool is_result)
{
	const char *s = read_string(r, v);
	int c = s ? arg_class_from_word(s) : 0;

	if (c < 0 || (s && c == ARG_VOID && !is_result)) {
		reader_fail(r, "'%s' is no class of %s: %s", s,
			    is_result ? "a result" : "an argument",
			    reader_advice(r, s, is_result ? class_vocabulary
					  : param_vocabulary));
		return ARG_VOID;
	}
	return (enum arg_class) c;
}

/* Reads object V by the table of KEYS, which a key without a name ends. */
bool read_object(struct reader *r, json_t *v, const struct key *keys,
		 void *out)
{
	const struct key *k;
	const char *name;
	json_t *value;

	if (!reader_expect(r, v, JSON_OBJECT))
		return false;
	json_object_foreach(v, name, value) {
		for (k = keys; k->name && strcmp(k->name, name); k++)
			;
		reader_enter(r, name, 0);
		if (k->name) {
			if (k->read)
				k->read(r, value, out);
		} else if (strcmp(name, "comment")) {
			struct buf b = { 0 };

			for (k = keys; k->name; k++)
				buf_addf(&b, "'%s', ", k->name);
			reader_fail_key(r, "unknown key '%s': known here are "
					"%s'comment'", name, buf_str(&b));
			buf_release(&b);
		}
		reader_leave(r);
	}
	for (k = keys; k->name; k++)
		if (k->required && !json_object_get(v, k->name))
			reader_fail(r, "the key '%s' is missing here", k->name);
	return true;
}
