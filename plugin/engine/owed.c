/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A static function of which all callers take what it returns for theirs (they
 * release it, return it to Python or give it away), and which makes a new
 * reference on some way: it owes one on each.  The way on which it returns a
 * borrowed one is where the mistake is, not its callers.
 */
#include "engine/engine.h"
#include "engine/tables.h"

#include <string.h>

enum { OWED_DEPTH = 3, OWED_STEPS = 64 };

static bool owes(struct knowledge *k, const struct function *f,
		 unsigned depth);

/* The values of F that are V, by copies, casts and PHIs. */
struct copies { vid v[OWED_STEPS]; unsigned n; };

static bool is_copy(const struct copies *c, vid v)
{
	unsigned i;

	for (i = 0; i < c->n; i++)
		if (c->v[i] == v)
			return true;
	return false;
}

static bool add_copy(struct copies *c, vid v)
{
	if (!v || is_copy(c, v))
		return false;
	if (c->n < OWED_STEPS)
		c->v[c->n++] = v;
	return c->n < OWED_STEPS;
}

static bool add_phis(struct copies *c, const struct function *f,
		     const struct block *b)
{
	uint32_t p, n;
	bool more = false;

	for (p = 0; p < b->n_phis; p++)
		for (n = 0; n < b->n_preds; n++)
			if (is_copy(c, b->phis[p].args[n]))
				more |= add_copy(c, b->phis[p].dst);
	return more && f;
}

static void gather_copies(struct copies *c, const struct function *f)
{
	uint32_t b, j;
	bool more = true;

	while (more) {
		more = false;
		for (b = 0; b < f->n_blocks; b++) {
			const struct block *bl = &f->blocks[b];

			more |= add_phis(c, f, bl);
			for (j = 0; j < bl->n_instrs; j++)
				if ((bl->instrs[j].op == OP_COPY
				     || bl->instrs[j].op == OP_CAST)
				    && is_copy(c, bl->instrs[j].a))
					more |= add_copy(c, bl->instrs[j].dst);
		}
	}
}

enum use { USE_NONE, USE_OWNED, USE_RETAKEN };

static bool gives(const struct contract *k, unsigned n)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if ((e->op == EFF_GIVE || e->op == EFF_DROP)
			    && e->a == (int) n + 1)
				return true;
	return false;
}

static enum use use_of_call(struct knowledge *k, const struct function *f,
			    const struct instr *i, const struct copies *c)
{
	const struct function *t = call_target(f, i);
	const struct contract *by;
	uint32_t n;

	for (n = 0; n < i->n_args; n++) {
		if (!is_copy(c, i->args[n]))
			continue;
		if (t && function_takes_reference(t))
			return USE_RETAKEN;
		by = knowledge_call(k, f, i);
		if (by->origin == ORIGIN_TABLE && gives(by, n))
			return USE_OWNED;
	}
	return USE_NONE;
}

static enum use use_by(struct knowledge *k, const struct function *f,
		       const struct instr *i, const struct copies *c,
		       unsigned depth)
{
	const struct role *role;

	if (i->op == OP_CALL)
		return use_of_call(k, f, i, c);
	/* That it is one of the caller's own objects is an answer: such a one
	 * comes without a reference. */
	if (i->op == OP_BR && (i->cmp == CMP_EQ || i->cmp == CMP_NE)
	    && !value_is_zero(f, i->b)
	    && (is_copy(c, i->a) || is_copy(c, i->b)))
		return USE_RETAKEN;
	if (i->op == OP_STORE && is_copy(c, i->a))
		return declared_owns(k->declared, f, &i->place) ? USE_OWNED
			: USE_NONE;
	if (i->op != OP_RET || !i->a || !is_copy(c, i->a))
		return USE_NONE;
	role = declared_role(k->declared, f);
	if (role)
		return role->slot
			&& (role->slot->convention == CONV_NEW_REF
			    || role->slot->convention == CONV_NEW_REF_OR_NULL)
			? USE_OWNED : USE_NONE;
	return depth < OWED_DEPTH && owes(k, f, depth + 1) ? USE_OWNED
		: USE_NONE;
}

/* Does CALLER take what CALL returns for its own? */
static bool takes_result(struct knowledge *k, const struct function *caller,
			 const struct instr *call, unsigned depth)
{
	struct copies c = { .n = 0 };
	bool owned = false;
	uint32_t b, j;

	if (!add_copy(&c, call->dst))
		return false;
	gather_copies(&c, caller);
	for (b = 0; b < caller->n_blocks; b++)
		for (j = 0; j < caller->blocks[b].n_instrs; j++) {
			enum use u = use_by(k, caller,
					    &caller->blocks[b].instrs[j], &c,
					    depth);

			if (u == USE_RETAKEN)
				return false;
			owned |= u == USE_OWNED;
		}
	return owned;
}

/* Does outcome O hand out a reference to the result, or to the argument that
 * it is: Py_NewRef? */
static bool hands_out(const struct outcome *o)
{
	const struct effect *e, *x;

	for (e = o->effects; e->op != EFF_END; e++) {
		if (e->op == EFF_OWN && !e->a)
			return true;
		for (x = e; e->op == EFF_SAME && !e->a && !e->offset
		     && x->op != EFF_END; x++)
			if (x->op == EFF_OWN && x->a == e->b)
				return true;
	}
	return false;
}

/* Are A and B of F one value, one object, or one member read twice? */
static bool is_same(const struct function *f, vid a, vid b)
{
	const struct value *x = fn_value(f, a), *y = fn_value(f, b);
	const struct instr *p = value_def(f, a), *q = value_def(f, b);

	if (x->kind == VAL_GLOBAL && y->kind == VAL_GLOBAL)
		return x->u.global == y->u.global;
	return a == b || (p && q && p->op == OP_LOAD && q->op == OP_LOAD
			  && p->place.record && !p->place.index
			  && same_record(p->place.record, q->place.record)
			  && p->place.offset == q->place.offset);
}

/* Does F take a reference to V? */
static bool is_counted(const struct function *f, vid v)
{
	uint32_t b, j;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			const struct function *t = i->op == OP_CALL
				&& i->n_args == 1 ? call_target(f, i) : NULL;

			if (t && !i->dst && function_takes_reference(t)
			    && is_same(f, strip_casts(f, i->args[0]), v))
				return true;
		}
	return false;
}

/* Does V of F come from a call that hands out a reference, or does F take one
 * to it? */
static bool is_new(struct knowledge *k, const struct function *f, vid v,
		   unsigned depth)
{
	const struct phi *phi;
	const struct instr *d;
	uint32_t n;

	v = strip_casts(f, v);
	phi = value_phi(f, v);
	for (n = 0; phi && depth && n < f->blocks[fn_value(f, v)->def_block]
	     .n_preds; n++)
		if (is_new(k, f, phi->args[n], depth - 1))
			return true;
	d = value_def(f, v);
	if (d && d->op == OP_CALL) {
		const struct contract *by = knowledge_call(k, f, d);
		unsigned o;

		for (o = 0; by->origin <= ORIGIN_INFERRED
		     && o < by->n_outcomes; o++)
			if (hands_out(&by->outcomes[o]))
				return true;
	}
	return !phi && is_counted(f, v);
}

static bool makes_one(struct knowledge *k, const struct function *f)
{
	uint32_t b;

	for (b = 0; b < f->n_blocks; b++) {
		const struct instr *i = f->blocks[b].reachable
			? block_last(&f->blocks[b]) : NULL;

		if (i && i->op == OP_RET && i->a
		    && is_new(k, f, i->a, OWED_DEPTH))
			return true;
	}
	return false;
}

static bool owes(struct knowledge *k, const struct function *f, unsigned depth)
{
	const struct site *at;
	uint32_t i, calls;

	at = sites_of_calls(&k->declared->sites, f, &calls);
	if (!f->is_static || f->address_taken || !f->has_body
	    || !f->type || !type_is_object_ptr(f->type->inner)
	    || declared_role(k->declared, f) || !calls)
		return false;
	for (i = 0; i < calls; i++)
		if (!takes_result(k, at[i].f, at[i].i, depth))
			return false;
	return depth || makes_one(k, f);
}

bool knowledge_owes_result(struct knowledge *k, const struct function *f)
{
	static const char yes, no;
	const char *is = map_get(&k->owed, map_key_ptr(f));

	if (!is) {
		is = owes(k, f, 0) ? &yes : &no;
		map_set(&k->owed, map_key_ptr(f), (void *) is);
	}
	return is == &yes;
}

/* Is argument N of CALL in F, from 0, nothing that F has to give: an argument
 * of its own, a static object, what a field or PyArg_Parse* gave it? */
static bool passes_borrowed(const struct function *f, const struct instr *call,
			    unsigned n)
{
	vid v = n < call->n_args ? strip_casts(f, call->args[n]) : 0;
	const struct instr *d = v ? value_def(f, v) : NULL;
	const struct value *base;
	uint32_t b, j, m;

	if (!v)
		return false;
	if (fn_value(f, v)->kind == VAL_PARAM
	    || fn_value(f, v)->kind == VAL_GLOBAL)
		return true;
	if (!d || d->op != OP_LOAD)
		return false;
	base = fn_value(f, d->place.base);
	if (base->kind != VAL_LOCAL)
		return true;
	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			for (m = 0; t && strstr(t->name, "PyArg_")
				    && m < i->n_args; m++)
				if (fn_value(f, i->args[m])->kind == VAL_LOCAL
				    && fn_value(f, i->args[m])->u.local
				       == base->u.local)
					return true;
		}
	return false;
}

/* Does F leave its parameter N, from 0, alone, which all callers only
 * borrow? */
static bool gets_borrowed(struct knowledge *k, const struct function *f,
			  unsigned n)
{
	struct copies c = { .n = 0 };
	const struct site *at;
	uint32_t i, calls, b, j;

	if (n >= f->n_params || !add_copy(&c, f->params[n]))
		return false;
	gather_copies(&c, f);
	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++)
			if (f->blocks[b].instrs[j].op == OP_CALL
			    && use_of_call(k, f, &f->blocks[b].instrs[j], &c)
			       == USE_OWNED)
				return false;
	at = sites_of_calls(&k->declared->sites, f, &calls);
	for (i = 0; i < calls; i++)
		if (!passes_borrowed(at[i].f, at[i].i, n))
			return false;
	return true;
}

/* Does memory that others see still hold X, which was read there? */
static bool is_still_there(const struct state *s, sid x)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++)
		if (s->cells.v[i].value == x && s->cells.v[i].initial
		    && s->cells.v[i].at.kind != REGION_LOCAL)
			return true;
	return false;
}

bool run_returns_borrowed(const struct fn_run *r, const struct state *s, sid x)
{
	const struct thing *t = x ? thing_get(s, x) : NULL;

	if (!t || t->family || t->immortal || t->escaped || t->refs || t->stored
	    || t->shared || t->given || t->life == LIFE_DEAD || r->role
	    || !sym_get(s, x)->is_object || sym_is_null(s, x)
	    || !knowledge_owes_result(r->engine->knowledge, r->fn))
		return false;
	switch (t->birth) {
	case BIRTH_STATIC:
		return true;
	case BIRTH_BORROW:
		return t->born && t->born->op == OP_CALL;
	case BIRTH_FIELD:
		return !t->taken && is_still_there(s, x);
	case BIRTH_PARAM:
		return t->param && gets_borrowed(r->engine->knowledge, r->fn,
						 t->param - 1u);
	default:
		return false;
	}
}
