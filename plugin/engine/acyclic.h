/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Can what a field holds be part of a reference cycle?  Strings, bytes,
 * numbers and None can't: a traverse that leaves them out is right.
 */
#ifndef PYREFCHECK_ACYCLIC_H
#define PYREFCHECK_ACYCLIC_H

#include "engine/declared.h"

/* True only on evidence: the unit stores something in field FM of T that is
 * not known to be a leaf.  WHERE, when not NULL, gets the place of such a
 * store. */
bool field_may_cycle(const struct declared *d, const struct type_model *t,
		     const struct field_model *fm, struct loc *where);
/* Likewise, of member NAME of a struct RECORD in C memory. */
bool member_may_cycle(const struct declared *d, const struct type *record,
		      const char *name, struct loc *where);
/* Likewise, of V as instruction K of block B of F uses it: an object, or the
 * address of a local that holds one. */
bool value_may_cycle(const struct declared *d, const struct function *f, vid v,
		     uint32_t b, uint32_t k);
/* Is FM an element of T's tp_members that is not READONLY: can Python code
 * store anything there? */
bool field_is_writable_member(const struct declared *d,
			      const struct type_model *t,
			      const struct field_model *fm);
/* Is it there at all? */
bool field_is_member(const struct declared *d, const struct type_model *t,
		     const struct field_model *fm);
/* As field_may_cycle: can releasing what FM holds run code, a collection too?  Objects
 * that the collector does not know can own others. */
bool field_may_run_code(const struct declared *d, const struct type_model *t,
			const struct field_model *fm);

/* The same, where objects of the unit's own types whose end runs no code are
 * known not to. */
bool field_ends_loudly(const struct declared *d, const struct type_model *t,
		       const struct field_model *fm);

/* Likewise, of member NAME of a struct RECORD in C memory. */
bool member_ends_loudly(const struct declared *d, const struct type *record,
			const char *name);

/* Is V, where instruction K of block B of F uses it, a string or number or
 * None, or a tuple of such, by all that the unit shows: type checks, formats,
 * what is stored in the variable or field that it is read from? */
bool value_is_plain(const struct declared *d, const struct function *f, vid v,
		    uint32_t b, uint32_t k);

#endif
