/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is called through a parameter of a static function, all of whose
 * callers in the unit pass functions that are known, or through a member of
 * an object, in which the unit stores none but such.
 */
#include "engine/knowledge.h"
#include "engine/tables.h"

#include <string.h>

enum { MOST_PASSED = 4, MOST_OUTCOMES = 16 };

struct passed {
	const struct contract *v[MOST_PASSED];
	unsigned n;
};

struct targets {
	const struct function *v[MOST_PASSED];
	unsigned n;
	const struct contract *contract;	/* of all, once it is known */
};

/* Adds what argument N of call I in F does; false where that is not known. */
static bool add(struct knowledge *k, struct passed *p,
		const struct function *f, const struct instr *i, unsigned n,
		unsigned n_args)
{
	const struct value *v = n < i->n_args
		? fn_value(f, value_strip_copies(f, i->args[n])) : NULL;
	const struct contract *c = v && v->kind == VAL_FUNC
		? knowledge_function(k, v->u.func, n_args) : NULL;
	unsigned m;

	for (m = 0; c && m < p->n; m++)
		if (p->v[m] == c)
			return true;
	if (!c || c->origin > ORIGIN_INFERRED || c->flags & CF_OPAQUE
	    || p->n == MOST_PASSED)
		return false;
	p->v[p->n++] = c;
	return true;
}

static bool gather(struct knowledge *k, struct passed *p,
		   const struct function *f, unsigned n, unsigned n_args)
{
	const struct site *at;
	uint32_t i, calls;

	at = sites_of_calls(&k->declared->sites, f, &calls);
	for (i = 0; i < calls; i++)
		if (!add(k, p, at[i].f, at[i].i, n, n_args))
			return false;
	return p->n > 0;
}

/* Is P the member at OFFSET of a RECORD? */
static bool is_member(const struct place *p, const struct type *record,
		      uint64_t offset)
{
	return p->record && p->field && !p->index
		&& (uint64_t) p->offset == offset
		&& same_record(p->record, record);
}

static bool add_target(struct targets *t, const struct function *f)
{
	unsigned n;

	for (n = 0; n < t->n; n++)
		if (t->v[n] == f)
			return true;
	if (t->n == MOST_PASSED)
		return false;
	t->v[t->n++] = f;
	return true;
}

/* What F stores in that member; false where that is not a function. */
static bool add_stores(struct targets *t, const struct function *f,
		       const struct type *record, uint64_t offset)
{
	uint32_t b, j;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			const struct value *v;

			if (i->op != OP_STORE && i->op != OP_ADDR)
				continue;
			if (!is_member(&i->place, record, offset))
				continue;
			v = fn_value(f, strip_casts(f, i->a));
			if (i->op == OP_ADDR || v->kind != VAL_FUNC
			    || !add_target(t, v->u.func))
				return false;
		}
	return true;
}

/* Is some variable of the unit a RECORD, which its initializer sets? */
static bool is_initialized(const struct unit *u, const struct type *record)
{
	uint32_t n;

	for (n = 0; n < u->globals.n; n++) {
		const struct type *t = u->globals.v[n]->type;

		while (t && t->kind == TYPE_ARRAY)
			t = t->inner;
		if (t && u->globals.v[n]->n_inits && same_record(t, record))
			return true;
	}
	return false;
}

/* The functions that the unit stores in a member of its objects. */
static struct targets *stored_functions(struct knowledge *k,
					      const struct place *p)
{
	uint64_t offset = (uint64_t) p->offset;
	uint64_t key = map_key_ptr(p->record) ^ (offset + 1)
		* 0x9e3779b97f4a7c15u;
	struct targets *t = map_get(&k->stored, key);
	uint32_t n;

	if (t)
		return t;
	t = ARENA_NEW(&k->arena, struct targets);
	map_set(&k->stored, key, t);
	if (k->body_missing || is_initialized(k->unit, p->record))
		return t;
	for (n = 0; n < k->unit->functions.n; n++)
		if (!add_stores(t, k->unit->functions.v[n], p->record,
				offset)) {
			t->n = 0;
			break;
		}
	return t;
}

/* Any of them may be called: the outcomes of all. */
static const struct contract *join(struct knowledge *k,
				   const struct passed *p)
{
	struct contract *c = ARENA_NEW(&k->arena, struct contract);
	struct outcome *o = ARENA_ARRAY(&k->arena, struct outcome,
					MOST_OUTCOMES);
	unsigned i, n;

	*c = *p->v[0];
	c->name = "a function";
	c->n_outcomes = 0;
	for (i = 0; i < p->n; i++) {
		const struct contract *x = p->v[i];

		if (c->n_outcomes + x->n_outcomes > MOST_OUTCOMES
		    || x->ret != c->ret || x->n_params != c->n_params
		    || memcmp(x->params, c->params, c->n_params))
			return NULL;
		c->flags = i ? c->flags & x->flags : x->flags;
		for (n = 0; n < x->n_outcomes; n++)
			o[c->n_outcomes++] = x->outcomes[n];
	}
	for (i = 0; i < p->n; i++)
		c->flags |= p->v[i]->flags & CF_WRITES_GLOBALS;
	c->outcomes = o;
	return c;
}

const struct contract *knowledge_passed(struct knowledge *k,
					const struct function *f,
					const struct instr *i)
{
	const struct value *v = fn_value(f, value_strip_copies(f, i->callee));
	const struct contract *c;
	struct passed p = { .n = 0 };
	uint64_t key = map_key_ptr(v);

	if (v->kind != VAL_PARAM || !f->is_static || f->address_taken)
		return NULL;
	c = map_get(&k->passed, key);
	if (c || !gather(k, &p, f, v->u.param, i->n_args))
		return c;
	c = p.n == 1 ? p.v[0] : join(k, &p);
	if (c)
		map_set(&k->passed, key, (void *) c);
	return c;
}

const struct contract *knowledge_stored(struct knowledge *k,
					const struct place *p,
					unsigned n_args)
{
	struct passed all = { .n = 0 };
	struct targets *t;
	unsigned n;

	if (!p->record || !p->record->is_object || !p->field || p->index)
		return NULL;
	t = stored_functions(k, p);
	if (t->contract || !t->n)
		return t->contract;
	for (n = 0; n < t->n; n++) {
		const struct contract *c = knowledge_function(k, t->v[n],
							      n_args);

		if (!c || c->origin > ORIGIN_INFERRED || c->flags & CF_OPAQUE)
			return NULL;
		all.v[all.n++] = c;
	}
	t->contract = all.n == 1 ? all.v[0] : join(k, &all);
	return t->contract;
}
