/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding the contract of a call; see knowledge.h. */
#include "engine/knowledge.h"
#include "engine/acyclic.h"
#include "engine/exchange.h"
#include "engine/generated.h"
#include "engine/tables.h"

#include <stdio.h>
#include <string.h>

/* Functions that call a function, by name. */
struct caller_list {
	VEC (const struct function *) v;
	uint64_t numbers;	/* bit n-1: a call states argument n */
};

static uint64_t field_key(const struct knowledge *k, const struct type *record,
			  uint64_t offset)
{
	const char *name = record->tag ? record->tag
		: record->name ? record->name : "";

	name = intern(&k->unit->strings, name);
	return map_key_ptr(name) ^ (offset * 0x9e3779b97f4a7c15u + 1);
}

/* The memory whose value call I releases, or NULL. */
static const struct place *released_memory(const struct function *f,
					  const struct instr *i)
{
	const struct instr *d;
	unsigned n;

	if (i->op != OP_CALL || i->n_args < 1
	    || !function_drops_reference(call_target(f, i)))
		return NULL;
	d = value_def(f, value_strip_copies(f, i->args[0]));
	for (n = 0; d && d->op == OP_CAST && n < 4; n++)
		d = value_def(f, value_strip_copies(f, d->a));
	return d && d->op == OP_LOAD ? &d->place : NULL;
}

/* What stands for the elements of the array that P is one of; 0: of none. */
static uint64_t element_key(const struct knowledge *k,
			    const struct function *f, const struct place *p)
{
	const struct place *array;
	int64_t at;

	if (owned_array_member(p, &at))
		return field_key(k, p->record, (uint64_t) at) ^ 1;
	return owned_element(f, p, &array)
		? field_key(k, array->record, (uint64_t) array->offset) ^ 1 : 0;
}

static void note_rebound(struct knowledge *k, const struct function *f,
			 const struct instr *in, const struct place *p)
{
	const struct value *base = fn_value(f, p->base);

	if (element_key(k, f, p))
		return;
	if (p->record && p->field)
		map_set(&k->rebound, field_key(k, p->record,
			(uint64_t) p->offset), (void *) in);
	else if (base->kind == VAL_GLOBAL && !base->offset && !p->offset
		 && !p->index)
		map_set(&k->rebound, map_key_ptr(base->u.global),
			(void *) in);
}

/* Elements of arrays are released in a loop, which more than one calls. */
static void note_element(struct knowledge *k, const struct function *f,
			 const struct instr *in, const struct place *p)
{
	uint64_t key = element_key(k, f, p);

	if (key && k->reached[f->id])
		map_set(&k->rebound, key, (void *) in);
}

/* Fields whose value is released where Python can call, in a helper too. */
static void gather_rebound(struct knowledge *k)
{
	struct unit *u = k->unit;
	uint32_t i, b, j;

	for (i = 0; i < u->functions.n; i++) {
		const struct function *f = u->functions.v[i];

		bool open = f->has_body && knowledge_is_open(k, f);

		for (b = 0; f->has_body && b < f->n_blocks; b++)
			for (j = 0; j < f->blocks[b].n_instrs; j++) {
				const struct instr *in =
					&f->blocks[b].instrs[j];

				const struct place *p = released_memory(f, in);

				if (p && open)
					note_rebound(k, f, in, p);
				if (p)
					note_element(k, f, in, p);
			}
	}
}

/* Which arguments of the call are numbers that stand there? */
static uint64_t stated_numbers(const struct function *f, const struct instr *in)
{
	uint64_t bits = 0;
	uint32_t n;

	for (n = 0; n < in->n_args && n < 64; n++) {
		vid v = strip_casts(f, in->args[n]);

		if (fn_value(f, v)->kind == VAL_INT)
			bits |= (uint64_t) 1 << n;
	}
	return bits;
}

static void gather_callers(struct knowledge *k)
{
	struct unit *u = k->unit;
	uint32_t i, b, j;

	for (i = 0; i < u->functions.n; i++) {
		const struct function *f = u->functions.v[i];

		for (b = 0; f->has_body && b < f->n_blocks; b++)
			for (j = 0; j < f->blocks[b].n_instrs; j++) {
				const struct instr *in =
					&f->blocks[b].instrs[j];
				const struct function *t;
				struct caller_list *l;

				if (in->op != OP_CALL
				    || !(t = call_target(f, in)))
					continue;
				l = map_get(&k->callers, map_key_ptr(t));
				if (!l) {
					l = ARENA_NEW(&k->arena,
						      struct caller_list);
					map_set(&k->callers, map_key_ptr(t), l);
				}
				/* Each caller once: they come one by one. */
				if (!l->v.n || l->v.v[l->v.n - 1] != f)
					vec_push(&l->v, f);
				l->numbers |= stated_numbers(f, in);
			}
	}
}

void knowledge_init(struct knowledge *k, struct unit *u,
		    const struct declared *d, pyversion version)
{
	memset(k, 0, sizeof(*k));
	k->unit = u;
	k->declared = d;
	k->version = version;
	gather_callers(k);
	knowledge_gather_open(k);
	gather_rebound(k);
	knowledge_gather_usage(k);
	knowledge_gather_answers(k);
	knowledge_gather_writers(k);
}

void knowledge_release(struct knowledge *k)
{
	uint32_t i;

	for (i = 0; i < k->callers.n; i++) {
		struct caller_list *l = k->callers.slots[i].value;

		vec_release(&l->v);
	}
	map_release(&k->callers);
	map_release(&k->writers);
	map_release(&k->changed);
	map_release(&k->passed);
	map_release(&k->made);
	map_release(&k->handed);
	map_release(&k->local_records);
	map_release(&k->stored);
	map_release(&k->never_set);
	only_read_release(k);
	map_release(&k->throws);
	for (i = 0; i <= THROW_DEPTH; i++)
		map_release(&k->can_throw[i]);
	map_release(&k->meets_python);
	vec_release(&k->met);
	map_release(&k->releasers);
	map_release(&k->inferred);
	map_release(&k->stated);
	map_release(&k->tabled);
	map_release(&k->assumed);
	map_release(&k->rebound);
	map_release(&k->steady);
	map_release(&k->filled);
	map_release(&k->owed);
	map_release(&k->usage);
	map_release(&k->answers);
	map_release(&k->libraries);
	map_release(&k->sums);
	map_release(&k->foreign);
	specs_release(&k->others);
	specs_release(&k->specs);
	arena_release(&k->arena);
}

const struct function *knowledge_caller(const struct knowledge *k,
					const struct function *f, unsigned i)
{
	const struct caller_list *l = map_get(&k->callers, map_key_ptr(f));

	return l && i < l->v.n ? l->v.v[i] : NULL;
}

uint64_t knowledge_numbers(const struct knowledge *k, const struct function *f)
{
	const struct caller_list *l = map_get(&k->callers, map_key_ptr(f));

	return l ? l->numbers : 0;
}

bool knowledge_field_rebound(const struct knowledge *k,
			     const struct type *record, uint64_t offset)
{
	const struct field_model *fm;
	const struct type_model *t;

	if (map_has(&k->rebound, field_key(k, record, offset)))
		return true;
	fm = declared_field(k->declared, record, offset);
	t = fm ? declared_type_of(k->declared, record) : NULL;
	return t && field_is_writable_member(k->declared, t, fm);
}

bool knowledge_element_rebound(const struct knowledge *k,
			       const struct function *f, const struct place *p)
{
	uint64_t key = element_key(k, f, p);

	return key && map_has(&k->rebound, key);
}

bool knowledge_global_rebound(const struct knowledge *k,
			      const struct global *g)
{
	return map_has(&k->rebound, map_key_ptr(g));
}

/* ------------------------------------------------------ private arguments */

static bool param_is_private(struct knowledge *k, const struct function *f,
			     unsigned n, unsigned depth);

/* Are these the arguments that the caller of a method, or of a type, has
 * made for it alone?  The tuple and the keywords of a call are. */
static bool is_call_arguments(const struct knowledge *k,
			      const struct function *f, unsigned n)
{
	static const char *const slots[] = { "tp_new", "tp_init", "tp_call" };
	const struct role *role = declared_role(k->declared, f);
	unsigned i;

	if (!n || !role || !role->slot || !role->slot->name)
		return false;
	if (!strncmp(role->slot->name, "METH_VARARGS", 12))
		return true;
	for (i = 0; i < ARRAY_SIZE(slots); i++)
		if (!strcmp(role->slot->name, slots[i]))
			return true;
	return false;
}

/* Is V, in F, a container that nobody else has? */
static bool value_is_private(struct knowledge *k, const struct function *f,
			     vid v, unsigned depth)
{
	const struct value *val;
	const struct instr *def;
	const struct function *t;
	const struct contract *c;

	v = value_strip_copies(f, v);
	val = fn_value(f, v);
	if (val->kind == VAL_INT)
		return val->u.i == 0;
	if (val->kind == VAL_PARAM)
		return declared_role(k->declared, f)
			? is_call_arguments(k, f, val->u.param)
			: param_is_private(k, f, val->u.param, depth + 1);
	def = value_def(f, v);
	t = def && def->op == OP_CALL ? call_target(f, def) : NULL;
	c = t ? knowledge_function(k, t, def->n_args) : NULL;
	return c && c->flags & CF_FRESH;
}

static bool param_is_private(struct knowledge *k, const struct function *f,
			     unsigned n, unsigned depth)
{
	const struct site *at;
	uint32_t i, calls;

	at = sites_of_calls(&k->declared->sites, f, &calls);
	if (!f->is_static || f->address_taken || depth > OPEN_DEPTH || !calls)
		return false;
	for (i = 0; i < calls; i++)
		if (at[i].f != f
		    && (n >= at[i].i->n_args
			|| !value_is_private(k, at[i].f, at[i].i->args[n],
					     depth)))
			return false;
	return true;
}

bool knowledge_param_is_private(struct knowledge *k, const struct function *f,
				unsigned n)
{
	return param_is_private(k, f, n, 0);
}

/* Is V, in F, an address, or an argument that is never NULL? */
static bool value_is_there(struct knowledge *k, const struct function *f,
			   vid v, unsigned depth)
{
	const struct instr *def;
	const struct role *role;
	const struct value *val;
	unsigned n;

	for (n = 0; n < 8; n++) {
		v = value_strip_copies(f, v);
		def = value_def(f, v);
		if (!def || (def->op != OP_CAST && def->op != OP_ADDR))
			break;
		v = def->op == OP_ADDR ? def->place.base : def->a;
	}
	val = fn_value(f, v);
	if (val->kind == VAL_LOCAL || val->kind == VAL_GLOBAL
	    || val->kind == VAL_STRING || val->kind == VAL_FUNC)
		return true;
	if (val->kind != VAL_PARAM)
		return false;
	role = declared_role(k->declared, f);
	if (!role)
		return knowledge_param_is_there(k, f, val->u.param,
						depth + 1);
	return role->slot && val->u.param < role->slot->n_params
		&& (role->slot->params[val->u.param] == ARG_OBJ
		    || role->slot->params[val->u.param] == ARG_TYPE)
		&& !(role->slot->may_be_null >> val->u.param & 1);
}

bool knowledge_param_is_there(struct knowledge *k, const struct function *f,
			      unsigned n, unsigned depth)
{
	const struct site *at;
	uint32_t i, calls;

	at = sites_of_calls(&k->declared->sites, f, &calls);
	if (!f->is_static || f->address_taken || depth > OPEN_DEPTH || !calls)
		return false;
	for (i = 0; i < calls; i++)
		if (at[i].f != f
		    && (n >= at[i].i->n_args
			|| !value_is_there(k, at[i].f, at[i].i->args[n],
					   depth)))
			return false;
	return true;
}

bool knowledge_param_range(const struct knowledge *k, const struct function *f,
			   unsigned n, int64_t *lo, int64_t *hi)
{
	const struct site *at;
	uint32_t i, calls;

	*lo = INT64_MAX;
	*hi = INT64_MIN;
	if (!f->is_static || f->address_taken)
		return false;
	at = sites_of_calls(&k->declared->sites, f, &calls);
	for (i = 0; i < calls; i++) {
		const struct instr *in = at[i].i;
		const struct value *v = n < in->n_args
			? fn_value(at[i].f, value_strip_copies(at[i].f,
							       in->args[n]))
			: NULL;

		if (!v || v->kind != VAL_INT)
			return false;
		*lo = v->u.i < *lo ? v->u.i : *lo;
		*hi = v->u.i > *hi ? v->u.i : *hi;
	}
	return *lo <= *hi;
}

void knowledge_infer(struct knowledge *k, const struct function *f,
		     const struct contract *c)
{
	map_set(&k->inferred, map_key_ptr(f), (void *) c);
}

const struct contract *knowledge_inferred(const struct knowledge *k,
					  const struct function *f)
{
	return map_get(&k->inferred, map_key_ptr(f));
}

/* ------------------------------------------------------------ functions */

const struct contract *knowledge_stated(struct knowledge *k,
					const struct function *f)
{
	struct contract_decl d = { .name = f->name };
	const struct contract *c;
	uint8_t *classes;
	uint32_t i;

	if (!f->attrs || !f->type)
		return NULL;
	if (map_has(&k->stated, map_key_ptr(f)))
		return map_get(&k->stated, map_key_ptr(f));
	classes = ARENA_ARRAY(&k->arena, uint8_t, f->type->n_fields + 1);
	for (i = 0; i < f->type->n_fields; i++)
		classes[i] = type_arg_class(f->type->fields[i].type);
	d.ret = type_arg_class(f->type->inner);
	d.n_params = (uint8_t) f->type->n_fields;
	d.params = classes;
	d.is_variadic = f->type->is_variadic;
	c = contract_from_attributes(&k->arena, &d, f->attrs);
	map_set(&k->stated, map_key_ptr(f), (void *) c);
	return c;
}

/* Is F a function of the unit's own that has the name of one of the C
 * library's?  A static `connect' is not the system's.  No name in the table
 * but those of libc.def and pthread.def is of small letters alone. */
static bool is_namesake(const struct function *f)
{
	const char *p = f->name;

	if (!f->is_static || !f->has_body || f->in_system_header)
		return false;
	while ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9')
	       || (*p == '_' && p != f->name))
		p++;
	return !*p;
}

/* What the table has for F.  C++ has overloads and members; what a generator
 * writes is the same functions in both languages. */
static const struct contract *tabled(struct knowledge *k,
				     const struct function *f,
				     unsigned n_args)
{
	bool mangled = f->is_cxx && !generated_runtime(f->name);

	return is_namesake(f) ? NULL
		: contract_find_arity(mangled ? f->key : f->name, n_args,
				      k->version);
}

/* The same, asked once for each function and number of arguments: every state
 * that comes to a call asks.  The key is an address within F. */
static const struct contract *tabled_once(struct knowledge *k,
					  const struct function *f,
					  unsigned n_args)
{
	uint64_t key = map_key_ptr((const char *) f + n_args);
	const struct contract *c;

	if (n_args >= sizeof(*f))
		return tabled(k, f, n_args);
	c = map_get(&k->tabled, key);
	if (!c && !map_has(&k->tabled, key)) {
		c = tabled(k, f, n_args);
		map_set(&k->tabled, key, (void *) c);
	}
	return c;
}

bool knowledge_is_given(struct knowledge *k, const struct function *f)
{
	return specs_find(&k->specs, f->name)
		|| tabled_once(k, f, f->type ? f->type->n_fields : 0);
}

const struct contract *knowledge_function(struct knowledge *k,
					  const struct function *f,
					  unsigned n_args)
{
	const struct contract *c = specs_find(&k->specs, f->name);

	if (!c)
		c = knowledge_stated(k, f);
	if (!c)
		c = tabled_once(k, f, n_args);
	if (!c)
		c = knowledge_inferred(k, f);
	if (!c)
		c = exchange_find(k, f);
	/* A body tells better what a version's own function does. */
	if (!c && !f->has_body && !f->is_cxx)
		c = contract_find_backport(f->name, n_args, k->version);
	return c;
}
