/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a function's own type fit the way it will be called? */
#ifndef PYREFCHECK_SIGNATURE_H
#define PYREFCHECK_SIGNATURE_H

#include "engine/declared.h"

/* Appends to OUT what of the function type T contradicts SLOT ("takes 3
 * arguments, but METH_VARARGS passes 2") and returns whether there is such a
 * thing.  What the calling conventions of all platforms forgive (parameters
 * left out at the end) is a fault only when STRICT. */
bool signature_fault(const struct slot *slot, const struct type *t,
		     bool strict, struct buf *out);

/* "static int (PyObject *, PyObject *)" for hints: what SLOT's functions look
 * like. */
void signature_wanted(const struct slot *slot, struct buf *out);

#endif
