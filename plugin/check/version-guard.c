/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Guards against the targeted range: #if branches that no targeted version
 * compiles, and calls of API that the lowest targeted version lacks, without
 * a guard.  Both need option python: else the range is the one version whose
 * headers are in use, of which every guard for others would be "outside".
 */
#include "check/compat.h"

static bool interesting(const struct check_context *c,
			const struct compat_call *k)
{
	return k->since && c->low < k->since && c->high >= k->since
		&& !(k->flags & CF_PRIVATE);
}

static void call(struct check_context *c, const struct function *f,
		 const struct instr *i, const struct contract *contract)
{
	struct compat_call k;
	struct finding *fi;
	version_set before;

	(void) contract;
	if (!compat_call_read(&k, c, f, i, interesting) || k.made_up)
		return;
	before = k.live & ~k.has
		& version_range(0x0300, (pyversion) (k.since - 1));
	if (!before)
		return;
	fi = check_finding(c, f, i->loc,
			   "‘%s’ is new in Python 3.%u, and Python 3.%u compiles this too",
			   k.name, k.since & 255u,
			   version_lowest(before) & 255u);
	check_subject(c, fi, k.name);
	check_hint(c, fi, "guard it with ‘#if PY_VERSION_HEX >= 0x03%02x0000’",
		   k.since & 255u);
	check_add(c, fi);
}

struct region { struct check_context *c; const char *file; };

static void branch(const struct guard_branch *b, void *data)
{
	struct region *r = data;
	version_set range = version_range(r->c->low, r->c->high);
	version_set possible = b->possible;
	struct loc loc = { .file = r->file, .line = b->line, .column = 1 };
	struct finding *fi;

	/* Within a branch that is outside, nothing more is to be told. */
	if (b->unknown || possible & range || !(b->around & range))
		return;
	fi = check_finding(r->c, NULL, loc, "no targeted Python compiles this branch: the range is 3.%u to 3.%u",
			   r->c->low & 255u, r->c->high & 255u);
	if (possible)
		check_hint(r->c, fi, "it is for Python 3.%u %s",
			   version_highest(possible) < r->c->low
			   ? version_highest(possible) & 255u
			   : version_lowest(possible) & 255u,
			   version_highest(possible) < r->c->low
			   ? "and before" : "and later");
	check_add(r->c, fi);
}

static void unit(struct check_context *c)
{
	struct region r = { .c = c,
		.file = intern(&c->unit->strings, c->unit->name) };
	const struct source_text *s = c->options->python
		? source_of(c, r.file) : NULL;

	if (s)
		source_each_guard(s, branch, &r);
}

const struct check check_version_guard = { .unit = unit, .call = call };
