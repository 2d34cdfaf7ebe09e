/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of method-table. */
#ifndef PYREFCHECK_METHOD_TABLE_H
#define PYREFCHECK_METHOD_TABLE_H

#include "check/check.h"
#include "check/signature.h"
#include "engine/tables.h"

/* Function F, registered as element I of T under NAME, is not what SLOT
 * takes: FAULT says why. */
void report_table_function(struct check_context *c, const struct table *t,
			   uint32_t i, const char *name,
			   const struct function *f, const struct slot *slot,
			   const struct buf *fault);

void check_member_table(struct check_context *c, const struct table *t);
void check_slot_table(struct check_context *c, const struct table *t);
void check_module_tables(struct check_context *c);

#endif
