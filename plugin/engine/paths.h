/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is there a path in a function on which something happens first? */
#ifndef PYREFCHECK_PATHS_H
#define PYREFCHECK_PATHS_H

#include "ir/ir.h"

struct position { uint32_t block, instr; };

enum path_verdict {
	PATH_ON,	/* go on */
	PATH_STOP,	/* this path is of no interest any more */
	PATH_FOUND	/* there it is */
};

/* What instruction P of F means for the question. */
typedef enum path_verdict (*path_cb)(const struct function *f,
				     struct position p, void *data);
/* May the path take edge E?  NULL: any but EDGE_EH. */
typedef bool (*edge_cb)(const struct function *f, const struct edge *e,
			void *data);

/* Follows all paths from FROM on, inclusive; each block is seen once.
 * Returns whether CB said PATH_FOUND, and where. */
bool path_find(const struct function *f, struct position from, path_cb cb,
	       edge_cb may_take, void *data, struct position *where);

static inline const struct instr *instr_at(const struct function *f,
					   struct position p)
{
	return &f->blocks[p.block].instrs[p.instr];
}

#endif
