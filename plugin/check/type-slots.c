/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * type-slots: what a type's slots, flags and size promise to CPython, held
 * against each other and against the functions.
 */
#include "check/check.h"
#include "check/signature.h"
#include "check/slot-status.h"
#include "engine/engine.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

enum { TPFLAGS_SEQUENCE = 1 << 5, TPFLAGS_MAPPING = 1 << 6,
	TPFLAGS_DISALLOW_INSTANTIATION = 1 << 7,
	TPFLAGS_HAVE_VECTORCALL = 1 << 11, TPFLAGS_HAVE_GC = 1 << 14 };

static struct finding *at_type(struct check_context *c,
			       const struct type_model *t, const char *subject,
			       const char *text)
{
	struct finding *fi = check_finding(c, NULL, t->loc, "%s", text);

	check_subject(c, fi, subject);
	return fi;
}

/* ---------------------------------------------------------- signatures */

/* What is meant for a neighbor: an initialiser short of one zero. */
static void check_data(struct check_context *c, const struct type_model *t,
		       const struct slot_use *use)
{
	struct finding *fi;

	if (!use->function || !use->slot->is_data)
		return;
	fi = check_finding(c, NULL, use->loc,
		"‘%s’ is a function, and ‘%s’ of ‘%s’ is no slot for one",
		use->function->name, use->slot->name, t->name);
	check_subject(c, fi, use->slot->name);
	check_hint(c, fi, "name the members: ‘.tp_repr = …’");
	check_add(c, fi);
}

static void check_signature(struct check_context *c,
			    const struct type_model *t,
			    const struct slot_use *use)
{
	struct buf fault = { 0 }, wanted = { 0 };
	struct finding *fi;

	if (!use->function || !signature_fault(use->slot,
			use->function, true, &fault))
		return;
	signature_wanted(use->slot, &wanted);
	fi = check_finding(c, NULL, use->loc, "‘%s’, the ‘%s’ of ‘%s’, %s",
			   use->function->name, use->slot->name, t->name,
			   buf_str(&fault));
	check_subject(c, fi, use->slot->name);
	if (loc_known(use->function->loc))
		check_event(c, fi, use->function->loc, NULL,
			    "‘%s’ is declared here", use->function->name);
	check_event(c, fi, use->loc, NULL, "it is given as ‘%s’ here",
		    use->slot->name);
	check_hint(c, fi, "its type should be ‘%s’", buf_str(&wanted));
	check_add(c, fi);
	buf_release(&fault);
	buf_release(&wanted);
}

/* ------------------------------------------------------------ pairs */

static void check_clash(struct check_context *c, const struct type_model *t,
			const char *old, const char *new)
{
	const struct slot_use *a = type_slot(t, old), *b = type_slot(t, new);
	struct finding *fi;

	if (!a || !b || !a->function || !b->function)
		return;
	fi = check_finding(c, NULL, a->loc,
			   "‘%s’ of ‘%s’ is never called: ‘%s’ is there, too",
			   old, t->name, new);
	check_subject(c, fi, old);
	check_event(c, fi, b->loc, NULL, "‘%s’ is given here", new);
	check_hint(c, fi, "keep ‘%s’ alone", new);
	check_add(c, fi);
}

static void check_iterator(struct check_context *c,
			   const struct type_model *t)
{
	const struct slot_use *next = type_slot(t, "tp_iternext");
	struct finding *fi;

	if (!next || !next->function || type_may_have_slot(t, "tp_iter"))
		return;
	fi = check_finding(c, NULL, next->loc,
		"‘%s’ has ‘tp_iternext’ but no ‘tp_iter’: ‘for’ and ‘iter()’ refuse its instances",
		t->name);
	check_subject(c, fi, "tp_iter");
	check_hint(c, fi, "set ‘tp_iter’ to ‘PyObject_SelfIter’");
	check_add(c, fi);
}

/* -------------------------------------------------------------- flags */

/* A type that sets HAVE_GC itself inherits no traverse (typeobject.c,
 * inherit_special), and PyType_Ready refuses it from 3.11 on. */
static void check_gc_flag(struct check_context *c, const struct type_model *t)
{
	struct finding *fi;

	if (!(t->flags & TPFLAGS_HAVE_GC) || type_slot(t, "tp_traverse")
	    || t->slots_unknown)
		return;
	fi = at_type(c, t, "Py_TPFLAGS_HAVE_GC",
		     "a type with ‘Py_TPFLAGS_HAVE_GC’ has no ‘tp_traverse’");
	check_hint(c, fi, "add a ‘tp_traverse’ that visits what ‘%s’ owns, or remove the flag",
		   t->name);
	check_add(c, fi);
}

static bool has_vectorcall_member(const struct declared *d,
				  const struct type_model *t)
{
	uint32_t i, k;

	for (i = 0; i < d->tables->list.n; i++) {
		const struct table *tab = &d->tables->list.v[i];

		if (tab->kind != RECORD_MEMBER || tab->global != t->members)
			continue;
		for (k = 0; k < tab->n; k++) {
			const struct init *name;

			name = table_cell(d->tables, tab, k, "name");
			if (cell_is_unknown(name)
			    || (name && name->kind == INIT_STRING
				&& !strcmp(name->s, "__vectorcalloffset__")))
				return true;
		}
	}
	return false;
}

/* Can a vectorcall offset come from where it is not seen?  PyType_Ready copies
 * a base's (typeobject.c, inherit_slots).  Where a unit leaves the other slots
 * to another, an offset in its own struct is none of them. */
static bool may_have_vectorcall_offset(const struct declared *d,
				       const struct type_model *t)
{
	if (t->base_unknown || t->base || t->base_name
	    || type_slot(t, "tp_vectorcall_offset")
	    || has_vectorcall_member(d, t))
		return true;
	return t->slots_unknown && !(t->is_open && type_slot(t, "tp_call"));
}

/* PyType_Ready sets tp_new of such a type to NULL (typeobject.c,
 * type_ready_set_new); the flag is of 3.10. */
static void check_instantiation(struct check_context *c,
				const struct type_model *t)
{
	const struct slot_use *new = type_slot(t, "tp_new");
	struct finding *fi;

	if (!(t->flags & TPFLAGS_DISALLOW_INSTANTIATION) || !new
	    || !new->function || c->high < PYVERSION (3, 10))
		return;
	fi = check_finding(c, NULL, new->loc,
		"‘tp_new’ of ‘%s’ is never called: the type has ‘Py_TPFLAGS_DISALLOW_INSTANTIATION’",
		t->name);
	check_subject(c, fi, "tp_new");
	check_hint(c, fi, "keep the slot or the flag");
	check_add(c, fi);
}

static void check_flags(struct check_context *c, const struct type_model *t)
{
	struct finding *fi;

	if (!t->flags_known)
		return;
	check_gc_flag(c, t);
	check_instantiation(c, t);
	if ((t->flags & TPFLAGS_SEQUENCE) && (t->flags & TPFLAGS_MAPPING)) {
		fi = at_type(c, t, "Py_TPFLAGS_MAPPING",
			"‘Py_TPFLAGS_SEQUENCE’ and ‘Py_TPFLAGS_MAPPING’ exclude each other");
		check_hint(c, fi, "keep the one that tells how ‘%s’ is matched by patterns",
			   t->name);
		check_add(c, fi);
	}
	if ((t->flags & TPFLAGS_HAVE_VECTORCALL)
	    && !may_have_vectorcall_offset(c->declared, t)) {
		fi = at_type(c, t, "Py_TPFLAGS_HAVE_VECTORCALL",
			"a type with ‘Py_TPFLAGS_HAVE_VECTORCALL’ has no vectorcall offset");
		check_hint(c, fi, t->spec
			? "add a member ‘__vectorcalloffset__’"
			: "set ‘tp_vectorcall_offset’");
		check_add(c, fi);
	}
}

/* --------------------------------------------------------------- size */

/* The first access to self, in a function of T, past BASICSIZE. */
static const struct instr *access_past(const struct function *f, vid self,
				       int64_t basicsize)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if ((i->op == OP_LOAD || i->op == OP_STORE)
			    && !i->place.index
			    && i->place.offset >= basicsize
			    && strip_casts(f, i->place.base) == self)
				return i;
		}
	return NULL;
}

/* The pointer that the instances of T have at OFFSET; NULL: another thing, or
 * nobody knows. */
static const struct field *pointer_at(const struct type_model *t,
				      int64_t offset)
{
	uint32_t i;

	for (i = 0; t->instance && i < t->instance->n_fields; i++) {
		const struct field *fd = &t->instance->fields[i];

		if (fd->offset == (uint64_t) offset && fd->name && fd->type
		    && fd->type->kind == TYPE_PTR && fd->type->inner)
			return fd;
	}
	return NULL;
}

/* The dictionary and the list of weak references are objects that CPython puts
 * there itself (Objects/object.c, _PyObject_GetDictPtr; weakrefobject.c). */
static void check_offset(struct check_context *c, const struct type_model *t,
			 const char *slot)
{
	const struct slot_use *use = type_slot(t, slot);
	const struct field *fd = use && use->i > 0
		? pointer_at(t, use->i) : NULL;
	const struct type *to = fd ? fd->type->inner : NULL;
	struct finding *fi;

	if (!to || to->kind == TYPE_VOID
	    || (to->kind == TYPE_STRUCT
		&& (to->is_object || !to->n_fields || to->is_union)))
		return;
	fi = check_finding(c, NULL, use->loc,
		"‘%s’ of ‘%s’ is the offset of ‘%s’, which points to no object",
		slot, t->name, fd->name);
	check_subject(c, fi, slot);
	check_hint(c, fi, "give the offset of a ‘PyObject *’ that nothing else uses");
	check_add(c, fi);
}

static void report_size(struct check_context *c, const struct type_model *t,
			const struct role *r, const struct instr *i,
			int64_t size)
{
	struct finding *fi;

	fi = check_finding(c, NULL, t->loc,
		"instances of ‘%s’ have %lld bytes, but its functions take them for ‘%s’ (%lld bytes)",
		t->name, (long long) size, t->instance->name,
		(long long) t->instance->size);
	check_subject(c, fi, "tp_basicsize");
	check_event(c, fi, i->loc, r->function,
		    "‘%s’ is accessed here, past their end",
		    i->place.spelling ? i->place.spelling
		    : i->place.field ? i->place.field : "memory");
	check_hint(c, fi, "set ‘%s’ to ‘sizeof (%s)’",
		   t->spec ? "basicsize" : "tp_basicsize", t->instance->name);
	check_add(c, fi);
}

static void check_size(struct check_context *c, const struct type_model *t)
{
	int64_t size = t->basicsize;
	uint32_t i;

	if (!size && !t->base && !t->base_name && !t->base_unknown
	    && !t->slots_unknown)
		size = 2 * (int64_t) sizeof(void *);
	if (!t->instance || t->itemsize || size <= 0
	    || t->instance->size <= (uint64_t) size)
		return;
	for (i = 0; i < c->declared->roles.n; i++) {
		const struct role *r = &c->declared->roles.v[i];
		const struct instr *access;

		if (r->type != t || !r->function->n_params
		    || !strcmp(r->slot->name, "tp_new")
		    || !strcmp(r->slot->member, "PyNumberMethods"))
			continue;
		access = access_past(r->function, r->function->params[0],
				     size);
		if (access) {
			report_size(c, t, r, access, size);
			return;
		}
	}
}

/* ------------------------------------------------------------ dealloc */

/* The dealloc's touches, where all of them are seen and it is T's own. */
static const struct function *whole_dealloc(const struct declared *d,
					    const struct type_model *t,
					    struct touches *out)
{
	const struct slot_use *use = type_slot(t, "tp_dealloc");

	if (!use || !use->function || !use->function->has_body)
		return NULL;
	touches_of_param(d, use->function, 0, out);
	return out->escapes_whole || out->calls_base ? NULL : use->function;
}

static bool ends_normally(const struct function *f)
{
	uint32_t b;

	for (b = 0; b < f->n_blocks; b++)
		if (f->blocks[b].reachable
		    && block_last(&f->blocks[b])->op == OP_RET)
			return true;
	return false;
}

static void check_dealloc(struct check_context *c, const struct type_model *t)
{
	struct touches seen = { { 0 } };
	const struct function *f = whole_dealloc(c->declared, t, &seen);
	const struct slot_use *use = type_slot(t, "tp_weaklistoffset");
	struct finding *fi;

	if (f && !touch_find(&seen, TOUCH_FREE, -1) && ends_normally(f)) {
		fi = check_finding(c, f, f->loc,
			"‘%s’, the ‘tp_dealloc’ of ‘%s’, never frees the object",
			f->name, t->name);
		check_subject(c, fi, "tp_free");
		check_event(c, fi, type_slot(t, "tp_dealloc")->loc, NULL,
			    "it is the type's ‘tp_dealloc’");
		check_hint(c, fi, "end with ‘Py_TYPE (self)->tp_free (self);’");
		check_add(c, fi);
	}
	if (f && use && use->i > 0 && touch_find(&seen, TOUCH_FREE, -1)
	    && !touch_find(&seen, TOUCH_WEAKREFS, -1)
	    && !touch_find(&seen, TOUCH_FINALIZE, -1)) {
		fi = check_finding(c, f, f->loc,
			"‘%s’ frees a weakly referenced ‘%s’ and leaves its weak references behind",
			f->name, t->name);
		check_subject(c, fi, "PyObject_ClearWeakRefs");
		check_event(c, fi, use->loc, NULL,
			    "instances can be weakly referenced");
		check_hint(c, fi, "call ‘PyObject_ClearWeakRefs’ before anything is released");
		check_add(c, fi);
	}
	touches_release(&seen);
}

/* ----------------------------------------------------- missing dealloc */

/* Does the call I make a new reference, by the table? */
static bool makes_reference(const struct declared *d, const struct function *f,
			    const struct instr *i)
{
	const struct contract *k = touch_contract(d, f, i);
	const struct effect *e;

	if (!k || !k->n_outcomes)
		return false;
	for (e = k->outcomes[0].effects; e->op != EFF_END; e++)
		if (e->op == EFF_OWN && e->a == 0)
			return true;
	return false;
}

/* Where tp_init stores a new reference in an object field of T. */
static const struct field *init_keeps(const struct declared *d,
				      const struct type_model *t,
				      struct loc *where)
{
	const struct slot_use *init = type_slot(t, "tp_init");
	const struct field *found = NULL;
	struct touches seen = { { 0 } };
	uint32_t n, k;

	if (!init || !init->function || !init->function->has_body)
		return NULL;
	touches_of_param(d, init->function, 0, &seen);
	for (n = 0; !found && n < seen.list.n; n++) {
		const struct touch *x = &seen.list.v[n];
		const struct instr *def;

		if (x->kind != TOUCH_STORE)
			continue;
		def = value_def(x->function, strip_casts(x->function,
							 x->value));
		if (!def || def->op != OP_CALL
		    || !makes_reference(d, x->function, def))
			continue;
		for (k = 0; k < t->fields.n; k++)
			if (t->fields.v[k].is_object
			    && (int64_t) t->fields.v[k].offset == x->offset)
				found = t->fields.v[k].field;
		*where = x->loc;
	}
	touches_release(&seen);
	return found;
}

/* Without a dealloc nothing releases the fields of a struct; only a heap
 * type's T_OBJECT_EX members are (typeobject.c, subtype_dealloc). */
static void check_no_dealloc(struct check_context *c,
			     const struct type_model *t)
{
	const struct field *fd;
	struct finding *fi;
	struct loc where;

	if (!t->instance || type_may_have_slot(t, "tp_dealloc")
	    || type_may_have_slot(t, "tp_finalize")
	    || type_may_have_slot(t, "tp_del") || (t->is_heap && t->members))
		return;
	fd = init_keeps(c->declared, t, &where);
	if (!fd)
		return;
	fi = check_finding(c, NULL, t->loc,
			   "‘%s’ has no ‘tp_dealloc’, but its instances own ‘%s’",
			   t->name, fd->name ? fd->name : "references");
	check_subject(c, fi, "tp_dealloc");
	check_event(c, fi, where, type_slot(t, "tp_init")->function,
		    "a new reference is stored here");
	check_hint(c, fi, "add a ‘tp_dealloc’ that releases ‘%s’",
		   fd->name ? fd->name : "them");
	check_add(c, fi);
}

/* Is T filled in by the assignment of a type of the unit that is written out,
 * `static PyTypeObject t; t = tmp;'?  Its slots are told there. */
static bool is_copy(const struct declared *d, const struct type_model *t)
{
	uint32_t i, k;

	for (i = 0; i < d->types.n; i++) {
		const struct type_model *from = d->types.v[i];

		if (from == t || !from->object || !t->object
		    || strcmp(from->name, t->name) || !t->slots.n
		    || from->slots.n != t->slots.n
		    || loc_compare(from->slots.v[0].loc,
				   t->slots.v[0].loc) >= 0)
			continue;
		for (k = 0; k < t->slots.n; k++)
			if (from->slots.v[k].slot != t->slots.v[k].slot
			    || from->slots.v[k].function
			    != t->slots.v[k].function)
				break;
		if (k == t->slots.n)
			return true;
	}
	return false;
}

static void unit(struct check_context *c)
{
	uint32_t i, k;

	for (i = 0; i < c->declared->types.n; i++) {
		const struct type_model *t = c->declared->types.v[i];

		if (t->is_generated || is_copy(c->declared, t))
			continue;
		for (k = 0; k < t->slots.n; k++)
			check_signature(c, t, &t->slots.v[k]);
		for (k = 0; k < t->slots.n; k++)
			check_data(c, t, &t->slots.v[k]);
		check_clash(c, t, "tp_getattr", "tp_getattro");
		check_clash(c, t, "tp_setattr", "tp_setattro");
		check_iterator(c, t);
		check_flags(c, t);
		check_size(c, t);
		check_offset(c, t, "tp_dictoffset");
		check_offset(c, t, "tp_weaklistoffset");
		check_dealloc(c, t);
		check_no_dealloc(c, t);
	}
}

const struct check check_type_slots = {
	.unit = unit, .step = slot_status_step, .steps = ON(RETURN)
};
