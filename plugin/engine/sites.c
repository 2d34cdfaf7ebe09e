/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/sites.h"
#include "engine/tables.h"

struct site_list { VEC (struct site) v; };

struct members {
	struct arena *arena;
	struct unit *unit;
	bool is_read;
	struct map sites;	/* name -> struct site_list * */
};

static void note(struct map *m, struct arena *a, const void *what,
		 const struct site *at)
{
	uint64_t key = map_key_ptr(what);
	struct site_list *l = map_get(m, key);

	if (!l) {
		l = ARENA_NEW(a, struct site_list);
		map_set(m, key, l);
	}
	if (!l->v.n || l->v.v[l->v.n - 1].i != at->i)
		vec_push(&l->v, *at);
}

static void read_instr(const struct site *at, void *data)
{
	struct sites *s = data;
	struct arena *a = s->members->arena;
	struct global *g;
	int64_t offset;

	if (at->i->op == OP_CALL && call_target(at->f, at->i))
		note(&s->calls, a, call_target(at->f, at->i), at);
	else if (at->i->op == OP_STORE
		 && global_address(at->f, at->i->place.base, &g, &offset))
		note(&s->stores, a, g, at);
}

static void note_member(struct members *m, const struct instr *i,
			const struct site *at)
{
	if (i && (i->op == OP_LOAD || i->op == OP_STORE || i->op == OP_ADDR)
	    && i->place.field)
		note(&m->sites, m->arena, i->place.field, at);
}

/* The members that instruction AT is about. */
static void read_member(const struct site *at, void *data)
{
	struct members *m = data;
	const struct function *f = at->f;
	const struct instr *i = at->i, *d;
	uint32_t n;

	note_member(m, i, at);
	for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
		d = value_def(f, strip_casts(f, i->args[n]));
		/* With a reference that is taken for the call. */
		if (n == 0 && d && d->op == OP_CALL && d->n_args == 1)
			d = value_def(f, strip_casts(f, d->args[0]));
		if (n == 0 || (d && d->op == OP_ADDR))
			note_member(m, d, at);
	}
}

typedef void (*site_cb)(const struct site *at, void *data);

static void each_site(const struct unit *u, site_cb cb, void *data)
{
	uint32_t n, b, k;

	for (n = 0; n < u->functions.n; n++) {
		const struct function *f = u->functions.v[n];

		for (b = 0; f->has_body && b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				struct site at = { f, &f->blocks[b].instrs[k],
					b, k };

				cb(&at, data);
			}
	}
}

void sites_read(struct sites *s, struct arena *a, struct unit *u)
{
	s->members = ARENA_NEW(a, struct members);
	s->members->arena = a;
	s->members->unit = u;
	each_site(u, read_instr, s);
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
	release(&s->members->sites);
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

const struct site *sites_of_member(const struct sites *s, const char *name,
				   uint32_t *n)
{
	struct members *m = s->members;

	if (!m->is_read)
		each_site(m->unit, read_member, m);
	m->is_read = true;
	return sites_of(&m->sites, unit_intern(m->unit, name), n);
}
