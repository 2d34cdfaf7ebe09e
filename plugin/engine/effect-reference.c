/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call does to references: owning, borrowing, releasing, and what ends
 * a borrow.
 */
#include "engine/call.h"

#include <limits.h>
#include <string.h>

/* ---------------------------------------------------------- references */

void call_note_handled(struct fn_run *r, const struct thing *t)
{
	if (t->born)
		map_set(&r->handled, map_key_ptr(t->born), (void *) t->born);
}

/* The last reference that kept it alive here is gone. */
static void settle_release(struct thing *t, const struct instr *i, bool stolen)
{
	if (stolen) {
		t->given = true;
		t->fresh = false;
		return;
	}
	/* A helper may have handed out what others hold as well. */
	if (t->refs == 0 && (t->origin <= ORIGIN_SPEC || t->fresh)
	    && t->birth == BIRTH_NEW && !t->stored && !t->given
	    && !t->shared && !t->escaped) {
		t->life = LIFE_DEAD;
		t->ended_by = i;
	}
}

/* Marks the cell that X was read from, so that the exit remembers it. */
static bool note_field_release(struct state *s, sid x)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++) {
		struct cell *c = &s->cells.v[i];
		const struct thing *holder;

		if (c->value != x || c->at.kind != REGION_SYM || c->index)
			continue;
		holder = thing_get(s, c->at.id);
		if (!holder || holder->birth != BIRTH_PARAM
		    || sym_get(s, c->at.id)->is_object)
			continue;
		c->initial = false;
		return true;
	}
	return false;
}

/* What was borrowed from X, or points into it, ends with it. */
static void end_borrows(struct state *s, sid x, const struct instr *i)
{
	tid t;

	for (t = 1; t < s->things.n; t++) {
		struct thing *th = &s->things.v[t];

		if (th->birth != BIRTH_BORROW || th->lender != x
		    || th->refs > 0 || th->immortal || th->escaped
		    || th->shared || th->given || th->life != LIFE_ALIVE)
			continue;
		th->life = LIFE_MAYBE;
		th->ended_by = i;
		th->ended_why = "releases what it was borrowed from";
	}
}

void apply_release(struct fn_run *r, struct state *s, const struct instr *i,
		   unsigned arg, sid x, bool stolen)
{
	struct step st = { .kind = stolen ? STEP_GIVE : STEP_RELEASE,
		.instr = i, .before = s, .arg = arg, .value = x,
		.operand = arg && arg <= i->n_args ? i->args[arg - 1] : 0 };
	struct thing *t = thing_of(s, x);

	if (sym_is_null(s, x))
		return;
	run_step(r, &st);
	if (!t)
		return;
	run_trace(r, s, (struct trace) { .kind = TRACE_REF, .instr = i,
		  .uid = t->uid, .what = stolen ? "stolen" : "released" });
	t = thing_of(s, x);
	if (t->immortal)
		return;
	if (t->refs > 0) {
		t->refs--;
		call_note_handled(r, t);
		settle_release(t, i, stolen);
		if (t->life == LIFE_DEAD)
			end_borrows(s, x, i);
		return;
	}
	/* What memory of an argument holds is released for its caller. */
	if (t->birth == BIRTH_FIELD && !r->role && !stolen && t->refs == 0
	    && !t->escaped && note_field_release(s, x)) {
		t->refs = -1;
		return;
	}
	if (t->birth == BIRTH_PARAM && !t->escaped && t->refs > -4) {
		t->refs--;
		t->given |= stolen;
		return;
	}
	t->escaped = true;
	if (stolen)
		t->given = true;
}

/* The code found out how the indicator was on entry. */
void call_assume_exc(struct state *s, enum exc_state to)
{
	uint8_t assumed = s->exc.state == EXC_ENTRY
		? (to == EXC_CLEAR ? 1 : 2) : s->exc.assumed;

	s->exc = (struct exc) { .state = to, .assumed = assumed };
}

struct thing *call_thing_or_new(struct fn_run *r, struct state *s, sid x)
{
	struct thing *t = thing_of(s, x);

	return t ? t : state_thing(s, &r->engine->pool, x);
}

/* That others release what this function returns supports the convention. */
static enum origin result_origin(const struct call *c)
{
	const struct usage *u;

	if (c->c->origin != ORIGIN_CONVENTION)
		return c->c->origin;
	u = knowledge_usage(c->r->engine->knowledge,
			    call_target(c->r->fn, c->i));
	return u && u->released > 0 && u->released > 2 * u->retaken
		? ORIGIN_INFERRED : ORIGIN_CONVENTION;
}

void call_own(struct call *c, struct state *s, unsigned n)
{
	sid x = c->args[n];
	struct thing *t;

	if (!x || sym_is_null(s, x))
		return;
	t = thing_of(s, x);
	if (!t) {
		t = state_thing(s, &c->r->engine->pool, x);
		t->birth = n ? BIRTH_UNKNOWN
			: sym_get(s, x)->addr.kind == REGION_GLOBAL
			? BIRTH_STATIC : BIRTH_NEW;
		t->born = c->i;
		t->type = c->c->type;
		t->fresh = !n && (c->c->flags & CF_FRESH);
		t->origin = result_origin(c);
		t->memory_only = s->memory_only;
	}
	if (t->immortal)
		return;
	if (t->refs < 100)
		t->refs++;
	/* A helper that takes a reference to what it was passed has its
	 * reasons; where it put it is out of sight. */
	if (n && c->c->origin == ORIGIN_INFERRED)
		t->escaped = true;
	if (n) {
		t->fresh = false;
		run_trace(c->r, s, (struct trace) { .kind = TRACE_REF,
			  .instr = c->i, .uid = t->uid, .what = "owned" });
	}
}

void call_borrow(struct call *c, struct state *s, sid x, int lender,
		   bool interior)
{
	struct thing *t;

	if (!x || sym_is_null(s, x))
		return;
	t = call_thing_or_new(c->r, s, x);
	if (t->birth != BIRTH_UNKNOWN)
		return;
	t->birth = BIRTH_BORROW;
	t->born = c->i;
	t->type = c->c->type;
	t->origin = c->c->origin;
	if (lender > 0 && (unsigned) lender <= c->i->n_args)
		t->lender = c->args[lender];
	else
		t->lender_who = (int8_t) lender;
	if (interior)
		sym_at(s, x)->is_object = false;
}

/* ------------------------------------------------------------ code runs */

static bool record_named(const struct type *t, const char *name)
{
	return t && t->name && !strcmp(t->name, name);
}

/* Is the lender in nobody else's hands, so that no code can touch it? */
static bool lender_is_private(const struct state *s, const struct thing *t)
{
	const struct thing *l = thing_get(s, t->lender);

	return l && l->birth == BIRTH_NEW && !l->escaped && !l->stored
		&& !l->shared && !l->given && l->fresh;
}

/* The argument tuple and keyword dictionary of this very call. */
static bool lender_is_arguments(const struct fn_run *r, const struct state *s,
				const struct thing *t)
{
	const struct thing *l = thing_get(s, t->lender);

	return l && l->birth == BIRTH_PARAM && l->param >= 2 && r->role
		&& r->role->slot && r->role->slot->name
		&& (strstr(r->role->slot->name, "METH_VARARGS")
		    || !strcmp(r->role->slot->name, "tp_new")
		    || !strcmp(r->role->slot->name, "tp_init")
		    || !strcmp(r->role->slot->name, "tp_call"));
}

/* Can code that runs end this borrow?  Only what the table says is borrowed
 * from something that others can change. */
static bool borrow_is_fragile(struct fn_run *r, const struct state *s,
			      const struct thing *t)
{
	const struct contract *born;

	if (t->birth == BIRTH_FIELD)
		/* Of an instance; plain structs of a module live with it. */
		return t->field_record && t->field_record->is_object
			&& knowledge_field_rebound(
			r->engine->knowledge, t->field_record,
			(uint64_t) t->field_offset);
	if (t->birth != BIRTH_BORROW || !t->born)
		return false;
	if (t->lender && (lender_is_private(s, t)
			  || lender_is_arguments(r, s, t)))
		return false;
	if (t->born->op == OP_LOAD)
		return record_named(t->field_record, "PyListObject");
	if (t->born->op != OP_CALL)
		return false;
	/* A helper cannot tell who else has the dictionary it walks. */
	if (!r->role && thing_get(s, t->lender)
	    && thing_get(s, t->lender)->birth == BIRTH_PARAM
	    && call_target(r->fn, t->born)
	    && !strcmp(call_target(r->fn, t->born)->name, "PyDict_Next"))
		return false;
	born = knowledge_call(r->engine->knowledge, r->fn, t->born);
	return born->flags & CF_UNSAFE_BORROW;
}

/* Memory that holds what may have ended is to be read again. */
static void forget_ended(struct state *s)
{
	uint32_t i = 0;

	while (i < s->cells.n) {
		const struct thing *t = thing_get(s, s->cells.v[i].value);

		if (t && t->life == LIFE_MAYBE && s->cells.v[i].initial) {
			struct addr a = s->cells.v[i].at;

			state_forget(s, &a, s->cells.v[i].size
				     ? s->cells.v[i].size : 1);
			i = 0;
		} else {
			i++;
		}
	}
}

void apply_runs_code(struct fn_run *r, struct state *s,
		     const struct instr *i, const char *why)
{
	tid t;
	bool ended = false;

	r->ran_code = true;
	s->epoch++;
	for (t = 1; t < s->things.n; t++) {
		struct thing *th = &s->things.v[t];

		/* What this call itself lends comes after its code ran. */
		if (th->refs > 0 || th->immortal || th->life != LIFE_ALIVE
		    || th->escaped || th->born == i || !borrow_is_fragile(r, s, th))
			continue;
		th->life = LIFE_MAYBE;
		th->ended_by = i;
		th->ended_why = why;
		ended = true;
	}
	if (ended)
		forget_ended(s);
}

/* A pointer into an object that stays where it is, whatever is put into the
 * object: all but a bytearray's. */
static bool is_steady_interior(struct call *c, const struct thing *t)
{
	const struct contract *k;

	if (!t->born || t->born->op != OP_CALL || !t->born->dst
	    || type_is_object_ptr(c->r->fn->values[t->born->dst].type))
		return false;
	k = knowledge_call(c->r->engine->knowledge, c->r->fn, t->born);
	return strncmp(k->name, "PyByteArray", strlen("PyByteArray")) != 0;
}

/* Is T an item, or the array of items, that a change of its owner ends? */
static bool is_item(const struct fn_run *r, const struct thing *t)
{
	if (!t->born || t->born->op == OP_LOAD)
		return true;
	return t->born->op == OP_CALL
		&& knowledge_call(r->engine->knowledge, r->fn,
				  t->born)->flags & CF_UNSAFE_BORROW;
}

/* The container of argument N changes: what was borrowed from it may end.
 * The inline accessors put an item in its place and release none. */
void call_mutates(struct call *c, struct state *s, unsigned n)
{
	tid t;

	s->epoch++;
	if (!n || n > c->i->n_args || c->c->flags & CF_INLINE)
		return;
	for (t = 1; t < s->things.n; t++) {
		struct thing *th = &s->things.v[t];

		if (th->birth != BIRTH_BORROW || th->refs > 0 || th->immortal
		    || th->escaped || th->life != LIFE_ALIVE
		    || th->born == c->i || !is_item(c->r, th)
		    || th->lender != c->args[n] || !th->lender)
			continue;
		/* An item that is put elsewhere at the same time lives on. */
		if (th->shared || th->given || is_steady_interior(c, th))
			continue;
		th->life = LIFE_MAYBE;
		th->ended_by = c->i;
		th->ended_why = "changes what it was borrowed from";
	}
}
