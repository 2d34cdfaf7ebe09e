/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Preprocessor guards, from the source text.
 *
 * The IR is of one Python version; what the code does for others stands in
 * #if PY_VERSION_HEX ... around it.  A guard is read from the file that a
 * location names, as text: no macro is expanded but the version's own, and
 * what cannot be read is "unknown".
 */
#ifndef PYREFCHECK_GUARD_H
#define PYREFCHECK_GUARD_H

#include "check/check.h"
#include "check/source.h"

/* A set of Python 3 minor versions: bit n stands for 3.n. */
typedef uint64_t version_set;

/* LOW to HIGH, both inclusive. */
version_set version_range(pyversion low, pyversion high);
/* The lowest or highest of a set that is not empty. */
pyversion version_lowest(version_set s);
pyversion version_highest(version_set s);

struct guards {
	version_set possible;	/* versions for which the line is compiled,
				 * unless something unknown says no */
	bool unknown;		/* some condition that may be about the
				 * version could not be read */
	version_set around;	/* as possible, but for the innermost #if */
	bool versioned;		/* the innermost #if is about the version */
};

/* The guards around LINE of S. */
struct guards source_guards(const struct source_text *s, uint32_t line);

/* Calls CB for each #if, #elif or #else that is about Python's version, with
 * the versions for which its branch is compiled, as far as the text tells,
 * and those for which the lines around it are. */
struct guard_branch {
	uint32_t line;
	version_set possible, around;
	bool unknown;
};
typedef void (*guard_cb)(const struct guard_branch *b, void *data);
void source_each_guard(const struct source_text *s, guard_cb cb, void *data);

/* Does the file make up for versions that lack NAME: is it defined on a line
 * that VERSION does not compile, or a header of compatibility included? */
bool source_makes_up(const struct source_text *s, const char *name,
		     pyversion version);

/* For which versions of C's targeted range the code at LOC is compiled.
 * The headers' version alone is the whole range: it is compiled for that.
 * Else 0 when the file cannot be read or its guards not understood. */
version_set guard_versions(const struct check_context *c, struct loc loc);

/* One #if expression for each version. */
struct guard_value {
	version_set yes, no;	/* certainly true, certainly false */
	bool unknown;		/* met what may be about the version */
	bool versioned;		/* it names Python's version */
};
struct guard_value guard_evaluate(const char *expression, size_t len);

#endif
