/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The findings of one unit as a JSON file.  doc/schema/findings.schema.json
 * is the definition; read.c is the inverse.
 */
#include "report/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const origin_names[] = {
	[ORIGIN_TABLE] = "table",
	[ORIGIN_ATTRIBUTE] = "attribute",
	[ORIGIN_SPEC] = "spec",
	[ORIGIN_INFERRED] = "inferred",
	[ORIGIN_CONVENTION] = "convention",
};

static const char *const verb_names[] = {
	[VERB_NONE] = "none",
	[VERB_ACQUIRE] = "acquire",
	[VERB_RELEASE] = "release",
	[VERB_ENTER] = "enter",
	[VERB_EXIT] = "exit",
	[VERB_CALL] = "call",
	[VERB_RETURN] = "return",
	[VERB_BRANCH] = "branch",
	[VERB_DANGER] = "danger",
};

static const char *const fixit_names[] = {
	[FIXIT_NONE] = "none",
	[FIXIT_INSERT_BEFORE] = "insert-before",
	[FIXIT_REPLACE] = "replace",
};

/* NULL past the end, so that read.c can search by name. */
const char *origin_name(unsigned o)
{
	return o < ARRAY_SIZE(origin_names) ? origin_names[o] : NULL;
}

const char *verb_name(unsigned v)
{
	return v < ARRAY_SIZE(verb_names) ? verb_names[v] : NULL;
}

const char *fixit_name(unsigned k)
{
	return k < ARRAY_SIZE(fixit_names) ? fixit_names[k] : NULL;
}

const char *finding_caveat(const struct finding *f)
{
	if (f->origin == ORIGIN_CONVENTION)
		return f->memory_only
			? "only when memory is short, and if an unknown "
			  "function follows CPython's conventions"
			: "if an unknown function follows CPython's "
			  "conventions";
	return f->memory_only ? "only when memory is short" : NULL;
}

static void put_loc(json_t *object, struct loc l)
{
	json_put_text(object, "file", l.file ? l.file : "");
	json_put_int(object, "line", l.line);
	json_put_int(object, "column", l.column);
}

static void put_events(json_t *object, const struct finding *f)
{
	json_t *events = json_put_array(object, "events");
	uint32_t i;

	for (i = 0; i < f->n_events; i++) {
		const struct event *e = &f->events[i];
		json_t *event = json_add_object(events);

		put_loc(event, e->loc);
		json_put_text(event, "function", e->function);
		json_put_int(event, "depth", e->depth);
		json_put_text(event, "verb", verb_name(e->verb));
		json_put_text(event, "text", e->text);
	}
}

static void put_help(json_t *object, const struct finding *f)
{
	if (f->hint) {
		json_t *hint = json_put_object(object, "hint");

		put_loc(hint, f->hint_loc);
		json_put_text(hint, "text", f->hint);
	}
	if (f->fixit.kind != FIXIT_NONE) {
		json_t *fix = json_put_object(object, "fix");

		json_put_text(fix, "kind", fixit_name(f->fixit.kind));
		put_loc(fix, f->fixit.loc);
		json_put_int(fix, "end_column", f->fixit.end_column);
		json_put_text(fix, "text", f->fixit.text);
	}
}

json_t *finding_to_json(const struct finding *f, const char *key)
{
	json_t *object = json_new_object(), *places;
	uint32_t i;

	json_put_text(object, "check", f->rule->name);
	json_put_int(object, "cwe", f->rule->cwe);
	json_put_text(object, "summary", f->rule->summary);
	json_put_text(object, "key", key);
	put_loc(object, f->loc);
	json_put_text(object, "function", f->function);
	json_put_text(object, "message", f->message);
	json_put_text(object, "subject", f->subject);
	json_put_text(object, "origin", origin_name(f->origin));
	json_put(object, "memory_only", json_boolean(f->memory_only));
	if (loc_known(f->cause))
		put_loc(json_put_object(object, "cause"), f->cause);
	put_events(object, f);
	put_help(object, f);
	if (f->n_places) {
		places = json_put_array(object, "places");
		for (i = 0; i < f->n_places; i++)
			put_loc(json_add_object(places), f->places[i]);
	}
	return object;
}

static uint32_t function_line(const struct unit_info *unit, const char *name)
{
	uint32_t i;

	for (i = 0; name && i < unit->n_functions; i++)
		if (!strcmp(unit->functions[i].name, name))
			return unit->functions[i].line;
	return 0;
}

static void put_findings(json_t *object, const struct unit_info *unit,
			 const struct findings *findings)
{
	json_t *list = json_put_array(object, "findings");
	struct buf key = { 0 };
	uint32_t i;

	for (i = 0; i < findings->list.n; i++) {
		const struct finding *f = findings->list.v[i];

		buf_clear(&key);
		finding_key(f, function_line(unit, f->function), &key);
		json_add(list, finding_to_json(f, buf_str(&key)));
	}
	buf_release(&key);
}

static json_t *unit_to_json(const struct unit_info *unit,
			    const struct report_counts *counts,
			    const struct findings *findings)
{
	json_t *object = json_new_object(), *part;

	json_put_text(object, "schema", REPORT_SCHEMA);
	part = json_put_object(object, "unit");
	json_put_text(part, "source", unit->source);
	json_put_text(part, "object", unit->object);
	json_put_text(part, "directory", unit->directory);
	json_put_text(part, "gcc", unit->gcc_version);
	json_put_text(part, "python", unit->python_version);
	part = json_put_object(object, "counts");
	/* A second put of a name replaces the first. */
#define COUNT(id, what) json_put_int(part, #id, counts->id);
	REPORT_COUNTS (COUNT)
#undef COUNT
	json_put_int(part, "refuted", findings->refuted);
	json_put_int(part, "merged", findings->merged);
	put_findings(object, unit, findings);
	return object;
}

/* NAME-HASH.json: NAME is the source's last part, for people. */
static void file_name(const struct unit_info *unit, struct buf *out)
{
	const char *parts[] = { unit->directory, unit->source, unit->object };
	const char *s = strrchr(unit->source, '/');
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		const char *part = parts[i] ? parts[i] : "";

		h = hash_bytes(part, strlen(part), h + i);
	}
	for (s = s ? s + 1 : unit->source; *s; s++)
		buf_addc(out, strchr("/\\ \t\n*?\"'<>|:", *s) ? '_' : *s);
	buf_addf(out, "-%016llx.json", (unsigned long long) h);
}

static bool fail(const char *what, const char *path, struct buf *error)
{
	buf_addf(error, "cannot %s '%s': %s", what, path, strerror(errno));
	return false;
}

/* All of TEXT, through short writes and signals. */
static bool write_all(int fd, const struct buf *text)
{
	size_t done = 0;

	while (done < text->len) {
		ssize_t n = write(fd, text->s + done, text->len - done);

		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t) n : 0;
	}
	return true;
}

/* By a temporary file of this process and rename: readers, and parallel
 * writers of one name, see a whole file or none. */
static bool replace_file(const char *path, const struct buf *text,
			 struct buf *error)
{
	struct buf temp = { 0 };
	bool ok;
	int fd;

	buf_addf(&temp, "%s.%ld.tmp", path, (long) getpid());
	fd = open(buf_str(&temp), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		  0666);
	ok = fd >= 0 && write_all(fd, text);
	if (fd >= 0 && close(fd))
		ok = false;
	if (ok && rename(buf_str(&temp), path))
		ok = false;
	if (!ok) {
		fail("write", path, error);
		unlink(buf_str(&temp));
	}
	buf_release(&temp);
	return ok;
}

bool report_write_json_file(const char *dir, const struct unit_info *unit,
			    const struct report_counts *counts,
			    const struct findings *findings,
			    struct buf *error)
{
	struct buf text = { 0 }, path = { 0 };
	bool ok;

	buf_addf(&path, "%s/", dir);
	file_name(unit, &path);
	json_print(unit_to_json(unit, counts, findings), 1, &text);
	ok = folder_make(dir, error)
		&& replace_file(buf_str(&path), &text, error);
	buf_release(&text);
	buf_release(&path);
	return ok;
}
