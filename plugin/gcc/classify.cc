/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which findings are errors, warnings or ignored: the command line, and
 * pragmas by region.
 *
 * A check with a borrowed id is kept count of by GCC, so that its pushes and
 * pops hold too.  Of the others there is a history here, in the order of
 * their places: each entry says "from here on".
 */
#include "gcc/adapter.h"

enum change { SET, PUSH, POP };

struct entry {
	location_t where;
	enum change change;
	const struct rule *rule;	/* NULL: all */
	compat_kind kind;
};

static VEC (struct entry) history;

static void
remember (enum change change, const struct rule *rule, compat_kind kind,
	  location_t where)
{
	struct entry e = { where, change, rule, kind };

	vec_push (&history, e);
}

void
classify (const struct rule *rule, compat_kind kind, location_t where)
{
	const struct rule *r;

	remember (SET, rule, kind, where);
	for (unsigned i = 0; (r = rule_by_index (i)); i++)
		if ((!rule || r == rule) && option_hook_id (r))
			diagnostic_classify_diagnostic (
				global_dc, option_hook_id (r), kind, where);
}

/* Is A no later in the source than B? */
static bool
is_before (location_t a, location_t b)
{
	return a == UNKNOWN_LOCATION || a == b
	       || linemap_location_before_p (line_table, a, b);
}

/* The index of the push that the pop at POP ends, or POP itself. */
static uint32_t
matching_push (uint32_t pop)
{
	unsigned depth = 1;

	for (uint32_t i = pop; i-- > 0;) {
		depth += history.v[i].change == POP;
		depth -= history.v[i].change == PUSH;
		if (!depth)
			return i;
	}
	return 0;
}

compat_kind
classified_at (const struct rule *rule, location_t where)
{
	for (uint32_t i = history.n; i-- > 0;) {
		const struct entry *e = &history.v[i];

		if (!is_before (e->where, where))
			continue;
		if (e->change == POP)
			i = matching_push (i);
		else if (e->change == SET && (!e->rule || e->rule == rule))
			return e->kind;
		if (!i)
			break;
	}
	return COMPAT_UNSPECIFIED;
}

/* ------------------------------------------------------- command line */

/* NAME may be "all", and may carry "pyrefcheck-". */
static void
classify_named (const char *name, compat_kind kind)
{
	static const char prefix[] = "pyrefcheck-";
	const struct rule *rule;

	if (!strncmp (name, prefix, sizeof prefix - 1))
		name += sizeof prefix - 1;
	rule = rule_by_name (name);
	if (rule)
		classify (rule, kind, UNKNOWN_LOCATION);
	else if (!strcmp (name, "all"))
		classify (NULL, kind, UNKNOWN_LOCATION);
	else
		warning (0, "pyrefcheck: there is no check %qs", name);
}

/* -Wno-pyrefcheck-NAME, which GCC lets pass. */
static void
read_command_line (void)
{
	static const char no[] = "-Wno-pyrefcheck";

	for (unsigned i = 0; i < save_decoded_options_count; i++) {
		const char *text
			= save_decoded_options[i].orig_option_with_args_text;

		if (!text || strncmp (text, no, sizeof no - 1))
			continue;
		text += sizeof no - 1;
		if (!*text)
			classify (NULL, COMPAT_IGNORED, UNKNOWN_LOCATION);
		else if (*text == '-')
			classify_named (text + 1, COMPAT_IGNORED);
	}
}

void
classify_init (const struct options *o)
{
	for (uint32_t i = 0; i < o->werror.items.n; i++)
		classify_named (o->werror.items.v[i], COMPAT_ERROR);
	read_command_line ();
}

/* ------------------------------------------------- #pragma pyrefcheck */

/* The rest of the line, so that the parser does not trip over it. */
static void
skip_line (void)
{
	tree x;

	for (;;) {
		enum cpp_ttype t = pragma_lex (&x, NULL);

		if (t == CPP_EOF || t == CPP_PRAGMA_EOL)
			return;
	}
}

/* NAME, "NAME" or reference-leak in pieces: all that is left of the line. */
static void
read_check_name (struct buf *name)
{
	tree x;

	for (;;) {
		enum cpp_ttype t = pragma_lex (&x, NULL);

		if (t == CPP_NAME || t == CPP_KEYWORD)
			buf_add (name, IDENTIFIER_POINTER (x));
		else if (t == CPP_STRING)
			buf_add (name, TREE_STRING_POINTER (x));
		else if (t == CPP_MINUS)
			buf_addc (name, '-');
		else
			return;
	}
}

static void
classify_pragma (compat_kind kind, location_t where)
{
	static const char prefix[] = "-Wpyrefcheck-";
	struct buf name = { NULL, 0, 0 };
	const char *text;
	const struct rule *rule;

	read_check_name (&name);
	text = buf_str (&name);
	if (!strncmp (text, prefix, sizeof prefix - 1))
		text += sizeof prefix - 1;
	rule = rule_by_name (text);
	if (rule || !*text || !strcmp (text, "all"))
		classify (rule, kind, where);
	else
		warning_at (where, OPT_Wpragmas,
			    "%<#pragma pyrefcheck%>: there is no check %qs",
			    text);
	buf_release (&name);
}

static void
on_pragma (cpp_reader *)
{
	location_t where = input_location;
	const char *word;
	tree x = NULL_TREE;

	if (pragma_lex (&x, NULL) != CPP_NAME) {
		warning_at (where, OPT_Wpragmas, "%<#pragma pyrefcheck%> "
			    "wants push, pop, ignored, warning or error");
		return;
	}
	word = IDENTIFIER_POINTER (x);
	if (!strcmp (word, "push")) {
		remember (PUSH, NULL, COMPAT_UNSPECIFIED, where);
		diagnostic_push_diagnostics (global_dc, where);
		skip_line ();
	} else if (!strcmp (word, "pop")) {
		remember (POP, NULL, COMPAT_UNSPECIFIED, where);
		diagnostic_pop_diagnostics (global_dc, where);
		skip_line ();
	} else if (!strcmp (word, "ignored")) {
		classify_pragma (COMPAT_IGNORED, where);
	} else if (!strcmp (word, "warning")) {
		classify_pragma (COMPAT_WARNING, where);
	} else if (!strcmp (word, "error")) {
		classify_pragma (COMPAT_ERROR, where);
	} else {
		warning_at (where, OPT_Wpragmas, "%<#pragma pyrefcheck%> "
			    "wants push, pop, ignored, warning or error");
		skip_line ();
	}
}

void
classify_register_pragma (void)
{
	if (c_register_pragma && pragma_lex)
		c_register_pragma (NULL, "pyrefcheck", on_pragma);
}
