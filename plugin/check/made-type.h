/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_MADE_TYPE_H
#define PYREFCHECK_MADE_TYPE_H

#include "engine/declared.h"

/* The type of the unit whose instance call I of F makes, PyObject_New or the
 * like, by its argument or by the struct that the result is taken for; NULL
 * where that is not known. */
const struct type_model *made_type(const struct declared *d,
				   const struct function *f,
				   const struct instr *i);

#endif
