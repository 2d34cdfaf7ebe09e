/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions of libraries that know nothing of Python: they neither set an
 * exception nor clear one.
 *
 * The headers of the system tell which those are, and the unit's own code:
 * whoever answers a failure with an exception of his own, without asking
 * whether there is one, says that the function sets none.  Flow is not looked
 * at beyond the branch on the result: it is evidence, no proof.
 */
#include "engine/knowledge.h"

#include <string.h>

/* How often the failure of a function was looked for, and answered so. */
struct answers {
	const struct function *function;
	uint32_t tested, answered;
	bool calls_back;	/* it was handed a function of the unit */
};

struct gathering {
	struct knowledge *k;
	struct map handed;	/* callbacks that functions without body get */
	struct map bodies;	/* function -> does it answer a failure? */
	struct map raising;	/* function -> can it set an exception? */
};

/* A branch asks for a value, whose failure it answers or not. */
struct status { vid v; bool answered; };

struct statuses { VEC (struct status) v; };

/* A body that is read. */
struct reading {
	struct gathering *g;
	const struct function *f;
	/* By block and the depth that is left: is it answered from there on?
	 * An enum known. */
	uint8_t *answered;
	uint8_t *asked;		/* by value: the bits of enum asked */
};

enum known { UNKNOWN, YES, NO };
enum asked { ASKED = 1, ANSWERED = 2 };

/* What is known of a library: of the functions with one prefix, or from one
 * header. */
struct library { uint32_t tested, answered; bool calls_back; };

enum {
	/* What it takes to know a function by what its callers do, and by what
	 * the callers of its library do, which agree in this many of ten. */
	OWN_ANSWERS = 2,
	LIBRARY_ANSWERS = 3,
	LIBRARY_AGREEMENT = 8,
	/* A library's functions have this much in common, at least. */
	PREFIX_LENGTH = 2
};

static bool has_prefix(const char *s, const char *const *prefixes, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (!strncmp(s, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

/* Sets an exception in any case.  doc: c-api/exceptions */
static bool sets_exception(const struct function *t)
{
	static const char *const names[] = { "PyErr_Set", "PyErr_Format",
		"PyErr_NoMemory", "PyErr_BadArgument", "PyErr_BadInternalCall"
	};

	return has_prefix(t->name, names, ARRAY_SIZE (names));
}

static bool asks_exception(const struct function *t)
{
	return !strcmp(t->name, "PyErr_Occurred");
}

static bool body_answers(const struct function *f)
{
	bool sets = false;
	uint32_t b, i;

	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs; i++) {
			const struct instr *in = &blk->instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			if (t && asks_exception(t))
				return false;
			sets |= t && sets_exception(t);
		}
	}
	return sets;
}

/* Does the body of F set one, and never ask for one? */
static bool is_answer(struct gathering *g, const struct function *f)
{
	static const char yes, no;
	const char *is = map_get(&g->bodies, map_key_ptr(f));

	if (!is) {
		is = body_answers(f) ? &yes : &no;
		map_set(&g->bodies, map_key_ptr(f), (void *) is);
	}
	return is == &yes;
}

/* How many blocks of cleaning up may come first. */
enum { ANSWER_DEPTH = 5 };

static bool answers(struct reading *r, uint32_t block, unsigned depth);

static bool answers_on(struct reading *r, const struct block *b,
		       unsigned depth)
{
	bool goes_on = false;
	uint32_t i;

	for (i = 0; i < b->n_instrs; i++) {
		const struct instr *in = &b->instrs[i];
		const struct function *t = in->op == OP_CALL
			? call_target(r->f, in) : NULL;

		if (!t)
			continue;
		if (asks_exception(t))
			return false;
		if (sets_exception(t) || (t->has_body && is_answer(r->g, t)))
			return true;
	}
	for (i = 0; depth && i < b->n_succs; i++) {
		const struct edge *e = &r->f->edges[b->succs[i]];

		if (e->kind == EDGE_EH)
			continue;
		if (!answers(r, e->to, depth - 1))
			return false;
		goes_on = true;
	}
	return goes_on;
}

/* Is an exception set on every way on from BLOCK, unasked? */
static bool answers(struct reading *r, uint32_t block, unsigned depth)
{
	uint8_t *known = &r->answered[(size_t) block * (ANSWER_DEPTH + 1)
		+ depth];

	if (*known == UNKNOWN)
		*known = answers_on(r, &r->f->blocks[block], depth) ? YES : NO;
	return *known == YES;
}

static struct answers *answers_of(struct knowledge *k,
				  const struct function *t)
{
	struct answers *a = map_get(&k->answers, map_key_ptr(t));

	if (!a) {
		a = ARENA_NEW(&k->arena, struct answers);
		a->function = t;
		map_set(&k->answers, map_key_ptr(t), a);
	}
	return a;
}

/* How many assignments deep it is looked for what a status came from:
 * `rc = x ? f (x) : g (y)', with which both are meant. */
enum { STATUS_DEPTH = 4 };

/* What is asked for where S is: the value itself, or what is compared.  What a
 * PHI brings is put into NEXT, unless it was. */
static void add_status(struct reading *r, struct status s,
		       struct statuses *next)
{
	uint8_t asked = s.answered ? ASKED | ANSWERED : ASKED;
	vid v = value_strip_copies(r->f, s.v);
	const struct instr *d = value_def(r->f, v);
	const struct function *t;
	const struct phi *p;
	uint32_t n;

	if (d && d->op == OP_CMP)
		d = value_def(r->f, v = value_strip_copies(r->f, d->a));
	asked &= ~r->asked[v];
	if (!asked)
		return;
	r->asked[v] |= asked;
	t = d && d->op == OP_CALL ? call_target(r->f, d) : NULL;
	if (t && !t->has_body) {
		struct answers *a = answers_of(r->g->k, t);

		a->tested += (asked & ASKED) != 0;
		a->answered += (asked & ANSWERED) != 0;
	}
	p = d ? NULL : value_phi(r->f, v);
	for (n = 0; p && n < r->f->blocks[fn_value(r->f, v)->def_block].n_preds;
	     n++) {
		s.v = p->args[n];
		vec_push(&next->v, s);
	}
}

/* What the branches of the body ask for, which is in ASKED, and what that came
 * from.  Who is nearest to a branch comes first: as much as any branch sees of
 * what is behind it is seen then. */
static void add_statuses(struct reading *r, struct statuses *asked)
{
	struct statuses now = *asked, next = { 0 };
	unsigned depth;
	uint32_t n;

	for (depth = 0; depth <= STATUS_DEPTH && now.v.n; depth++) {
		for (n = 0; n < now.v.n; n++)
			add_status(r, now.v.v[n], &next);
		vec_release(&now.v);
		now = next;
		next = (struct statuses) { 0 };
	}
	vec_release(&now.v);
}

/* Can call I of F set an exception, as far as that is seen without its callee's
 * body?  An unknown function that gets no object is as good as the library. */
static bool may_raise(const struct gathering *g, const struct function *f,
		      const struct instr *i)
{
	const struct contract *k = knowledge_call(g->k, f, i);
	const struct type *ret = i->fn_type ? i->fn_type->inner : NULL;
	uint32_t n;

	if (k && k->origin == ORIGIN_TABLE)
		return contract_ever(k, EFF_RAISES)
			|| contract_ever(k, EFF_RUNS_CODE);
	for (n = 0; n < i->n_args; n++)
		if (type_is_object_ptr(fn_value(f, i->args[n])->type))
			return true;
	return type_is_object_ptr(ret);
}

/* Does the table say what call I of F does? */
static bool is_known(const struct gathering *g, const struct function *f,
		     const struct instr *i)
{
	const struct contract *k = knowledge_call(g->k, f, i);

	return k && k->origin == ORIGIN_TABLE;
}

/* How many helpers deep a callback is looked into. */
enum { HELPER_DEPTH = 6 };

/* Can the body of F set an exception?  It is no more than its calls. */
static bool body_may_raise(struct gathering *g, const struct function *f,
			   unsigned depth)
{
	static const char yes, no;
	const char *known = map_get(&g->raising, map_key_ptr(f));
	bool may = false;
	uint32_t b, i;

	if (known || !depth)
		return known != &no;
	/* One that calls itself is not looked through. */
	map_set(&g->raising, map_key_ptr(f), (void *) &yes);
	for (b = 0; b < f->n_rpo && !may; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];

		for (i = 0; i < blk->n_instrs && !may; i++) {
			const struct instr *in = &blk->instrs[i];
			const struct function *t = in->op == OP_CALL
				? call_target(f, in) : NULL;

			if (in->op == OP_CALL)
				may = !t || (t->has_body && !is_known(g, f, in)
					? body_may_raise(g, t, depth - 1)
					: may_raise(g, f, in));
		}
	}
	if (!may)
		map_set(&g->raising, map_key_ptr(f), (void *) &no);
	return may;
}

/* Can F, of the unit, be called by a library, and set an exception then?
 * Python calls what has a role. */
static bool is_callback(struct gathering *g, const struct function *f)
{
	return f->has_body && f->address_taken && !f->in_system_header
		&& !declared_role(g->k->declared, f)
		&& body_may_raise(g, f, HELPER_DEPTH);
}

/* Functions of the unit that call I of F hands to one without a body. */
static void gather_callbacks(struct gathering *g, const struct function *f,
			     const struct instr *i)
{
	const struct function *t = call_target(f, i);
	uint32_t n;

	for (n = 0; t && !t->has_body && n < i->n_args; n++) {
		const struct value *v = fn_value(f,
				value_strip_copies(f, i->args[n]));

		if (v->kind != VAL_FUNC || !is_callback(g, v->u.func))
			continue;
		answers_of(g->k, t)->calls_back = true;
		map_set(&g->handed, map_key_ptr(v->u.func), g);
	}
}

static void gather_body(struct gathering *g, const struct function *f)
{
	struct reading r = { .g = g, .f = f };
	size_t n_answers = (size_t) f->n_blocks * (ANSWER_DEPTH + 1);
	struct statuses asked = { 0 };
	uint32_t b, i;

	r.answered = memset(prc_malloc(n_answers), UNKNOWN, n_answers);
	r.asked = memset(prc_malloc(f->n_values), 0, f->n_values);
	for (b = 0; b < f->n_rpo; b++) {
		const struct block *blk = &f->blocks[f->rpo[b]];
		struct status s;

		for (i = 0; i < blk->n_instrs; i++)
			if (blk->instrs[i].op == OP_CALL)
				gather_callbacks(g, f, &blk->instrs[i]);
		if (block_last(blk)->op != OP_BR || blk->n_succs < 2)
			continue;
		s.v = block_last(blk)->a;
		s.answered = answers(&r, f->edges[blk->succs[0]].to,
				     ANSWER_DEPTH)
			|| answers(&r, f->edges[blk->succs[1]].to,
				   ANSWER_DEPTH);
		vec_push(&asked.v, s);
	}
	add_statuses(&r, &asked);
	prc_free(r.answered);
	prc_free(r.asked);
}

void knowledge_gather_answers(struct knowledge *k)
{
	struct gathering g = { .k = k };
	uint32_t i;

	for (i = 0; i < k->unit->functions.n; i++) {
		const struct function *f = k->unit->functions.v[i];

		if (f->has_body && !f->in_system_header)
			gather_body(&g, f);
	}
	/* Whose address went elsewhere, anybody can call. */
	for (i = 0; i < k->unit->functions.n && !k->calls_back; i++) {
		const struct function *f = k->unit->functions.v[i];

		k->calls_back = is_callback(&g, f)
			&& !map_has(&g.handed, map_key_ptr(f));
	}
	map_release(&g.handed);
	map_release(&g.bodies);
	map_release(&g.raising);
}

/* How much of its name a function has in common with others of its library:
 * up to and with the first underscore, or before the second capital. */
static size_t prefix_length(const char *name)
{
	size_t n = strcspn(name, "_");

	if (name[n] && n >= PREFIX_LENGTH)
		return n + 1;
	for (n = 1; name[n] && !(name[n] >= 'A' && name[n] <= 'Z'); n++)
		;
	return name[n] && n >= PREFIX_LENGTH ? n : 0;
}

/* Is A of the library that has this PREFIX, of N characters, or HEADER? */
static bool is_of_library(const struct answers *a, const char *prefix,
			  size_t n, const char *header)
{
	return (n && !strncmp(a->function->name, prefix, n))
		|| (header && a->function->loc.file
		    && !strcmp(a->function->loc.file, header));
}

static void add_answers(struct library *l, const struct answers *a)
{
	l->tested += a->tested;
	l->answered += a->answered;
	l->calls_back |= a->calls_back;
}

static const struct library *sum_up(struct knowledge *k, const char *prefix,
				    size_t n, const char *header)
{
	struct library *l = ARENA_NEW(&k->arena, struct library);
	uint32_t i;

	for (i = 0; i < k->answers.n; i++) {
		const struct answers *a = k->answers.slots[i].value;

		if (is_of_library(a, prefix, n, header))
			add_answers(l, a);
	}
	return l;
}

/* The library of F, as the unit's code shows it. */
static struct library library_of(struct knowledge *k, const struct function *f)
{
	const char *header = f->in_system_header ? f->loc.file : NULL;
	const struct answers *own = map_get(&k->answers, map_key_ptr(f));
	size_t n = prefix_length(f->name);
	const struct library *l;
	struct library alone = { 0 };
	struct buf name = { 0 };
	uint64_t key;

	if (!n && !header) {
		if (own)
			add_answers(&alone, own);
		return alone;
	}
	buf_addn(&name, f->name, n);
	buf_addc(&name, '\n');
	buf_add(&name, header ? header : "");
	key = map_key_ptr(intern(&k->unit->strings, buf_str(&name)));
	buf_release(&name);
	l = map_get(&k->sums, key);
	if (!l) {
		l = sum_up(k, f->name, n, header);
		map_set(&k->sums, key, (void *) l);
	}
	return *l;
}

/* Is it of the interpreter, or of a library that is there for it? */
static bool is_of_python(const struct function *f)
{
	static const char *const names[] = { "Py", "_Py", "NPY_", "npy_",
		"__Pyx", "SWIG_" };

	return has_prefix(f->name, names, ARRAY_SIZE (names))
		|| (f->loc.file && (strstr(f->loc.file, "/python2.")
				    || strstr(f->loc.file, "/python3.")
				    || strstr(f->loc.file, "/numpy/")));
}

static bool is_library(struct knowledge *k, const struct function *f)
{
	const struct answers *a;
	struct library l;

	if (f->has_body || is_of_python(f))
		return false;
	a = map_get(&k->answers, map_key_ptr(f));
	if (a && a->answered >= OWN_ANSWERS && a->answered * 2 > a->tested)
		return true;
	if (k->calls_back)
		return false;
	l = library_of(k, f);
	/* Do callers of the library answer most failures?  Does it call
	 * functions of the unit? */
	return (f->in_system_header
		|| (l.answered >= LIBRARY_ANSWERS
		    && l.answered * 10 >= l.tested * LIBRARY_AGREEMENT))
		&& !l.calls_back;
}

bool knowledge_is_library(struct knowledge *k, const struct function *f)
{
	static const char yes, no;
	const char *known = map_get(&k->libraries, map_key_ptr(f));

	if (!known) {
		known = is_library(k, f) ? &yes : &no;
		map_set(&k->libraries, map_key_ptr(f), (void *) known);
	}
	return known == &yes;
}
