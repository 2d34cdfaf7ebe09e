/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See guard.h: the nests of #if. */
#include "check/guard.h"

#include <string.h>

#define ALL_VERSIONS (~(version_set) 0)

version_set version_range(pyversion low, pyversion high)
{
	version_set s = 0;

	for (unsigned v = low; v <= high; v++)
		if (v >> 8 == 3 && (v & 255) < 64)
			s |= (version_set) 1 << (v & 255);
	return s;
}

pyversion version_lowest(version_set s)
{
	unsigned n = 0;

	while (n < 63 && !(s >> n & 1))
		n++;
	return PYVERSION(3, n);
}

pyversion version_highest(version_set s)
{
	unsigned n = 63;

	while (n && !(s >> n & 1))
		n--;
	return PYVERSION(3, n);
}

/* -------------------------------------------------------------- guards */

/* One open #if: for which versions its present branch is compiled, and which
 * no earlier branch has taken. */
struct nest {
	version_set possible, left;
	bool unknown, left_unknown;
	bool versioned;		/* some branch up to here is about it */
};

struct nests { VEC (struct nest) stack; };

/* The whole of a directive with its continuation lines; what follows '#'. */
static const char *directive(const struct source_text *s, const char *at,
			     size_t *len)
{
	const char *end = s->text + s->len, *stop = at;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at >= end || *at != '#')
		return NULL;
	at++;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	do
		stop = source_next(s, stop);
	while (stop < end && stop - at > 1
	       && (stop[-2] == '\\'
		   || (stop - at > 2 && stop[-2] == '\r'
		       && stop[-3] == '\\')));
	*len = stop > at ? (size_t) (stop - at) : 0;
	return at;
}

static bool is_word(const char *at, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && !strncmp(at, word, n)
		&& (len == n || !source_is_name(at[n]));
}

static void enter(struct nest *n, const struct guard_value *v)
{
	n->possible = n->left & ~v->no;
	n->unknown = n->left_unknown || v->unknown;
	n->left &= ~v->yes;
	n->left_unknown |= v->unknown;
	n->versioned |= v->versioned;
}

static void condition(const char *at, size_t len, struct nest *n)
{
	struct guard_value v;

	if (is_word(at, len, "if")) {
		v = guard_evaluate(at + 2, len - 2);
	} else if (is_word(at, len, "elif")) {
		v = guard_evaluate(at + 4, len - 4);
	} else {
		/* ifdef, ifndef: as #if defined (NAME). */
		size_t word = is_word(at, len, "ifndef") ? 6 : 5;
		struct buf b = { 0 };

		buf_add(&b, "defined ");
		buf_addn(&b, at + word, len - word);
		v = guard_evaluate(b.s, b.len);
		buf_release(&b);
		if (word == 6) {
			version_set was = v.yes;

			v.yes = v.no;
			v.no = was;
		}
	}
	enter(n, &v);
}

/* What the branches around and including the innermost allow. */
static struct guards nests_now(const struct nests *n)
{
	struct guards g = { .possible = ALL_VERSIONS, .around = ALL_VERSIONS };

	for (uint32_t i = 0; i < n->stack.n; i++) {
		g.around = g.possible;
		g.possible &= n->stack.v[i].possible;
		g.unknown |= n->stack.v[i].unknown;
		g.versioned = n->stack.v[i].versioned;
	}
	return g;
}

/* True when the directive opened a branch. */
static bool apply(struct nests *n, const char *at, size_t len)
{
	static const struct guard_value always = { .yes = ALL_VERSIONS };
	struct nest fresh = { .possible = ALL_VERSIONS, .left = ALL_VERSIONS };

	if (is_word(at, len, "if") || is_word(at, len, "ifdef")
	    || is_word(at, len, "ifndef")) {
		condition(at, len, &fresh);
		vec_push(&n->stack, fresh);
		return true;
	}
	if (!n->stack.n)
		return false;
	if (is_word(at, len, "elif")) {
		condition(at, len, &n->stack.v[n->stack.n - 1]);
		return true;
	}
	if (is_word(at, len, "else")) {
		enter(&n->stack.v[n->stack.n - 1], &always);
		return true;
	}
	if (is_word(at, len, "endif"))
		n->stack.n--;
	return false;
}

/* What is asked of each line before LAST: with a branch just opened, or any
 * line when each_line. */
struct scan {
	uint32_t last;
	bool each_line;
	void (*cb)(uint32_t line, const char *at, size_t len,
		   const struct guards *g, void *data);
	void *data;
};

static struct guards scan(const struct source_text *s, const struct scan *job)
{
	const char *at = s->text, *end = s->text + s->len, *d, *next;
	struct nests n = { 0 };
	struct guards g = { .possible = ALL_VERSIONS };
	size_t len;

	for (uint32_t line = 1; at < end && line < job->last; line++) {
		d = directive(s, at, &len);
		next = source_next(s, at);
		if (d && apply(&n, d, len) && job->cb && !job->each_line) {
			g = nests_now(&n);
			job->cb(line, d, len, &g, job->data);
		} else if (job->each_line) {
			g = nests_now(&n);
			job->cb(line, at, (size_t) (next - at), &g, job->data);
		}
		at = next;
	}
	g = nests_now(&n);
	vec_release(&n.stack);
	return g;
}

struct guards source_guards(const struct source_text *s, uint32_t line)
{
	struct scan job = { .last = line };

	return scan(s, &job);
}

struct each_guard { guard_cb cb; void *data; };

static void on_guard(uint32_t line, const char *at, size_t len,
		     const struct guards *g, void *data)
{
	const struct each_guard *e = data;
	struct guard_branch b = { .line = line, .possible = g->possible,
		.around = g->around, .unknown = g->unknown };

	(void) at;
	(void) len;
	if (g->versioned)
		e->cb(&b, e->data);
}

void source_each_guard(const struct source_text *s, guard_cb cb, void *data)
{
	struct each_guard e = { cb, data };
	struct scan job = { .last = UINT32_MAX, .cb = on_guard, .data = &e };

	scan(s, &job);
}

struct makes_up { const char *name; version_set version; bool found; };

/* A #define of the name at WHERE, or its definition or declaration as a
 * function: it begins in the first column, or ends the line's first word. */
static bool defines(const char *at, size_t len, size_t where)
{
	size_t i = 0;

	while (i < len && (at[i] == ' ' || at[i] == '\t'))
		i++;
	if (i < len && at[i] == '#')
		return true;
	return where == 0 || (i == 0 && source_is_name(at[0])
			      && !memchr(at, '(', where)
			      && !memchr(at, '=', where));
}

static void on_line(uint32_t line, const char *at, size_t len,
		    const struct guards *g, void *data)
{
	struct makes_up *m = data;

	size_t where;

	(void) line;
	if (m->found || g->possible & m->version
	    || !line_finds(at, len, m->name, &where))
		return;
	m->found = defines(at, len, where);
}

/* Does the file include a header that is there for compatibility? */
static bool includes_compat(const struct source_text *s)
{
	const char *end = s->text + s->len, *d;
	size_t len, where;

	for (const char *at = s->text; at < end; at = source_next(s, at)) {
		d = directive(s, at, &len);
		if (!d || !is_word(d, len, "include"))
			continue;
		for (where = 0; where + 6 <= len; where++)
			if (!strncmp(d + where, "compat", 6))
				return true;
	}
	return false;
}

bool source_makes_up(const struct source_text *s, const char *name,
		     pyversion version)
{
	struct makes_up m = { .name = name,
		.version = version_range(version, version) };
	struct scan job = { .last = UINT32_MAX, .each_line = true,
		.cb = on_line, .data = &m };

	scan(s, &job);
	return m.found || includes_compat(s);
}

version_set guard_versions(const struct check_context *c, struct loc loc)
{
	version_set range = version_range(c->low, c->high);
	const struct source_text *s;
	struct guards g;

	if (c->low == c->high)
		return range;
	s = source_of(c, loc.file);
	if (!s)
		return 0;
	g = source_guards(s, loc.line);
	return g.unknown ? 0 : range & g.possible;
}
