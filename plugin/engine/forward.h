/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions of the unit that hand their own format and variable arguments on
 * to the API: what their callers give must fit as it must there.
 */
#ifndef PYREFCHECK_FORWARD_H
#define PYREFCHECK_FORWARD_H

#include "contract/format.h"
#include "ir/ir.h"

struct forward {
	enum format_kind kind;
	uint8_t format_arg;	/* arguments of the function, from 1 */
	uint8_t list_arg;	/* PARSE_KEYWORDS: the names; 0: none */
	uint8_t va_first;
	const char *name;	/* the function that reads the format */
};

/* Is F such a function, by the API of VERSION? */
bool format_forward(const struct function *f, pyversion version,
		    struct forward *out);

#endif
