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
#include "check/format-call.h"
#include "check/half-made.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/taint.h"
#include "engine/touch.h"

#include <string.h>

enum { TPFLAGS_DISALLOW_INSTANTIATION = 1 << 7 };

struct use {
	struct check_context *c;
	const struct declared *d;
	const struct type_model *t;
	vid self;
	const bool *tainted;
	const struct field_model *field;	/* found */
	const char *by;		/* the callee, or NULL: a dereference */
	const struct function *in;	/* the helper that does it, or NULL */
	struct loc at;		/* where, in that */
	unsigned depth;
};

/* Only __init__ sets FM: memory from an allocator is zero. */
static bool is_left_null(const struct field_model *fm)
{
	return fm->field->name && fm->set_by_init && !fm->new_
		&& !fm->set_by_new && fm->field->type->kind == TYPE_PTR;
}

/* The field of SELF that V holds and that may be NULL, or NULL. */
static const struct field_model *null_field(const struct use *u,
					    const struct function *f, vid v)
{
	const struct instr *def = value_def(f, strip_casts(f, v));
	uint32_t i;

	if (!def || def->op != OP_LOAD || !def->place.field
	    || def->place.index
	    || strip_casts(f, def->place.base) != u->self)
		return NULL;
	for (i = 0; i < u->t->fields.n; i++) {
		const struct field_model *fm = &u->t->fields.v[i];

		if ((uint64_t) def->place.offset == fm->offset
		    && fm->family != FAMILY_FD && is_left_null(fm))
			return fm;
	}
	return NULL;
}

/* The pointer from which the address V was reached by arithmetic. */
static vid origin(const struct function *f, vid v)
{
	int depth;

	for (depth = 0; depth < 16; depth++) {
		const struct instr *def;

		v = strip_casts(f, v);
		def = value_def(f, v);
		if (def && def->op == OP_ADDR)
			v = def->place.base;
		else if (def && def->op == OP_ADD
			 && fn_value(f, v)->type->kind == TYPE_PTR)
			v = def->a;
		else
			break;
	}
	return v;
}

/* Is nothing read at NULL when the number that goes with it is zero, which it
 * may be as the pointer is NULL?  memcpy (p, self->data, self->n) */
static bool is_counted(const struct contract *c, uint32_t n)
{
	for (n++; n < c->n_params; n++)
		if (c->params[n] == ARG_SIZE || c->params[n] == ARG_SSIZE)
			return true;
	return false;
}

static bool needs_nonnull(const struct contract *c, uint32_t n)
{
	if (!c || n >= c->n_params)
		return false;
	switch ((int) c->params[n]) {
	case ARG_OBJ: case ARG_TYPE:
		return true;
	case ARG_STR: case ARG_WSTR: case ARG_PTR:
		return c->origin == ORIGIN_TABLE && !is_counted(c, n);
	default:
		return false;
	}
}

/* These make the object, or end its memory.  A destructor is called on every
 * object that was made, also where __init__ failed. */
static const char *const takes_self[] = { "tp_new", "tp_init", "tp_alloc",
	"tp_free", "tp_is_gc" };

static enum path_verdict see_use(const struct function *f, struct position p,
				 void *data);

/* How many helpers deep a use is looked for. */
#define DEPTH 3

/* Does the function of the unit that I calls use a field of self, its
 * argument N, before it looks at anything? */
static bool in_helper(struct use *u, const struct function *f,
		      const struct instr *i, uint32_t n)
{
	const struct function *t = call_target(f, i);
	struct position entry = { 0, 0 }, at;
	struct use in = *u;
	bool *tainted, found;

	if (!t || !t->has_body || n >= t->n_params || !t->params[n]
	    || u->depth >= DEPTH || strip_casts(f, i->args[n]) != u->self)
		return false;
	in.depth++;
	in.self = t->params[n];
	in.tainted = tainted = taint_of(t, in.self);
	found = path_find(t, entry, see_use, NULL, &in, &at);
	prc_free(tainted);
	if (!found)
		return false;
	u->field = in.field;
	u->by = in.by;
	u->in = t;
	u->at = instr_at(t, at)->loc;
	return true;
}

/* Does the function of the unit that I calls dereference its argument N, before
 * it asks for anything?  A method of a C++ object does so with `this'. */
static bool reads_at_once(const struct function *f, const struct instr *i,
			  uint32_t n)
{
	const struct function *t = call_target(f, i);
	uint32_t k;

	if (!t || !t->has_body || n >= t->n_params || !t->params[n])
		return false;
	for (k = 0; k < t->blocks[0].n_instrs; k++) {
		const struct instr *in = &t->blocks[0].instrs[k];

		if ((in->op == OP_LOAD || in->op == OP_STORE)
		    && origin(t, in->place.base) == t->params[n])
			return true;
	}
	return false;
}

/* What the call I means: a use, or something that may set the field. */
static enum path_verdict see_call(struct use *u, const struct function *f,
				  const struct instr *i)
{
	const struct contract *c = touch_contract(u->d, f, i);
	uint32_t n;

	for (n = 0; n < i->n_args; n++) {
		const struct field_model *fm = null_field(u, f, i->args[n]);

		if (fm && (needs_nonnull(c, n) || (c && format_call_reads(
					u->c, f, i, c, n + 1))
			   || call_is_on(f, i, n)
			   || reads_at_once(f, i, n))) {
			u->field = fm;
			u->by = c ? c->name : call_target(f, i)->name;
			return PATH_FOUND;
		}
	}
	/* A function that gets self may set it, or may tell. */
	for (n = 0; !c && n < i->n_args; n++)
		if (u->tainted[i->args[n]])
			return in_helper(u, f, i, n) ? PATH_FOUND : PATH_STOP;
	return PATH_ON;
}

static enum path_verdict see_use(const struct function *f, struct position p,
				 void *data)
{
	struct use *u = data;
	const struct instr *i = instr_at(f, p);

	if (i->op == OP_CALL)
		return see_call(u, f, i);
	if (i->op == OP_LOAD || i->op == OP_STORE) {
		const struct field_model *fm = null_field(u, f,
						origin(f, i->place.base));

		if (fm) {
			u->field = fm;
			u->by = NULL;
			return PATH_FOUND;
		}
		if (i->op == OP_STORE
		    && strip_casts(f, i->place.base) == u->self)
			return PATH_STOP;
	}
	if ((i->op == OP_BR && (u->tainted[i->a] || u->tainted[i->b]))
	    || (i->op == OP_SWITCH && u->tainted[i->a]))
		return PATH_STOP;
	return PATH_ON;
}

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
	if (u->in)
		check_event(c, fi, loc, f, "‘%s’ is called first",
			    u->in->name);
	if (u->in)
		loc = u->at;
	if (u->by)
		check_event(c, fi, loc, u->in ? u->in : f,
			    "‘%s’ does not take NULL", u->by);
	else
		check_event(c, fi, loc, u->in ? u->in : f,
			    "it is dereferenced here");
	check_hint(c, fi, "set ‘self->%s’ in ‘tp_new’, or test it here", name);
	*into = fi;
}

static void check_type(struct check_context *c, const struct type_model *t)
{
	struct finding *fi = NULL;
	struct position entry = { 0, 0 };
	uint32_t i;

	for (i = 0; i < c->declared->roles.n; i++) {
		const struct role *r = &c->declared->roles.v[i];
		const struct function *f = r->function;
		struct use u = { .c = c, .d = c->declared, .t = t };
		struct position at;
		bool *tainted;

		if (r->type != t || !f->has_body || !f->n_params
		    || !f->params[0] || !may_be_called_on_any(r)
		    || !type_binds(t, f))
			continue;
		u.self = f->params[0];
		u.tainted = tainted = taint_of(f, u.self);
		if (path_find(f, entry, see_use, NULL, &u, &at))
			report(c, t, r, &u, at, &fi);
		prc_free(tainted);
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
