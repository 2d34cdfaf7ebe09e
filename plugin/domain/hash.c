/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A state's hash, of all that makes it the state that it is.
 *
 * Words are taken by twos, and each pair is mixed by itself: the processor
 * works at several at once, for only a rotation and a sum wait for the pair
 * before.
 */
#include "domain/state.h"

struct digest { uint64_t h; };

static void mix(struct digest *d, uint64_t a, uint64_t b)
{
	a *= 0xff51afd7ed558ccdu;
	a ^= a >> 32;
	b = (a + b) * 0x9e3779b97f4a7c15u;
	b ^= b >> 29;
	d->h = (d->h << 23 | d->h >> 41) * 5 + b;
}

static uint64_t bits_of(const void *p)
{
	return (uint64_t) (uintptr_t) p;
}

/* Two words in one. */
static uint64_t join(uint64_t a, uint64_t b)
{
	return a ^ b * 0xd6e8feb86659fd93u;
}

static void mix_addr(struct digest *d, const struct addr *a)
{
	mix(d, (uint64_t) a->kind << 32 | a->id,
	    join(bits_of(a->ptr), (uint64_t) a->offset));
}

static void mix_sym(struct digest *d, const struct sym *y)
{
	mix(d, (uint64_t) y->lo, (uint64_t) y->hi);
	mix(d, y->nonzero | y->is_object << 1 | y->not_minus_one << 2
	    | y->may_raise << 3 | y->interior << 5 | y->null_by << 6
	    | y->addr.kind << 8
	    | (uint64_t) y->expr.op << 16 | (uint64_t) y->thing << 32,
	    bits_of(y->status_of));
	if (y->addr.kind != REGION_NONE)
		mix_addr(d, &y->addr);
	if (y->expr.op == EXPR_NONE)
		return;
	mix(d, (uint64_t) y->expr.a << 32 | y->expr.b,
	    join((uint64_t) y->expr.k, bits_of(y->expr.fn)
		 ^ y->expr.code ^ (uint64_t) y->expr.is_unsigned << 8));
}

static void mix_thing(struct digest *d, const struct thing *t)
{
	mix(d, t->birth | t->life << 4 | t->family << 8
	    | (uint64_t) (uint8_t) t->refs << 16 | (uint64_t) t->stored << 24
	    | (uint64_t) t->param << 32,
	    t->escaped | t->given << 1 | t->shared << 2 | t->immortal << 3
	    | t->fresh << 4 | t->taken << 5 | t->doubtful << 6
	    | t->made << 7
	    | (uint64_t) (uint8_t) t->lender_who << 8
	    | (uint64_t) t->lender << 32);
	mix(d, (uint64_t) t->field_offset ^ (uint64_t) t->key << 40,
	    join(bits_of(t->field_record), bits_of(t->ended_by)));
	mix(d, bits_of(t->type), bits_of(t->born));
}

static void mix_memory(struct digest *d, const struct state *s)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		mix_addr(d, &c->at);
		mix(d, (uint64_t) c->size << 32 | c->value,
		    (uint64_t) c->index << 32 | c->stride << 2
		    | c->is_resource << 1 | c->initial);
	}
	for (i = 0; i < s->relations.n; i++) {
		const struct relation *r = &s->relations.v[i];

		mix(d, (uint64_t) r->a << 32 | r->b, r->cmp);
	}
	for (i = 0; i < s->holes.n; i++)
		mix(d, s->holes.v[i].x, (uint64_t) s->holes.v[i].k);
}

static void mix_rest(struct digest *d, const struct state *s)
{
	mix(d, (uint64_t) s->ret_loc.line << 20 | s->ret_loc.column << 2
	    | s->exc.assumed, s->saved.state | s->saved.assumed << 4);
	mix(d, bits_of(s->saved_by),
	    s->exc.state | s->exc.looked << 4 | s->exc.tested << 5
	    | s->memory_only << 6 | s->misuse << 7 | s->exc.matched << 12
	    | s->exc.failed << 13 | s->exc.blamed << 14 | s->exc.lost << 15
	    | (uint64_t) s->exc.passed << 52
	    | (uint64_t) (s->ran != NULL) << 60
	    | (uint64_t) s->exc.doubted << 61
	    | (uint64_t) s->stirred << 63
	    | (uint64_t) (s->exc.as_entered && s->exc.state == EXC_CLEAR) << 62
	    | (uint64_t) s->gil.state << 8
	    | (uint64_t) s->gil.ensured << 16 | (uint64_t) s->gil.before << 24
	    | (uint64_t) s->gil.moved << 32
	    | (uint64_t) s->gil.attached << 40
	    | (uint64_t) s->gil.used << 41 | (uint64_t) s->gil.cycled << 42
	    | (uint64_t) s->gil.asked << 43
	    | (uint64_t) s->gil.dropped << 44);
	mix(d, (uint64_t) s->due.open << 32 | s->due.owed, s->due.takers);
	mix(d, s->due.settled, (uint64_t) s->relations.n << 1 | s->unwound);
	mix(d, bits_of(s->thrown), exc_is_unseen(&s->exc)
	    ? bits_of(s->exc.by) : 0);
}

uint64_t state_hash(const struct state *s)
{
	struct digest d = { 0x70797265u };
	uint32_t i;

	mix(&d, s->syms.n, s->env.n);
	for (i = 1; i < s->syms.n; i++)
		mix_sym(&d, &s->syms.v[i]);
	for (i = 1; i < s->things.n; i++)
		mix_thing(&d, &s->things.v[i]);
	for (i = 0; i < s->env.n; i++)
		mix(&d, s->env.v[i].v, s->env.v[i].s);
	mix_memory(&d, s);
	mix_rest(&d, s);
	return d.h ^ d.h >> 32;
}
