/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A call that can block, made while holding the GIL: every other thread
 * waits with it.
 *
 * A helper blocks on behalf of those that call it: what it does is kept and
 * told when a function that CPython calls reaches it with the GIL held.
 */
#include "check/locks.h"

#include <string.h>

/* The blocking call that a helper makes with the GIL as on entry. */
struct blocking {
	const struct function *fn;
	const struct instr *at;
	const char *name;
};

/* Fast in practice, or by what they are for: opening, closing, printing. */
static bool is_quick(const struct fn_run *r, const struct instr *i)
{
	static const char *const names[] = { "close", "fclose", "fflush",
		"fwrite", "fgetc", "getc", "dlopen", "creat", "dprintf",
		"tmpfile", "tmpfile64", "PyGILState_Ensure",
		"PyEval_RestoreThread", "PyEval_AcquireThread",
		"PyEval_AcquireLock", "_PyImport_AcquireLock", NULL };
	const struct function *t = call_target(r->fn, i);

	return !t || name_in(t->name, names);
}

/* Does a constant argument say that it does not wait? */
static bool does_not_wait(const struct step *s)
{
	const struct fn_run *r = s->run;
	const struct instr *i = s->instr;
	const char *name = step_callee(s);
	int64_t k;

	if (!strcmp(name, "poll"))
		return i->n_args == 3 && value_is_zero(r->fn, i->args[2]);
	if (!strcmp(name, "epoll_wait"))
		return i->n_args == 4 && value_is_zero(r->fn, i->args[3]);
	if (!strncmp(name, "PyThread_acquire_lock", 21))
		return i->n_args > 1 && value_is_zero(r->fn, i->args[1]);
	/* WNOHANG, MSG_DONTWAIT, O_NONBLOCK: some flag is given. */
	if (!strcmp(name, "waitpid"))
		return i->n_args == 3 && !value_is_zero(r->fn, i->args[2]);
	if (!strncmp(name, "recv", 4) || !strncmp(name, "send", 4)) {
		sid x = i->n_args > 3 ? env_get(s->before, i->args[3]) : 0;

		return x && (!sym_constant(s->before, x, &k) || k & 0x40);
	}
	return false;
}

static bool is_called_by_python(const struct step *s)
{
	return (s->run->role && s->run->role->slot
		&& s->run->role->slot->gil_on_entry)
		|| s->before->gil.by;
}

static void report(struct check_context *c, const struct step *s,
		   const struct blocking *b)
{
	struct finding *fi;

	fi = step_finding(c, s, s->before, NULL,
			  "‘%s’ can block while the GIL is held", b->name);
	if (b->fn != s->run->fn) {
		check_event(c, fi, s->loc, s->run->fn,
			    "‘%s’ is called with the GIL held", b->fn->name);
		fi->loc = b->at->loc;
		fi->function = b->fn->name;
	}
	check_subject(c, fi, b->name);
	check_event(c, fi, b->at->loc, b->fn,
		    "all other threads wait until ‘%s’ returns", b->name);
	check_hint(c, fi, "release it: ‘Py_BEGIN_ALLOW_THREADS’ … "
		   "‘Py_END_ALLOW_THREADS’");
	check_add(c, fi);
}

static void blocks(struct check_context *c, const struct step *s,
		   const struct blocking *b)
{
	struct map *m = *c->data;

	if (is_called_by_python(s)) {
		report(c, s, b);
		return;
	}
	if (!m)
		*c->data = m = ARENA_NEW(&c->findings->arena, struct map);
	if (!map_get(m, map_key_ptr(s->run->fn))) {
		struct blocking *n = ARENA_NEW(&c->findings->arena,
					       struct blocking);

		*n = *b;
		map_set(m, map_key_ptr(s->run->fn), n);
	}
}

static void step(struct check_context *c, const struct step *s)
{
	const struct blocking *b = NULL;
	const struct function *t;

	if (s->kind != STEP_CALL || s->before->gil.state != GIL_HELD
	    || !s->contract)
		return;
	t = call_target(s->run->fn, s->instr);
	if (t && t->has_body && *c->data)
		b = map_get(*c->data, map_key_ptr(t));
	if (b) {
		blocks(c, s, b);
	} else if (s->contract->flags & CF_BLOCKS && !is_quick(s->run,
							       s->instr)
		   && !does_not_wait(s)) {
		struct blocking here = { s->run->fn, s->instr,
			step_callee(s) };

		blocks(c, s, &here);
	}
}

static void finish(struct check_context *c)
{
	if (*c->data)
		map_release(*c->data);
}

const struct check check_gil_blocking_call = { .step = step,
	.finish = finish };
