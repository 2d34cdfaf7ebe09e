/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call does to a state: one state per outcome of its contract, each
 * with that outcome's effects.
 */
#include "engine/call.h"
#include "engine/failure.h"
#include "engine/evidence.h"
#include "engine/gil.h"
#include "engine/tables.h"
#include "engine/typed.h"

#include <limits.h>
#include <string.h>

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

/* Is nobody there to come back where argument N is NULL?  A body that needs
 * it has no way out without it, and a method reads its object. */
static bool needs_argument(const struct call *c, unsigned n)
{
	return (c->c->origin != ORIGIN_CONVENTION
		&& is_pointer_class(arg_class(c->c, n)))
		|| call_is_on(c->r->fn, c->i, n - 1);
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
		run_note_number(c->r, s, c->c, c->i, n);
		if (needs_argument(c, n)
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

static bool can_fail(const struct contract *c)
{
	unsigned i;

	for (i = 0; i < c->n_outcomes; i++)
		if (outcome_fails(&c->outcomes[i]))
			return true;
	return false;
}

/* The number of items that a checked function tells is what the accessor for
 * the type would tell; a tuple or bytes object keeps it. */
static sid size_told(const struct call *c, struct state *s,
		     const struct outcome *o)
{
	static const struct { const char *name, *is; bool lasts; } sizes[] = {
		{ "PyTuple_Size", "PyTuple_GET_SIZE", true },
		{ "PyList_Size", "PyList_GET_SIZE", false },
		{ "PyBytes_Size", "PyBytes_GET_SIZE", true } };
	struct expr e = { .op = EXPR_CALL };
	const struct contract *k;
	unsigned n;

	for (n = 0; !outcome_fails(o) && n < ARRAY_SIZE(sizes); n++) {
		if (!call_name_is(c->c, sizes[n].name) || c->i->n_args != 1)
			continue;
		k = contract_find(sizes[n].is, c->r->engine->version);
		e.fn = k ? k->name : NULL;
		e.a = c->args[1];
		e.epoch = sizes[n].lasts ? 0 : s->epoch;
		return e.fn && e.a ? state_expr(s, e) : 0;
	}
	return 0;
}

/* Did a body find argument N to be None or the like, where it is what was just
 * made? */
static bool is_no_singleton(const struct call *c, const struct state *s,
			    unsigned n)
{
	const struct thing *t = n <= c->i->n_args
		? thing_get(s, c->args[n]) : NULL;

	return c->c->origin == ORIGIN_INFERRED && t && t->birth == BIRTH_NEW
		&& t->refs > 0 && !t->immortal && (t->fresh || t->made);
}

/* The result's symbol in outcome O; false when O is impossible here. */
static bool make_result(struct call *c, struct state *s,
			const struct outcome *o)
{
	const struct type *t = c->i->dst
		? c->r->fn->values[c->i->dst].type
		: c->i->fn_type ? c->i->fn_type->inner : NULL;
	const struct effect *e, *holder = NULL;
	sid x = 0;
	bool same = false;

	for (e = o->effects; e->op != EFF_END; e++) {
		if (e->op >= EFF_IF_NULL && e->op <= EFF_IF_SET
		    && !call_condition_holds(c, s, e))
			return false;
		if (e->op == EFF_IMMORTAL && e->a > 0
		    && is_no_singleton(c, s, (unsigned) e->a))
			return false;
		if (e->op == EFF_DROP && call_drops_other(c, s,
							  (unsigned) e->a))
			return false;
		if (e->op == EFF_SAME && e->a == 0)
			x = call_inside(c, s, e), same = x != 0;
		if (e->op == EFF_HELD && e->a == 0) {
			x = call_held(c, s, e->b, e->offset);
			same |= x != 0;
			holder = x ? NULL : e;
		}
	}
	if (o->global) {
		x = state_address(s, (struct addr) { .kind = REGION_GLOBAL,
				  .ptr = o->global });
		same = true;
	}
	if (!x && (x = size_told(c, s, o)) != 0)
		sym_at(s, x)->status_of = c->i;
	else if (!x) {
		x = state_sym(s);
		sym_at(s, x)->is_object = type_is_object_ptr(t);
		/* Where the table allows anything, all ones too: MAP_FAILED. */
		if (t && t->kind == TYPE_PTR
		    && (o->pred.lo >= 0 || c->c->origin != ORIGIN_TABLE))
			sym_at(s, x)->lo = 0;
		if (call_may_know(c, s)) {
			c->args[0] = x;
			return !outcome_fails(o);
		}
		if (can_fail(c->c))
			sym_at(s, x)->status_of = c->i;
		if (!outcome_fails(o) && call_tells_failure(c->c))
			sym_at(s, x)->nonzero = true;
	}
	c->args[0] = x;
	if (holder)
		call_hold_result(c, s, holder);
	if (c->c->ret == ARG_VOID && !c->i->dst)
		return true;
	if (same && c->c->flags & CF_INLINE)
		return !sym_is_null(s, x) || o->pred.lo <= 0;
	return state_assume_pred(s, x, o->pred);
}

/* Does outcome O depend on that argument N is no other argument? */
static bool is_compared(const struct outcome *o, int n)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_IF_OTHER && (e->a == n || e->b == n))
			return true;
	return false;
}

static bool may_release(const struct outcome *o)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_OUT_RELEASE || e->op == EFF_OUT_DROP
		    || e->op == EFF_DROP || e->op == EFF_RELEASE
		    || e->op == EFF_ESCAPES || e->op == EFF_HANDOVER)
			return true;
	return false;
}

/* What effect E of outcome O may have released, or NULL.  Whether an object
 * that a body compares with another is a new one it learns from what it asks
 * besides. */
static struct thing *thing_released(struct call *c, struct state *s,
				    const struct outcome *o,
				    const struct effect *e)
{
	struct cell key, *cell;
	struct thing *t;

	if (e->op == EFF_OUT_RELEASE || e->op == EFF_OUT_DROP) {
		if (!call_out_cell(c, s, e, &key))
			return NULL;
		key.is_resource = e->op == EFF_OUT_RELEASE;
		cell = state_cell(s, &key);
		return cell ? thing_of(s, cell->value) : NULL;
	}
	if (e->op != EFF_DROP && e->op != EFF_RELEASE
	    && e->op != EFF_ESCAPES && e->op != EFF_HANDOVER)
		return NULL;
	t = thing_of(s, call_operand(c, e->a));
	return t && t->refs > 0
		&& (t->family || (e->op == EFF_DROP && is_compared(o, e->a)))
		? t : NULL;
}

/* A body that releases its argument in one outcome may do so in others that
 * look the same. */
static void maybe_released(struct call *c, struct state *s,
			   const struct outcome *happened)
{
	const struct effect *e;
	unsigned n;

	for (n = 0; n < c->c->n_outcomes; n++) {
		const struct outcome *o = &c->c->outcomes[n];

		if (o == happened || !may_release(o))
			continue;
		for (e = o->effects; e->op != EFF_END; e++) {
			struct thing *t = thing_released(c, s, o, e);

			if (t && !t->escaped
			    && !outcomes_look_alike(o, happened))
				break;
			if (t)
				t->escaped = true;
		}
	}
}

/* What a pointer argument pointed to, which is no object. */
static bool holds_passed_memory(const struct state *s, const struct cell *cell)
{
	const struct thing *t = thing_get(s, cell->value);

	return t->birth == BIRTH_PARAM && !sym_get(s, cell->value)->is_object;
}

/* Memory that a struct of ours holds may be freed by a body that gets the
 * struct's address: contracts have no word for that. */
static void maybe_freed_inside(struct call *c, struct state *s)
{
	unsigned n;
	uint32_t i;

	for (n = 1; n <= c->i->n_args; n++) {
		struct addr a = state_deref(s, c->args[n]);
		const struct type *ty =
			c->r->fn->values[c->i->args[n - 1]].type;

		if (ty && ty->kind == TYPE_STRUCT)
			call_lend_contents(c, s, n);
		if (a.kind != REGION_LOCAL && a.kind != REGION_SYM)
			continue;
		for (i = 0; i < s->cells.n; i++) {
			const struct cell *cell = &s->cells.v[i];
			struct thing *t = thing_of(s, cell->value);

			if (t && (t->family || holds_passed_memory(s, cell))
			    && !cell->is_resource && t->born != c->i
			    && cell->at.kind == a.kind && cell->at.id == a.id)
				t->escaped = true;
		}
	}
}

/* Algorithms that look at a value they are handed and keep nothing of it, and
 * casts.  C++17 [alg.nonmodifying], [alg.binary.search], [alg.min.max],
 * [forward], [iterator.operations]. */
static bool keeps_nothing(const char *key)
{
	static const char *const names[] = { "find", "count", "search",
		"search_n", "lower_bound", "upper_bound", "equal_range",
		"binary_search", "min", "max", "minmax", "clamp", "distance",
		"find_if", "count_if", "addressof", "forward", "move",
		"as_const" };
	size_t i, n = 0;

	if (strncmp(key, "_ZSt", 4))
		return false;
	for (key += 4; *key >= '0' && *key <= '9'; key++)
		n = n * 10 + (size_t) (*key - '0');
	/* libstdc++'s own halves of them: std::__lower_bound. */
	if (n > 2 && !strncmp(key, "__", 2)) {
		key += 2;
		n -= 2;
	}
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == n && !strncmp(key, names[i], n))
			return true;
	return false;
}

/* A container of the C++ library that is handed a variable by reference keeps
 * what it holds: std::vector<PyObject *>::push_back (const value_type &). */
static void kept_by_library(struct call *c, struct state *s)
{
	const struct function *f = call_target(c->r->fn, c->i);
	unsigned n;

	if (!f || !f->is_cxx || !f->key || (strncmp(f->key, "_ZNSt", 5)
					    && strncmp(f->key, "_ZSt", 4))
	    || keeps_nothing(f->key))
		return;
	for (n = 1; n <= c->i->n_args; n++) {
		const struct type *t = c->r->fn->values[c->i->args[n - 1]].type;

		if (t && t->kind == TYPE_PTR && type_is_object_ptr(t->inner))
			run_escape(c->r, s, c->args[n]);
	}
}

/* Variables of the unit that a body may have set anew. */
static bool may_be_set(const struct fn_run *r, const struct cell *c,
		       bool statics_too)
{
	const struct global *g = c->at.ptr;

	/* What a resource's cell says does not depend on values, and nobody
	 * sets the interpreter's own variables. */
	if (c->at.kind != REGION_GLOBAL || c->is_resource || g->is_const
	    || datum_find(g->name) != DATUM_NONE)
		return false;
	return !g->is_static || (statics_too
		&& !knowledge_sets_alone(r->engine->knowledge, r->fn, g));
}

static void forget_globals(const struct fn_run *r, struct state *s,
			   bool statics_too)
{
	uint32_t i = 0;

	while (i < s->cells.n) {
		if (may_be_set(r, &s->cells.v[i], statics_too)) {
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
	const struct function *f = call_target(c->r->fn, c->i);
	/* What this very function, or one that calls it, keeps is seen in
	 * it. */
	bool recurses = f && f->has_body
		&& map_has(&c->r->engine->recursive, map_key_ptr(f));
	unsigned n;

	for (n = 1; n <= c->i->n_args; n++) {
		struct thing *t = thing_of(s, c->args[n]);
		const struct type *ty =
			c->r->fn->values[c->i->args[n - 1]].type;

		/* A descriptor may have another owner then, and memory that
		 * is passed as a number: atomics do. */
		if (t && t->family == FAMILY_FD)
			call_lend(c, s, n);
		else if (t && ty && ty->kind == TYPE_INT)
			t->escaped = true;
		if (ty && ty->kind == TYPE_STRUCT)
			call_lend_contents(c, s, n);
		if (!ty || ty->kind != TYPE_PTR)
			continue;
		if (t && t->refs <= 0 && sym_get(s, c->args[n])->is_object
		    && t->birth != BIRTH_PARAM)
			continue;
		if (t && recurses && sym_get(s, c->args[n])->is_object)
			continue;
		/* Somebody released it after such a call: it is not kept,
		 * unless by a reference that a callback gives back. */
		if (t && sym_get(s, c->args[n])->is_object && u && n <= 32
		    && u->kept >> (n - 1) & 1
		    && !(t->refs > (t->birth == BIRTH_NEW)
			 && call_gets_releaser(c, true))) {
			if (call_is_user_data(c, t, n))
				t->lent_to = c->i;
			continue;
		}
		call_lend(c, s, n);
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

/* A body that raises in one outcome may do so in another of which only a
 * range is known. */
static void note_coarse(struct call *c, struct state *s,
			const struct outcome *o)
{
	bool is_pointer = c->c->ret == ARG_OBJ || c->c->ret == ARG_PTR;
	unsigned n;

	if (c->c->origin != ORIGIN_INFERRED || o->pred.lo == o->pred.hi
	    || outcome_has(o, EFF_RAISES) || !c->args[0]
	    || (is_pointer ? o->pred.nonzero : o->pred.lo >= 0))
		return;
	for (n = 0; n < c->c->n_outcomes; n++)
		if (outcome_has(&c->c->outcomes[n], EFF_RAISES)) {
			sym_at(s, c->args[0])->may_raise = is_pointer ? 1 : 2;
			return;
		}
}

/* Does some outcome say what becomes of what argument N points to? */
static bool says_what_is_written(const struct contract *c, unsigned n)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if (!effect_is_condition((enum effect_op) e->op)
			    && e->a == (int) n)
				return true;
	return false;
}

/* Out-parameters of which the contract says nothing more hold anything. */
static void write_unsaid(struct call *c, struct state *s)
{
	unsigned n;

	for (n = 1; n <= c->i->n_args && n <= c->c->n_params; n++) {
		struct effect e = { .op = EFF_WRITES, .a = (int8_t) n };

		if ((c->c->params[n - 1] == ARG_OUT
		     || c->c->params[n - 1] == ARG_OUT_NULL)
		    && !says_what_is_written(c->c, n))
			call_writes(c, s, &e);
	}
}

void run_items_moved_out(struct fn_run *r, struct state *s, sid list)
{
	sid x;

	for (x = 1; x < s->syms.n; x++) {
		const struct thing *t = thing_get(s, x);

		if (t && t->birth == BIRTH_BORROW && t->lender == list
		    && !t->family)
			state_thing(s, &r->engine->pool, x)->escaped = true;
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

	c->o = o;
	if (c->c->flags & CF_WRITES_GLOBALS)
		forget_globals(c->r, s, true);
	else if (c->c->origin == ORIGIN_CONVENTION)
		forget_globals(c->r, s, false);
	c->is_answered = answers_null(c, s);
	c->is_known = call_guess_is_known(c, s, o);
	if (outcome_fails(o) ? call_cannot_fail(c, s)
	    : c->is_answered || call_must_fail(c, s)) {
		state_free(&c->r->engine->pool, s);
		return;
	}
	if (!make_result(c, s, o)) {
		state_free(&c->r->engine->pool, s);
		return;
	}
	call_rest_on(c, s, o);
	note_coarse(c, s, o);
	if (c->c->n_outcomes > 1 || c->c->origin == ORIGIN_INFERRED
	    || o->effects[0].op == EFF_BORROW)
		run_trace(c->r, s, (struct trace) { .kind = TRACE_CALL,
			  .instr = c->i, .outcome = o, .contract = c->c });
	if (!outcome_fails(o))
		call_survives(c, s);
	/* It needs the GIL as it is before. */
	call_inside_gil(c, s, o);
	call_note_moved(c, s, o);
	for (e = o->effects; e->op != EFF_END && goes_on; e++)
		goes_on = call_effect(c, s, o, e);
	if (c->c->origin == ORIGIN_TABLE)
		call_recursion(c, s);
	write_unsaid(c, s);
	if (c->c->format || format_parses(c->c))
		apply_format(c->r, s, c->i, c->c, !outcome_fails(o), c->args,
			     c->way);
	if (c->c->flags & CF_VA_COUNTED && !outcome_fails(o))
		call_share_counted(c, s);
	if (c->c->origin == ORIGIN_CONVENTION)
		assume_reached(c, s);
	if (call_name_is(c->c, "memcpy")
	    || call_name_is(c->c, "memmove"))
		call_copies(c, s, 2);
	if (call_name_is(c->c, "Py_SET_SIZE"))
		run_items_moved_out(c->r, s, c->args[1]);
	call_assume_indicator(c, s);
	call_doubt_gil(c, s, o);
	if (c->c->origin == ORIGIN_INFERRED) {
		call_wrapped_lock(c, s, o);
		maybe_released(c, s, o);
		maybe_freed_inside(c, s);
		kept_by_library(c, s);
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

/* PyGILState_Check tells whether the GIL is held; a helper that asks works
 * both ways. */
static void apply_gil_check(struct call *c, struct state *s,
			    struct state_list *out)
{
	struct state *n;

	if (call_gil_is_callers(c, s)) {
		s->gil.asked = true;
		n = state_copy(&c->r->engine->pool, s);
		n->gil.state = GIL_RELEASED;
		n->gil.by = c->i;
		env_set(n, c->i->dst, state_number(n, 0, 0));
		state_list_add(out, n);
	}
	env_set(s, c->i->dst, s->gil.state == GIL_UNKNOWN
		? state_number(s, 0, 1) : s->gil.state == GIL_HELD
		? state_number(s, 1, 1) : state_number(s, 0, 0));
	state_list_add(out, s);
}

/* Only ints have a sign in ob_size, until 3.12 (object.h, longintrepr.h). */
static bool is_negative_size(struct call *c, struct state *s)
{
	const struct instr *cast = value_def(c->r->fn, c->i->args[0]);
	const struct type *t = cast && cast->op == OP_CAST
		? fn_value(c->r->fn, cast->a)->type : NULL;

	return c->r->engine->version < PYVERSION(3, 12)
		&& (value_has_type(s, c->args[1], "PyLong_Type", false)
		    || (t && t->kind == TYPE_PTR && t->inner && t->inner->tag
			&& !strcmp(t->inner->tag, "_longobject")));
}

/* PyType_Check of what is a PyTypeObject * in C: it is a type.
 * Source: Include/object.h, PyType_Check. */
static bool is_type_check(const struct call *c)
{
	const struct type *t = fn_value(c->r->fn, strip_casts(c->r->fn,
				c->i->args[0]))->type;

	return call_name_is(c->c, "PyType_Check") && t
		&& t->kind == TYPE_PTR && t->inner && t->inner->tag
		&& !strcmp(t->inner->tag, "_typeobject");
}

/* A pure call of equal arguments has an equal result. */
static void apply_pure(struct call *c, struct state *s,
		       struct state_list *out)
{
	struct expr e = { .op = EXPR_CALL, .fn = c->c->name,
		.epoch = s->epoch };
	struct pred pred = c->c->outcomes[0].pred;
	int64_t k;
	int known;
	sid x;

	/* A hash is never -1 (Python/pyhash.c). */
	pred.not_minus_one |= c->c->ret == ARG_HASH;
	e.a = c->args[1];
	if (c->i->n_args > 1) {
		if (sym_constant(s, c->args[2], &k))
			e.k = k;
		else
			e.b = c->args[2];
	}
	known = value_type_check(s, c->c->name, e.a, e.b, e.k);
	if (known < 0 && is_type_check(c))
		known = 1;
	/* Predicates that take NULL say no (PyCallable_Check, PyNumber_Check,
	 * PyMapping_Check, PyCapsule_IsValid). */
	if (known < 0 && c->c->params[0] == ARG_OBJ_NULL
	    && sym_is_null(s, e.a) && strstr(c->c->name, "_Check"))
		known = 0;
	if (known >= 0) {
		env_set(s, c->i->dst, state_number(s, known, known));
		state_list_add(out, s);
		return;
	}
	/* What looks into a container finds what it holds at the time. */
	if (!(c->c->flags & CF_LEAF) || c->c->flags & CF_LASTING)
		e.epoch = 0;
	x = state_expr(s, e);
	if (call_name_is(c->c, "Py_SIZE") && !is_negative_size(c, s))
		pred.lo = pred.lo < 0 ? 0 : pred.lo;
	if (state_assume_pred(s, x, pred)) {
		const struct effect *f = c->c->outcomes[0].effects;

		c->args[0] = x;
		for (; f->op != EFF_END; f++)
			if (f->op == EFF_BORROW || f->op == EFF_INTERIOR
			    || f->op == EFF_IMMORTAL)
				call_effect(c, s, c->c->outcomes, f);
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

/* A conversion failed, nobody looked, and the same one is called for the next
 * number: that it can fail as well makes two paths of one, each time.  Those on
 * which it is the first to fail tell the same. */
static bool fails_again(const struct call *c, const struct state *s,
			const struct outcome *o)
{
	const struct exc *x = &s->exc;
	const struct function *t = call_target(c->r->fn, c->i);

	return x->state == EXC_SET && !x->looked && !x->tested && x->by
		&& x->by->op == OP_CALL && t && c->i->dst
		&& call_target(c->r->fn, x->by) == t
		&& c->c->origin == ORIGIN_TABLE && outcome_fails(o)
		&& fn_value(c->r->fn, c->i->dst)->type->kind != TYPE_PTR;
}

/* Outcome N of the call, in each of the ways in which a format is taken. */
static void apply_ways(struct call *c, struct state *s, unsigned n,
		       const struct format_way *ways, unsigned n_ways,
		       struct state_list *out)
{
	unsigned w;

	/* No state is made for those, which are many. */
	if (call_rules_out(c, s, &c->c->outcomes[n]))
		return;
	for (w = 0; w < n_ways; w++) {
		if (w && outcome_fails(&c->c->outcomes[n]))
			break;
		c->way = ways[w];
		apply_outcome(c, state_copy(&c->r->engine->pool, s),
			      &c->c->outcomes[n], s, out);
	}
}

static void apply_all(struct call *c, struct state *s, struct state_list *out)
{
	struct format_way ways[MAX_FORMAT_WAYS] = { { .is_told = false } };
	unsigned n, n_ways = 1;
	uint32_t before = out->n;

	if (format_parses(c->c))
		n_ways = format_ways(c->r, s, c->i, c->c, c->args, ways);
	call_count_ignored(c, s);
	for (n = 0; n < c->c->n_outcomes; n++)
		if (!fails_again(c, s, &c->c->outcomes[n]))
			apply_ways(c, s, n, ways, n_ways, out);
	/* It can do nothing else. */
	for (n = 0; out->n == before && n < c->c->n_outcomes; n++)
		if (fails_again(c, s, &c->c->outcomes[n]))
			apply_ways(c, s, n, ways, n_ways, out);
	state_free(&c->r->engine->pool, s);
}

/* PySequence_Fast of a list or tuple is that, with a reference more
 * (Objects/abstract.c). */
static const struct contract *contract_here(const struct state *s,
					    const struct contract *c, sid x)
{
	const struct contract *same;

	if (!call_name_is(c, "PySequence_Fast")
	    || (!value_has_type(s, x, "PyList_Type", false)
		&& !value_has_type(s, x, "PyTuple_Type", false)))
		return c;
	same = contract_find("Py_NewRef", PYVERSION(3, 10));
	return same ? same : c;
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
	if (i->n_args) {
		c.c = contract_here(s, c.c, c.args[1]);
		c.is_same = c.c != st.contract;
		st.contract = c.c;
	}
	if (r->from_bottom && call_target(r->fn, i) == r->fn
	    && c.c->origin == ORIGIN_CONVENTION) {
		state_free(&r->engine->pool, s);
		return;
	}
	run_step(r, &st);
	if (c.c->origin == ORIGIN_CONVENTION)
		r->engine->unknown_calls++;
	else if (!(c.c->flags & CF_NO_GIL) && !gil_merely_reads(c.c)
		 && !contract_ever(c.c, EFF_NEEDS_GIL)
		 && !contract_ever(c.c, EFF_RELEASE_GIL))
		call_uses_gil(&c, s);
	if (!pass_arguments(&c, s)) {
		state_free(&r->engine->pool, s);
		return;
	}
	if (call_name_is(c.c, "PyGILState_Check") && i->dst) {
		apply_gil_check(&c, s, out);
		return;
	}
	if (call_asks_indicator(&c, s, out))
		return;
	if (is_pure(&c))
		apply_pure(&c, s, out);
	else
		apply_all(&c, s, out);
}
