/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One object in several members that own what they hold: each is due a
 * reference of its own. */
#ifndef PYREFCHECK_UNPAID_H
#define PYREFCHECK_UNPAID_H

#include "check/dataflow.h"

/* How many members and variables that own it hold the value X, put there in
 * this function, at the return S. */
unsigned unpaid_holders(const struct step *s, sid x);
/* Which of the stores that put it there has no reference taken next to it;
 * NULL: that cannot be told. */
const struct instr *unpaid_store(const struct step *s, sid x);
/* S gives what is borrowed to a container that this function made: is a
 * reference to it taken on each way before the container goes? */
bool unpaid_until_later(const struct step *s);

#endif
