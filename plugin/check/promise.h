/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a function's own attributes promise (pyrefcheck.h, cpychecker's), to
 * be held against what its body does.  Callers trust it, so that nobody else
 * would notice.
 */
#ifndef PYREFCHECK_PROMISE_H
#define PYREFCHECK_PROMISE_H

#include "check/dataflow.h"

/* The contract that the analysed function's attributes make; NULL without
 * any, and for what CPython calls in a role, which binds it as it is. */
const struct contract *promise_of(const struct step *s);

enum promised { PROMISED_NEVER, PROMISED_AT_TIMES, PROMISED_ALWAYS };

/* Does the promise name OP on A (0: the result) for what the STEP_RETURN S
 * returns? */
enum promised promise_says(const struct step *s, enum effect_op op, int a);
/* Does it for any result? */
bool promise_ever(const struct step *s, enum effect_op op, int a);
/* Is T an argument that the promise leaves to the caller? */
bool promise_keeps(const struct step *s, const struct thing *t);

/* At a STEP_RETURN.  For reference-leak: what is said to be borrowed is new,
 * or what is said to be taken over is not. */
void promise_judge_leaks(struct check_context *c, const struct step *s);
/* For over-release: an argument that the failure should leave is gone. */
void promise_judge_failure(struct check_context *c, const struct step *s);

#endif
