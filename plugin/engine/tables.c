/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finds the tables of a unit and answers what their cells hold.
 *
 * A cell that is stored to twice with different values, or through a pointer
 * of which it can't be told where it goes, is unknown (INIT_OTHER).
 */
#include "engine/tables.h"

#include <string.h>

/* Structs nest no deeper, pointers are derived in no more steps. */
enum { MAX_DEPTH = 16 };

static const struct { const char *name; enum record_kind kind; } records[] = {
	{ "PyMethodDef", RECORD_METHOD },
	{ "PyMemberDef", RECORD_MEMBER },
	{ "PyGetSetDef", RECORD_GETSET },
	{ "PyTypeObject", RECORD_TYPE },
	{ "_typeobject", RECORD_TYPE },
	{ "PyNumberMethods", RECORD_SUITE },
	{ "PySequenceMethods", RECORD_SUITE },
	{ "PyMappingMethods", RECORD_SUITE },
	{ "PyAsyncMethods", RECORD_SUITE },
	{ "PyBufferProcs", RECORD_SUITE },
	{ "PyType_Slot", RECORD_TYPE_SLOT },
	{ "PyType_Spec", RECORD_TYPE_SPEC },
	{ "PyModuleDef", RECORD_MODULE },
	{ "PyModuleDef_Slot", RECORD_MODULE_SLOT },
};

static enum record_kind kind_by_name(const char *name)
{
	size_t i;

	for (i = 0; name && i < ARRAY_SIZE (records); i++)
		if (!strcmp(records[i].name, name))
			return records[i].kind;
	return RECORD_NONE;
}

enum record_kind record_kind_of(const struct type *t)
{
	enum record_kind kind;

	if (!t || t->kind != TYPE_STRUCT)
		return RECORD_NONE;
	kind = kind_by_name(t->name);
	return kind ? kind : kind_by_name(t->tag);
}

static bool member_in(const struct type *t, const char *name, uint64_t at,
		      int depth, uint64_t *offset, const struct type **type)
{
	uint32_t i;

	if (!t || t->kind != TYPE_STRUCT || depth > MAX_DEPTH)
		return false;
	for (i = 0; i < t->n_fields; i++) {
		const struct field *fd = &t->fields[i];

		if (fd->name && !strcmp(fd->name, name)) {
			*offset = at + fd->offset;
			if (type)
				*type = fd->type;
			return true;
		}
		if (member_in(fd->type, name, at + fd->offset, depth + 1,
			      offset, type))
			return true;
	}
	return false;
}

bool record_member(const struct type *t, const char *name, uint64_t *offset,
		   const struct type **type)
{
	return member_in(t, name, 0, 0, offset, type);
}

bool same_record(const struct type *a, const struct type *b)
{
	if (!a || !b || a->kind != TYPE_STRUCT || b->kind != TYPE_STRUCT)
		return false;
	return a == b || (a->tag && b->tag && !strcmp(a->tag, b->tag)
			  && a->size == b->size);
}

bool unit_names(const struct unit *u, const char *name)
{
	uint32_t n;

	for (n = 0; n < u->functions.n; n++)
		if (!strcmp(u->functions.v[n]->name, name))
			return true;
	return false;
}

/* Does some outcome of C give the caller a reference to the first argument? */
static bool owns_argument(const struct contract *c)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_OWN && e->a == 1)
				return true;
	return false;
}

bool function_takes_reference(const struct function *t)
{
	const struct contract *c;

	if (!strstr(t->name, "INCREF") && !strstr(t->name, "IncRef")
	    && !strstr(t->name, "NewRef"))
		return false;
	/* PyWeakref_NewRef is none, nor is PyArray_INCREF. */
	c = contract_find(t->name, 0);
	return !c || owns_argument(c);
}

bool function_is_one_of(const struct function *t, const char *const *names)
{
	for (; t && *names; names++)
		if (!strcmp(t->name, *names))
			return true;
	return false;
}

bool function_drops_reference(const struct function *t)
{
	static const char *const names[] = { "Py_DECREF", "Py_XDECREF",
		"Py_DecRef", "_Py_DECREF", "_Py_XDECREF", "_Py_DecRef", NULL };

	return function_is_one_of(t, names);
}

/* ---------------------------------------------------------- addresses */

vid strip_casts(const struct function *f, vid v)
{
	int depth;

	for (depth = 0; depth < 64; depth++) {
		const struct instr *i = value_def(f, v);

		if (!i || (i->op != OP_COPY && i->op != OP_CAST))
			break;
		v = i->a;
	}
	return v;
}

unsigned param_of_array(const struct function *f, vid v)
{
	const struct instr *d;

	/* args + i, when the index is no constant. */
	do {
		v = strip_casts(f, v);
		d = value_def(f, v);
		if (d && d->op == OP_ADDR && !d->place.record)
			v = d->place.base;
	} while (d && d->op == OP_ADDR && !d->place.record);
	return fn_value(f, v)->kind == VAL_PARAM ? fn_value(f, v)->u.param + 1
		: 0;
}

/* Does T hold, or consist of, a table? */
static bool type_has_record(const struct type *t, int depth)
{
	uint32_t i;

	if (!t || depth > MAX_DEPTH)
		return false;
	if (t->kind == TYPE_ARRAY)
		return type_has_record(t->inner, depth + 1);
	if (t->kind != TYPE_STRUCT)
		return false;
	if (record_kind_of(t))
		return true;
	for (i = 0; i < t->n_fields; i++)
		if (type_has_record(t->fields[i].type, depth + 1))
			return true;
	return false;
}

bool global_address(const struct function *f, vid v, struct global **g,
		    int64_t *offset)
{
	int64_t sum = 0;
	int depth;

	for (depth = 0; depth < MAX_DEPTH; depth++) {
		const struct value *val;
		const struct instr *i;

		v = strip_casts(f, v);
		val = fn_value(f, v);
		if (val->kind == VAL_GLOBAL) {
			*g = val->u.global;
			*offset = sum + val->offset;
			return true;
		}
		i = value_def(f, v);
		if (!i || i->op != OP_ADDR || i->place.index)
			return false;
		sum += i->place.offset;
		v = i->place.base;
	}
	return false;
}

/* The global that stands for local number L of F. */
static struct global *global_of_local(struct tables *ts,
				      const struct function *f, uint32_t l)
{
	const struct local *local = &f->locals[l];
	uint64_t key = map_key_ptr(local);
	struct global *g = map_get(&ts->locals, key);

	if (g || !type_has_record(local->type, 0))
		return g;
	g = ARENA_NEW (&ts->unit->arena, struct global);
	g->name = local->name;
	g->key = local->name;
	g->type = local->type;
	g->is_static = true;
	g->loc = local->loc;
	map_set(&ts->locals, key, g);
	return g;
}

/* As global_address, with the locals that are tables. */
static bool table_address(struct tables *ts, const struct function *f, vid v,
			  struct global **g, int64_t *offset)
{
	int64_t sum = 0;
	int depth;

	if (global_address(f, v, g, offset))
		return true;
	for (depth = 0; depth < MAX_DEPTH; depth++) {
		const struct instr *i;
		const struct value *val;

		v = strip_casts(f, v);
		val = fn_value(f, v);
		if (val->kind == VAL_LOCAL) {
			*g = global_of_local(ts, f, val->u.local);
			*offset = sum + val->offset;
			return *g != NULL;
		}
		i = value_def(f, v);
		if (!i || i->op != OP_ADDR || i->place.index)
			return false;
		sum += i->place.offset;
		v = i->place.base;
	}
	return false;
}

/* ------------------------------------------------------------- stores */

struct cell_list {
	VEC (struct init) cells;
	bool opaque;	/* written in a way that is not seen through */
};

static struct cell_list *cells_of(struct tables *ts, const struct global *g)
{
	struct cell_list *list = map_get(&ts->stores, map_key_ptr(g));

	if (!list) {
		list = ARENA_NEW (&ts->unit->arena, struct cell_list);
		map_set(&ts->stores, map_key_ptr(g), list);
	}
	return list;
}

static bool same_cell(const struct init *a, const struct init *b)
{
	return a->kind == b->kind && a->i == b->i && a->func == b->func
		&& a->global == b->global && a->s == b->s;
}

static void add_cell(struct tables *ts, const struct global *g,
		     const struct init *cell)
{
	struct cell_list *list = cells_of(ts, g);
	uint32_t i;

	for (i = 0; i < list->cells.n; i++)
		if (list->cells.v[i].offset == cell->offset) {
			if (!same_cell(&list->cells.v[i], cell))
				list->cells.v[i].kind = INIT_OTHER;
			return;
		}
	vec_push (&list->cells, *cell);
}

/* Does F give back its only argument, whatever that is? */
static bool gives_back(const struct function *f)
{
	bool returns = false;
	uint32_t b;

	if (!f->has_body || f->n_params != 1)
		return false;
	for (b = 0; b < f->n_blocks; b++) {
		const struct instr *i = block_last(&f->blocks[b]);

		if (i->op != OP_RET)
			continue;
		if (!i->a || strip_casts(f, i->a) != f->params[0])
			return false;
		returns = true;
	}
	return returns;
}

/* V without its casts, those too that a function of the unit makes:
 * `cast (method)' where a macro would do in C. */
static vid strip_functions(const struct function *f, vid v)
{
	enum { MAX_DEEP = 4 };
	unsigned n;

	for (n = 0; n < MAX_DEEP; n++) {
		const struct instr *d;
		const struct function *by;

		v = strip_casts(f, v);
		d = value_def(f, v);
		by = d && d->op == OP_CALL && d->n_args == 1
			? call_target(f, d) : NULL;
		if (!by || !gives_back(by))
			break;
		v = d->args[0];
	}
	return v;
}

static void cell_from_value(struct tables *ts, const struct function *f,
			    vid v, struct init *cell)
{
	const struct value *val;
	struct global *g;
	int64_t offset;

	v = strip_functions(f, v);
	val = fn_value(f, v);
	cell->type = val->type;
	cell->kind = INIT_OTHER;
	if (val->kind == VAL_INT) {
		cell->kind = INIT_INT;
		cell->i = val->u.i;
	} else if (val->kind == VAL_FUNC) {
		cell->kind = INIT_FUNC;
		cell->func = val->u.func;
	} else if (val->kind == VAL_STRING) {
		cell->kind = INIT_STRING;
		cell->i = val->offset;
		cell->s = val->u.str.s;
		cell->len = val->u.str.len;
	} else if (table_address(ts, f, v, &g, &offset)) {
		cell->kind = INIT_GLOBAL;
		cell->global = g;
		cell->i = offset;
	}
}

/* A whole table copied from another. */
static void copy_cells(struct tables *ts, const struct function *f,
		       const struct instr *i, struct global *to, int64_t at)
{
	struct global *from;
	int64_t offset;
	uint32_t n;

	if (!global_address(f, i->a, &from, &offset) || offset
	    || from->is_external) {
		cells_of(ts, to)->opaque = true;
		return;
	}
	for (n = 0; n < from->n_inits; n++) {
		struct init cell = from->inits[n];

		cell.offset += (uint64_t) at;
		add_cell(ts, to, &cell);
	}
}

static void scan_store(struct tables *ts, const struct function *f,
		       const struct instr *i)
{
	struct init cell = { .size = i->place.size, .loc = i->loc };
	struct global *g;
	int64_t offset;

	if (!table_address(ts, f, i->place.base, &g, &offset)) {
		if (record_kind_of(i->place.record) == RECORD_TYPE)
			map_set(&ts->wild, (uint64_t) i->place.offset, ts);
		return;
	}
	if (!type_has_record(g->type, 0))
		return;
	offset += i->place.offset;
	if (i->place.index || offset < 0) {
		cells_of(ts, g)->opaque = true;
		return;
	}
	cell.offset = (uint64_t) offset;
	if (i->op == OP_STORE) {
		cell_from_value(ts, f, i->a, &cell);
		add_cell(ts, g, &cell);
	} else if (i->op == OP_MOVE) {
		copy_cells(ts, f, i, g, offset);
	}
}

static void scan_function(struct tables *ts, const struct function *f)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_STORE || i->op == OP_MOVE
			    || i->op == OP_ZERO)
				scan_store(ts, f, i);
		}
}

/* -------------------------------------------------------------- cells */

/* Is OFFSET of G a member of a PyTypeObject at which other code writes
 * through pointers? */
static bool is_wild(const struct tables *ts, const struct global *g,
		    uint64_t offset)
{
	return record_kind_of(g->type) == RECORD_TYPE
		&& map_has(&ts->wild, offset);
}

const struct init *cell_at(const struct tables *ts, const struct global *g,
			   uint64_t offset)
{
	static const struct init unknown = { .kind = INIT_OTHER };
	const struct cell_list *list = map_get(&ts->stores, map_key_ptr(g));
	const struct init *init;
	uint32_t i;

	if (g->is_external)
		return &unknown;
	for (i = 0; list && i < list->cells.n; i++)
		if (list->cells.v[i].offset == offset)
			return &list->cells.v[i];
	if (list && list->opaque)
		return &unknown;
	init = global_init_at(g, offset);
	if (cell_is_zero(init) && is_wild(ts, g, offset))
		return &unknown;
	return init;
}

const struct init *table_cell(const struct tables *ts, const struct table *t,
			      uint32_t i, const char *name)
{
	static const struct init unknown = { .kind = INIT_OTHER };
	uint64_t offset;

	if (!record_member(t->record, name, &offset, NULL))
		return &unknown;
	return cell_at(ts, t->global,
		       t->offset + i * t->record->size + offset);
}

struct loc table_loc(const struct tables *ts, const struct table *t,
		     uint32_t i)
{
	uint64_t at = t->offset + i * t->record->size;
	uint32_t n;

	for (n = 0; n < t->global->n_inits; n++) {
		const struct init *c = &t->global->inits[n];

		if (c->offset >= at && c->offset < at + t->record->size
		    && loc_known(c->loc))
			return c->loc;
	}
	for (n = 0; n < t->record->n_fields; n++) {
		const struct init *c = cell_at(ts, t->global,
					at + t->record->fields[n].offset);

		if (c && loc_known(c->loc))
			return c->loc;
	}
	return t->global->loc;
}

/* ------------------------------------------------------------- tables */

/* Appends the tables in the bytes of G from OFFSET on, which have type T. */
static void find_in(struct tables *ts, const struct global *g,
		    const struct type *t, uint64_t offset, uint32_t n,
		    int depth)
{
	struct table found = { .kind = record_kind_of(t), .global = g,
		.offset = offset, .record = t, .n = n ? n : 1,
		.is_array = n != 0 };
	uint32_t i;

	if (!t || depth > MAX_DEPTH)
		return;
	if (found.kind) {
		vec_push (&ts->list, found);
	} else if (t->kind == TYPE_ARRAY && t->inner && t->inner->size) {
		uint64_t count = t->size / t->inner->size;

		if (record_kind_of(t->inner))
			find_in(ts, g, t->inner, offset, (uint32_t) count,
				depth + 1);
		else if (type_has_record(t->inner, depth))
			for (i = 0; i < count; i++)
				find_in(ts, g, t->inner,
					offset + i * t->inner->size, 0,
					depth + 1);
	} else if (t->kind == TYPE_STRUCT && !t->is_union) {
		for (i = 0; i < t->n_fields; i++)
			find_in(ts, g, t->fields[i].type,
				offset + t->fields[i].offset, 0, depth + 1);
	}
}

bool table_at(const struct tables *ts, const struct init *init,
	      enum record_kind kind, struct table *out)
{
	uint32_t i;

	if (!init || init->kind != INIT_GLOBAL)
		return false;
	for (i = 0; i < ts->list.n; i++) {
		const struct table *t = &ts->list.v[i];

		if (t->kind == kind && t->global == init->global
		    && t->offset == (uint64_t) init->i) {
			*out = *t;
			return true;
		}
	}
	return false;
}

void tables_build(struct tables *ts, struct unit *u)
{
	uint32_t i;

	ts->unit = u;
	for (i = 0; i < u->functions.n; i++)
		if (u->functions.v[i]->has_body)
			scan_function(ts, u->functions.v[i]);
	for (i = 0; i < u->globals.n; i++)
		if (!u->globals.v[i]->is_external)
			find_in(ts, u->globals.v[i], u->globals.v[i]->type,
				0, 0, 0);
	for (i = 0; i < ts->locals.n; i++) {
		const struct global *g = ts->locals.slots[i].value;

		find_in(ts, g, g->type, 0, 0, 0);
	}
}

void tables_release(struct tables *ts)
{
	uint32_t i;

	for (i = 0; i < ts->stores.n; i++) {
		struct cell_list *list = ts->stores.slots[i].value;

		vec_release (&list->cells);
	}
	map_release(&ts->stores);
	map_release(&ts->locals);
	map_release(&ts->wild);
	vec_release (&ts->list);
}

static bool gives_state(const struct function *f)
{
	static const char *const names[] = { "PyModule_GetState",
		"_PyModule_GetState", "PyType_GetModuleState",
		"_PyType_GetModuleState" };
	size_t i;

	for (i = 0; f && i < ARRAY_SIZE (names); i++)
		if (!strcmp(f->name, names[i]))
			return true;
	return false;
}

bool is_module_state(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));
	const struct function *g = d && d->op == OP_CALL ? call_target(f, d)
		: NULL;
	uint32_t b, k;

	if (!g || gives_state(g))
		return g != NULL;
	for (b = 0; g->has_body && b < g->n_blocks; b++)
		for (k = 0; k < g->blocks[b].n_instrs; k++) {
			const struct instr *i = &g->blocks[b].instrs[k];

			if (i->op == OP_RET && i->a
			    && (d = value_def(g, strip_casts(g, i->a))) != NULL
			    && d->op == OP_CALL
			    && gives_state(call_target(g, d)))
				return true;
		}
	return false;
}
