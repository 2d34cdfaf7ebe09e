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
 * what V can be otherwise is left out.  Returns how many.  With U, a variable
 * of the file that nothing in the unit changes is what it was initialized
 * with, and a parameter of a static function what its callers give.  A
 * _PyArg_Parser is the format in it. */
unsigned constant_strings(const struct unit *u, const struct function *f,
			  vid v, struct constant_string *out);
/* A _PyArg_Parser and what it is initialized with: the order of its members
 * differs by version (modsupport.h).  CPython writes to it, but not to its
 * format and keywords. */
bool is_parser(const struct type *t);
const struct init *parser_member(const struct global *g, const char *name);

/* The string, global or local whose address V is OFFSET bytes behind; else
 * V's value itself. */
const struct value *constant_address(const struct function *f, vid v,
				     int64_t *offset);

/* Calls CB for each value that V is a copy, cast or choice of and that is
 * none itself; with U, in the callers for parameters of a static function. */
typedef void (*constant_cb)(const struct function *f, vid v, void *data);
void constant_roots(const struct unit *u, const struct function *f, vid v,
		    constant_cb cb, void *data);

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
 * known throughout are left out.  A _PyArg_Parser is the list in it, the
 * address of a later element the rest.  Elements live in A. */
unsigned constant_arrays(const struct unit *u, const struct function *f,
			 vid v, unsigned pointer_size, struct arena *a,
			 struct string_array *out);

#endif
