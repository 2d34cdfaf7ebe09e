/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * allocator-mismatch: a member of a struct gets memory of one family wherever
 * the unit stores something there, and some function releases it as memory of
 * another.  realloc of the member itself tells where it came from only when
 * nothing else stores there: it was NULL then.
 */
#include "check/member-family.h"
#include "check/member-uses.h"
#include "engine/tables.h"
#include "engine/touch.h"

#include <string.h>

enum { PHI_DEPTH = 3 };

/* What a member gets. */
struct filling {
	enum family family;	/* NONE: nothing so far */
	const struct function *f;
	const struct instr *made;
	/* By realloc of what it holds: where nothing else fills it, it was NULL
	 * at first, and realloc made it. */
	enum family resized;
	const struct function *resized_f;
	const struct instr *resized_by;
	bool unknown;
};

bool is_memory_family(enum family f)
{
	return f == FAMILY_MALLOC || f == FAMILY_PYMEM || f == FAMILY_PYMEM_RAW
		|| f == FAMILY_PYOBJECT_MEM || f == FAMILY_CXX_NEW
		|| f == FAMILY_CXX_NEW_ARRAY;
}

/* The family that a call with contract K acquires as its result, or releases
 * of its argument number *ARG; NONE: neither. */
static enum family moved(const struct contract *k, enum effect_op op,
			 unsigned *arg)
{
	const struct effect *e;
	unsigned o;

	for (o = 0; k && o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if (e->op == op && (op == EFF_RELEASE ? e->a > 0
					    : e->a == 0)
			    && (is_memory_family((enum family) e->b)
				|| e->b == FAMILY_THREAD_LOCK)) {
				*arg = (unsigned) e->a;
				return (enum family) e->b;
			}
	return FAMILY_NONE;
}

/* The load of a member of a struct that V of F is, or NULL. */
static const struct instr *member_load(const struct function *f, vid v)
{
	const struct instr *d = value_def(f, strip_casts(f, v));

	return d && d->op == OP_LOAD && d->place.record && d->place.field
		&& !d->place.index && !d->place.record->is_union ? d : NULL;
}

static bool same_member(const struct instr *a, const struct instr *b)
{
	return !strcmp(a->place.field, b->place.field)
		&& same_record(a->place.record, b->place.record);
}

/* Memory that nobody frees by its address: an array, a literal, what a
 * Py_buffer lends. */
static bool is_not_freed(const struct function *f, vid v)
{
	const struct value *val = fn_value(f, v);
	const struct instr *d = value_def(f, v);

	if (value_is_zero(f, v) || val->kind == VAL_LOCAL
	    || val->kind == VAL_GLOBAL || val->kind == VAL_STRING)
		return true;
	if (d && d->op == OP_ADDR)
		return is_not_freed(f, strip_casts(f, d->place.base));
	return d && d->op == OP_LOAD && d->place.record
		&& d->place.record->name && d->place.field
		&& !strcmp(d->place.record->name, "Py_buffer")
		&& !strcmp(d->place.field, "buf");
}

/* What the instruction before load D stored there: a->p = a->q = v; or 0. */
static vid just_stored(const struct function *f, const struct instr *d)
{
	const struct block *b = &f->blocks[fn_value(f, d->dst)->def_block];
	const struct instr *s = d > b->instrs ? d - 1 : NULL;

	return s && s->op == OP_STORE && s->place.base == d->place.base
		&& s->place.offset == d->place.offset && !s->place.index
		&& !d->place.index ? s->a : 0;
}

/* Adds what V of F is, which is stored where LOAD reads. */
static void add_origin(struct check_context *c, struct filling *o,
		       const struct function *f, vid v,
		       const struct instr *load, unsigned depth)
{
	const struct phi *p = value_phi(f, v = strip_casts(f, v));
	const struct instr *d = value_def(f, v), *old;
	vid before = d && d->op == OP_LOAD ? just_stored(f, d) : 0;
	const struct contract *k = d && d->op == OP_CALL
		? touch_contract(c->declared, f, d) : NULL;
	unsigned arg = 0;
	enum family family;
	uint32_t n;

	if (before && depth) {
		add_origin(c, o, f, before, load, depth - 1);
		return;
	}
	if (is_not_freed(f, v))
		return;
	for (n = 0; p && depth
	     && n < f->blocks[fn_value(f, v)->def_block].n_preds; n++)
		add_origin(c, o, f, p->args[n], load, depth - 1);
	if (p && depth)
		return;
	if (moved(k, EFF_RELEASE, &arg) && arg <= d->n_args) {
		old = member_load(f, d->args[arg - 1]);
		if (old && same_member(old, load)) {
			o->resized = moved(k, EFF_ACQUIRE, &arg);
			o->resized_f = f;
			o->resized_by = d;
			return;
		}
	}
	family = moved(k, EFF_ACQUIRE, &arg);
	if (!family || (o->family && o->family != family)) {
		o->unknown = true;
	} else if (!o->family) {
		o->family = family;
		o->f = f;
		o->made = d;
	}
}

static const struct field *field_named(const struct type *record,
				       const char *name)
{
	uint32_t i;

	for (i = 0; i < record->n_fields; i++)
		if (record->fields[i].name
		    && !strcmp(record->fields[i].name, name))
			return &record->fields[i];
	return NULL;
}

static struct filling origin_of(struct check_context *c,
			       const struct instr *load)
{
	const struct field *fd = field_named(load->place.record,
					     load->place.field);
	struct filling o = { .unknown = !fd };
	const struct member_use *use;
	uint32_t at = 0;

	while (!o.unknown
	       && (use = member_next_use(c->members, load->place.record, fd,
					 &at)) != NULL) {
		/* By its address anything may get there. */
		if (use->i->op == OP_STORE && !use->i->place.index)
			add_origin(c, &o, use->f, use->i->a, load, PHI_DEPTH);
		else if (use->i->op != OP_LOAD)
			o.unknown = true;
	}
	if (!o.family && o.resized) {
		o.family = o.resized;
		o.f = o.resized_f;
		o.made = o.resized_by;
	}
	return o;
}

/* Was it told already of what is made at MADE, on a path or of the member? */
static bool is_told(const struct check_context *c, struct loc made)
{
	uint32_t i, k;

	for (i = 0; i < c->findings->list.n; i++) {
		const struct finding *fi = c->findings->list.v[i];

		for (k = 0; fi->rule == c->rule && k < fi->n_events; k++)
			if (!loc_compare(fi->events[k].loc, made))
				return true;
	}
	return false;
}

static void check_release(struct check_context *c, const struct function *f,
			  const struct instr *i)
{
	unsigned arg = 0;
	enum family family = moved(touch_contract(c->declared, f, i),
				   EFF_RELEASE, &arg);
	const struct instr *load = family && arg <= i->n_args
		? member_load(f, i->args[arg - 1]) : NULL;
	const char *name = load ? load->place.field : NULL;
	struct finding *fi;
	struct filling o;

	if (!load)
		return;
	o = origin_of(c, load);
	if (o.unknown || !o.family || o.family == family
	    || is_told(c, o.made->loc))
		return;
	fi = check_finding(c, f, i->loc, "‘%s’ is %s, and ‘%s’ releases %s",
			   name, family_what(o.family),
			   call_target(f, i)->name, family_what(family));
	check_subject(c, fi, name);
	check_event(c, fi, o.made->loc, o.f, "allocated here");
	check_event(c, fi, i->loc, f, "released here by ‘%s’",
		    call_target(f, i)->name);
	check_hint(c, fi, "release it with %s", family_how(o.family));
	check_add(c, fi);
}

void member_family_unit(struct check_context *c)
{
	uint32_t n, b, k;

	for (n = 0; n < c->unit->functions.n; n++) {
		const struct function *f = c->unit->functions.v[n];

		for (b = 0; !f->in_system_header && b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++)
				if (f->blocks[b].instrs[k].op == OP_CALL)
					check_release(c, f,
						&f->blocks[b].instrs[k]);
	}
}
