/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PYREFCHECK_LENDER_H
#define PYREFCHECK_LENDER_H

#include "engine/engine.h"

/* Is the container L in nobody else's hands? */
bool lender_is_private(const struct thing *l);
/* Can code that runs change container X, which others can reach? */
bool lender_is_shared(struct fn_run *r, const struct state *s, sid x);
/* Is X the text of a Python string, which has what Python code put there? */
bool borrow_is_text(const struct state *s, sid x);
/* Can Python code that runs now end the borrow of T? */
bool borrow_is_fragile(struct fn_run *r, const struct state *s,
		       const struct thing *t);
/* Is P of F memory of an object, or of what an object or variable points to? */
bool place_is_in_object(const struct function *f, const struct place *p);
/* Does T point at the bytes of a bytearray, which move when it is resized? */
bool borrow_is_of_bytearray(struct fn_run *r, const struct thing *t);
/* Does CPython call the function in ROLE with a tuple of arguments, as its
 * second parameter? */
bool slot_has_arguments(const struct role *role);

#endif
