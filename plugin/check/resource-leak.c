/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A buffer, memory, a file or another resource is lost on some path. */
#include "check/dataflow.h"

static bool is_memory(unsigned family)
{
	return family == FAMILY_MALLOC || family == FAMILY_CXX_NEW
		|| family == FAMILY_CXX_NEW_ARRAY || family == FAMILY_PYMEM
		|| family == FAMILY_PYMEM_RAW
		|| family == FAMILY_PYOBJECT_MEM;
}

/* Has the helper more to write to than the resource? */
static bool tells_by_memory(const struct step *s, const struct thing *t)
{
	const struct function *f = s->run->fn;
	unsigned n, outs = 0;

	for (n = 0; t->born && t->born->op == OP_CALL && n < t->born->n_args;
	     n++) {
		const struct type *ty = f->values[t->born->args[n]].type;

		outs += ty && ty->kind == TYPE_PTR && !type_is_object_ptr(ty);
	}
	return outs > 1;
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t = s->thing;
	struct finding *fi;
	enum family family;
	const char *name;
	uint32_t i;

	if (s->kind != STEP_LOST || t->refs <= 0)
		return;
	family = thing_is_fetched(s, t) ? FAMILY_EXCEPTION
		: (enum family) t->family;
	if (!family)
		return;
	/* A helper that acquires tells by means of its own whether it did;
	 * destructors in C++ release what no call shows. */
	if ((t->origin == ORIGIN_INFERRED && (is_memory(t->family)
					      || tells_by_memory(s, t)))
	    || (c->unit->is_cxx && is_memory(t->family)
		&& t->family != FAMILY_PYMEM))
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

const struct check check_resource_leak = { .step = step };
