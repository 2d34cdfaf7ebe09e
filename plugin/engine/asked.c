/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the code asks of the exception indicator: whether one is set, and
 * which.
 */
#include "engine/call.h"
#include "engine/evidence.h"

#include <string.h>

/* PyErr_Occurred tells the indicator; where that is open, both ways.  A
 * generator asks after each call that might raise by its declaration: nobody
 * knew there that an unknown function does. */
static void apply_occurred(struct call *c, struct state *s,
			   struct state_list *out)
{
	struct state *n;
	sid x;

	if (s->exc.state != EXC_SET) {
		n = state_copy(&c->r->engine->pool, s);
		x = state_number(n, 0, 0);
		if (s->exc.state != EXC_CLEAR)
			call_assume_exc(n, EXC_CLEAR);
		evidence_not_raised(c->r, n);
		if (c->i->dst)
			env_set(n, c->i->dst, x);
		state_list_add(out, n);
	}
	if (s->exc.state == EXC_CLEAR
	    || (c->r->is_generated && s->exc.state == EXC_UNKNOWN
		&& s->exc.passed)) {
		state_free(&c->r->engine->pool, s);
		return;
	}
	if (s->exc.state != EXC_SET)
		call_assume_exc(s, EXC_SET);
	s->exc.looked = s->exc.tested = true;
	x = call_out_object(s, true);
	call_borrow(c, s, x, WHO_THREAD, false);
	if (c->i->dst)
		env_set(s, c->i->dst, x);
	state_list_add(out, s);
}

/* Does the call ask which exception is set?  Cython's own functions do without
 * the API (Cython/Utility/Exceptions.c, ModuleSetupCode.c). */
static bool asks_which(const struct contract *c)
{
	static const char *const names[] = { "PyErr_ExceptionMatches",
		"PyErr_GivenExceptionMatches",
		"__Pyx_PyErr_ExceptionMatchesInState",
		"__Pyx_PyErr_GivenExceptionMatches",
		"__Pyx_PyErr_GivenExceptionMatches2",
		"__Pyx_PyErr_GivenExceptionMatchesTuple" };
	unsigned i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (call_name_is(c, names[i]))
			return true;
	return false;
}

struct class_kinds { const char *name; uint32_t kinds; };

/* Which kinds are surely instances of the classes that have others below them.
 * Doc/library/exceptions, the hierarchy. */
static const struct class_kinds bases[] = {
	{ "PyExc_BaseException", RAISE_ANY },
	{ "PyExc_Exception", RAISE_ANY & ~(RAISE_Other
		| RAISE_KeyboardInterrupt | RAISE_SystemExit) },
	{ "PyExc_ArithmeticError",
	  RAISE_OverflowError | RAISE_ZeroDivisionError },
	{ "PyExc_LookupError", RAISE_IndexError | RAISE_KeyError },
	{ "PyExc_ValueError", RAISE_ValueError | RAISE_UnicodeError },
	{ "PyExc_RuntimeError", RAISE_RuntimeError | RAISE_RecursionError
		| RAISE_NotImplementedError },
};

/* The classes that have a kind. */
static const struct class_kinds exact[] = {
#define KIND(name) { "PyExc_" #name, RAISE_##name },
#include "contract/exception.def"
#undef KIND
};

/* What one of the N rows of TABLE says of V, a class that the interpreter has;
 * 0: it is another. */
static uint32_t class_in(const struct class_kinds *table, size_t n,
			 const struct function *f, vid v)
{
	const struct instr *d = value_def(f, value_strip_copies(f, v));
	const struct value *g = d && d->op == OP_LOAD
		? fn_value(f, d->place.base) : NULL;
	size_t i;

	if (!g || g->kind != VAL_GLOBAL)
		return 0;
	for (i = 0; i < n; i++)
		if (!strcmp(g->u.global->name, table[i].name))
			return table[i].kinds;
	return 0;
}

/* The kinds that are surely instances of V. */
static uint32_t kinds_of_class(const struct function *f, vid v)
{
	uint32_t kinds = class_in(bases, ARRAY_SIZE (bases), f, v);

	return kinds ? kinds : class_in(exact, ARRAY_SIZE (exact), f, v);
}

uint32_t call_sets_kind(const struct call *c, uint32_t kinds)
{
	static const char *const setters[] = { "PyErr_SetString",
		"PyErr_SetNone", "PyErr_SetObject", "PyErr_Format",
		"PyErr_FormatV" };
	uint32_t set = 0;
	unsigned i;

	for (i = 0; kinds == RAISE_ANY && c->i->n_args
	     && i < ARRAY_SIZE (setters); i++)
		if (call_name_is(c->c, setters[i]))
			set = class_in(exact, ARRAY_SIZE (exact), c->r->fn,
				       c->i->args[0]);
	return set ? set : kinds;
}

/* Whether the exception is one that is asked for, where that is known: 1 it
 * is, 0 it is not, for none is set (Python/errors.c,
 * _PyErr_GivenExceptionMatches); -1 either. */
static int matches(const struct call *c, const struct state *s)
{
	const struct exc *x = &s->exc;

	if (!call_name_is(c->c, "PyErr_ExceptionMatches") || !c->i->dst
	    || !c->i->n_args)
		return -1;
	if (x->state == EXC_CLEAR && !x->lost)
		return 0;
	return x->state == EXC_SET && x->kinds && !(x->kinds
		& ~kinds_of_class(c->r->fn, c->i->args[0])) ? 1 : -1;
}

bool call_asks_indicator(struct call *c, struct state *s,
			 struct state_list *out)
{
	int known;

	if (call_name_is(c->c, "PyErr_Occurred")) {
		apply_occurred(c, s, out);
		return true;
	}
	known = matches(c, s);
	if (known && asks_which(c->c))
		s->exc.looked = s->exc.tested = s->exc.matched = true;
	if (known < 0)
		return false;
	env_set(s, c->i->dst, state_number(s, known, known));
	state_list_add(out, s);
	return true;
}
