/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory is freed with another family than it came from: on a path, or by a
 * type's dealloc where all that the unit stores in the field is of another
 * family.
 */
#include "check/dataflow.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

static bool is_memory(enum family f)
{
	return f == FAMILY_MALLOC || f == FAMILY_PYMEM || f == FAMILY_PYMEM_RAW
		|| f == FAMILY_PYOBJECT_MEM || f == FAMILY_CXX_NEW
		|| f == FAMILY_CXX_NEW_ARRAY;
}

/* ------------------------------------------------------------- on a path */

/* What the thing is that no family of memory can free, or NULL.  Objects'
 * memory is PyObject_Free's business (Objects/object.c, PyObject_Free as the
 * tp_free of types without GC). */
static const char *is_no_memory(const struct step *s, const struct thing *t)
{
	const struct sym *y = sym_get(s->before, s->value);

	if (t->family || t->escaped || !is_memory((enum family) s->number)
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
				 && t->origin <= ORIGIN_SPEC
				 && is_memory((enum family) t->family)));
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const char *name, *what;

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

static bool is_place_of(const struct type_model *t,
			const struct field_model *fm, const struct place *p)
{
	return p->field && fm->field->name
		&& !strcmp(p->field, fm->field->name)
		&& same_record(p->record, t->instance);
}

/* The first store of memory of another family in FM; NULL where there is
 * none, or one of something unknown. */
static const struct instr *other_family(const struct check_context *c,
					const struct type_model *t,
					const struct field_model *fm,
					const struct function **where)
{
	const struct instr *found = NULL;
	uint32_t n, b, k;

	for (n = 0; n < c->unit->functions.n; n++) {
		const struct function *f = c->unit->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i, *def;
				enum family fam;
				vid v;

				i = &f->blocks[b].instrs[k];
				if (i->op != OP_STORE
				    || !is_place_of(t, fm, &i->place))
					continue;
				v = strip_casts(f, i->a);
				def = value_def(f, v);
				if (value_is_zero(f, v))
					continue;
				fam = allocates(c, f, def);
				if (!is_memory(fam) || fam == fm->family)
					return NULL;
				if (!found) {
					found = def;
					*where = f;
				}
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

	if (fm->is_object || !fm->dealloc || !is_memory(fm->family)
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

static void unit(struct check_context *c)
{
	uint32_t i, k;

	for (i = 0; i < c->declared->types.n; i++)
		for (k = 0; k < c->declared->types.v[i]->fields.n; k++)
			if (c->declared->types.v[i]->instance)
				check_field(c, c->declared->types.v[i],
					&c->declared->types.v[i]->fields.v[k]);
}

const struct check check_allocator_mismatch = { .step = step, .unit = unit };
