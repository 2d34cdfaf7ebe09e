/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place of a format's unit inside the string literal.  GCC keeps no
 * location for a literal that is an argument, so it is looked for in the
 * source text, from the call on: the format between its quotes, with nothing
 * in it that C spells otherwise.
 */
#include "check/format-call.h"
#include "check/guard.h"

#include <string.h>

/* A call's arguments seldom stretch further. */
#define LINES_BEHIND 5

/* Does C spell TEXT as it is? */
static bool is_plain(const struct format *f)
{
	for (uint32_t i = 0; i < f->len; i++)
		if (f->text[i] < ' ' || f->text[i] > '~'
		    || strchr("\"\\?", f->text[i]))
			return false;
	return f->len > 0;
}

/* The offset behind the quote of LITERAL in LINE, from FROM on; or -1. */
static long find_literal(const char *line, size_t len, size_t from,
			 const struct format *f)
{
	for (size_t i = from; i + f->len + 2 <= len; i++)
		if (line[i] == '"' && line[i + 1 + f->len] == '"'
		    && !memcmp(line + i + 1, f->text, f->len))
			return (long) i + 1;
	return -1;
}

struct loc format_unit_place(const struct format_call *k,
			     const struct format *format,
			     const struct format_unit *unit,
			     uint32_t *end_column)
{
	struct loc at = { .file = k->i->loc.file };
	uint32_t line = k->i->loc.line;
	struct source_text s;
	const char *text;
	size_t len;
	long found = -1;

	if (!is_plain(format) || !source_read(&s, at.file))
		return at;
	for (uint32_t n = 0; n <= LINES_BEHIND && found < 0; n++) {
		size_t from = n ? 0 : k->i->loc.column;

		if (!source_line(&s, line + n, &text, &len))
			break;
		found = find_literal(text, len, from, format);
		if (found >= 0)
			at.line = line + n;
	}
	source_release(&s);
	if (found < 0)
		return at;
	at.column = (uint32_t) found + unit->pos + 1;
	*end_column = at.column + unit->len;
	return at;
}
