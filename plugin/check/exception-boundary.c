/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A C++ exception can leave a function that CPython calls: it unwinds
 * through the interpreter's C frames.
 *
 * Known to throw is what contains a throw, by itself or through what it
 * calls; what only throws when memory is short is told as such.  A call is
 * covered where its landing pad leads to a handler that catches the type
 * thrown.  Of the standard library's types it is known what they derive from;
 * another class may derive from whatever a handler names.
 */
#include "check/contracts.h"
#include "check/thrown.h"

#include <string.h>

/* Why a function throws: the call in it, and what it throws; an empty type
 * is not known. */
struct reason {
	enum throws how;
	struct thrown type;
	const struct instr *at;
	const struct function *callee;
};

/* As many types as are told apart; more are as the last. */
#define N_REASONS 6

struct reasons {
	unsigned n;
	struct reason v[N_REASONS];
};

/* Does I begin a handler, or end the program? */
static const struct function *handler(const struct function *f,
				      const struct instr *i)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i)
		: NULL;

	return t && (!strcmp(t->key, "__cxa_begin_catch")
		     || !strcmp(t->key, "__cxa_call_terminate")
		     || !strcmp(t->key, "__cxa_call_unexpected")
		     || !strcmp(t->name, "terminate")) ? t : NULL;
}

/* Does the handler that I begins catch TYPE?  What it catches is the type
 * that begin_catch's result points to. */
static bool handler_catches(const struct function *f, const struct instr *i,
			    const struct thrown *type)
{
	const struct type *t = i->dst ? fn_value(f, i->dst)->type : NULL;

	t = t && t->kind == TYPE_PTR ? t->inner : NULL;
	if (strcmp(call_target(f, i)->key, "__cxa_begin_catch") || !t
	    || t->kind == TYPE_VOID)
		return true;
	return thrown_caught(type, t->kind == TYPE_STRUCT, t->name ? t->name
			     : t->tag);
}

/* Does a landing pad that BLOCK can go to lead to a handler of TYPE?  One of
 * another type is passed by. */
static bool pad_catches(const struct function *f, uint32_t block,
			const struct thrown *type, bool *seen)
{
	const struct block *b = &f->blocks[block];
	uint32_t i;

	if (seen[block])
		return false;
	seen[block] = true;
	for (i = 0; i < b->n_instrs; i++)
		if (handler(f, &b->instrs[i]))
			return handler_catches(f, &b->instrs[i], type);
	for (i = 0; i < b->n_succs; i++)
		if (pad_catches(f, f->edges[b->succs[i]].to, type, seen))
			return true;
	return false;
}

/* Is TYPE, thrown by instruction I of B, the last call before its end,
 * caught? */
static bool is_caught(struct arena *a, const struct function *f,
		      const struct block *b, uint32_t i,
		      const struct thrown *type)
{
	bool *seen = NULL;
	uint32_t j;

	/* What throws ends its block. */
	for (j = i + 1; j < b->n_instrs; j++)
		if (b->instrs[j].op == OP_CALL)
			return false;
	for (j = 0; j < b->n_succs; j++) {
		if (f->edges[b->succs[j]].kind != EDGE_EH)
			continue;
		if (!seen)
			seen = ARENA_ARRAY(a, bool, f->n_blocks);
		if (pad_catches(f, f->edges[b->succs[j]].to, type, seen))
			return true;
	}
	return false;
}

static const struct reasons *reasons_of(struct map *m,
					const struct function *t)
{
	return t->is_nothrow || !t->has_body ? NULL
		: map_get(m, map_key_ptr(t));
}

/* Adds R unless its type is known to be thrown; returns whether it did. */
static bool add_reason(struct reasons *rs, const struct reason *r)
{
	unsigned i;

	for (i = 0; i < rs->n; i++)
		if (thrown_equal(&rs->v[i].type, &r->type))
			break;
	if (i < rs->n && rs->v[i].how >= r->how)
		return false;
	if (i == N_REASONS)
		return false;
	rs->v[i] = *r;
	if (i == rs->n)
		rs->n++;
	return true;
}

/* Do V and W name one object, in two reads of one member perhaps? */
static bool is_same(const struct function *f, vid v, vid w)
{
	const struct instr *x, *y;

	v = value_strip_copies(f, v);
	w = value_strip_copies(f, w);
	x = value_def(f, v);
	y = value_def(f, w);
	return v == w || (f->values[v].kind == VAL_LOCAL
			  && f->values[w].kind == VAL_LOCAL
			  && f->values[v].u.local == f->values[w].u.local)
		|| (x && y && x->op == OP_LOAD && y->op == OP_LOAD
		    && !x->place.index && !y->place.index
		    && x->place.base == y->place.base
		    && x->place.offset == y->place.offset);
}

/* Where in B, before instruction I, is room made in the container that IN
 * appends to? */
static bool makes_room(const struct function *f, const struct block *b,
		       uint32_t i, const struct instr *in)
{
	while (i-- > 0) {
		const struct instr *j = &b->instrs[i];
		const struct function *t = j->op == OP_CALL
			? call_target(f, j) : NULL;

		if (t && !strcmp(t->name, "reserve") && j->n_args
		    && thrown_is_library(t)
		    && is_same(f, j->args[0], in->args[0]))
			return true;
	}
	return false;
}

/* Is instruction I of B an appending to a container that was given room on
 * every way here?  Such a call takes no memory.
 * Source: ISO C++20, 22.3.11.3, reserve. */
static bool has_room(struct arena *a, const struct function *f,
		     const struct block *b, uint32_t i)
{
	static const char *const names[] = { "push_back", "emplace_back",
		NULL };
	const struct instr *in = &b->instrs[i];
	const struct function *t = call_target(f, in);
	bool *seen;
	uint32_t *todo, n = 0, j;

	if (!name_in(t->name, names) || !in->n_args || !thrown_is_library(t))
		return false;
	if (makes_room(f, b, i, in))
		return true;
	seen = ARENA_ARRAY(a, bool, f->n_blocks);
	todo = ARENA_ARRAY(a, uint32_t, f->n_blocks + 1);
	for (todo[n++] = (uint32_t) (b - f->blocks); n; ) {
		b = &f->blocks[todo[--n]];
		if (b == f->blocks)
			return false;
		for (j = 0; j < b->n_preds; j++) {
			uint32_t from = f->edges[b->preds[j]].from;
			const struct block *p = &f->blocks[from];

			if (!seen[from] && !makes_room(f, p, p->n_instrs, in))
				todo[n++] = from;
			seen[from] = true;
		}
	}
	return true;
}

static bool look_at_call(struct arena *a, struct map *m,
			 const struct function *f, const struct block *b,
			 uint32_t i, struct reasons *rs)
{
	const struct function *t = call_target(f, &b->instrs[i]);
	struct reason r = { .at = &b->instrs[i], .callee = t };
	const struct reasons *of;
	bool changed = false;
	unsigned n;

	if (!t || t == f)
		return false;
	r.how = thrown_by_call(f, r.at, &r.type);
	of = reasons_of(m, t);
	for (n = 0; r.how || (of && n < of->n); n++) {
		bool known = r.how;

		if (!known) {
			r.how = of->v[n].how;
			r.type = of->v[n].type;
		}
		if (!thrown_ends_in(f, r.how, &r.type)
		    && !(r.how == THROWS_MEMORY && has_room(a, f, b, i))
		    && !is_caught(a, f, b, i, &r.type))
			changed |= add_reason(rs, &r);
		if (known)
			break;
		r.how = THROWS_NOT;
	}
	return changed;
}

/* Looks again at F; returns whether more is known. */
static bool look_at(struct arena *a, struct map *m, const struct function *f)
{
	struct reasons *rs = map_get(m, map_key_ptr(f));
	bool changed = false;
	uint32_t b, i;

	if (f->is_nothrow)
		return false;
	if (!rs) {
		rs = ARENA_NEW(a, struct reasons);
		map_set(m, map_key_ptr(f), rs);
	}
	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++)
			if (blk->instrs[i].op == OP_CALL)
				changed |= look_at_call(a, m, f, blk, i, rs);
	}
	return changed;
}

/* The reason to tell: what is thrown for more than memory comes first. */
static const struct reason *worst(const struct reasons *rs)
{
	const struct reason *r = NULL;
	unsigned i;

	for (i = 0; rs && i < rs->n; i++)
		if (!r || rs->v[i].how > r->how)
			r = &rs->v[i];
	return r;
}

/* Why F throws what LIKE is of. */
static const struct reason *reason_like(const struct reasons *rs,
					const struct reason *like)
{
	unsigned i;

	for (i = 0; rs && i < rs->n; i++)
		if (thrown_equal(&rs->v[i].type, &like->type))
			return &rs->v[i];
	return NULL;
}

#define CHAIN_LENGTH 8

static void report(struct check_context *c, struct map *m,
		   const struct function *f, const struct reason *r)
{
	struct finding *fi;
	unsigned n;

	fi = check_finding(c, f, r->at->loc, "%s exception can leave ‘%s’, "
			   "which CPython calls",
			   r->how == THROWS ? "a C++" : "a memory", f->name);
	fi->memory_only = r->how == THROWS_MEMORY;
	fi->origin = ORIGIN_INFERRED;
	check_subject(c, fi, f->name);
	for (n = 0; r && n < CHAIN_LENGTH; n++) {
		check_event(c, fi, r->at->loc, f, !strncmp(r->callee->key,
			    "__cxa_", 6) ? "it is thrown here"
			    : "‘%s’ can throw", r->callee->name);
		f = r->callee;
		r = reason_like(reasons_of(m, f), r);
	}
	check_hint(c, fi, "catch it: ‘catch (...)’, set a Python exception, "
		   "and return the error value");
	check_add(c, fi);
}

static void unit(struct check_context *c)
{
	struct arena arena = { 0 };
	struct map m = { 0 };
	bool changed = true;
	uint32_t i;

	if (!c->unit->is_cxx)
		return;
	while (changed) {
		changed = false;
		for (i = 0; i < c->unit->functions.n; i++)
			if (c->unit->functions.v[i]->has_body)
				changed |= look_at(&arena, &m,
					c->unit->functions.v[i]);
	}
	for (i = 0; i < c->unit->functions.n; i++) {
		const struct function *f = c->unit->functions.v[i];
		const struct reason *r = worst(reasons_of(&m, f));
		const struct role *role = declared_role(c->declared, f);

		if (r && role && role->slot && !f->in_system_header)
			report(c, &m, f, r);
	}
	map_release(&m);
	arena_release(&arena);
}

const struct check check_exception_boundary = { .unit = unit };
