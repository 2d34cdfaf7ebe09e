/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The grammar of PyArg_Parse*:
 *
 *   format = items ['|' items ['$' items]] [':' name | ';' message]
 *   item = unit | '(' items ')'
 *
 * As Python/getargs.c reads it (vgetargs1_impl, vgetargskeywords): blanks are
 * no separators, '|' and '$' stand at top level only.
 */
#include "contract/format-split.h"

#include <string.h>

struct parse_state {
	uint32_t pos, depth;
	bool optional, keyword_only;
};

static void parse_bar(struct splitter *s, struct parse_state *p)
{
	if (p->depth)
		split_fault(s, FORMAT_FAULT_NESTED_MARK, p->pos, "|", 1);
	else if (p->optional)
		split_fault(s, FORMAT_FAULT_TWO_BARS, p->pos, NULL, 0);
	else if (p->keyword_only)
		split_fault(s, FORMAT_FAULT_DOLLAR_BEFORE_BAR, p->pos, NULL, 0);
	else if (s->format->kind == FORMAT_PARSE_ONE)
		split_fault(s, FORMAT_FAULT_NOT_ONE, p->pos, NULL, 0);
	if (!p->depth)
		p->optional = true;
}

static void parse_dollar(struct splitter *s, struct parse_state *p)
{
	if (s->format->kind != FORMAT_PARSE_KEYWORDS)
		split_fault(s, FORMAT_FAULT_DOLLAR_NO_KEYWORDS, p->pos, NULL, 0);
	else if (p->depth)
		split_fault(s, FORMAT_FAULT_NESTED_MARK, p->pos, "$", 1);
	else if (p->keyword_only)
		split_fault(s, FORMAT_FAULT_TWO_DOLLARS, p->pos, NULL, 0);
	else if (!p->optional)
		split_fault(s, FORMAT_FAULT_DOLLAR_ALONE, p->pos, NULL, 0);
	if (!p->depth)
		p->keyword_only = true;
}

/* Counts a Python argument when one begins at top level. */
static void place_unit(struct splitter *s, const struct parse_state *p,
		       struct format_unit *u)
{
	struct format *f = s->format;

	if (!p->depth) {
		f->n_parameters++;
		if (!p->optional)
			f->n_required++;
	}
	u->parameter = f->n_parameters;
	u->depth = (uint8_t) p->depth;
	u->optional = p->optional;
	u->keyword_only = p->keyword_only;
}

/* The unit at POS; false when splitting cannot go on behind it: nobody knows
 * what an unknown code would consume, and one such fault is enough. */
static bool parse_unit(struct splitter *s, struct parse_state *p)
{
	const char *at = s->format->text + p->pos;
	const struct format_row *row;
	size_t len;

	row = format_row_at(s->format->kind, at, s->format->len - p->pos);
	if (!row) {
		split_fault(s, FORMAT_FAULT_UNKNOWN, p->pos, at, 1);
		return false;
	}
	len = strlen(row->code);
	place_unit(s, p, split_unit(s, row, p->pos, (uint32_t) len));
	p->pos += (uint32_t) len;
	return true;
}

static bool parse_item(struct splitter *s, struct parse_state *p)
{
	switch (s->format->text[p->pos]) {
	case '(':
		place_unit(s, p, split_group(s, p->pos));
		p->depth++;
		break;
	case ')':
		if (!p->depth)
			split_fault(s, FORMAT_FAULT_UNOPENED, p->pos, NULL, 0);
		else
			p->depth--;
		break;
	case '|':
		parse_bar(s, p);
		break;
	case '$':
		parse_dollar(s, p);
		break;
	default:
		return parse_unit(s, p);
	}
	p->pos++;
	return true;
}

static void parse_end(struct splitter *s, const struct parse_state *p)
{
	struct format *f = s->format;

	if (p->pos < f->len) {
		const char *rest = arena_strdup(s->arena,
						f->text + p->pos + 1);
		if (f->text[p->pos] == ':')
			f->name = rest;
		else
			f->message = rest;
	}
	if (p->depth)
		split_fault(s, FORMAT_FAULT_UNCLOSED, p->pos, NULL, 0);
	if (f->kind == FORMAT_PARSE_ONE && f->n_parameters > 1)
		split_fault(s, FORMAT_FAULT_NOT_ONE, p->pos, NULL, 0);
}

void split_parse(struct splitter *s)
{
	struct format *f = s->format;
	struct parse_state p = { 0 };

	while (p.pos < f->len && !strchr(":;", f->text[p.pos])) {
		if (parse_item(s, &p))
			continue;
		f->incomplete = true;
		return;
	}
	parse_end(s, &p);
}
