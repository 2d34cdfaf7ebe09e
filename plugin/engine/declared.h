/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the unit declares to Python: method tables, types with their slots
 * and fields, modules; and from these, the role in which CPython (or a C
 * library) calls each function.
 *
 * Read from static initialisers and from stores to them in bodies (module
 * init functions that fill a type in).  Built once per unit, then constant.
 */
#ifndef PYREFCHECK_DECLARED_H
#define PYREFCHECK_DECLARED_H

#include "contract/contract.h"
#include "engine/sites.h"
#include "ir/ir.h"

/* What a function that is called from outside must return and leave. */
enum convention {
	CONV_UNKNOWN,		/* nobody tells: silence */
	CONV_NEW_REF,		/* a new reference, or NULL with an exception */
	CONV_NEW_REF_OR_NULL,	/* likewise, NULL without one has a meaning:
				 * tp_iternext's end */
	CONV_STATUS,		/* 0, or -1 with an exception */
	CONV_TRISTATE,		/* 0, 1, or -1 with an exception */
	CONV_LENGTH,		/* >= 0, or -1 with an exception */
	CONV_HASH,		/* not -1, or -1 with an exception */
	CONV_CONVERTER,		/* 1 or Py_CLEANUP_SUPPORTED, or 0 with an
				 * exception ("O&" of PyArg_Parse*) */
	CONV_TRAVERSE,		/* what visit returned, or 0; no side effect */
	CONV_CLEAR,		/* 0; exception state untouched */
	CONV_DESTROY,		/* no result; must preserve the exception */
	CONV_RELEASE_BUFFER,	/* no result; must not raise */
	CONV_MODULE_INIT,	/* a module or definition, or NULL with one */
	CONV_SEND,		/* PySendResult */
	CONV_CALLBACK		/* a C library calls: no GIL, no exception */
};

/* A slot, method flavour or other way in; rows of specs/slots.def. */
struct slot {
	const char *name;	/* "tp_dealloc", "METH_NOARGS", "getter" ... */
	const char *member;	/* of which struct: "PyTypeObject",
				 * "PyNumberMethods"...; NULL for others */
	int id;			/* Py_tp_dealloc in PyType_Slot, else 0 */
	enum convention convention;
	uint8_t ret;		/* enum arg_class */
	uint8_t n_params;
	uint8_t params[8];	/* enum arg_class */
	/* Bit n-1: parameter n may be NULL (setter's value, kwargs). */
	uint32_t may_be_null;
	bool exception_on_entry;	/* an exception may be set on entry */
	bool gil_on_entry;	/* the caller holds the GIL */
	pyversion since, until;
	bool is_data;		/* a member that is no function */
};

/* How a function is reached from outside. */
struct role {
	const struct function *function;
	const struct slot *slot;
	const struct type_model *type;	/* whose slot or method, or NULL */
	struct loc loc;			/* where it is registered */
};

/* One element of a PyMethodDef array. */
struct method {
	const char *name;	/* as Python sees it; NULL when unknown */
	struct function *function;	/* NULL when unknown */
	const struct type *written_type;	/* before casts */
	int flags;
	bool flags_known;
	const char *doc;
	const struct global *table;
	uint32_t index;
	struct loc loc;
};

struct slot_use {
	const struct slot *slot;
	struct function *function;	/* or NULL */
	const struct global *object;	/* data slots: what it points to */
	int64_t i;			/* data slots: a number */
	const struct type *written_type;
	struct loc loc;
};

enum field_owner {
	FIELD_UNKNOWN,
	FIELD_OWNS,	/* the object owns a reference through it */
	FIELD_BORROWS	/* the type never releases it, on evidence */
};

/* A member of an instance struct that holds an object or a resource. */
struct field_model {
	const struct field *field;
	uint64_t offset;
	enum field_owner owner;
	bool is_object;
	/* The functions that release, visit or clear it; NULL: none. */
	const struct function *dealloc, *traverse, *clear, *init, *new_;
	struct loc dealloc_loc, traverse_loc, clear_loc, init_loc;
	/* Set to non-NULL by tp_new (or alloc helper) on every success. */
	bool set_by_new;
	bool set_by_init;
	/* Never NULL when a method runs.  present.c */
	bool is_present;
	enum family family;	/* not objects: how dealloc frees it */
};

struct type_model {
	const char *name;	/* tp_name, or the C name */
	const struct global *object;	/* static type object, or NULL */
	const struct global *spec;	/* PyType_Spec, or NULL */
	bool is_heap;
	bool flags_known;
	uint64_t flags;		/* tp_flags as written */
	int64_t basicsize;	/* -1 unknown */
	int64_t itemsize;
	const struct type *instance;	/* struct of its instances, or NULL */
	const struct type_model *base;	/* in this unit */
	const char *base_name;	/* "PyTuple_Type", NULL: object or unknown */
	bool base_unknown;	/* set at run time from what we can't see */
	bool slots_unknown;	/* some slots can't be read */
	bool is_open;		/* but only as another unit may add some */
	bool is_readied;	/* static: by PyType_Ready in this unit */
	/* Made by a code generator, whose slots are right by construction:
	 * Cython leaves out of traverse what it has typed str or bytes. */
	bool is_generated;
	VEC (struct slot_use) slots;
	VEC (struct method *) methods;
	VEC (struct field_model) fields;
	const struct global *members, *getset;
	struct loc loc;
};

struct module_model {
	const struct global *def;
	const char *name;
	int64_t size;		/* m_size */
	bool size_known;
	bool multi_phase;
	const struct function *init;	/* PyInit_NAME */
	bool gil_not_used;	/* Py_mod_gil = Py_MOD_GIL_NOT_USED */
	VEC (struct slot_use) slots;
	struct loc loc;
};

struct declared {
	VEC (struct method *) methods;
	VEC (struct type_model *) types;
	VEC (struct module_model *) modules;
	VEC (struct role) roles;
	struct map role_of;	/* function -> struct role * (its first) */
	struct map type_by_struct;	/* tag or struct type * -> type_model * */
	struct map owned;	/* member or element of a struct -> release */
	struct map erased;	/* global that a destructor erases -> store */
	struct sites sites;	/* where functions are called, and so on */
	struct unit *unit;
	struct tables *tables;	/* engine/tables.h */
};

/* Everything lives in U's arena. */
struct declared *declared_new(struct unit *u);
void declared_release(struct declared *d);

/* The role of F (its first), or NULL: a helper. */
const struct role *declared_role(const struct declared *d,
				 const struct function *f);
/* The model whose instances have struct RECORD, or NULL. */
const struct type_model *declared_type_of(const struct declared *d,
					  const struct type *record);
const struct field_model *declared_field(const struct declared *d,
					 const struct type *record,
					 uint64_t offset);
/* Does memory at place P of function F own the reference that stands there? */
bool declared_owns(const struct declared *d, const struct function *f,
		   const struct place *p);
/* Is P, in F, an element of an array that a struct's member *ARRAY points
 * to? */
bool owned_element(const struct function *f, const struct place *p,
		   const struct place **array);
/* Or is it one of an array that the struct itself has, *AT bytes on? */
bool owned_array_member(const struct place *p, int64_t *at);
const struct slot_use *type_slot(const struct type_model *t,
				 const char *slot_name);

/* Does T, or a type it inherits slots from, have slot SLOT_NAME?  True also
 * where that can't be seen. */
bool type_may_have_slot(const struct type_model *t, const char *slot_name);
/* Does a slot of T's take the place of its method NAME with these FLAGS, so
 * that nobody ever calls the method? */
bool method_is_shadowed(const struct type_model *t, const char *name,
			int flags);
/* Is F no class or static method of T: does it get an instance? */
bool type_binds(const struct type_model *t, const struct function *f);

/* slots.def */
const struct slot *slot_by_name(const char *name);
const struct slot *slot_by_id(int id);

#endif
