/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Locks other than the GIL, as the checks see them. */
#include "check/locks.h"

#include <string.h>

/* A mangled name says nothing to who reads it. */
static const char *variable_name(const struct global *g)
{
	return strncmp(g->key, "_Z", 2) ? g->key : g->name;
}

static const char *place_name(struct arena *a, const struct function *f,
			      const struct place *p)
{
	const struct value *base = fn_value(f, p->base);

	if (base->kind == VAL_GLOBAL && !p->index)
		return p->offset || base->offset
			? arena_printf(a, "%s+%lld",
				       variable_name(base->u.global),
				       (long long) (p->offset + base->offset))
			: variable_name(base->u.global);
	if (p->record && p->record->name && p->field && !p->index)
		return arena_printf(a, "%s.%s", p->record->name, p->field);
	return NULL;
}

const char *lock_name(struct arena *a, const struct function *f, vid v)
{
	const struct value *val;
	const struct instr *def;

	v = value_strip_copies(f, v);
	val = fn_value(f, v);
	if (val->kind == VAL_GLOBAL)
		return val->offset ? arena_printf(a, "%s+%lld",
						  variable_name(val->u.global),
						  (long long) val->offset)
			: variable_name(val->u.global);
	def = value_def(f, v);
	if (def && (def->op == OP_LOAD || def->op == OP_ADDR))
		return place_name(a, f, &def->place);
	return NULL;
}

/* The member at OFFSET of what argument N of I points to. */
static const char *member_name(struct arena *a, const struct function *f,
			       const struct instr *i, unsigned n,
			       int64_t offset)
{
	const struct type *t = fn_value(f, i->args[n])->type;
	const struct field *fd = NULL;
	uint32_t j;

	t = t && t->kind == TYPE_PTR ? t->inner : NULL;
	/* The struct's own member, not what that consists of. */
	for (j = 0; t && t->kind == TYPE_STRUCT && t->name
	     && j < t->n_fields; j++)
		if ((int64_t) t->fields[j].offset <= offset)
			fd = &t->fields[j];
	return fd && fd->name ? arena_printf(a, "%s.%s", t->name, fd->name)
		: NULL;
}

const char *lock_of_call(struct arena *a, const struct function *f,
			 const struct instr *i, const struct contract *k)
{
	const struct effect *e;
	const char *name;
	unsigned n;

	for (n = 0; n < k->n_outcomes; n++)
		if (k->outcomes[n].locks)
			return variable_name(k->outcomes[n].locks);
	if (!i->n_args)
		return NULL;
	/* std::lock_guard (guard, mutex). */
	if (k->origin == ORIGIN_TABLE)
		return lock_name(a, f, i->args[i->n_args > 1
			&& !strncmp(k->name, "_ZN", 3) ? 1 : 0]);
	for (n = 0; n < k->n_outcomes; n++)
		for (e = k->outcomes[n].effects; e->op != EFF_END; e++)
			if (e->op == EFF_OUT_ACQUIRE && e->b == FAMILY_LOCKED
			    && e->a > 0 && (unsigned) e->a <= i->n_args) {
				name = member_name(a, f, i,
						   (unsigned) e->a - 1,
						   e->offset);
				return name || e->offset ? name
					: lock_name(a, f, i->args[e->a - 1]);
			}
	return NULL;
}

bool lock_waits(const struct function *f, const struct instr *i,
		const struct contract *k)
{
	unsigned n;

	for (n = 0; n < k->n_outcomes; n++)
		if (k->outcomes[n].locks)
			return true;
	/* A helper that lets the GIL go waits without it. */
	if (k->origin == ORIGIN_INFERRED)
		return contract_ever(k, EFF_OUT_ACQUIRE)
			&& !contract_ever(k, EFF_CYCLES_GIL);
	if (!(k->flags & CF_LOCKS) || !i->n_args)
		return false;
	/* PyThread_acquire_lock (lock, NOWAIT_LOCK), and timeouts of 0. */
	if (!strncmp(k->name, "PyThread_", 9)
	    && i->n_args > 1 && value_is_zero(f, i->args[1]))
		return false;
	return !strstr(k->name, "try");
}

bool lock_any_held(const struct state *s)
{
	tid t;

	for (t = 1; t < s->things.n; t++) {
		const struct thing *h = &s->things.v[t];

		if ((h->family == FAMILY_LOCKED
		     || h->family == FAMILY_CRITICAL_SECTION)
		    && h->refs > 0)
			return true;
	}
	return false;
}

static bool call_locks(const struct contract *k)
{
	const struct effect *e;
	unsigned o;

	if (k->flags & CF_LOCKS)
		return true;
	for (o = 0; o < k->n_outcomes; o++)
		if (k->outcomes[o].locks)
			return true;
	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if ((e->op == EFF_ACQUIRE || e->op == EFF_OUT_ACQUIRE)
			    && (e->b == FAMILY_LOCKED
				|| e->b == FAMILY_CRITICAL_SECTION))
				return true;
	return false;
}

static bool function_locks(struct knowledge *k, const struct function *f)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			if (in->op == OP_CALL
			    && call_locks(knowledge_call(k, f, in)))
				return true;
		}
	return false;
}

bool callers_lock(const struct fn_run *r)
{
	struct knowledge *k = r->engine->knowledge;
	const struct function *caller;
	unsigned i;

	if (!r->fn->is_static || r->fn->address_taken
	    || !knowledge_caller(k, r->fn, 0))
		return false;
	for (i = 0; (caller = knowledge_caller(k, r->fn, i)) != NULL; i++)
		if (!function_locks(k, caller))
			return false;
	return true;
}

bool runs_alone(const struct fn_run *r)
{
	static const char *const slots[] = { "tp_new", "tp_init", "tp_alloc",
		"tp_traverse", "tp_clear", "tp_free", "Py_mod_exec",
		"Py_mod_create", "m_traverse", "m_clear", "m_free", "PyInit",
		NULL };

	return r->convention == CONV_MODULE_INIT
		|| r->convention == CONV_DESTROY
		|| (r->role && r->role->slot && r->role->slot->name
		    && name_in(r->role->slot->name, slots));
}
