/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An access that is outside a known bound on this path, whatever the rest
 * is: an item past a size that was tested, a store past a local array, a
 * copy of a Python string of unchecked length into a fixed buffer, a copy
 * past the bytes that were asked for.
 */
#include "check/contracts.h"

#include <stddef.h>
#include <string.h>

static void report(struct check_context *c, const struct step *s,
		   const char *subject, struct finding *fi)
{
	check_subject(c, fi, subject);
	check_event(c, fi, s->loc, s->run->fn, "this is outside");
	check_hint(c, fi, "test the size first");
	check_add(c, fi);
}

/* ---------------------------------------------------------------- items */

/* As many items as container X has at most; INT64_MAX when not known. */
static int64_t size_at_most(const struct step *s, sid x)
{
	static const char *const sizes[] = { "PyTuple_GET_SIZE", "Py_SIZE",
		"PyList_GET_SIZE", "PySequence_Fast_GET_SIZE", NULL };
	const struct instr *made = made_by(s->before, x);
	int64_t most = INT64_MAX, k;
	sid y;

	for (y = 1; y < s->before->syms.n; y++) {
		const struct sym *e = sym_get(s->before, y);

		if (e->expr.op == EXPR_CALL && e->expr.a == x && !e->expr.b
		    && name_in(e->expr.fn, sizes) && e->hi < most)
			most = e->hi;
	}
	if (made && (callee_is(s->run, made, "PyTuple_New")
		     || callee_is(s->run, made, "PyList_New"))
	    && made->n_args) {
		const struct value *v = fn_value(s->run->fn,
			value_strip_copies(s->run->fn, made->args[0]));

		k = v->u.i;
		/* A size that others chose: what a loop found of it goes
		 * along with what they have. */
		if (v->kind != VAL_INT)
			return INT64_MAX;
		if (k >= 0 && k < most && thing_get(s->before, x)->fresh)
			most = k;
	}
	return most;
}

static void item(struct check_context *c, const struct step *s, sid x,
		 vid operand, int64_t least)
{
	int64_t most = x ? size_at_most(s, x) : INT64_MAX;
	const char *name;

	if (most == INT64_MAX || least < most || least < 0)
		return;
	name = run_sym_name(s->run, s->before, x, operand);
	report(c, s, name, step_finding(c, s, s->before, NULL,
		"item %lld of ‘%s’, which has at most %lld here",
		(long long) least, name, (long long) most));
}

/* PyTuple_GET_ITEM and its like: macros of some versions, which load. */
static void item_load(struct check_context *c, const struct step *s)
{
	const struct place *p = s->place;
	const struct type *t = p->record;
	int64_t k = p->offset;
	sid index;

	if (!p->field || strcmp(p->field, "ob_item") || p->size != 8 || !t
	    || !t->name || strcmp(t->name, "PyTupleObject"))
		return;
	k = (k - 24) / 8;
	if (p->index) {
		index = env_get(s->before, p->index);
		if (!index || p->stride != 8)
			return;
		k += sym_get(s->before, index)->lo;
		if (sym_get(s->before, index)->lo < 0)
			return;
	}
	item(c, s, s->value, s->operand, k);
}

static void item_call(struct check_context *c, const struct step *s)
{
	static const char *const names[] = { "PyTuple_GET_ITEM",
		"PyTuple_SET_ITEM", "PyList_GET_ITEM", "PyList_SET_ITEM",
		"PySequence_Fast_GET_ITEM", NULL };
	sid i;

	if (s->instr->n_args < 2 || !name_in(step_callee(s), names))
		return;
	i = env_get(s->before, s->instr->args[1]);
	if (!i) {
		const struct value *v = fn_value(s->run->fn,
						 s->instr->args[1]);

		if (v->kind == VAL_INT)
			item(c, s, env_get(s->before, s->instr->args[0]),
			     s->instr->args[0], v->u.i);
		return;
	}
	item(c, s, env_get(s->before, s->instr->args[0]), s->instr->args[0],
	     sym_get(s->before, i)->lo);
}

/* args[k] of METH_FASTCALL, whose number was tested. */
static void fast_argument(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct role *r = s->run->role;
	const struct value *base = fn_value(f, value_strip_copies(f,
							s->place->base));
	int64_t k = s->place->offset / 8, most;
	sid n;

	if (!r || !r->slot || !strstr(r->slot->name, "FASTCALL")
	    || strstr(r->slot->name, "METHOD|") || base->kind != VAL_PARAM
	    || base->u.param != 1 || s->place->index || f->n_params < 3
	    || strstr(r->slot->name, "KEYWORDS") || !f->params[2])
		return;
	n = env_get(s->before, f->params[2]);
	most = n ? sym_get(s->before, n)->hi : INT64_MAX;
	if (most == INT64_MAX || k < most || most < 0)
		return;
	report(c, s, "args", step_finding(c, s, s->before, NULL,
		"argument %lld is read, and there are at most %lld here",
		(long long) k, (long long) most));
}

/* ------------------------------------------------------- fixed buffers */

/* The bytes from address A to the end of what it is in; -1 not known. */
static int64_t room(const struct step *s, const struct addr *a)
{
	const struct type *t = NULL;

	if (a->kind == REGION_LOCAL)
		t = s->run->fn->locals[a->id].type;
	else if (a->kind == REGION_GLOBAL)
		t = ((const struct global *) a->ptr)->type;
	if (!t || !t->size || (t->kind != TYPE_ARRAY
			       && t->kind != TYPE_STRUCT))
		return -1;
	return (int64_t) t->size - a->offset;
}

/* A store at an index that is past the array wherever in its range. */
static void array_store(struct check_context *c, const struct step *s)
{
	const struct place *p = s->place;
	const struct value *base = fn_value(s->run->fn, p->base);
	struct addr a = s->target->at;
	const struct sym *i = p->index && s->target->index
		? sym_get(s->before, s->target->index) : NULL;
	int64_t has;
	const char *name;

	if (base->kind != VAL_LOCAL || a.kind != REGION_LOCAL
	    || a.id != base->u.local || !p->size)
		return;
	has = room(s, &a);
	if (has < 0 && a.offset <= 0)
		return;
	if (i) {
		if (i->lo <= 0 || i->lo > INT32_MAX)
			return;
		has -= i->lo * (int64_t) p->stride;
	}
	if (has >= (int64_t) p->size || !p->index)
		return;
	name = s->run->fn->locals[a.id].name;
	if (!name)
		return;
	report(c, s, name, step_finding(c, s, s->before, NULL,
		"the store is past the end of ‘%s’", name));
}

/* ------------------------------------------------------------- strings */

/* Was a length of X asked for, or X made together with its length? */
static bool length_was_asked(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);
	const struct instr *by = t ? t->born : NULL;
	sid y;

	for (y = 1; y < s->before->syms.n; y++) {
		const struct expr *e = &sym_get(s->before, y)->expr;

		if (e->op == EXPR_CALL && e->a == x)
			return true;
		if (e->op == EXPR_CALL && t->lender && e->a == t->lender
		    && (strstr(e->fn, "SIZE") || strstr(e->fn, "LENGTH")))
			return true;
	}
	return !by || by->op != OP_CALL
		|| callee_is(s->run, by, "PyUnicode_AsUTF8AndSize")
		|| callee_is(s->run, by, "PyBytes_AsStringAndSize");
}

/* Does F ask for any length with a call that the state cannot remember? */
static bool function_asks_length(const struct function *f)
{
	static const char *const names[] = { "strlen", "strnlen",
		"PyUnicode_GetLength", "PyUnicode_GET_LENGTH", "PyBytes_Size",
		"PyObject_Size", "PyObject_Length", "PyBytes_GET_SIZE",
		"PyByteArray_Size", "Py_SIZE", "PySequence_Size",
		"PySequence_Length", "strcmp", NULL };
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			if (t && name_in(t->name, names))
				return true;
		}
	return false;
}

/* Bytes that Python made, as many as it likes. */
static bool is_python_string(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);

	return t && t->birth == BIRTH_BORROW && !t->family
		&& t->born && t->born->op == OP_CALL
		&& !sym_get(s->before, x)->is_object
		&& sym_get(s->before, x)->addr.kind == REGION_NONE
		&& !length_was_asked(s, x)
		&& !function_asks_length(s->run->fn);
}

/* Which argument of sprintf a plain %s takes; 0 none, or not all plain. */
static unsigned string_argument(const struct step *s)
{
	const struct value *v;
	unsigned arg = 3, found = 0;
	const char *p, *end;

	if (s->instr->n_args < 3)
		return 0;
	v = fn_value(s->run->fn, value_strip_copies(s->run->fn,
						    s->instr->args[1]));
	if (v->kind != VAL_STRING)
		return 0;
	end = v->u.str.s + v->u.str.len;
	for (p = v->u.str.s + v->offset; p < end && *p; p++) {
		if (*p != '%')
			continue;
		p++;
		if (p < end && *p == '%')
			continue;
		if (p < end && *p == 's' && !found)
			found = arg;
		while (p < end && strchr("0123456789-+ #lhzjt", *p) && *p)
			p++;
		if (p < end && (*p == '*' || *p == '.'))
			return found;
		arg++;
	}
	return found;
}

static void copy(struct check_context *c, const struct step *s)
{
	const char *name = step_callee(s), *what;
	struct addr a;
	unsigned from = 2;
	sid x, to;

	if (s->instr->n_args < 2)
		return;
	if (!strcmp(name, "sprintf") || !strcmp(name, "__builtin_sprintf"))
		from = string_argument(s);
	else if (strcmp(name, "strcpy") && strcmp(name, "strcat")
		 && strcmp(name, "__builtin_strcpy")
		 && strcmp(name, "__builtin_strcat")
		 && strcmp(name, "stpcpy"))
		return;
	if (!from || from > s->instr->n_args)
		return;
	to = env_get(s->before, s->instr->args[0]);
	x = env_get(s->before, s->instr->args[from - 1]);
	if (!to || !x)
		return;
	a = state_deref(s->before, to);
	if (room(s, &a) < 0 || !is_python_string(s, x))
		return;
	what = run_sym_name(s->run, s->before, x, s->instr->args[from - 1]);
	report(c, s, what, step_finding(c, s, s->before, NULL,
		"‘%s’ copies ‘%s’, a Python string of any length, into %lld "
		"bytes", name, what, (long long) room(s, &a)));
}

/* ---------------------------------------------------------- made bytes */

/* How many bytes may be written through pointer X: those of bytes or memory
 * made with a constant size; -1 not known. */
static int64_t made_size(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);
	const struct value *v;
	const struct instr *by;
	int64_t extra = 0;
	unsigned arg = 1;

	if (t && t->birth == BIRTH_BORROW && t->lender)
		t = thing_get(s->before, t->lender);
	by = t && t->birth == BIRTH_NEW ? t->born : NULL;
	if (!by || by->op != OP_CALL)
		return -1;
	if (callee_is(s->run, by, "PyBytes_FromStringAndSize")
	    || callee_is(s->run, by, "PyByteArray_FromStringAndSize"))
		arg = 2, extra = 1;
	else if (!callee_is(s->run, by, "PyMem_Malloc")
		 && !callee_is(s->run, by, "PyObject_Malloc")
		 && !callee_is(s->run, by, "PyMem_RawMalloc"))
		return -1;
	if (by->n_args < arg)
		return -1;
	v = fn_value(s->run->fn, value_strip_copies(s->run->fn,
						    by->args[arg - 1]));
	return v->kind == VAL_INT && v->u.i >= 0 ? v->u.i + extra : -1;
}

static void fill(struct check_context *c, const struct step *s)
{
	const char *name = step_callee(s);
	struct addr a;
	int64_t has;
	sid to, n;

	if (s->instr->n_args < 3 || (strcmp(name, "memcpy")
				     && strcmp(name, "memset")
				     && strcmp(name, "memmove")))
		return;
	to = env_get(s->before, s->instr->args[0]);
	if (!to)
		return;
	a = sym_get(s->before, to)->addr;
	has = made_size(s, a.kind == REGION_SYM ? a.id : to);
	if (has < 0)
		return;
	if (a.kind == REGION_SYM)
		has -= a.offset;
	n = env_get(s->before, s->instr->args[2]);
	if (n ? sym_get(s->before, n)->lo <= has
	    : fn_value(s->run->fn, s->instr->args[2])->kind != VAL_INT
	      || fn_value(s->run->fn, s->instr->args[2])->u.i <= has)
		return;
	report(c, s, name, step_finding(c, s, s->before, NULL,
		"‘%s’ writes past the %lld bytes that were asked for", name,
		(long long) has));
}

static void made_store(struct check_context *c, const struct step *s)
{
	int64_t has;

	if (s->place->index || s->target->at.kind != REGION_SYM
	    || s->place->record)
		return;
	has = made_size(s, s->target->at.id);
	if (has < 0 || s->target->at.offset < 0
	    || s->target->at.offset + (int64_t) s->place->size <= has)
		return;
	report(c, s, "made", step_finding(c, s, s->before, NULL,
		"the store at byte %lld is past the %lld bytes that were "
		"asked for", (long long) s->target->at.offset,
		(long long) has));
}

static void step(struct check_context *c, const struct step *s)
{
	if (s->before && s->before->misuse)
		return;
	switch (s->kind) {
	case STEP_DEREF:
		item_load(c, s);
		fast_argument(c, s);
		break;
	case STEP_STORE:
		array_store(c, s);
		made_store(c, s);
		break;
	case STEP_CALL:
		item_call(c, s);
		copy(c, s);
		fill(c, s);
		break;
	default:
		break;
	}
}

const struct check check_buffer_overflow = { .step = step };
