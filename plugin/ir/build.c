/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Building a unit and its functions.
 *
 * A builder holds drafts in growing arrays, in the order they came;
 * fn_finish packs them into the unit's arena and brings them into the one
 * order that the text form and the engine rely on: edges are numbered by
 * source block, within a block the normal ones first.
 */
#include "ir/order.h"
#include "ir/uses.h"

#include <string.h>

/* --------------------------------------------------------------- unit */

struct unit *unit_new(const char *name)
{
	struct unit *u = prc_malloc(sizeof(*u));

	*u = (struct unit) { 0 };
	u->name = unit_intern(u, name);
	return u;
}

void unit_free(struct unit *u)
{
	if (!u)
		return;
	vec_release(&u->types);
	vec_release(&u->globals);
	vec_release(&u->functions);
	map_release(&u->function_index);
	map_release(&u->global_index);
	map_release(&u->ptr_index);
	map_release(&u->int_index);
	interns_release(&u->strings);
	arena_release(&u->arena);
	prc_free(u);
}

struct type *unit_type(struct unit *u, enum type_kind kind)
{
	struct type *t = ARENA_NEW(&u->arena, struct type);

	t->kind = kind;
	vec_push(&u->types, t);
	return t;
}

const struct type *unit_ptr_to(struct unit *u, const struct type *t)
{
	struct type *p = map_get(&u->ptr_index, map_key_ptr(t));

	if (p)
		return p;
	p = unit_type(u, TYPE_PTR);
	p->inner = t;
	p->size = 8;
	map_set(&u->ptr_index, map_key_ptr(t), p);
	return p;
}

static const char *int_name(unsigned size, bool is_unsigned)
{
	switch (size) {
	case 1: return is_unsigned ? "unsigned char" : "signed char";
	case 2: return is_unsigned ? "short unsigned int" : "short int";
	case 4: return is_unsigned ? "unsigned int" : "int";
	case 8: return is_unsigned ? "long unsigned int" : "long int";
	case 16: return is_unsigned ? "__int128 unsigned" : "__int128";
	default: return NULL;
	}
}

const struct type *unit_int(struct unit *u, unsigned size, bool is_unsigned)
{
	uint64_t key = (uint64_t) size << 1 | is_unsigned;
	struct type *t = map_get(&u->int_index, key);

	if (t)
		return t;
	t = unit_type(u, TYPE_INT);
	t->size = size;
	t->is_unsigned = is_unsigned;
	t->name = unit_intern(u, int_name(size, is_unsigned));
	map_set(&u->int_index, key, t);
	return t;
}

struct function *unit_function(struct unit *u, const char *key)
{
	struct function *f;

	key = unit_intern(u, key);
	f = map_get(&u->function_index, map_key_ptr(key));
	if (f)
		return f;
	f = ARENA_NEW(&u->arena, struct function);
	f->key = f->name = key;
	f->id = u->functions.n;
	vec_push(&u->functions, f);
	map_set(&u->function_index, map_key_ptr(key), f);
	return f;
}

struct global *unit_global(struct unit *u, const char *key)
{
	struct global *g;

	key = unit_intern(u, key);
	g = map_get(&u->global_index, map_key_ptr(key));
	if (g)
		return g;
	g = ARENA_NEW(&u->arena, struct global);
	g->key = g->name = key;
	g->number = u->globals.n;
	vec_push(&u->globals, g);
	map_set(&u->global_index, map_key_ptr(key), g);
	return g;
}

/* ------------------------------------------------------------- drafts */

struct phi_arg { uint32_t phi, pred; vid arg; struct loc loc; };

struct block_draft {
	VEC (vid) phis;			/* their results */
	VEC (struct phi_arg) phi_args;
	VEC (struct instr) instrs;
};

struct fn_builder {
	struct unit *unit;
	struct function *fn;
	VEC (struct value) values;
	/* Of each value, if a constant: the next older of the same hash. */
	VEC (vid) older;
	struct map constants;	/* hash -> newest vid */
	VEC (vid) params;
	VEC (struct local) locals;
	VEC (struct block_draft) blocks;
	VEC (struct edge) edges;
};

static vid add_value(struct fn_builder *b, struct value v)
{
	vec_push(&b->values, v);
	vec_push(&b->older, 0);
	return b->values.n - 1;
}

struct fn_builder *fn_begin(struct unit *u, struct function *fn)
{
	struct fn_builder *b = prc_malloc(sizeof(*b));

	*b = (struct fn_builder) { .unit = u, .fn = fn };
	add_value(b, (struct value) { .kind = VAL_NONE });
	return b;
}

static void builder_free(struct fn_builder *b)
{
	uint32_t i;

	for (i = 0; i < b->blocks.n; i++) {
		vec_release(&b->blocks.v[i].phis);
		vec_release(&b->blocks.v[i].phi_args);
		vec_release(&b->blocks.v[i].instrs);
	}
	vec_release(&b->values);
	vec_release(&b->older);
	map_release(&b->constants);
	vec_release(&b->params);
	vec_release(&b->locals);
	vec_release(&b->blocks);
	vec_release(&b->edges);
	prc_free(b);
}

void *fn_alloc(struct fn_builder *b, size_t size)
{
	return arena_alloc(&b->unit->arena, size);
}

/* ------------------------------------------------------------- values */

vid fn_param(struct fn_builder *b, const char *name, const struct type *t)
{
	vid v = 0;

	if (t)
		v = add_value(b, (struct value) {
			.kind = VAL_PARAM, .type = t,
			.name = unit_intern(b->unit, name),
			.u.param = b->params.n });
	vec_push(&b->params, v);
	return v;
}

uint32_t fn_local(struct fn_builder *b, const char *name,
		  const struct type *t, struct loc loc)
{
	vec_push(&b->locals, ((struct local) {
		unit_intern(b->unit, name), t, loc }));
	return b->locals.n - 1;
}

vid fn_ssa(struct fn_builder *b, const char *name, uint32_t var,
	   const struct type *t)
{
	return add_value(b, (struct value) {
		.kind = VAL_SSA, .type = t, .var = var,
		.name = unit_intern(b->unit, name) });
}

void fn_set_var(struct fn_builder *b, vid v, uint32_t var)
{
	if (v)
		b->values.v[v].var = var;
}

const struct type *fn_type_of(const struct fn_builder *b, vid v)
{
	return b->values.v[v].type;
}

static bool same_payload(const struct value *a, const struct value *b)
{
	switch (a->kind) {
	case VAL_INT:
		return a->u.i == b->u.i;
	case VAL_FLOAT:
		return !memcmp(&a->u.f, &b->u.f, sizeof(a->u.f));
	case VAL_STRING:
		return a->u.str.len == b->u.str.len
			&& !memcmp(a->u.str.s, b->u.str.s, a->u.str.len);
	case VAL_GLOBAL:
		return a->u.global == b->u.global;
	case VAL_LOCAL:
		return a->u.local == b->u.local;
	case VAL_FUNC:
		return a->u.func == b->u.func;
	case VAL_NONE:
	case VAL_SSA:
	case VAL_PARAM:
	case VAL_UNDEF:
		break;
	}
	return true;
}

static bool same_constant(const struct value *a, const struct value *b)
{
	return a->kind == b->kind && a->type == b->type && a->name == b->name
		&& a->offset == b->offset && same_payload(a, b);
}

static uint64_t payload_hash(const struct value *v, uint64_t seed)
{
	switch (v->kind) {
	case VAL_INT:
		return hash_bytes(&v->u.i, sizeof(v->u.i), seed);
	case VAL_FLOAT:
		return hash_bytes(&v->u.f, sizeof(v->u.f), seed);
	case VAL_STRING:
		return hash_bytes(v->u.str.s, v->u.str.len, seed);
	case VAL_GLOBAL:
		return hash_bytes(&v->u.global, sizeof(v->u.global), seed);
	case VAL_LOCAL:
		return hash_bytes(&v->u.local, sizeof(v->u.local), seed);
	case VAL_FUNC:
		return hash_bytes(&v->u.func, sizeof(v->u.func), seed);
	case VAL_NONE:
	case VAL_SSA:
	case VAL_PARAM:
	case VAL_UNDEF:
		break;
	}
	return seed;
}

static uint64_t constant_hash(const struct value *v)
{
	uint64_t words[] = { (uint64_t) v->kind, map_key_ptr(v->type),
		map_key_ptr(v->name), (uint64_t) v->offset };

	return payload_hash(v, hash_bytes(words, sizeof(words), 0));
}

/* The vid of the constant V, which may be there already.  A string's bytes
 * are copied only when it is new. */
static vid constant(struct fn_builder *b, struct value v)
{
	uint64_t hash = constant_hash(&v);
	vid newest = (vid) (uintptr_t) map_get(&b->constants, hash);
	vid i;

	for (i = newest; i; i = b->older.v[i])
		if (same_constant(&b->values.v[i], &v))
			return i;
	if (v.kind == VAL_STRING)
		v.u.str.s = arena_strndup(&b->unit->arena, v.u.str.s,
					  v.u.str.len);
	i = add_value(b, v);
	b->older.v[i] = newest;
	map_set(&b->constants, hash, (void *) (uintptr_t) i);
	return i;
}

vid fn_int(struct fn_builder *b, const struct type *t, int64_t i)
{
	return constant(b, (struct value) {
		.kind = VAL_INT, .type = t, .u.i = i });
}

vid fn_float(struct fn_builder *b, const struct type *t, double f)
{
	return constant(b, (struct value) {
		.kind = VAL_FLOAT, .type = t, .u.f = f });
}

vid fn_string(struct fn_builder *b, const struct type *t, const char *s,
	      size_t len, int64_t offset)
{
	return constant(b, (struct value) {
		.kind = VAL_STRING, .type = t, .offset = offset,
		.u.str = { s, len } });
}

vid fn_global(struct fn_builder *b, const struct type *t, struct global *g,
	      int64_t offset)
{
	return constant(b, (struct value) {
		.kind = VAL_GLOBAL, .type = t, .offset = offset,
		.u.global = g });
}

vid fn_local_addr(struct fn_builder *b, const struct type *t, uint32_t local,
		  int64_t offset)
{
	return constant(b, (struct value) {
		.kind = VAL_LOCAL, .type = t, .offset = offset,
		.u.local = local });
}

vid fn_func(struct fn_builder *b, const struct type *t, struct function *f)
{
	return constant(b, (struct value) {
		.kind = VAL_FUNC, .type = t, .u.func = f });
}

vid fn_undef(struct fn_builder *b, const char *name, const struct type *t)
{
	return constant(b, (struct value) {
		.kind = VAL_UNDEF, .type = t,
		.name = unit_intern(b->unit, name) });
}

/* ------------------------------------------------------ blocks, edges */

uint32_t fn_block(struct fn_builder *b)
{
	vec_push(&b->blocks, (struct block_draft) { 0 });
	return b->blocks.n - 1;
}

struct instr *fn_instr(struct fn_builder *b, uint32_t block, enum opcode op,
		       struct loc loc)
{
	struct block_draft *d = &b->blocks.v[block];

	vec_push(&d->instrs, ((struct instr) { .op = op, .loc = loc }));
	return &d->instrs.v[d->instrs.n - 1];
}

struct edge *fn_edge(struct fn_builder *b, uint32_t from, uint32_t to,
		     enum edge_kind kind, struct loc loc)
{
	vec_push(&b->edges, ((struct edge) {
		.from = from, .to = to, .kind = kind, .loc = loc }));
	return &b->edges.v[b->edges.n - 1];
}

uint32_t fn_phi(struct fn_builder *b, uint32_t block, vid dst)
{
	struct block_draft *d = &b->blocks.v[block];

	vec_push(&d->phis, dst);
	return d->phis.n - 1;
}

void fn_phi_arg(struct fn_builder *b, uint32_t block, uint32_t phi,
		uint32_t pred_block, vid arg, struct loc loc)
{
	vec_push(&b->blocks.v[block].phi_args, ((struct phi_arg) {
		phi, pred_block, arg, loc }));
}

/* ------------------------------------------------------------ packing */

/* The order of one block's edges; equal ranks keep the builder's order. */
static int edge_rank(enum edge_kind kind)
{
	switch (kind) {
	case EDGE_JUMP:
	case EDGE_TRUE:
		return 0;
	case EDGE_FALSE:
	case EDGE_CASE:
	case EDGE_DEFAULT:
		return 1;
	case EDGE_EH:
		break;
	}
	return 2;
}

static void count_edges(const struct fn_builder *b, struct function *f)
{
	uint32_t i;

	for (i = 0; i < b->edges.n; i++) {
		f->blocks[b->edges.v[i].from].n_succs++;
		f->blocks[b->edges.v[i].to].n_preds++;
	}
	for (i = 0; i < f->n_blocks; i++) {
		struct block *bl = &f->blocks[i];

		bl->succs = ARENA_ARRAY(&b->unit->arena, uint32_t,
					bl->n_succs);
		bl->preds = ARENA_ARRAY(&b->unit->arena, uint32_t,
					bl->n_preds);
		bl->n_preds = 0;
	}
}

/* Copies the edges by block and rank, and fills succs and preds. */
static void pack_edges(const struct fn_builder *b, struct function *f)
{
	uint32_t *next = prc_malloc(sizeof(*next) * (f->n_blocks + 1));
	uint32_t i, at = 0;
	int rank;

	f->n_edges = b->edges.n;
	f->edges = ARENA_ARRAY(&b->unit->arena, struct edge, b->edges.n);
	count_edges(b, f);
	for (i = 0; i < f->n_blocks; i++) {
		next[i] = at;
		at += f->blocks[i].n_succs;
		f->blocks[i].n_succs = 0;
	}
	for (rank = 0; rank <= 2; rank++)
		for (i = 0; i < b->edges.n; i++) {
			const struct edge *e = &b->edges.v[i];
			struct block *from = &f->blocks[e->from];

			if (edge_rank(e->kind) != rank)
				continue;
			from->succs[from->n_succs++] = next[e->from];
			f->edges[next[e->from]++] = *e;
		}
	for (i = 0; i < f->n_edges; i++) {
		struct block *to = &f->blocks[f->edges[i].to];

		to->preds[to->n_preds++] = i;
	}
	prc_free(next);
}

static void *pack(const struct fn_builder *b, const void *p, size_t size)
{
	return size ? arena_memdup(&b->unit->arena, p, size) : NULL;
}

static void pack_instr(const struct fn_builder *b, struct instr *i)
{
	i->args = pack(b, i->args, sizeof(*i->args) * i->n_args);
	if (i->arg_locs)
		i->arg_locs = pack(b, i->arg_locs,
				   sizeof(*i->arg_locs) * i->n_args);
	i->place.spelling = unit_intern(b->unit, i->place.spelling);
	i->place.field = unit_intern(b->unit, i->place.field);
	if (i->cmp == CMP_EQ || i->cmp == CMP_NE)
		i->cmp_unsigned = false;
}

/* The first of BL's predecessor edges that comes from a block not before
 * FROM: edges are numbered by source block, so preds are in that order. */
static uint32_t first_from(const struct function *f, const struct block *bl,
			   uint32_t from)
{
	uint32_t lo = 0, hi = bl->n_preds;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (f->edges[bl->preds[mid]].from < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void pack_phis(const struct fn_builder *b, struct function *f,
		      uint32_t block)
{
	const struct block_draft *d = &b->blocks.v[block];
	struct block *bl = &f->blocks[block];
	uint32_t i, k;

	bl->n_phis = d->phis.n;
	bl->phis = ARENA_ARRAY(&b->unit->arena, struct phi, d->phis.n);
	for (i = 0; i < d->phis.n; i++) {
		bl->phis[i].dst = d->phis.v[i];
		bl->phis[i].args = ARENA_ARRAY(&b->unit->arena, vid,
					       bl->n_preds);
	}
	for (i = 0; i < d->phi_args.n; i++) {
		const struct phi_arg *a = &d->phi_args.v[i];
		struct phi *p = &bl->phis[a->phi];

		if (loc_known(a->loc) && !p->locs)
			p->locs = ARENA_ARRAY(&b->unit->arena, struct loc,
					      bl->n_preds);
		for (k = first_from(f, bl, a->pred); k < bl->n_preds
		     && f->edges[bl->preds[k]].from == a->pred; k++) {
			p->args[k] = a->arg;
			if (p->locs)
				p->locs[k] = a->loc;
		}
	}
}

static void set_def(struct function *f, vid v, uint32_t block, uint32_t at,
		    bool is_phi)
{
	if (!v)
		return;
	f->values[v].def_block = block;
	f->values[v].def_instr = at;
	f->values[v].is_phi = is_phi;
}

static void pack_block(const struct fn_builder *b, struct function *f,
		       uint32_t block)
{
	const struct block_draft *d = &b->blocks.v[block];
	struct block *bl = &f->blocks[block];
	uint32_t i;

	pack_phis(b, f, block);
	for (i = 0; i < bl->n_phis; i++)
		set_def(f, bl->phis[i].dst, block, i, true);
	bl->n_instrs = d->instrs.n;
	bl->instrs = pack(b, d->instrs.v, sizeof(*d->instrs.v) * d->instrs.n);
	for (i = 0; i < bl->n_instrs; i++) {
		pack_instr(b, &bl->instrs[i]);
		set_def(f, bl->instrs[i].dst, block, i, false);
	}
	f->n_statements += bl->n_instrs;
}

static void drop_body(struct function *f)
{
	f->has_body = false;
	f->n_params = f->n_values = f->n_blocks = 0;
	f->n_edges = f->n_locals = f->n_rpo = f->n_statements = 0;
	f->params = NULL;
	f->values = NULL;
	f->blocks = NULL;
	f->edges = NULL;
	f->locals = NULL;
	f->rpo = NULL;
	f->uses = NULL;
}

void fn_finish(struct fn_builder *b)
{
	struct function *f = b->fn;
	uint32_t i;

	drop_body(f);
	f->has_body = true;
	f->gave_up = NULL;
	f->n_params = b->params.n;
	f->params = pack(b, b->params.v, sizeof(vid) * b->params.n);
	f->n_values = b->values.n;
	f->values = pack(b, b->values.v, sizeof(struct value) * b->values.n);
	f->n_locals = b->locals.n;
	f->locals = pack(b, b->locals.v, sizeof(struct local) * b->locals.n);
	f->n_blocks = b->blocks.n;
	f->blocks = ARENA_ARRAY(&b->unit->arena, struct block, b->blocks.n);
	pack_edges(b, f);
	for (i = 0; i < f->n_blocks; i++)
		pack_block(b, f, i);
	f->uses = uses_new(&b->unit->arena);
	function_order(&b->unit->arena, f);
	builder_free(b);
}

void fn_give_up(struct fn_builder *b, const char *reason)
{
	drop_body(b->fn);
	b->fn->gave_up = unit_intern(b->unit, reason);
	builder_free(b);
}
