/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dues: what an unknown function made, of which the function's own code says
 * that it is to be released: it passes it, on some way, to a function that
 * releases by its name.
 *
 *	if (lib_init (&v)) return NULL;
 *	if (lib_fill (&v, arg)) return NULL;		forgotten
 *	...
 *	lib_destroy (&v);
 *
 * Whether it is there on a way out is told by what the maker answered, as far
 * as the code asks: only answers with which some way releases it count.  Whom
 * it was passed or stored to in between may have taken it over, unless a way
 * that goes well does the same and releases it all the same.
 */
#ifndef PYREFCHECK_DUES_H
#define PYREFCHECK_DUES_H

#include "engine/engine.h"

enum { MAX_DUES = 32, MAX_ANSWERS = 16, MAX_TAKERS = 64, MAX_BESIDE = 8 };

/* A number, or pointer, that the maker may return, and whether some way that
 * goes on from there releases. */
struct answer { int64_t number; bool releases; };

struct due {
	const struct instr *made;	/* the call of the maker */
	bool in_local;		/* in local, or what that points to, ... */
	uint32_t local;
	int64_t offset;
	bool is_pointer;	/* a pointer, or a number: a handle */
	const char *name;
	struct answer answers[MAX_ANSWERS];
	unsigned n_answers;	/* none where nobody asks */
	/* Other locals that the calls write which get it: what is asked of
	 * them may tell whose it is. */
	uint32_t beside[MAX_BESIDE];
	unsigned n_beside;
	/* Nobody asks whether there is one: there is when it is used. */
	bool is_weak;
	const struct instr *released;	/* somewhere */
	bool paid, paid_well;	/* on some way; on one that goes well */
	bool kept_well;		/* a way that goes well leaves it as it is */
	bool given_up;
	uint64_t takers, proven;	/* that way had it, and released it */
};

/* To whom a due was passed, what stored it, or the answer, as the branch or the
 * byte behind its start, to what was written beside it. */
struct taker { unsigned due; const void *to; };

struct forgotten {
	unsigned due;
	struct loc loc;
	const struct trace *trace;
	uint64_t takers;
	bool memory_only, misuse;
	enum origin origin;
};

struct dues {
	struct due v[MAX_DUES];
	unsigned n;
	/* By value: the dues that it may be, or be the address of; whose
	 * answer it may be. */
	uint32_t *holds, *answers;
	struct taker takers[MAX_TAKERS];
	unsigned n_takers;
	VEC (struct forgotten) forgotten;
};

/* dues-find.c: those of R's function; NULL when it has none. */
struct dues *dues_find(struct fn_run *r);
/* V as the address of a local, or of a part of it at *OFFSET; false when it is
 * none. */
bool address_of_local(const struct function *f, vid v, uint32_t *local,
		      int64_t *offset);

/* Does call I get the address of the local that DUE is in? */
bool gets_local(const struct function *f, const struct instr *i,
		const struct due *due);

/* dues-weigh.c: with which answers is due number N of D there? */
void dues_weigh(struct fn_run *r, struct dues *d, unsigned n);

/* dues.c: before instruction I; after a branch took a way; at a return. */
void dues_step(struct fn_run *r, struct state *s, const struct instr *i);
void dues_branch(struct fn_run *r, struct state *s, const struct instr *i,
		 bool taken);
void dues_return(struct fn_run *r, struct state *s, const struct instr *i,
		 sid value, struct loc loc);
void dues_tell(struct fn_run *r);
void dues_release(struct fn_run *r);

#endif
