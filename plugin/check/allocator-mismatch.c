/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory is freed with another family than it came from. */
#include "check/dataflow.h"

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;
	struct finding *fi;
	const char *name;

	if (s->kind != STEP_RELEASE || !s->number || !s->value)
		return;
	t = thing_get(s->before, s->value);
	if (!t || !t->family || t->escaped
	    || t->family == (unsigned) s->number
	    || !step_is_credible(c, s, s->before))
		return;
	name = run_sym_name(s->run, s->before, s->value, s->operand);
	fi = step_finding(c, s, s->before, t,
			  "‘%s’ is %s, and ‘%s’ releases %s", name,
			  family_what(t->family), step_callee(s),
			  family_what((enum family) s->number));
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "released here by ‘%s’",
		    step_callee(s));
	check_hint(c, fi, "release it with %s", family_how(t->family));
	check_add(c, fi);
}

const struct check check_allocator_mismatch = { .step = step };
