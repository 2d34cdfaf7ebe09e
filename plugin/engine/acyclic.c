/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looks at every store to the field in the unit: by the C type of the value,
 * the function that made it, a type check on it, or the format that parsed
 * it.
 */
#include "contract/format.h"
#include "engine/acyclic.h"
#include "engine/acyclic-leaf.h"
#include "engine/dealloc.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

enum { MAX_DEPTH = 5, MAX_VALUES = 5000,
	MAX_PLAIN = 500, TPFLAGS_BASETYPE = 1 << 10,
	TPFLAGS_HAVE_GC = 1 << 14 };

struct question {
	const struct declared *d;
	int depth;
	unsigned values;	/* asked so far; too many: all are leaves */
	struct position at;	/* in the function asked about: the use */
	bool exact;		/* strings and numbers only are leaves */
	bool ends;		/* and what ends without running code */
};

/* Types whose instances refer to nothing.  An exact type is not needed: a
 * subclass with a __dict__ is beside the point of a field meant for these. */
static const char *const leaf_types[] = { "PyUnicode_Type", "PyBytes_Type",
	"PyByteArray_Type", "PyLong_Type", "PyBool_Type", "PyFloat_Type",
	"PyComplex_Type", "PyCapsule_Type", "PyRange_Type", NULL };
static const char *const leaf_structs[] = { "PyUnicodeObject",
	"PyASCIIObject", "PyCompactUnicodeObject", "PyBytesObject",
	"PyByteArrayObject", "PyLongObject", "_longobject", "PyFloatObject",
	"PyComplexObject", NULL };
static const char *const leaf_makers[] = { "PyUnicode_", "PyBytes_From",
	"PyLong_From", "PyFloat_From", "PyBool_From", "PyObject_Str",
	"PyObject_Repr", "PyObject_ASCII", "PyCapsule_New", "PyNumber_Long",
	"PyNumber_Float", "PyNumber_Index", "PyComplex_From",
	"PyByteArray_From", "PyObject_Bytes", "PyOS_FSPath",
	"Py_GetConstant", NULL };

static bool listed(const char *name, const char *const *names)
{
	for (; name && *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

static bool has_listed_prefix(const char *name, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (!strncmp(name, *prefixes, strlen(*prefixes)))
			return true;
	return false;
}

static bool value_is_leaf(struct question *q, const struct function *f,
			  vid v);
static bool may_cycle(struct question *q, const struct type_model *t,
		      const struct field_model *fm, struct loc *where);

/* A type object of the unit whose instances the collector never sees; and,
 * where that matters, whose end runs no code. */
static bool model_is_leaf(const struct question *q, const struct type_model *t)
{
	return t->flags_known && !t->base_unknown && !t->base_name
		&& !(t->flags & (TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE))
		&& !(q->exact && (!q->ends
				  || dealloc_may_run_code(q->d, t)));
}

static bool type_object_is_leaf(const struct question *q,
				const struct global *g)
{
	const struct declared *d = q->d;

	uint32_t i;

	if (listed(g->name, leaf_types))
		return true;
	for (i = 0; i < d->types.n; i++)
		if (d->types.v[i]->object == g)
			return model_is_leaf(q, d->types.v[i]);
	return false;
}

bool leaf_struct(const struct type *record)
{
	return listed(record->name, leaf_structs)
		|| listed(record->tag, leaf_structs);
}

static bool struct_is_leaf(const struct question *q, const struct type *t)
{
	const struct type_model *m;

	if (!t || t->kind != TYPE_PTR || !t->inner)
		return false;
	if (leaf_struct(t->inner))
		return true;
	m = declared_type_of(q->d, t->inner);
	return m && model_is_leaf(q, m);
}

/* ------------------------------------------------------------- checks */

/* The type that the address V is of: &PyUnicode_Type. */
static const struct global *type_object(const struct function *f, vid v)
{
	struct global *g;
	int64_t offset;

	return global_address(f, v, &g, &offset) && !offset ? g : NULL;
}

/* Are A and V the same value, or loads of one local variable? */
static bool same_thing(const struct function *f, vid a, vid v)
{
	const struct instr *x, *y;

	a = strip_casts(f, a);
	if (a == v)
		return true;
	x = value_def(f, a);
	y = value_def(f, v);
	return x && y && x->op == OP_LOAD && y->op == OP_LOAD
		&& !x->place.index && !y->place.index
		&& x->place.base == y->place.base
		&& x->place.offset == y->place.offset
		&& fn_value(f, x->place.base)->kind == VAL_LOCAL;
}

/* Is V what argument A is, or is A the type of V? */
static bool is_about(const struct function *f, vid a, vid v)
{
	const struct instr *def;

	if (same_thing(f, a, v))
		return true;
	a = strip_casts(f, a);
	def = value_def(f, a);
	if (def && def->op == OP_CALL && def->n_args == 1) {
		const struct function *callee = call_target(f, def);

		return callee && strstr(callee->name, "Py_TYPE")
			&& same_thing(f, def->args[0], v);
	}
	return def && def->op == OP_LOAD && def->place.offset == TYPE_OFFSET
		&& same_thing(f, def->place.base, v);
}

/* The flags of the leaf types' subclasses in tp_flags. */
enum { LEAF_FLAGS_LOW = 24, LEAF_FLAGS_BYTES = 27, LEAF_FLAGS_STR = 28 };

static bool is_leaf_flag(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, strip_casts(f, v));

	return val->kind == VAL_INT
		&& (val->u.i == 1LL << LEAF_FLAGS_LOW
		    || val->u.i == 1LL << LEAF_FLAGS_BYTES
		    || val->u.i == 1LL << LEAF_FLAGS_STR);
}

static bool call_checks_leaf(const struct question *q,
			     const struct function *f, const struct instr *i,
			     vid v)
{
	static const char *const by_type[] = { "Py_IS_TYPE", "_Py_IS_TYPE",
		"PyObject_TypeCheck", "_PyObject_TypeCheck",
		"PyObject_IsInstance", "PyType_IsSubtype", NULL };
	static const char *const by_name[] = { "PyUnicode_Check",
		"PyUnicode_CheckExact", "PyBytes_Check", "PyLong_Check",
		"PyFloat_Check", "PyBytes_CheckExact", "PyLong_CheckExact",
		NULL };
	const struct function *callee = call_target(f, i);
	const struct global *type;

	if (!callee || !i->n_args || !is_about(f, i->args[0], v))
		return false;
	if (listed(callee->name, by_name))
		return true;
	if (i->n_args < 2)
		return false;
	if (!strcmp(callee->name, "PyType_HasFeature"))
		return is_leaf_flag(f, i->args[1]);
	type = listed(callee->name, by_type) ? type_object(f, i->args[1])
		: NULL;
	return type && type_object_is_leaf(q, type);
}

/* v == Py_True, Py_TYPE (v) == &PyBytes_Type: where that holds, V is a leaf. */
static bool compares_leaf(const struct question *q, const struct function *f,
			  const struct instr *i, vid v)
{
	bool is_first = is_about(f, i->a, v);
	vid about = is_first ? i->a : i->b;
	const struct global *g;

	if (!is_first && !is_about(f, i->b, v))
		return false;
	g = type_object(f, is_first ? i->b : i->a);
	if (!g)
		return false;
	return same_thing(f, about, v)
		? !strcmp(g->name, "_Py_TrueStruct")
			|| !strcmp(g->name, "_Py_FalseStruct")
		: type_object_is_leaf(q, g);
}

/* The parameter of CALLEE that gets V in call I, or 0. */
static vid param_for(const struct function *f, const struct instr *i,
		     const struct function *callee, vid v)
{
	uint32_t n;

	for (n = 0; n < i->n_args && n < callee->n_params; n++)
		if (same_thing(f, i->args[n], v))
			return callee->params[n];
	return 0;
}

static bool is_checked_anywhere(struct question *q, const struct function *f,
				vid v);

/* Does call I hand V to a helper that checks it? */
static bool helper_checks(struct question *q, const struct function *f,
			  const struct instr *i, vid v)
{
	const struct function *callee = call_target(f, i);
	vid p;

	if (!callee || !callee->has_body || callee->in_system_header)
		return false;
	p = param_for(f, i, callee, v);
	return p && is_checked_anywhere(q, callee, p);
}

static bool is_checked_anywhere(struct question *q, const struct function *f,
				vid v)
{
	bool found = false;
	uint32_t b, k;

	if (q->depth >= MAX_DEPTH)
		return false;
	q->depth++;
	for (b = 0; !found && b < f->n_blocks; b++)
		for (k = 0; !found && k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			found = (i->op == OP_CALL
				 && (call_checks_leaf(q, f, i, v)
				     || helper_checks(q, f, i, v)))
				|| ((i->op == OP_BR || i->op == OP_CMP)
				    && compares_leaf(q, f, i, v));
		}
	q->depth--;
	return found;
}

/* What is known past a branch: is V a leaf, or NULL, on edge E? */
struct guard {
	struct question *q;
	vid v;
	struct position at;	/* where V is used */
};

static bool edge_proves_leaf(struct guard *g, const struct function *f,
			     const struct edge *e)
{
	const struct instr *br = block_last(&f->blocks[e->from]), *def;
	bool holds;

	if (br->op != OP_BR || (br->cmp != CMP_EQ && br->cmp != CMP_NE))
		return false;
	holds = (br->cmp == CMP_EQ) == (e->kind == EDGE_TRUE);
	if (compares_leaf(g->q, f, br, g->v)
	    || (value_is_zero(f, br->b) && same_thing(f, br->a, g->v)))
		return holds;
	def = value_def(f, strip_casts(f, br->a));
	return def && def->op == OP_CALL && value_is_zero(f, br->b)
		&& !holds && call_checks_leaf(g->q, f, def, g->v);
}

static bool unproven_edge(const struct function *f, const struct edge *e,
			  void *data)
{
	return e->kind != EDGE_EH && !edge_proves_leaf(data, f, e);
}

static enum path_verdict reach_use(const struct function *f,
				   struct position p, void *data)
{
	struct guard *g = data;
	const struct instr *i = instr_at(f, p);

	if (p.block == g->at.block && p.instr == g->at.instr)
		return PATH_FOUND;
	return i->op == OP_CALL && helper_checks(g->q, f, i, g->v)
		? PATH_STOP : PATH_ON;
}

/* Does every path to where V is used go past a check that it is a leaf?  A
 * helper that looks at V's type is taken to refuse what is none. */
static bool is_checked_leaf(struct question *q, const struct function *f,
			    vid v)
{
	struct guard g = { q, v, q->at };
	struct position entry = { 0, 0 };

	return !path_find(f, entry, reach_use, unproven_edge, &g, NULL);
}

/* ------------------------------------------------------------ formats */

/* Is argument N of the parsing call I one for a leaf: U, S, or O! with a
 * leaf's type before it? */
static bool parses_leaf(const struct question *q, const struct function *f,
			const struct instr *i, uint32_t n)
{
	const struct contract *c = touch_contract(q->d, f, i);
	const struct format_arg *arg = NULL;
	struct arena arena = { 0 };
	const struct value *text;
	const struct global *g;
	struct format *fmt;
	bool leaf = false;

	if (!c || !c->va_first || n + 1 < c->va_first
	    || c->format_arg > i->n_args)
		return false;
	text = fn_value(f, strip_casts(f, i->args[c->format_arg - 1]));
	if (text->kind != VAL_STRING || text->offset)
		return false;
	fmt = format_split(&arena, format_kind_of(c), text->u.str.s,
			   text->u.str.len, CTYPE_SSIZE);
	if (format_unit_of(fmt, n + 1 - c->va_first, &arg)
	    && arg->use == FORMAT_OUT_CHECKED) {
		g = arg->type ? NULL : type_object(f, i->args[n - 1]);
		leaf = arg->type ? listed(arg->type, leaf_types)
			: g && type_object_is_leaf(q, g);
	}
	arena_release(&arena);
	return leaf;
}

/* A local variable read here and filled in by a parsing call. */
static bool local_is_leaf(struct question *q, const struct function *f,
			  uint32_t local)
{
	bool seen = false;
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct value *val;

			for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
				val = fn_value(f, strip_casts(f, i->args[n]));
				if (val->kind != VAL_LOCAL
				    || val->u.local != local)
					continue;
				if (!parses_leaf(q, f, i, n))
					return false;
				seen = true;
			}
			val = i->op == OP_STORE
				? fn_value(f, strip_casts(f, i->place.base))
				: NULL;
			if (!val || val->kind != VAL_LOCAL
			    || val->u.local != local)
				continue;
			if (!value_is_leaf_at(q, f, i->a, b, k))
				return false;
			seen = true;
		}
	return seen;
}

/* ------------------------------------------------------------- values */

static bool returns_leaf(struct question *q, const struct function *f)
{
	bool seen = false;
	uint32_t b;

	if (!f->has_body)
		return false;
	for (b = 0; b < f->n_blocks; b++) {
		const struct instr *i = block_last(&f->blocks[b]);

		if (i->op != OP_RET || !i->a || value_is_zero(f, i->a))
			continue;
		if (!value_is_leaf_at(q, f, i->a, b,
				      f->blocks[b].n_instrs - 1))
			return false;
		seen = true;
	}
	return seen;
}

/* A weak reference without a callback takes itself out of a list when it goes.
 * source: Objects/weakrefobject.c, weakref_dealloc, proxy_dealloc */
static bool is_plain_weakref(const struct function *f, const struct instr *i)
{
	const struct function *t = call_target(f, i);

	return (!strcmp(t->name, "PyWeakref_NewRef")
		|| !strcmp(t->name, "PyWeakref_NewProxy"))
		&& i->n_args == 2 && value_is_zero(f, i->args[1]);
}

static bool call_makes_leaf(struct question *q, const struct function *f,
			    const struct instr *i)
{
	const struct function *callee = call_target(f, i);
	const struct contract *c = touch_contract(q->d, f, i);
	const char *name = callee ? callee->name : NULL;

	if (!callee)
		return false;
	if (i->n_args == 1 && function_takes_reference(callee))
		return value_is_leaf(q, f, i->args[0]);
	if (tuple_of_leaves(q, f, i) || (q->ends && is_plain_weakref(f, i)))
		return true;
	if (c)
		return c->type ? listed(c->type, leaf_types)
			: has_listed_prefix(name, leaf_makers);
	/* Of pythoncapi_compat.h, where Python has none yet. */
	return !strcmp(name, "Py_GetConstant") || returns_leaf(q, callee);
}

static bool global_is_leaf(struct question *q, const struct global *g)
{
	const struct site *at;
	bool seen = false;
	uint32_t n, stores;

	if (g->is_external)
		return !strncmp(g->name, "PyExc_", 6);
	at = sites_of_stores(&q->d->sites, g, &stores);
	for (n = 0; n < stores; n++) {
		if (value_is_zero(at[n].f, at[n].i->a))
			continue;
		if (!value_is_leaf_at(q, at[n].f, at[n].i->a, at[n].block,
				      at[n].instr))
			return false;
		seen = true;
	}
	return seen;
}

static bool load_is_leaf(struct question *q, const struct function *f,
			 const struct instr *i)
{
	const struct value *base = fn_value(f, strip_casts(f, i->place.base));
	const struct type_model *t = declared_type_of(q->d, i->place.record);
	uint32_t k;

	if (base->kind == VAL_LOCAL)
		return local_is_leaf(q, f, base->u.local);
	if (base->kind == VAL_GLOBAL)
		return global_is_leaf(q, base->u.global);
	for (k = 0; t && i->place.field && k < t->fields.n; k++)
		if (t->fields.v[k].field->name
		    && !strcmp(t->fields.v[k].field->name, i->place.field))
			return !may_cycle(q, t, &t->fields.v[k], NULL);
	return false;
}

static bool phi_is_leaf(struct question *q, const struct function *f, vid v)
{
	const struct block *b = &f->blocks[fn_value(f, v)->def_block];
	uint32_t k, n;

	for (k = 0; k < b->n_phis; k++) {
		if (b->phis[k].dst != v)
			continue;
		for (n = 0; n < b->n_preds; n++)
			if (!value_is_leaf(q, f, b->phis[k].args[n]))
				return false;
	}
	return true;
}

static bool ssa_is_leaf(struct question *q, const struct function *f, vid v)
{
	const struct instr *def = value_def(f, v);

	if (fn_value(f, v)->is_phi)
		return phi_is_leaf(q, f, v);
	if (def && def->op == OP_CALL)
		return call_makes_leaf(q, f, def);
	if (def && def->op == OP_LOAD)
		return load_is_leaf(q, f, def);
	return def && def->op == OP_SELECT && value_is_leaf(q, f, def->b)
		&& value_is_leaf(q, f, def->c);
}

/* What all callers of the static function F pass for its parameter V. */
static bool param_is_leaf(struct question *q, const struct function *f, vid v)
{
	uint32_t number = fn_value(f, v)->u.param, n, calls;
	const struct site *at;
	bool seen = false;

	if (!f->is_static || f->address_taken)
		return false;
	at = sites_of_calls(&q->d->sites, f, &calls);
	for (n = 0; n < calls; n++) {
		if (number >= at[n].i->n_args)
			continue;
		if (!value_is_leaf_at(q, at[n].f, at[n].i->args[number],
				      at[n].block, at[n].instr))
			return false;
		seen = true;
	}
	return seen;
}

static bool value_is_leaf(struct question *q, const struct function *f,
			  vid v)
{
	const struct value *val;
	struct global *g;
	int64_t offset;
	bool leaf;

	if (q->values++ > MAX_VALUES
	    || struct_is_leaf(q, fn_value(f, v)->type))
		return true;
	v = strip_casts(f, v);
	val = fn_value(f, v);
	if (value_is_zero(f, v) || val->kind == VAL_UNDEF
	    || struct_is_leaf(q, val->type))
		return true;
	/* Static objects: None, True, static types. */
	if (global_address(f, v, &g, &offset))
		return true;
	if (is_checked_leaf(q, f, v))
		return true;
	if ((val->kind != VAL_SSA && val->kind != VAL_PARAM)
	    || q->depth >= MAX_DEPTH)
		return false;
	q->depth++;
	leaf = val->kind == VAL_SSA ? ssa_is_leaf(q, f, v)
		: param_is_leaf(q, f, v);
	q->depth--;
	return leaf;
}

bool value_is_leaf_at(struct question *q, const struct function *f, vid v,
		      uint32_t b, uint32_t k)
{
	struct position before = q->at;
	bool leaf;

	q->at.block = b;
	q->at.instr = k;
	leaf = value_is_leaf(q, f, v);
	q->at = before;
	return leaf;
}

/* ------------------------------------------------------------- stores */

bool field_is_place(const struct type_model *t, const struct field_model *fm,
		    const struct place *p)
{
	uint32_t i;

	if (!p->field || !fm->field->name || !p->record
	    || strcmp(p->field, fm->field->name))
		return false;
	if (same_record(p->record, t->instance))
		return true;
	/* In a struct that the instance has as a member. */
	for (i = 0; i < p->record->n_fields; i++)
		if (&p->record->fields[i] == fm->field)
			return true;
	return false;
}

/* Is something stored at AT, where V, a pointer, points, that is no leaf? */
static bool stores_through(const struct function *f,
			   const struct value_use *at, vid v, void *data)
{
	const struct instr *i = &f->blocks[at->block].instrs[at->instr];

	return i->op == OP_STORE && i->place.base == v && !i->place.record
		&& !i->place.index && !i->place.offset
		&& !value_is_leaf_at(data, f, i->a, at->block, at->instr);
}

/* Does helper F store something that is no leaf where its parameter N, from 0,
 * points? */
static bool puts_other(struct question *q, const struct function *f,
		       uint32_t n)
{
	bool puts;

	if (!f->has_body || f->in_system_header || n >= f->n_params
	    || !f->params[n] || q->depth >= MAX_DEPTH)
		return false;
	q->depth++;
	puts = value_any_use(f, f->params[n], stores_through, q);
	q->depth--;
	return puts;
}

/* Whether instruction K of block B stores something in FM that is no leaf. */
static bool stores_other(struct question *q, const struct function *f,
			 uint32_t b, uint32_t k, const struct type_model *t,
			 const struct field_model *fm)
{
	const struct instr *i = &f->blocks[b].instrs[k];
	uint32_t n;

	if (i->op == OP_STORE && field_is_place(t, fm, &i->place)) {
		const struct instr *def = value_def(f, strip_casts(f, i->a));

		/* Copied from another object of the type. */
		if (def && def->op == OP_LOAD
		    && field_is_place(t, fm, &def->place))
			return false;
		return !value_is_leaf_at(q, f, i->a, b, k);
	}
	for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
		const struct instr *def;
		const struct function *by = call_target(f, i);

		def = value_def(f, strip_casts(f, i->args[n]));
		if (!by || !def || def->op != OP_ADDR
		    || !field_is_place(t, fm, &def->place))
			continue;
		if (strstr(by->name, "PyArg_Parse")
		    ? !parses_leaf(q, f, i, n) : puts_other(q, by, n))
			return true;
	}
	return false;
}

static bool may_cycle(struct question *q, const struct type_model *t,
		      const struct field_model *fm, struct loc *where)
{
	const struct site *at;
	bool stored = false;
	uint32_t n, sites;

	if (!t->instance || struct_is_leaf(q, fm->field->type))
		return false;
	if (field_is_writable_member(q->d, t, fm)
	    || field_is_dictionary(q->d, t, fm)) {
		if (where)
			*where = (struct loc) { .line = 0 };
		return true;
	}
	if (!q->exact && field_is_read_as_leaf(q->d, t, fm))
		return false;
	at = sites_of_member(&q->d->sites, fm->field->name, &sites);
	for (n = 0; n < sites; n++) {
		const struct instr *i = at[n].i;

		stored |= i->op == OP_STORE && !value_is_zero(at[n].f, i->a)
			&& field_is_place(t, fm, &i->place);
		if (!stores_other(q, at[n].f, at[n].block, at[n].instr, t, fm))
			continue;
		if (where)
			*where = i->loc;
		return true;
	}
	return !stored && field_is_called(q->d, t, fm, where);
}

bool member_may_cycle(const struct declared *d, const struct type *record,
		      const char *name, struct loc *where)
{
	struct field field = { .name = name };
	struct field_model fm = { .field = &field };
	struct type_model t = { .instance = record };
	struct question q = { .d = d };

	return may_cycle(&q, &t, &fm, where) && q.values <= MAX_VALUES;
}

/* What the stores to local number LOCAL bring, is it a leaf each time? */
static bool local_holds_leaves(struct question *q, const struct function *f,
			       uint32_t local)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct value *to = i->op == OP_STORE
				? fn_value(f, strip_casts(f, i->place.base))
				: NULL;

			if (to && to->kind == VAL_LOCAL && to->u.local == local
			    && !value_is_leaf_at(q, f, i->a, b, k))
				return false;
		}
	return true;
}

bool value_may_cycle(const struct declared *d, const struct function *f, vid v,
		     uint32_t b, uint32_t k)
{
	const struct value *val = fn_value(f, strip_casts(f, v));
	struct question q = { .d = d };
	bool leaf = val->kind == VAL_LOCAL
		? local_holds_leaves(&q, f, val->u.local)
		: value_is_leaf_at(&q, f, v, b, k);

	return !leaf && q.values <= MAX_VALUES;
}

bool field_may_cycle(const struct declared *d, const struct type_model *t,
		     const struct field_model *fm, struct loc *where)
{
	struct question q = { .d = d };

	return may_cycle(&q, t, fm, where) && q.values <= MAX_VALUES;
}

bool field_may_run_code(const struct declared *d, const struct type_model *t,
			const struct field_model *fm)
{
	struct question q = { .d = d, .exact = true };

	return may_cycle(&q, t, fm, NULL) && q.values <= MAX_VALUES;
}

bool field_ends_loudly(const struct declared *d, const struct type_model *t,
		       const struct field_model *fm)
{
	struct question q = { .d = d, .exact = true, .ends = true };

	if (field_is_weaklist(d, t, fm))
		return false;
	/* What others put there can be anything; of a type that only this unit
	 * knows of, it is always NULL, but where the interpreter fills it. */
	if (!field_is_dictionary(d, t, fm) && t->instance
	    && type_is_object_ptr(fm->field->type)
	    && !struct_is_leaf(&q, fm->field->type)
	    && !field_is_filled(d, t, fm))
		return !t->object || !t->object->is_static
			|| field_is_writable_member(d, t, fm);
	return may_cycle(&q, t, fm, NULL) && q.values <= MAX_VALUES;
}

bool member_ends_loudly(const struct declared *d, const struct type *record,
			const char *name)
{
	struct field field = { .name = name };
	struct field_model fm = { .field = &field };
	struct type_model t = { .instance = record };
	struct question q = { .d = d, .exact = true, .ends = true };

	return may_cycle(&q, &t, &fm, NULL) && q.values <= MAX_VALUES;
}

bool value_is_plain(const struct declared *d, const struct function *f, vid v,
		    uint32_t b, uint32_t k)
{
	struct question q = { .d = d, .exact = true,
		.values = MAX_VALUES - MAX_PLAIN };

	return value_is_leaf_at(&q, f, v, b, k);
}
