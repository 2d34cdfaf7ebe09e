/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Findings as GCC's own diagnostics: rich location, path, CWE, fix-it, notes.
 *
 * GCC decides on -Werror, -w, pragmas and colours; here only what it cannot
 * know is decided: a check without a borrowed id, and a function's attribute
 * pyrefcheck_ignore.
 */
#define COMPAT_WANT_PATH
#include "gcc/adapter.h"

/* The location of a line that nothing but the preprocessor saw (an #if): the
 * core knows such places by file and line only. */
static location_t
location_of_line (struct loc loc)
{
	for (unsigned i = LINEMAPS_ORDINARY_USED (line_table); i-- > 0;) {
		const line_map_ordinary *map
			= LINEMAPS_ORDINARY_MAP_AT (line_table, i);
		location_t where, end = line_table->highest_location + 1;

		if (i + 1 < LINEMAPS_ORDINARY_USED (line_table))
			end = MAP_START_LOCATION (
				LINEMAPS_ORDINARY_MAP_AT (line_table, i + 1));
		if (!map->to_file || strcmp (map->to_file, loc.file)
		    || map->to_line > loc.line)
			continue;
		where = linemap_position_for_line_and_column (
			line_table, map, loc.line,
			loc.column ? loc.column : 1);
		if (where < end)
			return where;
	}
	return UNKNOWN_LOCATION;
}

static location_t
show_at (struct adapter *ad, struct loc loc)
{
	if (loc.cookie)
		return visible_location (ad->python_dir,
					 (location_t) loc.cookie);
	return loc.file && loc.line ? location_of_line (loc)
				    : UNKNOWN_LOCATION;
}

static const struct body *
find_body (struct adapter *ad, const struct finding *f)
{
	const struct body *best = NULL;

	for (uint32_t i = 0; f->function && i < ad->bodies.n; i++) {
		const struct body *b = ad->bodies.v[i];

		if (strcmp (b->fn->name, f->function))
			continue;
		if (!best || (b->fn->loc.line <= f->loc.line
			      && b->fn->loc.file == f->loc.file))
			best = b;
	}
	return best;
}

static tree
find_decl (struct adapter *ad, const char *name)
{
	for (uint32_t i = 0; name && i < ad->bodies.n; i++)
		if (!strcmp (ad->bodies.v[i]->fn->name, name))
			return ad->bodies.v[i]->decl;
	return NULL_TREE;
}

/* Does the function say pyrefcheck_ignore ("this check"), or of all? */
static bool
is_ignored (const struct body *b, const struct rule *rule)
{
	static const char name[] = "pyrefcheck_ignore";

	for (const struct attr *a = b ? b->fn->attrs : NULL; a; a = a->next) {
		if (strcmp (a->name, name))
			continue;
		if (!a->n_args)
			return true;
		for (uint32_t i = 0; i < a->n_args; i++)
			if (a->args[i].s && !strcmp (a->args[i].s, rule->name))
				return true;
	}
	return false;
}

static step_event *
make_events (struct adapter *ad, const struct finding *f, unsigned *n)
{
	step_event *events = new step_event[f->n_events + 1];

	*n = 0;
	for (uint32_t i = 0; i < f->n_events; i++) {
		const struct event *e = &f->events[i];
		struct compat_step s;

		s.where = show_at (ad, e->loc);
		s.fn = find_decl (ad, e->function ? e->function : f->function);
		s.depth = (int) e->depth;
		s.verb = (int) e->verb;
		s.text = e->text;
		if (s.where != UNKNOWN_LOCATION)
			events[(*n)++].set (&s);
	}
	return events;
}

static void
add_fixit (struct adapter *ad, rich_location *at, const struct finding *f)
{
	location_t where = show_at (ad, f->fixit.loc);

	if (f->fixit.kind == FIXIT_NONE || where == UNKNOWN_LOCATION
	    || linemap_location_from_macro_expansion_p (line_table, where))
		return;
	if (f->fixit.kind == FIXIT_INSERT_BEFORE) {
		at->add_fixit_insert_before (get_start (where), f->fixit.text);
	} else {
		expanded_location x = expand_location (where);
		int width = (int) f->fixit.end_column - x.column;
		location_t last;

		if (width < 1)
			return;
		last = linemap_position_for_loc_and_offset (
			line_table, get_pure_location (where),
			(unsigned) width - 1);
		at->add_fixit_replace (make_location (where, where, last),
				       f->fixit.text);
	}
}

/* Emits the warning with its path; returns whether it was shown. */
static bool
emit_warning (struct adapter *ad, const struct finding *f, location_t where)
{
	int id = option_hook_id (f->rule);
	compat_kind kind = COMPAT_UNSPECIFIED;
	auto_diagnostic_group group;
	gcc_rich_location at (where);
	compat_metadata meta;
	unsigned n;
	bool shown;

	if (!id)
		kind = classified_at (f->rule, where);
	if (kind == COMPAT_IGNORED)
		return false;
	char *tag = concat ("[-Wpyrefcheck-", f->rule->name, "]", NULL);
	step_event *events = make_events (ad, f, &n);
	step_path path (events, n);

	if (n)
		at.set_path (&path);
	add_fixit (ad, &at, f);
	if (f->rule->cwe)
		meta.add_cwe (f->rule->cwe);
	if (id)
		shown = warning_meta (&at, meta, id, "%s", f->message);
	else if (kind == COMPAT_ERROR)
		shown = emit_diagnostic (COMPAT_ERROR, &at, 0, "%s %s",
					 f->message, tag);
	else
		shown = warning_meta (&at, meta, 0, "%s %s", f->message, tag);
	if (shown && f->hint)
		inform (show_at (ad, loc_known (f->hint_loc) ? f->hint_loc : f->loc),
			"%s", f->hint);
	for (uint32_t i = 0; shown && i < f->n_places; i++)
		inform (show_at (ad, f->places[i]), "the same happens here");
	delete[] events;
	free (tag);
	return shown;
}

/* Returns whether the finding is one that the user wants to see. */
static bool
report_one (struct adapter *ad, const struct finding *f)
{
	const struct body *b = find_body (ad, f);
	location_t where = show_at (ad, f->loc);
	bool shown, old;

	if (is_ignored (b, f->rule))
		return false;
	if (where == UNKNOWN_LOCATION && b)
		where = DECL_SOURCE_LOCATION (b->decl);
	if (b)
		push_cfun (DECL_STRUCT_FUNCTION (b->decl));
	/* In preprocessed input, a token that a system header's macro made
	 * looks like part of that header. */
	old = compat_warn_in_system_headers (true);
	if (!b || b->fn->in_system_header)
		compat_warn_in_system_headers (old);
	shown = emit_warning (ad, f, where);
	compat_warn_in_system_headers (old);
	if (b)
		pop_cfun ();
	return shown || inhibit_warnings;
}

void
adapter_report (struct adapter *ad, struct findings *fs)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < fs->list.n; i++)
		if (report_one (ad, fs->list.v[i]))
			fs->list.v[kept++] = fs->list.v[i];
	fs->list.n = kept;
}

void
adapter_own_warning (const char *format, ...)
{
	bool old = compat_warnings_are_errors (false);
	va_list args;
	char *text;

	va_start (args, format);
	text = xvasprintf (format, args);
	va_end (args);
	warning_at (UNKNOWN_LOCATION, 0, "pyrefcheck: %s", text);
	compat_warnings_are_errors (old);
	free (text);
}

void
adapter_internal_failure (const struct options *o, const char *what,
			  const char *where)
{
	if (o->strict_internal)
		error_at (UNKNOWN_LOCATION, "pyrefcheck: internal failure"
			  " (%s) at %qs; please report it", what, where);
	else
		adapter_own_warning ("internal failure (%s) at '%s'; please "
				     "report it", what, where);
}
