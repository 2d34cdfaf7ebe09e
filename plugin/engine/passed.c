/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is called through a parameter of a static function, all of whose
 * callers in the unit pass functions that are known.
 */
#include "engine/knowledge.h"

#include <string.h>

enum { MOST_PASSED = 4, MOST_OUTCOMES = 16 };

struct passed {
	const struct contract *v[MOST_PASSED];
	unsigned n;
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
	const struct function *caller;
	unsigned i;
	uint32_t b, j;

	for (i = 0; (caller = knowledge_caller(k, f, i)) != NULL; i++)
		for (b = 0; b < caller->n_blocks; b++)
			for (j = 0; j < caller->blocks[b].n_instrs; j++) {
				const struct instr *in =
					&caller->blocks[b].instrs[j];

				if (in->op == OP_CALL
				    && call_target(caller, in) == f
				    && !add(k, p, caller, in, n, n_args))
					return false;
			}
	return p->n > 0;
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
