/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Findings on disk, one JSON file per translation unit, and what is made of
 * a folder of them: text, SARIF, JSON lines, HTML.
 *
 * doc/schema/findings.schema.json defines the files.  All output is a
 * function of the input alone: no time, no address, no hash order.
 */
#ifndef PYREFCHECK_REPORT_H
#define PYREFCHECK_REPORT_H

#include "base/base.h"
#include "finding/finding.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where a function of the unit starts: keys count lines from there. */
struct unit_function { const char *name; uint32_t line; };

struct unit_info {
	const char *source;	/* as given to the compiler */
	const char *object;	/* output file, NULL when unknown */
	const char *directory;	/* working directory, NULL when unknown */
	const char *gcc_version;	/* "12.2.0" */
	const char *python_version;	/* "3.11.2", NULL when unknown */
	uint32_t n_functions;
	const struct unit_function *functions;
};

#define REPORT_COUNTS(COUNT) \
	COUNT (functions, "functions seen with a body") \
	COUNT (analyzed, "functions analyzed") \
	COUNT (given_up, "functions given up before the analysis") \
	COUNT (budget_states, "functions in which states were dropped") \
	COUNT (budget_steps, "functions cut by max-steps") \
	COUNT (steps, "instructions interpreted") \
	COUNT (unknown_calls, "calls of functions without a contract") \
	COUNT (internal_errors, "failures inside pyrefcheck") \
	COUNT (refuted, "candidates refuted") \
	COUNT (merged, "candidates merged")

/* refuted and merged are taken from the findings when a file is written. */
struct report_counts {
#define COUNT(id, what) uint64_t id;
	REPORT_COUNTS (COUNT)
#undef COUNT
};

/* Writes DIR/NAME-HASH.json, whole or not at all; makes DIR.  The name
 * depends on directory, source and object only, so that a second build
 * replaces what the first wrote. */
bool report_write_json_file(const char *dir, const struct unit_info *unit,
			    const struct report_counts *counts,
			    const struct findings *findings,
			    struct buf *error);

/* ------------------------------------------------------------- reading */

struct report_finding {
	struct finding f;
	const char *key;
	const struct unit_info *unit;
};

/* Zero-initialised is empty. */
struct report {
	struct arena arena;
	struct interns strings;
	/* File names below this folder are shown relative to it; NULL: all
	 * are shown as they are.  Set before reading. */
	const char *root;
	VEC (const struct unit_info *) units;
	VEC (struct rule *) rules;	/* by name after report_finish */
	VEC (struct report_finding) list;
	struct report_counts counts;	/* the sums */
};

/* Adds a file, or all *.json of a folder.  Errors, a line each, go to
 * ERRORS; returns whether there was none. */
bool report_read(struct report *r, const char *path, struct buf *errors);
/* Orders by place, and drops what several units found alike (a header's
 * function).  Call once, after the last report_read. */
void report_finish(struct report *r);
void report_release(struct report *r);

/* ------------------------------------------------------------- writing */

/* A check's page of the manual, for SARIF's and HTML's help. */
struct report_page { const char *name, *text; };

enum report_format {
	REPORT_TEXT, REPORT_SARIF, REPORT_JSONL, REPORT_HTML, N_REPORT_FORMATS
};

struct report_style {
	enum report_format format;
	bool colors;			/* text */
	const char *version;		/* of pyrefcheck */
	const struct report_page *pages;	/* ends with a NULL name */
};

/* "text" and so on; N_REPORT_FORMATS when NAME is none. */
enum report_format report_format_by_name(const char *name);
void report_print(const struct report *r, const struct report_style *style,
		  struct buf *out);
/* One finding as a line of JSON, as in the list of a findings file. */
void report_finding_jsonl(const struct finding *f, const char *key,
			  struct buf *out);
/* "12 findings in 3 files: 8 reference-leak, 4 null-dereference". */
void report_summary(const struct report *r, struct buf *out);

/* What NEW has and OLD has not: findings of NEW whose key occurs in OLD less
 * often.  VANISHED is the same call the other way round. */
void report_difference(const struct report *newer, const struct report *older,
		       struct report *out);
/* A baseline file: the keys, sorted, one a line. */
void report_baseline(const struct report *r, struct buf *out);

/* The page of CHECK, or NULL. */
const char *report_page_find(const struct report_page *pages,
			     const char *check);

#ifdef __cplusplus
}
#endif
#endif
