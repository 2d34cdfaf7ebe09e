/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_WRONG_VARIABLE_H
#define PYREFCHECK_WRONG_VARIABLE_H

#include "check/check.h"

/* Reports, for null-dereference, that the NULL test behind call I, of which
 * nothing is known (K is NULL), is of the wrong variable. */
void wrong_variable_call(struct check_context *c, const struct function *f,
			 const struct instr *i, const struct contract *k);

#endif
