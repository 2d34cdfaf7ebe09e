/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_TYPED_H
#define PYREFCHECK_TYPED_H

#include "domain/state.h"

/* The type whose subclasses have this Py_TPFLAGS_*_SUBCLASS, or NULL. */
const char *type_of_flag(int64_t flag);
/* Is X known to be an instance of TYPE ("PyLong_Type"); EXACT: not of a
 * subclass? */
bool value_has_type(const struct state *s, sid x, const char *type,
		    bool exact);
/* What CALLEE, an inline type check, answers for (A, B or K) because the
 * function that made the object tells its type: 0, 1, or -1 when that is
 * open. */
int value_type_check(const struct state *s, const char *callee, sid a, sid b,
		     int64_t k);

#endif
