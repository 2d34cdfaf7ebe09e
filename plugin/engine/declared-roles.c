/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Roles that come from calls and stores in bodies: a function handed over to
 * be called back, a method definition handed to PyCFunction_New, a handler
 * stored in a struct sigaction or in a hook of the interpreter.
 */
#include "engine/tables.h"

#include <string.h>

/* How many functions of a library lie between a thread's begin and what the
 * user gave it to run. */
#define LIBRARY_DEPTH 12

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

/* Members of C structs, and variables of the interpreter, that hold a
 * callback. */
static const struct { const char *place, *slot; } handlers[] = {
	{ "sa_handler", "signal handler" },
	{ "sa_sigaction", "signal action" },
	{ "PyOS_InputHook", "input hook" },
	{ "PyOS_ReadlineFunctionPointer", "readline function" },
};

static const char *holder(const struct function *f, const struct place *p)
{
	const struct value *base = fn_value(f, p->base);

	return p->field ? p->field
		: base->kind == VAL_GLOBAL ? base->u.global->name : NULL;
}

/* Is F a vectorcallfunc, as the member at P of an object is?  That is the one
 * tp_vectorcall_offset tells of.  doc: c-api/call, "The Vectorcall Protocol". */
static bool is_vectorcall(const struct function *f, const struct place *p)
{
	const struct type *t = f->type, *args, *n;

	if (!t || !p->record || !p->record->is_object || t->kind != TYPE_FUNC
	    || t->n_fields != 4 || !type_is_object_ptr(t->inner)
	    || !type_is_object_ptr(t->fields[0].type)
	    || !type_is_object_ptr(t->fields[3].type))
		return false;
	args = t->fields[1].type;
	n = t->fields[2].type;
	return args->kind == TYPE_PTR && type_is_object_ptr(args->inner)
		&& n->kind == TYPE_INT && n->is_unsigned && n->size == 8;
}

static void roles_of_store(struct declared *d, const struct function *f,
			   const struct instr *i)
{
	const struct function *g = function_value(f, i->a);
	const char *place = holder(f, &i->place);
	size_t n;

	if (g && is_vectorcall(g, &i->place))
		declared_add_role(d, g, slot_by_name("tp_vectorcall"), NULL,
				  i->loc);

	for (n = 0; g && place && n < ARRAY_SIZE (handlers); n++)
		if (!strcmp(place, handlers[n].place))
			declared_add_role(d, g, slot_by_name(handlers[n].slot),
					  NULL, i->loc);
}

/* std::thread runs what it was given from the virtual _M_run of a state that
 * its constructor makes; std::async likewise (libstdc++, <thread>, <future>).
 * Both are templates: what runs is in the unit. */
static bool is_thread_state(const struct function *f)
{
	return f->in_system_header && strstr(f->key, "6_M_runEv")
		&& (strstr(f->key, "St6thread11_State_impl")
		    || strstr(f->key, "_Async_state_impl"));
}

static void follow_library(struct declared *d, const struct function *f,
			   unsigned depth);

/* Follows what the library calls on behalf of the thread, down to the first
 * function of the user: that is where the thread begins. */
static void begin_thread(struct declared *d, const struct function *g,
			 unsigned depth)
{
	static const char slot[] = "Python thread";

	if (!g || !g->has_body || depth > LIBRARY_DEPTH)
		return;
	if (!g->in_system_header)
		declared_add_role(d, g, slot_by_name(slot), NULL, g->loc);
	else
		follow_library(d, g, depth + 1);
}

static void follow_library(struct declared *d, const struct function *f,
			   unsigned depth)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++)
			if (f->blocks[b].instrs[k].op == OP_CALL)
				begin_thread(d, call_target(f,
					&f->blocks[b].instrs[k]), depth);
}

static bool is_async(const struct function *t)
{
	return t && t->in_system_header && has_prefix(t->key, "_ZSt5asyncI")
		&& strstr(t->key, "St6launch");
}

/* Does call I of F, of std::async, ask for a thread?  With launch::async alone
 * or among others one is started (libstdc++, <future>). */
static bool starts_thread(const struct function *f, const struct instr *i)
{
	const struct value *v = i->n_args
		? fn_value(f, value_strip_copies(f, i->args[0])) : NULL;

	return v && v->kind == VAL_INT && v->u.i & 1;
}

/* Do all calls of std::async do so?  What is run by one that does not is run
 * by whoever waits for it. */
static bool never_deferred(const struct declared *d)
{
	bool found = false;
	uint32_t n, b, k;

	for (n = 0; n < d->unit->functions.n; n++) {
		const struct function *f = d->unit->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i;

				i = &f->blocks[b].instrs[k];
				if (i->op != OP_CALL
				    || !is_async(call_target(f, i)))
					continue;
				if (!starts_thread(f, i))
					return false;
				found = true;
			}
	}
	return found;
}

/* What std::async calls from the thread that it starts, through a
 * std::function. */
static bool is_invoker(const struct function *f)
{
	size_t n = strlen(f->key);

	return f->in_system_header && n > 5
		&& has_prefix(f->key, "_ZNSt6thread8_InvokerISt5tupleI")
		&& !strcmp(f->key + n - 5, "EclEv");
}

/* std::thread and std::async are given a function to run, and not a closure:
 * what calls it does so by a pointer that they keep. */
static void thread_of_call(struct declared *d, const struct function *f,
			   const struct instr *i)
{
	const struct function *t = call_target(f, i);
	uint32_t n;

	if (!t || !t->in_system_header
	    || (!has_prefix(t->key, "_ZNSt6threadC")
		&& !(is_async(t) && starts_thread(f, i))))
		return;
	for (n = 0; n < i->n_args; n++) {
		const struct function *g = function_value(f, i->args[n]);

		/* It is the first; those that it is given are data. */
		if (g) {
			begin_thread(d, g, 0);
			return;
		}
	}
}

void declared_callbacks(struct declared *d)
{
	bool async = d->unit->is_cxx && never_deferred(d);
	uint32_t n, b, k;

	for (n = 0; n < d->unit->functions.n; n++) {
		const struct function *f = d->unit->functions.v[n];

		if (d->unit->is_cxx && (is_thread_state(f)
					|| (async && is_invoker(f))))
			follow_library(d, f, 0);
		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i;

				i = &f->blocks[b].instrs[k];
				if (i->op == OP_CALL) {
					roles_of_call(d, f, i);
					if (d->unit->is_cxx)
						thread_of_call(d, f, i);
				} else if (i->op == OP_STORE) {
					roles_of_store(d, f, i);
				}
			}
	}
}
