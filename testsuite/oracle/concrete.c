/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The concrete interpreter: real reference counts, NULLs, an exception
 * indicator and a GIL; one execution for each sequence of choices (which
 * outcome a call has, which number it returns, what other code does
 * meanwhile).
 *
 * It knows the contracts of the table and nothing of the engine.
 */
#include "oracle.h"

#include "contract/contract.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_CHOICES = 64, MAX_OBJECTS = 200, MAX_STEPS = 400, MAX_FRAMES = 8 };

struct object {
	int held;	/* references that the program must account for */
	int others;	/* references that somebody else owns */
	uint32_t lender;	/* a container that owns one of the others */
	bool fragile;	/* the lender can be made to drop it */
	bool dead, immortal, wild;
};

/* A number, or an object (its number from 1). */
struct datum { int64_t i; uint32_t o; };

struct world {
	struct unit *unit;
	struct shown *shown;
	uint8_t choice[MAX_CHOICES], choices[MAX_CHOICES];
	unsigned n_choices, at;
	uint64_t random;	/* not 0: choices are drawn */
	struct object objects[MAX_OBJECTS];
	uint32_t n_objects;
	struct map statics;	/* global -> object */
	unsigned steps, frames;
	bool exc, gil, insane, over, cut;
};

static unsigned choose(struct world *w, unsigned n)
{
	if (n < 2)
		return 0;
	if (w->at >= MAX_CHOICES) {
		w->over = w->cut = true;
		return 0;
	}
	if (w->at == w->n_choices) {
		w->choice[w->n_choices] = w->random ? (uint8_t)
			oracle_random(&w->random, n) : 0;
		w->choices[w->n_choices++] = (uint8_t) n;
	}
	return w->choice[w->at++];
}

/* The next sequence of choices; false after the last. */
static bool advance(struct world *w)
{
	while (w->n_choices
	       && w->choice[w->n_choices - 1] + 1
	       == w->choices[w->n_choices - 1])
		w->n_choices--;
	if (!w->n_choices)
		return false;
	w->choice[w->n_choices - 1]++;
	return true;
}

/* OTHER: the class that a checker may also call it, or FAULT itself. */
static void show(struct world *w, enum fault fault, enum fault other)
{
	w->shown->any |= 1u << fault | 1u << other;
	if (!w->insane && fault == other)
		w->shown->due |= 1u << fault;
}

/* -------------------------------------------------------------- objects */

static uint32_t new_object(struct world *w, int held, int others)
{
	struct object *o;

	if (w->n_objects + 1 >= MAX_OBJECTS) {
		w->over = w->cut = true;
		return 1;
	}
	o = &w->objects[++w->n_objects];
	*o = (struct object) { .held = held, .others = others };
	return w->n_objects;
}

/* The object goes when nobody owns it, and takes along what it owned. */
static void settle(struct world *w, uint32_t n)
{
	struct object *o = &w->objects[n];
	uint32_t i;

	if (o->dead || o->immortal || o->wild || o->held > 0 || o->others > 0)
		return;
	o->dead = true;
	for (i = 1; i <= w->n_objects; i++)
		if (w->objects[i].lender == n && w->objects[i].others > 0) {
			w->objects[i].others--;
			w->objects[i].lender = 0;
			settle(w, i);
		}
}

static void release(struct world *w, uint32_t n)
{
	struct object *o = &w->objects[n];

	if (o->immortal || o->wild)
		return;
	if (o->held <= 0) {
		/* Whoever owned that reference is not asked: what follows
		 * can be told, and is not demanded. */
		show(w, FAULT_OVER, FAULT_OVER);
		w->insane = true;
		return;
	}
	o->held--;
	settle(w, n);
}

static void give(struct world *w, uint32_t n, uint32_t to)
{
	struct object *o = &w->objects[n];

	if (o->immortal || o->wild)
		return;
	if (o->held <= 0) {
		show(w, FAULT_INCREF, FAULT_OVER);
		o->wild = true;
		return;
	}
	o->held--;
	o->others++;
	o->lender = to;
}

static bool is_own(const struct object *o)
{
	return o->held > 0 && o->others == 0;
}

/* Other code runs, and may empty containers that it can reach. */
static void code_runs(struct world *w, uint32_t changed)
{
	bool any = false;
	uint32_t i, turn;

	for (turn = 0; turn < 2; turn++) {
		for (i = 1; i <= w->n_objects; i++) {
			struct object *o = &w->objects[i];

			if (!o->fragile || !o->lender || o->others <= 0
			    || o->dead || (changed && o->lender != changed))
				continue;
			if (!changed && is_own(&w->objects[o->lender]))
				continue;
			any = true;
			if (turn) {
				o->others--;
				o->lender = 0;
				settle(w, i);
			}
		}
		if (!any || !choose(w, 2))
			return;
	}
}

/* ---------------------------------------------------------------- calls */

struct call {
	const struct contract *c;
	unsigned n_args;
	struct datum args[16];	/* [0] is the result */
};

static bool must_be_there(unsigned class)
{
	switch (class) {
	case ARG_OBJ: case ARG_TYPE: case ARG_STR: case ARG_PTR: case ARG_OUT:
		return true;
	default:
		return false;
	}
}

static bool is_null(struct datum d)
{
	return !d.o && !d.i;
}

/* Returns false when the process ends here. */
static bool pass(struct world *w, const struct call *k)
{
	unsigned n;

	for (n = 1; n <= k->n_args && n <= k->c->n_params; n++) {
		uint32_t o = k->args[n].o;

		if (must_be_there(k->c->params[n - 1])
		    && is_null(k->args[n])) {
			enum fault f = k->c->flags & CF_INLINE ? FAULT_DEREF
				: FAULT_ARG;

			show(w, f, f);
			return false;
		}
		if (k->c->params[n - 1] == ARG_OBJ_ERR && is_null(k->args[n]))
			show(w, FAULT_ARG, FAULT_DEREF);
		if (o && w->objects[o].dead) {
			show(w, FAULT_DEAD, FAULT_OVER);
			show(w, FAULT_DEAD, FAULT_DEAD);
			/* It may go well: but nothing is demanded. */
			w->objects[o].dead = false;
			w->objects[o].wild = w->insane = true;
		}
	}
	return true;
}

static bool moves_gil(const struct contract *c)
{
	const struct effect *e;
	unsigned i;

	for (i = 0; i < c->n_outcomes; i++)
		for (e = c->outcomes[i].effects; e->op != EFF_END; e++)
			if (e->op == EFF_RELEASE_GIL
			    || e->op == EFF_ACQUIRE_GIL)
				return true;
	return false;
}

static bool is_possible(const struct world *w, const struct call *k,
			const struct outcome *o)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++) {
		bool null = e->a >= 0 && (unsigned) e->a <= k->n_args
			&& is_null(k->args[e->a]);

		if (((e->op == EFF_IF_NULL || e->op == EFF_IF_ZERO) && !null)
		    || ((e->op == EFF_IF_NONNULL || e->op == EFF_IF_NONZERO)
			&& null)
		    || (e->op == EFF_IF_CLEAR && w->exc)
		    || (e->op == EFF_IF_SET && !w->exc))
			return false;
	}
	return true;
}

static const struct outcome *choose_outcome(struct world *w,
					    const struct call *k)
{
	const struct outcome *list[64];
	unsigned i, n = 0;

	for (i = 0; i < k->c->n_outcomes && n < 64; i++)
		if (is_possible(w, k, &k->c->outcomes[i]))
			list[n++] = &k->c->outcomes[i];
	if (!n) {
		w->over = w->cut = true;
		return NULL;
	}
	return list[choose(w, n)];
}

static struct datum make_result(struct world *w, const struct call *k,
				const struct outcome *o)
{
	static const int64_t numbers[] = { 0, 1, 2, 3, -1 };
	enum arg_kind kind = arg_class_kind((enum arg_class) k->c->ret);
	const struct effect *e;
	int64_t fit[ARRAY_SIZE(numbers)];
	unsigned i, n = 0;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_SAME && !e->a)
			return k->args[e->b];
	if (kind == ARG_IS_OBJECT || kind == ARG_IS_POINTER) {
		if (o->pred.hi == 0)
			return (struct datum) { 0, 0 };
		return (struct datum) { 0, new_object(w, 0, 0) };
	}
	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		if (numbers[i] >= o->pred.lo && numbers[i] <= o->pred.hi
		    && (numbers[i] || !o->pred.nonzero))
			fit[n++] = numbers[i];
	return (struct datum) { n ? fit[choose(w, n)] : o->pred.lo, 0 };
}

static void lend(struct world *w, const struct call *k, const struct effect *e)
{
	struct object *o = &w->objects[k->args[e->a].o];

	if (!k->args[e->a].o || o->held || o->others)
		return;
	o->others = 1;
	if (e->b > 0)
		o->lender = k->args[e->b].o;
	o->fragile = k->c->flags & CF_UNSAFE_BORROW;
}

/* False when the call does not return. */
static bool effect(struct world *w, const struct call *k,
		   const struct effect *e)
{
	uint32_t x = e->a >= 0 && (unsigned) e->a <= k->n_args
		? k->args[e->a].o : 0;
	uint32_t y = e->b > 0 && (unsigned) e->b <= k->n_args
		? k->args[e->b].o : 0;

	switch ((enum effect_op) e->op) {
	case EFF_OWN:
		if (x)
			w->objects[x].held++;
		break;
	case EFF_BORROW: lend(w, k, e); break;
	case EFF_IMMORTAL:
		if (x)
			w->objects[x].immortal = true;
		break;
	case EFF_SHARE:
		if (x) {
			w->objects[x].others++;
			w->objects[x].lender = y;
		}
		break;
	case EFF_GIVE:
		if (x)
			give(w, x, y);
		break;
	case EFF_DROP:
		if (x)
			release(w, x);
		break;
	case EFF_RAISES: w->exc = e->kinds || choose(w, 2); break;
	case EFF_CLEAR: w->exc = false; break;
	case EFF_RUNS_CODE: code_runs(w, 0); break;
	case EFF_MUTATES:
		if (x)
			code_runs(w, x);
		break;
	case EFF_RELEASE_GIL: case EFF_ACQUIRE_GIL:
		if (w->gil == (e->op == EFF_ACQUIRE_GIL))
			show(w, FAULT_GIL, FAULT_NO_GIL);
		w->gil = e->op == EFF_ACQUIRE_GIL;
		break;
	case EFF_NORETURN: return false;
	default: break;
	}
	return true;
}

static struct datum call_known(struct world *w, struct call *k)
{
	const struct outcome *o = NULL;
	const struct effect *e;

	if (!w->gil && !(k->c->flags & CF_NO_GIL) && !moves_gil(k->c))
		show(w, FAULT_NO_GIL, FAULT_NO_GIL);
	if (!pass(w, k))
		w->over = true;
	else
		o = choose_outcome(w, k);
	if (!o)
		return (struct datum) { 0, 0 };
	if (o->likelihood == LIKELY_NEVER_WITH_VALID)
		w->insane = true;
	k->args[0] = make_result(w, k, o);
	for (e = o->effects; e->op != EFF_END && !w->over; e++)
		if (!effect(w, k, e))
			w->over = true;
	/* A pointer that is no object has nobody to count it. */
	if (k->args[0].o && !w->objects[k->args[0].o].held
	    && !w->objects[k->args[0].o].others)
		w->objects[k->args[0].o].immortal = true;
	return k->args[0];
}

/* ------------------------------------------------------------ functions */

static struct datum run(struct world *w, const struct function *f,
			const struct datum *args);

static struct datum static_object(struct world *w, const void *what)
{
	void *known = map_get(&w->statics, map_key_ptr(what));

	if (!known) {
		known = (void *) (uintptr_t) new_object(w, 0, 1);
		map_set(&w->statics, map_key_ptr(what), known);
	}
	return (struct datum) { 0, (uint32_t) (uintptr_t) known };
}

static struct datum value(struct world *w, const struct function *f,
			  const struct datum *env, vid v)
{
	const struct value *x = &f->values[v];

	switch (x->kind) {
	case VAL_INT: return (struct datum) { x->u.i, 0 };
	case VAL_SSA: case VAL_PARAM: return env[v];
	case VAL_GLOBAL: return static_object(w, x->u.global);
	default: return (struct datum) { 1, 0 };
	}
}

static struct datum call(struct world *w, const struct function *f,
			 const struct datum *env, const struct instr *i)
{
	const struct function *t = call_target(f, i);
	struct call k = { .n_args = i->n_args < 15 ? i->n_args : 15 };
	unsigned n;

	for (n = 1; n <= k.n_args; n++)
		k.args[n] = value(w, f, env, i->args[n - 1]);
	if (t && t->has_body && w->frames < MAX_FRAMES)
		return run(w, t, k.args + 1);
	if (t && !strcmp(t->name, "PyErr_Occurred"))
		return (struct datum) { w->exc, 0 };
	k.c = t ? contract_find(t->name, PYVERSION(3, 11)) : NULL;
	if (!k.c) {
		w->over = w->cut = true;
		return (struct datum) { 0, 0 };
	}
	return call_known(w, &k);
}

static bool compare(struct datum a, enum cmp c, struct datum b)
{
	int64_t x = a.o ? 1000 + a.o : a.i, y = b.o ? 1000 + b.o : b.i;

	switch (c) {
	case CMP_EQ: return x == y;
	case CMP_NE: return x != y;
	case CMP_LT: return x < y;
	case CMP_LE: return x <= y;
	case CMP_GT: return x > y;
	case CMP_GE: return x >= y;
	default: return false;
	}
}

static void step(struct world *w, const struct function *f,
		 struct datum *env, const struct instr *i)
{
	struct datum a;

	switch (i->op) {
	case OP_CALL:
		a = call(w, f, env, i);
		break;
	case OP_COPY: case OP_CAST:
		a = value(w, f, env, i->a);
		break;
	case OP_ADD:
		a = (struct datum) { value(w, f, env, i->a).i
			+ value(w, f, env, i->b).i, 0 };
		break;
	case OP_LOAD:
		/* What a global points to; it is never freed. */
		a = static_object(w, i->place.base
			? (const void *) f->values[i->place.base].u.global
			: f);
		w->objects[a.o].immortal = true;
		break;
	default:
		w->over = w->cut = true;
		return;
	}
	if (i->dst)
		env[i->dst] = a;
}

/* Enters block TO by edge EDGE: all phis at once. */
static void phis(struct world *w, const struct function *f, struct datum *env,
		 uint32_t edge)
{
	const struct block *b = &f->blocks[f->edges[edge].to];
	struct datum next[32];
	uint32_t i, p;

	for (p = 0; p < b->n_preds && b->preds[p] != edge; p++)
		;
	for (i = 0; i < b->n_phis && i < 32; i++)
		next[i] = value(w, f, env, b->phis[i].args[p]);
	for (i = 0; i < b->n_phis && i < 32; i++)
		env[b->phis[i].dst] = next[i];
}

/* The edge that the terminator takes; UINT32_MAX after a return. */
static uint32_t leave(struct world *w, const struct function *f,
		      struct datum *env, const struct block *b)
{
	const struct instr *i = block_last(b);

	if (i->op == OP_JUMP)
		return b->succs[0];
	if (i->op != OP_BR) {
		w->over = w->cut = true;
		return UINT32_MAX;
	}
	return b->succs[!compare(value(w, f, env, i->a), i->cmp,
				 value(w, f, env, i->b))];
}

static struct datum run(struct world *w, const struct function *f,
			const struct datum *args)
{
	struct datum *env = calloc(f->n_values, sizeof(*env));
	struct datum result = { 0, 0 };
	uint32_t block = 0, j, edge;

	w->frames++;
	for (j = 0; j < f->n_params; j++)
		env[f->params[j]] = args[j];
	while (!w->over) {
		const struct block *b = &f->blocks[block];

		for (j = 0; j + 1 < b->n_instrs && !w->over; j++)
			step(w, f, env, &b->instrs[j]);
		if (w->over)
			break;
		if (w->steps++ > MAX_STEPS) {
			w->over = w->cut = true;
			break;
		}
		if (block_last(b)->op == OP_RET) {
			result = value(w, f, env, block_last(b)->a);
			break;
		}
		edge = leave(w, f, env, b);
		if (edge == UINT32_MAX)
			break;
		phis(w, f, env, edge);
		block = f->edges[edge].to;
	}
	w->frames--;
	free(env);
	return result;
}

/* What the interpreter finds when the outermost function is back. */
static void account(struct world *w, struct datum result, bool is_method)
{
	struct object *o = &w->objects[result.o];
	uint32_t i;

	w->shown->returns = true;
	if (is_method && is_null(result) && !w->exc)
		show(w, FAULT_SILENT, FAULT_SILENT);
	if (is_method && !is_null(result) && w->exc)
		show(w, FAULT_STALE, FAULT_STALE);
	if (result.o && o->dead) {
		show(w, FAULT_DEAD, FAULT_DEAD);
		show(w, FAULT_DEAD, FAULT_INCREF);
	} else if (result.o && !o->immortal && !o->wild) {
		if (o->held > 0)
			o->held--;
		else if (is_method)
			show(w, FAULT_INCREF, FAULT_INCREF);
	}
	for (i = 1; i <= w->n_objects; i++)
		if (w->objects[i].held > 0 && !w->objects[i].wild
		    && !w->objects[i].immortal)
			show(w, FAULT_LEAK, FAULT_LEAK);
	if (!w->gil)
		show(w, FAULT_GIL, FAULT_GIL);
}

/* What was lost before the process ended could have been said before. */
static void account_crash(struct world *w)
{
	uint32_t i;

	for (i = 1; i <= w->n_objects; i++)
		if (w->objects[i].held > 0 && !w->objects[i].wild
		    && !w->objects[i].immortal)
			w->shown->any |= 1u << FAULT_LEAK;
}

void execute(struct unit *u, const struct function *f, bool is_method,
	     unsigned long limit, struct shown *out)
{
	static struct world w;

	memset(&w, 0, sizeof(w));
	memset(out, 0, sizeof(*out));
	w.unit = u;
	w.shown = out;
	out->complete = true;
	do {
		struct datum args[2], result;

		w.at = w.steps = w.frames = w.n_objects = 0;
		w.exc = w.insane = w.over = w.cut = false;
		w.gil = true;
		args[0] = (struct datum) { 0, new_object(&w, 0, 1) };
		args[1] = is_method
			? (struct datum) { 0, new_object(&w, 0, 1) }
			: (struct datum) { choose(&w, 3), 0 };
		result = run(&w, f, args);
		map_release(&w.statics);
		if (!w.over)
			account(&w, result, is_method);
		else if (!w.cut)
			account_crash(&w);
		out->complete &= !w.cut;
		if (++out->runs == limit) {
			out->complete = false;
			w.random = 88172645463325252u;
		}
		if (w.random)
			w.n_choices = 0;
	} while (w.random ? out->runs < 2 * limit : advance(&w));
}
