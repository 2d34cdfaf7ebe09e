/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions about the IR that need no analysis. */
#include "ir/ir.h"

#include <string.h>

/* ------------------------------------------------------------ opcodes */

enum { NONE = 0, DEF = 1, MEM = 2, TERM = 4 };

static const struct { const char *text; unsigned flags; } opcodes[] = {
#define OPCODE(id, text, flags) [OP_##id] = { text, flags },
#include "ir/opcode.def"
#undef OPCODE
};

static const struct { const char *text; enum cmp negated, swapped; } cmps[] = {
	[CMP_EQ] = { "eq", CMP_NE, CMP_EQ },
	[CMP_NE] = { "ne", CMP_EQ, CMP_NE },
	[CMP_LT] = { "lt", CMP_GE, CMP_GT },
	[CMP_LE] = { "le", CMP_GT, CMP_GE },
	[CMP_GT] = { "gt", CMP_LE, CMP_LT },
	[CMP_GE] = { "ge", CMP_LT, CMP_LE },
	[CMP_OTHER] = { "other", CMP_OTHER, CMP_OTHER },
};

const char *opcode_name(enum opcode op)
{
	return opcodes[op].text;
}

bool op_is_terminator(enum opcode op)
{
	return opcodes[op].flags & TERM;
}

bool op_uses_place(enum opcode op)
{
	return opcodes[op].flags & MEM;
}

bool op_has_result(enum opcode op)
{
	return opcodes[op].flags & DEF;
}

const char *cmp_name(enum cmp c)
{
	return cmps[c].text;
}

enum cmp cmp_negate(enum cmp c)
{
	return cmps[c].negated;
}

enum cmp cmp_swap(enum cmp c)
{
	return cmps[c].swapped;
}

/* -------------------------------------------------------------- types */

/* Structs nest no deeper than this; guards against one that holds itself,
 * which only broken IR has. */
#define MAX_STRUCT_DEPTH 64

/* A flexible array, or a member whose size is unknown, goes to the end. */
static bool field_covers(const struct field *fd, uint64_t offset)
{
	uint64_t size = fd->type ? fd->type->size : 0;

	return offset >= fd->offset && (!size || offset - fd->offset < size);
}

static const struct field *member_at(const struct type *t, uint64_t offset)
{
	const struct field *unsized = NULL;
	uint32_t i;

	for (i = 0; i < t->n_fields; i++) {
		const struct field *fd = &t->fields[i];

		if (!field_covers(fd, offset))
			continue;
		if (fd->type && fd->type->size)
			return fd;
		unsized = fd;
	}
	return unsized;
}

const struct field *type_field_at(const struct type *t, uint64_t offset)
{
	const struct field *fd = NULL;
	int depth;

	for (depth = 0; depth < MAX_STRUCT_DEPTH; depth++) {
		if (!t || t->kind != TYPE_STRUCT)
			return fd;
		fd = member_at(t, offset);
		if (!fd)
			return NULL;
		offset -= fd->offset;
		t = fd->type;
	}
	return NULL;
}

const struct field *type_field_named(const struct type *t, const char *name)
{
	uint32_t i;

	if (!t || t->kind != TYPE_STRUCT || !name)
		return NULL;
	for (i = 0; i < t->n_fields; i++)
		if (t->fields[i].name && !strcmp(t->fields[i].name, name))
			return &t->fields[i];
	return NULL;
}

const struct attr *attr_find(const struct attr *list, const char *name)
{
	for (; list; list = list->next)
		if (!strcmp(list->name, name))
			return list;
	return NULL;
}

const struct init *global_init_at(const struct global *g, uint64_t offset)
{
	uint32_t low = 0, high = g->n_inits;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (g->inits[mid].offset < offset)
			low = mid + 1;
		else
			high = mid;
	}
	return low < g->n_inits && g->inits[low].offset == offset
		? &g->inits[low] : NULL;
}

/* ------------------------------------------------------------- values */

bool call_is_on(const struct function *f, const struct instr *i, uint32_t n)
{
	const struct function *t = call_target(f, i);

	/* A lambda that is a function pointer has no object (5.1.8: Ul). */
	return !n && t && t->is_cxx && !strncmp(t->key, "_ZNK", 4)
		&& !(strstr(t->key, "Ul") && strstr(t->key, "E_cl"));
}

const struct instr *value_def(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, v);
	const struct block *b;

	if (val->kind != VAL_SSA || val->is_phi)
		return NULL;
	/* A value that nothing defines reads as one of block 0. */
	b = &f->blocks[val->def_block];
	return val->def_instr < b->n_instrs
		&& b->instrs[val->def_instr].dst == v
		? &b->instrs[val->def_instr] : NULL;
}

const struct phi *value_phi(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, v);

	return val->kind == VAL_SSA && val->is_phi
		? &f->blocks[val->def_block].phis[val->def_instr] : NULL;
}

/* The number of steps is bounded: copies in unreachable code may go round
 * in a circle. */
vid value_strip_copies(const struct function *f, vid v)
{
	uint32_t n;

	for (n = 0; n < f->n_values; n++) {
		const struct instr *i = value_def(f, v);

		if (!i || i->op != OP_COPY || !i->a)
			break;
		v = i->a;
	}
	return v;
}

bool cast_narrows(const struct function *f, const struct instr *cast)
{
	const struct type *to = fn_value(f, cast->dst)->type;
	const struct type *from = fn_value(f, cast->a)->type;

	return to && from && to->size < from->size;
}

bool value_is_zero(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, v);

	return val->kind == VAL_INT && val->u.i == 0;
}

static const char *constant_spelling(const struct function *f,
				     const struct value *val)
{
	switch (val->kind) {
	case VAL_GLOBAL:
		return val->offset ? NULL : val->u.global->name;
	case VAL_LOCAL:
		return val->offset ? NULL : f->locals[val->u.local].name;
	case VAL_FUNC:
		return val->u.func->name;
	case VAL_NONE:
	case VAL_SSA:
	case VAL_PARAM:
	case VAL_INT:
	case VAL_FLOAT:
	case VAL_STRING:
	case VAL_UNDEF:
		break;
	}
	return NULL;
}

const char *value_spelling(const struct function *f, vid v)
{
	uint32_t n;

	for (n = 0; n < f->n_values; n++) {
		const struct value *val = fn_value(f, v);
		const struct instr *i = value_def(f, v);

		if (val->name)
			return val->name;
		if (!i)
			return constant_spelling(f, val);
		if (i->op == OP_LOAD)
			return i->place.spelling;
		if ((i->op != OP_COPY && i->op != OP_CAST) || !i->a)
			return NULL;
		v = i->a;
	}
	return NULL;
}

static void use(vid v, use_cb cb, void *data)
{
	if (v)
		cb(v, data);
}

void instr_uses(const struct instr *i, use_cb cb, void *data)
{
	uint32_t k;

	use(i->a, cb, data);
	use(i->b, cb, data);
	use(i->c, cb, data);
	if (op_uses_place(i->op)) {
		use(i->place.base, cb, data);
		use(i->place.index, cb, data);
	}
	use(i->callee, cb, data);
	for (k = 0; k < i->n_args; k++)
		use(i->args[k], cb, data);
}
