/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * method-table: the arrays that CPython walks until a zero element, and what
 * their elements promise about functions and struct members.
 *
 * A missing end is reported only where a type or module in this unit uses
 * the whole array; nobody else can know how far it is read.
 */
#include "check/method-table.h"
#include "engine/constants.h"
#include "engine/paths.h"
#include "engine/touch.h"

#include <string.h>

enum { METH_CLASS = 0x10, METH_STATIC = 0x20,
	METH_STACKLESS = 0x100 };

static const char *cell_name(const struct init *c)
{
	return c && c->kind == INIT_STRING ? c->s + c->i : "?";
}

/* ---------------------------------------------------------------- ends */

/* The member that is zero in the last element. */
static const char *end_member(enum record_kind kind)
{
	switch (kind) {
	case RECORD_METHOD: return "ml_name";
	case RECORD_MEMBER: case RECORD_GETSET: return "name";
	case RECORD_TYPE_SLOT: case RECORD_MODULE_SLOT: return "slot";
	default: return NULL;
	}
}

static const char *end_text(enum record_kind kind)
{
	switch (kind) {
	case RECORD_METHOD: return "{NULL, NULL, 0, NULL}";
	case RECORD_TYPE_SLOT: case RECORD_MODULE_SLOT: return "{0, NULL}";
	default: return "{NULL}";
	}
}

static bool has_end(const struct tables *ts, const struct table *t)
{
	uint32_t i;

	for (i = 0; i < t->n; i++) {
		const struct init *c = table_cell(ts, t, i,
						  end_member(t->kind));

		if (cell_is_zero(c) || cell_is_unknown(c))
			return true;
	}
	return false;
}

static bool cell_is_table(const struct init *c, const struct table *t)
{
	return c && c->kind == INIT_GLOBAL && c->global == t->global
		&& (uint64_t) c->i == t->offset;
}

/* The pointers to tables in the records that CPython reads. */
static const struct { enum record_kind in, of; const char *member; } uses[] = {
	{ RECORD_TYPE, RECORD_METHOD, "tp_methods" },
	{ RECORD_TYPE, RECORD_MEMBER, "tp_members" },
	{ RECORD_TYPE, RECORD_GETSET, "tp_getset" },
	{ RECORD_TYPE_SLOT, RECORD_METHOD, "pfunc" },
	{ RECORD_TYPE_SLOT, RECORD_MEMBER, "pfunc" },
	{ RECORD_TYPE_SLOT, RECORD_GETSET, "pfunc" },
	{ RECORD_TYPE_SPEC, RECORD_TYPE_SLOT, "slots" },
	{ RECORD_MODULE, RECORD_METHOD, "m_methods" },
	{ RECORD_MODULE, RECORD_MODULE_SLOT, "m_slots" },
};

static bool used_by_table(const struct tables *ts, const struct table *t,
			  enum record_kind *by)
{
	uint32_t i, k;
	size_t u;

	for (i = 0; i < ts->list.n; i++) {
		const struct table *in = &ts->list.v[i];

		for (u = 0; u < ARRAY_SIZE (uses); u++) {
			if (uses[u].in != in->kind || uses[u].of != t->kind)
				continue;
			for (k = 0; k < in->n; k++)
				if (cell_is_table(table_cell(ts, in, k,
						uses[u].member), t)) {
					*by = in->kind;
					return true;
				}
		}
	}
	return false;
}

static bool used_by_call(const struct unit *u, const struct table *t)
{
	uint32_t n, b, k;

	/* Few units call it, and some have hundreds of tables. */
	if (!unit_names(u, "PyModule_AddFunctions"))
		return false;
	for (n = 0; n < u->functions.n; n++) {
		const struct function *f = u->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i;
				const struct function *callee;
				struct global *g;
				int64_t offset;

				i = &f->blocks[b].instrs[k];
				callee = i->op == OP_CALL
					? call_target(f, i) : NULL;
				if (callee && i->n_args == 2
				    && !strcmp(callee->name,
					       "PyModule_AddFunctions")
				    && global_address(f, i->args[1], &g,
						      &offset)
				    && g == t->global && !offset)
					return true;
			}
	}
	return false;
}

static void check_end(struct check_context *c, const struct table *t)
{
	const struct tables *ts = c->declared->tables;
	enum record_kind by;
	struct finding *fi;

	if (!t->is_array || !end_member(t->kind) || has_end(ts, t)
	    || !(used_by_table(ts, t, &by)
		 || (t->kind == RECORD_METHOD && used_by_call(c->unit, t))))
		return;
	fi = check_finding(c, NULL, t->global->loc,
			   "‘%s’ has no end: CPython reads past its last element",
			   t->global->name);
	check_subject(c, fi, t->global->name);
	check_hint(c, fi, "add ‘%s’ as its last element", end_text(t->kind));
	check_add(c, fi);
}

/* ------------------------------------------------------------- methods */

static void report(struct check_context *c, const struct table *t, uint32_t i,
		   const char *name, const char *hint, const char *text)
{
	struct finding *fi = check_finding(c, NULL,
		table_loc(c->declared->tables, t, i), "%s", text);

	check_subject(c, fi, name);
	if (hint)
		check_hint(c, fi, "%s", hint);
	check_add(c, fi);
}

void report_table_function(struct check_context *c, const struct table *t,
			   uint32_t i, const char *name,
			   const struct function *f, const struct slot *slot,
			   const struct buf *fault)
{
	struct buf wanted = { 0 }, subject = { 0 };
	struct finding *fi;
	struct loc loc = table_loc(c->declared->tables, t, i);

	signature_wanted(slot, &wanted);
	fi = check_finding(c, NULL, loc, "‘%s’, for ‘%s’, %s", f->name, name,
			   buf_str(fault));
	/* A getter and its setter are two. */
	buf_addf(&subject, "%s %s", name, slot->name);
	check_subject(c, fi, buf_str(&subject));
	buf_release(&subject);
	if (loc_known(f->loc))
		check_event(c, fi, f->loc, NULL, "‘%s’ is declared here",
			    f->name);
	check_event(c, fi, loc, NULL, "it is registered here with ‘%s’",
		    slot->name);
	check_hint(c, fi, "its type should be ‘%s’", buf_str(&wanted));
	buf_release(&wanted);
	check_add(c, fi);
}

static void check_method_flags(struct check_context *c, const struct table *t,
			       uint32_t i, const char *name, int flags,
			       bool in_module)
{
	struct buf text = { 0 };

	if ((flags & METH_CLASS) && (flags & METH_STATIC))
		buf_addf(&text, "‘%s’ is both METH_CLASS and METH_STATIC",
			 name);
	else if (in_module && (flags & (METH_CLASS | METH_STATIC)))
		buf_addf(&text, "a function of a module, ‘%s’, can be neither METH_CLASS nor METH_STATIC",
			 name);
	else if (!slot_by_flags(flags))
		buf_addf(&text, "the flags 0x%x of ‘%s’ are no calling convention",
			 (unsigned) flags, name);
	if (text.len)
		report(c, t, i, name, slot_by_flags(flags) ? NULL
		       : "use one of METH_VARARGS, METH_VARARGS | METH_KEYWORDS, METH_NOARGS, METH_O, METH_FASTCALL, METH_FASTCALL | METH_KEYWORDS",
		       buf_str(&text));
	buf_release(&text);
}

/* METH_VARARGS on a function without its tuple, keywords accepted and dropped:
 * what the caller passes is ignored in silence.  One argument that is not
 * looked at (__deepcopy__'s memo) is a choice. */
static bool ignores_arguments(const struct slot *slot, const struct function *f,
			      struct buf *fault)
{
	uint32_t n = f->type->n_fields;

	/* A prototype may be written to please the compiler: only the body
	 * shows what a function takes. */
	if (!f->has_body || f->type->is_variadic || !n || n >= slot->n_params
	    || !strcmp(slot->name, "METH_NOARGS")
	    || !strcmp(slot->name, "METH_O"))
		return false;
	buf_addf(fault, "takes %u argument%s, but %u are passed to ‘%s’",
		 n, n == 1 ? "" : "s", slot->n_params, slot->name);
	return true;
}

/* Is this call I a look at what the argument V is? */
static bool looks_at(const struct function *f, const struct instr *i, vid v)
{
	const struct function *callee = i->op == OP_CALL
		? call_target(f, i) : NULL;

	if (i->op == OP_LOAD)
		return strip_casts(f, i->place.base) == v;
	return callee && i->n_args && strip_casts(f, i->args[0]) == v
		&& (strstr(callee->name, "Py_TYPE")
		    || strstr(callee->name, "IS_TYPE")
		    || strstr(callee->name, "Check"));
}

/* Is the error of the parsing call at P thrown away where it fails?  Who does
 * that has seen what it is for something other than a tuple. */
static bool replaces_error(const struct function *f, struct position p)
{
	const struct block *b = &f->blocks[p.block];
	const struct instr *br = block_last(b);
	const struct function *t;
	uint32_t k;

	if (br->op != OP_BR || (br->cmp != CMP_EQ && br->cmp != CMP_NE)
	    || strip_casts(f, br->a) != instr_at(f, p)->dst
	    || !value_is_zero(f, br->b))
		return false;
	b = &f->blocks[f->edges[b->succs[br->cmp == CMP_EQ ? 0 : 1]].to];
	for (k = 0; k < b->n_instrs; k++) {
		t = b->instrs[k].op == OP_CALL ? call_target(f, &b->instrs[k])
			: NULL;
		if (t)
			return !strncmp(t->name, "PyErr_Set", 9)
				|| !strcmp(t->name, "PyErr_Format")
				|| !strcmp(t->name, "PyErr_Clear");
	}
	return false;
}

static enum path_verdict parses_argument(const struct function *f,
					 struct position p, void *data)
{
	const struct instr *i = instr_at(f, p);
	vid v = *(const vid *) data;
	const struct function *callee = i->op == OP_CALL
		? call_target(f, i) : NULL;

	if (callee && i->n_args && strip_casts(f, i->args[0]) == v
	    && (strstr(callee->name, "PyArg_ParseTuple")
		|| strstr(callee->name, "PyArg_UnpackTuple")))
		return replaces_error(f, p) ? PATH_STOP : PATH_FOUND;
	return looks_at(f, i, v) ? PATH_STOP : PATH_ON;
}

/* METH_O passes the one argument itself: no tuple of arguments, which the
 * PyArg_ functions insist on (getargs.c, "argument is not a tuple"). */
static void check_object_argument(struct check_context *c,
				  const struct table *t, uint32_t i,
				  const char *name, const struct function *f)
{
	struct loc loc = table_loc(c->declared->tables, t, i);
	struct position entry = { 0, 0 }, at;
	struct finding *fi;
	vid v;

	if (!f->has_body || f->n_params != 2 || !f->params[1])
		return;
	v = f->params[1];
	if (!path_find(f, entry, parses_argument, NULL, &v, &at))
		return;
	fi = check_finding(c, NULL, loc,
		"‘%s’, for ‘%s’, takes its argument for a tuple of arguments, but METH_O passes the argument itself",
		f->name, name);
	check_subject(c, fi, name);
	check_event(c, fi, instr_at(f, at)->loc, f,
		    "SystemError is raised here for whatever is no tuple");
	check_event(c, fi, loc, NULL, "it is registered here with ‘METH_O’");
	check_hint(c, fi, "use METH_VARARGS, or convert the argument");
	check_add(c, fi);
}

struct argument {
	const struct declared *d;
	vid v;
};

/* Calls that answer NULL by SystemError, whatever they are for; it may be
 * looked at first. */
static enum path_verdict passes_null(const struct function *f,
				     struct position p, void *data)
{
	const struct argument *a = data;
	const struct instr *i = instr_at(f, p);
	const struct contract *c = i->op == OP_CALL
		? touch_contract(a->d, f, i) : NULL;
	uint32_t n;

	for (n = 0; c && n < i->n_args && n < c->n_params; n++)
		if (strip_casts(f, i->args[n]) == a->v
		    && c->params[n] == ARG_OBJ_ERR)
			return PATH_FOUND;
	return i->op == OP_BR && (strip_casts(f, i->a) == a->v
				  || strip_casts(f, i->b) == a->v)
		? PATH_STOP : PATH_ON;
}

/* Does somebody else pass F an argument? */
static bool is_called_otherwise(const struct declared *d,
				const struct function *f)
{
	uint32_t i, calls;

	for (i = 0; i < d->roles.n; i++)
		if (d->roles.v[i].function == f
		    && strcmp(d->roles.v[i].slot->name, "METH_NOARGS"))
			return true;
	sites_of_calls(&d->sites, f, &calls);
	return calls > 0;
}

/* METH_NOARGS passes NULL beside self (methodobject.c,
 * cfunction_vectorcall_NOARGS; descrobject.c): what needs an object there
 * fails each time. */
static void check_no_argument(struct check_context *c, const struct table *t,
			      uint32_t i, const char *name,
			      const struct function *f)
{
	struct loc loc = table_loc(c->declared->tables, t, i);
	struct position entry = { 0, 0 }, at;
	struct argument a = { c->declared, 0 };
	struct finding *fi;

	if (!f->has_body || f->n_params != 2 || !f->params[1]
	    || is_called_otherwise(c->declared, f))
		return;
	a.v = f->params[1];
	if (!path_find(f, entry, passes_null, NULL, &a, &at))
		return;
	fi = check_finding(c, NULL, loc,
		"‘%s’, for ‘%s’, uses its second argument, but METH_NOARGS passes NULL there",
		f->name, name);
	check_subject(c, fi, name);
	check_event(c, fi, instr_at(f, at)->loc, f,
		    "SystemError is raised here for NULL");
	check_event(c, fi, loc, NULL,
		    "it is registered here with ‘METH_NOARGS’");
	check_hint(c, fi, "use METH_O, which passes one argument");
	check_add(c, fi);
}

/* Is method NAME of table T shadowed by a slot in each type that uses T? */
static bool is_shadowed(const struct check_context *c, const struct table *t,
			const char *name, int flags)
{
	bool used = false;
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *type = c->declared->types.v[i];
		const struct slot_use *use = type_slot(type, "tp_methods");

		if (!use || use->object != t->global)
			continue;
		used = true;
		if (!method_is_shadowed(type, name, flags))
			return false;
	}
	return used;
}

static void check_methods(struct check_context *c, const struct table *t)
{
	const struct tables *ts = c->declared->tables;
	enum record_kind by = RECORD_NONE;
	bool in_module = (used_by_table(ts, t, &by) && by == RECORD_MODULE)
		|| used_by_call(c->unit, t);
	uint32_t i;

	for (i = 0; i < t->n; i++) {
		const struct init *name = table_cell(ts, t, i, "ml_name");
		const struct init *fn = table_cell(ts, t, i, "ml_meth");
		const struct init *fl = table_cell(ts, t, i, "ml_flags");
		const struct slot *slot;
		struct buf fault = { 0 };
		int flags;

		if (cell_is_zero(name))
			break;
		if (name->kind != INIT_STRING || cell_is_unknown(fl))
			continue;
		flags = (fl ? (int) fl->i : 0) & ~METH_STACKLESS;
		check_method_flags(c, t, i, cell_name(name), flags, in_module);
		slot = slot_by_flags(flags);
		if (!slot || !fn || fn->kind != INIT_FUNC
		    || (t->global->is_static && is_shadowed(c, t,
						cell_name(name), flags)))
			continue;
		if (signature_fault(slot, fn->func, c->options->strict,
				    &fault)
		    || ignores_arguments(slot, fn->func, &fault))
			report_table_function(c, t, i, cell_name(name),
					      fn->func, slot, &fault);
		else if (!strcmp(slot->name, "METH_O"))
			check_object_argument(c, t, i, cell_name(name),
					      fn->func);
		else if (!strcmp(slot->name, "METH_NOARGS"))
			check_no_argument(c, t, i, cell_name(name), fn->func);
		buf_release(&fault);
	}
}

/* ------------------------------------------------------------- getsets */

static void check_getset(struct check_context *c, const struct table *t)
{
	static const char *const sides[][2] = { { "get", "getter" },
		{ "set", "setter" } };
	const struct tables *ts = c->declared->tables;
	uint32_t i;
	size_t k;

	for (i = 0; i < t->n; i++) {
		const struct init *name = table_cell(ts, t, i, "name");

		if (cell_is_zero(name))
			break;
		for (k = 0; k < ARRAY_SIZE (sides); k++) {
			const struct slot *slot = slot_by_name(sides[k][1]);
			const struct init *fn = table_cell(ts, t, i,
							   sides[k][0]);
			struct buf fault = { 0 };

			if (fn && fn->kind == INIT_FUNC
			    && signature_fault(slot, fn->func,
					       c->options->strict, &fault))
				report_table_function(c, t, i, cell_name(name),
						      fn->func, slot, &fault);
			buf_release(&fault);
		}
	}
}

static void unit(struct check_context *c)
{
	const struct tables *ts = c->declared->tables;
	uint32_t i;

	for (i = 0; i < ts->list.n; i++) {
		const struct table *t = &ts->list.v[i];

		check_end(c, t);
		if (t->kind == RECORD_METHOD)
			check_methods(c, t);
		else if (t->kind == RECORD_GETSET)
			check_getset(c, t);
		else if (t->kind == RECORD_MEMBER)
			check_member_table(c, t);
		else if (t->kind == RECORD_TYPE_SLOT
			 || t->kind == RECORD_MODULE_SLOT)
			check_slot_table(c, t);
	}
	check_module_tables(c);
}

/* ---------------------------------------------------------- lifetimes */

/* Whose argument, from 1, is kept by its address (methodobject.c,
 * descrobject.c, moduleobject.c). */
static const struct { const char *name; unsigned arg; } keepers[] = {
	{ "PyCFunction_New", 1 }, { "PyCFunction_NewEx", 1 },
	{ "PyCMethod_New", 1 }, { "PyModule_AddFunctions", 2 },
	{ "PyDescr_NewMethod", 2 }, { "PyDescr_NewClassMethod", 2 },
	{ "PyDescr_NewMember", 2 }, { "PyDescr_NewGetSet", 2 },
	{ "PyModule_Create2", 1 }, { "PyModuleDef_Init", 1 },
	{ "PyModule_FromDefAndSpec2", 1 },
};

static void call(struct check_context *c, const struct function *f,
		 const struct instr *i, const struct contract *contract)
{
	const struct function *target = call_target(f, i);
	const struct value *value;
	struct finding *fi;
	int64_t offset;
	size_t k;

	(void) contract;
	for (k = 0; target && k < ARRAY_SIZE (keepers); k++)
		if (!strcmp(target->name, keepers[k].name)
		    && i->n_args >= keepers[k].arg)
			break;
	if (!target || k == ARRAY_SIZE (keepers))
		return;
	value = constant_address(f, strip_casts(f,
				 i->args[keepers[k].arg - 1]), &offset);
	if (value->kind != VAL_LOCAL)
		return;
	fi = check_finding(c, f, i->loc,
			   "‘%s’ is gone when ‘%s’ returns, but ‘%s’ keeps its address",
			   f->locals[value->u.local].name
			   ? f->locals[value->u.local].name : "a temporary",
			   f->name, target->name);
	check_subject(c, fi, target->name);
	check_hint(c, fi, "make it static");
	check_add(c, fi);
}

const struct check check_method_table = { .unit = unit, .call = call };
