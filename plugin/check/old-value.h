/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_OLD_VALUE_H
#define PYREFCHECK_OLD_VALUE_H

#include "check/dataflow.h"

/* reference-leak, at store S: a method or setter that puts something in a field
 * or variable that owns, and never asks what is there: the second call loses
 * what the first one put there. */
void old_value_judge(struct check_context *c, const struct step *s);
/* resource-leak, at store S: likewise for memory. */
void old_value_judge_memory(struct check_context *c, const struct step *s);

#endif
