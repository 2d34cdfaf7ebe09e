/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the IR: the order of a function's blocks, and its loops. */
#ifndef PYREFCHECK_ORDER_H
#define PYREFCHECK_ORDER_H

#include "ir/ir.h"

/* Fills what fn_finish promises of blocks and edges: reachable, rpo,
 * is_back, is_loop_header, loop, loop_depth.  Requires succs and preds. */
void function_order(struct arena *a, struct function *f);

#endif
