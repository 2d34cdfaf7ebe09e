/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Splitting a format into units: what the grammars share. */
#include "contract/format-split.h"

#include <string.h>

void split_fault(struct splitter *s, enum format_fault_kind kind,
		 uint32_t pos, const char *text, size_t len)
{
	struct format_fault fault = { .kind = kind, .pos = pos };

	if (text)
		fault.text = arena_strndup(s->arena, text, len);
	vec_push(&s->faults, fault);
}

struct format_unit *split_unit(struct splitter *s,
			       const struct format_row *row, uint32_t pos,
			       uint32_t len)
{
	struct format_unit u = {
		.code = row->code, .pos = pos, .len = len,
		.runs_code = row->runs_code,
		.since = row->since, .until = row->until,
	};

	for (; row->args[u.n_args].use != FORMAT_USE_NONE; u.n_args++) {
		struct format_arg *a = &u.args[u.n_args];

		*a = row->args[u.n_args];
		a->index = s->format->n_args++;
		if (a->use == FORMAT_OUT_LENGTH || a->use == FORMAT_IN_LENGTH) {
			a->ctype = s->length;
			u.has_length = true;
		}
	}
	vec_push(&s->units, u);
	return &s->units.v[s->units.n - 1];
}

struct format_unit *split_group(struct splitter *s, uint32_t pos)
{
	char bracket = s->format->text[pos];
	struct format_unit u = { .pos = pos, .len = 1, .group = bracket };

	u.code = bracket == '(' ? "(" : bracket == '[' ? "[" : "{";
	vec_push(&s->units, u);
	return &s->units.v[s->units.n - 1];
}

enum format_kind format_kind_of(const struct contract *c)
{
	if (c->format == FORMAT_PARSE && !strcmp(c->name, "PyArg_Parse"))
		return FORMAT_PARSE_ONE;
	if (c->format == FORMAT_UNICODE
	    && !strncmp(c->name, "PyBytes_FromFormat", 18))
		return FORMAT_BYTES;
	return (enum format_kind) c->format;
}

struct format *format_split(struct arena *a, enum format_kind kind,
			    const char *text, size_t len,
			    enum format_ctype length)
{
	struct format *f = ARENA_NEW(a, struct format);
	struct splitter s = { .arena = a, .format = f, .length = length };

	f->kind = kind;
	f->len = (uint32_t) strnlen(text, len);
	f->text = arena_strndup(a, text, f->len);
	switch (kind) {
	case FORMAT_PARSE:
	case FORMAT_PARSE_KEYWORDS:
	case FORMAT_PARSE_ONE:
		split_parse(&s);
		break;
	case FORMAT_BUILD:
	case FORMAT_CALL:
		split_build(&s);
		break;
	case FORMAT_UNICODE:
	case FORMAT_BYTES:
	case FORMAT_PRINTF:
		split_unicode(&s);
		break;
	case FORMAT_NONE:
		break;
	}
	f->n_units = s.units.n;
	if (s.units.n)
		f->units = arena_memdup(a, s.units.v,
					s.units.n * sizeof(*s.units.v));
	f->n_faults = s.faults.n;
	if (s.faults.n)
		f->faults = arena_memdup(a, s.faults.v,
					 s.faults.n * sizeof(*s.faults.v));
	vec_release(&s.units);
	vec_release(&s.faults);
	return f;
}

const struct format_unit *format_unit_of(const struct format *f,
					 uint32_t index,
					 const struct format_arg **arg)
{
	for (uint32_t i = 0; i < f->n_units; i++) {
		const struct format_unit *u = &f->units[i];

		for (unsigned k = 0; k < u->n_args; k++) {
			if (u->args[k].index != index)
				continue;
			if (arg)
				*arg = &u->args[k];
			return u;
		}
	}
	return NULL;
}

const char *format_fault_text(enum format_fault_kind k)
{
	static const char *const words[] = {
		[FORMAT_FAULT_UNKNOWN] = "unknown code",
		[FORMAT_FAULT_UNCLOSED] = "an opening bracket without the closing one",
		[FORMAT_FAULT_UNOPENED] = "a closing bracket without the opening one",
		[FORMAT_FAULT_MISMATCHED] = "a bracket closed by one of another kind",
		[FORMAT_FAULT_TWO_BARS] = "‘|’ twice",
		[FORMAT_FAULT_TWO_DOLLARS] = "‘$’ twice",
		[FORMAT_FAULT_DOLLAR_BEFORE_BAR] = "‘$’ before ‘|’",
		[FORMAT_FAULT_DOLLAR_ALONE] = "‘$’ without ‘|’ before it",
		[FORMAT_FAULT_DOLLAR_NO_KEYWORDS] = "‘$’ in a format that takes no keywords",
		[FORMAT_FAULT_NESTED_MARK] = "‘|’ or ‘$’ within parentheses",
		[FORMAT_FAULT_ODD_DICT] = "a dictionary with a key that has no value",
		[FORMAT_FAULT_NOT_ONE] = "not exactly one unit",
		[FORMAT_FAULT_NOT_ASCII] = "a byte outside ASCII",
	};

	return words[k];
}
