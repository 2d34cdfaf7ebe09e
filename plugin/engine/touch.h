/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a function does with the object that one of its values points to:
 * which fields it loads, stores, releases, visits; seen through copies,
 * interior pointers and calls of functions in the unit.  Flow-insensitive,
 * but each touch knows at which instruction of the outermost function it
 * happens.
 *
 * This is how the type checks read dealloc, traverse, clear, new and init.
 */
#ifndef PYREFCHECK_TOUCH_H
#define PYREFCHECK_TOUCH_H

#include "engine/declared.h"

enum touch_kind {
	TOUCH_STORE,	/* the field receives value (of function) */
	TOUCH_ZERO,	/* the field receives NULL or zero */
	TOUCH_RELEASE,	/* what the field holds is released */
	TOUCH_MAYBE,	/* what the field holds goes somewhere unseen */
	TOUCH_VISIT,	/* traverse: visit (field, arg) */
	TOUCH_ESCAPE,	/* the object itself goes somewhere unseen */
	TOUCH_UNTRACK,	/* PyObject_GC_UnTrack (self) */
	TOUCH_FREE,	/* the object's memory is freed */
	TOUCH_BASE,	/* another type's dealloc, clear or traverse takes it */
	TOUCH_FINALIZE,	/* PyObject_CallFinalizerFromDealloc and its like */
	TOUCH_WEAKREFS	/* PyObject_ClearWeakRefs (self) */
};

/* Offset of the type in an object: what Py_TYPE yields. */
#define TYPE_OFFSET 8

struct touch {
	enum touch_kind kind;
	int64_t offset;		/* of the field */
	const struct function *function;	/* where it happens */
	struct loc loc;
	/* In the outermost function. */
	uint32_t block, instr;
	vid value;		/* STORE, of function */
	enum family family;	/* RELEASE, FREE; NONE: a reference */
	const char *callee;	/* what frees or releases, where known */
	/* ESCAPE: a function out of sight got it as `void *' or behind `...':
	 * a library's, which hands it back to callbacks and knows no field. */
	bool as_data;
};

struct touches {
	VEC (struct touch) list;
	bool escapes;	/* there is a TOUCH_ESCAPE */
	/* One of them is of the object, not of a part of it: only such a one
	 * can free or untrack it. */
	bool escapes_whole;
	bool calls_base;
};

/* Touches of the object that SELF, a value of F, points to.  VISIT is the
 * value of F that is the collector's visit function, or 0. */
void touches_of(const struct declared *d, const struct function *f, vid self,
		vid visit, struct touches *out);
/* Touches of the object that parameter number N of F points to. */
void touches_of_param(const struct declared *d, const struct function *f,
		      uint32_t n, struct touches *out);
void touches_release(struct touches *t);
/* The first touch of KIND at OFFSET (-1: any), or NULL. */
const struct touch *touch_find(const struct touches *t, enum touch_kind kind,
			       int64_t offset);

/* Which field of the object SELF does V of F hold (loaded from it)? */
bool value_is_field(const struct declared *d, const struct function *f,
		    vid self, vid v, int64_t *offset);

/* The table's contract for the function that I calls by name, or NULL. */
const struct contract *touch_contract(const struct declared *d,
				      const struct function *f,
				      const struct instr *i);
pyversion unit_version(const struct unit *u);

#endif
