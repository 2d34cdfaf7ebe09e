/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the checks that look at steps share. */
#ifndef PYREFCHECK_DATAFLOW_H
#define PYREFCHECK_DATAFLOW_H

#include "check/check.h"
#include "engine/engine.h"

/* Does state ST rest on more than a mere convention? */
bool step_is_credible(struct check_context *c, const struct step *s,
		      const struct state *st);

/* A finding at step S with the path of ST (NULL: the step's own trace), about
 * thing T (or NULL). */
struct finding *step_finding(struct check_context *c, const struct step *s,
			     const struct state *st, const struct thing *t,
			     const char *fmt, ...) PRC_PRINTF(5, 6);

/* The called function's name in a step that is about a call. */
const char *step_callee(const struct step *s);
const char *instr_callee(const struct fn_run *r, const struct instr *i);

/* The symbol that is NULL where X is, or points into nothing. */
const struct sym *null_origin(const struct state *st, sid x);
/* Is the NULL that call SOURCE (or NULL: none) returned ruled out by an
 * argument, as far as the code tells, or by an unknown function that was asked
 * in between? */
bool null_is_doubtful(const struct step *s, const struct instr *source);
/* Is a pointer passed only to have its value printed, by %p? */
bool step_prints_address(const struct step *s);
/* Is the value of the STEP_ARG S released by the call, in some outcome?
 * What is wrong with that is over-release's. */
bool step_releases(const struct step *s);

/* Does I, a call of a body, put an object that it is passed in local number
 * LOCAL in a way that its contract has no word for: V, or 0 for any? */
bool instr_keeps_in(const struct fn_run *r, const struct instr *i,
		    uint32_t local, vid v);

/* Is what call I does known by mere convention? */
bool call_is_assumed(struct check_context *c, const struct step *s,
		     const struct instr *i);
/* Did the code itself find the operand to be NULL, in a test that every way
 * here passes? */
bool step_null_was_tested(const struct step *s);
/* Was T loaded from the array of arguments of a METH_FASTCALL function? */
bool thing_is_argument(const struct step *s, const struct thing *t);
/* Is T one of the objects that PyErr_Fetch and its like hand out? */
bool thing_is_fetched(const struct step *s, const struct thing *t);
/* Can releasing what T's field holds run anything that looks at the field? */
bool field_can_run_code(struct check_context *c, const struct thing *t);
/* Can the function put another value in the member at place AT, itself or by
 * a helper that gets the struct? */
bool function_sets(const struct step *s, const struct place *at);
/* Does each way on from the end of block B lead to a return of failure: NULL or
 * less than zero? */
bool block_ends_in_failure(const struct function *f, uint32_t b);
/* For each block whether it does; to be freed.  A block that returns does not
 * by itself: what it returns, the edge to it may decide. */
bool *blocks_in_failure(const struct function *f);
/* Does each way on from edge E lead there, where FAILING are the blocks that do
 * so? */
bool edge_ends_in_failure(const struct function *f, const bool *failing,
			  uint32_t e);
/* Which blocks lead to block TO, itself one of them, on ways without a C++
 * exception; to be freed. */
bool *blocks_leading_to(const struct function *f, uint32_t to);
/* Does call I tell its failure by a result, or by one that can be asked
 * for? */
bool call_returns_status(const struct step *s, const struct instr *i);
/* Can a result of call I that tells a failure tell success as well, so that
 * only PyErr_Occurred () knows? */
bool call_is_ambiguous(const struct step *s, const struct instr *i);
/* The exception was set by a helper of the unit, and the helper returned
 * what its callers take for success: the place to mend is there. */
const struct outcome *step_guilty_helper(const struct step *s);

#endif
