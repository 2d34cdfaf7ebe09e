/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a call that can run Python code run none, for what its arguments are
 * on this path?  See quiet.def.
 */
#include "engine/quiet.h"
#include "engine/acyclic.h"
#include "engine/typed.h"

#include <string.h>

enum quiet_kind { QUIET_INTEGER, QUIET_REAL, QUIET_PLAIN, QUIET_SEQUENCE,
	QUIET_CODEC };

static const struct quiet_row {
	const char *name;
	unsigned args;
	enum quiet_kind kind;
} rows[] = {
#define QUIET(name, args, kind) { name, args, QUIET_##kind },
#include "engine/quiet.def"
#undef QUIET
};

static const char *const plain_types[] = { "PyUnicode_Type", "PyBytes_Type",
	"PyLong_Type", "PyFloat_Type", "PyBool_Type", NULL };
static const char *const sequence_types[] = { "PyList_Type", "PyTuple_Type",
	"PyDict_Type", "PySet_Type", "PyFrozenSet_Type", NULL };
/* In the spellings that _Py_normalize_encoding makes one of. */
static const char *const codecs[] = { "utf8", "utf16", "utf32", "ascii",
	"usascii", "latin1", "iso88591", "iso8859", "mbcs", NULL };

static bool has_one_type(const struct state *s, sid x,
			 const char *const *types, bool exact)
{
	for (; *types; types++)
		if (value_has_type(s, x, *types, exact))
			return true;
	return false;
}

static bool is_singleton(const struct state *s, sid x)
{
	const struct addr *a = &sym_get(s, x)->addr;

	return a->kind == REGION_GLOBAL
		&& datum_find(((const struct global *) a->ptr)->name)
			== DATUM_SINGLETON;
}

/* By all that the unit does with the variable or field that V comes from. */
static bool is_plain_by_unit(struct fn_run *r, const struct instr *i, vid v)
{
	struct map *known = &r->plain;
	uint64_t key = map_key_ptr(i) ^ (uint64_t) v * 0x9e3779b97f4a7c15u;
	static char yes, no;

	if (!map_has(known, key))
		map_set(known, key, value_is_plain(r->engine->declared, r->fn,
			v, r->block_id, r->instr_id) ? &yes : &no);
	return map_get(known, key) == &yes;
}

static bool is_codec(const struct state *s, sid x)
{
	const struct addr *a = &sym_get(s, x)->addr;
	char name[16];
	const char *p;
	size_t n = 0, i;

	if (sym_is_null(s, x))
		return true;
	if (a->kind != REGION_STRING || a->offset)
		return false;
	for (p = a->ptr; *p && n + 1 < sizeof(name); p++)
		if (*p != '-' && *p != '_')
			name[n++] = *p >= 'A' && *p <= 'Z'
				? (char) (*p + 'a' - 'A') : *p;
	name[n] = '\0';
	for (i = 0; codecs[i]; i++)
		if (!strcmp(name, codecs[i]))
			return true;
	return false;
}

/* What an object of the unit keeps was looked at when it was stored: numbers
 * that are taken from there are numbers. */
static bool is_own_data(const struct state *s, sid x, unsigned depth)
{
	const struct thing *t = thing_get(s, x);

	if (!t || depth > 4)
		return false;
	return t->birth == BIRTH_FIELD || (t->birth == BIRTH_BORROW
		&& t->lender && is_own_data(s, t->lender, depth + 1));
}

static bool is_of_kind(struct fn_run *r, const struct state *s,
		       const struct instr *i, unsigned n, sid x,
		       enum quiet_kind kind)
{
	if (kind == QUIET_CODEC)
		return is_codec(s, x);
	if (is_singleton(s, x) || has_one_type(s, x, plain_types, false))
		return true;
	if (kind == QUIET_SEQUENCE
	    && has_one_type(s, x, sequence_types, true))
		return true;
	if ((kind == QUIET_INTEGER || kind == QUIET_REAL)
	    && is_own_data(s, x, 0))
		return true;
	return is_plain_by_unit(r, i, i->args[n - 1]);
}

bool argument_is_plain(struct fn_run *r, const struct state *s,
		       const struct instr *i, unsigned n, sid x)
{
	return is_of_kind(r, s, i, n, x, QUIET_PLAIN);
}

/* A parse that stores objects and strings as they are: other units convert,
 * by __index__, __bool__ and the like.  Python/getargs.c. */
static bool parses_quietly(const struct fn_run *r, const struct instr *i,
			   const struct contract *c)
{
	const struct value *v;
	const char *p;

	if ((c->format != FORMAT_PARSE && c->format != FORMAT_PARSE_KEYWORDS)
	    || c->format_arg > i->n_args)
		return false;
	v = fn_value(r->fn, value_strip_copies(r->fn,
					       i->args[c->format_arg - 1]));
	if (v->kind != VAL_STRING || v->offset)
		return false;
	for (p = v->u.str.s; *p && *p != ':' && *p != ';'; p++)
		if (!strchr("OSUYszy!#|$", *p))
			return false;
	return true;
}

bool call_is_quiet(struct fn_run *r, const struct state *s,
		   const struct instr *i, const struct contract *c,
		   const sid *args)
{
	size_t k;
	unsigned n;

	if (c->origin != ORIGIN_TABLE)
		return false;
	if (parses_quietly(r, i, c))
		return true;
	for (k = 0; k < ARRAY_SIZE (rows); k++)
		if (!strcmp(rows[k].name, c->name))
			break;
	if (k == ARRAY_SIZE (rows))
		return false;
	for (n = 1; n <= 3; n++)
		if (rows[k].args >> (n - 1) & 1
		    && (n > i->n_args
			|| !is_of_kind(r, s, i, n, args[n], rows[k].kind)))
			return false;
	return true;
}
