/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is read from memory: whose the object is that a pointer read there
 * points to.
 */
#include "engine/tables.h"
#include "engine/const-table.h"
#include "engine/engine.h"

#include <string.h>

static bool record_is(const struct type *t, const char *name)
{
	return t && ((t->name && !strcmp(t->name, name))
		     || (t->tag && !strcmp(t->tag, name)));
}

/* The items of a list or tuple belong to it. */
static bool load_is_items(const struct place *p)
{
	return p->field && !strcmp(p->field, "ob_item")
		&& (record_is(p->record, "PyListObject")
		    || record_is(p->record, "PyTupleObject"));
}

/* Which item a load from the array of a list's items reads. */
static sid item_number(struct fn_run *r, struct state *s,
		       const struct place *p)
{
	int64_t n = p->offset / (int64_t) sizeof(void *);

	if (p->index)
		return p->offset ? 0 : run_eval(r, s, p->index);
	return state_number(s, n, n);
}

/* Is T, which was just made, made of what something else has, with all its
 * items?  source: Objects/abstract.c, listobject.c, tupleobject.c */
static bool is_made_whole(const struct fn_run *r, const struct thing *t)
{
	static const char *const makers[] = { "PySequence_List",
		"PySequence_Tuple", "PyDict_Keys", "PyDict_Values",
		"PyDict_Items", "PyMapping_Keys", "PyMapping_Values",
		"PyMapping_Items", "PyTuple_Pack", "PyObject_Dir", NULL };
	const struct instr *by = t->born;

	return by && by->op == OP_CALL
		&& function_is_one_of(call_target(r->fn, by), makers);
}

/* Items of lists and tuples are there; only who makes one sees it without. */
static void not_null_item(const struct fn_run *r, struct state *s, sid x,
			  sid lender)
{
	const struct thing *l = thing_get(s, lender);

	if (l && l->birth == BIRTH_NEW && l->fresh && !is_made_whole(r, l))
		return;
	sym_at(s, x)->lo = 1;
	sym_at(s, x)->nonzero = true;
}

/* Members of the interpreter's structs that hold objects of one type
 * (Objects/typeobject.c, type_ready_set_bases, type_mro_modified). */
static const struct { const char *record, *field, *type; } typed[] = {
	{ "_typeobject", "tp_bases", "PyTuple_Type" },
	{ "_typeobject", "tp_mro", "PyTuple_Type" },
};

/* Members of the interpreter's structs that count, which macros read. */
static bool is_count(const struct place *p)
{
	return p->field && ((!strcmp(p->field, "used")
			     && record_is(p->record, "PySetObject"))
			    || (!strcmp(p->field, "ma_used")
				&& record_is(p->record, "PyDictObject")));
}

static const char *type_of_member(const struct place *p)
{
	size_t n;

	for (n = 0; p->field && n < ARRAY_SIZE(typed); n++)
		if (!strcmp(p->field, typed[n].field)
		    && record_is(p->record, typed[n].record))
			return typed[n].type;
	return NULL;
}

/* A pointer read from memory: whoever owns the memory owns the object. */
static void born_in_memory(struct fn_run *r, struct state *s, sid x,
			   const struct instr *i, sid base)
{
	const struct thing *holder = thing_get(s, base);
	struct thing *t;
	/* An array of items, reached through an interior pointer. */
	bool borrowed = load_is_items(&i->place)
		|| (holder && holder->birth == BIRTH_BORROW
		    && !i->place.record && !sym_get(s, base)->is_object);
	const struct type *record = borrowed && !i->place.record && holder
		? holder->field_record : i->place.record;
	struct addr at = state_deref(s, base);
	sid lender = 0;

	if (borrowed)
		lender = load_is_items(&i->place) ? base : holder->lender;
	t = state_thing(s, &r->engine->pool, x);
	t->birth = borrowed ? BIRTH_BORROW : BIRTH_FIELD;
	/* What a local holds, unseen, somebody else put there. */
	if (at.kind == REGION_LOCAL) {
		t->birth = BIRTH_UNKNOWN;
		t->escaped = true;
	}
	t->lender = lender;
	t->type = type_of_member(&i->place);
	if (borrowed && lender && sym_get(s, x)->is_object) {
		if (!load_is_items(&i->place))
			t->key = item_number(r, s, &i->place);
		not_null_item(r, s, x, lender);
	}
	t->born = i;
	t->field_record = record;
	t->field = i->place.field;
	t->field_offset = i->place.offset;
}

static sid load_global(struct fn_run *r, struct state *s,
		       const struct instr *i, const struct global *g,
		       const struct type *t)
{
	sid x = run_fresh(s, t);
	struct thing *th;

	sym_at(s, x)->nonzero = true;
	sym_at(s, x)->lo = 1;
	th = state_thing(s, &r->engine->pool, x);
	th->birth = BIRTH_STATIC;
	th->immortal = r->engine->version >= PYVERSION(3, 12);
	th->born = i;
	th->type = g->name;
	return x;
}

/* The memory of a buffer lives until the buffer is released.  Code sets buf to
 * NULL to tell that there is no buffer: one that was filled has memory. */
static void born_in_buffer(struct fn_run *r, struct state *s, sid x,
			   const struct instr *i)
{
	struct addr at = state_deref(s, run_eval(r, s, i->place.base));
	struct thing *t;
	uint32_t n;

	/* BUF is the first member. */
	at.offset += i->place.offset;
	if (i->place.index)
		return;
	for (n = 0; n < s->cells.n; n++) {
		const struct cell *c = &s->cells.v[n];

		if (!c->is_resource || c->index || !addr_equal(&c->at, &at))
			continue;
		t = state_thing(s, &r->engine->pool, x);
		t->birth = BIRTH_BORROW;
		t->lender = c->value;
		t->born = i;
		sym_at(s, x)->lo = 1;
		sym_at(s, x)->nonzero = true;
		return;
	}
}

/* The type of what PyObject_GetIter gives has tp_iternext: else it raises
 * TypeError (Objects/abstract.c). */
static void iterators_go_on(struct fn_run *r, struct state *s, sid x,
			    const struct instr *i, sid type)
{
	const struct expr *e = &sym_get(s, type)->expr;
	const struct thing *t = e->op == EXPR_CALL && !strcmp(e->fn, "Py_TYPE")
		? thing_get(s, e->a) : NULL;
	const struct function *by = t && t->born && t->born->op == OP_CALL
		? call_target(r->fn, t->born) : NULL;

	if (!i->place.field || strcmp(i->place.field, "tp_iternext")
	    || !by || strcmp(by->name, "PyObject_GetIter"))
		return;
	sym_at(s, x)->lo = 1;
	sym_at(s, x)->nonzero = true;
}

/* Which element of local array A is read is not known: it can be any. */
static void read_any_element(struct state *s, const struct addr *a)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		struct thing *t = thing_of(s, c->value);

		if (t && c->at.kind == a->kind && c->at.id == a->id
		    && !c->is_resource && !t->family)
			t->escaped = true;
	}
}

/* How far down the helpers' stores are looked for. */
enum { RELINK_DEPTH = 2 };

/* Does F, or a helper, set a member of a struct of P's kind that it reaches
 * through another pointer in memory? */
static bool relinks(const struct function *f, const struct place *p,
		    unsigned depth)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *g = i->op == OP_CALL
				? call_target(f, i) : NULL;
			const struct instr *d;

			if (g && g->has_body && depth
			    && !g->in_system_header
			    && relinks(g, p, depth - 1))
				return true;
			if (i->op != OP_STORE || !i->place.record
			    || !same_record(i->place.record, p->record))
				continue;
			d = value_def(f, value_strip_copies(f,
							    i->place.base));
			if (d && d->op == OP_LOAD)
				return true;
		}
	return false;
}

/* Memory that was freed here is still what a member says, unless the struct
 * can have been reached from another one of its kind meanwhile: that is how
 * an element of a list is unlinked. */
static bool may_be_relinked(const struct fn_run *r, const struct state *s,
			    const struct cell *c, const struct place *p)
{
	const struct thing *t = thing_get(s, c->value);

	return t && t->life == LIFE_DEAD && c->initial && p->record
		&& !sym_get(s, c->value)->is_object
		&& relinks(r->fn, p, RELINK_DEPTH);
}

static bool starts_null(const struct global *g)
{
	uint32_t n;

	for (n = 0; n < g->n_inits; n++)
		if (g->inits[n].kind != INIT_INT || g->inits[n].i)
			return false;
	return true;
}

/* Is the variable that is read a pointer that is NULL for ever? */
static bool is_never_set(const struct fn_run *r, const struct cell *key,
			 const struct type *t)
{
	const struct global *g = key->at.ptr;

	return key->at.kind == REGION_GLOBAL && !key->at.offset
		&& !key->index && t && t->kind == TYPE_PTR
		&& g->type && g->type->kind == TYPE_PTR && starts_null(g)
		&& knowledge_is_never_set(r->engine->knowledge, g);
}

/* Is it a number that nothing changes? */
static bool is_fixed(const struct fn_run *r, const struct cell *key,
		     const struct type *t, int64_t *number)
{
	const struct global *g = key->at.ptr;

	return key->at.kind == REGION_GLOBAL && !key->at.offset
		&& !key->index && t && t->kind == TYPE_INT && g->type
		&& t->size == g->type->size
		&& knowledge_fixed_number(r->engine->knowledge, g, number);
}

/* The first member of a struct that a call gave which failed: what is not
 * known to be a number is -1.0.  doc: c-api/complex, PyComplex_AsCComplex */
static bool is_failed_complex(const struct fn_run *r, const struct state *s,
			      const struct cell *c, const struct cell *key)
{
	const struct instr *by = s->exc.by;

	return c->size > key->size && s->exc.state == EXC_SET && by
		&& by->op == OP_CALL && by->dst
		&& sym_get(s, c->value)->status_of == by
		&& call_target(r->fn, by)
		&& !strcmp(call_target(r->fn, by)->name,
			   "PyComplex_AsCComplex");
}

/* A pointer of self's that is there whenever a method is called. */
static bool is_present(const struct fn_run *r, const struct state *s,
		       const struct place *p, sid base)
{
	static const char *const others[] = { "tp_new", "tp_alloc",
		"tp_dealloc", "tp_free", "tp_finalize", "tp_clear",
		"tp_traverse" };
	const struct type_model *t = r->role ? r->role->type : NULL;
	const struct thing *self = thing_get(s, base);
	uint32_t i;

	if (!t || !self || self->birth != BIRTH_PARAM || self->param != 1
	    || p->index || !p->field)
		return false;
	for (i = 0; i < ARRAY_SIZE (others); i++)
		if (r->role->slot && !strcmp(r->role->slot->name, others[i]))
			return false;
	for (i = 0; i < t->fields.n; i++)
		if (t->fields.v[i].offset == (uint64_t) p->offset)
			return t->fields.v[i].is_present;
	return false;
}

/* Is V what instruction I's member was before? */
static bool was_read_before(const struct function *f, const struct instr *i,
			    vid v)
{
	const struct instr *d = value_def(f, value_strip_copies(f, v));

	return d && d != i && d->op == OP_LOAD && d->place.field
		&& !strcmp(d->place.field, i->place.field)
		&& same_record(d->place.record, i->place.record);
}

/* Is the number that I reads held against what its member was before Python
 * code ran: a version, a size?  Who asks that knows that it can change. */
static bool is_asked_again(const struct fn_run *r, const struct instr *i,
			   const struct type *t)
{
	const struct value_use *use;
	uint32_t k, uses;

	if (!r->ran_code || !t || t->kind != TYPE_INT || !i->place.field
	    || !i->place.record || i->place.index)
		return false;
	use = value_uses(r->fn, i->dst, &uses);
	for (k = 0; k < uses; k++) {
		const struct instr *n
			= &r->block->instrs[use[k].instr];

		/* In this block, further down. */
		if (use[k].block != r->block_id || use[k].is_phi
		    || use[k].instr <= r->instr_id)
			continue;
		if ((n->op != OP_BR && n->op != OP_CMP)
		    || (n->cmp != CMP_EQ && n->cmp != CMP_NE))
			continue;
		if ((n->a == i->dst && was_read_before(r->fn, i, n->b))
		    || (n->b == i->dst && was_read_before(r->fn, i, n->a)))
			return true;
	}
	return false;
}

sid run_load(struct fn_run *r, struct state *s, const struct instr *i,
	     const struct type *t)
{
	struct cell key, *c = NULL;
	bool known = run_cell(r, s, &i->place, &key);
	sid x, base = run_eval(r, s, i->place.base);
	int64_t number;

	if (known && (c = state_cell(s, &key)) != NULL
	    && (c->size == key.size || sym_is_null(s, c->value))
	    && !may_be_relinked(r, s, c, &i->place)
	    && !is_asked_again(r, i, t))
		return c->value;
	if (known && c && is_failed_complex(r, s, c, &key)) {
		x = state_number(s, -1, -1);
		sym_at(s, x)->status_of = s->exc.by;
		return x;
	}
	if (known && is_never_set(r, &key, t))
		return state_number(s, 0, 0);
	if (known && is_fixed(r, &key, t, &number))
		return state_number(s, number, number);
	if (key.at.kind == REGION_GLOBAL
	    && datum_find(((const struct global *) key.at.ptr)->name)
	       == DATUM_EXCEPTION) {
		/* One object however often it is named, so that a reference
		 * that is taken to it is known when it is given away. */
		x = load_global(r, s, i, key.at.ptr, t);
		if (known)
			state_set_cell(s, &key, x)->initial = true;
		return x;
	}
	if (key.index && key.at.kind == REGION_LOCAL)
		read_any_element(s, &key.at);
	x = run_fresh(s, t);
	/* A whole struct: its members stay known one by one. */
	if (t && t->kind == TYPE_STRUCT)
		return x;
	if (is_count(&i->place))
		sym_at(s, x)->lo = 0;
	if (known)
		const_table_limit(r, s, &key, t, x);
	iterators_go_on(r, s, x, i, base);
	if (is_present(r, s, &i->place, base)
	    || (key.at.kind == REGION_GLOBAL
		&& knowledge_is_set_by_init(r->engine->knowledge, r->fn,
					    key.at.ptr))
	    || (type_is_object_ptr(t)
		&& knowledge_member_is_filled(r->engine->knowledge, r->fn,
					      &i->place))) {
		sym_at(s, x)->lo = 1;
		sym_at(s, x)->nonzero = true;
	}
	if (type_is_object_ptr(t))
		born_in_memory(r, s, x, i, base);
	else if (t && t->kind == TYPE_PTR && load_is_items(&i->place))
		born_in_memory(r, s, x, i, base);
	else if (i->place.field && !strcmp(i->place.field, "buf")
		 && record_is(i->place.record, "Py_buffer"))
		born_in_buffer(r, s, x, i);
	if (known) {
		c = state_set_cell(s, &key, x);
		c->initial = true;
	}
	return x;
}
