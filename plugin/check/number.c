/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a number comes from that Python code chose; see number.h. */
#include "check/number.h"
#include "contract/format.h"

#include <limits.h>
#include <string.h>

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

bool number_same_place(const struct function *f, const struct place *a,
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

static vid stored_once(const struct number *w, const struct instr *load)
{
	uint32_t b, j;
	vid stored = 0;

	for (b = 0; b < w->f->n_blocks; b++)
		for (j = 0; j < w->f->blocks[b].n_instrs; j++) {
			const struct instr *in = &w->f->blocks[b].instrs[j];

			if (in->op != OP_STORE
			    || !number_same_place(w->f, &in->place,
						  &load->place)
			    || fn_value(w->f, in->a)->kind == VAL_INT)
				continue;
			if (stored)
				return 0;
			stored = in->a;
		}
	return stored;
}

vid number_stored(const struct number *w, const struct instr *load)
{
	struct map *known = w->notes ? &w->notes->stored : NULL;
	uintptr_t stored;

	if (load->place.index
	    || fn_value(w->f, load->place.base)->kind == VAL_GLOBAL)
		return 0;
	if (!known)
		return stored_once(w, load);
	stored = (uintptr_t) map_get(known, map_key_ptr(load));
	if (!stored) {
		stored = (uintptr_t) stored_once(w, load) + 1;
		map_set(known, map_key_ptr(load), (void *) stored);
	}
	return (vid) (stored - 1);
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

/* What calls write to a local variable, and the last that does. */
struct local_number {
	enum number_kind kind;
	const struct instr *from;
	unsigned changes;	/* of the notes, when this was read */
};

/* NONE where it is also set, or put right, by what writes no such number. */
static void read_local(const struct number *w, vid base,
		       struct local_number *out)
{
	const uint32_t local = fn_value(w->f, base)->u.local;
	struct local_number none = { .changes = out->changes };
	uint32_t b, j;

	*out = none;
	for (b = 0; b < w->f->n_blocks; b++)
		for (j = 0; j < w->f->blocks[b].n_instrs; j++) {
			const struct instr *in = &w->f->blocks[b].instrs[j];
			enum number_kind got;

			if (in->op == OP_STORE && in->place.base == base
			    && !value_is_zero(w->f, in->a)
			    && fn_value(w->f, in->a)->kind != VAL_INT) {
				*out = none;
				return;
			}
			if (in->op != OP_CALL)
				continue;
			got = written(w, in, local);
			if (!got && takes_address(w->f, in, local)) {
				*out = none;
				return;
			}
			if (got) {
				out->from = in;
				out->kind = got;
			}
		}
}

static bool find_local(struct number *w, vid base)
{
	struct number_notes *notes = w->notes;
	uint64_t key = map_key_ptr(fn_value(w->f, base));
	struct local_number *known = notes ? map_get(&notes->locals, key)
		: NULL, fresh = { .changes = notes ? notes->changes : 0 };

	if (!known || known->changes != notes->changes) {
		read_local(w, base, &fresh);
		if (notes && !known) {
			known = ARENA_NEW(&notes->arena, struct local_number);
			map_set(&notes->locals, key, known);
		}
		if (known)
			*known = fresh;
	} else {
		fresh = *known;
	}
	w->from = fresh.from;
	w->kind = fresh.kind;
	return fresh.from != NULL;
}

static bool find_load(struct number *w, const struct instr *i,
		      unsigned members)
{
	if (is_view_length(&i->place)) {
		w->kind = NUMBER_LENGTH;
		w->from = i;
		return true;
	}
	if (i->place.index)
		return false;
	if (fn_value(w->f, i->place.base)->kind != VAL_LOCAL)
		return find_stored(w, i, members);
	return !i->place.offset && find_local(w, i->place.base);
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
	if (!(outs >> base->u.param & 1))
		notes->changes++;
	outs |= (uintptr_t) 1 << base->u.param;
	map_set(&notes->outs, map_key_ptr(n.f), (void *) outs);
}

void number_notes_release(struct number_notes *notes)
{
	map_release(&notes->returns);
	map_release(&notes->outs);
	map_release(&notes->locals);
	map_release(&notes->stored);
	arena_release(&notes->arena);
}
