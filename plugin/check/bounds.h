/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of buffer-overflow, and what was noted of helpers. */
#ifndef PYREFCHECK_BOUNDS_H
#define PYREFCHECK_BOUNDS_H

#include "check/number.h"

/* What a helper does with what it is passed, without asking how large that
 * is. */
struct bounds_demand {
	bool is_item, is_copy, is_limit, is_filled;
	unsigned container;	/* item: parameter, and which item */
	int64_t item;
	unsigned to, from;	/* copy: parameters */
	const char *callee;	/* copy: what copies */
	unsigned size;		/* limit: parameter, how much fits, where */
	int64_t room;
	const char *writer;
	unsigned filled;	/* filled: parameter, by elements, with as */
	uint64_t stride;	/* many as NUMBER, which Python says */
	const char *number;
};

struct bounds_data {
	struct number_notes notes;
	struct map demands;	/* function -> struct bounds_demand */
	struct map printed;	/* snprintf of a Python string of any length */
	struct map counted;	/* name of an array -> where it was reported */
	struct map cursors;	/* PHI -> where the same was */
	struct map first;	/* function -> struct bounds_firsts */
	struct map containers;	/* value -> does its body count its items? */
	struct map unasked;	/* the same -> does nobody look at its len? */
	struct map views;	/* local Py_buffer -> is it compared only? */
};

struct bounds_data *bounds_data(struct check_context *c);
/* The demand of the body of this step, made when there is none yet. */
struct bounds_demand *bounds_demand(struct check_context *c,
				    const struct step *s);
void bounds_report(struct check_context *c, const struct step *s,
		   const char *subject, struct finding *fi);

/* What there is one report of in a function: */
enum bounds_once {
	ONCE_ARRAY,	/* for the name of an array */
	ONCE_CONTAINER,	/* for what is not counted, a value */
	ONCE_VIEW,	/* for a local Py_buffer */
	ONCE_ARGUMENT,	/* for the fewest arguments that a test left */
	N_ONCE
};
/* One report for each KEY: is this it? */
bool bounds_is_first(struct check_context *c, const struct step *s,
		     enum bounds_once what, uint64_t key);

/* Items of tuples, lists and argument vectors (bounds-item.c). */
void bounds_items(struct check_context *c, const struct step *s);
/* Is V the number of items of CONTAINER, or what that was made with? */
bool bounds_is_size(const struct function *f, vid v, vid container);
/* Does symbol Y still hold the number of items of container X? */
bool bounds_knows_size(const struct step *s, sid y, sid x);
/* Is A of F the type of the object V? */
bool bounds_is_type_of(const struct function *f, vid a, vid v);
/* Did a call make V, a tuple or list with perhaps no item K, which nobody else
 * gets and may count (bounds-result.c)? */
bool bounds_is_any_result(const struct step *s, vid v, int64_t k);
/* Is V of S's function a local variable that a parser of arguments fills? */
bool bounds_is_parsed(const struct step *s, vid v);
/* Item K of arguments whose number is never asked for (bounds-count.c).
 * False: nothing to report. */
bool bounds_uncounted(struct check_context *c, const struct step *s,
		      vid container, int64_t k);
/* Item INDEX of a list whose number was asked for too early. */
void bounds_stale(struct check_context *c, const struct step *s, vid list,
		  vid index);
/* Elements of arrays and of allocated memory (bounds-index.c). */
void bounds_index(struct check_context *c, const struct step *s);
void bounds_constant(struct check_context *c, const struct step *s);
void bounds_store(struct check_context *c, const struct step *s);
/* What the path leaves open of an index that comes from Python, N with C, S, F
 * and notes set (bounds-open.c). */
enum number_ends bounds_ends(struct number *n, vid index);
/* Elements of memory whose size nobody knows. */
void bounds_open(struct check_context *c, const struct step *s);
/* Elements in loops: what a helper fills, what is written faster than it was
 * asked for (bounds-loop.c). */
void bounds_filled(struct check_context *c, const struct step *s);
void bounds_faster(struct check_context *c, const struct step *s);
void bounds_passed_array(struct check_context *c, const struct step *s);
/* The loop's bound, when the index is compared with a number from Python
 * that nothing else bounds. */
bool bounds_loop_is_open(struct number *n, vid index);
/* Any other test of the index: an early end of the loop. */
bool bounds_is_tested(const struct function *f, vid index);
/* Bytes at constant places of a Py_buffer (bounds-view.c). */
void bounds_view(struct check_context *c, const struct step *s);
/* Bytes that are copied or written by a call (bounds-copy.c). */
void bounds_copies(struct check_context *c, const struct step *s);
/* Are V and MORE at most ROOM on this path? */
bool bounds_fits(const struct step *s, vid v, int64_t more, int64_t room);
/* Is what a test of the number in SIZE lets through, *MOST, more than HAS? */
bool bounds_exceeded(struct check_context *c, const struct step *s, vid size,
		     int64_t has, int64_t *most);
/* Bytes that are read by a call (bounds-read.c). */
void bounds_reads(struct check_context *c, const struct step *s);

/* How much was asked for where X points to: its size as a number (*SIZE),
 * or as a symbol, of UNIT bytes each, and how many bytes more there are.  False: not known. */
struct made { vid size; int64_t bytes, extra, unit; };
bool bounds_made(const struct step *s, sid x, struct made *m);
/* Bytes from V, with the symbol X, to the end of the array it is in; -1 not
 * known. */
int64_t bounds_room(const struct step *s, vid v, sid x);
/* The same, to the end of the struct that has the array. */
int64_t bounds_room_struct(const struct step *s, vid v, sid x);
/* Do both hold the same number, whatever it is? */
bool bounds_same(const struct function *f, vid a, vid b);
/* Is INDEX compared with a number that SIZE accepts by <= (or >=) alone, so
 * that it may be that number? */
bool bounds_compared_le(const struct function *f, vid index,
			bool (*size)(const struct function *f, vid v,
				     const void *data), const void *data);
/* Does the only test of INDEX, "less than SIZE and a constant", let it reach
 * SIZE + EXTRA or go beyond? */
bool bounds_counts_past(const struct function *f, vid index, vid size,
			int64_t extra);
/* Does a test of INDEX itself let COUNT through? */
bool bounds_lets_through(const struct number *n, vid index, int64_t count);
/* V without the constants that are added to it, *MORE. */
vid bounds_without(const struct function *f, vid v, int64_t *more);
/* An element that place P accesses, through address arithmetic. */
struct element { vid base, index; int64_t offset; uint64_t stride; };
struct element bounds_element(const struct function *f,
			      const struct place *p);

/* Is symbol X what the first member of a local Py_buffer holds, which one? */
bool bounds_view_of(const struct step *s, sid x, uint32_t *local);
/* The name of LOCAL, a Py_buffer of what Python code passed, where nobody looks
 * at its length; else NULL (bounds-unasked.c). */
const char *bounds_unasked_view(struct check_context *c, const struct step *s,
				uint32_t local);
/* The call CALLEE reads SIZE bytes at FROM, S a byte of a string at a constant
 * place, CALLEE writes SIZE bytes to TO: reports it where nothing asks how many
 * there are. */
bool bounds_unasked_read(struct check_context *c, const struct step *s,
			 const char *callee, vid from, vid size);
void bounds_unasked_text(struct check_context *c, const struct step *s);
void bounds_unasked_write(struct check_context *c, const struct step *s,
			  const char *callee, vid to, vid size);
/* Does F ask for any length with a call that the state cannot remember? */
bool bounds_asks_length(const struct function *f);
/* Which argument, from 1, of the parsing call BY got the string X, which it
 * still holds; 0: none. */
unsigned bounds_parsed_text(const struct step *s, const struct instr *by,
			    sid x);
/* Is X a string of Python's whose length nobody asked for? */
bool bounds_is_unmeasured(const struct step *s, sid x);

#endif
