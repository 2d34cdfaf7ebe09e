/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_HALF_MADE_H
#define PYREFCHECK_HALF_MADE_H

#include "check/check.h"

/* Reports objects of the unit that are released before all is set that their
 * tp_dealloc releases. */
void half_made_unit(struct check_context *c);

#endif
