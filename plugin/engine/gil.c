/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a body deals with the GIL, by its control flow alone: who takes it, who
 * gives it back, and whether the saved state can be known elsewhere.
 */
#include "engine/gil.h"
#include "engine/tables.h"

#include <string.h>

bool gil_merely_reads(const struct contract *c)
{
	/* Another thread can change them meanwhile, and with the size goes
	 * the memory. */
	static const char *const changing[] = { "PyList_GET_SIZE",
		"PyList_GET_ITEM", "PyByteArray_GET_SIZE",
		"PyByteArray_AS_STRING", "PyDict_GET_SIZE",
		"PySet_GET_SIZE" };
	size_t i;

	if (!(c->flags & CF_PURE) || !(c->flags & CF_INLINE))
		return false;
	for (i = 0; i < ARRAY_SIZE(changing); i++)
		if (!strcmp(c->name, changing[i]))
			return false;
	return true;
}

bool gil_always(struct knowledge *k, const struct function *f,
		const struct instr *i, enum effect_op op)
{
	const struct contract *c = i->op == OP_CALL ? knowledge_call(k, f, i)
		: NULL;

	return c && contract_always(c, op) && contract_ever(c, op);
}

static bool gil_ever(struct knowledge *k, const struct function *f,
		     const struct instr *i, enum effect_op op)
{
	return i->op == OP_CALL && contract_ever(knowledge_call(k, f, i), op);
}

/* Looks for a call that does WANTED, on ways that meet none that does
 * AVOIDED; nor, when TRIES, one that may do it. */
struct question {
	struct knowledge *knowledge;
	enum effect_op wanted, avoided;
	bool tries;
};

static enum path_verdict answer(const struct function *f, struct position p,
				void *data)
{
	const struct question *q = data;
	const struct instr *i = instr_at(f, p);

	if (q->avoided && (gil_always(q->knowledge, f, i, q->avoided)
			   || (q->tries
			       && gil_ever(q->knowledge, f, i, q->avoided))))
		return PATH_STOP;
	return gil_ever(q->knowledge, f, i, q->wanted) ? PATH_FOUND : PATH_ON;
}

static bool any_way(const struct function *f, const struct edge *e,
		    void *data)
{
	(void) f;
	(void) e;
	(void) data;
	return true;
}

static bool has_object(const struct function *f)
{
	uint32_t n;

	if (f->type && type_is_object_ptr(f->type->inner))
		return true;
	for (n = 0; n < f->n_params; n++)
		if (f->params[n]
		    && type_is_object_ptr(fn_value(f, f->params[n])->type))
			return true;
	return false;
}

/* Does F take it by TAKE before it gives it back by GIVE? */
static bool takes_first(struct knowledge *k, const struct function *f,
			enum effect_op take, enum effect_op give)
{
	struct question gives_first = { k, give, take, true };
	struct question gives = { k, give, EFF_END, false };
	struct question takes = { k, take, EFF_END, false };
	struct position start = { 0, 0 };

	return path_find(f, start, answer, any_way, &takes, NULL)
		&& path_find(f, start, answer, any_way, &gives, NULL)
		&& !path_find(f, start, answer, any_way, &gives_first, NULL);
}

/* The way to call AT of USER, which is handed F. */
struct handing {
	struct knowledge *knowledge;
	const struct instr *at;
};

static enum path_verdict not_ensured(const struct function *f,
				     struct position p, void *data)
{
	const struct handing *h = data;
	const struct instr *i = instr_at(f, p);

	if (gil_ever(h->knowledge, f, i, EFF_ENSURE_GIL))
		return PATH_STOP;
	return i == h->at ? PATH_FOUND : PATH_ON;
}

/* Is instruction I of F about T's address? */
static bool mentions(const struct function *f, const struct instr *i,
		     const struct function *t)
{
	unsigned n;

	for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
		const struct value *v = fn_value(f, value_strip_copies(f,
			i->args[n]));

		if (v->kind == VAL_FUNC && v->u.func == t)
			return true;
	}
	if (i->op == OP_STORE) {
		const struct value *v = fn_value(f, strip_casts(f, i->a));

		return v->kind == VAL_FUNC && v->u.func == t;
	}
	return false;
}

static bool is_in_initializer(const struct unit *u, const struct function *f)
{
	uint32_t n, k;

	for (n = 0; n < u->globals.n; n++)
		for (k = 0; k < u->globals.v[n]->n_inits; k++)
			if (u->globals.v[n]->inits[k].func == f)
				return true;
	return false;
}

/* Is F's address used for nothing but arguments of calls to unknown functions
 * that are made after PyGILState_Ensure?  A callback that calls on has F
 * called at once, in its own thread; F is registered for later where the
 * module has the GIL anyway. */
static bool is_handed_while_ensured(struct knowledge *k,
				    const struct function *f)
{
	struct handing h = { k, NULL };
	struct position start = { 0, 0 };
	bool found = false;
	uint32_t n, b, j;

	if (!f->is_static || is_in_initializer(k->unit, f))
		return false;
	for (n = 0; n < k->unit->functions.n; n++) {
		const struct function *g = k->unit->functions.v[n];

		for (b = 0; b < g->n_blocks; b++)
			for (j = 0; j < g->blocks[b].n_instrs; j++) {
				h.at = &g->blocks[b].instrs[j];
				if (!mentions(g, h.at, f))
					continue;
				if (h.at->op != OP_CALL
				    || knowledge_call(k, g, h.at)->origin
					!= ORIGIN_CONVENTION
				    || path_find(g, start, not_ensured,
						 any_way, &h, NULL))
					return false;
				found = true;
			}
	}
	return found;
}

bool gil_takes_itself(struct knowledge *k, const struct function *f)
{
	/* Who passes or wants an object has the GIL. */
	if (knowledge_caller(k, f, 0) || has_object(f))
		return false;
	/* PyGILState_Ensure, or a thread state that was kept for it:
	 * PyEval_AcquireThread, PyEval_RestoreThread. */
	return (takes_first(k, f, EFF_ENSURE_GIL, EFF_UNENSURE_GIL)
		&& !is_handed_while_ensured(k, f))
		|| takes_first(k, f, EFF_ACQUIRE_GIL, EFF_RELEASE_GIL);
}

bool gil_is_taken_later(struct knowledge *k, const struct function *f,
			struct position p)
{
	struct question takes = { k, EFF_ENSURE_GIL, EFF_END, false };
	struct question acquires = { k, EFF_ACQUIRE_GIL, EFF_END, false };

	return path_find(f, p, answer, any_way, &acquires, NULL)
		|| path_find(f, p, answer, any_way, &takes, NULL);
}

/* ------------------------------------------------------ saved states */

#define FLOW_DEPTH 16

static bool comes_from(struct knowledge *k, const struct function *f, vid v,
		       enum effect_op op, unsigned depth)
{
	const struct value *val = fn_value(f, v);
	const struct block *b;
	const struct instr *d;
	uint32_t n;

	if (!v || val->kind != VAL_SSA || depth > FLOW_DEPTH)
		return false;
	if (val->is_phi) {
		b = &f->blocks[val->def_block];
		for (n = 0; n < b->n_preds; n++) {
			vid a = b->phis[val->def_instr].args[n];

			if (a != v && comes_from(k, f, a, op, depth + 1))
				return true;
		}
		return false;
	}
	d = value_def(f, v);
	if (!d)
		return false;
	if (d->op == OP_COPY || d->op == OP_CAST)
		return comes_from(k, f, d->a, op, depth + 1);
	return d->op == OP_CALL && gil_ever(k, f, d, op);
}

bool gil_value_from(struct knowledge *k, const struct function *f,
		    const struct instr *i, enum effect_op op)
{
	return i->n_args && comes_from(k, f, i->args[0], op, 0);
}

static bool is_local_address(const struct function *f, vid v)
{
	const struct instr *d;

	v = value_strip_copies(f, v);
	if (fn_value(f, v)->kind == VAL_LOCAL)
		return true;
	d = value_def(f, v);
	return d && d->op == OP_ADDR
		&& fn_value(f, d->place.base)->kind == VAL_LOCAL;
}

/* Can a saved state be left where V points?  Not in a number or a string. */
static bool can_hold_state(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, value_strip_copies(f, v));
	const struct type *t = val->type;

	return val->kind != VAL_STRING && t && t->kind == TYPE_PTR
		&& !(t->inner && t->inner->kind == TYPE_INT
		     && t->inner->size == 1);
}

/* Does a store at BASE put it where another function can find it?  A variable
 * of the unit is no such place when no other function names it. */
static bool is_found_elsewhere(const struct knowledge *k,
			       const struct function *f, vid base)
{
	const struct value *at = fn_value(f, base), *v;
	uint32_t n, i;

	if (at->kind == VAL_LOCAL)
		return false;
	if (at->kind != VAL_GLOBAL || !at->u.global->is_static)
		return true;
	for (n = 0; n < k->unit->functions.n; n++) {
		const struct function *g = k->unit->functions.v[n];

		for (i = 1; g != f && i < g->n_values; i++) {
			v = &g->values[i];
			if (v->kind == VAL_GLOBAL
			    && v->u.global == at->u.global)
				return true;
		}
	}
	return false;
}

/* Can somebody else have what call I, which does OP, saved?  A helper leaves
 * it in what it was given the address of. */
static bool is_handed_out(struct knowledge *k, const struct function *f,
			  const struct instr *i, enum effect_op op)
{
	uint32_t b, j, n;
	bool is_kept = false;

	if (!i->dst) {
		for (n = 0; n < i->n_args; n++)
			if (is_local_address(f, i->args[n]))
				is_kept = true;
			else if (can_hold_state(f, i->args[n]))
				return true;
		return !is_kept;
	}
	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *u = &f->blocks[b].instrs[j];

			if (u->op == OP_STORE
			    && comes_from(k, f, u->a, op, 0)
			    && is_found_elsewhere(k, f, u->place.base))
				return true;
			if (u->op == OP_RET && u->a
			    && comes_from(k, f, u->a, op, 0))
				return true;
		}
	return false;
}

/* After each call that does FORTH some way leads to one that does BACK, and
 * none hands out the way back. */
static bool balances(struct knowledge *k, const struct function *f,
		     enum effect_op forth, enum effect_op back)
{
	struct question q = { k, back, EFF_END, false };
	bool found = false;
	uint32_t b, j;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			struct position next = { b, j + 1 };

			if (!gil_ever(k, f, i, forth))
				continue;
			if (is_handed_out(k, f, i, forth)
			    || !path_find(f, next, answer, any_way, &q, NULL))
				return false;
			found = true;
		}
	return found;
}

bool gil_balances_ensure(struct knowledge *k, const struct function *f)
{
	return balances(k, f, EFF_ENSURE_GIL, EFF_UNENSURE_GIL);
}

bool gil_balances_save(struct knowledge *k, const struct function *f)
{
	return balances(k, f, EFF_RELEASE_GIL, EFF_ACQUIRE_GIL);
}

/* -------------------------------------------------------- exceptions */

static enum path_verdict is_handler(const struct function *f,
				    struct position p, void *data)
{
	const struct instr *i = instr_at(f, p);
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;

	(void) data;
	return t && !strcmp(t->name, "__cxa_begin_catch") ? PATH_FOUND
		: PATH_ON;
}

/* Asks CB from the landing pads of block B on; every edge is taken. */
static bool after_pads(const struct function *f, uint32_t b, path_cb cb,
		       void *data, struct position *where)
{
	uint32_t j;

	for (j = 0; j < f->blocks[b].n_succs; j++) {
		const struct edge *e = &f->edges[f->blocks[b].succs[j]];
		struct position pad = { e->to, 0 };

		if (e->kind == EDGE_EH
		    && path_find(f, pad, cb, any_way, data, where))
			return true;
	}
	return false;
}

static bool can_throw(struct knowledge *k, const struct function *f,
		      const struct instr *i, unsigned depth);

static bool body_throws(struct knowledge *k, const struct function *f,
			unsigned depth)
{
	uint32_t b, j;

	for (b = 0; f->has_body && b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++)
			if (can_throw(k, f, &f->blocks[b].instrs[j], depth)
			    && !after_pads(f, b, is_handler, NULL, NULL))
				return true;
	return false;
}

/* Can call I of F throw, of what is in sight? */
static bool can_throw(struct knowledge *k, const struct function *f,
		      const struct instr *i, unsigned depth)
{
	static const char yes, no;
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;
	const char *is;

	if (!t || t->is_nothrow || depth > THROW_DEPTH || t == f)
		return t && !strcmp(t->name, "__cxa_throw");
	if (!strcmp(t->name, "__cxa_throw"))
		return true;
	is = map_get(&k->can_throw[depth], map_key_ptr(t));
	if (!is) {
		is = body_throws(k, t, depth + 1) ? &yes : &no;
		map_set(&k->can_throw[depth], map_key_ptr(t), (void *) is);
	}
	return is == &yes;
}

bool gil_throws_in_sight(struct knowledge *k, const struct function *f,
			 const struct instr *i)
{
	return can_throw(k, f, i, 0);
}

/* Can call I of F take the GIL, itself or under conditions of its own that
 * its contract does not tell: a guard with a flag? */
static bool can_take(struct knowledge *k, const struct function *f,
		     const struct instr *i, unsigned depth)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;
	uint32_t b, j;

	if (gil_ever(k, f, i, EFF_ACQUIRE_GIL)
	    || gil_ever(k, f, i, EFF_ENSURE_GIL)
	    || gil_ever(k, f, i, EFF_ATTACH_GIL)
	    || gil_ever(k, f, i, EFF_SWAP_GIL))
		return true;
	if (!t || !t->has_body || depth > THROW_DEPTH)
		return false;
	for (b = 0; b < t->n_blocks; b++)
		for (j = 0; j < t->blocks[b].n_instrs; j++)
			if (can_take(k, t, &t->blocks[b].instrs[j], depth + 1))
				return true;
	return false;
}

static enum path_verdict takes(const struct function *f, struct position p,
			       void *data)
{
	return can_take(data, f, instr_at(f, p), 0) ? PATH_FOUND : PATH_ON;
}

/* A C++ function out of sight that is called where F catches exceptions: the
 * author tells that it throws.  What C code does is its own affair. */
static bool is_said_to_throw(struct knowledge *k, const struct function *f,
			     struct position p)
{
	const struct instr *i = instr_at(f, p);
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;

	return t && t->is_cxx && !t->has_body && !t->is_nothrow
		&& knowledge_call(k, f, i)->origin == ORIGIN_CONVENTION
		&& after_pads(f, p.block, is_handler, NULL, NULL);
}

/* What is out of sight may take the GIL, too: a guard's destructor; the C++
 * library does not. */
static enum path_verdict may_take(const struct function *f, struct position p,
				  void *data)
{
	const struct instr *i = instr_at(f, p);
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;

	if (t && !t->has_body && strncmp(t->name, "__cxa_", 6)
	    && strncmp(t->name, "_ZNSt", 5) && strncmp(t->name, "_ZNKSt", 6)
	    && knowledge_call(data, f, i)->origin == ORIGIN_CONVENTION)
		return PATH_FOUND;
	return takes(f, p, data);
}

static enum path_verdict uses(const struct function *f, struct position p,
			      void *data)
{
	const struct instr *i = instr_at(f, p);
	const struct contract *c;

	if (i->op != OP_CALL)
		return PATH_ON;
	c = knowledge_call(data, f, i);
	if (contract_always(c, EFF_NORETURN))
		return PATH_STOP;
	return c->origin == ORIGIN_TABLE && !(c->flags & CF_NO_GIL)
		&& !(c->flags & CF_PURE) ? PATH_FOUND : PATH_ON;
}

static enum path_verdict is_return(const struct function *f,
				   struct position p, void *data)
{
	(void) data;
	return instr_at(f, p)->op == OP_RET ? PATH_FOUND : PATH_ON;
}

enum gil_after gil_after_throw(struct knowledge *k, const struct function *f,
			       struct position p, const struct instr **use)
{
	bool surely = can_throw(k, f, instr_at(f, p), 0);
	struct position where;

	if ((!surely && !is_said_to_throw(k, f, p))
	    || after_pads(f, p.block, surely ? takes : may_take, k, NULL))
		return GIL_AFTER_WELL;
	if (after_pads(f, p.block, uses, k, &where)) {
		*use = instr_at(f, where);
		return GIL_AFTER_USES;
	}
	*use = after_pads(f, p.block, is_return, NULL, &where)
		? instr_at(f, where) : NULL;
	return GIL_AFTER_LEAVES;
}
