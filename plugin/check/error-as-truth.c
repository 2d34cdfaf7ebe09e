/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An error value is used as a truth value: -1 is true. */
#include "check/dataflow.h"

/* Marks what has the result of CALL, through copies, casts and PHIs. */
static bool *followers(const struct step *s, const struct instr *call)
{
	const struct function *f = s->run->fn;
	bool *has = ARENA_ARRAY(&s->run->arena, bool, f->n_values);
	bool changed = true;
	uint32_t b, i, j;

	has[call->dst] = call->dst != 0;
	while (changed) {
		changed = false;
		for (b = 0; b < f->n_rpo; b++) {
			const struct block *blk = &f->blocks[f->rpo[b]];

			for (i = 0; i < blk->n_phis; i++)
				for (j = 0; j < blk->n_preds; j++)
					if (has[blk->phis[i].args[j]]
					    && !has[blk->phis[i].dst])
						has[blk->phis[i].dst] =
							changed = true;
			for (i = 0; i < blk->n_instrs; i++) {
				const struct instr *in = &blk->instrs[i];

				if ((in->op == OP_COPY || in->op == OP_CAST)
				    && has[in->a] && !has[in->dst])
					has[in->dst] = changed = true;
			}
		}
	}
	return has;
}

/* Is the value compared with a negative number or for order anywhere? */
static bool is_tested_elsewhere(const struct step *s, const struct instr *call)
{
	const struct function *f = s->run->fn;
	const bool *has = followers(s, call);
	uint32_t b, i;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];
			const struct value *k;

			/* Or is handed on, for the caller to test. */
			if (in->op == OP_RET && in->a && has[in->a])
				return true;
			if ((in->op != OP_BR && in->op != OP_CMP
			     && in->op != OP_SWITCH) || !has[in->a])
				continue;
			if (in->op == OP_SWITCH)
				return true;
			k = &f->values[in->b];
			if (k->kind != VAL_INT || k->u.i != 0
			    || (in->cmp != CMP_EQ && in->cmp != CMP_NE))
				return true;
		}
	}
	return false;
}

/* Is there a success that is true, so that the two are confused? */
static bool success_can_be_true(const struct step *s, const struct instr *call)
{
	const struct contract *k = knowledge_call(
		s->run->engine->knowledge, s->run->fn, call);
	bool found = false;
	unsigned n;

	for (n = 0; n < k->n_outcomes; n++) {
		const struct outcome *o = &k->outcomes[n];
		const struct effect *e = o->effects;

		while (e->op != EFF_END && e->op != EFF_RAISES)
			e++;
		/* Of a helper: only where it says yes, no or error. */
		if (e->op == EFF_END && o->pred.hi > 1
		    && k->origin > ORIGIN_SPEC)
			return false;
		if (e->op == EFF_END && o->pred.hi > 0)
			found = true;
	}
	return found;
}

static void step(struct check_context *c, const struct step *s)
{
	const struct instr *by;
	struct finding *fi;
	int64_t k;

	if (s->kind != STEP_BRANCH || s->number != 0
	    || (s->cmp != CMP_EQ && s->cmp != CMP_NE)
	    || !sym_constant(s->before, s->value, &k) || k != -1)
		return;
	by = sym_get(s->before, s->value)->status_of;
	if (!by || by->op != OP_CALL || s->before->exc.state != EXC_SET
	    || s->before->exc.by != by || s->before->misuse
	    || !step_is_credible(c, s, s->before)
	    || s->run->asks_occurred || !success_can_be_true(s, by)
	    || is_tested_elsewhere(s, by))
		return;
	fi = step_finding(c, s, s->before, NULL,
			  "the result of ‘%s’ is used as a truth value, and "
			  "its error value -1 is true",
			  instr_callee(s->run, by));
	fi->memory_only = s->before->exc.memory_only;
	check_subject(c, fi, instr_callee(s->run, by));
	check_event(c, fi, s->loc, s->run->fn,
		    "-1 is taken for ‘true’ here, with an exception set");
	check_hint(c, fi, "test for the error first: ‘if (result < 0)’");
	check_add(c, fi);
}

const struct check check_error_as_truth = { .step = step };
