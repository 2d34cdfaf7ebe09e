/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the checks of compatibility ask of a call. */
#ifndef PYREFCHECK_COMPAT_H
#define PYREFCHECK_COMPAT_H

#include "check/guard.h"

/* A call of Python's API that the source text really names: macros of the
 * headers are not the user's. */
struct compat_call {
	const char *name;	/* as the user wrote it */
	version_set has;	/* versions that have it */
	version_set live;	/* targeted versions that compile the call */
	/* The rows' words; NULL, 0 when no row has them. */
	const char *replacement;
	pyversion deprecated, removed, since;
	bool made_up;		/* the file also names it for versions other
				 * than the headers', or speaks of a compat
				 * header: it provides for them */
	/* CPython's internal headers declare it, for what is built as a part
	 * of Python: it moved there and is no more public. */
	bool is_internal;
	uint32_t flags;
	pyversion limited_since;
	struct loc place;	/* of the name in the source */
};

/* False when call I in F is not such a call, or when the source cannot be
 * read.  What the whole targeted range has for granted is not looked up:
 * INTERESTING tells from the row alone whether to look on. */
bool compat_call_read(struct compat_call *k, struct check_context *c,
		      const struct function *f, const struct instr *i,
		      bool (*interesting)(const struct check_context *c,
					  const struct compat_call *k));

/* What F of the unit names otherwise than by calling it: a function whose
 * address is taken, a public variable.  F is NULL in an initializer. */
typedef void (*compat_name_cb)(struct check_context *c,
			       const struct function *f, struct loc loc,
			       const struct compat_call *k);
void compat_each_name(struct check_context *c,
		      bool (*interesting)(const struct check_context *c,
					  const struct compat_call *k),
		      compat_name_cb cb);

/* Does NAME stand at LINE, or a few lines before it? */
bool compat_named(const struct source_text *s, uint32_t line,
		  const char *name);

/* A member of one of CPython's structs that is no public API. */
struct compat_member {
	const char *record, *tag, *field;
	pyversion removed;	/* 0: still there */
	const char *replacement;
};

/* Calls CB for each access in the unit that the source really names, with the
 * targeted versions that compile it. */
typedef void (*compat_member_cb)(struct check_context *c,
				 const struct function *f,
				 const struct instr *i,
				 const struct compat_member *m,
				 version_set live);
void compat_each_member(struct check_context *c, compat_member_cb cb);

/* Adds "use X instead"; REPLACEMENT may be NULL or "nothing: why". */
void compat_instead(struct check_context *c, struct finding *fi,
		    const char *replacement);
/* The same of a call's row; and the fix, where the name alone changes. */
void compat_hint(struct check_context *c, struct finding *fi,
		 const struct compat_call *k);

#endif
