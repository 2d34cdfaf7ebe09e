/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * C++ exceptions that the function itself catches: the edge from a call to
 * its landing pad is followed for what the path loses on it.  What leaves the
 * function is exception-boundary's.
 */
#ifndef PYREFCHECK_THROW_H
#define PYREFCHECK_THROW_H

#include "engine/engine.h"

/* Can call I, the last of the block that is interpreted, throw an exception
 * after which the function returns? */
bool throw_is_caught(const struct fn_run *r, const struct instr *i);
/* S as it is then, or NULL where there is nothing to lose. */
struct state *throw_state(struct fn_run *r, const struct state *s,
			  const struct instr *i);

#endif
