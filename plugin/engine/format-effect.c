/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a format string makes of a call's variable arguments: objects that
 * PyArg_Parse* lends, buffers and memory that it hands out, references that
 * Py_BuildValue steals.  The grammar is contract/format.h's.
 */
#include "contract/format.h"
#include "engine/engine.h"

#include <string.h>

struct format_call {
	struct fn_run *r;
	struct state *s;
	const struct instr *i;
	const struct contract *c;
	const sid *args;
	bool succeeded;
};

/* The cell that the variable argument ARG points to. */
static bool target(struct format_call *fc, unsigned arg, struct cell *key)
{
	const struct type *t;

	memset(key, 0, sizeof(*key));
	if (arg > fc->i->n_args || sym_is_null(fc->s, fc->args[arg]))
		return false;
	key->at = state_deref(fc->s, fc->args[arg]);
	t = fc->r->fn->values[fc->i->args[arg - 1]].type;
	key->size = t && t->kind == TYPE_PTR && t->inner && t->inner->size
		? (uint32_t) t->inner->size : sizeof(void *);
	return key->at.kind != REGION_FUNC;
}

static sid written(struct format_call *fc, bool nonnull, bool is_object)
{
	sid x = state_number(fc->s, nonnull ? 1 : 0, INT64_MAX);

	sym_at(fc->s, x)->nonzero = nonnull;
	sym_at(fc->s, x)->is_object = is_object;
	return x;
}

static void lend(struct format_call *fc, const struct format_unit *u,
		 struct cell *key, bool interior)
{
	const struct cell *old = state_cell(fc->s, key);
	bool was_null = old && sym_is_null(fc->s, old->value);
	struct thing *t;
	sid x;

	/* An absent optional argument leaves what was there. */
	x = written(fc, !(u->optional && (was_null || !old)), !interior);
	t = state_thing(fc->s, &fc->r->engine->pool, x);
	t->birth = u->optional && !was_null ? BIRTH_UNKNOWN : BIRTH_BORROW;
	t->escaped = u->optional && !was_null;
	t->lender = fc->args[1];
	t->born = fc->i;
	t->name = run_addr_name(fc->r, &key->at);
	if (!strcmp(u->code, "z") || !strcmp(u->code, "z#"))
		sym_at(fc->s, x)->lo = 0, sym_at(fc->s, x)->nonzero = false;
	state_set_cell(fc->s, key, x);
}

static void hand_out(struct format_call *fc, const struct format_unit *u,
		     struct cell *key, enum family family)
{
	struct thing *t;
	sid x;

	if (family != FAMILY_BUFFER)
		state_forget(fc->s, &key->at, key->size);
	if (u->optional)
		return;
	x = written(fc, true, false);
	t = state_thing(fc->s, &fc->r->engine->pool, x);
	t->birth = BIRTH_NEW;
	t->born = fc->i;
	t->family = (uint8_t) family;
	t->name = run_addr_name(fc->r, &key->at);
	t->refs = 1;
	if (!region_is_private(fc->r, fc->s, &key->at))
		t->stored = 1;
	key->is_resource = family == FAMILY_BUFFER;
	state_set_cell(fc->s, key, x);
}

/* A converter that we know hands out a new reference. */
static bool converter_owns(struct format_call *fc, unsigned arg)
{
	const struct value *v = &fc->r->fn->values[value_strip_copies(
		fc->r->fn, fc->i->args[arg - 1])];

	return v->kind == VAL_FUNC
		&& (!strcmp(v->u.func->name, "PyUnicode_FSConverter")
		    || !strcmp(v->u.func->name, "PyUnicode_FSDecoder"));
}

static void convert(struct format_call *fc, const struct format_unit *u,
		    struct cell *key, unsigned arg)
{
	struct thing *t;
	sid x;

	if (arg > 1 && converter_owns(fc, arg - 1) && !u->optional) {
		x = written(fc, true, true);
		t = state_thing(fc->s, &fc->r->engine->pool, x);
		t->birth = BIRTH_NEW;
		t->born = fc->i;
		t->name = run_addr_name(fc->r, &key->at);
		t->refs = 1;
		if (!region_is_private(fc->r, fc->s, &key->at))
			t->stored = 1;
		state_set_cell(fc->s, key, x);
		return;
	}
	state_forget(fc->s, &key->at, 0);
}

/* es# and et# fill the buffer that they are given, or make one for NULL. */
static bool makes_buffer(struct format_call *fc, const struct cell *key)
{
	const struct cell *old = state_cell(fc->s, key);

	return old && sym_is_null(fc->s, old->value);
}

static void parse_arg(struct format_call *fc, const struct format_unit *u,
		      const struct format_arg *a)
{
	unsigned arg = fc->c->va_first + a->index;
	struct cell key;

	if (!target(fc, arg, &key))
		return;
	switch (a->use) {
	case FORMAT_OUT_OBJECT:
	case FORMAT_OUT_CHECKED:
		lend(fc, u, &key, false);
		break;
	case FORMAT_OUT_STRING:
	case FORMAT_OUT_WSTRING:
		lend(fc, u, &key, true);
		break;
	case FORMAT_OUT_BUFFER:
		hand_out(fc, u, &key, FAMILY_BUFFER);
		break;
	case FORMAT_OUT_MEMORY:
		hand_out(fc, u, &key, FAMILY_PYMEM);
		break;
	case FORMAT_OUT_FILL:
		if (makes_buffer(fc, &key)) {
			hand_out(fc, u, &key, FAMILY_PYMEM);
			break;
		}
		state_forget(fc->s, &key.at, key.size);
		break;
	case FORMAT_OUT_SCALAR:
	case FORMAT_OUT_LENGTH:
		state_forget(fc->s, &key.at, key.size);
		break;
	case FORMAT_OUT_CONVERTED:
		convert(fc, u, &key, arg);
		break;
	default:
		break;
	}
}

/* After a failure, what was written before it may be there or not; it is
 * nobody's to release. */
static void parse_failed(struct format_call *fc, const struct format_arg *a)
{
	unsigned arg = fc->c->va_first + a->index;
	struct cell key;
	struct thing *t;
	sid x;

	switch (a->use) {
	case FORMAT_OUT_OBJECT: case FORMAT_OUT_CHECKED:
	case FORMAT_OUT_STRING: case FORMAT_OUT_SCALAR:
	case FORMAT_OUT_LENGTH: case FORMAT_OUT_CONVERTED:
	case FORMAT_OUT_WSTRING: case FORMAT_OUT_MEMORY:
	case FORMAT_OUT_FILL:
		break;
	default:
		return;
	}
	if (!target(fc, arg, &key))
		return;
	state_forget(fc->s, &key.at, key.size);
	if (a->use != FORMAT_OUT_OBJECT && a->use != FORMAT_OUT_CHECKED)
		return;
	x = written(fc, false, true);
	t = state_thing(fc->s, &fc->r->engine->pool, x);
	t->escaped = true;
	state_set_cell(fc->s, &key, x);
}

static void build_arg(struct format_call *fc, const struct format_arg *a)
{
	unsigned arg = fc->c->va_first + a->index;
	struct thing *t;

	if (arg > fc->i->n_args)
		return;
	if (a->use == FORMAT_IN_STOLEN) {
		apply_release(fc->r, fc->s, fc->i, arg, fc->args[arg], true);
	} else if (a->use == FORMAT_IN_OBJECT && fc->succeeded) {
		t = thing_of(fc->s, fc->args[arg]);
		if (t) {
			t->shared = true;
			t->fresh = false;
		}
	}
}

/* The literal that V is, through copies; false when it is not known. */
static bool literal(const struct function *f, vid v, const char **s,
		    size_t *len)
{
	const struct value *val = &f->values[value_strip_copies(f, v)];

	if (val->kind != VAL_STRING || val->offset < 0
	    || (uint64_t) val->offset > val->u.str.len)
		return false;
	*s = val->u.str.s + val->offset;
	*len = val->u.str.len - (size_t) val->offset;
	return true;
}

/* No literal: everything the arguments reach is out of sight. */
static void unknown_format(struct format_call *fc)
{
	unsigned n;

	for (n = fc->c->va_first; n && n <= fc->i->n_args; n++)
		run_escape(fc->r, fc->s, fc->args[n]);
}

bool format_answers_null(struct fn_run *r, const struct state *s,
			 const struct instr *i, const struct contract *c,
			 const sid *args)
{
	struct arena arena = { 0 };
	struct format *fmt;
	const char *text;
	size_t len;
	bool found = false;
	uint32_t u, a;

	if ((c->format != FORMAT_BUILD && c->format != FORMAT_CALL)
	    || c->format_arg > i->n_args
	    || !literal(r->fn, i->args[c->format_arg - 1], &text, &len))
		return false;
	fmt = format_split(&arena, format_kind_of(c), text,
			   strnlen(text, len), CTYPE_SSIZE);
	for (u = 0; u < fmt->n_units; u++)
		for (a = 0; a < fmt->units[u].n_args; a++) {
			const struct format_arg *fa = &fmt->units[u].args[a];
			unsigned n = c->va_first + fa->index;

			if ((fa->use == FORMAT_IN_OBJECT
			     || fa->use == FORMAT_IN_STOLEN)
			    && n <= i->n_args && sym_is_null(s, args[n]))
				found = true;
		}
	arena_release(&arena);
	return found;
}

void apply_format(struct fn_run *r, struct state *s, const struct instr *i,
		  const struct contract *c, bool succeeded, const sid *args)
{
	struct format_call fc = { r, s, i, c, args, succeeded };
	struct format *fmt;
	struct arena arena = { 0 };
	const char *text;
	size_t len;
	uint32_t u, a;

	if (c->format_arg > i->n_args || c->format == FORMAT_UNICODE)
		return;
	if (!literal(r->fn, i->args[c->format_arg - 1], &text, &len)) {
		unknown_format(&fc);
		return;
	}
	fmt = format_split(&arena, format_kind_of(c), text,
			   strnlen(text, len), CTYPE_SSIZE);
	for (u = 0; u < fmt->n_units; u++)
		for (a = 0; a < fmt->units[u].n_args; a++) {
			const struct format_unit *un = &fmt->units[u];

			if (c->format == FORMAT_PARSE
			    || c->format == FORMAT_PARSE_KEYWORDS) {
				if (succeeded)
					parse_arg(&fc, un, &un->args[a]);
				else
					parse_failed(&fc, &un->args[a]);
			} else {
				build_arg(&fc, &un->args[a]);
			}
		}
	arena_release(&arena);
}
