/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gc-protocol: elements of an array that a field of the object points to.
 * Where a method puts there whatever it is given, cycles through them are
 * possible; that tp_traverse shows them to the collector breaks none, without
 * a tp_clear (Doc/c-api/typeobj.rst, tp_clear).
 */
#include "check/gc-protocol.h"
#include "engine/acyclic.h"
#include "engine/paths.h"
#include "engine/tables.h"

/* The pointer from which the address V was reached by arithmetic. */
static vid array_of(const struct function *f, vid v)
{
	unsigned depth;

	for (depth = 0; depth < 8; depth++) {
		const struct instr *d;

		v = strip_casts(f, v);
		d = value_def(f, v);
		if (d && d->op == OP_ADDR)
			v = d->place.base;
		else if (d && d->op == OP_ADD
			 && fn_value(f, v)->type->kind == TYPE_PTR)
			v = d->a;
		else
			break;
	}
	return v;
}

/* Is I's place an element of the array that a field of F's first parameter
 * points to?  Then OFFSET is the field's. */
static bool is_element(const struct declared *d, const struct function *f,
		       const struct instr *i, int64_t *offset)
{
	vid array = array_of(f, i->place.base);

	return (i->place.index || array != strip_casts(f, i->place.base))
		&& value_is_field(d, f, f->params[0], array, offset);
}

/* Is V an argument of F other than its object, to which F takes a reference? */
static bool is_argument_kept(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));
	bool counted = false;
	uint32_t b, i;

	if (d && d->op == OP_CALL && d->n_args == 1 && call_target(f, d)
	    && function_takes_reference(call_target(f, d))) {
		counted = true;
		v = d->args[0];
	}
	v = strip_casts(f, v);
	if (fn_value(f, v)->kind != VAL_PARAM || v == f->params[0])
		return false;
	for (b = 0; !counted && b < f->n_rpo; b++)
		for (i = 0; i < f->blocks[f->rpo[b]].n_instrs; i++) {
			const struct instr *in =
				&f->blocks[f->rpo[b]].instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			counted |= t && in->n_args
				&& function_takes_reference(t)
				&& strip_casts(f, in->args[0]) == v;
		}
	return counted;
}

/* The store with which F puts what it is given into an array of its object's,
 * that of the field at OFFSET; NULL: none. */
static const struct instr *fills(const struct declared *d,
				 const struct function *f, int64_t *offset)
{
	uint32_t b, i;

	for (b = 0; b < f->n_rpo; b++)
		for (i = 0; i < f->blocks[f->rpo[b]].n_instrs; i++) {
			const struct instr *in =
				&f->blocks[f->rpo[b]].instrs[i];

			if (in->op == OP_STORE && is_element(d, f, in, offset)
			    && is_argument_kept(f, in->a)
			    && value_may_cycle(d, f, in->a, f->rpo[b], i))
				return in;
		}
	return NULL;
}

const struct instr *gc_elements_shown(const struct declared *d,
				      const struct function *f,
				      int64_t offset)
{
	int64_t at;
	uint32_t b, i;

	for (b = 0; b < f->n_rpo; b++)
		for (i = 0; i < f->blocks[f->rpo[b]].n_instrs; i++) {
			const struct instr *in =
				&f->blocks[f->rpo[b]].instrs[i];

			if (in->op == OP_LOAD && is_element(d, f, in, &at)
			    && at == offset)
				return in;
		}
	return NULL;
}

bool gc_elements_may_cycle(struct check_context *c, const struct type_model *t,
			   const struct function *traverse, struct elements *e)
{
	uint32_t i;

	for (i = 0; i < c->declared->roles.n; i++) {
		const struct role *r = &c->declared->roles.v[i];
		const struct function *f = r->function;

		if (r->type != t || !gc_is_setter(r) || !f->has_body
		    || !f->n_params || !f->params[0])
			continue;
		e->filled = fills(c->declared, f, &e->offset);
		e->by = f;
		e->shown = e->filled
			? gc_elements_shown(c->declared, traverse, e->offset)
			: NULL;
		if (e->shown)
			return true;
	}
	return false;
}
