/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/thrown.h"
#include "engine/tables.h"

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
	return (struct thrown) { name, strlen(name), true, false, NULL };
}

static bool is_listed(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
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
	/* A builtin type is one small letter; a class that a function declares
	 * begins with Z, a pointer with P. */
	t.is_scalar = !t.len && !t.is_std && *p != 'Z' && *p != 'S';
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

static bool std_is_caught(const struct thrown *t, const char *handler)
{
	const char *base;
	size_t i;

	if (!strcmp(handler, "exception"))
		return true;
	for (base = NULL, i = 0; i < ARRAY_SIZE(bases); i++)
		if (is_called(t, bases[i].name))
			base = bases[i].base;
	return base && (!strcmp(base, handler)
			|| (!strcmp(base, "system_error")
			    && !strcmp(handler, "runtime_error")));
}

/* Is the class of type_info INFO, or one that it derives from, called HANDLER?
 * The kind of the type_info tells whether there are bases, and they follow.
 * True where one is out of sight.  Source: Itanium C++ ABI, 2.9.5. */
static bool derives_from(const struct global *info, const char *handler,
			 unsigned depth)
{
	struct thrown t = thrown_type(info->name);
	const struct global *kind = info->n_inits
		&& info->inits[0].kind == INIT_GLOBAL && !info->inits[0].offset
		? info->inits[0].global : NULL;
	uint32_t i;

	if (!t.len || is_called(&t, handler) || depth > 8)
		return true;
	if (t.is_std)
		return std_is_caught(&t, handler);
	if (!kind || strncmp(kind->name, "_ZTVN10__cxxabiv1", 17))
		return true;
	for (i = 1; i < info->n_inits; i++)
		if (info->inits[i].kind == INIT_GLOBAL
		    && !strncmp(info->inits[i].global->name, "_ZTI", 4)
		    && derives_from(info->inits[i].global, handler, depth + 1))
			return true;
	return false;
}

bool thrown_caught(const struct thrown *t, bool is_class, const char *handler)
{
	if (t->is_scalar)
		return !is_class;
	if (!t->len)
		return true;
	if (!is_class)
		return false;
	if (!handler || is_called(t, handler))
		return true;
	if (t->is_std)
		return std_is_caught(t, handler);
	if (t->info)
		return derives_from(t->info, handler, 0);
	/* Nobody derives his own from these. */
	return strcmp(handler, "bad_alloc")
		&& strcmp(handler, "bad_array_new_length")
		&& strcmp(handler, "bad_cast");
}

/* ---------------------------------------------------- the library's own */

bool thrown_is_library(const struct function *f)
{
	return !strncmp(f->key, "_ZNS", 4) || !strncmp(f->key, "_ZNKS", 5)
		|| !strncmp(f->key, "_ZSt", 4)
		|| !strncmp(f->key, "_ZN9__gnu_cxx", 13)
		|| !strncmp(f->key, "_ZNK9__gnu_cxx", 14);
}

static bool is_string(const struct function *f)
{
	return strstr(f->key, "basic_stringI") || !strncmp(f->key, "_ZNSs", 5)
		|| !strncmp(f->key, "_ZNKSs", 6);
}

static bool is_constructor(const struct function *f)
{
	return !strncmp(f->name, "__ct", 4);
}

/* libstdc++'s __throw_out_of_range and its like. */
static enum throws std_throw(const struct function *t, struct thrown *type)
{
	static const char *const ordinary[] = { "out_of_range",
		"invalid_argument", "system_error", "ios_failure",
		"domain_error", "overflow_error", "range_error",
		"runtime_error", "regex_error", "bad_variant_access",
		"bad_optional_access", "bad_any_cast", NULL };
	unsigned i;

	for (i = 0; ordinary[i]; i++)
		if (strstr(t->key, ordinary[i])) {
			*type = thrown_std(!strcmp(ordinary[i], "ios_failure")
					   ? "failure" : ordinary[i]);
			return THROWS;
		}
	if (strstr(t->key, "length_error")) {
		*type = thrown_std("length_error");
		return THROWS_MEMORY;
	}
	if (!strstr(t->key, "bad_a"))
		return THROWS_NOT;
	*type = thrown_std("bad_alloc");
	return THROWS_MEMORY;
}

/* Members of std::string and the string streams that libstdc++ has in its
 * shared library: "extern template", so that they have no body here unless
 * the compiler wants to inline them.  Those that take memory, and those that
 * look at a position.  Source: bits/basic_string.h, basic_string.tcc. */
static enum throws string_throw(const struct function *t, struct thrown *type)
{
	static const char *const growing[] = { "append", "assign", "insert",
		"operator+=", "operator=", "push_back", "replace", "reserve",
		"resize", "str", "_M_append", "_M_assign", "_M_construct",
		"_M_create", "_M_mutate", "_M_replace", "_M_replace_aux",
		NULL };
	static const char *const placed[] = { "at", "substr", NULL };

	if (is_listed(t->name, placed) && is_string(t)) {
		*type = thrown_std("out_of_range");
		return THROWS;
	}
	if (!is_listed(t->name, growing)
	    && !(is_string(t) && is_constructor(t)))
		return THROWS_NOT;
	if (!is_string(t) && !strstr(t->key, "stringstreamI")
	    && !strstr(t->key, "stringbufI"))
		return THROWS_NOT;
	*type = thrown_std("bad_alloc");
	return THROWS_MEMORY;
}

/* What the second argument of __cxa_throw, a type_info, is of. */
static struct thrown type_thrown(const struct function *f,
				 const struct instr *i)
{
	const struct value *v = i->n_args > 1 ? &f->values[
		value_strip_copies(f, i->args[1])] : NULL;

	struct thrown t = { 0 };

	if (v && v->kind == VAL_GLOBAL) {
		t = thrown_type(v->u.global->name);
		t.info = v->u.global;
	}
	return t;
}

/* What the compiler calls for a throw, a cast and a new of an array that are
 * wrong.  Source: Itanium C++ ABI, 2.4.3, 2.9.5 and 3.2.6. */
static enum throws abi_throw(const struct function *f, const struct instr *i,
			     struct thrown *type)
{
	const char *name = call_target(f, i)->key + strlen("__cxa_");

	if (!strcmp(name, "throw"))
		*type = type_thrown(f, i);
	else if (!strcmp(name, "bad_cast") || !strcmp(name, "bad_typeid"))
		*type = thrown_std(name);
	else if (!strcmp(name, "throw_bad_array_new_length"))
		*type = thrown_std("bad_array_new_length");
	else if (strcmp(name, "rethrow"))
		return THROWS_NOT;
	return strcmp(name, "throw_bad_array_new_length") ? THROWS
		: THROWS_MEMORY;
}

enum throws thrown_by_call(const struct function *f, const struct instr *i,
			   struct thrown *type)
{
	const struct function *t = call_target(f, i);

	if (!strncmp(t->key, "__cxa_", 6))
		return abi_throw(f, i, type);
	if (t->is_nothrow)
		return THROWS_NOT;
	if (!strcmp(t->key, "_Znwm") || !strcmp(t->key, "_Znam")
	    || !strcmp(t->key, "_Znwj") || !strcmp(t->key, "_Znaj")) {
		*type = thrown_std("bad_alloc");
		return THROWS_MEMORY;
	}
	if (strstr(t->key, "__throw_"))
		return std_throw(t, type);
	return t->has_body || !thrown_is_library(t) ? THROWS_NOT
		: string_throw(t, type);
}

/* Does F make room for what exists already, so that memory ends before any
 * length does?  Only who is told a number can be told too large a one. */
static bool adds_what_exists(const struct function *f)
{
	static const char *const adding[] = { "append", "assign", "emplace",
		"emplace_back", "emplace_front", "insert", "operator+=",
		"operator=", "push_back", "push_front", "_M_append",
		"_M_assign", "_M_assign_aux", "_M_emplace_aux",
		"_M_insert_aux", "_M_push_back_aux", "_M_push_front_aux",
		"_M_range_insert", "_M_range_initialize", "_M_realloc_append",
		"_M_realloc_insert", NULL };

	/* A number and a character: mc. */
	return is_listed(f->name, adding)
		|| (is_string(f) && !strstr(f->key, "Emc")
		    && (is_constructor(f)
			|| !strcmp(f->name, "_M_construct")));
}

/* Of the library, these throw for what they are given; what else it throws
 * is a matter of memory, or never happens. */
bool thrown_ends_in(const struct function *f, enum throws how,
		    const struct thrown *t)
{
	static const char *const names[] = { "at", "substr", "stoi", "stol",
		"stoul", "stoll", "stoull", "stof", "stod", "stold", "value",
		"any_cast", "_M_range_check", "__stoa", NULL };

	if (!thrown_is_library(f))
		return false;
	return how == THROWS ? !is_listed(f->name, names)
		: is_called(t, "length_error") && adds_what_exists(f);
}
