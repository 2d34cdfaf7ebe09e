/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Callbacks of the unit that a library is handed when it is called without the
 * GIL: it runs them as it was called itself.
 */
#include "engine/gil.h"
#include "engine/tables.h"

#include <string.h>
#include <strings.h>

/* Where a function's address is used. */
struct handed {
	const struct function *by;
	const struct instr *call;	/* NULL: in other ways, too */
};

/* A call without the GIL that is to be reached on ways from with it. */
struct region {
	struct knowledge *knowledge;
	const struct instr *at;
};

static enum path_verdict not_released(const struct function *f,
				      struct position p, void *data)
{
	const struct region *g = data;
	const struct instr *i = instr_at(f, p);

	if (i == g->at)
		return PATH_FOUND;
	return i->op == OP_CALL
		&& contract_ever(knowledge_call(g->knowledge, f, i),
				 EFF_RELEASE_GIL) ? PATH_STOP : PATH_ON;
}

/* So may a body that nothing is known of yet. */
static bool may_take(const struct function *f, const struct instr *i,
		     const struct contract *c)
{
	const struct function *t = call_target(f, i);

	return contract_ever(c, EFF_ACQUIRE_GIL)
		|| contract_ever(c, EFF_ENSURE_GIL)
		|| (t && t->has_body && c->origin == ORIGIN_CONVENTION);
}

/* Is call AT of F, which releases the GIL itself, only reached with it
 * released: from the start, and from where it was taken back? */
static bool is_released(struct knowledge *k, const struct function *f,
			const struct instr *at)
{
	struct region g = { k, at };
	struct position start = { 0, 0 };
	bool found = false;
	uint32_t b, j;

	if (path_find(f, start, not_released, NULL, &g, NULL))
		return false;
	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			struct position next = { b, j + 1 };
			const struct contract *c = i->op == OP_CALL
				? knowledge_call(k, f, i) : NULL;

			found |= c && contract_ever(c, EFF_RELEASE_GIL);
			if (c && may_take(f, i, c)
			    && path_find(f, next, not_released, NULL, &g,
					 NULL))
				return false;
		}
	return found;
}

/* A name that says that what is handed over is kept for later: nobody knows
 * how it is called then. */
static bool says_later(const char *name)
{
	static const char *const words[] = { "set", "register", "add",
		"install", "hook", "create", "new", "init", "open", "bind",
		"attach", "connect", "subscribe", "listen", "watch", "atexit",
		"signal", "alloc", "make", "start" };
	size_t n, k;

	for (n = 0; name[n]; n++)
		for (k = 0; k < ARRAY_SIZE (words); k++)
			if (!strncasecmp(name + n, words[k],
					 strlen(words[k])))
				return true;
	return false;
}

static void note(struct knowledge *k, const struct function *f,
		 const struct function *by, const struct instr *call)
{
	struct handed *h = map_get(&k->handed, map_key_ptr(f));

	if (!h) {
		h = ARENA_NEW (&k->arena, struct handed);
		h->by = by;
		h->call = call;
		map_set(&k->handed, map_key_ptr(f), h);
	}
	if (!call)
		h->call = NULL;
}

static void note_value(struct knowledge *k, const struct function *f, vid v,
		       const struct instr *call)
{
	const struct value *val = v ? fn_value(f, strip_casts(f, v)) : NULL;

	if (val && val->kind == VAL_FUNC && val->u.func->has_body)
		note(k, val->u.func, f, call);
}

/* Those that I of F is handed, or puts somewhere. */
static void note_instr(struct knowledge *k, const struct function *f,
		       const struct instr *i)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;
	const struct instr *call;
	bool has_function = false;
	uint32_t n;

	if (i->op == OP_STORE || i->op == OP_RET)
		note_value(k, f, i->a, NULL);
	if (i->op == OP_SELECT) {
		note_value(k, f, i->b, NULL);
		note_value(k, f, i->c, NULL);
	}
	for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
		has_function |= fn_value(f, strip_casts(f, i->args[n]))->kind
			== VAL_FUNC;
	if (!has_function)
		return;
	call = t && !t->has_body && !says_later(t->name)
		&& knowledge_call(k, f, i)->origin == ORIGIN_CONVENTION
		&& is_released(k, f, i) ? i : NULL;
	for (n = 0; n < i->n_args; n++)
		note_value(k, f, i->args[n], call);
}

static void note_block(struct knowledge *k, const struct function *f,
		       const struct block *b)
{
	uint32_t j, n;

	for (j = 0; j < b->n_phis; j++)
		for (n = 0; n < b->n_preds; n++)
			note_value(k, f, b->phis[j].args[n], NULL);
	for (j = 0; j < b->n_instrs; j++)
		note_instr(k, f, &b->instrs[j]);
}

static void gather(struct knowledge *k)
{
	const struct unit *u = k->unit;
	uint32_t n, b;

	for (n = 0; n < u->globals.n; n++)
		for (b = 0; b < u->globals.v[n]->n_inits; b++)
			if (u->globals.v[n]->inits[b].func)
				note(k, u->globals.v[n]->inits[b].func, NULL,
				     NULL);
	for (n = 0; n < u->functions.n; n++)
		for (b = 0; b < u->functions.v[n]->n_blocks; b++)
			note_block(k, u->functions.v[n],
				   &u->functions.v[n]->blocks[b]);
}

const struct instr *gil_is_handed_without(struct knowledge *k,
					  const struct function *f,
					  const struct function **by)
{
	const struct handed *h;

	if (!f->is_static || !f->address_taken || declared_role(k->declared, f)
	    || knowledge_caller(k, f, 0)
	    || !unit_names(k->unit, "PyEval_SaveThread"))
		return NULL;
	if (!k->has_handed)
		gather(k);
	k->has_handed = true;
	h = map_get(&k->handed, map_key_ptr(f));
	if (!h)
		return NULL;
	*by = h->by;
	return h->call;
}
