/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that lead to others, each looked at once, the nearest first. */
#ifndef PYREFCHECK_TRAIL_H
#define PYREFCHECK_TRAIL_H

#include "ir/ir.h"

struct trail {
	const struct function *f;
	VEC (vid) v;		/* copies and casts stripped */
	bool *seen;
	uint32_t at, end;
	unsigned depth;		/* how many steps V is from the first one */
};

void trail_begin(struct trail *t, const struct function *f, vid v);
/* V is one step further than the value that is being looked at. */
void trail_add(struct trail *t, vid v);
/* Adds the arguments of PHI, which defines V. */
void trail_add_phi(struct trail *t, const struct phi *phi, vid v);
/* The next one to be looked at, 0 at the end. */
vid trail_next(struct trail *t);
/* Frees what T has; returns IS. */
bool trail_end(struct trail *t, bool is);

#endif
