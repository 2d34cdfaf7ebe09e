/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What acyclic.c and read-leaf.c share. */
#ifndef PYREFCHECK_ACYCLIC_LEAF_H
#define PYREFCHECK_ACYCLIC_LEAF_H

#include "engine/declared.h"
#include "engine/tables.h"

/* Is RECORD the struct of a string, bytes or a number? */
bool leaf_struct(const struct type *record);
/* Is P field FM of T's instances? */
bool field_is_place(const struct type_model *t, const struct field_model *fm,
		    const struct place *p);
/* Does a function that never asks for types read what FM holds as the struct
 * of a string, bytes or a number? */
bool field_is_read_as_leaf(const struct declared *d, const struct type_model *t,
			   const struct field_model *fm);

#endif
