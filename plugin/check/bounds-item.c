/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buffer-overflow: items past the size that was tested, or never tested. */
#include "check/bounds.h"
#include "engine/tables.h"

#include <stddef.h>
#include <string.h>

static const char *const sizes[] = { "PyTuple_GET_SIZE", "Py_SIZE",
	"PyList_GET_SIZE", "PySequence_Fast_GET_SIZE", "PyTuple_Size",
	"PyList_Size", NULL };
static const char *const size_calls[] = { "PyTuple_Size", "PyList_Size",
	"PyObject_Size", "PySequence_Size", "PyObject_Length",
	"PySequence_Length", NULL };

/* Does symbol Y hold the number of items of container X? */
static bool is_size_of(const struct step *s, sid y, sid x)
{
	const struct sym *e = sym_get(s->before, y);
	const struct instr *by = e->status_of;

	if (e->expr.op == EXPR_CALL)
		return e->expr.a == x && !e->expr.b
			&& name_in(e->expr.fn, sizes);
	return by && by->n_args == 1 && call_target(s->run->fn, by)
		&& name_in(call_target(s->run->fn, by)->name, size_calls)
		&& env_get(s->before, by->args[0]) == x;
}

/* Does the body hand what MADE gave to any call that may make a list longer? */
static bool may_have_grown(const struct function *f, const struct instr *made)
{
	static const char *const keep[] = { "PyList_GET_ITEM",
		"PyList_SET_ITEM", "PyList_GET_SIZE", "PyList_GetItem",
		"PyList_SetItem", "PyList_Size", "Py_INCREF", "Py_DECREF",
		"Py_XDECREF", "Py_XINCREF", "Py_NewRef", "Py_SIZE",
		"PyList_AsTuple", "_PyObject_CAST", "Py_TYPE", "_Py_TYPE",
		NULL };
	uint32_t b, i;
	unsigned n;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *t;

			if (in->op != OP_CALL)
				continue;
			t = call_target(f, in);
			for (n = 0; n < in->n_args; n++)
				if (value_strip_copies(f, in->args[n])
				    == made->dst
				    && (!t || !name_in(t->name, keep)))
					return true;
		}
	return false;
}

static const struct value *made_count(const struct step *s, sid x)
{
	const struct instr *made = made_by(s->before, x);

	if (!made || !made->n_args
	    || (!callee_is(s->run, made, "PyTuple_New")
		&& (!callee_is(s->run, made, "PyList_New")
		    || may_have_grown(s->run->fn, made))))
		return NULL;
	return fn_value(s->run->fn, value_strip_copies(s->run->fn,
						       made->args[0]));
}

/* Does call I get what MADE made, and can it put something in? */
static bool call_may_add(const struct step *s, const struct instr *i,
			 const struct instr *made)
{
	static const char *const longer[] = { "PyList_Append", "PyList_Insert",
		"PyList_Extend", "_PyList_Extend", "PyList_SetSlice",
		"PySequence_InPlaceConcat", NULL };
	const struct function *f = s->run->fn;
	const struct contract *k;
	unsigned n;

	for (n = 0; n < i->n_args; n++)
		if (value_def(f, value_strip_copies(f, i->args[n])) == made)
			break;
	if (n == i->n_args)
		return false;
	k = knowledge_call(s->run->engine->knowledge, f, i);
	return k->origin != ORIGIN_TABLE || name_in(k->name, longer);
}

/* Does the body make list X longer than it was made? */
static bool list_may_grow(const struct step *s, sid x)
{
	const struct function *f = s->run->fn;
	const struct instr *made = made_by(s->before, x);
	uint32_t b, i;

	if (!callee_is(s->run, made, "PyList_New"))
		return false;
	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			if (in->op == OP_CALL && call_may_add(s, in, made))
				return true;
		}
	return false;
}

/* As many items as container X has at most; INT64_MAX when not known. */
static int64_t size_at_most(const struct step *s, sid x)
{
	const struct value *v = made_count(s, x);
	int64_t most = INT64_MAX;
	sid y;

	for (y = 1; y < s->before->syms.n; y++)
		if (is_size_of(s, y, x) && sym_get(s->before, y)->hi < most)
			most = sym_get(s->before, y)->hi;
	if (!v || list_may_grow(s, x))
		return most;
	/* A size that others chose: what a loop found of it goes along with
	 * what they have. */
	if (v->kind != VAL_INT)
		return INT64_MAX;
	return v->u.i >= 0 && v->u.i < most && thing_get(s->before, x)->fresh
		? v->u.i : most;
}

/* The body parses V by a format, which tests the number itself. */
static bool is_parsed(const struct step *s, vid v)
{
	const struct function *f = s->run->fn;
	uint32_t b, i;

	v = value_strip_copies(f, v);
	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			if (in->op == OP_CALL && call_target(f, in)
			    && strstr(call_target(f, in)->name, "PyArg_")
			    && in->n_args
			    && value_strip_copies(f, in->args[0]) == v)
				return true;
		}
	return false;
}

/* Is V the size of the container *DATA, or what that was made with? */
static bool is_size_value(const struct function *f, vid v, const void *data)
{
	vid x = value_strip_copies(f, *(const vid *) data);
	const struct instr *def = value_def(f, number_strip(f, v));
	const struct instr *made = value_def(f, x);

	if (def && def->op == OP_CALL && def->n_args == 1
	    && call_target(f, def)
	    && (name_in(call_target(f, def)->name, sizes)
		|| name_in(call_target(f, def)->name, size_calls))
	    && bounds_same(f, def->args[0], x))
		return true;
	return made && made->op == OP_CALL && made->n_args
		&& call_target(f, made)
		&& strstr(call_target(f, made)->name, "_New")
		&& bounds_same(f, made->args[0], v);
}

bool bounds_is_size(const struct function *f, vid v, vid container)
{
	return is_size_value(f, v, &container);
}

bool bounds_knows_size(const struct step *s, sid y, sid x)
{
	/* What PyList_Size answered is not forgotten when code runs. */
	return y && sym_get(s->before, y)->expr.op == EXPR_CALL
		&& is_size_of(s, y, x);
}

/* Does the body ask whether the size is even, or the like?  Then there are
 * more than a comparison with the least says. */
static bool size_is_multiple(const struct function *f, vid container)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			if ((in->op == OP_MOD || in->op == OP_AND)
			    && is_size_value(f, in->a, &container))
				return true;
		}
	return false;
}

/* As many as a test of the body leaves, when it asked for one at least; -1:
 * it did not. */
static int64_t size_at_least(const struct step *s, sid x, vid v)
{
	int64_t least = -1;
	sid y;

	for (y = 1; y < s->before->syms.n; y++)
		if (is_size_of(s, y, x) && sym_get(s->before, y)->lo > least)
			least = sym_get(s->before, y)->lo;
	return least >= 1 && !is_parsed(s, v)
		&& !size_is_multiple(s->run->fn, v) ? least : -1;
}

/* Is x <= y all that is known, or are they equal? */
static bool may_equal(const struct step *s, sid x, sid y)
{
	uint32_t i;

	if (x == y)
		return true;
	for (i = 0; i < s->before->relations.n; i++) {
		const struct relation *r = &s->before->relations.v[i];
		bool le = r->a == x && r->b == y && r->cmp == CMP_LE;
		bool ge = r->a == y && r->b == x && r->cmp == CMP_GE;

		if ((le || ge)
		    && state_compare(s->before, x, CMP_LT, y, r->is_unsigned)
		       < 0
		    && state_compare(s->before, x, CMP_NE, y, false) < 0)
			return true;
	}
	return false;
}

/* The item after the last is possible: its number was compared with the size,
 * and may be it. */
static bool may_be_size(const struct step *s, vid index, vid container)
{
	sid x = env_get(s->before, container), y;
	const struct function *f = s->run->fn;

	for (y = 1; y < s->before->syms.n; y++)
		if (is_size_of(s, y, x)
		    && may_equal(s, env_get(s->before, index), y))
			return true;
	return is_size_value(f, index, &container)
		|| bounds_compared_le(f, index, is_size_value, &container);
}

static void item_constant(struct check_context *c, const struct step *s,
			  sid x, vid operand, int64_t k)
{
	int64_t most = size_at_most(s, x), least;
	const char *name = run_sym_name(s->run, s->before, x, operand);

	if (most != INT64_MAX && k >= most) {
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"item %lld of ‘%s’, which has at most %lld here",
			(long long) k, name, (long long) most));
		return;
	}
	least = size_at_least(s, x, operand);
	if (bounds_uncounted(c, s, operand, k) || least < 0 || k < least)
		return;
	bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
		"item %lld of ‘%s’, which can have %lld only by the test here",
		(long long) k, name, (long long) least));
}

static void item_variable(struct check_context *c, const struct step *s,
			  sid x, vid operand, vid index)
{
	const char *name = run_sym_name(s->run, s->before, x, operand);
	struct number n = { .c = c, .s = s, .f = s->run->fn,
		.notes = &bounds_data(c)->notes };

	const struct instr *made = made_by(s->before, x);

	if (may_be_size(s, index, operand)
	    || (made_count(s, x) && !list_may_grow(s, x)
		&& bounds_counts_past(n.f, index, made->args[0], 0)))
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"the item of ‘%s’ can be the one after the last",
			name));
	else if (number_find(&n, index) && n.kind == NUMBER_ANY
		 && sym_get(s->before, env_get(s->before, index))->hi
		    == INT64_MAX && !number_is_bounded(&n, 0))
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ comes from Python and says which item of ‘%s’ is "
			"meant, without a test", number_name(&n), name));
	else if (bounds_ends(&n, index) == NUMBER_UPPER)
		bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
			"‘%s’ comes from Python and says which item of ‘%s’ is "
			"meant; it can be negative", number_name(&n), name));
}

/* A helper's constant item of a parameter whose size it does not test. */
static void note_item(struct check_context *c, const struct step *s,
		      vid container, int64_t k)
{
	const struct function *f = s->run->fn;
	const struct value *v = fn_value(f, value_strip_copies(f, container));
	sid x = env_get(s->before, container);
	struct bounds_demand *d;

	if (s->run->role || v->kind != VAL_PARAM || k <= 0
	    || size_at_most(s, x) != INT64_MAX || size_at_least(s, x, container)
	    >= 0 || body_calls(f, "PyTuple_GET_SIZE")
	    || body_calls(f, "PyTuple_Size") || body_calls(f, "Py_SIZE"))
		return;
	d = bounds_demand(c, s);
	if (d->is_item && d->item >= k)
		return;
	d->is_item = true;
	d->container = v->u.param;
	d->item = k;
}

/* Does the body look at how much room a list has?  Then it fills the list
 * itself, as Objects/listobject.c does (app1). */
static bool asks_for_room(const struct function *f)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			if (in->op == OP_LOAD && in->place.field
			    && !strcmp(in->place.field, "allocated")
			    && in->place.record && in->place.record->name
			    && !strcmp(in->place.record->name,
				       "PyListObject"))
				return true;
		}
	return false;
}

/* Item INDEX, or K where that is 0. */
static void item(struct check_context *c, const struct step *s, vid container,
		 vid index, int64_t k)
{
	sid x = env_get(s->before, container);
	sid i = index ? env_get(s->before, index) : 0;
	const struct value *v = index ? fn_value(s->run->fn, index) : NULL;

	if (!x || asks_for_room(s->run->fn))
		return;
	if (v && v->kind == VAL_INT)
		k = v->u.i;
	if (!v || v->kind == VAL_INT
	    || (i && sym_constant(s->before, i, &k))) {
		item_constant(c, s, x, container, k);
		note_item(c, s, container, k);
		return;
	}
	if (!i)
		return;
	k = sym_get(s->before, i)->lo;
	if (k >= 0 && size_at_most(s, x) != INT64_MAX
	    && k >= size_at_most(s, x))
		item_constant(c, s, x, container, k);
	else
		item_variable(c, s, x, container, index);
}

/* The list that the array of items V belongs to; 0: none. */
static vid list_of_items(const struct function *f, vid v)
{
	const struct instr *def = value_def(f, value_strip_copies(f, v));

	return def && def->op == OP_LOAD && def->place.field
		&& !strcmp(def->place.field, "ob_item") && def->place.record
		&& def->place.record->name
		&& !strcmp(def->place.record->name, "PyListObject")
		? def->place.base : 0;
}

/* PyTuple_GET_ITEM and its like: macros of some versions, which load.  Where
 * the items of a tuple stand is the version's: behind ob_hash since 3.14
 * (Include/cpython/tupleobject.h). */
static void item_load(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct place *p = s->place;
	const struct type *t = p->record;
	struct element e = bounds_element(f, p);
	vid list;

	if (p->field && !strcmp(p->field, "ob_item") && t && t->name
	    && !strcmp(t->name, "PyTupleObject")) {
		const struct field *items = type_field_named(t, "ob_item");

		if (!items)
			return;
		e.base = p->base;
		e.offset = p->offset - (int64_t) items->offset;
	} else {
		list = e.base ? list_of_items(f, e.base) : 0;
		if (!list)
			return;
		e.base = list;
		if (e.index && p->size == sizeof(void *) && e.stride == 8)
			bounds_stale(c, s, list, e.index);
	}
	if (p->size != sizeof(void *) || (e.index && (e.stride != 8
						      || e.offset)))
		return;
	item(c, s, e.base, e.index ? number_strip(f, e.index) : 0,
	     e.offset / 8);
}

/* The parameter that is the array of arguments, which the one after it counts;
 * 0: F, of role R, has none. */
static unsigned arguments_at(const struct function *f, const struct role *r)
{
	unsigned n;

	if (!r || !r->slot)
		return 0;
	n = strstr(r->slot->name, "METH_METHOD") ? 2
		: strstr(r->slot->name, "METH_FASTCALL")
		|| !strcmp(r->slot->name, "tp_vectorcall") ? 1 : 0;
	return n + 1 < f->n_params ? n : 0;
}

static bool is_vectorcall(const struct step *s)
{
	return !strcmp(s->run->role->slot->name, "tp_vectorcall");
}

/* Is V put in a variable whose address others have, who can test it there? */
static bool is_put_in_variable(const struct function *f, vid v)
{
	const struct value_use *use;
	uint32_t n, k;

	use = value_uses(f, v, &n);
	for (k = 0; k < n; k++)
		if (!use[k].is_phi && f->blocks[use[k].block]
				      .instrs[use[k].instr].op == OP_STORE)
			return true;
	return false;
}

/* How many arguments there are, of a fast call, by parameter COUNT; 0: not
 * known. */
static sid argument_count(const struct step *s, vid count)
{
	const struct function *f = s->run->fn;
	uint32_t b, k;

	if (!is_vectorcall(s))
		return count && !is_put_in_variable(f, count)
			? env_get(s->before, count) : 0;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_CALL && i->dst
			    && callee_is(s->run, i, "PyVectorcall_NARGS"))
				return env_get(s->before, i->dst);
		}
	return 0;
}

/* Does nothing in the function look at how many there are? */
static bool is_count_unused(const struct function *f, vid count)
{
	uint32_t n = 0;

	if (count)
		value_uses(f, count, &n);
	return !n;
}

/* Is V the tuple NAMES, or its size? */
static bool is_of_names(const struct function *f, vid v, vid names)
{
	const struct instr *d;

	v = strip_casts(f, v);
	d = value_def(f, v);
	if (!d || v == names)
		return v == names;
	return d->op == OP_CALL ? d->n_args == 1
		&& strip_casts(f, d->args[0]) == names
		: d->op == OP_LOAD && d->place.field
		  && !strcmp(d->place.field, "ob_size")
		  && strip_casts(f, d->place.base) == names;
}

/* Did the path go where NAMES, of keywords, was found to be NULL, or empty? */
static bool has_no_names(const struct step *s, vid names)
{
	const struct function *f = s->run->fn;
	const struct trace *t;

	for (t = s->before->trace; t; t = t->prev)
		if (t->kind == TRACE_NOTE ? t->case_value
		    == (int64_t) fn_value(f, names)->u.param + 1
		    : t->kind == TRACE_BRANCH && t->instr->op == OP_BR
		      && value_is_zero(f, t->instr->b)
		      && t->instr->cmp == (t->taken ? CMP_EQ : CMP_NE)
		      && is_of_names(f, t->instr->a, names))
			return true;
	return false;
}

/* Can keyword arguments, whose values stand behind the others', be what is
 * read?  Who has looked at the names, parameter V, knows how many there are,
 * unless there are none (Python/getargs.c, _PyArg_UnpackKeywords). */
static bool may_be_keywords(const struct step *s, vid v)
{
	uint32_t n;

	if (!strstr(s->run->role->slot->name, "KEYWORDS")
	    && !is_vectorcall(s))
		return false;
	value_uses(s->run->fn, v, &n);
	return n && !has_no_names(s, v);
}

/* args[k] of METH_FASTCALL, whose number was tested, or is never looked at: the
 * interpreter passes as many as the caller gives
 * (Objects/methodobject.c, cfunction_vectorcall_FASTCALL). */
static void fast_argument(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	struct element e = bounds_element(f, s->place);
	const struct value *base = fn_value(f, value_strip_copies(f, e.base));
	unsigned at = arguments_at(f, s->run->role);
	int64_t k = e.offset / 8;
	const struct sym *y;
	sid n;

	if (!at || base->kind != VAL_PARAM || base->u.param != at || e.index
	    || (at + 2 < f->n_params && f->params[at + 2]
		&& may_be_keywords(s, f->params[at + 2])))
		return;
	if (!is_vectorcall(s) && is_count_unused(f, f->params[at + 1])) {
		if (bounds_is_first(c, s, ONCE_ARGUMENT, 0))
			bounds_report(c, s, "args", step_finding(c, s,
				s->before, NULL, "argument %lld of ‘args’ is "
				"read, and nothing asks how many there are",
				(long long) k));
		return;
	}
	n = argument_count(s, f->params[at + 1]);
	if (!n)
		return;
	y = sym_get(s->before, n);
	if (y->hi != INT64_MAX && y->hi >= 0 && k >= y->hi)
		bounds_report(c, s, "args", step_finding(c, s, s->before, NULL,
			"argument %lld of ‘args’ is read, and there are at most %lld "
			"here", (long long) k, (long long) y->hi));
	else if (k >= y->lo && (y->hi < INT32_MAX || (y->lo >= 1 && k > 0))
		 && bounds_is_first(c, s, ONCE_ARGUMENT, (uint64_t) y->lo))
		bounds_report(c, s, "args", step_finding(c, s, s->before, NULL,
			"argument %lld of ‘args’ is read, and there can be %lld only by "
			"the test here", (long long) k, (long long) y->lo));
}

static void item_call(struct check_context *c, const struct step *s)
{
	static const char *const names[] = { "PyTuple_GET_ITEM",
		"PyTuple_SET_ITEM", "PyList_GET_ITEM", "PyList_SET_ITEM",
		"PySequence_Fast_GET_ITEM", NULL };
	const struct function *t = call_target(s->run->fn, s->instr);
	const struct bounds_demand *d = t ? map_get(&bounds_data(c)->demands,
						    map_key_ptr(t)) : NULL;
	sid x;

	if (s->instr->n_args >= 2 && name_in(step_callee(s), names)) {
		if (!strcmp(step_callee(s), "PyList_GET_ITEM")
		    || !strcmp(step_callee(s), "PySequence_Fast_GET_ITEM"))
			bounds_stale(c, s, s->instr->args[0],
				     s->instr->args[1]);
		item(c, s, s->instr->args[0], s->instr->args[1], 0);
		return;
	}
	if (!d || !d->is_item || d->container >= s->instr->n_args)
		return;
	x = env_get(s->before, s->instr->args[d->container]);
	if (x && size_at_most(s, x) <= d->item)
		item_constant(c, s, x, s->instr->args[d->container], d->item);
}

void bounds_items(struct check_context *c, const struct step *s)
{
	if (s->kind == STEP_CALL) {
		item_call(c, s);
		return;
	}
	item_load(c, s);
	fast_argument(c, s);
}
