/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A call with a format: what format-arguments and keyword-list share. */
#ifndef PYREFCHECK_FORMAT_CALL_H
#define PYREFCHECK_FORMAT_CALL_H

#include "check/check.h"
#include "engine/constants.h"
#include "contract/format.h"

struct format_call {
	struct check_context *c;
	const struct function *f;
	const struct instr *i;
	const struct contract *contract;
	/* What the contract of a function of the unit that hands its format
	 * on amounts to. */
	struct contract forwarded;
	uint8_t list_arg;	/* the keyword list, from 1; 0: none */
	struct arena arena;
	enum format_kind kind;
	unsigned pointer_size;
	/* Was it compiled with PY_SSIZE_T_CLEAN, or is it of no matter? */
	bool clean;
	uint32_t n_formats;	/* all that can reach the call */
	struct format *formats[CONSTANTS_MAX];
};

/* False, with nothing but the call, its kind and contract to know, when I is
 * no call with a format that is known. */
bool format_call_init(struct format_call *k, struct check_context *c,
		      const struct function *f, const struct instr *i,
		      const struct contract *contract);
void format_call_release(struct format_call *k);
/* The same for a call with a list that ends with NULL or is counted; to be
 * released likewise. */
bool format_list_init(struct format_call *k, struct check_context *c,
		      const struct function *f, const struct instr *i,
		      const struct contract *contract);
void format_list_check(struct format_call *k);

/* The arguments from va_first on that are there. */
uint32_t format_n_varargs(const struct format_call *k);
vid format_vararg(const struct format_call *k, uint32_t index);
/* Are the arguments from vararg INDEX on all NULL?  Some end every list so;
 * nothing is lost when nobody looks at them. */
bool format_only_nulls(const struct format_call *k, uint32_t index);

/* A finding at the call, not yet added. */
struct finding *format_report(struct format_call *k, const char *subject,
			      const char *message);
/* Text that lives as long as K. */
const char *format_text(struct format_call *k, const char *fmt, ...)
	PRC_PRINTF(2, 3);
/* "'Oi:name'", quoted and cut to a readable length. */
const char *format_quote(struct format_call *k, const struct format *format);
/* Where UNIT stands in the source, when the literals that spell the format
 * are found; else an unknown place.  END_COLUMN is one past the unit. */
struct loc format_unit_place(const struct format_call *k,
			     const struct format *format,
			     const struct format_unit *unit,
			     uint32_t *end_column);
/* Is this fault keyword-list's? */
bool format_fault_is_keyword(const struct format_call *k,
			     const struct format_fault *fault);

/* Is argument ARG, from 1, of call I a text, or a str, that the call's format
 * reads at once?  %S, %R and %A make "<NULL>" of NULL.
 * source: Objects/unicodeobject.c, unicode_fromformat_arg. */
bool format_call_reads(struct check_context *c, const struct function *f,
		       const struct instr *i, const struct contract *contract,
		       unsigned arg);

#endif
