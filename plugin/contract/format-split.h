/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the grammars of format.h: the tables' rows, and what a splitter
 * collects.  Private to format*.c. */
#ifndef PYREFCHECK_FORMAT_SPLIT_H
#define PYREFCHECK_FORMAT_SPLIT_H

#include "contract/format.h"

struct format_row {
	const char *code;
	pyversion since, until;
	bool runs_code;
	/* Ends at FORMAT_USE_NONE.  A *_LENGTH has no ctype here: it is the
	 * splitter's. */
	struct format_arg args[FORMAT_UNIT_MAX_ARGS + 1];
};

/* The row of the longest code at the start of TEXT (LEN bytes), or NULL. */
const struct format_row *format_row_at(enum format_kind kind,
				       const char *text, size_t len);
/* Row number I of KIND's table, or NULL past its end. */
const struct format_row *format_row(enum format_kind kind, unsigned i);

struct splitter {
	struct arena *arena;
	struct format *format;
	enum format_ctype length;
	VEC (struct format_unit) units;
	VEC (struct format_fault) faults;
};

void split_fault(struct splitter *s, enum format_fault_kind kind,
		 uint32_t pos, const char *text, size_t len);
/* Appends the unit ROW that stands at POS with LEN bytes; its arguments are
 * the next ones.  The pointer is valid until the next unit. */
struct format_unit *split_unit(struct splitter *s,
			       const struct format_row *row, uint32_t pos,
			       uint32_t len);
struct format_unit *split_group(struct splitter *s, uint32_t pos);

/* The grammars. */
void split_parse(struct splitter *s);
void split_build(struct splitter *s);
void split_unicode(struct splitter *s);

#endif
