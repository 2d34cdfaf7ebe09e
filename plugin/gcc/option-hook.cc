/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Own warning tags in GCC's voice.
 *
 * GCC names, enables and classifies a diagnostic by its option's id, and has
 * no way to add one.  So each check borrows the id of an option of another
 * language, which nothing in a C or C++ compilation can mean, and answers for
 * it.  Where GCC lacks such an id, the check works by classify.cc alone.
 */
#define COMPAT_WANT_HOOKS
#include "gcc/adapter.h"

/* Fortran's, Objective-C's and D's; known to GCC 11 to 16. */
static const char *const lenders[] = {
	"Waliasing", "Walign-commons", "Wampersand", "Warray-temporaries",
	"Wc-binding-type", "Wcharacter-truncation", "Wcompare-reals",
	"Wconversion-extra", "Wdo-subscript", "Wfunction-elimination",
	"Wimplicit-interface", "Wimplicit-procedure", "Winteger-division",
	"Wintrinsic-shadow", "Wintrinsics-std", "Wline-truncation",
	"Woverwrite-recursive", "Wreal-q-constant", "Wrealloc-lhs",
	"Wrealloc-lhs-all", "Wsurprising", "Wtabs", "Wtarget-lifetime",
	"Wundefined-do-loop", "Wunderflow", "Wunused-dummy-argument",
	"Wuse-without-only", "Wzerotrip", "Wfrontend-loop-interchange",
	"Wassign-intercept", "Wproperty-assign-default", "Wprotocol",
	"Wselector", "Wstrict-selector-match", "Wundeclared-selector",
	"Wobjc-root-class", "Wcast-result", "Wspeculative",
};

#define MAX_RULES 128

/* By rule_by_index. */
static int id_of[MAX_RULES];

static bool
is_foreign (size_t id, const char *name)
{
	return id < cl_options_count
	       && !strcmp (cl_options[id].opt_text + 1, name)
	       && (cl_options[id].flags & CL_WARNING)
	       && !(cl_options[id].flags & (CL_C | CL_CXX | CL_COMMON));
}

static const struct rule *
rule_of (int id)
{
	const struct rule *r;

	for (unsigned i = 0; id && i < MAX_RULES && (r = rule_by_index (i)); i++)
		if (id_of[i] == id)
			return r;
	return NULL;
}

int
option_hook_id (const struct rule *rule)
{
	const struct rule *r;

	for (unsigned i = 0; i < MAX_RULES && (r = rule_by_index (i)); i++)
		if (r == rule)
			return id_of[i];
	return 0;
}

/* --------------------------- #pragma GCC diagnostic ... "-Wpyrefcheck-x" */

static bool
read_kind (const char *line, const char *end, compat_kind *kind)
{
	static const struct { const char *word; compat_kind kind; } kinds[] = {
		{ "ignored", COMPAT_IGNORED },
		{ "warning", COMPAT_WARNING },
		{ "error", COMPAT_ERROR },
	};

	for (size_t i = 0; i < ARRAY_SIZE (kinds); i++) {
		size_t n = strlen (kinds[i].word);

		for (const char *p = line; p + n <= end; p++)
			if (!strncmp (p, kinds[i].word, n)) {
				*kind = kinds[i].kind;
				return true;
			}
	}
	return false;
}

/* Is there a pragma for one of our checks on the line of AT?  Then obeys. */
static bool
obey_pragma_at (expanded_location at, location_t where)
{
	static const char tag[] = "-Wpyrefcheck-";
	const char *line, *name = NULL;
	compat_kind kind;
	size_t len, n = 0;

	if (!at.file || at.line <= 0)
		return false;
	line = compat_source_line (at.file, at.line, &len);
	if (!line)
		return false;
	for (size_t i = 0; i + sizeof tag - 1 < len && !name; i++)
		if (!strncmp (line + i, tag, sizeof tag - 1))
			name = line + i + sizeof tag - 1;
	if (!name || !read_kind (line, name, &kind))
		return false;
	while (name + n < line + len
	       && (ISALNUM (name[n]) || name[n] == '-'))
		n++;
	char *text = xstrndup (name, n);
	const struct rule *rule = rule_by_name (text);

	free (text);
	if (rule)
		classify (rule, kind, where);
	return rule != NULL;
}

static bool
obey_pragma (void)
{
	location_t where = input_location;

	return obey_pragma_at (expand_location (where), where)
	       || obey_pragma_at (expand_location_to_spelling_point (where),
				  where);
}

/* ------------------------------------------------------------- hooks */

static bool
hook_enabled (int id, int *answer)
{
	if (rule_of (id))
		*answer = 1;
	else if (id == OPT_Wpragmas && obey_pragma ())
		*answer = 0;
	else
		return false;
	return true;
}

static bool
hook_name (int id, compat_kind before, compat_kind after, char **answer)
{
	const struct rule *rule = rule_of (id);

	if (!rule)
		return false;
	if (before == COMPAT_NOTE)
		*answer = NULL;
	else
		*answer = concat (after == COMPAT_ERROR
				  ? "-Werror=pyrefcheck-" : "-Wpyrefcheck-",
				  rule->name, NULL);
	return true;
}

static bool
hook_url (int id, char **answer)
{
	*answer = NULL;
	return rule_of (id) != NULL;
}

void
option_hook_install (void)
{
	size_t next = 0;

	for (unsigned i = 0; i < MAX_RULES && rule_by_index (i); i++) {
		while (next < ARRAY_SIZE (lenders) && !id_of[i]) {
			const char *name = lenders[next++];
			size_t id = find_opt (name, CL_LANG_ALL | CL_COMMON);

			if (is_foreign (id, name))
				id_of[i] = (int) id;
		}
	}
	compat_install_hooks ();
}
