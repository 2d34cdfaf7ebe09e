/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A method that uses a field of its object as an address before it looks at
 * anything of the object, and without setting the field.
 */
#ifndef PYREFCHECK_BARE_USE_H
#define PYREFCHECK_BARE_USE_H

#include "check/check.h"
#include "engine/paths.h"

struct use {
	struct check_context *c;
	const struct declared *d;
	const struct type_model *t;
	vid self;
	const bool *tainted;
	/* Which fields may be NULL. */
	bool (*is_null)(const struct use *u, const struct field_model *fm);
	const struct field_model *of;	/* for that */
	/* Found: */
	const struct field_model *field;
	const char *by;		/* the callee, or NULL: a dereference */
	const struct function *in;	/* the helper that does it, or NULL */
	struct loc at;		/* where, in that */
	unsigned depth;
};

/* Does R's function, on an instance of U->t, use a field that may be NULL?
 * Then U tells which, and *AT where. */
bool bare_use(struct use *u, const struct role *r, struct position *at);
/* What of U is done with it, as an event of FI; AT is in the function F. */
void bare_use_tell(struct check_context *c, struct finding *fi,
		   const struct use *u, const struct function *f,
		   struct loc at);

#endif
