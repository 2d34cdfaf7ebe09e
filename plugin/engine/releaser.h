/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions that release what they get. */
#ifndef PYREFCHECK_RELEASER_H
#define PYREFCHECK_RELEASER_H

#include "engine/knowledge.h"

/* The number of the argument, from 1, that call I of F releases; 0: none. */
unsigned releases_argument_of(struct knowledge *k, const struct function *f,
			      const struct instr *i);
/* Is call I, which releases something, of a function like free? */
bool frees_memory(struct knowledge *k, const struct function *f,
		  const struct instr *i);
/* Do the names say that one makes what the other releases: lib_thing_init and
 * lib_thing_destroy? */
bool are_counterparts(const char *maker, const char *releaser);

#endif
