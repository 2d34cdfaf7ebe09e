/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Part of method-table: PyMemberDefs, what they promise about the struct that
 * the type's instances have.
 */
#include "check/method-table.h"

#include <string.h>

static const char *cell_name(const struct init *c)
{
	return c && c->kind == INIT_STRING ? c->s + c->i : "?";
}

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
		/* A struct that is not here may be an object. */
		return t->kind == TYPE_PTR && t->inner
			&& (t->inner->kind == TYPE_VOID
			    || (t->inner->kind == TYPE_STRUCT
				&& (t->inner->is_object
				    || !t->inner->n_fields)));
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

/* " (4 bytes)". */
static const char *bytes(struct check_context *c, uint64_t size)
{
	struct buf b = { 0 };
	const char *s;

	if (!size)
		return "";
	buf_addf(&b, " (%llu byte%s)", (unsigned long long) size,
		 size == 1 ? "" : "s");
	s = arena_strdup(&c->findings->arena, buf_str(&b));
	buf_release(&b);
	return s;
}

/* PyMember_GetOne answers SystemError (structmember.c). */
static void report_code(struct check_context *c, const struct table *t,
			uint32_t i, const char *name, int64_t code)
{
	struct finding *fi;

	fi = check_finding(c, NULL, table_loc(c->declared->tables, t, i),
			   "the type %lld of ‘%s’ is no type of a member",
			   (long long) code, name);
	check_subject(c, fi, name);
	check_hint(c, fi, "each access is answered with SystemError");
	check_add(c, fi);
}

static bool is_past(const struct type *instance, const struct init *offset,
		    const struct member_code *code)
{
	return instance->size && offset && code->class != MEMBER_NOTHING
		&& (offset->i < 0 || (uint64_t) offset->i + code->size
		    > instance->size);
}

static void report_past(struct check_context *c, const struct table *t,
			uint32_t i, const char *name, int64_t offset,
			const struct type *instance)
{
	struct finding *fi;

	fi = check_finding(c, NULL, table_loc(c->declared->tables, t, i),
			   "‘%s’ at offset %lld lies outside ‘%s’%s", name,
			   (long long) offset, instance->name,
			   bytes(c, instance->size));
	check_subject(c, fi, name);
	check_hint(c, fi, "give the member's ‘offsetof’");
	check_add(c, fi);
}

/* A member that tp_dealloc frees as memory is no object. */
static bool is_memory(const struct type_model *m, const struct init *offset)
{
	uint32_t i;

	for (i = 0; i < m->fields.n; i++)
		if (m->fields.v[i].offset
		    == (offset ? (uint64_t) offset->i : 0))
			return m->fields.v[i].family == FAMILY_PYMEM
				|| m->fields.v[i].family == FAMILY_PYMEM_RAW
				|| m->fields.v[i].family == FAMILY_MALLOC;
	return false;
}

static void check_member(struct check_context *c, const struct table *t,
			 uint32_t i, const struct type_model *model)
{
	const struct type *instance = model->instance;
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
	if (!code) {
		report_code(c, t, i, cell_name(name), type->i);
		return;
	}
	if (is_past(instance, offset, code)) {
		report_past(c, t, i, cell_name(name), offset->i, instance);
		return;
	}
	member = type_at(instance, offset ? (uint64_t) offset->i : 0, &field);
	if (!member || !member->size || !field
	    || (member_fits(code, member)
		&& !(code->class == MEMBER_OBJECT
		     && is_memory(model, offset))))
		return;
	fi = check_finding(c, NULL, table_loc(ts, t, i),
		"‘%s’ is accessed as %s%s, but ‘%s’ of ‘%s’ is a ‘%s’%s",
		cell_name(name), code->name,
		bytes(c, code->class == MEMBER_CHARS ? 0 : code->size), field,
		instance->name, member->name ? member->name : "pointer",
		bytes(c, member->size));
	check_subject(c, fi, cell_name(name));
	member_hint(c, fi, member);
	check_add(c, fi);
}

void check_member_table(struct check_context *c, const struct table *t)
{
	const struct type_model *model = NULL;
	uint32_t i;

	for (i = 0; i < c->declared->types.n; i++)
		if (c->declared->types.v[i]->members == t->global) {
			if (model && !same_record(model->instance,
					c->declared->types.v[i]->instance))
				return;
			model = c->declared->types.v[i];
		}
	for (i = 0; model && model->instance && i < t->n; i++) {
		if (cell_is_zero(table_cell(c->declared->tables, t, i,
					    "name")))
			break;
		check_member(c, t, i, model);
	}
}
