/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/thrown.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What the standard library's exceptions derive from; what is not listed
 * derives from exception.  Source: ISO C++20, 17.6, 19.2, 21.3.5 ... */
static const struct { const char *name, *base; } bases[] = {
	{ "bad_array_new_length", "bad_alloc" },
	{ "bad_any_cast", "bad_cast" },
	{ "domain_error", "logic_error" },
	{ "failure", "system_error" },
	{ "filesystem_error", "system_error" },
	{ "future_error", "logic_error" },
	{ "invalid_argument", "logic_error" },
	{ "length_error", "logic_error" },
	{ "out_of_range", "logic_error" },
	{ "overflow_error", "runtime_error" },
	{ "range_error", "runtime_error" },
	{ "regex_error", "runtime_error" },
	{ "system_error", "runtime_error" },
	{ "underflow_error", "runtime_error" },
};

struct thrown thrown_std(const char *name)
{
	return (struct thrown) { name, strlen(name), true, false };
}

/* The Itanium C++ ABI's mangling, 5.1: St is std, N...E is nested, a name
 * stands behind its length. */
struct thrown thrown_type(const char *symbol)
{
	struct thrown t = { 0 };
	const char *p = symbol;

	if (strncmp(p, "_ZTI", 4))
		return t;
	p += 4;
	if (*p == 'N')
		p++;
	if (!strncmp(p, "St", 2)) {
		t.is_std = true;
		p += 2;
	}
	while (isdigit((unsigned char) *p)) {
		char *end;
		size_t len = strtoul(p, &end, 10);

		if (len > strlen(end))
			break;
		t.name = end;
		t.len = len;
		p = end + len;
	}
	t.is_scalar = !t.len && !t.is_std;
	return t;
}

bool thrown_equal(const struct thrown *a, const struct thrown *b)
{
	return a->len == b->len && a->is_std == b->is_std
		&& a->is_scalar == b->is_scalar
		&& (!a->len || !memcmp(a->name, b->name, a->len));
}

static bool is_called(const struct thrown *t, const char *name)
{
	return strlen(name) == t->len && !memcmp(name, t->name, t->len);
}

bool thrown_caught(const struct thrown *t, bool is_class, const char *handler)
{
	const char *base;
	size_t i;

	if (t->is_scalar)
		return !is_class;
	if (!t->len)
		return true;
	if (!is_class)
		return false;
	if (!handler || is_called(t, handler))
		return true;
	/* Nobody derives his own from these. */
	if (!t->is_std)
		return strcmp(handler, "bad_alloc")
			&& strcmp(handler, "bad_array_new_length")
			&& strcmp(handler, "bad_cast");
	if (!strcmp(handler, "exception"))
		return true;
	for (base = NULL, i = 0; i < ARRAY_SIZE(bases); i++)
		if (is_called(t, bases[i].name))
			base = bases[i].base;
	return base && (!strcmp(base, handler)
			|| (!strcmp(base, "system_error")
			    && !strcmp(handler, "runtime_error")));
}
