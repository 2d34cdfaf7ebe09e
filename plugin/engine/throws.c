/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See throws.h. */
#include "engine/throws.h"
#include "engine/tables.h"

#include <string.h>

/* The search for reasons: a function is looked at again once one that it calls
 * throws more. */
struct search {
	struct knowledge *k;
	bool *due;		/* by function's id: to be looked at */
	uint32_t n_due, first;	/* how many, none of them before this */
	/* Of the function that is looked at. */
	struct arena arena;
	uint32_t *seen;		/* by block: by which walk, from 1 */
	uint32_t walk, *todo;
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
static bool pad_catches(struct search *s, const struct function *f,
			uint32_t block, const struct thrown *type)
{
	const struct block *b = &f->blocks[block];
	uint32_t i;

	if (s->seen[block] == s->walk)
		return false;
	s->seen[block] = s->walk;
	for (i = 0; i < b->n_instrs; i++)
		if (handler(f, &b->instrs[i]))
			return handler_catches(f, &b->instrs[i], type);
	for (i = 0; i < b->n_succs; i++)
		if (pad_catches(s, f, f->edges[b->succs[i]].to, type))
			return true;
	return false;
}

/* Is TYPE, thrown by instruction I of B, the last call before its end,
 * caught? */
static bool is_caught(struct search *s, const struct function *f,
		      const struct block *b, uint32_t i,
		      const struct thrown *type)
{
	uint32_t j;

	/* What throws ends its block. */
	for (j = i + 1; j < b->n_instrs; j++)
		if (b->instrs[j].op == OP_CALL)
			return false;
	s->walk++;
	for (j = 0; j < b->n_succs; j++)
		if (f->edges[b->succs[j]].kind == EDGE_EH
		    && pad_catches(s, f, f->edges[b->succs[j]].to, type))
			return true;
	return false;
}

static const struct reasons *reasons_of(const struct knowledge *k,
					const struct function *t)
{
	return t->is_nothrow || !t->has_body ? NULL
		: map_get(&k->throws, map_key_ptr(t));
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
	if (i == N_REASONS) {
		bool news = !rs->more;

		rs->more = true;
		return news;
	}
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

static bool is_listed(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
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
static bool has_room(struct search *s, const struct function *f,
		     const struct block *b, uint32_t i)
{
	static const char *const names[] = { "push_back", "emplace_back",
		NULL };
	const struct instr *in = &b->instrs[i];
	const struct function *t = call_target(f, in);
	uint32_t n = 0, j;

	if (!is_listed(t->name, names) || !in->n_args || !thrown_is_library(t))
		return false;
	if (makes_room(f, b, i, in))
		return true;
	s->walk++;
	for (s->todo[n++] = (uint32_t) (b - f->blocks); n; ) {
		b = &f->blocks[s->todo[--n]];
		if (b == f->blocks)
			return false;
		for (j = 0; j < b->n_preds; j++) {
			uint32_t from = f->edges[b->preds[j]].from;
			const struct block *p = &f->blocks[from];

			if (s->seen[from] != s->walk
			    && !makes_room(f, p, p->n_instrs, in))
				s->todo[n++] = from;
			s->seen[from] = s->walk;
		}
	}
	return true;
}

/* Is B, where `new' of an array says that there are too many elements, reached
 * for a number only that is no int's?  A negative one would be meant, which
 * whoever counts elements does not have. */
static bool is_count_small(const struct function *f, const struct block *b,
			   const struct instr *call)
{
	const struct instr *test, *d;
	const struct type *from;

	if (strcmp(call_target(f, call)->key,
		   "__cxa_throw_bad_array_new_length") || b->n_preds != 1)
		return false;
	test = block_last(&f->blocks[f->edges[b->preds[0]].from]);
	d = test->op == OP_BR ? value_def(f, value_strip_copies(f, test->a))
		: NULL;
	from = d && d->op == OP_CAST ? fn_value(f, d->a)->type : NULL;
	return from && from->kind == TYPE_INT && from->size
		&& from->size < 8 && fn_value(f, test->b)->kind == VAL_INT
		&& (uint64_t) fn_value(f, test->b)->u.i
		   >= UINT64_C(1) << (8 * from->size - 1);
}

/* Does instruction IN of F make room for a few more than the container has?
 * Memory ends before its length does. */
static bool adds_few(const struct function *f, const struct instr *in)
{
	static const char *const making[] = { "reserve", "resize", NULL };
	static const char *const counting[] = { "size", "length", NULL };
	const struct function *t = call_target(f, in);
	const struct instr *sum, *size;

	if (!is_listed(t->name, making) || in->n_args < 2
	    || !thrown_is_library(t))
		return false;
	sum = value_def(f, value_strip_copies(f, in->args[1]));
	if (!sum || sum->op != OP_ADD
	    || fn_value(f, value_strip_copies(f, sum->b))->kind != VAL_INT)
		return false;
	size = value_def(f, value_strip_copies(f, sum->a));
	t = size && size->op == OP_CALL ? call_target(f, size) : NULL;
	return t && is_listed(t->name, counting) && thrown_is_library(t)
		&& size->n_args && is_same(f, size->args[0], in->args[0]);
}

static bool look_at_call(struct search *s, const struct function *f,
			 const struct block *b, uint32_t i,
			 struct reasons *rs)
{
	const struct function *t = call_target(f, &b->instrs[i]);
	struct reason r = { .at = &b->instrs[i], .callee = t };
	const struct reasons *of;
	/* A type that is not known is caught by any handler. */
	static const struct thrown any;
	const struct thrown too_long = thrown_std("length_error");
	bool changed = false;
	unsigned n;

	if (!t || t == f || is_count_small(f, b, r.at))
		return false;
	r.how = thrown_by_call(f, r.at, &r.type);
	of = reasons_of(s->k, t);
	for (n = 0; r.how || (of && n < of->n); n++) {
		bool known = r.how;

		if (!known) {
			r.how = of->v[n].how;
			r.type = of->v[n].type;
		}
		if (!thrown_ends_in(f, r.how, &r.type)
		    && !(r.how == THROWS_MEMORY && has_room(s, f, b, i))
		    && !(thrown_equal(&r.type, &too_long) && adds_few(f, r.at))
		    && !is_caught(s, f, b, i, &r.type))
			changed |= add_reason(rs, &r);
		if (known)
			break;
		r.how = THROWS_NOT;
	}
	if (of && of->more && !rs->more && !is_caught(s, f, b, i, &any))
		changed = rs->more = true;
	return changed;
}

/* Looks again at F; returns whether more is known. */
static bool look_at(struct search *s, const struct function *f)
{
	struct reasons *rs = map_get(&s->k->throws, map_key_ptr(f));
	bool changed = false;
	uint32_t b, i;

	if (!rs) {
		rs = ARENA_NEW(&s->k->arena, struct reasons);
		map_set(&s->k->throws, map_key_ptr(f), rs);
	}
	arena_reset(&s->arena);
	s->walk = 0;
	s->seen = ARENA_ARRAY(&s->arena, uint32_t, f->n_blocks);
	s->todo = ARENA_ARRAY(&s->arena, uint32_t, f->n_blocks + 1);
	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++)
			if (blk->instrs[i].op == OP_CALL)
				changed |= look_at_call(s, f, blk, i, rs);
	}
	return changed;
}

static void expect(struct search *s, const struct function *f)
{
	if (!f->has_body || f->is_nothrow || s->due[f->id])
		return;
	s->due[f->id] = true;
	s->n_due++;
	if (f->id < s->first)
		s->first = f->id;
}

/* In rounds over the unit, in its order. */
static void find(struct knowledge *k)
{
	struct unit *u = k->unit;
	struct search s = { .k = k };
	const struct function *by;
	unsigned n;
	uint32_t i;

	k->throws_known = true;
	if (!u->is_cxx)
		return;
	s.due = memset(prc_malloc(u->functions.n), 0, u->functions.n);
	for (i = 0; i < u->functions.n; i++)
		expect(&s, u->functions.v[i]);
	while (s.n_due) {
		i = s.first;
		s.first = u->functions.n;
		for (; i < u->functions.n && s.n_due; i++) {
			const struct function *f = u->functions.v[i];

			if (!s.due[i])
				continue;
			s.due[i] = false;
			s.n_due--;
			for (n = 0, by = look_at(&s, f)
			     ? knowledge_caller(k, f, 0) : NULL; by;
			     by = knowledge_caller(k, f, ++n))
				expect(&s, by);
		}
	}
	prc_free(s.due);
	arena_release(&s.arena);
}

const struct reasons *throws_of(struct knowledge *k, const struct function *f)
{
	if (!k->throws_known)
		find(k);
	return reasons_of(k, f);
}

struct reasons throws_at(struct knowledge *k, const struct function *f,
			 const struct instr *i)
{
	const struct function *t = call_target(f, i);
	const struct reasons *of;
	struct reasons rs = { 0 };

	if (!t)
		return rs;
	of = throws_of(k, t);
	rs.v[0].how = thrown_by_call(f, i, &rs.v[0].type);
	if (rs.v[0].how)
		rs.n = 1;
	else if (of)
		rs = *of;
	return rs;
}

/* The handler that block B begins, or NULL. */
static const struct instr *begins(const struct function *f,
				  const struct block *b)
{
	uint32_t i;

	for (i = 0; i < b->n_instrs; i++)
		if (handler(f, &b->instrs[i]))
			return &b->instrs[i];
	return NULL;
}

bool throws_handled(const struct function *f, const struct block *b)
{
	return begins(f, b) != NULL;
}

uint32_t throws_edge(const struct function *f, const struct block *b,
		     const struct thrown *type)
{
	const struct instr *first = NULL;
	uint32_t j, best = UINT32_MAX, out = UINT32_MAX;

	for (j = 0; j < b->n_succs; j++) {
		const struct edge *e = &f->edges[b->succs[j]];
		const struct instr *h = e->kind == EDGE_EH
			? begins(f, &f->blocks[e->to]) : NULL;

		if (e->kind == EDGE_EH && !h)
			out = b->succs[j];
		/* Handlers are asked in the order of the source. */
		if (!h || !handler_catches(f, h, type)
		    || (first && loc_compare(first->loc, h->loc) < 0))
			continue;
		first = h;
		best = b->succs[j];
	}
	return best != UINT32_MAX ? best : out;
}

/* Does TYPE get from landing pad BLOCK to a handler?  A pad can branch before
 * it goes on: what was not made yet is not destroyed. */
static bool leads_to_handler(const struct function *f, uint32_t block,
			     const struct thrown *type, bool *seen)
{
	const struct block *b = &f->blocks[block];
	uint32_t j, on;

	if (seen[block])
		return false;
	seen[block] = true;
	if (begins(f, b))
		return true;
	on = throws_edge(f, b, type);
	for (j = 0; j < b->n_succs; j++)
		if ((f->edges[b->succs[j]].kind != EDGE_EH || b->succs[j] == on)
		    && leads_to_handler(f, f->edges[b->succs[j]].to, type,
					seen))
			return true;
	return false;
}

bool throws_are_caught(const struct function *f, const struct block *b,
		       const struct thrown *type)
{
	uint32_t edge = throws_edge(f, b, type);
	bool *seen, is;

	if (edge == UINT32_MAX)
		return false;
	seen = memset(prc_malloc(f->n_blocks), 0, f->n_blocks);
	is = leads_to_handler(f, f->edges[edge].to, type, seen);
	prc_free(seen);
	return is;
}

/* ------------------------------------------------------- and Python's */

/* Does what the table says of a function touch the indicator? */
static bool contract_meets(const struct contract *c)
{
	static const enum effect_op ops[] = { EFF_RAISES, EFF_CLEAR,
		EFF_FETCH, EFF_RESTORE, EFF_RUNS_CODE, EFF_CLOBBERS };
	size_t i;

	for (i = 0; i < ARRAY_SIZE (ops); i++)
		if (contract_ever(c, ops[i]))
			return true;
	return false;
}

static bool body_meets(struct knowledge *k, const struct function *f)
{
	static const char yes, no;
	const char *is = map_get(&k->meets_python, map_key_ptr(f));
	bool outermost = !k->n_meeting++;
	uint32_t b, i;

	if (is) {
		k->n_meeting--;
		return is == &yes;
	}
	/* What it does where it calls itself is seen here. */
	map_set(&k->meets_python, map_key_ptr(f), (void *) &no);
	vec_push(&k->met, f);
	for (b = 0, is = &no; b < f->n_rpo && is == &no; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs && is == &no; i++)
			if (blk->instrs[i].op == OP_CALL
			    && throws_meet_python(k, f, &blk->instrs[i]))
				is = &yes;
	}
	map_set(&k->meets_python, map_key_ptr(f), (void *) is);
	/* Of what was met on the way it is not known then: a call that leads
	 * back to one that was being read said nothing. */
	for (i = 0; outermost && is == &yes && i < k->met.n; i++)
		if (map_get(&k->meets_python, map_key_ptr(k->met.v[i])) == &no)
			map_set(&k->meets_python, map_key_ptr(k->met.v[i]),
				NULL);
	if (outermost)
		k->met.n = 0;
	k->n_meeting--;
	return is == &yes;
}

/* Operators new and delete are nw, na, dl and da (Itanium C++ ABI, 5.1.3). */
bool throws_support(const struct function *f)
{
	return !f->has_body && (thrown_is_library(f)
				|| !strncmp(f->key, "__cxa_", 6)
				|| !strncmp(f->key, "_Znw", 4)
				|| !strncmp(f->key, "_Zna", 4)
				|| !strncmp(f->key, "_Zdl", 4)
				|| !strncmp(f->key, "_Zda", 4));
}

bool throws_meet_python(struct knowledge *k, const struct function *f,
			const struct instr *i)
{
	const struct function *t = call_target(f, i);
	const struct contract *c;

	if (!t)
		return true;
	if (t->has_body)
		return body_meets(k, t);
	if (throws_support(t))
		return false;
	c = knowledge_call(k, f, i);
	return c->origin == ORIGIN_CONVENTION || contract_meets(c);
}
