/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The NULL test that follows a call looks at another variable, which is known
 * not to be NULL there: what the call returned was to be tested and is not.
 *
 * Nobody needs to say that the callee can return NULL: the code does.
 */
#include "check/wrong-variable.h"
#include "engine/knowledge.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

struct mistake {
	struct knowledge *knowledge;
	const struct instr *call;
	const struct instr *test;	/* the wrong one */
	vid made, tested;
	struct position at;	/* of the call */
};

static bool tests_null(const struct function *f, const struct instr *i, vid v)
{
	return i->op == OP_BR && (i->cmp == CMP_EQ || i->cmp == CMP_NE)
		&& value_is_zero(f, i->b)
		&& value_strip_copies(f, i->a) == v;
}

/* The edge that I, which tests for NULL, takes for what is not NULL. */
static uint32_t nonnull_edge(const struct block *b, const struct instr *i)
{
	return b->succs[i->cmp == CMP_EQ ? 1 : 0];
}

static bool find_test(const struct function *f, struct mistake *m)
{
	const struct block *b = &f->blocks[m->at.block];
	const struct instr *last = block_last(b);
	uint32_t j;

	for (j = m->at.instr + 1; j + 1 < b->n_instrs; j++)
		if (b->instrs[j].op != OP_COPY && b->instrs[j].op != OP_CAST
		    && b->instrs[j].op != OP_STORE)
			return false;
	if (last->op != OP_BR || !value_is_zero(f, last->b)
	    || (last->cmp != CMP_EQ && last->cmp != CMP_NE))
		return false;
	m->test = last;
	m->tested = value_strip_copies(f, last->a);
	return m->tested != m->made
		&& fn_value(f, m->tested)->type
		&& fn_value(f, m->tested)->type->kind == TYPE_PTR;
}

/* Is memory behind V read or written? */
static bool dereferences(const struct function *f, const struct instr *i,
			 vid v)
{
	return (i->op == OP_LOAD || i->op == OP_STORE)
		&& value_strip_copies(f, i->place.base) == v;
}

static enum path_verdict is_call(const struct function *f, struct position p,
				 void *data)
{
	const struct mistake *m = data;
	const struct instr *i = instr_at(f, p);

	if (i == m->call)
		return PATH_FOUND;
	return dereferences(f, i, m->tested) ? PATH_STOP : PATH_ON;
}

static bool not_by_test(const struct function *f, const struct edge *e,
			void *data)
{
	const struct mistake *m = data;
	const struct block *b = &f->blocks[e->from];
	const struct instr *last = block_last(b);

	return e->kind != EDGE_EH
		&& !(last != m->test && tests_null(f, last, m->tested)
		     && &f->edges[nonnull_edge(b, last)] == e);
}

/* Is the call reached only where an earlier test found the variable not to be
 * NULL, or where it was dereferenced? */
static bool is_known(const struct function *f, struct mistake *m)
{
	struct position entry = { 0, 0 };

	return !path_find(f, entry, is_call, not_by_test, m, NULL);
}

/* Is what was made passed on where NULL is not allowed, or is an error? */
static bool must_have(const struct function *f, const struct instr *i,
		      const struct mistake *m)
{
	const struct contract *k = i->op == OP_CALL
		? knowledge_call(m->knowledge, f, i) : NULL;
	unsigned n;

	for (n = 0; k && k->origin == ORIGIN_TABLE && n < i->n_args
		    && n < k->n_params; n++)
		if (strip_casts(f, i->args[n]) == m->made
		    && arg_class_is_address(k->params[n])
		    && arg_class_null(k->params[n]) != ARG_NULL_MEANS)
			return true;
	return false;
}

static enum path_verdict is_use(const struct function *f, struct position p,
				void *data)
{
	const struct mistake *m = data;
	const struct instr *i = instr_at(f, p);

	if (tests_null(f, i, m->made) || i == m->call)
		return PATH_STOP;
	return dereferences(f, i, m->made) || must_have(f, i, m)
		? PATH_FOUND : PATH_ON;
}

static bool position_of(const struct function *f, const struct instr *i,
			struct position *p)
{
	for (p->block = 0; p->block < f->n_blocks; p->block++) {
		const struct block *b = &f->blocks[p->block];

		if (b->n_instrs && i >= b->instrs
		    && i < b->instrs + b->n_instrs) {
			p->instr = (uint32_t) (i - b->instrs);
			return true;
		}
	}
	return false;
}

void wrong_variable_call(struct check_context *c, const struct function *f,
			 const struct instr *i, const struct contract *k)
{
	struct mistake m = { .knowledge = c->knowledge, .call = i,
		.made = i->dst };
	const struct function *callee = call_target(f, i);
	struct position from, use;
	struct finding *fi;
	const char *made, *tested;

	if (k || !callee || !i->dst || fn_value(f, i->dst)->type->kind
	    != TYPE_PTR || !position_of(f, i, &m.at) || !find_test(f, &m)
	    || !is_known(f, &m))
		return;
	from = (struct position) { f->edges[nonnull_edge(
		&f->blocks[m.at.block], m.test)].to, 0 };
	made = value_spelling(f, m.made);
	tested = value_spelling(f, m.tested);
	if (!made || !tested || !path_find(f, from, is_use, NULL, &m, &use))
		return;
	fi = check_finding(c, f, instr_at(f, use)->loc,
			   "%s of ‘%s’, which may be NULL: the test "
			   "behind ‘%s’ looks at ‘%s’",
			   instr_at(f, use)->op == OP_CALL ? "use"
			   : "dereference", made, callee->name, tested);
	fi->cause = i->loc;
	check_subject(c, fi, made);
	check_event(c, fi, i->loc, f, "‘%s’ is what ‘%s’ returned", made,
		    callee->name);
	check_event(c, fi, m.test->loc, f, "‘%s’ is tested here, which is "
		    "known not to be NULL", tested);
	check_event(c, fi, instr_at(f, use)->loc, f, "‘%s’ is used here "
		    "without a test", made);
	check_hint(c, fi, "test ‘%s’ instead of ‘%s’", made, tested);
	check_add(c, fi);
}
