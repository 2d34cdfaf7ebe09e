/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call does to references: owning, borrowing, releasing.
 */
#include "engine/call.h"
#include "engine/failure.h"

#include <limits.h>
#include <string.h>

/* ---------------------------------------------------------- references */

void call_note_handled(struct fn_run *r, const struct thing *t)
{
	if (!t->born)
		return;
	map_set(&r->handled, map_key_ptr(t->born), (void *) t->born);
	if (t->doubtful)
		map_set(&r->told_apart, map_key_ptr(t->born),
			(void *) t->born);
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
	if (t->refs == 0 && (t->origin <= ORIGIN_SPEC || t->made)
	    && t->birth == BIRTH_NEW && !t->stored && !t->given
	    && !t->shared && !t->escaped) {
		t->life = LIFE_DEAD;
		t->ended_by = i;
	}
}

/* The callee released what it was given. */
void call_dropped(struct thing *t, const struct instr *i)
{
	if (t->refs || t->birth != BIRTH_NEW || t->stored || t->shared
	    || t->escaped || t->family
	    || (t->origin > ORIGIN_SPEC && !t->made))
		return;
	t->life = LIFE_DEAD;
	t->ended_by = i;
}

void call_note_owner(struct call *c, struct thing *t, int owner)
{
	bool first = !t->given && !t->shared && !t->stored;

	if (t->birth != BIRTH_NEW || t->family)
		return;
	t->lender = first && owner >= 0 && (unsigned) owner <= c->i->n_args
		? c->args[owner] : 0;
	/* PyTuple_SET_ITEM (tuple, number, item): where it stands now. */
	if (t->lender && c->c->flags & CF_INLINE && c->i->n_args == 3)
		t->key = c->args[2];
}

/* The result holds each of the arguments that are counted. */
void call_share_counted(struct call *c, struct state *s)
{
	unsigned n;

	for (n = c->c->va_first; n && n <= c->i->n_args; n++) {
		struct thing *t = thing_of(s, c->args[n]);

		if (!t)
			continue;
		call_note_owner(c, t, 0);
		t->shared = true;
		t->fresh = false;
	}
}

/* Does an inline accessor put T, which its container holds already, in its
 * place again?  Whose the reference is that stood there cannot be told. */
bool call_puts_again(const struct call *c, const struct state *s,
		     const struct thing *t, int owner)
{
	return c->c->flags & CF_INLINE && owner > 0 && t->lender
		&& (unsigned) owner <= c->i->n_args
		&& t->lender == c->args[owner] && (t->given || t->shared)
		&& !(t->key && c->i->n_args == 3
		     && state_compare(s, t->key, CMP_NE, c->args[2],
				      false) == 1);
}

/* Does memory that others see still hold X? */
static bool is_still_held(const struct state *s, sid x)
{
	uint32_t i;

	for (i = 0; i < s->cells.n; i++)
		if (s->cells.v[i].value == x
		    && s->cells.v[i].at.kind != REGION_LOCAL)
			return true;
	return false;
}

/* The reference that a field held went with what replaced it. */
static void settle_field(const struct state *s, sid x, struct thing *t,
			 const struct instr *i)
{
	if (t->refs == 0 && t->birth == BIRTH_FIELD && t->life == LIFE_ALIVE
	    && !t->stored && !t->given && !t->shared && !t->escaped
	    && !is_still_held(s, x)) {
		t->life = LIFE_MAYBE;
		t->ended_by = i;
		t->ended_why = "releases the reference that it was borrowed "
			"through";
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

/* Does an owning field of what Python code can reach again still hold X, as
 * it did on entry? */
static bool is_held_by_field(struct fn_run *r, const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);
	uint32_t i;

	if (!r->role || t->birth != BIRTH_FIELD || t->escaped || !t->born
	    || t->refs || !knowledge_is_open(r->engine->knowledge, r->fn)
	    || !declared_owns(r->engine->declared, r->fn, &t->born->place))
		return false;
	for (i = 0; i < s->cells.n; i++) {
		const struct cell *c = &s->cells.v[i];

		if (c->value == x && c->initial && !c->index
		    && (c->at.kind == REGION_SYM
			|| c->at.kind == REGION_GLOBAL))
			return true;
	}
	return false;
}

/* The symbol of V, also where V is a parameter that nothing uses any more. */
static sid symbol_of(const struct fn_run *r, const struct state *s, vid v)
{
	const struct value *p;
	sid x = env_get(s, v);

	v = value_strip_copies(r->fn, v);
	p = fn_value(r->fn, v);
	if (x || p->kind != VAL_PARAM)
		return x ? x : env_get(s, v);
	for (x = 1; x < s->syms.n; x++) {
		const struct thing *t = thing_get(s, x);

		if (t && t->birth == BIRTH_PARAM
		    && t->param == p->u.param + 1)
			return x;
	}
	return 0;
}

/* The operand of branch I that was compared with object G of the program, as a
 * value of this state; 0: none. */
static sid compared_with(const struct fn_run *r, const struct state *s,
			 const struct instr *i, const struct global *g)
{
	const struct value *a = fn_value(r->fn, value_strip_copies(r->fn,
								   i->a));
	const struct value *b = fn_value(r->fn, value_strip_copies(r->fn,
								   i->b));

	if (b->kind == VAL_GLOBAL && b->u.global == g)
		return symbol_of(r, s, i->a);
	return a->kind == VAL_GLOBAL && a->u.global == g
		? symbol_of(r, s, i->b) : 0;
}

/* X is an object of the program, None or its like, to which nothing here has
 * a reference: what this path found to be the same object, and has one; else
 * X. */
static sid same_and_owned(const struct fn_run *r, const struct state *s,
			  sid x)
{
	const struct thing *t = thing_get(s, x);
	const struct addr *a = &sym_get(s, x)->addr;
	const struct trace *tr;

	if (!t || t->birth != BIRTH_STATIC || t->refs > 0
	    || a->kind != REGION_GLOBAL || a->offset)
		return x;
	for (tr = s->trace; tr; tr = tr->prev) {
		const struct instr *i = tr->instr;
		sid y = tr->kind == TRACE_BRANCH && i->op == OP_BR
			&& i->cmp == (tr->taken ? CMP_EQ : CMP_NE)
			? compared_with(r, s, i, a->ptr) : 0;
		const struct thing *o = thing_get(s, y);

		if (o && !o->family && !o->escaped
		    && (o->birth == BIRTH_PARAM
			|| (o->birth == BIRTH_NEW && o->refs > 0)))
			return y;
	}
	return x;
}

/* Code that counts references itself, as the interpreter's loop does: a store
 * of one less, or one more, to ob_refcnt.  That memory is freed when there are
 * none left is the code's business as well. */
void apply_counted(struct fn_run *r, struct state *s, const struct instr *i,
		   sid object)
{
	const struct instr *d = value_def(r->fn, value_strip_copies(r->fn,
								    i->a));
	const struct value *k = d && (d->op == OP_ADD || d->op == OP_SUB)
		? fn_value(r->fn, d->b) : NULL;
	struct thing *t = thing_of(s, object);
	int64_t n;

	if (!t || t->family || !k || k->kind != VAL_INT)
		return;
	n = d->op == OP_ADD ? k->u.i : -k->u.i;
	/* Unsigned, of four bytes, since 3.12: one less is UINT32_MAX more. */
	if (i->place.size == sizeof(int32_t))
		n = (int32_t) n;
	if (n != 1 && n != -1)
		return;
	if (n < 0 && t->refs > 0 && --t->refs > 0)
		return;
	if (n > 0 && t->refs > 0 && t->refs < 100) {
		t->refs++;
		return;
	}
	call_note_handled(r, t);
	t->escaped = true;
}

void apply_release(struct fn_run *r, struct state *s, const struct instr *i,
		   unsigned arg, sid object, bool stolen)
{
	sid x = stolen ? object : same_and_owned(r, s, object);
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
	t->released_by = i;
	if (t->refs > 0) {
		t->refs--;
		call_note_handled(r, t);
		lend_note_given_back(r, s, t);
		settle_release(t, i, stolen);
		if (!stolen)
			settle_field(s, x, t, i);
		if (t->life == LIFE_MAYBE && t->ended_by == i)
			call_end_borrows(r, s, x, i, false);
		t = thing_of(s, x);
		if (t->life == LIFE_DEAD) {
			call_end_borrows(r, s, x, i, true);
			call_finalizes(r, s, i, t);
		}
		return;
	}
	/* What a field held may have been held by nobody else. */
	if (t->birth == BIRTH_FIELD && !stolen && !t->escaped && !t->refs
	    && !t->family) {
		call_end_borrows(r, s, x, i, false);
		t = thing_of(s, x);
	}
	/* What memory of an argument holds is released for its caller. */
	if (t->birth == BIRTH_FIELD && !r->role && !stolen && t->refs == 0
	    && !t->escaped && note_field_release(s, x)) {
		t->refs = -1;
		return;
	}
	/* The field is to get another value, or it is left dangling. */
	if (!stolen && is_held_by_field(r, s, x)) {
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
/* Was it a failed helper of the unit, of which the summary does not know
 * whether it sets an exception, after which nobody knows whether one is? */
static bool rests_on_failure(const struct state *s)
{
	const struct trace *t;

	if (s->exc.state != EXC_UNKNOWN || !s->exc.by)
		return false;
	for (t = s->trace; t; t = t->prev)
		if (t->kind == TRACE_CALL && t->instr == s->exc.by)
			return t->contract->origin == ORIGIN_INFERRED
				&& t->outcome->likelihood != LIKELY_SUCCESS;
	return false;
}

void call_assume_exc(struct state *s, enum exc_state to)
{
	uint8_t assumed = s->exc.state == EXC_ENTRY
		? (to == EXC_CLEAR ? 1 : 2) : s->exc.assumed;
	bool open = to == EXC_CLEAR && rests_on_failure(s);

	s->exc = (struct exc) { .state = to, .assumed = assumed,
		.lost = open };
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

/* Is the result an item that a container which nobody else can reach holds as
 * well? */
static bool is_item_of_container(const struct call *c, const struct state *s)
{
	static const char *const getters[] = { "PySequence_GetItem",
		"PyObject_GetItem", "PySequence_ITEM", "PyList_GetItemRef" };
	const struct thing *l = c->i->n_args ? thing_get(s, c->args[1]) : NULL;
	unsigned i;

	/* A tuple that the caller holds keeps its items. */
	if (!l || !l->type || !(l->birth == BIRTH_NEW ? l->fresh
				: l->birth == BIRTH_PARAM && !l->refs
				  && !strcmp(l->type, "PyTuple_Type")))
		return false;
	for (i = 0; i < ARRAY_SIZE (getters); i++)
		if (!strcmp(c->c->name, getters[i]))
			return true;
	return false;
}

/* Does the helper put argument N in a variable of this function's? */
static bool is_put_in_local(struct call *c, struct state *s, unsigned n)
{
	const struct effect *e;
	struct cell key;

	for (e = c->o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_OUT_SAME && e->b == (int) n
		    && call_out_cell(c, s, e, &key)
		    && region_is_private(c->r, s, &key.at))
			return true;
	return false;
}

/* Does the helper fail with a reference to argument N that nobody has?  It has
 * no use for one: where it succeeds it took none, or put it somewhere. */
static bool is_lost_by_helper(const struct call *c, unsigned n)
{
	bool succeeds = false;
	unsigned k;

	if (!outcome_fails(c->o) || !outcome_raises(c->o))
		return false;
	for (k = 0; k < c->c->n_outcomes; k++) {
		const struct outcome *o = &c->c->outcomes[k];
		const struct effect *e;

		if (outcome_fails(o))
			continue;
		succeeds = true;
		for (e = o->effects; e->op != EFF_END; e++)
			if (e->op == EFF_OWN && e->a == (int) n)
				return false;
	}
	return succeeds;
}

/* Is the result what memory of an argument's holds, too, with a reference that
 * was taken to it? */
static bool is_of_memory(const struct call *c)
{
	const struct effect *e;

	for (e = c->o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_HELD && !e->a)
			return true;
	return false;
}

/* The type of the result T, which its maker alone does not tell. */
static void type_result(const struct call *c, const struct state *s,
			     struct thing *t)
{
	bool is_new;

	t->type = call_method_type(c, s);
	if (t->type)
		return;
	t->type = call_made_type(c, s, &is_new);
	if (is_new)
		t->fresh = t->made = true;
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
		t->shared = !n && is_of_memory(c);
		t->fresh = t->made = !n && (c->c->flags & CF_FRESH);
		if (!n && !t->type)
			type_result(c, s, t);
		t->origin = result_origin(c);
		t->memory_only = s->memory_only;
	}
	if (t->immortal)
		return;
	if (t->refs < 100)
		t->refs++;
	if (!n && is_item_of_container(c, s))
		t->shared = true;
	/* A helper that succeeds and takes a reference to what it was passed
	 * has its reasons; where it put it is out of sight. */
	if (n && c->c->origin == ORIGIN_INFERRED && !is_put_in_local(c, s, n)
	    && !is_lost_by_helper(c, n))
		t->escaped = true;
	if (n) {
		t->fresh = t->fresh && c->is_same;
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
	/* PyList_GetItem (list, number), PyDict_GetItem (dict, key). */
	if (c->c->flags & CF_UNSAFE_BORROW && lender == 1 && x == c->args[0]
	    && c->i->n_args >= 2)
		t->key = c->args[2];
	if (interior)
		sym_at(s, x)->is_object = false;
}
