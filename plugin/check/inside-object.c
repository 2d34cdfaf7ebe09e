/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Py_DECREF (self->extra->attrib); self->extra->attrib = other; and the same of
 * an element of an array: what Python code sees while the old one dies is the
 * old one, as with a member of the object itself.
 */
#include "check/inside-object.h"
#include "engine/acyclic.h"
#include "engine/lender.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

/* Is Q of F the same memory as P, or another element of the array? */
static bool is_same_memory(const struct function *f, const struct place *p,
			   const struct function *g, const struct place *q)
{
	const struct place *x, *y;
	int64_t a, b;

	if (owned_array_member(p, &a))
		return owned_array_member(q, &b) && a == b
			&& same_record(p->record, q->record);
	if (p->record)
		return p->field && same_record(p->record, q->record)
			&& p->offset == q->offset && !q->index;
	if (owned_element(f, p, &x))
		return owned_element(g, q, &y)
			&& same_record(x->record, y->record)
			&& x->offset == y->offset;
	return f == g && !q->record && p->offset == q->offset && !p->index
		&& !q->index
		&& strip_casts(f, p->base) == strip_casts(f, q->base);
}

/* The struct that has the array which P of F is an element of, or NULL. */
static const struct type *array_record(const struct function *f,
				       const struct place *p)
{
	const struct place *array;
	int64_t at;

	if (owned_array_member(p, &at))
		return p->record;
	return owned_element(f, p, &array) ? array->record : NULL;
}

bool elements_are_set(const struct function *f, const struct place *p)
{
	uint32_t b, k;

	for (b = 0; array_record(f, p) && b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++)
			if (f->blocks[b].instrs[k].op == OP_STORE
			    && is_same_memory(f, p, f,
					      &f->blocks[b].instrs[k].place))
				return true;
	return false;
}

/* Is V of F what a function of the unit found in an object: a place in it? */
static bool is_found_in_object(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));
	const struct function *t = d && d->op == OP_CALL ? call_target(f, d)
		: NULL;

	return t && t->has_body && t->is_static && d->n_args
		&& type_is_object_ptr(fn_value(f, d->args[0])->type);
}

bool slot_owns(const struct function *f, const struct place *p)
{
	uint32_t b, k;

	if (p->record || p->offset || p->index
	    || !is_found_in_object(f, p->base))
		return false;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k], *d;
			const struct function *t = i->op == OP_CALL
				&& i->n_args == 1 ? call_target(f, i) : NULL;

			d = t && strstr(t->name, "DECREF")
				? value_def(f, strip_casts(f, i->args[0]))
				: NULL;
			if (d && d->op == OP_LOAD
			    && is_same_memory(f, p, f, &d->place))
				return true;
		}
	return false;
}

/* Did a helper put what V of F is, a pointer to a struct, in a variable? */
static bool is_found_by_helper(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));
	const struct value *local = d && d->op == OP_LOAD
		? fn_value(f, d->place.base) : NULL;
	uint32_t b, k, n;

	if (!local || local->kind != VAL_LOCAL)
		return false;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
				const struct value *a = fn_value(f,
					strip_casts(f, i->args[n]));

				if (a->kind == VAL_LOCAL
				    && a->u.local == local->u.local)
					return true;
			}
		}
	return false;
}

/* Is the memory at P part of an object, or of what an object has? */
static bool is_of_object(const struct step *s, const struct place *p)
{
	const struct function *f = s->run->fn;
	const struct declared *d = s->run->engine->declared;
	const struct thing *of = thing_get(s->before,
			env_get(s->before, value_strip_copies(f, p->base)));

	if (of && of->birth == BIRTH_NEW)
		return false;
	if (!p->record && !array_record(f, p))
		return !p->offset && !p->index
			&& is_found_in_object(f, p->base);
	if (!declared_owns(d, f, p))
		return false;
	if (p->record && !p->record->is_object
	    && record_is_local(s->run->engine->unit, p->record))
		return false;
	return place_is_in_object(f, p) || is_found_by_helper(f, p->base);
}

struct search { const struct step *s; const struct place *p; vid base; };

/* Is what follows the struct put in its place: is it unlinked? */
static bool unlinks(const struct function *f, const struct instr *i, vid base)
{
	const struct instr *d = i->op == OP_STORE
		? value_def(f, strip_casts(f, i->a)) : NULL;

	return d && d->op == OP_LOAD && d->place.record
		&& !d->place.record->is_object
		&& strip_casts(f, d->place.base) == base
		&& strip_casts(f, i->place.base) != base
		&& fn_value(f, d->dst)->type
		&& fn_value(f, d->dst)->type->kind == TYPE_PTR
		&& same_record(fn_value(f, d->dst)->type->inner,
			       d->place.record);
}

/* Puts the instruction another value there, or frees it all? */
static enum path_verdict is_set(const struct function *f, struct position at,
				void *data)
{
	const struct search *q = data;
	const struct instr *i = instr_at(f, at);
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;

	if (t && i->n_args && strip_casts(f, i->args[0]) == q->base
	    && (strstr(t->name, "free") || strstr(t->name, "Free")
		|| strstr(t->name, "FREE")))
		return PATH_STOP;
	return (i->op == OP_STORE && is_same_memory(f, q->p, f, &i->place))
		|| (q->p->record && unlinks(f, i, q->base))
		? PATH_FOUND : PATH_ON;
}

static bool is_set_later(const struct step *s, const struct place *p)
{
	struct search q = { s, p, strip_casts(s->run->fn, p->base) };
	struct position from = { s->run->block_id, s->run->instr_id };

	return path_find(s->run->fn, from, is_set, NULL, &q, NULL);
}

static enum path_verdict is_here(const struct function *f, struct position at,
				 void *data)
{
	const struct search *q = data;

	(void) f;
	return at.block == q->s->run->block_id
		&& at.instr == q->s->run->instr_id ? PATH_FOUND : PATH_ON;
}

bool element_is_counted_out(const struct step *s, const struct place *p)
{
	const struct function *f = s->run->fn;
	const struct type *record = array_record(f, p), *t;
	struct search q = { s, p, 0 };
	struct position at;

	for (at.block = 0; record && at.block < f->n_blocks; at.block++)
		for (at.instr = 0; at.instr < f->blocks[at.block].n_instrs;
		     at.instr++) {
			const struct instr *i = instr_at(f, at);

			t = i->op == OP_STORE ? fn_value(f, i->a)->type : NULL;
			if (t && t->kind == TYPE_INT
			    && (same_record(i->place.record, record)
				|| (i->place.field
				    && !strcmp(i->place.field, "ob_size")))
			    && path_find(f, at, is_here, NULL, &q, NULL))
				return true;
			if (i->op == OP_CALL && call_target(f, i)
			    && !strcmp(call_target(f, i)->name, "Py_SET_SIZE")
			    && path_find(f, at, is_here, NULL, &q, NULL))
				return true;
		}
	return false;
}

/* Does another function that Python code can call look there? */
static bool is_seen_elsewhere(const struct step *s, const struct place *p)
{
	const struct unit *u = s->run->engine->unit;
	uint32_t i, b, k;

	for (i = 0; i < u->functions.n; i++) {
		const struct function *g = u->functions.v[i];

		if (!g->has_body || g == s->run->fn
		    || !knowledge_is_open(s->run->engine->knowledge, g))
			continue;
		for (b = 0; b < g->n_blocks; b++)
			for (k = 0; k < g->blocks[b].n_instrs; k++)
				if (g->blocks[b].instrs[k].op == OP_LOAD
				    && is_same_memory(s->run->fn, p, g,
					&g->blocks[b].instrs[k].place))
					return true;
	}
	return false;
}

/* Can the end of what stood there run code? */
static bool is_loud(const struct step *s, const struct place *p)
{
	const struct declared *d = s->run->engine->declared;

	if (p->record && !array_record(s->run->fn, p))
		return member_ends_loudly(d, p->record, p->field);
	return !value_is_plain(d, s->run->fn, s->operand, s->run->block_id,
			       s->run->instr_id);
}

const char *released_inside(const struct step *s, const struct thing *t,
			    const char **what)
{
	const struct function *f = s->run->fn;
	const struct place *p = t->born && t->born->op == OP_LOAD
		? &t->born->place : NULL, *array;

	if (!p || t->birth != BIRTH_FIELD
	    || (p->record && p->record->is_object)
	    || !is_of_object(s, p) || !is_set_later(s, p)
	    || element_is_counted_out(s, p) || !is_loud(s, p))
		return NULL;
	if ((p->record || array_record(f, p)) && !is_seen_elsewhere(s, p))
		return NULL;
	*what = p->record && !array_record(f, p) ? "field"
		: array_record(f, p) ? "array" : "slot";
	if (p->field)
		return p->field;
	return owned_element(f, p, &array) && array->field ? array->field
		: run_value_name(s->run, strip_casts(f, p->base));
}
