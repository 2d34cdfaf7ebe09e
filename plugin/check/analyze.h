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

/* Analyses U under OPTIONS; appends findings, sorted, with disabled checks
 * already left out.  STATS may be NULL.  A wrong option value or spec file
 * is described in ERRORS, a line each, and analysis goes on without it; a
 * line that begins with ANALYZE_NOTE is worth no warning. */
#define ANALYZE_NOTE "note: "
void analyze_unit(struct unit *u, const struct options *options,
		  struct findings *findings, struct analysis_stats *stats,
		  struct buf *errors);

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
