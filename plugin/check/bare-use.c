/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See bare-use.h. */
#include "check/bare-use.h"
#include "check/format-call.h"
#include "engine/tables.h"
#include "engine/taint.h"
#include "engine/touch.h"

#include <string.h>

/* The field of SELF that V holds and that may be NULL, or NULL. */
static const struct field_model *null_field(const struct use *u,
					    const struct function *f, vid v)
{
	const struct instr *def = value_def(f, strip_casts(f, v));
	uint32_t i;

	if (!def || def->op != OP_LOAD || !def->place.field
	    || def->place.index
	    || strip_casts(f, def->place.base) != u->self)
		return NULL;
	for (i = 0; i < u->t->fields.n; i++) {
		const struct field_model *fm = &u->t->fields.v[i];

		if ((uint64_t) def->place.offset == fm->offset
		    && fm->family != FAMILY_FD && u->is_null(u, fm))
			return fm;
	}
	return NULL;
}

/* The pointer from which the address V was reached by arithmetic. */
static vid origin(const struct function *f, vid v)
{
	int depth;

	for (depth = 0; depth < 16; depth++) {
		const struct instr *def;

		v = strip_casts(f, v);
		def = value_def(f, v);
		if (def && def->op == OP_ADDR)
			v = def->place.base;
		else if (def && def->op == OP_ADD
			 && fn_value(f, v)->type->kind == TYPE_PTR)
			v = def->a;
		else
			break;
	}
	return v;
}

/* Is nothing read at NULL when the number that goes with it is zero, which it
 * may be as the pointer is NULL?  memcpy (p, self->data, self->n) */
static bool is_counted(const struct contract *c, uint32_t n)
{
	for (n++; n < c->n_params; n++)
		if (c->params[n] == ARG_SIZE || c->params[n] == ARG_SSIZE)
			return true;
	return false;
}

static bool needs_nonnull(const struct contract *c, uint32_t n)
{
	if (!c || n >= c->n_params)
		return false;
	switch ((int) c->params[n]) {
	case ARG_OBJ: case ARG_TYPE:
		return true;
	case ARG_STR: case ARG_WSTR: case ARG_PTR:
		return c->origin == ORIGIN_TABLE && !is_counted(c, n);
	default:
		return false;
	}
}

static enum path_verdict see_use(const struct function *f, struct position p,
				 void *data);

/* How many helpers deep a use is looked for. */
#define DEPTH 3

/* Does the function of the unit that I calls use a field of self, its
 * argument N, before it looks at anything? */
static bool in_helper(struct use *u, const struct function *f,
		      const struct instr *i, uint32_t n)
{
	const struct function *t = call_target(f, i);
	struct position entry = { 0, 0 }, at;
	struct use in = *u;
	bool *tainted, found;

	if (!t || !t->has_body || n >= t->n_params || !t->params[n]
	    || u->depth >= DEPTH || strip_casts(f, i->args[n]) != u->self)
		return false;
	in.depth++;
	in.self = t->params[n];
	in.tainted = tainted = taint_of(t, in.self);
	found = path_find(t, entry, see_use, NULL, &in, &at);
	prc_free(tainted);
	if (!found)
		return false;
	u->field = in.field;
	u->by = in.by;
	u->in = t;
	u->at = instr_at(t, at)->loc;
	return true;
}

/* Does the function of the unit that I calls dereference its argument N, before
 * it asks for anything?  A method of a C++ object does so with `this'. */
static bool reads_at_once(const struct function *f, const struct instr *i,
			  uint32_t n)
{
	const struct function *t = call_target(f, i);
	uint32_t k;

	if (!t || !t->has_body || n >= t->n_params || !t->params[n])
		return false;
	for (k = 0; k < t->blocks[0].n_instrs; k++) {
		const struct instr *in = &t->blocks[0].instrs[k];

		if ((in->op == OP_LOAD || in->op == OP_STORE)
		    && origin(t, in->place.base) == t->params[n])
			return true;
	}
	return false;
}

/* What the call I means: a use, or something that may set the field. */
static enum path_verdict see_call(struct use *u, const struct function *f,
				  const struct instr *i)
{
	const struct contract *c = touch_contract(u->d, f, i);
	uint32_t n;

	for (n = 0; n < i->n_args; n++) {
		const struct field_model *fm = null_field(u, f, i->args[n]);

		if (fm && (needs_nonnull(c, n) || (c && format_call_reads(
					u->c, f, i, c, n + 1))
			   || call_is_on(f, i, n)
			   || reads_at_once(f, i, n))) {
			u->field = fm;
			u->by = c ? c->name : call_target(f, i)->name;
			return PATH_FOUND;
		}
	}
	/* A function that gets self may set it, or may tell. */
	for (n = 0; !c && n < i->n_args; n++)
		if (u->tainted[i->args[n]])
			return in_helper(u, f, i, n) ? PATH_FOUND : PATH_STOP;
	return PATH_ON;
}

static enum path_verdict see_use(const struct function *f, struct position p,
				 void *data)
{
	struct use *u = data;
	const struct instr *i = instr_at(f, p);

	if (i->op == OP_CALL)
		return see_call(u, f, i);
	if (i->op == OP_LOAD || i->op == OP_STORE) {
		const struct field_model *fm = null_field(u, f,
						origin(f, i->place.base));

		if (fm) {
			u->field = fm;
			u->by = NULL;
			return PATH_FOUND;
		}
		if (i->op == OP_STORE
		    && strip_casts(f, i->place.base) == u->self)
			return PATH_STOP;
	}
	if ((i->op == OP_BR && (u->tainted[i->a] || u->tainted[i->b]))
	    || (i->op == OP_SWITCH && u->tainted[i->a]))
		return PATH_STOP;
	return PATH_ON;
}

bool bare_use(struct use *u, const struct role *r, struct position *at)
{
	struct position entry = { 0, 0 };
	const struct function *f = r->function;
	bool *tainted, found;

	u->d = u->c->declared;
	if (r->type != u->t || !f->has_body || !f->n_params || !f->params[0]
	    || !type_binds(u->t, f))
		return false;
	u->self = f->params[0];
	u->tainted = tainted = taint_of(f, u->self);
	found = path_find(f, entry, see_use, NULL, u, at);
	prc_free(tainted);
	return found;
}

void bare_use_tell(struct check_context *c, struct finding *fi,
		   const struct use *u, const struct function *f,
		   struct loc at)
{
	if (u->in)
		check_event(c, fi, at, f, "‘%s’ is called first", u->in->name);
	if (u->in)
		at = u->at;
	if (u->by)
		check_event(c, fi, at, u->in ? u->in : f,
			    "‘%s’ does not take NULL", u->by);
	else
		check_event(c, fi, at, u->in ? u->in : f,
			    "it is dereferenced here");
}
