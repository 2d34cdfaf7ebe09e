/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Locations.  GCC drops warnings whose location was spelled in a system
 * header, and a macro of Python.h or of numpy's headers is no place to point
 * a user at: all are shown where the macro is used.  Edge locations may hold
 * nothing but a lexical block, hence LOCATION_LOCUS.
 */
#include "gcc/adapter.h"

static bool
file_is_in (const char *file, const char *dir, size_t len)
{
	return file && dir && !strncmp (file, dir, len);
}

/* Is FILE in a package that was installed for Python? */
static bool
is_installed (const char *file)
{
	return file && (strstr (file, "/site-packages/")
			|| strstr (file, "/dist-packages/"));
}

location_t
visible_location (const char *python_dir, location_t where)
{
	where = expansion_point_location_if_in_system_header (
		LOCATION_LOCUS (where));
	if (where != UNKNOWN_LOCATION && python_dir
	    && linemap_location_from_macro_expansion_p (line_table, where)) {
		expanded_location at
			= expand_location_to_spelling_point (where);

		if (file_is_in (at.file, python_dir, strlen (python_dir))
		    || is_installed (at.file))
			where = expansion_point_location (where);
	}
	return where;
}

struct loc
adapter_loc (struct adapter *ad, location_t where)
{
	struct loc *known, at;
	expanded_location x;

	memset (&at, 0, sizeof at);
	where = LOCATION_LOCUS (where);
	if (where <= BUILTINS_LOCATION)
		return at;
	known = (struct loc *) map_get (&ad->locs, where);
	if (known)
		return *known;
	at.cookie = visible_location (ad->python_dir, where);
	x = expand_location ((location_t) at.cookie);
	if (x.file && x.line > 0) {
		at.file = unit_intern (ad->u, x.file);
		at.line = x.line;
		at.column = x.column;
	}
	known = (struct loc *) arena_memdup (&ad->u->arena, &at, sizeof at);
	map_set (&ad->locs, where, known);
	return at;
}

/* A header that belongs to Python or to a package installed for it: its
 * inline functions are no code of the user's. */
bool
in_python_header (struct adapter *ad, location_t where)
{
	const char *file;

	where = LOCATION_LOCUS (where);
	if (where <= BUILTINS_LOCATION)
		return false;
	if (in_system_header_at (where))
		return true;
	file = expand_location (where).file;
	return file_is_in (file, ad->python_dir, ad->python_dir_len)
	       || is_installed (file);
}

bool
is_cast_to_void (location_t where)
{
	static const char cast[] = "(void)";
	size_t len, n = sizeof cast - 1, col;
	const char *line;
	expanded_location x;

	where = get_start (LOCATION_LOCUS (where));
	if (where <= BUILTINS_LOCATION)
		return false;
	x = expand_location (where);
	if (!x.file || x.line <= 0 || x.column <= 0)
		return false;
	line = compat_source_line (x.file, x.line, &len);
	col = (size_t) x.column - 1;
	if (!line || col > len)
		return false;
	while (col && (line[col - 1] == ' ' || line[col - 1] == '\t'))
		col--;
	return col >= n && !strncmp (line + col - n, cast, n);
}
