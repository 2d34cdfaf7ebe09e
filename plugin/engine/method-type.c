/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exact type of what a method of an exact str or bytes returns, where the
 * method is named by a literal: Objects/unicodeobject.c, bytesobject.c,
 * stringlib/transmogrify.h.  The end of such an object is no Python code.
 *
 * And of what a type of the interpreter that is called makes.
 */
#include "engine/call.h"
#include "engine/tables.h"

#include <string.h>

#define STR 1u
#define BYTES 2u
#define BOTH (STR | BYTES)

/* Of which types it is a method; the type of the result, NULL: the same. */
static const struct { const char *name; unsigned of; const char *type; }
	methods[] = {
	{ "upper", BOTH, NULL }, { "lower", BOTH, NULL },
	{ "casefold", STR, NULL }, { "title", BOTH, NULL },
	{ "swapcase", BOTH, NULL }, { "capitalize", BOTH, NULL },
	{ "strip", BOTH, NULL }, { "lstrip", BOTH, NULL },
	{ "rstrip", BOTH, NULL }, { "replace", BOTH, NULL },
	{ "join", BOTH, NULL }, { "ljust", BOTH, NULL },
	{ "rjust", BOTH, NULL }, { "center", BOTH, NULL },
	{ "zfill", BOTH, NULL }, { "expandtabs", BOTH, NULL },
	{ "translate", BOTH, NULL }, { "removeprefix", BOTH, NULL },
	{ "removesuffix", BOTH, NULL }, { "format", STR, NULL },
	{ "format_map", STR, NULL }, { "hex", BYTES, "PyUnicode_Type" },
	{ "find", BOTH, "PyLong_Type" }, { "rfind", BOTH, "PyLong_Type" },
	{ "index", BOTH, "PyLong_Type" }, { "rindex", BOTH, "PyLong_Type" },
	{ "count", BOTH, "PyLong_Type" },
	{ "startswith", BOTH, "PyBool_Type" },
	{ "endswith", BOTH, "PyBool_Type" },
};

/* How the functions that call a method are told its name. */
static const char *const by_literal[] = { "PyObject_CallMethod",
	"_PyObject_CallMethod_SizeT" };
static const char *const by_identifier[] = { "_PyObject_CallMethodId",
	"_PyObject_CallMethodId_SizeT", "_PyObject_CallMethodIdObjArgs",
	"_PyObject_CallMethodIdNoArgs", "_PyObject_CallMethodIdOneArg" };
static const char *const by_object[] = { "PyObject_CallMethodObjArgs",
	"PyObject_CallMethodNoArgs", "PyObject_CallMethodOneArg",
	"_PyObject_CallMethodNoArgs", "_PyObject_CallMethodOneArg" };

static bool is_one_of(const struct contract *c, const char *const *names,
		      unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (!strcmp(c->name, names[i]))
			return true;
	return false;
}

static const char *literal(const struct addr *a)
{
	return a->kind == REGION_STRING && !a->offset ? a->ptr : NULL;
}

/* The string of a _Py_Identifier. */
static const char *identifier(const struct addr *a)
{
	const struct global *g = a->kind == REGION_GLOBAL && !a->offset
		? a->ptr : NULL;
	const char *tag = g && g->type && g->type->kind == TYPE_STRUCT
		? (g->type->tag ? g->type->tag : g->type->name) : NULL;
	uint64_t offset;
	const struct init *in;

	if (!tag || !strstr(tag, "_Py_Identifier")
	    || !record_member(g->type, "string", &offset, NULL))
		return NULL;
	in = global_init_at(g, offset);
	return in && in->kind == INIT_STRING ? in->s : NULL;
}

/* The text that the str was made of. */
static const char *text_of(const struct call *c, const struct state *s, sid x)
{
	const struct function *f = c->r->fn, *by;
	const struct thing *t = thing_get(s, x);
	const struct value *v;

	by = t && t->born && t->born->op == OP_CALL && t->born->n_args == 1
		? call_target(f, t->born) : NULL;
	if (!by || (strcmp(by->name, "PyUnicode_FromString")
		    && strcmp(by->name, "PyUnicode_InternFromString")))
		return NULL;
	v = fn_value(f, value_strip_copies(f, t->born->args[0]));
	return v->kind == VAL_STRING && !v->offset ? v->u.str.s : NULL;
}

static const char *method_name(const struct call *c, const struct state *s)
{
	const struct addr *a = &sym_get(s, c->args[2])->addr;

	if (is_one_of(c->c, by_literal, ARRAY_SIZE (by_literal)))
		return literal(a);
	if (is_one_of(c->c, by_identifier, ARRAY_SIZE (by_identifier)))
		return identifier(a);
	if (is_one_of(c->c, by_object, ARRAY_SIZE (by_object)))
		return text_of(c, s, c->args[2]);
	return NULL;
}

const char *call_method_type(const struct call *c, const struct state *s)
{
	const struct thing *on;
	const char *name;
	unsigned of, k;

	if (c->c->origin != ORIGIN_TABLE || c->i->n_args < 2 || !c->args[2])
		return NULL;
	on = thing_get(s, c->args[1]);
	of = !on || !on->type ? 0 : !strcmp(on->type, "PyUnicode_Type") ? STR
		: !strcmp(on->type, "PyBytes_Type") ? BYTES : 0;
	if (!of || !(name = method_name(c, s)))
		return NULL;
	/* encode and decode take codecs that anybody can register. */
	for (k = 0; k < ARRAY_SIZE (methods); k++)
		if (methods[k].of & of && !strcmp(methods[k].name, name))
			return methods[k].type ? methods[k].type : on->type;
	return NULL;
}

/* Types whose instances are made, when they are called themselves, by none but
 * them; NEW: and each time anew, so that nobody else has it.  str and bytes
 * hand on what a __str__ or __bytes__ returns.  Objects/listobject.c,
 * list___init___impl; dictobject.c, dict_vectorcall; setobject.c, set_new and
 * make_new_frozenset; bytearrayobject.c; tupleobject.c, tuple_new_impl;
 * longobject.c, long_new_impl; floatobject.c, float_new_impl. */
static const struct { const char *type; bool new; } makers[] = {
	{ "PyList_Type", true }, { "PyDict_Type", true },
	{ "PySet_Type", true }, { "PyByteArray_Type", true },
	{ "PyTuple_Type", false }, { "PyFrozenSet_Type", false },
	{ "PyLong_Type", false }, { "PyFloat_Type", false },
};

static bool calls_its_first(const struct contract *c)
{
	const char *name = c->name;

	if (!strncmp(name, "__Pyx_", 6))
		name += 6;
	else if (*name == '_')
		name++;
	return (!strncmp(name, "PyObject_Call", 13)
		&& strncmp(name, "PyObject_CallMethod", 19))
		|| !strncmp(name, "PyObject_Vectorcall", 19)
		|| !strncmp(name, "PyEval_Call", 11);
}

const char *call_made_type(const struct call *c, const struct state *s,
			   bool *is_new)
{
	const struct addr *a;
	unsigned k;

	*is_new = false;
	if (c->c->origin != ORIGIN_TABLE || !c->i->n_args || !c->args[1]
	    || !calls_its_first(c->c))
		return NULL;
	a = &sym_get(s, c->args[1])->addr;
	if (a->kind != REGION_GLOBAL || a->offset)
		return NULL;
	for (k = 0; k < ARRAY_SIZE (makers); k++)
		if (!strcmp(makers[k].type,
			    ((const struct global *) a->ptr)->name)) {
			*is_new = makers[k].new;
			return makers[k].type;
		}
	return NULL;
}
