/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a function does with the objects in C memory that hangs on an object:
 * the nodes of a list, an array of structs or of references, a container of
 * the C++ library.  Where touch.h ends at what a field holds, this goes on
 * behind it.  Flow-insensitive, through functions of the unit.
 */
#ifndef PYREFCHECK_INSIDE_H
#define PYREFCHECK_INSIDE_H

#include "engine/declared.h"

enum inside_kind {
	INSIDE_RELEASE,	/* the item is released */
	INSIDE_VISIT,	/* visit (item, arg) */
	INSIDE_STORE	/* the item receives value (of function) */
};

struct inside_use {
	enum inside_kind kind;
	int64_t field;		/* of the object, by its offset: the way in */
	/* The item's struct and its member; NULL for a plain element. */
	const struct type *record;
	const char *member;
	const struct function *function;
	struct loc loc;
	uint32_t block, instr;	/* in function */
	vid value;		/* STORE */
};

struct inside {
	VEC (struct inside_use) list;
	bool escapes;	/* the object or its memory goes somewhere unseen */
	/* A number in it is counted up or down: it may be shared. */
	bool is_counted;
};

/* Uses of what hangs on the object that SELF, a value of F, points to.  VISIT
 * is the value of F that is the collector's visit function, or 0. */
void inside_of(const struct declared *d, const struct function *f, vid self,
	       vid visit, struct inside *out);
void inside_release(struct inside *in);
/* Are A and B uses of one member, or of elements behind one field? */
bool inside_same(const struct inside_use *a, const struct inside_use *b);

#endif
