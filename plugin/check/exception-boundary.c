/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A C++ exception can leave a function that CPython calls: it unwinds
 * through the interpreter's C frames.
 */
#include "check/check.h"
#include "engine/throws.h"

#include <string.h>

/* The reason to tell: what is thrown for more than memory comes first. */
static const struct reason *worst(const struct reasons *rs)
{
	const struct reason *r = NULL;
	unsigned i;

	for (i = 0; rs && i < rs->n; i++)
		if (!r || rs->v[i].how > r->how)
			r = &rs->v[i];
	return r;
}

/* Why F throws what LIKE is of. */
static const struct reason *reason_like(const struct reasons *rs,
					const struct reason *like)
{
	unsigned i;

	for (i = 0; rs && i < rs->n; i++)
		if (thrown_equal(&rs->v[i].type, &like->type))
			return &rs->v[i];
	return NULL;
}

#define CHAIN_LENGTH 8

static void report(struct check_context *c,
		   const struct function *f, const struct reason *r)
{
	struct finding *fi;
	unsigned n;

	fi = check_finding(c, f, r->at->loc, "%s exception can leave ‘%s’, "
			   "which CPython calls",
			   r->how == THROWS ? "a C++" : "a memory", f->name);
	fi->memory_only = r->how == THROWS_MEMORY;
	fi->origin = ORIGIN_INFERRED;
	check_subject(c, fi, f->name);
	for (n = 0; r && n < CHAIN_LENGTH; n++) {
		check_event(c, fi, r->at->loc, f, !strncmp(r->callee->key,
			    "__cxa_", 6) ? "it is thrown here"
			    : "‘%s’ can throw", r->callee->name);
		f = r->callee;
		r = reason_like(throws_of(c->knowledge, f), r);
	}
	check_hint(c, fi, "catch it: ‘catch (...)’, set a Python exception, "
		   "and return the error value");
	check_add(c, fi);
}

static void unit(struct check_context *c)
{
	uint32_t i;

	for (i = 0; c->unit->is_cxx && i < c->unit->functions.n; i++) {
		const struct function *f = c->unit->functions.v[i];
		const struct reason *r = worst(throws_of(c->knowledge, f));
		const struct role *role = declared_role(c->declared, f);

		if (r && role && role->slot && !f->in_system_header)
			report(c, f, r);
	}
}

const struct check check_exception_boundary = { .unit = unit };
