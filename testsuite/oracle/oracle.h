/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The oracle: generated programs, run for real and analysed; what the one
 * shows and the other says is compared.
 */
#ifndef PYREFCHECK_ORACLE_H
#define PYREFCHECK_ORACLE_H

#include "ir/ir.h"

/* The violations that an execution can show, by the check's name. */
#define FAULTS(FAULT) \
	FAULT (LEAK, "reference-leak") \
	FAULT (OVER, "over-release") \
	FAULT (DEAD, "use-after-release") \
	FAULT (INCREF, "missing-incref") \
	FAULT (DEREF, "null-dereference") \
	FAULT (ARG, "null-argument") \
	FAULT (SILENT, "missing-exception") \
	FAULT (STALE, "stale-exception") \
	FAULT (NO_GIL, "gil-not-held") \
	FAULT (GIL, "gil-unbalanced")

enum fault {
#define FAULT(id, name) FAULT_##id,
	FAULTS (FAULT)
#undef FAULT
	N_FAULTS
};

static inline uint32_t oracle_random(uint64_t *x, uint32_t below)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return below ? (uint32_t) (*x >> 20) % below : 0;
}

/* generate.c: the text of a unit with a method, `f', and a helper, `h'. */
void generate(uint64_t seed, struct buf *out);

/* What the executions of a function showed, as masks of 1 << FAULT_. */
struct shown {
	uint32_t any;		/* some execution did: allows a finding */
	uint32_t due;		/* a sane one did: demands one */
	bool complete;		/* all executions were tried */
	bool returns;		/* some execution came to its end */
	unsigned long runs;
};

/* concrete.c: all executions of F; where they are more than LIMIT, so many in
 * order and as many at random.  A METHOD is called by the interpreter, which
 * holds its result to the conventions. */
void execute(struct unit *u, const struct function *f, bool is_method,
	     unsigned long limit, struct shown *out);

#endif
