/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The engine: disjunctive abstract interpretation of one function at a time,
 * callees first.
 *
 * It moves states; whoever observes sees each step and may report, and can
 * change nothing.  After a defect that makes others inevitable (NULL
 * dereferenced, a dead object used) the path ends or the thing loses its
 * claims, whether or not anybody reported.
 */
#ifndef PYREFCHECK_ENGINE_H
#define PYREFCHECK_ENGINE_H

#include "base/option.h"
#include "contract/contract.h"
#include "domain/state.h"
#include "engine/declared.h"
#include "engine/knowledge.h"
#include "finding/finding.h"
#include "ir/ir.h"

#include <signal.h>

enum step_kind {
	STEP_DEREF,	/* memory at `value' is accessed */
	STEP_INDEX,	/* element `operand' of `place' is accessed */
	STEP_ARG,	/* `value' is passed as argument `arg' */
	STEP_CALL,	/* a call, before any outcome; contract may be NULL */
	STEP_OUTCOME,	/* `outcome' happened: before -> after */
	STEP_RELEASE,	/* a reference to `value' is dropped */
	STEP_GIVE,	/* a reference to `value' is given away (stolen) */
	STEP_STORE,	/* `value' goes to `target'; `old' was there or 0 */
	STEP_BRANCH,	/* `value' is tested against zero (or `number') */
	STEP_RETURN,	/* the function returns `value' (0: nothing) */
	STEP_LOST,	/* the last pointer to an owned thing is gone */
	STEP_DUE,	/* what call `instr' made is not released, at a return
			 * that tells a failure; `other' does, elsewhere */
	STEP_END	/* as RETURN, after all else: the exit state */
};

struct fn_run;

/* A place where a thing was lost besides step.loc. */
struct step {
	enum step_kind kind;
	struct fn_run *run;
	const struct instr *instr;	/* NULL at a LOST edge */
	struct loc loc;
	const struct state *before;
	const struct state *after;	/* OUTCOME */
	const struct contract *contract;
	const struct outcome *outcome;
	unsigned arg;			/* ARG, RELEASE, GIVE: from 1 */
	sid value;
	vid operand;			/* the IR value, 0 when none */
	const struct cell *target;	/* STORE */
	const struct place *place;	/* DEREF, STORE */
	sid old;			/* STORE */
	enum cmp cmp;			/* BRANCH */
	int64_t number;
	bool taken;			/* BRANCH: the way that is possible */
	/* LOST */
	const struct thing *thing;
	uint32_t n_places;
	const struct loc *places;
	/* LOST: the trace to the loss (before->trace is it otherwise), and as
	 * far as to where the last pointer ended. */
	const struct trace *trace, *death;
	bool memory_only;
	enum origin origin;
	bool misuse;
	bool is_return;	/* LOST: at a return */
	const struct instr *other;	/* DUE */
	const char *name;		/* DUE: the variable, or NULL */
};

typedef void (*step_cb)(const struct step *s, void *data);

struct engine {
	struct unit *unit;
	const struct options *options;
	const struct declared *declared;
	struct knowledge *knowledge;
	pyversion version;
	step_cb observe;
	void *data;
	struct state_pool pool;
	const volatile sig_atomic_t *late;	/* not 0: end; or NULL */
	struct map recursive;	/* functions that can call themselves */
	uint8_t takes_gil;	/* some body does, lazily; see effect-state.c */
	/* Counted over the unit. */
	uint32_t cut_states, cut_steps, unknown_calls;
	uint64_t steps;
};

struct pending_loss;
struct dues;
struct thrown;

/* One function being interpreted. */
struct fn_run {
	struct engine *engine;
	const struct function *fn;
	const struct role *role;	/* NULL: a helper */
	enum convention convention;
	struct arena arena;		/* the function's lifetime */
	struct liveness *liveness;
	struct block_states *blocks;
	uint32_t steps;
	bool cut_states, cut_steps, cut_time;
	bool quiet;			/* system header: no reports */
	bool from_bottom;		/* ways on which it calls itself end */
	bool keep_params;		/* somebody may ask for a summary */
	const struct block *block;	/* being interpreted */
	uint32_t block_id, instr_id;
	VEC (struct pending_loss) losses;
	struct map first_losses;	/* born -> number + 1 of its first */
	struct map handled;	/* instr -> its thing was accounted for */
	struct map told_apart;	/* the same, where only the helper knows whether
				 * there was one */
	struct map given_back;	/* the same, after unknown functions had it */
	struct map ignored;	/* call that failed unseen before another */
	struct map plain;	/* argument of a call -> is it plain data? */
	struct map checked;	/* value -> does the code ask what it is? */
	struct map fragile;	/* load -> can Python code end it? lender.c */
	uint8_t counts_down;	/* the same: some count gets smaller */
	struct map taken_out;	/* place of a store -> see taken-over.c */
	struct map made;	/* the same -> struct made * */
	struct map written;	/* see written.c */
	/* Call -> does the code ask its argument's type? */
	struct map asked;
	VEC (const struct thrown *) thrown;	/* one of each; see throw.c */
	struct dues *dues;	/* see dues.h; NULL: none */
	struct exit_list *exits;
	bool exits_missed;	/* some exit is none of them */
	bool hands_out_shared;	/* a reference to what others hold too */
	bool lends_fragile;	/* some path lends what others can take back */
	bool writes_globals;	/* some path sets variables of the unit */
	const char *ran_code;	/* through which some path ran Python code */
	bool needs_gil;		/* some path uses Python without Ensure */
	const struct instr *needs_gil_at;
	bool takes_gil;		/* nobody holds it when it is called */
	/* Nor here: it is handed over by this call, of a function.  gil.h */
	const struct instr *handed;
	const struct function *handed_by;
	bool balances_save, balances_ensure;	/* see gil.h */
	const char **value_names;	/* by vid, lazily; see names.c */
	uint32_t *value_vars;
	bool *can_return;		/* by block: some way on returns */
	bool *returned;			/* flows to a return; see names.c */
	uint8_t *guards;		/* by edge, lazily; see evidence.c */
	bool asks_occurred;	/* PyErr_Occurred is called somewhere */
	bool is_generated;	/* made from a template; see generated.def */
	uint64_t stated;	/* parameters, by bit; see stated.c */
	int64_t bits[3];	/* what is asked of them */
	unsigned n_bits;
};

struct pending_loss {
	const struct instr *born;
	struct thing thing;
	const struct trace *trace, *death;
	struct loc loc;
	uint64_t died;		/* as struct limbo has it; 0: at LOC itself */
	bool memory_only, misuse, is_return;
	bool replaced;		/* told where its variable got another value */
	uint32_t next;		/* number + 1 of the next that was born there */
	enum origin origin;
	const char *name;
};

/* Interprets FN and, when it can be called from this unit, leaves its
 * inferred contract with the knowledge. */
void engine_run(struct engine *e, struct function *fn);
/* All functions of the unit with bodies, callees before callers.  Notes which
 * are recursive. */
struct function **engine_order(struct engine *e, uint32_t *n);

/* ------------------------------------------------------ liveness.c */

struct liveness;
struct liveness *liveness_new(struct fn_run *r);
/* Is V needed at instruction INSTR of BLOCK (before it) or later? */
bool liveness_at(const struct liveness *l, uint32_t block, uint32_t instr,
		 vid v);
/* May operation E (EXPR_BIN) be computed in BLOCK or later?  Else what is
 * known of its result is of no more use. */
bool liveness_computes(const struct liveness *l, uint32_t block,
		       const struct expr *e);

/* May something be compared with the address of variable G in BLOCK or
 * later? */
bool liveness_compares(const struct liveness *l, uint32_t block,
		       const void *g);

/* May something be compared with the number K in BLOCK or later? */
bool liveness_tells(const struct liveness *l, uint32_t block, int64_t k);

/* May memory at A, or at its offset from elsewhere, be looked at in BLOCK or
 * later? */
bool liveness_looks(const struct liveness *l, uint32_t block,
		    const struct addr *a);

/* May it be asked in BLOCK or later which exception is set? */
bool liveness_asks_kinds(const struct liveness *l, uint32_t block);

/* Has the case few enough numbers to look at each? */
static inline bool edge_is_short(const struct edge *e)
{
	return (uint64_t) e->high - (uint64_t) e->low < 16;
}

/* ------------------------------------------------------ explore.c */

struct state_list { struct state *first, **last; uint32_t n; };
void state_list_add(struct state_list *l, struct state *s);
/* The first of L, taken out, or NULL. */
struct state *state_list_take(struct state_list *l);
/* S, which is used up, comes along EDGE to its block. */
void run_arrive(struct fn_run *r, struct state *s, uint32_t edge);

/* ------------------------------------------------------ entry.c */

/* The states in which the function begins, added to OUT. */
bool entry_assumes_nonnull(const struct fn_run *r, uint32_t n);
void entry_states(struct fn_run *r, struct state_list *out);

/* ------------------------------------------------------ transfer.c */

/* Interprets I (no terminator) in S, which it consumes; the states that come
 * out, none when the path ends, are added to OUT. */
void transfer(struct fn_run *r, struct state *s, const struct instr *i,
	      struct state_list *out);
sid run_eval(struct fn_run *r, struct state *s, vid v);
void run_step(struct fn_run *r, struct step *st);
void run_trace(struct fn_run *r, struct state *s, struct trace t);
/* The value of PLACE's memory as a symbol, made up when unknown. */
sid run_load(struct fn_run *r, struct state *s, const struct instr *i,
	     const struct type *t);
/* An unknown value of type T. */
sid run_fresh(struct state *s, const struct type *t);
/* The key of the cell that PLACE names; false when it has no word. */
bool run_cell(struct fn_run *r, struct state *s, const struct place *p,
	      struct cell *key);
/* Memory that others see, cell C, no longer holds OLD. */
void run_overwritten(struct fn_run *r, struct state *s, sid old,
		     const struct cell *c);
/* Everything reachable from outside by V is out of sight. */
void run_escape(struct fn_run *r, struct state *s, sid v);
/* As state_forget, where it is not known what the memory holds now: things
 * that it held are out of sight. */
void run_forget(struct state *s, const struct addr *at, uint64_t size);
/* Is memory of this region private to the function? */
bool region_is_private(const struct fn_run *r, const struct state *s,
		       const struct addr *a);

/* ------------------------------------------------------ written.c */

/* May the body write to the memory that parameter P, from 1, points to?
 * Asked once its callees are inferred. */
bool run_writes_param(struct fn_run *r, int p);
/* May a number that is parameter P outlive the call in memory? */
bool run_keeps_number(struct fn_run *r, int p);

/* ------------------------------------------------------ mistake.c */

/* Does the comparison I take an error value for a truth value? */
bool run_is_mistaken(const struct fn_run *r, const struct state *s,
		     const struct instr *i);
/* Does it hold one, of a number that cannot be negative, against a count of
 * rounds, which never gets there? */
bool run_is_error_bound(const struct fn_run *r, const struct state *s,
			const struct instr *i);
void run_mistaken(const struct fn_run *r, struct state *s,
		  const struct instr *i);
/* Would C, of the operands of the branch I, make the -1 of a failed call equal
 * to a variable?  What is held against a length is one, and not below zero. */
bool run_equals_failure(const struct fn_run *r, const struct state *s,
			const struct instr *i, enum cmp c);
/* Can a comparison for order with K be meant to tell -1 from answers?  It has
 * -1 and at most 0 on its lower side. */
static inline bool cmp_parts_error(enum cmp c, int64_t k)
{
	int64_t below = c == CMP_LT || c == CMP_GE ? k - 1 : k;

	return below == -1 || below == 0;
}
/* Does call I, of contract C, get an error value, or what was computed from
 * one, as the number that is its argument ARG? */
bool run_is_error_number(const struct fn_run *r, const struct state *s,
			 const struct contract *c, const struct instr *i,
			 unsigned arg);
void run_note_number(const struct fn_run *r, struct state *s,
		     const struct contract *c, const struct instr *i,
		     unsigned arg);

/* ------------------------------------------------------ apply.c */

void apply_call(struct fn_run *r, struct state *s, const struct instr *i,
		struct state_list *out);
/* Code that sets the size of LIST itself takes items out of it, and what it has
 * read of them before can be its own then. */
void run_items_moved_out(struct fn_run *r, struct state *s, sid list);
/* Store I writes the count of references of OBJECT. */
void apply_counted(struct fn_run *r, struct state *s, const struct instr *i,
		   sid object);
void apply_release(struct fn_run *r, struct state *s, const struct instr *i,
		   unsigned arg, sid x, bool stolen);

/* ----------------------------------------------------------------- view.c */

/* What the members of the Py_buffer at cell BUFFER say now that it was filled,
 * or released. */
void run_note_exporter(struct state *s, const struct cell *buffer,
		       bool filled);
/* Which of them are NULL, as a request with FLAGS does not fill them. */
void run_note_unasked(struct state *s, const struct cell *buffer,
		      int64_t flags);

/* ------------------------------------------------------ format-effect.c */

/* What the format of call I makes of its variable arguments, in the outcome
 * in which it succeeded or failed. */
/* The name of the fact that a format asked for an object's type, EXPR_CALL of
 * the object and perhaps the type. */
extern const char format_type_fact[];
/* Does the format hand NULL to where that makes the call fail? */
/* Does the format that call I makes text by convert an object of which it is
 * not known that no Python code does that?  %S, %R and %A. */
bool format_runs_code(struct fn_run *r, const struct state *s,
		      const struct instr *i, const struct contract *c,
		      const sid *args);
bool format_answers_null(struct fn_run *r, const struct state *s,
			 const struct instr *i, const struct contract *c,
			 const sid *args);
/* Which of the optional Python arguments a successful parsing found. */
struct format_way {
	bool is_told;		/* the rest holds; else nobody knows */
	bool is_none;		/* codes that take None got it */
	bool is_open;		/* nobody but the parser counts them */
	uint32_t given;		/* the first so many were passed */
};
#define MAX_FORMAT_WAYS 6
/* Does C parse arguments, in a format or counted? */
bool format_parses(const struct contract *c);
/* The ways in which the parsing call I can succeed, as far as they leave NULL
 * behind, in WAYS; returns how many. */
unsigned format_ways(struct fn_run *r, struct state *s, const struct instr *i,
		     const struct contract *c, const sid *args,
		     struct format_way *ways);
void apply_format(struct fn_run *r, struct state *s, const struct instr *i,
		  const struct contract *c, bool succeeded, const sid *args,
		  struct format_way way);

/* ------------------------------------------------------ summary.c, infer.c */

/* A helper so small that what its result depends on is told in detail. */
bool run_is_small_helper(const struct fn_run *r);
/* ------------------------------------------------------ stated.c */

/* Finds the numbers whose choice the summary is to tell. */
void run_find_stated(struct fn_run *r);
/* Is parameter PARAM such a number? */
bool run_is_stated(const struct fn_run *r, const struct value *param);
/* Is E a mask of such a number that the body asks for? */
bool run_asks_bits(const struct fn_run *r, const struct expr *e);

void summary_exit(struct fn_run *r, const struct state *s,
		  const struct instr *ret, sid value, struct loc loc);
void summary_finish(struct fn_run *r);

/* ------------------------------------------------------ owed.c */

/* Does R's helper return X, which it borrows, where it owes a reference? */
bool run_returns_borrowed(const struct fn_run *r, const struct state *s, sid x);

/* ------------------------------------------------------ names.c */

/* How the user calls V, X's thing, or the thing born at BORN; never NULL. */
const char *run_value_name(struct fn_run *r, vid v);
const char *run_thing_name(struct fn_run *r, const struct thing *t);
/* Did a variable of the user's hold the thing? */
bool run_thing_has_variable(struct fn_run *r, const struct thing *t);
/* Does I give that variable another value? */
bool run_redefines(struct fn_run *r, const struct instr *i,
		   const struct thing *t);
/* How the user calls the variable at A; NULL when it is none. */
const char *run_addr_name(struct fn_run *r, const struct addr *a);
/* The callee by its own name or an API table's; NULL when it has none. */
const char *run_callee_name(const struct fn_run *r, const struct instr *call);
const char *run_sym_name(struct fn_run *r, const struct state *s, sid x,
			 vid operand);

/* ------------------------------------------------------ path.c */

/* The events of TRACE that matter for thing T (NULL: none in particular),
 * appended to F. */
void path_events(struct fn_run *r, const struct trace *trace,
		 const struct thing *t, struct findings *fs,
		 struct finding *f);
/* The `return' that EDGE leads to, when it is the one that tells it. */
struct loc run_return_at(struct fn_run *r, uint32_t edge);
/* Where a user would say that thing T, which died at instruction INSTR of
 * BLOCK or (EDGE not UINT32_MAX) on the way into it, is lost: where its
 * variable gets another value, or at the return that follows. */
/* Where, from there on, one of the PHIs in HELD gets another value, and which
 * it is. */
struct loc run_replaced_loc(const struct fn_run *r, uint32_t block,
			    uint32_t edge, const vid *held, vid *dst);
struct loc run_loss_loc(struct fn_run *r, uint32_t block, uint32_t instr,
			uint32_t edge, const struct thing *t);

#endif
