/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The keyword list of PyArg_ParseTupleAndKeywords: its end, and its names
 * against the units of the format.
 *
 * As vgetargskeywords (Python/getargs.c) reads it: the list drives the loop,
 * an empty name is a positional-only parameter, and what does not fit is
 * SystemError when a call gets so far.
 */
#include "check/format-call.h"

#include <string.h>

struct names {
	const struct string_array *array;
	uint32_t n;		/* before the NULL */
	uint32_t n_empty;	/* of these, at the start */
	bool ended;
};

static bool is_empty(const struct array_element *e)
{
	return e->item == ITEM_STRING && e->string.len == 0;
}

static struct names read_names(const struct string_array *a)
{
	struct names names = { .array = a };

	while (names.n < a->n && a->elements[names.n].item != ITEM_NULL)
		names.n++;
	names.ended = names.n < a->n;
	while (names.n_empty < names.n
	       && is_empty(&a->elements[names.n_empty]))
		names.n_empty++;
	return names;
}

/* ------------------------------------------------------- the list alone */

static const char *name_at(struct format_call *k, const struct names *names,
			   uint32_t i)
{
	const struct array_element *e = &names->array->elements[i];

	return e->item == ITEM_STRING
		? arena_strndup(&k->arena, e->string.s, e->string.len) : NULL;
}

/* Is Python argument NUMBER keyword-only in some format? */
static bool is_keyword_only(const struct format_call *k, uint32_t number)
{
	for (uint32_t m = 0; m < k->n_formats; m++) {
		const struct format *f = k->formats[m];

		for (uint32_t i = 0; i < f->n_units; i++)
			if (f->units[i].parameter == number
			    && f->units[i].keyword_only)
				return true;
	}
	return false;
}

static void check_names(struct format_call *k, const struct names *names)
{
	struct finding *fi;

	if (!names->ended) {
		fi = format_report(k, "end", "the keyword list does not end with NULL");
		check_hint(k->c, fi, "give it ‘NULL’ as its last element, behind %u name%s",
			   names->n, names->n == 1 ? "" : "s");
		check_add(k->c, fi);
	}
	for (uint32_t i = names->n_empty; i < names->n; i++) {
		const char *name = name_at(k, names, i);

		if (!name)
			continue;
		if (!*name) {
			fi = format_report(k, "empty", format_text(k, "keyword %u is empty, but it stands behind a named one",
						     i + 1));
			check_hint(k->c, fi, "positional-only parameters, those with an empty name, come first");
			check_add(k->c, fi);
			return;
		}
		for (uint32_t j = names->n_empty; j < i; j++) {
			const char *other = name_at(k, names, j);

			if (!other || strcmp(name, other))
				continue;
			/* The first by position, the second by name: works. */
			if (is_keyword_only(k, i + 1)
			    && !is_keyword_only(k, j + 1))
				continue;
			fi = format_report(k, name, format_text(k, "keyword ‘%s’ stands twice in the list, as number %u and %u",
						  name, j + 1, i + 1));
			check_add(k->c, fi);
		}
	}
}

/* ---------------------------------------------------- list and format */

static void check_number(struct format_call *k, const struct names *names,
			 const struct format *f)
{
	uint32_t want = f->n_parameters;
	struct finding *fi;

	if (!names->ended || f->incomplete || names->n == want)
		return;
	fi = format_report(k, "count", format_text(k, "the keyword list has %u name%s, but format %s takes %u argument%s",
		    names->n, names->n == 1 ? "" : "s", format_quote(k, f),
		    want, want == 1 ? "" : "s"));
	if (names->n > want)
		check_hint(k->c, fi, "‘%s’ has no code", name_at(k, names, want)
			   ? name_at(k, names, want) : "a name");
	else
		check_hint(k->c, fi, "argument %u has no name: an empty one makes it positional-only",
			   names->n + 1);
	check_add(k->c, fi);
}

/* An empty name behind '$' can be given in no way. */
static void check_keyword_only(struct format_call *k,
			       const struct names *names,
			       const struct format *f)
{
	struct finding *fi;

	for (uint32_t i = 0; i < f->n_units; i++) {
		const struct format_unit *u = &f->units[i];

		if (u->depth || !u->keyword_only
		    || u->parameter > names->n_empty)
			continue;
		fi = format_report(k, "$", format_text(k, "argument %u of format %s is keyword-only, but its name is empty",
			    u->parameter, format_quote(k, f)));
		check_add(k->c, fi);
		return;
	}
}

static void check_marks(struct format_call *k, const struct format *f)
{
	struct finding *fi;

	for (uint32_t i = 0; i < f->n_faults; i++) {
		const struct format_fault *fault = &f->faults[i];
		bool works = fault->kind == FORMAT_FAULT_DOLLAR_ALONE;

		if (!format_fault_is_keyword(k, fault)
		    || (works && !k->c->options->strict))
			continue;
		fi = format_report(k, "marks", format_text(k, "format %s has %s",
			    format_quote(k, f),
			    format_fault_text(fault->kind)));
		check_hint(k->c, fi, "%s", works
			   ? "the documentation wants ‘|’ before ‘$’"
			   : "the call is answered with SystemError");
		check_add(k->c, fi);
	}
}

static unsigned find_lists(struct format_call *k, struct string_array *out)
{
	if (!k->list_arg || k->list_arg > k->i->n_args)
		return 0;
	return constant_arrays(k->c->unit, k->f, k->i->args[k->list_arg - 1],
			       k->pointer_size, &k->arena, out);
}

static void call(struct check_context *c, const struct function *f,
		 const struct instr *i, const struct contract *contract)
{
	struct string_array arrays[CONSTANTS_MAX];
	struct format_call k;
	unsigned n;

	if (!format_call_init(&k, c, f, i, contract))
		return;
	if (k.kind != FORMAT_PARSE_KEYWORDS) {
		format_call_release(&k);
		return;
	}
	for (uint32_t m = 0; m < k.n_formats; m++)
		check_marks(&k, k.formats[m]);
	n = find_lists(&k, arrays);
	for (unsigned a = 0; a < n; a++) {
		struct names names = read_names(&arrays[a]);

		check_names(&k, &names);
		/* Which list goes with which format, nobody tells. */
		if (n > 1 && k.n_formats > 1)
			continue;
		for (uint32_t m = 0; m < k.n_formats; m++) {
			check_number(&k, &names, k.formats[m]);
			check_keyword_only(&k, &names, k.formats[m]);
		}
	}
	format_call_release(&k);
}

const struct check check_keyword_list = { .call = call };
