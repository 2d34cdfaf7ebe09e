/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does a body keep the reference that it is passed? */
#include "engine/exits.h"
#include "engine/tables.h"
#include "engine/trail.h"

enum { MAX_MERGES = 4 };

/* Can V, which no PHI stands for that is followed, be what was stored AT, or
 * something that nobody knows? */
static bool is_stored(const struct fn_run *r, vid v, const struct place *at)
{
	const struct function *f = r->fn;
	const struct contract *k;
	const struct place *array;
	const struct instr *d;

	switch (fn_value(f, v)->kind) {
	case VAL_GLOBAL: case VAL_FUNC: case VAL_STRING: case VAL_INT:
	/* What is taken of the argument itself the state counts. */
	case VAL_PARAM:
		return false;
	default:
		break;
	}
	d = value_def(f, v);
	/* What was just made is another one. */
	k = d && d->op == OP_CALL
		? knowledge_call(r->engine->knowledge, f, d) : NULL;
	if (k && k->origin == ORIGIN_TABLE && k->flags & CF_FRESH)
		return false;
	/* Another member, of a tuple for one; an item of a list. */
	if (d && d->op == OP_LOAD && owned_element(f, &d->place, &array)
	    && array->record && array->record->is_object)
		return false;
	return !(d && d->op == OP_LOAD && d->place.record
		 && fn_value(f, d->place.base)->kind != VAL_LOCAL
		 && !(same_record(d->place.record, at->record)
		      && d->place.offset == at->offset));
}

static bool may_be_stored(const struct fn_run *r, vid v, const struct place *at)
{
	const struct phi *phi;
	struct trail t;

	trail_begin(&t, r->fn, v);
	while ((v = trail_next(&t)) != 0) {
		phi = t.depth < MAX_MERGES ? value_phi(r->fn, v) : NULL;
		if (phi)
			trail_add_phi(&t, phi, v);
		else if (is_stored(r, v, at))
			return trail_end(&t, true);
	}
	return trail_end(&t, false);
}

static bool body_takes_reference(const struct fn_run *r, const struct place *at)
{
	const struct function *f = r->fn;
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *by = in->op == OP_CALL
				&& in->n_args ? call_target(f, in) : NULL;

			if (by && function_takes_reference(by)
			    && may_be_stored(r, in->args[0], at))
				return true;
		}
	return false;
}

/* Does the body take a reference that may be to its argument, out of AT, where
 * that was stored? */
static bool takes_reference(struct fn_run *r, const struct place *at)
{
	static const char yes, no;
	const char *is = map_get(&r->taken_out, map_key_ptr(at));

	if (!is) {
		is = body_takes_reference(r, at) ? &yes : &no;
		map_set(&r->taken_out, map_key_ptr(at), (void *) is);
	}
	return is == &yes;
}

static bool is_local_somewhere(const struct unit *u, const struct type *record)
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

bool knowledge_record_is_local(struct knowledge *k, const struct type *record)
{
	static const char yes, no;
	const char *is = map_get(&k->local_records, map_key_ptr(record));

	if (!is) {
		is = is_local_somewhere(k->unit, record) ? &yes : &no;
		map_set(&k->local_records, map_key_ptr(record), (void *) is);
	}
	return is == &yes;
}

/* In C++ a base class can serve one class that owns and one that borrows. */
static bool is_owner_struct(const struct fn_run *r, const struct type *record)
{
	return !r->fn->is_cxx
		&& !knowledge_record_is_local(r->engine->knowledge, record);
}

bool argument_is_taken_over(struct fn_run *r, const struct thing *t)
{
	/* Where it took one for a container, it knows that it got none. */
	return t->stored == 1 && !t->refs && !t->family && !t->shared
		&& t->stored_at && !t->given
		&& fn_value(r->fn, t->stored_at->base)->kind != VAL_LOCAL
		&& declared_owns(r->engine->declared, r->fn, t->stored_at)
		&& !takes_reference(r, t->stored_at)
		&& (!t->stored_at->record || t->stored_at->record->is_object
		    || is_owner_struct(r, t->stored_at->record));
}
