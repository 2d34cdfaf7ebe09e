/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of type-slots that looks at what a slot function returns. */
#ifndef PYREFCHECK_SLOT_STATUS_H
#define PYREFCHECK_SLOT_STATUS_H

#include "check/check.h"

void slot_status_step(struct check_context *c, const struct step *s);

#endif
