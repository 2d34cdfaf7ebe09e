/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pointers in instances that are never NULL when a method runs: tp_new gets
 * them from C++'s `new', which throws where it has nothing to give, and
 * whatever else stores one there stores such, too.
 *
 * A method's test for NULL is then a habit, and what it does for NULL never
 * happens.  Asked of a type whose instances tp_new alone makes.
 */
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

enum { MAX_DEPTH = 6 };

/* Is V, in F, what `new' gave?  [new.delete.single]: it never gives NULL. */
static bool is_new(const struct function *f, vid v, int depth)
{
	const struct function *t;
	const struct instr *d;
	uint32_t i, n;
	bool any = false;

	v = strip_casts(f, v);
	d = value_def(f, v);
	if (depth > MAX_DEPTH)
		return false;
	if (d && d->op == OP_ADDR && !d->place.index)
		return is_new(f, d->place.base, depth + 1);
	if (d && d->op == OP_SELECT)
		return is_new(f, d->b, depth + 1)
			&& is_new(f, d->c, depth + 1);
	if (d) {
		t = d->op == OP_CALL ? call_target(f, d) : NULL;
		return t && t->key && (!strcmp(t->key, "_Znwm")
				       || !strcmp(t->key, "_Znam"));
	}
	if (!fn_value(f, v)->is_phi)
		return false;
	for (i = 0; i < f->blocks[fn_value(f, v)->def_block].n_phis; i++) {
		const struct block *b = &f->blocks[fn_value(f, v)->def_block];

		for (n = 0; b->phis[i].dst == v && n < b->n_preds; n++) {
			if (!is_new(f, b->phis[i].args[n], depth + 1))
				return false;
			any = true;
		}
	}
	return any;
}

static bool is_member(const struct type_model *t,
		      const struct field_model *fm, const struct place *p)
{
	return p->record && !p->index && (uint64_t) p->offset == fm->offset
		&& same_record(p->record, t->instance);
}

/* Does F store anything but what `new' gave in FM, or show where it is? */
static bool spoils(const struct function *f, const struct type_model *t,
		   const struct field_model *fm)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if ((i->op == OP_ADDR || i->op == OP_STORE
			     || i->op == OP_MOVE || i->op == OP_ZERO)
			    && is_member(t, fm, &i->place)
			    && !(i->op == OP_STORE && is_new(f, i->a, 0)))
				return true;
		}
	return false;
}

/* Does a function besides tp_new allocate an instance of T? */
static bool allocates(const struct function *f, const struct type_model *t)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *c = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if (c && t->object && i->n_args
			    && (strstr(c->name, "Object_New")
				|| strstr(c->name, "Object_GC_New")
				|| !strcmp(c->name, "PyType_GenericAlloc")
				|| !strcmp(c->name, "PyType_GenericNew")))
				return true;
		}
	return false;
}

static bool is_present(const struct declared *d, const struct type_model *t,
		       const struct field_model *fm)
{
	const struct slot_use *ends = type_slot(t, "tp_dealloc");
	uint32_t n;

	for (n = 0; n < d->unit->functions.n; n++) {
		const struct function *f = d->unit->functions.v[n];

		if (f->has_body && f != (ends ? ends->function : NULL)
		    && (spoils(f, t, fm)
			|| (f != fm->new_ && allocates(f, t))))
			return false;
	}
	return true;
}

void declared_present(const struct declared *d, struct type_model *t)
{
	uint32_t n;

	if (!d->unit->is_cxx || type_slot(t, "tp_alloc") || t->base
	    || t->base_name || t->base_unknown)
		return;
	for (n = 0; n < t->fields.n; n++) {
		struct field_model *fm = &t->fields.v[n];

		fm->is_present = fm->new_ && fm->set_by_new
			&& fm->field->type->kind == TYPE_PTR
			&& is_present(d, t, fm);
	}
}
