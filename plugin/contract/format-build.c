/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The grammar of Py_BuildValue and the call family:
 *
 *   format = { item | blank }
 *   item = unit | '(' format ')' | '[' format ']' | '{' format '}'
 *
 * As Python/modsupport.c reads it (countformat, do_mkvalue).
 */
#include "contract/format-split.h"

#include <string.h>

/* An open bracket: which, where, and how many items it has so far. */
struct level { char close; uint32_t pos, items; };

struct build_state {
	uint32_t pos;
	VEC (struct level) levels;
};

static void count_item(struct build_state *b, struct format_unit *u,
		       uint32_t depth)
{
	u->depth = (uint8_t) depth;
	if (depth)
		b->levels.v[depth - 1].items++;
}

static void open_bracket(struct splitter *s, struct build_state *b)
{
	char c = s->format->text[b->pos];
	struct level level = {
		.close = c == '(' ? ')' : c == '[' ? ']' : '}',
		.pos = b->pos,
	};

	count_item(b, split_group(s, b->pos), b->levels.n);
	vec_push(&b->levels, level);
}

static void close_bracket(struct splitter *s, struct build_state *b)
{
	const struct level *level;

	if (!b->levels.n) {
		split_fault(s, FORMAT_FAULT_UNOPENED, b->pos, NULL, 0);
		return;
	}
	level = &b->levels.v[--b->levels.n];
	if (level->close != s->format->text[b->pos])
		split_fault(s, FORMAT_FAULT_MISMATCHED, b->pos, NULL, 0);
	else if (level->close == '}' && level->items % 2)
		split_fault(s, FORMAT_FAULT_ODD_DICT, level->pos, NULL, 0);
}

/* False when splitting cannot go on behind an unknown code. */
static bool build_item(struct splitter *s, struct build_state *b)
{
	const char *at = s->format->text + b->pos;
	const struct format_row *row;
	size_t len = 1;

	if (strchr("([{", *at)) {
		open_bracket(s, b);
	} else if (strchr(")]}", *at)) {
		close_bracket(s, b);
	} else if (!strchr(" \t,:", *at)) {
		row = format_row_at(s->format->kind, at,
				    s->format->len - b->pos);
		if (!row) {
			split_fault(s, FORMAT_FAULT_UNKNOWN, b->pos, at, 1);
			return false;
		}
		len = strlen(row->code);
		count_item(b, split_unit(s, row, b->pos, (uint32_t) len),
			   b->levels.n);
	}
	b->pos += (uint32_t) len;
	return true;
}

void split_build(struct splitter *s)
{
	struct format *f = s->format;
	struct build_state b = { 0 };

	while (b.pos < f->len && !f->incomplete)
		f->incomplete = !build_item(s, &b);
	if (b.levels.n && !f->incomplete)
		split_fault(s, FORMAT_FAULT_UNCLOSED,
			    b.levels.v[b.levels.n - 1].pos, NULL, 0);
	vec_release(&b.levels);
}
