/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Private API, named by the user: _Py functions, members of CPython's own
 * structs, and what the declared limited API does not have.
 */
#include "check/compat.h"

#include <string.h>

/* Documented public API all the same (c-api/bytes, tuple, allocation). */
static bool is_documented(const char *name)
{
	static const char *const names[] = {
		"_PyBytes_Resize", "_PyTuple_Resize",
		"_PyObject_New", "_PyObject_NewVar",
		"_PyObject_GC_New", "_PyObject_GC_NewVar",
	};

	for (unsigned i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* Other modules have underscored names of their own: the table has CPython's. */
static bool is_private(const struct compat_call *k)
{
	return k->has && k->flags & CF_PRIVATE && !strncmp(k->name, "_Py", 3)
		&& !is_documented(k->name);
}

/* Py_LIMITED_API's value as a version: 3 counts as 3.2. */
static pyversion limited_floor(const struct check_context *c)
{
	uint32_t hex = c->unit->limited_api;

	if (!hex)
		return 0;
	return hex < 0x03020000 ? PYVERSION(3, 2) : (pyversion) (hex >> 16);
}

/* A name of the public API that the floor's limited API lacks. */
static bool is_outside_limited(const struct check_context *c,
			       const struct compat_call *k)
{
	pyversion floor = limited_floor(c);

	if (!floor || !k->has || strncmp(k->name, "Py", 2) || (k->flags & (CF_PRIVATE | CF_INLINE)))
		return false;
	return !(k->flags & CF_LIMITED) || k->limited_since > floor;
}

static bool interesting(const struct check_context *c,
			const struct compat_call *k)
{
	return is_private(k) || is_outside_limited(c, k);
}

static void judge(struct check_context *c, const struct function *f,
		  struct loc loc, const struct compat_call *k)
{
	struct finding *fi;

	if (is_private(k))
		fi = check_finding(c, f, loc, "‘%s’ is private API", k->name);
	else if (k->limited_since)
		fi = check_finding(c, f, loc,
				   "‘%s’ is in the limited API from Python 3.%u on only",
				   k->name, k->limited_since & 255u);
	else
		fi = check_finding(c, f, loc,
				   "‘%s’ is not in the limited API", k->name);
	check_subject(c, fi, k->name);
	compat_hint(c, fi, k);
	check_add(c, fi);
}

static void call(struct check_context *c, const struct function *f,
		 const struct instr *i, const struct contract *contract)
{
	struct compat_call k;

	(void) contract;
	if (compat_call_read(&k, c, f, i, interesting))
		judge(c, f, i->loc, &k);
}

static void member(struct check_context *c, const struct function *f,
		   const struct instr *i, const struct compat_member *m,
		   version_set live)
{
	struct finding *fi;

	(void) live;
	fi = check_finding(c, f, i->loc,
			   "member ‘%s’ of ‘%s’ is private API", m->field,
			   m->record);
	check_subject(c, fi, m->field);
	compat_instead(c, fi, m->replacement);
	check_add(c, fi);
}

static void unit(struct check_context *c)
{
	compat_each_member(c, member);
	compat_each_name(c, interesting, judge);
}

const struct check check_private_api = { .unit = unit, .call = call };
