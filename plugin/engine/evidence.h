/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the code under analysis say, besides which way is taken. */
#ifndef PYREFCHECK_EVIDENCE_H
#define PYREFCHECK_EVIDENCE_H

#include "engine/engine.h"

/* The code tests X: what its failure would tell is being looked at. */
void evidence_tested(struct state *s, sid x);
/* Branch I, of A and B. */
void evidence_compared(const struct fn_run *r, struct state *s,
		       const struct instr *i, sid a, sid b);
/* (A C B) holds: when no success of the call that set the exception has
 * such a result, the code knows of the failure. */
void evidence_failed(struct fn_run *r, struct state *s, sid a, enum cmp c,
		     vid b);
/* (A C B) holds on a way of branch I.  Whose author holds what an unknown
 * function returned against -1 says that it fails so, and not by another
 * number below zero.  Returns whether S is still possible. */
bool evidence_not_minus_one(struct fn_run *r, struct state *s,
			    const struct instr *i, sid a, enum cmp c, sid b);
/* (A C B) holds on the way that the branch of the current block goes, which
 * is its first when TAKEN; IS_NEWS when that was not known before. */
void evidence_null(struct fn_run *r, struct state *s, sid a, enum cmp c, sid b,
		   bool taken, bool is_news);
/* Only a callee's own test says that X, or memory that it was read from, can
 * be NULL. */
void evidence_guess(struct state *s, sid x);

/* PyErr_Occurred was asked, and said that nothing was raised. */
void evidence_not_raised(struct fn_run *r, struct state *s);

#endif
