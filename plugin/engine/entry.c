/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The states in which a function begins: what its role says of its parameters,
 * of the exception and of the GIL.  An argument that Python may leave out is
 * NULL in a state of its own, so that what follows from that holds together.
 */
#include "engine/engine.h"
#include "engine/lender.h"
#include "engine/tables.h"

#include <string.h>

/* Is parameter N the name of an attribute, or the Py_buffer that is to be
 * filled?  Neither is left out.  Source: Objects/object.c, PyObject_GetAttr;
 * Objects/abstract.c, PyBuffer_FillInfo ("view==NULL argument is obsolete"). */
static bool is_always_passed(const struct slot *slot, uint32_t n)
{
	return slot->params[n] == ARG_STR ? *slot->member
		: slot->params[n] == ARG_PTR && slot->name
		  && !strncmp(slot->name, "bf_", 3);
}

/* Whoever calls a function in its role never passes NULL for parameter N. */
bool entry_assumes_nonnull(const struct fn_run *r, uint32_t n)
{
	const struct slot *slot = r->role ? r->role->slot : NULL;
	const struct type *t = r->fn->params[n]
		? r->fn->values[r->fn->params[n]].type : NULL;

	return slot && n < slot->n_params && t && t->kind == TYPE_PTR
		&& (slot->params[n] == ARG_OBJ || slot->params[n] == ARG_TYPE
		    || is_always_passed(slot, n))
		&& !(slot->may_be_null >> n & 1);
}

/* Is parameter N the closure of a getter or setter, for which every table that
 * has the function has something?  Source: Objects/descrobject.c,
 * getset_get and getset_set. */
static bool is_filled_closure(const struct fn_run *r, uint32_t n)
{
	const struct slot *slot = r->role ? r->role->slot : NULL;
	const struct tables *ts = r->engine->declared->tables;
	const char *side = !slot ? NULL : !strcmp(slot->name, "getter")
		? "get" : !strcmp(slot->name, "setter") ? "set" : NULL;
	bool any = false;
	uint32_t i, k;

	if (!side || n != (*side == 'g' ? 1 : 2))
		return false;
	for (i = 0; i < ts->list.n; i++) {
		const struct table *t = &ts->list.v[i];

		for (k = 0; t->kind == RECORD_GETSET && k < t->n; k++) {
			const struct init *f = table_cell(ts, t, k, side), *c;

			if (!f || f->kind != INIT_FUNC || f->func != r->fn)
				continue;
			c = table_cell(ts, t, k, "closure");
			if (cell_is_zero(c) || cell_is_unknown(c))
				return false;
			any = true;
		}
	}
	return any;
}

static void enter_parameter(struct fn_run *r, struct state *s, uint32_t n)
{
	vid v = r->fn->params[n];
	const struct type *t = r->fn->values[v].type;
	const struct slot *slot = r->role ? r->role->slot : NULL;
	sid x = run_fresh(s, t);
	struct thing *th;
	int64_t lo, hi;

	if (t && t->kind == TYPE_INT && t->is_unsigned)
		sym_at(s, x)->lo = 0;
	if (!r->role && t && t->kind == TYPE_INT
	    && knowledge_param_range(r->engine->knowledge, r->fn, n, &lo,
				     &hi)) {
		sym_at(s, x)->lo = lo;
		sym_at(s, x)->hi = hi;
	}
	/* How many arguments there are (Objects/methodobject.c). */
	if (slot && n < slot->n_params && slot->params[n] == ARG_SSIZE
	    && strstr(slot->name, "METH_FASTCALL"))
		sym_at(s, x)->lo = 0;
	if (entry_assumes_nonnull(r, n) || is_filled_closure(r, n)) {
		sym_at(s, x)->lo = 1;
		sym_at(s, x)->nonzero = true;
	}
	if (!r->role && t && t->kind == TYPE_PTR
	    && knowledge_param_is_there(r->engine->knowledge, r->fn, n, 0)) {
		sym_at(s, x)->lo = 1;
		sym_at(s, x)->nonzero = true;
	}
	/* The six comparisons, Py_LT to Py_GE.  doc: c-api/typeobj. */
	if (slot && n == 2 && slot->name
	    && !strcmp(slot->name, "tp_richcompare")) {
		sym_at(s, x)->lo = 0;
		sym_at(s, x)->hi = 5;
	}
	if (type_is_object_ptr(t) || (t && t->kind == TYPE_PTR)) {
		th = state_thing(s, &r->engine->pool, x);
		th->birth = BIRTH_PARAM;
		th->param = (uint8_t) (n < 250 ? n + 1 : 0);
		if (!th->param)
			th->escaped = true;
		/* Made for the call (Objects/call.c). */
		if (n == 1 && r->role && slot_has_arguments(r->role)
		    && type_is_object_ptr(t))
			th->type = "PyTuple_Type";
	}
	env_set(s, v, x);
}

/* May parameter N be NULL when Python calls?  What a member's slot is called
 * with is known; a callback gets what its registration passed.
 * PyObject_DelItem asks mp_ass_subscript first (Objects/abstract.c), so that
 * no `del' reaches the other. */
static bool may_be_absent(const struct fn_run *r, uint32_t n)
{
	const struct slot *slot = r->role ? r->role->slot : NULL;

	return slot && *slot->member && n < slot->n_params && r->fn->params[n]
		&& slot->params[n] == ARG_OBJ_NULL
		&& type_is_object_ptr(r->fn->values[r->fn->params[n]].type)
		&& (strcmp(slot->name, "sq_ass_item") || !r->role->type
		    || !type_slot(r->role->type, "mp_ass_subscript"));
}

/* Does an attribute of the function itself say that it may be NULL? */
static bool is_said_absent(const struct fn_run *r, uint32_t n)
{
	const struct attr *a;
	uint32_t i;
	vid v = r->fn->params[n];
	const struct type *t = v ? r->fn->values[v].type : NULL;

	for (a = r->fn->attrs; t && t->kind == TYPE_PTR && a; a = a->next) {
		if (strcmp(a->name, "pyrefcheck_may_be_null"))
			continue;
		for (i = 0; i < a->n_args; i++)
			if (!a->args[i].is_string
			    && a->args[i].i == (int64_t) n + 1)
				return true;
		if (!a->n_args)
			return true;
	}
	return false;
}

/* From here on parameter N is there; a state without it begins as well. */
static void enter_without(struct fn_run *r, struct state *s, uint32_t n,
			  const char *who, struct state_list *out)
{
	struct state *absent = state_copy(&r->engine->pool, s);
	vid v = r->fn->params[n];
	const char *name = run_value_name(r, v);

	state_assume_const(absent, env_get(absent, v), CMP_EQ, 0, false);
	state_assume_const(s, env_get(s, v), CMP_NE, 0, false);
	run_trace(r, absent, (struct trace) { .kind = TRACE_NOTE,
		  .case_value = n + 1,
		  .what = name
			? arena_printf(&r->arena, "when %s ‘%s’ with ‘%s’ NULL",
				       who, r->fn->name, name)
			: arena_printf(&r->arena, "when %s ‘%s’ with NULL as "
				       "argument %u", who, r->fn->name,
				       n + 1) });
	state_list_add(out, absent);
}

void entry_states(struct fn_run *r, struct state_list *out)
{
	struct state *s = state_new(&r->engine->pool);
	uint32_t i;

	for (i = 0; i < r->fn->n_params; i++)
		if (r->fn->params[i])
			enter_parameter(r, s, i);
	s->exc.state = r->role && r->role->slot
		&& !r->role->slot->exception_on_entry ? EXC_CLEAR : EXC_ENTRY;
	s->exc.as_entered = r->keep_params && s->exc.state == EXC_CLEAR;
	s->gil.state = r->takes_gil || r->handed || (r->role && r->role->slot
					&& !r->role->slot->gil_on_entry)
		? GIL_RELEASED : GIL_HELD;
	for (i = 0; i < r->fn->n_params; i++)
		if (may_be_absent(r, i))
			enter_without(r, s, i, "Python calls", out);
		else if (is_said_absent(r, i))
			enter_without(r, s, i, "a caller, as declared, calls",
				      out);
	state_list_add(out, s);
}
