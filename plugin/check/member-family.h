/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_MEMBER_FAMILY_H
#define PYREFCHECK_MEMBER_FAMILY_H

#include "check/check.h"

/* Is F a family of memory, which has a function like free? */
bool is_memory_family(enum family f);
/* allocator-mismatch: what a member of a struct holds is released as memory of
 * another family than all that the unit puts there. */
void member_family_unit(struct check_context *c);

#endif
