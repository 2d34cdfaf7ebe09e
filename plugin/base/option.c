/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options: defaults, setting one, the list for `help'. */
#include "base/option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum option_kind { OPT_FLAG, OPT_INT, OPT_TEXT, OPT_LIST };

struct option {
	enum option_kind kind;
	const char *key;
	size_t field;		/* offset in struct options */
	long def, min, max;	/* FLAG: def alone; INT */
	const char *value;	/* TEXT, LIST: the value's name */
	const char *help;
};

static const struct option table[] = {
#define FIELD(id) .field = offsetof(struct options, id)
#define OPTION_FLAG(id, k, d, h) \
	{ .kind = OPT_FLAG, .key = k, FIELD(id), .def = d, .help = h },
#define OPTION_INT(id, k, d, lo, hi, h) \
	{ .kind = OPT_INT, .key = k, FIELD(id), .def = d, .min = lo, \
	  .max = hi, .help = h },
#define OPTION_TEXT(id, k, v, h) \
	{ .kind = OPT_TEXT, .key = k, FIELD(id), .value = v, .help = h },
#define OPTION_LIST(id, k, v, h) \
	{ .kind = OPT_LIST, .key = k, FIELD(id), .value = v, .help = h },
#include "base/option.def"
#undef OPTION_FLAG
#undef OPTION_INT
#undef OPTION_TEXT
#undef OPTION_LIST
#undef FIELD
};

static bool *flag_of(struct options *o, const struct option *opt)
{
	return (bool *) ((char *) o + opt->field);
}

static long *int_of(struct options *o, const struct option *opt)
{
	return (long *) ((char *) o + opt->field);
}

static const char **text_of(struct options *o, const struct option *opt)
{
	return (const char **) ((char *) o + opt->field);
}

static struct text_list *list_of(struct options *o, const struct option *opt)
{
	return (struct text_list *) ((char *) o + opt->field);
}

void options_init(struct options *o)
{
	size_t i;

	*o = (struct options) { 0 };
	for (i = 0; i < ARRAY_SIZE(table); i++) {
		if (table[i].kind == OPT_FLAG)
			*flag_of(o, &table[i]) = table[i].def != 0;
		else if (table[i].kind == OPT_INT)
			*int_of(o, &table[i]) = table[i].def;
	}
}

void options_release(struct options *o)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].kind == OPT_LIST)
			vec_release(&list_of(o, &table[i])->items);
	arena_release(&o->arena);
	*o = (struct options) { 0 };
}

/* ------------------------------------------------------------ setting */

static bool set_flag(struct options *o, const struct option *opt,
		     const char *value, struct buf *error)
{
	bool on = !value || !strcmp(value, "on");

	if (!on && strcmp(value, "off")) {
		buf_addf(error, "'%s' is 'on' or 'off', not '%s'", opt->key,
			 value);
		return false;
	}
	*flag_of(o, opt) = on;
	return true;
}

static bool set_int(struct options *o, const struct option *opt,
		    const char *value, struct buf *error)
{
	char *end = NULL;
	long n = 0;

	errno = 0;
	if (value && *value >= '0' && *value <= '9')
		n = strtol(value, &end, 10);
	if (!end || *end || errno || n < opt->min || n > opt->max) {
		buf_addf(error, "'%s' is a number from %ld to %ld", opt->key,
			 opt->min, opt->max);
		if (value)
			buf_addf(error, ", not '%s'", value);
		return false;
	}
	*int_of(o, opt) = n;
	return true;
}

static bool needs_value(const struct option *opt, struct buf *error)
{
	buf_addf(error, "'%s' needs a value: '%s=%s'", opt->key, opt->key,
		 opt->value);
	return false;
}

/* Is VALUE one of the words of CHOICES, as "a|b"? */
static bool is_choice(const char *choices, const char *value)
{
	size_t n = strlen(value), len;

	for (;; choices += len + 1) {
		len = strcspn(choices, "|");
		if (len == n && !strncmp(choices, value, n))
			return true;
		if (!choices[len])
			return false;
	}
}

static bool set_text(struct options *o, const struct option *opt,
		     const char *value, struct buf *error)
{
	if (!value || !*value)
		return needs_value(opt, error);
	if (strchr(opt->value, '|') && !is_choice(opt->value, value)) {
		buf_addf(error, "'%s' is one of '%s', not '%s'", opt->key,
			 opt->value, value);
		return false;
	}
	*text_of(o, opt) = arena_strdup(&o->arena, value);
	return true;
}

/* All parts are looked at before the first is taken. */
static bool set_list(struct options *o, const struct option *opt,
		     const char *value, struct buf *error)
{
	const char *p = value;
	size_t len;

	if (!value || !*value)
		return needs_value(opt, error);
	if (*value == ',' || value[strlen(value) - 1] == ','
	    || strstr(value, ",,")) {
		buf_addf(error, "'%s=%s' has an empty part", opt->key, value);
		return false;
	}
	for (;; p += len + 1) {
		len = strcspn(p, ",");
		vec_push(&list_of(o, opt)->items,
			 arena_strndup(&o->arena, p, len));
		if (!p[len])
			return true;
	}
}

/* ---------------------------------------------------- unknown options */

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Single-character edits that make A into B. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t n = strlen(b), i, diagonal, above, result;
	size_t *row = prc_malloc(sizeof(*row) * (n + 1));

	for (i = 0; i <= n; i++)
		row[i] = i;
	for (; *a; a++) {
		diagonal = row[0]++;
		for (i = 1; i <= n; i++) {
			above = row[i];
			row[i] = min3(above + 1, row[i - 1] + 1,
				      diagonal + (*a != b[i - 1]));
			diagonal = above;
		}
	}
	result = row[n];
	prc_free(row);
	return result;
}

static bool unknown_key(const char *key, struct buf *error)
{
	const char *best = NULL;
	size_t best_distance = strlen(key) / 3 + 1, i, d;

	for (i = 0; i < ARRAY_SIZE(table); i++) {
		d = edit_distance(key, table[i].key);
		if (d <= best_distance && (!best || d < best_distance)) {
			best_distance = d;
			best = table[i].key;
		}
	}
	buf_addf(error, "unknown option '%s'; ", key);
	if (best)
		buf_addf(error, "did you mean '%s'?", best);
	else
		buf_add(error, "'help' lists all");
	return false;
}

static const struct option *find(const char *key)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		if (!strcmp(table[i].key, key))
			return &table[i];
	return NULL;
}

bool options_set(struct options *o, const char *key, const char *value,
		 struct buf *error)
{
	const struct option *opt = find(key);

	if (!opt)
		return unknown_key(key, error);
	switch (opt->kind) {
	case OPT_FLAG:
		return set_flag(o, opt, value, error);
	case OPT_INT:
		return set_int(o, opt, value, error);
	case OPT_TEXT:
		return set_text(o, opt, value, error);
	case OPT_LIST:
		/* The one list that means something alone. */
		if (!value && !strcmp(key, "Werror"))
			value = "all";
		return set_list(o, opt, value, error);
	}
	return false;
}

/* --------------------------------------------------------------- help */

static void add_usage(const struct option *opt, const char *prefix,
		      struct buf *out)
{
	buf_addf(out, "%s%s", prefix, opt->key);
	switch (opt->kind) {
	case OPT_FLAG:
		buf_add(out, "[=on|off]");
		break;
	case OPT_INT:
		buf_add(out, "=N");
		break;
	case OPT_TEXT:
	case OPT_LIST:
		buf_addf(out, "=%s", opt->value);
		break;
	}
}

void options_help(const char *prefix, struct buf *out)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++) {
		const struct option *opt = &table[i];

		buf_add(out, "  ");
		add_usage(opt, prefix, out);
		buf_addf(out, "\n        %s", opt->help);
		if (opt->kind == OPT_FLAG && opt->def)
			buf_add(out, " (on unless set to off)");
		else if (opt->kind == OPT_INT)
			buf_addf(out, " (%ld to %ld; %ld unless given)",
				 opt->min, opt->max, opt->def);
		buf_addc(out, '\n');
	}
}
