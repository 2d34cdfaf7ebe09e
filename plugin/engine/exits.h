/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a body was left: the list of its outcomes, of which its contract is
 * made.  summary.c says what one exit state means, summary-argument.c what
 * became of an argument in it, exits.c which outcomes are one, and infer.c
 * makes the contract.
 */
#ifndef PYREFCHECK_EXITS_H
#define PYREFCHECK_EXITS_H

#include "engine/engine.h"

struct exit_outcome {
	struct outcome o;
	VEC (struct effect) effects;
	/* Conditions that do not tell outcomes apart any more: what all that
	 * were joined had in common. */
	VEC (struct effect) aside;
	/* On some path; not what tells outcomes apart. */
	bool needs_gil, cycles_gil;
	bool ignored;	/* a failure, by a generator's run-time support */
	bool hides;	/* tells success although an exception is set */
};

struct exit_list {
	struct arena *arena;	/* where the contract will live */
	VEC (struct exit_outcome) v;
	bool null_ok[256];	/* by parameter, from 1 */
};

void exit_add(struct exit_outcome *x, enum effect_op op, int a, int b,
	      int64_t offset);
bool exit_has_op(const struct exit_outcome *x, enum effect_op op);
/* Adds X, or joins it with an equal outcome: the likelier tells.  X is then
 * the list's. */
void exits_keep(struct exit_list *l, struct exit_outcome *x);
/* That a number was asked for in vain matters where another outcome is for
 * that number, and is dropped elsewhere. */
void exits_prune(struct exit_list *l);
/* Drops all conditions: what is possible for some arguments. */
void exits_forget_conditions(struct exit_list *l);
/* Drops conditions, and tells less of arguments, until the outcomes are at most
 * MOST, if that helps.  What all ways that became one have in common stays a
 * condition where they are COMPLETE: a way that was cut may lack it. */
void exits_reduce(struct exit_list *l, uint32_t most, bool complete);
void exits_release(struct exit_list *l);

/* The argument whose symbol X is, from 1; 0 none. */
int summary_param_of(const struct state *s, sid x);
/* The parameter of F, from 1, whose number V is, through one cast; 0 none. */
int summary_number_param(const struct function *f, vid v);
/* Did the own reference of argument T, in an exit state, go to memory that
 * releases it in the end: a field of an object, a member or an element of what
 * a destructor tears down?  (taken-over.c) */
bool argument_is_taken_over(struct fn_run *r, const struct thing *t);
/* What the path asked about the arguments and did to them; RESULT is what is
 * returned, or 0. */
void summary_params(struct fn_run *r, const struct state *s, sid result,
		    struct exit_outcome *out);
/* Which member of an argument's memory the result was read from, and which
 * it depended on. */
void summary_held_memory(const struct fn_run *r, const struct state *s,
			 sid result, struct exit_outcome *out);
/* Numbers that the path told apart from others. */
void summary_numbers(struct fn_run *r, const struct state *s,
		     struct exit_outcome *out);

#endif
