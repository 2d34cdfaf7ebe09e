/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of reference-leak that looks at what is lost with a struct. */
#ifndef PYREFCHECK_LOST_MEMBER_H
#define PYREFCHECK_LOST_MEMBER_H

#include "check/check.h"

void lost_members(struct check_context *c);

#endif
