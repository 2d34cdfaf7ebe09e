/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Does a container that a field or variable holds keep what is in it?  It
 * does when the unit made it, shows it to nobody, and takes nothing out of it
 * where Python code can call: what it lends is good then, whatever code runs.
 *
 * Every use of the field in the unit must be one that is known to be
 * harmless: a look, an item more, a release.
 */
#include "engine/steady.h"
#include "engine/acyclic.h"
#include "engine/change.h"
#include "engine/tables.h"

#include <string.h>

#define MAX_DEPTH 6

/* The field or variable that is asked about. */
struct where {
	const struct type *record;	/* NULL: a variable */
	uint64_t offset;
	const struct global *g;
};

struct scan {
	struct knowledge *k;
	struct where at;
	const struct function *f;
	bool open;	/* Python code can call F again and again */
	bool items;	/* what is in it has to be such containers, too */
	/* Values being looked at, as many as DEPTH says. */
	vid path[MAX_DEPTH + 1];
};

static bool is_there(const struct scan *s, const struct place *p)
{
	const struct value *base;

	if (s->at.record)
		return p->field && !p->index
			&& same_record(p->record, s->at.record)
			&& (uint64_t) p->offset == s->at.offset;
	base = fn_value(s->f, p->base);
	return base->kind == VAL_GLOBAL && base->u.global == s->at.g;
}

static bool is_named(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

/* Functions that look into a container and hand nobody the container. */
static bool looks_into(const char *name)
{
	static const char *const prefixes[] = { "PyDict_", "PyList_",
		"PySet_", "PyMapping_", "PySequence_Size",
		"PySequence_GetItem", "PySequence_Contains", "PyObject_Size",
		"PyObject_IsTrue", "PyObject_GetItem", "PyObject_GetIter" };
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(prefixes); i++)
		if (!strncmp(name, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

static bool uses_are_harmless(struct scan *s, vid v, unsigned depth);

/* Is V of F the container that is asked about? */
static bool is_it(const struct scan *s, vid v)
{
	const struct instr *d = value_def(s->f, value_strip_copies(s->f, v));

	return d && d->op == OP_LOAD && is_there(s, &d->place);
}

/* Is V a container that was just made, and shown to nobody? */
static bool is_own_container(struct scan *s, vid v, unsigned depth)
{
	const struct instr *def;
	const struct function *t;
	const struct contract *c;

	v = value_strip_copies(s->f, v);
	def = value_def(s->f, v);
	t = def && def->op == OP_CALL ? call_target(s->f, def) : NULL;
	c = t ? knowledge_function(s->k, t, def->n_args) : NULL;
	return c && c->origin == ORIGIN_TABLE && c->flags & CF_FRESH
		&& uses_are_harmless(s, v, depth + 1);
}

/* Call I puts something in the container, or lends what is in it. */
static bool item_is_harmless(struct scan *s, const struct instr *i,
			     const char *name, unsigned depth)
{
	static const char *const puts[] = { "PyList_SetItem",
		"PyList_SET_ITEM", "PyList_Append", "PyList_Insert",
		"PyDict_SetItem", "PyDict_SetItemString", NULL };
	static const char *const gets[] = { "PyList_GetItem",
		"PyList_GET_ITEM", "PyList_Size", "PyList_GET_SIZE",
		"PyDict_GetItem", "PyDict_GetItemString",
		"PyDict_GetItemWithError", "PyDict_Size", "PyDict_Contains",
		NULL };

	if (!s->items || !is_it(s, i->args[0]) || strstr(name, "REF"))
		return true;
	if (is_named(name, puts))
		return is_own_container(s, i->args[i->n_args - 1], depth);
	return is_named(name, gets)
		&& (!i->dst || uses_are_harmless(s, i->dst, depth + 1));
}

/* Is what V was read from an object that F made itself?  Nobody has borrowed
 * from it yet. */
static bool is_of_new(const struct scan *s, vid v)
{
	const struct instr *d = value_def(s->f, value_strip_copies(s->f, v));

	if (!d || d->op != OP_LOAD)
		return false;
	d = value_def(s->f, strip_casts(s->f, d->place.base));
	return d && d->op == OP_CALL;
}

/* Does call I add an item with a key that the function looked for before?  It
 * does where there was none. */
static bool is_added(const struct scan *s, const struct instr *i,
		     const char *name)
{
	static const char *const asks[] = { "PyDict_GetItem",
		"PyDict_GetItemWithError", "PyDict_Contains", NULL };
	const struct function *f = s->f;
	uint32_t b, k;

	if (strcmp(name, "PyDict_SetItem") || i->n_args != 3)
		return false;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *in = &f->blocks[b].instrs[k];
			const struct function *t = in->op == OP_CALL
				&& in->n_args == 2 ? call_target(f, in) : NULL;

			if (t && is_named(t->name, asks)
			    && is_it(s, in->args[0])
			    && value_strip_copies(f, in->args[1])
			       == value_strip_copies(f, i->args[1]))
				return true;
		}
	return false;
}

static bool call_is_harmless(struct scan *s, const struct instr *i, vid v,
			     unsigned depth)
{
	static const char *const counts[] = { "Py_INCREF", "Py_XINCREF",
		"Py_DECREF", "Py_XDECREF", "_Py_DECREF", "_Py_XDECREF",
		"_Py_INCREF", "Py_TYPE", "_Py_TYPE", NULL };
	const struct function *callee = call_target(s->f, i);
	const struct role *role = declared_role(s->k->declared, s->f);
	const struct contract *c;
	uint32_t n;

	/* The visit function of a traverse. */
	if (!callee)
		return role && role->slot && role->slot->name
			&& !strcmp(role->slot->name, "tp_traverse");
	c = knowledge_function(s->k, callee, i->n_args);
	if (!c || c->origin != ORIGIN_TABLE)
		return false;
	/* Put in the container that is asked about. */
	if (s->items && i->n_args > 1 && i->args[i->n_args - 1] == v
	    && i->args[0] != v && is_it(s, i->args[0]))
		return true;
	for (n = 1; n < i->n_args; n++)
		if (i->args[n] == v)
			return false;
	if (is_named(callee->name, counts))
		return true;
	return looks_into(callee->name)
		&& (change_keeps_items(c) || is_added(s, i, callee->name)
		    || ((!s->open || is_of_new(s, v)) && change_is_of_one(c)))
		&& item_is_harmless(s, i, callee->name, depth);
}

static void note_use(vid v, void *data)
{
	vid *wanted = data;

	if (*wanted == v)
		*wanted = 0;
}

static bool use_is_harmless(struct scan *s, const struct instr *i, vid v,
			    unsigned depth)
{
	switch (i->op) {
	case OP_COPY: case OP_CAST:
		return uses_are_harmless(s, i->dst, depth + 1);
	case OP_BR: case OP_CMP:
		return true;
	case OP_LOAD:
		return true;
	case OP_STORE:
		return i->a == v && is_there(s, &i->place);
	case OP_CALL:
		return call_is_harmless(s, i, v, depth);
	default:
		return false;
	}
}

static bool uses_are_harmless(struct scan *s, vid v, unsigned depth)
{
	const struct function *f = s->f;
	uint32_t b, k, n;

	if (depth > MAX_DEPTH)
		return false;
	for (k = 0; k < depth; k++)
		if (s->path[k] == v)
			return true;
	s->path[depth] = v;
	for (b = 0; b < f->n_blocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (k = 0; k < bl->n_phis; k++)
			for (n = 0; n < bl->n_preds; n++)
				if (bl->phis[k].args[n] == v
				    && !uses_are_harmless(s, bl->phis[k].dst,
							  depth + 1))
					return false;
		for (k = 0; k < bl->n_instrs; k++) {
			vid wanted = v;

			instr_uses(&bl->instrs[k], note_use, &wanted);
			if (!wanted && !use_is_harmless(s, &bl->instrs[k], v,
							depth))
				return false;
		}
	}
	return true;
}

/* What is stored there: a container that was just made, or nothing. */
static bool store_is_harmless(struct scan *s, const struct instr *i)
{
	return value_is_zero(s->f, value_strip_copies(s->f, i->a))
		|| is_own_container(s, i->a, 0);
}

static bool function_is_harmless(struct scan *s)
{
	const struct function *f = s->f;
	uint32_t b, j;

	for (b = 0; b < f->n_blocks; b++)
		for (j = 0; j < f->blocks[b].n_instrs; j++) {
			const struct instr *i = &f->blocks[b].instrs[j];
			bool ok = true;

			if (i->op == OP_LOAD && is_there(s, &i->place))
				ok = uses_are_harmless(s, i->dst, 0);
			else if (i->op == OP_STORE && is_there(s, &i->place))
				ok = store_is_harmless(s, i);
			else if (i->op == OP_ADDR && is_there(s, &i->place))
				ok = false;
			if (!ok)
				return false;
		}
	return true;
}

static bool is_steady(struct knowledge *k, struct where at, bool items)
{
	struct scan s = { .k = k, .at = at, .items = items };
	uint32_t n;

	for (n = 0; n < k->unit->functions.n; n++) {
		s.f = k->unit->functions.v[n];
		if (!s.f->has_body || knowledge_is_given(k, s.f))
			continue;
		s.open = knowledge_is_open(k, s.f);
		if (!function_is_harmless(&s))
			return false;
	}
	return true;
}

/* Is the field among the members that Python code sees? */
static bool is_shown(const struct declared *d, struct where at)
{
	const struct field_model *fm = declared_field(d, at.record, at.offset);
	const struct type_model *t = declared_type_of(d, at.record);

	return fm && t && field_is_member(d, t, fm);
}

bool container_is_steady(struct knowledge *k, const struct function *f,
			 const struct instr *load, bool items)
{
	static char yes, no;
	const struct value *base = fn_value(f, load->place.base);
	struct where at = { load->place.record, (uint64_t) load->place.offset,
		NULL };
	uint64_t key;

	if (load->op != OP_LOAD || load->place.index)
		return false;
	if (at.record && load->place.field) {
		/* Others than the unit look into objects of its types only
		 * by what it declares; into others in ways of their own. */
		if (at.record->is_object
		    && !declared_type_of(k->declared, at.record))
			return false;
		if (knowledge_field_rebound(k, at.record, at.offset)
		    || is_shown(k->declared, at))
			return false;
		key = map_key_ptr(at.record) ^ (at.offset + 1)
			* 0x9e3779b97f4a7c15u;
	} else if (base->kind == VAL_GLOBAL && base->u.global->is_static
		   && !base->offset && !load->place.offset) {
		at = (struct where) { .g = base->u.global };
		if (knowledge_global_rebound(k, at.g))
			return false;
		key = map_key_ptr(at.g);
	} else {
		return false;
	}
	key += items;
	if (!map_has(&k->steady, key))
		map_set(&k->steady, key, is_steady(k, at, items) ? &yes : &no);
	return map_get(&k->steady, key) == &yes;
}
