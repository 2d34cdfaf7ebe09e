/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a number comes from that Python code chose; see number.h. */
#include "check/number.h"
#include "contract/format.h"

#include <limits.h>
#include <string.h>

/* As much memory as a process can have. */
#define SPACE (INT64_C(1) << 47)

/* ------------------------------------------------------------- sources */

static const char *const number_calls[] = { "PyLong_AsLong",
	"PyLong_AsLongLong", "PyLong_AsUnsignedLong",
	"PyLong_AsUnsignedLongLong", "PyLong_AsSsize_t", "PyLong_AsSize_t",
	"PyLong_AsInt", "_PyLong_AsInt", "PyLong_AsLongAndOverflow",
	"PyLong_AsUnsignedLongMask", "PyLong_AsUnsignedLongLongMask",
	"PyNumber_AsSsize_t", "PyObject_Size", "PyObject_Length",
	"PySequence_Size", "PySequence_Length", "PyMapping_Size",
	"PyMapping_Length", NULL };
static const char *const length_calls[] = { "PyBytes_Size",
	"PyBytes_GET_SIZE", "PyByteArray_Size", "PyByteArray_GET_SIZE",
	"PyUnicode_GetLength", "PyUnicode_GET_LENGTH", NULL };
static const char *const item_calls[] = { "PyList_Size", "PyList_GET_SIZE",
	"PyTuple_Size", "PyTuple_GET_SIZE", "PySequence_Fast_GET_SIZE", NULL };
/* What these make is as long as what they are given. */
static const char *const copiers[] = { "PySequence_Tuple", "PySequence_List",
	"PySequence_Fast", "PyList_AsTuple", "PyMapping_Keys",
	"PyMapping_Values", "PyMapping_Items", "PyDict_Keys", "PyDict_Values",
	"PyDict_Items", "PyBytes_FromObject", "PyByteArray_FromObject",
	"PyObject_Bytes", NULL };

/* What unit of the format of parsing call I fills variable LOCAL. */
static enum number_kind parsed(const struct number *w, const struct instr *i,
			       uint32_t local)
{
	const struct contract *k = knowledge_call(
		w->s->run->engine->knowledge, w->f, i);
	const struct value *v;
	const struct format_arg *a = NULL;
	struct arena arena = { 0 };
	enum number_kind found = NUMBER_NONE;
	struct format *fmt;
	unsigned n;

	if ((k->format != FORMAT_PARSE && k->format != FORMAT_PARSE_KEYWORDS)
	    || k->format_arg > i->n_args)
		return NUMBER_NONE;
	v = fn_value(w->f, value_strip_copies(w->f,
					      i->args[k->format_arg - 1]));
	if (v->kind != VAL_STRING || v->offset)
		return NUMBER_NONE;
	fmt = format_split(&arena, format_kind_of(k), v->u.str.s,
			   strnlen(v->u.str.s, v->u.str.len), CTYPE_SSIZE);
	for (n = k->va_first; n <= i->n_args; n++) {
		const struct value *t = fn_value(w->f, i->args[n - 1]);

		if (t->kind != VAL_LOCAL || t->u.local != local || t->offset)
			continue;
		format_unit_of(fmt, n - k->va_first, &a);
		if (a && a->use == FORMAT_OUT_SCALAR)
			found = NUMBER_ANY;
		else if (a && a->use == FORMAT_OUT_LENGTH)
			found = NUMBER_LENGTH;
	}
	arena_release(&arena);
	return found;
}

/* Does K write how many bytes there are to what argument N points to? */
static bool counts(const struct contract *k, unsigned n)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_OUT_COUNT && e->a == (int) n)
				return true;
	return false;
}

/* What call I writes to variable LOCAL by its address. */
static enum number_kind written(const struct number *w, const struct instr *i,
				uint32_t local)
{
	const struct function *t = call_target(w->f, i);
	uintptr_t outs = t && w->notes
		? (uintptr_t) map_get(&w->notes->outs, map_key_ptr(t)) : 0;
	enum number_kind got = parsed(w, i, local);
	const struct contract *k = knowledge_call(
		w->s->run->engine->knowledge, w->f, i);
	unsigned n;

	for (n = 0; t && !got && n < i->n_args && n < 60; n++) {
		const struct value *v = fn_value(w->f, i->args[n]);

		if (v->kind != VAL_LOCAL || v->u.local != local || v->offset)
			continue;
		if (outs >> n & 1)
			got = NUMBER_ANY;
		if (counts(k, n + 1))
			got = NUMBER_LENGTH;
	}
	return got;
}

/* Another call that may have put it right: PySlice_AdjustIndices. */
static bool takes_address(const struct function *f, const struct instr *i,
			  uint32_t local)
{
	unsigned n;

	for (n = 0; n < i->n_args; n++) {
		const struct value *v = fn_value(f, i->args[n]);

		if (v->kind == VAL_LOCAL && v->u.local == local && !v->offset)
			return true;
	}
	return false;
}

static bool is_view_length(const struct place *p)
{
	return p->field && !strcmp(p->field, "len") && p->record
		&& p->record->name && !strcmp(p->record->name, "Py_buffer");
}

static bool same_place(const struct function *f, const struct place *a,
		       const struct place *b)
{
	return a->offset == b->offset && !a->index && !b->index
		&& value_strip_copies(f, a->base)
		== value_strip_copies(f, b->base);
}

static bool find(struct number *w, vid v, unsigned members);

/* Members that are followed from one to the next: a loop may set each to
 * what the other was. */
#define MOST_MEMBERS 4

vid number_stored(const struct number *w, const struct instr *load)
{
	uint32_t b, j;
	vid stored = 0;

	if (load->place.index
	    || fn_value(w->f, load->place.base)->kind == VAL_GLOBAL)
		return 0;
	for (b = 0; b < w->f->n_blocks; b++)
		for (j = 0; j < w->f->blocks[b].n_instrs; j++) {
			const struct instr *in = &w->f->blocks[b].instrs[j];

			if (in->op != OP_STORE
			    || !same_place(w->f, &in->place, &load->place)
			    || fn_value(w->f, in->a)->kind == VAL_INT)
				continue;
			if (stored)
				return 0;
			stored = in->a;
		}
	return stored;
}

/* A member that the body has just set: what it was set to. */
static bool find_stored(struct number *w, const struct instr *load,
			unsigned members)
{
	/* On this path, too. */
	vid stored = members < MOST_MEMBERS && env_get(w->s->before, load->dst)
		? number_stored(w, load) : 0;

	return stored && find(w, stored, members + 1);
}

static bool find_load(struct number *w, const struct instr *i,
		      unsigned members)
{
	const struct value *base = fn_value(w->f, i->place.base);
	uint32_t b, j;

	if (is_view_length(&i->place)) {
		w->kind = NUMBER_LENGTH;
		w->from = i;
		return true;
	}
	if (i->place.index)
		return false;
	if (base->kind != VAL_LOCAL)
		return find_stored(w, i, members);
	if (i->place.offset)
		return false;
	for (b = 0; b < w->f->n_blocks; b++)
		for (j = 0; j < w->f->blocks[b].n_instrs; j++) {
			const struct instr *in = &w->f->blocks[b].instrs[j];
			enum number_kind got;

			if (in->op == OP_STORE && in->place.base
			    == i->place.base && !value_is_zero(w->f, in->a)
			    && fn_value(w->f, in->a)->kind != VAL_INT)
				return false;
			if (in->op != OP_CALL)
				continue;
			got = written(w, in, base->u.local);
			if (!got && takes_address(w->f, in,
						  base->u.local))
				return false;
			if (got) {
				w->from = in;
				w->kind = got;
			}
		}
	return w->from != NULL;
}

vid number_strip(const struct function *f, vid v)
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
static bool is_plain_container(const struct number *w, const char *name,
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

/* What these return Python code made, or has. */
static bool is_asked(const char *name)
{
	static const char *const prefixes[] = { "PyObject_Call",
		"_PyObject_Call", "PyObject_Vectorcall", "PyObject_GetAttr",
		"PyObject_GetItem", "PyIter_Next", "PySequence_GetItem",
		"PyTuple_GetItem", "PyTuple_GET_ITEM", "PyList_GetItem",
		"PyList_GET_ITEM", "PySequence_Fast_GET_ITEM",
		"PyDict_GetItem" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

/* The call that looked V up in a dict, or went through one; NULL: none. */
static const struct instr *dict_call(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, value_strip_copies(f, v));
	const struct value *local = d && d->op == OP_LOAD
		? fn_value(f, d->place.base) : NULL;
	const struct function *t;
	uint32_t b, k;

	if (d && d->op == OP_CALL) {
		t = call_target(f, d);
		return t && !strncmp(t->name, "PyDict_GetItem", 14) ? d : NULL;
	}
	if (!local || local->kind != VAL_LOCAL)
		return NULL;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			t = i->op == OP_CALL ? call_target(f, i) : NULL;
			if (t && !strcmp(t->name, "PyDict_Next")
			    && takes_address(f, i, local->u.local))
				return i;
		}
	return NULL;
}

/* What a dict that a struct of the unit's holds has is what the unit put
 * there. */
static bool is_own_entry(const struct function *f, vid v)
{
	const struct instr *by = dict_call(f, v);

	by = by && by->n_args
		? value_def(f, value_strip_copies(f, by->args[0])) : NULL;
	return by && by->op == OP_LOAD && by->place.field;
}

static bool find_call(struct number *w, const struct instr *def)
{
	const struct function *t = call_target(w->f, def);

	if (!t)
		return false;
	w->from = def;
	if (w->notes && map_has(&w->notes->returns, map_key_ptr(t))) {
		w->kind = NUMBER_ANY;
		return true;
	}
	if (def->n_args && is_plain_container(w, t->name, def->args[0]))
		w->kind = NUMBER_ITEMS;
	else if (name_in(t->name, number_calls))
		w->kind = is_own_entry(w->f, def->args[0]) ? NUMBER_NONE
			: NUMBER_ANY;
	else if (name_in(t->name, item_calls))
		w->kind = NUMBER_ITEMS;
	else if (name_in(t->name, length_calls))
		w->kind = NUMBER_LENGTH;
	if (w->kind <= NUMBER_ANY || !def->n_args)
		return w->kind != NUMBER_NONE;
	/* What this code made is as long as it wanted, unless it is a copy. */
	def = value_def(w->f, value_strip_copies(w->f, def->args[0]));
	t = def && def->op == OP_CALL ? call_target(w->f, def) : NULL;
	if (def && def->op == OP_CALL && !(t && (name_in(t->name, copiers)
						 || is_asked(t->name))))
		w->kind = NUMBER_NONE;
	return w->kind != NUMBER_NONE;
}

/* The count of a sequence's repetition comes from x * n. */
static bool find_param(struct number *w, const struct value *v)
{
	const struct role *r = w->s->run->role;

	if (!v->type || v->type->kind != TYPE_INT || v->type->is_bool)
		return false;
	if (!r)
		w->kind = NUMBER_PARAM;
	else if (r->slot && (!strcmp(r->slot->name, "sq_repeat")
			     || !strcmp(r->slot->name, "sq_inplace_repeat"))
		 && v->u.param == 1)
		w->kind = NUMBER_ANY;
	/* PySequence_GetItem adds the length to one below 0, once.
	 * source: Objects/abstract.c. */
	else if (w->items && r->slot && v->u.param == 1
		 && (!strcmp(r->slot->name, "sq_item")
		     || !strcmp(r->slot->name, "sq_ass_item")))
		w->kind = NUMBER_ANY;
	return w->kind != NUMBER_NONE;
}

/* Is V the sum of another argument of P and something: i += n below 0? */
static bool is_sum_of_other(const struct function *f, const struct phi *p,
			    uint32_t n, vid v)
{
	const struct instr *d = value_def(f, v);
	uint32_t k;

	for (k = 0; d && d->op == OP_ADD && k < n; k++)
		if (number_strip(f, p->args[k]) != v
		    && number_strip(f, p->args[k]) == number_strip(f, d->a))
			return true;
	return false;
}

/* V, or the one value besides constants, and sums of it, that a PHI at V
 * chooses. */
static vid before_phi(const struct function *f, vid v)
{
	const struct phi *p = value_phi(f, v);
	uint32_t k, n;
	vid found = 0;

	if (!p)
		return v;
	n = f->blocks[fn_value(f, v)->def_block].n_preds;
	for (k = 0; k < n; k++) {
		vid a = number_strip(f, p->args[k]);

		if (fn_value(f, a)->kind == VAL_INT
		    || is_sum_of_other(f, p, n, a))
			continue;
		if (found && found != a)
			return v;
		found = a;
	}
	return found ? found : v;
}

static bool find(struct number *w, vid v, unsigned members)
{
	const struct instr *def;
	const struct value *val;

	w->value = number_strip(w->f, v);
	w->origin = v = before_phi(w->f, w->value);
	val = fn_value(w->f, v);
	def = value_def(w->f, v);
	w->kind = NUMBER_NONE;
	w->from = NULL;
	if (val->kind == VAL_PARAM)
		return find_param(w, val);
	if (def && def->op == OP_LOAD)
		return find_load(w, def, members);
	if (def && def->op == OP_CALL)
		return find_call(w, def);
	return false;
}

bool number_find(struct number *w, vid v)
{
	return find(w, v, 0);
}

/* -------------------------------------------------------------- checks */

/* The same value, or another load of the same variable? */
static bool same(const struct number *w, vid a, vid b)
{
	const struct instr *x, *y;

	a = value_strip_copies(w->f, a);
	b = value_strip_copies(w->f, b);
	for (;;) {
		x = value_def(w->f, b);
		if (a == b || !x || (x->op != OP_CAST && x->op != OP_ADD
				     && x->op != OP_MUL && x->op != OP_DIV)
		    || (w->wide && x->op == OP_CAST && cast_narrows(w->f, x)))
			break;
		b = value_strip_copies(w->f, x->a);
	}
	if (a == b)
		return true;
	y = value_def(w->f, a);
	return x && y && x->op == OP_LOAD && y->op == OP_LOAD
		&& same_place(w->f, &x->place, &y->place);
}

/* Is X the number, nothing made of it? */
static bool is_itself(const struct number *w, vid x)
{
	const struct instr *a, *b;

	x = number_strip(w->f, x);
	if (x == w->value || x == w->origin)
		return true;
	a = value_def(w->f, x);
	b = value_def(w->f, w->value);
	return a && b && a->op == OP_LOAD && b->op == OP_LOAD
		&& same_place(w->f, &a->place, &b->place);
}

/* 1 <= n && n <= 4 as GCC writes it, n - 1 <= 3; does the path know N by it? */
static bool is_known_range(const struct number *w, vid x)
{
	const struct instr *d = value_def(w->f, number_strip(w->f, x));
	const struct type *t = fn_value(w->f, w->value)->type;

	return d && d->op == OP_ADD && fn_value(w->f, d->b)->kind == VAL_INT
		&& is_itself(w, d->a) && t && t->kind == TYPE_INT
		&& number_largest(w, w->value, w->kind) < number_type_max(t);
}

static bool bounds(const struct number *w, vid x, vid other, vid except)
{
	const struct value *k = fn_value(w->f, value_strip_copies(w->f,
								  other));

	/* What it is by that is known. */
	if (w->ranged && k->kind == VAL_INT
	    && (is_itself(w, x) || is_known_range(w, x)))
		return false;
	return number_is_in(w, x)
		&& (!except || number_strip(w->f, other)
		    != number_strip(w->f, except))
		&& (k->kind != VAL_INT || k->u.i > 1 || k->u.i < -1);
}

bool number_is_in(const struct number *w, vid x)
{
	return same(w, w->value, x) || same(w, w->origin, x);
}

/* A function that was told the number may have refused it; those of CPython
 * and of C do not. */
static bool was_told(const struct number *w, const struct instr *call)
{
	static const char *const deaf[] = { "malloc", "calloc", "realloc",
		"memcpy", "memmove", "memset", "read", "recv", NULL };
	const struct function *t = call_target(w->f, call);
	unsigned n;

	if (t && (!strncmp(t->name, "Py", 2) || !strncmp(t->name, "_Py", 3)
		  || !strncmp(t->name, "operator ", 9)
		  || !strncmp(t->name, "__builtin_", 10)
		  || name_in(t->name, deaf)))
		return false;
	for (n = 0; n < call->n_args; n++)
		if (number_is_in(w, call->args[n]))
			return true;
	return false;
}

/* LENGTH > PY_SSIZE_T_MAX / NUMBER asks whether the product fits. */
static bool divides(const struct number *w, vid v)
{
	const struct instr *def = value_def(w->f, number_strip(w->f, v));

	return def && def->op == OP_DIV && number_is_in(w, def->b);
}

/* The one edge that block B is come to by, but for the way back of a loop;
 * UINT32_MAX: more. */
static uint32_t only_edge(const struct function *f, uint32_t b)
{
	uint32_t k, found = UINT32_MAX;

	for (k = 0; k < f->blocks[b].n_preds; k++) {
		uint32_t edge = f->blocks[b].preds[k];

		if (f->blocks[f->edges[edge].from].rpo >= f->blocks[b].rpo)
			continue;
		if (found != UINT32_MAX)
			return UINT32_MAX;
		found = edge;
	}
	return found;
}

/* Does branch I, at the end of a block that the step's cannot be reached
 * around, lead there only where the number is above what it is held against?
 * That is no bound: `if (n > self->capacity) grow'. */
static bool is_from_below(const struct number *w, const struct instr *i)
{
	const struct function *f = w->f;
	const struct block *upto = w->upto ? w->upto : w->s->run->block;
	uint32_t b = (uint32_t) (upto - f->blocks), edge;
	bool first = number_is_in(w, i->a);
	enum cmp above = first ? i->cmp : cmp_swap(i->cmp);

	if (i->op != OP_BR || first == number_is_in(w, i->b)
	    || (above != CMP_LT && above != CMP_LE && above != CMP_GT
		&& above != CMP_GE))
		return false;
	while ((edge = only_edge(f, b)) != UINT32_MAX) {
		const struct block *from = &f->blocks[f->edges[edge].from];

		if (block_last(from) == i)
			return (above == CMP_GT || above == CMP_GE)
				== (from->succs[0] == edge);
		b = f->edges[edge].from;
	}
	return false;
}

bool number_is_bounded(const struct number *w, vid except)
{
	const struct step *s = w->s;
	uint32_t rpo = w->upto ? w->upto->rpo : s->run->block->rpo, b, i;

	for (b = 0; b < w->f->n_rpo && b <= rpo; b++) {
		const struct block *blk = &w->f->blocks[w->f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			/* Its arguments are what is asked about. */
			if (in == s->instr && in->op == OP_CALL)
				break;
			if (in == w->apart)
				continue;
			if (in->op == OP_CALL && was_told(w, in))
				return true;
			if ((in->op == OP_MIN || in->op == OP_MAX
			     || in->op == OP_MOD || in->op == OP_SELECT)
			    && (same(w, w->value, in->a)
				|| same(w, w->value, in->b)))
				return true;
			if (in->op == OP_SWITCH && same(w, w->value, in->a))
				return true;
			if ((in->op != OP_BR && in->op != OP_CMP)
			    || is_from_below(w, in))
				continue;
			if (bounds(w, in->a, in->b, except)
			    || bounds(w, in->b, in->a, except)
			    || divides(w, in->a) || divides(w, in->b))
				return true;
		}
	}
	return false;
}

/* Is constant K, or is what branch or comparison I does with it, no upper
 * end: `i == -1', `i < 0'? */
static bool is_lower_test(const struct number *w, const struct instr *i)
{
	const struct value *k = fn_value(w->f, value_strip_copies(w->f, i->b));

	return k->kind == VAL_INT && (i->cmp == CMP_EQ || i->cmp == CMP_NE
				      || k->u.i == 0 || k->u.i == -1);
}

/* Does instruction I make something else of the number, by which it may be
 * known: a call that is told, a remainder? */
static bool makes_known(const struct number *w, const struct instr *i)
{
	switch (i->op) {
	case OP_CALL:
		return was_told(w, i);
	case OP_MIN: case OP_MAX: case OP_MOD: case OP_SELECT: case OP_AND:
		return same(w, w->value, i->a) || same(w, w->value, i->b);
	case OP_SWITCH:
		return same(w, w->value, i->a);
	default:
		return false;
	}
}

/* Compared as such, a negative number is a large one: both ends at once. */
static bool is_unsigned(const struct function *f, vid v)
{
	const struct type *t = fn_value(f, v)->type;

	return t && t->kind == TYPE_INT && t->is_unsigned;
}

enum number_ends number_ends(const struct number *w)
{
	enum number_ends ends = NUMBER_OPEN;
	uint32_t b, i;

	for (b = 0; b < w->f->n_rpo && b <= w->s->run->block->rpo; b++) {
		const struct block *blk = &w->f->blocks[w->f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];
			bool first;

			if (in == w->s->instr)
				break;
			if (makes_known(w, in))
				return NUMBER_TOLD;
			if (in->op != OP_BR && in->op != OP_CMP)
				continue;
			first = number_is_in(w, in->a);
			if (divides(w, in->a) || divides(w, in->b))
				return NUMBER_TOLD;
			if ((!first && !number_is_in(w, in->b))
			    || (first && is_lower_test(w, in)))
				continue;
			if (in->op == OP_CMP || is_from_below(w, in)
			    || is_unsigned(w->f, first ? in->a : in->b)
			    || in->cmp == CMP_EQ || in->cmp == CMP_NE)
				return NUMBER_TOLD;
			ends = NUMBER_UPPER;
		}
	}
	return ends;
}

__int128 number_type_max(const struct type *t)
{
	unsigned bits = (unsigned) t->size * 8 - !t->is_unsigned;

	return ((__int128) 1 << bits) - 1;
}

__int128 number_largest(const struct number *w, vid v, enum number_kind kind)
{
	const struct value *val = fn_value(w->f, v);
	sid x = env_get(w->s->before, v);
	__int128 most = val->type && val->type->kind == TYPE_INT
		&& val->type->size ? number_type_max(val->type) : INT64_MAX;
	__int128 limit = kind == NUMBER_ITEMS ? SPACE / 8 : SPACE;

	if (val->kind == VAL_INT)
		return val->u.i;
	if (x && sym_get(w->s->before, x)->hi < most
	    && sym_get(w->s->before, x)->hi != INT64_MAX)
		most = sym_get(w->s->before, x)->hi;
	if ((kind == NUMBER_LENGTH || kind == NUMBER_ITEMS) && most > limit)
		most = limit;
	return most;
}

const char *number_name(const struct number *n)
{
	const char *name = run_value_name(n->s->run, n->value);

	return name || !n->from ? name : instr_callee(n->s->run, n->from);
}

/* --------------------------------------------------------------- notes */

static vid phi_argument(const struct function *f, vid v, struct number *n)
{
	const struct phi *p = value_phi(f, v);
	uint32_t k;

	if (!p)
		return 0;
	for (k = 0; k < f->blocks[fn_value(f, v)->def_block].n_preds; k++)
		if (number_find(n, p->args[k]) && n->kind == NUMBER_ANY)
			return n->value;
	return 0;
}

void number_note(struct check_context *c, const struct step *s,
		 struct number_notes *notes)
{
	struct number n = { .c = c, .s = s, .f = s->run->fn, .notes = notes };
	const struct value *base;
	uintptr_t outs;

	if (s->run->role || (s->kind != STEP_STORE && s->kind != STEP_RETURN)
	    || !s->operand || !s->before || s->before->misuse)
		return;
	base = s->kind == STEP_STORE ? fn_value(n.f,
		value_strip_copies(n.f, s->place->base)) : NULL;
	if (base && (base->kind != VAL_PARAM || s->place->offset
		     || s->place->index || base->u.param >= 60))
		return;
	if (!(number_find(&n, s->operand) && n.kind == NUMBER_ANY)
	    && !(s->kind == STEP_RETURN
		 && phi_argument(n.f, s->operand, &n)))
		return;
	if (number_is_bounded(&n, 0))
		return;
	if (s->kind == STEP_RETURN) {
		map_set(&notes->returns, map_key_ptr(n.f), (void *) n.f);
		return;
	}
	outs = (uintptr_t) map_get(&notes->outs, map_key_ptr(n.f));
	outs |= (uintptr_t) 1 << base->u.param;
	map_set(&notes->outs, map_key_ptr(n.f), (void *) outs);
}

void number_notes_release(struct number_notes *notes)
{
	map_release(&notes->returns);
	map_release(&notes->outs);
}
