/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls of API that a targeted Python no longer has.  What the headers in use
 * lack cannot compile, so this tells something only with option python.  So
 * do members of structs that became opaque.
 */
#include "check/compat.h"

static bool interesting(const struct check_context *c,
			const struct compat_call *k)
{
	return k->removed && c->high >= k->removed;
}

static void judge(struct check_context *c, const struct function *f,
		  struct loc loc, const struct compat_call *k)
{
	struct finding *fi;
	version_set gone = k->live & ~k->has
		& ~version_range(0x0300, (pyversion) (k->removed - 1));

	/* What the file defines itself for later versions; what the internal
	 * headers in use have. */
	if (!gone || k->made_up
	    || (k->is_internal && c->version >= k->removed))
		return;
	fi = check_finding(c, f, loc, "‘%s’ was removed in Python 3.%u",
			   k->name, k->removed & 255u);
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

	/* The headers in use lack it, too: this is CPython's internal ones. */
	if (!m->removed || c->version >= m->removed
	    || !(live & ~version_range(0x0300, (pyversion) (m->removed - 1))))
		return;
	fi = check_finding(c, f, i->loc,
			   "member ‘%s’ of ‘%s’ is gone from Python 3.%u",
			   m->field, m->record, m->removed & 255u);
	check_subject(c, fi, m->field);
	compat_instead(c, fi, m->replacement);
	check_add(c, fi);
}

static void unit(struct check_context *c)
{
	compat_each_member(c, member);
	compat_each_name(c, interesting, judge);
}

const struct check check_removed_api = { .unit = unit, .call = call };
