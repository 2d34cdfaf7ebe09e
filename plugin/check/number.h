/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers that Python code chose: where in a body a value comes from one,
 * whether the body compares it, and how large it can be.
 *
 * Helpers of the unit are seen through by what was noted of them when they
 * were analysed, callees first: which parameter receives such a number, and
 * whether the result is one.
 */
#ifndef PYREFCHECK_NUMBER_H
#define PYREFCHECK_NUMBER_H

#include "check/contracts.h"

enum number_kind {
	NUMBER_NONE,
	NUMBER_ANY,	/* anything its type can hold */
	NUMBER_LENGTH,	/* bytes of a string in memory */
	NUMBER_ITEMS,	/* items of a list or tuple */
	NUMBER_PARAM	/* a helper's parameter: what its callers say */
};

/* What was noted of helpers, and what was read in bodies; in a check's own
 * data. */
struct number_notes {
	struct map returns;	/* function -> itself */
	struct map outs;	/* function -> bit mask of parameters */
	unsigned changes;	/* so many to OUTS so far */
	struct map locals;	/* local -> what calls write there */
	struct map stored;	/* load -> number_stored, and 1 */
	struct arena arena;
};

struct number {
	struct check_context *c;
	const struct step *s;
	const struct function *f;
	struct number_notes *notes;	/* or NULL */
	bool items;	/* the number of an item of a sequence counts, too */
	bool wide;	/* a test of what it is narrowed to is none */
	bool ranged;	/* a test against a constant is none: the path tells */
	/* Found: */
	enum number_kind kind;
	vid value;	/* what the body tests */
	vid origin;	/* the same, before PHIs that choose constants */
	const struct instr *from;	/* NULL: a parameter */
	/* A comparison that is the one looked at, and bounds nothing. */
	const struct instr *apart;
	const struct block *upto;	/* NULL: the step's */
};

/* Are places A and B of F the same memory, without an index? */
bool number_same_place(const struct function *f, const struct place *a,
		       const struct place *b);
/* Is V, before conversions that make it no smaller, such a number? */
bool number_find(struct number *n, vid v);
/* What the one store of the body to the member that LOAD reads puts there, but
 * for constants; 0: none, or several. */
vid number_stored(const struct number *n, const struct instr *load);
/* V before what makes it no smaller. */
vid number_strip(const struct function *f, vid v);
/* Is the number found, or what is made of it, compared before this step with
 * more than 0, with anything but EXCEPT (0: nothing)? */
bool number_is_bounded(const struct number *n, vid except);
/* What was asked before this step about the number found, apart from whether
 * it is below 0. */
enum number_ends {
	NUMBER_OPEN,	/* nothing */
	NUMBER_UPPER,	/* whether it is less than something */
	NUMBER_TOLD	/* who knows */
};
enum number_ends number_ends(const struct number *n);
/* Is X the number found, or made of it? */
bool number_is_in(const struct number *n, vid x);
/* The largest that V can be on this path, its type's limit included. */
__int128 number_largest(const struct number *n, vid v, enum number_kind kind);
__int128 number_type_max(const struct type *t);
/* The user's word for it. */
const char *number_name(const struct number *n);
/* Notes what the body of this step does with such numbers for its callers. */
void number_note(struct check_context *c, const struct step *s,
		 struct number_notes *notes);
void number_notes_release(struct number_notes *notes);

#endif
