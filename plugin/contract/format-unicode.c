/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The grammar of PyUnicode_FromFormat and of PyBytes_FromFormat:
 *
 *   conversion = '%' {'0' | '-' | '#'} [width] ['.' precision] code
 *   width, precision = digits | '*'
 *
 * As unicode_fromformat_arg and PyBytes_FromFormatV read it.  '-' and '*' are
 * of 3.12; '#' (3.13) is part of the code's row.  And of C's printf, which has
 * more flags.
 */
#include "contract/format-split.h"

#include <string.h>

struct conversion {
	uint32_t pos;		/* of the percent sign */
	uint32_t at;		/* where reading is */
	bool alternate;		/* '#' */
	bool padded;		/* a width or precision */
	unsigned stars;
	pyversion since;	/* what the flags and stars need */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void read_flags(const char *text, struct conversion *c,
		       enum format_kind kind)
{
	if (kind == FORMAT_PRINTF) {
		c->at += (uint32_t) strspn(text + c->at, "-+ #0'I");
		return;
	}
	for (;; c->at++) {
		if (text[c->at] == '-')
			c->since = PYVERSION(3, 12);
		else if (text[c->at] == '#')
			c->alternate = true;
		else if (text[c->at] != '0')
			return;
	}
}

static void read_number(const char *text, struct conversion *c,
			enum format_kind kind)
{
	if (text[c->at] == '*') {
		if (kind == FORMAT_UNICODE)
			c->since = PYVERSION(3, 12);
		c->stars++;
		c->at++;
		c->padded = true;
	}
	for (; is_digit(text[c->at]); c->at++)
		c->padded = true;
}

/* Puts the ints that '*' consumes before the arguments of U. */
static void add_stars(struct splitter *s, struct format_unit *u,
		      unsigned stars)
{
	static const struct format_arg star = {
		.use = FORMAT_IN_SCALAR, .ctype = CTYPE_INT,
	};
	uint32_t first = s->format->n_args - u->n_args;

	memmove(u->args + stars, u->args, u->n_args * sizeof(u->args[0]));
	for (unsigned i = 0; i < stars; i++)
		u->args[i] = star;
	u->n_args = (uint8_t) (u->n_args + stars);
	for (unsigned i = 0; i < u->n_args; i++)
		u->args[i].index = first + i;
	s->format->n_args += stars;
}

/* The conversion's code in BUF for the look-up: '#' goes before it. */
static const struct format_row *find_code(struct splitter *s,
					  struct conversion *c)
{
	const char *text = s->format->text + c->at;
	size_t len = s->format->len - c->at;
	const struct format_row *row;
	char code[2];

	if (!c->alternate)
		return format_row_at(s->format->kind, text, len);
	code[0] = '#';
	code[1] = text[0];
	row = format_row_at(s->format->kind, code, 2);
	/* Before any other code '#' is ignored (3.13). */
	if (!row) {
		if (c->since < PYVERSION(3, 13))
			c->since = PYVERSION(3, 13);
		row = format_row_at(s->format->kind, text, len);
	}
	return row;
}

static size_t code_length(const struct format_row *row)
{
	return strlen(row->code) - (row->code[0] == '#');
}

/* False when splitting cannot go on: the rest is copied as it is, or an
 * error. */
static bool read_conversion(struct splitter *s, uint32_t *pos)
{
	const char *text = s->format->text;
	struct conversion c = { .pos = *pos, .at = *pos + 1 };
	const struct format_row *row;
	struct format_unit *u;

	if (s->format->kind == FORMAT_BYTES) {
		/* All but letters is skipped; a star consumes nothing. */
		for (; text[c.at] && text[c.at] != '%'
		     && !is_letter(text[c.at]); c.at++)
			c.stars += text[c.at] == '*';
	} else if (text[c.at] != '%') {
		read_flags(text, &c, s->format->kind);
		read_number(text, &c, s->format->kind);
		if (text[c.at] == '.') {
			c.at++;
			read_number(text, &c, s->format->kind);
		}
	}
	row = find_code(s, &c);
	if (!row || (c.stars && s->format->kind == FORMAT_BYTES)) {
		/* Length modifiers belong to what is reported. */
		size_t end = c.at + strspn(text + c.at, "hlzjtqL");

		split_fault(s, FORMAT_FAULT_UNKNOWN, c.pos, text + c.pos,
			    end + (text[end] != '\0') - c.pos);
		return false;
	}
	*pos = c.at + (uint32_t) code_length(row);
	u = split_unit(s, row, c.pos, *pos - c.pos);
	if (c.stars)
		add_stars(s, u, c.stars);
	if (s->format->kind != FORMAT_UNICODE)
		return true;
	if (u->since < c.since)
		u->since = c.since;
	/* 3.12 began to refuse a width for these two. */
	if (c.padded && (*row->code == 'c' || *row->code == 'p'))
		u->until = PYVERSION(3, 12);
	return true;
}

void split_unicode(struct splitter *s)
{
	struct format *f = s->format;
	uint32_t pos = 0;
	bool ascii = true;

	while (pos < f->len && !f->incomplete) {
		if (f->text[pos] == '%') {
			f->incomplete = !read_conversion(s, &pos);
			continue;
		}
		/* Bytes are copied, whatever they are. */
		if ((f->text[pos] & 0x80) && ascii
		    && f->kind == FORMAT_UNICODE) {
			split_fault(s, FORMAT_FAULT_NOT_ASCII, pos, NULL, 0);
			ascii = false;
		}
		pos++;
	}
}
