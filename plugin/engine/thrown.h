/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The types of C++ exceptions, and which handlers catch them. */
#ifndef PYREFCHECK_THROWN_H
#define PYREFCHECK_THROWN_H

#include "ir/ir.h"

/* For want of memory, or for other reasons. */
enum throws { THROWS_NOT, THROWS_MEMORY, THROWS };

/* The last part of a type's name; len 0: not known. */
struct thrown {
	const char *name;
	size_t len;
	bool is_std;	/* of namespace std */
	bool is_scalar;	/* no class: an int, a pointer */
	const struct global *info;	/* its type_info; NULL: not in sight */
};

/* What the type_info SYMBOL ("_ZTISt13runtime_error") is of. */
struct thrown thrown_type(const char *symbol);
struct thrown thrown_std(const char *name);
bool thrown_equal(const struct thrown *a, const struct thrown *b);
/* Can a handler for the type called HANDLER, a class or not, catch T?  True
 * where it is not known. */
bool thrown_caught(const struct thrown *t, bool is_class,
		   const char *handler);

/* Is F of the standard library? */
bool thrown_is_library(const struct function *f);
/* How call I throws by itself: what it calls has no body here, or it is a
 * throw. */
enum throws thrown_by_call(const struct function *f, const struct instr *i,
			   struct thrown *type);
/* Does T, thrown so in F, get no further because it never happens? */
bool thrown_ends_in(const struct function *f, enum throws how,
		    const struct thrown *t);

#endif
