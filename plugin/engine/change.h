/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call that changes a container does to its items; see change.def. */
#ifndef PYREFCHECK_CHANGE_H
#define PYREFCHECK_CHANGE_H

#include "contract/contract.h"

enum change { CHANGE_ALL, CHANGE_GROWS, CHANGE_MOVES, CHANGE_KEY,
	CHANGE_SLICE, CHANGE_NONE };

/* For a function that changes its first argument. */
enum change change_of(const struct contract *c);
/* Do all items stay in the container in the first argument? */
bool change_keeps_items(const struct contract *c);
/* Does it set or take out one item? */
bool change_is_of_one(const struct contract *c);

#endif
