/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one instruction does to one state: values, memory, ownership of what
 * is stored.  Calls are apply.c's.
 */
#include "engine/arithmetic.h"
#include "engine/loss.h"
#include "engine/tables.h"

#include <limits.h>
#include <string.h>

/* Zeroed aggregates are remembered word by word up to this many. */
#define ZERO_WORDS 16

void run_step(struct fn_run *r, struct step *st)
{
	if (r->quiet)
		return;
	st->run = r;
	if (!loc_known(st->loc) && st->instr)
		st->loc = st->instr->loc;
	r->engine->observe(st, r->engine->data);
}

void run_trace(struct fn_run *r, struct state *s, struct trace t)
{
	struct trace *n = ARENA_NEW(&r->arena, struct trace);

	*n = t;
	n->prev = s->trace;
	n->length = s->trace ? s->trace->length + 1 : 1;
	s->trace = n;
}

/* The range of an integer type. */
static void type_limits(const struct type *t, int64_t *lo, int64_t *hi)
{
	if (t->is_bool) {
		*lo = 0;
		*hi = 1;
	} else if (t->is_unsigned) {
		*lo = 0;
		*hi = (INT64_C(1) << (t->size * 8)) - 1;
	} else {
		*lo = -(INT64_C(1) << (t->size * 8 - 1));
		*hi = (INT64_C(1) << (t->size * 8 - 1)) - 1;
	}
}

/* What is known better already, of an operation that was computed before,
 * stays. */
void limit_to_type(struct state *s, sid x, const struct type *t)
{
	struct sym *y = sym_at(s, x);
	int64_t lo, hi;

	if (!t || t->kind != TYPE_INT || !t->size || t->size >= 8) {
		if (t && t->kind == TYPE_PTR && y->lo < 0)
			y->lo = 0;
		return;
	}
	type_limits(t, &lo, &hi);
	if (y->hi < lo || y->lo > hi) {
		y->lo = lo;
		y->hi = hi;
	}
	if (y->lo < lo)
		y->lo = lo;
	if (y->hi > hi)
		y->hi = hi;
}

sid run_fresh(struct state *s, const struct type *t)
{
	sid x = state_sym(s);

	limit_to_type(s, x, t);
	sym_at(s, x)->is_object = type_is_object_ptr(t);
	return x;
}

/* A static object of the program: nobody here owns it. */
static void make_static(struct fn_run *r, struct state *s, sid x)
{
	struct thing *t;

	if (sym_get(s, x)->thing)
		return;
	t = state_thing(s, &r->engine->pool, x);
	t->birth = BIRTH_STATIC;
	/* PyObject_HEAD_INIT makes them so from 3.12 on (PEP 683). */
	t->immortal = r->engine->version >= PYVERSION(3, 12);
	sym_at(s, x)->is_object = true;
}

static sid eval_address(struct fn_run *r, struct state *s,
			const struct value *v)
{
	struct addr a = { .offset = v->offset };
	bool is_object = false;
	sid x;

	switch (v->kind) {
	case VAL_STRING:
		a.kind = REGION_STRING;
		a.ptr = v->u.str.s;
		break;
	case VAL_GLOBAL:
		a.kind = REGION_GLOBAL;
		a.ptr = v->u.global;
		is_object = v->offset == 0 && v->u.global->type
			&& v->u.global->type->kind == TYPE_STRUCT
			&& v->u.global->type->is_object;
		break;
	case VAL_LOCAL:
		a.kind = REGION_LOCAL;
		a.id = v->u.local;
		break;
	default:
		a.kind = REGION_FUNC;
		a.ptr = v->u.func;
		break;
	}
	x = state_address(s, a);
	if (is_object)
		make_static(r, s, x);
	return x;
}

sid run_eval(struct fn_run *r, struct state *s, vid id)
{
	const struct value *v = &r->fn->values[id];
	sid x;

	if (!id)
		return 0;
	x = env_get(s, id);
	if (x)
		return x;
	switch (v->kind) {
	case VAL_INT:
		x = state_number(s, v->u.i, v->u.i);
		break;
	case VAL_FLOAT:
		if (v->u.f > -1e15 && v->u.f < 1e15
		    && v->u.f == (double) (int64_t) v->u.f)
			x = state_number(s, (int64_t) v->u.f,
					 (int64_t) v->u.f);
		else
			x = state_sym(s);
		break;
	case VAL_STRING:
	case VAL_GLOBAL:
	case VAL_LOCAL:
	case VAL_FUNC:
		x = eval_address(r, s, v);
		break;
	case VAL_NONE:
	case VAL_SSA:
	case VAL_PARAM:
	case VAL_UNDEF:
		x = run_fresh(s, v->type);
		break;
	}
	env_set(s, id, x);
	return x;
}

/* -------------------------------------------------------------- memory */

bool region_is_private(const struct fn_run *r, const struct state *s,
		       const struct addr *a)
{
	(void) r;
	(void) s;
	return a->kind == REGION_LOCAL;
}

bool run_cell(struct fn_run *r, struct state *s, const struct place *p,
	      struct cell *key)
{
	sid base = run_eval(r, s, p->base);
	int64_t k;

	memset(key, 0, sizeof(*key));
	key->at = state_deref(s, base);
	key->at.offset += p->offset;
	key->size = p->size > UINT32_MAX ? 0 : (uint32_t) p->size;
	if (p->index) {
		sid index = run_eval(r, s, p->index);

		if (sym_constant(s, index, &k) && k >= 0 && k < 1 << 24) {
			key->at.offset += k * (int64_t) p->stride;
		} else {
			key->index = index;
			key->stride = (uint32_t) p->stride;
		}
	}
	return p->size && !p->is_volatile && !p->is_bitfield
		&& key->at.kind != REGION_FUNC;
}

/* Announces the access; false when the path ends here. */
static bool deref(struct fn_run *r, struct state *s, const struct instr *i)
{
	const struct value *v = &r->fn->values[i->place.base];
	struct step st = { .kind = STEP_DEREF, .instr = i, .before = s,
		.operand = i->place.base, .place = &i->place };
	struct thing *t;
	sid base;

	if (i->place.index) {
		struct step at = { .kind = STEP_INDEX, .instr = i,
			.before = s, .operand = i->place.index,
			.place = &i->place };

		at.value = run_eval(r, s, i->place.index);
		run_step(r, &at);
	}
	if (v->kind == VAL_LOCAL || v->kind == VAL_GLOBAL
	    || v->kind == VAL_STRING)
		return true;
	base = run_eval(r, s, i->place.base);
	st.value = base;
	run_step(r, &st);
	if (sym_is_null_based(s, base)
	    || !state_assume_const(s, base, CMP_NE, 0, false))
		return false;
	t = thing_of(s, base);
	if (t && t->life != LIFE_ALIVE) {
		t->life = LIFE_ALIVE;
		t->escaped = true;
	}
	return true;
}

/* The same for the memory that a MOVE reads, also what memcpy of a constant
 * size became. */
static bool deref_source(struct fn_run *r, struct state *s,
			 const struct instr *i)
{
	const struct value *v = &r->fn->values[i->a];
	struct place *from;
	struct step st = { .kind = STEP_DEREF, .instr = i, .before = s,
		.operand = i->a };

	if (v->kind != VAL_SSA && v->kind != VAL_PARAM)
		return true;
	from = ARENA_NEW(&r->arena, struct place);
	from->base = i->a;
	from->size = i->place.size;
	st.place = from;
	st.value = run_eval(r, s, i->a);
	run_step(r, &st);
	return !sym_is_null_based(s, st.value)
		&& state_assume_const(s, st.value, CMP_NE, 0, false);
}

/* Was the reference released by which memory that owns it held X, T, and does
 * no other memory that others see hold it?  Then it may be gone when that gets
 * another value: Py_DECREF (self->f); self->f = other. */
static bool is_released_field(const struct fn_run *r, const struct state *s,
			      sid x, const struct thing *t)
{
	unsigned held = 0;
	uint32_t i;

	if (t->refs != -1 || !t->released_by || !t->born || t->family
	    || t->life != LIFE_ALIVE || t->escaped || t->shared || t->given
	    || state_twin(s, x)
	    || !declared_owns(r->engine->declared, r->fn, &t->born->place))
		return false;
	for (i = 0; i < s->cells.n; i++)
		held += s->cells.v[i].value == x
			&& s->cells.v[i].at.kind != REGION_LOCAL;
	return held == 1;
}

/* The memory no longer holds what it held. */
void run_overwritten(struct fn_run *r, struct state *s, sid old,
		     const struct cell *c)
{
	struct thing *t = thing_of(s, old);

	if (!t || (t->family && t->birth != BIRTH_FIELD))
		return;
	if (t->stored) {
		t->stored--;
		return;
	}
	if (t->birth != BIRTH_FIELD || !c->initial)
		return;
	/* What memory that owns held is now ours to release; where it was
	 * released before, all is well. */
	if (!t->refs && t->born && !state_twin(s, old)
	    && declared_owns(r->engine->declared, r->fn, &t->born->place)) {
		t->refs = 1;
		t->taken = true;
	} else if (is_released_field(r, s, old, t)) {
		t->refs = 0;
		t->life = LIFE_MAYBE;
		t->ended_by = t->released_by;
		t->ended_why = "releases the reference that it was borrowed "
			"through";
	} else {
		t->escaped = true;
	}
}

/* Is A in memory that was allocated here and is in nobody else's hands? */
static bool is_own_memory(const struct state *s, const struct addr *a)
{
	const struct thing *t = a->kind == REGION_SYM ? thing_get(s, a->id)
		: NULL;

	return t && t->birth == BIRTH_NEW && t->family && t->refs > 0
		&& !t->escaped && !t->stored && t->life == LIFE_ALIVE;
}

static const struct expr *element_expr(const struct state *s,
				       const struct addr *a)
{
	const struct expr *e = a->kind == REGION_SYM
		? &sym_get(s, a->id)->expr : NULL;

	return e && e->op == EXPR_BIN && e->code == OP_ADDR ? e : NULL;
}

/* The element at A is stored to, by a number that is not known: another one
 * that was NULL may be the same. */
static void forget_null_elements(struct state *s, const struct addr *a)
{
	const struct expr *e = element_expr(s, a), *o;
	uint32_t i, out = 0;

	if (!e || !e->b)
		return;
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		o = element_expr(s, &c->at);
		if (!o || o->a != e->a || addr_equal(&c->at, a)
		    || !sym_is_null(s, c->value))
			s->cells.v[out++] = *c;
	}
	s->cells.n = out;
}

/* The base of the array that V, in F, is the address of an element of, whose
 * number is a variable; 0: of none. */
static vid element_base(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));

	return d && d->op == OP_ADDR && d->place.index && !d->place.record
		? strip_casts(f, d->place.base) : 0;
}

/* Does call I release what it is passed? */
static bool call_releases(struct fn_run *r, const struct instr *i)
{
	const struct contract *c = knowledge_call(r->engine->knowledge, r->fn,
						  i);

	return contract_ever(c, EFF_RELEASE);
}

/* Does the function go through the elements of the array that V is the address
 * of one of, and release them?  The numbers in that loop are not those of this
 * one, as far as anybody can follow them. */
static bool releases_elements(struct fn_run *r, vid v)
{
	const struct function *f = r->fn;
	vid base = element_base(f, v);
	uint32_t b, k, n;

	for (b = 0; base && b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
				const struct instr *d = value_def(f,
					strip_casts(f, i->args[n]));

				if (d && d->op == OP_LOAD
				    && element_base(f, d->place.base) == base
				    && call_releases(r, i))
					return true;
			}
		}
	return false;
}

/* X goes to memory of others.  Where it is the exporter of a Py_buffer, its
 * second member (Include/pybuffer.h), that can be released from there: all that
 * PyBuffer_Release asks for is obj (Objects/abstract.c). */
static void exporter_is_kept(struct state *s, sid x)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		struct cell obj = s->cells.v[i];
		struct thing *t = thing_of(s, obj.value);
		const struct cell *held;

		if (!obj.is_resource || !t || t->family != FAMILY_BUFFER)
			continue;
		obj.is_resource = false;
		obj.at.offset += (int64_t) sizeof(void *);
		obj.size = sizeof(void *);
		held = state_cell(s, &obj);
		if (held && held->value == x)
			t->escaped = true;
	}
}

static void store(struct fn_run *r, struct state *s, const struct instr *i)
{
	struct step st = { .kind = STEP_STORE, .instr = i,
		.operand = i->a, .place = &i->place };
	sid x = run_eval(r, s, i->a);
	struct cell key, old = { 0 }, *c;
	bool known = run_cell(r, s, &i->place, &key), private_;
	struct thing *t;

	c = known ? state_cell(s, &key) : NULL;
	if (c)
		old = *c;
	forget_null_elements(s, &key.at);
	private_ = region_is_private(r, s, &key.at);
	st.before = s;
	st.value = x;
	st.target = &key;
	st.old = old.value;
	run_step(r, &st);
	if (i->place.field && !strcmp(i->place.field, "ob_refcnt"))
		apply_counted(r, s, i, run_eval(r, s, i->place.base));
	else if (i->place.field && !strcmp(i->place.field, "ob_size"))
		run_items_moved_out(r, s, run_eval(r, s, i->place.base));
	if (key.at.kind == REGION_GLOBAL)
		r->writes_globals = true;
	if (old.value && !private_)
		run_overwritten(r, s, old.value, &old);
	else if (old.value != x && (t = thing_of(s, old.value)) != NULL)
		t->replaced_by = i;
	if (known && !key.index)
		state_set_cell(s, &key, x);
	else
		run_forget(s, &key.at, known ? 0 : i->place.size);
	/* Read back at the same index it is the same. */
	if (known && key.index)
		state_set_cell(s, &key, x);
	if (!private_ && x && sym_is_nonnull(s, x))
		exporter_is_kept(s, x);
	t = thing_of(s, x);
	if (!t)
		return;
	if (t->life == LIFE_DEAD) {
		t->life = LIFE_ALIVE;
		t->escaped = true;
	}
	if ((private_ || (t->family && is_own_memory(s, &key.at)))
	    && known && !key.index) {
		t->escaped |= releases_elements(r, i->place.base);
		return;
	}
	t->stored_by = i;
	t->stored_at = &i->place;
	if (key.index || !known)
		t->escaped = true;
	else if (t->stored < 100)
		t->stored++;
}

void run_forget(struct state *s, const struct addr *at, uint64_t size)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];
		struct thing *t = thing_of(s, c->value);

		if (!t || c->is_resource || c->at.kind != at->kind
		    || c->at.id != at->id || c->at.ptr != at->ptr)
			continue;
		if (!size || c->index || (c->at.offset
					  < at->offset + (int64_t) size
		    && at->offset < c->at.offset
				+ (int64_t) (c->size ? c->size : 1)))
			t->escaped = true;
	}
	state_forget(s, at, size);
}

static void zero(struct fn_run *r, struct state *s, const struct place *p)
{
	struct cell key;
	uint64_t i;
	sid z;

	run_cell(r, s, p, &key);
	state_forget(s, &key.at, p->size);
	if (key.index || p->size > ZERO_WORDS * 8)
		return;
	z = state_number(s, 0, 0);
	for (i = 0; i + 8 <= p->size; i += 8) {
		struct cell c = key;

		c.at.offset += (int64_t) i;
		c.size = 8;
		state_set_cell(s, &c, z);
	}
}

/* An aggregate is copied: what it holds is now in two places. */
static void move(struct fn_run *r, struct state *s, const struct instr *i)
{
	struct cell to;
	struct addr from = state_deref(s, run_eval(r, s, i->a));
	uint32_t j, n;

	run_cell(r, s, &i->place, &to);
	run_forget(s, &to.at, i->place.size);
	n = s->cells.n;
	for (j = 0; j < n; j++) {
		struct cell c = s->cells.v[j];
		int64_t d = c.at.offset - from.offset;
		struct thing *t;

		if (c.at.kind != from.kind || c.at.id != from.id
		    || c.at.ptr != from.ptr || d < 0
		    || (uint64_t) d >= i->place.size)
			continue;
		t = thing_of(s, c.value);
		if (t)
			t->escaped = true;
		if (to.index || c.index || c.is_resource)
			continue;
		c.at = to.at;
		c.at.offset += d;
		vec_push(&s->cells, c);
	}
}

void run_escape(struct fn_run *r, struct state *s, sid x)
{
	struct addr a;
	struct thing *t;
	uint32_t i;

	(void) r;
	if (!x)
		return;
	t = thing_of(s, x);
	if (t)
		t->escaped = true;
	a = state_deref(s, x);
	if (a.kind == REGION_NONE || a.kind == REGION_STRING
	    || a.kind == REGION_FUNC)
		return;
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		if (c->at.kind != a.kind || c->at.id != a.id
		    || c->at.ptr != a.ptr)
			continue;
		t = thing_of(s, c->value);
		if (t)
			t->escaped = true;
	}
	state_forget(s, &a, 0);
}

static void define(struct state *s, const struct instr *i, sid x)
{
	if (i->dst)
		env_set(s, i->dst, x);
}

/* a ? b : c becomes two paths where the condition is open. */
static void select(struct fn_run *r, struct state *s, const struct instr *i,
		   struct state_list *out)
{
	sid a = run_eval(r, s, i->a);
	struct state *n;

	if (!sym_is_null(s, a)) {
		n = state_copy(&r->engine->pool, s);
		if (state_assume_const(n, a, CMP_NE, 0, false)) {
			define(n, i, run_eval(r, n, i->b));
			state_list_add(out, n);
		} else {
			state_free(&r->engine->pool, n);
		}
	}
	if (state_assume_const(s, a, CMP_EQ, 0, false)) {
		define(s, i, run_eval(r, s, i->c));
		state_list_add(out, s);
	} else {
		state_free(&r->engine->pool, s);
	}
}

/* A comparison whose result is kept is looked at like a branch. */
static void compare_step(struct fn_run *r, struct state *s,
			 const struct instr *i)
{
	struct step st = { .kind = STEP_BRANCH, .instr = i, .before = s,
		.value = run_eval(r, s, i->a), .operand = i->a,
		.cmp = i->cmp };

	sym_constant(s, run_eval(r, s, i->b), &st.number);
	run_step(r, &st);
	run_mistaken(r, s, i);
}

static sid eval(struct fn_run *r, struct state *s, const struct instr *i,
		const struct type *t)
{
	sid a;

	switch (i->op) {
	case OP_COPY:
		return run_eval(r, s, i->a);
	case OP_CAST:
		return eval_cast(s, run_eval(r, s, i->a),
				 r->fn->values[i->a].type, t);
	case OP_CMP:
		compare_step(r, s, i);
		return eval_compare(s, run_eval(r, s, i->a), i->cmp,
				    run_eval(r, s, i->b), i->cmp_unsigned);
	case OP_NOT:
		a = run_eval(r, s, i->a);
		if (t && t->is_bool)
			return eval_compare(s, a, CMP_EQ,
					    state_number(s, 0, 0), false);
		return run_fresh(s, t);
	case OP_NEG: {
		int64_t k;

		a = run_eval(r, s, i->a);
		if (sym_constant(s, a, &k) && k != INT64_MIN)
			return state_number(s, -k, -k);
		return run_fresh(s, t);
	}
	case OP_ADDR:
		return eval_addr(r, s, &i->place);
	case OP_LOAD:
		return run_load(r, s, i, t);
	case OP_ADD: case OP_SUB: case OP_MUL: case OP_DIV: case OP_MOD:
	case OP_AND: case OP_OR: case OP_XOR: case OP_SHL: case OP_SHR:
	case OP_MIN: case OP_MAX:
		return eval_binary(r, s, i, t);
	default:
		return run_fresh(s, t);
	}
}

void transfer(struct fn_run *r, struct state *s, const struct instr *i,
	      struct state_list *out)
{
	const struct type *t = i->dst ? r->fn->values[i->dst].type : NULL;
	struct addr a;

	switch (i->op) {
	case OP_CALL:
		apply_call(r, s, i, out);
		return;
	case OP_SELECT:
		select(r, s, i, out);
		return;
	case OP_STORE: case OP_MOVE: case OP_ZERO: case OP_LOAD:
		if ((i->op == OP_MOVE && !deref_source(r, s, i))
		    || !deref(r, s, i)) {
			state_free(&r->engine->pool, s);
			return;
		}
		break;
	default:
		break;
	}
	switch (i->op) {
	case OP_STORE:
		store(r, s, i);
		break;
	case OP_MOVE:
		move(r, s, i);
		break;
	case OP_ZERO:
		zero(r, s, &i->place);
		break;
	case OP_CLOBBER:
		a = state_deref(s, run_eval(r, s, i->place.base));
		loss_note_scope(r, s, &a);
		state_forget(s, &a, 0);
		break;
	case OP_ASM:
		break;
	default:
		define(s, i, eval(r, s, i, t));
		break;
	}
	state_list_add(out, s);
}
