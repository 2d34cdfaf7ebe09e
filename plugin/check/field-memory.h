/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of resource-leak that looks at what a type's instances own. */
#ifndef PYREFCHECK_FIELD_MEMORY_H
#define PYREFCHECK_FIELD_MEMORY_H

#include "check/check.h"

void field_memory_unit(struct check_context *c);

#endif
