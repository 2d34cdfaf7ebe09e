/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all checks use to say something. */
#include "check/check.h"
#include "check/contracts.h"
#include "check/dataflow.h"
#include "engine/acyclic.h"
#include "engine/dues.h"
#include "engine/failure.h"
#include "engine/generated.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <stdio.h>
#include <string.h>

enum { MANY_CALLERS = 3 };

static const char *format(struct check_context *c, const char *fmt, va_list ap)
{
	struct buf b = { 0 };
	const char *s;

	buf_vaddf(&b, fmt, ap);
	s = arena_strdup(&c->findings->arena, buf_str(&b));
	buf_release(&b);
	return s;
}

struct finding *check_finding(struct check_context *c,
			      const struct function *f, struct loc loc,
			      const char *fmt, ...)
{
	struct finding *fi = finding_new(c->findings, c->rule, loc);
	va_list ap;

	va_start(ap, fmt);
	fi->message = format(c, fmt, ap);
	va_end(ap);
	if (f)
		fi->function = f->name;
	return fi;
}

void check_event(struct check_context *c, struct finding *fi, struct loc loc,
		 const struct function *f, const char *fmt, ...)
{
	struct event e = { .loc = loc, .function = f ? f->name : NULL };
	va_list ap;

	va_start(ap, fmt);
	e.text = format(c, fmt, ap);
	va_end(ap);
	finding_event(c->findings, fi, e);
}

void check_hint(struct check_context *c, struct finding *fi, const char *fmt,
		...)
{
	va_list ap;

	va_start(ap, fmt);
	fi->hint = format(c, fmt, ap);
	va_end(ap);
	if (!loc_known(fi->hint_loc))
		fi->hint_loc = fi->loc;
}

void check_subject(struct check_context *c, struct finding *fi,
		   const char *subject)
{
	fi->subject = subject ? arena_strdup(&c->findings->arena, subject)
		: NULL;
}

void check_add(struct check_context *c, struct finding *fi)
{
	if (fi->memory_only && !c->options->memory)
		return;
	if (fi->function && generated_runtime(fi->function))
		return;
	findings_add(c->findings, fi);
}

/* ------------------------------------------------------------- dataflow */

bool step_is_credible(struct check_context *c, const struct step *s,
		      const struct state *st)
{
	(void) s;
	return st->origin != ORIGIN_CONVENTION || c->options->convention;
}

struct finding *step_finding(struct check_context *c, const struct step *s,
			     const struct state *st, const struct thing *t,
			     const char *fmt, ...)
{
	struct finding *fi = finding_new(c->findings, c->rule, s->loc);
	va_list ap;

	va_start(ap, fmt);
	fi->message = format(c, fmt, ap);
	va_end(ap);
	fi->function = s->run->fn->name;
	fi->memory_only = st ? st->memory_only : s->memory_only;
	fi->origin = st ? st->origin : s->origin;
	if (t && t->born)
		fi->cause = t->born->loc;
	path_events(s->run, st ? st->trace : s->trace, t, c->findings, fi);
	return fi;
}

const char *step_callee(const struct step *s)
{
	const struct function *t;

	if (!s->instr || s->instr->op != OP_CALL)
		return "this";
	t = call_target(s->run->fn, s->instr);
	if (t)
		return t->name;
	return s->contract ? s->contract->name : "the function pointer";
}

const char *instr_callee(const struct fn_run *r, const struct instr *i)
{
	const char *name = i && i->op == OP_CALL ? run_callee_name(r, i)
		: NULL;

	return name ? name : "a call";
}

const struct sym *null_origin(const struct state *st, sid x)
{
	const struct sym *y = sym_get(st, x);

	return y->addr.kind == REGION_SYM && !sym_is_null(st, x)
		? sym_get(st, y->addr.id) : y;
}

static bool call_is_convention(const struct step *s, const struct instr *i)
{
	return knowledge_call(s->run->engine->knowledge, s->run->fn,
			      i)->origin == ORIGIN_CONVENTION;
}

/* Does no more than a test of it say that the value of S can be NULL? */
static bool is_guessed(const struct step *s)
{
	unsigned by = null_origin(s->before, s->value)->null_by;

	return by == NULL_BY_GUARD || by == NULL_BY_CALLEE;
}

bool null_is_doubtful(const struct step *s, const struct instr *source)
{
	const struct exc *x = &s->before->exc;
	bool is_its = source && x->by == source;

	if (source && x->by && x->by->op == OP_CALL && x->by->dst
	    && (is_its ? x->doubted : x->state == EXC_UNKNOWN
		&& call_is_convention(s, x->by)))
		return true;
	if (!source && is_guessed(s) && !step_null_was_tested(s))
		return true;
	return s->before->misuse && !(x->tested && is_its);
}

/* The conversion of FORMAT, as printf has them, that takes its variable
 * argument N (from 0); 0 when there is none. */
static char conversion(const char *format, uint32_t n)
{
	const char *p = format;

	while ((p = strchr(p, '%')) != NULL) {
		p++;
		if (*p == '%') {
			p++;
			continue;
		}
		for (; *p && strchr("-+ #0123456789.*hlLqjzt'", *p); p++)
			if (*p == '*' && n-- == 0)
				return '*';
		if (!*p || n-- == 0)
			return *p;
	}
	return 0;
}

bool step_prints_address(const struct step *s)
{
	const struct type *t = s->instr && s->instr->op == OP_CALL
		? s->instr->fn_type : NULL;
	const struct value *format;

	if (s->kind != STEP_ARG || !t || !t->is_variadic || !t->n_fields
	    || s->arg <= t->n_fields)
		return false;
	format = fn_value(s->run->fn, value_strip_copies(s->run->fn,
			s->instr->args[t->n_fields - 1]));
	return format->kind == VAL_STRING && !format->offset
		&& conversion(format->u.str.s, s->arg - t->n_fields - 1)
		   == 'p';
}

bool step_releases(const struct step *s)
{
	const struct effect *e;
	unsigned o;

	if (s->kind != STEP_ARG || !s->contract)
		return false;
	for (o = 0; o < s->contract->n_outcomes; o++)
		for (e = s->contract->outcomes[o].effects; e->op != EFF_END;
		     e++)
			if ((e->op == EFF_DROP || e->op == EFF_RELEASE)
			    && e->a == (int) s->arg)
				return true;
	return false;
}

bool instr_keeps_in(const struct fn_run *r, const struct instr *i,
		    uint32_t local, vid v)
{
	const struct contract *k = i->op == OP_CALL && i->n_args > 1
		? knowledge_call(r->engine->knowledge, r->fn, i) : NULL;
	bool writes = false, keeps = false;
	const struct effect *e;
	uint32_t to;
	int64_t at;
	unsigned o;

	if (!k || k->origin != ORIGIN_INFERRED
	    || !address_of_local(r->fn, i->args[0], &to, &at) || to != local)
		return false;
	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++) {
			writes |= e->op == EFF_WRITES && e->a == 1;
			keeps |= e->op == EFF_ESCAPES && e->a > 1
				&& (unsigned) e->a <= i->n_args
				&& (!v || value_strip_copies(r->fn,
					i->args[e->a - 1]) == v);
		}
	return writes && keeps;
}

bool call_is_assumed(struct check_context *c, const struct step *s,
		     const struct instr *i)
{
	if (c->options->convention || !i || i->op != OP_CALL)
		return false;
	return knowledge_call(s->run->engine->knowledge, s->run->fn,
			      i)->origin == ORIGIN_CONVENTION;
}

bool step_null_was_tested(const struct step *s)
{
	const struct function *f = s->run->fn;
	vid v = value_strip_copies(f, s->operand);
	uint32_t b = s->run->block_id;

	while (f->blocks[b].n_preds == 1) {
		uint32_t edge = f->blocks[b].preds[0];
		const struct block *from = &f->blocks[f->edges[edge].from];
		const struct instr *i = block_last(from);

		if (i->op == OP_BR && (i->cmp == CMP_EQ || i->cmp == CMP_NE)
		    && value_strip_copies(f, i->a) == v
		    && value_is_zero(f, i->b))
			return from->succs[i->cmp == CMP_EQ ? 0 : 1] == edge;
		b = f->edges[edge].from;
		if (!b)
			break;
	}
	return false;
}

bool thing_is_fetched(const struct step *s, const struct thing *t)
{
	const struct contract *k;
	const struct effect *e;

	if (t->family || !t->born || t->born->op != OP_CALL)
		return false;
	k = knowledge_call(s->run->engine->knowledge, s->run->fn, t->born);
	if (k->origin != ORIGIN_TABLE || !k->n_outcomes)
		return false;
	for (e = k->outcomes[0].effects; e->op != EFF_END; e++)
		if (e->op == EFF_FETCH)
			return true;
	return false;
}

bool call_is_ambiguous(const struct step *s, const struct instr *i)
{
	return knowledge_is_ambiguous(s->run->engine->knowledge, s->run->fn,
				      i);
}

bool call_returns_status(const struct step *s, const struct instr *i)
{
	return knowledge_tells_failure(s->run->engine->knowledge, s->run->fn,
				       i);
}

/* Is outcome O, with an exception, one that K's callers take for success:
 * such a result comes without one, too, and failure has another? */
static bool looks_like_success(const struct contract *k,
			       const struct outcome *o)
{
	bool succeeds = false, fails = false, always_zero = true;
	unsigned n;

	if (k->ret == ARG_OBJ || k->ret == ARG_PTR)
		return o->pred.lo > 0;
	for (n = 0; k->ret == ARG_INT && n < k->n_outcomes; n++) {
		const struct outcome *p = &k->outcomes[n];

		if (preds_meet(&p->pred, &o->pred))
			succeeds |= !outcome_raises(p);
		else
			fails |= outcome_raises(p);
		always_zero &= !p->pred.lo && !p->pred.hi;
	}
	/* A status that is always 0 tells nobody. */
	return succeeds && (fails || always_zero);
}

/* F, which returns nothing, raises on some ways: are it many who do not know,
 * so that it is to blame and not each of them?  Those know that ask for the
 * indicator. */
static bool callers_do_not_ask(const struct step *s, const struct function *f)
{
	const struct function *by;
	unsigned i, ask = 0;

	for (i = 0; (by = knowledge_caller(s->run->engine->knowledge, f, i))
	     != NULL; i++)
		ask += body_calls(by, "PyErr_Occurred")
			|| body_calls(by, "PyErr_ExceptionMatches");
	return i >= MANY_CALLERS && 2 * ask < i;
}

/* Likewise of function F, which returns nothing. */
static bool is_silent_on_failure(const struct step *s,
				 const struct contract *k,
				 const struct function *f)
{
	unsigned n;

	for (n = 0; n < k->n_outcomes; n++)
		if (!outcome_raises(&k->outcomes[n]))
			return f && callers_do_not_ask(s, f);
	return false;
}

const struct outcome *step_guilty_helper(const struct step *s)
{
	const struct instr *by = s->before->exc.by;
	const struct trace *t;

	if (!by || by->op != OP_CALL
	    || knowledge_call(s->run->engine->knowledge, s->run->fn, by)->origin
	       != ORIGIN_INFERRED)
		return NULL;
	/* In a loop the last of its calls need not be the one. */
	for (t = s->before->trace; t; t = t->prev)
		if (t->kind == TRACE_CALL && t->instr == by
		    && outcome_has(t->outcome, EFF_RAISES))
			break;
	return t && t->contract->origin == ORIGIN_INFERRED
		&& loc_known(t->outcome->loc)
		&& (t->contract->ret == ARG_VOID
		    ? is_silent_on_failure(s, t->contract,
					   call_target(s->run->fn, t->instr))
		    : looks_like_success(t->contract, t->outcome))
		? t->outcome : NULL;
}

bool field_can_run_code(struct check_context *c, const struct thing *t)
{
	const struct field_model *fm;
	uint32_t i;

	fm = declared_field(c->declared, t->field_record,
			    (uint64_t) t->field_offset);
	for (i = 0; fm && i < c->declared->types.n; i++) {
		const struct type_model *type = c->declared->types.v[i];

		if (fm >= type->fields.v && fm < type->fields.v
		    + type->fields.n)
			return field_may_run_code(c->declared, type, fm);
	}
	return true;
}

/* Is an argument of call I the struct that V points to? */
static bool passes(const struct function *f, const struct instr *i, vid v)
{
	unsigned n;

	for (n = 0; n < i->n_args; n++)
		if (strip_casts(f, i->args[n]) == v)
			return true;
	return false;
}

/* Can the function of the unit that I calls set the member at AT of the
 * struct that V points to, or free the struct? */
static bool helper_sets(const struct step *s, const struct instr *i, vid v,
			const struct place *at)
{
	const struct function *f = s->run->fn, *t = call_target(f, i);
	bool sets = !t || !t->has_body || !at->field;
	uint32_t n;

	for (n = 0; !sets && n < i->n_args && n < t->n_params; n++) {
		struct touches found = { 0 };
		uint32_t k;

		if (strip_casts(f, i->args[n]) != v)
			continue;
		touches_of_param(s->run->engine->declared, t, n, &found);
		for (k = 0; k < found.list.n; k++)
			sets |= found.list.v[k].kind == TOUCH_FREE
				|| (found.list.v[k].offset == at->offset
				    && found.list.v[k].kind != TOUCH_ESCAPE);
		touches_release(&found);
	}
	return sets;
}

bool function_sets(const struct step *s, const struct place *at)
{
	const struct function *f = s->run->fn;
	vid base = strip_casts(f, at->base);
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if ((i->op == OP_STORE || i->op == OP_MOVE
			     || i->op == OP_ZERO)
			    && same_record(i->place.record, at->record)
			    && (i->place.offset == at->offset
				|| i->place.size > sizeof(void *)))
				return true;
			/* A helper may do it, or the struct is freed. */
			if (i->op == OP_CALL && passes(f, i, base)
			    && helper_sets(s, i, base, at)
			    && (!at->record->is_object
				|| knowledge_call(s->run->engine->knowledge,
						  f, i)->origin
				   >= ORIGIN_INFERRED))
				return true;
		}
	return false;
}

static bool is_array_of_objects(const struct type *t)
{
	return t && t->kind == TYPE_PTR && type_is_object_ptr(t->inner);
}

/* Does each caller hand helper F as parameter N (from 1) the array of
 * arguments that Python calls it with? */
static bool gets_arguments(const struct step *s, const struct function *f,
			   unsigned n)
{
	const struct knowledge *k = s->run->engine->knowledge;
	const struct site *at;
	uint32_t i, calls;

	at = sites_of_calls(&k->declared->sites, f, &calls);
	for (i = 0; i < calls; i++) {
		const struct function *by = at[i].f;
		unsigned p = n <= at[i].i->n_args
			? param_of_array(by, at[i].i->args[n - 1]) : 0;

		if (!p || !knowledge_is_open(k, by)
		    || !is_array_of_objects(fn_value(by, by->params[p - 1])
					    ->type))
			return false;
	}
	return calls > 0;
}

bool thing_is_argument(const struct step *s, const struct thing *t)
{
	const struct function *f = s->run->fn;
	const struct instr *i = t->born;
	unsigned p;

	if (!i || i->op != OP_LOAD || i->place.record
	    || !(p = param_of_array(f, i->place.base)) || p > f->n_params
	    || !is_array_of_objects(fn_value(f, f->params[p - 1])->type))
		return false;
	return s->run->role || (fn_value(f, f->params[p - 1])->type->inner
				->is_const && gets_arguments(s, f, p));
}

/* Is what RET returns, reached by edge E, NULL or below zero? */
static bool returns_failure(const struct function *f, const struct instr *ret,
			    uint32_t e)
{
	const struct block *b = &f->blocks[f->edges[e].to];
	vid v = ret->a ? value_strip_copies(f, ret->a) : 0;
	uint32_t k, n;

	for (k = 0; v && k < b->n_phis; k++)
		for (n = 0; b->phis[k].dst == v && n < b->n_preds; n++)
			if (b->preds[n] == e) {
				v = value_strip_copies(f, b->phis[k].args[n]);
				k = b->n_phis - 1;
				break;
			}
	return v && (value_is_zero(f, v)
		     ? f->type && f->type->inner->kind == TYPE_PTR
		     : fn_value(f, v)->kind == VAL_INT
		       && fn_value(f, v)->u.i < 0);
}

bool edge_ends_in_failure(const struct function *f, const bool *failing,
			  uint32_t e)
{
	uint32_t to = f->edges[e].to;
	const struct instr *last = block_last(&f->blocks[to]);

	return last->op == OP_RET ? returns_failure(f, last, e) : failing[to];
}

bool *blocks_in_failure(const struct function *f)
{
	bool *failing = prc_malloc(f->n_blocks * sizeof(*failing));
	uint32_t *stack = prc_malloc(f->n_blocks * sizeof(*stack));
	uint32_t n = 0, b, k;

	/* All but those that end otherwise, and what leads to them. */
	memset(failing, true, f->n_blocks * sizeof(*failing));
	for (b = 0; b < f->n_blocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (k = 0; k < bl->n_succs; k++)
			if (!edge_ends_in_failure(f, failing, bl->succs[k]))
				break;
		if (bl->n_succs && k == bl->n_succs)
			continue;
		failing[b] = false;
		stack[n++] = b;
	}
	while (n) {
		const struct block *bl = &f->blocks[b = stack[--n]];

		/* How it is returned is the edge's. */
		for (k = 0; k < bl->n_preds
		     && block_last(bl)->op != OP_RET; k++) {
			uint32_t from = f->edges[bl->preds[k]].from;

			if (!failing[from])
				continue;
			failing[from] = false;
			stack[n++] = from;
		}
	}
	prc_free(stack);
	return failing;
}

bool block_ends_in_failure(const struct function *f, uint32_t b)
{
	bool *failing = blocks_in_failure(f), fails = failing[b];

	prc_free(failing);
	return fails;
}

bool *blocks_leading_to(const struct function *f, uint32_t to)
{
	bool *lead = prc_malloc(f->n_blocks * sizeof(*lead));
	uint32_t *stack = prc_malloc(f->n_blocks * sizeof(*stack)), n = 0, k;

	memset(lead, 0, f->n_blocks * sizeof(*lead));
	lead[to] = true;
	stack[n++] = to;
	while (n) {
		const struct block *b = &f->blocks[stack[--n]];

		for (k = 0; k < b->n_preds; k++) {
			const struct edge *e = &f->edges[b->preds[k]];

			if (e->kind == EDGE_EH || lead[e->from])
				continue;
			lead[e->from] = true;
			stack[n++] = e->from;
		}
	}
	prc_free(stack);
	return lead;
}
