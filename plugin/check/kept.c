/* SPDX-License-Identifier: GPL-3.0-or-later */
/* References to an object that other functions of its type keep; see kept.h. */
#include "check/kept.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

/* How often F takes, less how often it gives up, a reference to its first
 * parameter; returning it gives one up. */
static int keeps_self(const struct function *f)
{
	uint32_t b, k;
	int n = 0;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;
			vid v = i->op == OP_RET ? i->a
				: t && i->n_args == 1 ? i->args[0] : 0;

			if (!v || (vid) strip_casts(f, v) != f->params[0])
				continue;
			if (i->op == OP_RET || strstr(t->name, "DECREF"))
				n--;
			else if (!i->dst && function_takes_reference(t))
				n++;
		}
	return n;
}

static enum path_verdict at_release(const struct function *f,
				    struct position p, void *data)
{
	const struct step *s = data;

	return instr_at(f, p) == s->instr ? PATH_FOUND : PATH_ON;
}

/* Does the release stand in a loop?  Each turn gives up another reference. */
static bool is_in_loop(const struct step *s)
{
	struct position next = { s->run->block_id, s->run->instr_id + 1 };

	return path_find(s->run->fn, next, at_release, NULL, (void *) s, NULL);
}

/* Does what V of F says come from memory that outlives the call, or from a
 * function that the project has elsewhere? */
static bool tells_of_memory(const struct step *s, vid v, unsigned depth)
{
	const struct function *f = s->run->fn;
	const struct instr *d = v ? value_def(f, strip_casts(f, v)) : NULL;

	if (!d || depth > 3)
		return false;
	if (d->op == OP_LOAD)
		return fn_value(f, d->place.base)->kind != VAL_LOCAL;
	if (d->op == OP_CALL)
		return knowledge_call(s->run->engine->knowledge, f, d)->origin
			== ORIGIN_CONVENTION;
	return tells_of_memory(s, d->a, depth + 1)
		|| tells_of_memory(s, d->b, depth + 1);
}

/* Did the path ask whether there is a reference to give up: a flag of the
 * object, an unknown function's answer? */
static bool asked_before(const struct step *s)
{
	const struct trace *t;

	for (t = s->before->trace; t; t = t->prev)
		if (t->kind == TRACE_BRANCH && t->instr
		    && (tells_of_memory(s, t->instr->a, 0)
			|| tells_of_memory(s, t->instr->b, 0)))
			return true;
	return false;
}

bool kept_by_flag(const struct step *s)
{
	const struct unit *u = s->run->engine->unit;
	const struct addr *a = &sym_get(s->before, s->value)->addr;
	uint32_t i, b, k;

	if (a->kind != REGION_GLOBAL || a->offset || !asked_before(s))
		return false;
	for (i = 0; i < u->functions.n; i++) {
		const struct function *f = u->functions.v[i];

		for (b = 0; f != s->run->fn && b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *in =
					&f->blocks[b].instrs[k];
				const struct function *t = in->op == OP_CALL
					? call_target(f, in) : NULL;
				const struct value *v;

				if (!t || in->n_args != 1 || in->dst
				    || !function_takes_reference(t))
					continue;
				v = fn_value(f, strip_casts(f, in->args[0]));
				if (v->kind == VAL_GLOBAL
				    && v->u.global == a->ptr)
					return true;
			}
	}
	return false;
}

bool kept_elsewhere(const struct step *s, const struct thing *t)
{
	const struct declared *d = s->run->engine->declared;
	const char *slot = s->run->role && s->run->role->slot
		? s->run->role->slot->name : NULL;
	uint32_t i;

	if (t->param != 1 || (slot && (!strcmp(slot, "tp_init")
				       || !strcmp(slot, "tp_new")))
	    || !(is_in_loop(s) || (!t->refs && asked_before(s))))
		return false;
	for (i = 0; i < d->roles.n; i++) {
		const struct function *f = d->roles.v[i].function;

		if (f != s->run->fn && f->has_body && f->n_params
		    && f->params[0] && keeps_self(f) > 0)
			return true;
	}
	return false;
}
