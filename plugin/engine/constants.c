/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See constants.h.  A value is followed backwards through copies, casts,
 * SELECTs and PHIs; a bound on the values visited ends cycles.
 */
#include "engine/constants.h"

#include <string.h>

#define VISITS_MAX 64

/* How many callers up a parameter is followed. */
#define CALLERS_DEPTH 3

struct walk {
	const struct function *f;
	constant_cb cb;
	void *data;
	vid seen[VISITS_MAX];
	unsigned n_seen;
};

static bool walk_seen(struct walk *w, vid v)
{
	for (unsigned i = 0; i < w->n_seen; i++)
		if (w->seen[i] == v)
			return true;
	if (w->n_seen == VISITS_MAX)
		return true;
	w->seen[w->n_seen++] = v;
	return false;
}

static void walk_value(struct walk *w, vid v);

static void walk_phi(struct walk *w, const struct value *v, vid dst)
{
	const struct block *b = &w->f->blocks[v->def_block];

	for (uint32_t i = 0; i < b->n_phis; i++) {
		if (b->phis[i].dst != dst)
			continue;
		for (uint32_t k = 0; k < b->n_preds; k++)
			walk_value(w, b->phis[i].args[k]);
	}
}

/* Calls the callback for each value that V is a copy or choice of and that
 * is neither. */
static void walk_value(struct walk *w, vid v)
{
	const struct value *value = fn_value(w->f, v);
	const struct instr *def;

	if (walk_seen(w, v))
		return;
	if (value->kind == VAL_SSA && value->is_phi) {
		walk_phi(w, value, v);
		return;
	}
	def = value_def(w->f, v);
	if (def && (def->op == OP_COPY || def->op == OP_CAST)) {
		walk_value(w, def->a);
	} else if (def && def->op == OP_SELECT) {
		walk_value(w, def->b);
		walk_value(w, def->c);
	} else {
		w->cb(w->f, v, w->data);
	}
}

static void walk_roots(const struct unit *u, const struct function *f, vid v,
		       constant_cb cb, void *data, unsigned depth);

struct caller_walk {
	const struct unit *u;
	constant_cb cb;
	void *data;
	unsigned depth;
};

static void walk_callers(const struct caller_walk *w,
			 const struct function *callee, uint32_t param)
{
	for (uint32_t n = 0; n < w->u->functions.n; n++) {
		const struct function *f = w->u->functions.v[n];

		for (uint32_t b = 0; b < f->n_blocks; b++)
			for (uint32_t k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i;

				i = &f->blocks[b].instrs[k];
				if (i->op == OP_CALL && param < i->n_args
				    && call_target(f, i) == callee)
					walk_roots(w->u, f, i->args[param],
						   w->cb, w->data, w->depth);
			}
	}
}

/* A helper's parameter is what its callers give. */
static void root(const struct function *f, vid v, void *data)
{
	struct caller_walk *w = data;
	const struct value *value = fn_value(f, v);

	if (value->kind == VAL_PARAM && w->u && f->is_static
	    && !f->address_taken && w->depth < CALLERS_DEPTH) {
		struct caller_walk up = *w;

		up.depth++;
		walk_callers(&up, f, value->u.param);
	} else {
		w->cb(f, v, w->data);
	}
}

static void walk_roots(const struct unit *u, const struct function *f, vid v,
		       constant_cb cb, void *data, unsigned depth)
{
	struct caller_walk up = { .u = u, .cb = cb, .data = data,
		.depth = depth };
	struct walk w = { .f = f, .cb = root, .data = &up };

	if (v)
		walk_value(&w, v);
}

void constant_roots(const struct unit *u, const struct function *f, vid v,
		    constant_cb cb, void *data)
{
	walk_roots(u, f, v, cb, data, 0);
}

/* ------------------------------------------------------------ strings */

struct string_list {
	const struct unit *u;
	struct constant_string *v;
	unsigned n;
};

static void add_string(struct string_list *l, const char *s, size_t len,
		       int64_t offset)
{
	if (!s || offset < 0 || (uint64_t) offset > len
	    || l->n == CONSTANTS_MAX)
		return;
	s += offset;
	len = strnlen(s, len - (size_t) offset);
	for (unsigned i = 0; i < l->n; i++)
		if (l->v[i].len == len && !memcmp(l->v[i].s, s, len))
			return;
	l->v[l->n].s = s;
	l->v[l->n++].len = len;
}

/* A variable, of the file or of the function, by its address. */
struct variable { const struct global *global; uint32_t local; };

static bool is_address(const struct function *f, vid v,
		       const struct variable *x)
{
	const struct value *value = fn_value(f, v);

	if (x->global)
		return value->kind == VAL_GLOBAL
			&& value->u.global == x->global;
	return value->kind == VAL_LOCAL && value->u.local == x->local;
}

/* A callee that takes a pointer to what is const only reads. */
static bool call_only_reads(const struct function *f, const struct instr *i,
			    const struct variable *x)
{
	const struct type *t = i->fn_type;

	for (uint32_t n = 0; n < i->n_args; n++) {
		const struct type *p = t && n < t->n_fields
			? t->fields[n].type : NULL;

		if (is_address(f, i->args[n], x)
		    && !(p && p->kind == TYPE_PTR && p->inner
			 && p->inner->is_const))
			return false;
	}
	return true;
}

struct use { const struct function *f; const struct variable *x; bool found; };

static void see_use(vid v, void *data)
{
	struct use *u = data;

	u->found |= is_address(u->f, v, u->x);
}

enum touch_of { TOUCHES_NOT, TOUCHES_READING, TOUCHES_CHANGING };

static enum touch_of instr_touches(const struct function *f,
				   const struct instr *i,
				   const struct variable *x)
{
	struct use u = { .f = f, .x = x };
	bool reads;

	instr_uses(i, see_use, &u);
	if (!u.found)
		return TOUCHES_NOT;
	reads = i->op == OP_CLOBBER
		|| (i->op == OP_LOAD && is_address(f, i->place.base, x))
		|| (i->op == OP_CALL && call_only_reads(f, i, x));
	return reads ? TOUCHES_READING : TOUCHES_CHANGING;
}

static bool phis_take(const struct function *f, const struct block *b,
		      const struct variable *x)
{
	for (uint32_t k = 0; k < b->n_phis; k++)
		for (uint32_t n = 0; n < b->n_preds; n++)
			if (is_address(f, b->phis[k].args[n], x))
				return true;
	return false;
}

static bool function_leaves_alone(const struct function *f,
				  const struct variable *x)
{
	for (uint32_t b = 0; b < f->n_blocks; b++) {
		const struct block *bl = &f->blocks[b];

		if (phis_take(f, bl, x))
			return false;
		for (uint32_t k = 0; k < bl->n_instrs; k++)
			if (instr_touches(f, &bl->instrs[k], x)
			    == TOUCHES_CHANGING)
				return false;
	}
	return true;
}

/* Does nothing in U store to static G, nor take its address but to read? */
static bool global_is_fixed(const struct unit *u, const struct global *g)
{
	const struct variable x = { .global = g };

	if (!g->is_static)
		return false;
	for (uint32_t n = 0; n < u->functions.n; n++)
		if (!function_leaves_alone(u->functions.v[n], &x))
			return false;
	for (uint32_t n = 0; n < u->globals.n; n++)
		for (uint32_t k = 0; k < u->globals.v[n]->n_inits; k++)
			if (u->globals.v[n]->inits[k].kind == INIT_GLOBAL
			    && u->globals.v[n]->inits[k].global == g)
				return false;
	return true;
}

/* A constant array of characters, or a constant pointer to a string at byte
 * AT of G. */
static void add_global_string(struct string_list *l, const struct global *g,
			      int64_t at, int64_t offset)
{
	const struct type *t = g->type;
	const struct init *init;
	bool is_const = g->is_const || (t && t->is_const);

	/* The array of const pointers is const. */
	if (t && t->kind == TYPE_ARRAY && t->inner && t->inner->is_const)
		is_const = true;
	if (!g->has_init || at < 0
	    || !(is_const || (l->u && global_is_fixed(l->u, g))))
		return;
	init = global_init_at(g, (uint64_t) at);
	if (init && init->kind == INIT_STRING)
		add_string(l, init->s, init->len, init->i + offset);
}

bool is_parser(const struct type *t)
{
	return t && t->kind == TYPE_STRUCT
		&& ((t->name && !strcmp(t->name, "_PyArg_Parser"))
		    || (t->tag && !strcmp(t->tag, "_PyArg_Parser")));
}

const struct init *parser_member(const struct global *g, const char *name)
{
	const struct type *t = g->type;

	for (uint32_t i = 0; i < t->n_fields; i++)
		if (t->fields[i].name && !strcmp(t->fields[i].name, name))
			return global_init_at(g, t->fields[i].offset);
	return NULL;
}

static void add_parser_format(struct string_list *l, const struct global *g)
{
	const struct init *init = parser_member(g, "format");

	if (init && init->kind == INIT_STRING)
		add_string(l, init->s, init->len, init->i);
}

/* The local array of characters that is filled once, with a literal, and
 * handed to readers only. */
static void add_local_string(struct string_list *l, const struct function *f,
			     uint32_t local, int64_t offset)
{
	const struct variable x = { .local = local };
	const struct value *from = NULL;

	for (uint32_t r = 0; r < f->n_rpo; r++) {
		const struct block *b = &f->blocks[f->rpo[r]];

		if (phis_take(f, b, &x))
			return;
		for (uint32_t k = 0; k < b->n_instrs; k++) {
			const struct instr *i = &b->instrs[k];

			if (instr_touches(f, i, &x) != TOUCHES_CHANGING)
				continue;
			if (i->op != OP_MOVE || from || i->place.index
			    || i->place.offset
			    || fn_value(f, i->a)->kind != VAL_STRING)
				return;
			from = fn_value(f, i->a);
		}
	}
	if (from)
		add_string(l, from->u.str.s, from->u.str.len,
			   from->offset + offset);
}

const struct value *constant_address(const struct function *f, vid v,
				     int64_t *offset)
{
	const struct instr *def = value_def(f, v);
	const struct value *value = fn_value(f, v);

	*offset = 0;
	if (def && def->op == OP_ADDR && !def->place.index) {
		value = fn_value(f, def->place.base);
		*offset = def->place.offset;
	}
	if (value->kind == VAL_STRING || value->kind == VAL_GLOBAL
	    || value->kind == VAL_LOCAL)
		*offset += value->offset;
	return value;
}

static void take_string(const struct function *f, vid v, void *data)
{
	int64_t offset;
	const struct value *value = constant_address(f, v, &offset);
	const struct instr *def = value_def(f, v);

	if (value->kind == VAL_STRING) {
		add_string(data, value->u.str.s, value->u.str.len, offset);
	} else if (value->kind == VAL_GLOBAL
		   && is_parser(value->u.global->type)) {
		add_parser_format(data, value->u.global);
	} else if (value->kind == VAL_GLOBAL && value->u.global->type
		   && value->u.global->type->kind == TYPE_ARRAY) {
		add_global_string(data, value->u.global, 0, offset);
	} else if (value->kind == VAL_LOCAL) {
		add_local_string(data, f, value->u.local, offset);
	} else if (def && def->op == OP_LOAD && !def->place.index) {
		const struct value *base = fn_value(f, def->place.base);

		if (base->kind == VAL_GLOBAL)
			add_global_string(data, base->u.global,
					  base->offset + def->place.offset, 0);
	}
}

unsigned constant_strings(const struct unit *u, const struct function *f,
			  vid v, struct constant_string *out)
{
	struct string_list l = { .u = u, .v = out };

	constant_roots(u, f, v, take_string, &l);
	return l.n;
}
