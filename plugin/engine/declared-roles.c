/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Roles that come from calls and stores in bodies: a function handed over to
 * be called back, a method definition handed to PyCFunction_New, a handler
 * stored in a struct sigaction.
 */
#include "engine/tables.h"

#include <string.h>

static const struct function *function_value(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, strip_casts(f, v));

	return val->kind == VAL_FUNC ? val->u.func : NULL;
}

static bool has_prefix(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

/* A function pointer among the arguments of a parser can only be an O&
 * converter; of a builder, only a value converter. */
static const char *vararg_slot(const char *callee)
{
	if (*callee == '_')
		callee++;
	if (has_prefix(callee, "PyArg_Parse")
	    || has_prefix(callee, "PyArg_VaParse"))
		return "argument converter";
	if (has_prefix(callee, "Py_BuildValue")
	    || has_prefix(callee, "PyObject_CallFunction")
	    || has_prefix(callee, "PyObject_CallMethod"))
		return "value converter";
	return NULL;
}

static void roles_of_call(struct declared *d, const struct function *f,
			  const struct instr *i)
{
	const struct function *callee = call_target(f, i), *g;
	const char *by_vararg = callee ? vararg_slot(callee->name) : NULL;
	uint32_t n;

	for (n = 0; callee && n < i->n_args; n++) {
		const struct slot *slot;

		g = function_value(f, i->args[n]);
		if (!g)
			continue;
		slot = by_vararg ? slot_by_name(by_vararg)
			: slot_of_callback(callee->name, n + 1);
		if (slot)
			declared_add_role(d, g, slot, NULL, i->loc);
	}
}

/* Members of C structs that hold a callback. */
static const struct { const char *field, *slot; } handlers[] = {
	{ "sa_handler", "signal handler" },
};

static void roles_of_store(struct declared *d, const struct function *f,
			   const struct instr *i)
{
	const struct function *g = function_value(f, i->a);
	size_t n;

	for (n = 0; g && i->place.field && n < ARRAY_SIZE (handlers); n++)
		if (!strcmp(i->place.field, handlers[n].field))
			declared_add_role(d, g, slot_by_name(handlers[n].slot),
					  NULL, i->loc);
}

void declared_callbacks(struct declared *d)
{
	uint32_t n, b, k;

	for (n = 0; n < d->unit->functions.n; n++) {
		const struct function *f = d->unit->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i;

				i = &f->blocks[b].instrs[k];
				if (i->op == OP_CALL)
					roles_of_call(d, f, i);
				else if (i->op == OP_STORE)
					roles_of_store(d, f, i);
			}
	}
}
