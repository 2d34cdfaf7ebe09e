/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where each value of a body is used, found once for all of them. */
#include "ir/uses.h"

struct body_uses {
	struct arena *arena;
	/* Those of V are v[end[V - 1]] to v[end[V] - 1]; NULL: not read yet. */
	uint32_t *end;
	struct value_use *v;
};

struct reader {
	struct body_uses *uses;
	struct value_use at;
	bool store;	/* the second time, when the numbers are known */
};

struct body_uses *uses_new(struct arena *a)
{
	struct body_uses *u = ARENA_NEW(a, struct body_uses);

	u->arena = a;
	return u;
}

/* First END[V] counts, then it is where the next one goes. */
static void see(vid v, void *data)
{
	struct reader *r = data;
	uint32_t *end = &r->uses->end[v];

	if (r->store)
		r->uses->v[*end] = r->at;
	++*end;
}

static void read_block(struct reader *r, const struct block *b)
{
	uint32_t i, n;

	r->at.is_phi = true;
	for (i = 0; i < b->n_phis; i++)
		for (n = 0, r->at.instr = i; n < b->n_preds; n++)
			if (b->phis[i].args[n])
				see(b->phis[i].args[n], r);
	r->at.is_phi = false;
	for (i = 0; i < b->n_instrs; i++) {
		r->at.instr = i;
		instr_uses(&b->instrs[i], see, r);
	}
}

static void read_body(struct reader *r, const struct function *f)
{
	for (r->at.block = 0; r->at.block < f->n_blocks; r->at.block++)
		read_block(r, &f->blocks[r->at.block]);
}

/* Who uses a value twice is listed once. */
static void drop_repeated(struct body_uses *u, const struct function *f)
{
	uint32_t v, k = 0, n = 0;

	for (v = 0; v < f->n_values; v++) {
		uint32_t first = n;

		for (; k < u->end[v]; k++)
			if (n == first || u->v[n - 1].block != u->v[k].block
			    || u->v[n - 1].instr != u->v[k].instr
			    || u->v[n - 1].is_phi != u->v[k].is_phi)
				u->v[n++] = u->v[k];
		u->end[v] = n;
	}
}

static void read_uses(struct body_uses *u, const struct function *f)
{
	struct reader r = { .uses = u };
	uint32_t v, n, sum = 0;

	u->end = ARENA_ARRAY(u->arena, uint32_t, f->n_values);
	read_body(&r, f);
	for (v = 0; v < f->n_values; v++) {
		n = u->end[v];
		u->end[v] = sum;
		sum += n;
	}
	u->v = ARENA_ARRAY(u->arena, struct value_use, sum);
	r.store = true;
	read_body(&r, f);
	drop_repeated(u, f);
}

const struct value_use *value_uses(const struct function *f, vid v,
				   uint32_t *n)
{
	uint32_t first;

	*n = 0;
	if (!v || v >= f->n_values)
		return NULL;
	if (!f->uses->end)
		read_uses(f->uses, f);
	first = f->uses->end[v - 1];
	*n = f->uses->end[v] - first;
	return &f->uses->v[first];
}

bool value_any_use(const struct function *f, vid v, use_is_cb cb, void *data)
{
	VEC (vid) todo = { 0 };
	bool is = false;
	uint32_t n, k;

	vec_push(&todo, v);
	while (todo.n && !is) {
		vid x = todo.v[--todo.n];
		const struct value_use *use = value_uses(f, x, &n);

		for (k = 0; k < n && !is; k++) {
			const struct block *b = &f->blocks[use[k].block];
			const struct instr *i;

			if (use[k].is_phi || !b->reachable)
				continue;
			i = &b->instrs[use[k].instr];
			if (i->op == OP_COPY || i->op == OP_CAST)
				vec_push(&todo, i->dst);
			else
				is = cb(f, &use[k], x, data);
		}
	}
	vec_release(&todo);
	return is;
}
