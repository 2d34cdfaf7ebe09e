/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables a module hands to Python (methods, members, getters, slots,
 * types, modules) as places in globals, and what each of their cells holds
 * once the module is initialised: the static initialiser, overlaid with what
 * any body in the unit stores there.
 *
 * A table in an automatic variable is given a global of its own, made up
 * from the stores to it.
 */
#ifndef PYREFCHECK_TABLES_H
#define PYREFCHECK_TABLES_H

#include "engine/declared.h"

enum record_kind {
	RECORD_NONE,
	RECORD_METHOD,		/* PyMethodDef */
	RECORD_MEMBER,		/* PyMemberDef */
	RECORD_GETSET,		/* PyGetSetDef */
	RECORD_TYPE,		/* PyTypeObject */
	RECORD_SUITE,		/* PyNumberMethods and its like */
	RECORD_TYPE_SLOT,	/* PyType_Slot */
	RECORD_TYPE_SPEC,	/* PyType_Spec */
	RECORD_MODULE,		/* PyModuleDef */
	RECORD_MODULE_SLOT	/* PyModuleDef_Slot */
};

/* N elements of struct RECORD from byte OFFSET of GLOBAL on. */
struct table {
	enum record_kind kind;
	const struct global *global;
	uint64_t offset;
	const struct type *record;
	uint32_t n;
	bool is_array;
};

struct tables {
	struct unit *unit;
	struct map stores;	/* global -> struct cell_list * */
	struct map locals;	/* struct local -> struct global * */
	struct map wild;	/* offsets of PyTypeObject written through
				 * pointers to we don't know which type */
	VEC (struct table) list;
};

void tables_build(struct tables *ts, struct unit *u);
void tables_release(struct tables *ts);

/* What the cell at byte OFFSET of G holds: NULL for zero; kind INIT_OTHER
 * where it can't be told. */
const struct init *cell_at(const struct tables *ts, const struct global *g,
			   uint64_t offset);
/* Member NAME of element I of T. */
const struct init *table_cell(const struct tables *ts, const struct table *t,
			      uint32_t i, const char *name);
/* Where element I of T is: its first cell with a place, else the table. */
struct loc table_loc(const struct tables *ts, const struct table *t,
		     uint32_t i);
/* The table of KIND that INIT, a pointer cell, points to; false when it is
 * none that can be seen. */
bool table_at(const struct tables *ts, const struct init *init,
	      enum record_kind kind, struct table *out);

enum record_kind record_kind_of(const struct type *t);
/* The offset of member NAME of T, through anonymous and nested structs. */
bool record_member(const struct type *t, const char *name, uint64_t *offset,
		   const struct type **type);
static inline bool cell_is_zero(const struct init *c)
{
	return !c || (c->kind == INIT_INT && !c->i);
}
static inline bool cell_is_unknown(const struct init *c)
{
	return c && c->kind == INIT_OTHER;
}

/* The same struct, also when it has two records (const, two typedefs). */
bool same_record(const struct type *a, const struct type *b);

/* Does T take a reference to its argument: is it Py_INCREF, Py_NewRef or their
 * like, under whatever name a project has for it?  The latter also returns it,
 * and whoever uses what it returns has that reference there. */
bool function_takes_reference(const struct function *t);
/* Is T, NULL or not, one of those functions of CPython's that release the
 * reference that they get?  doc: c-api/refcounting. */
bool function_drops_reference(const struct function *t);
/* Is T, NULL or not, called one of NAMES, which end with NULL? */
bool function_is_one_of(const struct function *t, const char *const *names);

/* Does the unit define, or name in a body, a function called NAME? */
bool unit_names(const struct unit *u, const char *name);

/* V with copies and casts stripped. */
vid strip_casts(const struct function *f, vid v);
/* The parameter of F, from 1, that V is or points into, as an array; 0:
 * none. */
unsigned param_of_array(const struct function *f, vid v);
/* Does V of F point to a module's state: is it what PyModule_GetState or its
 * like returned, here or in a helper? */
bool is_module_state(const struct function *f, vid v);
/* Is V the address of a global, and which, at what offset? */
bool global_address(const struct function *f, vid v, struct global **g,
		    int64_t *offset);

/* Stages of declared_new. */
void declared_types(struct declared *d);	/* declared-types.c */
void declared_instances(struct declared *d);	/* declared-instance.c */
void declared_modules(struct declared *d);	/* declared-modules.c */
void declared_callbacks(struct declared *d);	/* declared-roles.c */
void declared_methods(struct declared *d, const struct table *t,
		      struct type_model *type);	/* declared-methods.c */
void declared_getset(struct declared *d, const struct table *t,
		     struct type_model *type);
void declared_fields(struct declared *d);	/* fields.c */
void declared_present(const struct declared *d,
		      struct type_model *t);	/* present.c */
void declared_owners(struct declared *d);	/* owned.c */
void declared_add_role(struct declared *d, const struct function *f,
		       const struct slot *slot, const struct type_model *type,
		       struct loc loc);
/* By the calling flags of a method; NULL when they make no flavour. */
const struct slot *slot_by_flags(int flags);
/* By name in the struct MEMBER. */
const struct slot *slot_of_member(const char *member, const char *name);
const struct slot *slot_by_module_id(int id);
/* The row NAMEd by the CALLBACK row for argument ARG (from 1) of CALLEE. */
const struct slot *slot_of_callback(const char *callee, unsigned arg);
const struct slot *slot_at(unsigned i);

#endif
