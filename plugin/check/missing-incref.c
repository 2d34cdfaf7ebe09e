/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A borrowed reference goes where an owned one is due. */
#include "check/dataflow.h"

/* Loaded from a variable of the extension, which keeps its reference. */
static bool is_global_cell(const struct step *s, const struct thing *t)
{
	const struct value *v;

	if (!t->born || t->born->op != OP_LOAD)
		return false;
	v = &s->run->fn->values[t->born->place.base];
	return v->kind == VAL_GLOBAL && !t->born->place.index;
}

/* Loaded from the array of arguments of a METH_FASTCALL function. */
static bool is_argument_array(const struct step *s, const struct thing *t)
{
	const struct instr *i = t->born;
	const struct value *v;

	if (!i || i->op != OP_LOAD || !s->run->role || i->place.record)
		return false;
	/* args + i, when the index is no constant. */
	do {
		v = &s->run->fn->values[i->place.base];
		i = value_def(s->run->fn, i->place.base);
	} while (i && i->op == OP_ADDR && !i->place.record);
	return v->kind == VAL_PARAM && v->type && v->type->kind == TYPE_PTR
		&& type_is_object_ptr(v->type->inner);
}

/* Items of a tuple, and arguments, are objects although nobody looked. */
static bool is_object_here(const struct step *s, const struct thing *t)
{
	return sym_is_nonnull(s->before, s->value)
		|| (t->born && t->born->op == OP_LOAD
		    && (t->birth == BIRTH_BORROW || is_argument_array(s, t))
		    && !sym_is_null(s->before, s->value));
}

/* Nothing here owns a reference to T that could be given. */
static bool is_only_borrowed(const struct step *s, const struct thing *t)
{
	if (t->family || t->immortal || t->escaped || t->refs > 0
	    || t->life == LIFE_DEAD)
		return false;
	switch (t->birth) {
	case BIRTH_BORROW:
	case BIRTH_STATIC:
		return true;
	case BIRTH_PARAM:
		return s->run->role != NULL;
	case BIRTH_FIELD:
		/* Of an instance; a plain struct's may have been moved. */
		return (t->field_record && t->field_record->is_object)
			|| is_global_cell(s, t) || is_argument_array(s, t);
	case BIRTH_NEW:
		/* Given to a container: what is left is borrowed. */
		return t->given && !t->stored;
	case BIRTH_UNKNOWN:
		break;
	}
	return false;
}

static bool returns_owned(const struct step *s)
{
	return s->run->role && (s->run->convention == CONV_NEW_REF
		|| s->run->convention == CONV_NEW_REF_OR_NULL);
}

static const char *kind_of(const struct step *s, const struct thing *t)
{
	if (is_argument_array(s, t))
		return "the caller's reference to";
	switch (t->birth) {
	case BIRTH_PARAM: return "the caller's reference to";
	case BIRTH_FIELD: return "the field's own reference to";
	case BIRTH_STATIC: return "a borrowed reference to the static object";
	default: return "a borrowed reference to";
	}
}

static void report(struct check_context *c, const struct step *s,
		   const struct thing *t, const char *where)
{
	const char *name = run_sym_name(s->run, s->before, s->value,
					s->operand);
	struct finding *fi;

	fi = step_finding(c, s, s->before, t, "%s ‘%s’ is %s", kind_of(s, t),
			  name, where);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is %s here", name, where);
	check_hint(c, fi, "take a reference first: ‘Py_INCREF (%s);’", name);
	check_add(c, fi);
}

/* A field that the type releases gets what nobody took. */
static bool field_owns(struct check_context *c, const struct step *s)
{
	const struct field_model *fm;

	if (!s->place || !s->place->record || !s->target
	    || s->target->at.kind != REGION_SYM)
		return false;
	fm = declared_field(c->declared, s->place->record,
			    (uint64_t) s->place->offset);
	return fm && fm->is_object && fm->owner == FIELD_OWNS;
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;

	if (s->kind != STEP_RETURN && s->kind != STEP_GIVE)
		return;
	t = s->value ? thing_get(s->before, s->value) : NULL;
	if (!t || !step_is_credible(c, s, s->before)
	    || !is_only_borrowed(s, t) || !is_object_here(s, t))
		return;
	if (s->kind == STEP_RETURN) {
		if (returns_owned(s))
			report(c, s, t, "returned as a new reference");
	} else if (t->birth != BIRTH_NEW) {
		report(c, s, t, arena_printf(&c->findings->arena,
			"given to ‘%s’, which takes over a reference",
			step_callee(s)));
	}
	(void) field_owns;
}

const struct check check_missing_incref = { .step = step };
