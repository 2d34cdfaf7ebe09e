/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a check is: a few hooks, in one file check/<name>.c, reached by
 * the row in check.def.  Checks only look; none can disturb another, and
 * their order means nothing.
 *
 *   const struct check check_format_arguments = { .call = call };
 */
#ifndef PYREFCHECK_CHECK_H
#define PYREFCHECK_CHECK_H

#include "base/option.h"
#include "contract/contract.h"
#include "engine/declared.h"
#include "finding/finding.h"
#include "ir/ir.h"

struct step;		/* engine/engine.h */
struct knowledge;	/* engine/knowledge.h: who knows which contract */

struct source_cache;

struct check_context {
	struct unit *unit;
	const struct options *options;
	const struct declared *declared;
	struct knowledge *knowledge;
	struct findings *findings;
	pyversion version;	/* of the headers in use */
	/* The targeted range, both inclusive; the headers' version alone
	 * unless option python says otherwise. */
	pyversion low, high;
	const struct rule *rule;	/* of the check being run */
	struct source_cache *sources;	/* see source.h */
	struct member_index *members;	/* see member-uses.h */
	/* What the check being run gathered over the unit so far: its own,
	 * NULL at first; in the findings' arena. */
	void **data;
};

/* Of steps of KIND. */
#define ON(kind) (1u << STEP_##kind)
#define ALL_STEPS (~0u)

struct check {
	/* Once per unit, before the bodies. */
	void (*unit)(struct check_context *c);
	/* For each call in each analysed body, in source order; CONTRACT is
	 * what is known of the callee, or NULL. */
	void (*call)(struct check_context *c, const struct function *f,
		     const struct instr *i, const struct contract *contract);
	/* For each step of the abstract interpretation that is of STEPS, a bit
	 * for each kind: most are of no concern to most checks. */
	void (*step)(struct check_context *c, const struct step *s);
	unsigned steps;
	/* Once per unit, after the bodies. */
	void (*finish)(struct check_context *c);
};

#define CHECK(id, name, on, cwe, summary) extern const struct check check_##id;
#include "check/check.def"
#undef CHECK

/* A finding of C's rule at LOC in F (NULL: file scope), message as printf.
 * Not yet added: set what else is known, then check_add. */
struct finding *check_finding(struct check_context *c,
			      const struct function *f, struct loc loc,
			      const char *fmt, ...) PRC_PRINTF(4, 5);
void check_event(struct check_context *c, struct finding *fi, struct loc loc,
		 const struct function *f, const char *fmt, ...)
	PRC_PRINTF(5, 6);
void check_hint(struct check_context *c, struct finding *fi, const char *fmt,
		...) PRC_PRINTF(3, 4);
void check_subject(struct check_context *c, struct finding *fi,
		   const char *subject);
void check_add(struct check_context *c, struct finding *fi);

#endif
