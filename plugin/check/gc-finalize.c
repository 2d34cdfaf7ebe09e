/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gc-protocol: a tp_finalize in place of a tp_clear.  The collector calls it
 * for the objects of a cycle before it clears them; where it releases what
 * makes the cycle, there is none left (PEP 442).  Where it only closes or
 * reports something, the cycle stays.
 */
#include "check/gc-protocol.h"
#include "engine/tables.h"

#include <string.h>

const struct function *gc_slot_body(const struct type_model *t,
				    const char *name)
{
	const struct slot_use *use = type_slot(t, name);

	return use && use->function && use->function->has_body
		&& use->function->n_params ? use->function : NULL;
}

/* Does the field at OFFSET, or the object, go where what it holds may be
 * released? */
static bool touches_field(const struct declared *d, const struct function *f,
			  int64_t offset)
{
	static const enum touch_kind kinds[] = { TOUCH_RELEASE, TOUCH_STORE,
		TOUCH_ZERO, TOUCH_MAYBE };
	struct touches seen = { { 0 } };
	bool found;
	size_t i;

	touches_of_param(d, f, 0, &seen);
	found = seen.escapes || seen.calls_base;
	for (i = 0; i < ARRAY_SIZE (kinds); i++)
		found |= touch_find(&seen, kinds[i], offset) != NULL;
	touches_release(&seen);
	return found;
}

/* Which argument of call I is the object that F gets first, from 0; or -1. */
static int argument_of_self(const struct function *f, const struct instr *i)
{
	uint32_t n;

	for (n = 0; n < i->n_args; n++)
		if (strip_casts(f, i->args[n]) == strip_casts(f, f->params[0]))
			return (int) n;
	return -1;
}

/* Does F call Python code with its object, a method of it for one: close (), or
 * take elements out of the array behind the field at OFFSET? */
static bool hands_on(const struct declared *d, const struct function *f,
		     int64_t offset, unsigned depth)
{
	uint32_t b, k;

	if (!f->n_params || !f->params[0] || depth > 4)
		return false;
	if (gc_elements_shown(d, f, offset))
		return true;
	for (b = 0; b < f->n_rpo; b++)
		for (k = 0; k < f->blocks[f->rpo[b]].n_instrs; k++) {
			const struct instr *i =
				&f->blocks[f->rpo[b]].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;
			int n = t ? argument_of_self(f, i) : -1;

			if (n < 0)
				continue;
			if (strstr(t->name, "PyObject_Call")
			    || strstr(t->name, "PyObject_Vectorcall")
			    || (t->has_body && !n
				&& hands_on(d, t, offset, depth + 1)))
				return true;
		}
	return false;
}

bool gc_finalize_breaks(const struct declared *d, const struct type_model *t,
			int64_t offset)
{
	const struct function *f = gc_slot_body(t, "tp_finalize");

	if (!f)
		return type_slot(t, "tp_finalize") != NULL;
	return touches_field(d, f, offset) || hands_on(d, f, offset, 0);
}
