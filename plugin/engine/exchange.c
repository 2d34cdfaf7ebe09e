/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contracts that travel between units; see exchange.h. */
#include "engine/exchange.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* DIR/NAME-HASH.json, of the source's last part and its whole path, so that
 * a second build replaces what the first wrote. */
static void own_file(const struct unit *u, struct buf *out)
{
	const char *s = strrchr(u->name, '/');
	uint64_t h = 0;
	char *here = *u->name == '/' ? NULL : getcwd(NULL, 0);

	if (here)
		h = hash_bytes(here, strlen(here), 0);
	h = hash_bytes(u->name, strlen(u->name), h);
	free(here);
	for (s = s ? s + 1 : u->name; *s; s++)
		buf_addc(out, strchr("/\\ \t\n*?\"'<>|:", *s) ? '_' : *s);
	buf_addf(out, "-%016llx.json", (unsigned long long) h);
}

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && !strcmp(s + n - m, end);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Errors are the other units' own business, and a file can be gone since the
 * folder was read: nothing is said. */
void exchange_read(struct knowledge *k, const char *dir)
{
	struct buf own = { 0 }, path = { 0 }, errors = { 0 };
	VEC (const char *) names = { 0 };
	DIR *d = opendir(dir);
	struct dirent *e;
	uint32_t i;

	own_file(k->unit, &own);
	while (d && (e = readdir(d)) != NULL)
		if (ends_with(e->d_name, ".json")
		    && strcmp(e->d_name, buf_str(&own)))
			vec_push(&names, arena_strdup(&k->arena, e->d_name));
	if (d)
		closedir(d);
	if (names.n)
		qsort(names.v, names.n, sizeof(*names.v), compare_names);
	for (i = 0; i < names.n; i++) {
		buf_clear(&path);
		buf_addf(&path, "%s/%s", dir, names.v[i]);
		specs_read(&k->others, buf_str(&path), ORIGIN_INFERRED,
			   &errors);
	}
	vec_release(&names);
	buf_release(&own);
	buf_release(&path);
	buf_release(&errors);
}

/* The contract as the others can use it: what it says of a variable of this
 * unit only is left out.  NULL when it is none that a spec can tell. */
static const struct contract *exported(struct knowledge *k,
				       const struct function *f)
{
	const struct contract *c = map_get(&k->inferred, map_key_ptr(f));
	struct buf errors = { 0 };
	struct contract *copy;
	bool ok;

	if (!c || f->is_static || f->is_inline || f->in_system_header)
		return NULL;
	copy = arena_memdup(&k->arena, c, sizeof(*c));
	copy->name = f->key;
	ok = !strchr(copy->name, '/') && contract_lint(copy, &errors);
	buf_release(&errors);
	return ok ? copy : NULL;
}

bool exchange_write(struct knowledge *k, const char *dir, struct buf *error)
{
	VEC (const struct contract *) list = { 0 };
	struct buf path = { 0 };
	uint32_t i;
	bool ok;

	for (i = 0; i < k->unit->functions.n; i++) {
		const struct contract *c = exported(k,
						    k->unit->functions.v[i]);

		if (c)
			vec_push(&list, c);
	}
	buf_addf(&path, "%s/", dir);
	own_file(k->unit, &path);
	ok = folder_make(dir, error)
		&& specs_write(buf_str(&path), list.v, list.n, error);
	vec_release(&list);
	buf_release(&path);
	return ok;
}

/* Can C be what F's declaration here is about? */
static bool fits(const struct contract *c, const struct function *f)
{
	const struct type *t = f->type ? f->type->inner : NULL;
	enum arg_kind ret = arg_class_kind((enum arg_class) c->ret);

	if (!t || c->n_params != f->type->n_fields)
		return false;
	return (t->kind == TYPE_PTR) == (ret == ARG_IS_OBJECT
					 || ret == ARG_IS_POINTER)
		&& (t->kind == TYPE_VOID) == (ret == ARG_IS_NONE);
}

const struct contract *exchange_find(struct knowledge *k,
				     const struct function *f)
{
	const struct contract *c;
	struct contract *copy;

	if (f->has_body || f->gave_up || f->is_static || !k->others.by_name.n)
		return NULL;
	if (map_has(&k->foreign, map_key_ptr(f)))
		return map_get(&k->foreign, map_key_ptr(f));
	c = specs_find(&k->others, f->key);
	copy = NULL;
	if (c && fits(c, f)) {
		copy = arena_memdup(&k->arena, c, sizeof(*c));
		/* Messages have the name as the source has it. */
		copy->name = f->name;
		/* Its unit can reach, and call, more than it can tell. */
		copy->flags |= CF_WRITES_GLOBALS;
	}
	map_set(&k->foreign, map_key_ptr(f), copy);
	return copy;
}
