/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of reference-leak that looks at what a type's instances own. */
#ifndef PYREFCHECK_FIELD_OBJECT_H
#define PYREFCHECK_FIELD_OBJECT_H

#include "check/check.h"

void field_object_finish(struct check_context *c);

#endif
