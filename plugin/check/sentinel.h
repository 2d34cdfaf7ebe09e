/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Static objects that stand for "nothing here" without being counted. */
#ifndef PYREFCHECK_SENTINEL_H
#define PYREFCHECK_SENTINEL_H

#include "check/dataflow.h"

/* Is the static object that S puts at PLACE a mark that the unit looks
 * for before it releases what stands there?  `while (n != Py_None)'. */
bool is_end_mark(const struct step *s, const struct place *place);

#endif
