/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buffer-overflow: arrays of the caller's that a helper fills with as many
 * elements as Python says, and memory that a loop writes faster than it reads:
 * two characters for each byte, into as much as there are bytes.
 */
#include "check/bounds.h"

#include <limits.h>

/* ------------------------------------------------- what a helper fills */

/* A helper's parameter, filled in a loop whose bound Python says. */
void bounds_filled(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	struct number n = { .c = c, .s = s, .f = f,
		.notes = &bounds_data(c)->notes, .wide = true };
	struct element e = bounds_element(f, s->place);
	const struct value *base = e.base
		? fn_value(f, value_strip_copies(f, e.base)) : NULL;
	struct bounds_demand *d;

	if (!base || base->kind != VAL_PARAM || !e.index || e.offset
	    || s->run->role || s->place->record || !e.stride)
		return;
	if (!bounds_loop_is_open(&n, e.index) || bounds_is_tested(f, e.index))
		return;
	d = bounds_demand(c, s);
	if (d->is_filled)
		return;
	d->is_filled = true;
	d->filled = base->u.param;
	d->stride = e.stride;
	d->number = number_name(&n);
}

/* An array is passed to who fills it so. */
void bounds_passed_array(struct check_context *c, const struct step *s)
{
	const struct function *t = call_target(s->run->fn, s->instr);
	const struct bounds_demand *d = t ? map_get(&bounds_data(c)->demands,
						    map_key_ptr(t)) : NULL;
	const char *name;
	int64_t room;
	vid v;

	if (!d || !d->is_filled || d->filled >= s->instr->n_args)
		return;
	v = s->instr->args[d->filled];
	room = bounds_room(s, v, env_get(s->before, v));
	if (room < 0 || room >= INT16_MAX)
		return;
	name = run_value_name(s->run, v);
	if (!name)
		name = "an array";
	bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
		"‘%s’ writes as many elements as ‘%s’ says, which comes from "
		"Python, to ‘%s’, which has %lld", t->name,
		d->number ? d->number : "a number", name,
		(long long) (room / (int64_t) d->stride)));
}

/* ------------------------------------------------ what a loop writes */

/* V is N, or N and a constant, with conversions. */
static bool is_about(const struct function *f, vid v, vid n)
{
	const struct instr *d;

	if (bounds_same(f, v, n))
		return true;
	d = value_def(f, number_strip(f, v));
	return d && d->op == OP_ADD && fn_value(f, d->b)->kind == VAL_INT
		&& bounds_same(f, d->a, n);
}

/* What the loop compares its counter I with, i < N, and nothing else with it;
 * 0: none. */
static vid counted_to(const struct function *f, vid i)
{
	vid found = 0;
	uint32_t b, k;

	i = number_strip(f, i);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *in = &f->blocks[b].instrs[k];
			bool is_a, is_b;

			if (in->op != OP_BR && in->op != OP_CMP)
				continue;
			is_a = number_strip(f, in->a) == i;
			is_b = number_strip(f, in->b) == i;
			if (!is_a && !is_b)
				continue;
			if (found || (is_a ? in->cmp != CMP_LT
				      && in->cmp != CMP_GE
				      : in->cmp != CMP_GT && in->cmp != CMP_LE))
				return 0;
			found = is_a ? in->b : in->a;
		}
	return found;
}

/* What one round adds to V, which the loop's head has as HEAD: most of what its
 * ways do; -1: it is not known. */
static int advance(const struct function *f, vid v, vid head, unsigned depth)
{
	const struct instr *d;
	const struct phi *p;
	int most = -1, n;
	uint32_t k;

	v = number_strip(f, v);
	if (v == head)
		return 0;
	if (depth > 12)
		return -1;
	d = value_def(f, v);
	if (d && d->op == OP_ADD && fn_value(f, d->b)->kind == VAL_INT) {
		n = advance(f, d->a, head, depth + 1);
		return n < 0 || fn_value(f, d->b)->u.i < 0
			|| fn_value(f, d->b)->u.i > 64
			? -1 : n + (int) fn_value(f, d->b)->u.i;
	}
	p = value_phi(f, v);
	for (k = 0; p && k < f->blocks[fn_value(f, v)->def_block].n_preds;
	     k++) {
		n = advance(f, p->args[k], head, depth + 1);
		if (n < 0)
			return -1;
		most = n > most ? n : most;
	}
	return most;
}

/* The value of PHI P that comes from round to round, at the head of a loop;
 * 0: none, or more. */
static vid from_round(const struct function *f, vid head, const struct phi *p)
{
	uint32_t b = fn_value(f, head)->def_block, k;
	vid found = 0;

	for (k = 0; k < f->blocks[b].n_preds; k++) {
		uint32_t from = f->edges[f->blocks[b].preds[k]].from;

		if (f->blocks[from].rpo < f->blocks[b].rpo)
			continue;
		if (found)
			return 0;
		found = p->args[k];
	}
	return found;
}

static vid round_of(const struct function *f, vid v)
{
	const struct phi *p = value_phi(f, v);

	return p ? from_round(f, v, p) : 0;
}

/* The head's value of the cursor that V is, some way into a round; 0: none. */
static vid head_of(const struct function *f, vid v, unsigned depth)
{
	const struct instr *d;
	const struct phi *p;

	v = number_strip(f, v);
	if (depth > 8)
		return 0;
	d = value_def(f, v);
	if (d && d->op == OP_ADD && fn_value(f, d->b)->kind == VAL_INT)
		return head_of(f, d->a, depth + 1);
	p = value_phi(f, v);
	if (!p || round_of(f, v))
		return p ? v : 0;
	return head_of(f, p->args[0], depth + 1);
}

/* Is what the cursor is, on any way, held against anything? */
static bool is_compared(const struct function *f, vid head)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *in = &f->blocks[b].instrs[k];

			if ((in->op == OP_BR || in->op == OP_CMP)
			    && (head_of(f, in->a, 0) == head
				|| head_of(f, in->b, 0) == head))
				return true;
		}
	return false;
}

/* Another counter of the same loop that goes up by one to N, or N and a
 * constant, which is how much there is; LEAST: what the cursor goes up by. */
static bool is_outrun(const struct function *f, vid cursor, vid size)
{
	uint32_t b = fn_value(f, cursor)->def_block, k;

	for (k = 0; k < f->blocks[b].n_phis; k++) {
		vid i = f->blocks[b].phis[k].dst, next, n;

		if (i == cursor || !(next = round_of(f, i))
		    || advance(f, next, i, 0) != 1)
			continue;
		n = counted_to(f, i);
		if (n && is_about(f, size, n))
			return true;
	}
	return false;
}

/* Is the branch that block B ends with about what memory holds? */
static bool asks_memory(const struct function *f, vid v, unsigned depth)
{
	const struct instr *d = value_def(f, number_strip(f, v));

	if (!d || depth > 4)
		return false;
	if (d->op == OP_LOAD)
		return d->place.index != 0
			|| (value_def(f, value_strip_copies(f, d->place.base))
			    && value_def(f, value_strip_copies(f,
					d->place.base))->op == OP_ADDR);
	/* (c == '"' || c == '\\') as one */
	return (d->op == OP_CAST || d->op == OP_CMP || d->op == OP_AND
		|| d->op == OP_OR || d->op == OP_ADD)
		&& asks_memory(f, d->a, depth + 1);
}

/* Is all that a round of the cursor's loop asks what the input has? */
static bool asks_input_alone(const struct function *f, vid cursor, vid size)
{
	uint32_t head = fn_value(f, cursor)->def_block, b;
	const struct block *h = &f->blocks[head];

	for (b = 0; b < f->n_blocks; b++) {
		const struct instr *i = block_last(&f->blocks[b]);

		if (f->blocks[b].loop != h->loop || i->op == OP_JUMP)
			continue;
		if ((i->op == OP_BR || i->op == OP_SWITCH)
		    && (asks_memory(f, i->a, 0)
			|| is_about(f, size, i->b) || is_about(f, size, i->a)))
			continue;
		return false;
	}
	return true;
}

/* p[2 * i], or an int each, for i < n, where n bytes were asked for. */
static bool is_wider(const struct function *f, const struct element *e,
		     const struct made *m)
{
	vid n = counted_to(f, e->index);
	const struct instr *d = value_def(f, number_strip(f, m->size));
	uint64_t unit = (uint64_t) m->unit;
	vid size = m->size;

	if (unit == 1 && d && d->op == OP_MUL
	    && fn_value(f, d->b)->kind == VAL_INT) {
		unit = (uint64_t) fn_value(f, d->b)->u.i;
		size = d->a;
	}
	return n && e->stride > unit && unit && is_about(f, size, n);
}

void bounds_faster(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	struct element e = bounds_element(f, s->place);
	sid x = e.base ? env_get(s->before, e.base) : 0;
	struct made m;
	const struct instr *first;
	struct map *told = &bounds_data(c)->cursors;
	vid cursor, next;
	int most;

	if (!x || !e.index || e.offset || s->place->record
	    || !bounds_made(s, x, &m) || !m.size)
		return;
	if (is_wider(f, &e, &m)) {
		bounds_report(c, s, "made", step_finding(c, s, s->before, NULL,
			"the store is behind what was asked for: an element "
			"has more bytes than were asked for each"));
		return;
	}
	cursor = e.stride == (uint64_t) m.unit ? head_of(f, e.index, 0) : 0;
	next = cursor ? round_of(f, cursor) : 0;
	most = next ? advance(f, next, cursor, 0) : -1;
	if (most < 2 || !is_outrun(f, cursor, m.size) || is_compared(f, cursor)
	    || !asks_input_alone(f, cursor, m.size))
		return;
	/* Once for the cursor. */
	first = map_get(told, map_key_ptr(value_phi(f, cursor)));
	if (first && first != s->instr)
		return;
	map_set(told, map_key_ptr(value_phi(f, cursor)), (void *) s->instr);
	bounds_report(c, s, "made", step_finding(c, s, s->before, NULL,
		"the store can be behind what was asked for: a round writes up "
		"to %d, and as many were asked for as there are rounds", most));
}
