/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A baseline: the keys of findings that are known and not to be shown again,
 * a line each; `pyrefcheck baseline' writes it.
 */
#ifndef PYREFCHECK_BASELINE_H
#define PYREFCHECK_BASELINE_H

#include "finding/finding.h"

/* Zero-initialised is empty. */
struct baseline {
	struct interns keys;
	struct map known;	/* interned key -> itself */
};

/* Reads FILE into B.  Empty lines and such as begin with '#' are skipped.
 * What is wrong goes to ERRORS as "file:line: message"; returns whether
 * nothing was.  The lines that are right count. */
bool baseline_read(struct baseline *b, const char *file, struct buf *errors);
bool baseline_has(struct baseline *b, const char *key);
void baseline_release(struct baseline *b);

#endif
