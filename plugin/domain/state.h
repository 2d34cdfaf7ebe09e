/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The abstract state: one path class, with facts that hold together.
 *
 * Every value is a symbol (sid).  A symbol carries a range, what it is the
 * address of, how it was computed, and, when it is something that is owned
 * (a Python object, memory, a buffer), a thing.  SSA values map to symbols
 * through env, memory through cells.  Two SSA values with one symbol are
 * equal, so what a branch tells about one it tells about the other.
 *
 * Invariant: sids are dense from 1; 0 is "none".  state_normalize renumbers
 * them in a canonical order and drops what is dead, so that equal states
 * have equal bytes.
 */
#ifndef PYREFCHECK_STATE_H
#define PYREFCHECK_STATE_H

#include "contract/contract.h"
#include "ir/ir.h"

typedef uint32_t sid;
typedef uint32_t tid;	/* thing, dense from 1; 0 none */

/* ------------------------------------------------------------- symbols */

enum region_kind {
	REGION_NONE,
	REGION_SYM,	/* what symbol `id' points to */
	REGION_LOCAL,	/* local number `id' */
	REGION_GLOBAL,	/* unit global, by pointer */
	REGION_STRING,	/* a literal */
	REGION_FUNC
};

/* An address: a region and a byte offset in it. */
struct addr {
	enum region_kind kind;
	uint32_t id;		/* SYM: sid; LOCAL: number */
	const void *ptr;	/* GLOBAL, FUNC; STRING: its bytes */
	int64_t offset;
};

enum expr_op {
	EXPR_NONE,
	EXPR_CMP,	/* (a cmp b) as 0/1; b 0: compared with k */
	EXPR_ADD,	/* a + k */
	EXPR_BIN,	/* opcode `code' of a and (b, or k) */
	EXPR_CALL,	/* a pure call: `fn', of a and (b, or k) */
	/* a, to a type it may not fit; k: twice its size, 1 more when that
	 * is unsigned */
	EXPR_CAST
};

struct expr {
	enum expr_op op : 8;
	uint8_t code;		/* enum cmp, or enum opcode */
	bool is_unsigned;
	uint32_t epoch;		/* CALL: of the memory it read, or 0 */
	sid a, b;
	int64_t k;
	const void *fn;
};

enum null_by {
	NULL_BY_FACT,	/* it is so, or a test leads where it is so */
	NULL_BY_GUARD,	/* a test of it guards something else */
	NULL_BY_CALLEE,	/* a callee tests it */
	NULL_BY_CALLER	/* who calls from Python can leave it out */
};

struct sym {
	int64_t lo, hi;		/* inclusive; pointers: 0 is NULL */
	bool nonzero;
	bool not_minus_one;
	bool is_object;		/* typed as a Python object pointer */
	/* An answer of a body that is known too coarsely: when it turns out
	 * to be NULL (1) or negative (2), an exception may go with it. */
	uint8_t may_raise;
	/* What says that it is NULL, where no call's failure does. */
	uint8_t null_by;	/* enum null_by */
	bool interior;		/* points into its thing, not at it */
	tid thing;		/* what is owned or borrowed through it */
	struct addr addr;	/* kind NONE: not known to be an address */
	struct expr expr;
	/* Fallible: the call whose failure this value tells, 0 or its index
	 * in the function's call order; what a test of it looks at. */
	const struct instr *status_of;
};

/* -------------------------------------------------------------- things */

enum birth {
	BIRTH_UNKNOWN,
	BIRTH_NEW,	/* a reference or resource made by `born' */
	BIRTH_PARAM,	/* an argument: the caller keeps it alive */
	BIRTH_BORROW,	/* borrowed, by contract, from lender */
	BIRTH_FIELD,	/* loaded from memory: whoever owns that does */
	BIRTH_STATIC	/* a static object of the program */
};

enum life { LIFE_ALIVE, LIFE_MAYBE, LIFE_DEAD };

/* States are copied all the time: small and without holes. */
struct thing {
	enum birth birth : 8;
	enum life life : 8;
	uint8_t family;		/* enum family; 0: a Python object */
	/* References that this function owns and must account for; negative
	 * when a parameter's reference was consumed. */
	int8_t refs;
	/* References that went to memory that can own them. */
	uint8_t stored;
	/* Out of sight: somebody may keep or release it; no claim. */
	bool escaped;
	/* Given to an owner by contract (a container that steals). */
	bool given;
	/* A container or the like took a reference of its own. */
	bool shared;
	bool immortal;
	bool fresh;		/* nobody else has a reference */
	/* Whoever handed it out made it and kept none. */
	bool made;
	bool taken;		/* FIELD: moved out of memory that owned it */
	/* Whether there is one at all only the helper knows that made it, and
	 * of which family. */
	bool doubtful, mixed;
	uint8_t param;		/* BIRTH_PARAM: number + 1 */
	int8_t lender_who;	/* BIRTH_BORROW: a WHO_ constant, or */
	sid lender;		/* from what symbol */
	sid key;		/* BIRTH_BORROW: of which item, or 0 */
	/* These are not part of a state's identity: */
	uint32_t uid;		/* names it in the trace */
	bool memory_only;	/* exists only ... (see path) */
	enum origin origin : 8;	/* what the birth rests on */
	/* These are again. */
	int64_t field_offset;	/* BIRTH_FIELD: where from */
	const struct type *field_record;
	const char *field;
	const char *type;	/* exact type object's name, or NULL */
	const struct instr *born;
	/* The call that ended a borrow, or the release that killed. */
	const struct instr *ended_by;
	const char *ended_why;
	/* Where the local variable that held it got another value. */
	const struct instr *replaced_by;
	/* Memory, a handle, or a user's data, which an unknown function got
	 * last: that may have taken it over.  See lend_note_given_back. */
	const struct instr *lent_to;
	/* What stored it last in memory that others see, where; what released
	 * it last. */
	const struct instr *stored_by, *released_by;
	const struct place *stored_at;
	/* Not part of a state's identity: */
	const char *name;	/* of the variable it was put in at birth */
};

/* -------------------------------------------------------------- memory */

struct cell {
	struct addr at;
	uint32_t size;
	bool is_resource;	/* the resource an aggregate holds */
	sid index;		/* offset + index * stride */
	uint32_t stride;
	sid value;
	/* The value is as on entry (it was only read). */
	bool initial;
};

struct relation { sid a, b; enum cmp cmp; bool is_unsigned; };

/* A number between the ends of X's range that X is not; 0 and -1 have flags
 * of their own. */
struct hole { sid x; int64_t k; };

/* ----------------------------------------------------------- exception */

enum exc_state {
	EXC_CLEAR,
	EXC_SET,
	EXC_ENTRY,	/* as on entry, which is the caller's business */
	EXC_UNKNOWN	/* something happened that nobody can tell */
};

struct exc {
	enum exc_state state;
	bool looked;	/* the code asked which or whether */
	bool passed;	/* an unknown function ran, which may have asked */
	bool matched;	/* the code asked which */
	bool failed;	/* the code went where only the failure leads */
	bool tested;	/* the failing call's result was tested */
	/* The call tells whether it failed, and nobody means to ignore that: as
	 * long as nobody looks, each such call is a defect of its own. */
	bool tells;
	bool doubted;	/* an unknown function may have answered for it */
	/* A call that only fails while an exception is set succeeded: not part
	 * of identity. */
	bool survived;
	/* Its error value was taken for a truth value or a number. */
	bool blamed;
	/* CLEAR: a helper that does other work lost the one that was set, or
	 * failed, and only this path takes it that it set none.  SET: in place
	 * of another, by a call that was not to be made then. */
	bool lost;
	/* The code asked how it was on entry, and went this way: 0 it did
	 * not, 1 clear, 2 set. */
	uint8_t assumed;
	/* CLEAR: because of the function's role only; whoever calls it
	 * directly finds the indicator as it was. */
	bool as_entered;
	/* Not part of identity: */
	/* RAISE_ mask; 0 unknown.  See explore.c. */
	uint32_t kinds;
	const struct instr *by;
	const struct instr *blamed_at;
	bool memory_only;
};

/* Did a call that tells of it set X, and nobody looked yet? */
bool exc_is_unseen(const struct exc *x);

/* ----------------------------------------------------------------- GIL */

enum gil_state { GIL_HELD, GIL_RELEASED, GIL_UNKNOWN };

struct gil {
	enum gil_state state;
	uint8_t ensured;	/* PyGILState_Ensure depth */
	uint8_t before;		/* bit i: held before Ensure i */
	bool dropped;		/* Release of what the caller ensured */
	uint8_t moved;		/* releases minus acquires since entry + 8 */
	bool attached;		/* a thread state was made current here */
	/* Of a helper: it used Python, or released and took again, with the
	 * GIL as its caller has it; it asked whether it is held. */
	bool used, cycled, asked;
	const struct instr *by;
};

/* --------------------------------------------------------------- state */

enum trace_kind { TRACE_ENTRY, TRACE_CALL, TRACE_BRANCH, TRACE_REF,
	TRACE_NOTE, TRACE_MADE };

struct trace {
	const struct trace *prev;
	enum trace_kind kind;
	const struct instr *instr;	/* NOTE: NULL at the entry */
	const struct outcome *outcome;	/* CALL */
	const struct contract *contract;
	bool taken;			/* BRANCH: first successor */
	/* BRANCH of a switch; NOTE: the parameter that is NULL, from 1. */
	int64_t case_value;
	uint32_t uid;			/* REF: the thing; CALL: its birth */
	const char *what;		/* REF, NOTE: words */
	uint32_t length;
};

struct env_entry { vid v; sid s; };

/* A thing that was lost, until it is known at which statement a user would
 * say so: the return, or where its variable gets another value.  DIED tells
 * the place apart at which the last pointer to it ended, HELD what held it
 * then. */
enum { LIMBO_HELD = 4 };
struct limbo {
	struct thing thing;
	uint64_t died;
	vid held[LIMBO_HELD];
	const struct trace *trace;	/* of the path when it died */
	bool replaced;		/* by what its variable got instead */
};

/* What the function's own code has to release, bit by bit: made, when it is
 * there at all; there; released; to whom it went meanwhile.  See
 * engine/dues.h. */
struct due_bits {
	uint32_t open, owed, settled;
	uint64_t takers;
};

struct state {
	VEC (struct sym) syms;
	VEC (struct thing) things;
	VEC (struct env_entry) env;	/* sorted by v */
	VEC (struct cell) cells;
	VEC (struct relation) relations;
	VEC (struct hole) holes;
	VEC (struct limbo) limbo;	/* not part of identity */
	struct exc exc;
	/* What a fetch moved out, until it is put back: as it was then, and
	 * the call whose things hold it, NULL for none. */
	struct exc saved;
	const struct instr *saved_by;
	struct gil gil;
	struct due_bits due;
	uint32_t epoch;		/* memory generation, for EXPR_CALL */
	const struct trace *trace;
	bool memory_only;	/* this path needs memory to be short */
	enum origin origin;	/* weakest knowledge it rests on */
	bool misuse;		/* relies on an argument C code can rule out */
	/* A C++ exception of a known type was caught, or is on its way: THROWN,
	 * a struct thrown.  With misuse: of what the callee did with its
	 * arguments nothing is known, but of the indicator it may be. */
	bool unwound;
	const void *thrown;
	/* What containers hold may not be as it was at entry; only where a
	 * caller may ask. */
	bool stirred;
	struct loc ret_loc;	/* the `return' this path goes to, if known */
	/* The function through which this path ran Python code, or NULL;
	 * only where a caller may ask. */
	const char *ran;
	uint64_t known_by;	/* where it waits: see explore.c */
	struct state *next;	/* in pools and lists */
};

/* Pools states so that their arrays are reused. */
struct state_pool { struct state *free; uint32_t uid; };

struct state *state_new(struct state_pool *p);
struct state *state_copy(struct state_pool *p, const struct state *s);
void state_free(struct state_pool *p, struct state *s);
/* One that holds what is left over of its last use. */
struct state *state_scratch(struct state_pool *p);
void state_pool_release(struct state_pool *p);

/* A symbol that may be anything. */
sid state_sym(struct state *s);
sid state_number(struct state *s, int64_t lo, int64_t hi);
sid state_address(struct state *s, struct addr a);
static inline struct sym *sym_at(struct state *s, sid x)
{
	return &s->syms.v[x];
}
static inline const struct sym *sym_get(const struct state *s, sid x)
{
	return &s->syms.v[x];
}

sid env_get(const struct state *s, vid v);	/* 0: not there */
void env_set(struct state *s, vid v, sid x);

/* From here on S relies on what C code can rule out, in all that it says. */
static inline void state_guess(struct state *s)
{
	s->misuse = true;
	s->unwound = false;
}

/* The thing of symbol X, or NULL. */
static inline struct thing *thing_of(struct state *s, sid x)
{
	tid t = x ? s->syms.v[x].thing : 0;

	return t ? &s->things.v[t] : NULL;
}
static inline const struct thing *thing_get(const struct state *s, sid x)
{
	tid t = x ? s->syms.v[x].thing : 0;

	return t ? &s->things.v[t] : NULL;
}
/* Gives X a fresh thing (zeroed but for uid). */
struct thing *state_thing(struct state *s, struct state_pool *p, sid x);

/* Ranges. */
bool sym_is_null(const struct state *s, sid x);		/* certainly 0 */
/* Or an offset from NULL: the address of a member of nothing. */
bool sym_is_null_based(const struct state *s, sid x);
bool sym_is_nonnull(const struct state *s, sid x);	/* certainly not */
bool sym_constant(const struct state *s, sid x, int64_t *value);

/* (a CMP b) holds from now on.  Returns false when that cannot be: the state
 * is then infeasible and its facts are garbage. */
bool state_assume(struct state *s, sid a, enum cmp c, sid b, bool is_unsigned);
bool state_assume_const(struct state *s, sid a, enum cmp c, int64_t k,
			bool is_unsigned);
/* X is within P. */
bool state_assume_pred(struct state *s, sid x, struct pred p);
/* What is known of (a CMP b): 1 true, 0 false, -1 either. */
int state_compare(const struct state *s, sid a, enum cmp c, sid b,
		  bool is_unsigned);

/* Another symbol that a test told to be equal to X; 0: none. */
sid state_twin(const struct state *s, sid x);

/* The symbol with this expression, made when there is none yet. */
sid state_expr(struct state *s, struct expr e);
/* Are both the same address? */
bool addr_equal(const struct addr *a, const struct addr *b);
/* X as an address: its own, or the region it points to. */
struct addr state_deref(const struct state *s, sid x);

/* Memory. */
struct cell *state_cell(struct state *s, const struct cell *key);
struct cell *state_set_cell(struct state *s, const struct cell *key, sid value);
/* Forgets cells of the region (whole region when size is 0). */
void state_forget(struct state *s, const struct addr *at, uint64_t size);

/* Calls CB for each thing with references that no live pointer reaches;
 * live tells which SSA values still are.  Then drops what is dead and
 * renumbers.  LOCAL_DEAD (or NULL) tells which locals have ended. */
struct live_query {
	bool (*live)(vid v, void *data);
	/* Things found lost: called before anything is dropped. */
	void (*lost)(struct state *s, tid t, void *data);
	/* May the operation (EXPR_BIN) be computed again?  NULL: it may. */
	bool (*computed)(const struct expr *e, void *data);
	/* May something be compared with the address of variable G again?
	 * NULL: it may not. */
	bool (*compared)(const void *g, void *data);
	/* May something be compared with the number K again?  NULL: it may
	 * not. */
	bool (*told_apart)(int64_t k, void *data);
	/* May this memory, or such of something else, be looked at again? */
	bool (*looked_at)(const struct addr *a, void *data);
	void *data;
	/* How many entries env had: those that ended stand, until the next
	 * change, behind the others.  Or NULL. */
	uint32_t *n_named;
	bool everything;	/* at a return: all locals end */
	/* The state is of no use afterwards: what is lost is all that is
	 * asked. */
	bool only_lost;
	bool keep_read;		/* what was read of arguments, too */
	bool keep_params;	/* what became of arguments is asked later */
};
void state_normalize(struct state_pool *p, struct state *s,
		     const struct live_query *q);
/* Of a normalised state. */
uint64_t state_hash(const struct state *s);

void state_print(const struct state *s, const struct function *f,
		 struct buf *out);

#endif
