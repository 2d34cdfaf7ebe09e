/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report from files that write.c made.  The files are input like any
 * other: what does not fit the schema is an error with the file's name, and
 * nothing of that file is taken.
 */
#include "report/internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One file being read. */
struct reader {
	struct report *r;
	const struct unit_info *unit;
	const char *path;
	struct buf *errors;
	bool ok;
};

static void complain(struct reader *rd, const char *what)
{
	if (rd->ok)
		buf_addf(rd->errors, "%s: %s\n", rd->path, what);
	rd->ok = false;
}

/* The string under KEY, interned; NULL when absent or null. */
static const char *get_text(struct reader *rd, json_t *object,
			    const char *key)
{
	json_t *value = json_object_get(object, key);

	if (json_is_string(value))
		return intern(&rd->r->strings, json_string_value(value));
	if (value && !json_is_null(value))
		complain(rd, "a field that must be a string is none");
	return NULL;
}

static const char *need_text(struct reader *rd, json_t *object,
			     const char *key)
{
	const char *s = get_text(rd, object, key);

	if (!s)
		complain(rd, "a finding without its check, place or message");
	return s ? s : "";
}

static uint64_t get_int(struct reader *rd, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	if (!value)
		return 0;
	if (!json_is_integer(value) || json_integer_value(value) < 0)
		complain(rd, "a field that must be a number is none");
	return (uint64_t) json_integer_value(value);
}

/* The number of NAME in what NAME_OF counts out; 0 when it is unknown. */
static unsigned find_name(const char *(*name_of)(unsigned), const char *name)
{
	unsigned i;

	for (i = 0; name && name_of(i); i++)
		if (!strcmp(name_of(i), name))
			return i;
	return 0;
}

/* --------------------------------------------------------------- names */

/* PATH, below DIRECTORY unless absolute, without "." and ".." parts. */
static void normalize(const char *directory, const char *path,
		      struct buf *out)
{
	struct buf whole = { 0 };
	const char *s;

	if (*path != '/' && directory)
		buf_addf(&whole, "%s/", directory);
	buf_add(&whole, path);
	s = buf_str(&whole);
	while (*s) {
		size_t len = strcspn(s, "/");

		if (len == 2 && !memcmp(s, "..", 2)) {
			while (out->len && out->s[--out->len] != '/')
				;
		} else if (len && !(len == 1 && *s == '.')) {
			buf_addc(out, '/');
			buf_addn(out, s, len);
		}
		s += len;
		s += *s == '/';
	}
	if (out->s)
		out->s[out->len] = '\0';
	buf_release(&whole);
}

/* FILE as reports show it: relative to the root where it is below it. */
static const char *shown_name(struct reader *rd, const char *file)
{
	const char *root = rd->r->root, *s = file;
	struct buf b = { 0 };
	size_t len;

	if (root && *file && *file != '<') {
		len = strlen(root);
		normalize(rd->unit->directory, file, &b);
		s = buf_str(&b);
		if (!strncmp(s, root, len) && s[len] == '/')
			s += len + 1;
		else if (*file != '/' && !rd->unit->directory)
			s = file;
		s = intern(&rd->r->strings, s);
	}
	buf_release(&b);
	return s;
}

static struct loc get_loc(struct reader *rd, json_t *object)
{
	const char *file = get_text(rd, object, "file");
	struct loc l = {
		.file = shown_name(rd, file ? file : ""),
		.line = (uint32_t) get_int(rd, object, "line"),
		.column = (uint32_t) get_int(rd, object, "column"),
	};

	return l;
}

/* ------------------------------------------------------------- findings */

static const struct rule *get_rule(struct reader *rd, json_t *object)
{
	const char *name = need_text(rd, object, "check");
	struct report *r = rd->r;
	struct rule *rule;
	uint32_t i;

	for (i = 0; i < r->rules.n; i++)
		if (!strcmp(r->rules.v[i]->name, name))
			return r->rules.v[i];
	rule = ARENA_NEW(&r->arena, struct rule);
	rule->name = name;
	rule->cwe = (unsigned) get_int(rd, object, "cwe");
	rule->summary = get_text(rd, object, "summary");
	if (!rule->summary)
		rule->summary = name;
	vec_push(&r->rules, rule);
	return rule;
}

static void get_events(struct reader *rd, json_t *array, struct finding *f)
{
	size_t i, n = json_array_size(array);

	f->events = ARENA_ARRAY(&rd->r->arena, struct event, n ? n : 1);
	f->n_events = (uint32_t) n;
	for (i = 0; i < n; i++) {
		json_t *event = json_array_get(array, i);
		const char *verb = get_text(rd, event, "verb");

		f->events[i] = (struct event) {
			.loc = get_loc(rd, event),
			.function = get_text(rd, event, "function"),
			.depth = (unsigned) get_int(rd, event, "depth"),
			.verb = (enum event_verb) find_name(verb_name, verb),
			.text = need_text(rd, event, "text"),
		};
	}
}

static void get_places(struct reader *rd, json_t *array, struct finding *f)
{
	size_t i, n = json_array_size(array);

	f->places = ARENA_ARRAY(&rd->r->arena, struct loc, n ? n : 1);
	f->n_places = (uint32_t) n;
	for (i = 0; i < n; i++)
		f->places[i] = get_loc(rd, json_array_get(array, i));
}

static void get_help(struct reader *rd, json_t *object, struct finding *f)
{
	json_t *hint = json_object_get(object, "hint");
	json_t *fix = json_object_get(object, "fix");
	const char *kind;

	if (hint) {
		f->hint = need_text(rd, hint, "text");
		f->hint_loc = get_loc(rd, hint);
	}
	if (fix) {
		kind = need_text(rd, fix, "kind");
		f->fixit.kind = (enum fixit_kind) find_name(fixit_name, kind);
		f->fixit.loc = get_loc(rd, fix);
		f->fixit.end_column = (uint32_t) get_int(rd, fix,
							 "end_column");
		f->fixit.text = need_text(rd, fix, "text");
	}
}

static void get_finding(struct reader *rd, json_t *object,
			struct report_finding *rf)
{
	struct finding *f = &rf->f;
	json_t *cause = json_object_get(object, "cause");
	const char *origin = get_text(rd, object, "origin");

	rf->unit = rd->unit;
	rf->key = need_text(rd, object, "key");
	f->rule = get_rule(rd, object);
	f->loc = get_loc(rd, object);
	f->function = get_text(rd, object, "function");
	f->message = need_text(rd, object, "message");
	f->subject = get_text(rd, object, "subject");
	f->origin = (enum origin) find_name(origin_name, origin);
	f->memory_only = json_is_true(json_object_get(object, "memory_only"));
	if (cause)
		f->cause = get_loc(rd, cause);
	get_events(rd, json_object_get(object, "events"), f);
	get_places(rd, json_object_get(object, "places"), f);
	get_help(rd, object, f);
}

/* ---------------------------------------------------------------- files */

static const struct unit_info *get_unit(struct reader *rd, json_t *top)
{
	struct unit_info *u = ARENA_NEW(&rd->r->arena, struct unit_info);
	json_t *object = json_object_get(top, "unit");

	u->source = get_text(rd, object, "source");
	u->object = get_text(rd, object, "object");
	u->directory = get_text(rd, object, "directory");
	u->gcc_version = get_text(rd, object, "gcc");
	u->python_version = get_text(rd, object, "python");
	if (!u->source)
		complain(rd, "no unit.source");
	return u;
}

static void take_file(struct reader *rd, json_t *top)
{
	struct report *r = rd->r;
	json_t *counts = json_object_get(top, "counts");
	json_t *list = json_object_get(top, "findings");
	uint32_t first = r->list.n;
	size_t i;

	rd->unit = get_unit(rd, top);
	for (i = 0; i < json_array_size(list) && rd->ok; i++) {
		struct report_finding rf = { .key = NULL };

		get_finding(rd, json_array_get(list, i), &rf);
		vec_push(&r->list, rf);
	}
	if (!rd->ok) {
		r->list.n = first;
		return;
	}
	vec_push(&r->units, rd->unit);
#define COUNT(id, what) r->counts.id += get_int(rd, counts, #id);
	REPORT_COUNTS (COUNT)
#undef COUNT
}

static bool read_file(struct report *r, const char *path, struct buf *errors)
{
	struct reader rd = {
		.r = r, .path = path, .errors = errors, .ok = true,
	};
	json_error_t error;
	json_t *top = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	const char *schema = json_string_value(json_object_get(top, "schema"));

	if (!top)
		buf_addf(errors, "%s:%d:%d: %s\n", path, error.line,
			 error.column, error.text);
	else if (!schema || strcmp(schema, REPORT_SCHEMA))
		buf_addf(errors, "%s: not a findings file of this version "
			 "(\"schema\": \"" REPORT_SCHEMA "\")\n", path);
	else
		take_file(&rd, top);
	rd.ok = rd.ok && top && schema && !strcmp(schema, REPORT_SCHEMA);
	json_decref(top);
	return rd.ok;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static bool has_suffix(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n > m && !strcmp(s + n - m, suffix);
}

static bool read_folder(struct report *r, const char *path, DIR *dir,
			struct buf *errors)
{
	VEC (const char *) names = { 0 };
	const struct dirent *entry;
	bool ok = true;
	uint32_t i;

	while ((entry = readdir(dir)))
		if (has_suffix(entry->d_name, ".json"))
			vec_push(&names, arena_printf(&r->arena, "%s/%s", path,
						      entry->d_name));
	if (names.n)
		qsort(names.v, names.n, sizeof(*names.v), compare_names);
	for (i = 0; i < names.n; i++)
		ok = read_file(r, names.v[i], errors) && ok;
	vec_release(&names);
	return ok;
}

bool report_read(struct report *r, const char *path, struct buf *errors)
{
	struct stat st;
	DIR *dir;
	bool ok;

	if (stat(path, &st)) {
		buf_addf(errors, "%s: %s\n", path, strerror(errno));
		return false;
	}
	if (!S_ISDIR(st.st_mode))
		return read_file(r, path, errors);
	dir = opendir(path);
	if (!dir) {
		buf_addf(errors, "%s: %s\n", path, strerror(errno));
		return false;
	}
	ok = read_folder(r, path, dir, errors);
	closedir(dir);
	return ok;
}
