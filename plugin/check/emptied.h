/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of null-dereference that looks at what methods leave behind. */
#ifndef PYREFCHECK_EMPTIED_H
#define PYREFCHECK_EMPTIED_H

#include "check/check.h"

void emptied_fields(struct check_context *c);

#endif
