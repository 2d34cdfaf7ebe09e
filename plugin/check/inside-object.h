/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is part of an object without being a member of its struct. */
#ifndef PYREFCHECK_INSIDE_OBJECT_H
#define PYREFCHECK_INSIDE_OBJECT_H

#include "check/dataflow.h"

/* What the release S gives up stands in an array, or in a plain struct, that an
 * object has, and only then gets another value put there, as *IS_SET says, or
 * is counted out: how the user would call that memory, with what it is in
 * *WHAT; NULL: it does not. */
const char *released_inside(struct check_context *c, const struct step *s,
			    const struct thing *t, const char **what,
			    bool *is_set);
/* May a number beside the array that P is an element of have been changed, or
 * the array replaced, before, so that the element is none any more? */
bool element_is_counted_out(struct check_context *c, const struct step *s,
			    const struct place *p);
/* Frees what these two noted in the data of C's check. */
void inside_object_finish(struct check_context *c);
/* Does the function put other elements in the array that P is an element of,
 * anywhere? */
bool elements_are_set(const struct function *f, const struct place *p);
/* Does the function change a number beside that array, or put another array in
 * its place, anywhere: may P be none of its elements any more? */
bool elements_are_taken_out(const struct function *f, const struct place *p);
/* Does the slot P, which a function of the unit found in an object, own what
 * stands there, as the function releases what stood there before? */
bool slot_owns(const struct function *f, const struct place *p);

#endif
