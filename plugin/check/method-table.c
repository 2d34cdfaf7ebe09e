/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * method-table: the arrays that CPython walks until a zero element, and what
 * their elements promise about functions and struct members.
 *
 * A missing end is reported only where a type or module in this unit uses
 * the whole array; nobody else can know how far it is read.
 */
#include "check/check.h"
#include "check/signature.h"
#include "engine/tables.h"

#include <string.h>

enum { METH_CLASS = 0x10, METH_STATIC = 0x20, METH_COEXIST = 0x40,
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

/* For the faults of a function's signature: where it is, as an event. */
static void report_function(struct check_context *c, const struct table *t,
			    uint32_t i, const char *name,
			    const struct function *f, const struct slot *slot,
			    const struct buf *fault)
{
	struct buf wanted = { 0 };
	struct finding *fi;
	struct loc loc = table_loc(c->declared->tables, t, i);

	signature_wanted(slot, &wanted);
	fi = check_finding(c, NULL, loc, "‘%s’, for ‘%s’, %s", f->name, name,
			   buf_str(fault));
	check_subject(c, fi, name);
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

	if (f->type->is_variadic || !n || n >= slot->n_params
	    || !strcmp(slot->name, "METH_NOARGS")
	    || !strcmp(slot->name, "METH_O"))
		return false;
	buf_addf(fault, "takes %u arguments, but %u are passed to ‘%s’",
		 n, slot->n_params, slot->name);
	return true;
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
		if (!slot || !fn || fn->kind != INIT_FUNC)
			continue;
		if (signature_fault(slot, fn->func, c->options->strict,
				    &fault)
		    || ignores_arguments(slot, fn->func, &fault))
			report_function(c, t, i, cell_name(name), fn->func,
					slot, &fault);
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
				report_function(c, t, i, cell_name(name),
						fn->func, slot, &fault);
			buf_release(&fault);
		}
	}
}

/* ------------------------------------------------------------- members */

enum member_class { MEMBER_SIGNED, MEMBER_FLOAT, MEMBER_POINTER,
	MEMBER_OBJECT, MEMBER_CHARS, MEMBER_NOTHING };

/* structmember.h; the numbers are part of the stable ABI (Py_T_* in 3.12). */
static const struct member_code {
	int64_t code;
	const char *name;
	enum member_class class;
	unsigned size;		/* 0: the size of long, or of a pointer */
} member_codes[] = {
	{ 0, "T_SHORT", MEMBER_SIGNED, 2 },
	{ 1, "T_INT", MEMBER_SIGNED, 4 },
	{ 2, "T_LONG", MEMBER_SIGNED, sizeof(long) },
	{ 3, "T_FLOAT", MEMBER_FLOAT, 4 },
	{ 4, "T_DOUBLE", MEMBER_FLOAT, 8 },
	{ 5, "T_STRING", MEMBER_POINTER, sizeof(void *) },
	{ 6, "T_OBJECT", MEMBER_OBJECT, sizeof(void *) },
	{ 7, "T_CHAR", MEMBER_SIGNED, 1 },
	{ 8, "T_BYTE", MEMBER_SIGNED, 1 },
	{ 9, "T_UBYTE", MEMBER_SIGNED, 1 },
	{ 10, "T_USHORT", MEMBER_SIGNED, 2 },
	{ 11, "T_UINT", MEMBER_SIGNED, 4 },
	{ 12, "T_ULONG", MEMBER_SIGNED, sizeof(long) },
	{ 13, "T_STRING_INPLACE", MEMBER_CHARS, 0 },
	{ 14, "T_BOOL", MEMBER_SIGNED, 1 },
	{ 16, "T_OBJECT_EX", MEMBER_OBJECT, sizeof(void *) },
	{ 17, "T_LONGLONG", MEMBER_SIGNED, 8 },
	{ 18, "T_ULONGLONG", MEMBER_SIGNED, 8 },
	{ 19, "T_PYSSIZET", MEMBER_SIGNED, sizeof(void *) },
	{ 20, "T_NONE", MEMBER_NOTHING, 0 },
};

enum { RELATIVE_OFFSET = 8 };	/* Py_RELATIVE_OFFSET, 3.12 */

static const struct member_code *member_code(int64_t code)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE (member_codes); i++)
		if (member_codes[i].code == code)
			return &member_codes[i];
	return NULL;
}

/* The member that begins at OFFSET of T.  NULL where the answer isn't one:
 * unions, the middle of a scalar. */
static const struct type *type_at(const struct type *t, uint64_t offset,
				  const char **name)
{
	uint32_t i;

	*name = NULL;
	while (t && t->kind == TYPE_STRUCT && !t->is_union) {
		const struct field *found = NULL;

		for (i = 0; i < t->n_fields; i++)
			if (t->fields[i].type
			    && t->fields[i].offset <= offset
			    && offset - t->fields[i].offset
			       < t->fields[i].type->size)
				found = &t->fields[i];
		if (!found)
			return NULL;
		offset -= found->offset;
		t = found->type;
		*name = found->name;
	}
	if (t && t->kind == TYPE_ARRAY && t->inner && t->inner->size
	    && offset % t->inner->size == 0)
		return offset ? t->inner : t;
	return t && !offset && t->kind != TYPE_STRUCT ? t : NULL;
}

/* Does a struct member of type T serve as CODE? */
static bool member_fits(const struct member_code *code, const struct type *t)
{
	if (t->kind == TYPE_ARRAY && code->class != MEMBER_CHARS)
		t = t->inner;
	switch (code->class) {
	case MEMBER_SIGNED:
		return (t->kind == TYPE_INT || t->kind == TYPE_PTR)
			&& t->size == code->size
			&& (t->kind == TYPE_INT || code->size == 8);
	case MEMBER_FLOAT:
		return t->kind == TYPE_FLOAT && t->size == code->size;
	case MEMBER_POINTER:
		return t->kind == TYPE_PTR && t->inner
			&& (t->inner->kind == TYPE_VOID
			    || t->inner->size == 1);
	case MEMBER_OBJECT:
		return t->kind == TYPE_PTR && t->inner
			&& (t->inner->kind == TYPE_VOID
			    || t->inner->kind == TYPE_STRUCT);
	case MEMBER_CHARS:
		return t->size == 1
			|| (t->kind == TYPE_ARRAY && t->inner
			    && t->inner->size == 1);
	case MEMBER_NOTHING:
		break;
	}
	return true;
}

static void member_hint(struct check_context *c, struct finding *fi,
			const struct type *t)
{
	size_t i;

	if (t->kind == TYPE_INT && t->is_bool) {
		check_hint(c, fi, "use ‘T_BOOL’");
		return;
	}
	for (i = 0; i < ARRAY_SIZE (member_codes); i++) {
		const struct member_code *m = &member_codes[i];
		bool is_unsigned = m->name[2] == 'U';

		if (member_fits(m, t) && m->class != MEMBER_NOTHING
		    && (t->kind != TYPE_INT || is_unsigned == t->is_unsigned)) {
			check_hint(c, fi, "use ‘%s’", m->name);
			return;
		}
	}
}

static void check_member(struct check_context *c, const struct table *t,
			 uint32_t i, const struct type *instance)
{
	const struct tables *ts = c->declared->tables;
	const struct init *name = table_cell(ts, t, i, "name");
	const struct init *type = table_cell(ts, t, i, "type");
	const struct init *offset = table_cell(ts, t, i, "offset");
	const struct init *flags = table_cell(ts, t, i, "flags");
	const struct member_code *code;
	const struct type *member;
	const char *field;
	struct finding *fi;

	if (cell_is_unknown(type) || cell_is_unknown(offset)
	    || cell_is_unknown(flags) || cell_is_unknown(name)
	    || (flags && flags->i & RELATIVE_OFFSET)
	    || !strncmp(cell_name(name), "__", 2))
		return;
	code = member_code(type ? type->i : 0);
	member = type_at(instance, offset ? (uint64_t) offset->i : 0, &field);
	if (!code || !member || !member->size || !field
	    || member_fits(code, member))
		return;
	fi = check_finding(c, NULL, table_loc(ts, t, i),
		"‘%s’ is accessed as %s (%u bytes), but ‘%s’ of ‘%s’ is a ‘%s’ (%u bytes)",
		cell_name(name), code->name, code->size, field,
		instance->name, member->name ? member->name : "pointer",
		(unsigned) member->size);
	check_subject(c, fi, cell_name(name));
	member_hint(c, fi, member);
	check_add(c, fi);
}

static void check_members(struct check_context *c, const struct table *t)
{
	const struct type *instance = NULL;
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++)
		if (c->declared->types.v[i]->members == t->global) {
			if (instance && !same_record(instance,
					c->declared->types.v[i]->instance))
				return;
			instance = c->declared->types.v[i]->instance;
		}
	for (i = 0; instance && i < t->n; i++) {
		if (cell_is_zero(table_cell(c->declared->tables, t, i,
					    "name")))
			break;
		check_member(c, t, i, instance);
	}
}

/* --------------------------------------------------------------- slots */

/* Only Py_mod_exec may be there more than once. */
static void check_slot_twice(struct check_context *c, const struct table *t)
{
	const struct tables *ts = c->declared->tables;
	uint32_t i, k;

	for (i = 0; i < t->n; i++) {
		const struct init *a = table_cell(ts, t, i, "slot");
		const struct slot *s;
		struct finding *fi;

		if (cell_is_zero(a) || a->kind != INIT_INT)
			return;
		for (k = 0; k < i; k++) {
			const struct init *b = table_cell(ts, t, k, "slot");

			if (b && b->i == a->i)
				break;
		}
		s = t->kind == RECORD_TYPE_SLOT ? slot_by_id((int) a->i)
			: slot_by_module_id((int) a->i);
		if (k == i || !s || !strcmp(s->name, "Py_mod_exec"))
			continue;
		fi = check_finding(c, NULL, table_loc(ts, t, i),
				   "slot ‘%s%s’ is in ‘%s’ twice",
				   t->kind == RECORD_TYPE_SLOT ? "Py_" : "",
				   s->name, t->global->name);
		check_event(c, fi, table_loc(ts, t, k), NULL,
			    "it is there already");
		check_subject(c, fi, s->name);
		check_hint(c, fi, "remove one of them");
		check_add(c, fi);
	}
}

static void check_modules(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->modules.n; i++) {
		const struct module_model *m = c->declared->modules.v[i];
		struct finding *fi;

		if (!m->slots.n || !m->size_known || m->size >= 0
		    || !m->multi_phase)
			continue;
		fi = check_finding(c, NULL, m->loc,
			"‘%s’ has slots and a negative ‘m_size’: its import fails",
			m->def->name);
		check_subject(c, fi, m->def->name);
		check_hint(c, fi, "set ‘m_size’ to 0, or to the size of the module's state");
		check_add(c, fi);
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
			check_members(c, t);
		else if (t->kind == RECORD_TYPE_SLOT
			 || t->kind == RECORD_MODULE_SLOT)
			check_slot_twice(c, t);
	}
	check_modules(c);
}

const struct check check_method_table = { .unit = unit };
