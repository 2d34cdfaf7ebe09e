/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The expressions of #if and #elif, evaluated for each Python version.
 *
 * A value is an interval, as PY_VERSION_HEX of 3.12 is anything from 3.12.0
 * to 3.12.255; what is not about the version is unknown.  Pre-releases do not
 * count: 3.12 is 3.12.0 final and later.
 */
#include "check/guard.h"

#include <string.h>

struct interval { bool known; int64_t lo, hi; };

struct reader {
	const char *s, *end;
	unsigned minor;		/* the version that it is evaluated for */
	bool unknown;		/* met what may be about the version */
	bool versioned;		/* met the version itself */
	unsigned depth;
};

#define DEPTH_MAX 64

static const struct interval nobody_knows = { .known = false };

static struct interval number(int64_t lo, int64_t hi)
{
	struct interval i = { .known = true, .lo = lo, .hi = hi };

	return i;
}

static bool is_name(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
		|| (c >= '0' && c <= '9');
}

static void skip_blanks(struct reader *r)
{
	while (r->s < r->end) {
		if (*r->s == '/' && r->s + 1 < r->end && r->s[1] == '*') {
			r->s += 2;
			while (r->s + 1 < r->end
			       && !(r->s[0] == '*' && r->s[1] == '/'))
				r->s++;
			r->s += r->s + 1 < r->end ? 2 : 1;
		} else if (*r->s == '/' && r->s + 1 < r->end
			   && r->s[1] == '/') {
			r->s = r->end;
		} else if (strchr(" \t\r\n\\", *r->s)) {
			r->s++;
		} else {
			return;
		}
	}
}

static bool take(struct reader *r, const char *token)
{
	size_t n = strlen(token);

	skip_blanks(r);
	if ((size_t) (r->end - r->s) < n || strncmp(r->s, token, n))
		return false;
	r->s += n;
	return true;
}

/* Skips "(...)" behind a function-like macro's name. */
static void skip_arguments(struct reader *r)
{
	unsigned depth = 0;

	skip_blanks(r);
	if (r->s >= r->end || *r->s != '(')
		return;
	do {
		depth += *r->s == '(';
		depth -= *r->s == ')';
		r->s++;
	} while (depth && r->s < r->end);
}

static bool equals(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !strncmp(s, word, n);
}

static bool ends(const char *s, size_t n, const char *word)
{
	size_t w = strlen(word);

	return n >= w && !strncmp(s + n - w, word, w);
}

/* Macros that another Python, or none of the versions here, defines. */
static bool is_foreign(const char *s, size_t n)
{
	return equals(s, n, "PYPY_VERSION")
		|| equals(s, n, "PYPY_VERSION_NUM")
		|| equals(s, n, "GRAALVM_PYTHON");
}

/* Could a macro of this name be about Python's version?  PY3K, HAVE_PY_...,
 * MODULE_VERSION.  Configuration (Py_DEBUG) and include guards are not. */
static bool smells_of_version(const char *s, size_t n)
{
	if ((n > 3 && !strncmp(s, "Py_", 3)) || ends(s, n, "_H")
	    || ends(s, n, "_H_") || ends(s, n, "_H__"))
		return false;
	for (size_t i = 0; i + 1 < n; i++)
		if ((s[i] | 32) == 'p' && (s[i + 1] | 32) == 'y')
			return true;
	return ends(s, n, "VERSION");
}

static struct interval read_number(struct reader *r)
{
	int64_t value = 0;
	int base = 10;

	if (r->s + 1 < r->end && r->s[0] == '0' && (r->s[1] | 32) == 'x') {
		base = 16;
		r->s += 2;
	} else if (*r->s == '0') {
		base = 8;
	}
	for (; r->s < r->end && is_name(*r->s); r->s++) {
		char c = *r->s | 32;
		int digit = c <= '9' ? (*r->s & 15) : c - 'a' + 10;

		if (*r->s >= '0' && *r->s <= '9')
			digit = *r->s - '0';
		if (digit < base && value < INT64_MAX / 32)
			value = value * base + digit;
	}
	return number(value, value);
}

static bool is_version(const char *s, size_t n)
{
	return equals(s, n, "PY_VERSION_HEX")
		|| equals(s, n, "PY_MAJOR_VERSION")
		|| equals(s, n, "PY_MINOR_VERSION");
}

static struct interval read_name(struct reader *r)
{
	const char *s = r->s;
	size_t n;

	while (r->s < r->end && is_name(*r->s))
		r->s++;
	n = (size_t) (r->s - s);
	r->versioned |= is_version(s, n);
	if (equals(s, n, "PY_VERSION_HEX"))
		return number(0x030000f0 | (int64_t) r->minor << 16,
			      0x0300ffff | (int64_t) r->minor << 16);
	if (equals(s, n, "PY_MAJOR_VERSION"))
		return number(3, 3);
	if (equals(s, n, "PY_MINOR_VERSION"))
		return number(r->minor, r->minor);
	if (equals(s, n, "PY_MICRO_VERSION"))
		return number(0, 255);
	if (equals(s, n, "defined")) {
		bool open = take(r, "(");

		skip_blanks(r);
		s = r->s;
		while (r->s < r->end && is_name(*r->s))
			r->s++;
		n = (size_t) (r->s - s);
		if (open)
			take(r, ")");
		if (equals(s, n, "PY_VERSION_HEX"))
			return number(1, 1);
		if (is_foreign(s, n))
			return number(0, 0);
		if (smells_of_version(s, n))
			r->unknown = true;
		return nobody_knows;
	}
	if (is_foreign(s, n))
		return number(0, 0);
	if (smells_of_version(s, n))
		r->unknown = true;
	skip_arguments(r);
	return nobody_knows;
}

static struct interval read_or(struct reader *r);

static struct interval truth(struct interval i)
{
	if (!i.known)
		return i;
	if (i.lo == 0 && i.hi == 0)
		return number(0, 0);
	return i.lo > 0 || i.hi < 0 ? number(1, 1) : number(0, 1);
}

static struct interval read_unary(struct reader *r)
{
	struct interval i = nobody_knows;

	if (++r->depth > DEPTH_MAX) {
		r->s = r->end;
		return i;
	}
	if (take(r, "!")) {
		i = truth(read_unary(r));
		if (i.known)
			i = number(1 - i.hi, 1 - i.lo);
	} else if (take(r, "-")) {
		i = read_unary(r);
		if (i.known)
			i = number(-i.hi, -i.lo);
	} else if (take(r, "(")) {
		i = read_or(r);
		take(r, ")");
	} else if (r->s < r->end && *r->s >= '0' && *r->s <= '9') {
		i = read_number(r);
	} else if (r->s < r->end && is_name(*r->s)) {
		i = read_name(r);
	} else if (r->s < r->end) {
		r->s++;
	}
	r->depth--;
	return i;
}

/* + - << >> | & * with exact operands, as in ((3 << 24) | (10 << 16)); on
 * one level: nobody writes more than parentheses say. */
static struct interval read_arithmetic(struct reader *r)
{
	struct interval a = read_unary(r), b;
	int op;

	for (;;) {
		op = take(r, "<<") ? 'l' : take(r, ">>") ? 'r' : 0;
		skip_blanks(r);
		if (!op && r->s < r->end && strchr("+-*", *r->s))
			op = *r->s++;
		if (!op && r->s + 1 < r->end && strchr("|&", *r->s)
		    && r->s[1] != *r->s)
			op = *r->s++;
		if (!op)
			return a;
		b = read_unary(r);
		if (!a.known || !b.known)
			a = nobody_knows;
		else if (op == 'r' && b.lo == b.hi && b.lo >= 0 && b.lo < 63)
			a = number(a.lo >> b.lo, a.hi >> b.lo);
		else if (a.lo != a.hi || b.lo != b.hi)
			a = nobody_knows;
		else if (op == 'l')
			a.lo = a.hi = b.lo >= 0 && b.lo < 32
				? (int64_t) ((uint64_t) a.lo << b.lo) : 0;
		else
			a.lo = a.hi = op == '+' ? a.lo + b.lo
				: op == '-' ? a.lo - b.lo
				: op == '*' ? a.lo * b.lo
				: op == '|' ? a.lo | b.lo : a.lo & b.lo;
	}
}

/* lo < hi of two intervals, as 0, 1 or [0, 1]. */
static struct interval less(struct interval a, struct interval b)
{
	if (a.hi < b.lo)
		return number(1, 1);
	return a.lo >= b.hi ? number(0, 0) : number(0, 1);
}

static struct interval negate(struct interval i)
{
	return i.known ? number(1 - i.hi, 1 - i.lo) : i;
}

static struct interval compare(int op, struct interval a, struct interval b)
{
	struct interval eq;

	if (!a.known || !b.known)
		return nobody_knows;
	switch (op) {
	case '<': return less(a, b);
	case '>': return less(b, a);
	case 'l': return negate(less(b, a));
	case 'g': return negate(less(a, b));
	default: break;
	}
	if (a.hi < b.lo || b.hi < a.lo)
		eq = number(0, 0);
	else if (a.lo == a.hi && b.lo == b.hi)
		eq = number(1, 1);
	else
		eq = number(0, 1);
	return op == '=' ? eq : negate(eq);
}

static struct interval read_comparison(struct reader *r)
{
	struct interval a = read_arithmetic(r);
	int op;

	for (;;) {
		op = take(r, "==") ? '=' : take(r, "!=") ? '!'
			: take(r, "<=") ? 'l' : take(r, ">=") ? 'g'
			: take(r, "<") ? '<' : take(r, ">") ? '>' : 0;
		if (!op)
			return a;
		a = compare(op, a, read_arithmetic(r));
	}
}

static struct interval read_and(struct reader *r)
{
	struct interval a = read_comparison(r), b;

	while (take(r, "&&")) {
		a = truth(a);
		b = truth(read_comparison(r));
		if ((a.known && !a.hi) || (b.known && !b.hi))
			a = number(0, 0);
		else if (!a.known || !b.known)
			a = nobody_knows;
		else
			a = number(a.lo & b.lo, a.hi & b.hi);
	}
	return a;
}

static struct interval read_or(struct reader *r)
{
	struct interval a = read_and(r), b;

	while (take(r, "||")) {
		a = truth(a);
		b = truth(read_and(r));
		if ((a.known && a.lo) || (b.known && b.lo))
			a = number(1, 1);
		else if (!a.known || !b.known)
			a = nobody_knows;
		else
			a = number(a.lo | b.lo, a.hi | b.hi);
	}
	return a;
}

struct guard_value guard_evaluate(const char *expression, size_t len)
{
	struct guard_value v = { 0 };

	for (unsigned minor = 0; minor < 64; minor++) {
		struct reader r = { .s = expression, .end = expression + len,
			.minor = minor };
		struct interval i = truth(read_or(&r));

		if (i.known && i.lo)
			v.yes |= (version_set) 1 << minor;
		else if (i.known && !i.hi)
			v.no |= (version_set) 1 << minor;
		else if (r.unknown)
			v.unknown = true;
		v.versioned |= r.versioned;
	}
	return v;
}
