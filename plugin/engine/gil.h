/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the text of a body says of how it deals with the GIL. */
#ifndef PYREFCHECK_GIL_H
#define PYREFCHECK_GIL_H

#include "engine/knowledge.h"
#include "engine/paths.h"

/* Does call I in F do OP in each outcome that returns? */
bool gil_always(struct knowledge *k, const struct function *f,
		const struct instr *i, enum effect_op op);
/* Does C read what cannot change of an object that is held?  That needs no
 * GIL. */
bool gil_merely_reads(const struct contract *c);
/* Does F, which nobody calls in this unit, take the GIL itself before it
 * gives it back, on every way?  Then nothing is held when it begins: it is
 * there for a C library or a thread to call. */
bool gil_takes_itself(struct knowledge *k, const struct function *f);
/* The call by which the static function F is handed to a library that is called
 * without the GIL, in function *BY, where nothing else is done with F: it is
 * called without, too.  handed.c */
const struct instr *gil_is_handed_without(struct knowledge *k,
					  const struct function *f,
					  const struct function **by);
/* Does F, which takes it itself, do so after P on some way? */
bool gil_is_taken_later(struct knowledge *k, const struct function *f,
			struct position p);
/* Does F give back itself what it took (PyGILState_Ensure), or take back
 * what it gave (PyEval_SaveThread), and is the way back known to nobody else?
 * Then every way out has to do so. */
bool gil_balances_ensure(struct knowledge *k, const struct function *f);
bool gil_balances_save(struct knowledge *k, const struct function *f);
/* Can the argument of call I, PyGILState_Release or PyEval_RestoreThread, be
 * the result of a call in F that does OP? */
bool gil_value_from(struct knowledge *k, const struct function *f,
		    const struct instr *i, enum effect_op op);

/* Call P of F is made with the GIL released, and throws a C++ exception: what
 * comes then, when nothing on the way takes the GIL?  The exception, or its
 * handler by the return USE (else NULL), leaves F; or USE is the first to need
 * the GIL. */
enum gil_after { GIL_AFTER_WELL, GIL_AFTER_LEAVES, GIL_AFTER_USES };
enum gil_after gil_after_throw(struct knowledge *k, const struct function *f,
			       struct position p, const struct instr **use);

/* Can call I of F throw a C++ exception, of what is in sight? */
bool gil_throws_in_sight(struct knowledge *k, const struct function *f,
			 const struct instr *i);

#endif
