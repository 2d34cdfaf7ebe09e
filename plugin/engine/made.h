/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_MADE_H
#define PYREFCHECK_MADE_H

#include "engine/knowledge.h"

/* What an object is by all that can have made it. */
struct made {
	/* Exactly of this type ("PyLong_Type"); NULL: not known; "": there is
	 * none, it is NULL. */
	const char *type;
	bool is_word;	/* an int that fits a signed machine word */
};

/* Of V in F: by the functions of the API that make it, here, in helpers, for
 * the static variable or the field that it is read from, or for the parameter
 * of a static function. */
struct made value_made(struct knowledge *k, const struct function *f, vid v);

/* Of what call I in F gives. */
struct made call_made(struct knowledge *k, const struct function *f,
		      const struct instr *i);

#endif
