/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that owns the objects it points to: fields of instances (fields.c
 * knows), and, read here, members of plain structs, elements of arrays and
 * variables of the unit.
 *
 * The evidence for a member or an element is that what tears things down (a
 * dealloc, a clear, a module's or capsule's destructor, what these call, or
 * a function that frees the struct itself) releases what stands there.
 */
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

/* How far down from a destructor helpers are followed. */
enum { MAX_DOWN = 4, MAX_STEPS = 16 };

static uint64_t owned_key(struct unit *u, const struct type *record,
			  int64_t offset, bool is_element)
{
	const char *name = record->tag ? record->tag : record->name;
	const void *id = name ? (const void *) intern(&u->strings, name)
		: (const void *) record;

	return map_key_ptr(id)
		^ (((uint64_t) offset * 2 + is_element + 1)
		   * 0x9e3779b97f4a7c15u);
}

static const char *const frees[] = { "PyMem_Free", "PyMem_RawFree", "free",
	"PyObject_Free", "PyMem_Del", NULL };

bool owned_element(const struct function *f, const struct place *p,
		   const struct place **array)
{
	vid v = p->base;
	bool indexed = p->index != 0;
	unsigned n;

	for (n = 0; n < MAX_STEPS; n++) {
		const struct instr *d = value_def(f, strip_casts(f, v));

		if (!d)
			return false;
		if (d->op == OP_ADDR && !d->place.record) {
			indexed |= d->place.index != 0;
			v = d->place.base;
			continue;
		}
		if (d->op != OP_LOAD || !d->place.record || d->place.index
		    || d->dst == 0)
			return false;
		*array = &d->place;
		return indexed || (!p->record && !p->offset);
	}
	return false;
}

bool owned_array_member(const struct place *p, int64_t *at)
{
	uint32_t k;

	for (k = 0; p->record && p->field && k < p->record->n_fields; k++) {
		const struct field *fi = &p->record->fields[k];

		if (fi->name && fi->type->kind == TYPE_ARRAY
		    && type_is_object_ptr(fi->type->inner)
		    && !strcmp(fi->name, p->field)) {
			*at = (int64_t) fi->offset;
			return true;
		}
	}
	return false;
}

struct gather { struct declared *d; struct map *seen; };

static const struct global *global_at(const struct function *f,
				      const struct place *p)
{
	const struct value *v = &f->values[p->base];

	return v->kind == VAL_GLOBAL && !v->offset && !p->offset && !p->index
		? v->u.global : NULL;
}

/* Does F release what variable G holds? */
static bool releases_global(const struct function *f, const struct global *g)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k], *d;

			if (i->op != OP_CALL || !i->n_args
			    || !function_drops_reference(call_target(f, i)))
				continue;
			d = value_def(f, strip_casts(f, i->args[0]));
			if (d && d->op == OP_LOAD
			    && global_at(f, &d->place) == g)
				return true;
		}
	return false;
}

/* A destructor that erases a variable without releasing what it held: the
 * variable was a note only. */
static void note_erased(struct declared *d, const struct function *f,
			const struct instr *store)
{
	const struct global *g = global_at(f, &store->place);

	if (g && !releases_global(f, g))
		map_set(&d->erased, map_key_ptr(g), (void *) store);
}

static bool frees_base(const struct function *f, vid base)
{
	uint32_t b, k;

	base = strip_casts(f, base);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_CALL && i->n_args
			    && function_is_one_of(call_target(f, i), frees)
			    && strip_casts(f, i->args[0]) == base)
				return true;
		}
	return false;
}

static void note_release(struct declared *d, const struct function *f,
			 vid released, bool destroys)
{
	const struct instr *def = value_def(f, strip_casts(f, released));
	const struct place *p, *array;
	int64_t at;

	if (!def || def->op != OP_LOAD)
		return;
	p = &def->place;
	if (owned_array_member(p, &at)) {
		if (destroys || frees_base(f, p->base))
			map_set(&d->owned, owned_key(d->unit, p->record, at,
						     true), (void *) def);
		return;
	}
	if (p->record && p->field && !p->index && !p->record->is_object
	    && (destroys || frees_base(f, p->base)))
		map_set(&d->owned, owned_key(d->unit, p->record, p->offset,
					     false), (void *) def);
	else if (destroys && owned_element(f, p, &array))
		map_set(&d->owned, owned_key(d->unit, array->record,
					     array->offset, true),
			(void *) def);
}

static void read_destructor(struct gather *g, const struct function *f,
			    bool destroys, unsigned depth)
{
	uint32_t b, k;

	if (destroys && map_has(g->seen, map_key_ptr(f)))
		return;
	if (destroys)
		map_set(g->seen, map_key_ptr(f), (void *) f);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if (i->op == OP_STORE && destroys)
				note_erased(g->d, f, i);
			if (!t)
				continue;
			if (function_drops_reference(t) && i->n_args)
				note_release(g->d, f, i->args[0], destroys);
			else if (destroys && t->has_body && depth < MAX_DOWN
				 && !touch_contract(g->d, f, i))
				read_destructor(g, t, true, depth + 1);
		}
}

void declared_owners(struct declared *d)
{
	struct map seen = { 0 };
	struct gather g = { d, &seen };
	uint32_t i;

	for (i = 0; i < d->roles.n; i++) {
		const struct role *r = &d->roles.v[i];

		if ((r->slot->convention == CONV_DESTROY
		     || r->slot->convention == CONV_CLEAR)
		    && r->function->has_body)
			read_destructor(&g, r->function, true, 0);
	}
	for (i = 0; i < d->unit->functions.n; i++)
		if (d->unit->functions.v[i]->has_body
		    && !d->unit->functions.v[i]->in_system_header)
			read_destructor(&g, d->unit->functions.v[i], false,
					0);
	map_release(&seen);
}

static bool has_owner(const struct declared *d, const struct type *record,
		      int64_t offset, bool is_element)
{
	return map_has(&d->owned, owned_key(d->unit, record, offset,
					    is_element));
}

/* A variable of the unit that holds an object keeps it, unless it is a note
 * that the object's own end erases. */
static bool global_owns(const struct declared *d, const struct global *g)
{
	return g->type && type_is_object_ptr(g->type)
		&& !map_has(&d->erased, map_key_ptr(g));
}

bool declared_owns(const struct declared *d, const struct function *f,
		   const struct place *p)
{
	const struct field_model *fm;
	const struct place *array;
	int64_t at;

	if (!p)
		return false;
	if (global_at(f, p))
		return global_owns(d, global_at(f, p));
	if (owned_array_member(p, &at))
		return has_owner(d, p->record, at, true);
	if (p->record && !p->index && p->field) {
		fm = declared_field(d, p->record, (uint64_t) p->offset);
		if (fm)
			return fm->is_object && fm->owner == FIELD_OWNS;
		return !p->record->is_object
			&& has_owner(d, p->record, p->offset, false);
	}
	return owned_element(f, p, &array)
		&& has_owner(d, array->record, array->offset, true);
}
