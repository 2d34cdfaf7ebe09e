/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the unit calls each function, and where it stores to each variable. */
#ifndef PYREFCHECK_SITES_H
#define PYREFCHECK_SITES_H

#include "base/base.h"
#include "ir/ir.h"

/* Instruction I of F: the one at number INSTR of BLOCK. */
struct site {
	const struct function *f;
	const struct instr *i;
	uint32_t block, instr;
};

struct sites {
	struct map calls;	/* function -> struct site_list * */
	struct map stores;	/* global -> struct site_list * */
	struct members *members;	/* sites.c's own, read when asked */
};

/* Reads the bodies of U; the lists live in A until sites_release. */
void sites_read(struct sites *s, struct arena *a, struct unit *u);
void sites_release(struct sites *s);
/* The direct calls of F, *N of them, in the order of the unit; they live as
 * long as S. */
const struct site *sites_of_calls(const struct sites *s,
				  const struct function *f, uint32_t *n);
/* Likewise, the stores to or into variable G. */
const struct site *sites_of_stores(const struct sites *s,
				   const struct global *g, uint32_t *n);
/* Likewise, where members called NAME are read or set, where their address is
 * taken, and the calls that get that, or such a member first. */
const struct site *sites_of_member(const struct sites *s, const char *name,
				   uint32_t *n);

#endif
