/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which values of a function depend on a given one, through any operation,
 * memory reached from it, and calls that it is handed to.
 */
#ifndef PYREFCHECK_TAINT_H
#define PYREFCHECK_TAINT_H

#include "ir/ir.h"

/* One flag per value of F; prc_free it. */
bool *taint_of(const struct function *f, vid root);

#endif
