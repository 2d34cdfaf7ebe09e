/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An index by the members' names: which are one string where they are equal. */
#include "check/member-uses.h"
#include "engine/tables.h"

#include <string.h>

struct uses { VEC (struct member_use) v; };

struct member_index {
	const struct unit *u;
	bool is_read;
	struct map by_name;	/* struct uses * */
	struct map callees;	/* function -> struct callees * */
};

struct member_index *member_index_new(const struct unit *u)
{
	struct member_index *x = prc_malloc(sizeof(*x));

	memset(x, 0, sizeof(*x));
	x->u = u;
	return x;
}

void member_index_free(struct member_index *x)
{
	uint32_t i;

	for (i = 0; i < x->by_name.n; i++) {
		struct uses *uses = x->by_name.slots[i].value;

		vec_release(&uses->v);
		prc_free(uses);
	}
	map_release(&x->by_name);
	for (i = 0; i < x->callees.n; i++) {
		struct callees *c = x->callees.slots[i].value;

		vec_release(&c->of);
		prc_free(c);
	}
	map_release(&x->callees);
	prc_free(x);
}

static void note(struct member_index *x, const struct function *f,
		 const struct instr *i)
{
	uint64_t key = map_key_ptr(i->place.field);
	struct uses *uses = map_get(&x->by_name, key);
	struct member_use use = { f, i };

	if (!uses) {
		uses = prc_malloc(sizeof(*uses));
		memset(uses, 0, sizeof(*uses));
		map_set(&x->by_name, key, uses);
	}
	vec_push(&uses->v, use);
}

static void read_unit(struct member_index *x)
{
	uint32_t n, b, j;

	for (n = 0; n < x->u->functions.n; n++) {
		const struct function *f = x->u->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (j = 0; j < f->blocks[b].n_instrs; j++) {
				const struct instr *i =
					&f->blocks[b].instrs[j];

				if (op_uses_place(i->op) && i->place.field
				    && i->place.record)
					note(x, f, i);
			}
	}
	x->is_read = true;
}

const struct member_use *member_next_use(struct member_index *x,
					 const struct type *record,
					 const struct field *field,
					 uint32_t *at)
{
	const struct uses *uses;

	if (!x->is_read)
		read_unit(x);
	uses = field->name ? map_get(&x->by_name, map_key_ptr(field->name))
		: NULL;
	while (uses && *at < uses->v.n) {
		const struct member_use *use = &uses->v.v[(*at)++];

		if (same_record(use->i->place.record, record))
			return use;
	}
	return NULL;
}

struct callees *member_callees(struct member_index *x,
			       const struct function *f)
{
	struct callees *c = map_get(&x->callees, map_key_ptr(f));
	struct map seen = { 0 };
	uint32_t b, k;

	if (c)
		return c;
	c = prc_malloc(sizeof(*c));
	memset(c, 0, sizeof(*c));
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if (!t || !t->has_body || t->in_system_header
			    || map_has(&seen, map_key_ptr(t)))
				continue;
			map_set(&seen, map_key_ptr(t), NULL);
			vec_push(&c->of, t);
		}
	map_release(&seen);
	map_set(&x->callees, map_key_ptr(f), c);
	return c;
}

bool member_calls_deep(struct member_index *x, const struct function *f,
		       unsigned depth)
{
	struct callees *c = member_callees(x, f);
	uint32_t n;

	if (c->asked >> depth & 1)
		return c->deep >> depth & 1;
	for (n = 0; n < c->of.n; n++)
		if (!depth || member_calls_deep(x, c->of.v[n], depth - 1)) {
			c->deep |= 1u << depth;
			break;
		}
	c->asked |= 1u << depth;
	return c->deep >> depth & 1;
}
