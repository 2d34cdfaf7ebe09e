/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where in a JSON text a value stands.  jansson does not keep the places of
 * what it has read; this finds one again, by its path from the root, in text
 * that jansson accepted.
 */
#ifndef PYREFCHECK_SPEC_PLACE_H
#define PYREFCHECK_SPEC_PLACE_H

#include "base/base.h"

/* A step down: into member KEY of an object, or element INDEX of an array
 * when KEY is NULL. */
struct spec_step {
	const char *key;
	size_t index;
};

struct spec_place { unsigned line, column; };	/* from 1; in characters */

/* The place of the value at PATH, or with AT_KEY of the last step's key.  Of
 * a path that does not exist: the place of the deepest value that does. */
struct spec_place spec_locate(const char *text, size_t len,
			      const struct spec_step *path, unsigned depth,
			      bool at_key);

#endif
