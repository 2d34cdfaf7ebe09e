/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buffer-overflow: tuples and lists as long as Python code likes, that a call
 * made of what it passed, or that its own code returned.
 */
#include "check/bounds.h"
#include "engine/tables.h"
#include "engine/typed.h"

#include <string.h>

/* Does any call but BY get CONTAINER for more than to read an item of it, for
 * its type or count of references?  It may ask how many there are, or make
 * them more. */
static bool is_handed_on(const struct function *f, vid container,
			 const struct instr *by)
{
	static const char *const plain[] = { "PyList_GET_ITEM",
		"PyTuple_GET_ITEM", "PyList_GetItem", "PyTuple_GetItem",
		"PySequence_Fast_GET_ITEM", "Py_INCREF", "Py_XINCREF",
		"Py_DECREF", "Py_XDECREF", "Py_NewRef", "Py_TYPE", "_Py_TYPE",
		"_PyObject_CAST", "PyTuple_Check", "PyList_Check",
		"PyTuple_CheckExact", "PyList_CheckExact", "Py_IS_TYPE",
		"PySequence_Check", NULL };
	uint32_t b, i, n;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *t;

			if (in->op != OP_CALL || in == by)
				continue;
			t = call_target(f, in);
			if (t && name_in(t->name, plain))
				continue;
			for (n = 0; n < in->n_args; n++)
				if (bounds_same(f, in->args[n], container))
					return true;
		}
	return false;
}

/* Is V, as it stands in the code, what Python code passed: a parameter, or what
 * a parser found? */
static bool is_passed_on(const struct step *s, vid v)
{
	v = strip_casts(s->run->fn, v);
	return (s->run->role && fn_value(s->run->fn, v)->kind == VAL_PARAM)
		|| bounds_is_parsed(s, v);
}

/* Is V made of what call I of F gives? */
static bool tells_of(const struct function *f, vid v, const struct instr *i,
		     unsigned depth)
{
	const struct instr *d = value_def(f, strip_casts(f, v));

	if (!d || d == i || depth > 3)
		return d == i;
	return (d->op == OP_CMP || d->op == OP_NOT || d->op == OP_AND
		|| d->op == OP_OR)
		&& (tells_of(f, d->a, i, depth + 1)
		    || (d->b && tells_of(f, d->b, i, depth + 1)));
}

/* Does the body refuse what is not of the type that the call I asks for?  An
 * assertion does not: it ends the process. */
static bool refuses(const struct step *s, const struct instr *i)
{
	const struct function *f = s->run->fn;
	uint32_t b, n;

	for (b = 0; b < f->n_blocks; b++) {
		const struct block *blk = &f->blocks[b];
		const struct instr *br = block_last(blk);
		bool returns = true;

		if (br->op != OP_BR || !tells_of(f, br->a, i, 0))
			continue;
		for (n = 0; n < blk->n_succs; n++)
			returns &= s->run->can_return[
				f->edges[blk->succs[n]].to];
		if (returns)
			return true;
	}
	return false;
}

/* Does the body ask whether V is a tuple or a list, and go on if it is not? */
static bool doubts_type(const struct step *s, vid v)
{
	static const char *const names[] = { "PyTuple_Check", "PyList_Check",
		"PyTuple_CheckExact", "PyList_CheckExact", "PyType_HasFeature",
		"PyType_FastSubclass", "Py_IS_TYPE", NULL };
	const struct function *f = s->run->fn;
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				&& i->n_args ? call_target(f, i) : NULL;

			if (t && name_in(t->name, names)
			    && (strip_casts(f, i->args[0]) == v
				|| bounds_is_type_of(f, i->args[0], v))
			    && refuses(s, i))
				return true;
		}
	return false;
}

/* The call that made the tuple or list V, as long as Python code likes: of what
 * that passed, or as its result.  NULL: none did. */
static const struct instr *made_by_python(const struct step *s, vid v,
					  int64_t k)
{
	static const char *const of_passed[] = { "PySequence_Tuple",
		"PySequence_List", "PySequence_Fast", NULL };
	static const char *const results[] = { "PyObject_Call",
		"_PyObject_Call", "PyObject_Vectorcall", "PyObject_GetAttr",
		"PyObject_GetItem", "PyIter_Next" };
	const struct instr *by = value_def(s->run->fn, v);
	sid x = env_get(s->before, v);
	size_t i;

	if (!by || by->op != OP_CALL || !by->n_args || !x
	    || made_by(s->before, x) != by
	    || (!value_has_type(s->before, x, "PyTuple_Type", false)
		&& !value_has_type(s->before, x, "PyList_Type", false)))
		return NULL;
	if (call_target(s->run->fn, by)
	    && name_in(call_target(s->run->fn, by)->name, of_passed))
		return is_passed_on(s, by->args[0]) ? by : NULL;
	/* There is one at least, unless white space parts them. */
	if (callee_is(s->run, by, "PyUnicode_Split"))
		return k > 0 ? by : NULL;
	/* Who does not ask for the type knows what is called. */
	for (i = 0; i < ARRAY_SIZE(results); i++)
		if (callee_starts(s->run, by, results[i]))
			return doubts_type(s, v) ? by : NULL;
	return NULL;
}

bool bounds_is_any_result(const struct step *s, vid v, int64_t k)
{
	const struct function *f = s->run->fn;
	const struct instr *by = made_by_python(s, v, k);

	/* What is copied has as many. */
	return by && !is_handed_on(f, v, by)
		&& !is_handed_on(f, by->args[0], by);
}
