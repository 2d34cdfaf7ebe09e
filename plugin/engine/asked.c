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

bool call_asks_kinds(const struct contract *c)
{
	return asks_which(c) || contract_ever(c, EFF_CLEAR)
		|| contract_ever(c, EFF_FETCH) || contract_ever(c, EFF_RESTORE)
		|| contract_always(c, EFF_RAISES);
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

/* What one of the N rows of TABLE says of the class NAME; 0: it is another. */
static uint32_t class_in(const struct class_kinds *table, size_t n,
			 const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(name, table[i].name))
			return table[i].kinds;
	return 0;
}

static uint32_t exact_kind(const char *name)
{
	return class_in(exact, ARRAY_SIZE (exact), name);
}

/* The kinds that are surely instances of the class NAME. */
static uint32_t kinds_of_class(const char *name)
{
	uint32_t kinds = class_in(bases, ARRAY_SIZE (bases), name);

	return kinds ? kinds : exact_kind(name);
}

/* Those that may be: with the kinds that have it below them. */
static uint32_t kinds_for_class(const char *name)
{
	uint32_t of = kinds_of_class(name), may = of | RAISE_Other;
	size_t i;

	if (!of)
		return RAISE_ANY;
	for (i = 0; i < ARRAY_SIZE (bases); i++)
		if (!(of & ~bases[i].kinds))
			may |= exact_kind(bases[i].name);
	return may;
}

/* The name of the variable whose value the first argument is: PyExc_Exception
 * and its like.  Any other value has none. */
static const char *class_name(const struct call *c)
{
	const struct function *f = c->r->fn;
	const struct instr *d = c->i->n_args ? value_def(f,
		value_strip_copies(f, c->i->args[0])) : NULL;
	const struct value *g = d && d->op == OP_LOAD
		? fn_value(f, d->place.base) : NULL;

	return g && g->kind == VAL_GLOBAL ? g->u.global->name : "";
}

uint32_t call_sets_kind(const struct call *c, uint32_t kinds)
{
	static const char *const setters[] = { "PyErr_SetString",
		"PyErr_SetNone", "PyErr_SetObject", "PyErr_Format",
		"PyErr_FormatV" };
	uint32_t set = 0;
	unsigned i;

	for (i = 0; kinds == RAISE_ANY && i < ARRAY_SIZE (setters); i++)
		if (call_name_is(c->c, setters[i]))
			set = exact_kind(class_name(c));
	return set ? set : kinds;
}

/* PyErr_ExceptionMatches, where the kinds tell the answer: each that there can
 * be, with those of which it is true.  source: Python/errors.c,
 * _PyErr_GivenExceptionMatches */
static bool apply_matches(struct call *c, struct state *s,
			  struct state_list *out)
{
	const struct exc *x = &s->exc;
	const char *name = class_name(c);
	uint32_t yes = x->kinds & kinds_for_class(name);
	uint32_t no = x->kinds & ~kinds_of_class(name);
	struct state *n;

	if (!call_name_is(c->c, "PyErr_ExceptionMatches") || !c->i->dst)
		return false;
	if (x->state == EXC_CLEAR && !x->lost) {
		yes = 0;
	} else if (x->state != EXC_SET || !x->kinds || yes & no) {
		return false;
	} else if (yes && no) {
		n = state_copy(&c->r->engine->pool, s);
		n->exc.kinds = no;
		env_set(n, c->i->dst, state_number(n, 0, 0));
		state_list_add(out, n);
	}
	if (yes)
		s->exc.kinds = yes;
	env_set(s, c->i->dst, state_number(s, yes != 0, yes != 0));
	state_list_add(out, s);
	return true;
}

bool call_asks_indicator(struct call *c, struct state *s,
			 struct state_list *out)
{
	if (call_name_is(c->c, "PyErr_Occurred")) {
		apply_occurred(c, s, out);
		return true;
	}
	if (asks_which(c->c) && (s->exc.state != EXC_CLEAR || s->exc.lost))
		s->exc.looked = s->exc.tested = s->exc.matched = true;
	return apply_matches(c, s, out);
}
