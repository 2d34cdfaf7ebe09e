/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call does to a state: one state per outcome of its contract, each
 * with that outcome's effects.
 */
#include "engine/engine.h"

#include <limits.h>
#include <string.h>

/* A call being applied. */
struct call {
	struct fn_run *r;
	const struct instr *i;
	const struct contract *c;
	sid *args;		/* [0] is the result, arguments from 1 */
};

static bool name_is(const struct contract *c, const char *name)
{
	return c->origin == ORIGIN_TABLE && !strcmp(c->name, name);
}

/* ---------------------------------------------------------- references */

static void note_handled(struct fn_run *r, const struct thing *t)
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
	if (t->refs == 0 && t->birth == BIRTH_NEW && !t->stored && !t->given
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
		note_handled(r, t);
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
static void assume_exc(struct state *s, enum exc_state to)
{
	uint8_t assumed = s->exc.state == EXC_ENTRY
		? (to == EXC_CLEAR ? 1 : 2) : s->exc.assumed;

	s->exc = (struct exc) { .state = to, .assumed = assumed };
}

static struct thing *thing_or_new(struct fn_run *r, struct state *s, sid x)
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

static void own(struct call *c, struct state *s, unsigned n)
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

static void borrow(struct call *c, struct state *s, sid x, int lender,
		   bool interior)
{
	struct thing *t;

	if (!x || sym_is_null(s, x))
		return;
	t = thing_or_new(c->r, s, x);
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

/* ------------------------------------------------------- out-parameters */

/* The cell that argument N points to; false when it is out of sight. */
static bool out_cell(struct call *c, struct state *s, const struct effect *e,
		     struct cell *key)
{
	const struct type *t;
	unsigned n = (unsigned) e->a;

	memset(key, 0, sizeof(*key));
	if (!n || n > c->i->n_args || sym_is_null(s, c->args[n]))
		return false;
	key->at = state_deref(s, c->args[n]);
	key->at.offset += e->offset;
	t = c->r->fn->values[c->i->args[n - 1]].type;
	key->size = t && t->kind == TYPE_PTR && t->inner && t->inner->size
		&& !e->offset ? (uint32_t) t->inner->size : sizeof(void *);
	return key->at.kind != REGION_NONE && key->at.kind != REGION_FUNC;
}

static sid out_object(struct state *s, bool nonnull)
{
	sid x = state_number(s, nonnull ? 1 : 0, INT64_MAX);

	sym_at(s, x)->nonzero = nonnull;
	sym_at(s, x)->is_object = true;
	return x;
}

/* A body wrote there: what became of the old value is its business. */
static void replaced_by_body(struct call *c, struct state *s,
			     const struct cell *key)
{
	if (c->c->origin == ORIGIN_INFERRED)
		run_forget(s, &key->at, key->size ? key->size : 1);
}

/* Are the three that it hands out one saved exception? */
static bool fetches(const struct contract *c)
{
	const struct effect *e;

	if (c->origin != ORIGIN_TABLE || !c->n_outcomes)
		return false;
	for (e = c->outcomes[0].effects; e->op != EFF_END; e++)
		if (e->op == EFF_FETCH)
			return true;
	return false;
}

static void out_own(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;
	sid x;
	struct thing *t;

	if (!out_cell(c, s, e, &key))
		return;
	replaced_by_body(c, s, &key);
	x = out_object(s, true);
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

static void out_borrow(struct call *c, struct state *s, const struct effect *e,
		       bool interior)
{
	struct cell key;
	sid x;

	if (!out_cell(c, s, e, &key))
		return;
	x = out_object(s, true);
	borrow(c, s, x, e->b, interior);
	state_set_cell(s, &key, x);
}

static void out_null(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;

	if (!out_cell(c, s, e, &key))
		return;
	replaced_by_body(c, s, &key);
	state_set_cell(s, &key, state_number(s, 0, 0));
}

/* The helper put its argument there, as an assignment here would. */
static void out_same(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;
	struct thing *t;
	sid x = (unsigned) e->b <= c->i->n_args ? c->args[e->b] : 0;

	if (!x || !out_cell(c, s, e, &key))
		return;
	replaced_by_body(c, s, &key);
	key.size = sizeof(void *);
	state_set_cell(s, &key, x);
	t = thing_of(s, x);
	if (t && !region_is_private(c->r, s, &key.at) && t->stored < 100)
		t->stored++;
}

static void out_nonnull(struct call *c, struct state *s,
			const struct effect *e)
{
	struct cell key;
	sid x;

	if (!out_cell(c, s, e, &key))
		return;
	replaced_by_body(c, s, &key);
	x = out_object(s, true);
	thing_or_new(c->r, s, x)->escaped = true;
	state_set_cell(s, &key, x);
}

static void out_drop(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key, *cell;

	if (!out_cell(c, s, e, &key))
		return;
	cell = state_cell(s, &key);
	if (!cell)
		return;
	/* What a private cell holds is what was put there. */
	apply_release(c->r, s, c->i, 0, cell->value, false);
}

static void writes(struct call *c, struct state *s, const struct effect *e)
{
	struct cell key;

	if (out_cell(c, s, e, &key))
		run_forget(s, &key.at,
			     key.size > sizeof(void *) || e->offset
			     ? key.size : 0);
}

/* ------------------------------------------------------------ resources */

static void acquire(struct call *c, struct state *s, const struct effect *e,
		    bool out)
{
	struct cell key;
	struct thing *t;
	sid x;

	if (e->a == 0 && !out) {
		if (!c->args[0] || sym_get(s, c->args[0])->thing)
			return;
		x = c->args[0];
	} else {
		if (!out_cell(c, s, e, &key))
			return;
		x = out_object(s, true);
		sym_at(s, x)->is_object = false;
	}
	t = state_thing(s, &c->r->engine->pool, x);
	t->birth = BIRTH_NEW;
	t->born = c->i;
	t->origin = c->c->origin;
	t->family = (uint8_t) e->b;
	t->refs = 1;
	if (e->a == 0 && !out)
		return;
	t->name = run_addr_name(c->r, &key.at);
	if (!region_is_private(c->r, s, &key.at))
		t->stored = 1;
	/* Memory and handles stand in the cell itself; an aggregate (a
	 * Py_buffer, a lock) holds its resource beside its bytes. */
	key.is_resource = key.size != sizeof(void *) || !out
		|| e->b == FAMILY_BUFFER;
	state_set_cell(s, &key, x);
}

/* What the memory of an argument holds is released for its caller: the exit
 * remembers it. */
static void release_unseen(struct call *c, struct state *s, struct cell *key,
			   enum family family)
{
	const struct thing *holder = thing_get(s, key->at.id);
	struct thing *t;
	sid x;

	if (!holder || holder->birth != BIRTH_PARAM)
		return;
	x = out_object(s, true);
	sym_at(s, x)->is_object = false;
	t = state_thing(s, &c->r->engine->pool, x);
	t->birth = BIRTH_FIELD;
	t->family = (uint8_t) family;
	t->refs = -1;
	key->is_resource = true;
	state_set_cell(s, key, x);
}

static void release(struct call *c, struct state *s, const struct effect *e,
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
	if (!t && out_cell(c, s, e, &key)) {
		key.is_resource = true;
		cell = state_cell(s, &key);
		if (!cell) {
			key.is_resource = false;
			cell = out ? state_cell(s, &key) : NULL;
		}
		if (!cell && out && key.at.kind == REGION_SYM) {
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
	if (!t)
		return;
	run_trace(c->r, s, (struct trace) { .kind = TRACE_REF, .instr = c->i,
		  .uid = t->uid, .what = "released" });
	t = thing_of(s, x);
	if (t->refs > 0) {
		t->refs--;
		note_handled(c->r, t);
	}
	if (t->birth == BIRTH_NEW && t->family && !t->escaped && !t->stored) {
		t->life = LIFE_DEAD;
		t->ended_by = c->i;
	} else if (t->birth == BIRTH_PARAM && !c->r->role && !t->refs
		   && !t->stored && !t->escaped && !out
		   && !sym_get(s, x)->is_object) {
		/* The caller's, who learns of it. */
		t->family = (uint8_t) e->b;
		t->refs = -1;
	} else {
		t->escaped = true;
	}
}

static void handover(struct call *c, struct state *s, const struct effect *e)
{
	if (e->a > 0 && (unsigned) e->a <= c->i->n_args)
		run_escape(c->r, s, c->args[e->a]);
}

/* ----------------------------------------------------------- exceptions */

/* An unknown function whose result is ignored may be there to set one. */
static void assume_indicator(struct call *c, struct state *s)
{
	if (c->c->origin != ORIGIN_CONVENTION)
		return;
	/* It may also be there to ask for the one that is set. */
	if (s->exc.state == EXC_SET)
		s->exc.looked = true;
	else if (!c->i->dst)
		s->exc = (struct exc) { .state = EXC_UNKNOWN };
}

static void raises(struct call *c, struct state *s, const struct effect *e)
{
	s->exc.state = e->kinds ? EXC_SET : EXC_UNKNOWN;
	s->exc.kinds = e->kinds;
	s->exc.by = c->i;
	s->exc.looked = s->exc.tested = s->exc.blamed = false;
	s->exc.matched = s->exc.failed = false;
	s->exc.memory_only = s->memory_only;
}

static void clear(struct state *s)
{
	s->exc = (struct exc) { .state = EXC_CLEAR };
}

/* The three of PyErr_Fetch: all NULL when nothing was set. */
static void fetch(struct call *c, struct state *s)
{
	unsigned n;

	for (n = 1; n <= c->i->n_args; n++) {
		struct effect e = { .op = EFF_OUT_NULL, .a = (int8_t) n };
		struct cell key, *cell;

		if (!out_cell(c, s, &e, &key))
			continue;
		if (s->exc.state == EXC_CLEAR)
			out_null(c, s, &e);
		else if ((cell = state_cell(s, &key)) != NULL
			 && (n > 1 || s->exc.state != EXC_SET)
			 && thing_get(s, cell->value)) {
			/* May be NULL as well: nothing is claimed. */
			struct sym *y = sym_at(s, cell->value);

			y->lo = 0;
			y->nonzero = false;
		}
	}
	clear(s);
	s->exc.looked = true;
}

static void restore(struct call *c, struct state *s)
{
	sid type = c->i->n_args ? c->args[1] : 0;

	if (type && sym_is_null(s, type)) {
		clear(s);
		return;
	}
	s->exc.state = type && sym_is_nonnull(s, type) ? EXC_SET
		: EXC_UNKNOWN;
	s->exc.by = c->i;
	s->exc.looked = s->exc.tested = true;
	s->exc.kinds = 0;
}

/* ------------------------------------------------------------------ GIL */

static void gil(struct call *c, struct state *s, enum effect_op op)
{
	struct gil *g = &s->gil;

	switch (op) {
	case EFF_RELEASE_GIL:
		g->state = GIL_RELEASED;
		if (g->moved < 15)
			g->moved++;
		break;
	case EFF_ACQUIRE_GIL:
		g->state = GIL_HELD;
		if (g->moved)
			g->moved--;
		break;
	case EFF_ENSURE_GIL:
		g->before = (uint8_t) (g->before << 1)
			| (g->state == GIL_HELD);
		if (g->state == GIL_UNKNOWN)
			g->before |= 1;
		g->state = GIL_HELD;
		if (g->ensured < 7)
			g->ensured++;
		break;
	default:
		if (!g->ensured) {
			g->dropped = true;
		} else {
			g->ensured--;
			g->state = g->before & 1 ? GIL_HELD : GIL_RELEASED;
			g->before >>= 1;
		}
		break;
	}
	g->by = c->i;
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

/* The container of argument N changes: what was borrowed from it may end.
 * The inline accessors put an item in its place and release none. */
static void mutates(struct call *c, struct state *s, unsigned n)
{
	tid t;

	s->epoch++;
	if (!n || n > c->i->n_args || c->c->flags & CF_INLINE)
		return;
	for (t = 1; t < s->things.n; t++) {
		struct thing *th = &s->things.v[t];

		if (th->birth != BIRTH_BORROW || th->refs > 0 || th->immortal
		    || th->escaped || th->life != LIFE_ALIVE
		    || th->born == c->i
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

/* -------------------------------------------------------------- effects */

/* What the memory of argument N holds at OFFSET; 0 when it is not known. */
static sid held(struct call *c, struct state *s, int n, int64_t offset)
{
	struct effect e = { .a = (int8_t) n, .offset = offset };
	struct cell key, *cell;

	if (!out_cell(c, s, &e, &key))
		return 0;
	cell = state_cell(s, &key);
	return cell ? cell->value : 0;
}

static bool condition_holds(struct call *c, struct state *s,
			    const struct effect *e)
{
	sid x = (unsigned) e->a <= c->i->n_args ? c->args[e->a] : 0;

	if (e->op == EFF_IF_HOLDS_NULL || e->op == EFF_IF_HOLDS_NONNULL) {
		x = held(c, s, e->a, e->offset);
		return !x || state_assume_const(s, x,
			e->op == EFF_IF_HOLDS_NULL ? CMP_EQ : CMP_NE, 0,
			false);
	}
	if (e->op == EFF_IF_CLEAR || e->op == EFF_IF_SET) {
		enum exc_state to = e->op == EFF_IF_SET ? EXC_SET : EXC_CLEAR;

		if (s->exc.state == to)
			return true;
		if (s->exc.state == EXC_SET || s->exc.state == EXC_CLEAR)
			return false;
		assume_exc(s, to);
		return true;
	}
	if (!x)
		return true;
	/* An accessor that takes NULL does not tell that there is one. */
	if (c->c->flags & CF_INLINE && !sym_is_null(s, x)
	    && !sym_is_nonnull(s, x))
		return e->op == EFF_IF_NONNULL || e->op == EFF_IF_NONZERO;
	if (e->op == EFF_IF_IS) {
		int64_t k;

		/* A number that nobody looked at: the way is a guess. */
		if (!sym_constant(s, x, &k) && sym_get(s, x)->hi == INT64_MAX)
			s->misuse = true;
		return state_assume_const(s, x, CMP_EQ, e->offset, false);
	}
	/* That a body handles NULL does not say that it gets one. */
	if (e->op == EFF_IF_NULL && c->c->origin == ORIGIN_INFERRED
	    && !sym_is_null(s, x) && !sym_is_nonnull(s, x))
		s->misuse = true;
	switch (e->op) {
	case EFF_IF_NULL:
	case EFF_IF_ZERO:
		return state_assume_const(s, x, CMP_EQ, 0, false);
	default:
		return state_assume_const(s, x, CMP_NE, 0, false);
	}
}

/* An operand's symbol; 0 for owners that are no argument. */
static sid operand(const struct call *c, int n)
{
	return n >= 0 && (unsigned) n <= c->i->n_args ? c->args[n] : 0;
}

static void share(struct call *c, struct state *s, const struct effect *e)
{
	struct thing *t = thing_of(s, operand(c, e->a));

	if (!t)
		return;
	t->shared = true;
	t->fresh = false;
}

/* An unknown function may run Python code or not, and building or formatting
 * a value runs some only for unusual arguments: neither is shown to. */
static void runs_code(struct call *c, struct state *s)
{
	unsigned n;

	c->r->ran_code = true;
	if (c->c->origin == ORIGIN_CONVENTION || c->c->format == FORMAT_BUILD
	    || c->c->format == FORMAT_UNICODE)
		return;
	apply_runs_code(c->r, s, c->i, "can run Python code");
	/* What is handed to code may be kept by it. */
	for (n = 2; n <= c->i->n_args && c->c->origin == ORIGIN_TABLE; n++) {
		struct thing *t = thing_of(s, c->args[n]);

		if (t && !t->family && c->c->ret == ARG_INT)
			t->shared = true;
	}
}

/* One effect; false when the path ends. */
static bool effect(struct call *c, struct state *s, const struct effect *e)
{
	struct thing *t;

	switch ((enum effect_op) e->op) {
	case EFF_IF_NULL: case EFF_IF_NONNULL:
	case EFF_IF_ZERO: case EFF_IF_NONZERO:
	case EFF_IF_CLEAR: case EFF_IF_SET: case EFF_IF_IS:
	case EFF_IF_HOLDS_NULL: case EFF_IF_HOLDS_NONNULL: case EFF_HELD:
		break;
	case EFF_OWN:
		own(c, s, (unsigned) e->a);
		break;
	case EFF_BORROW:
		borrow(c, s, operand(c, e->a), e->b, false);
		break;
	case EFF_IMMORTAL:
		if (operand(c, e->a)) {
			t = thing_or_new(c->r, s, operand(c, e->a));
			t->immortal = true;
		}
		break;
	case EFF_SHARE: share(c, s, e); break;
	case EFF_GIVE:
		apply_release(c->r, s, c->i, (unsigned) e->a,
			      operand(c, e->a), true);
		break;
	case EFF_DROP:
		apply_release(c->r, s, c->i, (unsigned) e->a,
			      operand(c, e->a), false);
		break;
	case EFF_ESCAPES: run_escape(c->r, s, operand(c, e->a)); break;
	case EFF_INTERIOR: borrow(c, s, operand(c, e->a), e->b, true); break;
	case EFF_OUT_OWN: out_own(c, s, e); break;
	case EFF_OUT_BORROW: out_borrow(c, s, e, false); break;
	case EFF_OUT_NULL: out_null(c, s, e); break;
	case EFF_OUT_SAME: out_same(c, s, e); break;
	case EFF_OUT_NONNULL: out_nonnull(c, s, e); break;
	case EFF_OUT_DROP: out_drop(c, s, e); break;
	case EFF_OUT_INTERIOR: out_borrow(c, s, e, true); break;
	case EFF_WRITES: writes(c, s, e); break;
	case EFF_RAISES: raises(c, s, e); break;
	case EFF_CLEAR: clear(s); break;
	case EFF_FETCH: fetch(c, s); break;
	case EFF_RESTORE: restore(c, s); break;
	case EFF_CLOBBERS: break;
	case EFF_RUNS_CODE:
		runs_code(c, s);
		break;
	case EFF_RUNS_GC: case EFF_RUNS_FINALIZER: break;
	case EFF_MUTATES: mutates(c, s, (unsigned) e->a); break;
	case EFF_RELEASE_GIL: case EFF_ACQUIRE_GIL:
	case EFF_ENSURE_GIL: case EFF_UNENSURE_GIL:
		gil(c, s, e->op);
		break;
	case EFF_ACQUIRE: acquire(c, s, e, false); break;
	case EFF_RELEASE: release(c, s, e, false); break;
	case EFF_HANDOVER: handover(c, s, e); break;
	case EFF_OUT_ACQUIRE: acquire(c, s, e, true); break;
	case EFF_OUT_RELEASE: release(c, s, e, true); break;
	case EFF_NORETURN: return false;
	case EFF_SAME: case EFF_END: case N_EFFECTS: break;
	}
	return true;
}

/* ------------------------------------------------------------- the call */

static bool is_pointer_class(unsigned class)
{
	return class == ARG_OBJ || class == ARG_TYPE || class == ARG_STR
		|| class == ARG_PTR || class == ARG_OUT || class == ARG_WSTR;
}

static unsigned arg_class(const struct contract *c, unsigned n)
{
	if (n <= c->n_params)
		return c->params[n - 1];
	return c->flags & CF_VA_COUNTED ? ARG_OBJ : ARG_OTHER;
}

/* Does some outcome release argument N?  What is gone stays so until then,
 * for whoever judges releases. */
static bool releases_argument(const struct contract *c, unsigned n)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if ((e->op == EFF_DROP || e->op == EFF_RELEASE)
			    && e->a == (int) n)
				return true;
	return false;
}

/* Announces the arguments; false when one of them ends the path. */
static bool pass_arguments(struct call *c, struct state *s)
{
	unsigned n;

	for (n = 1; n <= c->i->n_args; n++) {
		struct step st = { .kind = STEP_ARG, .instr = c->i,
			.before = s, .contract = c->c, .arg = n,
			.value = c->args[n], .operand = c->i->args[n - 1] };
		struct thing *t;

		if (c->i->arg_locs && loc_known(c->i->arg_locs[n - 1]))
			st.loc = c->i->loc;
		run_step(c->r, &st);
		if (c->c->origin <= ORIGIN_SPEC
		    && is_pointer_class(arg_class(c->c, n))
		    && (sym_is_null_based(s, c->args[n])
			|| !state_assume_const(s, c->args[n], CMP_NE, 0,
					       false)))
			return false;
		t = thing_of(s, c->args[n]);
		if (t && t->life != LIFE_ALIVE
		    && !releases_argument(c->c, n)) {
			t->life = LIFE_ALIVE;
			t->escaped = true;
		}
	}
	return true;
}

static bool outcome_fails(const struct outcome *o)
{
	return o->likelihood == LIKELY_ORDINARY
		|| o->likelihood == LIKELY_MEMORY
		|| o->likelihood == LIKELY_NEVER_WITH_VALID;
}

static bool can_fail(const struct contract *c)
{
	unsigned i;

	for (i = 0; i < c->n_outcomes; i++)
		if (outcome_fails(&c->outcomes[i]))
			return true;
	return false;
}

/* The result's symbol in outcome O; false when O is impossible here. */
static bool make_result(struct call *c, struct state *s,
			const struct outcome *o)
{
	const struct type *t = c->i->dst
		? c->r->fn->values[c->i->dst].type
		: c->i->fn_type ? c->i->fn_type->inner : NULL;
	const struct effect *e;
	sid x = 0;
	bool same = false;

	for (e = o->effects; e->op != EFF_END; e++) {
		if (e->op >= EFF_IF_NULL && e->op <= EFF_IF_SET
		    && !condition_holds(c, s, e))
			return false;
		if (e->op == EFF_SAME && e->a == 0)
			x = operand(c, e->b), same = true;
		if (e->op == EFF_HELD && e->a == 0
		    && (x = held(c, s, e->b, e->offset)) != 0)
			same = true;
	}
	if (o->global) {
		x = state_address(s, (struct addr) { .kind = REGION_GLOBAL,
				  .ptr = o->global });
		same = true;
	}
	if (!x) {
		x = state_sym(s);
		sym_at(s, x)->is_object = type_is_object_ptr(t);
		if (t && t->kind == TYPE_PTR)
			sym_at(s, x)->lo = 0;
		if (can_fail(c->c))
			sym_at(s, x)->status_of = c->i;
	}
	c->args[0] = x;
	if (c->c->ret == ARG_VOID && !c->i->dst)
		return true;
	if (same && c->c->flags & CF_INLINE)
		return !sym_is_null(s, x) || o->pred.lo <= 0;
	return state_assume_pred(s, x, o->pred);
}

/* Decoding a literal of plain ASCII fails for no reason but memory. */
static bool is_ascii_literal(const struct call *c, const struct state *s)
{
	const struct addr *a;
	const unsigned char *p;

	if (c->i->n_args != 1)
		return false;
	a = &sym_get(s, c->args[1])->addr;
	if (a->kind != REGION_STRING || a->offset)
		return false;
	for (p = a->ptr; *p; p++)
		if (*p > 0x7f)
			return false;
	return true;
}

static bool fails_by_memory(const struct call *c, const struct state *s,
			    const struct outcome *o)
{
	const uint32_t decoding = RAISE_MemoryError | RAISE_UnicodeError
		| RAISE_ValueError | RAISE_OverflowError | RAISE_SystemError;
	const struct effect *e;

	if (o->likelihood == LIKELY_MEMORY)
		return true;
	if (o->likelihood != LIKELY_ORDINARY || !is_ascii_literal(c, s))
		return false;
	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_RAISES)
			return e->kinds && !(e->kinds & ~decoding);
	return false;
}

/* Did a type check of X succeed on this path? */
static bool type_was_checked(const struct state *s, sid x)
{
	sid y;

	for (y = 1; x && y < s->syms.n; y++) {
		const struct sym *f = sym_get(s, y);
		const struct sym *of = f->expr.a ? sym_get(s, f->expr.a) : NULL;

		if (f->expr.op != EXPR_CALL || !sym_is_nonnull(s, y))
			continue;
		if (f->expr.a == x && strstr(f->expr.fn, "Check"))
			return true;
		/* PyType_HasFeature (Py_TYPE (x), flag) */
		if (!strcmp(f->expr.fn, "PyType_HasFeature")
		    && of->expr.op == EXPR_CALL && of->expr.a == x)
			return true;
	}
	return false;
}

static void rest_on(struct state *s, const struct call *c,
		    const struct outcome *o)
{
	/* A mere convention taints what rests on that call alone, see
	 * call_is_assumed; not the whole path. */
	if (c->c->origin > s->origin && c->c->origin != ORIGIN_CONVENTION)
		s->origin = c->c->origin;
	if (fails_by_memory(c, s, o))
		s->memory_only = true;
	/* A conversion of what is known to be of the type. */
	if (o->likelihood == LIKELY_NEVER_WITH_VALID
	    || (o->likelihood == LIKELY_ORDINARY
		&& c->c->flags & CF_AMBIGUOUS && c->i->n_args
		&& type_was_checked(s, c->args[1])))
		s->misuse = true;
}

/* A body that releases its argument in one outcome may do so in others by
 * ways that it does not tell apart. */
static void maybe_released(struct call *c, struct state *s,
			   const struct outcome *happened)
{
	const struct effect *e;
	struct thing *t;
	unsigned n;

	for (n = 0; n < c->c->n_outcomes; n++) {
		if (&c->c->outcomes[n] == happened)
			continue;
		for (e = c->c->outcomes[n].effects; e->op != EFF_END; e++) {
			if (e->op == EFF_OUT_RELEASE) {
				struct cell key, *cell;

				if (!out_cell(c, s, e, &key))
					continue;
				key.is_resource = true;
				cell = state_cell(s, &key);
				t = cell ? thing_of(s, cell->value) : NULL;
				if (t)
					t->escaped = true;
				continue;
			}
			if (e->op != EFF_DROP && e->op != EFF_RELEASE
			    && e->op != EFF_ESCAPES && e->op != EFF_HANDOVER)
				continue;
			t = thing_of(s, operand(c, e->a));
			if (t && t->refs > 0 && t->family)
				t->escaped = true;
		}
	}
}

/* Memory that a struct of ours holds may be freed by a body that gets the
 * struct's address: contracts have no word for that. */
static void maybe_freed_inside(struct call *c, struct state *s)
{
	unsigned n;
	uint32_t i;

	for (n = 1; n <= c->i->n_args; n++) {
		struct addr a = state_deref(s, c->args[n]);

		if (a.kind != REGION_LOCAL)
			continue;
		for (i = 0; i < s->cells.n; i++) {
			const struct cell *cell = &s->cells.v[i];
			struct thing *t = thing_of(s, cell->value);

			if (t && t->family && !cell->is_resource
			    && t->born != c->i
			    && cell->at.kind == a.kind && cell->at.id == a.id)
				t->escaped = true;
		}
	}
}

/* Variables of the unit that a body may have set anew. */
static void forget_globals(struct state *s, bool statics_too)
{
	uint32_t i = 0;

	while (i < s->cells.n) {
		const struct cell *c = &s->cells.v[i];

		if (c->at.kind == REGION_GLOBAL && (statics_too
		    || !((const struct global *) c->at.ptr)->is_static)) {
			struct addr a = s->cells.v[i].at;

			run_forget(s, &a, 0);
			i = 0;
		} else {
			i++;
		}
	}
}

/* Nobody told what an unknown callee keeps: owned arguments and the memory
 * that it can reach are out of sight. */
static void assume_reached(struct call *c, struct state *s)
{
	const struct usage *u = knowledge_usage(c->r->engine->knowledge,
		call_target(c->r->fn, c->i));
	unsigned n;

	for (n = 1; n <= c->i->n_args; n++) {
		struct thing *t = thing_of(s, c->args[n]);
		const struct type *ty =
			c->r->fn->values[c->i->args[n - 1]].type;

		if (!ty || ty->kind != TYPE_PTR)
			continue;
		if (t && t->refs <= 0 && sym_get(s, c->args[n])->is_object
		    && t->birth != BIRTH_PARAM)
			continue;
		/* Somebody released it after such a call: it is not kept. */
		if (t && sym_get(s, c->args[n])->is_object && u && n <= 32
		    && u->kept >> (n - 1) & 1)
			continue;
		run_escape(c->r, s, c->args[n]);
	}
}

/* Is NULL among the arguments where it is answered by failure? */
static bool answers_null(const struct call *c, const struct state *s)
{
	unsigned n;

	if (c->c->origin > ORIGIN_SPEC)
		return false;
	for (n = 1; n <= c->i->n_args && n <= c->c->n_params; n++)
		if (c->c->params[n - 1] == ARG_OBJ_ERR
		    && sym_is_null(s, c->args[n]))
			return true;
	return c->c->format && format_answers_null(c->r, s, c->i, c->c,
						   c->args);
}

/* Calls that cannot fail for an object of that very type or a subtype. */
static const struct { const char *name, *type; } sure[] = {
	{ "PyFloat_AsDouble", "PyFloat_Type" },
	{ "PyObject_IsTrue", "PyBool_Type" },
};

/* Was X tested to be of TYPE, or made so? */
static bool type_is_known(const struct state *s, sid x, const char *type)
{
	const struct thing *t = thing_get(s, x);
	sid y;

	if (t && t->type && !strcmp(t->type, type))
		return true;
	for (y = 1; y < s->syms.n; y++) {
		const struct expr *e = &sym_get(s, y)->expr;
		const struct addr *a = &sym_get(s, e->b)->addr;

		if (e->op == EXPR_CALL && e->a == x && e->b
		    && sym_is_nonnull(s, y) && a->kind == REGION_GLOBAL
		    && !a->offset && !strcmp(((const struct global *)
					      a->ptr)->name, type))
			return true;
	}
	return false;
}

static bool cannot_fail(const struct call *c, const struct state *s)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE (sure); i++)
		if (name_is(c->c, sure[i].name))
			return type_is_known(s, c->args[1], sure[i].type);
	return false;
}

static int gil_effect(const struct outcome *o)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op >= EFF_RELEASE_GIL && e->op <= EFF_UNENSURE_GIL)
			return e->op;
	return 0;
}

/* A helper that moves the GIL only under conditions of its own: how it is
 * afterwards cannot be told. */
static void doubt_gil(struct call *c, struct state *s)
{
	unsigned n;

	if (c->c->origin != ORIGIN_INFERRED)
		return;
	for (n = 1; n < c->c->n_outcomes; n++)
		if (gil_effect(&c->c->outcomes[n])
		    != gil_effect(&c->c->outcomes[0])) {
			s->gil = (struct gil) { .state = GIL_UNKNOWN,
				.moved = 8 };
			return;
		}
}

static void apply_outcome(struct call *c, struct state *s,
			  const struct outcome *o, const struct state *before,
			  struct state_list *out)
{
	struct step st = { .kind = STEP_OUTCOME, .instr = c->i,
		.before = before, .after = s, .contract = c->c,
		.outcome = o };
	const struct effect *e;
	bool goes_on = true;

	if (c->c->flags & CF_WRITES_GLOBALS)
		forget_globals(s, true);
	else if (c->c->origin == ORIGIN_CONVENTION)
		forget_globals(s, false);
	if (outcome_fails(o) ? cannot_fail(c, s) : answers_null(c, s)) {
		state_free(&c->r->engine->pool, s);
		return;
	}
	if (!make_result(c, s, o)) {
		state_free(&c->r->engine->pool, s);
		return;
	}
	rest_on(s, c, o);
	if (c->c->n_outcomes > 1 || c->c->origin == ORIGIN_INFERRED
	    || o->effects[0].op == EFF_BORROW)
		run_trace(c->r, s, (struct trace) { .kind = TRACE_CALL,
			  .instr = c->i, .outcome = o, .contract = c->c });
	for (e = o->effects; e->op != EFF_END && goes_on; e++)
		goes_on = effect(c, s, e);
	if (c->c->format)
		apply_format(c->r, s, c->i, c->c, !outcome_fails(o), c->args);
	if (c->c->origin == ORIGIN_CONVENTION)
		assume_reached(c, s);
	assume_indicator(c, s);
	doubt_gil(c, s);
	if (c->c->origin == ORIGIN_INFERRED) {
		maybe_released(c, s, o);
		maybe_freed_inside(c, s);
	}
	if (c->c->flags & CF_WRITES_GLOBALS)
		c->r->writes_globals = true;
	st.value = c->args[0];
	run_step(c->r, &st);
	if (!goes_on) {
		state_free(&c->r->engine->pool, s);
		return;
	}
	if (c->i->dst)
		env_set(s, c->i->dst, c->args[0]);
	state_list_add(out, s);
}

/* PyErr_Occurred tells the indicator; where that is open, both ways. */
static void apply_occurred(struct call *c, struct state *s,
			   struct state_list *out)
{
	struct state *n;
	sid x;

	if (s->exc.state != EXC_SET) {
		n = state_copy(&c->r->engine->pool, s);
		x = state_number(n, 0, 0);
		if (s->exc.state != EXC_CLEAR)
			assume_exc(n, EXC_CLEAR);
		if (c->i->dst)
			env_set(n, c->i->dst, x);
		state_list_add(out, n);
	}
	if (s->exc.state == EXC_CLEAR) {
		state_free(&c->r->engine->pool, s);
		return;
	}
	if (s->exc.state != EXC_SET)
		assume_exc(s, EXC_SET);
	s->exc.looked = s->exc.tested = true;
	x = out_object(s, true);
	thing_or_new(c->r, s, x)->immortal = true;
	if (c->i->dst)
		env_set(s, c->i->dst, x);
	state_list_add(out, s);
}

/* A pure call of equal arguments has an equal result. */
static void apply_pure(struct call *c, struct state *s,
		       struct state_list *out)
{
	struct expr e = { .op = EXPR_CALL, .fn = c->c->name,
		.epoch = s->epoch };
	int64_t k;
	sid x;

	e.a = c->args[1];
	if (c->i->n_args > 1) {
		if (sym_constant(s, c->args[2], &k))
			e.k = k;
		else
			e.b = c->args[2];
	}
	/* What a type is does not change, nor an immutable's size; what a
	 * container holds does. */
	if (!(c->c->flags & CF_LEAF) || strstr(c->c->name, "Check")
	    || strstr(c->c->name, "TYPE")
	    || !strcmp(c->c->name, "PyTuple_GET_SIZE")
	    || !strcmp(c->c->name, "PyBytes_GET_SIZE"))
		e.epoch = 0;
	x = state_expr(s, e);
	if (state_assume_pred(s, x, c->c->outcomes[0].pred)) {
		const struct effect *f = c->c->outcomes[0].effects;

		c->args[0] = x;
		for (; f->op != EFF_END; f++)
			if (f->op == EFF_BORROW || f->op == EFF_INTERIOR
			    || f->op == EFF_IMMORTAL)
				effect(c, s, f);
		env_set(s, c->i->dst, x);
		state_list_add(out, s);
	} else {
		state_free(&c->r->engine->pool, s);
	}
}

static bool is_pure(const struct call *c)
{
	return (c->c->flags & CF_PURE) && c->c->n_outcomes == 1 && c->i->dst
		&& c->i->n_args >= 1 && c->i->n_args <= 2;
}

static void apply_all(struct call *c, struct state *s, struct state_list *out)
{
	unsigned n;

	for (n = 0; n < c->c->n_outcomes; n++)
		apply_outcome(c, state_copy(&c->r->engine->pool, s),
			      &c->c->outcomes[n], s, out);
	state_free(&c->r->engine->pool, s);
}

void apply_call(struct fn_run *r, struct state *s, const struct instr *i,
		struct state_list *out)
{
	struct call c = { .r = r, .i = i,
		.c = knowledge_call(r->engine->knowledge, r->fn, i) };
	struct step st = { .kind = STEP_CALL, .instr = i, .before = s,
		.contract = c.c };
	unsigned n;

	c.args = ARENA_ARRAY(&r->arena, sid, i->n_args + 1);
	for (n = 1; n <= i->n_args; n++)
		c.args[n] = run_eval(r, s, i->args[n - 1]);
	run_step(r, &st);
	if (c.c->origin == ORIGIN_CONVENTION)
		r->engine->unknown_calls++;
	else if (!(c.c->flags & CF_NO_GIL) && s->gil.state == GIL_HELD
		 && s->gil.moved == 8 && !s->gil.ensured && !r->needs_gil) {
		r->needs_gil = true;
		r->needs_gil_at = i;
	}
	if (!pass_arguments(&c, s)) {
		state_free(&r->engine->pool, s);
		return;
	}
	if (name_is(c.c, "PyErr_Occurred")) {
		apply_occurred(&c, s, out);
		return;
	}
	if (name_is(c.c, "PyErr_ExceptionMatches")
	    || name_is(c.c, "PyErr_GivenExceptionMatches"))
		s->exc.looked = s->exc.tested = s->exc.matched = true;
	if (is_pure(&c))
		apply_pure(&c, s, out);
	else
		apply_all(&c, s, out);
}
