/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buffer-overflow: items of a container whose number nobody asked for, and
 * of a list whose number was asked for before code ran that can change it.
 */
#include "check/bounds.h"
#include "engine/lender.h"
#include "engine/tables.h"
#include "engine/typed.h"

#include <string.h>

static bool is_python(const struct function *t)
{
	return t && (!strncmp(t->name, "Py", 2) || !strncmp(t->name, "_Py", 3));
}

static bool is_passed(const struct function *f, const struct instr *call, vid v)
{
	unsigned n;

	for (n = 0; n < call->n_args; n++)
		if (value_strip_copies(f, call->args[n]) == v)
			return true;
	return false;
}

/* Is number V used for anything but to be told to CPython? */
static bool is_looked_at(const struct function *f, vid v)
{
	uint32_t b, i, k;

	for (b = 0; b < f->n_blocks; b++) {
		const struct block *blk = &f->blocks[b];

		for (i = 0; i < blk->n_phis; i++)
			for (k = 0; k < blk->n_preds; k++)
				if (value_strip_copies(f, blk->phis[i].args[k])
				    == v)
					return true;
		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];

			if (in->op == OP_CALL ? is_passed(f, in, v)
			    && !is_python(call_target(f, in))
			    : in->op != OP_COPY
			    && ((in->a && value_strip_copies(f, in->a) == v)
				|| (in->b
				    && value_strip_copies(f, in->b) == v)))
				return true;
		}
	}
	return false;
}

/* Does instruction IN look at the number of items, or hand the container to
 * who may? */
static bool counts(const struct function *f, const struct instr *in,
		   vid container)
{
	const struct function *t;

	if (in->op == OP_LOAD)
		return in->place.field && !strcmp(in->place.field, "ob_size")
			&& value_strip_copies(f, in->place.base) == container;
	if (in->op != OP_CALL || !is_passed(f, in, container))
		return false;
	t = call_target(f, in);
	if (!is_python(t) || strstr(t->name, "PyArg_"))
		return true;
	return in->dst && bounds_is_size(f, in->dst, container)
		&& is_looked_at(f, in->dst);
}

/* The tuple of arguments that Python calls with: as many as it likes. */
static bool is_arguments(const struct step *s, vid container)
{
	const struct role *r = s->run->role;
	const struct value *v = fn_value(s->run->fn, container);

	return r && r->slot && v->kind == VAL_PARAM && v->u.param == 1
		&& (strstr(r->slot->name, "METH_VARARGS")
		    || !strcmp(r->slot->name, "tp_new")
		    || !strcmp(r->slot->name, "tp_init")
		    || !strcmp(r->slot->name, "tp_call"));
}

/* Can code run in the loop of block B? */
static bool code_runs_in_loop(const struct step *s, const struct block *b)
{
	const struct function *f = s->run->fn;
	uint32_t n, i;

	for (n = 0; n < f->n_blocks; n++) {
		if (f->blocks[n].loop != b->loop)
			continue;
		for (i = 0; i < f->blocks[n].n_instrs; i++) {
			const struct instr *in = &f->blocks[n].instrs[i];

			if (in->op == OP_CALL && contract_ever(knowledge_call(
					s->run->engine->knowledge, f, in),
					EFF_RUNS_CODE))
				return true;
		}
	}
	return false;
}

/* The number that the loop of block B compares INDEX with; 0: none. */
static vid loop_bound(const struct function *f, const struct block *b,
		      vid index, uint32_t *at)
{
	uint32_t n, i;

	index = number_strip(f, index);
	for (n = 0; n < f->n_blocks; n++)
		for (i = 0; i < f->blocks[n].n_instrs; i++) {
			const struct instr *in = &f->blocks[n].instrs[i];

			if ((in->op != OP_BR && in->op != OP_CMP)
			    || f->blocks[n].loop != b->loop)
				continue;
			*at = n;
			if (number_strip(f, in->a) == index
			    && (in->cmp == CMP_LT || in->cmp == CMP_GE))
				return in->b;
			if (number_strip(f, in->b) == index
			    && (in->cmp == CMP_GT || in->cmp == CMP_LE))
				return in->a;
		}
	return 0;
}

/* Does the loop of block B ask for the number itself, wherever? */
static bool is_asked_in_loop(const struct function *f, const struct block *b,
			     vid container)
{
	uint32_t n, i;

	for (n = 0; n < f->n_blocks; n++) {
		if (f->blocks[n].loop != b->loop
		    && f->blocks[n].loop_depth <= b->loop_depth)
			continue;
		for (i = 0; i < f->blocks[n].n_instrs; i++) {
			const struct instr *in = &f->blocks[n].instrs[i];

			if (in->op == OP_CALL && in->dst
			    && bounds_is_size(f, in->dst, container))
				return true;
		}
	}
	return false;
}

/* Did Python code pass X: to a method, or through a parser? */
static bool is_from_python(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);

	if (!t)
		return false;
	if (t->birth == BIRTH_PARAM)
		return s->run->role != NULL;
	return t->birth == BIRTH_BORROW && t->born && t->born->op == OP_CALL
		&& knowledge_call(s->run->engine->knowledge, s->run->fn,
				  t->born)->format != FORMAT_NONE;
}

/* Is V one of the types that say nothing of how many items there are?
 * PyTuple_CheckExact and PyList_CheckExact are Py_IS_TYPE with one of them
 * (Include/tupleobject.h, listobject.h). */
static bool is_plain_type(const struct function *f, vid v)
{
	const struct value *t = fn_value(f, strip_casts(f, v));

	return t->kind == VAL_GLOBAL
		&& (!strcmp(t->u.global->name, "PyTuple_Type")
		    || !strcmp(t->u.global->name, "PyList_Type"));
}

bool bounds_is_type_of(const struct function *f, vid a, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, a));

	if (d && d->op == OP_LOAD)
		return d->place.field && !strcmp(d->place.field, "ob_type")
			&& strip_casts(f, d->place.base) == v;
	return d && d->op == OP_CALL && d->n_args == 1 && call_target(f, d)
		&& !strcmp(call_target(f, d)->name, "Py_TYPE")
		&& strip_casts(f, d->args[0]) == v;
}

/* Does instruction I ask whether V is of a certain type, which may say how many
 * items there are: a struct sequence? */
static bool asks_for_type(const struct function *f, const struct instr *i,
			  vid v)
{
	static const char *const names[] = { "Py_IS_TYPE", "_Py_IS_TYPE",
		"PyObject_TypeCheck", "_PyObject_TypeCheck",
		"PyObject_IsInstance", "PyType_IsSubtype", NULL };
	const struct function *t;

	if (i->op == OP_BR || i->op == OP_CMP)
		return (bounds_is_type_of(f, i->a, v)
			&& !is_plain_type(f, i->b))
			|| (bounds_is_type_of(f, i->b, v)
			    && !is_plain_type(f, i->a));
	t = i->op == OP_CALL && i->n_args ? call_target(f, i) : NULL;
	return t && name_in(t->name, names)
		&& (strip_casts(f, i->args[0]) == v
		    || bounds_is_type_of(f, i->args[0], v))
		&& !(i->n_args > 1 && is_plain_type(f, i->args[1]));
}

/* A tuple or list of whatever length that Python passed to a method. */
static bool is_any_sequence(const struct step *s, vid container)
{
	const struct value *v = fn_value(s->run->fn, container);
	sid x = env_get(s->before, container);

	return s->run->role && v->kind == VAL_PARAM && v->u.param && x
		&& is_from_python(s, x)
		&& (value_has_type(s->before, x, "PyTuple_Type", false)
		    || value_has_type(s->before, x, "PyList_Type", false));
}

static bool finds_counting(const struct function *f, vid container)
{
	uint32_t b, i;

	for (b = 0; b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];

			if (counts(f, in, container)
			    || asks_for_type(f, in, container))
				return true;
		}
	return false;
}

/* Does the body look anywhere at how many items CONTAINER has?  It is asked for
 * each of them. */
static bool is_ever_counted(struct check_context *c, const struct function *f,
			    vid container)
{
	static bool no, yes;
	struct map *m = &bounds_data(c)->containers;
	uint64_t key = map_key_ptr(fn_value(f, container));
	bool *known = map_get(m, key);

	if (!known) {
		known = finds_counting(f, container) ? &yes : &no;
		map_set(m, key, known);
	}
	return known == &yes;
}

bool bounds_uncounted(struct check_context *c, const struct step *s,
		      vid container, int64_t k)
{
	const struct function *f = s->run->fn;
	vid v = value_strip_copies(f, container);
	bool arguments = is_arguments(s, v);
	const char *name;

	if (is_ever_counted(c, f, v)
	    || (!arguments && !is_any_sequence(s, v)
		&& !bounds_is_any_result(s, v, k)))
		return false;
	if (!bounds_is_first(c, s, ONCE_CONTAINER, v))
		return true;
	name = run_value_name(s->run, v);
	if (!name)
		name = "args";
	bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
		"item %lld of %s%s%s is read, and nothing asks how many there "
		"are", (long long) k, arguments ? "the arguments" : "‘",
		arguments ? "" : name, arguments ? "" : "’"));
	return true;
}

bool bounds_is_parsed(const struct step *s, vid v)
{
	const struct function *f = s->run->fn;
	const struct instr *d = value_def(f, v);
	const struct value *to = d && d->op == OP_LOAD
		? fn_value(f, d->place.base) : NULL;
	uint32_t b, k, n;

	if (!to || to->kind != VAL_LOCAL || d->place.index)
		return false;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
				const struct value *a = fn_value(f,
								 i->args[n]);

				if (a->kind == VAL_LOCAL
				    && a->u.local == to->u.local
				    && knowledge_call(
					    s->run->engine->knowledge, f, i)
				       ->format != FORMAT_NONE)
					return true;
			}
		}
	return false;
}

/* Did PySequence_Fast make X of what Python code passed?  It is that itself
 * where that is a list (Objects/abstract.c). */
static bool is_fast_of_shared(const struct step *s, sid x)
{
	const struct thing *t = thing_get(s->before, x);
	const struct instr *by = t && t->birth == BIRTH_NEW ? t->born : NULL;
	const struct role *r = s->run->role;
	const struct value *of;
	vid v;

	if (!by || by->op != OP_CALL || !by->n_args
	    || !callee_is(s->run, by, "PySequence_Fast"))
		return false;
	v = strip_casts(s->run->fn, by->args[0]);
	of = fn_value(s->run->fn, v);
	return (of->kind == VAL_PARAM && r
		&& !(of->u.param && slot_has_arguments(r)))
		|| bounds_is_parsed(s, v);
}

/* Is V the number of items of CONTAINER, by one macro or the other?
 * PySequence_Fast_GET_SIZE asks which. */
static bool is_size(const struct function *f, vid v, vid container)
{
	const struct phi *p;
	uint32_t n;

	v = number_strip(f, v);
	p = value_phi(f, v);
	for (n = 0; p && n < f->blocks[fn_value(f, v)->def_block].n_preds; n++)
		if (!bounds_is_size(f, number_strip(f, p->args[n]), container))
			return false;
	return p || (value_def(f, v) && value_def(f, v)->op == OP_CALL
		     && bounds_is_size(f, v, container));
}

void bounds_stale(struct check_context *c, const struct step *s, vid list,
		  vid index)
{
	const struct function *f = s->run->fn;
	const struct block *b = s->run->block;
	vid container = value_strip_copies(f, list), bound;
	sid x = env_get(s->before, list);
	const char *name;
	uint32_t at;

	/* Without the GIL, that is the defect. */
	if (!x || !b->loop || s->before->gil.state == GIL_RELEASED
	    || !((is_from_python(s, x)
		  && lender_is_shared(s->run, s->before, x))
		 || is_fast_of_shared(s, x)))
		return;
	bound = loop_bound(f, b, index, &at);
	/* Not asked for again in the loop, and no longer known to be it. */
	if (!bound || !is_size(f, bound, container)
	    || is_asked_in_loop(f, b, container)
	    || bounds_knows_size(s, env_get(s->before, bound), x)
	    || !code_runs_in_loop(s, b))
		return;
	name = run_sym_name(s->run, s->before, x, list);
	bounds_report(c, s, name, step_finding(c, s, s->before, NULL,
		"the item of ‘%s’ may be gone: its size was asked for before "
		"code ran that can make it shorter", name));
}
