/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A slot that not every type has, of the type of whatever object Python code
 * passed: its functions for numbers (object () has none), its tp_iternext.
 * What the type has is asked before, as CPython does; a function in which
 * anything asks, or does more with the object before, knows.
 */
#include "check/open-slot.h"
#include "check/contracts.h"
#include "engine/tables.h"

#include <string.h>

/* What is not inherited from object.
 * source: Objects/typeobject.c, PyBaseObject_Type, inherit_slots. */
static const char *const open_slots[] = { "tp_as_number", "tp_as_sequence",
	"tp_as_mapping", "tp_as_async", "tp_as_buffer", "tp_iter",
	"tp_iternext", "tp_descr_get", "tp_descr_set", "tp_traverse",
	"tp_clear", NULL };
static const char *const tables[] = { "PyNumberMethods",
	"PySequenceMethods", "PyMappingMethods", "PyBufferProcs",
	"PyAsyncMethods", NULL };
/* What gets the object and leaves open what it can do. */
static const char *const indifferent[] = { "Py_TYPE", "Py_INCREF",
	"Py_XINCREF", "Py_DECREF", "Py_XDECREF", "Py_NewRef", "PyErr_Format",
	"_Py_INCREF", "_Py_DECREF", NULL };

static const struct instr *load_of(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));

	return d && d->op == OP_LOAD && d->place.field && !d->place.index
		? d : NULL;
}

/* The value whose type V is; 0: none. */
static vid object_of(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));
	const struct function *t = d && d->op == OP_CALL ? call_target(f, d)
		: NULL;

	if (t)
		return !strcmp(t->name, "Py_TYPE") && d->n_args == 1
			? d->args[0] : 0;
	d = load_of(f, v);
	return d && !strcmp(d->place.field, "ob_type") ? d->place.base : 0;
}

static bool same_object(const struct function *f, vid a, vid b)
{
	const struct instr *x, *y;

	a = strip_casts(f, a);
	b = strip_casts(f, b);
	x = value_def(f, a);
	y = value_def(f, b);
	return a == b || (x && y && x->op == OP_LOAD && y->op == OP_LOAD
		&& !x->place.index && !y->place.index
		&& x->place.offset == y->place.offset
		&& fn_value(f, x->place.base)->kind == VAL_LOCAL
		&& x->place.base == y->place.base);
}

/* Is LOCAL filled by PyArg_Parse* with any object?  Before that of `O!' and
 * `O&' stands what it is told by. */
static bool is_parsed(const struct fn_run *r, uint32_t local)
{
	const struct function *f = r->fn;
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op != OP_CALL
			    || (!callee_starts(r, i, "PyArg_Parse")
				&& !callee_starts(r, i, "_PyArg_Parse")))
				continue;
			for (n = 1; n < i->n_args; n++) {
				const struct value *v = fn_value(f, i->args[n]);
				const struct value *w = fn_value(f,
						strip_casts(f, i->args[n - 1]));

				if (v->kind == VAL_LOCAL && v->u.local == local
				    && !v->offset)
					return w->kind == VAL_STRING
						|| w->kind == VAL_LOCAL;
			}
		}
	return false;
}

/* Did Python code pass whatever object V is?  The operands of a number's slot
 * are of the type that has it. */
static bool is_whatever(const struct step *s, vid v)
{
	const struct function *f = s->run->fn;
	const struct slot *slot = s->run->role ? s->run->role->slot : NULL;
	const struct value *val = fn_value(f, strip_casts(f, v));
	const struct instr *d = value_def(f, strip_casts(f, v));
	const struct thing *t = thing_get(s->before, env_get(s->before, v));
	const struct value *base;

	if (t && t->type)
		return false;
	if (val->kind == VAL_PARAM)
		return slot && val->u.param && val->u.param < slot->n_params
			&& slot->params[val->u.param] == ARG_OBJ
			&& strncmp(slot->name, "nb_", 3);
	if (t && thing_is_argument(s, t))
		return true;
	base = d && d->op == OP_LOAD && !d->place.index && !d->place.offset
		? fn_value(f, d->place.base) : NULL;
	return base && base->kind == VAL_LOCAL
		&& is_parsed(s->run, base->u.local);
}

/* Is I a test of slot MEMBER, of the type's or of one of its tables? */
static bool tests_slot(const struct function *f, const struct instr *i,
		       const char *member)
{
	const struct instr *a = load_of(f, i->a), *b = load_of(f, i->b);

	return (a && !strcmp(a->place.field, member))
		|| (b && !strcmp(b->place.field, member));
}

/* Does anything in the body ask what O is or can do, or hand it on? */
static bool is_asked(const struct function *f, vid o, const char *member,
		     const struct instr *except)
{
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if (i->op == OP_BR || i->op == OP_CMP) {
				vid x = object_of(f, i->a);
				vid y = object_of(f, i->b);

				if ((x && same_object(f, x, o))
				    || (y && same_object(f, y, o))
				    || tests_slot(f, i, member))
					return true;
			}
			if (i->op != OP_CALL || i == except
			    || (t && name_in(t->name, indifferent)))
				continue;
			for (n = 0; n < i->n_args; n++) {
				vid x = object_of(f, i->args[n]);

				/* Through the slot itself, later. */
				if ((t && same_object(f, i->args[n], o))
				    || (x && same_object(f, x, o)))
					return true;
			}
		}
	return false;
}

static void report(struct check_context *c, const struct step *s,
		   const char *member, const char *use)
{
	struct finding *fi;

	fi = step_finding(c, s, s->before, NULL, "‘%s’ is NULL where the type "
			  "of the object has none, and it is %s", member, use);
	check_subject(c, fi, member);
	check_event(c, fi, s->loc, s->run->fn, "it is %s here", use);
	check_hint(c, fi, "test ‘%s’ first", member);
	check_add(c, fi);
}

/* The slot, of the type of whatever object, that D loads; NULL: none. */
static const char *open_slot(const struct step *s, const struct instr *d)
{
	const struct function *f = s->run->fn;
	const struct instr *table;
	const char *record;
	vid o = 0;

	if (!d || !d->place.record || !d->dst)
		return NULL;
	record = d->place.record->name ? d->place.record->name
		: d->place.record->tag;
	if (name_in(d->place.field, open_slots)) {
		o = object_of(f, d->place.base);
	} else if (record && name_in(record, tables)) {
		table = load_of(f, d->place.base);
		o = table ? object_of(f, table->place.base) : 0;
		/* One report: of the table. */
		if (o && !is_asked(f, o, table->place.field, s->instr))
			return NULL;
	}
	return o && is_whatever(s, o)
		&& !is_asked(f, o, d->place.field, s->instr)
		? d->place.field : NULL;
}

void open_slot_step(struct check_context *c, const struct step *s)
{
	const struct function *f = s->run->fn;
	const char *member;
	sid x;

	if (!s->before || s->before->misuse)
		return;
	if (s->kind == STEP_DEREF && !sym_is_nonnull(s->before, s->value)) {
		member = open_slot(s, load_of(f, s->operand));
		if (member && name_in(member, open_slots))
			report(c, s, member, "dereferenced");
	} else if (s->kind == STEP_CALL && s->instr->op == OP_CALL
		   && !call_target(f, s->instr)) {
		x = env_get(s->before, s->instr->callee);
		member = open_slot(s, load_of(f, s->instr->callee));
		if (member && !(x && sym_is_nonnull(s->before, x)))
			report(c, s, member, "called");
	}
}
