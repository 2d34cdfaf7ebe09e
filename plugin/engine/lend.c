/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory, a stream or a descriptor that an unknown function gets: nobody told
 * whether it is the caller's afterwards.  The function itself tells when it
 * releases it after such a call on a way that goes well: who had taken it over
 * would release it then.  Where another way forgets it, it is lost.
 *
 * `if (lib_add (p) < 0) { free (p); return -1; }' is no such release.
 */
#include "engine/call.h"
#include "engine/tables.h"

#include <string.h>

/* How far back a test of the callee's result is looked for. */
enum { MAX_BACK = 200 };

static bool can_be_lent(const struct thing *t)
{
	return t && t->birth == BIRTH_NEW && t->refs > 0 && !t->escaped
		&& !t->stored && t->born
		&& ((t->family >= FAMILY_MALLOC
		     && t->family <= FAMILY_PYOBJECT_MEM)
		    || t->family == FAMILY_FILE || t->family == FAMILY_FD);
}

/* Can function F release its argument?  Of one without a body nobody knows.
 * OBJECT: a reference to one of them. */
static bool may_release(const struct call *c, const struct function *f,
			bool object)
{
	const struct contract *k = knowledge_function(c->r->engine->knowledge,
						      f, 1);
	const struct effect *e;
	unsigned n;

	for (n = 0; k && n < k->n_outcomes; n++)
		for (e = k->outcomes[n].effects; e->op != EFF_END; e++)
			if (object ? e->op == EFF_DROP && e->a > 0
			    : e->a == 1 && (e->op == EFF_RELEASE
					    || e->op == EFF_ESCAPES))
				return true;
	return !k;
}

bool call_gets_releaser(const struct call *c, bool object)
{
	const struct function *f = c->r->fn;
	uint32_t n;

	for (n = 0; n < c->i->n_args; n++) {
		const struct value *v = fn_value(f, strip_casts(f,
							c->i->args[n]));

		if (v->kind == VAL_FUNC && may_release(c, v->u.func, object))
			return true;
	}
	return false;
}

/* How large the member of an object is whose address is argument N; 0: it is
 * none.  What stands beside it is out of the callee's reach. */
static uint64_t member_passed(const struct call *c, unsigned n)
{
	const struct function *f = c->r->fn;
	const struct instr *d = value_def(f, strip_casts(f, c->i->args[n - 1]));
	const struct type *t = d && d->op == OP_ADDR ? d->place.record : NULL;
	uint32_t k;

	if (!t || !t->is_object || !d->place.field || d->place.index
	    || d->place.offset < OB_SIZE_AT)
		return 0;
	for (k = 0; k < t->n_fields; k++)
		if (t->fields[k].offset == (uint64_t) d->place.offset
		    && t->fields[k].name
		    && !strcmp(t->fields[k].name, d->place.field))
			return t->fields[k].type->size;
	return 0;
}

/* Is T, argument N, an object of which this function has a reference to spare,
 * as data of its own for a library's function?  That knows memory, which it
 * hands to a callback, and no references. */
bool call_is_user_data(const struct call *c, const struct thing *t,
		       unsigned n)
{
	const struct function *f = call_target(c->r->fn, c->i);
	const struct type *p = f && !f->has_body && n <= f->type->n_fields
		? f->type->fields[n - 1].type : NULL;

	return p && p->kind == TYPE_PTR && p->inner
		&& p->inner->kind == TYPE_VOID && t && !t->family
		&& t->refs > 0 && !t->immortal && !t->escaped && !t->stored
		&& !t->shared && !t->given && t->life == LIFE_ALIVE
		&& !call_gets_releaser(c, true);
}

void call_lend(struct call *c, struct state *s, unsigned n)
{
	sid x = c->args[n];
	uint64_t size = member_passed(c, n);
	struct thing *t = thing_of(s, x);
	bool is_data = call_is_user_data(c, t, n);
	bool lent = can_be_lent(t) && call_target(c->r->fn, c->i)
		&& !sym_get(s, x)->interior && !call_gets_releaser(c, false);

	if (size && x && sym_get(s, x)->addr.kind == REGION_SYM) {
		struct addr a = sym_get(s, x)->addr;

		run_forget(s, &a, size);
		return;
	}
	run_escape(c->r, s, x);
	t = thing_of(s, x);
	if (is_data)
		t->lent_to = c->i;
	if (!lent)
		return;
	t->escaped = false;
	t->lent_to = c->i;
}

/* A struct that is passed by value: contracts have no word for what becomes of
 * what it holds, which a library's closure {function, data, free} takes over. */
void call_lend_contents(struct call *c, struct state *s, unsigned n)
{
	const struct instr *d = value_def(c->r->fn, c->i->args[n - 1]);
	struct cell from;
	uint32_t k;

	if (!d || d->op != OP_LOAD || !run_cell(c->r, s, &d->place, &from))
		return;
	for (k = 0; k < s->cells.n; k++) {
		const struct cell *in = &s->cells.v[k];
		struct thing *t = thing_of(s, in->value);

		if (t && in->at.kind == from.at.kind && in->at.id == from.at.id
		    && in->at.ptr == from.at.ptr
		    && in->at.offset >= from.at.offset
		    && in->at.offset < from.at.offset
			+ (int64_t) d->place.size)
			t->escaped = true;
	}
}

/* Does destructor F of capsules release the object that is their pointer? */
static bool releases_pointer(const struct function *f)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k], *d;
			const struct function *t = i->op == OP_CALL
				&& i->n_args == 1 ? call_target(f, i) : NULL;

			d = t && (strstr(t->name, "DECREF")
				  || strstr(t->name, "DecRef"))
				? value_def(f, strip_casts(f, i->args[0]))
				: NULL;
			t = d && d->op == OP_CALL ? call_target(f, d) : NULL;
			if (t && !strcmp(t->name, "PyCapsule_GetPointer"))
				return true;
		}
	return false;
}

bool call_gives_to_capsule(struct call *c, struct state *s, int n)
{
	const struct thing *t = thing_get(s, call_operand(c, n));
	const struct value *v;

	if (n != 1 || !call_name_is(c->c, "PyCapsule_New") || !t || t->family
	    || t->refs <= 0 || t->escaped || c->i->n_args != 3)
		return false;
	v = fn_value(c->r->fn, strip_casts(c->r->fn, c->i->args[2]));
	if (v->kind != VAL_FUNC || !v->u.func->has_body
	    || !releases_pointer(v->u.func))
		return false;
	apply_release(c->r, s, c->i, 1, c->args[1], true);
	return true;
}

static vid tested(const struct function *f, const struct instr *br)
{
	vid v = value_strip_copies(f, br->a);
	const struct instr *d = value_def(f, v);

	while (d && d->op == OP_CAST) {
		v = value_strip_copies(f, d->a);
		d = value_def(f, v);
	}
	return v;
}

/* Does the way that the test took say that the callee failed, or may it? */
static bool may_have_failed(const struct function *f, const struct trace *t)
{
	const struct instr *br = t->instr;
	const struct value *k = fn_value(f, br->b);
	enum cmp c = t->taken ? br->cmp : cmp_negate(br->cmp);
	int64_t n = k->kind == VAL_INT ? k->u.i : 1;

	if (br->op != OP_BR || k->kind != VAL_INT)
		return true;
	if (fn_value(f, br->a)->type
	    && fn_value(f, br->a)->type->kind == TYPE_PTR)
		return !(c == CMP_NE && n == 0);
	/* A status below zero is an error; of zero nobody can tell. */
	return !((c == CMP_GE && n == 0) || (c == CMP_GT && n == -1)
		 || (c == CMP_NE && n == -1));
}

/* How many blocks of cleaning up may come first. */
enum { ANSWER_DEPTH = 4 };

/* Is an exception set behind edge E, before the ways part? */
static bool is_answered(const struct fn_run *r, uint32_t e)
{
	const struct function *f = r->fn;
	struct knowledge *k = r->engine->knowledge;
	unsigned depth;
	uint32_t n;

	for (depth = 0; depth < ANSWER_DEPTH; depth++) {
		const struct block *b = &f->blocks[f->edges[e].to];

		for (n = 0; n < b->n_instrs; n++) {
			const struct contract *a = b->instrs[n].op == OP_CALL
				? knowledge_call(k, f, &b->instrs[n]) : NULL;

			if (a && contract_ever(a, EFF_RAISES)
			    && contract_always(a, EFF_RAISES))
				return true;
		}
		if (b->n_succs != 1)
			return false;
		e = b->succs[0];
	}
	return false;
}

/* Is the way that the test took the good one, since the other one sets an
 * exception at once, and this one sets none? */
static bool went_well(const struct fn_run *r, const struct trace *t)
{
	const struct function *f = r->fn;
	uint32_t b, n;

	if (t->instr->op != OP_BR)
		return false;
	for (b = 0; b < f->n_blocks; b++)
		if (block_last(&f->blocks[b]) == t->instr)
			break;
	if (b == f->n_blocks || f->blocks[b].n_succs != 2)
		return false;
	n = t->taken ? 0 : 1;
	return is_answered(r, f->blocks[b].succs[1 - n])
		&& !is_answered(r, f->blocks[b].succs[n]);
}

void lend_note_given_back(struct fn_run *r, const struct state *s,
			  const struct thing *t)
{
	const struct function *f = r->fn;
	const struct trace *e = s->trace;
	const struct instr *of = t->family ? t->born : t->lent_to;
	unsigned n;

	if (!t->lent_to || !of || s->exc.state == EXC_SET)
		return;
	for (n = 0; e && n < MAX_BACK && t->lent_to->dst; e = e->prev, n++)
		if (e->kind == TRACE_BRANCH && e->instr
		    && tested(f, e->instr) == t->lent_to->dst
		    && may_have_failed(f, e) && !went_well(r, e))
			return;
	map_set(&r->given_back, map_key_ptr(of), (void *) of);
}

/* The last call of the block; NULL: there is none. */
static const struct instr *last_call(const struct block *b)
{
	uint32_t n = b->n_instrs;

	while (n && b->instrs[n - 1].op != OP_CALL)
		n--;
	return n ? &b->instrs[n - 1] : NULL;
}

void lend_refused(struct fn_run *r, struct state *s, sid status, uint32_t edge)
{
	const struct instr *i = last_call(r->block);
	tid t;

	if (!i || !i->dst || !status || env_get(s, i->dst) != status
	    || !(sym_is_null(s, status) ? fn_value(r->fn, i->dst)->type->kind
					  == TYPE_PTR
		 : sym_get(s, status)->hi < 0)
	    || !is_answered(r, edge))
		return;
	for (t = 1; t < s->things.n; t++) {
		struct thing *th = &s->things.v[t];

		if (th->lent_to != i || th->family)
			continue;
		th->lent_to = NULL;
		th->escaped = false;
	}
}
