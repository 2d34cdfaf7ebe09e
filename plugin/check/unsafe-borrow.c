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
	static const char *const made[] = { "PyMapping_Keys",
		"PyMapping_Values", "PyMapping_Items", "PyDict_Keys",
		"PyDict_Values", "PyDict_Items", "PySequence_List",
		"PyObject_Dir", "PyDict_Copy", NULL };
	unsigned i;

	if (!t)
		return false;
	/* A list made for the asker. */
	for (i = 0; made[i]; i++)
		if (callee_is(s->run, made_by(s->before, x), made[i]))
			return t->birth == BIRTH_NEW;
	if (t->birth == BIRTH_NEW)
		return t->fresh && !t->escaped && !t->stored && !t->shared
			&& !t->given;
	/* The keywords of a call are its own. */
	return t->birth == BIRTH_PARAM && t->param == 3 && r && r->slot
		&& (!strcmp(r->slot->name, "METH_VARARGS|METH_KEYWORDS")
		    || !strcmp(r->slot->name, "tp_init")
		    || !strcmp(r->slot->name, "tp_new")
		    || !strcmp(r->slot->name, "tp_call"));
}

static void step(struct check_context *c, const struct step *s)
{
	const struct contract *k = s->contract;
	struct finding *fi;
	const char *from;
	sid x;

	if (s->kind != STEP_CALL || s->before->misuse || !k
	    || !(k->flags & CF_UNSAFE_BORROW) || k->flags & CF_PRIVATE || k->ret == ARG_INT || !s->instr->n_args
	    || lock_any_held(s->before)
	    || !is_used(s->run->fn, s->instr->dst))
		return;
	x = env_get(s->before, s->instr->args[0]);
	if (is_private(s, x) || runs_alone(s->run))
		return;
	from = k->n_params && k->params[0] == ARG_STR ? "the interpreter"
		: run_sym_name(s->run, s->before, x,
			       s->instr->args[0]);
	fi = step_finding(c, s, s->before, NULL, "what ‘%s’ lends from ‘%s’ "
			  "can be freed by another thread", step_callee(s),
			  from);
	check_subject(c, fi, step_callee(s));
	check_event(c, fi, s->loc, s->run->fn, "without the GIL nothing "
		    "keeps the result alive from here on");
	if (k->replacement)
		check_hint(c, fi, "use ‘%s’, which returns a reference of "
			   "your own", k->replacement);
	else
		check_hint(c, fi, "do it in a critical section: "
			   "‘Py_BEGIN_CRITICAL_SECTION (…);’ … "
			   "‘Py_END_CRITICAL_SECTION ();’");
	check_add(c, fi);
}

const struct check check_unsafe_borrow = { .step = step };
