/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parser of IR text: tokens, declarations, and the order in which they
 * are parsed, so that everything may be used above its declaration.
 */
#include "ir/parse.h"

#include <string.h>

#include "ir/text.h"

/* ------------------------------------------------------------- errors */

void fail_at(struct parser *p, uint32_t line, const char *fmt, ...)
{
	va_list ap;

	if (!p->failed) {
		buf_addf(p->errors, "%s:%lu: ", p->name,
			 (unsigned long) line);
		va_start(ap, fmt);
		buf_vaddf(p->errors, fmt, ap);
		va_end(ap);
		buf_addc(p->errors, '\n');
	}
	p->failed = p->any_failed = true;
	p->pos = p->end;
}

/* How much of a long token a message shows. */
#define MAX_SHOWN 40

static void describe(const struct token *t, struct buf *out)
{
	size_t len = t->raw_len > MAX_SHOWN ? MAX_SHOWN : t->raw_len;

	if (t->kind == TOK_END)
		buf_add(out, "the end");
	else if (t->kind == TOK_NEWLINE)
		buf_add(out, "the end of the line");
	else
		buf_addf(out, "'%.*s%s'", (int) len, t->raw,
			 len < t->raw_len ? "..." : "");
}

void fail_expected(struct parser *p, const char *expected)
{
	const struct token *t = peek(p);
	struct buf found = { 0 };

	describe(t, &found);
	if (t->kind == TOK_ERROR)
		fail_at(p, t->line, "%s: %s", t->s, buf_str(&found));
	else
		fail_at(p, t->line, "expected %s, found %s", expected,
			buf_str(&found));
	buf_release(&found);
}

/* ------------------------------------------------------------- tokens */

const struct token *peek(const struct parser *p)
{
	return p->pos < p->end ? &p->toks[p->pos] : &p->end_token;
}

void next(struct parser *p)
{
	if (p->pos < p->end)
		p->pos++;
}

static bool at_kind(const struct parser *p, enum tok kind)
{
	return peek(p)->kind == kind;
}

bool at_punct(const struct parser *p, int c)
{
	return at_kind(p, TOK_PUNCT) && peek(p)->i == (uint64_t) c;
}

bool at_word(const struct parser *p, const char *word)
{
	return at_kind(p, TOK_WORD) && !strcmp(peek(p)->s, word);
}

bool accept_punct(struct parser *p, int c)
{
	if (!at_punct(p, c))
		return false;
	next(p);
	return true;
}

bool accept_word(struct parser *p, const char *word)
{
	if (!at_word(p, word))
		return false;
	next(p);
	return true;
}

bool accept_kind(struct parser *p, enum tok kind, const struct token **t)
{
	if (kind == TOK_END || !at_kind(p, kind))
		return false;
	*t = peek(p);
	next(p);
	return true;
}

bool expect_punct(struct parser *p, int c, const char *expected)
{
	if (accept_punct(p, c))
		return true;
	fail_expected(p, expected);
	return false;
}

const char *expect_name(struct parser *p, const char *expected)
{
	const struct token *t;

	if (!accept_kind(p, TOK_WORD, &t) && !accept_kind(p, TOK_STRING, &t)) {
		fail_expected(p, expected);
		return NULL;
	}
	if (strlen(t->s) != t->len) {
		fail_at(p, t->line, "a name holds a NUL byte");
		return NULL;
	}
	return unit_intern(p->u, t->s);
}

uint64_t expect_unsigned(struct parser *p, const char *expected)
{
	const struct token *t;

	if (accept_kind(p, TOK_INT, &t))
		return t->i;
	fail_expected(p, expected);
	return 0;
}

int64_t expect_signed(struct parser *p, const char *expected)
{
	bool negative = accept_punct(p, '-');
	const struct token *t = peek(p);
	uint64_t limit = (uint64_t) INT64_MAX + negative;

	if (!accept_kind(p, TOK_INT, &t)) {
		fail_expected(p, expected);
		return 0;
	}
	if (t->i > limit) {
		fail_at(p, t->line, "a number is too large");
		return 0;
	}
	return negative ? (int64_t) (0 - t->i) : (int64_t) t->i;
}

int64_t accept_offset(struct parser *p)
{
	int64_t offset;

	if (!accept_punct(p, '{'))
		return 0;
	offset = expect_signed(p, "an offset");
	expect_punct(p, '}', "'}' after the offset");
	return offset;
}

bool at_number(const struct parser *p)
{
	return at_kind(p, TOK_INT) || at_kind(p, TOK_FLOAT)
		|| at_punct(p, '-') || at_word(p, "inf") || at_word(p, "nan");
}

bool parse_number(struct parser *p, int64_t *i, double *f)
{
	const struct token *t = peek(p), *after;
	bool negative = at_punct(p, '-');

	after = negative && p->pos + 1 < p->end ? t + 1 : t;
	if (after->kind == TOK_INT) {
		*i = expect_signed(p, "a number");
		return false;
	}
	p->pos += negative;
	if (accept_kind(p, TOK_FLOAT, &t))
		*f = t->f;
	else if (accept_word(p, "inf"))
		*f = float_infinity();
	else if (accept_word(p, "nan"))
		*f = float_nan();
	else
		fail_expected(p, "a number");
	if (negative)
		*f = -*f;
	return true;
}

static uint32_t expect_line(struct parser *p, const char *expected)
{
	const struct token *t = peek(p);
	uint64_t n = expect_unsigned(p, expected);

	if (n <= UINT32_MAX)
		return (uint32_t) n;
	fail_at(p, t->line, "a number is too large");
	return 0;
}

struct loc accept_loc(struct parser *p)
{
	struct loc loc = { .file = p->file };
	const struct token *t = peek(p);

	if (!accept_punct(p, '!'))
		return (struct loc) { 0 };
	if (at_kind(p, TOK_STRING)) {
		loc.file = expect_name(p, "a file name");
		expect_punct(p, ':', "':' after the file name");
	}
	loc.line = expect_line(p, "a line number");
	if (accept_punct(p, ':'))
		loc.column = expect_line(p, "a column number");
	if (!loc.line) {
		fail_at(p, t->line, "lines are numbered from 1");
		return (struct loc) { 0 };
	}
	return loc;
}

void expect_line_end(struct parser *p)
{
	if (at_kind(p, TOK_END))
		return;
	if (!at_kind(p, TOK_NEWLINE))
		fail_expected(p, "the end of the line");
	next(p);
}

/* ------------------------------------------------------- declarations */

static bool decl_keyword(const struct token *t, enum decl_kind *kind)
{
	static const char *const words[] = {
		[DECL_UNIT] = "unit", [DECL_TYPE] = "type",
		[DECL_GLOBAL] = "global", [DECL_FUNCTION] = "fn"
	};
	size_t i;

	if (t->kind != TOK_WORD || !t->is_first)
		return false;
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(t->s, words[i])) {
			*kind = (enum decl_kind) i;
			return true;
		}
	return false;
}

/* Lines before the first declaration may only be empty. */
static uint32_t skip_head(struct parser *p, uint32_t n)
{
	enum decl_kind kind;
	uint32_t i = 0;

	while (p->toks[i].kind == TOK_NEWLINE)
		i++;
	if (p->toks[i].kind != TOK_END && !decl_keyword(&p->toks[i], &kind)) {
		p->pos = i;
		p->end = n;
		fail_expected(p, "'fn', 'global', 'type' or 'unit' at the "
			      "start of a line");
	}
	return i;
}

static void cut(struct parser *p, uint32_t n)
{
	enum decl_kind kind;
	uint32_t i;

	for (i = skip_head(p, n); i < n; i++) {
		if (!decl_keyword(&p->toks[i], &kind))
			continue;
		if (p->decls.n)
			p->decls.v[p->decls.n - 1].end = i;
		vec_push(&p->decls, ((struct decl) {
			.kind = kind, .start = i + 1, .end = n - 1 }));
	}
}

/* Every pass over D starts here. */
static void enter(struct parser *p, struct decl *d, uint32_t pos)
{
	p->pos = pos;
	p->end = d->end;
	p->end_token.line = p->toks[d->end - 1].line;
	p->failed = false;
	p->depth = 0;
	p->file = d->file ? d->file : p->u->name;
}

static void leave(struct parser *p, struct decl *d)
{
	d->failed |= p->failed;
	d->file = p->file;
}

static void declare_symbol(struct parser *p, struct decl *d)
{
	const struct token *t;
	const char *key;

	if (!accept_kind(p, TOK_SYMBOL, &t)) {
		fail_expected(p, "a name with '$'");
		return;
	}
	d->start++;
	key = unit_intern(p->u, t->s);
	if (map_get(&p->u->global_index, map_key_ptr(key))
	    || map_get(&p->u->function_index, map_key_ptr(key)))
		fail_at(p, t->line, "'$%s' is declared twice", key);
	else if (d->kind == DECL_GLOBAL)
		d->global = unit_global(p->u, key);
	else
		d->function = unit_function(p->u, key);
}

/* Names first: the unit's arrays get the text's order. */
static void declare(struct parser *p, struct decl *d)
{
	enter(p, d, d->start);
	if (d->kind == DECL_TYPE)
		declare_type(p, d);
	else if (d->kind != DECL_UNIT)
		declare_symbol(p, d);
	leave(p, d);
}

static void parse_decls(struct parser *p, enum decl_kind kind,
			void (*parse)(struct parser *, struct decl *),
			bool rest)
{
	uint32_t i;

	for (i = 0; i < p->decls.n; i++) {
		struct decl *d = &p->decls.v[i];

		if (d->kind != kind || d->failed)
			continue;
		enter(p, d, rest ? d->rest : d->start);
		parse(p, d);
		leave(p, d);
	}
}

/* --------------------------------------------------------------- unit */

static uint32_t expect_hex(struct parser *p)
{
	return expect_line(p, "a version number such as 0x030b0000");
}

static void parse_unit(struct parser *p, struct decl *d)
{
	struct unit *u = p->u;

	u->name = expect_name(p, "the name of the source file in quotes");
	while (!at_kind(p, TOK_NEWLINE) && !at_kind(p, TOK_END)) {
		if (accept_word(p, "cxx"))
			u->is_cxx = true;
		else if (accept_word(p, "no_python_h"))
			u->saw_python_h = false;
		else if (accept_word(p, "free_threaded"))
			u->free_threaded = true;
		else if (accept_word(p, "debug_build"))
			u->debug_build = true;
		else if (accept_word(p, "ssize_t_clean"))
			u->ssize_t_clean = true;
		else if (accept_word(p, "python"))
			u->python_hex = expect_hex(p);
		else if (accept_word(p, "limited"))
			u->limited_api = expect_hex(p);
		else
			fail_expected(p, "a word about the unit");
	}
	while (at_kind(p, TOK_NEWLINE))
		next(p);
	if (!at_kind(p, TOK_END))
		fail_expected(p, "a declaration");
	p->file = d->file = u->name;
}

/* A unit line counts for all, so it comes before the names. */
static void parse_unit_lines(struct parser *p)
{
	bool seen = false;
	uint32_t i;

	for (i = 0; i < p->decls.n; i++) {
		struct decl *d = &p->decls.v[i];

		if (d->kind != DECL_UNIT)
			continue;
		enter(p, d, d->start);
		if (seen)
			fail_at(p, p->toks[d->start].line,
				"a second 'unit' line");
		else
			parse_unit(p, d);
		leave(p, d);
		seen = true;
	}
}

static void parse_all(struct parser *p)
{
	uint32_t i;

	parse_unit_lines(p);
	for (i = 0; i < p->decls.n; i++)
		declare(p, &p->decls.v[i]);
	parse_decls(p, DECL_TYPE, parse_type_decl, false);
	close_types(p);
	parse_decls(p, DECL_GLOBAL, parse_global_head, false);
	parse_decls(p, DECL_FUNCTION, parse_function_head, false);
	parse_decls(p, DECL_FUNCTION, parse_function_body, true);
	parse_decls(p, DECL_GLOBAL, parse_global_inits, true);
}

static void parser_release(struct parser *p)
{
	uint32_t i;

	for (i = 0; i < p->decls.n; i++)
		if (p->decls.v[i].head)
			vec_release(&p->decls.v[i].head->params);
	vec_release(&p->decls);
	vec_release(&p->open);
	map_release(&p->is_open);
	map_release(&p->types);
	map_release(&p->consts);
	map_release(&p->literals);
	arena_release(&p->arena);
}

struct unit *unit_parse(const char *name, const char *text,
			struct buf *errors)
{
	struct parser p = { .name = name, .errors = errors,
		.end_token = { .kind = TOK_END, .line = 1, .raw = "" } };
	struct tokens toks = { 0 };
	bool ok;

	p.u = unit_new(name);
	p.u->saw_python_h = true;
	lex(text, &p.arena, &toks);
	p.toks = toks.list.v;
	cut(&p, toks.list.n);
	parse_all(&p);
	ok = !p.any_failed;
	parser_release(&p);
	vec_release(&toks.list);
	if (ok)
		return p.u;
	unit_free(p.u);
	return NULL;
}
