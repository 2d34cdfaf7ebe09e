/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See compat.h.  Names: the headers redirect (PyArg_ParseTuple to
 * _PyArg_ParseTuple_SizeT, Py_NewRef to _Py_NewRef), so the table is asked
 * for the redirected name's canonical row, and the source for which of the
 * names stands there.
 */
#include "check/compat.h"
#include "engine/generated.h"

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

/* The place of NAME at LOC or up to some lines before it; the nearest. */
static bool compat_place(const struct source_text *s, struct loc loc,
			 const char *name, struct loc *out)
{
	const char *at;
	size_t len, column;

	for (uint32_t n = 0; n <= LINES_AROUND && n < loc.line; n++) {
		if (!source_line(s, loc.line - n, &at, &len)
		    || !line_finds(at, len, name, &column))
			continue;
		*out = loc;
		out->line = loc.line - n;
		out->column = (uint32_t) column + 1;
		return true;
	}
	return false;
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

/* Rows of specs/spelling.def. */
static const struct spelling {
	const char *name, *function;
	pyversion since, gone, deprecated;
	uint32_t flags;
	const char *instead;
} spellings[] = {
#define SPELLING(name_, function_, since_, gone_, deprecated_, flags_, instead_) \
	{ #name_, #function_, since_, gone_, deprecated_, flags_, instead_ },
#define RENAME(name_, other_)
#define VARIABLE(name_, deprecated_, instead_)
#include "spelling.def"
#undef SPELLING
#undef RENAME
#undef VARIABLE
};

static const struct { const char *name, *other; } renames[] = {
#define SPELLING(name_, function_, since_, gone_, deprecated_, flags_, instead_)
#define RENAME(name_, other_) { #name_, #other_ },
#define VARIABLE(name_, deprecated_, instead_)
#include "spelling.def"
#undef SPELLING
#undef RENAME
#undef VARIABLE
};

static const struct variable {
	const char *name;
	pyversion deprecated;
	const char *instead;
} variables[] = {
#define SPELLING(name_, function_, since_, gone_, deprecated_, flags_, instead_)
#define RENAME(name_, other_)
#define VARIABLE(name_, deprecated_, instead_) \
	{ #name_, deprecated_, instead_ },
#include "spelling.def"
#undef SPELLING
#undef RENAME
#undef VARIABLE
};

static void read_spelling(struct compat_call *k, const struct spelling *x)
{
	memset(k, 0, sizeof(*k));
	k->name = x->name;
	k->has = version_range(x->since, x->gone ? (pyversion) (x->gone - 1)
			       : PYVERSION(3, 63));
	k->since = x->since;
	k->removed = x->gone;
	k->deprecated = x->deprecated;
	k->flags = x->flags;
	k->replacement = x->instead;
}

static const struct spelling *next_spelling(const char *function,
					    const struct spelling *after)
{
	const struct spelling *x = after ? after + 1 : spellings;

	for (; x < spellings + ARRAY_SIZE(spellings); x++)
		if (!strcmp(x->function, function))
			return x;
	return NULL;
}

/* Where K's name stands, and for whom the line is compiled. */
static bool find_name(struct check_context *c, const struct source_text *s,
		      struct loc loc, struct compat_call *k)
{
	struct guards g;

	if (!compat_place(s, loc, k->name, &k->place))
		return false;
	k->live = version_range(c->low, c->high);
	if (c->low != c->high) {
		g = source_guards(s, loc.line);
		k->live = g.unknown ? 0 : k->live & g.possible;
	}
	k->made_up = source_makes_up(s, k->name, c->version);
	return true;
}

/* The call under the name that stands in the source: the function's own, its
 * row's, or a macro's. */
static bool read_named(struct compat_call *k, struct check_context *c,
		       const char *function, struct loc loc,
		       bool (*interesting)(const struct check_context *c,
					   const struct compat_call *k))
{
	const struct spelling *x = next_spelling(function, NULL);
	const struct source_text *s = NULL;
	bool named = false;

	memset(k, 0, sizeof(*k));
	k->name = function;
	read_rows(k, function);
	if (x || interesting(c, k))
		s = source_of(c, loc.file);
	if (!s)
		return false;
	if (interesting(c, k)) {
		named = find_name(c, s, loc, k);
		if (!named) {
			k->name = canonical(c, k->name);
			named = find_name(c, s, loc, k);
		}
	}
	for (; x && !named; x = next_spelling(function, x)) {
		read_spelling(k, x);
		named = interesting(c, k) && find_name(c, s, loc, k);
	}
	return named && k->live;
}

/* The headers' code, and what comes with a generator, is for others to
 * mend. */
static bool is_users(const struct function *f)
{
	return f->has_body && !f->in_system_header
		&& !generated_runtime(f->name);
}

/* Include/internal/pycore_*.h of CPython's source. */
static bool is_internal(const struct function *f)
{
	const char *base = f->loc.file ? strrchr(f->loc.file, '/') : NULL;

	base = base ? base + 1 : f->loc.file;
	return base && !strncmp(base, "pycore_", 7);
}

bool compat_call_read(struct compat_call *k, struct check_context *c,
		      const struct function *f, const struct instr *i,
		      bool (*interesting)(const struct check_context *c,
					  const struct compat_call *k))
{
	const struct function *target = call_target(f, i);

	memset(k, 0, sizeof(*k));
	if (!target || is_own(target) || !is_users(f)
	    || !read_named(k, c, target->name, i->loc, interesting))
		return false;
	k->is_internal = is_internal(target);
	return true;
}

/* ------------------------------------------------------- other mentions */

struct mentions {
	struct check_context *c;
	const struct function *f;
	const struct instr *i;
	bool (*interesting)(const struct check_context *c,
			    const struct compat_call *k);
	compat_name_cb cb;
};

static void mention(const struct mentions *m, const struct value *v,
		    struct loc loc)
{
	struct compat_call k = { 0 };
	const struct source_text *s;

	if (v->kind == VAL_FUNC && !is_own(v->u.func)) {
		if (!read_named(&k, m->c, v->u.func->name, loc,
				m->interesting))
			return;
		k.is_internal = is_internal(v->u.func);
		m->cb(m->c, m->f, loc, &k);
		return;
	}
	if (v->kind != VAL_GLOBAL || strncmp(v->u.global->name, "Py_", 3))
		return;
	for (unsigned n = 0; n < ARRAY_SIZE(variables); n++) {
		if (strcmp(variables[n].name, v->u.global->name))
			continue;
		k.name = variables[n].name;
		k.has = ~(version_set) 0;
		k.deprecated = variables[n].deprecated;
		k.replacement = variables[n].instead;
		s = m->interesting(m->c, &k) ? source_of(m->c, loc.file)
			: NULL;
		if (!s)
			return;
		if (find_name(m->c, s, loc, &k) && k.live)
			m->cb(m->c, m->f, loc, &k);
	}
}

static void on_use(vid v, void *data)
{
	const struct mentions *m = data;

	if (m->i->op != OP_CALL || v != m->i->callee)
		mention(m, fn_value(m->f, v), m->i->loc);
}

void compat_each_name(struct check_context *c,
		      bool (*interesting)(const struct check_context *c,
					  const struct compat_call *k),
		      compat_name_cb cb)
{
	struct mentions m = { .c = c, .interesting = interesting, .cb = cb };

	for (uint32_t n = 0; n < c->unit->functions.n; n++) {
		m.f = c->unit->functions.v[n];
		if (!is_users(m.f))
			continue;
		for (uint32_t r = 0; r < m.f->n_rpo; r++) {
			const struct block *b = &m.f->blocks[m.f->rpo[r]];

			for (uint32_t k = 0; k < b->n_instrs; k++) {
				m.i = &b->instrs[k];
				instr_uses(m.i, on_use, &m);
			}
		}
	}
	m.f = NULL;
	for (uint32_t n = 0; n < c->unit->globals.n; n++) {
		const struct global *g = c->unit->globals.v[n];

		for (uint32_t k = 0; k < g->n_inits; k++) {
			struct value v = { .kind = VAL_FUNC };

			if (g->inits[k].kind != INIT_FUNC
			    || g->in_system_header)
				continue;
			v.u.func = g->inits[k].func;
			mention(&m, &v, loc_known(g->inits[k].loc)
				? g->inits[k].loc : g->loc);
		}
	}
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
	for (unsigned n = 0; n < ARRAY_SIZE(renames); n++) {
		if (strcmp(renames[n].name, k->name) || !loc_known(k->place))
			continue;
		fi->fixit.kind = FIXIT_REPLACE;
		fi->fixit.loc = k->place;
		fi->fixit.end_column = k->place.column
			+ (uint32_t) strlen(k->name);
		fi->fixit.text = renames[n].other;
	}
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
	const struct source_text *s;
	version_set live;
	bool named;

	if (!op_uses_place(i->op) || !i->place.record || !i->place.field)
		return;
	m = find_member(&i->place);
	s = m ? source_of(c, i->loc.file) : NULL;
	if (!s)
		return;
	named = compat_named(s, i->loc.line, m->field);
	live = guard_versions(c, i->loc);
	if (named && live)
		cb(c, f, i, m, live);
}

void compat_each_member(struct check_context *c, compat_member_cb cb)
{
	for (uint32_t n = 0; n < c->unit->functions.n; n++) {
		const struct function *f = c->unit->functions.v[n];

		if (!is_users(f))
			continue;
		for (uint32_t r = 0; r < f->n_rpo; r++) {
			const struct block *b = &f->blocks[f->rpo[r]];

			for (uint32_t k = 0; k < b->n_instrs; k++)
				look_at_place(c, f, &b->instrs[k], cb);
		}
	}
}
