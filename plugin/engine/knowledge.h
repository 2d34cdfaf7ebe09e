/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who knows what a call does: the user's specs, attributes, the table, the
 * summaries inferred so far, or the conventions; strongest first.
 */
#ifndef PYREFCHECK_KNOWLEDGE_H
#define PYREFCHECK_KNOWLEDGE_H

#include "base/option.h"
#include "contract/contract.h"
#include "engine/declared.h"
#include "ir/ir.h"

/* How the unit treats a function that it only declares: what several
 * authors of calls agree on supports, or refutes, the convention. */
struct usage {
	uint16_t released;	/* results that are released */
	uint16_t retaken;	/* results to which a reference is taken */
	uint32_t kept;		/* bit n-1: argument n is released by callers */
};

/* How many callers up a helper's use is followed. */
#define OPEN_DEPTH 4

/* How many calls deep a throw is looked for. */
#define THROW_DEPTH 4

struct knowledge {
	struct unit *unit;
	const struct declared *declared;
	pyversion version;
	struct specs specs;
	struct specs others;	/* other units' summaries, by key */
	struct map inferred;	/* function -> const struct contract * */
	struct map stated;	/* function -> from attributes, or NO_WORD */
	struct map tabled;	/* function, arguments -> its row, or NULL */
	struct map assumed;	/* function type -> convention's contract */
	struct map foreign;	/* function -> its contract of others */
	struct map usage;	/* function without body -> struct usage * */
	struct map rebound;	/* record name and offset, or variable -> store */
	struct map steady;	/* record and offset, or variable -> is it? */
	struct map filled;	/* member and offset -> is it? state-member.c */
	struct map callers;	/* function -> struct caller_list * */
	/* By function's id: does Python code get to all that call it, or to one
	 * of them?  open.c */
	bool *open, *reached;
	struct map owed;	/* function -> does it owe a reference? */
	struct map writers;	/* variable -> who sets it; see writers.c */
	struct map changed;	/* variable -> itself: it can be other than at
				 * the start; see writers.c */
	struct map releasers;	/* function -> parameters, by bit; see dues.h */
	struct map never_set;	/* variable -> is it? */
	/* See only-read.c. */
	struct map only_read;	/* variable -> is it? */
	struct map named;	/* variable -> where its address stands */
	struct map tables_passed;	/* function -> by parameter */
	struct map answers;	/* function without body -> how its failures are
				 * answered; see library.c */
	struct map sums;	/* prefix and header -> struct library * */
	struct map libraries;	/* function -> does it leave the exception? */
	bool calls_back;	/* anybody can call functions of the unit */
	bool body_missing;	/* of some function: lowering gave up */
	struct map throws;	/* function -> struct reasons *; see throws.h */
	bool throws_known;
	/* Function, when asked so many calls deep -> can it throw?  gil.c */
	struct map can_throw[THROW_DEPTH + 1];
	struct map meets_python;	/* function -> can it? see throws.h */
	VEC (const struct function *) met;	/* by the question at hand */
	uint32_t n_meeting;	/* questions that are being answered */
	struct map passed;	/* parameter, a value -> what is passed */
	struct map stored;	/* member of a record -> functions put there */
	struct map made;	/* variable or member -> struct made * */
	struct map local_records;	/* record -> is one a local variable? */
	struct map handed;	/* callback -> who is handed it; handed.c */
	bool has_handed;
	struct arena arena;
};

void knowledge_init(struct knowledge *k, struct unit *u,
		    const struct declared *d, pyversion version);
void knowledge_release(struct knowledge *k);

void knowledge_gather_writers(struct knowledge *k);
/* Is F the only function that sets variable G of the unit? */
bool knowledge_sets_alone(const struct knowledge *k, const struct function *f,
			  const struct global *g);
/* Is G an array of the unit that is initialised and that nothing writes? */
bool knowledge_only_reads(struct knowledge *k, const struct global *g);
void only_read_release(struct knowledge *k);
/* The variable whose address every caller passes as parameter PARAM, from 0,
 * of the static function F, or NULL. */
const struct global *knowledge_table_passed(struct knowledge *k,
					    const struct function *f,
					    uint32_t param);
/* Is G a variable of the unit that nothing in it ever sets, and of which it
 * only asks whether it is NULL?  (What is used was meant to be set.) */
bool knowledge_is_never_set(struct knowledge *k, const struct global *g);

/* Is G a number that nothing in the unit changes, and that its initializer says
 * is not zero?  (One that is zero waits for somebody to set it.) */
bool knowledge_fixed_number(const struct knowledge *k, const struct global *g,
			    int64_t *value);

/* Does a module's init alone set the static G, and stop when it gets NULL for
 * it, so that F, which runs later, finds an object there? */
bool knowledge_is_set_by_init(struct knowledge *k, const struct function *f,
			      const struct global *g);

/* Does the import of the module alone store objects in the member, or element
 * of one, that P in F is, and fail without, so that F finds one there?
 * state-member.c */
bool knowledge_member_is_filled(struct knowledge *k, const struct function *f,
				const struct place *p);

/* What is known of function F called with N_ARGS; NULL when only the
 * convention is left. */
const struct contract *knowledge_function(struct knowledge *k,
					  const struct function *f,
					  unsigned n_args);
/* What is known of call I in F, conventions included; never NULL.
 * indirect.c */
const struct contract *knowledge_call(struct knowledge *k,
				      const struct function *f,
				      const struct instr *i);
/* What call I in F, through a parameter, does by what all callers of F pass
 * for it; NULL where that is not known.  passed.c */
const struct contract *knowledge_passed(struct knowledge *k,
					const struct function *f,
					const struct instr *i);
/* What a call with N_ARGS through the member P of an object does, by what the
 * unit stores there; NULL where that is not known.  passed.c */
const struct contract *knowledge_stored(struct knowledge *k,
					const struct place *p,
					unsigned n_args);
/* What F's own attributes state, or NULL. */
const struct contract *knowledge_stated(struct knowledge *k,
					const struct function *f);
/* Does the table know this function, so that its body is not analysed? */
bool knowledge_is_given(struct knowledge *k, const struct function *f);
/* Fills K->usage; usage.c. */
void knowledge_gather_usage(struct knowledge *k);
/* Fills K->answers and K->calls_back; library.c. */
void knowledge_gather_answers(struct knowledge *k);
/* Is F, which has no body, of a library that knows nothing of Python, so that
 * it leaves the exception alone? */
bool knowledge_is_library(struct knowledge *k, const struct function *f);
/* How F is used in the unit; NULL: in no telling way. */
const struct usage *knowledge_usage(const struct knowledge *k,
				    const struct function *f);
/* Is the field of struct RECORD at OFFSET given another value by a function
 * that Python code can call (no constructor, no destructor)? */
bool knowledge_field_rebound(const struct knowledge *k,
			     const struct type *record, uint64_t offset);
/* Are elements of the array that P in F is one of released where Python code
 * can get? */
bool knowledge_element_rebound(const struct knowledge *k,
			       const struct function *f,
			       const struct place *p);
/* The same of a variable of the unit. */
bool knowledge_global_rebound(const struct knowledge *k,
			      const struct global *g);
/* The Ith function that calls F, NULL past the end. */
const struct function *knowledge_caller(const struct knowledge *k,
					const struct function *f, unsigned i);
/* The parameters of F, bit n-1 for number n, for which some call of the unit
 * states a number: a flag, a choice. */
uint64_t knowledge_numbers(const struct knowledge *k, const struct function *f);
/* Does the unit keep such a struct in local variables, too?  Those are views of
 * what others own, like Cython's __Pyx_memviewslice, which counts only where
 * it is to last. */
bool knowledge_record_is_local(struct knowledge *k, const struct type *record);
/* Does the static function F owe a new reference on each way?  owed.c */
bool knowledge_owes_result(struct knowledge *k, const struct function *f);
/* Can Python code reach F again and again: a method, setter or the like, or
 * a helper that only such call? */
bool knowledge_is_open(const struct knowledge *k, const struct function *f);
void knowledge_gather_open(struct knowledge *k);
/* Do all calls of the static function F pass, as argument N (from 0), a
 * container that they made or the arguments of a call from Python? */
bool knowledge_param_is_private(struct knowledge *k, const struct function *f,
				unsigned n);
/* Does every caller in the unit pass an address, or what is never NULL, as
 * parameter N (from 0) of F?  DEPTH: 0. */
bool knowledge_param_is_there(struct knowledge *k, const struct function *f,
			      unsigned n, unsigned depth);
/* Does every caller in the unit pass a constant as parameter N (from 0) of F?
 * They are from *LO to *HI. */
bool knowledge_param_range(const struct knowledge *k, const struct function *f,
			   unsigned n, int64_t *lo, int64_t *hi);
/* The class of a parameter, or result, of type T. */
uint8_t type_arg_class(const struct type *t);
void knowledge_infer(struct knowledge *k, const struct function *f,
		     const struct contract *c);
/* What was inferred from F's body, whatever the table says; NULL: nothing. */
const struct contract *knowledge_inferred(const struct knowledge *k,
					  const struct function *f);

#endif
