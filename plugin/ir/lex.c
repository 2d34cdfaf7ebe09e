/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * IR text as tokens.  Newlines count; spaces, tabs and # comments do not.
 * What is wrong becomes a token of its own, which the parser reports where
 * it meets it.
 */
#include "ir/lex.h"

#include <string.h>

#include "ir/text.h"

struct lexer {
	const char *p, *line_start;
	uint32_t line;
	struct arena *arena;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes above ASCII are letters: names are UTF-8. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
		|| (unsigned char) c >= 0x80;
}

static bool is_word_char(char c)
{
	return is_letter(c) || is_digit(c);
}

static void fail(struct token *t, const char *message)
{
	t->kind = TOK_ERROR;
	t->s = message;
	t->len = strlen(message);
}

/* ------------------------------------------------------------ numbers */

static int digit_value(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

/* Reads digits; returns whether they fit. */
static bool read_digits(struct lexer *l, unsigned base, uint64_t *value)
{
	bool fits = true;

	*value = 0;
	for (; (unsigned) digit_value(*l->p) < base; l->p++) {
		unsigned d = (unsigned) digit_value(*l->p);

		if (*value > (UINT64_MAX - d) / base)
			fits = false;
		*value = *value * base + d;
	}
	return fits;
}

/* A signed decimal exponent; large ones stay large. */
static long read_exponent(struct lexer *l)
{
	bool negative = *l->p == '-';
	long n = 0;

	if (*l->p == '-' || *l->p == '+')
		l->p++;
	for (; is_digit(*l->p); l->p++)
		if (n < 100000)
			n = n * 10 + (*l->p - '0');
	return negative ? -n : n;
}

/* Powers of ten past these are 0 or infinity at once. */
#define MAX_DECIMAL 400

static double scale10(double f, long exponent)
{
	if (exponent > MAX_DECIMAL)
		exponent = MAX_DECIMAL;
	if (exponent < -MAX_DECIMAL)
		exponent = -MAX_DECIMAL;
	for (; exponent > 0; exponent--)
		f *= 10;
	for (; exponent < 0; exponent++)
		f /= 10;
	return f;
}

static bool starts_exponent(const char *p)
{
	if (*p != 'e' && *p != 'E')
		return false;
	p++;
	if (*p == '-' || *p == '+')
		p++;
	return is_digit(*p);
}

/* From the point or the exponent on; WHOLE stands before it. */
static void lex_decimal(struct lexer *l, struct token *t, uint64_t whole)
{
	double f = (double) whole;
	long exponent = 0;

	if (*l->p == '.')
		for (l->p++; is_digit(*l->p); l->p++, exponent--)
			f = f * 10 + (*l->p - '0');
	if (starts_exponent(l->p)) {
		l->p++;
		exponent += read_exponent(l);
	}
	t->kind = TOK_FLOAT;
	t->f = scale10(f, exponent);
}

static void lex_number(struct lexer *l, struct token *t)
{
	bool hex = l->p[0] == '0' && l->p[1] == 'x';
	bool fits;

	t->kind = TOK_INT;
	if (hex)
		l->p += 2;
	fits = read_digits(l, hex ? 16 : 10, &t->i);
	if (hex && *l->p == 'p') {
		l->p++;
		t->kind = TOK_FLOAT;
		t->f = float_scale2((double) t->i, read_exponent(l));
	} else if (!hex && ((*l->p == '.' && is_digit(l->p[1]))
			    || starts_exponent(l->p))) {
		lex_decimal(l, t, t->i);
	} else if (is_word_char(*l->p)) {
		while (is_word_char(*l->p))
			l->p++;
		fail(t, "a number ends in letters");
		return;
	}
	if (!fits)
		fail(t, "a number is too large");
}

/* ------------------------------------------------------------ strings */

static char read_escape(struct lexer *l)
{
	char c = *l->p++;
	unsigned value = 0;
	int n;

	if (c == 'n')
		return '\n';
	if (c == 't')
		return '\t';
	if (c < '0' || c > '7')
		return c;
	l->p--;
	for (n = 0; n < 3 && *l->p >= '0' && *l->p <= '7'; n++)
		value = value * 8 + (unsigned) (*l->p++ - '0');
	return (char) (unsigned char) value;
}

/* At the opening quote. */
static void lex_string(struct lexer *l, struct token *t)
{
	const char *end = l->p + 1;
	char *out;

	while (*end && *end != '"' && *end != '\n')
		end += *end == '\\' && end[1] && end[1] != '\n' ? 2 : 1;
	if (*end != '"') {
		l->p = end;
		fail(t, "a string is not closed on its line");
		return;
	}
	out = arena_alloc(l->arena, (size_t) (end - l->p));
	t->kind = TOK_STRING;
	t->s = out;
	for (l->p++; l->p < end;)
		if (*l->p != '\\') {
			*out++ = *l->p++;
		} else {
			l->p++;
			*out++ = read_escape(l);
		}
	t->len = (size_t) (out - t->s);
	l->p = end + 1;
}

/* -------------------------------------------------------------- names */

/* Names become C strings. */
static void check_name(struct token *t)
{
	if (t->kind != TOK_ERROR && t->s && strlen(t->s) != t->len)
		fail(t, "a name holds a NUL byte");
}

static void lex_word(struct lexer *l, struct token *t, const char *also)
{
	const char *start = l->p;

	while (is_word_char(*l->p) || (*l->p && strchr(also, *l->p)))
		l->p++;
	t->len = (size_t) (l->p - start);
	t->s = arena_strndup(l->arena, start, t->len);
}

/* The name behind a sigil, in quotes or not; none: s is NULL. */
static void lex_name(struct lexer *l, struct token *t, enum tok kind,
		     const char *also)
{
	l->p++;
	if (*l->p == '"')
		lex_string(l, t);
	else if (is_word_char(*l->p) || (*l->p && strchr(also, *l->p)))
		lex_word(l, t, also);
	if (t->kind == TOK_ERROR)
		return;
	t->kind = kind;
	check_name(t);
}

/* Reads the number behind SIGN, if both are there. */
static void lex_suffix(struct lexer *l, struct token *t, char sign,
		       uint32_t *number)
{
	uint64_t value;

	if (*l->p != sign || !is_digit(l->p[1]))
		return;
	l->p++;
	if (!read_digits(l, 10, &value) || value >= NO_NUMBER)
		fail(t, "a number is too large");
	*number = (uint32_t) value;
}

static bool is_all_digits(const char *s)
{
	while (is_digit(*s))
		s++;
	return !*s;
}

/* The number of a name that is digits alone. */
static bool name_number(struct token *t, uint64_t *value)
{
	struct lexer sub = { .p = t->s };

	if (read_digits(&sub, 10, value))
		return true;
	fail(t, "a number is too large");
	return false;
}

static void lex_value(struct lexer *l, struct token *t)
{
	bool quoted = l->p[1] == '"';
	uint64_t number;

	lex_name(l, t, TOK_VALUE, "$");
	if (t->kind == TOK_VALUE && t->s && !quoted && is_all_digits(t->s)) {
		t->is_temporary = true;
		if (!name_number(t, &number))
			return;
		t->version = (uint32_t) number;
		t->s = NULL;
		if (number >= NO_NUMBER)
			fail(t, "a number is too large");
		return;
	}
	lex_suffix(l, t, '~', &t->variable);
	lex_suffix(l, t, '.', &t->version);
	if (t->kind == TOK_VALUE && !t->s && t->variable == NO_NUMBER)
		fail(t, "'%' has no name behind it");
}

static void lex_local(struct lexer *l, struct token *t)
{
	lex_name(l, t, TOK_LOCAL, "$");
	lex_suffix(l, t, '~', &t->variable);
	if (t->kind == TOK_LOCAL && !t->s && t->variable == NO_NUMBER)
		fail(t, "'&' has no name behind it");
}

static void lex_symbol(struct lexer *l, struct token *t)
{
	lex_name(l, t, TOK_SYMBOL, "$.");
	if (t->kind == TOK_SYMBOL && !t->s)
		fail(t, "'$' has no name behind it");
}

static void lex_label(struct lexer *l, struct token *t)
{
	lex_name(l, t, TOK_LABEL, "");
	if (t->kind != TOK_LABEL)
		return;
	if (!t->s)
		fail(t, "'@' has no name behind it");
	else if (is_all_digits(t->s))
		t->is_number = name_number(t, &t->i);
}

/* ------------------------------------------------------------- tokens */

static void lex_punct(struct lexer *l, struct token *t)
{
	t->kind = TOK_PUNCT;
	if (!strncmp(l->p, "->", 2)) {
		t->i = PUNCT_ARROW;
		l->p += 2;
	} else if (!strncmp(l->p, "...", 3)) {
		t->i = PUNCT_DOTS;
		l->p += 3;
	} else if (!strncmp(l->p, "..", 2)) {
		t->i = PUNCT_RANGE;
		l->p += 2;
	} else if (strchr("()[]{},:=*+-!~.", *l->p)) {
		t->i = (unsigned char) *l->p++;
	} else {
		l->p++;
		fail(t, "a stray character");
	}
}

static void lex_token(struct lexer *l, struct token *t)
{
	char c = *l->p;

	if (c == '"') {
		lex_string(l, t);
	} else if (is_digit(c)) {
		lex_number(l, t);
	} else if (is_letter(c)) {
		lex_word(l, t, "");
		t->kind = TOK_WORD;
	} else if (c == '%') {
		lex_value(l, t);
	} else if (c == '&') {
		lex_local(l, t);
	} else if (c == '$') {
		lex_symbol(l, t);
	} else if (c == '@') {
		lex_label(l, t);
	} else {
		lex_punct(l, t);
	}
}

static void skip_space(struct lexer *l)
{
	while (*l->p == ' ' || *l->p == '\t' || *l->p == '\r')
		l->p++;
	if (*l->p == '#')
		l->p += strcspn(l->p, "\n");
}

void lex(const char *text, struct arena *a, struct tokens *out)
{
	struct lexer l = { text, text, 1, a };
	struct token t;

	do {
		skip_space(&l);
		t = (struct token) {
			.line = l.line, .is_first = l.p == l.line_start,
			.variable = NO_NUMBER, .version = NO_NUMBER,
			.raw = l.p
		};
		if (!*l.p) {
			t.kind = TOK_END;
		} else if (*l.p == '\n') {
			t.kind = TOK_NEWLINE;
			l.line_start = ++l.p;
			l.line++;
		} else {
			lex_token(&l, &t);
		}
		t.raw_len = (size_t) (l.p - t.raw);
		vec_push(&out->list, t);
	} while (t.kind != TOK_END);
}
