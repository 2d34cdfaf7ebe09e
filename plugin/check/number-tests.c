/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a body asks about a number that Python code chose; see number.h. */
#include "check/number.h"

#include <limits.h>
#include <string.h>

/* As much memory as a process can have. */
#define SPACE (INT64_C(1) << 47)

/* The same value, or another load of the same variable? */
static bool same(const struct number *w, vid a, vid b)
{
	const struct instr *x, *y;

	a = value_strip_copies(w->f, a);
	b = value_strip_copies(w->f, b);
	for (;;) {
		x = value_def(w->f, b);
		if (a == b || !x || (x->op != OP_CAST && x->op != OP_ADD
				     && x->op != OP_MUL && x->op != OP_DIV)
		    || (w->wide && x->op == OP_CAST && cast_narrows(w->f, x)))
			break;
		b = value_strip_copies(w->f, x->a);
	}
	if (a == b)
		return true;
	y = value_def(w->f, a);
	return x && y && x->op == OP_LOAD && y->op == OP_LOAD
		&& number_same_place(w->f, &x->place, &y->place);
}

/* Is X the number, nothing made of it? */
static bool is_itself(const struct number *w, vid x)
{
	const struct instr *a, *b;

	x = number_strip(w->f, x);
	if (x == w->value || x == w->origin)
		return true;
	a = value_def(w->f, x);
	b = value_def(w->f, w->value);
	return a && b && a->op == OP_LOAD && b->op == OP_LOAD
		&& number_same_place(w->f, &a->place, &b->place);
}

/* 1 <= n && n <= 4 as GCC writes it, n - 1 <= 3; does the path know N by it? */
static bool is_known_range(const struct number *w, vid x)
{
	const struct instr *d = value_def(w->f, number_strip(w->f, x));
	const struct type *t = fn_value(w->f, w->value)->type;

	return d && d->op == OP_ADD && fn_value(w->f, d->b)->kind == VAL_INT
		&& is_itself(w, d->a) && t && t->kind == TYPE_INT
		&& number_largest(w, w->value, w->kind) < number_type_max(t);
}

static bool bounds(const struct number *w, vid x, vid other, vid except)
{
	const struct value *k = fn_value(w->f, value_strip_copies(w->f,
								  other));

	/* What it is by that is known. */
	if (w->ranged && k->kind == VAL_INT
	    && (is_itself(w, x) || is_known_range(w, x)))
		return false;
	return number_is_in(w, x)
		&& (!except || number_strip(w->f, other)
		    != number_strip(w->f, except))
		&& (k->kind != VAL_INT || k->u.i > 1 || k->u.i < -1);
}

bool number_is_in(const struct number *w, vid x)
{
	return same(w, w->value, x) || same(w, w->origin, x);
}

/* A function that was told the number may have refused it; those of CPython
 * and of C do not. */
static bool was_told(const struct number *w, const struct instr *call)
{
	static const char *const deaf[] = { "malloc", "calloc", "realloc",
		"memcpy", "memmove", "memset", "read", "recv", NULL };
	const struct function *t = call_target(w->f, call);
	unsigned n;

	if (t && (!strncmp(t->name, "Py", 2) || !strncmp(t->name, "_Py", 3)
		  || !strncmp(t->name, "operator ", 9)
		  || !strncmp(t->name, "__builtin_", 10)
		  || name_in(t->name, deaf)))
		return false;
	for (n = 0; n < call->n_args; n++)
		if (number_is_in(w, call->args[n]))
			return true;
	return false;
}

/* LENGTH > PY_SSIZE_T_MAX / NUMBER asks whether the product fits. */
static bool divides(const struct number *w, vid v)
{
	const struct instr *def = value_def(w->f, number_strip(w->f, v));

	return def && def->op == OP_DIV && number_is_in(w, def->b);
}

/* The one edge that block B is come to by, but for the way back of a loop;
 * UINT32_MAX: more. */
static uint32_t only_edge(const struct function *f, uint32_t b)
{
	uint32_t k, found = UINT32_MAX;

	for (k = 0; k < f->blocks[b].n_preds; k++) {
		uint32_t edge = f->blocks[b].preds[k];

		if (f->blocks[f->edges[edge].from].rpo >= f->blocks[b].rpo)
			continue;
		if (found != UINT32_MAX)
			return UINT32_MAX;
		found = edge;
	}
	return found;
}

/* Does branch I, at the end of a block that the step's cannot be reached
 * around, lead there only where the number is above what it is held against?
 * That is no bound: `if (n > self->capacity) grow'. */
static bool is_from_below(const struct number *w, const struct instr *i)
{
	const struct function *f = w->f;
	const struct block *upto = w->upto ? w->upto : w->s->run->block;
	uint32_t b = (uint32_t) (upto - f->blocks), edge;
	bool first = number_is_in(w, i->a);
	enum cmp above = first ? i->cmp : cmp_swap(i->cmp);

	if (i->op != OP_BR || first == number_is_in(w, i->b)
	    || (above != CMP_LT && above != CMP_LE && above != CMP_GT
		&& above != CMP_GE))
		return false;
	while ((edge = only_edge(f, b)) != UINT32_MAX) {
		const struct block *from = &f->blocks[f->edges[edge].from];

		if (block_last(from) == i)
			return (above == CMP_GT || above == CMP_GE)
				== (from->succs[0] == edge);
		b = f->edges[edge].from;
	}
	return false;
}

bool number_is_bounded(const struct number *w, vid except)
{
	const struct step *s = w->s;
	uint32_t rpo = w->upto ? w->upto->rpo : s->run->block->rpo, b, i;

	for (b = 0; b < w->f->n_rpo && b <= rpo; b++) {
		const struct block *blk = &w->f->blocks[w->f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			/* Its arguments are what is asked about. */
			if (in == s->instr && in->op == OP_CALL)
				break;
			if (in == w->apart)
				continue;
			if (in->op == OP_CALL && was_told(w, in))
				return true;
			if ((in->op == OP_MIN || in->op == OP_MAX
			     || in->op == OP_MOD || in->op == OP_SELECT)
			    && (same(w, w->value, in->a)
				|| same(w, w->value, in->b)))
				return true;
			if (in->op == OP_SWITCH && same(w, w->value, in->a))
				return true;
			if ((in->op != OP_BR && in->op != OP_CMP)
			    || is_from_below(w, in))
				continue;
			if (bounds(w, in->a, in->b, except)
			    || bounds(w, in->b, in->a, except)
			    || divides(w, in->a) || divides(w, in->b))
				return true;
		}
	}
	return false;
}

/* Is constant K, or is what branch or comparison I does with it, no upper
 * end: `i == -1', `i < 0'? */
static bool is_lower_test(const struct number *w, const struct instr *i)
{
	const struct value *k = fn_value(w->f, value_strip_copies(w->f, i->b));

	return k->kind == VAL_INT && (i->cmp == CMP_EQ || i->cmp == CMP_NE
				      || k->u.i == 0 || k->u.i == -1);
}

/* Does instruction I make something else of the number, by which it may be
 * known: a call that is told, a remainder? */
static bool makes_known(const struct number *w, const struct instr *i)
{
	switch (i->op) {
	case OP_CALL:
		return was_told(w, i);
	case OP_MIN: case OP_MAX: case OP_MOD: case OP_SELECT: case OP_AND:
		return same(w, w->value, i->a) || same(w, w->value, i->b);
	case OP_SWITCH:
		return same(w, w->value, i->a);
	default:
		return false;
	}
}

/* Compared as such, a negative number is a large one: both ends at once. */
static bool is_unsigned(const struct function *f, vid v)
{
	const struct type *t = fn_value(f, v)->type;

	return t && t->kind == TYPE_INT && t->is_unsigned;
}

enum number_ends number_ends(const struct number *w)
{
	enum number_ends ends = NUMBER_OPEN;
	uint32_t b, i;

	for (b = 0; b < w->f->n_rpo && b <= w->s->run->block->rpo; b++) {
		const struct block *blk = &w->f->blocks[w->f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];
			bool first;

			if (in == w->s->instr)
				break;
			if (makes_known(w, in))
				return NUMBER_TOLD;
			if (in->op != OP_BR && in->op != OP_CMP)
				continue;
			first = number_is_in(w, in->a);
			if (divides(w, in->a) || divides(w, in->b))
				return NUMBER_TOLD;
			if ((!first && !number_is_in(w, in->b))
			    || (first && is_lower_test(w, in)))
				continue;
			if (in->op == OP_CMP || is_from_below(w, in)
			    || is_unsigned(w->f, first ? in->a : in->b)
			    || in->cmp == CMP_EQ || in->cmp == CMP_NE)
				return NUMBER_TOLD;
			ends = NUMBER_UPPER;
		}
	}
	return ends;
}

__int128 number_type_max(const struct type *t)
{
	unsigned bits = (unsigned) t->size * 8 - !t->is_unsigned;

	return ((__int128) 1 << bits) - 1;
}

__int128 number_largest(const struct number *w, vid v, enum number_kind kind)
{
	const struct value *val = fn_value(w->f, v);
	sid x = env_get(w->s->before, v);
	__int128 most = val->type && val->type->kind == TYPE_INT
		&& val->type->size ? number_type_max(val->type) : INT64_MAX;
	__int128 limit = kind == NUMBER_ITEMS ? SPACE / 8 : SPACE;

	if (val->kind == VAL_INT)
		return val->u.i;
	if (x && sym_get(w->s->before, x)->hi < most
	    && sym_get(w->s->before, x)->hi != INT64_MAX)
		most = sym_get(w->s->before, x)->hi;
	if ((kind == NUMBER_LENGTH || kind == NUMBER_ITEMS) && most > limit)
		most = limit;
	return most;
}

const char *number_name(const struct number *n)
{
	const char *name = run_value_name(n->s->run, n->value);

	return name || !n->from ? name : instr_callee(n->s->run, n->from);
}
