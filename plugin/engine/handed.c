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
	/* Handed by BY to CALL without the GIL; NULL: nowhere. */
	const struct function *by;
	const struct instr *call;
	/* Handed to this one, which calls it back, with the GIL. */
	const struct function *held_to;
	bool otherwise;		/* used in other ways, too */
};

/* A closure without captures becomes a pointer to a function by a conversion
 * that returns its static one (C++17, 8.1.5.1). */
static const struct function *converted(const struct function *t)
{
	const struct function *found = NULL;
	uint32_t b;

	if (!t || !t->has_body || !strstr(t->key, "cvPF"))
		return NULL;
	for (b = 0; b < t->n_blocks; b++) {
		const struct block *blk = &t->blocks[b];
		const struct instr *last = blk->n_instrs
			? &blk->instrs[blk->n_instrs - 1] : NULL;
		const struct value *v;

		if (!last || last->op != OP_RET || !last->a)
			continue;
		v = fn_value(t, strip_casts(t, last->a));
		if (found || v->kind != VAL_FUNC)
			return NULL;
		found = v->u.func;
	}
	return found;
}

/* So may a body that nothing is known of yet. */
static bool may_take(const struct function *f, const struct instr *i,
		     const struct contract *c)
{
	const struct function *t = call_target(f, i);

	return contract_ever(c, EFF_ACQUIRE_GIL)
		|| contract_ever(c, EFF_ENSURE_GIL)
		|| (t && t->has_body && c->origin == ORIGIN_CONVENTION
		    && !converted(t));
}

/* Where a body may have the GIL after it took it, or as it was called. */
struct flow {
	struct knowledge *k;
	const struct function *f;
	bool *held;		/* by block, where it begins */
	bool releases;		/* it gives it up somewhere */
};

/* Can the GIL be held after I, where it is HELD before or not? */
static bool held_after(struct flow *w, const struct instr *i, bool held)
{
	const struct contract *c;

	if (i->op != OP_CALL)
		return held;
	c = knowledge_call(w->k, w->f, i);
	if (contract_ever(c, EFF_RELEASE_GIL)) {
		w->releases = true;
		held = false;
	}
	return held || may_take(w->f, i, c);
}

/* Where W's block B is left with it held, its successors begin so: those that
 * were not known to are put on top of STACK, of N blocks.  Who catches what the
 * last call throws has it as it was before, or as it is after. */
static void spread(struct flow *w, uint32_t b, uint32_t *stack, uint32_t *n)
{
	const struct block *blk = &w->f->blocks[b];
	bool held = w->held[b], before = held;
	uint32_t j;

	for (j = 0; j < blk->n_instrs; j++) {
		if (blk->instrs[j].op == OP_CALL)
			before = held;
		held = held_after(w, &blk->instrs[j], held);
	}
	for (j = 0; j < blk->n_succs; j++) {
		const struct edge *e = &w->f->edges[blk->succs[j]];

		if (w->held[e->to]
		    || !(held || (before && e->kind == EDGE_EH)))
			continue;
		w->held[e->to] = true;
		stack[(*n)++] = e->to;
	}
}

/* Fills in W for its function; the array lives as long as W. */
static void find_held(struct flow *w)
{
	uint32_t *stack = prc_malloc((2 * (size_t) w->f->n_blocks + 1)
				     * sizeof(*stack)), n = 0, b;

	w->held = memset(prc_malloc(w->f->n_blocks), 0, w->f->n_blocks);
	w->held[0] = true;
	for (b = w->f->n_blocks; b-- > 0; )
		stack[n++] = b;
	while (n)
		spread(w, stack[--n], stack, &n);
	prc_free(stack);
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

static struct handed *handed_of(struct knowledge *k, const struct function *f)
{
	struct handed *h = map_get(&k->handed, map_key_ptr(f));

	if (!h) {
		h = ARENA_NEW (&k->arena, struct handed);
		map_set(&k->handed, map_key_ptr(f), h);
	}
	return h;
}

/* The function that V is the address of, or NULL. */
static const struct function *addressed(const struct function *f, vid v)
{
	const struct value *val;
	const struct instr *d;

	v = v ? strip_casts(f, v) : 0;
	val = v ? fn_value(f, v) : NULL;
	if (val && val->kind == VAL_FUNC)
		return val->u.func;
	d = v ? value_def(f, v) : NULL;
	return d && d->op == OP_CALL ? converted(call_target(f, d)) : NULL;
}

static void note_value(struct knowledge *k, const struct function *f, vid v)
{
	const struct function *g = addressed(f, v);

	if (g && g->has_body)
		handed_of(k, g)->otherwise = true;
}

/* What V is the address of is handed to call I, with or without the GIL.  That
 * it is in order there with it, where the same function calls it back, is no
 * excuse. */
static void note_handed(struct knowledge *k, const struct function *f, vid v,
			const struct instr *i, bool without)
{
	const struct function *g = addressed(f, v);
	const struct function *t = call_target(f, i);
	struct handed *h = g && g->has_body ? handed_of(k, g) : NULL;

	if (!h)
		return;
	if (!without) {
		h->otherwise |= h->held_to && h->held_to != t;
		h->held_to = t;
	} else if (!h->call) {
		h->by = f;
		h->call = i;
	}
}

struct notes { struct knowledge *k; const struct function *f; };

static void note_operand(vid v, void *data)
{
	struct notes *n = data;

	note_value(n->k, n->f, v);
}

/* Does call I hand a function to who calls it back before it returns? */
static bool hands_over(struct knowledge *k, const struct function *f,
		       const struct instr *i)
{
	const struct function *t = call_target(f, i);
	bool has_function = false;
	uint32_t n;

	for (n = 0; n < i->n_args; n++)
		has_function |= addressed(f, i->args[n]) != NULL;
	return has_function && t && !t->has_body && !says_later(t->name)
		&& knowledge_call(k, f, i)->origin == ORIGIN_CONVENTION;
}

/* Those that I of W's function is handed, or does anything else with; HELD:
 * the GIL may be. */
static void note_instr(struct flow *w, const struct instr *i, bool held)
{
	struct notes notes = { w->k, w->f };
	bool over;
	uint32_t n;

	if (i->op != OP_CALL) {
		/* Copies are looked through where they are used, and so are
		 * conversions. */
		if (i->op != OP_COPY && i->op != OP_CAST
		    && !(i->op == OP_RET && converted(w->f)))
			instr_uses(i, note_operand, &notes);
		return;
	}
	over = hands_over(w->k, w->f, i);
	for (n = 0; n < i->n_args; n++)
		if (over)
			note_handed(w->k, w->f, i->args[n], i,
				    !held && w->releases);
		else
			note_value(w->k, w->f, i->args[n]);
}

static bool body_hands_over(struct knowledge *k, const struct function *f)
{
	uint32_t b, j;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++)
			if (f->blocks[b].instrs[j].op == OP_CALL
			    && hands_over(k, f, &f->blocks[b].instrs[j]))
				return true;
	return false;
}

static void note_body(struct knowledge *k, const struct function *f)
{
	struct flow w = { .k = k, .f = f };
	uint32_t b, j, n;

	if (body_hands_over(k, f))
		find_held(&w);
	for (b = 0; b < f->n_blocks; b++) {
		const struct block *blk = &f->blocks[b];
		bool held = !w.held || w.held[b];

		for (j = 0; j < blk->n_phis; j++)
			for (n = 0; n < blk->n_preds; n++)
				note_value(k, f, blk->phis[j].args[n]);
		for (j = 0; j < blk->n_instrs; j++) {
			note_instr(&w, &blk->instrs[j], held);
			if (w.held)
				held = held_after(&w, &blk->instrs[j], held);
		}
	}
	prc_free(w.held);
}

static void gather(struct knowledge *k)
{
	const struct unit *u = k->unit;
	uint32_t n, b;

	for (n = 0; n < u->globals.n; n++)
		for (b = 0; b < u->globals.v[n]->n_inits; b++)
			if (u->globals.v[n]->inits[b].func)
				handed_of(k, u->globals.v[n]->inits[b].func)
					->otherwise = true;
	for (n = 0; n < u->functions.n; n++)
		if (u->functions.v[n]->has_body)
			note_body(k, u->functions.v[n]);
}

/* The function whose address is taken where F is called back: F itself; or,
 * where F is a closure's body, the static one that calls only it. */
static const struct function *entrance(struct knowledge *k,
				       const struct function *f)
{
	const struct function *by = knowledge_caller(k, f, 0);

	if (!by)
		return strcmp(f->name, "_FUN") ? f : NULL;
	return !strcmp(f->name, "operator()") && !strcmp(by->name, "_FUN")
		&& !f->address_taken && !knowledge_caller(k, f, 1)
		&& !knowledge_caller(k, by, 0) ? by : NULL;
}

const struct instr *gil_is_handed_without(struct knowledge *k,
					  const struct function *f,
					  const struct function **by)
{
	const struct function *in = entrance(k, f);
	const struct handed *h;

	/* Whoever else calls one of a class has it inline, as here. */
	if (!in || !(in->is_static || in->is_inline) || !in->address_taken
	    || declared_role(k->declared, in) || k->body_missing)
		return NULL;
	if (!k->has_handed && unit_names(k->unit, "PyEval_SaveThread"))
		gather(k);
	k->has_handed = true;
	h = map_get(&k->handed, map_key_ptr(in));
	if (!h || !h->call || h->otherwise
	    || (h->held_to && h->held_to != call_target(h->by, h->call)))
		return NULL;
	*by = h->by;
	return h->call;
}
