/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Free threading: a reference is borrowed from a container that another
 * thread can change before this one has made it its own.
 *
 * A container that nobody else has, a critical section, and a result that is
 * only compared with NULL are no danger.
 */
#include "check/locks.h"

#include <string.h>

struct used { vid v; bool seriously; };

static void note_use(vid v, void *data)
{
	struct used *u = data;

	u->seriously |= v == u->v;
}

/* Is the result more than compared? */
static bool is_used(const struct function *f, vid v)
{
	struct used u = { v, false };
	uint32_t b, i;

	if (!v)
		return false;
	for (b = 0; b < f->n_blocks && !u.seriously; b++) {
		const struct block *blk = &f->blocks[b];

		for (i = 0; i < blk->n_phis; i++) {
			uint32_t j;

			for (j = 0; j < blk->n_preds; j++)
				note_use(blk->phis[i].args[j], &u);
		}
		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			if (in->op == OP_BR || in->op == OP_CMP)
				continue;
			if ((in->op == OP_COPY || in->op == OP_CAST)
			    && in->a == v)
				u.seriously |= is_used(f, in->dst);
			else
				instr_uses(in, note_use, &u);
		}
	}
	return u.seriously;
}

/* Nobody but this call has the container. */
static bool is_private(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);
	const struct role *r = s->run->role;

	if (!t)
		return false;
	if (t->birth == BIRTH_NEW)
		return t->fresh && !t->escaped && !t->stored && !t->shared
			&& !t->given;
	if (t->birth == BIRTH_PARAM && !r)
		return knowledge_param_is_private(s->run->engine->knowledge,
						  s->run->fn, t->param - 1u);
	/* The keywords of a call are its own. */
	return t->birth == BIRTH_PARAM && t->param == 3 && r && r->slot
		&& (!strcmp(r->slot->name, "METH_VARARGS|METH_KEYWORDS")
		    || !strcmp(r->slot->name, "tp_init")
		    || !strcmp(r->slot->name, "tp_new")
		    || !strcmp(r->slot->name, "tp_call"));
}

static void report(struct check_context *c, const struct step *s,
		   const char *what, const char *from, const char *instead)
{
	struct finding *fi;

	fi = step_finding(c, s, s->before, NULL, "what ‘%s’ lends from ‘%s’ "
			  "can be freed by another thread", what, from);
	check_subject(c, fi, what);
	check_event(c, fi, s->loc, s->run->fn, "without the GIL nothing "
		    "keeps the result alive from here on");
	if (instead)
		check_hint(c, fi, "use ‘%s’, which returns a reference of "
			   "your own", instead);
	else
		check_hint(c, fi, "do it in a critical section: "
			   "‘Py_BEGIN_CRITICAL_SECTION (…);’ … "
			   "‘Py_END_CRITICAL_SECTION ();’");
	check_add(c, fi);
}

/* Nobody else can reach the container X, or nobody runs beside us. */
static bool is_safe(const struct step *s, sid x)
{
	return s->before->misuse || lock_any_held(s->before)
		|| is_private(s, x) || runs_alone(s->run)
		|| callers_lock(s->run);
}

static void call(struct check_context *c, const struct step *s)
{
	const struct contract *k = s->contract;
	sid x;

	if (!k || !(k->flags & CF_UNSAFE_BORROW) || k->flags & CF_PRIVATE
	    || k->origin == ORIGIN_INFERRED || k->ret == ARG_INT
	    || !s->instr->n_args || !is_used(s->run->fn, s->instr->dst))
		return;
	x = env_get(s->before, s->instr->args[0]);
	if (is_safe(s, x))
		return;
	report(c, s, step_callee(s), k->n_params && k->params[0] == ARG_STR
	       ? "the interpreter" : run_sym_name(s->run, s->before, x,
						  s->instr->args[0]),
	       k->replacement);
}

/* PyList_GET_ITEM, which is a macro: an item is read from a list's array. */
static void item(struct check_context *c, const struct step *s)
{
	const struct thing *t = thing_get(s->before, s->value);
	const struct instr *i = s->instr;

	if (!t || t->birth != BIRTH_BORROW || !t->lender || !t->field
	    || strcmp(t->field, "ob_item") || !t->field_record
	    || !t->field_record->name
	    || strcmp(t->field_record->name, "PyListObject")
	    || i->op != OP_LOAD
	    || !type_is_object_ptr(fn_value(s->run->fn, i->dst)->type)
	    || !is_used(s->run->fn, i->dst) || is_safe(s, t->lender))
		return;
	report(c, s, "PyList_GET_ITEM", run_sym_name(s->run, s->before,
						     t->lender, 0),
	       "PyList_GetItemRef");
}

static void step(struct check_context *c, const struct step *s)
{
	if (s->kind == STEP_CALL)
		call(c, s);
	else if (s->kind == STEP_DEREF)
		item(c, s);
}

const struct check check_unsafe_borrow = {
	.step = step, .steps = ON(CALL) | ON(DEREF)
};
