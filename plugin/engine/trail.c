/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/trail.h"
#include "engine/tables.h"

#include <string.h>

void trail_begin(struct trail *t, const struct function *f, vid v)
{
	memset(t, 0, sizeof(*t));
	t->f = f;
	t->seen = memset(prc_malloc(f->n_values), 0, f->n_values);
	trail_add(t, v);
	t->end = t->v.n;
}

void trail_add(struct trail *t, vid v)
{
	v = strip_casts(t->f, v);
	if (!v || t->seen[v])
		return;
	t->seen[v] = true;
	vec_push(&t->v, v);
}

void trail_add_phi(struct trail *t, const struct phi *phi, vid v)
{
	const struct block *b = &t->f->blocks[fn_value(t->f, v)->def_block];
	uint32_t n;

	for (n = 0; n < b->n_preds; n++)
		trail_add(t, phi->args[n]);
}

vid trail_next(struct trail *t)
{
	if (t->at == t->v.n)
		return 0;
	if (t->at == t->end) {
		t->depth++;
		t->end = t->v.n;
	}
	return t->v.v[t->at++];
}

bool trail_end(struct trail *t, bool is)
{
	prc_free(t->seen);
	vec_release(&t->v);
	return is;
}
