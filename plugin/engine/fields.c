/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fields of a type's instances: who releases, visits, clears and sets
 * them, and so whether they own what they hold.
 *
 * Evidence decides: a field that dealloc, clear or finalize releases owns.
 * A field borrows only when dealloc is seen whole, frees the object, and
 * nothing in the unit releases the field; else nothing is said.
 */
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

enum { MAX_NESTING = 8 };

/* ------------------------------------------------------- which fields */

static bool is_head(const struct type *t)
{
	static const char *const names[] = { "PyObject", "_object",
		"PyVarObject" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE (names); i++)
		if ((t->name && !strcmp(t->name, names[i]))
		    || (t->tag && !strcmp(t->tag, names[i])))
			return true;
	return false;
}

static bool is_head_field(const struct field *fd)
{
	return fd->name && (!strcmp(fd->name, "ob_refcnt")
			    || !strcmp(fd->name, "ob_type")
			    || !strcmp(fd->name, "ob_size")
			    || !strncmp(fd->name, "_ob_", 4));
}

static void add_field(struct type_model *t, const struct field *fd,
		      uint64_t offset)
{
	struct field_model fm = { .field = fd, .offset = offset };

	fm.is_object = type_is_object_ptr(fd->type);
	vec_push (&t->fields, fm);
}

/* Does the struct at the beginning of T's instances belong to a type that T
 * inherits from?  Else it is there for what several types share, and what it
 * holds is T's own. */
static bool is_of_base(const struct declared *d, const struct type_model *t,
		       const struct type *record)
{
	return t->base || t->base_name || t->base_unknown || t->slots_unknown
		|| declared_type_of(d, record);
}

/* A descriptor of the system is an int; a member that is none is dropped once
 * the dealloc was read. */
static bool may_be_descriptor(const struct type *t)
{
	return t->kind == TYPE_INT && t->size == sizeof(int)
		&& !t->is_unsigned && !t->is_bool && !t->is_enum;
}

static void drop_numbers(struct type_model *t)
{
	uint32_t i, n = 0;

	for (i = 0; i < t->fields.n; i++)
		if (!may_be_descriptor(t->fields.v[i].field->type)
		    || t->fields.v[i].family == FAMILY_FD)
			t->fields.v[n++] = t->fields.v[i];
	t->fields.n = n;
}

/* The pointers, the Py_buffers and the ints of struct RECORD.  What the base's
 * struct at its beginning holds is the base's. */
static void add_fields(const struct declared *d, struct type_model *t,
		       const struct type *record, uint64_t at, int depth)
{
	uint32_t i;

	for (i = 0; i < record->n_fields; i++) {
		const struct field *fd = &record->fields[i];
		uint64_t offset = at + fd->offset;

		if (!fd->type || is_head_field(fd))
			continue;
		if (fd->type->kind == TYPE_PTR || may_be_descriptor(fd->type)
		    || (fd->type->name
			&& !strcmp(fd->type->name, "Py_buffer")))
			add_field(t, fd, offset);
		else if (fd->type->kind == TYPE_STRUCT && !fd->type->is_union
			 && !is_head(fd->type) && depth < MAX_NESTING
			 && !(fd->type->is_object && !offset
			      && is_of_base(d, t, fd->type)))
			add_fields(d, t, fd->type, offset, depth + 1);
	}
}

/* ---------------------------------------------------------- functions */

static const struct function *slot_function(const struct type_model *t,
					    const char *name)
{
	const struct slot_use *use = type_slot(t, name);

	return use && use->function && use->function->has_body
		? use->function : NULL;
}

static void touches_of_slot(const struct declared *d,
			    const struct type_model *t, const char *name,
			    struct touches *out)
{
	const struct function *f = slot_function(t, name);

	if (f && f->n_params)
		touches_of(d, f, f->params[0],
			   !strcmp(name, "tp_traverse") && f->n_params > 1
			   ? f->params[1] : 0, out);
}

static const char *const allocators[] = { "PyType_GenericAlloc",
	"_PyObject_New", "_PyObject_GC_New", "_PyObject_NewVar",
	"_PyObject_GC_NewVar", "PyType_GenericNew" };

static bool is_allocation(const struct function *f, const struct instr *i)
{
	const struct function *callee = call_target(f, i);
	const struct instr *def;
	size_t k;

	if (i->op != OP_CALL || !i->dst)
		return false;
	for (k = 0; callee && k < ARRAY_SIZE (allocators); k++)
		if (!strcmp(callee->name, allocators[k]))
			return true;
	def = callee ? NULL : value_def(f, strip_casts(f, i->callee));
	return def && def->op == OP_LOAD && def->place.field
		&& (!strcmp(def->place.field, "tp_alloc")
		    || !strcmp(def->place.field, "tp_new"));
}

struct avoiding { const struct touches *touches; int64_t offset; vid self; };

/* Can what RET returns be SELF?  NULL is not, nor what another call gave, as
 * PyErr_NoMemory does. */
static bool may_return(const struct function *f, const struct instr *ret,
		       vid self)
{
	const struct instr *d;
	vid v;

	if (!ret->a)
		return false;
	v = strip_casts(f, ret->a);
	d = value_def(f, v);
	return !value_is_zero(f, v)
		&& (v == self || !d || d->op != OP_CALL);
}

static enum path_verdict unset_at_return(const struct function *f,
					 struct position p, void *data)
{
	const struct avoiding *a = data;
	const struct instr *i = instr_at(f, p);
	uint32_t n;

	for (n = 0; n < a->touches->list.n; n++) {
		const struct touch *t = &a->touches->list.v[n];

		if (t->block == p.block && t->instr == p.instr
		    && t->offset == a->offset
		    && (t->kind == TOUCH_STORE || t->kind == TOUCH_MAYBE))
			return PATH_STOP;
	}
	return i->op == OP_RET && may_return(f, i, strip_casts(f, a->self))
		? PATH_FOUND : PATH_ON;
}

/* What tp_new does can't be seen: it may set every field, and may not. */
static void set_all_by_new(struct type_model *t)
{
	uint32_t n;

	for (n = 0; n < t->fields.n; n++) {
		t->fields.v[n].set_by_new = true;
		t->fields.v[n].new_ = NULL;
	}
}

/* Touches of what tp_new allocates. */
static void read_new(const struct declared *d, struct type_model *t)
{
	const struct function *f = slot_function(t, "tp_new");
	bool seen = false, escapes = false;
	uint32_t b, k, n;

	for (b = 0; f && b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			struct touches made = { { 0 } };
			struct position from = { b, k };

			if (!is_allocation(f, i))
				continue;
			touches_of(d, f, i->dst, 0, &made);
			seen = true;
			escapes |= made.escapes;
			for (n = 0; n < t->fields.n; n++) {
				struct field_model *fm = &t->fields.v[n];
				struct avoiding a = { &made,
					(int64_t) fm->offset, i->dst };

				if (!touch_find(&made, TOUCH_STORE,
						a.offset)
				    && !touch_find(&made, TOUCH_MAYBE,
						   a.offset))
					continue;
				fm->new_ = f;
				fm->set_by_new = !path_find(f, from,
					unset_at_return, NULL, &a, NULL);
			}
			touches_release(&made);
		}
	if (f && (!seen || escapes))
		set_all_by_new(t);
}

/* ------------------------------------------------------------- owners */

/* Who decides: what dealloc, clear and finalize do, all seen. */
struct evidence {
	struct touches dealloc, clear, finalize, traverse, init;
};

static const struct touch *released_by(const struct touches *t,
				       int64_t offset)
{
	return touch_find(t, TOUCH_RELEASE, offset);
}

static void read_field(struct field_model *fm, const struct type_model *t,
		       const struct evidence *e)
{
	int64_t offset = (int64_t) fm->offset;
	const struct touch *x;

	if ((x = released_by(&e->dealloc, offset))
	    || (x = touch_find(&e->dealloc, TOUCH_FINALIZE, -1)
		? released_by(&e->finalize, offset) : NULL)) {
		fm->dealloc = slot_function(t, "tp_dealloc");
		fm->dealloc_loc = x->loc;
		fm->family = x->family;
	}
	if ((x = released_by(&e->clear, offset))) {
		fm->clear = slot_function(t, "tp_clear");
		fm->clear_loc = x->loc;
	}
	if ((x = touch_find(&e->traverse, TOUCH_VISIT, offset))) {
		fm->traverse = slot_function(t, "tp_traverse");
		fm->traverse_loc = x->loc;
	}
	if ((x = touch_find(&e->init, TOUCH_STORE, offset))) {
		fm->init = slot_function(t, "tp_init");
		fm->init_loc = x->loc;
		fm->set_by_init = true;
	}
	if (fm->is_object && !fm->family && (fm->dealloc || fm->clear
			|| released_by(&e->finalize, offset)))
		fm->owner = FIELD_OWNS;
}

static bool loads_field(const struct type_model *t,
			const struct field_model *fm,
			const struct function *f, vid v)
{
	const struct instr *i = value_def(f, strip_casts(f, v));

	return i && i->op == OP_LOAD && i->place.field && fm->field->name
		&& !strcmp(i->place.field, fm->field->name)
		&& same_record(i->place.record, t->instance);
}

/* Does any function of the unit release field FM, or hand what it holds to
 * one that is not known? */
static bool released_anywhere(const struct declared *d,
			      const struct type_model *t,
			      const struct field_model *fm)
{
	uint32_t n, b, k, a;

	for (n = 0; n < d->unit->functions.n; n++) {
		const struct function *f = d->unit->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i;

				i = &f->blocks[b].instrs[k];
				if (i->op != OP_CALL
				    || (!function_drops_reference(
						call_target(f, i))
					&& touch_contract(d, f, i)))
					continue;
				for (a = 0; a < i->n_args; a++)
					if (loads_field(t, fm, f, i->args[a]))
						return true;
			}
	}
	return false;
}

static void read_borrowed(const struct declared *d, struct type_model *t,
			  struct field_model *fm, const struct evidence *e)
{
	int64_t offset = (int64_t) fm->offset;

	if (!fm->is_object || fm->owner != FIELD_UNKNOWN || fm->family
	    || fm->traverse || !slot_function(t, "tp_dealloc")
	    || e->dealloc.escapes || e->dealloc.calls_base
	    || e->clear.escapes || e->finalize.escapes
	    || !touch_find(&e->dealloc, TOUCH_FREE, -1)
	    || touch_find(&e->dealloc, TOUCH_MAYBE, offset)
	    || touch_find(&e->clear, TOUCH_MAYBE, offset))
		return;
	if (!released_anywhere(d, t, fm))
		fm->owner = FIELD_BORROWS;
}

static void read_type(const struct declared *d, struct type_model *t)
{
	struct evidence e = { 0 };
	uint32_t i;

	add_fields(d, t, t->instance, 0, 0);
	touches_of_slot(d, t, "tp_dealloc", &e.dealloc);
	touches_of_slot(d, t, "tp_clear", &e.clear);
	touches_of_slot(d, t, "tp_finalize", &e.finalize);
	touches_of_slot(d, t, "tp_traverse", &e.traverse);
	touches_of_slot(d, t, "tp_init", &e.init);
	for (i = 0; i < t->fields.n; i++)
		read_field(&t->fields.v[i], t, &e);
	drop_numbers(t);
	for (i = 0; i < t->fields.n; i++)
		read_borrowed(d, t, &t->fields.v[i], &e);
	read_new(d, t);
	touches_release(&e.dealloc);
	touches_release(&e.clear);
	touches_release(&e.finalize);
	touches_release(&e.traverse);
	touches_release(&e.init);
}

void declared_fields(struct declared *d)
{
	uint32_t i;

	for (i = 0; i < d->types.n; i++)
		if (d->types.v[i]->instance) {
			read_type(d, d->types.v[i]);
			declared_present(d, d->types.v[i]);
		}
}
