/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_OPEN_SLOT_H
#define PYREFCHECK_OPEN_SLOT_H

#include "check/dataflow.h"

/* Slots of whatever object's type, which may be NULL, where nothing asks. */
void open_slot_step(struct check_context *c, const struct step *s);

#endif
