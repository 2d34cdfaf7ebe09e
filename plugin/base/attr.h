/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Attributes of the source: what the IR carries and contracts are made from.
 * Neither of these two may include the other.
 */
#ifndef PYREFCHECK_ATTR_H
#define PYREFCHECK_ATTR_H

#include "base/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* __attribute__ ((name (args))) as written, without the underscores that
 * may surround the name. */
struct attr {
	const char *name;
	uint32_t n_args;
	struct attr_arg { bool is_string; int64_t i; const char *s; } *args;
	struct loc loc;
	const struct attr *next;
};

#ifdef __cplusplus
}
#endif
#endif
