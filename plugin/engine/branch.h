/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_BRANCH_H
#define PYREFCHECK_BRANCH_H

#include "engine/engine.h"

/* N, which is used up, goes where branch I, the end of the current block, leads
 * when its condition is TAKEN. */
void branch_to(struct fn_run *r, struct state *n, const struct instr *i,
	       bool taken);
/* The only way that S can go from branch I, by what is known of the pointer or
 * truth value that is tested: 1 when its condition is true, 0 when not; -1: it
 * may be either. */
int branch_only_way(const struct fn_run *r, const struct state *s,
		    const struct instr *i);
/* A copy of S goes along EDGE of switch I. */
void branch_switch(struct fn_run *r, struct state *s, const struct instr *i,
		   uint32_t edge);

#endif
