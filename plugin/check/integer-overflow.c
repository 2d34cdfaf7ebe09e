/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A size from Python that wraps on its way to an allocation: multiplied or
 * added where the product need not fit, or narrowed to fewer bits, with no
 * upper bound on the path.
 *
 * The length of a string that exists is no larger than the address space,
 * so that it can be multiplied by a few; a number that Python code chose, and
 * what __len__ returns, can be anything.  The items of a list or tuple are
 * too few to matter.
 */
#include "check/contracts.h"
#include "contract/format.h"

#include <limits.h>
#include <string.h>

/* As much memory as a process can have. */
#define SPACE (INT64_C(1) << 47)

enum source { SOURCE_NONE, SOURCE_NUMBER, SOURCE_SIZE };

struct size_walk {
	struct check_context *c;
	const struct step *s;
	const struct function *f;
	vid source;		/* found: where the number comes from */
	const struct instr *from;
	const struct instr *at;	/* found: what wraps it */
};

/* ------------------------------------------------------------- sources */

static const char *const number_calls[] = { "PyLong_AsLong",
	"PyLong_AsLongLong", "PyLong_AsUnsignedLong",
	"PyLong_AsUnsignedLongLong", "PyLong_AsSsize_t", "PyLong_AsSize_t",
	"PyLong_AsInt", "_PyLong_AsInt", "PyLong_AsLongAndOverflow",
	"PyLong_AsUnsignedLongMask", "PyLong_AsUnsignedLongLongMask",
	"PyNumber_AsSsize_t", "PyObject_Size", "PyObject_Length",
	"PySequence_Size", "PySequence_Length", "PyMapping_Size",
	"PyMapping_Length", NULL };
static const char *const size_calls[] = { "PyBytes_Size",
	"PyBytes_GET_SIZE", "PyByteArray_Size", "PyByteArray_GET_SIZE",
	"PyUnicode_GetLength", "PyUnicode_GET_LENGTH", NULL };

/* What unit of the format of parsing call I fills variable LOCAL. */
static enum source parsed(const struct size_walk *w, const struct instr *i,
			  uint32_t local)
{
	const struct contract *k = knowledge_call(
		w->s->run->engine->knowledge, w->f, i);
	const struct value *v;
	const struct format_arg *a = NULL;
	struct arena arena = { 0 };
	enum source found = SOURCE_NONE;
	struct format *fmt;
	unsigned n;

	if ((k->format != FORMAT_PARSE && k->format != FORMAT_PARSE_KEYWORDS)
	    || k->format_arg > i->n_args)
		return SOURCE_NONE;
	v = fn_value(w->f, value_strip_copies(w->f,
					      i->args[k->format_arg - 1]));
	if (v->kind != VAL_STRING || v->offset)
		return SOURCE_NONE;
	fmt = format_split(&arena, format_kind_of(k), v->u.str.s,
			   strnlen(v->u.str.s, v->u.str.len), CTYPE_SSIZE);
	for (n = k->va_first; n <= i->n_args; n++) {
		const struct value *t = fn_value(w->f, i->args[n - 1]);

		if (t->kind != VAL_LOCAL || t->u.local != local || t->offset)
			continue;
		format_unit_of(fmt, n - k->va_first, &a);
		if (a && a->use == FORMAT_OUT_SCALAR)
			found = SOURCE_NUMBER;
		else if (a && a->use == FORMAT_OUT_LENGTH)
			found = SOURCE_SIZE;
	}
	arena_release(&arena);
	return found;
}

static enum source source_of_load(struct size_walk *w, const struct instr *i)
{
	const struct value *base = fn_value(w->f, i->place.base);
	uint32_t b, j;

	if (base->kind != VAL_LOCAL || i->place.offset || i->place.index)
		return SOURCE_NONE;
	for (b = 0; b < w->f->n_blocks; b++)
		for (j = 0; j < w->f->blocks[b].n_instrs; j++) {
			const struct instr *in = &w->f->blocks[b].instrs[j];
			enum source got;

			if (in->op == OP_STORE && in->place.base
			    == i->place.base && !value_is_zero(w->f, in->a)
			    && fn_value(w->f, in->a)->kind != VAL_INT)
				return SOURCE_NONE;
			if (in->op != OP_CALL)
				continue;
			got = parsed(w, in, base->u.local);
			if (got) {
				w->from = in;
				return got;
			}
		}
	return SOURCE_NONE;
}

/* V before what makes it no smaller: copies, conversions to as many bytes or
 * more. */
static vid strip_widening(const struct function *f, vid v)
{
	for (;;) {
		const struct instr *def;
		const struct type *from, *to;

		v = value_strip_copies(f, v);
		def = value_def(f, v);
		if (!def || def->op != OP_CAST)
			return v;
		to = fn_value(f, v)->type;
		from = fn_value(f, def->a)->type;
		if (!to || !from || to->kind != TYPE_INT
		    || from->kind != TYPE_INT || to->size < from->size)
			return v;
		v = def->a;
	}
}

/* The length of a list or tuple, asked for in the general way? */
static bool is_plain_container(const struct size_walk *w, const char *name,
			       vid v)
{
	const struct role *r = w->s->run->role;
	const struct value *val = fn_value(w->f, value_strip_copies(w->f, v));

	if (!strstr(name, "_Size") && !strstr(name, "_Length"))
		return false;
	if (val->kind == VAL_PARAM && val->u.param == 1 && r && r->slot
	    && strstr(r->slot->name, "VARARGS"))
		return true;
	return step_type_was_asked(w->s, v);
}

static enum source source_of(struct size_walk *w, vid v)
{
	const struct instr *def = value_def(w->f, value_strip_copies(w->f, v));
	const struct function *t;

	if (!def)
		return SOURCE_NONE;
	if (def->op == OP_LOAD)
		return source_of_load(w, def);
	if (def->op != OP_CALL || !(t = call_target(w->f, def)))
		return SOURCE_NONE;
	w->from = def;
	if (def->n_args && is_plain_container(w, t->name, def->args[0]))
		return SOURCE_NONE;
	if (name_in(t->name, number_calls))
		return SOURCE_NUMBER;
	if (!name_in(t->name, size_calls) || !def->n_args)
		return SOURCE_NONE;
	/* What this code made is as long as it wanted. */
	def = value_def(w->f, value_strip_copies(w->f, def->args[0]));
	return def && def->op == OP_CALL ? SOURCE_NONE : SOURCE_SIZE;
}

/* -------------------------------------------------------------- checks */

/* The same value, or another load of the same variable? */
static bool same(const struct size_walk *w, vid a, vid b)
{
	const struct instr *x, *y;

	a = value_strip_copies(w->f, a);
	b = value_strip_copies(w->f, b);
	for (;;) {
		x = value_def(w->f, b);
		if (a == b || !x || (x->op != OP_CAST && x->op != OP_ADD
				     && x->op != OP_MUL && x->op != OP_DIV))
			break;
		b = value_strip_copies(w->f, x->a);
	}
	if (a == b)
		return true;
	y = value_def(w->f, a);
	return x && y && x->op == OP_LOAD && y->op == OP_LOAD
		&& x->place.base == y->place.base
		&& x->place.offset == y->place.offset && !x->place.index;
}

static bool bounds(const struct size_walk *w, vid source, vid x, vid other)
{
	const struct value *k = fn_value(w->f, value_strip_copies(w->f,
								  other));

	return same(w, source, x)
		&& (k->kind != VAL_INT || k->u.i > 1 || k->u.i < -1);
}

/* Is it, or what is made of it, compared before with more than 0? */
static bool is_compared(const struct size_walk *w, vid source)
{
	const struct step *s = w->s;
	uint32_t rpo = s->run->block->rpo, b, i;

	for (b = 0; b < w->f->n_rpo && b <= rpo; b++) {
		const struct block *blk = &w->f->blocks[w->f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			if (in->op == OP_MIN || in->op == OP_MAX
			    || in->op == OP_MOD) {
				if (same(w, source, in->a)
				    || same(w, source, in->b))
					return true;
			}
			if (in->op != OP_BR && in->op != OP_CMP)
				continue;
			if (bounds(w, source, in->a, in->b)
			    || bounds(w, source, in->b, in->a))
				return true;
		}
	}
	return false;
}

static __int128 type_max(const struct type *t)
{
	unsigned bits = (unsigned) t->size * 8 - !t->is_unsigned;

	return bits >= 64 ? (__int128) UINT64_MAX
		: ((__int128) 1 << bits) - 1;
}

/* The largest that V can be on this path; its own type's limit included. */
static __int128 largest(const struct size_walk *w, vid v, enum source kind)
{
	const struct type *t = fn_value(w->f, v)->type;
	sid x = env_get(w->s->before, v);
	__int128 most = t && t->size ? type_max(t) : INT64_MAX;

	if (fn_value(w->f, v)->kind == VAL_INT)
		return fn_value(w->f, v)->u.i;
	if (x && sym_get(w->s->before, x)->hi < most
	    && sym_get(w->s->before, x)->hi != INT64_MAX)
		most = sym_get(w->s->before, x)->hi;
	if (kind == SOURCE_SIZE && most > SPACE)
		most = SPACE;
	return most;
}

/* ---------------------------------------------------------- arithmetic */

static bool wraps(struct size_walk *w, const struct instr *i)
{
	const struct type *t = fn_value(w->f, i->dst)->type;
	vid va = strip_widening(w->f, i->a), vb = strip_widening(w->f, i->b);
	enum source a = source_of(w, va), b = SOURCE_NONE;
	const struct instr *from = w->from;
	__int128 x, y, r;

	if (!t || t->kind != TYPE_INT || !t->size)
		return false;
	if (!a)
		b = source_of(w, vb);
	else
		w->from = from;
	if (!a && !b)
		return false;
	x = largest(w, va, a);
	y = largest(w, vb, b);
	if (x <= 0 || y <= 0)
		return false;
	/* What the other operand is, if no constant, is not known: 1. */
	if (a && fn_value(w->f, i->b)->kind != VAL_INT)
		y = 1;
	if (b && fn_value(w->f, i->a)->kind != VAL_INT)
		x = 1;
	if (i->op == OP_SHL)
		r = y < 62 ? x << y : 0;
	else
		r = i->op == OP_MUL ? x * y : x + y;
	/* A size that wraps below zero by one is refused. */
	if (i->op == OP_ADD && t->size >= 8)
		return false;
	w->source = a ? va : vb;
	w->at = i;
	return r > type_max(t) && !is_compared(w, w->source);
}

static bool is_narrowed(struct size_walk *w, const struct instr *i)
{
	const struct type *to = fn_value(w->f, i->dst)->type;
	vid v = strip_widening(w->f, i->a);
	const struct type *from = fn_value(w->f, v)->type;
	enum source kind;

	if (!to || !from || to->kind != TYPE_INT || from->kind != TYPE_INT
	    || to->size >= from->size || to->is_bool)
		return false;
	kind = source_of(w, v);
	if (!kind || largest(w, v, kind) <= type_max(to))
		return false;
	w->source = v;
	w->at = i;
	return !is_compared(w, v);
}

/* Follows the size V back to where it wraps. */
static bool find(struct size_walk *w, vid v, unsigned depth)
{
	const struct instr *def = value_def(w->f, value_strip_copies(w->f,
								     v));

	if (!def || depth > 6)
		return false;
	switch (def->op) {
	case OP_CAST:
		return is_narrowed(w, def) || find(w, def->a, depth + 1);
	case OP_MUL: case OP_SHL: case OP_ADD:
		return wraps(w, def) || find(w, def->a, depth + 1)
			|| find(w, def->b, depth + 1);
	default:
		return false;
	}
}

/* -------------------------------------------------------------- report */

static const struct { const char *name; unsigned arg; } allocators[] = {
	{ "malloc", 1 }, { "PyMem_Malloc", 1 }, { "PyMem_RawMalloc", 1 },
	{ "PyObject_Malloc", 1 }, { "realloc", 2 }, { "PyMem_Realloc", 2 },
	{ "PyMem_RawRealloc", 2 }, { "PyObject_Realloc", 2 },
	{ "PyBytes_FromStringAndSize", 2 },
	{ "PyByteArray_FromStringAndSize", 2 }, { "_PyBytes_Resize", 2 },
	{ "PyTuple_New", 1 }, { "PyList_New", 1 }, { "PyUnicode_New", 1 },
	{ "calloc", 1 }, { "PyMem_Calloc", 1 },
	{ "__builtin_alloca_with_align", 1 }, { "__builtin_alloca", 1 },
	{ "__builtin_malloc", 1 }, { "alloca", 1 }, { "operator new []", 1 },
};

static const struct instr *allocation(const struct step *s, vid *size)
{
	const char *name;
	unsigned n;

	if (s->kind != STEP_CALL || !call_target(s->run->fn, s->instr))
		return NULL;
	name = step_callee(s);
	for (n = 0; n < ARRAY_SIZE(allocators); n++)
		if (!strcmp(name, allocators[n].name)
		    && allocators[n].arg <= s->instr->n_args) {
			*size = s->instr->args[allocators[n].arg - 1];
			return s->instr;
		}
	return NULL;
}

/* One report for one number, however often it is used. */
static bool is_first(struct check_context *c, const struct instr *from,
		     const struct instr *at)
{
	struct map *m = *c->data;
	const struct instr *first;

	if (!m)
		*c->data = m = ARENA_NEW(&c->findings->arena, struct map);
	first = map_get(m, map_key_ptr(from));
	if (!first)
		map_set(m, map_key_ptr(from), (void *) at);
	return !first || first == at;
}

static void step(struct check_context *c, const struct step *s)
{
	struct size_walk w = { .c = c, .s = s, .f = s->run->fn };
	struct finding *fi;
	const char *name;
	vid size;

	if (!allocation(s, &size) || s->before->misuse
	    || !find(&w, size, 0) || !is_first(c, w.from, s->instr))
		return;
	name = run_value_name(s->run, w.source);
	if (!name)
		name = instr_callee(s->run, w.from);
	fi = step_finding(c, s, s->before, NULL, "‘%s’ comes from Python and "
			  "is %s without a check before ‘%s’ allocates that "
			  "much", name, w.at->op == OP_CAST ? "narrowed"
			  : w.at->op == OP_ADD ? "added to" : "multiplied",
			  step_callee(s));
	check_subject(c, fi, name);
	if (w.from)
		check_event(c, fi, w.from->loc, s->run->fn,
			    "‘%s’ is what Python code says it is", name);
	check_event(c, fi, loc_known(w.at->loc) ? w.at->loc : s->loc,
		    s->run->fn, "the result need not fit");
	check_hint(c, fi, "compare ‘%s’ with the most that fits first", name);
	check_add(c, fi);
}

static void finish(struct check_context *c)
{
	if (*c->data)
		map_release(*c->data);
}

const struct check check_integer_overflow = { .step = step,
	.finish = finish };
