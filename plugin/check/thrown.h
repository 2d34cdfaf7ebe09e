/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The types of C++ exceptions, and which handlers catch them. */
#ifndef PYREFCHECK_THROWN_H
#define PYREFCHECK_THROWN_H

#include "base/base.h"

/* The last part of a type's name; len 0: not known. */
struct thrown {
	const char *name;
	size_t len;
	bool is_std;	/* of namespace std */
	bool is_scalar;	/* no class: an int, a pointer */
};

/* What the type_info SYMBOL ("_ZTISt13runtime_error") is of. */
struct thrown thrown_type(const char *symbol);
struct thrown thrown_std(const char *name);
bool thrown_equal(const struct thrown *a, const struct thrown *b);
/* Can a handler for the type called HANDLER, a class or not, catch T?  True
 * where it is not known. */
bool thrown_caught(const struct thrown *t, bool is_class,
		   const char *handler);

#endif
