/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A member that leads to the first of a chain of objects can end it by a
 * static object's address as well as by NULL.  The unit tells by comparing
 * what it read there with the address before each release; then the address
 * needs no reference.
 */
#include "check/sentinel.h"
#include "engine/tables.h"

struct flow {
	const struct function *f;
	struct knowledge *knowledge;
	struct arena *arena;
	const struct place *at;
	bool *holds;		/* by vid: may it be what stood there? */
};

static bool is_there(const struct flow *w, const struct place *p)
{
	return p->field && !p->index && same_record(p->record, w->at->record)
		&& p->offset == w->at->offset;
}

/* One round of following what was read there; was there anything new? */
static bool follow(struct flow *w)
{
	bool grown = false;
	uint32_t b, k, n;

	for (b = 0; b < w->f->n_blocks; b++) {
		const struct block *bl = &w->f->blocks[b];

		for (k = 0; k < bl->n_phis; k++)
			for (n = 0; n < bl->n_preds; n++)
				if (w->holds[bl->phis[k].args[n]]
				    && !w->holds[bl->phis[k].dst])
					grown = w->holds[bl->phis[k].dst]
						= true;
		for (k = 0; k < bl->n_instrs; k++) {
			const struct instr *i = &bl->instrs[k];

			if (i->dst && !w->holds[i->dst]
			    && ((i->op == OP_LOAD && is_there(w, &i->place))
				|| ((i->op == OP_COPY || i->op == OP_CAST)
				    && w->holds[i->a])))
				grown = w->holds[i->dst] = true;
		}
	}
	return grown;
}

static bool is_compared_with(const struct flow *w, const struct instr *i,
			     const struct global *g)
{
	struct global *with;
	int64_t offset;

	return (i->op == OP_CMP || i->op == OP_BR)
		&& ((w->holds[i->a] && i->b
		     && global_address(w->f, i->b, &with, &offset)
		     && with == g)
		    || (i->b && w->holds[i->b]
			&& global_address(w->f, i->a, &with, &offset)
			&& with == g));
}

static bool drops(const struct flow *w, const struct instr *i,
		  const struct outcome *o)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_DROP && e->a > 0
		    && (unsigned) e->a <= i->n_args
		    && w->holds[i->args[e->a - 1]])
			return true;
	return false;
}

/* Does call I release what stood there, itself or in a helper that does no
 * more?  One that looks first has looked. */
static bool is_released(const struct flow *w, const struct instr *i)
{
	const struct contract *c;
	unsigned n;

	if (i->op != OP_CALL)
		return false;
	c = knowledge_call(w->knowledge, w->f, i);
	for (n = 0; n < c->n_outcomes; n++)
		if (!drops(w, i, &c->outcomes[n]))
			return false;
	return c->n_outcomes > 0;
}

bool is_end_mark(const struct step *s, const struct place *place)
{
	const struct unit *u = s->run->engine->unit;
	const struct addr *a = &sym_get(s->before, s->value)->addr;
	struct flow w = { .arena = &s->run->arena, .at = place,
		.knowledge = s->run->engine->knowledge };
	bool found = false;
	uint32_t n, b, k;

	if (a->kind != REGION_GLOBAL || !place || !place->record)
		return false;
	for (n = 0; n < u->functions.n; n++) {
		bool compared = false, released = false;

		w.f = u->functions.v[n];
		if (!w.f->has_body)
			continue;
		w.holds = ARENA_ARRAY(w.arena, bool, w.f->n_values);
		if (!follow(&w))
			continue;
		while (follow(&w))
			;
		for (b = 0; b < w.f->n_blocks; b++)
			for (k = 0; k < w.f->blocks[b].n_instrs; k++) {
				const struct instr *i =
					&w.f->blocks[b].instrs[k];

				compared |= is_compared_with(&w, i, a->ptr);
				released |= is_released(&w, i);
			}
		if (released && !compared)
			return false;
		found |= released;
	}
	return found;
}
