/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scan behind inside.h.
 *
 * A value may be an address in the object (SELF), an address in the memory
 * behind one of its fields (IN), an object read from there (ITEM), or the
 * visit function.  Locals that hold a copy of such memory, or such a value,
 * are followed.  The C++ library is not entered: what a member function of a
 * container returns is in the container.
 */
#include "engine/inside.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

/* Calls are followed this deep. */
enum { MAX_DEPTH = 5 };

enum fact_kind { FACT_NONE, FACT_SELF, FACT_IN, FACT_ITEM, FACT_VISIT,
	FACT_MIXED };

struct fact {
	enum fact_kind kind;
	int64_t field;		/* SELF: the address's offset */
	const struct type *record;
	const char *member;
};

struct scan {
	const struct declared *d;
	const struct function *f;
	struct fact *facts;	/* by value */
	struct fact *held;	/* by local: the value stored there */
	struct fact *copies;	/* by local: whose memory was copied there */
	struct inside *out;
	int depth;
	const struct function *callers[MAX_DEPTH + 1];
};

bool inside_same(const struct inside_use *a, const struct inside_use *b)
{
	if (a->record && b->record && a->member && b->member)
		return same_record(a->record, b->record)
			&& !strcmp(a->member, b->member);
	return a->field == b->field;
}

/* -------------------------------------------------------------- facts */

static bool same_fact(const struct fact *a, const struct fact *b)
{
	return a->kind == b->kind && a->field == b->field
		&& a->record == b->record && a->member == b->member;
}

/* Joins A into TO; true when it is new.  Agreement only grows. */
static bool join(struct fact *to, const struct fact *a)
{
	if (a->kind == FACT_NONE || to->kind == FACT_MIXED
	    || same_fact(to, a))
		return false;
	if (to->kind == FACT_NONE)
		*to = *a;
	else
		to->kind = FACT_MIXED;
	return true;
}

static bool is_data_pointer(const struct type *t)
{
	return t && t->kind == TYPE_PTR
		&& !(t->inner && t->inner->kind == TYPE_FUNC);
}

static uint32_t local_of(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, strip_casts(f, v));

	return val->kind == VAL_LOCAL ? val->u.local : UINT32_MAX;
}

/* A member function of the C++ library. */
static bool is_library(const struct function *callee)
{
	return callee && callee->is_cxx && callee->in_system_header;
}

/* The container, or iterator, that a library's function is called for. */
static const struct fact *container(const struct scan *s,
				    const struct instr *i)
{
	const struct fact *a;
	uint32_t l;

	if (!i->n_args)
		return NULL;
	a = &s->facts[i->args[0]];
	if (a->kind == FACT_IN || (a->kind == FACT_SELF && a->field))
		return a;
	l = local_of(s->f, i->args[0]);
	a = l != UINT32_MAX ? &s->held[l] : NULL;
	return a && a->kind == FACT_IN ? a : NULL;
}

/* What a read of type T from PLACE, behind FIELD, gives. */
static struct fact read_from(const struct place *p, int64_t field,
			     const struct type *t)
{
	struct fact got = { FACT_NONE, field, NULL, NULL };

	if (type_is_object_ptr(t)) {
		got.kind = FACT_ITEM;
		got.record = p->field ? p->record : NULL;
		got.member = p->record ? p->field : NULL;
	} else if (is_data_pointer(t)) {
		got.kind = FACT_IN;
	}
	return got;
}

static struct fact loaded(const struct scan *s, const struct instr *i)
{
	const struct fact *base = &s->facts[i->place.base];
	const struct type *t = fn_value(s->f, i->dst)->type;
	struct fact none = { FACT_NONE, 0, NULL, NULL };
	uint32_t l = local_of(s->f, i->place.base);

	if (base->kind == FACT_IN)
		return read_from(&i->place, base->field, t);
	/* A field that holds an object is touch.h's. */
	if (base->kind == FACT_SELF
	    && (i->place.index || !type_is_object_ptr(t)))
		return read_from(&i->place, base->field + i->place.offset, t);
	if (l == UINT32_MAX)
		return none;
	if (s->copies[l].kind == FACT_IN)
		return read_from(&i->place, s->copies[l].field, t);
	return s->held[l];
}

static struct fact returned(const struct scan *s, const struct instr *i)
{
	static const char *const same[] = { "_PyObject_CAST", "Py_NewRef",
		"_Py_NewRef", "Py_XNewRef", "_Py_XNewRef" };
	const struct function *callee = call_target(s->f, i);
	const struct type *t = fn_value(s->f, i->dst)->type;
	struct fact got = { FACT_NONE, 0, NULL, NULL };
	const struct fact *in;
	size_t k;

	for (k = 0; callee && i->n_args && k < ARRAY_SIZE (same); k++)
		if (!strcmp(callee->name, same[k]))
			return s->facts[i->args[0]];
	in = is_library(callee) ? container(s, i) : NULL;
	if (!in || !t || t->kind == TYPE_INT)
		return got;
	got.kind = type_is_object_ptr(t) ? FACT_ITEM : FACT_IN;
	got.field = in->field;
	return got;
}

static bool derive(struct scan *s, const struct instr *i)
{
	const struct fact *base = &s->facts[i->place.base];
	struct fact got = { FACT_NONE, 0, NULL, NULL };
	uint32_t l;

	switch (i->op) {
	case OP_COPY: case OP_CAST:
		got = s->facts[i->a];
		break;
	case OP_ADDR:
		if (base->kind == FACT_SELF || base->kind == FACT_IN)
			got = *base;
		if (base->kind == FACT_SELF) {
			got.field += i->place.offset;
			got.kind = i->place.index ? FACT_IN : FACT_SELF;
		}
		break;
	case OP_LOAD:
		got = loaded(s, i);
		break;
	case OP_CALL:
		if (i->dst)
			got = returned(s, i);
		break;
	case OP_STORE: case OP_MOVE:
		l = local_of(s->f, i->place.base);
		if (l == UINT32_MAX || (s->facts[i->a].kind != FACT_IN
				&& s->facts[i->a].kind != FACT_ITEM))
			return false;
		return join(i->op == OP_MOVE ? &s->copies[l] : &s->held[l],
			    &s->facts[i->a]);
	default:
		return false;
	}
	return i->dst && join(&s->facts[i->dst], &got);
}

static void close_facts(struct scan *s)
{
	const struct function *f = s->f;
	bool changed = true;
	uint32_t b, k, n;

	while (changed) {
		changed = false;
		for (b = 0; b < f->n_blocks; b++) {
			const struct block *bl = &f->blocks[b];

			for (k = 0; k < bl->n_phis; k++)
				for (n = 0; n < bl->n_preds; n++)
					changed |= join(
						&s->facts[bl->phis[k].dst],
						&s->facts[bl->phis[k].args[n]]);
			for (k = 0; k < bl->n_instrs; k++)
				changed |= derive(s, &bl->instrs[k]);
		}
	}
}

/* --------------------------------------------------------------- uses */

static void add_use(struct scan *s, enum inside_kind kind,
		    const struct fact *a, uint32_t b, uint32_t k, vid value)
{
	const struct instr *i = &s->f->blocks[b].instrs[k];
	struct inside_use u = { .kind = kind, .field = a->field,
		.record = a->record, .member = a->member, .function = s->f,
		.loc = i->loc, .block = b, .instr = k, .value = value };

	vec_push (&s->out->list, u);
}

static bool knows(const struct fact *a)
{
	return a->kind == FACT_SELF || a->kind == FACT_IN
		|| a->kind == FACT_ITEM || a->kind == FACT_MIXED;
}

static void scan_body(struct scan *s);

static void scan_callee(struct scan *s, const struct function *callee,
			const struct instr *i)
{
	struct scan inner = *s;
	uint32_t n;
	int c;

	for (c = 0; c <= s->depth; c++)
		if (s->callers[c] == callee)
			return;
	if (s->depth >= MAX_DEPTH) {
		s->out->escapes = true;
		return;
	}
	inner.f = callee;
	inner.depth++;
	inner.callers[inner.depth] = callee;
	inner.facts = prc_malloc((callee->n_values + 1) * sizeof(*inner.facts));
	memset(inner.facts, 0, (callee->n_values + 1) * sizeof(*inner.facts));
	for (n = 0; n < i->n_args && n < callee->n_params; n++)
		if (callee->params[n])
			inner.facts[callee->params[n]] = s->facts[i->args[n]];
	scan_body(&inner);
	prc_free(inner.facts);
}

/* container.push_back (object): the object goes in by value or address. */
static void library_stores(struct scan *s, const struct instr *i, uint32_t b,
			   uint32_t k)
{
	const struct fact *in = container(s, i);
	struct fact element = { FACT_ITEM, in ? in->field : 0, NULL, NULL };
	uint32_t n, l;

	for (n = 1; in && n < i->n_args; n++) {
		l = local_of(s->f, i->args[n]);
		if (l != UINT32_MAX
		    ? type_is_object_ptr(s->f->locals[l].type)
		    : type_is_object_ptr(fn_value(s->f, i->args[n])->type))
			add_use(s, INSIDE_STORE, &element, b, k, i->args[n]);
	}
}

/* Is V what a field of the object holds, its type, or a static object? */
static bool is_plain_field(const struct scan *s, vid v)
{
	const struct instr *def = value_def(s->f, strip_casts(s->f, v));
	struct global *g;
	int64_t offset;

	if (!def)
		return global_address(s->f, v, &g, &offset);
	if (def->op == OP_LOAD)
		return s->facts[def->place.base].kind == FACT_SELF;
	return def->op == OP_CALL && def->n_args == 1
		&& s->facts[def->args[0]].kind == FACT_SELF;
}

/* What is visited, where it is not known, may be any item. */
static void read_visit(struct scan *s, const struct instr *i, uint32_t b,
		       uint32_t k)
{
	const struct fact *first = i->n_args ? &s->facts[i->args[0]] : NULL;

	if (first && first->kind == FACT_ITEM)
		add_use(s, INSIDE_VISIT, first, b, k, 0);
	else if (first && !is_plain_field(s, i->args[0]))
		s->out->escapes = true;
}

static void read_call(struct scan *s, const struct instr *i, uint32_t b,
		      uint32_t k)
{
	const struct function *callee = call_target(s->f, i);
	const struct fact *first = i->n_args ? &s->facts[i->args[0]] : NULL;
	bool known = false;
	uint32_t n;

	if (!callee && s->facts[i->callee].kind == FACT_VISIT) {
		read_visit(s, i, b, k);
		return;
	}
	for (n = 0; n < i->n_args; n++)
		known |= knows(&s->facts[i->args[n]]);
	if (!known)
		return;
	if (function_drops_reference(callee)) {
		if (first->kind == FACT_ITEM)
			add_use(s, INSIDE_RELEASE, first, b, k, 0);
	} else if (is_library(callee)) {
		library_stores(s, i, b, k);
	} else if (callee && touch_contract(s->d, s->f, i)) {
		return;
	} else if (callee && callee->has_body) {
		scan_callee(s, callee, i);
	} else {
		s->out->escapes = true;
		s->out->is_counted |= callee && (strstr(callee->name, "sync_")
				|| strstr(callee->name, "atomic"));
	}
}

/* p->count = p->count - 1 */
static bool counts(const struct scan *s, const struct instr *i)
{
	const struct instr *def = value_def(s->f, strip_casts(s->f, i->a));

	if (!def || (def->op != OP_ADD && def->op != OP_SUB))
		return false;
	def = value_def(s->f, strip_casts(s->f, def->a));
	return def && def->op == OP_LOAD && def->place.field && i->place.field
		&& !strcmp(def->place.field, i->place.field)
		&& s->facts[def->place.base].kind == FACT_IN;
}

static void read_store(struct scan *s, const struct instr *i, uint32_t b,
		       uint32_t k)
{
	const struct fact *base = &s->facts[i->place.base];
	const struct type *t = fn_value(s->f, i->a)->type;
	struct fact to;

	if (base->kind != FACT_IN
	    && !(base->kind == FACT_SELF && i->place.index))
		return;
	if (t && t->kind == TYPE_INT) {
		s->out->is_counted |= base->kind == FACT_IN && counts(s, i);
		return;
	}
	to = read_from(&i->place, base->field
		       + (base->kind == FACT_SELF ? i->place.offset : 0), t);
	if (to.kind == FACT_ITEM
	    && !value_is_zero(s->f, strip_casts(s->f, i->a)))
		add_use(s, INSIDE_STORE, &to, b, k, i->a);
}

static void scan_body(struct scan *s)
{
	const struct function *f = s->f;
	size_t size = (f->n_locals + 1) * sizeof(struct fact);
	uint32_t b, k;

	s->held = prc_malloc(size);
	s->copies = prc_malloc(size);
	memset(s->held, 0, size);
	memset(s->copies, 0, size);
	close_facts(s);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_CALL)
				read_call(s, i, b, k);
			else if (i->op == OP_STORE)
				read_store(s, i, b, k);
		}
	prc_free(s->held);
	prc_free(s->copies);
}

void inside_of(const struct declared *d, const struct function *f, vid self,
	       vid visit, struct inside *out)
{
	struct scan s = { .d = d, .f = f, .out = out };

	if (!f->has_body || !self)
		return;
	s.callers[0] = f;
	s.facts = prc_malloc((f->n_values + 1) * sizeof(*s.facts));
	memset(s.facts, 0, (f->n_values + 1) * sizeof(*s.facts));
	s.facts[self].kind = FACT_SELF;
	if (visit)
		s.facts[visit].kind = FACT_VISIT;
	scan_body(&s);
	prc_free(s.facts);
}

void inside_release(struct inside *in)
{
	vec_release (&in->list);
	in->escapes = in->is_counted = false;
}
