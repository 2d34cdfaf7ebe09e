/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * module-state: what keeps a module out of subinterpreters with a GIL of
 * their own (PEP 489, 630, 684): single-phase initialization, state in C
 * globals, static types.
 */
#include "check/check.h"
#include "engine/tables.h"

#include <string.h>

static void check_module(struct check_context *c, const struct module_model *m)
{
	struct finding *fi;

	if (!m->multi_phase && m->init) {
		fi = check_finding(c, m->init, m->loc,
			"module ‘%s’ is initialized in a single phase: all interpreters share it",
			m->name);
		check_subject(c, fi, m->name);
		check_hint(c, fi, "give it ‘m_slots’ with a ‘Py_mod_exec’, and return ‘PyModuleDef_Init (&%s)’",
			   m->def->name);
		check_add(c, fi);
	}
	if (m->size_known && m->size == -1 && !m->multi_phase) {
		fi = check_finding(c, NULL, m->loc,
			"module ‘%s’ has ‘m_size’ -1: it keeps its state in globals",
			m->name);
		check_subject(c, fi, "m_size");
		check_hint(c, fi, "move its state into a struct, and set ‘m_size’ to its size");
		check_add(c, fi);
	}
}

/* Is T an object pointer, or does it hold some: an array, a struct? */
static bool holds_objects(const struct type *t)
{
	if (!t)
		return false;
	if (t->kind == TYPE_ARRAY)
		return holds_objects(t->inner);
	if (t->kind != TYPE_STRUCT || t->is_object)
		return type_is_object_ptr(t);
	for (uint32_t i = 0; i < t->n_fields; i++)
		if (holds_objects(t->fields[i].type))
			return true;
	return false;
}

/* CPython's own static records, of which check_types and check_module speak,
 * or which are made for this: what a _PyArg_Parser caches is each
 * interpreter's business of CPython's. */
static bool is_record(const struct type *t)
{
	while (t && t->kind == TYPE_ARRAY)
		t = t->inner;
	return record_kind_of(t) != RECORD_NONE
		|| (t && t->name && !strcmp(t->name, "_PyArg_Parser"));
}

/* Cython's own variables; those of the module it was made from begin with
 * __pyx_v_. */
static bool is_generated(const struct global *g)
{
	return !strncmp(g->name, "__pyx_", 6)
		&& strncmp(g->name, "__pyx_v_", 8);
}

static bool is_mutable_object(const struct global *g)
{
	return !g->is_external && !g->is_const && !g->in_system_header
		&& holds_objects(g->type) && !is_record(g->type)
		&& !is_generated(g);
}

/* The object that goes from V into a place of an object's type. */
static bool is_object_value(const struct function *f, vid v)
{
	return !value_is_zero(f, v) && type_is_object_ptr(fn_value(f, v)->type);
}

/* V with what it points to: inside G, at any offset. */
static bool points_into(const struct function *f, vid v,
			const struct global *g)
{
	const struct instr *def;

	for (unsigned n = 0; n < 8; n++) {
		const struct value *value = fn_value(f, strip_casts(f, v));

		if (value->kind == VAL_GLOBAL)
			return value->u.global == g;
		def = value_def(f, strip_casts(f, v));
		if (!def || def->op != OP_ADDR)
			return false;
		v = def->place.base;
	}
	return false;
}

static bool is_pointer_to_object_ptr(const struct type *t)
{
	return t && t->kind == TYPE_PTR && t->inner
		&& type_is_object_ptr(t->inner);
}

/* Does call I get the address of an object pointer in G to fill it?  What
 * only releases does not. */
static bool call_fills(const struct function *f, const struct instr *i,
		       const struct global *g)
{
	const struct function *t = call_target(f, i);

	if (t && (strstr(t->name, "CLEAR") || strstr(t->name, "Clear")
		  || strstr(t->name, "DECREF")))
		return false;
	for (uint32_t n = 0; n < i->n_args; n++)
		if (is_pointer_to_object_ptr(fn_value(f, i->args[n])->type)
		    && points_into(f, i->args[n], g))
			return true;
	return false;
}

/* The first instruction that puts an object into G. */
static const struct instr *fills(const struct unit *u, const struct global *g,
				 const struct function **where)
{
	for (uint32_t n = 0; n < u->functions.n; n++) {
		const struct function *f = u->functions.v[n];

		for (uint32_t b = 0; b < f->n_blocks; b++)
			for (uint32_t k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i;

				i = &f->blocks[b].instrs[k];
				*where = f;
				if (i->op == OP_STORE
				    && is_object_value(f, i->a)
				    && points_into(f, i->place.base, g))
					return i;
				if (i->op == OP_CALL && call_fills(f, i, g))
					return i;
			}
	}
	return NULL;
}

static void check_globals(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->unit->globals.n; i++) {
		const struct global *g = c->unit->globals.v[i];
		const struct function *f;
		const struct instr *by;
		struct finding *fi;
		bool one = type_is_object_ptr(g->type);

		by = is_mutable_object(g) ? fills(c->unit, g, &f) : NULL;
		if (!by)
			continue;
		fi = check_finding(c, NULL, g->loc,
			"the global ‘%s’ holds %s: all interpreters share %s",
			g->name, one ? "an object" : "objects",
			one ? "it" : "them");
		check_subject(c, fi, g->name);
		check_event(c, fi, by->loc, f, "it is set here");
		check_hint(c, fi, "move it into the module's state");
		check_add(c, fi);
	}
}

static void check_types(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];
		struct finding *fi;

		if (!t->object || t->is_generated)
			continue;
		fi = check_finding(c, NULL, t->loc,
			"the type ‘%s’ is static: all interpreters share it",
			t->name);
		check_subject(c, fi, t->name);
		check_hint(c, fi, "make it from a ‘PyType_Spec’ with ‘PyType_FromModuleAndSpec’");
		check_add(c, fi);
	}
}

static void unit(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->modules.n; i++)
		check_module(c, c->declared->modules.v[i]);
	check_globals(c);
	check_types(c);
}

const struct check check_module_state = { .unit = unit };
