/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place of a format's unit inside the string literals it was written as.
 * GCC keeps no location for a literal that is an argument, so the source text
 * is searched: runs of adjacent literals, with at most one macro among them
 * ("O" OFF_T_CODE ":seek"), which together spell the format.  First from the
 * call on; then, for a format in a variable, from the function's start to the
 * call, where only one run may fit.
 */
#include "check/format-call.h"
#include "check/guard.h"

#include <string.h>

/* A call's arguments seldom stretch further. */
#define LINES_BEHIND 6

/* Where one byte of a literal stands; the macro's, where it is a macro's. */
struct spot { uint32_t line, column, end_column; };

struct scanner {
	const char *at, *end;
	uint32_t line, column;
};

struct run {
	struct buf text;		/* what the literals spell */
	VEC (struct spot) spots;	/* one each byte */
	/* The macro among them stands before byte MACRO_AT. */
	bool has_macro;
	size_t macro_at;
	struct spot macro;
};

static void advance(struct scanner *s, size_t n)
{
	for (; n && s->at < s->end; n--, s->at++) {
		if (*s->at == '\n') {
			s->line++;
			s->column = 1;
		} else {
			s->column++;
		}
	}
}

static bool is_name(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		|| (c >= '0' && c <= '9');
}

static bool starts(const struct scanner *s, const char *word)
{
	size_t n = strlen(word);

	return (size_t) (s->end - s->at) >= n && !memcmp(s->at, word, n);
}

/* Blanks, line ends and comments. */
static void skip_blanks(struct scanner *s)
{
	while (s->at < s->end) {
		if (strchr(" \t\r\n\\", *s->at)) {
			advance(s, 1);
		} else if (starts(s, "/*")) {
			advance(s, 2);
			while (s->at < s->end && !starts(s, "*/"))
				advance(s, 1);
			advance(s, 2);
		} else if (starts(s, "//")) {
			while (s->at < s->end && *s->at != '\n')
				advance(s, 1);
		} else {
			return;
		}
	}
}

/* The byte that the escape at S spells, whose length goes to LEN. */
static char escape(const struct scanner *s, size_t *len)
{
	static const char letters[] = "n\nt\tr\ra\ab\bf\fv\v0\0";
	const char *p = s->at + 1 < s->end
		? strchr("ntrabfv0", s->at[1]) : NULL;

	*len = 2;
	if (!p || !*p)
		return s->at + 1 < s->end ? s->at[1] : '\\';
	for (size_t i = 0; i + 1 < sizeof(letters); i += 2)
		if (letters[i] == *p)
			return letters[i + 1];
	return *p;
}

/* One literal, from its quote on. */
static void read_literal(struct scanner *s, struct run *r)
{
	advance(s, 1);
	while (s->at < s->end && *s->at != '"' && *s->at != '\n') {
		struct spot spot = { s->line, s->column, 0 };
		size_t len = 1;
		char c = *s->at == '\\' ? escape(s, &len) : *s->at;

		spot.end_column = s->column + (uint32_t) len;
		buf_addc(&r->text, c);
		vec_push(&r->spots, spot);
		advance(s, len);
	}
	advance(s, 1);
}

/* Adjacent literals, and one macro between or before or behind them. */
static void read_run(struct scanner *s, struct run *r)
{
	for (;;) {
		struct scanner next;
		size_t n = 0;

		skip_blanks(s);
		if (s->at < s->end && *s->at == '"') {
			read_literal(s, r);
			continue;
		}
		while (s->at + n < s->end && is_name(s->at[n]))
			n++;
		next = *s;
		advance(&next, n);
		skip_blanks(&next);
		if (!n || r->has_macro || next.at >= next.end
		    || !strchr("\",)", *next.at)
		    || (*next.at != '"' && !r->spots.n))
			return;
		r->has_macro = true;
		r->macro_at = r->spots.n;
		r->macro = (struct spot) { s->line, s->column,
			s->column + (uint32_t) n };
		*s = next;
	}
}

/* Does the run spell the format?  What the macro spells is what is left. */
static bool run_fits(const struct run *r, const struct format *f)
{
	size_t n = r->spots.n;

	if (!n || n > f->len || (!r->has_macro && n != f->len))
		return false;
	if (!r->has_macro)
		return !memcmp(r->text.s, f->text, n);
	return !memcmp(r->text.s, f->text, r->macro_at)
		&& !memcmp(r->text.s + r->macro_at,
			   f->text + f->len - (n - r->macro_at),
			   n - r->macro_at);
}

static struct spot spot_of(const struct run *r, const struct format *f,
			   uint32_t pos)
{
	size_t in_macro = r->has_macro ? f->len - r->spots.n : 0;

	if (!r->has_macro || pos < r->macro_at)
		return r->spots.v[pos];
	if (pos < r->macro_at + in_macro)
		return r->macro;
	return r->spots.v[pos - in_macro];
}

static void run_release(struct run *r)
{
	buf_release(&r->text);
	vec_release(&r->spots);
}

/* The first run of S that spells the format, in OUT; false: none. */
static bool find_run(struct scanner *s, const struct format *f,
		     struct run *out)
{
	while (s->at < s->end) {
		struct scanner word = *s;
		struct run r = { { 0 }, .has_macro = false };

		skip_blanks(s);
		if (s->at >= s->end)
			break;
		if (*s->at == '\'') {
			advance(s, s->at + 1 < s->end && s->at[1] == '\\'
				? 4 : 3);
			continue;
		}
		word = *s;
		if (*s->at == '"' || is_name(*s->at))
			read_run(s, &r);
		if (run_fits(&r, f)) {
			*out = r;
			return true;
		}
		/* A name that is no macro before a literal: behind it. */
		if (!r.spots.n) {
			*s = word;
			do
				advance(s, 1);
			while (is_name(*word.at) && s->at < s->end
			       && is_name(*s->at));
		}
		run_release(&r);
	}
	return false;
}

/* Lines FROM, from column COLUMN on, to TO of the text. */
static bool scan_lines(const struct source_text *text, uint32_t from,
		       uint32_t column, uint32_t to, struct scanner *s)
{
	const char *line;
	size_t len;

	if (!source_line(text, from, &line, &len))
		return false;
	s->at = line;
	s->line = from;
	s->column = 1;
	s->end = text->text + text->len;
	if (source_line(text, to + 1, &line, &len))
		s->end = line;
	advance(s, column ? column - 1 : 0);
	return s->at < s->end;
}

static bool find_place(const struct format_call *k,
		       const struct source_text *text,
		       const struct format *f, struct run *out)
{
	uint32_t line = k->i->loc.line, start = k->f->loc.line;
	struct scanner s;
	struct run other = { { 0 }, .has_macro = false };
	bool twice;

	if (scan_lines(text, line, k->i->loc.column, line + LINES_BEHIND, &s)
	    && find_run(&s, f, out))
		return true;
	if (k->f->loc.file != k->i->loc.file || start >= line
	    || !scan_lines(text, start, 0, line - 1, &s)
	    || !find_run(&s, f, out))
		return false;
	twice = find_run(&s, f, &other);
	run_release(&other);
	if (twice)
		run_release(out);
	return !twice;
}

struct loc format_unit_place(const struct format_call *k,
			     const struct format *format,
			     const struct format_unit *unit,
			     uint32_t *end_column)
{
	struct loc at = { .file = k->i->loc.file };
	struct run r = { { 0 }, .has_macro = false };
	const struct source_text *text = source_of(k->c, at.file);
	struct spot first, last;

	if (!format->len || !unit->len || !text)
		return at;
	if (find_place(k, text, format, &r)) {
		first = spot_of(&r, format, unit->pos);
		last = spot_of(&r, format, unit->pos + unit->len - 1);
		at.line = first.line;
		at.column = first.column;
		*end_column = last.line == first.line
			? last.end_column : first.end_column;
		run_release(&r);
	}
	return at;
}
