/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gc-protocol: what a type with Py_TPFLAGS_HAVE_GC owes to the collector.
 *
 * Each finding needs its function seen whole: where the object goes to code
 * that isn't there, or another type's function takes over, nothing is said.
 * Source: Doc/c-api/gcsupport.rst, typeobj.rst (tp_traverse, tp_clear,
 * tp_dealloc).
 */
#include "check/gc-protocol.h"
#include "check/made-type.h"
#include "engine/acyclic.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

enum { TPFLAGS_HAVE_GC = 1 << 14 };

static const char *field_name(const struct field_model *fm)
{
	return fm->field->name ? fm->field->name : "a field";
}

/* Who proves that T owns field FM: dealloc or clear. */
static void owner_event(struct check_context *c, struct finding *fi,
			const struct field_model *fm)
{
	if (fm->dealloc)
		check_event(c, fi, fm->dealloc_loc, fm->dealloc,
			    "the object owns ‘%s’: it is released here",
			    field_name(fm));
	else if (fm->clear)
		check_event(c, fi, fm->clear_loc, fm->clear,
			    "the object owns ‘%s’: it is released here",
			    field_name(fm));
}

/* ----------------------------------------------------------- traverse */

static void check_field_visited(struct check_context *c,
				const struct type_model *t,
				const struct field_model *fm,
				const struct function *traverse,
				const struct touches *seen)
{
	struct finding *fi;
	struct loc stored;

	if (fm->owner != FIELD_OWNS || fm->traverse
	    || touch_find(seen, TOUCH_MAYBE, (int64_t) fm->offset)
	    || !field_may_cycle(c->declared, t, fm, &stored))
		return;
	fi = check_finding(c, traverse, traverse->loc,
			   "‘%s’ does not visit ‘%s’, which ‘%s’ owns",
			   traverse->name, field_name(fm), t->name);
	check_subject(c, fi, field_name(fm));
	if (loc_known(stored))
		check_event(c, fi, stored, NULL, "‘%s’ is set here",
			    field_name(fm));
	owner_event(c, fi, fm);
	check_event(c, fi, traverse->loc, traverse,
		    "‘%s’ does not show it to the collector, which can't break cycles through it",
		    traverse->name);
	check_hint(c, fi, "add ‘Py_VISIT (self->%s);’", field_name(fm));
	check_add(c, fi);
}

/* From 3.9 on instances of heap types own their type (bpo-40217). */
static void check_type_visited(struct check_context *c,
			       const struct type_model *t,
			       const struct function *traverse,
			       const struct touches *seen)
{
	struct finding *fi;

	if (!t->is_heap || c->version < PYVERSION (3, 9)
	    || seen->calls_base || touch_find(seen, TOUCH_VISIT, TYPE_OFFSET)
	    || touch_find(seen, TOUCH_MAYBE, TYPE_OFFSET))
		return;
	fi = check_finding(c, traverse, traverse->loc,
			   "‘%s’ does not visit the type of the object, which instances of the heap type ‘%s’ own",
			   traverse->name, t->name);
	check_subject(c, fi, "ob_type");
	check_event(c, fi, t->loc, NULL, "‘%s’ is a heap type", t->name);
	check_hint(c, fi, "add ‘Py_VISIT (Py_TYPE (self));’");
	check_add(c, fi);
}

static void check_traverse(struct check_context *c,
			   const struct type_model *t)
{
	const struct function *f = gc_slot_body(t, "tp_traverse");
	struct touches seen = { { 0 } };
	uint32_t i;

	if (!f || f->n_params < 2)
		return;
	touches_of(c->declared, f, f->params[0], f->params[1], &seen);
	if (!seen.escapes && !(seen.calls_base
			&& (t->base_unknown || (t->base && same_record(
				t->base->instance, t->instance))))) {
		for (i = 0; i < t->fields.n; i++)
			check_field_visited(c, t, &t->fields.v[i], f, &seen);
		check_type_visited(c, t, f, &seen);
		gc_check_inside(c, t, &seen);
	}
	touches_release(&seen);
}

/* ------------------------------------------------------------- dealloc */

struct untracking {
	struct check_context *c;
	const struct type_model *t;
	const struct touches *seen;
	const struct touch *release;	/* found */
};

static bool release_runs_code(const struct untracking *u, const struct touch *x)
{
	uint32_t i;

	if (x->kind != TOUCH_RELEASE || x->family != FAMILY_NONE)
		return false;
	for (i = 0; i < u->t->fields.n; i++)
		if ((int64_t) u->t->fields.v[i].offset == x->offset
		    && u->t->fields.v[i].is_object)
			return field_may_run_code(u->c->declared, u->t,
						  &u->t->fields.v[i]);
	return false;
}

/* A release before the untracking.  Another type's dealloc untracks. */
static enum path_verdict release_first(const struct function *f,
				       struct position p, void *data)
{
	const struct instr *in = &f->blocks[p.block].instrs[p.instr];
	const struct function *t = in->op == OP_CALL ? call_target(f, in)
		: NULL;
	struct untracking *u = data;
	uint32_t i;

	/* What is not tracked need not be untracked. */
	if (t && (strstr(t->name, "GC_IS_TRACKED")
		  || strstr(t->name, "GC_IsTracked")))
		return PATH_STOP;
	for (i = 0; i < u->seen->list.n; i++) {
		const struct touch *x = &u->seen->list.v[i];

		if (x->block != p.block || x->instr != p.instr)
			continue;
		if (x->kind == TOUCH_UNTRACK || x->kind == TOUCH_BASE)
			return PATH_STOP;
		if (release_runs_code(u, x)) {
			u->release = x;
			return PATH_FOUND;
		}
	}
	return PATH_ON;
}

static bool is_number(const struct function *f, vid v, int64_t k)
{
	const struct value *n = fn_value(f, strip_casts(f, v));

	return n->kind == VAL_INT && n->u.i == k;
}

/* Is V the type of the object that the function gets first? */
static bool is_own_type(const struct function *f, vid v)
{
	const struct instr *def = value_def(f, strip_casts(f, v));
	vid self = strip_casts(f, f->params[0]);

	if (def && def->op == OP_LOAD)
		return def->place.field && !strcmp(def->place.field, "ob_type")
			&& strip_casts(f, def->place.base) == self;
	return def && def->op == OP_CALL && def->n_args == 1
		&& call_target(f, def)
		&& !strcmp(call_target(f, def)->name, "Py_TYPE")
		&& strip_casts(f, def->args[0]) == self;
}

/* Is V the flags of that type? */
static bool is_own_flags(const struct function *f, vid v)
{
	const struct instr *def = value_def(f, strip_casts(f, v));

	if (def && def->op == OP_LOAD)
		return def->place.field && !strcmp(def->place.field, "tp_flags")
			&& is_own_type(f, def->place.base);
	return def && def->op == OP_CALL && def->n_args == 1
		&& call_target(f, def)
		&& !strcmp(call_target(f, def)->name, "PyType_GetFlags")
		&& is_own_type(f, def->args[0]);
}

/* Does DEF ask whether the object is of a type of the collector's?  One that
 * is not was never tracked: the dealloc of types of both kinds.  Source:
 * Include/object.h, objimpl.h: PyType_IS_GC, PyObject_IS_GC. */
static bool asks_for_gc(const struct function *f, const struct instr *def)
{
	const struct function *callee = def->op == OP_CALL
		? call_target(f, def) : NULL;

	if (def->op == OP_AND)
		return is_number(f, def->b, TPFLAGS_HAVE_GC)
			&& is_own_flags(f, def->a);
	if (!callee || !def->n_args)
		return false;
	if (!strcmp(callee->name, "PyObject_IS_GC"))
		return strip_casts(f, def->args[0])
			== strip_casts(f, f->params[0]);
	if (!strcmp(callee->name, "PyType_HasFeature"))
		return def->n_args == 2 && is_own_type(f, def->args[0])
			&& is_number(f, def->args[1], TPFLAGS_HAVE_GC);
	return !strcmp(callee->name, "PyType_IS_GC")
		&& is_own_type(f, def->args[0]);
}

/* An object that is not tracked is none of the collector's: the other way of
 * `if (PyObject_GC_IsTracked (self)) PyObject_GC_UnTrack (self);`. */
static bool may_be_tracked(const struct function *f, const struct edge *e,
			   void *data)
{
	const struct instr *br = block_last(&f->blocks[e->from]), *def;
	const struct function *callee;

	(void) data;
	if (e->kind == EDGE_EH)
		return false;
	if (br->op != OP_BR || (br->cmp != CMP_EQ && br->cmp != CMP_NE)
	    || !value_is_zero(f, br->b))
		return true;
	def = value_def(f, strip_casts(f, br->a));
	/* The macro of CPython's own looks into the header. */
	if (def && def->op == OP_LOAD && def->place.field
	    && !strcmp(def->place.field, "_gc_next"))
		return (br->cmp == CMP_NE) == (e->kind == EDGE_TRUE);
	if (def && asks_for_gc(f, def))
		return (br->cmp == CMP_NE) == (e->kind == EDGE_TRUE);
	callee = def && def->op == OP_CALL ? call_target(f, def) : NULL;
	if (!callee || def->n_args != 1
	    || (strcmp(callee->name, "PyObject_GC_IsTracked")
		&& strcmp(callee->name, "_PyObject_GC_IS_TRACKED"))
	    || strip_casts(f, def->args[0]) != strip_casts(f, f->params[0]))
		return true;
	return (br->cmp == CMP_NE) == (e->kind == EDGE_TRUE);
}

static const struct field *field_of(const struct type_model *t,
				    int64_t offset)
{
	uint32_t i;

	for (i = 0; i < t->fields.n; i++)
		if ((int64_t) t->fields.v[i].offset == offset)
			return t->fields.v[i].field;
	return NULL;
}

static void report_untrack(struct check_context *c, const struct type_model *t,
			   const struct function *f,
			   const struct untracking *u)
{
	const struct touch *untrack = touch_find(u->seen, TOUCH_UNTRACK, -1);
	const struct field *fd = field_of(t, u->release->offset);
	const char *name = fd && fd->name ? fd->name : "a field";
	/* Where this function does it: a helper is not to be mended. */
	struct loc loc = f->blocks[u->release->block]
		.instrs[u->release->instr].loc;
	struct finding *fi;

	fi = check_finding(c, f, loc_known(loc) ? loc : u->release->loc,
			   untrack
		? "‘%s’ releases ‘%s’ before it untracks the object"
		: "‘%s’ releases ‘%s’ and does not untrack the object before",
		f->name, name);
	check_subject(c, fi, "PyObject_GC_UnTrack");
	check_event(c, fi, f->loc, f,
		    "the garbage collector knows the dying object");
	check_event(c, fi, u->release->loc, u->release->function,
		    "the collector can run while ‘%s’ is released, and sees the half dead object",
		    name);
	if (untrack)
		check_event(c, fi, untrack->loc, untrack->function,
			    "the object is untracked here only");
	check_hint(c, fi, "call ‘PyObject_GC_UnTrack (self);’ first");
	check_add(c, fi);
}

static void check_untrack(struct check_context *c, const struct type_model *t)
{
	const struct function *f = gc_slot_body(t, "tp_dealloc");
	struct touches seen = { { 0 } };
	struct untracking u = { c, t, &seen, NULL };
	struct position entry = { 0, 0 };

	if (!f || gc_is_never_tracked(c, t))
		return;
	touches_of_param(c->declared, f, 0, &seen);
	if (!seen.escapes_whole && path_find(f, entry, release_first,
					     may_be_tracked, &u, NULL))
		report_untrack(c, t, f, &u);
	else if (!seen.escapes_whole)
		gc_check_items(c, t, f, &seen);
	touches_release(&seen);
}

/* --------------------------------------------------------------- clear */

/* Is the stored value what the caller brought, and no fresh object? */
static bool is_brought(const struct touch *x)
{
	const struct function *f = x->function;
	vid v = strip_casts(f, x->value);
	const struct instr *def = value_def(f, v);

	while (def && def->op == OP_CALL && def->n_args == 1
	       && call_target(f, def)
	       && function_takes_reference(call_target(f, def))) {
		v = strip_casts(f, def->args[0]);
		def = value_def(f, v);
	}
	return !def || def->op != OP_CALL;
}

bool gc_is_setter(const struct role *r)
{
	static const char *const setters[] = { "setter", "tp_setattro",
		"tp_setattr", "mp_ass_subscript", "sq_ass_item",
		"tp_descr_set", "tp_init" };
	size_t k;

	for (k = 0; k < ARRAY_SIZE (setters); k++)
		if (!strcmp(r->slot->name, setters[k]))
			return true;
	return !strncmp(r->slot->name, "METH_", strlen("METH_"))
		&& !strstr(r->slot->name, "STATIC")
		&& !strstr(r->slot->name, "CLASS");
}

/* Does a setter of T store in FM what it is given? */
static bool is_set_by_setter(const struct declared *d,
			     const struct type_model *t,
			     const struct field_model *fm)
{
	uint32_t i, n;

	for (i = 0; i < d->roles.n; i++) {
		const struct role *r = &d->roles.v[i];
		struct touches seen = { { 0 } };
		bool found = false;

		if (r->type != t || !gc_is_setter(r))
			continue;
		touches_of_param(d, r->function, 0, &seen);
		for (n = 0; n < seen.list.n; n++)
			found |= seen.list.v[n].kind == TOUCH_STORE
				&& seen.list.v[n].offset == (int64_t) fm->offset
				&& is_brought(&seen.list.v[n]);
		touches_release(&seen);
		if (found)
			return true;
	}
	return false;
}

static void report_elements(struct check_context *c,
			    const struct type_model *t,
			    const struct function *traverse)
{
	struct elements e;
	struct finding *fi;

	if (!gc_elements_may_cycle(c, t, traverse, &e)
	    || gc_finalize_breaks(c->declared, t, e.offset))
		return;
	fi = check_finding(c, NULL, type_slot(t, "tp_traverse")->loc,
		"‘%s’ has no ‘tp_clear’: cycles through what ‘%s’ stores are found, but can't be broken",
		t->name, e.by->name);
	check_subject(c, fi, "tp_clear");
	check_event(c, fi, e.filled->loc, e.by,
		    "whatever ‘%s’ is given is stored here", e.by->name);
	check_event(c, fi, e.shown->loc, traverse, "it is visited here");
	check_hint(c, fi, "add a ‘tp_clear’ that releases the elements");
	check_add(c, fi);
}

/* Own slots only: a type with a tp_traverse inherits no tp_clear.  A unit that
 * has the one and leaves the type to another has no reason to leave it half. */
static void check_clear(struct check_context *c, const struct type_model *t)
{
	const struct function *f = gc_slot_body(t, "tp_traverse");
	uint32_t i;

	if (!f || type_slot(t, "tp_clear")
	    || (t->slots_unknown && !t->is_open))
		return;
	for (i = 0; i < t->fields.n; i++) {
		const struct field_model *fm = &t->fields.v[i];
		struct finding *fi;

		if (!fm->traverse || fm->owner != FIELD_OWNS
		    || !(field_is_writable_member(c->declared, t, fm)
			 || is_set_by_setter(c->declared, t, fm))
		    || !field_may_cycle(c->declared, t, fm, NULL)
		    || gc_finalize_breaks(c->declared, t,
					  (int64_t) fm->offset))
			continue;
		fi = check_finding(c, NULL, type_slot(t, "tp_traverse")->loc,
			"‘%s’ has no ‘tp_clear’: cycles through ‘%s’ are found, but can't be broken",
			t->name, field_name(fm));
		check_subject(c, fi, "tp_clear");
		check_event(c, fi, fm->traverse_loc, f, "‘%s’ is visited here",
			    field_name(fm));
		check_hint(c, fi, "add a ‘tp_clear’ with ‘Py_CLEAR (self->%s);’",
			   field_name(fm));
		check_add(c, fi);
		return;
	}
	report_elements(c, t, f);
}

/* ---------------------------------------------------------- allocation */

bool gc_is_plain_free(const char *name)
{
	static const char *const names[] = { "PyObject_Free", "PyObject_Del",
		"PyObject_FREE", "PyMem_Free", "PyMem_RawFree", "free",
		"PyMem_Del" };
	size_t i;

	for (i = 0; name && i < ARRAY_SIZE (names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* One function for types of both kinds, which looks at the type. */
static bool frees_either_way(const struct touches *seen)
{
	const char *first = NULL;
	uint32_t i;

	for (i = 0; i < seen->list.n; i++) {
		const struct touch *x = &seen->list.v[i];

		if (x->kind != TOUCH_FREE || !x->callee)
			continue;
		if (first && strcmp(first, x->callee))
			return true;
		first = x->callee;
	}
	return false;
}

static void check_free(struct check_context *c, const struct type_model *t,
		       bool is_gc)
{
	const struct function *f = gc_slot_body(t, "tp_dealloc");
	struct touches seen = { { 0 } };
	uint32_t i;

	if (!f || type_slot(t, "tp_alloc") || type_slot(t, "tp_free"))
		return;
	touches_of_param(c->declared, f, 0, &seen);
	for (i = 0; i < seen.list.n && !frees_either_way(&seen); i++) {
		const struct touch *x = &seen.list.v[i];
		struct finding *fi;

		if (x->kind != TOUCH_FREE || !x->callee
		    || (is_gc ? !gc_is_plain_free(x->callee)
			: strcmp(x->callee, "PyObject_GC_Del")))
			continue;
		fi = check_finding(c, f, x->loc, is_gc
			? "‘%s’ frees an object of the GC type ‘%s’, which has a header before it"
			: "‘%s’ frees an object of ‘%s’, which is no GC type",
			x->callee, t->name);
		check_subject(c, fi, x->callee);
		check_event(c, fi, t->loc, NULL, is_gc
			    ? "‘%s’ has ‘Py_TPFLAGS_HAVE_GC’"
			    : "‘%s’ has no ‘Py_TPFLAGS_HAVE_GC’", t->name);
		check_hint(c, fi, is_gc ? "use ‘PyObject_GC_Del’ or ‘tp_free’"
			   : "use ‘PyObject_Free’ or ‘tp_free’");
		check_add(c, fi);
		break;
	}
	touches_release(&seen);
}

static bool type_is_gc(const struct type_model *t)
{
	return t->flags & TPFLAGS_HAVE_GC;
}

/* Nothing from which it could inherit the flag. */
static bool is_surely_plain(const struct type_model *t)
{
	return !type_is_gc(t) && !t->base && !t->base_name && !t->base_unknown;
}

static void check_allocation(struct check_context *c, const struct function *f,
			     uint32_t b, uint32_t k)
{
	const struct instr *i = &f->blocks[b].instrs[k];
	const struct function *callee = call_target(f, i);
	const struct type_model *t;
	struct finding *fi;
	bool plain, gc;

	if (!callee || !i->n_args)
		return;
	plain = !strcmp(callee->name, "_PyObject_New")
		|| !strcmp(callee->name, "_PyObject_NewVar");
	gc = !strcmp(callee->name, "_PyObject_GC_New")
		|| !strcmp(callee->name, "_PyObject_GC_NewVar");
	if (!plain && !gc)
		return;
	t = made_type(c->declared, f, i);
	if (t && gc)
		gc_check_track(c, f, b, k, t);
	if (!t || !t->flags_known || (plain ? !type_is_gc(t)
				      : !is_surely_plain(t)))
		return;
	fi = check_finding(c, f, i->loc, plain
		? "‘%s’ makes an object of the GC type ‘%s’ without the header that the collector needs"
		: "‘%s’ makes a GC object of ‘%s’, which is no GC type",
		callee->name + 1, t->name);
	check_subject(c, fi, t->name);
	check_event(c, fi, t->loc, NULL, plain
		    ? "‘%s’ has ‘Py_TPFLAGS_HAVE_GC’"
		    : "‘%s’ has no ‘Py_TPFLAGS_HAVE_GC’", t->name);
	check_hint(c, fi, plain ? "use ‘PyObject_GC_New’"
		   : "use ‘PyObject_New’");
	check_add(c, fi);
}

static void check_allocations(struct check_context *c)
{
	uint32_t n, b, k;

	for (n = 0; n < c->unit->functions.n; n++) {
		const struct function *f = c->unit->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++)
				if (f->blocks[b].instrs[k].op == OP_CALL)
					check_allocation(c, f, b, k);
	}
}

/* ------------------------------------------------------ owners without GC */

static void check_no_gc(struct check_context *c, const struct type_model *t)
{
	uint32_t i;

	for (i = 0; i < t->fields.n; i++) {
		const struct field_model *fm = &t->fields.v[i];
		struct finding *fi;

		if (fm->owner != FIELD_OWNS
		    || !field_may_cycle(c->declared, t, fm, NULL))
			continue;
		fi = check_finding(c, NULL, t->loc,
			"‘%s’ owns ‘%s’, and is no GC type: cycles through it are never found",
			t->name, field_name(fm));
		check_subject(c, fi, "Py_TPFLAGS_HAVE_GC");
		owner_event(c, fi, fm);
		check_hint(c, fi, "add ‘Py_TPFLAGS_HAVE_GC’, a ‘tp_traverse’ and a ‘tp_clear’");
		check_add(c, fi);
		return;
	}
}

/* Does the destructor of T take its objects for the collector's? */
static bool is_untracked(const struct check_context *c,
			 const struct type_model *t)
{
	const struct function *f = gc_slot_body(t, "tp_dealloc");
	struct touches seen = { { 0 } };
	bool found;
	uint32_t i;

	if (!f)
		return false;
	touches_of_param(c->declared, f, 0, &seen);
	found = touch_find(&seen, TOUCH_UNTRACK, -1) != NULL;
	for (i = 0; i < seen.list.n && !found; i++)
		found = seen.list.v[i].kind == TOUCH_FREE
			&& seen.list.v[i].callee
			&& !strcmp(seen.list.v[i].callee, "PyObject_GC_Del");
	touches_release(&seen);
	return found;
}

/* Was T meant to be of the collector's?  Others walk objects by tp_traverse,
 * too, and static types that are to keep their size have one for these alone:
 * without a tp_clear, and a destructor that needs no header. */
static bool is_meant_for_gc(const struct check_context *c,
			    const struct type_model *t)
{
	uint32_t i;

	if (t->is_heap || type_slot(t, "tp_clear") || is_untracked(c, t))
		return true;
	for (i = 0; t->instance && i < t->fields.n; i++)
		if (t->fields.v[i].traverse
		    && t->fields.v[i].owner == FIELD_OWNS
		    && field_may_cycle(c->declared, t, &t->fields.v[i], NULL))
			return true;
	return false;
}

/* The collector looks at the flag only (Objects/typeobject.c never sets it
 * for a type that has a traverse of its own; bases are excluded). */
static void check_unflagged(struct check_context *c,
			    const struct type_model *t)
{
	const struct slot_use *use = type_slot(t, "tp_traverse");
	struct finding *fi;

	if (!use || !use->function
	    || !(c->options->strict || is_meant_for_gc(c, t)))
		return;
	fi = check_finding(c, NULL, use->loc,
		"‘%s’ has a ‘tp_traverse’ and no ‘Py_TPFLAGS_HAVE_GC’: nobody calls it",
		t->name);
	check_subject(c, fi, "Py_TPFLAGS_HAVE_GC");
	check_event(c, fi, t->loc, NULL,
		    "the collector does not know the objects of ‘%s’",
		    t->name);
	check_hint(c, fi, "add ‘Py_TPFLAGS_HAVE_GC’ to ‘tp_flags’");
	check_add(c, fi);
}

static void unit(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];

		if (!t->flags_known || t->is_generated)
			continue;
		if (type_is_gc(t)) {
			check_free(c, t, true);
			gc_check_new(c, t);
			if (!t->instance)
				continue;
			check_traverse(c, t);
			check_untrack(c, t);
			check_clear(c, t);
			gc_check_release(c, t);
			gc_check_passed_over(c, t);
		} else if (is_surely_plain(t)) {
			check_free(c, t, false);
			check_unflagged(c, t);
			if (c->options->strict && t->instance)
				check_no_gc(c, t);
		}
	}
	check_allocations(c);
}

const struct check check_gc_protocol = { .unit = unit };
