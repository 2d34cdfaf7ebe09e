/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call being applied, and the effects that it can have; shared by apply.c
 * and the effect-*.c files, which have a group of effects each.
 */
#ifndef PYREFCHECK_CALL_H
#define PYREFCHECK_CALL_H

#include "engine/engine.h"

/* A call being applied. */
struct call {
	struct fn_run *r;
	const struct instr *i;
	const struct contract *c;
	const struct outcome *o;	/* the one that happens */
	sid *args;		/* [0] is the result, arguments from 1 */
	struct format_way way;	/* of a successful parsing */
	/* NULL is among the arguments, which is answered by failure. */
	bool is_answered;
	/* The outcome is a guess in the callee about what is known here. */
	bool is_known;
	/* The result is the first argument, which comes into no other hands. */
	bool is_same;
	sid moved[4];		/* what its out-held effects move, in order */
	unsigned n_moved;	/* so many were applied */
};

/* likelihood.c */
bool call_name_is(const struct contract *c, const char *name);
/* Does a body with contract C answer NULL with an exception?  (effect.c) */
bool call_tells_failure(const struct contract *c);
/* The result is what memory of the caller's holds, as E tells. */
void call_hold_result(struct call *c, struct state *s, const struct effect *e);

/* Where ob_size stands in a PyVarObject.  source: Include/object.h. */
#define OB_SIZE_AT ((int64_t) (2 * sizeof(void *)))
/* Does E ask an accessor for the ob_size of its argument? */
bool call_asks_size(const struct expr *e);

/* Is S, before the call, known to be what outcome O of a callee asks for?  What
 * was a guess in its body is none here then. */
bool call_guess_is_known(struct call *c, struct state *s,
			 const struct outcome *o);
/* The path that takes outcome O rests on what that needs. */
void call_rest_on(const struct call *c, struct state *s,
		  const struct outcome *o);
/* Can the call not fail with these arguments? */
bool call_must_fail(const struct call *c, const struct state *s);
bool call_cannot_fail(const struct call *c, const struct state *s);
/* conversion.c: because of what it converts? */
bool call_converts_surely(const struct call *c, const struct state *s);
/* Which of KINDS it can raise for what it converts. */
uint32_t call_converts_or(const struct call *c, const struct state *s,
			  uint32_t kinds);
/* other-type.c: does a body release argument N where it is of another type
 * only, and is it known here not to be? */
bool call_drops_other(const struct call *c, const struct state *s, unsigned n);
/* Does the call look for something in text of which the code may know that it
 * is there?  Whether it is found is left open then. */
bool call_may_know(const struct call *c, const struct state *s);
/* Did a type check of X succeed on this path, or a format ask for its type? */
bool call_type_was_checked(const struct state *s, sid x);
/* Are A and B one value, one literal, or one variable read twice? */
bool is_same_text(const struct function *f, vid a, vid b);
/* Is T what a format took from the arguments?  open-type.c */
bool call_was_parsed(const struct call *c, const struct thing *t);
/* Can O, a failure for a wrong type, be what the call gets, since its first
 * argument is what Python passed and nobody asked its type?  open-type.c */
bool call_type_is_open(const struct call *c, const struct state *s,
		       const struct outcome *o);

/* asked.c */
/* Does it matter to whoever calls C, or to a check, which exception is set? */
bool call_asks_kinds(const struct contract *c);
/* Which of KINDS a call raises that says itself which it sets. */
uint32_t call_sets_kind(const struct call *c, uint32_t kinds);
/* Does the call ask for the indicator, and is the answer known?  Then S was
 * consumed, and what comes out of it is in OUT. */
bool call_asks_indicator(struct call *c, struct state *s,
			 struct state_list *out);

/* method-type.c */
/* The exact type of what a method that C calls returns, or NULL. */
const char *call_method_type(const struct call *c, const struct state *s);
/* The exact type of what C makes by calling a type, or NULL; IS_NEW: has nobody
 * else got it? */
const char *call_made_type(const struct call *c, const struct state *s,
			   bool *is_new);

/* effect.c */
/* What memory at argument N holds, OFFSET bytes on; 0: not known. */
sid call_held(struct call *c, struct state *s, int n, int64_t offset);
/* What E says the result is: an argument, or a pointer into what that points
 * to. */
sid call_inside(const struct call *c, struct state *s, const struct effect *e);
/* Argument N, or the result for 0. */
sid call_operand(const struct call *c, int n);
/* Does condition E hold, or can it?  What it says is assumed. */
bool call_condition_holds(struct call *c, struct state *s,
			  const struct effect *e);
/* Is outcome O impossible for what is known of an argument before the call? */
bool call_rules_out(const struct call *c, const struct state *s,
		    const struct outcome *o);
/* Effect E of outcome O.  False: the path ends here. */
bool call_effect(struct call *c, struct state *s, const struct outcome *o,
		 const struct effect *e);

/* effect-*.c */
void call_note_handled(struct fn_run *r, const struct thing *t);
void call_assume_exc(struct state *s, enum exc_state to);
struct thing *call_thing_or_new(struct fn_run *r, struct state *s, sid x);
void call_own(struct call *c, struct state *s, unsigned n);
void call_borrow(struct call *c, struct state *s, sid x, int lender,
		   bool interior);
void call_mutates(struct call *c, struct state *s, unsigned n);
void call_runs_code(struct call *c, struct state *s, const struct outcome *o);
/* OWNER, an argument or a WHO_, is about to hold T as well: the only one who
 * does is remembered as its lender. */
void call_note_owner(struct call *c, struct thing *t, int owner);
void call_dropped(struct thing *t, const struct instr *i);
void call_share_counted(struct call *c, struct state *s);
bool call_puts_again(const struct call *c, const struct state *s,
		     const struct thing *t, int owner);
/* T is freed by I: the finalizer of what Python code made is Python code. */
void call_finalizes(struct fn_run *r, struct state *s, const struct instr *i,
		    const struct thing *t);
/* Other threads have the GIL meanwhile. */
void call_others_run(struct call *c, struct state *s);
void call_end_borrows(struct fn_run *r, struct state *s, sid x,
		      const struct instr *i, bool certainly);
void call_forgets_exception(struct call *c, struct state *s);
bool call_out_cell(struct call *c, struct state *s, const struct effect *e,
		     struct cell *key);
sid call_out_object(struct state *s, bool nonnull);
void call_out_own(struct call *c, struct state *s, const struct effect *e);
void call_out_borrow(struct call *c, struct state *s, const struct effect *e,
		       bool interior);
void call_out_null(struct call *c, struct state *s, const struct effect *e);
/* What the outcome moves, as it is before anything is written. */
void call_note_moved(struct call *c, struct state *s, const struct outcome *o);
void call_out_held(struct call *c, struct state *s, const struct effect *e);
void call_out_same(struct call *c, struct state *s, const struct effect *e);
void call_out_nonnull(struct call *c, struct state *s,
			const struct effect *e);
void call_out_drop(struct call *c, struct state *s, const struct effect *e);
void call_writes(struct call *c, struct state *s, const struct effect *e);
void call_acquire(struct call *c, struct state *s, const struct effect *e,
		    bool out);
void call_out_release(struct call *c, struct state *s, const struct effect *e);
void call_release(struct call *c, struct state *s, const struct effect *e,
		    bool out);
void call_keeps(struct call *c, struct state *s, const struct effect *e);
void call_out_is(struct call *c, struct state *s, const struct effect *e);
void call_out_count(struct call *c, struct state *s, const struct effect *e);
/* The bytes of argument FROM go elsewhere, and what they hold with them. */
void call_copies(struct call *c, struct state *s, unsigned from);
/* Can the caller not tell outcome O of K from A, by the result, by what was
 * written, by what it passed? */
bool outcomes_look_alike(const struct outcome *a, const struct outcome *b);
/* An unknown function gets argument N; what T was lent to gave it back, when it
 * is released here.  lend.c */
void call_lend(struct call *c, struct state *s, unsigned n);
/* Does a library's function get T, an object, as user data, which it may keep
 * or not? */
bool call_is_user_data(const struct call *c, const struct thing *t,
		       unsigned n);
/* What the struct that is argument N, passed by value, holds is out of
 * sight. */
void call_lend_contents(struct call *c, struct state *s, unsigned n);
/* Does a capsule that is made take over the reference that is argument N, as
 * its destructor releases one?  It is given then. */
bool call_gives_to_capsule(struct call *c, struct state *s, int n);
/* Does the callee get a function too that can release things, or references to
 * OBJECTs?  It is told how to get rid of what it takes over. */
bool call_gets_releaser(const struct call *c, bool object);
void lend_note_given_back(struct fn_run *r, const struct state *s,
			  const struct thing *t);
/* Where a block's last call failed, of which STATUS tells, and EDGE, where S
 * goes on, sets an exception: objects that a library's function was to keep as
 * its user's data, it did not keep. */
void lend_refused(struct fn_run *r, struct state *s, sid status, uint32_t edge);
/* The recursion that C's call, which went well, goes into or leaves. */
void call_recursion(struct call *c, struct state *s);
/* The lock of the unit that a helper takes or gives back in outcome O. */
void call_wrapped_lock(struct call *c, struct state *s,
		       const struct outcome *o);
void call_handover(struct call *c, struct state *s, const struct effect *e);
void call_assume_indicator(struct call *c, struct state *s);
/* The call succeeds although an exception may be set. */
void call_survives(const struct call *c, struct state *s);
void call_raises(struct call *c, struct state *s, const struct effect *e);
/* Before a call: what failed unseen until now is ignored.  In functions that
 * ignore more than a few failures those behind them are not told apart. */
void call_count_ignored(const struct call *c, struct state *s);
void call_clear(struct call *c, struct state *s);
void call_fetch(struct call *c, struct state *s);
/* A value was tested: is it the type that PyErr_Fetch handed out?  Where that
 * is NULL nothing was set, and the other two are NULL as well; so it was on
 * entry, where nothing was done to the indicator before.  source:
 * Python/errors.c, _PyErr_Fetch */
void call_fetched(struct fn_run *r, struct state *s);
/* Is X of an exception that was fetched, perhaps normalised since? */
bool call_is_saved(const struct fn_run *r, const struct state *s, sid x);
void call_restore(struct call *c, struct state *s);
void call_gil(struct call *c, struct state *s, const struct effect *e);
/* Is the GIL in S as the caller of this helper has it? */
bool call_gil_is_callers(const struct call *c, const struct state *s);
void call_uses_gil(struct call *c, struct state *s);
/* Before and after outcome O of a helper. */
void call_inside_gil(struct call *c, struct state *s, const struct outcome *o);
void call_doubt_gil(struct call *c, struct state *s, const struct outcome *o);

#endif
