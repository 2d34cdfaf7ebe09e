/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * type-slots: a status that is neither 0 nor -1.
 *
 * What sets or deletes answers 0, or -1 with an exception (Doc/c-api/typeobj,
 * tp_setattro, sq_ass_item, mp_ass_subscript; descriptor: getset's set).  The
 * interpreter's loop takes all but 0 for a failure (ceval.c, STORE_ATTR,
 * STORE_SUBSCR; moduleobject.c, PyModule_ExecDef), callers in C what is below
 * 0: a 1 is wrong for one of them whether or not an exception is set.
 * type_call asks tp_init for less than 0 only: its 1 is harmful with an
 * exception, which nobody then looks for.
 */
#include "check/dataflow.h"
#include "check/slot-status.h"

#include <string.h>

/* Is it one of the slots that CPython reads in both ways? */
static bool is_read_both_ways(const struct slot *slot)
{
	static const char *const names[] = { "tp_setattr", "tp_setattro",
		"tp_descr_set", "sq_ass_item", "mp_ass_subscript", "setter",
		"Py_mod_exec" };
	size_t k;

	for (k = 0; k < ARRAY_SIZE (names); k++)
		if (!strcmp(slot->name, names[k]))
			return true;
	return false;
}

void slot_status_step(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;
	const struct role *r = s->run->role;
	struct finding *fi;
	bool raised;

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
