/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a format's unit expects, held against a call's argument. */
#ifndef PYREFCHECK_FORMAT_TYPES_H
#define PYREFCHECK_FORMAT_TYPES_H

#include "check/check.h"
#include "contract/format.h"

struct format_fit {
	struct check_context *c;
	const struct function *f;
	unsigned pointer_size;	/* of the target */
	vid before;		/* the argument before: type, converter */
	/* The unit has a length: any memory can be given as its bytes. */
	bool has_length;
};

/* Can V be what A stands for, as the C ABI sees it? */
bool format_arg_fits(const struct format_fit *k, const struct format_arg *a,
		     vid v);
/* "Py_ssize_t *" (8 bytes), in words, of what A expects. */
void format_expected(const struct format_fit *k, const struct format_arg *a,
		     struct buf *out);
/* The same of the type T that an argument has where A is expected. */
void format_actual(const struct format_arg *a, const struct type *t,
		   struct buf *out);
/* A type as users write it. */
void type_spell(const struct type *t, struct buf *out);
/* The code of KIND's grammar that takes an argument of V's type as A's code
 * takes one of its own; NULL when there is none. */
const char *format_code_for(const struct format_fit *k,
			    enum format_kind kind,
			    const struct format_arg *a, vid v);

#endif
