/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buffer-overflow: elements of memory whose size is not known, by a number
 * that Python code chose: one that nothing was asked about, or of which only
 * the upper end was tested.
 */
#include "check/bounds.h"

#include <limits.h>
#include <string.h>

/* INDEX is a number from Python, or one narrowed: what was tested is that. */
static bool find(struct number *n, vid index)
{
	const struct instr *d = value_def(n->f, index);

	if (!number_find(n, index) && d && d->op == OP_CAST) {
		n->wide = false;
		number_find(n, d->a);
	}
	return n->kind == NUMBER_ANY;
}

enum number_ends bounds_ends(struct number *n, vid index)
{
	const struct sym *y;
	const struct type *t;
	enum number_ends ends;
	sid x;

	n->items = n->wide = true;
	index = number_strip(n->f, index);
	t = fn_value(n->f, index)->type;
	x = env_get(n->s->before, index);
	if (!x || !t || t->kind != TYPE_INT || t->is_unsigned || t->size < 4)
		return NUMBER_TOLD;
	y = sym_get(n->s->before, x);
	if (y->lo > INT32_MIN || !find(n, index))
		return NUMBER_TOLD;
	ends = number_ends(n);
	return ends == NUMBER_OPEN && y->hi < INT32_MAX ? NUMBER_UPPER : ends;
}

/* Is V where the items of a list or tuple are?  Those are bounds-item.c's. */
static bool is_items(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, value_strip_copies(f, v));

	return d && d->op == OP_LOAD && d->place.field
		&& !strcmp(d->place.field, "ob_item");
}

/* The same, of a number in the sum or product V: i * width + j. */
static enum number_ends find_term(struct number *n, vid v, unsigned depth)
{
	const struct instr *d = value_def(n->f, number_strip(n->f, v));
	struct number at = *n;
	enum number_ends ends = bounds_ends(&at, v);

	if (ends != NUMBER_TOLD) {
		*n = at;
		return ends;
	}
	if (!d || (d->op != OP_ADD && d->op != OP_MUL) || depth > 3)
		return NUMBER_TOLD;
	ends = find_term(n, d->a, depth + 1);
	return ends == NUMBER_TOLD ? find_term(n, d->b, depth + 1) : ends;
}

void bounds_open(struct check_context *c, const struct step *s)
{
	struct number n = { .c = c, .s = s, .f = s->run->fn,
		.notes = &bounds_data(c)->notes };
	struct element e;

	if (!s->place || s->place->index)
		return;
	e = bounds_element(n.f, s->place);
	if (!e.index || is_items(n.f, e.base))
		return;
	switch (find_term(&n, e.index, 0)) {
	case NUMBER_OPEN:
		bounds_report(c, s, "index", step_finding(c, s, s->before, NULL,
			"‘%s’ comes from Python and is an index here, without "
			"a test", number_name(&n)));
		break;
	case NUMBER_UPPER:
		bounds_report(c, s, "index", step_finding(c, s, s->before, NULL,
			"‘%s’ comes from Python and is an index here; it can "
			"be negative", number_name(&n)));
		break;
	default:
		break;
	}
}
