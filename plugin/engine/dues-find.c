/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which calls of a function make what its own code releases; see dues.h.
 *
 * What is passed to a function that releases is followed back to who made it:
 * an unknown function that returned it, or that got the address of the local
 * variable it stands in.
 */
#include "engine/dues.h"
#include "engine/releaser.h"
#include "engine/tables.h"

#include <string.h>

/* ----------------------------------------------------------------- makers */

bool address_of_local(const struct function *f, vid v, uint32_t *local,
		      int64_t *offset)
{
	const struct instr *d;
	const struct value *val;

	*offset = 0;
	for (;;) {
		v = strip_casts(f, v);
		d = value_def(f, v);
		if (!d || d->op != OP_ADDR || d->place.index)
			break;
		*offset += d->place.offset;
		v = d->place.base;
	}
	val = fn_value(f, v);
	if (val->kind != VAL_LOCAL)
		return false;
	*local = val->u.local;
	*offset += val->offset;
	return true;
}

static bool hands_out(const struct contract *c)
{
	return contract_ever(c, EFF_ACQUIRE)
		|| contract_ever(c, EFF_OUT_ACQUIRE);
}

/* A function with C linkage of which nobody knows that it makes something: it
 * is declared only, or its body gets that from such a one. */
static bool is_unknown(struct knowledge *k, const struct function *f,
		       const struct instr *i)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;
	const struct contract *c = t ? knowledge_function(k, t, i->n_args)
		: NULL;

	return t && !t->is_cxx && !strstr(t->name, "alloca")
		&& (!c || (t->has_body && c->origin == ORIGIN_INFERRED
			   && !hands_out(c)))
		&& !releases_argument_of(k, f, i);
}

/* What a library's header defines in terms of the library: what it returns is
 * the library's, of a struct it sets the size or the version. */
static bool is_in_header(const struct function *f, const struct instr *i)
{
	return call_target(f, i)->has_body
		&& call_target(f, i)->in_system_header;
}

/* A function of the unit that hands out a pointer may lend one, out of what
 * holds it: only a struct it fills is the caller's. */
static bool is_of_unit(const struct function *f, const struct instr *i)
{
	return call_target(f, i)->has_body && !is_in_header(f, i);
}

struct searched { uint32_t local; int64_t offset; };

struct search {
	struct fn_run *r;
	struct dues *d;
	bool *seen;		/* values followed back */
	VEC (vid) open;		/* of these, those to look at */
	/* Locals whose makers are listed. */
	VEC (struct searched) locals;
	/* What frees memory is given none of the function's own variables. */
	bool frees;
};

static void follow(struct search *s, vid v)
{
	v = strip_casts(s->r->fn, v);
	if (!v || s->seen[v])
		return;
	s->seen[v] = true;
	vec_push(&s->open, v);
}

static bool was_searched(struct search *s, uint32_t local, int64_t offset)
{
	struct searched at = { local, offset };
	uint32_t n;

	for (n = 0; n < s->locals.n; n++)
		if (s->locals.v[n].local == local
		    && s->locals.v[n].offset == offset)
			return true;
	vec_push(&s->locals, at);
	return false;
}

static void add_due(struct search *s, const struct due *due)
{
	unsigned n;

	for (n = 0; n < s->d->n; n++)
		if (s->d->v[n].made == due->made
		    && s->d->v[n].in_local == due->in_local
		    && s->d->v[n].local == due->local
		    && s->d->v[n].offset == due->offset)
			return;
	if (s->d->n < MAX_DUES)
		s->d->v[s->d->n++] = *due;
}

bool gets_local(const struct function *f, const struct instr *i,
		       const struct due *due)
{
	uint32_t local, n;
	int64_t offset;

	for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
		if (address_of_local(f, i->args[n], &local, &offset)
		    && local == due->local && offset == due->offset)
			return true;
	return false;
}

/* All unknown functions that get the address of the local. */
static void makers_of_local(struct search *s, uint32_t local, int64_t offset)
{
	const struct function *f = s->r->fn;
	const struct type *t = f->locals[local].type;
	struct due due = { .in_local = true, .local = local,
		.offset = offset, .name = f->locals[local].name };
	uint32_t b, j;

	if (!t || !due.name || type_is_object_ptr(t)
	    || (t->kind == TYPE_STRUCT && t->is_object)
	    || was_searched(s, local, offset))
		return;
	due.is_pointer = !offset && t->kind == TYPE_PTR;
	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			due.made = &f->blocks[f->rpo[b]].instrs[j];
			if (gets_local(f, due.made, &due)
			    && is_unknown(s->r->engine->knowledge, f, due.made)
			    && !(due.is_pointer && is_of_unit(f, due.made))
			    && !is_in_header(f, due.made))
				add_due(s, &due);
		}
}

/* Who made V, or of what PHI or copy it comes. */
static void makers_of(struct search *s, vid v)
{
	const struct function *f = s->r->fn;
	const struct instr *d = value_def(f, v);
	const struct phi *p = value_phi(f, v);
	uint32_t local, n;
	int64_t offset;

	if (address_of_local(f, v, &local, &offset)) {
		if (!s->frees)
			makers_of_local(s, local, offset);
		return;
	}
	for (n = 0; p && n < f->blocks[fn_value(f, v)->def_block].n_preds; n++)
		follow(s, p->args[n]);
	if (!d)
		return;
	if (d->op == OP_LOAD && !d->place.index
	    && address_of_local(f, d->place.base, &local, &offset))
		makers_of_local(s, local, offset + d->place.offset);
	else if (is_unknown(s->r->engine->knowledge, f, d)
		 && !is_of_unit(f, d)
		 && !type_is_object_ptr(fn_value(f, v)->type))
		add_due(s, &(struct due) { .made = d, .is_pointer = true });
}

/* What V, which block B uses, is known not to be there: B is where a branch
 * goes that found V to be another.  0: nothing. */
static vid other_than(const struct function *f, uint32_t b, vid v)
{
	const struct block *blk = &f->blocks[b];
	const struct edge *e = blk->n_preds == 1 ? &f->edges[blk->preds[0]]
		: NULL;
	const struct instr *br = e ? block_last(&f->blocks[e->from]) : NULL;

	if (!br || br->op != OP_BR || fn_value(f, br->b)->kind == VAL_INT
	    || (br->cmp != CMP_EQ && br->cmp != CMP_NE)
	    || (br->cmp == CMP_NE) != (e->kind == EDGE_TRUE))
		return 0;
	v = strip_casts(f, v);
	if (strip_casts(f, br->a) == v)
		return strip_casts(f, br->b);
	return strip_casts(f, br->b) == v ? strip_casts(f, br->a) : 0;
}

/* Follows V, which block B releases, back to its makers: if (p != given) free
 * (p); says nothing of what was given. */
static void search_from(struct search *s, uint32_t b, vid v)
{
	vid other = other_than(s->r->fn, b, v);
	bool was_seen = s->seen[other];

	s->seen[other] = true;
	follow(s, v);
	while (s->open.n && s->d->n < MAX_DUES)
		makers_of(s, s->open.v[--s->open.n]);
	s->open.n = 0;
	s->seen[other] = was_seen;
}

/* ------------------------------------------------------------------ flows */

/* Marks, with BIT, all that copies, casts and PHIs make of what is marked. */
static void spread(const struct function *f, uint32_t *marks, uint32_t bit)
{
	bool changed = true;
	uint32_t b, j, n;

	while (changed) {
		changed = false;
		for (b = 0; b < f->n_rpo; b++) {
			const struct block *blk = &f->blocks[f->rpo[b]];

			for (j = 0; j < blk->n_phis; j++)
				for (n = 0; n < blk->n_preds; n++)
					if (marks[blk->phis[j].args[n]] & bit
					    && !(marks[blk->phis[j].dst] & bit))
						marks[blk->phis[j].dst] |= bit,
							changed = true;
			for (j = 0; j < blk->n_instrs; j++) {
				const struct instr *i = &blk->instrs[j];
				uint32_t from = i->op == OP_COPY
					|| i->op == OP_CAST ? marks[i->a]
					: i->op == OP_SELECT
					? marks[i->b] | marks[i->c] : 0;

				if (from & bit && !(marks[i->dst] & bit))
					marks[i->dst] |= bit, changed = true;
			}
		}
	}
}

/* Marks what is read of the local, and its address. */
static void mark_local(const struct function *f, const struct due *due,
		       uint32_t *marks, uint32_t bit)
{
	uint32_t b, j, local;
	int64_t offset;
	vid v;

	for (v = 1; v < f->n_values; v++)
		if ((f->values[v].kind == VAL_LOCAL
		     || f->values[v].kind == VAL_SSA)
		    && address_of_local(f, v, &local, &offset)
		    && local == due->local && offset == due->offset)
			marks[v] |= bit;
	for (b = 0; due->is_pointer && b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *i =
				&f->blocks[f->rpo[b]].instrs[j];

			if (i->op == OP_LOAD && !i->place.index
			    && address_of_local(f, i->place.base, &local,
						&offset)
			    && local == due->local
			    && offset + i->place.offset == due->offset)
				marks[i->dst] |= bit;
		}
}

/* Which locals do calls write that make it, or that get it? */
static void gather_beside(const struct function *f, struct due *due)
{
	uint32_t b, j, n, local;
	int64_t offset;
	unsigned k;

	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *i =
				&f->blocks[f->rpo[b]].instrs[j];

			if (i != due->made
			    && !(due->in_local && gets_local(f, i, due)))
				continue;
			for (n = 0; n < i->n_args; n++) {
				if (!address_of_local(f, i->args[n], &local,
						      &offset)
				    || (due->in_local && local == due->local))
					continue;
				for (k = 0; k < due->n_beside
				     && due->beside[k] != local; k++)
					;
				if (k == MAX_BESIDE)
					due->given_up = true;
				else if (k == due->n_beside)
					due->beside[due->n_beside++] = local;
			}
		}
}

/* What the function releases, and who made it. */
static struct dues *gather(struct fn_run *r)
{
	const struct function *f = r->fn;
	struct search s = { .r = r };
	uint32_t b, j, n;

	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *i =
				&f->blocks[f->rpo[b]].instrs[j];

			n = i->op == OP_CALL ? releases_argument_of(
				r->engine->knowledge, f, i) : 0;
			if (!n)
				continue;
			if (!s.d) {
				s.d = ARENA_NEW(&r->arena, struct dues);
				s.seen = ARENA_ARRAY(&r->arena, bool,
						     f->n_values);
			}
			s.frees = frees_memory(r->engine->knowledge, f, i);
			search_from(&s, f->rpo[b], i->args[n - 1]);
		}
	vec_release(&s.open);
	vec_release(&s.locals);
	return s.d && s.d->n ? s.d : NULL;
}

static void mark(const struct function *f, struct dues *d, unsigned n)
{
	const struct due *due = &d->v[n];
	uint32_t bit = 1u << n;

	if (due->in_local)
		mark_local(f, due, d->holds, bit);
	else
		d->holds[due->made->dst] |= bit;
	spread(f, d->holds, bit);
	if (due->made->dst)
		d->answers[due->made->dst] |= bit;
	spread(f, d->answers, bit);
}

struct dues *dues_find(struct fn_run *r)
{
	const struct function *f = r->fn;
	struct dues *d = r->quiet ? NULL : gather(r);
	unsigned n;

	if (!d)
		return NULL;
	d->holds = ARENA_ARRAY(&r->arena, uint32_t, f->n_values);
	d->answers = ARENA_ARRAY(&r->arena, uint32_t, f->n_values);
	for (n = 0; n < d->n; n++)
		mark(f, d, n);
	for (n = 0; n < d->n; n++) {
		gather_beside(f, &d->v[n]);
		dues_weigh(r, d, n);
	}
	return d;
}
