/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_BRANCH_H
#define PYREFCHECK_BRANCH_H

#include "engine/engine.h"

/* N, which is used up, goes where branch I, the end of the current block, leads
 * when its condition is TAKEN. */
void branch_to(struct fn_run *r, struct state *n, const struct instr *i,
	       bool taken);
/* A copy of S goes along EDGE of switch I. */
void branch_switch(struct fn_run *r, struct state *s, const struct instr *i,
		   uint32_t edge);

#endif
