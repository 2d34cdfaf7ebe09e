/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call writes through pointers, and the resources that it hands out or
 * takes back.
 */
#include "engine/call.h"

#include <limits.h>
#include <string.h>

/* ------------------------------------------------------- out-parameters */

/* The cell that argument N points to; false when it is out of sight. */
bool call_out_cell(struct call *c, struct state *s, const struct effect *e,
		     struct cell *key)
{
	const struct field *fd;
	const struct type *t;
	unsigned n = (unsigned) e->a;
	int64_t at;

	memset(key, 0, sizeof(*key));
	if (!n || n > c->i->n_args || sym_is_null(s, c->args[n]))
		return false;
	key->at = state_deref(s, c->args[n]);
	at = e->op == EFF_OUT_IS ? (int64_t) e->kinds : e->offset;
	key->at.offset += at;
	t = c->r->fn->values[c->i->args[n - 1]].type;
	t = t && t->kind == TYPE_PTR ? t->inner : NULL;
	while (t && t->kind == TYPE_ARRAY)
		t = t->inner;
	key->size = sizeof(void *);
	/* Of a structure it is the member there, not the whole. */
	if (t && t->kind == TYPE_STRUCT) {
		fd = type_field_at(t, (uint64_t) at);
		t = fd ? fd->type : NULL;
		if (t && (t->kind == TYPE_INT || t->kind == TYPE_FLOAT)
		    && t->size)
			key->size = (uint32_t) t->size;
	} else if (t && t->size && (!e->offset || e->op == EFF_OUT_IS
				    || t->kind == TYPE_INT)) {
		key->size = (uint32_t) t->size;
	}
	return key->at.kind != REGION_NONE && key->at.kind != REGION_FUNC;
}

sid call_out_object(struct state *s, bool nonnull)
{
	sid x = state_number(s, nonnull ? 1 : 0, INT64_MAX);

	sym_at(s, x)->nonzero = nonnull;
	sym_at(s, x)->is_object = true;
	return x;
}

/* The call writes there.  Where a body does, what became of the old value is
 * its business; otherwise it is lost with this call, if nothing else has it. */
static void note_replaced(struct call *c, struct state *s,
			     const struct cell *key)
{
	const struct cell *old = state_cell(s, key);

	if (c->c->origin != ORIGIN_INFERRED) {
		struct thing *t = old ? thing_of(s, old->value) : NULL;

		if (t && region_is_private(c->r, s, &key->at))
			t->replaced_by = c->i;
		return;
	}
	/* What it returns is what stood there: nothing else became of it. */
	if (old && c->args[0] && old->value == c->args[0])
		state_forget(s, &key->at, key->size ? key->size : 1);
	else
		run_forget(s, &key->at, key->size ? key->size : 1);
}

/* Are the three that it hands out one saved exception, or what became of one?
 */
static bool fetches(const struct contract *c)
{
	const struct effect *e;

	if (c->origin != ORIGIN_TABLE || !c->n_outcomes)
		return false;
	for (e = c->outcomes[0].effects; e->op != EFF_END; e++)
		if (e->op == EFF_FETCH
		    || (e->op == EFF_KEEPS && e->b == FAMILY_EXCEPTION))
			return true;
	return false;
}

void call_out_own(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;
	sid x;
	struct thing *t;

	if (!call_out_cell(c, s, e, &key))
		return;
	note_replaced(c, s, &key);
	x = call_out_object(s, true);
	t = state_thing(s, &c->r->engine->pool, x);
	t->birth = BIRTH_NEW;
	t->born = c->i;
	t->name = run_addr_name(c->r, &key.at);
	t->origin = c->c->origin;
	t->family = fetches(c->c) ? FAMILY_EXCEPTION : FAMILY_NONE;
	t->refs = 1;
	if (!region_is_private(c->r, s, &key.at))
		t->stored = 1;
	state_set_cell(s, &key, x);
}

void call_out_borrow(struct call *c, struct state *s, const struct effect *e,
		       bool interior)
{
	struct cell key;
	sid x;

	if (!call_out_cell(c, s, e, &key))
		return;
	note_replaced(c, s, &key);
	x = call_out_object(s, true);
	call_borrow(c, s, x, e->b, interior);
	/* Which fields a body filled of what others see is its business. */
	if (c->c->origin == ORIGIN_INFERRED
	    && !region_is_private(c->r, s, &key.at))
		thing_of(s, x)->escaped = true;
	thing_of(s, x)->name = run_addr_name(c->r, &key.at);
	state_set_cell(s, &key, x);
}

void call_out_null(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;

	if (!call_out_cell(c, s, e, &key))
		return;
	note_replaced(c, s, &key);
	state_set_cell(s, &key, state_number(s, 0, 0));
}

void call_note_moved(struct call *c, struct state *s, const struct outcome *o)
{
	const struct effect *e;
	unsigned n = 0;

	c->n_moved = 0;
	memset(c->moved, 0, sizeof(c->moved));
	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_OUT_HELD && n < ARRAY_SIZE (c->moved))
			c->moved[n++] = call_held(c, s, e->b, e->offset);
}

/* What another argument's memory held was moved there: the move constructors
 * and assignments of C++. */
void call_out_held(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;
	struct thing *t;
	sid x = c->n_moved < ARRAY_SIZE (c->moved)
		? c->moved[c->n_moved++] : 0;

	if (!call_out_cell(c, s, e, &key))
		return;
	note_replaced(c, s, &key);
	if (!x)
		return;
	state_set_cell(s, &key, x);
	t = thing_of(s, x);
	if (t && !region_is_private(c->r, s, &key.at) && t->stored < 100)
		t->stored++;
}

/* Does the helper take a reference of its own to argument N? */
static bool is_counted_by(const struct call *c, int n)
{
	const struct effect *e;

	for (e = c->o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_SHARE && e->a == n)
			return c->c->origin == ORIGIN_INFERRED;
	return false;
}

/* The helper put its argument there, as an assignment here would. */
void call_out_same(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;
	struct thing *t;
	sid x = (unsigned) e->b <= c->i->n_args ? c->args[e->b] : 0;

	if (!x || !call_out_cell(c, s, e, &key))
		return;
	note_replaced(c, s, &key);
	key.size = sizeof(void *);
	state_set_cell(s, &key, x);
	t = thing_of(s, x);
	if (!t || region_is_private(c->r, s, &key.at) || t->stored >= 100)
		return;
	t->stored++;
	/* With the reference that the helper took for it. */
	if (!t->refs && is_counted_by(c, e->b)
	    && key.at.kind == REGION_SYM && sym_get(s, key.at.id)->is_object)
		t->refs++;
}

void call_out_nonnull(struct call *c, struct state *s,
			const struct effect *e)
{
	struct cell key;
	sid x;

	if (!call_out_cell(c, s, e, &key))
		return;
	note_replaced(c, s, &key);
	x = call_out_object(s, true);
	call_thing_or_new(c->r, s, x)->escaped = true;
	state_set_cell(s, &key, x);
}

void call_out_drop(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key, *cell;

	if (!call_out_cell(c, s, e, &key))
		return;
	cell = state_cell(s, &key);
	if (!cell)
		return;
	/* What a private cell holds is what was put there. */
	apply_release(c->r, s, c->i, 0, cell->value, false);
}

/* Is the result what stood in an argument's memory, so that nothing else
 * became of it? */
static bool hands_out_held(const struct call *c)
{
	const struct effect *e;

	for (e = c->o ? c->o->effects : NULL; e && e->op != EFF_END; e++)
		if (e->op == EFF_HELD && !e->a)
			return true;
	return false;
}

void call_writes(struct call *c, struct state *s, const struct effect *e)
{
	struct thing *t = c->args[0] ? thing_of(s, c->args[0]) : NULL;
	bool was_known = t && !t->escaped && hands_out_held(c);
	struct cell key;

	if (call_out_cell(c, s, e, &key))
		run_forget(s, &key.at,
			     key.size > sizeof(void *) || e->offset
			     ? key.size : 0);
	if (was_known)
		thing_of(s, c->args[0])->escaped = false;
}

/* ------------------------------------------------------------ resources */

static bool has_effect(const struct outcome *o, const struct effect *e)
{
	const struct effect *f;

	for (f = o->effects; f->op != EFF_END; f++)
		if (f->op == e->op && f->a == e->a && f->offset == e->offset)
			return true;
	return false;
}

/* Does another outcome of the body, which looks the same to its caller,
 * acquire nothing there? */
static bool acquires_in_doubt(const struct call *c, const struct effect *e)
{
	unsigned n;

	if (c->c->origin != ORIGIN_INFERRED)
		return false;
	for (n = 0; n < c->c->n_outcomes; n++)
		if (!has_effect(&c->c->outcomes[n], e)
		    && outcomes_look_alike(&c->c->outcomes[n], c->o))
			return true;
	return false;
}

/* Does another outcome that looks the same acquire something of another
 * family there?  Which it is depends on what the caller cannot see. */
static bool family_is_open(const struct call *c, const struct effect *e)
{
	const struct effect *f;
	unsigned n;

	for (n = 0; n < c->c->n_outcomes
	     && c->c->origin == ORIGIN_INFERRED; n++) {
		if (!outcomes_look_alike(&c->c->outcomes[n], c->o))
			continue;
		for (f = c->c->outcomes[n].effects; f->op != EFF_END; f++)
			if (f->op == e->op && f->a == e->a
			    && f->offset == e->offset && f->b != e->b)
				return true;
	}
	return false;
}

/* The flags of the request say which members are not filled. */
static void note_flags(const struct call *c, struct state *s,
		       const struct cell *buffer)
{
	int64_t flags;

	if (call_name_is(c->c, "PyObject_GetBuffer") && c->i->n_args == 3
	    && sym_constant(s, c->args[3], &flags))
		run_note_unasked(s, buffer, flags);
}

/* None has no buffer to give (Objects/object.c: _PyNone_Type): what gave one
 * is another object. */
static void is_not_none(const struct call *c, struct state *s)
{
	const struct unit *u = c->r->engine->unit;
	struct addr none = { .kind = REGION_GLOBAL };
	uint32_t i;

	if (!call_name_is(c->c, "PyObject_GetBuffer"))
		return;
	for (i = 0; i < u->globals.n && !none.ptr; i++)
		if (!strcmp(u->globals.v[i]->name, "_Py_NoneStruct"))
			none.ptr = u->globals.v[i];
	if (none.ptr)
		state_assume(s, c->args[1], CMP_NE, state_address(s, none),
			     false);
}

/* A lock that a member of an object points to: which object's it is stays known
 * when the pointer is gone. */
static void note_lock_member(const struct call *c, struct thing *t, int n)
{
	const struct function *f = c->r->fn;
	const struct instr *d = value_def(f, value_strip_copies(f,
						c->i->args[n - 1]));

	if (d && d->op == OP_LOAD && d->place.record
	    && d->place.record->is_object) {
		t->field_record = d->place.record;
		t->field_offset = d->place.offset;
	}
}

void call_acquire(struct call *c, struct state *s, const struct effect *e,
		    bool out)
{
	struct cell key, *held;
	bool again = false;
	struct thing *t;
	sid x;

	is_not_none(c, s);
	if (e->a == 0 && !out) {
		if (!c->args[0] || sym_get(s, c->args[0])->thing)
			return;
		x = c->args[0];
	} else {
		if (!call_out_cell(c, s, e, &key))
			return;
		/* Who takes a lock that he has waits for another to release
		 * it: whose it is then nobody can tell. */
		if (e->b == FAMILY_LOCKED) {
			key.is_resource = true;
			held = state_cell(s, &key);
			again = held && thing_get(s, held->value)
				&& thing_get(s, held->value)->refs > 0;
		}
		x = call_out_object(s, true);
		sym_at(s, x)->is_object = false;
	}
	t = state_thing(s, &c->r->engine->pool, x);
	t->birth = BIRTH_NEW;
	t->born = c->i;
	t->origin = c->c->origin;
	t->family = (uint8_t) e->b;
	t->refs = 1;
	t->doubtful = acquires_in_doubt(c, e);
	t->escaped = t->mixed = family_is_open(c, e);
	t->escaped |= again;
	if (e->a == 0 && !out)
		return;
	t->name = run_addr_name(c->r, &key.at);
	if (!t->name)
		t->name = run_value_name(c->r, c->i->args[e->a - 1]);
	if (!region_is_private(c->r, s, &key.at))
		t->stored = 1;
	if (e->b == FAMILY_LOCKED)
		note_lock_member(c, t, e->a);
	/* A struct's first member. */
	if (out && e->b >= FAMILY_MALLOC && e->b <= FAMILY_CXX_NEW_ARRAY)
		key.size = sizeof(void *);
	/* Memory and handles stand in the cell itself; an aggregate (a
	 * Py_buffer, a lock) holds its resource beside its bytes. */
	key.is_resource = !out || e->b == FAMILY_BUFFER
		|| family_is_state((enum family) e->b)
		|| (key.size != sizeof(void *) && e->b != FAMILY_FD);
	state_set_cell(s, &key, x);
	if (e->b == FAMILY_BUFFER && out) {
		run_note_exporter(s, &key, true);
		note_flags(c, s, &key);
	}
}

/* What the memory of an argument holds is released for its caller: the exit
 * remembers it. */
static void release_unseen(struct call *c, struct state *s, struct cell *key,
			   enum family family)
{
	const struct thing *holder = key->at.kind == REGION_SYM
		? thing_get(s, key->at.id) : NULL;
	struct thing *t;
	uint32_t i;
	sid x;

	/* It may be one that is held, read anew from where it stands. */
	for (i = 0; family_is_state(family) && i < s->cells.n; i++) {
		t = thing_of(s, s->cells.v[i].value);
		if (t && s->cells.v[i].is_resource && t->family == family)
			t->escaped = true;
	}
	if (key->at.kind == REGION_GLOBAL ? family != FAMILY_LOCKED
	    : !holder || holder->birth != BIRTH_PARAM)
		return;
	x = call_out_object(s, true);
	sym_at(s, x)->is_object = false;
	t = state_thing(s, &c->r->engine->pool, x);
	t->birth = BIRTH_FIELD;
	t->family = (uint8_t) family;
	t->refs = -1;
	key->is_resource = true;
	state_set_cell(s, key, x);
}

/* Memory that nobody here has seen being made is gone all the same. */
static void free_unseen(struct call *c, struct state *s, sid x,
			enum family family)
{
	struct thing *t;

	if (sym_get(s, x)->addr.kind != REGION_NONE
	    || sym_get(s, x)->expr.op != EXPR_NONE
	    || sym_get(s, x)->is_object || family < FAMILY_MALLOC
	    || family > FAMILY_PYOBJECT_MEM)
		return;
	t = state_thing(s, &c->r->engine->pool, x);
	t->family = (uint8_t) family;
	t->life = LIFE_DEAD;
	t->ended_by = c->i;
}

/* The memory X is gone; what it held, nobody holds any more. */
static void release_contents(struct state *s, sid x)
{
	struct addr a = state_deref(s, x);
	uint32_t i, out = 0;

	for (i = 0; i < s->cells.n; i++) {
		const struct cell *cell = &s->cells.v[i];
		struct thing *t = thing_of(s, cell->value);

		if (a.kind != REGION_SYM || cell->at.kind != a.kind
		    || cell->at.id != a.id) {
			s->cells.v[out++] = *cell;
			continue;
		}
		if (t && t->stored)
			t->stored--;
	}
	s->cells.n = out;
}

/* Is T an object of which this function had the only reference, and whose
 * memory alone is freed?  No destructor runs then: what its members hold is not
 * released.  source: Objects/obmalloc.c, PyObject_Free; Modules/gcmodule.c,
 * PyObject_GC_Del, which are the tp_free of types. */
static bool is_freed_raw(const struct thing *t, enum family family)
{
	return t->birth == BIRTH_NEW && !t->family && !t->refs && !t->stored
		&& !t->shared && !t->given && !t->escaped
		&& (t->origin <= ORIGIN_SPEC || t->made)
		&& (family == FAMILY_PYOBJECT_MEM
		    || family == FAMILY_GC_OBJECT);
}

/* What the memory held is in the result: realloc. */
static bool moves_on(const struct call *c)
{
	const struct effect *e;

	for (e = c->o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_ACQUIRE && e->a == 0)
			return true;
	return false;
}

void call_release(struct call *c, struct state *s, const struct effect *e,
		    bool out)
{
	struct step st = { .kind = STEP_RELEASE, .instr = c->i, .before = s,
		.contract = c->c, .arg = (unsigned) e->a };
	struct cell key, *cell;
	struct thing *t;
	sid x = 0;

	if (e->a <= 0 || (unsigned) e->a > c->i->n_args)
		return;
	if (!out)
		x = c->args[e->a];
	t = thing_of(s, x);
	if (!t && call_out_cell(c, s, e, &key)) {
		key.is_resource = true;
		cell = state_cell(s, &key);
		/* The first member of a Py_buffer is not the Py_buffer. */
		if (!cell && e->b != FAMILY_BUFFER) {
			key.is_resource = false;
			cell = out ? state_cell(s, &key) : NULL;
		}
		if (!cell && out && (key.at.kind == REGION_SYM
				     || key.at.kind == REGION_GLOBAL)) {
			release_unseen(c, s, &key, (enum family) e->b);
			return;
		}
		x = cell ? cell->value : x;
		t = cell ? thing_of(s, cell->value) : NULL;
	}
	if (!x || sym_is_null(s, x))
		return;
	st.value = x;
	st.number = e->b;
	st.operand = c->i->args[e->a - 1];
	run_step(c->r, &st);
	t = thing_of(s, x);
	if (!t) {
		if (!out)
			free_unseen(c, s, x, (enum family) e->b);
		return;
	}
	run_trace(c->r, s, (struct trace) { .kind = TRACE_REF, .instr = c->i,
		  .uid = t->uid, .what = "released" });
	t = thing_of(s, x);
	if (t->refs > 0) {
		t->refs--;
		call_note_handled(c->r, t);
		lend_note_given_back(c->r, s, t);
	}
	if (moves_on(c))
		call_copies(c, s, (unsigned) e->a);
	if (t->birth == BIRTH_NEW && t->family && !t->escaped && !t->stored) {
		t->life = LIFE_DEAD;
		t->ended_by = c->i;
		call_end_borrows(c->r, s, x, c->i, true);
		if (!out)
			release_contents(s, x);
	} else if (t->birth == BIRTH_PARAM && !c->r->role && !t->refs
		   && !t->stored && !t->escaped && !out
		   && !sym_get(s, x)->is_object) {
		/* The caller's, who learns of it. */
		t->family = (uint8_t) e->b;
		t->refs = -1;
	} else if (t->birth == BIRTH_PARAM && !t->refs && !t->escaped
		   && c->r->convention == CONV_DESTROY) {
		/* A destructor's own object. */
		t->life = LIFE_DEAD;
		t->ended_by = c->i;
	} else {
		if (!out && is_freed_raw(t, (enum family) e->b))
			release_contents(s, x);
		t->escaped = true;
	}
}

/* PyBuffer_Release leaves no exporter, so that a second one does nothing.
 * source: Objects/abstract.c. */
void call_out_release(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;

	call_release(c, s, e, true);
	if (e->b == FAMILY_BUFFER && call_out_cell(c, s, e, &key))
		run_note_exporter(s, &key, false);
}

void call_wrapped_lock(struct call *c, struct state *s,
		       const struct outcome *o)
{
	const void *g = o->unlocks ? o->unlocks : o->locks;
	struct cell key = { .at = { .kind = REGION_GLOBAL, .ptr = g },
		.size = sizeof(void *), .is_resource = true };
	struct cell *cell = g ? state_cell(s, &key) : NULL;
	struct thing *t;
	sid x;

	if (!g)
		return;
	if (cell && o->unlocks) {
		t = thing_of(s, cell->value);
		if (t && t->refs > 0) {
			t->refs--;
			call_note_handled(c->r, t);
		}
		return;
	}
	x = call_out_object(s, true);
	sym_at(s, x)->is_object = false;
	t = state_thing(s, &c->r->engine->pool, x);
	t->birth = o->unlocks ? BIRTH_FIELD : BIRTH_NEW;
	t->born = c->i;
	t->origin = ORIGIN_INFERRED;
	t->family = FAMILY_LOCKED;
	t->refs = o->unlocks ? -1 : 1;
	t->stored = !o->unlocks;
	t->name = run_addr_name(c->r, &key.at);
	state_set_cell(s, &key, x);
}

/* Py_EnterRecursiveCall counts up a number of the thread's, which has no place
 * in the unit (Include/internal/pycore_ceval.h): this one stands for it. */
static const struct global recursion = { .name = "the recursion depth",
	.number = UINT32_MAX	/* behind the unit's: cells are ordered by it */
};

void call_recursion(struct call *c, struct state *s)
{
	struct cell key = { .at = { .kind = REGION_GLOBAL,
			.ptr = &recursion },
		.size = sizeof(void *), .is_resource = true };
	bool enters = call_name_is(c->c, "Py_EnterRecursiveCall");
	struct cell *cell;
	struct thing *t;
	sid x;

	if ((!enters && !call_name_is(c->c, "Py_LeaveRecursiveCall"))
	    || (enters && !sym_is_null(s, c->args[0])))
		return;
	cell = state_cell(s, &key);
	if (!enters) {
		t = cell ? thing_of(s, cell->value) : NULL;
		if (t && t->refs > 0) {
			t->refs--;
			call_note_handled(c->r, t);
		}
		return;
	}
	x = call_out_object(s, true);
	sym_at(s, x)->is_object = false;
	t = state_thing(s, &c->r->engine->pool, x);
	t->birth = BIRTH_NEW;
	t->born = c->i;
	t->origin = c->c->origin;
	t->family = FAMILY_RECURSION;
	t->refs = 1;
	t->stored = 1;
	t->name = recursion.name;
	state_set_cell(s, &key, x);
}

void call_handover(struct call *c, struct state *s, const struct effect *e)
{
	if (e->a > 0 && (unsigned) e->a <= c->i->n_args)
		run_escape(c->r, s, c->args[e->a]);
}

/* An allocation that failed left its argument alone.  Where memory of others
 * holds that, it is theirs until they get another value. */
void call_keeps(struct call *c, struct state *s, const struct effect *e)
{
	sid x = e->a > 0 && (unsigned) e->a <= c->i->n_args ? c->args[e->a] : 0;
	struct thing *t = thing_of(s, x);
	const struct thing *holder;
	const struct instr *load;
	uint32_t i;

	if (!x || (t && (t->birth != BIRTH_PARAM || t->refs || t->stored
			 || t->escaped)))
		return;
	if (t) {
		t->family = (uint8_t) e->b;
		return;
	}
	load = value_def(c->r->fn, value_strip_copies(c->r->fn,
						      c->i->args[e->a - 1]));
	for (i = 0; i < s->cells.n; i++)
		if (s->cells.v[i].value == x
		    && s->cells.v[i].at.kind != REGION_LOCAL)
			break;
	if (i == s->cells.n || !load || load->op != OP_LOAD)
		return;
	/* An object that was made here has what this function put in it, and
	 * zeros to begin with (Objects/typeobject.c, PyType_GenericAlloc). */
	holder = s->cells.v[i].at.kind == REGION_SYM
		? thing_get(s, s->cells.v[i].at.id) : NULL;
	if (holder && holder->birth == BIRTH_NEW)
		return;
	t = state_thing(s, &c->r->engine->pool, x);
	t->birth = BIRTH_FIELD;
	t->born = load;
	t->origin = c->c->origin;
	t->family = (uint8_t) e->b;
	t->refs = t->stored = 1;
	t->field_record = load->place.record;
	t->field = load->place.field;
	t->field_offset = load->place.offset;
}

/* Never below zero, in a variable of whatever type. */
void call_out_count(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;

	if (call_out_cell(c, s, e, &key))
		state_set_cell(s, &key, state_number(s, 0, INT64_MAX));
}

void call_out_is(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;

	if (!call_out_cell(c, s, e, &key))
		return;
	note_replaced(c, s, &key);
	state_set_cell(s, &key, state_number(s, e->offset, e->offset));
}

void call_copies(struct call *c, struct state *s, unsigned from)
{
	struct addr a;
	uint32_t i;

	if (from > c->i->n_args)
		return;
	a = state_deref(s, c->args[from]);
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *cell = &s->cells.v[i];
		struct thing *t = thing_of(s, cell->value);

		if (t && cell->at.kind == a.kind && cell->at.id == a.id
		    && cell->at.ptr == a.ptr)
			t->escaped = true;
	}
}

/* --------------------------------------------------- telling them apart */

static bool puts_pointer(const struct effect *e)
{
	return e->op == EFF_OUT_NONNULL || e->op == EFF_OUT_OWN
		|| e->op == EFF_OUT_BORROW || e->op == EFF_OUT_ACQUIRE;
}

/* Cannot both be: one asks or leaves what the other excludes. */
static bool excludes(const struct effect *a, const struct effect *b)
{
	if (a->op == EFF_IF_CLEAR || a->op == EFF_CLEAR)
		return b->op == EFF_IF_SET
			|| (b->op == EFF_RAISES && b->kinds);
	if (a->a != b->a)
		return false;
	if (a->op == EFF_OUT_IS)
		return b->op == EFF_OUT_IS && a->kinds == b->kinds
			&& a->offset != b->offset;
	if (a->op == EFF_OUT_NULL)
		return puts_pointer(b) && a->offset == b->offset;
	return conditions_exclude(a, b);
}

/* Is an effect of the kind one of those that exclude others? */
static bool tells_apart(const struct effect *e)
{
	return (e->op >= EFF_IF_NULL && e->op <= EFF_IF_SET)
		|| e->op == EFF_OUT_IS || e->op == EFF_OUT_NULL
		|| puts_pointer(e) || e->op == EFF_RAISES
		|| e->op == EFF_CLEAR;
}

bool outcomes_look_alike(const struct outcome *a, const struct outcome *b)
{
	const struct effect *x, *y;

	if (!preds_meet(&a->pred, &b->pred))
		return false;
	for (x = a->effects; x->op != EFF_END; x++)
		for (y = b->effects; tells_apart(x) && y->op != EFF_END; y++)
			if (excludes(x, y) || excludes(y, x))
				return false;
	return true;
}
