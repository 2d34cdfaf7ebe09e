/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an object is by all that can have made it.
 *
 * A type check that went well lets subclasses through, and these have methods
 * of their own; what PyUnicode_FromString made is a str and no more.  So only
 * makers count here, wherever the object has been since: in a variable or a
 * field that nothing else is stored in, handed on by a helper or to one.
 */
#include "engine/made.h"
#include "engine/acyclic.h"
#include "engine/tables.h"

#include <string.h>

enum { MAX_DEPTH = 6, MAX_VALUES = 400 };

struct search {
	struct knowledge *k;
	unsigned depth, values;
};

static const struct made unknown = { NULL, false };
static const struct made nothing = { "", true };

static struct made of_value(struct search *s, const struct function *f, vid v);

static struct made join(struct made a, struct made b)
{
	if (!a.type || !b.type)
		return unknown;
	if (!*a.type)
		return b;
	if (!*b.type)
		return a;
	if (strcmp(a.type, b.type))
		return unknown;
	a.is_word &= b.is_word;
	return a;
}

/* Is V a number of fewer bytes, without a sign, made wider? */
static bool is_widened(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, value_strip_copies(f, v));
	const struct type *t = d && d->op == OP_CAST ? fn_value(f, d->a)->type
		: NULL;

	return t && t->kind == TYPE_INT && t->is_unsigned
		&& t->size < sizeof(int64_t);
}

/* Does call I of NAME make an int of a signed machine word, or a smaller one?
 * long, Py_ssize_t and long long are of one size where pointers have 8 bytes,
 * and an address is no negative one.  doc: c-api/long */
static bool makes_word(const struct function *f, const struct instr *i,
		       const char *name)
{
	static const char *const words[] = { "PyLong_FromLong",
		"PyLong_FromSsize_t", "PyLong_FromLongLong",
		"PyLong_FromInt32",
		"PyLong_FromInt64", "PyLong_FromUInt32",
		"PyLong_FromVoidPtr" };
	size_t n;

	for (n = 0; n < ARRAY_SIZE (words); n++)
		if (!strcmp(name, words[n]))
			return true;
	return (!strcmp(name, "PyLong_FromUnsignedLong")
		|| !strcmp(name, "PyLong_FromUnsignedLongLong"))
		&& i->n_args == 1 && is_widened(f, i->args[0]);
}

static struct made returned(struct search *s, const struct function *f)
{
	struct made m = nothing;
	uint32_t b;

	if (!f->has_body || !f->n_rpo)
		return unknown;
	for (b = 0; m.type && b < f->n_rpo; b++) {
		const struct instr *i = block_last(&f->blocks[f->rpo[b]]);

		if (i->op == OP_RET)
			m = join(m, i->a ? of_value(s, f, i->a) : unknown);
	}
	return m;
}

static struct made of_call(struct search *s, const struct function *f,
			   const struct instr *i)
{
	const struct function *t = call_target(f, i);
	const struct contract *c;

	if (!t)
		return unknown;
	if (i->n_args == 1 && function_takes_reference(t))
		return of_value(s, f, i->args[0]);
	c = knowledge_function(s->k, t, i->n_args);
	if (c && c->origin == ORIGIN_TABLE)
		return (struct made) { c->type, c->type
			&& makes_word(f, i, c->name) };
	return returned(s, t);
}

static struct made of_phi(struct search *s, const struct function *f, vid v)
{
	const struct block *b = &f->blocks[fn_value(f, v)->def_block];
	struct made m = nothing;
	uint32_t i, n;

	for (i = 0; i < b->n_phis; i++)
		for (n = 0; b->phis[i].dst == v && m.type && n < b->n_preds;
		     n++)
			if (value_strip_copies(f, b->phis[i].args[n]) != v)
				m = join(m, of_value(s, f,
						     b->phis[i].args[n]));
	return m;
}

/* A variable or a member of a struct, wherever it is read and written. */
struct store {
	const struct global *g;		/* NULL: a member */
	const struct type *record;
	uint64_t offset;
};

static bool is_there(const struct store *to, const struct function *f,
		     const struct place *p)
{
	const struct value *base = fn_value(f, p->base);

	if (to->g)
		return base->kind == VAL_GLOBAL && base->u.global == to->g;
	return p->record && p->field && !p->index
		&& (uint64_t) p->offset == to->offset
		&& same_record(p->record, to->record);
}

struct use { const struct function *f; const struct instr *i;
	const struct global *g; bool found; };

static void note_use(vid v, void *data)
{
	struct use *u = data;
	const struct value *val = fn_value(u->f, v);
	const struct instr *i = u->i;

	u->found |= val->kind == VAL_GLOBAL && val->u.global == u->g
		&& !(v == i->place.base && op_uses_place(i->op)
		     && i->op != OP_ADDR && i->a != v);
}

/* Does I hand the address of what TO is to somebody? */
static bool lends_address(const struct store *to, const struct function *f,
			  const struct instr *i)
{
	struct use u = { f, i, to->g, false };

	if (!to->g)
		return i->op == OP_ADDR && is_there(to, f, &i->place);
	instr_uses(i, note_use, &u);
	return u.found;
}

static struct made stored(struct search *s, const struct store *to)
{
	struct made m = nothing;
	uint32_t n, b, j;

	for (n = 0; n < s->k->unit->functions.n; n++) {
		const struct function *f = s->k->unit->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (j = 0; j < f->blocks[b].n_instrs; j++) {
				const struct instr *i =
					&f->blocks[b].instrs[j];

				if (lends_address(to, f, i))
					return unknown;
				if (i->op != OP_STORE
				    || !is_there(to, f, &i->place))
					continue;
				m = join(m, of_value(s, f, i->a));
				if (!m.type)
					return m;
			}
	}
	return m;
}

/* Can Python code put something in the member? */
static bool is_open(const struct search *s, const struct type *record,
		    const char *field)
{
	const struct type_model *t = declared_type_of(s->k->declared, record);
	uint32_t i;

	for (i = 0; t && i < t->fields.n; i++)
		if (t->fields.v[i].field->name
		    && !strcmp(t->fields.v[i].field->name, field))
			return field_is_writable_member(s->k->declared, t,
							&t->fields.v[i]);
	return false;
}

/* Each question about a variable or member is answered once; while it is being
 * answered, what it holds already adds nothing. */
static struct made remembered(struct search *s, const struct store *to)
{
	uint64_t key = to->g ? map_key_ptr(to->g)
		: map_key_ptr(to->record) ^ to->offset * 0x9e3779b97f4a7c15u;
	struct made *m = map_get(&s->k->made, key);
	unsigned depth = s->depth;

	if (m)
		return *m;
	m = ARENA_NEW(&s->k->arena, struct made);
	*m = nothing;
	map_set(&s->k->made, key, m);
	s->depth = 0;
	*m = stored(s, to);
	s->depth = depth;
	if (m->type && !*m->type)
		*m = unknown;
	return *m;
}

static struct made of_load(struct search *s, const struct function *f,
			   const struct instr *i)
{
	const struct value *base = fn_value(f, i->place.base);
	struct store at = { .record = i->place.record,
		.offset = (uint64_t) i->place.offset };

	if (base->kind == VAL_GLOBAL) {
		at.g = base->u.global;
		return at.g->is_static && !at.g->n_inits && !i->place.offset
			&& !i->place.index ? remembered(s, &at) : unknown;
	}
	if (!i->place.field || !i->place.record || i->place.index
	    || is_open(s, i->place.record, i->place.field))
		return unknown;
	return remembered(s, &at);
}

static struct made passed(struct search *s, const struct function *f,
			  uint32_t number)
{
	const struct site *at;
	struct made m = nothing;
	uint32_t n, calls;

	if (!f->is_static || f->address_taken)
		return unknown;
	at = sites_of_calls(&s->k->declared->sites, f, &calls);
	for (n = 0; n < calls; n++) {
		m = number < at[n].i->n_args
			? join(m, of_value(s, at[n].f, at[n].i->args[number]))
			: unknown;
		if (!m.type)
			return m;
	}
	return m.type && *m.type ? m : unknown;
}

static struct made of_global(const struct global *g)
{
	if (!strcmp(g->name, "_Py_TrueStruct")
	    || !strcmp(g->name, "_Py_FalseStruct"))
		return (struct made) { "PyBool_Type", true };
	return unknown;
}

static struct made of_ssa(struct search *s, const struct function *f, vid v)
{
	const struct instr *d = value_def(f, v);

	if (fn_value(f, v)->is_phi)
		return of_phi(s, f, v);
	if (d && d->op == OP_CALL)
		return of_call(s, f, d);
	if (d && d->op == OP_LOAD)
		return of_load(s, f, d);
	return d && d->op == OP_SELECT
		? join(of_value(s, f, d->b), of_value(s, f, d->c)) : unknown;
}

static struct made of_value(struct search *s, const struct function *f, vid v)
{
	struct made m = unknown;
	struct global *g;
	int64_t offset;

	v = strip_casts(f, v);
	if (value_is_zero(f, v) || fn_value(f, v)->kind == VAL_UNDEF)
		return nothing;
	if (global_address(f, v, &g, &offset))
		return offset ? unknown : of_global(g);
	if (s->depth >= MAX_DEPTH || s->values++ > MAX_VALUES)
		return unknown;
	s->depth++;
	if (fn_value(f, v)->kind == VAL_SSA)
		m = of_ssa(s, f, v);
	else if (fn_value(f, v)->kind == VAL_PARAM)
		m = passed(s, f, fn_value(f, v)->u.param);
	s->depth--;
	return m;
}

struct made call_made(struct knowledge *k, const struct function *f,
		      const struct instr *i)
{
	struct search s = { .k = k };

	return of_call(&s, f, i);
}

struct made value_made(struct knowledge *k, const struct function *f, vid v)
{
	struct search s = { .k = k };

	return of_value(&s, f, v);
}
