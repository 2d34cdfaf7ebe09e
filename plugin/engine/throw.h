/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * C++ exceptions that the function itself catches: the edge from a call to
 * its landing pad is followed for what the path loses on it, and to the handler
 * of what is known to be thrown for what that does to the indicator.  What
 * leaves the function is exception-boundary's.
 */
#ifndef PYREFCHECK_THROW_H
#define PYREFCHECK_THROW_H

#include "engine/engine.h"

/* Can call I, the last of the block that is interpreted, throw an exception
 * after which the function returns? */
bool throw_is_caught(const struct fn_run *r, const struct instr *i);
/* What comes of S then, added to OUT: one state for each type that is known to
 * be thrown and caught, or one, where it has something to lose. */
void throw_states(struct fn_run *r, const struct state *s,
		  const struct instr *i, struct state_list *out);
/* Does what was thrown in S, or may have been, take EDGE out of the block that
 * is interpreted, and to where the function returns? */
bool throw_takes(const struct fn_run *r, const struct state *s, uint32_t edge);
/* S once it took it. */
struct state *throw_taken(struct fn_run *r, const struct state *s,
			  uint32_t edge);

#endif
