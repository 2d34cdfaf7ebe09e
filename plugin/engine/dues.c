/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of dues along a path, and which were forgotten; see dues.h. */
#include "engine/dues.h"
#include "engine/releaser.h"
#include "engine/tables.h"

#include <stdlib.h>

/* How far back on a path the same question is looked for. */
enum { MAX_BACK = 100 };

/* --------------------------------------------------------------- on a path */

static void forget(struct state *s, uint32_t bits)
{
	s->due.open &= ~bits;
	s->due.owed &= ~bits;
}

/* Who else has it now: TO, a function or a store. */
static void note_taker(struct dues *d, struct state *s, unsigned due,
		       const void *to)
{
	unsigned n;

	for (n = 0; n < d->n_takers; n++)
		if (d->takers[n].due == due && d->takers[n].to == to)
			break;
	if (n == MAX_TAKERS) {
		d->v[due].given_up = true;
		return;
	}
	if (n == d->n_takers)
		d->takers[d->n_takers++] = (struct taker) { due, to };
	s->due.takers |= (uint64_t) 1 << n;
}

static uint64_t takers_of(const struct dues *d, const struct state *s,
			  unsigned due)
{
	uint64_t all = 0;
	unsigned n;

	for (n = 0; n < d->n_takers; n++)
		if (d->takers[n].due == due)
			all |= (uint64_t) 1 << n;
	return s->due.takers & all;
}

static void note_takers(struct dues *d, struct state *s, uint32_t bits,
			const void *to)
{
	unsigned n;

	for (n = 0; n < d->n; n++)
		if ((bits & (s->due.open | s->due.owed)) >> n & 1)
			note_taker(d, s, n, to);
}

/* What is used without a question is there. */
static void note_used(struct dues *d, struct state *s, uint32_t bits)
{
	unsigned n;

	for (n = 0; n < d->n; n++)
		if ((bits & s->due.open) >> n & 1 && d->v[n].is_weak) {
			s->due.open &= ~(1u << n);
			s->due.owed |= 1u << n;
		}
}

static bool all_release(const struct due *due)
{
	unsigned n;

	for (n = 0; n < due->n_answers; n++)
		if (!due->answers[n].releases)
			return false;
	return due->n_answers > 0;
}

static void make(struct fn_run *r, struct state *s, const struct instr *i)
{
	struct dues *d = r->dues;
	bool is_told = false;
	unsigned n, k;
	uint32_t bit;

	for (n = 0; n < d->n; n++) {
		if (d->v[n].made != i || d->v[n].given_up)
			continue;
		if (!is_told)
			run_trace(r, s, (struct trace) { .kind = TRACE_MADE,
				  .instr = i });
		is_told = true;
		bit = 1u << n;
		forget(s, bit);
		s->due.settled &= ~bit;
		for (k = 0; k < d->n_takers; k++)
			if (d->takers[k].due == n)
				s->due.takers &= ~((uint64_t) 1 << k);
		if (all_release(&d->v[n]))
			s->due.owed |= bit;
		else
			s->due.open |= bit;
	}
}

/* How many loads behind one another are compared. */
enum { MAX_LOADS = 8 };

/* One value, or read from one place. */
static bool same_value(const struct function *f, vid a, vid b)
{
	unsigned n;

	for (n = 0; n <= MAX_LOADS; n++) {
		const struct instr *x, *y;

		a = strip_casts(f, a);
		b = strip_casts(f, b);
		if (a == b)
			return true;
		x = value_def(f, a);
		y = value_def(f, b);
		if (!x || !y || x->op != OP_LOAD || y->op != OP_LOAD
		    || x->place.offset != y->place.offset
		    || x->place.index != y->place.index)
			break;
		a = x->place.base;
		b = y->place.base;
	}
	return false;
}

/* V, which is released, was given to makers: what they made of it may end with
 * it. */
static void end_parts(struct fn_run *r, struct state *s, vid v)
{
	const struct function *f = r->fn;
	uint32_t local, k;
	int64_t offset;
	unsigned n;

	if (address_of_local(f, v, &local, &offset))
		return;
	for (n = 0; n < r->dues->n; n++) {
		const struct instr *m = r->dues->v[n].made;

		for (k = 0; k < m->n_args; k++)
			if (same_value(f, m->args[k], v))
				forget(s, 1u << n);
	}
}

/* Does the callee get a function, too?  It is told how to get rid of what it
 * is given: lib_at_exit (lib_destroy, &v). */
static bool gets_function(const struct function *f, const struct instr *i)
{
	uint32_t n;

	for (n = 0; n < i->n_args; n++)
		if (fn_value(f, strip_casts(f, i->args[n]))->kind == VAL_FUNC)
			return true;
	return false;
}

static void call_step(struct fn_run *r, struct state *s, const struct instr *i)
{
	struct dues *d = r->dues;
	unsigned n, released = releases_argument_of(r->engine->knowledge,
						    r->fn, i);
	const struct function *t = call_target(r->fn, i);
	uint32_t bits = 0, live;

	if (released) {
		bits = d->holds[i->args[released - 1]];
		live = bits & (s->due.open | s->due.owed);
		for (n = 0; n < d->n; n++)
			if (bits >> n & 1 && !d->v[n].released)
				d->v[n].released = i;
		forget(s, bits);
		s->due.settled |= live;
		end_parts(r, s, i->args[released - 1]);
	}
	for (n = 0; n < i->n_args; n++)
		if (n + 1 != released && d->holds[i->args[n]] & ~bits) {
			if (gets_function(r->fn, i))
				forget(s, d->holds[i->args[n]]);
			note_used(d, s, d->holds[i->args[n]]);
			note_takers(d, s, d->holds[i->args[n]],
				    t ? (const void *) t : i);
		}
	make(r, s, i);
}

/* Those of BITS that are pointers. */
static uint32_t pointers(const struct dues *d, uint32_t bits)
{
	unsigned n;

	for (n = 0; n < d->n; n++)
		if (!d->v[n].is_pointer)
			bits &= ~(1u << n);
	return bits;
}

void dues_step(struct fn_run *r, struct state *s, const struct instr *i)
{
	const uint32_t *holds = r->dues->holds;

	switch (i->op) {
	case OP_CALL:
		call_step(r, s, i);
		break;
	case OP_STORE:
		note_used(r->dues, s, pointers(r->dues, holds[i->place.base])
			  | holds[i->a]);
		note_takers(r->dues, s, holds[i->a], i);
		break;
	case OP_MOVE:
		note_takers(r->dues, s, holds[i->a], i);
		break;
	case OP_LOAD:
		note_used(r->dues, s, pointers(r->dues, holds[i->place.base]));
		break;
	case OP_ADDR:
		note_takers(r->dues, s, holds[i->place.base], i);
		break;
	default:
		break;
	}
}

/* -------------------------------------------------------------- at branches */

/* The answer of due N is X: which of its numbers are left? */
static void judge(struct dues *d, struct state *s, unsigned n, sid x)
{
	const struct sym *y = sym_get(s, x);
	const struct due *due = &d->v[n];
	bool some = false, others = false;
	unsigned k;

	for (k = 0; k < due->n_answers; k++) {
		int64_t number = due->answers[k].number;

		if (number < y->lo || number > y->hi
		    || (y->nonzero && !number)
		    || (y->not_minus_one && number == -1))
			continue;
		some |= due->answers[k].releases;
		others |= !due->answers[k].releases;
	}
	if (!some) {
		forget(s, 1u << n);
	} else if (!others) {
		s->due.open &= ~(1u << n);
		s->due.owed |= 1u << n;
	}
}

static void look_at(struct fn_run *r, struct state *s, vid v)
{
	struct dues *d = r->dues;
	uint32_t bits = d->answers[v] & s->due.open;
	sid x;
	unsigned n;

	if (bits) {
		x = run_eval(r, s, v);
		for (n = 0; n < d->n; n++)
			if (bits >> n & 1 && d->v[n].n_answers)
				judge(d, s, n, x);
	}
	bits = d->holds[v] & (s->due.open | s->due.owed);
	if (!bits)
		return;
	x = run_eval(r, s, v);
	for (n = 0; n < d->n; n++) {
		if (!(bits >> n & 1) || !d->v[n].is_pointer)
			continue;
		if (sym_is_null(s, x))
			forget(s, 1u << n);
		else if (sym_is_nonnull(s, x) && !d->v[n].n_answers) {
			s->due.open &= ~(1u << n);
			s->due.owed |= 1u << n;
		}
	}
}

/* Does branch I ask for something that the struct holds, and find none, or for
 * what was written with it: a flag that tells whose it is?  Who asked for that
 * and was answered likewise, and went well, tells. */
static void look_around(struct fn_run *r, struct state *s,
			const struct instr *i, bool taken, vid v)
{
	const struct instr *load = value_def(r->fn, strip_casts(r->fn, v));
	uint32_t local;
	int64_t offset;
	unsigned n, k;

	if (!load || load->op != OP_LOAD
	    || !address_of_local(r->fn, load->place.base, &local, &offset))
		return;
	for (n = 0; n < r->dues->n; n++) {
		const struct due *due = &r->dues->v[n];

		for (k = 0; k < due->n_beside; k++)
			if (due->beside[k] == local)
				note_takers(r->dues, s, 1u << n,
					    (const char *) i + taken);
		if (due->in_local && due->local == local && !due->is_pointer
		    && sym_is_null(s, run_eval(r, s, v)))
			forget(s, 1u << n);
	}
}

/* Those of BITS that block B releases, which goes on at block THEN. */
static uint32_t releases_in(const struct fn_run *r, uint32_t b, uint32_t then,
			    uint32_t bits)
{
	const struct block *blk = &r->fn->blocks[b];
	uint32_t j, n, found = 0;

	if (blk->n_succs != 1 || r->fn->edges[blk->succs[0]].to != then)
		return 0;
	for (j = 0; j < blk->n_instrs; j++) {
		const struct instr *i = &blk->instrs[j];

		n = i->op == OP_CALL ? releases_argument_of(
			r->engine->knowledge, r->fn, i) : 0;
		if (n)
			found |= r->dues->holds[i->args[n - 1]] & bits;
	}
	return found;
}

/* if (v->own) lib_free (v): what was made says itself whether it is to be
 * released. */
static void look_own(struct fn_run *r, struct state *s, const struct instr *i,
		     vid v)
{
	const struct function *f = r->fn;
	const struct block *blk = &f->blocks[r->block_id];
	const struct instr *load = value_def(f, strip_casts(f, v));
	uint32_t bits, n, told = 0, local;
	int64_t offset;

	bits = load && load->op == OP_LOAD
		&& !address_of_local(f, load->place.base, &local, &offset)
		? pointers(r->dues, r->dues->holds[load->place.base]) : 0;
	for (n = 0; bits && i->op == OP_BR && n < 2; n++)
		told |= releases_in(r, f->edges[blk->succs[n]].to,
				    f->edges[blk->succs[1 - n]].to, bits);
	s->due.settled |= told & (s->due.open | s->due.owed);
	forget(s, told);
}

/* Is B a call of the same function as A with the same arguments? */
static bool same_call(const struct function *f, const struct instr *a,
		      const struct instr *b)
{
	uint32_t n;

	if (a == b || a->op != OP_CALL || b->op != OP_CALL
	    || !call_target(f, a) || call_target(f, a) != call_target(f, b)
	    || a->n_args != b->n_args)
		return false;
	for (n = 0; n < a->n_args; n++)
		if (!same_value(f, a->args[n], b->args[n]))
			return false;
	return true;
}

/* The call whose answer branch I looks at, or NULL. */
static const struct instr *asked(const struct function *f,
				 const struct instr *i)
{
	const struct instr *d = i->op == OP_BR
		? value_def(f, strip_casts(f, i->a)) : NULL;

	if (d && d->op == OP_CMP)
		d = value_def(f, strip_casts(f, d->a));
	return d && d->op == OP_CALL ? d : NULL;
}

/* The path took one way where it asked, and takes the other now where it asks
 * the same again: nobody writes code for that. */
static bool contradicts(const struct fn_run *r, const struct state *s,
			const struct instr *i, bool taken)
{
	const struct instr *call = asked(r->fn, i), *before;
	const struct trace *t = s->trace;
	unsigned n;

	for (n = 0; call && t && n < MAX_BACK; t = t->prev, n++) {
		if (t->kind != TRACE_BRANCH || !t->instr || t->instr == i)
			continue;
		before = asked(r->fn, t->instr);
		if (before && same_call(r->fn, before, call)
		    && (t->instr->cmp == i->cmp) != (t->taken == taken))
			return true;
	}
	return false;
}

/* What is found to be something else's, a default, was not made. */
static void look_equal(struct fn_run *r, struct state *s, vid a, vid b)
{
	uint32_t bits = pointers(r->dues, r->dues->holds[a]
				 | r->dues->holds[b]);

	if (bits & (s->due.open | s->due.owed)
	    && fn_value(r->fn, b)->kind != VAL_INT
	    && state_compare(s, run_eval(r, s, a), CMP_EQ,
			     run_eval(r, s, b), false) == 1)
		forget(s, bits);
}

void dues_branch(struct fn_run *r, struct state *s, const struct instr *i,
		 bool taken)
{
	const struct instr *d = value_def(r->fn, strip_casts(r->fn, i->a));

	if (!(s->due.open | s->due.owed))
		return;
	look_at(r, s, i->a);
	look_around(r, s, i, taken, i->a);
	look_own(r, s, i, i->a);
	if (i->op == OP_BR)
		look_equal(r, s, i->a, i->b);
	if (d && d->op == OP_CMP) {
		look_equal(r, s, d->a, d->b);
		look_at(r, s, d->a);
		look_around(r, s, i, taken, d->a);
		look_own(r, s, i, d->a);
	}
	if (contradicts(r, s, i, taken))
		forget(s, UINT32_MAX);
}

/* ----------------------------------------------------------- at a return */

static bool tells_failure(const struct fn_run *r, const struct state *s,
			  sid value)
{
	const struct type *t = r->fn->type ? r->fn->type->inner : NULL;

	if (s->exc.state == EXC_SET)
		return true;
	if (!value || !t)
		return false;
	return type_is_object_ptr(t) ? sym_is_null(s, value)
		: t->kind == TYPE_INT && sym_get(s, value)->hi < 0;
}

void dues_return(struct fn_run *r, struct state *s, const struct instr *i,
		 sid value, struct loc loc)
{
	struct dues *d = r->dues;
	bool failed = tells_failure(r, s, value);
	uint32_t returned = i->a ? d->holds[i->a] : 0;
	unsigned n;

	for (n = 0; n < d->n; n++) {
		struct due *due = &d->v[n];

		if (s->due.settled >> n & 1) {
			due->paid = true;
			due->paid_well |= !failed;
			if (!failed)
				due->proven |= takers_of(d, s, n);
		} else if ((s->due.open | s->due.owed) >> n & 1 && !failed) {
			due->kept_well = true;
		} else if (s->due.owed >> n & 1 && failed
			   && !(returned >> n & 1)) {
			vec_push(&d->forgotten, ((struct forgotten) {
				.due = n, .loc = loc, .trace = s->trace,
				.takers = takers_of(d, s, n),
				.memory_only = s->memory_only,
				.misuse = s->misuse, .origin = s->origin }));
		}
	}
}

/* -------------------------------------------------------------- at the end */

static int order(const void *a, const void *b)
{
	const struct forgotten *x = a, *y = b;
	int c = loc_compare(x->loc, y->loc);

	if (!c)
		c = (x->due > y->due) - (x->due < y->due);
	if (!c && x->memory_only != y->memory_only)
		c = x->memory_only ? 1 : -1;
	if (!c && x->trace && y->trace)
		c = (x->trace->length > y->trace->length)
			- (x->trace->length < y->trace->length);
	return c;
}

static bool same_storage(const struct due *a, const struct due *b)
{
	return a == b || (a->in_local && b->in_local && a->local == b->local
			  && a->offset == b->offset);
}

static bool counts(const struct dues *d, const struct forgotten *x)
{
	const struct due *due = &d->v[x->due];

	return due->paid && !due->given_up && due->released
		&& (due->paid_well || !due->kept_well)
		&& !(x->takers & ~due->proven);
}

/* Is the one that number I forgets told of at the same place already?  They are
 * in the order of their places. */
static bool is_told(const struct dues *d, uint32_t i)
{
	const struct forgotten *x = &d->forgotten.v[i];

	while (i-- > 0) {
		const struct forgotten *y = &d->forgotten.v[i];

		if (loc_compare(y->loc, x->loc))
			break;
		if (counts(d, y)
		    && same_storage(&d->v[y->due], &d->v[x->due]))
			return true;
	}
	return false;
}

void dues_tell(struct fn_run *r)
{
	struct dues *d = r->dues;
	uint32_t i;

	if (!d)
		return;
	if (d->forgotten.n > 1)
		qsort(d->forgotten.v, d->forgotten.n,
		      sizeof(d->forgotten.v[0]), order);
	for (i = 0; i < d->forgotten.n; i++) {
		const struct forgotten *x = &d->forgotten.v[i];
		const struct due *due = &d->v[x->due];
		struct thing made = { .born = due->made };
		struct step st = { .kind = STEP_DUE, .thing = &made,
			.instr = due->made, .run = r, .loc = x->loc,
			.other = due->released,
			.trace = x->trace, .memory_only = x->memory_only,
			.misuse = x->misuse, .origin = x->origin,
			.is_return = true };

		if (!counts(d, x))
			continue;
		if (is_told(d, i))
			continue;
		st.name = due->name ? due->name
			: run_value_name(r, due->made->dst);
		run_step(r, &st);
	}
}

void dues_release(struct fn_run *r)
{
	if (r->dues)
		vec_release(&r->dues->forgotten);
}
