/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call does to the exception indicator and to the GIL.
 */
#include "engine/call.h"

#include <limits.h>
#include <string.h>

/* ----------------------------------------------------------- exceptions */

/* An unknown function whose result is ignored may be there to set one. */
void call_assume_indicator(struct call *c, struct state *s)
{
	if (c->c->origin != ORIGIN_CONVENTION)
		return;
	/* It may also be there to ask for the one that is set. */
	if (s->exc.state == EXC_SET)
		s->exc.looked = true;
	else if (!c->i->dst)
		s->exc = (struct exc) { .state = EXC_UNKNOWN };
}

void call_raises(struct call *c, struct state *s, const struct effect *e)
{
	s->exc.state = e->kinds ? EXC_SET : EXC_UNKNOWN;
	s->exc.kinds = e->kinds;
	s->exc.by = c->i;
	s->exc.looked = s->exc.tested = s->exc.blamed = false;
	s->exc.matched = s->exc.failed = false;
	s->exc.memory_only = s->memory_only;
}

void call_clear(struct state *s)
{
	s->exc = (struct exc) { .state = EXC_CLEAR };
}

/* The three of PyErr_Fetch: all NULL when nothing was set. */
void call_fetch(struct call *c, struct state *s)
{
	unsigned n;

	for (n = 1; n <= c->i->n_args; n++) {
		struct effect e = { .op = EFF_OUT_NULL, .a = (int8_t) n };
		struct cell key, *cell;
		struct thing *t;

		if (!call_out_cell(c, s, &e, &key))
			continue;
		if (s->exc.state == EXC_CLEAR) {
			/* There was nothing to hand out. */
			cell = state_cell(s, &key);
			t = cell ? thing_of(s, cell->value) : NULL;
			if (t && t->born == c->i)
				t->refs = 0;
			call_out_null(c, s, &e);
		}
		else if ((cell = state_cell(s, &key)) != NULL
			 && (n > 1 || s->exc.state != EXC_SET)
			 && thing_get(s, cell->value)) {
			/* May be NULL as well: nothing is claimed. */
			struct sym *y = sym_at(s, cell->value);

			y->lo = 0;
			y->nonzero = false;
		}
	}
	call_clear(s);
	s->exc.looked = true;
}

void call_restore(struct call *c, struct state *s)
{
	sid type = c->i->n_args ? c->args[1] : 0;

	if (type && sym_is_null(s, type)) {
		call_clear(s);
		return;
	}
	s->exc.state = type && sym_is_nonnull(s, type) ? EXC_SET
		: EXC_UNKNOWN;
	s->exc.by = c->i;
	s->exc.looked = s->exc.tested = true;
	s->exc.kinds = 0;
}

/* ------------------------------------------------------------------ GIL */

void call_gil(struct call *c, struct state *s, enum effect_op op)
{
	struct gil *g = &s->gil;

	switch (op) {
	case EFF_RELEASE_GIL:
		g->state = GIL_RELEASED;
		if (g->moved < 15)
			g->moved++;
		break;
	case EFF_ACQUIRE_GIL:
		g->state = GIL_HELD;
		if (g->moved)
			g->moved--;
		break;
	case EFF_ENSURE_GIL:
		g->before = (uint8_t) (g->before << 1)
			| (g->state == GIL_HELD);
		if (g->state == GIL_UNKNOWN)
			g->before |= 1;
		g->state = GIL_HELD;
		if (g->ensured < 7)
			g->ensured++;
		break;
	default:
		if (!g->ensured) {
			g->dropped = true;
		} else {
			g->ensured--;
			g->state = g->before & 1 ? GIL_HELD : GIL_RELEASED;
			g->before >>= 1;
		}
		break;
	}
	g->by = c->i;
}
