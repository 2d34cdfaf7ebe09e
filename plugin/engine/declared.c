/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Builds the model of what a unit declares, and answers questions on it.
 * The stages are in declared-*.c and fields.c; each relies on those before.
 */
#include "engine/tables.h"

#include <string.h>

/* A role without a type says nothing new where one with a type is known:
 * roles of types are added first. */
/* A function that cannot return what the slot must answers by no convention:
 * that it is there at all is the defect, of method-table and type-slots. */
static bool can_return(const struct function *f, const struct slot *slot)
{
	const struct type *t = f->type && f->type->kind == TYPE_FUNC
		? f->type->inner : NULL;

	switch ((int) slot->ret) {
	case ARG_OBJ: case ARG_OBJ_NULL:
		return !t || t->kind == TYPE_PTR;
	case ARG_INT: case ARG_SSIZE: case ARG_HASH:
		return !t || t->kind != TYPE_PTR;
	default:
		return true;
	}
}

void declared_add_role(struct declared *d, const struct function *f,
		       const struct slot *slot, const struct type_model *type,
		       struct loc loc)
{
	struct role role = { .function = f, .slot = slot, .type = type,
		.loc = loc };
	uint32_t i;

	if (!f || !slot || slot->is_data || !can_return(f, slot))
		return;
	for (i = 0; i < d->roles.n; i++)
		if (d->roles.v[i].function == f
		    && d->roles.v[i].slot == slot
		    && (!type || d->roles.v[i].type == type))
			return;
	vec_push (&d->roles, role);
}

static bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

/* PyInit_NAME and PyInitU_NAME are called by name. */
static void add_inits(struct declared *d)
{
	const struct slot *slot = slot_by_name("PyInit");
	uint32_t i;

	for (i = 0; i < d->unit->functions.n; i++) {
		const struct function *f = d->unit->functions.v[i];

		if (f->has_body && !f->is_static
		    && (starts_with(f->name, "PyInit_")
			|| starts_with(f->name, "PyInitU_")))
			declared_add_role(d, f, slot, NULL, f->loc);
	}
}

/* Does F parse what its parameter number 1 is, as a tuple of arguments, and
 * number 2, if there is one, as its keywords? */
static bool parses_arguments(const struct function *f)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				&& i->n_args >= 2 ? call_target(f, i) : NULL;
			const char *name = t ? t->name : "";

			name += *name == '_';
			if (f->n_params == 2
			    ? strcmp(name, "PyArg_ParseTuple")
			      && strcmp(name, "PyArg_ParseTuple_SizeT")
			      && strcmp(name, "PyArg_UnpackTuple")
			    : strcmp(name, "PyArg_ParseTupleAndKeywords")
			      && strcmp(name,
					"PyArg_ParseTupleAndKeywords_SizeT"))
				continue;
			if (strip_casts(f, i->args[0]) == f->params[1]
			    && (f->n_params == 2 || strip_casts(f, i->args[1])
						    == f->params[2]))
				return true;
		}
	return false;
}

/* As what Python calls F, a function of other units with the form of a method,
 * of __new__ or of __init__, that parses what it gets as arguments; NULL: it
 * is none. */
static const char *form_of(const struct function *f)
{
	const struct type *ret = f->type ? f->type->inner : NULL, *self;
	uint32_t n;

	if (!ret || f->n_params < 2 || f->n_params > 3)
		return NULL;
	for (n = 0; n < f->n_params; n++)
		if (!f->params[n] || !fn_value(f, f->params[n])->type
		    || fn_value(f, f->params[n])->type->kind != TYPE_PTR
		    || (n && !type_is_object_ptr(fn_value(f, f->params[n])
						 ->type)))
			return NULL;
	if (!parses_arguments(f))
		return NULL;
	self = fn_value(f, f->params[0])->type->inner;
	if (ret->kind == TYPE_INT)
		return f->n_params == 3 ? "tp_init" : NULL;
	if (!type_is_object_ptr(ret))
		return NULL;
	if (f->n_params == 2)
		return "METH_VARARGS";
	return self && self->tag && !strcmp(self->tag, "_typeobject")
		? "tp_new" : "METH_VARARGS|METH_KEYWORDS";
}

static bool has_role(const struct declared *d, const struct function *f)
{
	uint32_t i;

	for (i = 0; i < d->roles.n; i++)
		if (d->roles.v[i].function == f)
			return true;
	return false;
}

/* Functions whose table stands in another unit. */
static void add_by_form(struct declared *d)
{
	uint32_t i;

	for (i = 0; i < d->unit->functions.n; i++) {
		const struct function *f = d->unit->functions.v[i];
		const char *form = f->has_body && !f->is_static
			&& !f->in_system_header && !f->address_taken
			? form_of(f) : NULL;
		uint32_t n_calls;

		if (!form || has_role(d, f))
			continue;
		sites_of_calls(&d->sites, f, &n_calls);
		if (!n_calls)
			declared_add_role(d, f, slot_by_name(form), NULL,
					  f->loc);
	}
}

/* The vector of roles is complete now: its elements stay where they are. */
static void index_roles(struct declared *d)
{
	uint32_t i;

	for (i = 0; i < d->roles.n; i++) {
		struct role *r = &d->roles.v[i];

		if (!map_has(&d->role_of, map_key_ptr(r->function)))
			map_set(&d->role_of, map_key_ptr(r->function), r);
	}
}

static uint64_t record_key(const struct type *record)
{
	return map_key_ptr(record->tag ? (const void *) record->tag
			   : (const void *) record);
}

static void index_structs(struct declared *d)
{
	uint32_t i;

	for (i = 0; i < d->types.n; i++) {
		struct type_model *t = d->types.v[i];

		if (t->instance
		    && !map_has(&d->type_by_struct, record_key(t->instance)))
			map_set(&d->type_by_struct, record_key(t->instance),
				t);
	}
}

struct declared *declared_new(struct unit *u)
{
	struct declared *d = ARENA_NEW (&u->arena, struct declared);

	d->unit = u;
	d->tables = ARENA_NEW (&u->arena, struct tables);
	tables_build(d->tables, u);
	sites_read(&d->sites, &u->arena, u);
	declared_types(d);
	declared_modules(d);
	declared_callbacks(d);
	add_inits(d);
	add_by_form(d);
	index_roles(d);
	declared_instances(d);
	index_structs(d);
	declared_fields(d);
	declared_owners(d);
	return d;
}

void declared_release(struct declared *d)
{
	uint32_t i;

	if (!d)
		return;
	for (i = 0; i < d->types.n; i++) {
		vec_release (&d->types.v[i]->slots);
		vec_release (&d->types.v[i]->methods);
		vec_release (&d->types.v[i]->fields);
	}
	for (i = 0; i < d->modules.n; i++)
		vec_release (&d->modules.v[i]->slots);
	vec_release (&d->methods);
	vec_release (&d->types);
	vec_release (&d->modules);
	vec_release (&d->roles);
	map_release(&d->role_of);
	map_release(&d->type_by_struct);
	map_release(&d->owned);
	map_release(&d->erased);
	sites_release(&d->sites);
	tables_release(d->tables);
}

/* ---------------------------------------------------------- questions */

const struct role *declared_role(const struct declared *d,
				 const struct function *f)
{
	return map_get(&d->role_of, map_key_ptr(f));
}

const struct type_model *declared_type_of(const struct declared *d,
					  const struct type *record)
{
	return record && record->kind == TYPE_STRUCT
		? map_get(&d->type_by_struct, record_key(record)) : NULL;
}

/* Several types may share a struct: the first that knows the field's owner
 * answers. */
const struct field_model *declared_field(const struct declared *d,
					 const struct type *record,
					 uint64_t offset)
{
	const struct field_model *found = NULL;
	uint32_t i, k;

	if (!declared_type_of(d, record))
		return NULL;
	for (i = 0; i < d->types.n; i++) {
		const struct type_model *t = d->types.v[i];

		if (!same_record(t->instance, record))
			continue;
		for (k = 0; k < t->fields.n; k++) {
			const struct field_model *fm = &t->fields.v[k];

			if (fm->offset != offset)
				continue;
			if (fm->owner != FIELD_UNKNOWN)
				return fm;
			found = fm;
		}
	}
	return found;
}

const struct slot_use *type_slot(const struct type_model *t,
				 const char *slot_name)
{
	uint32_t i;

	for (i = 0; i < t->slots.n; i++)
		if (!strcmp(t->slots.v[i].slot->name, slot_name))
			return &t->slots.v[i];
	return NULL;
}

bool type_may_have_slot(const struct type_model *t, const char *slot_name)
{
	int depth;

	for (depth = 0; t && depth < 16; depth++) {
		if (t->slots_unknown || t->base_unknown
		    || type_slot(t, slot_name))
			return true;
		if (!t->base)
			return t->base_name != NULL;
		t = t->base;
	}
	return false;
}
