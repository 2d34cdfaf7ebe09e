/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Helpers that release an argument only where it is not of the type that they
 * want: if (!PyBytes_Check (o)) { Py_DECREF (o); … }.  Who hands them one that
 * is has it back.
 */
#include "engine/call.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/typed.h"

#include <string.h>

/* The body of F, and its parameter that is X in state S. */
struct body { const struct function *f; const struct state *s; sid x; vid p; };

/* The type that call I asks whether the parameter is of; NULL: none. */
static const char *type_asked(const struct body *b, const struct instr *i)
{
	static const char *const by_type[] = { "Py_IS_TYPE", "_Py_IS_TYPE",
		"PyObject_TypeCheck", "_PyObject_TypeCheck", NULL };
	const struct function *f = b->f, *t = call_target(f, i);
	const struct instr *d;
	struct global *g;
	int64_t offset;

	if (!t || i->n_args != 2)
		return NULL;
	d = value_def(f, strip_casts(f, i->args[0]));
	if (!strcmp(t->name, "PyType_HasFeature"))
		return d && d->op == OP_CALL && d->n_args == 1
			&& call_target(f, d)
			&& !strcmp(call_target(f, d)->name, "Py_TYPE")
			&& strip_casts(f, d->args[0]) == b->p
			&& fn_value(f, i->args[1])->kind == VAL_INT
			? type_of_flag(fn_value(f, i->args[1])->u.i) : NULL;
	return function_is_one_of(t, by_type)
		&& strip_casts(f, i->args[0]) == b->p
		&& global_address(f, i->args[1], &g, &offset) && !offset
		? g->name : NULL;
}

/* Is V, which is tested for being zero, true for what is passed? */
static bool holds(const struct body *b, vid v)
{
	const struct instr *d = value_def(b->f, strip_casts(b->f, v));
	const char *type = d && d->op == OP_CALL ? type_asked(b, d) : NULL;

	return type && value_has_type(b->s, b->x, type, false);
}

/* Does the path go along edge E for an argument of the type? */
static bool may_take(const struct function *f, const struct edge *e,
		     void *data)
{
	const struct instr *br = block_last(&f->blocks[e->from]);

	if (br->op == OP_BR && value_is_zero(f, br->b)
	    && (br->cmp == CMP_EQ || br->cmp == CMP_NE)
	    && holds(data, br->a))
		return (br->cmp == CMP_NE) == (e->kind == EDGE_TRUE);
	return e->kind != EDGE_EH;
}

/* Can call I release the parameter?  A body that gets it may. */
static enum path_verdict drops(const struct function *f, struct position at,
			       void *data)
{
	const struct body *b = data;
	const struct instr *i = instr_at(f, at);
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;
	uint32_t n;

	for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
		if (strip_casts(f, i->args[n]) == b->p
		    && (!t || function_drops_reference(t)
			|| (t->has_body && !t->in_system_header)))
			return PATH_FOUND;
	return PATH_ON;
}

/* Is the parameter also in another variable, or in memory? */
static bool is_elsewhere(const struct body *b)
{
	const struct value_use *use;
	uint32_t n, k;

	use = value_uses(b->f, b->p, &n);
	for (k = 0; k < n; k++)
		if (use[k].is_phi || b->f->blocks[use[k].block]
				     .instrs[use[k].instr].op == OP_STORE)
			return true;
	return false;
}

static enum path_verdict asks(const struct function *f, struct position at,
			      void *data)
{
	const struct instr *i = instr_at(f, at);
	const struct body *b = data;
	const char *type = i->op == OP_CALL ? type_asked(b, i) : NULL;

	(void) f;
	return type && value_has_type(b->s, b->x, type, false) ? PATH_FOUND
		: PATH_ON;
}

bool call_drops_other(const struct call *c, const struct state *s, unsigned n)
{
	const struct function *f = call_target(c->r->fn, c->i);
	struct body b = { .f = f, .s = s };
	struct position entry = { 0, 0 };

	if (c->c->origin != ORIGIN_INFERRED || !f || !f->has_body || !n
	    || n > c->i->n_args || n > f->n_params || !f->params[n - 1])
		return false;
	b.x = c->args[n];
	b.p = f->params[n - 1];
	return !is_elsewhere(&b)
		&& path_find(f, entry, drops, NULL, &b, NULL)
		&& path_find(f, entry, asks, NULL, &b, NULL)
		&& !path_find(f, entry, drops, may_take, &b, NULL);
}
