/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_KEPT_POINTER_H
#define PYREFCHECK_KEPT_POINTER_H

#include "check/dataflow.h"

/* stale-borrow, at return S: a member of an object, or a variable, that another
 * function which Python calls reads keeps a pointer into an argument's object:
 * nobody holds that object when the call is over. */
void kept_pointer_judge(struct check_context *c, const struct step *s);

#endif
