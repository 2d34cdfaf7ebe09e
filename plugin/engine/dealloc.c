/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happens when the last reference to an instance of a type of the unit
 * goes: subtype_dealloc and the like of Objects/typeobject.c call tp_finalize,
 * tp_del and the callbacks of weak references; a tp_dealloc of the unit's own
 * is all there is to it.
 */
#include "engine/dealloc.h"
#include "engine/acyclic.h"
#include "engine/tables.h"

#include <string.h>

enum { MAX_INSIDE = 3 };

/* Functions of the API that give memory back, or ask a type. */
static bool is_quiet_function(const char *name)
{
	static const char *const names[] = { "Py_TYPE", "_Py_TYPE",
		"PyObject_Free", "PyObject_FREE", "PyObject_Del",
		"PyObject_DEL", "PyObject_GC_Del", "PyObject_GC_UnTrack",
		"PyMem_Free", "PyMem_FREE", "PyMem_Del", "PyMem_DEL",
		"PyMem_RawFree", "PyThread_free_lock", "Py_XDECREF",
		"Py_DECREF", "_Py_XDECREF", "_Py_DECREF",
		"PyType_GetModuleState", "PyModule_GetState" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE (names); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static bool is_type_of(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));
	const struct function *t = d && d->op == OP_CALL
		? call_target(f, d) : NULL;

	return (t && strstr(t->name, "Py_TYPE"))
		|| (d && d->op == OP_LOAD && d->place.field
		    && !strcmp(d->place.field, "ob_type"));
}

static bool body_may_run_code(const struct declared *d,
			      const struct function *f, unsigned depth);

/* What other libraries do is theirs: they are taken not to run Python code,
 * as everywhere. */
static bool call_may_run_code(const struct declared *d,
			      const struct function *f, uint32_t b, uint32_t k,
			      unsigned depth)
{
	const struct instr *i = &f->blocks[b].instrs[k];
	const struct function *t = call_target(f, i);

	if (!t)
		return false;
	if (is_quiet_function(t->name))
		return strstr(t->name, "DECREF") && i->n_args
			&& !is_type_of(f, i->args[0])
			&& !value_is_plain(d, f, i->args[0], b, k);
	if (!strncmp(t->name, "Py", 2) || !strncmp(t->name, "_Py", 3))
		return true;
	return t->has_body && body_may_run_code(d, t, depth + 1);
}

static bool body_may_run_code(const struct declared *d,
			      const struct function *f, unsigned depth)
{
	uint32_t b, k;

	if (depth > MAX_INSIDE)
		return true;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++)
			if (f->blocks[b].instrs[k].op == OP_CALL
			    && call_may_run_code(d, f, b, k, depth))
				return true;
	return false;
}

bool dealloc_may_run_code(const struct declared *d,
			  const struct type_model *t)
{
	const struct slot_use *use = type_slot(t, "tp_dealloc");

	if ((t->slots_unknown && !t->is_open) || t->base_unknown || t->base
	    || t->base_name
	    || type_slot(t, "tp_finalize") || type_slot(t, "tp_del"))
		return true;
	/* What is inherited gives memory back. */
	if (!use)
		return false;
	if (use->function && !use->function->has_body)
		return !is_quiet_function(use->function->name);
	return !use->function || body_may_run_code(d, use->function, 0);
}
