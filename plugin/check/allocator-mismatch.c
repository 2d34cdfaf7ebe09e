/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory is freed with another family than it came from: on a path, or by a
 * type's dealloc where all that the unit stores in the field is of another
 * family.
 */
#include "check/dataflow.h"
#include "check/member-family.h"
#include "check/member-uses.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

/* ------------------------------------------------------------- on a path */

/* What the thing is that no family of memory can free, or NULL.  Objects'
 * memory is PyObject_Free's business (Objects/object.c, PyObject_Free as the
 * tp_free of types without GC). */
static const char *is_no_memory(const struct step *s, const struct thing *t)
{
	const struct sym *y = sym_get(s->before, s->value);

	if (t->family || t->escaped
	    || !is_memory_family((enum family) s->number)
	    || !t->born || t->born->op != OP_CALL || t->origin > ORIGIN_SPEC)
		return NULL;
	if (t->birth == BIRTH_BORROW && !y->is_object && t->lender)
		return "memory inside a Python object";
	if (t->birth == BIRTH_NEW && y->is_object
	    && s->number != FAMILY_PYOBJECT_MEM)
		return "a Python object";
	return NULL;
}

/* Whoever had the pointer meanwhile, the memory is of the family that it came
 * from; a helper may know more of which that is. */
static bool keeps_family(const struct thing *t)
{
	return t->family && (!t->escaped
			     || (t->birth == BIRTH_NEW && t->born
				 && !t->mixed && !t->doubtful
				 && is_memory_family((enum family) t->family)));
}

static void capsule(struct check_context *c, const struct step *s);

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const char *name, *what;

	if (s->kind == STEP_CALL)
		capsule(c, s);
	if (s->kind != STEP_RELEASE || !s->number || !s->value)
		return;
	t = thing_get(s->before, s->value);
	if (!t)
		return;
	what = is_no_memory(s, t);
	if (!what && keeps_family(t) && t->family != (unsigned) s->number)
		what = family_what(t->family);
	if (!what || !step_is_credible(c, s, s->before))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	fi = step_finding(c, s, s->before, t,
			  "‘%s’ is %s, and ‘%s’ releases %s", name, what,
			  step_callee(s),
			  family_what((enum family) s->number));
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "released here by ‘%s’",
		    step_callee(s));
	if (t->family)
		check_hint(c, fi, "release it with %s", family_how(t->family));
	else
		check_hint(c, fi, t->birth == BIRTH_NEW
			   ? "release it with Py_DECREF"
			   : "it lives as long as its object");
	check_add(c, fi);
}

/* ------------------------------------------------------ fields of a type */

/* The family of what I allocates, by the table; NONE: something else. */
static enum family allocates(const struct check_context *c,
			     const struct function *f, const struct instr *i)
{
	const struct contract *k = i && i->op == OP_CALL
		? touch_contract(c->declared, f, i) : NULL;
	const struct effect *e;
	unsigned o;

	for (o = 0; k && o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_ACQUIRE && e->a == 0)
				return (enum family) e->b;
	return FAMILY_NONE;
}

/* The first store of memory of another family in FM; NULL where there is
 * none, or one of something unknown. */
static const struct instr *other_family(const struct check_context *c,
					const struct type_model *t,
					const struct field_model *fm,
					const struct function **where)
{
	const struct instr *found = NULL;
	const struct member_use *use;
	uint32_t at = 0;

	while ((use = member_next_use(c->members, t->instance, fm->field,
				      &at)) != NULL) {
		const struct instr *def;
		enum family fam;
		vid v;

		if (use->i->op != OP_STORE)
			continue;
		v = strip_casts(use->f, use->i->a);
		def = value_def(use->f, v);
		if (value_is_zero(use->f, v))
			continue;
		fam = allocates(c, use->f, def);
		if (!is_memory_family(fam) || fam == fm->family)
			return NULL;
		if (!found) {
			found = def;
			*where = use->f;
		}
	}
	return found;
}

static void check_field(struct check_context *c, const struct type_model *t,
			const struct field_model *fm)
{
	const struct function *f = NULL;
	const struct instr *made;
	enum family fam;
	struct finding *fi;

	if (fm->is_object || !fm->dealloc || !is_memory_family(fm->family)
	    || !(made = other_family(c, t, fm, &f)))
		return;
	fam = allocates(c, f, made);
	fi = check_finding(c, fm->dealloc, fm->dealloc_loc,
		"‘%s’ is %s, and ‘%s’ releases it as %s", fm->field->name,
		family_what(fam), fm->dealloc->name, family_what(fm->family));
	check_subject(c, fi, fm->field->name);
	check_event(c, fi, made->loc, f, "allocated here");
	check_event(c, fi, fm->dealloc_loc, fm->dealloc, "released here");
	check_hint(c, fi, "release it with %s", family_how(fam));
	check_add(c, fi);
}

/* ------------------------------------------------------------- capsules */

/* The call in destructor F of a capsule that releases what the capsule holds
 * as memory of some family, or NULL. */
static const struct instr *capsule_release(const struct check_context *c,
					   const struct function *f,
					   enum family *family)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k], *def;
			const struct function *by;
			const struct contract *con = i->op == OP_CALL
				? touch_contract(c->declared, f, i) : NULL;
			const struct effect *e;

			if (!con || !i->n_args || !con->n_outcomes)
				continue;
			def = value_def(f, strip_casts(f, i->args[0]));
			by = def && def->op == OP_CALL ? call_target(f, def)
				: NULL;
			if (!by || strcmp(by->name, "PyCapsule_GetPointer"))
				continue;
			for (e = con->outcomes[0].effects; e->op != EFF_END;
			     e++)
				if (e->op == EFF_RELEASE && e->a == 1) {
					*family = (enum family) e->b;
					return i;
				}
		}
	return NULL;
}

/* PyCapsule_New (pointer, name, destructor): the destructor gets what was
 * allocated here. */
static void capsule(struct check_context *c, const struct step *s)
{
	const struct function *made_by = call_target(s->run->fn, s->instr);
	const struct value *d;
	const struct thing *t;
	const struct instr *i;
	enum family family;
	struct finding *fi;

	if (!made_by || strcmp(made_by->name, "PyCapsule_New")
	    || s->instr->n_args != 3)
		return;
	t = thing_get(s->before, env_get(s->before, s->instr->args[0]));
	d = fn_value(s->run->fn, strip_casts(s->run->fn, s->instr->args[2]));
	if (!t || !keeps_family(t) || !is_memory_family((enum family) t->family)
	    || d->kind != VAL_FUNC || !d->u.func->has_body)
		return;
	i = capsule_release(c, d->u.func, &family);
	if (!i || !is_memory_family(family) || family == t->family)
		return;
	fi = check_finding(c, d->u.func, i->loc,
			   "the capsule holds %s, and ‘%s’ releases %s",
			   family_what(t->family),
			   call_target(d->u.func, i)->name,
			   family_what(family));
	check_subject(c, fi, d->u.func->name);
	check_event(c, fi, t->born->loc, s->run->fn, "allocated here");
	check_event(c, fi, s->loc, s->run->fn,
		    "the capsule gets it, with ‘%s’", d->u.func->name);
	check_hint(c, fi, "release it with %s", family_how(t->family));
	check_add(c, fi);
}

/* ------------------------------------------------------ objects' memory */

static bool unit_calls(const struct unit *u, const char *prefix)
{
	uint32_t i;

	for (i = 0; i < u->functions.n; i++)
		if (!u->functions.v[i]->has_body
		    && !strncmp(u->functions.v[i]->name, prefix,
				strlen(prefix)))
			return true;
	return false;
}

/* Objects come from PyObject_New or tp_alloc, both of the object allocator
 * (Objects/object.c, _PyObject_New; typeobject.c, PyType_GenericAlloc), unless
 * somebody makes one of memory of another. */
static void check_self(struct check_context *c, const struct type_model *t)
{
	const struct slot_use *use = type_slot(t, "tp_dealloc");
	const struct function *f = use ? use->function : NULL;
	struct touches seen = { { 0 } };
	struct finding *fi;
	uint32_t i;

	if (!f || !f->has_body || !f->n_params || t->is_heap
	    || type_slot(t, "tp_alloc") || type_slot(t, "tp_free")
	    || type_slot(t, "tp_new")
	    || t->slots_unknown || t->base || t->base_name || t->base_unknown
	    || unit_calls(c->unit, "PyObject_Init"))
		return;
	touches_of_param(c->declared, f, 0, &seen);
	for (i = 0; i < seen.list.n; i++) {
		const struct touch *x = &seen.list.v[i];

		if (x->kind != TOUCH_FREE || !x->callee || x->offset
		    || (strncmp(x->callee, "PyMem_", 6)
			&& strcmp(x->callee, "free")))
			continue;
		fi = check_finding(c, f, x->loc,
			"‘%s’ releases an object of ‘%s’, which is memory from PyObject_Malloc",
			x->callee, t->name);
		check_subject(c, fi, t->name);
		check_event(c, fi, t->loc, NULL,
			    "objects of ‘%s’ come from the object allocator",
			    t->name);
		check_hint(c, fi, "use ‘PyObject_Free’ or ‘tp_free’");
		check_add(c, fi);
		break;
	}
	touches_release(&seen);
}

static void unit(struct check_context *c)
{
	uint32_t i, k;

	for (i = 0; i < c->declared->types.n; i++)
		check_self(c, c->declared->types.v[i]);

	for (i = 0; i < c->declared->types.n; i++)
		for (k = 0; k < c->declared->types.v[i]->fields.n; k++)
			if (c->declared->types.v[i]->instance)
				check_field(c, c->declared->types.v[i],
					&c->declared->types.v[i]->fields.v[k]);
}

const struct check check_allocator_mismatch = {
	.step = step, .steps = ON(CALL) | ON(RELEASE), .unit = unit,
	.finish = member_family_unit
};
