/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a call that can run Python code run none, for what its arguments are
 * on this path?  See quiet.def.
 */
#include "engine/quiet.h"
#include "engine/acyclic.h"
#include "engine/lender.h"
#include "engine/typed.h"

#include <string.h>

enum quiet_kind { QUIET_INTEGER, QUIET_REAL, QUIET_PLAIN, QUIET_SEQUENCE,
	QUIET_CODEC, QUIET_HOLDS };

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

/* Functions that put an item in a container, and which argument it is. */
static const struct { const char *kind, *name; unsigned item; } putters[] = {
	{ "PyDict_New", "PyDict_SetItem", 3 },
	{ "PyDict_New", "PyDict_SetItemString", 3 },
	{ "PyDict_New", "PyDict_SetDefault", 3 },
	{ "PyList_New", "PyList_Append", 2 },
	{ "PyList_New", "PyList_Insert", 3 },
	{ "PyList_New", "PyList_SetItem", 3 },
	{ "PyList_New", "PyList_SET_ITEM", 3 },
	{ "PyTuple_New", "PyTuple_SetItem", 3 },
	{ "PyTuple_New", "PyTuple_SET_ITEM", 3 },
};

/* The argument in which call I puts something in a container that MAKER made
 * empty; 0: none.  ALL: who knows what the call puts there. */
static unsigned put_by(const struct fn_run *r, const struct instr *i,
		       const char *maker, bool *all)
{
	const struct function *f = call_target(r->fn, i);
	size_t k;

	for (k = 0; f && k < ARRAY_SIZE (putters); k++)
		if (!strcmp(putters[k].kind, maker)
		    && !strcmp(putters[k].name, f->name)
		    && putters[k].item <= i->n_args)
			return putters[k].item;
	/* PyDict_Update, PyList_SetSlice and the like. */
	*all = f && !strncmp(f->name, maker, strlen(maker) - strlen("New"))
		&& contract_ever(knowledge_call(r->engine->knowledge, r->fn,
						i), EFF_MUTATES)
		&& !strstr(f->name, "_Clear") && !strstr(f->name, "_Del");
	return 0;
}

/* Does the function put nothing but plain data in the containers that MAKER
 * makes? */
static bool puts_plain(struct fn_run *r, const char *maker)
{
	const struct function *f = r->fn;
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			bool all = false;
			unsigned n = i->op == OP_CALL
				? put_by(r, i, maker, &all) : 0;

			if (all || (n && !value_is_plain(r->engine->declared,
					f, i->args[n - 1], b, k)))
				return false;
		}
	return true;
}

/* An item of a container that this function made empty, and nobody else has,
 * is what this function put there. */
static bool is_own_content(struct fn_run *r, const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);
	const struct thing *l = t && t->birth == BIRTH_BORROW
		? thing_get(s, t->lender) : NULL;
	const struct function *maker = l && lender_is_private(l) && l->born
		&& l->born->op == OP_CALL ? call_target(r->fn, l->born) : NULL;
	static char yes, no;
	uint64_t key;

	if (!maker || !strstr(maker->name, "_New"))
		return false;
	key = map_key_ptr(maker);
	if (!map_has(&r->plain, key))
		map_set(&r->plain, key, puts_plain(r, maker->name) ? &yes
			: &no);
	return map_get(&r->plain, key) == &yes;
}

/* The variable's address is argument X, and plain data is in it. */
static bool holds_plain(const struct state *s, sid x)
{
	struct addr at = state_deref(s, x);
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		if (addr_equal(&c->at, &at) && !c->index && !c->is_resource)
			return is_singleton(s, c->value)
				|| has_one_type(s, c->value, plain_types,
						false);
	}
	return false;
}

/* Does the function ask one that nobody knows whether V is what it should be:
 * PyInt_CheckExact of a compatibility header? */
static bool asks_about(struct fn_run *r, vid v)
{
	const struct function *f = r->fn;
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				&& i->n_args == 1 && i->dst
				? call_target(f, i) : NULL;

			if (t && value_strip_copies(f, i->args[0]) == v
			    && (strstr(t->name, "Check")
				|| strstr(t->name, "check")
				|| !strncmp(t->name, "is", 2)
				|| strstr(t->name, "_is"))
			    && knowledge_call(r->engine->knowledge, f, i)
				->origin == ORIGIN_CONVENTION)
				return true;
		}
	return false;
}

static bool is_checked_elsewhere(struct fn_run *r, vid v)
{
	static char yes, no;
	uint64_t key;

	v = value_strip_copies(r->fn, v);
	key = (uint64_t) v + 1;
	if (!map_has(&r->checked, key))
		map_set(&r->checked, key, asks_about(r, v) ? &yes : &no);
	return map_get(&r->checked, key) == &yes;
}

static bool is_of_kind(struct fn_run *r, const struct state *s,
		       const struct instr *i, unsigned n, sid x,
		       enum quiet_kind kind)
{
	if (kind == QUIET_CODEC)
		return is_codec(s, x);
	if (kind == QUIET_HOLDS)
		return holds_plain(s, x);
	if (sym_is_null(s, x) || is_singleton(s, x)
	    || has_one_type(s, x, plain_types, false))
		return true;
	if (kind == QUIET_SEQUENCE
	    && has_one_type(s, x, sequence_types, true))
		return true;
	if ((kind == QUIET_INTEGER || kind == QUIET_REAL)
	    && is_own_data(s, x, 0))
		return true;
	if (kind != QUIET_SEQUENCE
	    && is_checked_elsewhere(r, i->args[n - 1]))
		return true;
	return is_own_content(r, s, x)
		|| is_plain_by_unit(r, i, i->args[n - 1]);
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
	bool found = false;
	size_t k;
	unsigned n;

	if (c->origin != ORIGIN_TABLE)
		return false;
	if (parses_quietly(r, i, c))
		return true;
	for (k = 0; k < ARRAY_SIZE (rows); k++) {
		if (strcmp(rows[k].name, c->name))
			continue;
		found = true;
		for (n = 1; n <= 3; n++)
			if (rows[k].args >> (n - 1) & 1
			    && (n > i->n_args
				|| !is_of_kind(r, s, i, n, args[n],
					       rows[k].kind)))
				return false;
	}
	return found;
}
