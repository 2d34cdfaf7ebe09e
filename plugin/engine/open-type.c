/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What Python passes may be of any type, until the code asks which: a call
 * that fails for no reason but a wrong type is then no call that C code makes
 * sure of.
 */
#include "engine/call.h"
#include "engine/knowledge.h"

#include <string.h>

/* The parameters that get any object, from 1; 0 ends them.  What CPython
 * checks before it calls, a name for tp_setattro, is not among them.
 * source: Objects/typeobject.c, Objects/abstract.c, Objects/methodobject.c,
 * Objects/descrobject.c. */
static const struct { const char *slot; uint8_t params[3]; } anything[] = {
	{ "METH_O", { 2 } }, { "setter", { 2 } },
	{ "mp_subscript", { 2 } }, { "mp_ass_subscript", { 2, 3 } },
	{ "sq_contains", { 2 } }, { "sq_ass_item", { 3 } },
	{ "sq_concat", { 2 } }, { "sq_inplace_concat", { 2 } },
	{ "am_send", { 2 } },
};

static const char *slot_name(const struct call *c)
{
	const struct slot *slot = c->r->role ? c->r->role->slot : NULL;

	return slot && slot->name ? slot->name : "";
}

static bool param_is_anything(const struct call *c, unsigned param)
{
	const char *name = slot_name(c);
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(anything); i++)
		for (j = 0; !strcmp(anything[i].slot, name) && j < 3; j++)
			if (anything[i].params[j] == param && param)
				return true;
	return false;
}

/* "O" takes any object; beside units that ask for a type nobody looks which
 * of them it was. */
static bool parsed_as_anything(const struct call *c, const struct instr *born)
{
	const struct contract *k = knowledge_call(c->r->engine->knowledge,
						  c->r->fn, born);
	const struct value *v;

	if (!k || !format_parses(k) || !k->format_arg
	    || born->n_args < k->format_arg)
		return false;
	v = fn_value(c->r->fn, value_strip_copies(c->r->fn,
		born->args[k->format_arg - 1]));
	return v->kind == VAL_STRING && !v->offset
		&& !strpbrk(v->u.str.s, "!USY");
}

bool call_was_parsed(const struct call *c, const struct thing *t)
{
	const struct contract *k = t->birth != BIRTH_NEW && t->born
		&& t->born->op == OP_CALL
		? knowledge_call(c->r->engine->knowledge, c->r->fn, t->born)
		: NULL;

	return k && format_parses(k);
}

/* Is V the tuple, or the array, of the arguments? */
static bool is_arguments(const struct call *c, vid v)
{
	const struct function *f = c->r->fn;

	return (!strncmp(slot_name(c), "METH_VARARGS", 12)
		|| !strncmp(slot_name(c), "METH_FASTCALL", 13))
		&& f->n_params > 1
		&& value_strip_copies(f, v) == f->params[1];
}

static bool came_from_python(const struct call *c, const struct thing *t)
{
	const struct function *f = c->r->fn, *by;
	const struct instr *b = t->born;

	if (t->birth == BIRTH_PARAM)
		return param_is_anything(c, t->param);
	if (!b || t->birth == BIRTH_NEW)
		return false;
	if (b->op == OP_LOAD)
		return is_arguments(c, b->place.base);
	if (b->op != OP_CALL)
		return false;
	by = call_target(f, b);
	if (by && b->n_args == 2 && (!strcmp(by->name, "PyTuple_GET_ITEM")
				     || !strcmp(by->name, "PyTuple_GetItem")))
		return is_arguments(c, b->args[0]);
	return parsed_as_anything(c, b);
}

/* Does K no more than count references, as Py_INCREF does? */
static bool only_counts(const struct contract *k)
{
	const struct effect *e;
	unsigned n;

	for (n = 0; n < k->n_outcomes; n++)
		for (e = k->outcomes[n].effects; e->op != EFF_END; e++)
			if (e->op != EFF_OWN && e->op != EFF_DROP
			    && e->op != EFF_RUNS_CODE
			    && e->op != EFF_RUNS_FINALIZER
			    && !effect_is_condition((enum effect_op) e->op))
				return false;
	return k->origin == ORIGIN_TABLE && k->n_params == 1
		&& k->n_outcomes > 0;
}

/* Does I, which is not this call, look at V in a way that may tell its type, or
 * hand it to what may? */
static bool may_ask(const struct call *c, const struct instr *i, vid v)
{
	const struct function *f = c->r->fn;
	const struct contract *k;
	uint32_t n;

	if (i->op == OP_LOAD)
		return is_same_text(f, i->place.base, v);
	if (i->op != OP_CALL)
		return false;
	for (n = 0; n < i->n_args; n++)
		if (is_same_text(f, i->args[n], v))
			break;
	if (n == i->n_args)
		return false;
	k = knowledge_call(c->r->engine->knowledge, f, i);
	return k && k != c->c && !only_counts(k);
}

/* Is there such a thing anywhere before the call? */
static bool read_asked(const struct call *c, vid v)
{
	const struct function *f = c->r->fn;
	uint32_t b, j;

	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *i =
				&f->blocks[f->rpo[b]].instrs[j];

			if (i == c->i)
				return false;
			if (may_ask(c, i, v))
				return true;
		}
	return false;
}

/* The same for each state that comes to the call. */
static bool is_asked(const struct call *c)
{
	static const char yes, no;
	const char *known = map_get(&c->r->asked, map_key_ptr(c->i));

	if (!known) {
		known = read_asked(c, c->i->args[0]) ? &yes : &no;
		map_set(&c->r->asked, map_key_ptr(c->i), (void *) known);
	}
	return known == &yes;
}

/* Are a wrong type and short memory all that O's exception tells of? */
static bool tells_of_type(const struct outcome *o)
{
	const struct effect *e;
	bool raises = false;

	for (e = o->effects; e->op != EFF_END; e++) {
		if (effect_is_condition((enum effect_op) e->op))
			return false;
		raises |= e->op == EFF_RAISES
			&& e->kinds & (RAISE_TypeError | RAISE_SystemError);
	}
	return raises;
}

bool call_type_is_open(const struct call *c, const struct state *s,
		       const struct outcome *o)
{
	const struct thing *t;

	if (c->c->origin != ORIGIN_TABLE || !c->i->n_args
	    || !c->c->n_params || c->c->params[0] != ARG_OBJ
	    || !tells_of_type(o))
		return false;
	t = thing_get(s, c->args[1]);
	return t && !t->type && !t->family && came_from_python(c, t)
		&& !call_type_was_checked(s, c->args[1])
		&& !is_asked(c);
}
