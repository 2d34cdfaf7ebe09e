/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole analysis of one translation unit: the only thing that the
 * adapter, and the IR driver, call.
 */
#ifndef PYREFCHECK_ANALYZE_H
#define PYREFCHECK_ANALYZE_H

#include "base/option.h"
#include "finding/finding.h"
#include "ir/ir.h"

#include <signal.h>

#ifdef __cplusplus
extern "C" {
#endif

struct analysis_stats {
	uint32_t functions;	/* with a body seen */
	uint32_t analyzed;
	uint32_t given_up;	/* lowering refused */
	uint32_t budget_states;	/* functions in which states were dropped */
	uint32_t budget_steps;	/* functions cut by max-steps */
	uint64_t steps;
	uint32_t unknown_calls;	/* calls of functions without a contract */
	uint32_t known;		/* findings that the baseline lists */
};

/* How the caller survives a failure of the analysis of one function, and ends
 * it in time; all may be NULL. */
struct analysis_guard {
	/* Calls RUN (DATA); what ended it early, or NULL. */
	const char *(*run)(void (*run)(void *), void *data);
	/* FUNCTION's analysis failed; the others' goes on. */
	void (*failed)(const char *what, const char *function, void *data);
	void *data;
	/* Not 0: the time is over. */
	const volatile sig_atomic_t *late;
};

/* Analyses U under OPTIONS; appends findings, sorted, with disabled checks
 * already left out.  STATS and GUARD may be NULL.  A wrong option value or spec file
 * is described in ERRORS, a line each, and analysis goes on without it; a
 * line that begins with ANALYZE_NOTE is worth no warning. */
#define ANALYZE_NOTE "note: "
void analyze_unit(struct unit *u, const struct options *options,
		  struct findings *findings, struct analysis_stats *stats,
		  const struct analysis_guard *guard, struct buf *errors);

/* The text that option dump=WHAT asks for, other than ir. */
void analyze_dump(struct unit *u, const struct options *options,
		  const char *what, struct buf *out);

/* The rules, by index and by name; NULL past the end or unknown. */
const struct rule *rule_by_index(unsigned i);
const struct rule *rule_by_name(const char *name);

#ifdef __cplusplus
}
#endif
#endif
