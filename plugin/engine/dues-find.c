/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which calls of a function make what its own code releases; see dues.h.
 *
 * What is passed to a function that releases is followed back to who made it:
 * an unknown function that returned it, or that got the address of the local
 * variable it stands in.
 */
#include "engine/dues.h"
#include "engine/tables.h"

#include <ctype.h>
#include <string.h>

/* ----------------------------------------------------- names that release */

enum { LONGEST_WORD = 31 };

/* The next word of a name: parts are set off by `_' or by a capital letter;
 * it comes in small letters. */
static const char *next_word(const char *p, char *word)
{
	unsigned n = 0;

	while (*p == '_')
		p++;
	if (!*p)
		return NULL;
	while (*p && *p != '_' && n < LONGEST_WORD) {
		if (n && isupper((unsigned char) *p)
		    && (islower((unsigned char) p[-1])
			|| islower((unsigned char) p[1])))
			break;
		word[n++] = (char) tolower((unsigned char) *p++);
	}
	word[n] = '\0';
	return p;
}

static bool is_word_of(const char *word, const char *const *words, unsigned n)
{
	while (n-- > 0)
		if (!strcmp(word, words[n]))
			return true;
	return false;
}

static bool is_ending(const char *word)
{
	static const char *const ends[] = { "free", "destroy", "release",
		"close", "delete", "dispose", "unref", "fini", "cleanup",
		"clear", "dealloc", "deallocate", "finalize", "deinit",
		"uninit", "decref" };
	size_t n = strlen(word);

	return is_word_of(word, ends, ARRAY_SIZE(ends))
		|| (n > 4 && !strcmp(word + n - 4, "free"));
}

/* Does NAME say that what it gets is released: lib_thing_free, ThingDestroy,
 * ber_bvfree?  Not lib_set_close_hook. */
static bool says_release(const char *name)
{
	static const char *const others[] = { "is", "get", "set", "has",
		"on", "add", "register", "num", "count", "new", "create",
		"init" };
	char word[LONGEST_WORD + 1];
	bool does = false;

	while ((name = next_word(name, word)) != NULL) {
		if (is_word_of(word, others, ARRAY_SIZE(others)))
			return false;
		does |= is_ending(word);
	}
	return does;
}

/* The length of what stands in NAME before a word for making something, or for
 * releasing it; 0: it has none, or nothing before it. */
static size_t stem(const char *name, bool releases)
{
	static const char *const makes[] = { "init", "initialize", "new",
		"create", "alloc", "allocate", "open", "copy", "dup", "clone",
		"setup", "start" };
	char word[LONGEST_WORD + 1];
	const char *p = name, *at;

	for (at = p; (p = next_word(p, word)) != NULL; at = p)
		if (releases ? is_ending(word)
		    : is_word_of(word, makes, ARRAY_SIZE(makes)))
			return (size_t) (at - name);
	return 0;
}

/* lib_thing_init and lib_thing_destroy. */
static bool are_counterparts(const char *maker, const char *releaser)
{
	size_t n = stem(maker, false);

	return n && n == stem(releaser, true) && !strncmp(maker, releaser, n);
}

static bool is_pointer(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, v);

	return val->type && val->type->kind == TYPE_PTR
		&& val->kind != VAL_INT && val->kind != VAL_STRING
		&& val->kind != VAL_FUNC;
}

/* The one argument that a function with such a name means: the last pointer,
 * as in pool_free (pool, p), or a number that is all it gets. */
static unsigned meant(const struct function *f, const struct instr *i)
{
	unsigned n;

	for (n = i->n_args; n > 0; n--)
		if (is_pointer(f, i->args[n - 1]))
			return n;
	return i->n_args == 1 && fn_value(f, i->args[0])->kind == VAL_SSA;
}

/* Bit n-1: the body of F passes its parameter n to who releases it, and to
 * nobody else: a helper that tidies up, none that fills and gives up.  While
 * a recursive function is looked at it passes on nothing. */
static uint32_t passed_on(struct knowledge *k, const struct function *f)
{
	uint32_t b, j, a, mask = 0, others = 0;

	if (map_has(&k->releasers, map_key_ptr(f)))
		return (uint32_t) (uintptr_t) map_get(&k->releasers,
						      map_key_ptr(f));
	map_set(&k->releasers, map_key_ptr(f), NULL);
	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			unsigned n = i->op == OP_CALL
				? releases_argument_of(k, f, i) : 0;

			for (a = 1; i->op == OP_CALL && a <= i->n_args; a++) {
				const struct value *v = fn_value(f,
					strip_casts(f, i->args[a - 1]));

				if (v->kind != VAL_PARAM || v->u.param >= 32)
					continue;
				if (n == a)
					mask |= 1u << v->u.param;
				else
					others |= 1u << v->u.param;
			}
		}
	mask &= ~others;
	map_set(&k->releasers, map_key_ptr(f), (void *) (uintptr_t) mask);
	return mask;
}

/* By the table, where that knows the function. */
static unsigned released_by_contract(const struct contract *c)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RELEASE && e->a > 0)
				return (unsigned) e->a;
	return 0;
}

unsigned releases_argument_of(struct knowledge *k, const struct function *f,
			      const struct instr *i)
{
	const struct function *t = call_target(f, i);
	const struct contract *c;
	uint32_t mask;
	unsigned n;

	if (!t || t->is_cxx || !i->n_args)
		return 0;
	if (!t->has_body) {
		c = knowledge_function(k, t, i->n_args);
		if (c)
			return released_by_contract(c);
		return says_release(t->name) ? meant(f, i) : 0;
	}
	mask = passed_on(k, t);
	for (n = 1; n <= i->n_args && n <= 32; n++)
		if (mask >> (n - 1) & 1)
			return n;
	return 0;
}

/* Is call I, which releases something, of a function like free? */
static bool frees_memory(struct knowledge *k, const struct function *f,
			 const struct instr *i)
{
	const struct contract *c = knowledge_function(k, call_target(f, i),
						      i->n_args);
	const struct effect *e;
	unsigned o;

	for (o = 0; c && o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RELEASE && e->b >= FAMILY_MALLOC
			    && e->b <= FAMILY_PYOBJECT_MEM)
				return true;
	return false;
}

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
	return contract_ever(c, EFF_ACQUIRE) || contract_ever(c, EFF_OUT_ACQUIRE);
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
		&& (!c || (t->has_body && !t->in_system_header
			   && c->origin == ORIGIN_INFERRED
			   && !hands_out(c)))
		&& !releases_argument_of(k, f, i);
}

/* A function of the unit that hands out a pointer may lend one, out of what
 * holds it: only a struct it fills is the caller's. */
static bool is_of_unit(const struct function *f, const struct instr *i)
{
	return call_target(f, i)->has_body;
}

struct search {
	struct fn_run *r;
	struct dues *d;
	bool *seen;		/* values followed back */
	/* What frees memory is given none of the function's own variables. */
	bool frees;
};

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

static bool gets_local(const struct function *f, const struct instr *i,
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
	    || (t->kind == TYPE_STRUCT && t->is_object))
		return;
	due.is_pointer = !offset && t->kind == TYPE_PTR;
	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			due.made = &f->blocks[f->rpo[b]].instrs[j];
			if (is_unknown(s->r->engine->knowledge, f, due.made)
			    && !(due.is_pointer && is_of_unit(f, due.made))
			    && gets_local(f, due.made, &due))
				add_due(s, &due);
		}
}

/* Follows what is released back to its makers. */
static void makers_of(struct search *s, vid v)
{
	const struct function *f = s->r->fn;
	const struct instr *d;
	const struct phi *p;
	uint32_t local, n;
	int64_t offset;

	v = strip_casts(f, v);
	if (!v || s->seen[v])
		return;
	s->seen[v] = true;
	if (address_of_local(f, v, &local, &offset)) {
		if (!s->frees)
			makers_of_local(s, local, offset);
		return;
	}
	p = value_phi(f, v);
	for (n = 0; p && n < f->blocks[fn_value(f, v)->def_block].n_preds; n++)
		makers_of(s, p->args[n]);
	d = value_def(f, v);
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

/* ---------------------------------------------------------------- answers */

static void note_number(struct due *due, int64_t number)
{
	unsigned n;

	for (n = 0; n < due->n_answers; n++)
		if (due->answers[n].number == number)
			return;
	if (due->n_answers < MAX_ANSWERS)
		due->answers[due->n_answers++].number = number;
	else
		due->given_up = true;
}

/* The numbers that the answer is held against, and their neighbours, stand for
 * all. */
static void gather_answers(const struct function *f, const struct dues *d,
			   struct due *due, uint32_t bit)
{
	uint32_t b, j;
	int k;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (j = 0; j < blk->n_instrs; j++) {
			const struct instr *i = &blk->instrs[j];
			const struct value *v = fn_value(f, i->b);

			if ((i->op == OP_BR || i->op == OP_CMP)
			    && d->answers[i->a] & bit && v->kind == VAL_INT)
				for (k = -1; k <= 1; k++)
					note_number(due, v->u.i + k);
		}
		for (j = 0; block_last(blk)->op == OP_SWITCH
		     && d->answers[block_last(blk)->a] & bit
		     && j < blk->n_succs; j++) {
			const struct edge *e = &f->edges[blk->succs[j]];

			if (e->kind != EDGE_CASE)
				continue;
			note_number(due, e->low - 1);
			note_number(due, e->low);
			note_number(due, e->high);
			note_number(due, e->high + 1);
		}
	}
}

static bool compares(enum cmp c, int64_t a, int64_t b)
{
	switch (c) {
	case CMP_EQ: return a == b;
	case CMP_NE: return a != b;
	case CMP_LT: return a < b;
	case CMP_LE: return a <= b;
	case CMP_GT: return a > b;
	case CMP_GE: return a >= b;
	case CMP_OTHER: break;
	}
	return true;
}

/* One walk: with the maker's answer NUMBER, which stands in AT[0..N). */
struct walk {
	const struct fn_run *r;
	struct dues *d;
	struct due *due;
	uint32_t bit;
	int64_t number;
	bool directly;		/* nobody else gets the local before */
	uint8_t *visits;	/* by block */
};

enum { MAX_NAMES = 4, MAX_VISITS = 3 };
struct names { vid v[MAX_NAMES]; unsigned n; };

static bool is_named(const struct function *f, const struct names *at, vid v)
{
	unsigned n;

	v = strip_casts(f, v);
	for (n = 0; n < at->n; n++)
		if (at->v[n] == v)
			return true;
	return false;
}

/* Can the branch I go to its first successor when TAKEN, else to the other? */
static bool can_go(const struct walk *w, const struct names *at,
		   const struct instr *i, bool taken)
{
	const struct function *f = w->r->fn;
	const struct value *b = fn_value(f, i->b);
	const struct instr *d = value_def(f, strip_casts(f, i->a));
	const struct value *k;

	if (b->kind != VAL_INT)
		return true;
	if (is_named(f, at, i->a))
		return compares(i->cmp, w->number, b->u.i) == taken;
	if (!d || d->op != OP_CMP || !is_named(f, at, d->a))
		return true;
	k = fn_value(f, d->b);
	return k->kind != VAL_INT
		|| compares(i->cmp, compares(d->cmp, w->number, k->u.i),
			    b->u.i) == taken;
}

static bool edge_possible(const struct walk *w, const struct names *at,
			  const struct block *blk, uint32_t n)
{
	const struct function *f = w->r->fn;
	const struct instr *last = block_last(blk);
	const struct edge *e = &f->edges[blk->succs[n]];
	uint32_t j;

	if (e->kind == EDGE_EH)
		return false;
	if (last->op == OP_BR)
		return can_go(w, at, last, n == 0);
	if (last->op != OP_SWITCH || !is_named(f, at, last->a))
		return true;
	if (e->kind == EDGE_CASE)
		return w->number >= e->low && w->number <= e->high;
	for (j = 0; j < blk->n_succs; j++)
		if (f->edges[blk->succs[j]].kind == EDGE_CASE
		    && w->number >= f->edges[blk->succs[j]].low
		    && w->number <= f->edges[blk->succs[j]].high)
			return false;
	return true;
}

static bool walk_from(struct walk *w, uint32_t block, uint32_t instr,
		      const struct names *at);

static bool walk_edge(struct walk *w, const struct names *at, uint32_t edge)
{
	const struct function *f = w->r->fn;
	const struct edge *e = &f->edges[edge];
	const struct block *to = &f->blocks[e->to];
	struct names then = *at;
	uint32_t pos, j;

	if (w->visits[e->to] >= MAX_VISITS)
		return false;
	w->visits[e->to]++;
	for (pos = 0; pos < to->n_preds && to->preds[pos] != edge; pos++)
		;
	for (j = 0; j < to->n_phis && pos < to->n_preds; j++)
		if (is_named(f, at, to->phis[j].args[pos])
		    && then.n < MAX_NAMES)
			then.v[then.n++] = to->phis[j].dst;
	return walk_from(w, e->to, 0, &then);
}

/* Is the due released on some way from here? */
static bool walk_from(struct walk *w, uint32_t block, uint32_t instr,
		      const struct names *at)
{
	const struct function *f = w->r->fn;
	const struct block *blk = &f->blocks[block];
	uint32_t j, n;

	for (j = instr; j < blk->n_instrs; j++) {
		const struct instr *i = &blk->instrs[j];

		if (i->op != OP_CALL)
			continue;
		n = releases_argument_of(w->r->engine->knowledge, f, i);
		if (n && w->d->holds[i->args[n - 1]] & w->bit)
			return true;
		if (i == w->due->made
		    || (w->directly && gets_local(f, i, w->due)))
			return false;
	}
	for (j = 0; j < blk->n_succs; j++)
		if (edge_possible(w, at, blk, j)
		    && walk_edge(w, at, blk->succs[j]))
			return true;
	return false;
}

static void position_of(const struct function *f, const struct instr *i,
			uint32_t *block, uint32_t *instr)
{
	for (*block = 0; *block < f->n_blocks; ++*block) {
		const struct block *b = &f->blocks[*block];

		if (i >= b->instrs && i < b->instrs + b->n_instrs) {
			*instr = (uint32_t) (i - b->instrs);
			return;
		}
	}
}

static bool releases_after(struct fn_run *r, struct dues *d, struct due *due,
			   uint32_t bit, int64_t number, bool directly)
{
	struct walk w = { r, d, due, bit, number, directly,
		ARENA_ARRAY(&r->arena, uint8_t, r->fn->n_blocks) };
	struct names at = { { due->made->dst }, due->made->dst != 0 };
	uint32_t block = 0, instr = 0;

	position_of(r->fn, due->made, &block, &instr);
	return walk_from(&w, block, instr + 1, &at);
}

static bool is_null_tested(const struct function *f, const struct dues *d,
			   uint32_t bit)
{
	uint32_t b, j;

	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *i =
				&f->blocks[f->rpo[b]].instrs[j];
			const struct value *v = fn_value(f, i->b);

			if ((i->op == OP_BR || i->op == OP_CMP)
			    && d->holds[i->a] & bit && v->kind == VAL_INT
			    && !v->u.i)
				return true;
		}
	return false;
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

/* How many unknown functions get the local? */
static unsigned count_makers(const struct dues *d, const struct due *due)
{
	unsigned n, makers = 0;

	for (n = 0; n < d->n; n++)
		makers += d->v[n].in_local && d->v[n].local == due->local
			&& d->v[n].offset == due->offset;
	return makers;
}

/* Is it released by the maker's counterpart, by its name? */
static bool has_counterpart(struct fn_run *r, const struct dues *d,
			    const struct due *due, uint32_t bit)
{
	const struct function *f = r->fn;
	const char *maker = call_target(f, due->made)->name;
	uint32_t b, j;
	unsigned n;

	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *i =
				&f->blocks[f->rpo[b]].instrs[j];

			n = i->op == OP_CALL ? releases_argument_of(
				r->engine->knowledge, f, i) : 0;
			if (n && d->holds[i->args[n - 1]] & bit
			    && are_counterparts(maker,
						call_target(f, i)->name))
				return true;
		}
	return false;
}

/* With which answers is there one?  Those that leave it open tell nothing. */
static void weigh(struct fn_run *r, struct dues *d, unsigned n)
{
	struct due *due = &d->v[n];
	uint32_t bit = 1u << n;
	const struct type *t = due->made->dst
		? fn_value(r->fn, due->made->dst)->type : NULL;
	bool directly = due->in_local && !has_counterpart(r, d, due, bit)
		&& (!due->is_pointer || count_makers(d, due) > 1);
	unsigned k, some = 0;

	if (!due->in_local && t && t->kind == TYPE_PTR) {
		due->is_weak = !is_null_tested(r->fn, d, bit);
		return;
	}
	gather_answers(r->fn, d, due, bit);
	for (k = 0; k < due->n_answers; k++)
		some += due->answers[k].releases = releases_after(r, d, due,
			bit, due->answers[k].number, directly);
	if (!due->n_answers)
		some = directly && releases_after(r, d, due, bit, 0, true);
	if (due->in_local && due->is_pointer) {
		due->given_up |= !some && (due->n_answers || directly);
		due->is_weak = (!due->n_answers || some == due->n_answers)
			&& !is_null_tested(r->fn, d, bit);
		if (some == due->n_answers)
			due->n_answers = 0;
		return;
	}
	/* What is initialised and gets no answer is there once it is used. */
	if (due->in_local && !due->n_answers && !directly) {
		due->is_weak = true;
		return;
	}
	/* Only an answer tells that a struct was filled, a number a handle. */
	due->given_up |= !due->n_answers || !some
		|| (!due->in_local && some == due->n_answers);
}

struct dues *dues_find(struct fn_run *r)
{
	const struct function *f = r->fn;
	struct search s = { .r = r };
	uint32_t b, j, n;

	if (r->quiet)
		return NULL;
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
			makers_of(&s, i->args[n - 1]);
		}
	if (!s.d || !s.d->n)
		return NULL;
	s.d->holds = ARENA_ARRAY(&r->arena, uint32_t, f->n_values);
	s.d->answers = ARENA_ARRAY(&r->arena, uint32_t, f->n_values);
	for (n = 0; n < s.d->n; n++) {
		struct due *due = &s.d->v[n];

		if (due->in_local)
			mark_local(f, due, s.d->holds, 1u << n);
		else
			s.d->holds[due->made->dst] |= 1u << n;
		spread(f, s.d->holds, 1u << n);
		if (due->made->dst)
			s.d->answers[due->made->dst] |= 1u << n;
		spread(f, s.d->answers, 1u << n);
	}
	for (n = 0; n < s.d->n; n++) {
		gather_beside(f, &s.d->v[n]);
		weigh(r, s.d, n);
	}
	return s.d;
}
