/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * over-release: a bf_releasebuffer that releases view->obj.  PyBuffer_Release
 * reads obj before it calls the slot and releases it behind
 * (Objects/abstract.c), so that a slot which clears the member gives up a
 * reference too many as well.
 */
#include "check/dataflow.h"
#include "check/field-held.h"
#include "check/release-buffer.h"
#include "engine/tables.h"

#include <string.h>

/* How many references does F take?  PyBuffer_FillInfo takes the one that the
 * view has. */
static unsigned references_taken(const struct function *f)
{
	unsigned n = 0;
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			n += i->op == OP_CALL && takes_reference(f, i);
			n += t && !strcmp(t->name, "PyBuffer_FillInfo");
		}
	return n;
}

static bool has_slot(const struct role *r, const char *name)
{
	return r->slot && r->slot->name && !strcmp(r->slot->name, name)
		&& r->function->has_body;
}

/* Does a bf_getbuffer of the unit take a second reference, for the slot to
 * release? */
static bool getter_takes_two(const struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->roles.n; i++)
		if (has_slot(&c->declared->roles.v[i], "bf_getbuffer")
		    && references_taken(c->declared->roles.v[i].function) > 1)
			return true;
	return false;
}

/* Is V of F what the member `obj' of the view holds, which F never sets to
 * another object? */
static bool is_view_object(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));

	return d && d->op == OP_LOAD && d->place.field
		&& !strcmp(d->place.field, "obj") && !d->place.index
		&& f->n_params == 2 && f->params[1]
		&& strip_casts(f, d->place.base) == f->params[1];
}

static bool sets_object(const struct function *f)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_STORE && i->place.field
			    && !strcmp(i->place.field, "obj")
			    && !value_is_zero(f, strip_casts(f, i->a)))
				return true;
		}
	return false;
}

static void judge(struct check_context *c, const struct function *f)
{
	struct finding *fi;
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op != OP_CALL || !i->n_args
			    || !drops_reference(f, i)
			    || !is_view_object(f, i->args[0]))
				continue;
			fi = check_finding(c, f, i->loc, "‘view->obj’ is "
				"released by a ‘bf_releasebuffer’: "
				"‘PyBuffer_Release’ does that");
			check_subject(c, fi, "obj");
			check_event(c, fi, i->loc, f, "it is released here, "
				    "and a second time by ‘PyBuffer_Release’, "
				    "which called this function");
			check_hint(c, fi, "leave ‘obj’ alone here");
			check_add(c, fi);
			return;
		}
}

void release_buffer_unit(struct check_context *c)
{
	uint32_t i;

	for (i = 0; i < c->declared->roles.n; i++) {
		const struct role *r = &c->declared->roles.v[i];

		if (has_slot(r, "bf_releasebuffer")
		    && !references_taken(r->function)
		    && !sets_object(r->function) && !getter_takes_two(c))
			judge(c, r->function);
	}
}
