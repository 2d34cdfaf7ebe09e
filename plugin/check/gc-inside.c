/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gc-protocol: objects that a type owns in C memory behind its fields, in the
 * nodes of a list or the elements of an array or container: what tp_dealloc
 * or tp_clear releases there, tp_traverse visits (Doc/c-api/gcsupport.rst).
 */
#include "check/contracts.h"
#include "check/gc-protocol.h"
#include "engine/acyclic.h"
#include "engine/inside.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

struct owner {
	struct check_context *c;
	const struct type_model *t;
	const struct function *traverse;
	struct inside visits, stores;
};

static const struct function *body_of(const struct type_model *t,
				      const char *slot)
{
	const struct slot_use *use = type_slot(t, slot);

	return use && use->function && use->function->has_body
		&& use->function->n_params ? use->function : NULL;
}

static bool is_visited(const struct owner *o, const struct inside_use *u)
{
	uint32_t i;

	for (i = 0; i < o->visits.list.n; i++)
		if (o->visits.list.v[i].kind == INSIDE_VISIT
		    && inside_same(&o->visits.list.v[i], u))
			return true;
	return false;
}

/* What the functions of T put into memory behind its fields. */
static void read_stores(struct owner *o)
{
	const struct declared *d = o->c->declared;
	uint32_t i;

	for (i = 0; i < d->roles.n; i++) {
		const struct function *f = d->roles.v[i].function;

		if (d->roles.v[i].type == o->t && f->n_params
		    && strcmp(d->roles.v[i].slot->name, "tp_new"))
			inside_of(d, f, f->params[0], 0, &o->stores);
	}
}

static bool may_cycle(struct owner *o, const struct inside_use *u,
		      struct loc *where)
{
	const struct declared *d = o->c->declared;
	uint32_t i;

	if (u->record && u->member)
		return member_may_cycle(d, u->record, u->member, where);
	for (i = 0; i < o->stores.list.n; i++) {
		const struct inside_use *x = &o->stores.list.v[i];

		if (x->kind != INSIDE_STORE || !inside_same(x, u)
		    || !value_may_cycle(d, x->function, x->value, x->block,
					x->instr))
			continue;
		*where = x->loc;
		return true;
	}
	return false;
}

static const char *way_in(const struct type_model *t, int64_t offset)
{
	const struct field *fd = type_field_at(t->instance, (uint64_t) offset);

	return fd && fd->name ? fd->name : "a field";
}

static void report(struct owner *o, const struct inside_use *u,
		   struct loc stored)
{
	struct check_context *c = o->c;
	const char *field = way_in(o->t, u->field);
	const char *item = u->member ? u->member : "the elements";
	struct finding *fi;

	fi = check_finding(c, o->traverse, o->traverse->loc, u->member
		? "‘%s’ does not visit ‘%s’ behind ‘%s’, which ‘%s’ owns"
		: "‘%s’ does not visit %s of ‘%s’, which ‘%s’ owns",
		o->traverse->name, item, field, o->t->name);
	check_subject(c, fi, u->member ? item : field);
	if (loc_known(stored))
		check_event(c, fi, stored, NULL, "an object is put there here");
	check_event(c, fi, u->loc, u->function,
		    "the object owns it: it is released here");
	check_event(c, fi, o->traverse->loc, o->traverse,
		    "‘%s’ does not show it to the collector, which can't break cycles through it",
		    o->traverse->name);
	check_hint(c, fi, "visit each of them with ‘Py_VISIT’");
	check_add(c, fi);
}

static void judge(struct owner *o, const struct inside *released)
{
	uint32_t i, k;

	for (i = 0; i < released->list.n; i++) {
		const struct inside_use *u = &released->list.v[i];
		struct loc stored = { 0 };

		for (k = 0; k < i; k++)
			if (released->list.v[k].kind == INSIDE_RELEASE
			    && inside_same(&released->list.v[k], u))
				break;
		if (u->kind == INSIDE_RELEASE && k == i && !is_visited(o, u)
		    && may_cycle(o, u, &stored))
			report(o, u, stored);
	}
}

/* Memory that counts its users is shared: an object in it belongs to none of
 * them, and whoever visited it would show it too often. */
void gc_check_inside(struct check_context *c, const struct type_model *t,
		     const struct touches *seen)
{
	static const char *const slots[] = { "tp_clear", "tp_dealloc" };
	struct owner o = { .c = c, .t = t,
		.traverse = body_of(t, "tp_traverse") };
	struct inside released = { .escapes = false };
	size_t k;

	if (!o.traverse || o.traverse->n_params < 2 || seen->escapes
	    || seen->calls_base)
		return;
	for (k = 0; k < ARRAY_SIZE (slots); k++) {
		const struct function *f = body_of(t, slots[k]);

		if (f)
			inside_of(c->declared, f, f->params[0], 0, &released);
	}
	inside_of(c->declared, o.traverse, o.traverse->params[0],
		  o.traverse->params[1], &o.visits);
	if (released.list.n && !released.is_counted && !o.visits.escapes) {
		read_stores(&o);
		judge(&o, &released);
	}
	inside_release(&released);
	inside_release(&o.visits);
	inside_release(&o.stores);
}

static bool asks_tracked(const struct function *f)
{
	return body_calls(f, "PyObject_GC_IsTracked")
		|| body_calls(f, "_PyObject_GC_IS_TRACKED");
}

/* The collector can run while one of the items is released, and calls the
 * traverse of the half dead object (Doc/c-api/gcsupport.rst,
 * PyObject_GC_UnTrack). */
void gc_check_items(struct check_context *c, const struct type_model *t,
		    const struct function *f, const struct touches *seen)
{
	struct owner o = { .c = c, .t = t };
	struct inside released = { .escapes = false };
	uint32_t i;

	if (!touch_find(seen, TOUCH_FREE, -1) || asks_tracked(f)
	    || touch_find(seen, TOUCH_UNTRACK, -1)
	    || touch_find(seen, TOUCH_BASE, -1))
		return;
	inside_of(c->declared, f, f->params[0], 0, &released);
	if (released.list.n && !released.is_counted)
		read_stores(&o);
	for (i = 0; o.stores.list.n && i < released.list.n; i++) {
		const struct inside_use *u = &released.list.v[i];
		struct loc stored = { 0 };
		struct finding *fi;

		if (u->kind != INSIDE_RELEASE || !may_cycle(&o, u, &stored))
			continue;
		fi = check_finding(c, f, u->function == f ? u->loc : f->loc,
			"‘%s’ releases what ‘%s’ holds and does not untrack the object before",
			f->name, way_in(t, u->field));
		check_subject(c, fi, "PyObject_GC_UnTrack");
		check_event(c, fi, f->loc, f,
			    "the garbage collector knows the dying object");
		if (loc_known(stored))
			check_event(c, fi, stored, NULL,
				    "an object is put there here");
		check_event(c, fi, u->loc, u->function,
			    "the collector can run while it is released, and sees the half dead object");
		check_hint(c, fi, "call ‘PyObject_GC_UnTrack (self);’ first");
		check_add(c, fi);
		break;
	}
	inside_release(&released);
	inside_release(&o.stores);
}
