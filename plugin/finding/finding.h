/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a check found: a message at a place, with the path that leads there.
 * Reports and the compiler's diagnostics are made from this alone.
 */
#ifndef PYREFCHECK_FINDING_H
#define PYREFCHECK_FINDING_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A check as users know it; rows of check/check.def. */
struct rule {
	const char *name;	/* "reference-leak" */
	bool default_on;
	unsigned cwe;		/* 0: none */
	const char *summary;	/* one sentence */
};

/* On what knowledge a finding rests, strongest first; a finding tells the
 * weakest that it needs. */
enum origin {
	ORIGIN_TABLE,		/* our API table */
	ORIGIN_ATTRIBUTE,	/* the user's __attribute__ */
	ORIGIN_SPEC,		/* the user's JSON spec */
	ORIGIN_INFERRED,	/* a summary of a body in this unit */
	ORIGIN_CONVENTION	/* an unknown function, taken as CPython's
				 * conventions have it */
};

/* SARIF's verbs, as far as GCC shows them. */
enum event_verb {
	VERB_NONE, VERB_ACQUIRE, VERB_RELEASE, VERB_ENTER, VERB_EXIT,
	VERB_CALL, VERB_RETURN, VERB_BRANCH, VERB_DANGER
};

struct event {
	struct loc loc;
	const char *function;	/* in which it happens */
	unsigned depth;		/* 0: the function reported on; +1 a callee */
	enum event_verb verb;
	const char *text;	/* plain words, no final period */
};

enum fixit_kind { FIXIT_NONE, FIXIT_INSERT_BEFORE, FIXIT_REPLACE };

struct fixit {
	enum fixit_kind kind;
	struct loc loc;		/* of the token to replace or stand before */
	uint32_t end_column;	/* REPLACE: one past its last column */
	const char *text;
};

struct finding {
	const struct rule *rule;
	struct loc loc;
	const char *function;	/* name, or NULL at file scope */
	const char *message;	/* no tag, no final period */
	/* What identifies the defect beside rule and function: the object,
	 * call or field.  Part of the baseline's key. */
	const char *subject;
	struct loc cause;	/* where the thing came from: merges paths */
	uint32_t n_events;
	struct event *events;
	const char *hint;	/* what would be right; printed as a note */
	struct loc hint_loc;
	struct fixit fixit;
	enum origin origin;
	bool memory_only;	/* needs memory to be short */
	uint32_t n_places;	/* further places of the same defect */
	struct loc *places;
};

/* The findings of one unit.  Zero-initialised is empty. */
struct findings {
	struct arena arena;
	VEC (struct finding *) list;
	uint32_t refuted;	/* candidates whose replay was infeasible */
	uint32_t merged;	/* candidates that were one defect */
};

/* A zeroed finding of this list's arena, not yet in the list. */
struct finding *finding_new(struct findings *fs, const struct rule *rule,
			    struct loc loc);
/* Appends an event to F (its arena is FS's). */
void finding_event(struct findings *fs, struct finding *f, struct event e);
/* Adds F; a second finding of one rule, place and subject is merged: the
 * one is kept that needs less to be so (memory that is not short, a
 * stronger origin), then the shorter path.  Returns whether F was new. */
bool findings_add(struct findings *fs, struct finding *f);
/* Orders by place, rule, subject: call before reporting. */
void findings_sort(struct findings *fs);
/* Makes one finding, with its places, of more than MANY in one function that
 * have one rule and subject: the same mistake made again and again.  Those in
 * functions for which FROM_TEMPLATE is true are one when they have one rule
 * and say the same apart from generated names and numbers: the generator's
 * template has the mistake.  Call it on the sorted list. */
void findings_group(struct findings *fs, uint32_t many,
		    bool (*from_template)(const char *name));
void findings_release(struct findings *fs);

/* The stable key of a finding, for baselines and triage: rule, function,
 * subject, and the line relative to the function's start, as
 * "rule|function|subject|+3". */
void finding_key(const struct finding *f, uint32_t function_line,
		 struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
