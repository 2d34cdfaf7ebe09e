/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * reinit-leak: __init__ can be called again on a living object, so what it
 * stores replaces what the first call stored.
 *
 * Reported: a path from tp_init's entry to a store in a field that the type
 * owns, on which the old value is neither looked at nor released, and which
 * no state of the object decides (an `initialized' flag would).
 */
#include "check/dataflow.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/taint.h"
#include "engine/touch.h"

#include <string.h>

/* Branches of which both ways are followed, one behind the other; pointers. */
enum { MAX_BRANCHES = 6, MAX_POINTERS = 3 };

struct overwrite {
	const struct declared *d;
	const struct function *f;
	const struct touches *seen;
	const struct touch *store;	/* the one asked about */
	const bool *tainted;		/* by self */
	const struct field_model *field;
	const struct type *instance;
	/* Parameter -> does its state decide?  Load of a member -> was that set
	 * on each way there? */
	struct map *asking;
	/* Branches being looked behind, of a loop for one. */
	struct position behind[MAX_BRANCHES];
	unsigned depth;
};

/* Does I load the field itself: the old value is in good hands. */
static bool loads_field(const struct overwrite *o, const struct instr *i)
{
	return i->op == OP_LOAD && i->place.field
		&& i->place.field == o->field->field->name
		&& o->tainted[i->place.base];
}

/* Does the address at OFFSET in the object lead to the field?  That of another
 * member, a Py_buffer that is filled, does not. */
static bool leads_to_field(const struct overwrite *o, int64_t offset)
{
	const struct type *t = o->instance;
	uint32_t i;

	for (i = 0; offset > 0 && t && i < t->n_fields; i++) {
		const struct field *fd = &t->fields[i];
		uint64_t end = fd->offset + (fd->type ? fd->type->size : 0);

		if ((uint64_t) offset >= fd->offset && (uint64_t) offset < end)
			return o->field->offset >= fd->offset
				&& o->field->offset < end;
	}
	return true;
}

/* Does call I run the tp_init of a type that a header of the interpreter's
 * declares, which knows its own struct and no member that stands behind it:
 * PyList_Type.tp_init (self, args, kw)? */
static bool is_base_init(const struct overwrite *o, const struct instr *i)
{
	const struct instr *d = i->op == OP_CALL && !call_target(o->f, i)
		? value_def(o->f, strip_casts(o->f, i->callee)) : NULL;
	const struct value *base = d && d->op == OP_LOAD && d->place.field
		&& !strcmp(d->place.field, "tp_init")
		? fn_value(o->f, d->place.base) : NULL;
	const struct type *t = o->instance;

	return base && base->kind == VAL_GLOBAL && base->u.global->is_external
		&& base->u.global->in_system_header && i->n_args == 3
		&& o->tainted[i->args[0]] && !o->tainted[i->args[1]]
		&& !o->tainted[i->args[2]] && t && t->n_fields
		&& o->field && o->field->offset >= t->fields[0].type->size;
}

static bool touches_here(const struct overwrite *o, struct position p)
{
	uint32_t n;

	if (is_base_init(o, instr_at(o->f, p)))
		return false;

	for (n = 0; n < o->seen->list.n; n++) {
		const struct touch *x = &o->seen->list.v[n];

		if (x->block != p.block || x->instr != p.instr
		    || x == o->store)
			continue;
		if ((x->kind == TOUCH_ESCAPE && leads_to_field(o, x->offset))
		    || x->kind == TOUCH_BASE
		    || x->offset == (int64_t) o->field->offset)
			return true;
	}
	return false;
}

static enum path_verdict reach_store(const struct function *f,
				     struct position p, void *data);

/* Does each way on from branch I, at P, lose the old value just so?  Then
 * what it tests, another field that Py_CLEAR empties, decides nothing. */
static bool is_no_matter(const struct function *f, struct position p,
			 const struct overwrite *o)
{
	const struct block *b = &f->blocks[p.block];
	struct overwrite inner = *o;
	uint32_t n;

	if (o->depth >= MAX_BRANCHES)
		return false;
	inner.behind[inner.depth++] = p;
	for (n = 0; n < b->n_succs; n++) {
		struct position from = { f->edges[b->succs[n]].to, 0 };

		if (f->edges[b->succs[n]].kind != EDGE_EH
		    && !path_find(f, from, reach_store, NULL, &inner, NULL))
			return false;
	}
	return true;
}

/* Is V what a function told by which it fills another member, that of
 * PyObject_GetBuffer (src, &self->view, …), or a library's: lib_open (path,
 * &self->handle)?  Its failure is no state of the object; what is asked of the
 * member alone may be one. */
static bool tells_of_call(const struct overwrite *o, vid v)
{
	const struct instr *d = value_def(o->f, strip_casts(o->f, v));
	const struct contract *k;
	const struct function *t;
	uint32_t n;

	if (d && d->op == OP_CMP)
		d = value_def(o->f, strip_casts(o->f, d->a));
	if (!d || d->op != OP_CALL)
		return false;
	if (is_base_init(o, d))
		return true;
	k = touch_contract(o->d, o->f, d);
	t = call_target(o->f, d);
	if (k ? !contract_ever(k, EFF_RAISES)
	    : !t || t->has_body || d->n_args < 2)
		return false;
	for (n = 0; n < d->n_args; n++) {
		const struct instr *a;

		if (!o->tainted[d->args[n]])
			continue;
		a = value_def(o->f, strip_casts(o->f, d->args[n]));
		if (!a || a->op != OP_ADDR || !a->place.field
		    || leads_to_field(o, a->place.offset))
			return false;
	}
	return true;
}

/* A member that is read, and in which function the object is known. */
struct reading {
	const struct overwrite *o;
	const struct instr *load;
};

static enum path_verdict reads_unset(const struct function *f,
				     struct position p, void *data)
{
	const struct reading *r = data;
	const struct instr *i = instr_at(f, p);

	if (i == r->load)
		return PATH_FOUND;
	return i->op == OP_STORE && r->o->tainted[i->place.base]
		&& i->place.offset == r->load->place.offset
		&& same_record(i->place.record, r->load->place.record)
		? PATH_STOP : PATH_ON;
}

/* Does F set the member that LOAD reads? */
static bool sets_member(const struct function *f, const struct instr *load)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_STORE
			    && i->place.offset == load->place.offset
			    && same_record(i->place.record,
					   load->place.record))
				return true;
		}
	return false;
}

/* Is V what another member got in this function, on each way here, or what
 * stands in the memory that this points to?  That is no state that the object
 * had. */
static bool was_set_here(const struct overwrite *o, vid v)
{
	static const char yes, no;
	const struct instr *d = value_def(o->f, strip_casts(o->f, v));
	struct position entry = { 0, 0 };
	struct reading r = { .o = o };
	const char *known;
	unsigned n;

	if (d && d->op == OP_CMP)
		d = value_def(o->f, strip_casts(o->f, d->a));
	for (n = 0; n < MAX_POINTERS && d && d->op == OP_LOAD; n++) {
		const struct instr *by = value_def(o->f, strip_casts(o->f,
							d->place.base));

		if (!by || by->op != OP_LOAD || sets_member(o->f, d))
			break;
		d = by;
	}
	if (!d || d->op != OP_LOAD || !d->place.field)
		return false;
	known = map_get(o->asking, map_key_ptr(d));
	if (!known) {
		r.load = d;
		known = path_find(o->f, entry, reads_unset, NULL, &r, NULL)
			? &no : &yes;
		map_set(o->asking, map_key_ptr(d), (void *) known);
	}
	return known == &yes;
}

/* Does the state of the object that its parameter SELF is decide whether G
 * fails, or what it returns? */
static bool read_asking(struct map *asking, const struct function *g, vid self)
{
	bool *tainted = taint_of(g, self), *failing = blocks_in_failure(g);
	struct overwrite o = { .f = g, .tainted = tainted,
		.asking = asking };
	bool asks = false;
	uint32_t b;

	for (b = 0; b < g->n_blocks && !asks; b++) {
		const struct block *bl = &g->blocks[b];
		const struct instr *i = block_last(bl);

		if (i->op == OP_RET)
			asks = i->a && tainted[i->a];
		else if (i->op == OP_SWITCH)
			asks = tainted[i->a];
		else if (i->op == OP_BR && (tainted[i->a] || tainted[i->b]))
			asks = !was_set_here(&o, i->a)
				&& edge_ends_in_failure(g, failing,
							bl->succs[0])
				   != edge_ends_in_failure(g, failing,
							   bl->succs[1]);
	}
	prc_free(tainted);
	prc_free(failing);
	return asks;
}

static bool asks_for_state(struct map *asking, const struct function *g,
			   vid self)
{
	static char yes, no;
	uint64_t key = map_key_ptr(fn_value(g, self));
	const char *asks = map_get(asking, key);

	if (!asks) {
		asks = read_asking(asking, g, self) ? &yes : &no;
		map_set(asking, key, (void *) asks);
	}
	return asks == &yes;
}

/* Is V the status of a helper that fills members, whatever the object is
 * like? */
static bool is_filling(const struct overwrite *o, vid v)
{
	const struct instr *d = value_def(o->f, strip_casts(o->f, v));
	const struct function *g;
	uint32_t n;

	if (d && d->op == OP_CMP)
		d = value_def(o->f, strip_casts(o->f, d->a));
	g = d && d->op == OP_CALL ? call_target(o->f, d) : NULL;
	if (!g || !g->has_body || g->type->inner->kind != TYPE_INT)
		return false;
	for (n = 0; n < d->n_args; n++)
		if (o->tainted[d->args[n]]
		    && (n >= g->n_params || asks_for_state(o->asking, g,
					  g->params[n])))
			return false;
	return true;
}

static bool is_looked_behind(const struct overwrite *o, struct position p)
{
	unsigned n;

	for (n = 0; n < o->depth; n++)
		if (o->behind[n].block == p.block
		    && o->behind[n].instr == p.instr)
			return true;
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
	if ((i->op == OP_BR && (o->tainted[i->a] || o->tainted[i->b])
	     && !tells_of_call(o, i->a) && !was_set_here(o, i->a)
	     && !is_filling(o, i->a) && !is_looked_behind(o, p)
	     && !is_no_matter(f, p, o))
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

/* Does X give the field another value?  A Py_buffer or the like is copied
 * there as a whole. */
static bool is_store(const struct touch *x, const struct function *f,
		     const struct field_model *fm)
{
	struct position p = { x->block, x->instr };

	return x->kind == TOUCH_STORE || x->kind == TOUCH_ZERO
		|| (x->kind == TOUCH_MAYBE && !fm->is_object
		    && x->function == f && instr_at(f, p)->op == OP_MOVE);
}

static bool losing_store(struct check_context *c, const struct function *f,
			 vid self, const struct field_model *fm,
			 const struct type *instance, unsigned depth,
			 struct touch *found);

/* Helper stores are followed this deep. */
enum { MAX_HELPERS = 3 };

/* The helper that I calls with SELF does not look at the old value either. */
static bool helper_loses(struct check_context *c, const struct function *f,
			 struct position p, vid self,
			 const struct field_model *fm,
			 const struct type *instance, unsigned depth,
			 struct touch *found)
{
	const struct instr *i = instr_at(f, p);
	const struct function *g = i->op == OP_CALL ? call_target(f, i) : NULL;
	uint32_t n;

	if (!g || !g->has_body || depth >= MAX_HELPERS)
		return false;
	for (n = 0; n < i->n_args && n < g->n_params; n++)
		if (strip_casts(f, i->args[n]) == self && g->params[n])
			return losing_store(c, g, g->params[n], fm, instance,
					    depth + 1, found);
	return false;
}

/* The first store in field FM of the object SELF of F that loses the old
 * value. */
static bool losing_store(struct check_context *c, const struct function *f,
			 vid self, const struct field_model *fm,
			 const struct type *instance, unsigned depth,
			 struct touch *found)
{
	struct touches seen = { { 0 } };
	struct overwrite o = { .d = c->declared, .f = f, .seen = &seen,
		.field = fm, .instance = instance, .asking = *c->data };
	struct position entry = { 0, 0 };
	bool *tainted = taint_of(f, self), is_found = false;
	uint32_t n;

	o.tainted = tainted;
	touches_of(c->declared, f, self, 0, &seen);
	for (n = 0; n < seen.list.n && !is_found; n++) {
		const struct touch *x = &seen.list.v[n];
		struct position p = { x->block, x->instr };

		if (!is_store(x, f, fm)
		    || x->offset != (int64_t) fm->offset
		    || stores_static_object(x))
			continue;
		o.store = x;
		if (!path_find(f, entry, reach_store, NULL, &o, NULL))
			continue;
		if (x->function == f)
			*found = *x, is_found = true;
		else
			is_found = helper_loses(c, f, p, self, fm, instance,
						depth, found);
	}
	prc_free(tainted);
	touches_release(&seen);
	return is_found;
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
	struct finding *fi = NULL;
	struct touch store;
	uint32_t i;

	for (i = 0; i < t->fields.n; i++) {
		const struct field_model *fm = &t->fields.v[i];

		if (is_owned(fm)
		    && losing_store(c, f, f->params[0], fm, t->instance, 0,
				    &store))
			report(c, t, f, fm, &store, &fi);
	}
	if (fi)
		check_add(c, fi);
}

static void unit(struct check_context *c)
{
	struct map asking = { 0 };
	uint32_t i;

	*c->data = &asking;
	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];
		const struct slot_use *use = type_slot(t, "tp_init");

		if (t->instance && use && use->function
		    && use->function->has_body && use->function->n_params
		    && use->function->params[0])
			check_init(c, t, use->function);
	}
	map_release(&asking);
	*c->data = NULL;
}

const struct check check_reinit_leak = { .unit = unit };
