/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The values that operators, conversions and addresses give (arithmetic.c),
 * as symbols of the state S.
 */
#ifndef PYREFCHECK_ARITHMETIC_H
#define PYREFCHECK_ARITHMETIC_H

#include "engine/engine.h"

sid eval_binary(struct fn_run *r, struct state *s,
		const struct instr *i, const struct type *t);
sid eval_compare(struct state *s, sid a, enum cmp c, sid b,
		 bool is_unsigned);
sid eval_cast(struct state *s, sid a, const struct type *from,
	      const struct type *t);
sid eval_addr(struct fn_run *r, struct state *s, const struct place *p);
/* Is X the address of an element whose number is known?  Then it is OFFSET
 * bytes behind expr.a. */
bool eval_element_offset(const struct state *s, sid x, int64_t *offset);

/* X is no more than T can hold (transfer.c). */
void limit_to_type(struct state *s, sid x, const struct type *t);

#endif
