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
	    && knowledge_record_is_local(s->run->engine->knowledge,
					 p->record))
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

/* ---------------------------------------------------------- what is known */

/* Was element PLACE counted out before the instruction at AT? */
struct counted { struct position at; bool is_out; };
/* Who loads from a member, or from elements, of RECORD: two are enough. */
struct looked { const struct type *record; const struct function *by, *other; };
struct looks { VEC (struct looked) list; };

struct inside_known {
	struct map counted;	/* place -> struct counted, of the last AT */
	bool is_read;
	struct map looks;	/* kind and offset -> struct looks */
};

static struct inside_known *known(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct inside_known);
	return *c->data;
}

void inside_object_finish(struct check_context *c)
{
	struct inside_known *k = *c->data;
	uint32_t i;

	if (!k)
		return;
	for (i = 0; i < k->looks.n; i++) {
		struct looks *l = k->looks.slots[i].value;

		vec_release(&l->list);
	}
	map_release(&k->looks);
	map_release(&k->counted);
}

/* ------------------------------------------------------------ counted out */

/* Does instruction I of F change a number of RECORD, or how many there are of
 * something? */
static bool changes_number(const struct function *f, const struct instr *i,
			   const struct type *record)
{
	const struct type *t = i->op == OP_STORE ? fn_value(f, i->a)->type
		: NULL;

	if (i->op == OP_CALL)
		return call_target(f, i)
			&& !strcmp(call_target(f, i)->name, "Py_SET_SIZE");
	return t && t->kind == TYPE_INT
		&& (same_record(i->place.record, record)
		    || (i->place.field && !strcmp(i->place.field, "ob_size")));
}

/* Does instruction I of F put another array, or none, in the member that ARRAY
 * is? */
static bool changes_array(const struct instr *i, const struct place *array)
{
	return (i->op == OP_STORE || i->op == OP_ZERO)
		&& same_record(i->place.record, array->record)
		&& i->place.offset == array->offset && !i->place.index;
}

/* Does instruction I change what the elements are of which P is one: their
 * number, or the array? */
static bool takes_out(const struct function *f, const struct instr *i,
		      const struct place *p)
{
	const struct type *record = array_record(f, p);
	const struct place *array;

	return record && (changes_number(f, i, record)
			  || (owned_element(f, p, &array)
			      && changes_array(i, array)));
}

bool elements_are_taken_out(const struct function *f, const struct place *p)
{
	uint32_t b, k;

	for (b = 0; array_record(f, p) && b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++)
			if (takes_out(f, &f->blocks[b].instrs[k], p))
				return true;
	return false;
}

static enum path_verdict is_taken_out(const struct function *f,
				      struct position at, void *data)
{
	const struct search *q = data;

	return takes_out(f, instr_at(f, at), q->p) ? PATH_FOUND : PATH_ON;
}

/* Is element P counted out, or its array replaced, only after this? */
static bool is_taken_out_later(const struct step *s, const struct place *p)
{
	struct search q = { s, p, 0 };
	struct position from = { s->run->block_id, s->run->instr_id };

	return array_record(s->run->fn, p)
		&& path_find(s->run->fn, from, is_taken_out, NULL, &q, NULL);
}

/* Is there such an instruction in the blocks that lead to AT, or before it in
 * its own? */
static bool was_taken_out(const struct function *f, const struct place *p,
			  struct position at)
{
	bool *leads = blocks_leading_to(f, at.block), found = false, again;
	const struct block *own = &f->blocks[at.block];
	uint32_t b, k;

	for (k = 0, again = false; k < own->n_succs; k++) {
		const struct edge *e = &f->edges[own->succs[k]];

		again |= e->kind != EDGE_EH && leads[e->to];
	}
	for (b = 0; b < f->n_blocks && !found; b++)
		for (k = 0; leads[b] && k < f->blocks[b].n_instrs
		     && (b != at.block || again || k <= at.instr)
		     && !found; k++)
			found = takes_out(f, &f->blocks[b].instrs[k], p);
	prc_free(leads);
	return found;
}

bool element_is_counted_out(struct check_context *c, const struct step *s,
			    const struct place *p)
{
	const struct position at = { s->run->block_id, s->run->instr_id };
	struct map *m = &known(c)->counted;
	struct counted *x;

	if (!array_record(s->run->fn, p))
		return false;
	x = map_get(m, map_key_ptr(p));
	if (x && x->at.block == at.block && x->at.instr == at.instr)
		return x->is_out;
	if (!x) {
		x = ARENA_NEW(&c->findings->arena, struct counted);
		map_set(m, map_key_ptr(p), x);
	}
	x->at = at;
	x->is_out = was_taken_out(s->run->fn, p, at);
	return x->is_out;
}

/* -------------------------------------------------------- seen elsewhere */

/* A member itself, an array that is one, what an array has that a member points
 * to. */
enum { LOOKS_MEMBER, LOOKS_ARRAY, LOOKS_ELEMENT, N_LOOKS };

static struct looked *look_of(struct looks *l, const struct type *record)
{
	uint32_t i;

	for (i = 0; l && i < l->list.n; i++)
		if (same_record(l->list.v[i].record, record))
			return &l->list.v[i];
	return NULL;
}

static uint64_t look_key(unsigned kind, int64_t offset)
{
	return (uint64_t) offset * N_LOOKS + kind;
}

static void note_look(struct check_context *c, unsigned kind,
		      const struct type *record, int64_t offset,
		      const struct function *g)
{
	struct map *m = &known(c)->looks;
	struct looks *l = map_get(m, look_key(kind, offset));
	struct looked *x, fresh = { record, g, NULL };

	if (!l) {
		l = ARENA_NEW(&c->findings->arena, struct looks);
		map_set(m, look_key(kind, offset), l);
	}
	x = look_of(l, record);
	if (!x)
		vec_push(&l->list, fresh);
	else if (!x->other && x->by != g)
		x->other = g;
}

static void note_load(struct check_context *c, const struct function *g,
		      const struct place *q)
{
	const struct place *array;
	int64_t at;

	if (q->record && !q->index)
		note_look(c, LOOKS_MEMBER, q->record, q->offset, g);
	if (owned_array_member(q, &at))
		note_look(c, LOOKS_ARRAY, q->record, at, g);
	if (owned_element(g, q, &array))
		note_look(c, LOOKS_ELEMENT, array->record, array->offset, g);
}

/* What functions look at that Python code can call. */
static void read_looks(struct check_context *c)
{
	const struct unit *u = c->unit;
	uint32_t i, b, k;

	for (i = 0; i < u->functions.n; i++) {
		const struct function *g = u->functions.v[i];

		if (!g->has_body || !knowledge_is_open(c->knowledge, g))
			continue;
		for (b = 0; b < g->n_blocks; b++)
			for (k = 0; k < g->blocks[b].n_instrs; k++)
				if (g->blocks[b].instrs[k].op == OP_LOAD)
					note_load(c, g, &g->blocks[b]
						  .instrs[k].place);
	}
	known(c)->is_read = true;
}

/* Does another function that Python code can call look there? */
static bool is_seen_elsewhere(struct check_context *c, const struct step *s,
			      const struct place *p)
{
	struct map *m = &known(c)->looks;
	const struct place *array;
	const struct looked *x;
	int64_t at;

	if (!known(c)->is_read)
		read_looks(c);
	if (owned_array_member(p, &at))
		x = look_of(map_get(m, look_key(LOOKS_ARRAY, at)), p->record);
	else if (p->record)
		x = !p->field ? NULL
			: look_of(map_get(m, look_key(LOOKS_MEMBER,
						      p->offset)), p->record);
	else
		x = owned_element(s->run->fn, p, &array)
			? look_of(map_get(m, look_key(LOOKS_ELEMENT,
						      array->offset)),
				  array->record) : NULL;
	return x && (x->other || x->by != s->run->fn);
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

const char *released_inside(struct check_context *c, const struct step *s,
			    const struct thing *t, const char **what,
			    bool *is_set)
{
	const struct function *f = s->run->fn;
	const struct place *p = t->born && t->born->op == OP_LOAD
		? &t->born->place : NULL, *array;

	if (!p || t->birth != BIRTH_FIELD
	    || (p->record && p->record->is_object) || !is_of_object(s, p))
		return NULL;
	*is_set = is_set_later(s, p);
	if ((!*is_set && !is_taken_out_later(s, p))
	    || element_is_counted_out(c, s, p) || !is_loud(s, p))
		return NULL;
	if ((p->record || array_record(f, p)) && !is_seen_elsewhere(c, s, p))
		return NULL;
	*what = p->record && !array_record(f, p) ? "field"
		: array_record(f, p) ? "array" : "slot";
	if (p->field)
		return p->field;
	return owned_element(f, p, &array) && array->field ? array->field
		: run_value_name(s->run, strip_casts(f, p->base));
}
