/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_STEADY_H
#define PYREFCHECK_STEADY_H

#include "engine/knowledge.h"

/* Does the container that LOAD, in F, reads from a field or variable keep its
 * items, whatever Python code runs?  ITEMS: and those theirs, each of which is
 * such a container? */
bool container_is_steady(struct knowledge *k, const struct function *f,
			 const struct instr *load, bool items);

#endif
