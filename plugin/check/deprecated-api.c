/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calls of API that is deprecated in a targeted Python; what is removed there
 * already is removed-api's.
 */
#include "check/compat.h"

static bool interesting(const struct check_context *c,
			const struct compat_call *k)
{
	return k->deprecated && c->high >= k->deprecated;
}

static void judge(struct check_context *c, const struct function *f,
		  struct loc loc, const struct compat_call *k)
{
	struct finding *fi;
	version_set at = k->live & k->has
		& ~version_range(0x0300, (pyversion) (k->deprecated - 1));

	/* One finding is enough where a later version has lost it. */
	if (!at || (k->live & ~k->has
		    & ~version_range(0x0300, (pyversion) (k->since - 1))))
		return;
	fi = check_finding(c, f, loc, "‘%s’ is deprecated since Python 3.%u",
			   k->name, k->deprecated & 255u);
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

static void unit(struct check_context *c)
{
	compat_each_name(c, interesting, judge);
}

const struct check check_deprecated_api = { .unit = unit, .call = call };
