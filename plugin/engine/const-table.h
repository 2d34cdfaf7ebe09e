/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a constant table of the unit holds.
 */
#ifndef PYREFCHECK_CONST_TABLE_H
#define PYREFCHECK_CONST_TABLE_H

#include "engine/engine.h"

/* X, of type T, was read from the cell KEY: when that is in a variable that
 * nothing can change, it is one of the values with which it was initialised.
 * Of an element that is not known by its number, the rows tell that agree with
 * what the path found in others of its members. */
void const_table_limit(struct fn_run *r, struct state *s,
		       const struct cell *key, const struct type *t, sid x);

#endif
