/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buffer-overflow: bytes of a view or string that Python code passed, where
 * nothing asks how many there are: memcpy (key, view.buf, 32), without a look
 * at view.len.
 */
#include "check/bounds.h"
#include "engine/lender.h"
#include "engine/tables.h"

#include <string.h>

/* ----------------------------------------------------------------- views */

struct local_use { const struct function *f; uint32_t local; bool found; };

static void see_local(vid v, void *data)
{
	struct local_use *u = data;
	const struct value *x = fn_value(u->f, strip_casts(u->f, v));

	u->found |= x->kind == VAL_LOCAL && x->u.local == u->local;
}

/* Does call I fill a view with what Python code passed, and nothing else? */
static bool fills_view(const struct step *s, const struct instr *i)
{
	const struct function *f = s->run->fn, *t = call_target(f, i);
	const struct value *of;

	if (!t)
		return false;
	if (!strncmp(t->name, "PyArg_", 6) || !strncmp(t->name, "_PyArg_", 7))
		return true;
	if (strcmp(t->name, "PyObject_GetBuffer") || !i->n_args)
		return false;
	of = fn_value(f, strip_casts(f, i->args[0]));
	return of->kind == VAL_PARAM
		|| bounds_is_parsed(s, strip_casts(f, i->args[0]));
}

/* Does the body do nothing with LOCAL, a Py_buffer, but fill and release it and
 * look where its bytes are?  BUF is its first member. */
static bool ignores_length(const struct step *s, uint32_t local)
{
	const struct function *f = s->run->fn;
	bool filled = false;
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;
			struct local_use u = { f, local, false };

			instr_uses(i, see_local, &u);
			if (!u.found || i->op == OP_CLOBBER
			    || (i->op == OP_LOAD && !i->place.offset
				&& !i->place.index)
			    || (t && !strcmp(t->name, "PyBuffer_Release")))
				continue;
			if (i->op != OP_CALL || !fills_view(s, i))
				return false;
			filled = true;
		}
	return filled && !bounds_asks_length(f);
}

const char *bounds_unasked_view(struct check_context *c, const struct step *s,
				uint32_t local)
{
	static char yes, no;
	const struct function *f = s->run->fn;
	struct map *known = &bounds_data(c)->unasked;
	uint64_t key = map_key_ptr(&f->locals[local]);
	const char *is = map_get(known, key), *name = f->locals[local].name;

	if (!is) {
		is = ignores_length(s, local) ? &yes : &no;
		map_set(known, key, (void *) is);
	}
	return is == &no ? NULL : name ? name : "the buffer";
}

/* --------------------------------------------------------------- strings */

/* Is T, what symbol X is, a string of any length of what Python code passed? */
static bool is_passed_text(const struct step *s, const struct thing *t, sid x)
{
	static const char *const names[] = { "PyUnicode_AsUTF8",
		"PyUnicode_AsUTF8AndSize", "PyBytes_AsString",
		"PyBytes_AS_STRING", "PyBytes_AsStringAndSize",
		"PyByteArray_AsString", "PyByteArray_AS_STRING", NULL };
	const struct instr *by = t->born;
	const struct contract *k = knowledge_call(s->run->engine->knowledge,
						  s->run->fn, by);
	const struct thing *of = thing_get(s->before, t->lender);

	if (k->format != FORMAT_NONE)
		return bounds_parsed_text(s, by, x) != 0;
	/* Who calls a helper may have asked. */
	return k->origin == ORIGIN_TABLE && name_in(k->name, names)
		&& s->run->role && of && (of->birth == BIRTH_PARAM
					  || of->birth == BIRTH_BORROW);
}

/* Is the string V used for anything else than by S: does a call get it, or a
 * load go there?  That may tell how long it is. */
static bool is_used_elsewhere(const struct step *s, vid v)
{
	const struct function *f = s->run->fn;
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i == s->instr || (i->op == OP_ADDR && s->operand
			    && i->dst == value_strip_copies(f, s->operand)))
				continue;
			if ((i->op == OP_LOAD || i->op == OP_ADDR)
			    && bounds_same(f, i->place.base, v))
				return true;
			if (i->op == OP_ADD && bounds_same(f, i->a, v))
				return true;
			for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
				if (bounds_same(f, i->args[n], v))
					return true;
		}
	return false;
}

static bool is_unasked_text(const struct step *s, vid v, sid x)
{
	const struct thing *t = thing_get(s->before, x);

	return t && t->born && t->born->op == OP_CALL
		&& is_passed_text(s, t, x) && bounds_is_unmeasured(s, x)
		&& !is_used_elsewhere(s, v);
}

/* V without what takes its address on the way, as for the copy that GCC makes
 * of memcpy of a constant size. */
static vid without_address(const struct function *f, vid v)
{
	const struct instr *d;

	v = value_strip_copies(f, v);
	d = value_def(f, v);
	return d && d->op == OP_ADDR && !d->place.index
		? value_strip_copies(f, d->place.base) : v;
}

/* Where the statement is of which S is the first part: GCC 11 gives the load of a
 * copy that it makes of memcpy no location of its own. */
static struct loc statement_loc(const struct step *s)
{
	const struct block *b = s->run->block;
	uint32_t i;

	for (i = s->run->instr_id; i < b->n_instrs; i++)
		if (loc_known(b->instrs[i].loc))
			return b->instrs[i].loc;
	return s->loc;
}

void bounds_unasked_text(struct check_context *c, const struct step *s)
{
	struct addr a = state_deref(s->before, s->value);
	struct step at = *s;
	const char *name;
	int64_t end;
	vid v;

	/* One character after the other tells where the string ends.  The
	 * source of a copy has a place of its own. */
	if (!s->place || s->place->index || s->place->size < 2
	    || a.kind != REGION_SYM
	    || (s->instr->op != OP_LOAD && s->place == &s->instr->place)
	    || __builtin_add_overflow(a.offset, s->place->offset
				      + (int64_t) s->place->size, &end))
		return;
	v = without_address(s->run->fn, s->operand);
	if (!is_unasked_text(s, v, a.id))
		return;
	name = run_sym_name(s->run, s->before, a.id, v);
	if (!loc_known(at.loc))
		at.loc = statement_loc(s);
	bounds_report(c, &at, name, step_finding(c, &at, s->before, NULL,
		"byte %lld of ‘%s’ is read, and nothing asks how many there "
		"are", (long long) end - 1, name));
}

/* ----------------------------------------------------------------- calls */

/* The view that symbol X points into, if nobody asks how long it is. */
static const char *unasked_view_at(struct check_context *c,
				   const struct step *s, sid x)
{
	const struct addr *a = &sym_get(s->before, x)->addr;
	uint32_t local;

	return bounds_view_of(s, a->kind == REGION_SYM ? a->id : x, &local)
		? bounds_unasked_view(c, s, local) : NULL;
}

bool bounds_unasked_read(struct check_context *c, const struct step *s,
			 const char *callee, vid from, vid size)
{
	const struct value *n = fn_value(s->run->fn,
					 value_strip_copies(s->run->fn, size));
	sid x = env_get(s->before, from);
	const char *name;

	/* A byte is behind what has none: the NUL of bytes. */
	if (!x || n->kind != VAL_INT || n->u.i < 2)
		return false;
	name = unasked_view_at(c, s, x);
	if (!name && is_unasked_text(s, from, x))
		name = run_sym_name(s->run, s->before, x, from);
	if (!name)
		return false;
	bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
		"‘%s’ reads %lld bytes of ‘%s’, and nothing asks how many "
		"there are", callee, (long long) n->u.i, name));
	return true;
}

void bounds_unasked_write(struct check_context *c, const struct step *s,
			  const char *callee, vid to, vid size)
{
	sid x = env_get(s->before, to);
	const struct value *v = fn_value(s->run->fn,
					 value_strip_copies(s->run->fn, size));
	const char *name;

	if (!x || (v->kind == VAL_INT && v->u.i < 2))
		return;
	name = unasked_view_at(c, s, x);
	if (name)
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ writes into ‘%s’, and nothing asks how many "
			"bytes that has", callee, name));
}
