/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Objects that are released half made: PyObject_New and PyObject_GC_New set
 * the header and leave the rest as the memory was (doc: c-api/allocation;
 * source: Objects/object.c, _PyObject_New).  A tp_dealloc that releases a
 * member which nobody set releases garbage.
 *
 * Reported: a path from the allocator to the release on which the member is
 * not stored to, and nobody else gets the object.
 */
#include "check/dataflow.h"
#include "check/half-made.h"
#include "check/made-type.h"
#include "engine/paths.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

struct half {
	const struct declared *d;
	vid object;
	int64_t offset;		/* of the member */
};

static bool is_named(const struct function *t, const char *const *names,
		     unsigned n)
{
	unsigned i;

	for (i = 0; t && i < n; i++)
		if (!strcmp(t->name, names[i]))
			return true;
	return false;
}

/* Makes an object of which no more than the header is set. */
static bool leaves_garbage(const struct function *t)
{
	static const char *const names[] = { "_PyObject_New",
		"_PyObject_NewVar", "_PyObject_GC_New",
		"_PyObject_GC_NewVar" };

	return is_named(t, names, ARRAY_SIZE (names));
}

static bool releases(const struct function *t)
{
	static const char *const names[] = { "Py_DECREF", "Py_XDECREF",
		"_Py_DECREF", "_Py_XDECREF", "Py_DecRef" };

	return is_named(t, names, ARRAY_SIZE (names));
}

/* Asks for nothing but the header, and sets nothing else. */
static bool leaves_members(const struct function *t)
{
	static const char *const names[] = { "PyObject_GC_Track",
		"PyObject_GC_UnTrack", "_PyObject_GC_TRACK", "Py_TYPE",
		"Py_SIZE", "Py_SET_SIZE", "_PyObject_CAST",
		"_PyVarObject_CAST" };

	return is_named(t, names, ARRAY_SIZE (names));
}

/* Is V the object of H, or an address in it? */
static bool is_of_object(const struct half *h, const struct function *f,
			 vid v)
{
	const struct instr *d;
	unsigned n;

	for (n = 0; n < 16; n++) {
		v = strip_casts(f, v);
		if (v == h->object)
			return true;
		d = value_def(f, v);
		if (d && d->op == OP_ADDR)
			v = d->place.base;
		else if (d && d->op == OP_ADD)
			v = d->a;
		else
			return false;
	}
	return false;
}

/* The interpreter's functions write no further than they are told. */
static bool is_of_python(const struct half *h, const struct function *f,
			 const struct instr *i)
{
	const struct function *t = call_target(f, i);

	return t && (!strncmp(t->name, "Py", 2) || !strncmp(t->name, "_Py", 3))
		&& touch_contract(h->d, f, i);
}

/* Is V the address of another member than the one that H asks for? */
static bool is_other_member(const struct half *h, const struct function *f,
			    vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));

	return d && d->op == OP_ADDR && !d->place.index
		&& strip_casts(f, d->place.base) == h->object
		&& d->place.offset && d->place.offset != h->offset;
}

static enum path_verdict see_call(const struct half *h,
				  const struct function *f,
				  const struct instr *i)
{
	const struct function *t = call_target(f, i);
	uint32_t n;

	if (releases(t) && i->n_args == 1
	    && strip_casts(f, i->args[0]) == h->object)
		return PATH_FOUND;
	for (n = 0; n < i->n_args && !leaves_members(t); n++)
		if (is_of_object(h, f, i->args[n])
		    && !(is_other_member(h, f, i->args[n])
			 && is_of_python(h, f, i)))
			return PATH_STOP;
	return PATH_ON;
}

static enum path_verdict see(const struct function *f, struct position p,
			     void *data)
{
	const struct half *h = data;
	const struct instr *i = instr_at(f, p);

	if (i->op == OP_CALL)
		return see_call(h, f, i);
	if (i->op != OP_STORE && i->op != OP_ZERO && i->op != OP_MOVE)
		return PATH_ON;
	if (i->a && is_of_object(h, f, i->a))
		return PATH_STOP;
	if (!is_of_object(h, f, i->place.base))
		return PATH_ON;
	return i->op == OP_STORE && !i->place.index
		&& strip_casts(f, i->place.base) == h->object
		&& i->place.offset != h->offset ? PATH_ON : PATH_STOP;
}

/* Not where the object was found NULL. */
static bool may_take(const struct function *f, const struct edge *e,
		     void *data)
{
	const struct half *h = data;
	const struct instr *br = block_last(&f->blocks[e->from]);
	bool equal;

	if (e->kind == EDGE_EH)
		return false;
	if (br->op != OP_BR || strip_casts(f, br->a) != h->object
	    || !value_is_zero(f, br->b)
	    || (br->cmp != CMP_EQ && br->cmp != CMP_NE))
		return true;
	equal = (br->cmp == CMP_EQ) == (e->kind == EDGE_TRUE);
	return !equal;
}

struct reach { const struct touch *touch; vid self; const bool *leads; };

/* Is V what the member at OFFSET of SELF holds? */
static bool is_member(const struct function *f, vid v, vid self,
		      int64_t offset)
{
	const struct instr *d = value_def(f, strip_casts(f, v));

	return d && d->op == OP_LOAD && !d->place.index
		&& strip_casts(f, d->place.base) == self
		&& d->place.offset == offset;
}

/* Do all ways from the end of block B lead to the release? */
static bool all_lead_there(const struct function *f, uint32_t b,
			   const struct reach *r)
{
	const struct block *blk = &f->blocks[b];
	uint32_t n;

	for (n = 0; n < blk->n_succs; n++) {
		const struct edge *e = &f->edges[blk->succs[n]];

		if (e->kind != EDGE_EH && !r->leads[e->to])
			return false;
	}
	return true;
}

/* Goes on to the release; nothing but the member decides whether it is
 * reached. */
static enum path_verdict see_release(const struct function *f,
				     struct position p, void *data)
{
	const struct reach *r = data;
	const struct instr *i = instr_at(f, p);

	if (p.block == r->touch->block && p.instr == r->touch->instr)
		return PATH_FOUND;
	if ((i->op != OP_BR && i->op != OP_SWITCH)
	    || is_member(f, i->a, r->self, r->touch->offset))
		return PATH_ON;
	return all_lead_there(f, p.block, r) ? PATH_ON : PATH_STOP;
}

static bool is_always_released(const struct function *dealloc,
			       const struct touch *x)
{
	bool *leads = blocks_leading_to(dealloc, x->block);
	struct reach r = { x, dealloc->params[0], leads };
	struct position entry = { 0, 0 };
	bool always = path_find(dealloc, entry, see_release, NULL, &r, NULL);

	prc_free(leads);
	return always;
}

/* What a tp_dealloc does with its object, for all that make one. */
struct ending {
	struct touches seen;
	/* Of each touch, once asked: is it a release that always comes? */
	enum { NOT_ASKED, ALWAYS, NOT_ALWAYS } *always;
};

static struct ending *ending_of(struct check_context *c, struct map *endings,
				const struct function *dealloc)
{
	struct ending *e = map_get(endings, map_key_ptr(dealloc));
	size_t size;

	if (e)
		return e;
	e = prc_malloc(sizeof(*e));
	memset(e, 0, sizeof(*e));
	touches_of_param(c->declared, dealloc, 0, &e->seen);
	size = e->seen.list.n * sizeof(*e->always);
	e->always = prc_malloc(size);
	memset(e->always, 0, size);
	map_set(endings, map_key_ptr(dealloc), e);
	return e;
}

static void endings_release(struct map *endings)
{
	uint32_t i;

	for (i = 0; i < endings->n; i++) {
		struct ending *e = endings->slots[i].value;

		touches_release(&e->seen);
		prc_free(e->always);
		prc_free(e);
	}
	map_release(endings);
}

/* Is touch number N of E, by DEALLOC, a release that always comes? */
static bool always_comes(struct ending *e, const struct function *dealloc,
			 uint32_t n)
{
	if (e->always[n] == NOT_ASKED)
		e->always[n] = is_always_released(dealloc, &e->seen.list.v[n])
			? ALWAYS : NOT_ALWAYS;
	return e->always[n] == ALWAYS;
}

static const struct field *member_at(const struct type_model *t,
				     int64_t offset)
{
	uint32_t i;

	for (i = 0; i < t->fields.n; i++)
		if (t->fields.v[i].offset == (uint64_t) offset)
			return t->fields.v[i].field;
	return NULL;
}

static void report(struct check_context *c, const struct function *f,
		   const struct instr *made, struct position at,
		   const struct touch *x, const char *member,
		   const struct function *dealloc)
{
	const char *maker = call_target(f, made)->name + 1;
	struct finding *fi = check_finding(c, f, instr_at(f, at)->loc,
		"the object is released before ‘%s’ is set, which ‘%s’ releases",
		member, dealloc->name);

	check_subject(c, fi, member);
	check_event(c, fi, made->loc, f,
		    "‘%s’ makes the object and leaves its members as the memory was",
		    maker);
	check_event(c, fi, instr_at(f, at)->loc, f,
		    "it is released here, and ‘%s’ was not set", member);
	check_event(c, fi, x->loc, x->function,
		    "what was in that memory is released here");
	check_hint(c, fi, "set all members, to NULL at first, right after ‘%s’",
		   maker);
	check_add(c, fi);
}

/* The call at FROM of F makes an instance of T. */
static void check_made(struct check_context *c, const struct function *f,
		       struct position from, const struct type_model *t,
		       struct map *endings)
{
	const struct instr *made = instr_at(f, from);
	const struct slot_use *use = type_slot(t, "tp_dealloc");
	struct ending *end;
	struct half h = { .d = c->declared, .object = made->dst };
	struct position at;
	uint32_t i;

	if (!use || !use->function || !use->function->has_body
	    || !use->function->n_params || !use->function->params[0])
		return;
	end = ending_of(c, endings, use->function);
	from.instr++;
	for (i = 0; i < end->seen.list.n; i++) {
		const struct touch *x = &end->seen.list.v[i];
		const struct field *m = x->kind == TOUCH_RELEASE
			? member_at(t, x->offset) : NULL;

		h.offset = x->offset;
		if (!m || !m->name
		    || !path_find(f, from, see, may_take, &h, &at)
		    || !always_comes(end, use->function, i))
			continue;
		report(c, f, made, at, x, m->name, use->function);
		break;
	}
}

void half_made_unit(struct check_context *c)
{
	struct map endings = { 0 };
	uint32_t n, b, k;

	for (n = 0; n < c->unit->functions.n; n++) {
		const struct function *f = c->unit->functions.v[n];

		for (b = 0; b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *i
					= &f->blocks[b].instrs[k];
				const struct type_model *t;

				if (i->op != OP_CALL || !i->dst || !i->n_args
				    || !leaves_garbage(call_target(f, i)))
					continue;
				t = made_type(c->declared, f, i);
				if (t)
					check_made(c, f, (struct position)
						   { b, k }, t, &endings);
			}
	}
	endings_release(&endings);
}
