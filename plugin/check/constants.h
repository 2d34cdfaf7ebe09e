/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Constants that reach a call: strings through copies, conditionals and PHIs,
 * and arrays of strings, static or filled in by the function.
 */
#ifndef PYREFCHECK_CONSTANTS_H
#define PYREFCHECK_CONSTANTS_H

#include "ir/ir.h"

struct constant_string { const char *s; size_t len; };

#define CONSTANTS_MAX 8

/* The strings that V of F can be, each once, up to CONSTANTS_MAX in OUT;
 * what V can be otherwise is left out.  Returns how many. */
unsigned constant_strings(const struct function *f, vid v,
			  struct constant_string *out);

enum array_item {
	ITEM_UNKNOWN, ITEM_NULL, ITEM_STRING,
	ITEM_ADDRESS	/* something that is not NULL */
};

struct string_array {
	struct arena *arena;
	uint32_t n;		/* all its elements */
	struct array_element {
		enum array_item item;
		struct constant_string string;
	} *elements;
};

/* The arrays of char pointers that V of F can be the address of, up to
 * CONSTANTS_MAX; POINTER_SIZE is the element's size.  Arrays that are not
 * known throughout are left out.  Elements live in A. */
unsigned constant_arrays(const struct function *f, vid v,
			 unsigned pointer_size, struct arena *a,
			 struct string_array *out);

#endif
