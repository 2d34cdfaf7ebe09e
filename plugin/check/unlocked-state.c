/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Free threading: shared mutable state, a static variable or a field of
 * `self', is written with no critical section, lock or atomic; PyDict_Next
 * likewise, which says itself that it takes no lock.
 *
 * What a helper does is told when a function that CPython calls reaches it
 * by calls that are made without a lock.
 */
#include "check/locks.h"

#include <string.h>

struct pending {
	const struct function *fn;
	struct finding *finding;
	bool is_field;	/* of the function's first argument */
};

struct call_edge {
	const struct function *from, *to;
	bool passes_private;	/* as first argument */
};

struct gathered {
	VEC (struct pending) pending;
	VEC (struct call_edge) calls;
	struct map known;	/* function -> struct map of its subjects, and
				 * of what it calls */
	/* Functions that CPython calls, and what they call: at all, and with
	 * an object that others can have. */
	struct map roots, shared;
};

static struct gathered *gathered(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct gathered);
	return *c->data;
}

/* Is there nothing of A and B together yet? */
static bool is_new(struct check_context *c, const void *a, const void *b)
{
	struct gathered *g = gathered(c);
	struct map *of = map_get(&g->known, map_key_ptr(a));

	if (!of) {
		of = ARENA_NEW(&c->findings->arena, struct map);
		map_set(&g->known, map_key_ptr(a), of);
	}
	if (map_has(of, map_key_ptr(b)))
		return false;
	map_set(of, map_key_ptr(b), NULL);
	return true;
}

/* The finding waits in G until the function is known to be reached. */
static void add(struct check_context *c, const struct step *s,
		struct finding *fi, bool is_field)
{
	struct pending p = { s->run->fn, fi, is_field };

	vec_push(&gathered(c)->pending, p);
}

/* The instance that every caller of a method passes. */
static bool is_self(const struct step *s, vid base)
{
	const struct value *v = fn_value(s->run->fn,
		value_strip_copies(s->run->fn, base));

	return v->kind == VAL_PARAM && v->u.param == 0;
}

static void report_store(struct check_context *c, const struct step *s,
			 const char *what, const void *subject, bool is_field)
{
	struct finding *fi;

	if (!is_new(c, s->run->fn, subject))
		return;
	fi = step_finding(c, s, s->before, NULL, "‘%s’ is written without a "
			  "lock, and other threads can use it", what);
	check_subject(c, fi, what);
	check_event(c, fi, s->loc, s->run->fn, "no critical section, lock or "
		    "atomic protects this store");
	check_hint(c, fi, "put it in a critical section, or use a PyMutex or "
		   "an atomic");
	add(c, s, fi, is_field);
}

/* The name says that callers hold the lock. */
static bool says_locked(const struct function *f)
{
	return strstr(f->name, "lock_held") || strstr(f->name, "_locked");
}

static bool is_shared(const struct global *g)
{
	return !g->is_const && !g->in_system_header && !g->is_thread_local;
}

/* A function of the C library writes to a variable through a pointer. */
static void written(struct check_context *c, const struct step *s)
{
	static const char *const own_way[] = { "pthread_", "sem_", "atomic",
		"Py", "_Py", "mtx_", "cnd_", "tss_", "thrd_", "_Z" };
	const struct contract *k = s->contract;
	const struct effect *e;
	unsigned i;

	if (!k || k->origin != ORIGIN_TABLE || !k->n_outcomes)
		return;
	for (i = 0; i < ARRAY_SIZE(own_way); i++)
		if (!strncmp(k->name, own_way[i], strlen(own_way[i])))
			return;
	for (e = k->outcomes[0].effects; e->op != EFF_END; e++) {
		const struct value *v;

		if (e->op != EFF_WRITES || e->a < 1
		    || (unsigned) e->a > s->instr->n_args)
			continue;
		v = fn_value(s->run->fn, value_strip_copies(s->run->fn,
			s->instr->args[e->a - 1]));
		if (v->kind == VAL_GLOBAL && is_shared(v->u.global))
			report_store(c, s, v->u.global->name, v->u.global,
				     false);
	}
}

static void store(struct check_context *c, const struct step *s)
{
	const struct place *p = s->place;
	const struct value *base = fn_value(s->run->fn, p->base);

	if (p->is_volatile || lock_any_held(s->before))
		return;
	if (base->kind == VAL_GLOBAL) {
		if (!is_shared(base->u.global))
			return;
		report_store(c, s, p->spelling ? p->spelling
			     : base->u.global->name, base->u.global, false);
		return;
	}
	if (!p->record || !p->field || p->index || !is_self(s, p->base)
	    || !declared_type_of(c->declared, p->record)
	    || !strncmp(p->field, "ob_", 3))
		return;
	report_store(c, s, p->spelling ? p->spelling : p->field, p->field,
		     true);
}

static bool is_private(const struct state *st, sid x)
{
	const struct thing *t = thing_get(st, x);

	return t && t->birth == BIRTH_NEW && t->fresh && !t->escaped
		&& !t->stored && !t->shared && !t->given;
}

/* The keywords of a call are its own. */
static bool is_keywords(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);

	return t && t->birth == BIRTH_PARAM && t->param == 3 && s->run->role;
}

/* PyList_SET_ITEM stores into the list's array, and that is all it does:
 * PyList_SetItem locks (Include/cpython/listobject.h, Objects/listobject.c). */
static void set_item(struct check_context *c, const struct step *s, sid x)
{
	const char *name = run_sym_name(s->run, s->before, x,
					s->instr->args[0]);
	struct finding *fi;

	if (!is_new(c, s->run->fn, s->instr))
		return;
	fi = step_finding(c, s, s->before, NULL, "‘PyList_SET_ITEM’ stores in "
			  "‘%s’ without a lock, and other threads can use it",
			  name);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn,
		    "another thread can read or resize the list meanwhile");
	check_hint(c, fi, "use ‘PyList_SetItem’, or a critical section");
	add(c, s, fi, false);
}

static void call(struct check_context *c, const struct step *s)
{
	const struct function *t = call_target(s->run->fn, s->instr);
	struct call_edge e = { s->run->fn, t, false };
	struct finding *fi;
	const char *name;
	sid x;

	if (!t || lock_any_held(s->before))
		return;
	if (s->instr->n_args)
		e.passes_private = is_private(s->before, env_get(s->before,
						s->instr->args[0]));
	if (t->has_body && is_new(c, (const char *) s->run->fn
				  + e.passes_private, t))
		vec_push(&gathered(c)->calls, e);
	written(c, s);
	if (!s->instr->n_args)
		return;
	x = env_get(s->before, s->instr->args[0]);
	if (!strcmp(t->name, "PyList_SET_ITEM") && !is_private(s->before, x)) {
		set_item(c, s, x);
		return;
	}
	if (strcmp(t->name, "PyDict_Next"))
		return;
	if (is_private(s->before, x) || is_keywords(s, x)
	    || !is_new(c, s->run->fn, s->instr))
		return;
	name = run_sym_name(s->run, s->before, x, s->instr->args[0]);
	fi = step_finding(c, s, s->before, NULL, "‘PyDict_Next’ walks ‘%s’ "
			  "outside a critical section", name);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn,
		    "another thread can change the dict meanwhile");
	check_hint(c, fi, "‘Py_BEGIN_CRITICAL_SECTION (%s);’ around the loop",
		   name);
	add(c, s, fi, false);
}

static void step(struct check_context *c, const struct step *s)
{
	struct gathered *g;

	if ((s->before && s->before->misuse) || runs_alone(s->run)
	    || says_locked(s->run->fn))
		return;
	g = gathered(c);
	if (s->run->role) {
		map_set(&g->roots, map_key_ptr(s->run->fn),
			(void *) s->run->fn);
		map_set(&g->shared, map_key_ptr(s->run->fn),
			(void *) s->run->fn);
	}
	if (s->kind == STEP_STORE)
		store(c, s);
	else if (s->kind == STEP_CALL)
		call(c, s);
}

/* Extends M by what its functions call; without private objects only. */
static void reach(struct gathered *g, struct map *m, bool shared)
{
	bool changed = true;
	uint32_t i;

	while (changed) {
		changed = false;
		for (i = 0; i < g->calls.n; i++) {
			const struct call_edge *e = &g->calls.v[i];

			if ((shared && e->passes_private)
			    || !map_get(m, map_key_ptr(e->from))
			    || map_get(m, map_key_ptr(e->to)))
				continue;
			map_set(m, map_key_ptr(e->to), (void *) e->to);
			changed = true;
		}
	}
}

static void finish(struct check_context *c)
{
	struct gathered *g = *c->data;
	uint32_t i;

	if (!g)
		return;
	reach(g, &g->roots, false);
	reach(g, &g->shared, true);
	for (i = 0; i < g->pending.n; i++) {
		const struct pending *p = &g->pending.v[i];

		if (map_get(p->is_field ? &g->shared : &g->roots,
			    map_key_ptr(p->fn)))
			check_add(c, p->finding);
	}
	vec_release(&g->pending);
	vec_release(&g->calls);
	for (i = 0; i < g->known.n; i++)
		map_release(g->known.slots[i].value);
	map_release(&g->known);
	map_release(&g->roots);
	map_release(&g->shared);
}

const struct check check_unlocked_state = {
	.step = step, .steps = ALL_STEPS, .finish = finish
};
