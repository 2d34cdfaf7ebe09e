/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversions, comparisons and the like that cannot fail, by what is known of
 * what they are given. */
#include "engine/call.h"
#include "engine/made.h"
#include "engine/typed.h"

#include <string.h>

/* Calls that cannot fail for an object of that very type or, unless it has to
 * be EXACT, a subtype, which can have a __len__ of its own. */
static const struct { const char *name, *type; bool exact; } sure[] = {
	{ "PyFloat_AsDouble", "PyFloat_Type", false },
	{ "PyObject_IsTrue", "PyBool_Type", false },
	{ "PyBytes_AsString", "PyBytes_Type", false },
	{ "PyBytes_Size", "PyBytes_Type", false },
	{ "PyTuple_Size", "PyTuple_Type", false },
	{ "PyList_Size", "PyList_Type", false },
	{ "PyList_Reverse", "PyList_Type", false },
	{ "PySequence_Size", "PyTuple_Type", true },
	{ "PySequence_Size", "PyList_Type", true },
	{ "PySequence_Size", "PyBytes_Type", true },
	{ "PySequence_Size", "PyUnicode_Type", true },
	{ "PyMapping_Size", "PyDict_Type", true },
	{ "PyObject_Size", "PyTuple_Type", true },
	{ "PyObject_Size", "PyList_Type", true },
	{ "PyObject_Size", "PyDict_Type", true },
	{ "PyObject_Size", "PySet_Type", true },
	{ "PyObject_Size", "PyBytes_Type", true },
	{ "PyObject_Size", "PyUnicode_Type", true },
	/* What is too large is told otherwise, or cut.  Objects/longobject.c */
	{ "PyLong_AsLongAndOverflow", "PyLong_Type", false },
	{ "PyLong_AsLongLongAndOverflow", "PyLong_Type", false },
	{ "PyLong_AsUnsignedLongMask", "PyLong_Type", false },
	{ "PyLong_AsUnsignedLongLongMask", "PyLong_Type", false },
	/* bool has no subclasses.  Objects/boolobject.c, PyBool_Type */
	{ "PyObject_IsTrue", "PyBool_Type", false },
	{ "PyObject_Not", "PyBool_Type", false },
};

/* Conversions of an int of a machine word back to as much. */
static const char *const takes_word[] = { "PyLong_AsLong", "PyLong_AsSsize_t",
	"PyLong_AsLongLong", "PyLong_AsInt64", "PyNumber_AsSsize_t",
	"PyLong_AsDouble", NULL };

static bool is_listed(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

/* What argument N is by all that can have made it. */
static struct made argument_made(const struct call *c, const struct state *s,
				 unsigned n)
{
	const struct thing *t = thing_get(s, c->args[n]);
	struct knowledge *k = c->r->engine->knowledge;
	uint64_t key = map_key_ptr(c->i) + n;
	struct made *m = map_get(&c->r->made, key);

	if (!m) {
		m = ARENA_NEW(&c->r->arena, struct made);
		*m = value_made(k, c->r->fn, c->i->args[n - 1]);
		map_set(&c->r->made, key, m);
	}
	if (!m->type && t && t->born && t->born->op == OP_CALL
	    && t->birth == BIRTH_NEW)
		return call_made(k, c->r->fn, t->born);
	return *m;
}

/* Is argument N exactly of one of TYPES?  By what this path asked, or by all
 * that can have made it. */
static bool is_exactly(const struct call *c, const struct state *s,
		       unsigned n, const char *const *types)
{
	struct made m = { NULL, false };
	unsigned i;

	for (i = 0; types[i]; i++)
		if (value_has_type(s, c->args[n], types[i], true))
			return true;
	m = argument_made(c, s, n);
	for (i = 0; m.type && types[i]; i++)
		if (!strcmp(m.type, types[i]))
			return true;
	return false;
}

static bool are_of_one_type(const struct call *c, const struct state *s,
			    const char *const *types)
{
	for (; *types; types++) {
		const char *const one[] = { *types, NULL };

		if (is_exactly(c, s, 1, one) && is_exactly(c, s, 2, one))
			return true;
	}
	return false;
}

/* Is argument 1 a container of the unit's or the interpreter's own, in which
 * nobody puts keys with comparisons of their own?  One that Python passed can
 * have such. */
static bool is_own_container(const struct call *c, const struct state *s)
{
	static const char *const types[] = { "PyDict_Type", "PySet_Type",
		NULL };
	const struct thing *t = thing_get(s, c->args[1]);

	if (t && t->birth == BIRTH_PARAM)
		return !c->r->role;
	return (t && (t->birth == BIRTH_FIELD || t->birth == BIRTH_STATIC))
		|| (t && t->type && t->birth == BIRTH_NEW)
		|| is_exactly(c, s, 1, types);
}

/* The iterator of a list or tuple: PyIter_Next ends without an exception.
 * Source: Objects/listobject.c, listiter_next. */
static bool iterates_plainly(const struct call *c, const struct state *s)
{
	static const char *const types[] = { "PyList_Type", "PyTuple_Type",
		NULL };
	const struct function *f = c->r->fn;
	const struct instr *d = value_def(f, value_strip_copies(f,
								c->i->args[0]));
	const struct function *t = d && d->op == OP_CALL ? call_target(f, d)
		: NULL;
	struct made m;

	(void) s;
	if (!t || strcmp(t->name, "PyObject_GetIter") || d->n_args != 1)
		return false;
	m = value_made(c->r->engine->knowledge, f, d->args[0]);
	return m.type && (!strcmp(m.type, types[0])
			  || !strcmp(m.type, types[1]));
}

/* Hashes and comparisons of objects whose methods are C code that does not
 * fail. */
static bool works_plainly(const struct call *c, const struct state *s)
{
	/* Their hash does not fail, and they are compared only with what has
	 * an equal one.  Objects/dictobject.c, setobject.c */
	static const char *const keyed[] = { "PyDict_Contains",
		"PyDict_GetItemWithError", "_PyDict_GetItemWithError",
		"PyDict_GetItemRef", "PySet_Contains", "PySet_Discard",
		NULL };
	static const char *const plain[] = { "PyUnicode_Type",
		"PyBytes_Type", "PyLong_Type", "PyFloat_Type", "PyBool_Type",
		NULL };
	const char *name = c->c->name;

	if (is_listed(name, keyed))
		return is_exactly(c, s, 2, plain) && is_own_container(c, s);
	/* Also as the type has it: Py_TYPE (o)->tp_hash (o). */
	if (!strcmp(name, "PyObject_Hash") || !strcmp(name, "tp_hash"))
		return is_exactly(c, s, 1, plain);
	if (!strcmp(name, "PyObject_RichCompareBool"))
		return are_of_one_type(c, s, plain);
	return !strcmp(name, "PyIter_Next") && iterates_plainly(c, s);
}

/* The size of what PySequence_Fast gave, which is exactly a list or a tuple.
 * Source: Objects/abstract.c, PySequence_Fast. */
static bool is_size_of_fast(const struct call *c, const struct state *s)
{
	const struct function *f = c->r->fn, *t;
	const struct thing *th = thing_get(s, c->args[1]);
	const struct instr *d = th && th->born ? th->born
		: value_def(f, value_strip_copies(f, c->i->args[0]));

	if (!call_name_is(c->c, "PySequence_Size")
	    && !call_name_is(c->c, "PyObject_Size"))
		return false;
	t = d && d->op == OP_CALL ? call_target(f, d) : NULL;
	return t && !strcmp(t->name, "PySequence_Fast");
}

/* Can the function of contract K not fail for what argument N of C is? */
static bool is_sure_for(const struct call *c, const struct state *s,
			const struct contract *k, unsigned n)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE (sure); i++) {
		const char *const type[] = { sure[i].type, NULL };

		if (call_name_is(k, sure[i].name)
		    && (value_has_type(s, c->args[n], sure[i].type,
				       sure[i].exact)
			|| is_exactly(c, s, n, type)))
			return true;
	}
	return false;
}

/* The only call that F makes; NULL: there are more, or none. */
static const struct instr *only_call(const struct function *f)
{
	const struct instr *found = NULL;
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_CALL && found)
				return NULL;
			if (i->op == OP_CALL)
				found = i;
		}
	return found;
}

/* Does the callee, of the unit, hand an argument on to such a function, and is
 * that all that it calls? */
static bool wraps_sure_call(const struct call *c, const struct state *s)
{
	const struct function *f = call_target(c->r->fn, c->i), *t;
	const struct instr *i = f && f->has_body ? only_call(f) : NULL;
	const struct contract *k;
	const struct value *v;

	t = i && i->n_args ? call_target(f, i) : NULL;
	k = t ? knowledge_function(c->r->engine->knowledge, t, i->n_args)
		: NULL;
	if (!k || k->origin != ORIGIN_TABLE)
		return false;
	v = fn_value(f, value_strip_copies(f, i->args[0]));
	return v->kind == VAL_PARAM && v->u.param < c->i->n_args
		&& !sym_is_null(s, c->args[v->u.param + 1])
		&& is_sure_for(c, s, k, v->u.param + 1);
}

bool call_converts_surely(const struct call *c, const struct state *s)
{
	static const char *const truth[] = { "PyBool_Type", NULL };

	if (c->c->origin == ORIGIN_INFERRED)
		return wraps_sure_call(c, s);
	/* What it was made as, it is where it was made. */
	if (c->c->origin != ORIGIN_TABLE || !c->i->n_args
	    || sym_is_null(s, c->args[1]))
		return false;
	if (is_sure_for(c, s, c->c, 1))
		return true;
	/* An int that is too large is cut, when no exception is named.
	 * Source: Objects/abstract.c, PyNumber_AsSsize_t. */
	if (call_name_is(c->c, "PyNumber_AsSsize_t")
	    && sym_is_null(s, c->args[2])
	    && value_has_type(s, c->args[1], "PyLong_Type", false))
		return true;
	return works_plainly(c, s) || is_size_of_fast(c, s)
		|| (is_listed(c->c->name, takes_word)
		    && (argument_made(c, s, 1).is_word
			|| is_exactly(c, s, 1, truth)));
}

/* Of an int nothing is asked but its value, which does not fit: no method of
 * it runs, no memory is taken.  Objects/longobject.c, PyLong_AsLong and its
 * like. */
uint32_t call_converts_or(const struct call *c, const struct state *s,
			  uint32_t kinds)
{
	static const char *const takes_int[] = { "PyLong_AsLong",
		"PyLong_AsLongLong", "PyLong_AsSsize_t", "PyLong_AsSize_t",
		"PyLong_AsUnsignedLong", "PyLong_AsUnsignedLongLong",
		"PyLong_AsInt", "_PyLong_AsInt", "PyLong_AsDouble", NULL };

	if (c->c->origin == ORIGIN_TABLE && c->i->n_args
	    && kinds & RAISE_OverflowError && is_listed(c->c->name, takes_int)
	    && value_has_type(s, c->args[1], "PyLong_Type", false))
		return RAISE_OverflowError;
	return kinds;
}
