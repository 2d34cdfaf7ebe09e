/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See compat.h.  Names: the headers redirect (PyArg_ParseTuple to
 * _PyArg_ParseTuple_SizeT, Py_NewRef to _Py_NewRef), so the table is asked
 * for the redirected name's canonical row, and the source for which of the
 * names stands there.
 */
#include "check/compat.h"

#include <string.h>

/* A call can stretch over lines, and its location be the last one's. */
#define LINES_AROUND 3

static void read_rows(struct compat_call *k, const char *name)
{
	const struct contract *row;

	for (unsigned n = 0; (row = contract_find_any(name, n)) != NULL; n++) {
		pyversion since = row->since ? row->since : 0x0300;
		pyversion last = row->until ? (pyversion) (row->until - 1)
			: PYVERSION(3, 63);

		k->has |= version_range(since, last);
		if (!k->since || since < k->since)
			k->since = since;
		if (row->until > k->removed)
			k->removed = row->until;
		if (row->deprecated)
			k->deprecated = row->deprecated;
		if (row->replacement)
			k->replacement = row->replacement;
		k->flags |= row->flags;
		if (row->limited_since)
			k->limited_since = row->limited_since;
	}
	if (k->has >> 63)
		k->removed = 0;
}

/* The user's own function, whatever its name. */
static bool is_own(const struct function *target)
{
	return target->has_body && !target->in_system_header;
}

bool compat_named(const struct source_text *s, uint32_t line,
		  const char *name)
{
	uint32_t from = line > LINES_AROUND ? line - LINES_AROUND : 1;

	return source_names(s, from, line - from, name);
}

/* The name of the row that NAME stands for; rows of several arities have
 * "/N" behind it. */
static const char *canonical(struct check_context *c, const char *name)
{
	const struct contract *row = contract_find_any(name, 0);

	if (!row)
		return name;
	return intern_n(&c->unit->strings, row->name,
			strcspn(row->name, "/"));
}

bool compat_call_read(struct compat_call *k, struct check_context *c,
		      const struct function *f, const struct instr *i,
		      bool (*interesting)(const struct check_context *c,
					  const struct compat_call *k))
{
	const struct function *target = call_target(f, i);
	struct source_text s;
	struct guards g;
	bool named;

	memset(k, 0, sizeof(*k));
	if (!target || is_own(target) || f->in_system_header)
		return false;
	k->name = target->name;
	read_rows(k, target->name);
	k->live = version_range(c->low, c->high);
	if (!interesting(c, k) || !source_read(&s, i->loc.file))
		return false;
	named = compat_named(&s, i->loc.line, k->name);
	if (!named) {
		k->name = canonical(c, k->name);
		named = compat_named(&s, i->loc.line, k->name);
	}
	if (c->low != c->high) {
		g = source_guards(&s, i->loc.line);
		k->live = g.unknown ? 0 : k->live & g.possible;
	}
	k->made_up = named && (source_makes_up(&s, k->name, c->version)
			       || strstr(s.text, "compat"));
	source_release(&s);
	return named && k->live;
}

void compat_instead(struct check_context *c, struct finding *fi,
		    const char *replacement)
{
	static const char none[] = "nothing: ";

	if (!replacement)
		return;
	if (!strncmp(replacement, none, sizeof(none) - 1))
		check_hint(c, fi, "there is no replacement: %s",
			   replacement + sizeof(none) - 1);
	else
		check_hint(c, fi, "use %s instead", replacement);
}

void compat_hint(struct check_context *c, struct finding *fi,
		 const struct compat_call *k)
{
	compat_instead(c, fi, k->replacement);
}

/* Rows of specs/member.def. */
static const struct compat_member members[] = {
#define MEMBER(record_, tag_, field_, removed_, instead_) \
	{ record_, tag_, field_, removed_, instead_ },
#include "member.def"
#undef MEMBER
};

static const struct compat_member *find_member(const struct place *p)
{
	const char *name = p->record->name ? p->record->name : "";
	const char *tag = p->record->tag ? p->record->tag : "";

	for (unsigned i = 0; i < ARRAY_SIZE(members); i++)
		if (!strcmp(members[i].field, p->field)
		    && (!strcmp(members[i].record, name)
			|| !strcmp(members[i].tag, tag)))
			return &members[i];
	return NULL;
}

static void look_at_place(struct check_context *c, const struct function *f,
			  const struct instr *i, compat_member_cb cb)
{
	const struct compat_member *m;
	struct source_text s;
	version_set live;
	bool named;

	if (!op_uses_place(i->op) || !i->place.record || !i->place.field)
		return;
	m = find_member(&i->place);
	if (!m || !source_read(&s, i->loc.file))
		return;
	named = compat_named(&s, i->loc.line, m->field);
	source_release(&s);
	live = guard_versions(c, i->loc);
	if (named && live)
		cb(c, f, i, m, live);
}

void compat_each_member(struct check_context *c, compat_member_cb cb)
{
	for (uint32_t n = 0; n < c->unit->functions.n; n++) {
		const struct function *f = c->unit->functions.v[n];

		if (!f->has_body || f->in_system_header)
			continue;
		for (uint32_t r = 0; r < f->n_rpo; r++) {
			const struct block *b = &f->blocks[f->rpo[r]];

			for (uint32_t k = 0; k < b->n_instrs; k++)
				look_at_place(c, f, &b->instrs[k], cb);
		}
	}
}
