/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the unit's functions store to, load from or take the address of a
 * member of a struct; and which of the unit's own functions they call.
 */
#ifndef PYREFCHECK_MEMBER_USES_H
#define PYREFCHECK_MEMBER_USES_H

#include "ir/ir.h"

struct member_use { const struct function *f; const struct instr *i; };

struct member_index;

struct member_index *member_index_new(const struct unit *u);
void member_index_free(struct member_index *x);
/* The uses of member FIELD of struct RECORD, in the order of the unit, one
 * after the other: the next one when *AT is 0 at first, NULL behind the last.
 * The unit is read at the first call. */
const struct member_use *member_next_use(struct member_index *x,
					 const struct type *record,
					 const struct field *field,
					 uint32_t *at);

/* The functions of the unit's own that F calls, each once. */
struct callees {
	VEC (const struct function *) of;
	/* Bit N: is it known whether chains of more than N calls start here,
	 * and do they? */
	unsigned asked, deep;
};
struct callees *member_callees(struct member_index *x,
			       const struct function *f);
/* Do more than DEPTH calls of the unit's own functions, one in the other, start
 * in F? */
bool member_calls_deep(struct member_index *x, const struct function *f,
		       unsigned depth);

#endif
