/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A borrowed reference goes where an owned one is due. */
#include "check/bounds.h"
#include "check/dataflow.h"
#include "check/inside-object.h"
#include "check/promise.h"
#include "check/sentinel.h"
#include "check/unpaid.h"
#include "engine/paths.h"
#include "engine/tables.h"

#include <string.h>

/* Loaded from a variable of the extension, which keeps its reference. */
static bool is_global_cell(const struct step *s, const struct thing *t)
{
	const struct value *v;

	if (!t->born || t->born->op != OP_LOAD)
		return false;
	v = &s->run->fn->values[t->born->place.base];
	return v->kind == VAL_GLOBAL && !t->born->place.index;
}

/* Does the function put anything into slots of a list or tuple that it got
 * from elsewhere filled, or set how many items that has? */
static bool empties_slots(const struct function *f, const struct instr *load)
{
	uint32_t b, k;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				? call_target(f, i) : NULL;

			if (i->op == OP_STORE && i->place.field
			    && (!strcmp(i->place.field, "ob_item")
				|| !strcmp(i->place.field, "ob_size")))
				return true;
			if (i->op == OP_STORE && i->a && !i->place.record
			    && type_is_object_ptr(fn_value(f, i->a)->type)
			    && fn_value(f, i->place.base)->kind != VAL_LOCAL)
				return true;
			if (t && (!strcmp(t->name, "Py_SET_SIZE")
				  || (i->n_args == 3
				      && (!strcmp(t->name, "PyList_SET_ITEM")
					  || !strcmp(t->name,
						     "PyTuple_SET_ITEM"))
				      && strip_casts(f, i->args[0])
					 == strip_casts(f, load->place.base))))
				return true;
		}
	return false;
}

/* An item that was read out of what this function made may be moved on: its
 * slot is emptied afterwards. */
static bool is_own_item(const struct step *s, const struct thing *t)
{
	const struct thing *lender = thing_get(s->before, t->lender);

	return t->birth == BIRTH_BORROW && t->born && t->born->op == OP_LOAD
		&& (!lender || (lender->birth == BIRTH_NEW
				&& empties_slots(s->run->fn, t->born)));
}

/* Loaded from a member that owns what it points to, which keeps it. */
static bool is_kept_by_owner(const struct step *s, const struct thing *t)
{
	return t->born && t->born->op == OP_LOAD && t->born->place.record
		&& declared_owns(s->run->engine->declared, s->run->fn,
				 &t->born->place)
		&& !function_sets(s, &t->born->place);
}

/* Does F put anything in elements of arrays, or in a member of the object, a
 * count for one, or pass on the member at ARRAY?  Its elements may be moved or
 * given up then. */
static bool moves_elements(const struct function *f, const struct place *array)
{
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k], *d;

			if ((i->op == OP_STORE || i->op == OP_ZERO
			     || i->op == OP_MOVE)
			    && (i->place.record
				? same_record(i->place.record, array->record)
				: fn_value(f, i->place.base)->kind
				  != VAL_LOCAL))
				return true;
			for (n = 0; i->op == OP_CALL && n < i->n_args; n++) {
				d = value_def(f, strip_casts(f, i->args[n]));
				if (d && d->op == OP_LOAD && d->place.record
				    && same_record(d->place.record,
						   array->record)
				    && d->place.offset == array->offset)
					return true;
				if (call_target(f, i) && !strcmp(call_target(
						f, i)->name, "Py_SET_SIZE"))
					return true;
			}
		}
	return false;
}

/* Loaded from an array that a member points to and whose elements the object's
 * end releases. */
static bool is_kept_element(const struct step *s, const struct thing *t)
{
	const struct function *f = s->run->fn;
	const struct place *array;

	return t->born && t->born->op == OP_LOAD && !t->born->place.record
		&& owned_element(f, &t->born->place, &array)
		&& array->record->is_object
		&& declared_owns(s->run->engine->declared, f,
				 &t->born->place)
		&& !moves_elements(f, array);
}

/* Items of a tuple, and arguments, are objects although nobody looked. */
static bool is_object_here(const struct step *s, const struct thing *t)
{
	if (s->kind == STEP_GIVE && is_own_item(s, t))
		return false;
	/* An argument is one unless it is said that it may be NULL, and then
	 * there are states of their own. */
	if (promise_keeps(s, t))
		return !sym_is_null(s->before, s->value);
	return sym_is_nonnull(s->before, s->value)
		/* A field that is always NULL would not be returned. */
		|| (t->birth == BIRTH_FIELD
		    && (s->kind == STEP_RETURN || is_kept_by_owner(s, t)
			|| is_kept_element(s, t))
		    && !sym_is_null(s->before, s->value))
		|| (t->born && t->born->op == OP_LOAD
		    && (t->birth == BIRTH_BORROW || thing_is_argument(s, t))
		    && !sym_is_null(s->before, s->value));
}

static bool returns_owned(const struct step *s)
{
	if (promise_says(s, EFF_OWN, WHO_RESULT) != PROMISED_NEVER)
		return true;
	return s->run->role && (s->run->convention == CONV_NEW_REF
		|| s->run->convention == CONV_NEW_REF_OR_NULL);
}

/* Does D make a number smaller by a constant? */
static bool is_less_by_constant(const struct function *f, const struct instr *d)
{
	const struct value *k = d && (d->op == OP_ADD || d->op == OP_SUB)
		? fn_value(f, d->b) : NULL;

	return k && k->kind == VAL_INT
		&& (d->op == OP_SUB ? k->u.i > 0 : k->u.i < 0);
}

/* return self->items[--self->count]: an element beyond the count is no longer
 * the array's. */
static bool is_popped(const struct function *f, const struct instr *load)
{
	const struct instr *at = load->place.index
		? value_def(f, strip_casts(f, load->place.index)) : NULL;
	uint32_t b, k;

	for (b = 0; at && b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k], *d;

			d = i->op == OP_STORE && i->place.record
				&& !i->place.index
				? value_def(f, strip_casts(f, i->a)) : NULL;
			if (!is_less_by_constant(f, d))
				continue;
			if (d == at || (at->op == OP_LOAD
					&& at->place.base == i->place.base
					&& at->place.offset == i->place.offset))
				return true;
		}
	return false;
}

/* Nothing here owns a reference to T that could be given. */
static bool is_only_borrowed(const struct step *s, const struct thing *t)
{
	if (t->family || t->immortal || t->escaped || t->refs > 0
	    || t->life == LIFE_DEAD)
		return false;
	switch (t->birth) {
	case BIRTH_BORROW:
	case BIRTH_STATIC:
		return true;
	case BIRTH_PARAM:
		return s->run->role || promise_keeps(s, t);
	case BIRTH_FIELD:
		if (t->born && t->born->op == OP_LOAD
		    && is_popped(s->run->fn, t->born))
			return false;
		/* Of an instance; a plain struct's that does not release it
		 * may have been moved. */
		return (t->field_record && t->field_record->is_object)
			|| is_global_cell(s, t) || thing_is_argument(s, t)
			|| is_kept_by_owner(s, t) || is_kept_element(s, t);
	case BIRTH_NEW:
		/* Given to a container: what is left is borrowed. */
		return t->given && !t->stored;
	case BIRTH_UNKNOWN:
		break;
	}
	return false;
}

/* Its only reference is what memory that owns it was given. */
static bool is_only_stored(const struct step *s, const struct thing *t)
{
	uint32_t i;

	if (t->birth != BIRTH_NEW || t->family || t->immortal || t->escaped
	    || t->shared || t->given || t->refs != 1 || t->stored != 1
	    || t->origin == ORIGIN_CONVENTION
	    || !declared_owns(s->run->engine->declared, s->run->fn,
			      t->stored_at))
		return false;
	for (i = 0; i < s->before->cells.n; i++)
		if (s->before->cells.v[i].value == s->value
		    && s->before->cells.v[i].at.kind != REGION_LOCAL)
			return true;
	return false;
}

/* Does another function look at the variable of the unit that P is?  What
 * nobody reads may dangle. */
static bool is_read_elsewhere(const struct step *s, const struct place *p)
{
	const struct unit *u = s->run->engine->unit;
	const struct value *base = fn_value(s->run->fn, p->base);
	uint32_t i, v;

	if (base->kind != VAL_GLOBAL || !base->u.global->is_static)
		return true;
	for (i = 0; i < u->functions.n; i++) {
		const struct function *f = u->functions.v[i];

		for (v = 1; f != s->run->fn && f->has_body && v < f->n_values;
		     v++)
			if (f->values[v].kind == VAL_GLOBAL
			    && f->values[v].u.global == base->u.global)
				return true;
	}
	return false;
}

static const char *kind_of(const struct step *s, const struct thing *t)
{
	if (thing_is_argument(s, t))
		return "the caller's reference to";
	switch (t->birth) {
	case BIRTH_PARAM: return "the caller's reference to";
	case BIRTH_FIELD: return "the field's own reference to";
	case BIRTH_STATIC: return "a borrowed reference to the static object";
	default: return "a borrowed reference to";
	}
}

static void report(struct check_context *c, const struct step *s,
		   const struct thing *t, const char *where)
{
	const char *name = run_sym_name(s->run, s->before, s->value,
					s->operand);
	struct finding *fi;

	fi = step_finding(c, s, s->before, t, "%s ‘%s’ is %s", kind_of(s, t),
			  name, where);
	check_subject(c, fi, name);
	check_event(c, fi, s->loc, s->run->fn, "‘%s’ is %s here", name, where);
	check_hint(c, fi, "take a reference first: ‘Py_INCREF (%s);’", name);
	check_add(c, fi);
}

/* Is a reference that V of F, an argument of call I, stands for given up? */
static bool gives_up(const struct step *s, const struct function *f,
		     const struct instr *i, uint32_t n)
{
	const struct contract *k = knowledge_call(s->run->engine->knowledge, f,
						  i);
	const struct effect *e;
	unsigned o;

	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if ((e->op == EFF_DROP || e->op == EFF_GIVE)
			    && e->a == (int) n + 1)
				return true;
	return false;
}

/* Does some function of the unit give up the reference in the variable G? */
static bool is_given_up(const struct step *s, const struct global *g)
{
	const struct unit *u = s->run->engine->unit;
	uint32_t i, b, k, n;

	for (i = 0; i < u->functions.n; i++) {
		const struct function *f = u->functions.v[i];

		for (b = 0; f->has_body && b < f->n_blocks; b++)
			for (k = 0; k < f->blocks[b].n_instrs; k++) {
				const struct instr *in =
					&f->blocks[b].instrs[k], *d;

				for (n = 0; in->op == OP_CALL
					    && n < in->n_args; n++) {
					d = value_def(f, strip_casts(f,
							in->args[n]));
					if (d && d->op == OP_LOAD
					    && fn_value(f, d->place.base)->kind
					       == VAL_GLOBAL
					    && fn_value(f, d->place.base)
					       ->u.global == g
					    && gives_up(s, f, in, n))
						return true;
				}
			}
	}
	return false;
}

/* A static object lives on without references: one that a variable holds has
 * to be counted where somebody releases that. */
static bool is_lasting(const struct step *s, const struct place *p)
{
	const struct value *base = fn_value(s->run->fn, p->base);

	return base->kind == VAL_GLOBAL && !p->index
		&& !is_given_up(s, base->u.global);
}

/* Is it a bare object of the unit's own, which is there to be compared with? */
static bool is_mark(const struct step *s)
{
	const struct addr *a = &sym_get(s->before, s->value)->addr;
	const struct global *g = a->kind == REGION_GLOBAL ? a->ptr : NULL;

	return g && g->is_static && !g->is_external && g->type && g->type->tag
		&& !strcmp(g->type->tag, "_object");
}

/* A mark for "nothing", or the last that the code that runs once, for a
 * module, puts in a variable which it alone uses. */
static bool needs_no_count(const struct step *s, const struct thing *t,
			   const struct place *p)
{
	const struct slot *slot = s->run->role ? s->run->role->slot : NULL;
	bool once = s->run->convention == CONV_MODULE_INIT
		|| (slot && slot->name && !strcmp(slot->name, "Py_mod_exec"));

	return t->birth == BIRTH_STATIC
		&& (is_mark(s) || is_end_mark(s, p) || is_lasting(s, p)
		    || (once && !is_read_elsewhere(s, p)));
}

/* Do A and B of F hold one element of one array, read twice? */
static bool is_same_element(const struct function *f, vid a, vid b)
{
	const struct instr *x = value_def(f, value_strip_copies(f, a));
	const struct instr *y = value_def(f, value_strip_copies(f, b));

	return x && y && x->op == OP_LOAD && y->op == OP_LOAD
		&& x->place.index && y->place.index
		&& x->place.offset == y->place.offset
		&& strip_casts(f, x->place.base) == strip_casts(f,
							y->place.base)
		&& strip_casts(f, x->place.index) == strip_casts(f,
							y->place.index);
}

/* Does F take a reference to what IS says goes with V? */
static bool takes_one(const struct function *f, vid v,
		      bool (*is)(const struct function *f, vid taken, vid v))
{
	uint32_t b, i;

	for (b = 0; v && b < f->n_blocks; b++)
		for (i = 0; i < f->blocks[b].n_instrs; i++) {
			const struct instr *in = &f->blocks[b].instrs[i];
			const struct function *t = in->op == OP_CALL
				&& in->n_args == 1 ? call_target(f, in) : NULL;

			if (t && function_takes_reference(t)
			    && is(f, in->args[0], v))
				return true;
		}
	return false;
}

/* How the user would call what owns the reference that stands at P. */
static const char *owner_words(const struct step *s, const struct place *p)
{
	const struct place *array;
	int64_t at;

	if (s->run->fn->values[p->base].kind == VAL_GLOBAL)
		return "stored in a variable that outlives the call";
	if (owned_array_member(p, &at))
		return "stored in an array whose items are released";
	if (p->record && p->record->is_object)
		return "stored in a field that its type releases";
	if (owned_element(s->run->fn, p, &array))
		return "stored in an array whose items are released";
	if (slot_owns(s->run->fn, p))
		return "stored in a slot that owns what it holds";
	return "stored in a field that is released with its struct";
}

/* PyBuffer_Release gives up the reference in obj of a view that was filled.
 * doc: c-api/typeobj, bf_getbuffer */
static bool is_exporter(const struct step *s, const struct place *p)
{
	const struct slot *slot = s->run->role ? s->run->role->slot : NULL;
	const char *name = p && p->record ? (p->record->tag ? p->record->tag
					      : p->record->name) : NULL;

	return slot && slot->name && !strcmp(slot->name, "bf_getbuffer")
		&& name && (!strcmp(name, "bufferinfo")
			    || !strcmp(name, "Py_buffer"))
		&& p->field && !strcmp(p->field, "obj");
}

/* A converter that returns Py_CLEANUP_SUPPORTED is called again to release what
 * it put there.  doc: c-api/arg, O& */
static bool is_cleaned_up(const struct step *s, const struct cell *cell)
{
	enum { CLEANUP_SUPPORTED = 0x20000 };
	const struct thing *t = cell->at.kind == REGION_SYM
		? thing_get(s->before, cell->at.id) : NULL;
	int64_t k;

	return s->run->convention == CONV_CONVERTER && t
		&& t->birth == BIRTH_PARAM && t->param == 2
		&& !cell->at.offset && s->value
		&& sym_constant(s->before, s->value, &k)
		&& k == CLEANUP_SUPPORTED;
}

/* Is V what STORE stores, or read from where it went? */
static bool is_stored_value(const struct function *f, const struct instr *store,
			    vid v)
{
	const struct instr *def, *from;

	v = value_strip_copies(f, v);
	if (v == value_strip_copies(f, store->a))
		return true;
	def = value_def(f, v);
	if (!def || def->op != OP_LOAD)
		return false;
	from = value_def(f, value_strip_copies(f, store->a));
	/* A variable whose address was taken is read anew each time. */
	if (from && from->op == OP_LOAD && !from->place.index
	    && !def->place.index && from->place.base == def->place.base
	    && from->place.offset == def->place.offset)
		return true;
	return def->place.record == store->place.record
		&& def->place.offset == store->place.offset;
}

/* Can call I take a reference to argument N (from 1)?  Who knows what a
 * helper does. */
static bool may_take(const struct contract *k, unsigned n)
{
	const struct effect *e;
	unsigned o;

	if (k->origin != ORIGIN_TABLE)
		return true;
	for (o = 0; o < k->n_outcomes; o++)
		for (e = k->outcomes[o].effects; e->op != EFF_END; e++)
			if ((e->op == EFF_OWN && e->a == (int) n)
			    || (e->op == EFF_SAME && e->b == (int) n))
				return true;
	return false;
}

static enum path_verdict is_at(const struct function *f, struct position p,
			       void *data)
{
	const struct position *to = data;

	(void) f;
	return p.block == to->block && p.instr == to->instr ? PATH_FOUND
		: PATH_ON;
}

/* Can one way come by the store S and by the call at block B, instruction K? */
static bool is_on_the_way(const struct step *s, uint32_t b, uint32_t k)
{
	const struct function *f = s->run->fn;
	struct position store = { s->run->block_id, s->run->instr_id };
	struct position call = { b, k };

	return path_find(f, call, is_at, NULL, &store, NULL)
		|| path_find(f, store, is_at, NULL, &call, NULL);
}

/* Does the function take a reference to what STORE stores, before or after? */
static bool taken_somewhere(const struct step *s, const struct instr *store)
{
	const struct function *f = s->run->fn;
	uint32_t b, k, n;

	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct contract *c;

			if (i->op != OP_CALL)
				continue;
			c = knowledge_call(s->run->engine->knowledge, f, i);
			for (n = 0; n < i->n_args; n++)
				if (is_stored_value(f, store, i->args[n])
				    && may_take(c, n + 1)
				    && is_on_the_way(s, b, k))
					return true;
		}
	return false;
}

static void judge_store(struct check_context *c, const struct step *s)
{
	const struct thing *t = s->value ? thing_get(s->before, s->value)
		: NULL;

	if (!t || (!s->run->role && !slot_owns(s->run->fn, s->place))
	    || t->stored || (!declared_owns(c->declared, s->run->fn, s->place)
			     && !slot_owns(s->run->fn, s->place))
	    || t->shared || t->birth == BIRTH_FIELD || t->birth == BIRTH_NEW
	    || !step_is_credible(c, s, s->before)
	    || !is_only_borrowed(s, t) || sym_is_null(s->before, s->value)
	    || taken_somewhere(s, s->instr)
	    || needs_no_count(s, t, s->place))
		return;
	if (!takes_one(s->run->fn, s->operand, is_same_element))
		report(c, s, t, owner_words(s, s->place));
}

/* Is what CELL belongs to an object of this function's that it loses?  Its
 * dealloc never runs then. */
static bool is_lost(const struct step *s, const struct cell *cell)
{
	const struct thing *h = cell->at.kind == REGION_SYM
		? thing_get(s->before, cell->at.id) : NULL;

	return h && h->birth == BIRTH_NEW && h->refs > 0
		&& cell->at.id != s->value && !h->stored;
}

/* Was no reference to T released, but for one that a container took over? */
static bool is_only_given(const struct step *s, const struct thing *t)
{
	return !t->released_by || (t->given && t->released_by->op == OP_CALL
		&& contract_ever(knowledge_call(s->run->engine->knowledge,
						s->run->fn, t->released_by),
				 EFF_GIVE));
}

/* Was T copied from the member of an object, which keeps it, to another
 * object?  A helper that gets the former may take it out there. */
static bool is_copied(const struct step *s, const struct thing *t)
{
	const struct function *f = s->run->fn;
	const struct place *p = t->born && t->born->op == OP_LOAD
		? &t->born->place : NULL;
	vid base = p ? strip_casts(f, p->base) : 0;
	uint32_t b, k, n;

	if (t->birth != BIRTH_FIELD || !p || !p->record
	    || !p->record->is_object || !t->stored_at
	    || !same_record(t->stored_at->record, p->record)
	    || strip_casts(f, t->stored_at->base) == base
	    || !declared_owns(s->run->engine->declared, f, p))
		return false;
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_STORE && i->place.offset == p->offset
			    && strip_casts(f, i->place.base) == base)
				return false;
			for (n = 0; i->op == OP_CALL && n < i->n_args; n++)
				if (strip_casts(f, i->args[n]) == base
				    && knowledge_call(s->run->engine->knowledge,
						      f, i)->origin
				       == ORIGIN_INFERRED)
					return false;
		}
	return true;
}

/* The callers of a helper may give it a reference to its arguments, but none to
 * a static object; nor to what it took one to for a container before. */
static bool is_judged_at_end(const struct step *s, const struct thing *t)
{
	return t->birth == BIRTH_STATIC || is_copied(s, t)
		|| (t->birth == BIRTH_BORROW && s->run->role)
		|| (t->birth == BIRTH_PARAM && (s->run->role || t->given));
}

/* At the return: did what stands in memory that owns it get there without a
 * reference? */
static void judge_memory(struct check_context *c, const struct step *s)
{
	const struct state *st = s->before;
	uint32_t i;

	for (i = 0; i < st->cells.n; i++) {
		const struct cell *cell = &st->cells.v[i];
		const struct thing *t = thing_get(st, cell->value);
		struct step at = { .kind = STEP_STORE, .run = s->run,
			.before = st, .value = cell->value };
		const struct place *place;
		const char *words;

		/* One more goes out with the result. */
		int have = t ? t->refs - (cell->value == s->value
					  && returns_owned(s)) : 0;

		if (!t || cell->initial || cell->index || !t->stored
		    || (have > 0 && have >= t->stored)
		    || !t->stored_by || !is_only_given(s, t)
		    || t->family || t->immortal || t->escaped || t->shared
		    || !is_judged_at_end(s, t)
		    || cell->at.kind == REGION_LOCAL || is_lost(s, cell)
		    || sym_is_null(st, cell->value)
		    || !step_is_credible(c, s, st))
			continue;
		if (is_exporter(s, t->stored_at))
			words = "stored in the view, whose release gives it up";
		else if (is_cleaned_up(s, cell))
			words = "stored where it is released";
		else if (declared_owns(c->declared, s->run->fn, t->stored_at))
			words = NULL;
		else
			continue;
		at.instr = t->stored_by;
		if (have > 0 && ((unsigned) have >= unpaid_holders(s,
								cell->value)
				 || !(at.instr = unpaid_store(s, cell->value))))
			continue;
		place = at.instr == t->stored_by ? t->stored_at
			: &at.instr->place;
		at.loc = at.instr->loc;
		at.operand = at.instr->op == OP_STORE ? at.instr->a : 0;
		if (needs_no_count(&at, t, place)
		    || takes_one(s->run->fn, at.operand, is_same_element))
			continue;
		report(c, &at, t, words ? words : owner_words(s, place));
	}
}

/* Do A and B of F hold the same: one value, or one member or element read
 * twice? */
static bool is_same_value(const struct function *f, vid a, vid b)
{
	const struct instr *x, *y;

	a = value_strip_copies(f, a);
	b = value_strip_copies(f, b);
	x = value_def(f, a);
	y = value_def(f, b);
	return a == b || is_same_element(f, a, b)
		|| (x && y && x->op == OP_LOAD && y->op == OP_LOAD
		    && x->place.record && !x->place.index
		    && x->place.record == y->place.record
		    && x->place.offset == y->place.offset);
}

/* Is V of F an item of the container OF? */
static bool is_item_of(const struct function *f, vid v, vid of)
{
	const struct instr *d = value_def(f, value_strip_copies(f, v));
	const struct function *t = d && d->op == OP_CALL ? call_target(f, d)
		: NULL;

	if (d && d->op == OP_CALL)
		return t && d->n_args == 2
			&& (!strcmp(t->name, "PyTuple_GET_ITEM")
			    || !strcmp(t->name, "PyList_GET_ITEM"))
			&& strip_casts(f, d->args[0]) == strip_casts(f, of);
	return d && d->op == OP_LOAD && d->place.index && d->place.field
		&& !strcmp(d->place.field, "ob_item")
		&& strip_casts(f, d->place.base) == strip_casts(f, of);
}

/* Does the function take references to the items of what the item is given
 * to, by their numbers? */
static bool are_items_taken(const struct step *s)
{
	return s->instr && s->instr->op == OP_CALL && s->instr->n_args
		&& takes_one(s->run->fn, s->instr->args[0], is_item_of);
}

/* Is the reference taken right after it was given, in the same block? */
static bool is_retaken_next(const struct step *s)
{
	const struct function *f = s->run->fn;
	const struct block *b = s->run->block;
	uint32_t i;

	for (i = s->run->instr_id + 1; i < b->n_instrs; i++) {
		const struct instr *in = &b->instrs[i];
		const struct function *t = in->op == OP_CALL
			? call_target(f, in) : NULL;

		if (t && in->n_args == 1 && !in->dst
		    && function_takes_reference(t)
		    && is_same_value(f, in->args[0], s->operand))
			return true;
		/* Or the slot that it came from gets another value. */
		if (t && !strcmp(t->name, "PyList_SET_ITEM"))
			return true;
	}
	return false;
}

/* A helper that stores its argument takes a reference over; whether the
 * function takes one before or after is the same. */
static bool is_taken_by_helper(const struct step *s)
{
	const struct function *f = s->run->fn;

	return s->instr && s->instr->op == OP_CALL
		&& knowledge_call(s->run->engine->knowledge, f,
				  s->instr)->origin == ORIGIN_INFERRED
		&& takes_one(f, s->operand, is_same_value);
}

/* Does the function empty slots of the container V, or make it shorter? */
static bool closes_up(const struct function *f, vid v)
{
	uint32_t b, k;

	v = strip_casts(f, v);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];
			const struct function *t = i->op == OP_CALL
				&& i->n_args && strip_casts(f, i->args[0]) == v
				? call_target(f, i) : NULL;

			if (t && (!strcmp(t->name, "Py_SET_SIZE")
				  || (i->n_args == 3
				      && !strcmp(t->name, "PyList_SET_ITEM")
				      && value_is_zero(f, i->args[2]))))
				return true;
			if (i->op == OP_STORE && i->place.field
			    && !strcmp(i->place.field, "ob_size")
			    && strip_casts(f, i->place.base) == v)
				return true;
		}
	return false;
}

static const char *const setters[] = { "PyList_SET_ITEM", "PyTuple_SET_ITEM",
	NULL };

/* Does the function put something in container V outside of loop LOOP? */
static bool fills_gap(const struct function *f, vid v, uint32_t loop)
{
	uint32_t b, k;

	v = strip_casts(f, v);
	for (b = 0; b < f->n_blocks; b++)
		for (k = 0; k < f->blocks[b].n_instrs; k++) {
			const struct instr *i = &f->blocks[b].instrs[k];

			if (i->op == OP_CALL && i->n_args == 3
			    && f->blocks[b].loop != loop
			    && strip_casts(f, i->args[0]) == v
			    && function_is_one_of(call_target(f, i), setters))
				return true;
		}
	return false;
}

/* Does call I, in a loop, put what LOAD read in the next slot, or the one
 * before?  Each slot gets what stood in its neighbour, and the gap that is left
 * in the end something else. */
static bool is_shift(const struct step *s, const struct instr *i,
		     const struct instr *load)
{
	const struct function *f = s->run->fn;
	int64_t from, to;

	return s->run->block->loop && load && load->op == OP_LOAD
		&& load->place.index
		&& bounds_without(f, load->place.index, &from)
		   == bounds_without(f, i->args[1], &to)
		&& (from - to == 1 || to - from == 1)
		&& fills_gap(f, i->args[0], s->run->block->loop);
}

/* Items that go to other slots of their own container, of which some are
 * emptied or filled, are moved: PyList_SET_ITEM releases nothing. */
static bool is_moved_within(const struct step *s, const struct thing *t)
{
	const struct instr *i = s->instr;
	const struct function *f = s->run->fn, *by;

	if (t->birth != BIRTH_BORROW || !t->lender || !i || i->op != OP_CALL
	    || i->n_args != 3)
		return false;
	by = call_target(f, i);
	return function_is_one_of(by, setters)
		&& env_get(s->before, value_strip_copies(f, i->args[0]))
		   == t->lender
		&& ((!strcmp(by->name, "PyList_SET_ITEM")
		     && closes_up(f, i->args[0]))
		    || is_shift(s, i, t->born));
}

static void report_gift(struct check_context *c, const struct step *s,
			const struct thing *t)
{
	report(c, s, t, arena_printf(&c->findings->arena,
		"given to ‘%s’, which takes over a reference",
		step_callee(s)));
}

static void step(struct check_context *c, const struct step *s)
{
	const struct thing *t;

	if (s->kind == STEP_STORE)
		judge_store(c, s);
	if (s->kind == STEP_RETURN)
		judge_memory(c, s);
	if (s->kind != STEP_RETURN && s->kind != STEP_GIVE)
		return;
	t = s->value ? thing_get(s->before, s->value) : NULL;
	if (!t || !step_is_credible(c, s, s->before))
		return;
	if (s->kind == STEP_RETURN
	    && run_returns_borrowed(s->run, s->before, s->value)) {
		report(c, s, t, "returned as a new reference");
		return;
	}
	if (s->kind == STEP_RETURN && returns_owned(s)
	    && is_only_stored(s, t)) {
		report(c, s, t, "returned as a new reference");
		return;
	}
	/* PyModule_AddObject (m, "Error", Error) of a variable's only one. */
	if (s->kind == STEP_GIVE && s->run->role && is_only_stored(s, t)
	    && is_read_elsewhere(s, t->stored_at)
	    && !is_retaken_next(s) && !is_taken_by_helper(s)
	    && !are_items_taken(s)) {
		report_gift(c, s, t);
		return;
	}
	if (!is_only_borrowed(s, t) || !is_object_here(s, t))
		return;
	if (s->kind == STEP_RETURN) {
		if (returns_owned(s))
			report(c, s, t, "returned as a new reference");
	} else if (t->birth != BIRTH_NEW
		   && (t->birth != BIRTH_FIELD || is_kept_by_owner(s, t)
		       || is_kept_element(s, t) || thing_is_argument(s, t))
		   && !is_retaken_next(s) && !is_taken_by_helper(s)
		   && !are_items_taken(s) && !is_moved_within(s, t)
		   && !unpaid_until_later(s)) {
		report_gift(c, s, t);
	}
}

const struct check check_missing_incref = {
	.step = step, .steps = ON(STORE) | ON(RETURN) | ON(GIVE)
};
