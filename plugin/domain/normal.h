/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A state on its way to its normal form: what normalize.c and renumber.c
 * share. */
#ifndef PYREFCHECK_NORMAL_H
#define PYREFCHECK_NORMAL_H

#include "domain/state.h"

/* A cell, and where it stands among the others: see place_of. */
struct place_key { uint64_t key; uint32_t cell; };

/* A thing's old number, and the first symbol that has it. */
struct thing_place { tid old; sid holder; };

struct work {
	struct state *s;
	struct state *scratch;	/* its arrays are room to work in */
	const struct live_query *q;
	struct place_key *places, *spare;
	sid *number;		/* by old sid; 0: none yet */
	sid *order;		/* new sid -> old sid */
	tid *thing_number;	/* by old tid */
	struct thing_place *things;	/* by new tid */
	bool *reached;		/* by sid */
	bool *kept;
	bool *idle;		/* by cell; see is_idle */
	bool *held;		/* by old tid; see mark_held */
	uint32_t n;		/* numbered so far */
};

/* renumber.c: what is kept gets numbers, in an order that depends on facts
 * alone, and the state is made anew of that. */
void normal_renumber(struct work *w);

#endif
