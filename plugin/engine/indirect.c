/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contracts of calls through pointers: a slot of a type, an entry of an API
 * table; else what a function of that type is taken to do. */
#include "engine/knowledge.h"
#include "engine/tables.h"

#include <string.h>

enum { TPFLAGS_BASETYPE = 1 << 10 };

uint8_t type_arg_class(const struct type *t)
{
	if (!t)
		return ARG_OTHER;
	switch (t->kind) {
	case TYPE_VOID: return ARG_VOID;
	case TYPE_PTR: return type_is_object_ptr(t) ? ARG_OBJ_NULL
		: ARG_PTR_NULL;
	case TYPE_INT: return t->size == 8 ? ARG_LONG : ARG_INT;
	case TYPE_FLOAT: return ARG_DOUBLE;
	case TYPE_STRUCT: case TYPE_ARRAY: case TYPE_FUNC: case TYPE_OTHER:
		break;
	}
	return ARG_OTHER;
}

/* Is SLOT called with a tuple and perhaps keywords? */
static bool takes_arguments(const struct slot *slot)
{
	return !strcmp(slot->name, "tp_new") || !strcmp(slot->name, "tp_init")
		|| !strcmp(slot->name, "tp_call");
}

/* The contract that a slot's convention amounts to, seen by its caller, who
 * may KNOW which function is in it. */
static const struct contract *slot_contract(struct knowledge *k,
					    const struct slot *slot,
					    bool known)
{
	static const struct effect own[] = { { .op = EFF_OWN },
		{ .op = EFF_RUNS_CODE }, { .op = EFF_END } };
	static const uint8_t no_arguments[] = { ARG_OBJ, ARG_OBJ_NULL,
		ARG_OBJ_NULL };
	static const struct effect code[] = { { .op = EFF_RUNS_CODE },
		{ .op = EFF_END } };
	static const struct effect raise[] = {
		{ .op = EFF_RAISES, .kinds = RAISE_ANY },
		{ .op = EFF_RUNS_CODE }, { .op = EFF_END } };
	static const struct effect no_memory[] = {
		{ .op = EFF_RAISES, .kinds = RAISE_MemoryError },
		{ .op = EFF_END } };
	/* What the visitor of a traversal did, its caller knows. */
	static const struct effect doubt[] = {
		{ .op = EFF_RAISES }, { .op = EFF_END } };
	static const struct outcome visited[] = {
		{ .pred = { 0, 0, false }, .effects = code,
		  .likelihood = LIKELY_SUCCESS },
		{ .pred = { INT64_MIN, INT64_MAX, true }, .effects = doubt,
		  .likelihood = LIKELY_SUCCESS } };
	static const struct outcome object[] = {
		{ .pred = { 1, INT64_MAX, true }, .effects = own,
		  .likelihood = LIKELY_SUCCESS },
		{ .pred = { 0, 0, false }, .effects = raise } };
	/* PyType_GenericAlloc, whatever the type is. */
	static const struct outcome memory[] = {
		{ .pred = { 1, INT64_MAX, true }, .effects = own,
		  .likelihood = LIKELY_SUCCESS },
		{ .pred = { 0, 0, false }, .effects = no_memory,
		  .likelihood = LIKELY_MEMORY } };
	static const struct outcome iterator[] = {
		{ .pred = { 1, INT64_MAX, true }, .effects = own,
		  .likelihood = LIKELY_SUCCESS },
		{ .pred = { 0, 0, false }, .effects = code,
		  .likelihood = LIKELY_SUCCESS },
		{ .pred = { 0, 0, false }, .effects = raise } };
	static const struct outcome status[] = {
		{ .pred = { 0, 0, false }, .effects = code,
		  .likelihood = LIKELY_SUCCESS },
		{ .pred = { -1, -1, false }, .effects = raise } };
	static const struct outcome truth[] = {
		{ .pred = { 0, 1, false }, .effects = code,
		  .likelihood = LIKELY_SUCCESS },
		{ .pred = { -1, -1, false }, .effects = raise } };
	static const struct outcome length[] = {
		{ .pred = { 0, INT64_MAX, false }, .effects = code,
		  .likelihood = LIKELY_SUCCESS },
		{ .pred = { -1, -1, false }, .effects = raise } };
	static const struct outcome hash[] = {
		{ .pred = { INT64_MIN, INT64_MAX, false, true },
		  .effects = code, .likelihood = LIKELY_SUCCESS },
		{ .pred = { -1, -1, false }, .effects = raise } };
	static const struct outcome nothing[] = {
		{ .pred = { INT64_MIN, INT64_MAX, false }, .effects = code,
		  .likelihood = LIKELY_SUCCESS } };
	static const struct effect free_[] = {
		{ .op = EFF_RELEASE, .a = 1, .b = FAMILY_GC_OBJECT },
		{ .op = EFF_END } };
	static const struct outcome freed[] = {
		{ .pred = { INT64_MIN, INT64_MAX, false }, .effects = free_,
		  .likelihood = LIKELY_SUCCESS } };
	static const struct effect dealloc[] = {
		{ .op = EFF_ESCAPES, .a = 1 }, { .op = EFF_RUNS_CODE },
		{ .op = EFF_END } };
	static const struct outcome ended[] = {
		{ .pred = { INT64_MIN, INT64_MAX, false }, .effects = dealloc,
		  .likelihood = LIKELY_SUCCESS } };
	struct contract *c = ARENA_NEW(&k->arena, struct contract);

	c->name = slot->name;
	c->origin = ORIGIN_TABLE;
	c->ret = slot->ret;
	c->n_params = slot->n_params;
	c->params = slot->params;
	/* Whoever calls a type's own function knows what that does without
	 * arguments: PyList_Type.tp_new (type, NULL, NULL). */
	if (known && takes_arguments(slot))
		c->params = no_arguments;
	c->outcomes = nothing;
	c->n_outcomes = 1;
	if (!strcmp(slot->name, "tp_alloc") || !strcmp(slot->name, "tp_free")
	    || !strcmp(slot->name, "tp_traverse"))
		c->flags |= CF_LEAF;
	if (!strcmp(slot->name, "tp_free"))
		c->outcomes = freed;
	/* It is gone; a subtype's destructor knows what is left. */
	if (!strcmp(slot->name, "tp_dealloc"))
		c->outcomes = ended;
	if (!strcmp(slot->name, "tp_traverse")) {
		c->outcomes = visited;
		c->n_outcomes = ARRAY_SIZE(visited);
	}
	switch (slot->convention) {
	case CONV_NEW_REF:
		c->outcomes = strcmp(slot->name, "tp_alloc") ? object : memory;
		break;
	case CONV_NEW_REF_OR_NULL:
		c->outcomes = iterator;
		c->n_outcomes = ARRAY_SIZE(iterator);
		return c;
	case CONV_STATUS: c->outcomes = status; break;
	case CONV_TRISTATE: c->outcomes = truth; break;
	case CONV_LENGTH: c->outcomes = length; break;
	case CONV_HASH: c->outcomes = hash; break;
	default:
		return c;
	}
	c->n_outcomes = 2;
	return c;
}

/* Is V, in F, an instance of a type of the unit's that cannot have
 * subclasses? */
static bool has_final_type(const struct knowledge *k, const struct function *f,
			   vid v)
{
	const struct value *val = fn_value(f, strip_casts(f, v));
	const struct role *role = declared_role(k->declared, f);
	const struct type_model *t = NULL;

	if (val->kind == VAL_PARAM && !val->u.param && role)
		t = role->type;
	return t && t->flags_known && !(t->flags & TPFLAGS_BASETYPE);
}

/* Is V, in F, the type of whatever object was passed?  A subclass that Python
 * code defines has that code in its slots, which is called with *args: NULL is
 * no tuple (Objects/typeobject.c: slot_tp_new, slot_tp_init, slot_tp_call;
 * Objects/call.c, _PyObject_Call_Prepend). */
static bool is_type_of_object(const struct knowledge *k,
			      const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));
	const struct function *t;

	if (d && d->op == OP_LOAD && d->place.field
	    && !strcmp(d->place.field, "ob_type"))
		return !has_final_type(k, f, d->place.base);
	t = d && d->op == OP_CALL ? call_target(f, d) : NULL;
	return t && strstr(t->name, "Py_TYPE") && d->n_args == 1
		&& !has_final_type(k, f, d->args[0]);
}

/* A call through a slot of a type: Py_TYPE (x)->tp_iternext (x). */
static const struct contract *by_slot(struct knowledge *k,
				      const struct function *f,
				      const struct place *p)
{
	bool known;
	const char *record = p->record ? (p->record->name ? p->record->name
					  : p->record->tag) : NULL;
	const struct slot *slot;
	uint64_t key;
	const struct contract *c;

	if (!record || !p->field)
		return NULL;
	if (!strcmp(record, "_typeobject"))
		record = "PyTypeObject";
	slot = slot_of_member(record, p->field);
	if (!slot)
		return NULL;
	known = !takes_arguments(slot) || !is_type_of_object(k, f, p->base);
	key = map_key_ptr(slot) + known;
	c = map_get(&k->assumed, key);
	if (!c) {
		c = slot_contract(k, slot, known);
		map_set(&k->assumed, key, (void *) c);
	}
	return c;
}

/* The name by which the specs know the table that G points to: an extension
 * of several files gives it a name of its own, cool_ARRAY_API for one.
 * doc: numpy c-api/array, PY_ARRAY_UNIQUE_SYMBOL. */
static const char *table_name(const struct global *g)
{
	const struct type *t = g->type;

	if (!t || t->kind != TYPE_PTR || !t->inner
	    || t->inner->kind != TYPE_PTR)
		return g->name;
	if (strstr(g->name, "ARRAY_API") || strstr(g->name, "Array_API")
	    || strstr(g->name, "array_api"))
		return "PyArray_API";
	if (strstr(g->name, "UFUNC_API") || strstr(g->name, "UFunc_API"))
		return "PyUFunc_API";
	return g->name;
}

/* An entry of an API table: a load from what a global points to.  The address
 * of an entry is a value of its own, if GCC made it one. */
static const struct contract *by_table(struct knowledge *k,
				       const struct function *f,
				       const struct place *p)
{
	const struct instr *d = value_def(f, value_strip_copies(f, p->base));
	int64_t offset = p->offset;
	const struct value *v;

	if (d && d->op == OP_ADDR && !d->place.index) {
		offset += d->place.offset;
		d = value_def(f, value_strip_copies(f, d->place.base));
	}
	if (!d || d->op != OP_LOAD || p->index)
		return NULL;
	v = &f->values[d->place.base];
	if (v->kind != VAL_GLOBAL || d->place.offset || v->offset
	    || offset < 0)
		return NULL;
	return contract_find_indirect(table_name(v->u.global),
				      (uint64_t) offset, k->version);
}

/* What a function that nobody described is taken to do. */
static const struct contract *assumed(struct knowledge *k,
				      const struct type *fn_type)
{
	struct contract_decl d = { .name = "a function",
		.ret = type_arg_class(fn_type ? fn_type->inner : NULL) };
	enum arg_class key = d.ret;
	const struct contract *c = map_get(&k->assumed, key);

	if (d.ret == ARG_OBJ_NULL)
		d.ret = ARG_OBJ;
	if (!c) {
		c = contract_convention(&k->arena, &d);
		map_set(&k->assumed, key, (void *) c);
	}
	return c;
}

const struct contract *knowledge_call(struct knowledge *k,
				      const struct function *f,
				      const struct instr *i)
{
	const struct function *target = call_target(f, i);
	const struct contract *c = NULL;
	const struct instr *d;

	if (target) {
		c = knowledge_function(k, target, i->n_args);
	} else {
		d = value_def(f, value_strip_copies(f, i->callee));
		if (d && d->op == OP_LOAD) {
			c = by_table(k, f, &d->place);
			if (!c)
				c = by_slot(k, f, &d->place);
			if (!c)
				c = knowledge_stored(k, &d->place,
						     i->n_args);
		}
		if (!c && !d)
			c = knowledge_passed(k, f, i);
	}
	return c ? c : assumed(k, i->fn_type);
}
