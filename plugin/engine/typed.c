/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Of what type a value is: by the function that made it, or by a check that
 * this path went past.
 */
#include "engine/typed.h"

#include <string.h>

/* Py_TPFLAGS_*_SUBCLASS, which the PyX_Check macros ask for (object.h). */
static const struct { unsigned bit; const char *type; } subclass_flags[] = {
	{ 24, "PyLong_Type" }, { 25, "PyList_Type" }, { 26, "PyTuple_Type" },
	{ 27, "PyBytes_Type" }, { 28, "PyUnicode_Type" },
	{ 29, "PyDict_Type" }, { 30, "_PyExc_BaseException" },
	{ 31, "PyType_Type" },
};

/* Other types of the interpreter, which have none of these flags. */
static const char *const others[] = { "PyFloat_Type", "PySet_Type",
	"PyFrozenSet_Type", "PyComplex_Type", "PyByteArray_Type",
	"PyMemoryView_Type", "PySlice_Type", "PyCapsule_Type",
	"PyCFunction_Type", "PyModule_Type", NULL };

const char *type_of_flag(int64_t flag)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE (subclass_flags); i++)
		if (flag == INT64_C (1) << subclass_flags[i].bit)
			return subclass_flags[i].type;
	return NULL;
}

static bool is_built_in(const char *type)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE (subclass_flags); i++)
		if (!strcmp(type, subclass_flags[i].type))
			return true;
	for (i = 0; others[i]; i++)
		if (!strcmp(type, others[i]))
			return true;
	return false;
}

static const char *address_name(const struct state *s, sid x)
{
	const struct addr *a = &sym_get(s, x)->addr;

	return a->kind == REGION_GLOBAL && !a->offset
		? ((const struct global *) a->ptr)->name : NULL;
}

static bool is_call(const struct expr *e, const char *name)
{
	return e->op == EXPR_CALL && !strcmp(e->fn, name);
}

/* Does the true expression E say that X is of TYPE? */
static bool says(const struct state *s, const struct expr *e, sid x,
		 const char *type, bool exact)
{
	const struct expr *of;
	const char *name;

	if (e->op != EXPR_CALL)
		return false;
	if (e->a == x && e->b) {
		name = address_name(s, e->b);
		return name && !strcmp(name, type)
			&& (!exact || strstr(e->fn, "Py_IS_TYPE"));
	}
	if (exact || !is_call(e, "PyType_HasFeature") || !e->a)
		return false;
	of = &sym_get(s, e->a)->expr;
	name = type_of_flag(e->k);
	return is_call(of, "Py_TYPE") && of->a == x && name
		&& !strcmp(name, type);
}

/* Py_TYPE (x) == &TYPE held. */
static bool type_is_equal(const struct state *s, sid x, const char *type)
{
	sid y, g;

	for (y = 1; y < s->syms.n; y++) {
		const struct expr *e = &sym_get(s, y)->expr;

		if (!is_call(e, "Py_TYPE") || e->a != x)
			continue;
		for (g = 1; g < s->syms.n; g++) {
			const char *name = address_name(s, g);

			if (name && !strcmp(name, type)
			    && (g == y || state_compare(s, y, CMP_EQ, g,
							false) == 1))
				return true;
		}
	}
	return false;
}

bool value_has_type(const struct state *s, sid x, const char *type, bool exact)
{
	const struct thing *t = thing_get(s, x);
	sid y;

	if (!x)
		return false;
	if (t && t->type && !strcmp(t->type, type))
		return true;
	for (y = 1; y < s->syms.n; y++)
		if (sym_is_nonnull(s, y)
		    && says(s, &sym_get(s, y)->expr, x, type, exact))
			return true;
	return type_is_equal(s, x, type);
}

/* Did a check say that X has another of the types whose instances are laid out
 * each in its own way?  No type is a subtype of two.
 * Source: Objects/typeobject.c, best_base and inherit_special. */
static bool has_other_layout(const struct state *s, sid x, const char *type)
{
	sid y;

	for (y = 1; y < s->syms.n; y++) {
		const struct expr *e = &sym_get(s, y)->expr;
		const struct expr *of = e->a ? &sym_get(s, e->a)->expr : NULL;
		const char *other;

		if (!of || !is_call(e, "PyType_HasFeature")
		    || !is_call(of, "Py_TYPE") || of->a != x
		    || !sym_is_nonnull(s, y))
			continue;
		other = type_of_flag(e->k);
		if (other && strcmp(other, type))
			return true;
	}
	return false;
}

int value_type_check(const struct state *s, const char *callee, sid a, sid b,
		     int64_t k)
{
	const struct thing *t;
	const struct expr *of;
	const char *type;

	if (!strcmp(callee, "PyType_HasFeature") && a && !b) {
		of = &sym_get(s, a)->expr;
		if (!is_call(of, "Py_TYPE"))
			return -1;
		t = thing_get(s, of->a);
		type = type_of_flag(k);
		if (type && has_other_layout(s, of->a, type))
			return 0;
	} else if (!strcmp(callee, "Py_IS_TYPE") && b) {
		t = thing_get(s, a);
		type = address_name(s, b);
	} else {
		return -1;
	}
	if (!t || !t->type || !type || !is_built_in(t->type)
	    || !is_built_in(type))
		return -1;
	return !strcmp(t->type, type);
}
