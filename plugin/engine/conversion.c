/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversions, and sizes, that cannot fail, by what is known of what they convert. */
#include "engine/call.h"
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
	{ "PySequence_Size", "PyTuple_Type", true },
	{ "PySequence_Size", "PyList_Type", true },
	{ "PyObject_Size", "PyTuple_Type", true },
	{ "PyObject_Size", "PyList_Type", true },
	{ "PyObject_Size", "PyDict_Type", true },
	/* What is too large is told otherwise, or cut.  Objects/longobject.c */
	{ "PyLong_AsLongAndOverflow", "PyLong_Type", false },
	{ "PyLong_AsLongLongAndOverflow", "PyLong_Type", false },
	{ "PyLong_AsUnsignedLongMask", "PyLong_Type", false },
	{ "PyLong_AsUnsignedLongLongMask", "PyLong_Type", false },
};

/* Does the function make an int of a signed machine word, or a smaller one?
 * long, Py_ssize_t and long long are of one size where pointers have 8 bytes.
 * doc: c-api/long */
static bool is_made_of_word(const char *name)
{
	static const char *const words[] = { "PyLong_FromLong",
		"PyLong_FromSsize_t", "PyLong_FromSize_t",
		"PyLong_FromLongLong", "PyLong_FromInt32",
		"PyLong_FromInt64" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE (words); i++)
		if (!strcmp(name, words[i]))
			return true;
	return false;
}

/* A conversion back to as much. */
static bool takes_as_much(const char *name)
{
	static const char *const words[] = { "PyLong_AsLong",
		"PyLong_AsSsize_t", "PyLong_AsLongLong", "PyLong_AsInt64",
		"PyNumber_AsSsize_t", "PyLong_AsDouble" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE (words); i++)
		if (!strcmp(name, words[i]))
			return true;
	return false;
}

/* How many calls and PHIs deep the maker of an int is looked for. */
enum { MAKER_DEPTH = 6 };

static bool makes_words(const struct function *f, const struct instr *i,
			unsigned depth);

/* Is V, which F returns, NULL or an int made of a machine word? */
static bool is_word(const struct function *f, vid v, unsigned depth)
{
	const struct value *k;
	const struct instr *d;
	uint32_t b, i, n;

	if (depth > MAKER_DEPTH)
		return false;
	v = value_strip_copies(f, v);
	k = fn_value(f, v);
	d = value_def(f, v);
	if (k->kind == VAL_INT)
		return !k->u.i;
	if (d)
		return d->op == OP_CALL && makes_words(f, d, depth);
	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_phis; i++) {
			const struct phi *p = &f->blocks[b].phis[i];

			if (p->dst != v)
				continue;
			for (n = 0; n < f->blocks[b].n_preds; n++)
				if (p->args[n] != v
				    && !is_word(f, p->args[n], depth + 1))
					return false;
			return true;
		}
	return false;
}

/* Does call I in F give an int of a machine word, or NULL? */
static bool makes_words(const struct function *f, const struct instr *i,
			unsigned depth)
{
	const struct function *t = call_target(f, i);
	uint32_t b;
	bool any = false;

	if (!t)
		return false;
	if (is_made_of_word(t->name))
		return true;
	for (b = 0; b < t->n_rpo; b++) {
		const struct instr *ret = block_last(&t->blocks[t->rpo[b]]);

		if (ret->op != OP_RET)
			continue;
		if (!ret->a || !is_word(t, ret->a, depth + 1))
			return false;
		any = true;
	}
	return any;
}

bool call_converts_surely(const struct call *c, const struct state *s)
{
	const struct thing *t;
	size_t i;

	if (c->c->origin != ORIGIN_TABLE || !c->i->n_args)
		return false;
	for (i = 0; i < ARRAY_SIZE (sure); i++)
		if (call_name_is(c->c, sure[i].name)
		    && value_has_type(s, c->args[1], sure[i].type,
				      sure[i].exact))
			return true;
	/* An int that is too large is cut, when no exception is named.
	 * Source: Objects/abstract.c, PyNumber_AsSsize_t. */
	if (call_name_is(c->c, "PyNumber_AsSsize_t")
	    && sym_is_null(s, c->args[2])
	    && value_has_type(s, c->args[1], "PyLong_Type", false))
		return true;
	t = thing_get(s, c->args[1]);
	return t && t->born && t->born->op == OP_CALL
		&& takes_as_much(c->c->name)
		&& makes_words(c->r->fn, t->born, 0);
}
