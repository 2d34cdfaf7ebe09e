/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * type-slots: a status that is neither 0 nor -1, an object of a type that the
 * slot is not for.
 *
 * What sets or deletes answers 0, or -1 with an exception (Doc/c-api/typeobj,
 * tp_setattro, sq_ass_item, mp_ass_subscript; descriptor: getset's set).  The
 * interpreter's loop takes all but 0 for a failure (ceval.c, STORE_ATTR,
 * STORE_SUBSCR; moduleobject.c, PyModule_ExecDef; getargs.c, getbuffer), callers
 * in C what is below 0 (memoryobject.c of bf_getbuffer): a 1 is wrong for one
 * of them whether or not an exception is set.  type_call asks tp_init for less
 * than 0 only: its 1 is harmful with an exception, which nobody then looks
 * for.
 */
#include "check/dataflow.h"
#include "check/slot-status.h"
#include "engine/tables.h"

#include <string.h>

/* Is it one of the slots that CPython reads in both ways? */
static bool is_read_both_ways(const struct slot *slot)
{
	static const char *const names[] = { "tp_setattr", "tp_setattro",
		"tp_descr_set", "sq_ass_item", "mp_ass_subscript", "setter",
		"Py_mod_exec", "bf_getbuffer" };
	size_t k;

	for (k = 0; k < ARRAY_SIZE (names); k++)
		if (!strcmp(slot->name, names[k]))
			return true;
	return false;
}

/* Does F ask anywhere whether something is -1? */
static bool asks_for_minus_one(const struct function *f)
{
	vid v;

	for (v = 1; v < f->n_values; v++)
		if (f->values[v].kind == VAL_INT
		    && (f->values[v].u.i == -1 || f->values[v].u.i == -2))
			return true;
	return false;
}

/* A hash that is computed can be -1, which is how tp_hash tells an error: who
 * computes one makes -2 of it.  Doc/c-api/typeobj: tp_hash; source:
 * Objects/object.c, PyObject_Hash; Python/bltinmodule.c. */
static void hash_step(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct sym *y = sym_get(s->before, s->value);
	const struct instr *def = value_def(f, strip_casts(f, s->operand));
	struct finding *fi;

	if (!def || (def->op != OP_XOR && def->op != OP_MUL
		     && def->op != OP_ADD)
	    || y->lo > -1 || y->hi < -1 || y->not_minus_one
	    || s->before->exc.state == EXC_SET || asks_for_minus_one(f))
		return;
	fi = step_finding(c, s, s->before, NULL,
		"the hash that ‘%s’ computes can be -1, which tells an error",
		f->name);
	check_event(c, fi, s->loc, f, "returned here, as it was computed");
	check_subject(c, fi, "return");
	check_hint(c, fi, "make -2 of -1: ‘if (h == -1) h = -2;’");
	check_add(c, fi);
}

/* A parser tells its failure by 0, which is a slot's success:
 * `return PyArg_ParseTuple (...)'. */
static void zero_step(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;
	const struct instr *by = sym_get(st, s->value)->status_of;
	struct finding *fi;

	if (st->exc.state != EXC_SET || !sym_is_null(st, s->value) || !by
	    || st->exc.by != by || by->op != OP_CALL
	    || knowledge_call(s->run->engine->knowledge, s->run->fn,
			      by)->origin != ORIGIN_TABLE
	    || !step_is_credible(c, s, st))
		return;
	fi = step_finding(c, s, st, NULL,
		"‘%s’ returns the 0 by which ‘%s’ tells its failure, but ‘%s’ must return -1",
		s->run->fn->name, instr_callee(s->run, by),
		s->run->role->slot->name);
	check_event(c, fi, s->loc, s->run->fn,
		    "this is success, with an exception set");
	check_subject(c, fi, "return");
	check_hint(c, fi, "return -1 where it is 0");
	check_add(c, fi);
}

/* What the slot's callers insist on: "__repr__ returned non-string" (object.c),
 * "__int__ returned non-int", "__index__ …", "__float__ …" (abstract.c). */
static const struct { const char *slot, *type, *subtype, *says; } made[] = {
	{ "tp_repr", "PyUnicode_Type", NULL, "a str" },
	{ "tp_str", "PyUnicode_Type", NULL, "a str" },
	{ "nb_int", "PyLong_Type", "PyBool_Type", "an int" },
	{ "nb_index", "PyLong_Type", "PyBool_Type", "an int" },
	{ "nb_float", "PyFloat_Type", NULL, "a float" },
};

/* An object of another type than the one that the slot is for. */
static void type_step(struct check_context *c, const struct step *s)
{
	const struct thing *t = thing_get(s->before, s->value);
	const char *slot = s->run->role->slot->name;
	struct finding *fi;
	size_t k;

	for (k = 0; k < ARRAY_SIZE (made); k++)
		if (!strcmp(slot, made[k].slot))
			break;
	if (k == ARRAY_SIZE (made) || !t || t->family || !t->type
	    || t->birth != BIRTH_NEW || !strcmp(t->type, made[k].type)
	    || strncmp(t->type, "Py", 2)
	    || (made[k].subtype && !strcmp(t->type, made[k].subtype))
	    || !sym_is_nonnull(s->before, s->value)
	    || !step_is_credible(c, s, s->before))
		return;
	fi = step_finding(c, s, s->before, NULL,
		"‘%s’ returns a %.*s, but ‘%s’ must return %s",
		s->run->fn->name, (int) strcspn(t->type + 2, "_"),
		t->type + 2, slot, made[k].says);
	check_event(c, fi, s->loc, s->run->fn,
		    "who calls it answers TypeError to this");
	check_subject(c, fi, "return");
	check_hint(c, fi, "return %s", made[k].says);
	check_add(c, fi);
}

void slot_status_step(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;
	const struct role *r = s->run->role;
	struct finding *fi;
	bool raised;

	if (s->kind == STEP_RETURN && r && r->slot && s->value
	    && !strcmp(r->slot->name, "tp_hash"))
		hash_step(c, s);
	if (s->kind == STEP_RETURN && r && r->slot && s->value
	    && s->run->convention == CONV_STATUS)
		zero_step(c, s);
	if (s->kind == STEP_RETURN && r && r->slot && s->value
	    && s->run->convention == CONV_NEW_REF)
		type_step(c, s);
	if (s->kind != STEP_RETURN || !r || !s->value
	    || s->run->convention != CONV_STATUS
	    || sym_get(st, s->value)->lo <= 0
	    || !step_is_credible(c, s, st))
		return;
	raised = st->exc.state == EXC_SET;
	if (!is_read_both_ways(r->slot)
	    && !(raised && !strcmp(r->slot->name, "tp_init")))
		return;
	fi = step_finding(c, s, st, NULL,
		"‘%s’ returns a number above 0, but ‘%s’ must return 0 or -1",
		s->run->fn->name, r->slot->name);
	check_event(c, fi, s->loc, s->run->fn, raised
		? "who looks for less than 0 takes this for success, with an exception set"
		: "who looks for 0 takes this for a failure, without an exception");
	check_subject(c, fi, "return");
	check_hint(c, fi, raised ? "return -1" : "return 0");
	check_add(c, fi);
}
