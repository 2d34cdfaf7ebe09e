/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a function's own type fit the way it will be called? */
#ifndef PYREFCHECK_SIGNATURE_H
#define PYREFCHECK_SIGNATURE_H

#include "engine/declared.h"

/* Appends to OUT what of function F contradicts SLOT ("takes 3 arguments, but
 * METH_VARARGS passes 2") and returns whether there is such a thing.  That
 * parameters are left out at the end, where what they would say is nothing
 * (METH_NOARGS' second, a getter's closure), is a fault only when WHOLE. */
bool signature_fault(const struct slot *slot, const struct function *f,
		     bool whole, struct buf *out);

/* "static int (PyObject *, PyObject *)" for hints: what SLOT's functions look
 * like. */
void signature_wanted(const struct slot *slot, struct buf *out);

#endif
