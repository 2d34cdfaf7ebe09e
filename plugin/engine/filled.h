/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An item of a container that only this function has. */
#ifndef PYREFCHECK_FILLED_H
#define PYREFCHECK_FILLED_H

#include "engine/call.h"

/* Does C's call set an item that is there, of a container that only this
 * function has, and does nobody ask whether it could?  PyTuple_SetItem and
 * PyList_SetItem cannot fail then. */
bool call_fills_own_item(const struct call *c, const struct state *s);

#endif
