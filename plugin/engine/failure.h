/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How calls tell that they failed, and which failure nobody looked at. */
#ifndef PYREFCHECK_FAILURE_H
#define PYREFCHECK_FAILURE_H

#include "engine/engine.h"

/* Is outcome O none that is told by success? */
bool outcome_fails(const struct outcome *o);
/* Does outcome O leave an exception of which something is known? */
bool outcome_raises(const struct outcome *o);
/* Does a success of CALL in F have a result that compares so with WITH? */
bool knowledge_can_succeed(struct knowledge *k, const struct function *f,
			   const struct instr *call, enum cmp c, int64_t with);
/* Can a result of call I in F that tells a failure tell success as well, so
 * that only PyErr_Occurred () knows? */
bool knowledge_is_ambiguous(struct knowledge *k, const struct function *f,
			    const struct instr *i);
/* Does call I tell its failure by a result, or by one that can be asked
 * for? */
bool knowledge_tells_failure(struct knowledge *k, const struct function *f,
			     const struct instr *i);
/* Is VALUE, which S returns, what the call that set the exception gave, so
 * that the caller can tell? */
bool failure_is_handed_on(const struct state *s, sid value);
/* Did a helper of the unit, called at T, come back with an error and no
 * exception? */
bool failure_is_silent(const struct trace *t);
/* Where S has the last call that failed, a helper that did so silently; or
 * NULL. */
const struct trace *failure_silent_helper(const struct state *s);
/* Where S returns an error because a helper failed silently, says in OUT where
 * that began. */
void failure_note_silent(const struct state *s, struct outcome *out);
/* Where S returns VALUE with an exception of a call whose failure nobody
 * looked at, says so in OUT. */
void failure_note_unseen(const struct fn_run *r, const struct state *s,
			 sid value, struct outcome *out);

#endif
