/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A member that some function empties when it is asked to: an object can die
 * before.  That is shown where a method stores in the member, nothing that it
 * can reach from there sets it, and it gives the object to nobody.
 */
#include "check/dataflow.h"
#include "check/field-held.h"
#include "engine/paths.h"
#include "engine/touch.h"

#include <string.h>

/* So many calls one in the other. */
enum { CALL_DEPTH = 3 };

static bool is_call_of(const struct function *f, const struct instr *i,
		       const char *const *names)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;

	for (; t && *names; names++)
		if (!strcmp(t->name, *names))
			return true;
	return false;
}

bool takes_reference(const struct function *f, const struct instr *i)
{
	static const char *const names[] = { "Py_INCREF", "Py_XINCREF",
		"Py_NewRef", "Py_XNewRef", "Py_IncRef", "_Py_INCREF",
		"_Py_XINCREF", "_Py_NewRef", "_Py_XNewRef", NULL };

	return is_call_of(f, i, names);
}

bool drops_reference(const struct function *f, const struct instr *i)
{
	static const char *const names[] = { "Py_DECREF", "Py_XDECREF",
		"Py_DecRef", "_Py_DECREF", "_Py_XDECREF", NULL };

	return is_call_of(f, i, names);
}

bool member_may_take(const struct member *m, const struct function *f,
		     const struct instr *i, unsigned n)
{
	const struct contract *k = knowledge_call(m->c->knowledge, f, i);
	const struct effect *e;
	unsigned o;

	if (!k || k->origin == ORIGIN_CONVENTION || k->flags & CF_VA_COUNTED)
		return true;
	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->a == (int) n
			    && (e->op == EFF_DROP || e->op == EFF_GIVE
				|| e->op == EFF_ESCAPES
				|| e->op == EFF_RELEASE))
				return true;
	return false;
}

/* Who stores in a member. */
struct member_stores {
	struct map in;		/* functions that do; -> itself: NULL, too */
	struct map may;		/* function -> can one that it calls: MAY_… */
};

static char may_not, may_well;

static struct member_stores *stores_of(struct member *m)
{
	const struct member_use *use;
	uint32_t at = 0;

	if (m->stores)
		return m->stores;
	m->stores = prc_malloc(sizeof(*m->stores));
	memset(m->stores, 0, sizeof(*m->stores));
	while ((use = member_next_use(m->c->members, m->type->instance,
				      m->field, &at)) != NULL) {
		uint64_t key = map_key_ptr(use->f);

		if (use->i->op != OP_STORE)
			continue;
		if (value_is_zero(use->f, strip_casts(use->f, use->i->a)))
			map_set(&m->stores->in, key, (void *) use->f);
		else if (!map_has(&m->stores->in, key))
			map_set(&m->stores->in, key, NULL);
	}
	return m->stores;
}

void member_release(struct member *m)
{
	if (!m->stores)
		return;
	map_release(&m->stores->in);
	map_release(&m->stores->may);
	prc_free(m->stores);
	m->stores = NULL;
}

bool member_empties(struct member *m, const struct function *f)
{
	return map_get(&stores_of(m)->in, map_key_ptr(f)) != NULL;
}

/* Does F, or what it calls, store in the member?  No chain of calls is longer
 * than CALL_DEPTH. */
static bool stores_in(struct member *m, const struct function *f)
{
	struct member_stores *s = stores_of(m);
	const struct callees *c;
	const char *known;
	bool may;
	uint32_t n;

	if (map_has(&s->in, map_key_ptr(f)))
		return true;
	known = map_get(&s->may, map_key_ptr(f));
	if (known)
		return known == &may_well;
	c = member_callees(m->c->members, f);
	for (n = 0, may = false; n < c->of.n && !may; n++)
		may = stores_in(m, c->of.v[n]);
	map_set(&s->may, map_key_ptr(f), may ? &may_well : &may_not);
	return may;
}

/* Does F set the member, or can one that it calls? */
static bool may_set(struct member *m, const struct function *f)
{
	return member_calls_deep(m->c->members, f, CALL_DEPTH)
		|| stores_in(m, f);
}

/* Does instruction I of F give SELF to somebody, who may keep it alive? */
static bool shares(const struct member *m, const struct function *f,
		   const struct instr *i, vid self)
{
	uint32_t n;

	if (i->op == OP_STORE && strip_casts(f, i->a) == self)
		return true;
	for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
		if (strip_casts(f, i->args[n]) == self
		    && (takes_reference(f, i)
			|| (!drops_reference(f, i)
			    && member_may_take(m, f, i, n + 1))))
			return true;
	return false;
}

static bool is_shared(const struct member *m, const struct function *f,
		      vid self)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++)
			if (shares(m, f, &f->blocks[b].instrs[k], self))
				return true;
	return false;
}

static enum path_verdict sets_it(const struct function *f, struct position p,
				 void *data)
{
	struct member *m = data;
	const struct instr *i = instr_at(f, p);
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;

	if (i->op == OP_STORE && member_is(m, &i->place))
		return PATH_FOUND;
	return t && t->has_body && !t->in_system_header
		&& may_set(m, t) ? PATH_FOUND : PATH_ON;
}

/* Is F a way in from Python, behind which the object can die? */
static bool is_way_in(const struct member *m, const struct function *f)
{
	static const char *const ends[] = { "tp_dealloc", "tp_finalize",
		"tp_del", "tp_clear", "tp_traverse", "tp_free", NULL };
	const struct role *r = declared_role(m->c->declared, f);
	const char *const *e;

	if (!r || !r->slot || r->type != m->type || !type_binds(m->type, f))
		return false;
	for (e = ends; *e; e++)
		if (!strcmp(r->slot->name, *e))
			return false;
	return true;
}

/* Does the member of the object SELF hold what it does after AT when F is
 * left, and after it one of its callers, back in Python? */
static bool stays(struct member *m, const struct function *f,
		  struct position at, vid self, unsigned depth)
{
	const struct value *v;
	const struct site *x;
	uint32_t n = 0, k;

	self = strip_casts(f, self);
	v = fn_value(f, self);
	at.instr++;
	if (v->kind != VAL_PARAM || is_shared(m, f, self)
	    || path_find(f, at, sets_it, NULL, m, NULL))
		return false;
	if (is_way_in(m, f))
		return true;
	x = depth ? sites_of_calls(&m->c->declared->sites, f, &n) : NULL;
	for (k = 0; k < n; k++)
		if (v->u.param < x[k].i->n_args
		    && stays(m, x[k].f, (struct position) { x[k].block,
							    x[k].instr },
			     x[k].i->args[v->u.param], depth - 1))
			return true;
	return false;
}

/* Does the type see to the member itself, when an object ends? */
static bool is_seen_to(struct member *m)
{
	static const char *const ends[] = { "tp_dealloc", "tp_finalize",
		"tp_del", NULL };
	const struct member_use *use;
	const char *const *e;

	for (e = ends; *e; e++) {
		const struct slot_use *s = type_slot(m->type, *e);
		uint32_t at = 0;

		if (!s || !s->function)
			continue;
		if (s->function->has_body && may_set(m, s->function))
			return true;
		while ((use = member_next_use(m->c->members, m->type->instance,
					      m->field, &at)) != NULL)
			if (use->f == s->function)
				return true;
	}
	return false;
}

static bool find_store(const struct member_use *store, struct position *at)
{
	const struct function *f = store->f;

	for (at->block = 0; at->block < f->n_blocks; at->block++) {
		const struct block *b = &f->blocks[at->block];
		const struct instr *end = b->instrs + b->n_instrs;

		if (store->i >= b->instrs && store->i < end) {
			at->instr = (uint32_t) (store->i - b->instrs);
			return true;
		}
	}
	return false;
}

bool member_stays_held(struct member *m, const struct member_use *store)
{
	struct position at;

	return !is_seen_to(m) && find_store(store, &at)
		&& stays(m, store->f, at, store->i->place.base, CALL_DEPTH);
}

struct stored {
	struct member *m;
	vid value;
};

static enum path_verdict leaves(const struct function *f, struct position p,
				void *data)
{
	const struct stored *s = data;

	if (instr_at(f, p)->op == OP_RET)
		return PATH_FOUND;
	return sets_it(f, p, s->m) == PATH_FOUND ? PATH_STOP : PATH_ON;
}

/* Is E the way on which what was stored is NULL? */
static bool not_where_null(const struct function *f, const struct edge *e,
			   void *data)
{
	const struct stored *s = data;
	const struct instr *br = block_last(&f->blocks[e->from]), *d;
	vid v;

	if (e->kind == EDGE_EH)
		return false;
	if (br->op != OP_BR || (br->cmp != CMP_EQ && br->cmp != CMP_NE)
	    || !value_is_zero(f, br->b))
		return true;
	v = strip_casts(f, br->a);
	d = value_def(f, v);
	if (v != s->value
	    && !(d && d->op == OP_LOAD && member_is(s->m, &d->place)))
		return true;
	return (e->kind == EDGE_TRUE) != (br->cmp == CMP_EQ);
}

bool member_may_stay(struct member *m, const struct member_use *store)
{
	struct stored s = { m, strip_casts(store->f, store->i->a) };
	struct position at;

	if (!find_store(store, &at))
		return false;
	at.instr++;
	return path_find(store->f, at, leaves, not_where_null, &s, NULL);
}
