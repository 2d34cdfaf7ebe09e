/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For build.c: what a body has for value_uses. */
#ifndef PYREFCHECK_USES_H
#define PYREFCHECK_USES_H

#include "ir/ir.h"

/* Nothing is read before the first question, then it lives in A. */
struct body_uses *uses_new(struct arena *a);

#endif
