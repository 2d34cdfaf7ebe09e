/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reinit-leak: __init__ can be called again on a living object, so what it
 * stores replaces what the first call stored.
 *
 * Reported: a path from tp_init's entry to a store in a field that the type
 * owns, on which the old value is neither looked at nor released, and which
 * no state of the object decides (an `initialized' flag would).
 */
#include "check/check.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/taint.h"
#include "engine/touch.h"

struct overwrite {
	const struct declared *d;
	const struct function *f;
	const struct touches *seen;
	const struct touch *store;	/* the one asked about */
	const bool *tainted;		/* by self */
	const struct field_model *field;
};

/* Does I load the field itself: the old value is in good hands. */
static bool loads_field(const struct overwrite *o, const struct instr *i)
{
	return i->op == OP_LOAD && i->place.field
		&& i->place.field == o->field->field->name
		&& o->tainted[i->place.base];
}

static bool touches_here(const struct overwrite *o, struct position p)
{
	uint32_t n;

	for (n = 0; n < o->seen->list.n; n++) {
		const struct touch *x = &o->seen->list.v[n];

		if (x->block != p.block || x->instr != p.instr
		    || x == o->store)
			continue;
		if (x->kind == TOUCH_ESCAPE || x->kind == TOUCH_BASE
		    || x->offset == (int64_t) o->field->offset)
			return true;
	}
	return false;
}

static enum path_verdict reach_store(const struct function *f,
				     struct position p, void *data)
{
	const struct overwrite *o = data;
	const struct instr *i = instr_at(f, p);

	if (p.block == o->store->block && p.instr == o->store->instr)
		return PATH_FOUND;
	if (loads_field(o, i) || touches_here(o, p))
		return PATH_STOP;
	/* The object's own state decides. */
	if ((i->op == OP_BR && (o->tainted[i->a] || o->tainted[i->b]))
	    || (i->op == OP_SWITCH && o->tainted[i->a]))
		return PATH_STOP;
	return PATH_ON;
}

static bool is_owned(const struct field_model *fm)
{
	return fm->field->name && (fm->is_object
		? fm->owner == FIELD_OWNS
		: fm->family != FAMILY_NONE && fm->dealloc);
}

static bool stores_static_object(const struct touch *x)
{
	struct global *g;
	int64_t offset;

	return x->kind == TOUCH_STORE
		&& global_address(x->function, x->value, &g, &offset);
}

/* The first store in field FM of tp_init's F that loses the old value. */
static const struct touch *losing_store(struct check_context *c,
					const struct function *f,
					const struct touches *seen,
					const bool *tainted,
					const struct field_model *fm)
{
	struct overwrite o = { c->declared, f, seen, NULL, tainted, fm };
	struct position entry = { 0, 0 };
	uint32_t n;

	for (n = 0; n < seen->list.n; n++) {
		const struct touch *x = &seen->list.v[n];

		/* Stores in helpers are not asked about: the helper may look
		 * at the old value itself. */
		if ((x->kind != TOUCH_STORE && x->kind != TOUCH_ZERO)
		    || x->offset != (int64_t) fm->offset || x->function != f
		    || stores_static_object(x))
			continue;
		o.store = x;
		if (path_find(f, entry, reach_store, NULL, &o, NULL))
			return x;
	}
	return NULL;
}

static void report(struct check_context *c, const struct type_model *t,
		   const struct function *f, const struct field_model *fm,
		   const struct touch *store, struct finding **into)
{
	const char *name = fm->field->name;
	struct finding *fi = *into;

	if (fi) {
		check_event(c, fi, store->loc, f,
			    "so is what ‘%s’ held, here", name);
		return;
	}
	fi = check_finding(c, f, store->loc,
		"a second ‘__init__’ of ‘%s’ loses what ‘self->%s’ held",
		t->name, name);
	check_subject(c, fi, name);
	check_event(c, fi, fm->dealloc ? fm->dealloc_loc : fm->clear_loc,
		    fm->dealloc ? fm->dealloc : fm->clear,
		    "the object owns what ‘%s’ holds: it is released here",
		    name);
	check_event(c, fi, f->loc, f,
		    "‘__init__’ is called again on an object that has it");
	check_event(c, fi, store->loc, f,
		    "‘%s’ is overwritten; what it held is lost", name);
	if (fm->is_object)
		check_hint(c, fi, "use ‘Py_XSETREF (self->%s, ...);’", name);
	else
		check_hint(c, fi, "release ‘self->%s’ before", name);
	*into = fi;
}

static void check_init(struct check_context *c, const struct type_model *t,
		       const struct function *f)
{
	struct touches seen = { { 0 } };
	struct finding *fi = NULL;
	bool *tainted;
	uint32_t i;

	touches_of_param(c->declared, f, 0, &seen);
	tainted = taint_of(f, f->params[0]);
	for (i = 0; i < t->fields.n; i++) {
		const struct field_model *fm = &t->fields.v[i];
		const struct touch *store = is_owned(fm)
			? losing_store(c, f, &seen, tainted, fm) : NULL;

		if (store)
			report(c, t, f, fm, store, &fi);
	}
	if (fi)
		check_add(c, fi);
	prc_free(tainted);
	touches_release(&seen);
}

static void unit(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];
		const struct slot_use *use = type_slot(t, "tp_init");

		if (t->instance && use && use->function
		    && use->function->has_body && use->function->n_params
		    && use->function->params[0])
			check_init(c, t, use->function);
	}
}

const struct check check_reinit_leak = { .unit = unit };
