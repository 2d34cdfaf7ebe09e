/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * uninitialized-object: T.__new__ (T) makes an object whose __init__ never
 * ran; a method that uses a field which only __init__ sets crashes on it.
 *
 * Reported: a path from a method's entry to a use of the field as an address
 * on which no state of the object decides anything and nothing is stored in
 * the field.  One report a type: the defect is that tp_new leaves it NULL.
 * half-made.c has the objects that are released before all is set.
 */
#include "check/bare-use.h"
#include "check/half-made.h"

#include <string.h>

enum { TPFLAGS_DISALLOW_INSTANTIATION = 1 << 7 };

/* Only __init__ sets FM: memory from an allocator is zero. */
static bool is_left_null(const struct use *u, const struct field_model *fm)
{
	(void) u;
	return fm->field->name && fm->set_by_init && !fm->new_
		&& !fm->set_by_new && fm->field->type->kind == TYPE_PTR;
}

/* These make the object, or end its memory.  A destructor is called on every
 * object that was made, also where __init__ failed. */
static const char *const takes_self[] = { "tp_new", "tp_init", "tp_alloc",
	"tp_free", "tp_is_gc" };

static bool may_be_called_on_any(const struct role *r)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE (takes_self); i++)
		if (!strcmp(r->slot->name, takes_self[i]))
			return false;
	return strcmp(r->slot->member, "PyNumberMethods")
		|| r->slot->n_params == 1;
}

/* Can Python make an instance without __init__, all fields zero but what the
 * model says tp_new sets?  A static type inherits object's tp_new only
 * through a base (typeobject.c, inherit_special). */
static bool has_bare_new(const struct type_model *t)
{
	const struct slot_use *use = type_slot(t, "tp_new");

	if (!t->instance || t->base_unknown
	    || !type_slot(t, "tp_init") || type_slot(t, "tp_alloc")
	    || (t->flags & TPFLAGS_DISALLOW_INSTANTIATION))
		return false;
	if (use)
		return use->function
			&& (use->function->has_body
			    || !strcmp(use->function->name,
				       "PyType_GenericNew"));
	return t->is_heap && !t->slots_unknown && !t->base && !t->base_name;
}

static void report(struct check_context *c, const struct type_model *t,
		   const struct role *r, const struct use *u,
		   struct position at, struct finding **into)
{
	const struct function *f = r->function;
	const struct slot_use *new = type_slot(t, "tp_new");
	const char *name = u->field->field->name;
	struct loc loc = instr_at(f, at)->loc;
	struct finding *fi = *into;

	if (fi) {
		check_event(c, fi, loc, f, "‘%s’ uses ‘self->%s’ likewise",
			    f->name, name);
		return;
	}
	fi = check_finding(c, f, loc,
		"‘%s’ uses ‘self->%s’, which is NULL until ‘__init__’ of ‘%s’ ran",
		f->name, name, t->name);
	check_subject(c, fi, name);
	check_event(c, fi, new ? new->loc : t->loc, NULL, new
		    ? "‘%s.__new__’ makes an instance and leaves ‘%s’ NULL"
		    : "‘%s’ inherits ‘__new__’, which leaves ‘%s’ NULL",
		    t->name, name);
	check_event(c, fi, u->field->init_loc, u->field->init,
		    "only ‘__init__’ sets it, which need not be called");
	bare_use_tell(c, fi, u, f, loc);
	check_hint(c, fi, "set ‘self->%s’ in ‘tp_new’, or test it here", name);
	*into = fi;
}

static void check_type(struct check_context *c, const struct type_model *t)
{
	struct finding *fi = NULL;
	uint32_t i;

	for (i = 0; i < c->declared->roles.n; i++) {
		const struct role *r = &c->declared->roles.v[i];
		struct use u = { .c = c, .t = t, .is_null = is_left_null };
		struct position at;

		if (may_be_called_on_any(r) && bare_use(&u, r, &at))
			report(c, t, r, &u, at, &fi);
	}
	if (fi)
		check_add(c, fi);
}

static void unit(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++)
		if (!c->declared->types.v[i]->is_generated
		    && has_bare_new(c->declared->types.v[i]))
			check_type(c, c->declared->types.v[i]);
	half_made_unit(c);
}

const struct check check_uninitialized_object = { .unit = unit };
