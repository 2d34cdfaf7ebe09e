/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a format string makes of a call's variable arguments: objects that
 * PyArg_Parse* lends, buffers and memory that it hands out, references that
 * Py_BuildValue steals.  The grammar is contract/format.h's.
 */
#include "contract/format.h"
#include "engine/call.h"
#include "engine/constants.h"
#include "engine/engine.h"
#include "engine/quiet.h"

#include <string.h>

const char format_type_fact[] = "the type that a format asks for";

struct format_call {
	struct fn_run *r;
	struct state *s;
	const struct instr *i;
	const struct contract *c;
	const sid *args;
	bool succeeded;
	struct format_way way;
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

/* Codes that make NULL of None. */
static bool takes_none(const struct format_unit *u)
{
	return !strcmp(u->code, "z") || !strcmp(u->code, "z#")
		|| !strcmp(u->code, "Z") || !strcmp(u->code, "Z#")
		|| !strcmp(u->code, "z*");
}

/* Would what a variable held before be borrowed as well: a default such as
 * None, another argument? */
static bool is_borrowed_default(const struct state *s, const struct cell *old)
{
	const struct thing *t = old ? thing_get(s, old->value) : NULL;

	return t && !t->refs && !t->stored && !t->escaped && !t->family
		&& sym_is_nonnull(s, old->value)
		&& (t->birth == BIRTH_STATIC || t->birth == BIRTH_BORROW
		    || t->birth == BIRTH_PARAM);
}

/* T goes to memory that variable argument ARG points to. */
static void note_stored(struct format_call *fc, struct thing *t,
			const struct cell *key, unsigned arg)
{
	const struct instr *d = value_def(fc->r->fn, value_strip_copies(
		fc->r->fn, fc->i->args[arg - 1]));

	if (region_is_private(fc->r, fc->s, &key->at))
		return;
	t->stored = 1;
	t->stored_by = fc->i;
	t->stored_at = d && d->op == OP_ADDR ? &d->place : NULL;
}

/* Is it open whether what stands at KEY afterwards was lent?  Memory that
 * others see is looked at for when something was written there. */
static bool may_be_absent(struct format_call *fc, const struct format_unit *u,
			  const struct cell *key, const struct cell *old)
{
	return u->optional && !fc->way.is_told
		&& !(old && sym_is_null(fc->s, old->value))
		&& region_is_private(fc->r, fc->s, &key->at)
		&& !is_borrowed_default(fc->s, old);
}

/* Does tuple X, which PyTuple_New made, have no items? */
static bool is_empty_tuple(const struct format_call *fc, sid x)
{
	const struct thing *t = thing_get(fc->s, x);
	const struct function *f = t && t->birth == BIRTH_NEW && t->born
		&& t->born->op == OP_CALL
		? call_target(fc->r->fn, t->born) : NULL;

	return f && !strcmp(f->name, "PyTuple_New")
		&& t->born->n_args == 1
		&& value_is_zero(fc->r->fn, t->born->args[0]);
}

/* Who has the arguments that are parsed. */
static sid lender(const struct format_call *fc)
{
	return fc->c->format == FORMAT_PARSE_KEYWORDS && fc->i->n_args > 1
		&& is_empty_tuple(fc, fc->args[1]) ? fc->args[2]
		: fc->args[1];
}

static void lend(struct format_call *fc, const struct format_unit *u,
		 struct cell *key, bool interior, unsigned arg)
{
	const struct cell *old = state_cell(fc->s, key);
	bool was_null = old && sym_is_null(fc->s, old->value);
	bool open = may_be_absent(fc, u, key, old);
	struct thing *t;
	sid x;

	if (old && !region_is_private(fc->r, fc->s, &key->at)) {
		struct cell copy = *old;

		run_overwritten(fc->r, fc->s, copy.value, &copy);
	}
	/* An absent optional argument leaves what was there. */
	x = written(fc, fc->way.is_told
		    || !(u->optional && (was_null || !old)), !interior);
	t = state_thing(fc->s, &fc->r->engine->pool, x);
	t->birth = open ? BIRTH_UNKNOWN : BIRTH_BORROW;
	t->escaped = open;
	t->lender = lender(fc);
	t->born = fc->i;
	t->name = run_addr_name(fc->r, &key->at);
	if (takes_none(u)) {
		sym_at(fc->s, x)->lo = 0;
		sym_at(fc->s, x)->nonzero = false;
		if (fc->way.is_told)
			state_assume_const(fc->s, x, fc->way.is_none ? CMP_EQ
					   : CMP_NE, 0, false);
	}
	/* A caller that does not pass it, or passes None, makes it NULL. */
	if (fc->way.is_open && !sym_is_nonnull(fc->s, x))
		sym_at(fc->s, x)->null_by = NULL_BY_CALLER;
	note_stored(fc, t, key, arg);
	state_set_cell(fc->s, key, x);
}

static void hand_out(struct format_call *fc, const struct format_unit *u,
		     struct cell *key, enum family family)
{
	struct thing *t;
	sid x;

	if (family != FAMILY_BUFFER)
		state_forget(fc->s, &key->at, key->size);
	if (u->optional && !fc->way.is_told)
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
	if (family == FAMILY_BUFFER)
		run_note_exporter(fc->s, key, true);
}

/* z* fills the buffer for None with nothing (Python/getargs.c). */
static void hand_out_buffer(struct format_call *fc,
			    const struct format_unit *u, struct cell *key)
{
	if (!strcmp(u->code, "z*") && (!fc->way.is_told || fc->way.is_none)) {
		run_note_exporter(fc->s, key, false);
		return;
	}
	hand_out(fc, u, key, FAMILY_BUFFER);
	/* With PyBUF_SIMPLE or PyBUF_WRITABLE (Python/getargs.c). */
	if (!u->optional || fc->way.is_told)
		run_note_unasked(fc->s, key, 0);
}

/* What a converter puts where it is told to, in every outcome in which it
 * succeeds: EFF_OUT_OWN, EFF_OUT_BORROW, EFF_OUT_SAME or EFF_OUT_ACQUIRE; NULL:
 * unknown. */
static const struct effect *converted_by(const struct contract *k)
{
	const struct effect *found = NULL, *e;
	unsigned o;

	for (o = 0; k && o < k->n_outcomes; o++) {
		const struct effect *here = NULL;

		/* 0 is the failure. */
		if (k->outcomes[o].pred.lo == 0 && k->outcomes[o].pred.hi == 0)
			continue;
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->a == 2 && !e->offset
			    && (e->op == EFF_OUT_OWN || e->op == EFF_OUT_BORROW
				|| (e->op == EFF_OUT_SAME && e->b == 1)
				|| e->op == EFF_OUT_ACQUIRE))
				here = e;
		if (!here || (found && (found->op != here->op
				|| (here->op == EFF_OUT_ACQUIRE
				    && here->b != found->b))))
			return NULL;
		found = here;
	}
	return found;
}

/* The converter at variable argument ARG. */
static const struct effect *converter_effect(struct format_call *fc,
					     unsigned arg)
{
	static const struct effect owned = { .op = EFF_OUT_OWN, .a = 2 };
	const struct value *v = &fc->r->fn->values[value_strip_copies(
		fc->r->fn, fc->i->args[arg - 1])];

	if (v->kind != VAL_FUNC)
		return NULL;
	if (!strcmp(v->u.func->name, "PyUnicode_FSConverter")
	    || !strcmp(v->u.func->name, "PyUnicode_FSDecoder"))
		return &owned;
	return converted_by(map_get(&fc->r->engine->knowledge->inferred,
				    map_key_ptr(v->u.func)));
}

static void convert(struct format_call *fc, const struct format_unit *u,
		    struct cell *key, unsigned arg)
{
	const struct effect *what = arg > 1 && !u->optional
		? converter_effect(fc, arg - 1) : NULL;
	struct thing *t;

	if (what && what->op == EFF_OUT_OWN) {
		sid x = written(fc, true, true);

		t = state_thing(fc->s, &fc->r->engine->pool, x);
		t->birth = BIRTH_NEW;
		t->born = fc->i;
		t->name = run_addr_name(fc->r, &key->at);
		t->refs = 1;
		note_stored(fc, t, key, arg);
		state_set_cell(fc->s, key, x);
	} else if (what && what->op == EFF_OUT_ACQUIRE) {
		hand_out(fc, u, key, (enum family) what->b);
	} else if (what) {
		lend(fc, u, key, false, arg);
	} else {
		state_forget(fc->s, &key->at, 0);
	}
}

/* es# and et# fill the buffer that they are given, or make one for NULL. */
static bool makes_buffer(struct format_call *fc, const struct cell *key)
{
	const struct cell *old = state_cell(fc->s, key);

	return old && sym_is_null(fc->s, old->value);
}

/* Can what is in KEY's cell after the call be nothing but what U stores, or
 * NULL? */
static bool is_units_alone(const struct format_call *fc,
			   const struct format_unit *u, const struct cell *key)
{
	const struct cell *old = state_cell(fc->s, key);

	return !u->optional
		|| (old && sym_is_null(fc->s, old->value));
}

/* The object in KEY's cell is of the type that the format asked for: O! by
 * the argument before, S, U and Y by themselves.  Source: Python/getargs.c,
 * convertsimple. */
static void note_type(struct format_call *fc, const struct format_unit *u,
		      const struct cell *key, unsigned arg)
{
	const struct cell *c = state_cell(fc->s, key);
	struct expr e = { .op = EXPR_CALL, .fn = format_type_fact };
	sid x;

	if (!c || sym_is_null(fc->s, c->value))
		return;
	e.a = c->value;
	if (!strcmp(u->code, "O!") && arg > 1)
		e.b = fc->args[arg - 1];
	x = state_expr(fc->s, e);
	state_assume_const(fc->s, x, CMP_NE, 0, false);
}

/* Else it is format-arguments' business, and no buffer is there. */
static bool points_to_struct(struct format_call *fc, unsigned arg)
{
	const struct type *t = fc->r->fn->values[fc->i->args[arg - 1]].type;

	return !t || t->kind != TYPE_PTR || !t->inner
		|| t->inner->kind != TYPE_PTR;
}

/* The address of a number, where memory is due: another argument's, for one
 * before it is missing. */
static bool points_to_number(const struct format_call *fc, unsigned arg)
{
	const struct type *t = fc->r->fn->values[fc->i->args[arg - 1]].type;

	return t && t->kind == TYPE_PTR && t->inner
		&& t->inner->kind == TYPE_INT && t->inner->size > 1;
}

/* p stores what PyObject_IsTrue answers (Python/getargs.c, convertsimple). */
static void store_truth(struct format_call *fc, const struct format_unit *u,
			struct cell *key)
{
	const struct cell *old = state_cell(fc->s, key);
	int64_t k = 0;
	bool known = !u->optional || (old && sym_constant(fc->s, old->value,
							  &k));

	state_forget(fc->s, &key->at, key->size);
	if (known)
		state_set_cell(fc->s, key, state_number(fc->s, k < 0 ? k : 0,
							k > 1 ? k : 1));
}

static void parse_arg(struct format_call *fc, const struct format_unit *u,
		      const struct format_arg *a)
{
	unsigned arg = fc->c->va_first + a->index;
	struct cell key;
	bool is_typed;

	if (!target(fc, arg, &key)
	    || (u->optional && fc->way.is_told && u->parameter > fc->way.given))
		return;
	switch (a->use) {
	case FORMAT_OUT_OBJECT:
		lend(fc, u, &key, false, arg);
		break;
	case FORMAT_OUT_CHECKED:
		is_typed = is_units_alone(fc, u, &key);
		lend(fc, u, &key, false, arg);
		if (is_typed)
			note_type(fc, u, &key, arg);
		break;
	case FORMAT_OUT_STRING:
	case FORMAT_OUT_WSTRING:
		lend(fc, u, &key, true, arg);
		break;
	case FORMAT_OUT_BUFFER:
		if (points_to_struct(fc, arg))
			hand_out_buffer(fc, u, &key);
		break;
	case FORMAT_OUT_MEMORY:
		if (!points_to_number(fc, arg))
			hand_out(fc, u, &key, FAMILY_PYMEM);
		break;
	case FORMAT_OUT_FILL:
		if (!points_to_number(fc, arg) && makes_buffer(fc, &key)) {
			hand_out(fc, u, &key, FAMILY_PYMEM);
			break;
		}
		state_forget(fc->s, &key.at, key.size);
		break;
	case FORMAT_OUT_SCALAR:
		if (!strcmp(u->code, "p"))
			store_truth(fc, u, &key);
		else
			state_forget(fc->s, &key.at, key.size);
		break;
	case FORMAT_OUT_LENGTH:
		state_forget(fc->s, &key.at, key.size);
		if (!u->optional || fc->way.is_told)
			state_set_cell(fc->s, &key,
				       state_number(fc->s, 0, INT64_MAX));
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
	if (region_is_private(fc->r, fc->s, &key.at))
		state_forget(fc->s, &key.at, key.size);
	else
		run_forget(fc->s, &key.at, key.size);
	if (a->use != FORMAT_OUT_OBJECT && a->use != FORMAT_OUT_CHECKED)
		return;
	x = written(fc, false, true);
	t = state_thing(fc->s, &fc->r->engine->pool, x);
	t->escaped = true;
	state_set_cell(fc->s, &key, x);
}

/* When the last unit is converted nothing can fail any more, so that after a
 * failure its variable is as it was; keywords are counted behind it.
 * Source: Python/getargs.c, vgetargs1_impl. */
static bool is_unwritten(const struct format_call *fc,
			 const struct format *fmt, uint32_t unit, uint32_t arg)
{
	return fc->c->format == FORMAT_PARSE && unit + 1 == fmt->n_units
		&& fmt->units[unit].args[arg].use != FORMAT_OUT_CONVERTED;
}

/* The result is to hold T; if it alone does, T goes with it. */
static void note_holder(const struct format_call *fc, struct thing *t)
{
	if (t->birth == BIRTH_NEW && !t->family && !t->given && !t->shared
	    && !t->stored)
		t->lender = fc->args[0];
}

static void build_arg(struct format_call *fc, const struct format_arg *a)
{
	unsigned arg = fc->c->va_first + a->index;
	struct thing *t;

	if (arg > fc->i->n_args)
		return;
	if (a->use == FORMAT_IN_STOLEN) {
		t = thing_of(fc->s, fc->args[arg]);
		if (t && fc->succeeded)
			note_holder(fc, t);
		apply_release(fc->r, fc->s, fc->i, arg, fc->args[arg], true);
		/* Python/modsupport.c, do_ignore: it is released. */
		t = thing_of(fc->s, fc->args[arg]);
		if (t && !fc->succeeded)
			call_dropped(t, fc->i);
	} else if (a->use == FORMAT_IN_OBJECT && fc->succeeded) {
		t = thing_of(fc->s, fc->args[arg]);
		if (t) {
			note_holder(fc, t);
			t->shared = true;
			t->fresh = false;
		}
	} else {
		/* A descriptor whose number Python code gets is its. */
		t = thing_of(fc->s, fc->args[arg]);
		if (t && t->family == FAMILY_FD)
			t->escaped = true;
	}
}

/* The one string that V can be; false when it is not known. */
static bool literal(const struct fn_run *r, vid v, struct constant_string *out)
{
	struct constant_string s[CONSTANTS_MAX];

	if (constant_strings(r->engine->unit, r->fn, v, s) != 1)
		return false;
	*out = s[0];
	return true;
}

/* No literal: everything the arguments reach is out of sight. */
static void unknown_format(struct format_call *fc)
{
	unsigned n;

	for (n = fc->c->va_first; n && n <= fc->i->n_args; n++)
		run_escape(fc->r, fc->s, fc->args[n]);
}

/* PyArg_UnpackTuple (args, name, min, max, ...) as the format that it amounts
 * to. */
static bool unpack_format(const struct fn_run *r, const struct instr *i,
			  char *text, size_t size)
{
	const struct value *low, *high;
	size_t n = 0;
	int64_t k;

	if (i->n_args < 4)
		return false;
	low = fn_value(r->fn, i->args[2]);
	high = fn_value(r->fn, i->args[3]);
	if (low->kind != VAL_INT || high->kind != VAL_INT || low->u.i < 0
	    || high->u.i < low->u.i || high->u.i + 2 > (int64_t) size)
		return false;
	for (k = 0; k < high->u.i; k++) {
		if (k == low->u.i)
			text[n++] = '|';
		text[n++] = 'O';
	}
	text[n] = 0;
	return true;
}

static bool is_unpack(const struct contract *c)
{
	return c->origin == ORIGIN_TABLE
		&& !strcmp(c->name, "PyArg_UnpackTuple");
}

bool format_parses(const struct contract *c)
{
	return c->format == FORMAT_PARSE || c->format == FORMAT_PARSE_KEYWORDS
		|| c->format == FORMAT_PARSE_ONE || is_unpack(c);
}

/* What the format of the call says; NULL when it is not known. */
static struct format *split(struct arena *a, const struct fn_run *r,
			    const struct instr *i, const struct contract *c)
{
	char unpacked[32];
	struct constant_string text;

	if (is_unpack(c)) {
		if (!unpack_format(r, i, unpacked, sizeof(unpacked)))
			return NULL;
		return format_split(a, FORMAT_PARSE, unpacked,
				    sizeof(unpacked), CTYPE_SSIZE);
	}
	if (!c->va_first || c->format_arg > i->n_args
	    || !literal(r, i->args[c->format_arg - 1], &text))
		return NULL;
	return format_split(a, format_kind_of(c), text.s, text.len,
			    CTYPE_SSIZE);
}

bool format_answers_null(struct fn_run *r, const struct state *s,
			 const struct instr *i, const struct contract *c,
			 const sid *args)
{
	struct arena arena = { 0 };
	struct format *fmt;
	bool found = false;
	uint32_t u, a;

	if (c->format != FORMAT_BUILD && c->format != FORMAT_CALL)
		return false;
	fmt = split(&arena, r, i, c);
	for (u = 0; fmt && u < fmt->n_units; u++)
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

bool format_runs_code(struct fn_run *r, const struct state *s,
		      const struct instr *i, const struct contract *c,
		      const sid *args)
{
	struct arena arena = { 0 };
	struct format *fmt = split(&arena, r, i, c);
	bool found = false;
	uint32_t u, a;

	for (u = 0; fmt && u < fmt->n_units; u++)
		for (a = 0; a < fmt->units[u].n_args; a++) {
			unsigned n = c->va_first + fmt->units[u].args[a].index;

			if (fmt->units[u].runs_code && n <= i->n_args
			    && !argument_is_plain(r, s, i, n, args[n]))
				found = true;
		}
	arena_release(&arena);
	return found;
}

/* ----------------------------------------------------------------- ways */

/* Is V, the tuple or dictionary of arguments, looked at by nothing but the
 * parsing?  Else the code may know how many there are. */
static bool is_only_parsed(const struct fn_run *r, vid v)
{
	const struct function *f = r->fn;
	uint32_t b, j, n;

	v = value_strip_copies(f, v);
	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (j = 0; j < blk->n_instrs; j++) {
			const struct instr *in = &blk->instrs[j];

			if ((in->op == OP_LOAD || in->op == OP_ADDR
			     || in->op == OP_STORE)
			    && value_strip_copies(f, in->place.base) == v)
				return false;
			if (in->op != OP_CALL || format_parses(knowledge_call(
					r->engine->knowledge, f, in)))
				continue;
			for (n = 0; n < in->n_args; n++)
				if (value_strip_copies(f, in->args[n]) == v)
					return false;
		}
	}
	return true;
}

/* Does an optional unit leave NULL where it is absent? */
static bool leaves_null(struct format_call *fc, const struct format_unit *u)
{
	const struct cell *old;
	struct cell key;
	unsigned a;

	for (a = 0; u->optional && a < u->n_args; a++) {
		bool is_buffer = u->args[a].use == FORMAT_OUT_BUFFER;

		if (u->args[a].use != FORMAT_OUT_OBJECT
		    && u->args[a].use != FORMAT_OUT_CHECKED
		    && u->args[a].use != FORMAT_OUT_STRING
		    && u->args[a].use != FORMAT_OUT_MEMORY && !is_buffer)
			continue;
		if (!target(fc, fc->c->va_first + u->args[a].index, &key))
			continue;
		/* Its obj, which a released or empty one has as NULL. */
		if (is_buffer) {
			key.at.offset += sizeof(void *);
			key.size = sizeof(void *);
		}
		old = state_cell(fc->s, &key);
		if (old && sym_is_null(fc->s, old->value))
			return true;
	}
	return false;
}

unsigned format_ways(struct fn_run *r, struct state *s, const struct instr *i,
		     const struct contract *c, const sid *args,
		     struct format_way *ways)
{
	struct format_call fc = { .r = r, .s = s, .i = i, .c = c,
		.args = args };
	struct arena arena = { 0 };
	struct format *fmt = split(&arena, r, i, c);
	uint32_t u, last = 0;
	bool takes = false;
	unsigned n = 1;

	ways[0] = (struct format_way) { .given = UINT32_MAX };
	/* A function that hands its format on may look at the arguments. */
	if (!fmt || c->origin == ORIGIN_INFERRED
	    || !is_only_parsed(r, i->args[0])
	    || (c->format == FORMAT_PARSE_KEYWORDS
		&& !is_only_parsed(r, i->args[1]))) {
		arena_release(&arena);
		return n;
	}
	ways[0].is_told = true;
	for (u = 0; u < fmt->n_units; u++) {
		const struct format_unit *un = &fmt->units[u];

		takes |= takes_none(un);
		if (n + 1 >= MAX_FORMAT_WAYS || un->parameter == last
		    || !leaves_null(&fc, un))
			continue;
		last = un->parameter;
		ways[n++] = (struct format_way) { .is_told = true,
			.given = last - 1 };
	}
	/* Each way is followed by itself: of many nothing is told. */
	if (n > 4) {
		ways[0].is_told = false;
		ways[0].is_open = true;
		n = 1;
		takes = false;
	}
	if (takes)
		ways[n++] = (struct format_way) { .is_told = true,
			.given = UINT32_MAX, .is_none = true };
	arena_release(&arena);
	return n;
}

/* Formats into text only look at their arguments. */
static bool reads_only(const struct contract *c)
{
	return c->format == FORMAT_UNICODE || c->format == FORMAT_BYTES
		|| c->format == FORMAT_PRINTF;
}

void apply_format(struct fn_run *r, struct state *s, const struct instr *i,
		  const struct contract *c, bool succeeded, const sid *args,
		  struct format_way way)
{
	struct format_call fc = { r, s, i, c, args, succeeded, way };
	struct arena arena = { 0 };
	struct format *fmt;
	uint32_t u, a;

	if (!c->va_first || c->format_arg > i->n_args || reads_only(c))
		return;
	fmt = split(&arena, r, i, c);
	if (!fmt)
		unknown_format(&fc);
	for (u = 0; fmt && u < fmt->n_units; u++)
		for (a = 0; a < fmt->units[u].n_args; a++) {
			const struct format_unit *un = &fmt->units[u];

			if (!format_parses(c))
				build_arg(&fc, &un->args[a]);
			else if (succeeded)
				parse_arg(&fc, un, &un->args[a]);
			else if (!is_unwritten(&fc, fmt, u, a))
				parse_failed(&fc, &un->args[a]);
		}
	arena_release(&arena);
}
