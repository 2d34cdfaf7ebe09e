/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Py_DECREF (self->f) while self->f still points at the object. */
#include "check/dataflow.h"
#include "engine/acyclic.h"
#include "engine/generated.h"

#include <string.h>

/* A destructor runs when nobody can reach the object any more. */
static bool is_destructor(const struct step *s)
{
	const struct role *r = s->run->role;

	return s->run->convention == CONV_DESTROY
		|| s->run->convention == CONV_CLEAR
		|| (r && r->slot && r->slot->name
		    && (!strcmp(r->slot->name, "tp_clear")
			|| !strcmp(r->slot->name, "tp_new")));
}

/* The memory that still holds X: of an object that the caller has too, or a
 * variable of the unit. */
static const struct cell *holder(const struct state *s, sid x)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		const struct thing *t;

		if (c->value != x || c->is_resource || c->index)
			continue;
		if (c->at.kind == REGION_GLOBAL)
			return c;
		if (c->at.kind != REGION_SYM)
			continue;
		t = thing_get(s, c->at.id);
		if (t && t->birth == BIRTH_PARAM
		    && sym_get(s, c->at.id)->is_object)
			return c;
	}
	return NULL;
}

/* Can releasing what the field or variable holds run anything that looks at
 * it? */
static bool can_run_code(struct check_context *c, const struct step *s,
			 const struct thing *t)
{
	const struct field_model *fm;
	uint32_t i;

	if (!t->field_record)
		return !value_is_plain(c->declared, s->run->fn, s->operand,
				       s->run->block_id, s->run->instr_id);
	fm = declared_field(c->declared, t->field_record,
			    (uint64_t) t->field_offset);
	for (i = 0; fm && i < c->declared->types.n; i++) {
		const struct type_model *type = c->declared->types.v[i];

		if (fm >= type->fields.v && fm < type->fields.v
		    + type->fields.n)
			return field_may_run_code(c->declared, type, fm);
	}
	return true;
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const struct cell *at;
	const char *name, *field;

	/* Cython's own way to assign an attribute. */
	if (generated_wrapper(s->run->fn->name))
		return;
	if (s->kind != STEP_RELEASE || is_destructor(s) || !s->value
	    || (!s->run->role && !knowledge_is_open(
			s->run->engine->knowledge, s->run->fn)))
		return;
	t = thing_get(s->before, s->value);
	if (!t || t->family || t->escaped || t->immortal || t->refs > 0
	    || t->birth != BIRTH_FIELD || t->type
	    || !(at = holder(s->before, s->value))
	    || (at->at.kind == REGION_SYM) != (t->field_record != NULL)
	    || !step_is_credible(c, s, s->before)
	    || !can_run_code(c, s, t))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	field = t->field ? t->field : name;
	if (at->at.kind == REGION_GLOBAL)
		field = ((const struct global *) at->at.ptr)->name;
	fi = step_finding(c, s, s->before, t,
			  "‘%s’ is released while the %s ‘%s’ still points "
			  "at it", name, t->field_record ? "field"
			  : "variable", field);
	check_subject(c, fi, field);
	check_event(c, fi, s->loc, s->run->fn, "a finalizer that runs here "
		    "can see the dead object through the %s", t->field_record
		    ? "field" : "variable");
	check_hint(c, fi, "empty the %s first: ‘Py_CLEAR (%s);’ or "
		   "‘Py_SETREF (%s, …);’", t->field_record ? "field"
		   : "variable", t->field_record ? name : field,
		   t->field_record ? name : field);
	check_add(c, fi);
}

const struct check check_dangling_field = { .step = step };
