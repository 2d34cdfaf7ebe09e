/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Things that are lost, from the state that shows it to the step that tells
 * it; shared by explore.c and loss.c. */
#ifndef PYREFCHECK_LOSS_H
#define PYREFCHECK_LOSS_H

#include "engine/engine.h"

/* Where a state is brought to normal form. */
struct losing {
	struct fn_run *r;
	uint32_t block, instr;
	uint32_t edge;		/* UINT32_MAX: within the block */
	struct loc loc;		/* known already: a return */
	bool is_return;
	uint32_t n_named;	/* entries of env, with those that ended */
};

bool loss_is_live(vid v, void *data);
void loss_note_lost(struct state *s, tid t, void *data);
void loss_flush_limbo(struct fn_run *r, struct state *s, uint32_t block,
			uint32_t instr, uint32_t edge);
/* The local at A ends, not only with the function: what it held beside its
 * bytes ends with it. */
void loss_note_scope(struct fn_run *r, struct state *s, const struct addr *a);
/* At a return that tells a failure: locks taken here that are still held.
 * They count when other ways through the function release them. */
void loss_note_held(struct fn_run *r, struct state *s, struct loc loc);
void loss_replaced(struct fn_run *r, struct state *s, vid dst, struct loc loc);
void loss_flush_limbo_at(struct fn_run *r, struct state *s, struct loc loc);
void loss_flush_overwritten(struct fn_run *r, struct state *s,
			      const struct instr *i);
void loss_normalize(struct fn_run *r, struct state *s, uint32_t block,
		      uint32_t instr, uint32_t edge);
/* S, of which no more is asked than what is lost there, is used up. */
void loss_end(struct fn_run *r, struct state *s, uint32_t block,
	      uint32_t instr, uint32_t edge);
void loss_tell_losses(struct fn_run *r);

#endif
