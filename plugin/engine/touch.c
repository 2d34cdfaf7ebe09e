/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan behind touch.h.
 *
 * Each value of a function may be an address in the object (SELF, with an
 * offset), the contents of a field (FIELD, with its offset), or the visit
 * function.  These facts are closed under copies, casts, address arithmetic
 * and PHIs of agreeing facts; then each instruction is read with them.
 */
#include "engine/touch.h"
#include "engine/tables.h"

#include <string.h>

/* Calls are followed this deep. */
enum { MAX_DEPTH = 6 };

enum fact_kind { FACT_NONE, FACT_SELF, FACT_FIELD, FACT_VISIT, FACT_MIXED };
struct fact { enum fact_kind kind; int64_t offset; };

struct scan {
	const struct declared *d;
	const struct function *f;
	struct fact *facts;	/* by value */
	struct touches *out;
	int depth;
	/* Where in the outermost function; set by the outermost scan. */
	uint32_t block, instr;
	const struct function *callers[MAX_DEPTH + 1];
};

pyversion unit_version(const struct unit *u)
{
	pyversion v = (pyversion) (u->python_hex >> 16);

	return v ? v : PYVERSION (3, 11);
}

const struct contract *touch_contract(const struct declared *d,
				      const struct function *f,
				      const struct instr *i)
{
	const struct function *callee = call_target(f, i);
	const struct contract *c;

	if (!callee)
		return NULL;
	c = contract_find(callee->name, unit_version(d->unit));
	/* The table has C++'s operators by their mangled names. */
	if (!c && callee->is_cxx && callee->key)
		c = contract_find(callee->key, unit_version(d->unit));
	return c || callee->has_body ? c
		: contract_find_backport(callee->name, i->n_args,
					 unit_version(d->unit));
}

/* -------------------------------------------------------------- facts */

static bool set_fact(struct scan *s, vid v, enum fact_kind kind,
		     int64_t offset)
{
	struct fact *fact = &s->facts[v];

	if (!v || fact->kind == kind || fact->kind != FACT_NONE)
		return false;
	fact->kind = kind;
	fact->offset = offset;
	return true;
}

static bool named(const struct function *f, const char *const *names)
{
	for (; f && *names; names++)
		if (!strcmp(f->name, *names))
			return true;
	return false;
}

static const char *const type_of[] = { "Py_TYPE", "_Py_TYPE", NULL };
/* Return their argument: casts with a check or a new reference. */
static const char *const same_object[] = { "_PyObject_CAST", "Py_NewRef",
	"_Py_NewRef", "Py_XNewRef", "_Py_XNewRef", "_PyVarObject_CAST",
	NULL };

/* Does what I defines follow from what is known?  True when it's new. */
static bool derive(struct scan *s, const struct instr *i)
{
	const struct fact *a = &s->facts[i->a], *base;
	const struct function *callee;

	switch (i->op) {
	case OP_COPY:
	case OP_CAST:
		return a->kind != FACT_NONE
			&& set_fact(s, i->dst, a->kind, a->offset);
	case OP_ADDR:
		base = &s->facts[i->place.base];
		return base->kind == FACT_SELF && !i->place.index
			&& set_fact(s, i->dst, FACT_SELF,
				    base->offset + i->place.offset);
	case OP_LOAD:
		base = &s->facts[i->place.base];
		return base->kind == FACT_SELF && !i->place.index
			&& set_fact(s, i->dst, FACT_FIELD,
				    base->offset + i->place.offset);
	case OP_CALL:
		callee = call_target(s->f, i);
		if (!i->n_args || !i->dst)
			return false;
		base = &s->facts[i->args[0]];
		if (base->kind == FACT_SELF && !base->offset
		    && named(callee, type_of))
			return set_fact(s, i->dst, FACT_FIELD, TYPE_OFFSET);
		return base->kind != FACT_NONE && named(callee, same_object)
			&& set_fact(s, i->dst, base->kind, base->offset);
	default:
		return false;
	}
}

/* All arguments that are no constants agree. */
static bool derive_phi(struct scan *s, const struct block *b,
		       const struct phi *p)
{
	struct fact found = { FACT_NONE, 0 };
	uint32_t n;

	for (n = 0; n < b->n_preds; n++) {
		const struct fact *a = &s->facts[p->args[n]];

		if (a->kind == FACT_NONE || a->kind == FACT_MIXED)
			continue;
		if (found.kind != FACT_NONE && (found.kind != a->kind
				|| found.offset != a->offset))
			return set_fact(s, p->dst, FACT_MIXED, 0);
		found = *a;
	}
	return found.kind != FACT_NONE
		&& set_fact(s, p->dst, found.kind, found.offset);
}

static void close_facts(struct scan *s)
{
	const struct function *f = s->f;
	bool changed = true;
	uint32_t b, k;

	while (changed) {
		changed = false;
		for (b = 0; b < f->n_blocks; b++) {
			const struct block *bl = &f->blocks[b];

			for (k = 0; k < bl->n_phis; k++)
				changed |= derive_phi(s, bl, &bl->phis[k]);
			for (k = 0; k < bl->n_instrs; k++)
				changed |= derive(s, &bl->instrs[k]);
		}
	}
}

/* ------------------------------------------------------------ touches */

static struct touch *add_touch(struct scan *s, enum touch_kind kind,
			       int64_t offset, const struct instr *i)
{
	struct touch t = { .kind = kind, .offset = offset, .function = s->f,
		.loc = i->loc, .block = s->block, .instr = s->instr };

	if (kind == TOUCH_ESCAPE) {
		s->out->escapes = true;
		s->out->escapes_whole |= !offset;
	}
	if (kind == TOUCH_BASE)
		s->out->calls_base = true;
	vec_push (&s->out->list, t);
	return &s->out->list.v[s->out->list.n - 1];
}

static void scan_body(struct scan *s);

/* CALLEE's body, with the facts that the arguments of I bring. */
static void scan_callee(struct scan *s, const struct function *callee,
			const struct instr *i)
{
	struct scan inner = *s;
	uint32_t n;

	inner.f = callee;
	inner.depth++;
	inner.callers[inner.depth] = callee;
	inner.facts = prc_malloc(callee->n_values * sizeof(*inner.facts));
	memset(inner.facts, 0, callee->n_values * sizeof(*inner.facts));
	for (n = 0; n < i->n_args && n < callee->n_params; n++)
		if (callee->params[n])
			inner.facts[callee->params[n]] = s->facts[i->args[n]];
	scan_body(&inner);
	prc_free(inner.facts);
}

static bool is_recursive(const struct scan *s, const struct function *callee)
{
	int n;

	for (n = 0; n <= s->depth; n++)
		if (s->callers[n] == callee)
			return true;
	return false;
}

/* Is argument N of call I a pointer to anything, to a function that has no
 * body here and that the table does not know? */
static bool is_data_argument(const struct scan *s, const struct instr *i,
			     uint32_t n)
{
	const struct function *callee = call_target(s->f, i);
	const struct type *t = i->fn_type;

	if (!callee || callee->has_body || !t || t->kind != TYPE_FUNC
	    || touch_contract(s->d, s->f, i))
		return false;
	if (n >= t->n_fields)
		return t->is_variadic;
	t = t->fields[n].type;
	return t && t->kind == TYPE_PTR && t->inner
		&& t->inner->kind == TYPE_VOID;
}

/* Arguments that know the object go where nobody sees. */
static void lose_args(struct scan *s, const struct instr *i)
{
	uint32_t n;

	for (n = 0; n < i->n_args; n++) {
		const struct fact *a = &s->facts[i->args[n]];

		if (a->kind == FACT_SELF)
			add_touch(s, TOUCH_ESCAPE, a->offset, i)->as_data
				= is_data_argument(s, i, n);
		else if (a->kind == FACT_FIELD)
			add_touch(s, TOUCH_MAYBE, a->offset, i);
		else if (a->kind == FACT_MIXED)
			add_touch(s, TOUCH_ESCAPE, 0, i);
	}
}

static void scan_known_callee(struct scan *s, const struct function *callee,
			      const struct instr *i)
{
	if (is_recursive(s, callee))
		return;
	if (!callee->has_body || s->depth >= MAX_DEPTH)
		lose_args(s, i);
	else
		scan_callee(s, callee, i);
}

/* ------------------------------------------------------ calls by name */

static const char *const decrefs[] = { "Py_DECREF", "_Py_DECREF",
	"Py_XDECREF", "_Py_XDECREF", "Py_DecRef", "_Py_DecRef",
	"_Py_Dealloc", NULL };
static const char *const untracks[] = { "PyObject_GC_UnTrack",
	"_PyObject_GC_UNTRACK", "_PyObject_GC_UnTrack", NULL };
/* PyObject_GC_Del untracks itself: objects that own nothing may go so. */
static const char *const frees[] = { "PyObject_GC_Del", "PyObject_Free",
	"PyObject_Del", "_PyObject_GC_Del", "PyMem_Free", "PyMem_RawFree",
	"free", "PyObject_FREE", "PyMem_Del", NULL };
static const char *const weakrefs[] = { "PyObject_ClearWeakRefs", NULL };
static const char *const finalizers[] = { "PyObject_CallFinalizer",
	"PyObject_CallFinalizerFromDealloc", NULL };

/* The effect with which the contract takes argument N (from 1), or NULL. */
static const struct effect *taking_effect(const struct contract *c, int n,
					  bool through)
{
	unsigned o;

	for (o = 0; o < c->n_outcomes; o++) {
		const struct effect *e = c->outcomes[o].effects;

		for (; e->op != EFF_END; e++) {
			if (e->a != n)
				continue;
			if (!through && (e->op == EFF_DROP
					 || e->op == EFF_GIVE
					 || e->op == EFF_RELEASE
					 || e->op == EFF_HANDOVER))
				return e;
			if (through && (e->op == EFF_OUT_DROP
					|| e->op == EFF_OUT_RELEASE
					|| e->op == EFF_RELEASE))
				return e;
		}
	}
	return NULL;
}

static enum family effect_family(const struct effect *e)
{
	return e->op == EFF_RELEASE || e->op == EFF_HANDOVER
		|| e->op == EFF_OUT_RELEASE ? (enum family) e->b : FAMILY_NONE;
}

/* Is a resource, or what a format parsed, put where argument N points to? */
static bool receives(const struct contract *c, int n)
{
	const struct effect *e;
	unsigned o;

	if ((c->format == FORMAT_PARSE || c->format == FORMAT_PARSE_KEYWORDS)
	    && n >= c->va_first)
		return true;
	for (o = 0; o < c->n_outcomes; o++)
		for (e = c->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == EFF_OUT_ACQUIRE && e->a == n)
				return true;
	return false;
}

static void apply_contract(struct scan *s, const struct contract *c,
			   const struct instr *i)
{
	uint32_t n;

	for (n = 0; n < i->n_args; n++) {
		const struct fact *a = &s->facts[i->args[n]];
		const struct effect *e = taking_effect(c, (int) n + 1,
						a->kind == FACT_SELF);
		struct touch *t;

		if (!e && a->kind == FACT_SELF && a->offset)
			add_touch(s, receives(c, (int) n + 1) ? TOUCH_STORE
				  : TOUCH_MAYBE, a->offset, i)->value =
				i->args[n];
		if (!e || (a->kind != FACT_FIELD && a->kind != FACT_SELF))
			continue;
		t = add_touch(s, TOUCH_RELEASE, a->offset, i);
		t->family = effect_family(e);
		t->callee = c->name;
	}
}

static void call_by_name(struct scan *s, const struct function *callee,
			 const struct instr *i)
{
	const struct contract *c = touch_contract(s->d, s->f, i);
	uint32_t n;

	for (n = 0; n < i->n_args; n++) {
		const struct fact *a = &s->facts[i->args[n]];
		struct touch *t;

		if (a->kind == FACT_FIELD && named(callee, decrefs)) {
			t = add_touch(s, TOUCH_RELEASE, a->offset, i);
			t->callee = callee->name;
			return;
		}
		if (a->kind != FACT_SELF || a->offset)
			continue;
		if (named(callee, untracks)) {
			add_touch(s, TOUCH_UNTRACK, 0, i);
			return;
		}
		if (named(callee, weakrefs)) {
			add_touch(s, TOUCH_WEAKREFS, 0, i);
			return;
		}
		if (named(callee, finalizers)) {
			add_touch(s, TOUCH_FINALIZE, 0, i);
			return;
		}
		if (named(callee, frees)) {
			t = add_touch(s, TOUCH_FREE, 0, i);
			t->callee = callee->name;
			return;
		}
	}
	if (c)
		apply_contract(s, c, i);
	else
		scan_known_callee(s, callee, i);
}

/* -------------------------------------------------- calls by pointer */

/* The slot through which a call by pointer goes ("tp_free"), or NULL. */
static const char *slot_called(const struct scan *s, const struct instr *i,
			       const struct function **target)
{
	const struct instr *def = value_def(s->f, strip_casts(s->f,
							     i->callee));
	struct global *g;
	int64_t offset;

	*target = NULL;
	if (def && def->op == OP_CALL && def->n_args == 2) {
		const struct function *by = call_target(s->f, def);
		const struct value *id = fn_value(s->f, def->args[1]);
		const struct slot *slot;

		if (!by || strcmp(by->name, "PyType_GetSlot")
		    || id->kind != VAL_INT)
			return NULL;
		slot = slot_by_id((int) id->u.i);
		return slot ? slot->name : NULL;
	}
	if (!def || def->op != OP_LOAD || !def->place.field)
		return NULL;
	if (global_address(s->f, def->place.base, &g, &offset)
	    && record_kind_of(g->type) == RECORD_TYPE) {
		const struct init *c = cell_at(s->d->tables, g,
			(uint64_t) (offset + def->place.offset));

		if (c && c->kind == INIT_FUNC)
			*target = c->func;
	}
	return strncmp(def->place.field, "tp_", 3) ? NULL : def->place.field;
}

/* The object's own slot, called through its type: Py_TYPE (o)->tp_clear (o).
 * Every type in the unit with the slot and this dealloc may be meant; the
 * outermost function tells which. */
static const struct function *own_slot(const struct scan *s, const char *slot)
{
	const struct role *r = declared_role(s->d, s->callers[0]);
	const struct slot_use *use;

	use = r && r->type ? type_slot(r->type, slot) : NULL;
	return use ? use->function : NULL;
}

static void call_visit(struct scan *s, const struct instr *i)
{
	const struct fact *a = i->n_args ? &s->facts[i->args[0]] : NULL;

	if (a && a->kind == FACT_FIELD)
		add_touch(s, TOUCH_VISIT, a->offset, i);
	else if (a && a->kind == FACT_MIXED)
		add_touch(s, TOUCH_ESCAPE, 0, i);
}

static void call_by_pointer(struct scan *s, const struct instr *i)
{
	const struct function *target;
	const char *slot;
	uint32_t n;

	if (s->facts[i->callee].kind == FACT_VISIT) {
		call_visit(s, i);
		return;
	}
	for (n = 0; n < i->n_args; n++)
		if (s->facts[i->args[n]].kind == FACT_SELF)
			break;
	slot = slot_called(s, i, &target);
	if (n == i->n_args || !slot) {
		lose_args(s, i);
		return;
	}
	if (!target && (!strcmp(slot, "tp_clear")
			|| !strcmp(slot, "tp_finalize")))
		target = own_slot(s, slot);
	if (!strcmp(slot, "tp_free"))
		add_touch(s, TOUCH_FREE, 0, i)->callee = "tp_free";
	else if (target && target->has_body)
		scan_known_callee(s, target, i);
	else
		add_touch(s, TOUCH_BASE, 0, i);
}

/* A field handed on together with the visit function is visited there. */
static bool passes_visit(const struct scan *s, const struct instr *i)
{
	uint32_t n;

	for (n = 0; n < i->n_args; n++)
		if (s->facts[i->args[n]].kind == FACT_VISIT)
			return true;
	return false;
}

static bool visit_by_helper(struct scan *s, const struct function *callee,
			    const struct instr *i)
{
	bool api = touch_contract(s->d, s->f, i) != NULL;
	uint32_t n;

	if (!passes_visit(s, i) || (callee && callee->has_body && !api))
		return false;
	for (n = 0; n < i->n_args; n++) {
		const struct fact *a = &s->facts[i->args[n]];

		if (a->kind == FACT_FIELD)
			add_touch(s, TOUCH_VISIT, a->offset, i);
		else if (a->kind == FACT_SELF)
			add_touch(s, api || !callee ? TOUCH_BASE
				  : TOUCH_ESCAPE, 0, i);
	}
	return true;
}

/* ------------------------------------------------------------- bodies */

static void read_store(struct scan *s, const struct instr *i)
{
	const struct fact *base = &s->facts[i->place.base];
	const struct fact *a = &s->facts[i->a];
	struct touch *t;

	if (base->kind == FACT_SELF && !i->place.index) {
		bool zero = i->op == OP_ZERO || value_is_zero(s->f,
						strip_casts(s->f, i->a));

		t = add_touch(s, i->op == OP_STORE && !zero ? TOUCH_STORE
			      : zero ? TOUCH_ZERO : TOUCH_MAYBE,
			      base->offset + i->place.offset, i);
		t->value = i->a;
		return;
	}
	if (i->op != OP_STORE)
		return;
	if (a->kind == FACT_SELF || a->kind == FACT_MIXED)
		add_touch(s, TOUCH_ESCAPE, a->offset, i);
	else if (a->kind == FACT_FIELD)
		add_touch(s, TOUCH_MAYBE, a->offset, i);
}

static void read_instr(struct scan *s, const struct instr *i)
{
	const struct function *callee;

	if (i->op == OP_STORE || i->op == OP_MOVE || i->op == OP_ZERO) {
		read_store(s, i);
	} else if (i->op == OP_CALL) {
		callee = call_target(s->f, i);
		if (visit_by_helper(s, callee, i))
			return;
		if (callee)
			call_by_name(s, callee, i);
		else
			call_by_pointer(s, i);
	}
}

static void scan_body(struct scan *s)
{
	const struct function *f = s->f;
	uint32_t b, k;

	close_facts(s);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			if (!s->depth) {
				s->block = b;
				s->instr = k;
			}
			read_instr(s, &f->blocks[b].instrs[k]);
		}
}

static void begin(struct scan *s, const struct declared *d,
		  const struct function *f, struct touches *out)
{
	memset(s, 0, sizeof(*s));
	s->d = d;
	s->f = f;
	s->out = out;
	s->callers[0] = f;
	s->facts = prc_malloc((f->n_values + 1) * sizeof(*s->facts));
	memset(s->facts, 0, (f->n_values + 1) * sizeof(*s->facts));
}

void touches_of(const struct declared *d, const struct function *f, vid self,
		vid visit, struct touches *out)
{
	struct scan s;

	if (!f->has_body || !self)
		return;
	begin(&s, d, f, out);
	set_fact(&s, self, FACT_SELF, 0);
	set_fact(&s, visit, FACT_VISIT, 0);
	scan_body(&s);
	prc_free(s.facts);
}

void touches_of_param(const struct declared *d, const struct function *f,
		      uint32_t n, struct touches *out)
{
	if (f->has_body && n < f->n_params)
		touches_of(d, f, f->params[n], 0, out);
}

void touches_release(struct touches *t)
{
	vec_release (&t->list);
	t->escapes = t->escapes_whole = t->calls_base = false;
}

const struct touch *touch_find(const struct touches *t, enum touch_kind kind,
			       int64_t offset)
{
	uint32_t i;

	for (i = 0; i < t->list.n; i++)
		if (t->list.v[i].kind == kind
		    && (offset < 0 || t->list.v[i].offset == offset))
			return &t->list.v[i];
	return NULL;
}

bool value_is_field(const struct declared *d, const struct function *f,
		    vid self, vid v, int64_t *offset)
{
	struct touches none = { { 0 } };
	struct scan s;
	bool found;

	begin(&s, d, f, &none);
	set_fact(&s, self, FACT_SELF, 0);
	close_facts(&s);
	found = s.facts[v].kind == FACT_FIELD;
	*offset = s.facts[v].offset;
	prc_free(s.facts);
	return found;
}
