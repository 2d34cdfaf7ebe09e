/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/sites.h"
#include "engine/tables.h"

struct site_list { VEC (struct site) v; };

static void note(struct map *m, struct arena *a, const void *what,
		 const struct site *at)
{
	uint64_t key = map_key_ptr(what);
	struct site_list *l = map_get(m, key);

	if (!l) {
		l = ARENA_NEW(a, struct site_list);
		map_set(m, key, l);
	}
	vec_push(&l->v, *at);
}

static void read_instr(struct sites *s, struct arena *a, const struct site *at)
{
	struct global *g;
	int64_t offset;

	if (at->i->op == OP_CALL && call_target(at->f, at->i))
		note(&s->calls, a, call_target(at->f, at->i), at);
	else if (at->i->op == OP_STORE
		 && global_address(at->f, at->i->place.base, &g, &offset))
		note(&s->stores, a, g, at);
}

void sites_read(struct sites *s, struct arena *a, const struct unit *u)
{
	uint32_t n, b, k;

	for (n = 0; n < u->functions.n; n++) {
		const struct function *f = u->functions.v[n];

		for (b = 0; f->has_body && b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				struct site at = { f, &f->blocks[b].instrs[k],
					b, k };

				read_instr(s, a, &at);
			}
	}
}

static void release(struct map *m)
{
	uint32_t i;

	for (i = 0; i < m->n; i++) {
		struct site_list *l = m->slots[i].value;

		vec_release(&l->v);
	}
	map_release(m);
}

void sites_release(struct sites *s)
{
	release(&s->calls);
	release(&s->stores);
}

static const struct site *sites_of(const struct map *m, const void *what,
				   uint32_t *n)
{
	const struct site_list *l = map_get(m, map_key_ptr(what));

	*n = l ? l->v.n : 0;
	return l ? l->v.v : NULL;
}

const struct site *sites_of_calls(const struct sites *s,
				  const struct function *f, uint32_t *n)
{
	return sites_of(&s->calls, f, n);
}

const struct site *sites_of_stores(const struct sites *s,
				   const struct global *g, uint32_t *n)
{
	return sites_of(&s->stores, g, n);
}
