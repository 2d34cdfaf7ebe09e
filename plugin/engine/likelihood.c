/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How likely an outcome of a call is with these arguments: never, only when
 * memory is short, only when the arguments are wrong, or as a matter of course.
 */
#include "engine/call.h"
#include "engine/constants.h"
#include "engine/filled.h"
#include "engine/lender.h"
#include "engine/typed.h"

#include <string.h>

bool call_name_is(const struct contract *c, const char *name)
{
	return c->origin == ORIGIN_TABLE && !strcmp(c->name, name);
}

/* Decoding a literal of plain ASCII fails for no reason but memory. */
static bool is_ascii_literal(const struct call *c, const struct state *s)
{
	const struct addr *a;
	const unsigned char *p;

	if (c->i->n_args != 1)
		return false;
	a = &sym_get(s, c->args[1])->addr;
	if (a->kind != REGION_STRING || a->offset)
		return false;
	for (p = a->ptr; *p; p++)
		if (*p > 0x7f)
			return false;
	return true;
}

/* What these make is ASCII, whatever they are given.
 * source: Objects/object.c, PyObject_ASCII; Objects/abstract.c,
 * PyNumber_ToBase. */
static const char *const ascii_makers[] = { "PyObject_ASCII",
	"PyNumber_ToBase", "_PyNumber_ToBase", NULL };

/* The text that call BORN made: does it consist of ASCII? */
static bool made_ascii(const struct function *f, const struct instr *born)
{
	const struct function *by = born && born->op == OP_CALL
		? call_target(f, born) : NULL;
	const struct value *v = by && born->n_args ? fn_value(f,
			value_strip_copies(f, born->args[0])) : NULL;
	const char *p;
	size_t i;

	for (i = 0; by && ascii_makers[i]; i++)
		if (!strcmp(by->name, ascii_makers[i]))
			return true;
	if (!v || v->kind != VAL_STRING || v->offset)
		return false;
	for (p = v->u.str.s; *p; p++)
		if ((unsigned char) *p > 0x7f)
			return false;
	if (!strcmp(by->name, "PyUnicode_FromString")
	    || !strcmp(by->name, "PyUnicode_InternFromString"))
		return true;
	if (strcmp(by->name, "PyUnicode_FromFormat"))
		return false;
	/* Numbers and addresses alone. */
	for (p = v->u.str.s; (p = strchr(p, '%')) != NULL; p++) {
		p += 1 + strspn(p + 1, "0123456789.-lzjt");
		if (!*p || !strchr("diuxXop%", *p))
			return false;
	}
	return true;
}

/* A compact ASCII str is its own UTF-8: nothing is made that could fail.
 * source: Objects/unicodeobject.c, PyUnicode_AsUTF8AndSize. */
static bool is_utf8_already(const struct call *c, const struct state *s)
{
	const struct thing *t = c->i->n_args ? thing_get(s, c->args[1]) : NULL;

	return t && (call_name_is(c->c, "PyUnicode_AsUTF8")
		     || call_name_is(c->c, "PyUnicode_AsUTF8AndSize"))
		&& made_ascii(c->r->fn, t->born);
}

/* The types that numpy brings along, NPY_BOOL to NPY_HALF, have descriptors
 * that stand ready.  source: numpy/_core/src/multiarray/arraytypes.c.src,
 * PyArray_DescrFromType. */
static bool is_numpys_own_type(const struct call *c, const struct state *s)
{
	int64_t k;

	return call_name_is(c->c, "PyArray_DescrFromType")
		&& c->i->n_args == 1 && sym_constant(s, c->args[1], &k)
		&& k >= 0 && k <= 23;
}

/* Does the format build a value of nothing but objects and numbers?
 * Python/modsupport.c, do_mkvalue. */
static bool builds_plainly(const struct call *c)
{
	const struct value *v;
	size_t n;

	if (c->c->format != FORMAT_BUILD || c->c->format_arg > c->i->n_args)
		return false;
	v = fn_value(c->r->fn, value_strip_copies(c->r->fn,
			c->i->args[c->c->format_arg - 1]));
	if (v->kind != VAL_STRING || v->offset)
		return false;
	n = strspn(v->u.str.s, "OSNUbhiBHIlkLKncdfD()[], ");
	return !v->u.str.s[n];
}

/* Py_BuildValue ("") is None, and of one object it is that object: nothing is
 * made.  source: Python/modsupport.c, va_build_value. */
static bool builds_nothing(const struct call *c, const struct state *s)
{
	unsigned at = c->c->format_arg;
	const struct value *v;

	if (c->c->format != FORMAT_BUILD || !at || at > c->i->n_args
	    || c->c->ret != ARG_OBJ)
		return false;
	v = fn_value(c->r->fn, value_strip_copies(c->r->fn,
						  c->i->args[at - 1]));
	if (v->kind != VAL_STRING || v->offset)
		return false;
	return !*v->u.str.s
		|| (strchr("OSN", *v->u.str.s) && !v->u.str.s[1]
		    && c->i->n_args == at + 1
		    && sym_is_nonnull(s, c->args[at + 1]));
}

/* PyErr_NewException ("module.Name", base, dict) with a literal name, and a
 * base that is none or one of the interpreter's. */
static bool makes_exception(const struct call *c, const struct state *s)
{
	const struct addr *name = &sym_get(s, c->args[1])->addr, *a;
	unsigned base = call_name_is(c->c, "PyErr_NewException") ? 2
		: call_name_is(c->c, "PyErr_NewExceptionWithDoc") ? 3 : 0;
	const struct instr *d;
	const struct value *v;

	if (!base || c->i->n_args < base || name->kind != REGION_STRING
	    || name->offset || !strchr(name->ptr, '.'))
		return false;
	if (sym_is_null(s, c->args[base])
	    || (thing_get(s, c->args[base])
		&& thing_get(s, c->args[base])->birth == BIRTH_STATIC))
		return true;
	a = &sym_get(s, c->args[base])->addr;
	if (a->kind == REGION_GLOBAL)
		return true;
	d = value_def(c->r->fn, value_strip_copies(c->r->fn,
						   c->i->args[base - 1]));
	v = d && d->op == OP_LOAD ? fn_value(c->r->fn, d->place.base) : NULL;
	return v && v->kind == VAL_GLOBAL
		&& !strncmp(v->u.global->name, "PyExc_", 6);
}

static bool fails_by_memory(const struct call *c, const struct state *s,
			    const struct outcome *o)
{
	const uint32_t decoding = RAISE_MemoryError | RAISE_UnicodeError
		| RAISE_ValueError | RAISE_OverflowError | RAISE_SystemError;
	const struct effect *e;

	if (o->likelihood == LIKELY_MEMORY)
		return true;
	if (o->likelihood != LIKELY_ORDINARY)
		return false;
	if (builds_plainly(c) || makes_exception(c, s))
		return true;
	if (!is_ascii_literal(c, s))
		return false;
	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_RAISES)
			return e->kinds && !(e->kinds & ~decoding)
				/* What a body sets of its own accord. */
				&& (c->c->origin != ORIGIN_INFERRED
				    || e->kinds & RAISE_MemoryError);
	return false;
}

bool call_type_was_checked(const struct state *s, sid x)
{
	sid y;

	for (y = 1; x && y < s->syms.n; y++) {
		const struct sym *f = sym_get(s, y);
		const struct sym *of = f->expr.a ? sym_get(s, f->expr.a) : NULL;

		if (f->expr.op != EXPR_CALL || !sym_is_nonnull(s, y))
			continue;
		if (f->expr.a == x && (f->expr.fn == format_type_fact
				       || strstr(f->expr.fn, "Check")))
			return true;
		/* PyType_HasFeature (Py_TYPE (x), flag) */
		if (!strcmp(f->expr.fn, "PyType_HasFeature")
		    && of->expr.op == EXPR_CALL && of->expr.a == x)
			return true;
	}
	return false;
}

static bool outcome_overflows(const struct outcome *o)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_RAISES && e->kinds & RAISE_OverflowError)
			return true;
	return false;
}

/* May the items of V be fewer than the code takes for granted?  So it is when
 * Python passed it and nothing but its type was ever looked at. */
static bool length_is_open(const struct call *c, const struct state *s, vid v)
{
	const struct function *f = c->r->fn;
	const struct thing *t = thing_get(s, c->args[1]);
	uint32_t b, j, n;

	if (!t || !(t->birth == BIRTH_PARAM ? c->r->role != NULL
		    : call_was_parsed(c, t)))
		return false;
	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *in =
				&f->blocks[f->rpo[b]].instrs[j];
			const struct contract *k;

			if (in->op == OP_LOAD
			    && is_same_text(f, in->place.base, v))
				return false;
			if (in->op != OP_CALL)
				continue;
			for (n = 0; n < in->n_args; n++)
				if (is_same_text(f, in->args[n], v))
					break;
			if (n == in->n_args)
				continue;
			k = knowledge_call(c->r->engine->knowledge, f, in);
			if (k != c->c && !strstr(k->name, "Check")
			    && strcmp(k->name, "Py_TYPE")
			    && strcmp(k->name, "Py_IS_TYPE"))
				return false;
		}
	return true;
}

/* PyTuple_GetItem (args, 1), and nobody asked how many there are. */
static bool item_may_be_missing(const struct call *c, const struct state *s)
{
	return (call_name_is(c->c, "PyTuple_GetItem")
		|| call_name_is(c->c, "PyList_GetItem")
		|| call_name_is(c->c, "PyList_GetItemRef"))
		&& c->i->n_args == 2
		&& fn_value(c->r->fn, c->i->args[1])->kind == VAL_INT
		&& length_is_open(c, s, c->i->args[0]);
}

/* PySequence_GetItem (args, 0), and somebody asked how many there are. */
static bool item_is_there(const struct call *c, const struct state *s)
{
	return call_name_is(c->c, "PySequence_GetItem") && c->i->n_args == 2
		&& fn_value(c->r->fn, c->i->args[1])->kind == VAL_INT
		&& value_has_type(s, c->args[1], "PyTuple_Type", true)
		&& !length_is_open(c, s, c->i->args[0]);
}

static bool has_exact_type(const struct state *s, sid x)
{
	const struct thing *t = thing_get(s, x);

	return t && t->type;
}

/* Can the outcome be for no reason but an argument of another type? */
static bool fails_by_type(const struct outcome *o)
{
	const struct effect *e;

	for (e = o->effects; e->op != EFF_END; e++)
		if (e->op == EFF_RAISES)
			return e->kinds == RAISE_TypeError;
	return false;
}

static bool same_argument(const struct function *f, const struct instr *a,
			  const struct instr *b, uint32_t n)
{
	return is_same_text(f, a->args[n], b->args[n]);
}

/* Does I, at the end of a block, ask whether PyDict_Contains with the
 * arguments of C's call said yes? */
static bool asks_contains(const struct call *c, const struct instr *i)
{
	const struct function *f = c->r->fn;
	const struct instr *d;

	if (i->op != OP_BR || fn_value(f, i->b)->kind != VAL_INT)
		return false;
	d = value_def(f, value_strip_copies(f, i->a));
	return d && d->op == OP_CALL && d->n_args == 2 && c->i->n_args == 2
		&& call_target(f, d)
		&& !strcmp(call_target(f, d)->name, "PyDict_Contains")
		&& same_argument(f, d, c->i, 0)
		&& same_argument(f, d, c->i, 1);
}

/* PyDict_GetItem (d, k), on the way that PyDict_Contains (d, k) said is the
 * one on which it is there. */
static bool was_found(const struct call *c)
{
	const struct function *f = c->r->fn;
	uint32_t b = c->r->block_id;

	if (!call_name_is(c->c, "PyDict_GetItem")
	    && !call_name_is(c->c, "PyDict_GetItemWithError"))
		return false;
	while (f->blocks[b].n_preds == 1) {
		uint32_t edge = f->blocks[b].preds[0];
		const struct block *from = &f->blocks[f->edges[edge].from];
		const struct instr *i = block_last(from);

		if (asks_contains(c, i)) {
			bool yes = (i->cmp == CMP_NE || i->cmp == CMP_GT
				    ? 0u : i->cmp == CMP_EQ
				    ? (fn_value(f, i->b)->u.i == 1 ? 0u : 1u)
				    : 2u) == (from->succs[0] == edge ? 0u : 1u);

			if (yes)
				return true;
		}
		b = f->edges[edge].from;
		if (!b)
			break;
	}
	return false;
}

bool call_guess_is_known(struct call *c, struct state *s,
			 const struct outcome *o)
{
	const struct effect *e;
	bool some = false;

	if (c->c->origin != ORIGIN_INFERRED
	    || o->likelihood != LIKELY_NEVER_WITH_VALID)
		return false;
	for (e = o->effects; e->op != EFF_END; e++) {
		sid x;

		if (e->op == EFF_IF_HOLDS_NULL)
			x = call_held(c, s, e->a, e->offset);
		else if (e->op == EFF_IF_NULL || e->op == EFF_IF_ZERO)
			x = call_operand(c, e->a);
		else
			continue;
		if (!x || !sym_is_null(s, x))
			return false;
		some = true;
	}
	return some;
}

void call_rest_on(const struct call *c, struct state *s,
		  const struct outcome *o)
{
	/* A mere convention taints what rests on that call alone, see
	 * call_is_assumed; not the whole path. */
	if (c->c->origin > s->origin && c->c->origin != ORIGIN_CONVENTION)
		s->origin = c->c->origin;
	if (fails_by_memory(c, s, o))
		s->memory_only = true;
	/* A conversion of what is known to be of the type; a number of the
	 * right type may still be too large. */
	if ((!o->pred.nonzero && o->pred.lo == 0 && o->pred.hi == 0
	     && (was_found(c) || item_is_there(c, s)))
	    || (o->likelihood == LIKELY_NEVER_WITH_VALID && !c->is_known
	     && !item_may_be_missing(c, s) && !call_type_is_open(c, s, o))
	    || (o->likelihood == LIKELY_ORDINARY
		&& (c->c->flags & CF_AMBIGUOUS
		    || (c->c->origin == ORIGIN_TABLE && fails_by_type(o)))
		&& c->i->n_args
		&& !outcome_overflows(o)
		&& (call_type_was_checked(s, c->args[1])
		    || has_exact_type(s, c->args[1]))))
		state_guess(s);
}

static bool is_int_maker(const char *name)
{
	return !strncmp(name, "PyLong_From", 11)
		&& strcmp(name, "PyLong_FromDouble")
		&& strcmp(name, "PyLong_FromVoidPtr");
}

/* Does T no more than hand its number to a function that makes an int
 * (SWIG_From_int)? */
static bool wraps_int_maker(const struct function *t)
{
	unsigned calls = 0;
	uint32_t b, j;

	for (b = 0; t->has_body && t->n_params == 1 && b < t->n_blocks; b++)
		for (j = 0; j < t->blocks[b].n_instrs; j++) {
			const struct instr *in = &t->blocks[b].instrs[j], *d;
			const struct function *by;
			vid v;

			if (in->op == OP_BR || in->op == OP_SWITCH)
				return false;
			if (in->op != OP_CALL)
				continue;
			by = call_target(t, in);
			if (calls++ || !by || !is_int_maker(by->name)
			    || in->n_args != 1)
				return false;
			v = value_strip_copies(t, in->args[0]);
			while ((d = value_def(t, v)) && d->op == OP_CAST
			       && !cast_narrows(t, d))
				v = value_strip_copies(t, d->a);
			if (v != t->params[0])
				return false;
		}
	return calls == 1;
}

/* Does the call make an int of argument N alone?  One unit of Py_BuildValue's
 * is as much as PyLong_FromLong and its like (Python/modsupport.c, do_mkvalue).
 * 0: it does not. */
static unsigned int_is_made_of(const struct call *c)
{
	unsigned at = c->c->format_arg;
	const struct value *v;

	if (c->c->origin != ORIGIN_TABLE) {
		const struct function *t = call_target(c->r->fn, c->i);

		return t && c->i->n_args == 1 && wraps_int_maker(t);
	}
	if (c->i->n_args == 1 && is_int_maker(c->c->name))
		return 1;
	if (c->c->format != FORMAT_BUILD || c->c->ret != ARG_OBJ || !at
	    || c->i->n_args != at + 1)
		return 0;
	v = fn_value(c->r->fn, value_strip_copies(c->r->fn,
						  c->i->args[at - 1]));
	return v->kind == VAL_STRING && !v->offset && *v->u.str.s
		&& strchr("bBhHiIlkLKn", *v->u.str.s) && !v->u.str.s[1]
		? at + 1 : 0;
}

/* CPython keeps the ints from -5 to 256 (pycore_global_objects.h,
 * _PY_NSMALLNEGINTS and _PY_NSMALLPOSINTS). */
static bool is_small_int(const struct call *c, const struct state *s)
{
	const struct function *f = c->r->fn;
	const struct instr *d;
	const struct type *t;
	const struct sym *y;
	unsigned n = int_is_made_of(c);
	vid v;

	if (!n)
		return false;
	/* A byte that was promoted. */
	v = value_strip_copies(f, c->i->args[n - 1]);
	while ((d = value_def(f, v)) && d->op == OP_CAST && !cast_narrows(f, d))
		v = value_strip_copies(f, d->a);
	t = fn_value(f, v)->type;
	if (t && t->kind == TYPE_INT && t->size == 1
	    && (t->is_unsigned || t->is_bool))
		return true;
	y = sym_get(s, c->args[n]);
	return c->args[n] && y->lo >= -5 && y->hi <= 256;
}

static bool is_number(const struct state *s, sid x, int64_t n)
{
	int64_t k;

	return x && sym_constant(s, x, &k) && k == n;
}

static bool is_literal(const struct state *s, sid x, size_t most)
{
	const struct addr *a = &sym_get(s, x)->addr;
	const unsigned char *p = a->ptr;

	return x && a->kind == REGION_STRING && !a->offset
		&& strlen(a->ptr) <= most && p[0] < 0x80;
}

/* The empty and the one-character objects stand ready from 3.11 on
 * (pycore_global_strings.h, pycore_global_objects.h). */
static bool is_ready_made(const struct call *c, const struct state *s)
{
	if (c->r->engine->version && c->r->engine->version < PYVERSION(3, 11))
		return false;
	if (call_name_is(c->c, "PyUnicode_FromString")
	    || call_name_is(c->c, "PyBytes_FromString"))
		return is_literal(s, c->args[1], 1);
	if (call_name_is(c->c, "PyUnicode_FromStringAndSize")
	    || call_name_is(c->c, "PyBytes_FromStringAndSize"))
		return is_number(s, c->args[2], 0);
	if (call_name_is(c->c, "PyUnicode_New")
	    || call_name_is(c->c, "PyTuple_New"))
		return is_number(s, c->args[1], 0);
	return call_name_is(c->c, "PyUnicode_FromOrdinal")
		&& sym_get(s, c->args[1])->lo >= 0
		&& sym_get(s, c->args[1])->hi < 256;
}

/* It fails where writable memory is asked for and this is not, or without a
 * view.  Objects/abstract.c, PyBuffer_FillInfo. */
static bool can_fill_info(const struct call *c, const struct state *s)
{
	int64_t flags;

	return call_name_is(c->c, "PyBuffer_FillInfo") && c->i->n_args == 6
		&& (is_number(s, c->args[5], 0)
		    || (sym_constant(s, c->args[6], &flags) && !(flags & 1)));
}

bool call_must_fail(const struct call *c, const struct state *s)
{
	static const char *const indexed[] = { "PyList_GetItem",
		"PyTuple_GetItem", "PyList_SetItem", "PyTuple_SetItem",
		"PyList_GetItemRef" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE (indexed); i++)
		if (call_name_is(c->c, indexed[i]) && c->i->n_args >= 2)
			return c->args[2] && sym_get(s, c->args[2])->hi < 0;
	return false;
}

static bool is_search(const struct contract *c)
{
	static const char *const names[] = { "strchr", "strrchr", "strstr",
		"strpbrk" };
	size_t i;

	for (i = 0; c->origin == ORIGIN_TABLE && i < ARRAY_SIZE (names); i++)
		if (!strcmp(c->name, names[i]))
			return true;
	return false;
}

bool is_same_text(const struct function *f, vid a, vid b)
{
	const struct value *k, *l;
	const struct instr *x, *y;

	a = value_strip_copies(f, a);
	b = value_strip_copies(f, b);
	x = value_def(f, a);
	y = value_def(f, b);
	k = fn_value(f, a);
	l = fn_value(f, b);
	if (k->kind == VAL_STRING && l->kind == VAL_STRING
	    && k->offset == l->offset && !strcmp(k->u.str.s, l->u.str.s))
		return true;
	return a == b || (x && y && x->op == OP_LOAD && y->op == OP_LOAD
			  && x->place.base == y->place.base
			  && x->place.offset == y->place.offset
			  && !x->place.index && !y->place.index);
}

/* The static types whose name is asked for a character. */
struct names_asked {
	uint64_t offset;
	int character;
	unsigned n;
	bool unknown;
};

static void ask_name(const struct function *f, vid v, void *data)
{
	struct names_asked *a = data;
	const struct value *val = fn_value(f, v);
	const struct init *in = val->kind == VAL_GLOBAL && !val->offset
		? global_init_at(val->u.global, a->offset) : NULL;

	a->n++;
	if (!in || in->kind != INIT_STRING || in->i
	    || !memchr(in->s, a->character, strlen(in->s)))
		a->unknown = true;
}

/* strrchr (type->tp_name, '.') of types of this unit, each of which has a dot
 * in its name: nothing but the unit would write another there. */
static bool finds_in_name(const struct call *c, const struct state *s)
{
	const struct function *f = c->r->fn;
	const struct instr *d;
	struct names_asked a = { 0 };
	int64_t k;

	if ((!call_name_is(c->c, "strchr") && !call_name_is(c->c, "strrchr"))
	    || c->i->n_args != 2 || !sym_constant(s, c->args[2], &k)
	    || k <= 0 || k > 127)
		return false;
	d = value_def(f, value_strip_copies(f, c->i->args[0]));
	if (!d || d->op != OP_LOAD || d->place.index || !d->place.field
	    || strcmp(d->place.field, "tp_name") || d->place.offset < 0)
		return false;
	a.character = (int) k;
	a.offset = (uint64_t) d->place.offset;
	constant_roots(c->r->engine->unit, f, d->place.base, ask_name, &a);
	return a.n && !a.unknown;
}

bool call_may_know(const struct call *c, const struct state *s)
{
	const struct function *f = c->r->fn;
	uint32_t b, j;

	if ((!is_search(c->c) && !call_name_is(c->c, "getenv"))
	    || finds_in_name(c, s))
		return false;
	if (is_search(c->c) && !borrow_is_text(s, c->args[1]))
		return true;
	/* It looked there before. */
	for (b = 0; b < f->n_rpo; b++)
		for (j = 0; j < f->blocks[f->rpo[b]].n_instrs; j++) {
			const struct instr *in =
				&f->blocks[f->rpo[b]].instrs[j];

			if (in->op == OP_CALL && in != c->i && in->n_args
			    && (knowledge_call(c->r->engine->knowledge, f, in)
				== c->c || (is_search(c->c)
				&& is_search(knowledge_call(
					c->r->engine->knowledge, f, in))))
			    && is_same_text(f, in->args[0],
					    c->i->args[0]))
				return true;
		}
	return false;
}

/* The empty string and the like are objects that the interpreter keeps, and
 * so, from 3.11 on, is each ASCII character (Objects/unicodeobject.c:
 * unicode_get_empty, get_latin1_char; bytesobject.c: bytes_get_empty;
 * tupleobject.c: tuple_get_empty).  LENGTH is the argument that says how
 * long; 0: the first is a string that ends with a zero byte. */
static const struct { const char *name; unsigned length; } kept[] = {
	{ "PyUnicode_FromString", 0 }, { "PyBytes_FromString", 0 },
	{ "PyUnicode_FromStringAndSize", 2 },
	{ "PyUnicode_FromKindAndData", 3 }, { "PyUnicode_FromWideChar", 2 },
	{ "PyUnicode_DecodeUTF8", 2 }, { "PyUnicode_DecodeASCII", 2 },
	{ "PyUnicode_DecodeLatin1", 2 }, { "PyUnicode_New", 1 },
	{ "PyBytes_FromStringAndSize", 2 }, { "PyTuple_New", 1 },
};

static bool is_kept(const struct call *c, const struct state *s)
{
	const struct addr *a;
	const char *text;
	size_t i;
	int64_t k;

	for (i = 0; i < ARRAY_SIZE (kept); i++)
		if (call_name_is(c->c, kept[i].name))
			break;
	if (i == ARRAY_SIZE (kept) || kept[i].length > c->i->n_args)
		return false;
	if (kept[i].length)
		return sym_constant(s, c->args[kept[i].length], &k) && !k;
	a = &sym_get(s, c->args[1])->addr;
	if (a->kind != REGION_STRING || a->offset)
		return false;
	text = a->ptr;
	return !*text || (!text[1] && (unsigned char) *text < 128
			  && !strncmp(kept[i].name, "PyUnicode", 9)
			  && c->r->engine->version >= PYVERSION (3, 11));
}

/* Is the name that the capsule is asked by the one that it has?  A capsule's
 * pointer is never NULL (Objects/capsule.c, PyCapsule_New). */
static bool is_asked_by_its_name(const struct call *c)
{
	const struct function *f = c->r->fn, *t;
	const struct instr *d;

	if (c->i->n_args != 2)
		return false;
	d = value_def(f, value_strip_copies(f, c->i->args[1]));
	t = d && d->op == OP_CALL ? call_target(f, d) : NULL;
	return t && d->n_args == 1 && !strcmp(t->name, "PyCapsule_GetName")
		&& is_same_text(f, d->args[0], c->i->args[0]);
}

/* Was the capsule that is asked found to be valid, or is it the one whose
 * destructor this is? */
static bool is_own_capsule(const struct call *c, const struct state *s)
{
	const struct slot *slot = c->r->role ? c->r->role->slot : NULL;
	const struct thing *t;
	sid x;

	if (strncmp(c->c->name, "PyCapsule_Get", 13) || !c->i->n_args)
		return false;
	t = thing_get(s, c->args[1]);
	if (slot && slot->name && t && t->birth == BIRTH_PARAM
	    && !strcmp(slot->name, "capsule destructor"))
		return true;
	if (is_asked_by_its_name(c))
		return true;
	for (x = 1; x < s->syms.n; x++) {
		const struct sym *y = sym_get(s, x);

		if (y->expr.op == EXPR_CALL && y->expr.a == c->args[1]
		    && !strcmp(y->expr.fn, "PyCapsule_IsValid")
		    && sym_is_nonnull(s, x))
			return true;
	}
	return false;
}

/* The traceback of an exception is one: Objects/exceptions.c,
 * BaseException_set_tb. */
static bool is_fetched_traceback(const struct call *c, const struct state *s)
{
	const struct function *f = c->r->fn;
	const struct instr *by = s->saved_by, *d;
	const struct value *in, *out;

	if (!by || by->n_args != 3 || c->i->n_args != 2
	    || !call_name_is(c->c, "PyException_SetTraceback"))
		return false;
	if (call_is_saved(c->r, s, c->args[2]))
		return true;
	/* PyErr_NormalizeException may put another there. */
	d = value_def(f, value_strip_copies(f, c->i->args[1]));
	if (!d || d->op != OP_LOAD)
		return false;
	in = fn_value(f, value_strip_copies(f, d->place.base));
	out = fn_value(f, value_strip_copies(f, by->args[2]));
	return in->kind == VAL_LOCAL && out->kind == VAL_LOCAL
		&& in->u.local == out->u.local;
}

/* PyModule_GetDict fails for what is no module (Objects/moduleobject.c): not
 * for what was just made as one, nor for what a Py_mod_exec function gets. */
static bool is_asked_module(const struct call *c, const struct state *s)
{
	const struct slot *slot = c->r->role ? c->r->role->slot : NULL;
	const struct thing *t = c->i->n_args ? thing_get(s, c->args[1]) : NULL;
	const struct function *by = t && t->born && t->born->op == OP_CALL
		? call_target(c->r->fn, t->born) : NULL;

	if (!call_name_is(c->c, "PyModule_GetDict") || !t)
		return false;
	if (t->birth == BIRTH_PARAM)
		return slot && slot->name && !strcmp(slot->name, "Py_mod_exec");
	return by && (!strncmp(by->name, "PyModule_Create", 15)
		      || !strncmp(by->name, "PyModule_New", 12)
		      || !strncmp(by->name, "PyImport_AddModule", 18));
}

bool call_cannot_fail(const struct call *c, const struct state *s)
{
	if (is_small_int(c, s) || is_ready_made(c, s) || can_fill_info(c, s)
	    || builds_nothing(c, s) || is_utf8_already(c, s)
	    || is_numpys_own_type(c, s)
	    || is_fetched_traceback(c, s))
		return true;
	if (c->c->origin == ORIGIN_TABLE
	    && (is_kept(c, s) || is_own_capsule(c, s)
		|| call_fills_own_item(c, s) || is_asked_module(c, s)
		|| finds_in_name(c, s)))
		return true;
	return call_converts_surely(c, s);
}
