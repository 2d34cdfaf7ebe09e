/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_QUIET_H
#define PYREFCHECK_QUIET_H

#include "engine/engine.h"

/* Does call I of contract C run no Python code, because of what its
 * arguments ARGS (from 1) are? */
bool call_is_quiet(struct fn_run *r, const struct state *s,
		   const struct instr *i, const struct contract *c,
		   const sid *args);

#endif
