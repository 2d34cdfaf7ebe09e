/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What ends a borrow: Python code that runs, a change of the lender, its
 * release.
 */
#include "engine/call.h"
#include "engine/change.h"
#include "engine/lender.h"
#include "engine/quiet.h"

#include <string.h>

/* What nobody but its container held goes with that. */
static void end_item(struct thing *t, const struct instr *i)
{
	if (t->refs > 0 || t->stored || t->escaped || t->immortal
	    || t->life != LIFE_ALIVE
	    || (t->origin > ORIGIN_SPEC && !t->made))
		return;
	t->life = LIFE_DEAD;
	t->ended_by = i;
}

/* What is imported stays in sys.modules, and a module keeps its dictionary. */
static bool is_of_module(const struct fn_run *r, const struct state *s,
			 const struct thing *t)
{
	const struct thing *l = thing_get(s, t->lender);
	const struct function *f, *by;

	if (!l || !l->born || l->born->op != OP_CALL || !t->born
	    || t->born->op != OP_CALL)
		return false;
	f = call_target(r->fn, t->born);
	by = call_target(r->fn, l->born);
	return f && by && !strncmp(f->name, "PyModule_Get", 12)
		&& !strncmp(by->name, "PyImport_", 9);
}

/* Does TH, which was borrowed, end with its lender in I? */
static bool ends_with_lender(struct fn_run *r, struct state *s,
			     struct thing *th, const struct instr *i)
{
	if (th->birth != BIRTH_BORROW || th->refs > 0 || th->immortal
	    || th->escaped || th->shared || th->given
	    || th->life != LIFE_ALIVE || is_of_module(r, s, th))
		return false;
	th->life = LIFE_MAYBE;
	th->ended_by = i;
	th->ended_why = "releases what it was borrowed from";
	return true;
}

/* So does what was borrowed from, or points into, T that was itself: the text
 * of an item. */
static void end_text_of(struct fn_run *r, struct state *s, tid of,
			const struct instr *i)
{
	tid t;

	for (t = 1; t < s->things.n; t++)
		if (t != of && s->things.v[t].lender
		    && sym_get(s, s->things.v[t].lender)->thing == of)
			ends_with_lender(r, s, &s->things.v[t], i);
}

/* What was borrowed from X, or points into it, ends with it; and, where X
 * CERTAINLY does, what it alone held. */
void call_end_borrows(struct fn_run *r, struct state *s, sid x,
		      const struct instr *i, bool certainly)
{
	tid t;

	for (t = 1; t < s->things.n; t++) {
		struct thing *th = &s->things.v[t];

		if (th->lender != x)
			continue;
		if (th->birth == BIRTH_NEW) {
			if (certainly)
				end_item(th, i);
			continue;
		}
		if (ends_with_lender(r, s, th, i))
			end_text_of(r, s, t, i);
	}
}

/* Was T put in the field C with a reference, which another name of it was
 * released with since?  Then the field owns what it holds, whoever puts it
 * there. */
static bool is_counted_field(const struct cell *c, const struct thing *t)
{
	return t->stored_by && t->released_by && c->at.kind == REGION_SYM;
}

/* Memory that holds what may have ended is to be read again. */
static void forget_ended(struct state *s)
{
	uint32_t i = 0;

	while (i < s->cells.n) {
		const struct thing *t = thing_get(s, s->cells.v[i].value);

		if (t && t->life == LIFE_MAYBE
		    && (s->cells.v[i].initial
			|| is_counted_field(&s->cells.v[i], t))) {
			struct addr a = s->cells.v[i].at;

			state_forget(s, &a, s->cells.v[i].size
				     ? s->cells.v[i].size : 1);
			i = 0;
		} else {
			i++;
		}
	}
}

/* Source text that runs can do anything to sys.modules, which other code
 * leaves alone as a rule.  doc: c-api/import, PyImport_AddModule. */
static bool unloads_modules(const struct thing *t, const char *by)
{
	return t->birth == BIRTH_BORROW && t->lender_who == WHO_MODULES
		&& (!strncmp(by, "PyRun_", 6)
		    || !strncmp(by, "PyEval_EvalCode", 15));
}

/* Code runs through BY, in instruction I: what it can end may have ended. */
static void code_runs(struct fn_run *r, struct state *s, const struct instr *i,
		      const char *by, const char *why)
{
	bool ended = false;
	tid t;

	r->ran_code = by;
	if (r->keep_params && !s->ran)
		s->ran = by;
	s->epoch++;
	s->stirred |= run_is_small_helper(r);
	for (t = 1; t < s->things.n; t++) {
		struct thing *th = &s->things.v[t];

		/* What this call itself lends comes after its code ran. */
		if (th->refs > 0 || th->immortal || th->life != LIFE_ALIVE
		    || th->escaped || th->born == i
		    || !(borrow_is_fragile(r, s, th)
			 || unloads_modules(th, by)))
			continue;
		th->life = LIFE_MAYBE;
		th->ended_by = i;
		th->ended_why = why;
		ended = true;
	}
	if (ended)
		forget_ended(s);
}

/* Did Python code make T, so that its type may have a finalizer that is
 * Python code, too? */
static bool is_made_by_code(const struct fn_run *r, const struct thing *t)
{
	static const char *const makers[] = { "PyObject_Call",
		"_PyObject_Call", "PyObject_Vectorcall", "PyEval_Call",
		"PyIter_Next" };
	const struct function *f;
	unsigned i;

	if (t->type || t->family || !t->born || t->born->op != OP_CALL)
		return false;
	f = call_target(r->fn, t->born);
	for (i = 0; f && i < ARRAY_SIZE (makers); i++)
		if (!strncmp(f->name, makers[i], strlen(makers[i])))
			return true;
	return false;
}

void call_finalizes(struct fn_run *r, struct state *s, const struct instr *i,
		    const struct thing *t)
{
	const struct function *f = call_target(r->fn, i);

	if (is_made_by_code(r, t))
		code_runs(r, s, i, f ? f->name : "a release",
			  "can run a finalizer, which is Python code");
}

/* Questions about an argument, which the code that answers has no reason to
 * keep. */
static bool merely_asks(const struct contract *c)
{
	static const char *const names[] = { "PyObject_RichCompareBool",
		"PyObject_IsInstance", "PyObject_IsSubclass",
		"PySequence_Contains", "PyDict_Contains", "PySet_Contains",
		"PyObject_HasAttr" };
	unsigned i;

	for (i = 0; i < ARRAY_SIZE (names); i++)
		if (call_name_is(c, names[i]))
			return true;
	return false;
}

/* An unknown function may run Python code or not, and building a value runs
 * some only for unusual arguments: neither is shown to.  Formatting text does
 * for objects; a warning (which tells its outcome by a number) in any case. */
void call_runs_code(struct call *c, struct state *s, const struct outcome *o)
{
	unsigned n;

	if (c->c->origin == ORIGIN_CONVENTION || c->c->format == FORMAT_BUILD
	    || c->c->flags & CF_LEAF
	    || (c->c->format == FORMAT_UNICODE && c->c->ret != ARG_INT
		&& !format_runs_code(c->r, s, c->i, c->c, c->args))
	    || call_is_quiet(c->r, s, c->i, c->c, c->args))
		return;
	code_runs(c->r, s, c->i, o->code_by ? o->code_by : c->c->name,
		  "can run Python code");
	/* What is handed to code may be kept by it. */
	for (n = 2; n <= c->i->n_args && c->c->origin == ORIGIN_TABLE; n++) {
		struct thing *t = thing_of(s, c->args[n]);

		if (!t || t->family)
			continue;
		t->fresh = false;
		if (c->c->ret == ARG_INT && !merely_asks(c->c))
			t->shared = true;
	}
}

void call_others_run(struct call *c, struct state *s)
{
	code_runs(c->r, s, c->i, c->c->name,
		  "lets other threads run Python code");
}

/* --------------------------------------------------- changes of a lender */

/* Are both certainly the same key or index? */
static bool is_same_key(const struct state *s, sid a, sid b)
{
	const struct addr *x, *y;
	int64_t i, j;

	if (!a || !b)
		return false;
	if (a == b)
		return true;
	if (sym_constant(s, a, &i) && sym_constant(s, b, &j))
		return i == j;
	x = &sym_get(s, a)->addr;
	y = &sym_get(s, b)->addr;
	return x->kind == REGION_STRING && y->kind == REGION_STRING
		&& !x->offset && !y->offset && !strcmp(x->ptr, y->ptr);
}

/* Is item number KEY among those from argument 2 to before argument 3? */
static bool is_in_slice(const struct call *c, const struct state *s, sid key)
{
	int64_t k, lo, hi;

	if (!key || c->i->n_args < 3 || !sym_constant(s, key, &k)
	    || !sym_constant(s, c->args[2], &lo))
		return false;
	return k >= lo && (!sym_constant(s, c->args[3], &hi) || k < hi);
}

/* Is T the array of a list's items, which a change can move? */
static bool is_items(const struct thing *t)
{
	return t->born && t->born->op == OP_LOAD && t->born->place.field
		&& !strcmp(t->born->place.field, "ob_item");
}

/* Is T an item that was borrowed? */
static bool is_item(const struct fn_run *r, const struct thing *t)
{
	if (!t->born || t->born->op == OP_LOAD)
		return true;
	return t->born->op == OP_CALL
		&& knowledge_call(r->engine->knowledge, r->fn,
				  t->born)->flags & CF_UNSAFE_BORROW;
}

static bool change_ends(struct call *c, const struct state *s,
			const struct thing *t)
{
	enum change how = change_of(c->c);

	if (borrow_is_of_bytearray(c->r, t))
		return true;
	if (!is_item(c->r, t))
		return false;
	if (is_items(t))
		return how == CHANGE_GROWS || how == CHANGE_SLICE
			|| how == CHANGE_ALL;
	switch (how) {
	case CHANGE_ALL: return true;
	case CHANGE_KEY: return is_same_key(s, t->key, c->args[2]);
	case CHANGE_SLICE: return is_in_slice(c, s, t->key);
	default: return false;
	}
}

/* Does the call take some item out of a list, whose finalizer can take out
 * others?  Extending and embedding, section "Thin Ice". */
static bool removes_an_item(const struct call *c)
{
	static const char *const names[] = { "PyList_SetItem",
		"PySequence_SetItem", "PySequence_DelItem", "PyDict_DelItem",
		"PyDict_DelItemString" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE (names); i++)
		if (!strcmp(names[i], c->c->name))
			return true;
	return false;
}

/* Can T, which container N was given, have stood where an inline accessor now
 * puts another item?  Its reference is the code's again. */
static bool is_taken_out(const struct call *c, const struct state *s,
			 const struct thing *t, unsigned n)
{
	return c->c->flags & CF_INLINE && t->birth == BIRTH_NEW && t->given
		&& t->lender && t->lender == c->args[n] && t->key
		&& c->i->n_args == 3 && t != thing_get(s, c->args[3])
		&& state_compare(s, t->key, CMP_NE, c->args[2], false) != 1;
}

/* What was borrowed from thing T, or points into it, may end with it. */
static void end_with(struct call *c, struct state *s, tid t)
{
	sid x;

	for (x = 1; x < s->syms.n; x++)
		if (sym_get(s, x)->thing == t)
			call_end_borrows(c->r, s, x, c->i, false);
}

/* The exception that is set is gone, and with it what was borrowed from the
 * thread state.  doc: c-api/exceptions, PyErr_Occurred. */
void call_forgets_exception(struct call *c, struct state *s)
{
	tid t;

	for (t = 1; t < s->things.n; t++) {
		struct thing *th = &s->things.v[t];

		if (th->birth != BIRTH_BORROW || th->lender_who != WHO_THREAD
		    || th->refs > 0 || th->immortal || th->escaped
		    || th->shared || th->life != LIFE_ALIVE)
			continue;
		th->life = LIFE_MAYBE;
		th->ended_by = c->i;
		th->ended_why = "lets go of the exception that is set";
	}
}

/* The container of argument N changes: what was borrowed from it may end.
 * The inline accessors put an item in its place and release none: the old
 * one's reference is whose business it was. */
void call_mutates(struct call *c, struct state *s, unsigned n)
{
	const char *other = removes_an_item(c)
		? "can run the finalizer of the item that it replaces" : NULL;
	bool ended = false;
	tid t;

	s->epoch++;
	s->stirred |= run_is_small_helper(c->r);
	if (!n || n > c->i->n_args)
		return;
	for (t = 1; t < s->things.n; t++) {
		struct thing *th = &s->things.v[t];

		if (is_taken_out(c, s, th, n))
			th->escaped = true;
		if (th->birth != BIRTH_BORROW || th->refs > 0 || th->immortal
		    || th->escaped || th->life == LIFE_DEAD
		    || th->born == c->i || !th->lender
		    || th->lender != c->args[n])
			continue;
		if (c->c->flags & CF_INLINE) {
			th->escaped = true;
			continue;
		}
		/* An item that is put elsewhere at the same time lives on. */
		if (th->life != LIFE_ALIVE || th->shared || th->given)
			continue;
		if (change_ends(c, s, th))
			th->ended_why = "changes what it was borrowed from";
		else if (other && th->key && borrow_is_fragile(c->r, s, th))
			th->ended_why = other;
		else
			continue;
		th->life = LIFE_MAYBE;
		th->ended_by = c->i;
		ended = true;
		end_with(c, s, t);
	}
	if (ended)
		forget_ended(s);
}
