/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Models of the types that the unit declares: static PyTypeObjects, and
 * PyType_Specs with their slot arrays.  Instances and fields come later.
 */
#include "engine/tables.h"

#include <string.h>

enum { TPFLAGS_HEAPTYPE = 1 << 9 };

static struct loc cell_loc(const struct init *c, struct loc otherwise)
{
	return c && loc_known(c->loc) ? c->loc : otherwise;
}

static void add_slot(struct type_model *t, const struct slot *slot,
		     const struct init *c, struct loc loc)
{
	struct slot_use use = { .slot = slot, .loc = cell_loc(c, loc) };

	if (cell_is_zero(c))
		return;
	use.written_type = c->type;
	if (c->kind == INIT_FUNC) {
		use.function = c->func;
		use.written_type = c->func->type;
	} else if (c->kind == INIT_GLOBAL) {
		use.object = c->global;
		use.i = c->i;
	} else if (c->kind == INIT_INT) {
		use.i = c->i;
	}
	vec_push (&t->slots, use);
}

/* The function and data members of the struct in table TAB. */
static void add_members(struct declared *d, struct type_model *t,
			const struct table *tab, const char *member)
{
	const struct slot *s;
	unsigned i;

	for (i = 0; (s = slot_at(i)); i++) {
		uint64_t offset;

		if (!strcmp(s->member, member)
		    && record_member(tab->record, s->name, &offset, NULL))
			add_slot(t, s, table_cell(d->tables, tab, 0, s->name),
				 t->loc);
	}
}

static void add_suites(struct declared *d, struct type_model *t,
		       const struct table *tab)
{
	static const char *const suites[][2] = {
		{ "tp_as_number", "PyNumberMethods" },
		{ "tp_as_sequence", "PySequenceMethods" },
		{ "tp_as_mapping", "PyMappingMethods" },
		{ "tp_as_async", "PyAsyncMethods" },
		{ "tp_as_buffer", "PyBufferProcs" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE (suites); i++) {
		const struct init *c = table_cell(d->tables, tab, 0,
						  suites[i][0]);
		struct table suite;

		if (cell_is_zero(c))
			continue;
		if (table_at(d->tables, c, RECORD_SUITE, &suite))
			add_members(d, t, &suite, suites[i][1]);
		else
			t->slots_unknown = true;
	}
}

static const char *cell_string(const struct init *c)
{
	return c && c->kind == INIT_STRING ? c->s + c->i : NULL;
}

static int64_t cell_number(const struct init *c, int64_t unknown)
{
	if (!c)
		return 0;
	return c->kind == INIT_INT ? c->i : unknown;
}

static void read_flags(struct type_model *t, const struct init *c)
{
	t->flags_known = !cell_is_unknown(c);
	t->flags = t->flags_known ? (uint64_t) cell_number(c, 0) : 0;
}

/* A base given by a cell: type objects are found by object later. */
static void read_base(struct type_model *t, const struct init *c)
{
	if (cell_is_zero(c))
		return;
	if (c->kind == INIT_GLOBAL
	    && record_kind_of(c->global->type) == RECORD_TYPE)
		t->base_name = c->global->name;
	else
		t->base_unknown = true;
}

static void add_static_type(struct declared *d, const struct table *tab)
{
	const struct tables *ts = d->tables;
	struct type_model *t = ARENA_NEW (&d->unit->arena, struct type_model);
	const char *name = cell_string(table_cell(ts, tab, 0, "tp_name"));

	t->name = name ? name : tab->global->name;
	t->object = tab->global;
	t->loc = tab->global->loc;
	t->basicsize = cell_number(table_cell(ts, tab, 0, "tp_basicsize"), -1);
	t->itemsize = cell_number(table_cell(ts, tab, 0, "tp_itemsize"), -1);
	read_flags(t, table_cell(ts, tab, 0, "tp_flags"));
	t->is_heap = t->flags & TPFLAGS_HEAPTYPE;
	read_base(t, table_cell(ts, tab, 0, "tp_base"));
	if (!cell_is_zero(table_cell(ts, tab, 0, "tp_bases")))
		t->base_unknown = true;
	add_members(d, t, tab, "PyTypeObject");
	add_suites(d, t, tab);
	/* Without a name it is filled in at run time (PyStructSequence). */
	if (cell_is_zero(table_cell(ts, tab, 0, "tp_name"))) {
		t->slots_unknown = t->base_unknown = true;
		t->flags_known = false;
		t->basicsize = t->itemsize = -1;
	}
	vec_push (&d->types, t);
}

/* ------------------------------------------------------------ PyType_Spec */

/* Until an element with slot 0 or one that can't be read. */
static void add_spec_slots(struct declared *d, struct type_model *t,
			   const struct table *slots)
{
	uint32_t i;

	for (i = 0; i < slots->n; i++) {
		const struct init *id = table_cell(d->tables, slots, i,
						   "slot");
		const struct init *p = table_cell(d->tables, slots, i,
						  "pfunc");
		const struct slot *s;

		if (cell_is_zero(id))
			return;
		if (cell_is_unknown(id)) {
			t->slots_unknown = true;
			continue;
		}
		s = slot_by_id((int) id->i);
		if (!s)
			continue;
		add_slot(t, s, p, table_loc(d->tables, slots, i));
		if (!strcmp(s->name, "tp_base"))
			read_base(t, p);
		else if (!strcmp(s->name, "tp_bases") && !cell_is_zero(p))
			t->base_unknown = true;
	}
}

static void add_spec(struct declared *d, const struct table *tab)
{
	const struct tables *ts = d->tables;
	struct type_model *t = ARENA_NEW (&d->unit->arena, struct type_model);
	const char *name = cell_string(table_cell(ts, tab, 0, "name"));
	struct table slots;

	t->name = name ? name : tab->global->name;
	t->spec = tab->global;
	t->loc = tab->global->loc;
	t->is_heap = true;
	t->basicsize = cell_number(table_cell(ts, tab, 0, "basicsize"), -1);
	t->itemsize = cell_number(table_cell(ts, tab, 0, "itemsize"), -1);
	read_flags(t, table_cell(ts, tab, 0, "flags"));
	if (table_at(ts, table_cell(ts, tab, 0, "slots"), RECORD_TYPE_SLOT,
		     &slots))
		add_spec_slots(d, t, &slots);
	else
		t->slots_unknown = true;
	vec_push (&d->types, t);
}

/* The arguments of PyType_From* that are a spec and its bases. */
static const struct { const char *name; int spec, bases; } makers[] = {
	{ "PyType_FromSpec", 0, -1 },
	{ "PyType_FromSpecWithBases", 0, 1 },
	{ "PyType_FromModuleAndSpec", 1, 2 },
	{ "PyType_FromMetaclass", 2, 3 },
};

/* The unit's own way to make a type of a spec gives what bases it likes. */
static void bases_from_wrapper(struct declared *d, const struct function *f,
			       const struct instr *i)
{
	struct global *g;
	int64_t offset;
	uint32_t a, n;

	for (a = 0; a < i->n_args; a++) {
		if (!global_address(f, i->args[a], &g, &offset))
			continue;
		for (n = 0; n < d->types.n; n++)
			if (d->types.v[n]->spec && d->types.v[n]->spec == g)
				d->types.v[n]->base_unknown = true;
	}
}

/* A spec's type has the base that its making call gives. */
static void bases_from_call(struct declared *d, const struct function *f,
			    const struct instr *i)
{
	const struct function *callee = call_target(f, i);
	struct global *g;
	int64_t offset;
	bool is_maker = false;
	size_t k;
	uint32_t n;

	for (k = 0; callee && k < ARRAY_SIZE (makers); k++) {
		if (strcmp(callee->name, makers[k].name))
			continue;
		is_maker = true;
		if (makers[k].bases < 0
		    || (uint32_t) makers[k].bases >= i->n_args
		    || value_is_zero(f, strip_casts(f,
					    i->args[makers[k].bases])))
			continue;
		if (!global_address(f, i->args[makers[k].spec], &g, &offset))
			g = NULL;
		for (n = 0; n < d->types.n; n++)
			if (d->types.v[n]->spec
			    && (!g || d->types.v[n]->spec == g))
				d->types.v[n]->base_unknown = true;
	}
	if (!is_maker)
		bases_from_wrapper(d, f, i);
}

/* The static type that I makes ready, or NULL. */
static struct type_model *readied_type(struct declared *d,
				       const struct function *f,
				       const struct instr *i)
{
	const struct function *callee = call_target(f, i);
	struct global *g;
	int64_t offset;
	uint32_t n;

	if (!callee || !i->n_args
	    || (strcmp(callee->name, "PyType_Ready")
		&& strcmp(callee->name, "PyModule_AddType"))
	    || !global_address(f, i->args[i->n_args - 1], &g, &offset))
		return NULL;
	for (n = 0; n < d->types.n; n++)
		if (d->types.v[n]->object == g)
			return d->types.v[n];
	return NULL;
}

/* A type that other units can see, and that is not made ready here, may get
 * further slots there before it is (NumPy's iterators do). */
static void mark_open_types(struct declared *d)
{
	uint32_t i;

	for (i = 0; i < d->types.n; i++) {
		struct type_model *t = d->types.v[i];

		if (t->object && !t->object->is_static && !t->is_readied) {
			t->is_open = !t->slots_unknown;
			t->slots_unknown = true;
		}
	}
}

/* What calls in bodies tell about types. */
static void read_calls(struct declared *d)
{
	uint32_t n, b, k;

	for (n = 0; n < d->unit->functions.n; n++) {
		const struct function *f = d->unit->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++)
				if (f->blocks[b].instrs[k].op == OP_CALL) {
					struct type_model *t;

					bases_from_call(d, f,
						&f->blocks[b].instrs[k]);
					t = readied_type(d, f,
						&f->blocks[b].instrs[k]);
					if (t)
						t->is_readied = true;
				}
	}
}

/* ------------------------------------------------------------------ */

static const struct global *base_object(const struct type_model *t)
{
	const struct slot_use *base = type_slot(t, "tp_base");

	return base ? base->object : NULL;
}

static void link_bases(struct declared *d)
{
	uint32_t i, k;

	for (i = 0; i < d->types.n; i++) {
		struct type_model *t = d->types.v[i];
		const struct global *base = base_object(t);

		for (k = 0; base && k < d->types.n; k++)
			if (d->types.v[k]->object == base && k != i)
				t->base = d->types.v[k];
	}
}

static bool slot_table(const struct declared *d, const struct type_model *t,
		    const char *slot_name, enum record_kind kind,
		    struct table *out)
{
	const struct slot_use *use = type_slot(t, slot_name);
	struct init c = { .kind = INIT_GLOBAL };

	if (!use || !use->object)
		return false;
	c.global = (struct global *) use->object;
	c.i = use->i;
	return table_at(d->tables, &c, kind, out);
}

static void read_tables(struct declared *d, struct type_model *t)
{
	struct table tab;
	uint32_t i;

	for (i = 0; i < t->slots.n; i++)
		declared_add_role(d, t->slots.v[i].function,
				  t->slots.v[i].slot, t, t->slots.v[i].loc);
	if (slot_table(d, t, "tp_methods", RECORD_METHOD, &tab))
		declared_methods(d, &tab, t);
	if (slot_table(d, t, "tp_getset", RECORD_GETSET, &tab)) {
		t->getset = tab.global;
		declared_getset(d, &tab, t);
	}
	if (slot_table(d, t, "tp_members", RECORD_MEMBER, &tab))
		t->members = tab.global;
}

/* Tables that no type in sight uses still give their functions roles. */
static void read_loose_tables(struct declared *d)
{
	uint32_t i;

	for (i = 0; i < d->tables->list.n; i++) {
		const struct table *t = &d->tables->list.v[i];
		uint32_t k;
		bool seen = false;

		for (k = 0; k < d->methods.n; k++)
			if (d->methods.v[k]->table == t->global)
				seen = true;
		if (t->kind == RECORD_METHOD && !seen)
			declared_methods(d, t, NULL);
		for (k = 0; k < d->types.n; k++)
			if (d->types.v[k]->getset == t->global)
				seen = true;
		if (t->kind == RECORD_GETSET && !seen)
			declared_getset(d, t, NULL);
	}
}

static void read_loose_suite(struct declared *d, const struct table *tab)
{
	const struct slot *s;
	unsigned i;

	for (i = 0; (s = slot_at(i)); i++) {
		uint64_t offset;
		const struct init *c;

		if (s->is_data || !strcmp(s->member, "PyTypeObject")
		    || !record_member(tab->record, s->name, &offset, NULL))
			continue;
		c = table_cell(d->tables, tab, 0, s->name);
		if (c && c->kind == INIT_FUNC)
			declared_add_role(d, c->func, s, NULL,
					  cell_loc(c, tab->global->loc));
	}
}

/* Slot arrays and suites that no type in sight uses. */
static void read_loose_slots(struct declared *d)
{
	uint32_t i, k;

	for (i = 0; i < d->tables->list.n; i++) {
		const struct table *t = &d->tables->list.v[i];

		if (t->kind == RECORD_SUITE)
			read_loose_suite(d, t);
		for (k = 0; t->kind == RECORD_TYPE_SLOT && k < t->n; k++) {
			const struct init *id, *p;

			id = table_cell(d->tables, t, k, "slot");
			p = table_cell(d->tables, t, k, "pfunc");
			if (id && id->kind == INIT_INT && p
			    && p->kind == INIT_FUNC)
				declared_add_role(d, p->func,
					slot_by_id((int) id->i), NULL,
					table_loc(d->tables, t, k));
		}
	}
}

/* Cython's runtime names its types by __PYX_TYPE_MODULE_PREFIX, its compiler
 * the functions of the types that it makes. */
static bool is_generated(const struct type_model *t)
{
	uint32_t i;

	if (!strncmp(t->name, "_cython_", 8))
		return true;
	for (i = 0; i < t->slots.n; i++) {
		const struct function *f = t->slots.v[i].function;

		if (f && !strncmp(f->name, "__pyx_tp_", 9))
			return true;
	}
	return false;
}

void declared_types(struct declared *d)
{
	uint32_t i;

	for (i = 0; i < d->tables->list.n; i++) {
		const struct table *t = &d->tables->list.v[i];
		uint32_t k;

		for (k = 0; k < t->n; k++) {
			struct table one = *t;

			one.offset += k * t->record->size;
			if (t->kind == RECORD_TYPE && !t->is_array)
				add_static_type(d, &one);
			else if (t->kind == RECORD_TYPE_SPEC)
				add_spec(d, &one);
		}
	}
	read_calls(d);
	mark_open_types(d);
	link_bases(d);
	for (i = 0; i < d->types.n; i++) {
		d->types.v[i]->is_generated = is_generated(d->types.v[i]);
		read_tables(d, d->types.v[i]);
	}
	read_loose_tables(d);
	read_loose_slots(d);
}
