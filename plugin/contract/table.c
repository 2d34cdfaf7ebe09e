/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The API table, made from specs/all.def, and the ways to find a row.
 *
 * The rows are constant.  The index over them is made at the first question
 * and constant from then on; the compiler runs the plugin in one thread.
 */
#include "contract/row.h"

#include <stdlib.h>
#include <string.h>

#ifdef __FILE_NAME__
#define ROW_FILE __FILE_NAME__
#else
#define ROW_FILE NULL
#endif

#define ROW_LIST(...) __VA_ARGS__
#define ROW_COUNT(type, ...) \
	(sizeof((const type[]) { __VA_ARGS__ }) / sizeof(type))

/* The columns whose expansion has no bare comma; the versions and EXTRA have,
 * and must not go through a second macro. */
#define ROW_TYPES(ret_, params_) \
	.origin = ORIGIN_TABLE, .header = ROW_FILE, .ret = (ret_ +0), \
	.params = (const uint8_t[]) { ROW_LIST params_ }, \
	.n_params = ROW_COUNT(uint8_t, ROW_LIST params_),
#define ROW_OUTCOMES(...) \
	.outcomes = (const struct outcome[]) { __VA_ARGS__ }, \
	.n_outcomes = ROW_COUNT(struct outcome, __VA_ARGS__)

#define ALIAS(...)
#define INDIRECT(...)
#define DATUM(...)
#define API(name_, versions, ret, params, extra, ...) \
	{ .name = #name_, versions, ROW_TYPES(ret, params) extra \
	  ROW_OUTCOMES(__VA_ARGS__) },
static const struct contract rows[] = {
#include "all.def"
};
#undef API

#define API(...)
#undef ALIAS
#define ALIAS(alias_, target_) { #alias_, #target_ },
static const struct row_alias {
	const char *alias, *target;
} aliases[] = {
#include "all.def"
	{ NULL, NULL }
};
#undef ALIAS

#define ALIAS(...)
#undef INDIRECT
#define INDIRECT(global_, entry_, target_) { #global_, entry_, #target_ },
static const struct row_indirect {
	const char *global;
	uint64_t entry;
	const char *target;
} indirects[] = {
#include "all.def"
	{ NULL, 0, NULL }
};
#undef INDIRECT

#define INDIRECT(...)
#undef DATUM
#define DATUM(name_, kind_) { #name_, DATUM_##kind_ },
static const struct row_datum {
	const char *name;
	enum datum_kind kind;
} data[] = {
#include "all.def"
	{ NULL, DATUM_NONE }
};

#define N_ROWS ARRAY_SIZE(rows)
#define NO_NEXT UINT32_MAX

/* A map's values are these numbers plus one, so that 0 is "not there". */
struct index {
	bool built;
	/* By the hash of the name up to '/': the first row of that name.
	 * next[] leads to the others in table order. */
	struct map names;
	uint32_t next[N_ROWS];
	int16_t arity[N_ROWS];	/* behind the '/', or -1 */
	struct map aliases, indirects, data;
};

static void *number(size_t i)
{
	return (void *) (uintptr_t) (i + 1);
}

/* The number behind map value P, or SIZE_MAX. */
static size_t number_of(const void *p)
{
	return (size_t) (uintptr_t) p - 1;
}

static size_t base_length(const char *name)
{
	return strcspn(name, "/");
}

static uint64_t name_key(const char *name)
{
	return hash_bytes(name, base_length(name), 0);
}

static uint64_t entry_key(const char *global, uint64_t entry)
{
	return hash_bytes(global, strlen(global), entry + 1);
}

static void index_rows(struct index *ix)
{
	struct map last = { 0 };
	size_t i;

	for (i = 0; i < N_ROWS; i++) {
		uint64_t key = name_key(rows[i].name);
		size_t before = number_of(map_get(&last, key));
		const char *slash = strchr(rows[i].name, '/');

		ix->arity[i] = slash ? (int16_t) atoi(slash + 1) : -1;
		ix->next[i] = NO_NEXT;
		if (before == SIZE_MAX)
			map_set(&ix->names, key, number(i));
		else
			ix->next[before] = (uint32_t) i;
		map_set(&last, key, number(i));
	}
	map_release(&last);
}

static void index_build(struct index *ix)
{
	size_t i;

	index_rows(ix);
	for (i = 0; indirects[i].global; i++)
		map_set(&ix->indirects,
			entry_key(indirects[i].global, indirects[i].entry),
			number(i));
	for (i = 0; aliases[i].alias; i++)
		map_set(&ix->aliases, name_key(aliases[i].alias), number(i));
	for (i = 0; data[i].name; i++)
		map_set(&ix->data, name_key(data[i].name), number(i));
	ix->built = true;
}

static const struct index *the_index(void)
{
	/* Constant once built; see the head of this file. */
	static struct index ix;

	if (!ix.built)
		index_build(&ix);
	return &ix;
}

static bool same_base(const char *row, const char *name)
{
	size_t n = base_length(row);

	return n == base_length(name) && !memcmp(row, name, n);
}

static bool in_version(const struct contract *c, pyversion v)
{
	return c->since <= v && (!c->until || v < c->until);
}

static const char *resolve_alias(const struct index *ix, const char *name)
{
	size_t i = number_of(map_get(&ix->aliases, name_key(name)));

	if (i == SIZE_MAX || strcmp(aliases[i].alias, name))
		return name;
	return aliases[i].target;
}

/* The first row of NAME, for any number of arguments; N_ROWS for none.  Two
 * names with one hash would hide each other: lint refuses such a table. */
static size_t first_row(const struct index *ix, const char *name)
{
	size_t i = number_of(map_get(&ix->names, name_key(name)));

	return i != SIZE_MAX && same_base(rows[i].name, name) ? i : N_ROWS;
}

static size_t next_row(const struct index *ix, size_t i)
{
	return ix->next[i] == NO_NEXT ? N_ROWS : ix->next[i];
}

/* The row of NAME with ARITY behind the '/' (-1: none) for VERSION. */
static const struct contract *find_row(const struct index *ix,
				       const char *name, int arity,
				       pyversion version)
{
	pyversion v = version ? version : PYVERSION(3, 11);
	const struct contract *other = NULL;
	size_t i;

	for (i = first_row(ix, name); i < N_ROWS; i = next_row(ix, i)) {
		if (ix->arity[i] != arity)
			continue;
		if (in_version(&rows[i], v))
			return &rows[i];
		if (!other)
			other = &rows[i];
	}
	return version ? NULL : other;
}

/* Is row A nearer to V than B?  What is to come is nearer than what was. */
static bool is_nearer(const struct contract *a, const struct contract *b,
		      pyversion v)
{
	if (!b || (a->since > v) != (b->since > v))
		return !b || a->since > v;
	return a->since > v ? a->since < b->since : a->until > b->until;
}

const struct contract *contract_find_backport(const char *name,
					      unsigned nargs,
					      pyversion version)
{
	const struct index *ix = the_index();
	const struct contract *best = NULL;
	size_t i;

	for (i = first_row(ix, name); i < N_ROWS; i = next_row(ix, i))
		if ((ix->arity[i] < 0 || (unsigned) ix->arity[i] == nargs)
		    && is_nearer(&rows[i], best, version))
			best = &rows[i];
	return best;
}

/* A row of the name itself comes before what the name is an alias of. */
static const struct contract *find_resolved(const char *name, int arity,
					    pyversion version)
{
	const struct index *ix = the_index();
	const struct contract *c = find_row(ix, name, arity, version);
	const char *target;

	if (c)
		return c;
	target = resolve_alias(ix, name);
	return target == name ? NULL : find_row(ix, target, arity, version);
}

const struct contract *contract_find(const char *name, pyversion version)
{
	const char *slash = strchr(name, '/');

	return find_resolved(name, slash ? atoi(slash + 1) : -1, version);
}

const struct contract *contract_find_arity(const char *name, unsigned nargs,
					   pyversion version)
{
	const struct contract *c = NULL;

	if (nargs <= INT16_MAX)
		c = find_resolved(name, (int) nargs, version);
	return c ? c : find_resolved(name, -1, version);
}

const struct contract *contract_find_any(const char *name, unsigned nth)
{
	const struct index *ix = the_index();
	size_t i = first_row(ix, name);

	if (i == N_ROWS)
		i = first_row(ix, resolve_alias(ix, name));
	for (; i < N_ROWS && nth; nth--)
		i = next_row(ix, i);
	return contract_at((unsigned) i);
}

const struct contract *contract_at(unsigned i)
{
	return i < N_ROWS ? &rows[i] : NULL;
}

bool contract_alias_at(unsigned i, const char **alias, const char **target)
{
	if (i + 1u >= ARRAY_SIZE(aliases))
		return false;
	*alias = aliases[i].alias;
	*target = aliases[i].target;
	return true;
}

const char *contract_alias_target(const char *name)
{
	const char *target = resolve_alias(the_index(), name);

	return target == name ? NULL : target;
}

const char *contract_indirect_at(unsigned i, const char **global,
				 uint64_t *offset)
{
	if (i + 1u >= ARRAY_SIZE(indirects))
		return NULL;
	*global = indirects[i].global;
	*offset = indirects[i].entry * sizeof(void *);
	return indirects[i].target;
}

const struct contract *contract_find_indirect(const char *global,
					      uint64_t offset,
					      pyversion version)
{
	const struct index *ix = the_index();
	uint64_t entry = offset / sizeof(void *);
	size_t i;

	if (offset % sizeof(void *))
		return NULL;
	i = number_of(map_get(&ix->indirects, entry_key(global, entry)));
	if (i == SIZE_MAX || indirects[i].entry != entry
	    || strcmp(indirects[i].global, global))
		return NULL;
	return contract_find(indirects[i].target, version);
}

enum datum_kind datum_find(const char *name)
{
	const struct index *ix = the_index();
	size_t i = number_of(map_get(&ix->data, name_key(name)));

	if (i == SIZE_MAX || strcmp(data[i].name, name))
		return DATUM_NONE;
	return data[i].kind;
}

const char *datum_at(unsigned i, enum datum_kind *kind)
{
	if (i + 1u >= ARRAY_SIZE(data))
		return NULL;
	*kind = data[i].kind;
	return data[i].name;
}
