/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locks other than the GIL, as the checks see them. */
#ifndef PYREFCHECK_LOCKS_H
#define PYREFCHECK_LOCKS_H

#include "check/contracts.h"

/* How a user would call the lock at address V in F, the same for each access
 * to one global or to one field of a struct; NULL when it is neither. */
const char *lock_name(struct arena *a, const struct function *f, vid v);
/* The name of the lock that call I of F, of contract K, locks, itself or for
 * its caller (a helper, a guard of C++); NULL when it is none that has one. */
const char *lock_of_call(struct arena *a, const struct function *f,
			 const struct instr *i, const struct contract *k);
/* Does call I, of contract K, wait for a lock? */
bool lock_waits(const struct function *f, const struct instr *i,
		const struct contract *k);
/* Is a lock or critical section held in S? */
bool lock_any_held(const struct state *s);
/* Is R's a helper that is only called by functions that lock something? */
bool callers_lock(const struct fn_run *r);
/* Does the function run before others can see what it works on, or after:
 * a constructor, a destructor, a module's initialisation? */
bool runs_alone(const struct fn_run *r);

#endif
