/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Why is a borrowed reference still good?  Because its lender is held and
 * cannot change (a tuple), because nobody else can reach it (a container
 * that the function made, the arguments of the call), or because nothing
 * ran since.  Here: can code that runs end a borrow?
 */
#include "engine/lender.h"
#include "engine/steady.h"
#include "engine/tables.h"
#include "engine/trail.h"
#include "engine/typed.h"

#include <string.h>

/* Lenders of lenders that are followed. */
#define MAX_CHAIN 4

static bool fragile(struct fn_run *r, const struct state *s,
		    const struct thing *t, unsigned depth);

static bool record_named(const struct type *t, const char *name)
{
	return t && ((t->name && !strcmp(t->name, name))
		     || (t->tag && !strcmp(t->tag, name)));
}

bool lender_is_private(const struct thing *l)
{
	return l->birth == BIRTH_NEW && !l->escaped && !l->stored
		&& !l->shared && !l->given && l->fresh;
}

bool slot_has_arguments(const struct role *role)
{
	static const char *const slots[] = { "tp_new", "tp_init", "tp_call" };
	unsigned i;

	if (!role->slot || !role->slot->name)
		return false;
	if (strstr(role->slot->name, "METH_VARARGS"))
		return true;
	for (i = 0; i < ARRAY_SIZE (slots); i++)
		if (!strcmp(role->slot->name, slots[i]))
			return true;
	return false;
}

/* The argument tuple and keyword dictionary of this very call, or a
 * container that no caller of the helper shares with anybody. */
static bool is_callers_own(const struct fn_run *r, const struct thing *l)
{
	if (l->birth != BIRTH_PARAM)
		return false;
	if (r->role)
		return l->param >= 2 && slot_has_arguments(r->role);
	return knowledge_param_is_private(r->engine->knowledge, r->fn,
					  l->param - 1u);
}

/* A container that PySequence_Fast found to be one already, or made. */
static bool is_fast_of_private(struct fn_run *r, const struct state *s,
			       const struct thing *l)
{
	const struct function *f = l->born && l->born->op == OP_CALL
		? call_target(r->fn, l->born) : NULL;
	const struct thing *of;

	if (!f || strcmp(f->name, "PySequence_Fast") || !l->born->n_args)
		return false;
	of = thing_get(s, env_get(s, l->born->args[0]));
	return of && lender_is_private(of);
}

bool borrow_is_of_bytearray(struct fn_run *r, const struct thing *t)
{
	const struct contract *k;

	if (!t->born || t->born->op != OP_CALL)
		return false;
	k = knowledge_call(r->engine->knowledge, r->fn, t->born);
	return !strncmp(k->name, "PyByteArray", strlen("PyByteArray"));
}

/* A container of the unit's own, from which nothing is taken, or one in it. */
static bool is_in_steady(struct fn_run *r, const struct state *s,
			 const struct thing *l)
{
	const struct thing *of = l->birth == BIRTH_BORROW && l->born
		&& l->born->op == OP_CALL ? thing_get(s, l->lender) : NULL;
	const struct thing *it = of ? of : l;

	return it->birth == BIRTH_FIELD && it->born && it->born->op == OP_LOAD
		&& container_is_steady(r->engine->knowledge, r->fn, it->born,
				       of != NULL);
}

/* Can T's lender give it up when it wants, as a list does? */
static bool lender_can_change(struct fn_run *r, const struct state *s,
			      const struct thing *t)
{
	const struct contract *born;

	if (t->lender && (value_has_type(s, t->lender, "PyTuple_Type", false)
			  || value_has_type(s, t->lender, "PyFrozenSet_Type",
					    true)))
		return false;
	if (t->born->op == OP_LOAD)
		return record_named(t->field_record, "PyListObject");
	if (t->born->op != OP_CALL)
		return false;
	born = knowledge_call(r->engine->knowledge, r->fn, t->born);
	if (borrow_is_of_bytearray(r, t))
		return true;
	/* Modules stay in sys.modules as long as the program means to use
	 * them. */
	return born->flags & CF_UNSAFE_BORROW && t->lender_who != WHO_MODULES;
}

/* What a call of Python code returned, and this function handed to nobody, was
 * made for it as a rule: what is two steps inside is taken to stay there. */
static bool is_result_alone(const struct fn_run *r, const struct thing *l)
{
	const struct function *f = l && l->born && l->born->op == OP_CALL
		? call_target(r->fn, l->born) : NULL;

	return f && l->birth == BIRTH_NEW && l->refs > 0 && !l->escaped
		&& !l->stored && !l->shared && !l->given
		&& (!strncmp(f->name, "PyObject_Call", 13)
		    || !strncmp(f->name, "PyObject_Vectorcall", 19)
		    || !strncmp(f->name, "PyEval_Call", 11));
}

/* What the lender itself is borrowed from can let go of both. */
static bool lender_is_fragile(struct fn_run *r, const struct state *s,
			      const struct thing *t, unsigned depth)
{
	const struct thing *l = thing_get(s, t->lender);

	return l && !is_result_alone(r, thing_get(s, l->lender))
		&& depth < MAX_CHAIN && l->refs <= 0 && !l->immortal
		&& !l->escaped && !l->shared && !l->given
		&& (l->birth == BIRTH_BORROW || l->birth == BIRTH_FIELD)
		&& fragile(r, s, l, depth + 1);
}

/* Was the pointer V of F, to a plain struct, read from an object, a variable of
 * the unit, or another such struct, so that others get there as well? */
static bool is_reached_by_others(const struct function *f, vid v)
{
	const struct instr *d;
	const struct phi *phi;
	struct trail t;

	trail_begin(&t, f, v);
	while ((v = trail_next(&t)) != 0 && t.depth <= MAX_CHAIN) {
		phi = value_phi(f, v);
		if (phi)
			trail_add_phi(&t, phi, v);
		d = value_def(f, v);
		if (!d || (d->op != OP_LOAD && d->op != OP_ADDR))
			continue;
		if ((d->place.record && d->place.record->is_object)
		    || fn_value(f, strip_casts(f, d->place.base))->kind
		       == VAL_GLOBAL)
			return trail_end(&t, true);
		trail_add(&t, d->place.base);
	}
	return trail_end(&t, false);
}

bool place_is_in_object(const struct function *f, const struct place *p)
{
	return (p->record && p->record->is_object)
		|| is_reached_by_others(f, p->base);
}

/* Does F make a count smaller?  What it reads of an array it may have taken out
 * then: pop (). */
static bool body_counts_down(const struct function *f)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k], *d;
			const struct value *v;

			if (i->op != OP_STORE || !i->place.record
			    || i->place.index)
				continue;
			d = value_def(f, strip_casts(f, i->a));
			v = d ? fn_value(f, d->b) : NULL;
			if (v && v->kind == VAL_INT
			    && ((d->op == OP_SUB && v->u.i > 0)
				|| (d->op == OP_ADD && v->u.i < 0)))
				return true;
		}
	return false;
}

static bool counts_down(struct fn_run *r)
{
	enum { UNKNOWN, NO, YES };

	if (r->counts_down == UNKNOWN)
		r->counts_down = body_counts_down(r->fn) ? YES : NO;
	return r->counts_down == YES;
}

/* Is the array of which P of F is an element that of an object which another
 * one has for itself?  Python code does not get there. */
static bool is_of_inner_object(const struct function *f, const struct place *p)
{
	const struct type *outer = NULL;
	unsigned n;

	for (n = 0; p && n < MAX_CHAIN; n++) {
		const struct instr *d = value_def(f, strip_casts(f, p->base));

		if (p->record && p->record->is_object) {
			if (outer && !same_record(outer, p->record))
				return true;
			outer = p->record;
		}
		p = d && (d->op == OP_LOAD || d->op == OP_ADDR) ? &d->place
			: NULL;
	}
	return false;
}

/* Is the struct at V of F an element of an array? */
static bool is_element(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));

	return d && d->op == OP_ADDR && (d->place.index || !d->place.record);
}

static bool place_is_fragile(struct fn_run *r, const struct thing *t)
{
	const struct knowledge *k = r->engine->knowledge;
	const struct value *base;

	if (t->born && t->born->op == OP_LOAD
	    && knowledge_element_rebound(k, r->fn, &t->born->place))
		return place_is_in_object(r->fn, &t->born->place)
			&& !counts_down(r)
			&& !is_of_inner_object(r->fn, &t->born->place);
	if (t->born && t->born->op == OP_LOAD && t->field_record
	    && !t->field_record->is_object
	    && is_element(r->fn, t->born->place.base) && counts_down(r))
		return false;

	/* Of an instance, of a module, or of a struct that one of those has. */
	if (t->field_record)
		return (t->field_record->is_object
			|| (t->born && t->born->op == OP_LOAD
			    && (is_module_state(r->fn, t->born->place.base)
				|| place_is_in_object(r->fn,
						      &t->born->place))))
			&& knowledge_field_rebound(k, t->field_record,
				(uint64_t) t->field_offset);
	if (!t->born || t->born->op != OP_LOAD || t->born->place.index)
		return false;
	base = fn_value(r->fn, t->born->place.base);
	return base->kind == VAL_GLOBAL && !base->offset
		&& !t->born->place.offset
		&& knowledge_global_rebound(k, base->u.global);
}

/* Was T read from a variable or field that Python code can set anew?  The
 * instruction that read it tells, unless a helper did. */
static bool field_is_fragile(struct fn_run *r, const struct thing *t)
{
	static const char yes, no;
	const struct instr *i = t->born;
	const char *is;

	if (!i || i->op != OP_LOAD || t->field_record != i->place.record
	    || t->field_offset != i->place.offset)
		return place_is_fragile(r, t);
	is = map_get(&r->fragile, map_key_ptr(i));
	if (!is) {
		is = place_is_fragile(r, t) ? &yes : &no;
		map_set(&r->fragile, map_key_ptr(i), (void *) is);
	}
	return is == &yes;
}

/* What another unit's function handed to this one alone, which gave it to
 * nobody: whether others have it too nobody knows. */
static bool is_from_unknown(struct fn_run *r, const struct thing *l)
{
	return l->birth == BIRTH_NEW && l->refs > 0 && !l->escaped
		&& !l->stored && !l->shared && !l->given
		&& l->born && l->born->op == OP_CALL
		&& knowledge_call(r->engine->knowledge, r->fn, l->born)->origin
		   == ORIGIN_CONVENTION;
}

/* Is T the field of an object that was just made and handed to nobody?  Python
 * code does not get there. */
static bool is_of_fresh_object(const struct state *s, const struct thing *t)
{
	const struct instr *i = t->born;
	const struct thing *holder;

	if (!i || i->op != OP_LOAD || i->place.index || !i->place.record
	    || !i->place.record->is_object
	    || t->field_record != i->place.record)
		return false;
	holder = thing_get(s, env_get(s, i->place.base));
	return holder && holder->refs > 0 && lender_is_private(holder);
}

static bool fragile(struct fn_run *r, const struct state *s,
		    const struct thing *t, unsigned depth)
{
	const struct thing *l;

	if (t->birth == BIRTH_FIELD)
		return !is_of_fresh_object(s, t) && field_is_fragile(r, t);
	if (t->birth != BIRTH_BORROW || !t->born)
		return false;
	l = thing_get(s, t->lender);
	if (l && (lender_is_private(l) || is_callers_own(r, l)
		  || is_fast_of_private(r, s, l) || is_in_steady(r, s, l)
		  || is_from_unknown(r, l)))
		return false;
	return lender_can_change(r, s, t) || lender_is_fragile(r, s, t, depth);
}

bool lender_is_shared(struct fn_run *r, const struct state *s, sid x)
{
	const struct thing *l = thing_get(s, x);

	return l && !lender_is_private(l) && !is_callers_own(r, l)
		&& !is_fast_of_private(r, s, l) && !is_in_steady(r, s, l)
		&& !(l->birth == BIRTH_NEW && l->fresh);
}

bool borrow_is_text(const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);

	return t && t->birth == BIRTH_BORROW && !t->family
		&& !sym_get(s, x)->is_object
		&& sym_get(s, x)->addr.kind == REGION_NONE;
}

bool borrow_is_fragile(struct fn_run *r, const struct state *s,
		       const struct thing *t)
{
	return fragile(r, s, t, 0);
}
