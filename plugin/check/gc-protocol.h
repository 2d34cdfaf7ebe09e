/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of gc-protocol. */
#ifndef PYREFCHECK_GC_PROTOCOL_H
#define PYREFCHECK_GC_PROTOCOL_H

#include "check/check.h"

/* Does T's dealloc release what its traverse visits or its clear clears? */
void gc_check_release(struct check_context *c, const struct type_model *t);

#endif
