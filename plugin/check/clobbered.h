/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What exception-clobbered asks of a function's code and of exceptions. */
#ifndef PYREFCHECK_CLOBBERED_H
#define PYREFCHECK_CLOBBERED_H

#include "check/dataflow.h"

/* Numbers are converted in a row, and asked for at the end: the first error
 * stays, or gives way to its like. */
bool call_gives_pointer(const struct fn_run *r, const struct instr *by);
/* Does the result tell for certain that BY failed?  What was inferred of a
 * body may be too coarse for that. */
bool failure_is_clear(const struct step *s, const struct instr *by);
/* Does any test or return tell by the result of BY whether BY failed? */
bool failure_is_told(const struct step *s, const struct instr *by);
/* Is the result of BY, a status or not, what the function returns? */
bool failure_is_returned(const struct step *s, const struct instr *by);
/* Does the call S move the exception out only for it to be thrown away?  In
 * exception-swallowed.c. */
bool exception_is_thrown_away(const struct step *s);
/* Is the result of BY kept, and nowhere tested in any way: neither held against
 * a literal, of those PARTING alone that can be meant to tell -1 from answers,
 * nor returned? */
bool failure_is_taken_for_number(const struct step *s, const struct instr *by,
				 bool parting);
/* Is the result of BY an argument of the call S? */
bool step_gets_result(const struct step *s, const struct instr *by);
bool result_is_compared(const struct fn_run *r, const struct instr *by);
/* Is the result of BY, which tells a failure for certain, asked for only
 * after this call? */
bool failure_is_tested_later(const struct step *s, const struct instr *by);
/* Was the result of BY, NULL, put in memory that only code after this call
 * tests? */
bool failure_in_memory_is_tested_later(const struct step *s,
				       const struct instr *by);
/* Was the failure tested by what success can be as well, so that the code
 * took it for an answer: "not in the dict", a negative number? */
bool failure_was_an_answer(const struct step *s);
/* Can PyErr_Occurred be reached from here? */
bool occurred_is_asked_later(const struct step *s);
/* Does every way on return an error value? */
bool only_fails_from(const struct step *s);

/* Does call BY do nothing but set an exception? */
bool call_sets_exception(const struct step *s, const struct instr *by);
/* What a generator's support says, its user's code says better:
 * SWIG_AsCharPtrAndSize. */
bool call_is_of_runtime(const struct step *s, const struct instr *by);
/* Does S set MemoryError? */
bool step_sets_memory_error(const struct step *s);
/* Did a call fail with an exception that has nothing to do with the one which
 * is set now: with any, for it ran code, or with another than MemoryError? */
bool step_replaces_other(const struct step *s);
/* Does the call keep the exception that is set, as the new one's cause or
 * context?  Source: Python/errors.c, _PyErr_ChainExceptions. */
bool step_chains(const struct step *s);
/* Does the call say that a number is out of range? */
bool step_tells_range(const struct step *s);
/* Does the function convert its argument, so that what it raises is about
 * that? */
bool is_conversion(const char *name);
/* Is the result of BY held against a number that it may not exceed?  What is
 * said of `n < 0' is not true of what is too large. */
bool result_has_upper_bound(const struct function *f, const struct instr *by);

#endif
