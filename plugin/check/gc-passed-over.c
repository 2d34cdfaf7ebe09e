/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gc-protocol: a tp_traverse that asks a flag of the object first and then
 * visits nothing, though a method of the type sets the flag and leaves what
 * the object owns where it is: cycles through it are not found any more.
 */
#include "check/gc-protocol.h"
#include "engine/acyclic.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

/* On one way from a question about a flag fields are not visited. */
struct passing {
	struct check_context *c;
	const struct type_model *t;
	const struct function *traverse;
	struct touches seen;	/* of traverse */
	int64_t flag;		/* the flag, by its offset */
	bool when_set;		/* that way is taken when it is not zero */
	struct loc asked;
	uint64_t offset;	/* what path_find looks for */
};

static enum path_verdict visits_field(const struct function *f,
				      struct position p, void *data)
{
	const struct passing *g = data;
	uint32_t n;

	(void) f;
	for (n = 0; n < g->seen.list.n; n++) {
		const struct touch *x = &g->seen.list.v[n];

		if (x->block == p.block && x->instr == p.instr
		    && (x->kind == TOUCH_VISIT || x->kind == TOUCH_MAYBE)
		    && x->offset == (int64_t) g->offset)
			return PATH_FOUND;
	}
	return PATH_ON;
}

static bool is_visited_from(struct passing *g, uint32_t block)
{
	struct position at = { block, 0 };

	return path_find(g->traverse, at, visits_field, NULL, g, NULL);
}

/* Does the branch that ends block B ask for a number in the object?  Then
 * which way it goes says nothing of a pointer there. */
static bool asks_flag(struct passing *g, uint32_t b)
{
	const struct function *f = g->traverse;
	const struct instr *br = block_last(&f->blocks[b]), *d;
	const struct type *t;

	if (br->op != OP_BR || (br->cmp != CMP_EQ && br->cmp != CMP_NE)
	    || !value_is_zero(f, br->b))
		return false;
	d = value_def(f, strip_casts(f, br->a));
	t = d && d->op == OP_LOAD ? fn_value(f, d->dst)->type : NULL;
	if (!t || t->kind != TYPE_INT || d->place.index
	    || d->place.is_bitfield
	    || strip_casts(f, d->place.base) != f->params[0])
		return false;
	g->flag = d->place.offset;
	g->asked = br->loc;
	return true;
}

/* Does X give the flag a value with which the traverse passes the field? */
static bool sets_flag(const struct passing *g, const struct touch *x)
{
	const struct value *v;

	if (x->offset != g->flag)
		return false;
	if (!g->when_set)
		return x->kind == TOUCH_ZERO;
	v = x->kind == TOUCH_STORE
		? fn_value(x->function, strip_casts(x->function, x->value))
		: NULL;
	return v && v->kind == VAL_INT && v->u.i;
}

/* A method or slot of T that sets the flag for good and leaves the field alone;
 * T's makers come before there is anything in it. */
static const struct touch *leaves_it(const struct passing *g,
				     const struct role *r,
				     struct touches *seen)
{
	static const char *const others[] = { "tp_new", "tp_init",
		"tp_dealloc", "tp_clear", "tp_finalize", "tp_traverse" };
	const struct touch *sets = NULL;
	uint32_t n;
	size_t k;

	for (k = 0; k < ARRAY_SIZE(others); k++)
		if (!strcmp(r->slot->name, others[k]))
			return NULL;
	touches_of_param(g->c->declared, r->function, 0, seen);
	for (n = 0; n < seen->list.n && !seen->escapes; n++) {
		const struct touch *x = &seen->list.v[n];

		if (sets_flag(g, x))
			sets = x;
		else if (x->offset == (int64_t) g->offset
			 || x->offset == g->flag)
			return NULL;
	}
	return seen->escapes ? NULL : sets;
}

static void report(const struct passing *g, const struct field_model *fm,
		   const struct touch *set)
{
	struct check_context *c = g->c;
	const char *name = fm->field->name;
	struct finding *fi;

	fi = check_finding(c, g->traverse, g->asked,
		"‘%s’ does not visit ‘%s’ each time, though ‘%s’ owns it still",
		g->traverse->name, name, g->t->name);
	check_subject(c, fi, name);
	check_event(c, fi, set->loc, set->function,
		    "‘%s’ sets the flag, and leaves ‘%s’ where it is",
		    set->function->name, name);
	check_event(c, fi, g->asked, g->traverse,
		    "the collector is not shown ‘%s’ then", name);
	check_hint(c, fi, "visit it in any case: ‘Py_VISIT (self->%s);’", name);
	check_add(c, fi);
}

/* Is there who sets the flag, and nobody who sets it and takes FM away? */
static bool check_field(struct passing *g, const struct field_model *fm)
{
	const struct declared *d = g->c->declared;
	struct touches kept = { { 0 } };
	bool found = false;
	uint32_t i;

	for (i = 0; i < d->roles.n && !found; i++) {
		const struct role *r = &d->roles.v[i];
		const struct touch *set;

		if (r->type != g->t || !r->slot || !r->slot->name
		    || !r->function->has_body || !r->function->n_params)
			continue;
		set = leaves_it(g, r, &kept);
		if (set) {
			report(g, fm, set);
			found = true;
		}
		touches_release(&kept);
		kept = (struct touches) { { 0 } };
	}
	return found;
}

static void check_branch(struct passing *g, uint32_t b)
{
	const struct function *f = g->traverse;
	const struct block *blk = &f->blocks[b];
	uint32_t yes = f->edges[blk->succs[0]].to;
	uint32_t no = f->edges[blk->succs[1]].to, i;
	bool set = block_last(blk)->cmp == CMP_NE;

	for (i = 0; i < g->t->fields.n; i++) {
		const struct field_model *fm = &g->t->fields.v[i];
		bool on_yes, on_no;

		if (!fm->is_object || fm->owner != FIELD_OWNS || !fm->traverse
		    || !fm->field->name)
			continue;
		g->offset = fm->offset;
		on_yes = is_visited_from(g, yes);
		on_no = is_visited_from(g, no);
		if (on_yes == on_no)
			continue;
		g->when_set = on_no ? set : !set;
		if (field_may_cycle(g->c->declared, g->t, fm, NULL)
		    && check_field(g, fm))
			return;
	}
}

void gc_check_passed_over(struct check_context *c, const struct type_model *t)
{
	const struct slot_use *use = type_slot(t, "tp_traverse");
	struct passing g = { .c = c, .t = t };
	uint32_t b;

	g.traverse = use ? use->function : NULL;
	if (!g.traverse || !g.traverse->has_body || g.traverse->n_params < 2)
		return;
	touches_of(c->declared, g.traverse, g.traverse->params[0],
		   g.traverse->params[1], &g.seen);
	for (b = 0; b < g.traverse->n_blocks && !g.seen.escapes; b++)
		if (asks_flag(&g, b))
			check_branch(&g, b);
	touches_release(&g.seen);
}
