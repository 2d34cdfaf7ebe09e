/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a call does to the exception indicator and to the GIL.
 */
#include "engine/call.h"
#include "engine/failure.h"
#include "engine/tables.h"
#include "engine/throws.h"

#include <limits.h>
#include <string.h>

/* States, one for each, that a function's ignored failures may cost. */
enum { MOST_IGNORED = 16 };

/* ----------------------------------------------------------- exceptions */

static bool is_handed_null(const struct call *c, const struct state *s)
{
	unsigned n;

	for (n = 1; n <= c->i->n_args; n++)
		if (c->c->ret != ARG_VOID && sym_is_null(s, c->args[n])
		    && c->r->fn->values[c->i->args[n - 1]].type->kind
		       == TYPE_PTR)
			return true;
	return false;
}

/* Is it an unknown function that gets neither objects nor functions?  Of what
 * a class can be its library knows more than its users' tests show. */
static bool is_foreign(const struct call *c)
{
	const struct type *ret = c->i->fn_type ? c->i->fn_type->inner : NULL;
	const struct function *f = call_target(c->r->fn, c->i);
	unsigned n;

	if (!ret || ret->kind == TYPE_STRUCT || !f || f->has_body)
		return false;
	for (n = 0; n < c->i->n_args; n++) {
		const struct type *t = fn_value(c->r->fn, c->i->args[n])->type;

		if (!t || (t->kind == TYPE_PTR && t->inner
			   && (t->inner->kind == TYPE_FUNC
			       || type_is_object_ptr(t))))
			return false;
	}
	return c->c->origin == ORIGIN_CONVENTION && c->c->ret != ARG_OBJ;
}

/* Is X the result of the call that failed last, or computed from it? */
static bool is_failed(const struct state *s, sid x, unsigned depth)
{
	const struct sym *y = sym_get(s, x);

	if (!x || depth > 4)
		return false;
	return y->status_of == s->exc.by
		|| ((y->expr.op == EXPR_CAST || y->expr.op == EXPR_ADD)
		    && is_failed(s, y->expr.a, depth + 1));
}

/* Does a body of the unit take the GIL where it is called without: for a
 * library that calls back? */
static bool unit_takes_gil(struct engine *e)
{
	enum { UNASKED, NO, YES };

	if (!e->takes_gil)
		e->takes_gil = unit_names(e->unit, "PyGILState_Ensure")
			|| unit_names(e->unit, "PyEval_AcquireThread")
			? YES : NO;
	return e->takes_gil == YES;
}

/* An unknown function that is called without the GIL neither sets an exception
 * nor asks for one (doc: c-api/init, "Thread State and the Global Interpreter
 * Lock"), unless what it calls back takes the GIL first. */
static bool stays_outside(const struct call *c, const struct state *s)
{
	return s->gil.state == GIL_RELEASED && is_foreign(c)
		&& !unit_takes_gil(c->r->engine);
}

/* An unknown function that gets the number which a failed call gave as an
 * error value, and no object, takes it for a number: it knows nothing of
 * Python. */
static bool takes_error_value(const struct call *c, const struct state *s)
{
	unsigned n;

	if (s->exc.state != EXC_SET || !s->exc.by || !is_foreign(c))
		return false;
	for (n = 1; n <= c->i->n_args; n++) {
		const struct type *t = fn_value(c->r->fn,
						c->i->args[n - 1])->type;

		if (t->kind != TYPE_PTR && is_failed(s, c->args[n], 0))
			return true;
	}
	return false;
}

static bool knows_no_python(const struct call *c, struct state *s)
{
	const struct function *f = call_target(c->r->fn, c->i);

	if (stays_outside(c, s)
	    || (is_foreign(c)
		&& knowledge_is_library(c->r->engine->knowledge, f))
	    || (c->r->engine->unit->is_cxx && f && throws_support(f)))
		return true;
	if (!takes_error_value(c, s))
		return false;
	/* It may refuse such a number, like others. */
	s->exc.doubted |= c->i->dst != 0;
	return true;
}

/* Was the error value, a floating-point number, handed to a body that asks
 * PyErr_Occurred?  It looked at it first; contracts have no word for what it
 * compared that with. */
static bool helper_looks(const struct call *c, const struct state *s)
{
	const struct function *f = call_target(c->r->fn, c->i), *t;
	bool gets = false;
	uint32_t b, i;

	for (i = 1; i <= c->i->n_args; i++)
		gets |= fn_value(c->r->fn, c->i->args[i - 1])->type->kind
			== TYPE_FLOAT && is_failed(s, c->args[i], 0);
	for (b = 0; gets && f && b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			t = in->op == OP_CALL ? call_target(f, in) : NULL;
			if (t && !strcmp(t->name, "PyErr_Occurred"))
				return true;
		}
	return false;
}

/* Is it a body of the unit that is not known yet, for it calls this one?  What
 * it answers when an exception is set, the failure perhaps that it was handed,
 * is seen in it. */
static bool is_of_recursion(const struct call *c)
{
	const struct function *f = call_target(c->r->fn, c->i);

	return c->i->dst && f && f->has_body
		&& map_has(&c->r->engine->recursive, map_key_ptr(f));
}

/* An unknown function whose result is ignored may be there to set one. */
void call_assume_indicator(struct call *c, struct state *s)
{
	if (c->c->origin == ORIGIN_INFERRED && s->exc.state == EXC_SET
	    && helper_looks(c, s))
		s->exc = (struct exc) { .state = EXC_UNKNOWN, .passed = true };
	if (c->c->origin != ORIGIN_CONVENTION || knows_no_python(c, s))
		return;
	/* It may also be there to ask for the one that is set; handed the
	 * NULL of what failed, it may pass the failure on by its result. */
	if (s->exc.state == EXC_SET
	    && (is_handed_null(c, s) || is_of_recursion(c))) {
		s->exc = (struct exc) { .state = EXC_UNKNOWN };
	} else if (s->exc.state == EXC_SET) {
		s->exc.passed = true;
		s->exc.doubted |= c->i->dst != 0;
	} else if (!c->i->dst) {
		s->exc = (struct exc) { .state = EXC_UNKNOWN, .passed = true };
	}
}

/* Building a value of NULL leaves the exception that made it NULL.
 * Python/modsupport.c, do_mkvalue; Objects/abstract.c, null_error. */
static bool keeps_exception(const struct call *c, const struct state *s)
{
	return c->is_answered && s->exc.state == EXC_SET
		&& (c->c->format == FORMAT_BUILD || c->c->format == FORMAT_CALL
		    || (c->c->header && !strcmp(c->c->header,
						"abstract.def")));
}

/* Does a call that runs code set one in place of another, of which the code
 * knows?  That is told of there. */
static bool replaces_another(const struct call *c, const struct state *s)
{
	return s->exc.state == EXC_SET && s->exc.failed
		&& c->c->origin == ORIGIN_TABLE && !format_parses(c->c)
		&& contract_ever(c->c, EFF_RUNS_CODE);
}

void call_raises(struct call *c, struct state *s, const struct effect *e)
{
	if (keeps_exception(c, s) || (!e->kinds && knows_no_python(c, s)))
		return;
	s->exc.lost = replaces_another(c, s);
	s->exc.state = e->kinds ? EXC_SET : EXC_UNKNOWN;
	s->exc.kinds = call_sets_kind(c, call_converts_or(c, s, e->kinds));
	s->exc.by = c->i;
	s->exc.tells = c->i->op == OP_CALL && !c->i->is_void_cast
		&& !(c->c->flags & CF_IGNORABLE)
		&& knowledge_tells_failure(c->r->engine->knowledge, c->r->fn,
					   c->i);
	s->exc.looked = s->exc.tested = s->exc.blamed = false;
	s->exc.matched = s->exc.failed = s->exc.passed = false;
	s->exc.doubted = s->exc.survived = false;
	s->exc.memory_only = s->memory_only;
}

void call_count_ignored(const struct call *c, struct state *s)
{
	struct map *m = &c->r->ignored;
	uint64_t by = map_key_ptr(s->exc.by);

	if (!exc_is_unseen(&s->exc) || !contract_ever(c->c, EFF_RAISES)
	    || map_has(m, by))
		return;
	if (m->n < MOST_IGNORED)
		map_set(m, by, (void *) s->exc.by);
	else
		s->exc.tells = false;
}

/* Calls from C to Python give NULL and SystemError for a result that comes
 * with an exception (Objects/call.c, _Py_CheckFunctionResult); imports call
 * __import__ (Python/import.c); lists and tuples ask at the iterator's end
 * (Objects/listobject.c, list_extend). */
void call_survives(const struct call *c, struct state *s)
{
	static const char *const names[] = { "PyObject_Call",
		"_PyObject_Call", "PyObject_Vectorcall", "PyEval_Call",
		"PyImport_Import", "PySequence_List", "PySequence_Tuple",
		"PySequence_Fast" };
	size_t i;

	if (s->exc.state != EXC_SET || c->c->origin != ORIGIN_TABLE
	    || c->c->ret != ARG_OBJ || c->c->flags & CF_INLINE)
		return;
	for (i = 0; i < ARRAY_SIZE (names); i++)
		if (!strncmp(c->c->name, names[i], strlen(names[i])))
			s->exc.survived = true;
}

static void clear(struct state *s)
{
	s->exc = (struct exc) { .state = EXC_CLEAR,
		.assumed = s->exc.assumed, .lost = s->exc.lost };
}

/* What a helper clears that runs code is its own exception; that the one
 * before went as well nobody meant. */
void call_clear(struct call *c, struct state *s)
{
	bool lost = s->exc.state == EXC_SET
		&& c->c->origin == ORIGIN_INFERRED
		&& contract_ever(c->c, EFF_RUNS_CODE);

	clear(s);
	s->exc.lost |= lost;
	call_forgets_exception(c, s);
}

/* Which argument has the exception's type: three come last, behind a thread
 * state perhaps, or the exception is one; 0 none. */
static unsigned first_of_saved(const struct call *c)
{
	return c->i->n_args >= 3 ? c->i->n_args - 2 : c->i->n_args;
}

/* The three of PyErr_Fetch: all NULL when nothing was set. */
void call_fetch(struct call *c, struct state *s)
{
	unsigned first = first_of_saved(c), n;

	s->saved = s->exc;
	s->saved_by = c->i;
	for (n = first; n && n <= c->i->n_args; n++) {
		struct effect e = { .op = EFF_OUT_NULL, .a = (int8_t) n };
		struct cell key, *cell;
		struct thing *t;

		if (!call_out_cell(c, s, &e, &key))
			continue;
		if (s->exc.state == EXC_CLEAR) {
			/* There was nothing to hand out. */
			cell = state_cell(s, &key);
			t = cell ? thing_of(s, cell->value) : NULL;
			if (t && t->born == c->i)
				t->refs = 0;
			call_out_null(c, s, &e);
		}
		else if ((cell = state_cell(s, &key)) != NULL
			 && (n > first || s->exc.state != EXC_SET)
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

/* What PyErr_Fetch, BY, handed out in its argument N, and is there still; 0:
 * another value is. */
static sid fetched(struct fn_run *r, struct state *s, const struct instr *by,
		   unsigned n)
{
	struct cell key = { .size = sizeof(void *),
		.at = state_deref(s, run_eval(r, s, by->args[n])) };
	const struct cell *cell = state_cell(s, &key);

	return cell && thing_get(s, cell->value)
		&& thing_get(s, cell->value)->born == by ? cell->value : 0;
}

void call_fetched(struct fn_run *r, struct state *s)
{
	const struct instr *by = s->saved_by;
	bool as_entered = s->saved.state == EXC_ENTRY;
	unsigned n;
	sid x;

	if (!by || by->n_args < 3 || s->saved.state == EXC_SET)
		return;
	x = fetched(r, s, by, by->n_args - 3);
	if (x && as_entered && sym_is_nonnull(s, x))
		s->saved.assumed = 2;
	if (!x || !sym_is_null(s, x))
		return;
	if (as_entered)
		s->saved.assumed = 1;
	for (n = by->n_args - 3; n < by->n_args; n++) {
		x = fetched(r, s, by, n);
		if (!x)
			continue;
		thing_of(s, x)->refs = 0;
		state_assume_const(s, x, CMP_EQ, 0, false);
	}
}

bool call_is_saved(const struct fn_run *r, const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);
	const struct function *f = t && t->born && t->born->op == OP_CALL
		? call_target(r->fn, t->born) : NULL;

	return s->saved_by && t && (t->born == s->saved_by
		|| (f && !strcmp(f->name, "PyErr_NormalizeException")));
}

/* What was moved out comes back: the indicator is as it was, whether or not
 * there was an exception. */
static bool put_back(struct call *c, struct state *s, sid type)
{
	bool is_null = sym_is_null(s, type);

	if (!call_is_saved(c->r, s, type))
		return false;
	if (s->saved.state == EXC_SET && is_null)
		return false;
	s->exc = s->saved;
	/* It is as it was, whatever that is. */
	if (s->exc.state == EXC_ENTRY)
		s->exc.assumed = 0;
	if (is_null && s->exc.state != EXC_CLEAR)
		call_assume_exc(s, EXC_CLEAR);
	if (s->exc.state == EXC_SET)
		s->exc.looked = s->exc.tested = true;
	s->saved = (struct exc) { 0 };
	s->saved_by = NULL;
	return true;
}

void call_restore(struct call *c, struct state *s)
{
	unsigned first = first_of_saved(c);
	sid type = first ? c->args[first] : 0;

	if (type && put_back(c, s, type))
		return;
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

bool call_gil_is_callers(const struct call *c, const struct state *s)
{
	const struct gil *g = &s->gil;

	return (!c->r->role || c->r->role->slot->gil_on_entry)
		&& g->state == GIL_HELD && g->moved == 8
		&& !g->ensured && !g->attached && !g->asked;
}

void call_uses_gil(struct call *c, struct state *s)
{
	if (!call_gil_is_callers(c, s))
		return;
	s->gil.used = true;
	if (!c->r->needs_gil)
		c->r->needs_gil_at = c->i;
	c->r->needs_gil = true;
}

void call_inside_gil(struct call *c, struct state *s, const struct outcome *o)
{
	if (outcome_has(o, EFF_NEEDS_GIL))
		call_uses_gil(c, s);
	if (outcome_has(o, EFF_CYCLES_GIL) && call_gil_is_callers(c, s))
		s->gil.cycled = true;
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
void call_doubt_gil(struct call *c, struct state *s, const struct outcome *o)
{
	unsigned n;
	int here;

	if (c->c->origin != ORIGIN_INFERRED)
		return;
	here = gil_effect(o);
	for (n = 0; n < c->c->n_outcomes; n++)
		if (gil_effect(&c->c->outcomes[n]) != here
		    && outcomes_look_alike(&c->c->outcomes[n], o)) {
			s->gil = (struct gil) { .state = GIL_UNKNOWN,
				.moved = 8 };
			return;
		}
}

/* A thread state that is made current: what was released before counts as
 * restored, and what was held stays so. */
static void attach(struct gil *g)
{
	g->state = GIL_HELD;
	g->attached = true;
	if (g->moved > 8)
		g->moved = 8;
}

void call_gil(struct call *c, struct state *s, const struct effect *e)
{
	struct gil *g = &s->gil;
	enum effect_op op = e->op;

	if (op == EFF_SWAP_GIL)
		op = (unsigned) e->a <= c->i->n_args
			&& sym_is_null(s, c->args[e->a])
			? EFF_RELEASE_GIL : EFF_ATTACH_GIL;
	switch (op) {
	case EFF_ATTACH_GIL:
		attach(g);
		break;
	case EFF_END_GIL:
		*g = (struct gil) { .state = GIL_UNKNOWN, .moved = 8,
			.used = g->used };
		break;
	case EFF_RELEASE_GIL:
		g->cycled |= call_gil_is_callers(c, s);
		g->attached = false;
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
