/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Static variables that one function alone sets: for that function no call
 * changes them, unless it is called anew from there.
 *
 * Whose address goes anywhere but into a load or store can be set by anybody.
 */
#include "engine/knowledge.h"
#include "engine/failure.h"
#include "engine/tables.h"

#include <string.h>

struct gather {
	struct knowledge *k;
	const struct function *f;
	const struct instr *i;
};

/* What stands for "by more than one". */
static const char many;

static void note_writer(struct knowledge *k, const struct global *g,
			const void *writer)
{
	uint64_t key = map_key_ptr(g);

	if (map_has(&k->writers, key) && map_get(&k->writers, key) != writer)
		writer = &many;
	map_set(&k->writers, key, (void *) writer);
}

/* What number G starts as. */
static bool starts_as(const struct global *g, int64_t *value)
{
	const struct init *init = g->n_inits ? &g->inits[0] : NULL;

	if (!g->type || g->type->kind != TYPE_INT || g->n_inits > 1
	    || (init && init->kind != INIT_INT))
		return false;
	*value = init ? init->i : 0;
	return true;
}

/* Does I store in G, the whole of it, what it starts as? */
static bool stores_start(const struct function *f, const struct instr *i,
			 const struct global *g)
{
	int64_t value;
	const struct value *v = i->op == OP_STORE ? fn_value(f, i->a) : NULL;

	return i->op == OP_ZERO ? starts_as(g, &value) && !value
		: v && v->kind == VAL_INT && !i->place.offset
		&& starts_as(g, &value) && v->u.i == value;
}

/* A use of a variable's address other than as the place of a load. */
static void note_use(vid v, void *data)
{
	struct gather *g = data;
	const struct instr *i = g->i;
	const struct value *val = fn_value(g->f, v);
	bool is_place = v == i->place.base && (op_uses_place(i->op));

	if (val->kind != VAL_GLOBAL)
		return;
	if (is_place && i->op == OP_LOAD)
		return;
	if (!is_place || !stores_start(g->f, i, val->u.global))
		map_set(&g->k->changed, map_key_ptr(val->u.global),
			(void *) val->u.global);
	if (is_place && (i->op == OP_STORE || i->op == OP_ZERO)
	    && i->a != v)
		note_writer(g->k, val->u.global, g->f);
	else
		note_writer(g->k, val->u.global, &many);
}

static void gather_function(struct knowledge *k, const struct function *f)
{
	struct gather g = { k, f, NULL };
	uint32_t b, i, j;

	for (b = 0; b < f->n_blocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (i = 0; i < bl->n_instrs; i++) {
			g.i = &bl->instrs[i];
			instr_uses(g.i, note_use, &g);
		}
		for (i = 0; i < bl->n_phis; i++)
			for (j = 0; j < bl->n_preds; j++) {
				const struct value *val = fn_value(f,
					bl->phis[i].args[j]);

				if (val->kind != VAL_GLOBAL)
					continue;
				note_writer(k, val->u.global, &many);
				map_set(&k->changed,
					map_key_ptr(val->u.global),
					(void *) val->u.global);
			}
	}
}

void knowledge_gather_writers(struct knowledge *k)
{
	struct unit *u = k->unit;
	uint32_t i, j;

	for (i = 0; i < u->functions.n; i++) {
		if (u->functions.v[i]->has_body)
			gather_function(k, u->functions.v[i]);
		k->body_missing |= u->functions.v[i]->gave_up != NULL;
	}
	for (i = 0; i < u->globals.n; i++)
		for (j = 0; j < u->globals.v[i]->n_inits; j++)
			if (u->globals.v[i]->inits[j].global) {
				const struct global *g =
					u->globals.v[i]->inits[j].global;

				note_writer(k, g, &many);
				map_set(&k->changed, map_key_ptr(g),
					(void *) g);
			}
}

bool knowledge_sets_alone(const struct knowledge *k, const struct function *f,
			  const struct global *g)
{
	return g->is_static && map_get(&k->writers, map_key_ptr(g)) == f;
}

struct uses { vid v; bool other; };

static void see_use(vid v, void *data)
{
	struct uses *u = data;

	u->other |= v == u->v;
}

/* Is V held against NULL and nothing else? */
static bool is_only_compared(const struct function *f, vid v)
{
	struct uses u = { v, false };
	uint32_t b, i, j;

	for (b = 0; b < f->n_blocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (i = 0; i < bl->n_instrs; i++) {
			const struct instr *in = &bl->instrs[i];

			if ((in->op != OP_BR && in->op != OP_CMP)
			    || !value_is_zero(f, in->b))
				instr_uses(in, see_use, &u);
		}
		for (i = 0; i < bl->n_phis; i++)
			for (j = 0; j < bl->n_preds; j++)
				u.other |= bl->phis[i].args[j] == v;
	}
	return !u.other;
}

/* Does the unit ask whether G is NULL, and nothing else of it? */
static bool is_only_asked(const struct knowledge *k, const struct global *g)
{
	uint32_t n, b, i;

	for (n = 0; n < k->unit->functions.n; n++) {
		const struct function *f = k->unit->functions.v[n];

		for (b = 0; f->has_body && b < f->n_blocks; b++)
			for (i = 0; i < f->blocks[b].n_instrs; i++) {
				const struct instr *in =
					&f->blocks[b].instrs[i];

				if (in->op == OP_LOAD
				    && fn_value(f, in->place.base)->kind
				       == VAL_GLOBAL
				    && fn_value(f, in->place.base)->u.global
				       == g && !is_only_compared(f, in->dst))
					return false;
			}
	}
	return true;
}

bool knowledge_is_never_set(struct knowledge *k, const struct global *g)
{
	static const char yes, no;
	const char *is;

	if (!g->is_static || g->is_external || g->in_system_header
	    || k->body_missing || map_has(&k->writers, map_key_ptr(g)))
		return false;
	is = map_get(&k->never_set, map_key_ptr(g));
	if (!is)
		is = is_only_asked(k, g) ? &yes : &no;
	map_set(&k->never_set, map_key_ptr(g), (void *) is);
	return is == &yes;
}

bool knowledge_fixed_number(const struct knowledge *k, const struct global *g,
			    int64_t *value)
{
	return g->is_static && !g->is_external && !g->in_system_header
		&& !k->body_missing && starts_as(g, value)
		&& !map_has(&k->changed, map_key_ptr(g));
}

static bool calls(const struct function *f, const char *name)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			if (t && !strcmp(t->name, name))
				return true;
		}
	return false;
}

/* Does call I of F give NULL only with an exception? */
static bool raises_with_null(struct knowledge *k,
			     const struct function *f, const struct instr *i)
{
	const struct contract *c = knowledge_call(k, f, i);
	bool fails = false;
	unsigned n;

	for (n = 0; n < c->n_outcomes; n++) {
		if (c->outcomes[n].pred.lo > 0 || c->outcomes[n].pred.nonzero)
			continue;
		if (!outcome_raises(&c->outcomes[n]))
			return false;
		fails = true;
	}
	return fails && c->origin <= ORIGIN_SPEC;
}

/* Does F store what a call made in G: an object, or what comes from Python with
 * an exception otherwise, as PyCapsule_Import has it? */
static bool stores_result(struct knowledge *k, const struct function *f,
			  const struct global *g)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i], *d;
			const struct value *base;

			if (in->op != OP_STORE)
				continue;
			base = fn_value(f, in->place.base);
			d = value_def(f, strip_casts(f, in->a));
			if (base->kind == VAL_GLOBAL && base->u.global == g
			    && d && d->op == OP_CALL
			    && (type_is_object_ptr(g->type)
				|| raises_with_null(k, f, d)))
				return true;
		}
	return false;
}

bool knowledge_is_set_by_init(struct knowledge *k, const struct function *f,
			      const struct global *g)
{
	const struct function *by;
	const struct role *role;
	const void *writer;

	if (!g->is_static || !g->type || g->type->kind != TYPE_PTR)
		return false;
	writer = map_get(&k->writers, map_key_ptr(g));
	if (!writer || writer == &many || writer == f)
		return false;
	by = writer;
	role = declared_role(k->declared, by);
	/* One that clears errors may have gone on without it. */
	return role && (role->slot->convention == CONV_MODULE_INIT
			|| !strcmp(role->slot->name, "Py_mod_exec"))
		&& knowledge_is_open(k, f) && stores_result(k, by, g)
		&& !calls(by, "PyErr_Clear");
}
