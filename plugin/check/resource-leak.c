/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A buffer, memory, a file or another resource is lost on some path. */
#include "check/dataflow.h"

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
	if (is_library_memory(c, s, t))
		return;
	/* Somewhere here it is released: the code knows when it is there. */
	if (t->doubtful && map_has(&s->run->handled, map_key_ptr(t->born)))
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
