/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A call with a format: what format-arguments and keyword-list share. */
#ifndef PYREFCHECK_FORMAT_CALL_H
#define PYREFCHECK_FORMAT_CALL_H

#include "check/check.h"
#include "check/constants.h"
#include "contract/format.h"

struct format_call {
	struct check_context *c;
	const struct function *f;
	const struct instr *i;
	const struct contract *contract;
	struct arena arena;
	enum format_kind kind;
	unsigned pointer_size;
	/* Was it compiled with PY_SSIZE_T_CLEAN, or is it of no matter? */
	bool clean;
	uint32_t n_formats;	/* all that can reach the call */
	struct format *formats[CONSTANTS_MAX];
};

/* False, with nothing to release, when I is no call with a format that is
 * known. */
bool format_call_init(struct format_call *k, struct check_context *c,
		      const struct function *f, const struct instr *i,
		      const struct contract *contract);
void format_call_release(struct format_call *k);
/* "'Oi:name'", quoted and cut to a readable length. */
const char *format_quote(struct format_call *k, const struct format *format);
/* Where UNIT stands in the source, when the whole format is one literal at or
 * shortly behind the call; else an unknown place.  END_COLUMN is one past
 * the unit. */
struct loc format_unit_place(const struct format_call *k,
			     const struct format *format,
			     const struct format_unit *unit,
			     uint32_t *end_column);
/* Is this fault keyword-list's? */
bool format_fault_is_keyword(const struct format_call *k,
			     const struct format_fault *fault);

#endif
