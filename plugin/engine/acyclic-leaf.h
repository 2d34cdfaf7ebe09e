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
/* Is FM the instance's dictionary, which attributes of any kind go to? */
bool field_is_dictionary(const struct declared *d, const struct type_model *t,
			 const struct field_model *fm);
/* Is FM the list of weak references to the instance, of which it owns none?
 * doc: c-api/typeobj, tp_weaklistoffset */
bool field_is_weaklist(const struct declared *d, const struct type_model *t,
		       const struct field_model *fm);
/* Does the unit put anything in FM, in sight? */
bool field_is_filled(const struct declared *d, const struct type_model *t,
		     const struct field_model *fm);

/* Does a function of the unit call what FM holds?  No leaf is callable.  WHERE
 * gets the place of the call. */
bool field_is_called(const struct declared *d, const struct type_model *t,
		     const struct field_model *fm, struct loc *where);

struct question;

/* Is V, as instruction K of block B of F uses it, a leaf in the sense of Q? */
bool value_is_leaf_at(struct question *q, const struct function *f, vid v,
		      uint32_t b, uint32_t k);
/* Does call I of F make a tuple that never holds anything but leaves? */
bool tuple_of_leaves(struct question *q, const struct function *f,
		     const struct instr *i);

#endif
