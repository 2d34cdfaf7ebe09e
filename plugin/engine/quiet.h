/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_QUIET_H
#define PYREFCHECK_QUIET_H

#include "engine/engine.h"

/* Does call I of contract C run no Python code, because of what its
 * arguments ARGS (from 1) are? */
bool call_is_quiet(struct fn_run *r, const struct state *s,
		   const struct instr *i, const struct contract *c,
		   const sid *args);
/* Is argument N (from 1) of call I, which is X, a str, number or the like,
 * whose text C code alone makes? */
bool argument_is_plain(struct fn_run *r, const struct state *s,
		       const struct instr *i, unsigned n, sid x);

#endif
