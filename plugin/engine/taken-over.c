/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a body keep the reference that it is passed? */
#include "engine/exits.h"
#include "engine/tables.h"

enum { MAX_MERGES = 4 };

/* Can V of F be what T was stored in, or something that nobody knows? */
static bool may_be_stored(const struct fn_run *r, vid v, const struct thing *t,
			  unsigned depth)
{
	const struct function *f = r->fn;
	const struct contract *k;
	const struct place *array;
	const struct instr *d;
	const struct phi *phi;
	uint32_t n;

	v = strip_casts(f, v);
	switch (fn_value(f, v)->kind) {
	case VAL_GLOBAL: case VAL_FUNC: case VAL_STRING: case VAL_INT:
	/* What is taken of the argument itself the state counts. */
	case VAL_PARAM:
		return false;
	default:
		break;
	}
	phi = depth < MAX_MERGES ? value_phi(f, v) : NULL;
	for (n = 0; phi && n < f->blocks[fn_value(f, v)->def_block].n_preds;
	     n++)
		if (may_be_stored(r, phi->args[n], t, depth + 1))
			return true;
	d = value_def(f, v);
	/* What was just made is another one. */
	k = d && d->op == OP_CALL
		? knowledge_call(r->engine->knowledge, f, d) : NULL;
	if (phi || (k && k->origin == ORIGIN_TABLE && k->flags & CF_FRESH))
		return false;
	/* Another member, of a tuple for one; an item of a list. */
	if (d && d->op == OP_LOAD && owned_element(f, &d->place, &array)
	    && array->record && array->record->is_object)
		return false;
	return !(d && d->op == OP_LOAD && d->place.record
		 && fn_value(f, d->place.base)->kind != VAL_LOCAL
		 && !(same_record(d->place.record, t->stored_at->record)
		      && d->place.offset == t->stored_at->offset));
}

/* Does F take a reference that may be to T, its argument, out of where that was
 * stored? */
static bool takes_reference(const struct fn_run *r, const struct thing *t)
{
	const struct function *f = r->fn;
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *by = in->op == OP_CALL
				&& in->n_args ? call_target(f, in) : NULL;

			if (by && function_takes_reference(by)
			    && may_be_stored(r, in->args[0], t, 0))
				return true;
		}
	return false;
}

bool record_is_local(const struct unit *u, const struct type *record)
{
	uint32_t n, k;

	for (n = 0; n < u->functions.n; n++) {
		const struct function *f = u->functions.v[n];

		for (k = 0; k < f->n_locals; k++) {
			const struct type *t = f->locals[k].type;

			while (t && t->kind == TYPE_ARRAY)
				t = t->inner;
			if (same_record(t, record))
				return true;
		}
	}
	return false;
}

/* In C++ a base class can serve one class that owns and one that borrows. */
static bool is_owner_struct(const struct fn_run *r, const struct type *record)
{
	return !r->fn->is_cxx && !record_is_local(r->engine->unit, record);
}

bool argument_is_taken_over(const struct fn_run *r, const struct thing *t)
{
	/* Where it took one for a container, it knows that it got none. */
	return t->stored == 1 && !t->refs && !t->family && !t->shared
		&& t->stored_at && !t->given
		&& fn_value(r->fn, t->stored_at->base)->kind != VAL_LOCAL
		&& declared_owns(r->engine->declared, r->fn, t->stored_at)
		&& !takes_reference(r, t)
		&& (!t->stored_at->record || t->stored_at->record->is_object
		    || is_owner_struct(r, t->stored_at->record));
}
