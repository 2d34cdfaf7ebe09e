/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gc-protocol: an object from PyObject_GC_New is not zeroed, and once it is
 * tracked the collector calls its tp_traverse: what that visits must be set
 * before (Doc/c-api/gcsupport.rst, PyObject_GC_Track).  Up to 3.11 any new
 * container may start a collection; later it waits for code to run
 * (gcmodule.c, gc_alloc; ceval_gil.c, _Py_HandlePending).
 */
#include "check/gc-protocol.h"
#include "check/made-type.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

struct early {
	struct check_context *c;
	const struct touches *made;
	vid object;
	int64_t offset;
};

static bool is_track(const struct function *f, const struct instr *i, vid v)
{
	const struct function *callee = i->op == OP_CALL
		? call_target(f, i) : NULL;

	return callee && i->n_args == 1
		&& (!strcmp(callee->name, "PyObject_GC_Track")
		    || !strcmp(callee->name, "_PyObject_GC_TRACK"))
		&& strip_casts(f, i->args[0]) == v;
}

/* Is the field set here, or the object out of sight or out of the
 * collector's? */
static bool ends(const struct early *e, struct position p)
{
	uint32_t n;

	for (n = 0; n < e->made->list.n; n++) {
		const struct touch *x = &e->made->list.v[n];

		if (x->block != p.block || x->instr != p.instr)
			continue;
		if (x->kind == TOUCH_ESCAPE || x->kind == TOUCH_UNTRACK
		    || x->kind == TOUCH_FREE || x->kind == TOUCH_BASE
		    || (x->offset == e->offset && (x->kind == TOUCH_STORE
				|| x->kind == TOUCH_ZERO
				|| x->kind == TOUCH_MAYBE)))
			return true;
	}
	return false;
}

static bool takes_object(const struct function *f, const struct instr *i,
			 vid v)
{
	uint32_t n;

	for (n = 0; n < i->n_args; n++)
		if (strip_casts(f, i->args[n]) == v)
			return true;
	return false;
}

static enum path_verdict tracks_unset(const struct function *f,
				      struct position p, void *data)
{
	const struct early *e = data;

	if (is_track(f, instr_at(f, p), e->object))
		return PATH_FOUND;
	return ends(e, p) ? PATH_STOP : PATH_ON;
}

/* Can call I start a collection, whatever its arguments are? */
static bool may_collect(const struct check_context *c,
			const struct function *f, const struct instr *i)
{
	static const char *const containers[] = { "PyList_New", "PyDict_New",
		"PyTuple_New", "PySet_New", "PyTuple_Pack", "PyDict_Copy",
		"PySequence_List", "PySequence_Tuple", "PyList_AsTuple" };
	static const char *const runs[] = { "PyObject_Call",
		"PySequence_List", "PySequence_Tuple", "PySequence_Fast",
		"PyObject_GetIter", "PyIter_Next", "PyImport_Import",
		"PyObject_Vectorcall" };
	const struct function *callee = call_target(f, i);
	size_t k;

	if (!callee || !touch_contract(c->declared, f, i))
		return false;
	for (k = 0; k < ARRAY_SIZE (runs); k++)
		if (!strncmp(callee->name, runs[k], strlen(runs[k])))
			return true;
	for (k = 0; k < ARRAY_SIZE (containers); k++)
		if (c->low < PYVERSION (3, 12)
		    && !strcmp(callee->name, containers[k]))
			return true;
	return false;
}

static enum path_verdict collects(const struct function *f, struct position p,
				  void *data)
{
	const struct early *e = data;
	const struct instr *i = instr_at(f, p);

	if (ends(e, p) || (i->op == OP_CALL && takes_object(f, i, e->object)))
		return PATH_STOP;
	return i->op == OP_CALL && may_collect(e->c, f, i)
		? PATH_FOUND : PATH_ON;
}

/* Is what I makes filled as memory? */
static bool is_filled(const struct function *f)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *callee = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if (callee && (strstr(callee->name, "memset")
				       || strstr(callee->name, "memcpy")
				       || strstr(callee->name, "bzero")))
				return true;
		}
	return false;
}

static void check_field(struct early *e, const struct function *f,
			struct position made, const struct type_model *t,
			const struct field_model *fm)
{
	struct check_context *c = e->c;
	struct position track, at;
	struct finding *fi;

	e->offset = (int64_t) fm->offset;
	made.instr++;
	if (!path_find(f, made, tracks_unset, NULL, e, &track))
		return;
	at = track;
	at.instr++;
	if (!path_find(f, at, collects, NULL, e, &at))
		return;
	fi = check_finding(c, f, instr_at(f, track)->loc,
		"‘%s’ tracks an object of ‘%s’ before ‘%s’ is set", f->name,
		t->name, fm->field->name);
	check_subject(c, fi, fm->field->name);
	check_event(c, fi, instr_at(f, track)->loc, f,
		    "from here on the collector may call ‘%s’",
		    fm->traverse->name);
	check_event(c, fi, fm->traverse_loc, fm->traverse,
		    "which visits ‘%s’", fm->field->name);
	check_event(c, fi, instr_at(f, at)->loc, f,
		    "a collection may start here, with ‘%s’ not set: ‘PyObject_GC_New’ does not zero it",
		    fm->field->name);
	check_hint(c, fi, "track it last");
	check_add(c, fi);
}

void gc_check_track(struct check_context *c, const struct function *f,
		    uint32_t b, uint32_t k, const struct type_model *t)
{
	const struct instr *i = &f->blocks[b].instrs[k];
	struct touches made = { { 0 } };
	struct early e = { c, &made, i->dst, 0 };
	struct position at = { b, k };
	uint32_t n;

	if (!i->dst || is_filled(f))
		return;
	touches_of(c->declared, f, i->dst, 0, &made);
	for (n = 0; n < t->fields.n; n++)
		if (t->fields.v[n].is_object && t->fields.v[n].traverse
		    && t->fields.v[n].field->name)
			check_field(&e, f, at, t, &t->fields.v[n]);
	touches_release(&made);
}

/* Can nobody make objects of T but the unit, and not by tp_alloc, which tracks
 * them?  A static type without a base and a tp_new can't be called, and hands
 * down nothing.  Source: Objects/typeobject.c, type_ready_set_new,
 * PyType_GenericAlloc. */
static bool is_made_here_only(const struct type_model *t)
{
	enum { TPFLAGS_BASETYPE = 1 << 10 };

	return t->object && t->object->is_static && !t->is_heap
		&& t->flags_known && !(t->flags & TPFLAGS_BASETYPE)
		&& !t->slots_unknown && !t->base && !t->base_name
		&& !t->base_unknown && !type_slot(t, "tp_new")
		&& !type_slot(t, "tp_alloc");
}

/* Can call I of F track an object of T, as it makes it or later?  A type's own
 * tp_new and tp_alloc get that type. */
static bool may_track(const struct check_context *c, const struct function *f,
		      const struct instr *i, const struct type_model *t)
{
	const struct function *g = call_target(f, i);
	const struct value *type;

	if (g && (!strcmp(g->name, "PyObject_GC_Track")
		  || !strcmp(g->name, "_PyObject_GC_TRACK")))
		return true;
	if (!i->n_args || (g && strcmp(g->name, "PyType_GenericAlloc")
			   && strcmp(g->name, "PyType_GenericNew")))
		return false;
	type = fn_value(f, strip_casts(f, i->args[0]));
	if (type->kind == VAL_GLOBAL)
		return type->u.global == t->object;
	return g && !(type->kind == VAL_PARAM && declared_role(c->declared, f));
}

bool gc_is_never_tracked(const struct check_context *c,
			 const struct type_model *t)
{
	bool is_made = false;
	uint32_t n, b, k;

	if (!is_made_here_only(t))
		return false;
	for (n = 0; n < c->unit->functions.n; n++) {
		const struct function *f = c->unit->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i =
					&f->blocks[b].instrs[k];
				const struct function *g = i->op == OP_CALL
					? call_target(f, i) : NULL;

				if (i->op == OP_CALL && may_track(c, f, i, t))
					return false;
				is_made |= g && !strncmp(g->name,
						"_PyObject_GC_New", 16)
					&& made_type(c->declared, f, i) == t;
			}
	}
	return is_made;
}
