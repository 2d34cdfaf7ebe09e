/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/change.h"

#include <string.h>

enum change change_of(const struct contract *c)
{
	static const struct { const char *name; enum change how; } rows[] = {
#define CHANGE(name, how) { name, CHANGE_##how },
#include "engine/change.def"
#undef CHANGE
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE (rows); i++)
		if (!strcmp(rows[i].name, c->name))
			return rows[i].how;
	return CHANGE_ALL;
}

static bool mutates(const struct contract *c)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_MUTATES && e->a == 1)
				return true;
	return false;
}

bool change_keeps_items(const struct contract *c)
{
	enum change how = change_of(c);

	return !mutates(c) || how == CHANGE_GROWS || how == CHANGE_MOVES;
}

bool change_is_of_one(const struct contract *c)
{
	return change_of(c) == CHANGE_KEY;
}
