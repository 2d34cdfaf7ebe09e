/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Contracts that travel between the units of an extension (summaries=DIR):
 * each unit leaves those of its external functions in a file of its own and
 * reads what the others left.
 *
 * A folder is for units that are linked together: functions are known by
 * their assembler names alone.  Whatever goes wrong here only makes the
 * analysis know less.
 */
#ifndef PYREFCHECK_EXCHANGE_H
#define PYREFCHECK_EXCHANGE_H

#include "engine/knowledge.h"

/* Reads all files of DIR but this unit's own; a folder that is not there yet
 * is an empty one. */
void exchange_read(struct knowledge *k, const char *dir);
/* Writes this unit's file, whole or not at all; makes DIR.  Returns whether
 * that could be done; else ERROR says why not. */
bool exchange_write(struct knowledge *k, const char *dir, struct buf *error);
/* What another unit says of F, which has no body here; or NULL. */
const struct contract *exchange_find(struct knowledge *k,
				     const struct function *f);

#endif
