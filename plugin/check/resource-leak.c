/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A buffer, memory, a file or another resource is lost on some path. */
#include "check/dataflow.h"
#include "check/field-memory.h"
#include "check/old-value.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

/* Memory that classes of C++ libraries manage: their helpers put it into
 * members, and destructors that no call shows release it. */
static bool is_library_memory(const struct check_context *c,
			      const struct step *s, const struct thing *t)
{
	const struct function *f;

	if (!c->unit->is_cxx || t->origin != ORIGIN_INFERRED || !t->born
	    || (t->family != FAMILY_CXX_NEW
		&& t->family != FAMILY_CXX_NEW_ARRAY
		&& t->family != FAMILY_MALLOC))
		return false;
	f = call_target(s->run->fn, t->born);
	return !f || f->in_system_header || !t->born->dst;
}

/* What an unknown function made, as another way of this function shows. */
static void due_forgotten(struct check_context *c, const struct step *s)
{
	const char *maker = instr_callee(s->run, s->instr);
	const char *releaser = instr_callee(s->run, s->other);
	const char *name = s->name ? s->name : maker;
	struct finding *fi = step_finding(c, s, NULL, s->thing,
		"leak of ‘%s’, which ‘%s’ releases on other ways",
		name, releaser);

	check_subject(c, fi, name);
	check_event(c, fi, s->other->loc, s->run->fn,
		    "on another way ‘%s’ releases it here", releaser);
	check_event(c, fi, s->loc, s->run->fn,
		    "it is lost here; it was not released");
	check_hint(c, fi, "release it on this way too: ‘%s’", releaser);
	check_add(c, fi);
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t = s->thing;
	struct finding *fi;
	enum family family;
	const char *name;
	uint32_t i;

	if (s->kind == STEP_STORE)
		old_value_judge_memory(c, s);
	if (s->kind == STEP_DUE)
		due_forgotten(c, s);
	if (s->kind != STEP_LOST || t->refs <= 0)
		return;
	family = thing_is_fetched(s, t) ? FAMILY_EXCEPTION
		: (enum family) t->family;
	if (!family)
		return;
	if (is_library_memory(c, s, t))
		return;
	/* Somewhere here it is released: the code knows when it is there. */
	if (t->doubtful && map_has(&s->run->told_apart, map_key_ptr(t->born)))
		return;
	if (s->origin == ORIGIN_CONVENTION && !c->options->convention)
		return;
	name = run_thing_name(s->run, t);
	fi = step_finding(c, s, NULL, t, "leak of %s, ‘%s’",
			  family_what(family), name);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn,
		    "it is lost here; it was not released");
	fi->places = ARENA_ARRAY(&c->findings->arena, struct loc,
				 s->n_places + 1);
	for (i = 0; i < s->n_places; i++)
		fi->places[i] = s->places[i];
	fi->n_places = s->n_places;
	check_hint(c, fi, "release it on this way too: %s",
		   family_how(family));
	check_add(c, fi);
}

/* ---------------------------------------------------- setters of a type */

/* Does F look at the field at all? */
static bool looks_at(const struct function *f, const struct type_model *t,
		     const struct field_model *fm)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct place *p = &f->blocks[b].instrs[k].place;

			if ((f->blocks[b].instrs[k].op == OP_LOAD
			     || f->blocks[b].instrs[k].op == OP_ADDR)
			    && p->field && fm->field->name
			    && !strcmp(p->field, fm->field->name)
			    && same_record(p->record, t->instance))
				return true;
		}
	return false;
}

static bool is_fresh_memory(const struct check_context *c,
			    const struct touch *x)
{
	const struct instr *def = value_def(x->function,
		strip_casts(x->function, x->value));
	const struct contract *k = def && def->op == OP_CALL
		? touch_contract(c->declared, x->function, def) : NULL;
	const struct effect *e;

	for (e = k && k->n_outcomes ? k->outcomes[0].effects : NULL;
	     e && e->op != EFF_END; e++)
		if (e->op == EFF_ACQUIRE && e->a == 0)
			return true;
	return false;
}

/* A setter, which is called any number of times, stores memory in a field that
 * the dealloc frees, and never looks at what stands there. */
static void check_setter(struct check_context *c, const struct type_model *t,
			 const struct function *f,
			 const struct field_model *fm)
{
	int64_t at = (int64_t) fm->offset;
	struct touches seen = { { 0 } };
	struct finding *fi;
	const struct touch *x;

	touches_of_param(c->declared, f, 0, &seen);
	x = touch_find(&seen, TOUCH_STORE, at);
	if (x && x->function == f && is_fresh_memory(c, x) && !seen.escapes
	    && !touch_find(&seen, TOUCH_RELEASE, at)
	    && !touch_find(&seen, TOUCH_MAYBE, at)
	    && !touch_find(&seen, TOUCH_ZERO, at) && !looks_at(f, t, fm)) {
		fi = check_finding(c, f, x->loc,
			"leak of %s, what ‘%s’ held before",
			family_what(fm->family), fm->field->name);
		check_subject(c, fi, fm->field->name);
		check_event(c, fi, fm->dealloc_loc, fm->dealloc,
			    "the object owns it: it is released here");
		check_event(c, fi, x->loc, f,
			    "the second time, the first one is lost here");
		check_hint(c, fi, "release the old one before: %s",
			   family_how(fm->family));
		check_add(c, fi);
	}
	touches_release(&seen);
}

static void unit(struct check_context *c)
{
	uint32_t i, k;

	field_memory_unit(c);
	for (i = 0; i < c->declared->roles.n; i++) {
		const struct role *r = &c->declared->roles.v[i];

		if (!r->type || !r->type->instance || !r->slot
		    || !r->slot->name || strcmp(r->slot->name, "setter")
		    || !r->function->has_body || !r->function->n_params)
			continue;
		for (k = 0; k < r->type->fields.n; k++)
			if (!r->type->fields.v[k].is_object
			    && r->type->fields.v[k].dealloc
			    && r->type->fields.v[k].family != FAMILY_NONE)
				check_setter(c, r->type, r->function,
					     &r->type->fields.v[k]);
	}
}

const struct check check_resource_leak = {
	.step = step, .steps = ON(DUE) | ON(LOST) | ON(STORE), .unit = unit
};
