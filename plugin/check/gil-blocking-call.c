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
	bool released;	/* some caller lets the GIL go around the helper */
};

/* A finding about a helper: at its blocking call, or, where others call it
 * as they should, at the call that does not. */
struct told { const struct blocking *blocking; struct finding *finding; };

struct gathered {
	struct map helpers;	/* function -> struct blocking * */
	VEC (struct told) told;
};

static struct gathered *gathered(struct check_context *c)
{
	if (!*c->data)
		*c->data = ARENA_NEW(&c->findings->arena, struct gathered);
	return *c->data;
}

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

static bool constant(const struct step *s, unsigned arg, int64_t *k)
{
	const struct value *v;
	sid x;

	if (arg >= s->instr->n_args)
		return false;
	v = fn_value(s->run->fn, value_strip_copies(s->run->fn,
						    s->instr->args[arg]));
	if (v->kind == VAL_INT) {
		*k = v->u.i;
		return true;
	}
	x = env_get(s->before, s->instr->args[arg]);
	return x && sym_constant(s->before, x, k);
}

/* Is argument ARG the address of a local time of zero? */
static bool is_no_time(const struct step *s, unsigned arg)
{
	const struct state *st = s->before;
	const struct value *v;
	unsigned zeros = 0;
	uint32_t n;

	if (arg >= s->instr->n_args)
		return false;
	v = fn_value(s->run->fn, value_strip_copies(s->run->fn,
						    s->instr->args[arg]));
	for (n = 0; v->kind == VAL_LOCAL && n < st->cells.n; n++) {
		const struct cell *c = &st->cells.v[n];

		if (c->at.kind == REGION_LOCAL && c->at.id == v->u.local
		    && !c->index && (c->at.offset == 0 || c->at.offset == 8))
			zeros += sym_is_null(st, c->value);
	}
	return zeros == 2;
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
	if (!strncmp(name, "recv", 4) || !strncmp(name, "send", 4))
		return i->n_args > 3 && (!constant(s, 3, &k) || k & 0x40);
	/* Only F_SETLKW and F_OFD_SETLKW wait (7 and 38, on Linux). */
	if (!strncmp(name, "fcntl", 5))
		return !constant(s, 1, &k) || (k != 7 && k != 38);
	/* LOCK_NB, and LOCK_UN. */
	if (!strcmp(name, "flock"))
		return !constant(s, 1, &k) || k & (4 | 8);
	if (!strcmp(name, "select") || !strcmp(name, "pselect"))
		return is_no_time(s, 4);
	return !strcmp(name, "ppoll") && is_no_time(s, 2);
}

/* Templates of the standard library that wait. */
static bool is_waiting_template(const struct function *t)
{
	static const char *const names[] = { "sleep_for", "sleep_until",
		"wait_for", "wait_until", "try_lock_for", "try_lock_until",
		NULL };

	return t && t->is_cxx && t->in_system_header
		&& !strncmp(t->key, "_ZNSt", 5) && name_in(t->name, names);
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
	if (b->fn != s->run->fn)
		check_event(c, fi, s->loc, s->run->fn,
			    "‘%s’ is called with the GIL held", b->fn->name);
	check_subject(c, fi, b->name);
	check_event(c, fi, b->at->loc, b->fn,
		    "all other threads wait until ‘%s’ returns", b->name);
	check_hint(c, fi, "release it: ‘Py_BEGIN_ALLOW_THREADS’ … "
		   "‘Py_END_ALLOW_THREADS’");
	if (b->fn == s->run->fn) {
		check_add(c, fi);
	} else {
		struct told t = { b, fi };

		vec_push(&gathered(c)->told, t);
	}
}

static void blocks(struct check_context *c, const struct step *s,
		   const struct blocking *b)
{
	struct gathered *g = gathered(c);

	if (is_called_by_python(s)) {
		report(c, s, b);
	} else if (!map_get(&g->helpers, map_key_ptr(s->run->fn))) {
		struct blocking *n = ARENA_NEW(&c->findings->arena,
					       struct blocking);

		*n = *b;
		map_set(&g->helpers, map_key_ptr(s->run->fn), n);
	}
}

static void step(struct check_context *c, const struct step *s)
{
	struct blocking *b = NULL;
	const struct function *t;

	if (s->kind != STEP_CALL || !s->contract)
		return;
	t = call_target(s->run->fn, s->instr);
	if (t && t->has_body)
		b = map_get(&gathered(c)->helpers, map_key_ptr(t));
	if (s->before->gil.state != GIL_HELD) {
		if (b)
			b->released |= s->before->gil.state == GIL_RELEASED;
	} else if (b) {
		blocks(c, s, b);
	} else if (is_waiting_template(t)
		   || (s->contract->flags & CF_BLOCKS
		       && !is_quick(s->run, s->instr)
		       && !does_not_wait(s))) {
		struct blocking here = { s->run->fn, s->instr,
			step_callee(s), false };

		blocks(c, s, &here);
	}
}

static void finish(struct check_context *c)
{
	struct gathered *g = *c->data;
	uint32_t i;

	for (i = 0; g && i < g->told.n; i++) {
		const struct blocking *b = g->told.v[i].blocking;
		struct finding *fi = g->told.v[i].finding;

		if (!b->released && !b->fn->in_system_header) {
			fi->loc = b->at->loc;
			fi->function = b->fn->name;
		}
		check_add(c, fi);
	}
	if (g) {
		map_release(&g->helpers);
		vec_release(&g->told);
	}
}

const struct check check_gil_blocking_call = {
	.step = step, .steps = ON(CALL), .finish = finish
};
