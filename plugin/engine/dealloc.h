/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_DEALLOC_H
#define PYREFCHECK_DEALLOC_H

#include "engine/declared.h"

/* Can the end of an instance of T run code that looks at other objects?  No
 * where T has no finalizer and its tp_dealloc gives memory and plain data back
 * and no more. */
bool dealloc_may_run_code(const struct declared *d,
			  const struct type_model *t);

#endif
