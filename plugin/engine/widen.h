/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_WIDEN_H
#define PYREFCHECK_WIDEN_H

#include "engine/engine.h"

/* What phi P of loop head TO, whose argument POS is X, becomes on the way back:
 * an exact number as long as the loop is counted to a small constant. */
sid widen_phi(struct fn_run *r, struct state *s, const struct block *to,
	      const struct phi *p, uint32_t pos, sid x);
/* P goes down a list, `node = node->next': that the node which it leaves was
 * read to lead to the one it comes to is forgotten, or each round would make a
 * state of its own, with the whole list so far. */
void widen_walk(struct fn_run *r, struct state *s, const struct phi *p,
		uint32_t pos);
/* S leaves the loop whose head r->block is by branch BR, as (A C B) holds
 * there: a number that goes up by one is then where it was to end.  False: it
 * cannot be. */
bool widen_exit(struct fn_run *r, struct state *s, const struct instr *br,
		enum cmp c, sid a, sid b);

/* A was found not to be B: where that is `n - 1', A + 1 is not n. */
void widen_step(struct state *s, sid a, enum cmp c, sid b);

#endif
