/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways that a C++ exception takes; see throw.h. */
#include "engine/throw.h"
#include "engine/gil.h"

#include <string.h>

/* Functions of the library, where an exception is shortness of memory. */
static bool is_library(const struct function *t)
{
	return !strncmp(t->key, "_ZNS", 4) || !strncmp(t->key, "_ZNKS", 5)
		|| !strncmp(t->key, "_ZS", 3) || !strncmp(t->key, "_ZNSt", 5)
		|| !strncmp(t->key, "_Zn", 3) || !strncmp(t->key, "_Zd", 3);
}

/* May call I throw, and not for want of memory alone?  A function of C++ that
 * is not in sight and not noexcept may, says the code that catches it. */
static bool may_throw(const struct function *f, const struct instr *i)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;

	if (!t || t->is_nothrow)
		return false;
	if (t->has_body || !t->is_cxx)
		return gil_throws_in_sight(f, i);
	return t->key && !is_library(t);
}

/* Has the path taken something that it can still lose? */
static bool has_something(const struct state *s)
{
	sid x;

	for (x = 1; x < s->syms.n; x++) {
		const struct thing *t = thing_get(s, x);

		if (t && t->birth == BIRTH_NEW && t->refs > 0 && !t->escaped)
			return true;
	}
	return false;
}

bool throw_is_caught(const struct fn_run *r, const struct instr *i)
{
	uint32_t j;

	for (j = 0; j < r->block->n_succs; j++) {
		const struct edge *e = &r->fn->edges[r->block->succs[j]];

		if (e->kind == EDGE_EH && r->can_return[e->to])
			return may_throw(r->fn, i);
	}
	return false;
}

struct state *throw_state(struct fn_run *r, const struct state *s,
			  const struct instr *i)
{
	struct state *n;
	unsigned a;

	if (!has_something(s))
		return NULL;
	n = state_copy(&r->engine->pool, s);
	/* What the callee did with what it was given is not known. */
	for (a = 0; a < i->n_args; a++)
		run_escape(r, n, run_eval(r, n, i->args[a]));
	n->exc.state = EXC_UNKNOWN;
	n->exc.by = NULL;
	/* What is lost on the way is told of, and nothing else. */
	n->misuse = true;
	run_trace(r, n, (struct trace) { .kind = TRACE_NOTE, .instr = i,
		  .what = "an exception that is thrown here is caught below" });
	return n;
}
