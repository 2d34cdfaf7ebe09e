/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions about contracts as a whole, for the checks. */
#ifndef PYREFCHECK_CONTRACTS_H
#define PYREFCHECK_CONTRACTS_H

#include "check/dataflow.h"

/* Can it raise for ordinary reasons? */
bool contract_raises(const struct contract *k);
/* Does it do nothing but set an exception: PyErr_SetString and its like? */
bool contract_only_raises(const struct contract *k);

/* Can the failure of call BY have but the reason that its caller has in mind:
 * arguments of another kind, what a module's version lacks? */
bool call_fails_plainly(const struct step *s, const struct instr *by);

/* What call I names. */
bool callee_is(const struct fn_run *r, const struct instr *i,
	       const char *name);
bool callee_starts(const struct fn_run *r, const struct instr *i,
		   const char *prefix);
bool name_in(const char *name, const char *const *list);

/* Does the body of F, if there is one, call a function whose name starts
 * with PREFIX? */
bool body_calls(const struct function *f, const char *prefix);

/* Did the path ask for the type of the object V, and get an answer? */
bool step_type_was_asked(const struct step *s, vid v);

/* The call that made the value X, or NULL. */
const struct instr *made_by(const struct state *s, sid x);

#endif
