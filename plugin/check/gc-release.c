/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gc-protocol: what tp_traverse visits or tp_clear clears, tp_dealloc
 * releases.  Nobody calls tp_clear for an object that dies of its last
 * reference, and object's own dealloc knows no fields (Doc/c-api/typeobj.rst,
 * tp_clear, tp_dealloc; typeobject.c, object_dealloc, subtype_dealloc).  And
 * what tp_new gives up on, it releases: tp_alloc's objects are tracked and
 * have a header before them (PyType_GenericAlloc).
 */
#include "check/gc-protocol.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

/* Does dealloc F leave the field at OFFSET alone on every path? */
static bool leaves(const struct touches *seen, int64_t offset)
{
	return !touch_find(seen, TOUCH_RELEASE, offset)
		&& !touch_find(seen, TOUCH_MAYBE, offset)
		&& !touch_find(seen, TOUCH_STORE, offset)
		&& !touch_find(seen, TOUCH_ZERO, offset);
}

static void report(struct check_context *c, const struct type_model *t,
		   const struct field_model *fm, const struct function *f,
		   struct loc loc)
{
	const struct function *owner = fm->clear ? fm->clear : fm->traverse;
	struct finding *fi;

	if (f)
		fi = check_finding(c, f, loc,
			"‘%s’ does not release ‘%s’, which ‘%s’ %s", f->name,
			fm->field->name, owner->name,
			fm->clear ? "clears" : "visits");
	else
		fi = check_finding(c, NULL, t->loc,
			"‘%s’ has no ‘tp_dealloc’ that releases ‘%s’, which ‘%s’ %s",
			t->name, fm->field->name, owner->name,
			fm->clear ? "clears" : "visits");
	check_subject(c, fi, fm->field->name);
	check_event(c, fi, fm->clear ? fm->clear_loc : fm->traverse_loc, owner,
		    "the object owns ‘%s’", fm->field->name);
	if (f)
		check_event(c, fi, loc, f, "the object is freed here, and its reference is lost");
	check_hint(c, fi, "release ‘self->%s’ in ‘tp_dealloc’",
		   fm->field->name);
	check_add(c, fi);
}

/* Nothing but object's dealloc is inherited. */
static bool inherits_none(const struct type_model *t)
{
	return !t->slots_unknown && !t->base && !t->base_name
		&& !t->base_unknown && (t->is_heap || t->is_readied);
}

void gc_check_release(struct check_context *c, const struct type_model *t)
{
	const struct slot_use *use = type_slot(t, "tp_dealloc");
	const struct function *f = use ? use->function : NULL;
	struct touches seen = { { 0 } };
	const struct touch *end = NULL;
	uint32_t i;

	if (use ? !f || !f->has_body || !f->n_params : !inherits_none(t))
		return;
	/* subtype_dealloc, which heap types get, calls tp_finalize. */
	use = f ? NULL : type_slot(t, "tp_finalize");
	if (use && use->function && use->function->has_body)
		touches_of_param(c->declared, use->function, 0, &seen);
	if (f) {
		touches_of_param(c->declared, f, 0, &seen);
		end = touch_find(&seen, TOUCH_FREE, -1);
	}
	for (i = 0; i < t->fields.n && (!f || end); i++) {
		const struct field_model *fm = &t->fields.v[i];

		if (!fm->is_object || !fm->field->name || fm->dealloc
		    || (!fm->clear && !fm->traverse)
		    || seen.escapes || seen.calls_base
		    || !leaves(&seen, (int64_t) fm->offset))
			continue;
		report(c, t, fm, f, end ? end->loc : t->loc);
		if (!f)
			break;
	}
	touches_release(&seen);
}

/* ------------------------------------------------------ freed by tp_new */

/* type->tp_alloc (type, n) or PyType_GenericAlloc. */
static bool is_typed_allocation(const struct function *f,
				const struct instr *i)
{
	const struct function *callee = call_target(f, i);
	const struct instr *def;

	if (callee)
		return !strcmp(callee->name, "PyType_GenericAlloc");
	def = value_def(f, strip_casts(f, i->callee));
	return def && def->op == OP_LOAD && def->place.field
		&& !strcmp(def->place.field, "tp_alloc");
}

static void check_made(struct check_context *c, const struct type_model *t,
		       const struct function *f, const struct instr *i)
{
	struct touches made = { { 0 } };
	uint32_t n;

	touches_of(c->declared, f, i->dst, 0, &made);
	for (n = 0; n < made.list.n; n++) {
		const struct touch *x = &made.list.v[n];
		struct finding *fi;

		if (x->kind != TOUCH_FREE || !gc_is_plain_free(x->callee))
			continue;
		fi = check_finding(c, x->function, x->loc,
			"‘%s’ frees an object of the GC type ‘%s’, which has a header before it",
			x->callee, t->name);
		check_subject(c, fi, x->callee);
		check_event(c, fi, i->loc, f,
			    "‘tp_alloc’ makes it, and tracks it");
		check_hint(c, fi, "use ‘Py_DECREF’");
		check_add(c, fi);
	}
	touches_release(&made);
}

void gc_check_new(struct check_context *c, const struct type_model *t)
{
	const struct slot_use *use = type_slot(t, "tp_new");
	const struct function *f = use ? use->function : NULL;
	uint32_t b, k;

	if (!f || !f->has_body || type_slot(t, "tp_alloc"))
		return;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_CALL && i->dst
			    && is_typed_allocation(f, i))
				check_made(c, t, f, i);
		}
}
