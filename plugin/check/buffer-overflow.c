/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An access outside a known bound: an item past a size that was tested, an
 * element past an array, a copy of a Python string of unchecked length into a
 * fixed buffer, a write past the bytes that were asked for.
 *
 * Reported is what is outside on this path whatever the rest is; what a test
 * that was made lets through (a size that may be the index); and what comes
 * from Python and was not tested at all.
 */
#include "check/bounds.h"

struct bounds_data *bounds_data(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct bounds_data);
	return *c->data;
}

struct bounds_demand *bounds_demand(struct check_context *c,
				    const struct step *s)
{
	struct bounds_data *d = bounds_data(c);
	struct bounds_demand *x = map_get(&d->demands,
					  map_key_ptr(s->run->fn));

	if (!x) {
		x = ARENA_NEW(&c->findings->arena, struct bounds_demand);
		map_set(&d->demands, map_key_ptr(s->run->fn), x);
	}
	return x;
}

void bounds_report(struct check_context *c, const struct step *s,
		   const char *subject, struct finding *fi)
{
	check_subject(c, fi, subject);
	check_event(c, fi, s->loc, s->run->fn, "this is outside");
	check_hint(c, fi, "test the size first");
	check_add(c, fi);
}

/* Where the first report of a key was, for each kind of them. */
struct bounds_firsts { struct map of[N_ONCE]; };

bool bounds_is_first(struct check_context *c, const struct step *s,
		     enum bounds_once what, uint64_t key)
{
	struct map *m = &bounds_data(c)->first;
	struct bounds_firsts *of = map_get(m, map_key_ptr(s->run->fn));
	const struct instr *first;

	if (!of) {
		of = ARENA_NEW(&c->findings->arena, struct bounds_firsts);
		map_set(m, map_key_ptr(s->run->fn), of);
	}
	first = map_get(&of->of[what], key);
	if (!first)
		map_set(&of->of[what], key, (void *) s->instr);
	return !first || first == s->instr;
}

static void firsts_release(struct map *m)
{
	uint32_t i, n;

	for (i = 0; i < m->n; i++) {
		struct bounds_firsts *of = m->slots[i].value;

		for (n = 0; n < N_ONCE; n++)
			map_release(&of->of[n]);
	}
	map_release(m);
}

static void step(struct check_context *c, const struct step *s)
{
	if (!s->before || s->before->misuse)
		return;
	number_note(c, s, &bounds_data(c)->notes);
	switch (s->kind) {
	case STEP_DEREF:
		bounds_items(c, s);
		bounds_open(c, s);
		bounds_constant(c, s);
		bounds_view(c, s);
		bounds_unasked_text(c, s);
		break;
	case STEP_INDEX:
		bounds_index(c, s);
		break;
	case STEP_STORE:
		bounds_store(c, s);
		bounds_filled(c, s);
		bounds_faster(c, s);
		break;
	case STEP_CALL:
		bounds_items(c, s);
		bounds_copies(c, s);
		bounds_passed_array(c, s);
		break;
	default:
		break;
	}
}

static void finish(struct check_context *c)
{
	struct bounds_data *d = *c->data;

	if (!d)
		return;
	number_notes_release(&d->notes);
	map_release(&d->demands);
	map_release(&d->printed);
	map_release(&d->counted);
	map_release(&d->cursors);
	firsts_release(&d->first);
	map_release(&d->containers);
	map_release(&d->unasked);
	map_release(&d->views);
}

const struct check check_buffer_overflow = {
	.step = step,
	.steps = ON(DEREF) | ON(INDEX) | ON(STORE) | ON(CALL) | ON(RETURN),
	.finish = finish
};
