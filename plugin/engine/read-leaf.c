/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A field that is read as the struct of a string or number, in a function
 * that never asks what it is: the unit takes for granted that it holds one
 * (PyUnicode_GET_LENGTH and its like only assert it).  And the contrary: one
 * that is called; and whether it is filled, a member of tp_members, the
 * dictionary.
 */
#include "engine/acyclic.h"
#include "engine/acyclic-leaf.h"
#include "engine/touch.h"

#include <string.h>

enum { MAX_DEPTH = 3, READONLY = 1 };

/* Accessors that are functions in some versions and check nothing. */
static const char *const accessors[] = { "PyUnicode_GET_LENGTH",
	"PyUnicode_DATA", "_PyUnicode_NONCOMPACT_DATA", "PyUnicode_READ_CHAR",
	"PyUnicode_IS_COMPACT_ASCII", "PyUnicode_IS_ASCII",
	"PyBytes_AS_STRING", "PyBytes_GET_SIZE", "PyFloat_AS_DOUBLE" };

static bool is_accessor(const char *name)
{
	size_t n;

	for (n = 0; n < ARRAY_SIZE (accessors); n++)
		if (!strcmp(name, accessors[n]))
			return true;
	return false;
}

static bool param_is_read(const struct function *f, uint32_t n,
			  unsigned depth);

/* Does call I hand V on to what reads it as a leaf? */
static bool call_reads(const struct function *f, const struct instr *i, vid v,
		       unsigned depth)
{
	const struct function *t = call_target(f, i);
	uint32_t n;

	for (n = 0; t && n < i->n_args; n++)
		if (i->args[n] == v
		    && (is_accessor(t->name)
			|| (t->has_body && depth < MAX_DEPTH
			    && param_is_read(t, n, depth + 1))))
			return true;
	return false;
}

/* Is V read at AT as the struct of a leaf? */
static bool is_read(const struct function *f, const struct value_use *at,
		    vid v, void *data)
{
	const struct instr *i = &f->blocks[at->block].instrs[at->instr];
	const unsigned *depth = data;

	return i->op == OP_LOAD
		? i->place.base == v && i->place.record
		  && leaf_struct(i->place.record)
		: i->op == OP_CALL && call_reads(f, i, v, *depth);
}

/* A function that asks for the type of anything is for more than leaves. */
static bool asks_type(const struct function *f)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if (t && (strstr(t->name, "Check")
				  || !strcmp(t->name, "Py_IS_TYPE")
				  || strstr(t->name, "Py_TYPE")
				  || !strcmp(t->name, "PyType_HasFeature")))
				return true;
			if (i->op == OP_LOAD && i->place.field
			    && !strcmp(i->place.field, "ob_type"))
				return true;
		}
	return false;
}

static bool param_is_read(const struct function *f, uint32_t n, unsigned depth)
{
	return n < f->n_params && f->params[n] && !asks_type(f)
		&& value_any_use(f, f->params[n], is_read, &depth);
}

/* Does the function of sites AT, up to END, read what it finds in the field?
 * What it put there itself says nothing of what others put there. */
static bool function_reads(const struct site *at, const struct site *end,
			   const struct type_model *t,
			   const struct field_model *fm)
{
	const struct function *f = at->f;
	bool reads = false;
	unsigned depth = 0;

	for (; at < end; at++) {
		const struct instr *i = at->i;

		if ((i->op != OP_LOAD && i->op != OP_STORE)
		    || !field_is_place(t, fm, &i->place))
			continue;
		if (i->op == OP_STORE)
			return false;
		reads |= value_any_use(f, i->dst, is_read, &depth);
	}
	return reads && !asks_type(f);
}

bool field_is_read_as_leaf(const struct declared *d, const struct type_model *t,
			   const struct field_model *fm)
{
	uint32_t n, first, sites;
	const struct site *at;

	at = sites_of_member(&d->sites, fm->field->name, &sites);
	for (first = 0; first < sites; first = n) {
		for (n = first; n < sites && at[n].f == at[first].f; n++)
			;
		if (function_reads(&at[first], &at[n], t, fm))
			return true;
	}
	return false;
}

static const char *const callers[] = { "PyObject_Call", "PyObject_CallObject",
	"PyObject_CallNoArgs", "PyObject_CallOneArg", "PyObject_CallFunction",
	"_PyObject_CallFunction_SizeT", "PyObject_CallFunctionObjArgs",
	"PyObject_Vectorcall", "PyObject_VectorcallDict" };

/* What call I of F calls; 0: it is no call of an object. */
static vid called_object(const struct function *f, const struct instr *i)
{
	const struct function *t = i->op == OP_CALL ? call_target(f, i) : NULL;
	const struct instr *def;
	size_t n;
	vid v;

	for (n = 0; t && i->n_args && n < ARRAY_SIZE (callers); n++)
		if (!strcmp(t->name, callers[n]))
			break;
	if (!t || !i->n_args || n == ARRAY_SIZE (callers))
		return 0;
	v = strip_casts(f, i->args[0]);
	def = value_def(f, v);
	/* A reference is held while it runs. */
	if (def && def->op == OP_CALL && def->n_args == 1
	    && call_target(f, def)
	    && function_takes_reference(call_target(f, def)))
		v = strip_casts(f, def->args[0]);
	return v;
}

bool field_is_called(const struct declared *d, const struct type_model *t,
		     const struct field_model *fm, struct loc *where)
{
	const struct site *at;
	uint32_t n, sites;

	at = sites_of_member(&d->sites, fm->field->name, &sites);
	for (n = 0; n < sites; n++) {
		vid v = called_object(at[n].f, at[n].i);
		const struct instr *def = v ? value_def(at[n].f, v) : NULL;

		if (!def || def->op != OP_LOAD
		    || !field_is_place(t, fm, &def->place))
			continue;
		if (where)
			*where = at[n].i->loc;
		return true;
	}
	return false;
}

/* Does element K of the member table TAB give OFFSET by NAME?
 * Objects/typeobject.c, PyType_FromMetaclass, makes tp_dictoffset and
 * tp_weaklistoffset of it. */
static bool tells_offset(const struct tables *ts, const struct table *tab,
			 uint32_t k, const char *name, uint64_t offset)
{
	const struct init *cell = table_cell(ts, tab, k, "name");
	const struct init *at = table_cell(ts, tab, k, "offset");

	return cell && cell->kind == INIT_STRING && !cell->i
		&& !strcmp(cell->s, name)
		&& at && at->kind == INIT_INT && (uint64_t) at->i == offset;
}

/* Does T tell that FM is what is at the offset in SLOT, by that or by the
 * MEMBER that stands for it? */
static bool is_at_offset(const struct declared *d, const struct type_model *t,
			 const struct field_model *fm, const char *slot,
			 const char *member)
{
	const struct slot_use *use = type_slot(t, slot);
	uint32_t i, k;

	if (use && use->i > 0 && (uint64_t) use->i == fm->offset)
		return true;
	for (i = 0; t->is_heap && t->members && i < d->tables->list.n; i++) {
		const struct table *tab = &d->tables->list.v[i];

		if (tab->kind != RECORD_MEMBER || tab->global != t->members)
			continue;
		for (k = 0; k < tab->n; k++)
			if (tells_offset(d->tables, tab, k, member,
					 fm->offset))
				return true;
	}
	return false;
}

bool field_is_dictionary(const struct declared *d, const struct type_model *t,
			 const struct field_model *fm)
{
	return is_at_offset(d, t, fm, "tp_dictoffset", "__dictoffset__");
}

bool field_is_weaklist(const struct declared *d, const struct type_model *t,
		       const struct field_model *fm)
{
	return is_at_offset(d, t, fm, "tp_weaklistoffset",
			    "__weaklistoffset__");
}

bool field_is_filled(const struct declared *d, const struct type_model *t,
		     const struct field_model *fm)
{
	const struct site *at;
	uint32_t n, sites;

	at = sites_of_member(&d->sites, fm->field->name, &sites);
	for (n = 0; n < sites; n++) {
		const struct instr *i = at[n].i;

		if ((i->op == OP_ADDR
		     || (i->op == OP_STORE && !value_is_zero(at[n].f, i->a)))
		    && field_is_place(t, fm, &i->place))
			return true;
	}
	return false;
}

static bool is_member(const struct declared *d, const struct type_model *t,
		      const struct field_model *fm, bool writable)
{
	uint32_t i, k;

	for (i = 0; i < d->tables->list.n; i++) {
		const struct table *tab = &d->tables->list.v[i];

		if (tab->kind != RECORD_MEMBER || !t->members
		    || tab->global != t->members)
			continue;
		for (k = 0; k < tab->n; k++) {
			const struct init *offset, *flags;

			offset = table_cell(d->tables, tab, k, "offset");
			flags = table_cell(d->tables, tab, k, "flags");
			if (offset && offset->kind == INIT_INT
			    && (uint64_t) offset->i == fm->offset
			    && (!writable || (!cell_is_unknown(flags)
				&& !(flags && flags->i & READONLY))))
				return true;
		}
	}
	return false;
}

bool field_is_writable_member(const struct declared *d,
			      const struct type_model *t,
			      const struct field_model *fm)
{
	return is_member(d, t, fm, true);
}

bool field_is_member(const struct declared *d, const struct type_model *t,
		     const struct field_model *fm)
{
	return is_member(d, t, fm, false);
}
